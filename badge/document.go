package badge

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
	"github.com/openbadges-go/openbadges/badge/tree"
)

// Document is a badge exactly as it was received or signed: a JSON object, a
// compact JWS whose payload is one, or an SD-JWT. It cannot be changed and is
// safe for concurrent use.
type Document struct {
	raw     string
	root    jsontext.Value
	body    jsontext.Value
	jws     JWS
	sd      *SDJWT // of an SD-JWT
	kind    Kind
	version Version
	claimed []claimed // members of body that the claims of a token give
}

// JWS holds the parts of a compact JWS (RFC 7515 §3.1). They are not verified.
type JWS struct {
	Header       tree.Value // the protected header
	SigningInput string     // the encoded header and payload, with the dot
	Signature    string     // the decoded signature, empty for an unsecured token
}

// Parse reads a document from JSON text (a single object), from a compact JWS or
// from an SD-JWT, with the disclosed values put in place. White space around it is allowed, and a byte order mark before JSON,
// which package rules reports. Reading is strict: the text must be UTF-8, and
// repeated member names, lone surrogates, trailing data and texts beyond fixed
// limits of size, depth and count are errors.
//
// Parse checks the JSON text only. Package rules checks the structure, and
// package verify whether the badge is genuine.
func Parse(data []byte) (*Document, error) {
	var d Document
	var err error
	text := bytes.Trim(data, space)
	switch {
	case len(text) == 0:
		err = fail(codeFormat, "", "the text is empty, wanted a JSON object or a compact JWS")
	case len(data) > jsontext.MaxBytes, bytes.HasPrefix(text, []byte(byteOrderMark)), bytes.HasPrefix(text, []byte("{")):
		err = d.parseJSON(data)
	case looksLikeJWS(text):
		whole := string(data)
		err = d.parseToken(whole, strings.Trim(whole, space))
	default:
		err = fail(codeFormat, "", "the text starts with %s, wanted a JSON object or a compact JWS", Quote(string(text)))
	}
	if err != nil {
		return nil, err
	}
	return d.classified(), nil
}

// embedded returns the document of an object in another document. Parse would
// read the object again, with the same result.
func embedded(v jsontext.Value) *Document {
	root := v.Alone()
	d := Document{root: root, raw: root.Source()}
	return d.classified()
}

// classified completes a document whose text has been read.
func (d *Document) classified() *Document {
	d.body = d.root
	if vc := d.root.Member("vc"); d.jws.Header.Exists() && vc.Kind() == jsontext.Object {
		d.body = vc
	}
	if d.version, d.kind = classify(d.body); d.hasType() {
		d.version, d.kind = SDJWTVC, KindClaims
	}
	d.decode()
	return d
}

// space is the white space that may stand around a document.
const space = " \t\r\n"

func (d *Document) parseJSON(data []byte) error {
	text, marked := bytes.CutPrefix(data, []byte(byteOrderMark))
	if marked && !bytes.HasPrefix(bytes.TrimLeft(text, space), []byte("{")) {
		text, marked = data, false // a mark before a token is refused first
	}
	root, err := parseObject(text, "", codeFormat)
	if e, ok := errors.AsType[*jsontext.Error](err); ok && marked {
		return e.AtByte(len(byteOrderMark) + e.Offset())
	}
	d.root, d.raw = root, root.Source()
	if marked {
		d.raw = string(data)
	}
	return err
}

// byteOrderMark in UTF-8. RFC 8259 §8.1 lets a reader ignore it.
const byteOrderMark = "\xef\xbb\xbf"

// marked reports whether the JSON text starts with a byte order mark.
func (d *Document) marked() bool { return strings.HasPrefix(d.raw, byteOrderMark) }

// parseJWS reads a compact JWS: exactly three parts in canonical base64url, of
// which header and payload are JSON objects.
func (d *Document) parseJWS(data, token string) error {
	if n := strings.Count(token, "."); n != 2 {
		return fail(codeJWSParts, "", "the token has %d dots, wanted two", n)
	}
	protected, rest, _ := strings.Cut(token, ".")
	payload, signature, _ := strings.Cut(rest, ".")
	if base64.RawURLEncoding.DecodedLen(len(protected)) > maxHeader {
		return fail(codeJWSHeaderSize, "", "the header has more than %d bytes", maxHeader)
	}
	var parts [3][]byte
	offset := strings.Index(data, token)
	for i, part := range []string{protected, payload, signature} {
		decoded, at := decodeBase64URL(part)
		if at >= 0 {
			return fail(codeJWSBase64, "", "a part of the token is not canonical base64url without padding").AtByte(offset + at)
		}
		parts[i] = decoded
		offset += len(part) + 1
	}
	header, err := parseObject(parts[0], "JOSE header", codeJWSHeader)
	if err != nil {
		return err
	}
	if d.root, err = parseObject(parts[1], "payload", codeJWSPayload); err != nil {
		return err
	}
	d.raw = data
	d.jws = JWS{Header: tree.Value(header), SigningInput: token[:len(protected)+1+len(payload)], Signature: string(parts[2])}
	return nil
}

