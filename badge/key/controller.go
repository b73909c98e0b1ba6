package key

import (
	"cmp"
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/multiformat"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

// ControllerDocument lists the verification methods of one subject
// (Controlled Identifiers §2): a DID document, a controller document, or an
// Open Badges profile that has them. It is immutable.
type ControllerDocument struct {
	id          string
	deactivated bool
	methods     []VerificationMethod
	listed      map[string][]string // by relationship: the ids of methods, each once
	relation    string              // whose methods count; "" for assertionMethod
}

// VerificationMethod is one key of a controller document or a key set. The
// caller decides whether it was valid at a given time.
type VerificationMethod struct {
	ID         string
	Controller string
	Key        Key            // the zero Key if it did not pass the import policy
	Err        error          // why the key was refused, if it was
	NotBefore  badge.DateTime // "" for always; only a JWK has one
	Expires    badge.DateTime // "" for never
	Revoked    badge.DateTime // "" for not revoked
}

// methodForms lists, for each type of verification method, the member that
// holds the key, and the type of key that it must be.
var methodForms = []struct {
	typ, member string
	key         keyType // "" for any
}{
	{"Multikey", "publicKeyMultibase", ""},
	{"JsonWebKey", "publicKeyJwk", ""},
	{"JsonWebKey2020", "publicKeyJwk", ""},
	{"Ed25519VerificationKey2020", "publicKeyMultibase", ed25519Key},
	{"Ed25519VerificationKey2018", "publicKeyBase58", ed25519Key},
	{"EcdsaSecp256k1VerificationKey2019", "publicKeyJwk", secp256k1Key},
}

// relationships are the members of a controller document that list or embed
// verification methods (Controlled Identifiers §2.3).
var relationships = []string{authentication, assertionMethod, "keyAgreement", "capabilityInvocation", "capabilityDelegation"}

const (
	authentication  = "authentication"
	assertionMethod = "assertionMethod"
)

// ParseControllerDocument reads a DID document, a controller document or a
// profile. A method may have several descriptions, as long as they are equal
// JSON values after their ids are completed. Two descriptions that differ make
// the whole document unusable. A key that fails the import policy makes only
// its own method unusable.
func ParseControllerDocument(data []byte) (*ControllerDocument, error) {
	v, err := parseJSON(data)
	if err != nil {
		return nil, err
	}
	r := controllerReader{doc: &ControllerDocument{listed: map[string][]string{}}}
	d := r.doc
	if d.id, err = jsontext.IRI(v.Member("id"), "/id", codeControllerFormat); err != nil {
		return nil, err
	}
	if flag := v.Member("deactivated"); flag.Exists() {
		value, ok := flag.Bool()
		if !ok {
			return nil, fail(codeControllerFormat, "/deactivated", "the member deactivated is a JSON %s, wanted a boolean", flag.Kind())
		}
		d.deactivated = value
	}
	if err := r.list(v.Member("verificationMethod"), ""); err != nil {
		return nil, err
	}
	for _, name := range relationships {
		if err := r.list(v.Member(name), name); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// controllerReader reads the lists of a controller document.
type controllerReader struct {
	doc          *ControllerDocument
	descriptions []string // of each method of doc, without its id
}

// list reads verification methods. Under a relationship they may also be
// references.
func (r *controllerReader) list(v jsontext.Value, relation string) error {
	if v.Exists() && v.Kind() != jsontext.Array {
		return fail(codeControllerFormat, v.Pointer(), "found a JSON %s, wanted an array", v.Kind())
	}
	for _, entry := range v.Elements() {
		id := ""
		if reference, ok := entry.Text(); ok && relation != "" {
			id = resolve(reference, r.doc.id)
		} else {
			var err error
			if id, err = r.method(entry); err != nil {
				return err
			}
		}
		if relation != authentication && relation != assertionMethod || slices.Contains(r.doc.listed[relation], id) {
			continue
		}
		if len(r.doc.listed[relation]) == maxKeys {
			return fail(codeControllerTooMany, entry.Pointer(), "more than %d methods under %s", maxKeys, relation)
		}
		r.doc.listed[relation] = append(r.doc.listed[relation], id)
	}
	return nil
}

// method reads one description of a verification method and returns its id.
func (r *controllerReader) method(v jsontext.Value) (string, error) {
	path := v.Pointer()
	m, err := parseMethod(v, r.doc.id)
	if m.ID == "" {
		return "", jsontext.Inside(path, err)
	}
	// Text without a canonical form equals only the same text.
	description := v.Raw()
	if canonical, err := jsontext.AppendCanonical(nil, v, "id"); err == nil {
		description = string(canonical)
	}
	if i := r.doc.index(m.ID); i >= 0 {
		if r.descriptions[i] != description {
			return "", fail(codeControllerDuplicate, path, "a second description of the verification method %s differs from the first", quoted(m.ID))
		}
		return m.ID, nil
	}
	if len(r.doc.methods) == maxKeys {
		return "", fail(codeControllerTooMany, path, "more than %d verification methods", maxKeys)
	}
	if err != nil {
		m.Err = jsontext.Inside(path, err)
	}
	r.doc.methods = append(r.doc.methods, m)
	r.descriptions = append(r.descriptions, description)
	return m.ID, nil
}

// resolve completes a relative DID URL. Only a fragment can be relative here,
// and it is relative to the id of the document.
func resolve(id, base string) string {
	if strings.HasPrefix(id, "#") {
		return base + id
	}
	return id
}

func (d *ControllerDocument) index(id string) int {
	for i, m := range d.methods {
		if m.ID == id {
			return i
		}
	}
	return -1
}

// orEmpty returns an empty document for nil.
func (d *ControllerDocument) orEmpty() *ControllerDocument {
	if d == nil {
		return &ControllerDocument{}
	}
	return d
}

// counted returns the ids under the relationship whose methods count.
func (d *ControllerDocument) counted() []string {
	return d.listed[cmp.Or(d.relation, assertionMethod)]
}

// Authenticating returns the document as the verifier of a presentation reads
// it: the methods under authentication take the place of those under
// assertionMethod (Controlled Identifiers §2.3.1).
func (d *ControllerDocument) Authenticating() *ControllerDocument {
	view := *d.orEmpty()
	view.relation = authentication
	return &view
}

// ID returns the identifier of the subject.
func (d *ControllerDocument) ID() string { return d.orEmpty().id }

// Deactivated reports whether the document says that the identifier is deactivated.
func (d *ControllerDocument) Deactivated() bool { return d.orEmpty().deactivated }

// Methods returns the verification methods under assertionMethod whose keys
// passed the import policy, in the order they are listed there.
func (d *ControllerDocument) Methods() []VerificationMethod {
	var list []VerificationMethod
	d = d.orEmpty()
	for _, id := range d.counted() {
		if i := d.index(id); i >= 0 && d.methods[i].Err == nil {
			list = append(list, d.methods[i])
		}
	}
	return list
}

// Method returns the verification method with exactly this id. It is an error
// if the document does not list it, does not allow it to make assertions, or
// if its key did not pass the import policy.
func (d *ControllerDocument) Method(id string) (VerificationMethod, error) {
	d = d.orEmpty()
	i := d.index(id)
	if i < 0 {
		return VerificationMethod{}, fail(codeControllerUnknown, "/verificationMethod", "the document of %s has no verification method %s", quoted(d.id), quoted(id))
	}
	if slices.Contains(d.counted(), id) {
		return d.methods[i], d.methods[i].Err
	}
	relation := cmp.Or(d.relation, assertionMethod)
	return VerificationMethod{}, fail(codeControllerNotAllowed, "/"+relation, "the verification method %s is not listed under %s", quoted(id), relation)
}

// MethodOf returns the verification method with this key, like Method. If
// several have it, one that may make assertions comes first.
func (d *ControllerDocument) MethodOf(k Key) (VerificationMethod, error) {
	id := ""
	d = d.orEmpty()
	for _, m := range d.methods {
		if m.Key.Equal(k) && (id == "" || !slices.Contains(d.counted(), id)) {
			id = m.ID
		}
	}
	return d.Method(id)
}

// Assertions returns the ids of the verification methods that the document
// lists under assertionMethod, by reference or embedded. It need not describe
// all of them.
func (d *ControllerDocument) Assertions() []string { return slices.Clone(d.orEmpty().counted()) }

// ParseVerificationMethod reads a key that is published as a separate document:
// a verification method such as a Multikey, or a JWK, like one of ParseJWKS.
func ParseVerificationMethod(data []byte) (VerificationMethod, error) {
	v, err := parseJSON(data)
	if err != nil {
		return VerificationMethod{}, err
	}
	if v.Member("kty").Exists() {
		return jwkMethod(v)
	}
	return parseMethod(v, "")
}

// parseMethod reads one verification method. If the id is readable and the key
// is refused, it returns both the method and the error.
func parseMethod(v jsontext.Value, base string) (m VerificationMethod, err error) {
	if v.Kind() != jsontext.Object {
		return m, fail(codeControllerMethod, "", "found a JSON %s, wanted a verification method", v.Kind())
	}
	id := v.Member("id")
	if m.ID = resolve(id.String(), base); id.Exists() || base != "" {
		if !vocabulary.IsIdentifier(m.ID) {
			m.ID = ""
			return m, fail(codeControllerMethod, "/id", "the verification method has no absolute id")
		}
	}
	if c := v.Member("controller"); c.Exists() {
		if m.Controller, err = jsontext.IRI(c, "/controller", codeControllerMethod); err != nil {
			return m, err
		}
	}
	if m.Expires, err = dateTime(v.Member("expires"), "/expires", codeControllerMethod); err != nil {
		return m, err
	}
	if m.Revoked, err = dateTime(v.Member("revoked"), "/revoked", codeControllerMethod); err != nil {
		return m, err
	}
	dates, bad := jwkDates(v.Member("publicKeyJwk"))
	m = m.Within(dates)
	m.Key, err = methodKey(v)
	m.Key = m.Key.WithID(m.ID)
	return m, cmp.Or(err, jsontext.Inside("/publicKeyJwk", bad))
}

// methodKey reads the key of a verification method by its type.
func methodKey(v jsontext.Value) (Key, error) {
	for _, name := range []string{"secretKeyMultibase", "privateKeyMultibase", "privateKeyBase58", "secretKeyJwk", "privateKeyJwk"} {
		if v.Member(name).Exists() {
			return Key{}, fail(codePrivateExposed, "/"+name, "the verification method holds the private member %q", name)
		}
	}
	typ := v.Member("type").String()
	for _, form := range methodForms {
		if form.typ != typ {
			continue
		}
		path := "/" + form.member
		var k Key
		var err error
		switch form.member {
		case "publicKeyJwk":
			k, err = parseJWK(v.Member(form.member))
		case "publicKeyBase58":
			k, err = base58Key(v.Member(form.member).String())
		default:
			k, err = ParseMultikey(v.Member(form.member).String())
		}
		if err == nil && form.key != "" && k.typ != form.key {
			err = fail(codeUnsupported, "", "the key type is %s; %s needs %s", k.typ, typ, form.key)
		}
		return k, jsontext.Inside(path, err)
	}
	return Key{}, fail(codeUnsupported, "/type", "the type of the verification method is %s, wanted Multikey or JsonWebKey", quoted(typ))
}

// base58Key reads an Ed25519 key in base58btc without a prefix.
func base58Key(text string) (Key, error) {
	_, data, err := multiformat.Decode(string(multiformat.Base58BTC) + text)
	if err != nil {
		return Key{}, jsontext.Inside("", err)
	}
	return ed25519KeyOf(data)
}

// dateTime reads an optional date and time with zone.
func dateTime(v jsontext.Value, path, code string) (badge.DateTime, error) {
	if !v.Exists() {
		return "", nil
	}
	date := badge.DateTime(v.String())
	if _, err := date.Time(); err != nil {
		return "", fail(code, path, "%s is not a date and time with time zone", quoted(v.String()))
	}
	return date, nil
}
