package rules

import (
	"encoding/json"
	"regexp"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/schema"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

// classes2 are the classes of the documents of Open Badges 2.0.
var classes2 = map[badge.Kind]string{
	badge.KindOther:          "OB2.Assertion",
	badge.KindCredential:     "OB2.Assertion",
	badge.KindAchievement:    "OB2.BadgeClass",
	badge.KindProfile:        "OB2.Profile",
	badge.KindEndorsement:    "OB2.Endorsement",
	badge.KindRevocationList: "OB2.RevocationList",
	badge.KindKey:            "OB2.CryptographicKey",
}

// schema2 returns the name of the schema that a document of Open Badges 2.0 is
// judged by. A revoked assertion needs hardly more than to say so.
func schema2(d *badge.Document) string {
	if d.Kind() == badge.KindCredential && d.Revocation().Revoked {
		return "OB2.RevokedAssertion"
	}
	return classes2[d.Kind()]
}

// rulesOf2 says which rules hold for the classes and types of Open Badges 2.0.
var rulesOf2 = map[string][]rule{
	"OB2.Assertion":          {absolute("badge"), period2, verified2, imageLinked, known2},
	"OB2.BadgeClass":         {absolute("issuer"), imageForm, imageGiven, issuerGiven, known2},
	"OB2.Profile":            {profileVerification, imageForm, known2},
	"OB2.Endorsement":        {absolute("issuer"), verified2, known2},
	"OB2.RevocationList":     {entriesGiven},
	"OB2.IdentityObject":     {identityHashIn("identity"), known2},
	"OB2.VerificationObject": {known2},
	"OB2.Evidence":           {known2},
	"OB2.Criteria":           {criteriaGiven, known2},
	"OB2.Image":              {known2},
	"OB2.AlignmentObject":    {alignmentTarget, known2},
	"OB2.ID":                 {id2},
	"OB2.IRI":                {iriForm2},
	"OB2.EmailAddress":       {emailForm},
	"OB2.PhoneNumber":        {phoneForm},
	"URI":                    {uriForm},
	"URL":                    {webForm},
}

// whole2 judges what concerns a document as a whole.
func whole2(f *findings, d *badge.Document, ext []badge.Extension) {
	contextGiven2(f, jsontext.Value(d.Body()))
	if d.Kind() == badge.KindProfile {
		severity := badge.Warning // the profile of a recipient needs nothing more
		if jsontext.Value(d.Body()).Member("type").Holds("Issuer") {
			severity = badge.Error
		}
		f.issuerMembers(severity, jsontext.Value(d.Body()))
	}
	for _, v := range objectsOf("Extension", jsontext.Value(d.Body()), nil) {
		f.extension2(v, ext)
	}
}

// contextGiven2 asks for the context of Open Badges 2.0, and for none of 3.0
// beside it.
func contextGiven2(f *findings, v jsontext.Value) {
	switch context := v.Member("@context"); {
	case !context.Exists():
		f.add(badge.Error, codeSchemaRequired, v, "the member %q is missing", "@context")
	case mixed(v):
		f.add(badge.Error, codeContextMixed, context, "found the contexts of Open Badges 2.0 and 3.0 in one document")
	}
}

// mixed reports whether a document also has a base context of Open Badges 3.0.
func mixed(body jsontext.Value) bool {
	for c := range body.Member("@context").Each() {
		if text := c.String(); text == badge.ContextVC2 || text == badge.ContextVC1 {
			return true
		}
	}
	return false
}

// idOf returns the id of an object, or the text that stands in its place.
func idOf(v jsontext.Value) string {
	if v.Kind() == jsontext.Object {
		v = v.Member("id")
	}
	return v.String()
}

// absolute asks that a member which links to another document has an absolute
// URL or IRI.
func absolute(name string) rule {
	return func(f *findings, v jsontext.Value) {
		if m := v.Member(name); m.Kind() == jsontext.String {
			id2(f, m)
		}
	}
}

// period2 asks that an assertion does not expire before it was issued.
func period2(f *findings, v jsontext.Value) {
	words := vocabulary.PeriodOB2
	f.order(codeDateOrder, badge.Error, v.Member(words.From), v.Member(words.Until))
}

// verified2 asks for one statement of how a document is verified, and for an
// id that can be what it says.
func verified2(f *findings, v jsontext.Value) {
	said, alias := v.Member("verification"), v.Member("verify")
	switch {
	case said.Exists() && alias.Exists():
		f.add(badge.Error, codeVerificationTwice, alias, "found both %q and its alias %q", "verification", "verify")
	case !said.Exists():
		said = alias
	}
	if said.Kind() != jsontext.Object {
		f.add(badge.Error, codeSchemaRequired, v, "the member %q is missing", "verification")
		return
	}
	types := said.Member("type")
	hosted := types.Holds("HostedBadge") || types.Holds("hosted")
	if signed := types.Holds("SignedBadge") || types.Holds("signed"); hosted == signed {
		f.add(badge.Error, codeVerificationType, said, "the type is neither HostedBadge nor SignedBadge, or both")
	}
	if id := v.Member("id"); hosted && id.Exists() && !vocabulary.IsWebAddress(id.String()) {
		f.add(badge.Error, codeVerificationID, id, "found %s, wanted the web address of a hosted badge", jsontext.Excerpt(id.String()))
	}
}

// profileVerification asks that a profile does not speak of itself as a badge.
func profileVerification(f *findings, v jsontext.Value) {
	types := v.Member("verification").Member("type")
	for e := range types.Each() {
		if t := e.String(); t != "VerificationObject" {
			f.add(badge.Error, codeVerificationType, e, "found %s, wanted VerificationObject in a profile", jsontext.Excerpt(t))
		}
	}
}

// imageLinked asks that the picture of an assertion is at an address, where
// its baked copy can be had.
func imageLinked(f *findings, v jsontext.Value) {
	if image := v.Member("image"); strings.HasPrefix(idOf(image), "data:") {
		f.add(badge.Error, codeImageData, image, "found a data: URI, wanted the address of the picture")
	}
}

// imageForm asks that a picture inside a document is a PNG or an SVG.
func imageForm(f *findings, v jsontext.Value) {
	image := v.Member("image")
	text := idOf(image)
	if strings.HasPrefix(text, "data:") && !strings.HasPrefix(text, "data:image/png") && !strings.HasPrefix(text, "data:image/svg+xml") {
		f.add(badge.Error, codeImageData, image, "found %s, wanted a data: URI of image/png or image/svg+xml", jsontext.Excerpt(text))
	}
}

// imageGiven names a badge class without a picture.
func imageGiven(f *findings, v jsontext.Value) {
	if idOf(v.Member("image")) == "" {
		f.add(badge.Warning, codeImageMissing, v, "the badge class has no image")
	}
}

// issuerGiven asks for what makes a profile the profile of an issuer.
func issuerGiven(f *findings, v jsontext.Value) {
	if issuer := v.Member("issuer"); issuer.Kind() == jsontext.Object {
		f.issuerMembers(badge.Error, issuer)
	}
}

func (f *findings) issuerMembers(severity badge.Severity, v jsontext.Value) {
	for _, name := range []string{"name", "url", "email"} {
		if v.Member(name).String() == "" {
			f.add(severity, codeIssuerIncomplete, v, "the member %q is missing, which an issuer has to have", name)
		}
	}
}

// alignmentTarget names an alignment that leads nowhere.
func alignmentTarget(f *findings, v jsontext.Value) {
	if v.Member("targetUrl").String() == "" {
		f.add(badge.Warning, codeAlignmentTarget, v, "the alignment has no targetUrl")
	}
}

// entriesGiven asks for the entries of a revocation list, which may be none.
func entriesGiven(f *findings, v jsontext.Value) {
	if !v.Member("revokedAssertions").Exists() {
		f.add(badge.Error, codeSchemaRequired, v, "the member %q is missing", "revokedAssertions")
	}
}

var (
	uuidForm  = regexp.MustCompile(`^urn:uuid:[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)
	emailText = regexp.MustCompile(`^[^@\s]+@[^@\s]+\.[^@\s]+$`)
	phoneText = regexp.MustCompile(`^\+[1-9][0-9]{1,14}$`)
)

// id2 asks that a document is named by a web address or a urn:uuid. Another
// absolute IRI is a name, and nothing that could be looked up.
func id2(f *findings, v jsontext.Value) {
	if text := v.String(); !vocabulary.IsAbsoluteURI(text) {
		f.add(badge.Error, codeURISyntax, v, "found %s, wanted a web address or urn:uuid: and a UUID", jsontext.Excerpt(text))
		return
	}
	iriForm2(f, v)
}

func iriForm2(f *findings, v jsontext.Value) {
	text := v.String()
	switch {
	case strings.HasPrefix(text, "_:"), uuidForm.MatchString(text), vocabulary.IsWebAddress(text) && vocabulary.IsAbsoluteURI(text):
	case vocabulary.IsAbsoluteURI(text) && !strings.HasPrefix(text, "http"):
		uriForm(f, v)
		f.add(badge.Warning, codeIRIForm, v, "found %s, wanted a web address or urn:uuid: and a UUID", jsontext.Excerpt(text))
	default:
		uriForm(f, v)
	}
}

func emailForm(f *findings, v jsontext.Value) {
	if !emailText.MatchString(v.String()) {
		f.add(badge.Warning, codeEmailForm, v, "found %s, wanted an e-mail address", jsontext.Excerpt(v.String()))
	}
}

// phoneForm asks for a number as E.164 writes it.
func phoneForm(f *findings, v jsontext.Value) {
	if !phoneText.MatchString(v.String()) {
		f.add(badge.Warning, codePhoneForm, v, "found %s, wanted + and up to 15 digits", jsontext.Excerpt(v.String()))
	}
}

// known2 names members that mean nothing to a linked-data reader, where there
// is no context but that of Open Badges 2.0 to define them.
func known2(f *findings, v jsontext.Value) {
	for context := range f.context.Each() {
		if context.String() != badge.ContextOB2 {
			return
		}
	}
	if own := v.Member("@context"); own.Exists() && own != f.context {
		return
	}
	for name, m := range v.Members() {
		if !schema.Knows2(name) && !strings.ContainsAny(name, ":@") {
			f.add(badge.Warning, codeMemberUnknown, m, "Open Badges 2.0 has no member %s", jsontext.Excerpt(name))
		}
	}
}

const vocabExtensions = "https://w3id.org/openbadges/extensions#"

// extensionPrefixes are the ways to write that a type is one of the
// extensions.
var extensionPrefixes = []string{"extensions:", vocabExtensions, "obi:extensions#", "obi:extensions/#"}

// extensionName returns the name of an extension without its prefix.
func extensionName(typ string) (name string, prefixed bool) {
	for _, prefix := range extensionPrefixes {
		if rest, ok := strings.CutPrefix(typ, prefix); ok {
			return rest, true
		}
	}
	return typ, false
}

// holds reports whether an extension is among types, in whatever spelling.
func holds(e badge.Extension, types jsontext.Value) bool {
	if e.Type == "" {
		return false
	}
	wanted, _ := extensionName(e.Type)
	for t := range types.Each() {
		if name, prefixed := extensionName(t.String()); prefixed && name == wanted || t.String() == e.Type {
			return true
		}
	}
	return false
}

// extension2 applies the schemas of handed-in extensions to an object, with
// members named by an IRI under the terms of the extension's context. One that
// nothing is known about is kept, and named.
func (f *findings) extension2(v jsontext.Value, ext []badge.Extension) {
	known := false
	for _, e := range ext {
		if !holds(e, v.Member("type")) {
			continue
		}
		known = true
		if len(e.Schema) == 0 {
			continue
		}
		instance := v.Any().(map[string]any)
		for iri, term := range terms(e) {
			if value, found := instance[iri]; found && instance[term] == nil {
				instance[term] = value
			}
		}
		f.applySchema(v, instance, e)
	}
	if !known {
		f.add(badge.Warning, codeExtensionUnknown, v, "nothing is known about the type of this extension")
	}
}

// terms returns the terms of an extension's context by their IRI.
func terms(e badge.Extension) map[string]string {
	var document struct {
		Context map[string]json.RawMessage `json:"@context"`
	}
	if json.Unmarshal(e.Context, &document) != nil {
		return nil
	}
	byIRI := map[string]string{}
	for term, definition := range document.Context {
		var iri string
		if json.Unmarshal(definition, &iri) == nil {
			byIRI[iri] = term
		}
	}
	return byIRI
}