// decodeBase64URL decodes the only canonical spelling (RFC 7515 §2). For
// another text, at is the place of the fault; otherwise it is negative.
func decodeBase64URL(text string) (decoded []byte, at int) {
	if strings.IndexByte(text, '\r') >= 0 || strings.IndexByte(text, '\n') >= 0 {
		return nil, strings.IndexAny(text, "\r\n") // the decoder would ignore line breaks
	}
	decoded, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err == nil {
		return decoded, -1
	}
	var bad base64.CorruptInputError
	errors.As(err, &bad)
	return nil, int(bad)
}

// parseObject reads strict JSON text that must be an object.
func parseObject(data []byte, part, code string) (jsontext.Value, error) {
	v, err := jsontext.Parse(data)
	if err == nil && v.Kind() != jsontext.Object {
		err = fail(code, "", "found a JSON %s, wanted an object", v.Kind())
	}
	if e, ok := errors.AsType[*jsontext.Error](err); ok && part != "" {
		err = e.Within(part)
	}
	return v, err
}

// looksLikeJWS reports whether the text consists of base64url characters and
// dots, or starts with the base64url of {".
func looksLikeJWS(text []byte) bool {
	if bytes.HasPrefix(text, []byte("ey")) && bytes.IndexByte(text, '.') > 0 {
		return true // as most do
	}
	for _, c := range text {
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.') {
			return bytes.HasPrefix(text, []byte("ey"))
		}
	}
	return bytes.Contains(text, []byte("."))
}

// quoted shows the start of s in a message.
// Quote returns the start of a text from a document in quotes, for a message: on
// one line, with escapes for characters that control a terminal or the direction
// of text, and with hashes in place of private keys.
func Quote(s string) string { return jsontext.Excerpt(s) }

// orEmpty returns an empty document for nil.
func (d *Document) orEmpty() *Document {
	if d == nil {
		return &Document{kind: KindOther}
	}
	return d
}

func errNoDocument() error {
	return fail(codeNoDocument, "", "the Document is nil or the zero value; use one that Parse returned")
}

// MarshalJSON returns the JSON text of the document. A token is a JSON string.
// json.Marshal removes white space; Bytes and JSON keep every byte.
func (d *Document) MarshalJSON() ([]byte, error) {
	switch {
	case d == nil:
		return []byte("null"), nil
	case d.jws.Header.Exists():
		return jsontext.Quote(strings.Trim(d.raw, space))
	case !d.root.Exists():
		return nil, errNoDocument()
	}
	return []byte(d.root.Raw()), nil
}

// Format prints kind, version, id, size and SHA-256 under every verb, not the
// text.
func (d *Document) Format(f fmt.State, _ rune) {
	if d == nil || !d.root.Exists() {
		fmt.Fprint(f, "no document")
		return
	}
	fmt.Fprintf(f, "%s of Open Badges %s, id %s, %d bytes, SHA-256 %x",
		d.kind, cmp.Or(string(d.version), "unknown"), Quote(d.ID()), len(d.raw), sha256.Sum256([]byte(d.raw)))
}

// Bytes returns the bytes that Parse read.
func (d *Document) Bytes() []byte {
	d = d.orEmpty()
	return []byte(d.raw)
}

// JSON returns the JSON text: the bytes themselves without a byte order mark, the
// payload of a JWS, or the claims of an SD-JWT with what is disclosed.
// Paths in problems and reports are JSON Pointers into it.
func (d *Document) JSON() []byte {
	d = d.orEmpty()
	return []byte(d.root.Source())
}

// At returns the value at a JSON Pointer (RFC 6901) in JSON.
func (d *Document) At(pointer string) (json.RawMessage, bool) {
	d = d.orEmpty()
	v := d.root.At(pointer)
	return json.RawMessage(v.Raw()), v.Exists()
}

// Kind returns what the document describes.
func (d *Document) Kind() Kind {
	d = d.orEmpty()
	return d.kind
}

// Version returns the standard the document is written in.
func (d *Document) Version() Version {
	d = d.orEmpty()
	return d.version
}

// JWS returns the parts of a document that is a compact JWS, and whether it
// is one.
func (d *Document) JWS() (JWS, bool) {
	d = d.orEmpty()
	return d.jws, d.jws.Header.Exists()
}

// Root returns the root of the JSON text that JSON returns.
func (d *Document) Root() tree.Value {
	d = d.orEmpty()
	return tree.Value(d.root)
}

// Body returns the object that describes the badge: Root, or the vc claim of a
// token. To the vc claim of VC Data Model 1.1 it adds the members that Claimed
// lists, which JSON does not have.
func (d *Document) Body() tree.Value {
	d = d.orEmpty()
	return tree.Value(d.body)
}

// ID returns the document's own id, or "".
func (d *Document) ID() string {
	d = d.orEmpty()
	if d.version == SDJWTVC {
		return cmp.Or(d.root.Member("jti").String(), d.root.Member("id").String())
	}
	return d.body.Member("id").String()
}

// IssuerID returns the id of the claimed issuer, or "". An Assertion of Open
// Badges 2.0 has an issuer only if its BadgeClass is embedded.
func (d *Document) IssuerID() string {
	d = d.orEmpty()
	return idOf(standards[d.version].issuer(d))
}

// SubjectID returns the id of the credential subject, or "". In Open Badges
// 2.0, an Assertion has no subject id, and an Endorsement has that of its claim.
func (d *Document) SubjectID() string {
	d = d.orEmpty()
	return idOf(standards[d.version].subject(d))
}

// Period returns the members with the start and the end of the document's
// validity. A missing member, or null, is the zero Value. Contexts are not
// signed, so the holder of a linked-data badge can choose the version of the VC
// Data Model: if the member of one version is missing, that of the other
// version is returned. If a token of Open Badges 3.0 has only the claim nbf or
// exp, the claim is returned; InstantOf reads both forms.
func (d *Document) Period() (from, until tree.Value) {
	d = d.orEmpty()
	row := standards[d.version]
	from, until = d.dates(row.period, row.otherPeriod)
	if d.version == SDJWTVC && d.root.Member("@context").Exists() { // a badge as well, of either model
		from, until = d.dates(periodClaims, vocabulary.PeriodVC2, vocabulary.PeriodVC1)
	}
	if _, token := d.JWS(); !token || d.version.Before3() {
		return from, until
	}
	if !from.Exists() {
		from = d.Root().Member("nbf")
	}
	if !until.Exists() {
		until = d.Root().Member("exp")
	}
	return from, until
}

// dates returns the first start and the first end that the document has.
func (d *Document) dates(names ...vocabulary.Period) (from, until tree.Value) {
	for _, p := range names {
		if !from.Exists() {
			from = d.given(p.From)
		}
		if !until.Exists() {
			until = d.given(p.Until)
		}
	}
	return from, until
}

// given returns a member that is neither missing nor null.
func (d *Document) given(name string) tree.Value {
	if v := d.Body().Member(name); name != "" && v.Exists() && v.Kind() != tree.Null {
		return v
	}
	return tree.Value{}
}

func idOf(v jsontext.Value) string {
	if v.Kind() == jsontext.Object {
		v = v.Member("id")
	}
	return v.String()
}

// Credential returns the typed view of a credential. It is a copy: changing it
// does not change the document. Nothing in it is verified.
//
// The view uses the words of Open Badges 3.0 on VC Data Model 2.0 for every
// version; see the table in the package documentation. The view of a document
// before Open Badges 2.0 is that of its Upgrade. Registered claims of a token are
// not part of the view.
func (d *Document) Credential() Credential {
	d = d.orEmpty()
	return standards[d.version].credential(d)
}

// Achievement returns the typed view of an Achievement or BadgeClass, a copy.
func (d *Document) Achievement() Achievement {
	d = d.orEmpty()
	return standards[d.version].achievement(d)
}

// Profile returns the typed view of a Profile or Issuer, a copy.
func (d *Document) Profile() Profile {
	d = d.orEmpty()
	return standards[d.version].profile(d)
}
