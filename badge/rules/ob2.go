package rules

import (
	"reflect"
	"regexp"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

// Classes of Open Badges 2.0 that several rules apply to.
var (
	verified2 = []string{"OB2.Assertion", "OB2.Endorsement"}
	linking2  = []string{"OB2.Assertion", "OB2.BadgeClass", "OB2.Endorsement"}
	closed2   = []string{
		"OB2.Assertion", "OB2.BadgeClass", "OB2.Profile", "OB2.Endorsement", "OB2.IdentityObject", "OB2.VerificationObject", "OB2.Evidence",
		"OB2.Criteria", "OB2.Image", "OB2.AlignmentObject",
	}
)

// rules2 judge documents of Open Badges 2.0.
var rules2 = []rule{
	{codeSchemaRequired, []string{document2}, failure, failure, "OB 2.0, JSON-LD", contextGiven},
	{codeContextMixed, []string{document2}, decides, failure, "OB 2.0, JSON-LD", contextUnmixed},
	{codeIssuerIncomplete, []string{document2}, failure, failure, "OB 2.0, Profile", issuerComplete},
	{codeIssuerIncomplete, []string{document2}, warning, warning, "OB 2.0, Profile", profileComplete},
	{codeSchemaRequired, []string{"OB2.BadgeClass"}, failure, failure, "OB 2.0, BadgeClass", describedByText},
	{codeIssuerIncomplete, []string{"OB2.BadgeClass"}, failure, failure, "OB 2.0, Profile", classIssuerComplete},
	{codeExtensionUnknown, []string{extension2}, warning, warning, "OB 2.0, Extensions", extensionKnown},
	{codeDateOrder, []string{"OB2.Assertion"}, decides, failure, "OB 2.0, Assertion", period2},
	{codeVerificationTwice, verified2, warning, failure, "OB 2.0, VerificationObject", verificationOnce},
	{codeVerificationTwice, verified2, decides, failure, "OB 2.0, VerificationObject", verificationSame},
	{codeSchemaRequired, verified2, failure, failure, "OB 2.0, VerificationObject", verificationGiven},
	{codeVerificationType, verified2, decides, failure, "OB 2.0, VerificationObject", verificationType},
	{codeVerificationID, verified2, failure, failure, "OB 2.0, Hosted Verification", hostedAddress},
	{codeVerificationType, []string{"OB2.Profile"}, failure, failure, "OB 2.0, VerificationObject", profileVerification},
	{codeImageData, []string{"OB2.Assertion"}, failure, failure, "OB 2.0, Assertion", imageLinked},
	{codeImageData, []string{"OB2.BadgeClass", "OB2.Profile"}, failure, failure, "OB 2.0, BadgeClass", imageFormat},
	{codeImageMissing, []string{"OB2.BadgeClass"}, warning, warning, "OB 2.0, BadgeClass", imageGiven},
	{codeAlignmentTarget, []string{"OB2.AlignmentObject"}, warning, warning, "OB 2.0, AlignmentObject", alignmentTarget},
	{codeSchemaRequired, []string{"OB2.RevocationList"}, failure, failure, "OB 2.0, RevocationList", entriesGiven},
	{codeURISyntax, []string{"OB2.ID"}, failure, failure, "OB 2.0, id", absolute},
	{codeURISyntax, []string{"OB2.IRI"}, warning, failure, "OB 2.0, id", iriAbsolute},
	{codeURISyntax, linking2, failure, failure, "OB 2.0, id", linkAbsolute},
	{codeURIUnsafe, []string{"OB2.ID", "OB2.IRI"}, warning, failure, "OB 2.0, id", safe},
	{codeIRIForm, []string{"OB2.ID", "OB2.IRI"}, warning, warning, "OB 2.0, id", iriForm},
	{codeIRIForm, linking2, warning, warning, "OB 2.0, id", linkForm},
	{codeEmailForm, []string{"OB2.EmailAddress"}, warning, warning, "OB 2.0, Profile", emailForm},
	{codePhoneForm, []string{"OB2.PhoneNumber"}, warning, warning, "OB 2.0, Profile", phoneForm},
	{codeMemberUnknown, closed2, warning, warning, "OB 2.0, JSON-LD", membersKnown},
}

func contextGiven(f *finder, v jsontext.Value) {
	if !v.Member("@context").Exists() {
		f.missing(v, "@context")
	}
}

func (f *finder) missing(v jsontext.Value, name string) {
	f.report(v, "the property %s is missing", jsontext.Excerpt(name))
}

// describedByText reports an empty name or description of an achievement, which
// counts as missing.
func describedByText(f *finder, v jsontext.Value) {
	for _, name := range []string{"name", "description"} {
		if text, ok := v.Member(name).Text(); ok && text == "" {
			f.report(v.Member(name), "the property %s is empty", jsontext.Excerpt(name))
		}
	}
}

// contextUnmixed reports a base context of Open Badges 3.0 in a document.
func contextUnmixed(f *finder, v jsontext.Value) {
	context := v.Member("@context")
	for c := range context.Each() {
		if text := c.String(); text == badge.ContextVC2 || text == badge.ContextVC1 {
			f.report(context, "the document has contexts of Open Badges 2.0 and 3.0, wanted those of one version")
			return
		}
	}
}

func issuerComplete(f *finder, v jsontext.Value) {
	if f.doc.Kind() == badge.KindProfile && v.Member("type").Holds("Issuer") {
		f.issuerMembers(v)
	}
}

// profileComplete checks a profile that is not marked as an issuer. It can also
// be that of a recipient.
func profileComplete(f *finder, v jsontext.Value) {
	if f.doc.Kind() == badge.KindProfile && !v.Member("type").Holds("Issuer") {
		f.issuerMembers(v)
	}
}

func classIssuerComplete(f *finder, v jsontext.Value) {
	if issuer := v.Member("issuer"); issuer.Kind() == jsontext.Object {
		f.issuerMembers(issuer)
	}
}

// issuerMembers reports the properties that the profile of an issuer lacks.
func (f *finder) issuerMembers(v jsontext.Value) {
	for _, name := range []string{"name", "url", "email"} {
		if v.Member(name).String() == "" {
			f.report(v, "the property %q is missing, which an issuer must have", name)
		}
	}
}

func period2(f *finder, v jsontext.Value) {
	names := vocabulary.PeriodOB2
	f.order(v.Member(names.From), v.Member(names.Until))
}

// equal reports whether two values are the same JSON value.
func equal(a, b jsontext.Value) bool { return reflect.DeepEqual(a.Any(), b.Any()) }

// verificationOf returns the verification object under either name of its property.
func verificationOf(v jsontext.Value) jsontext.Value {
	if verification := v.Member("verification"); verification.Exists() {
		return verification
	}
	return v.Member("verify")
}

func verificationOnce(f *finder, v jsontext.Value) {
	if alias, named := v.Member("verify"), v.Member("verification"); alias.Exists() && named.Exists() && equal(alias, named) {
		f.report(alias, "found both %q and its alias %q", "verification", "verify")
	}
}

func verificationSame(f *finder, v jsontext.Value) {
	if alias, named := v.Member("verify"), v.Member("verification"); alias.Exists() && named.Exists() && !equal(alias, named) {
		f.report(alias, "found %q and its alias %q with different values", "verification", "verify")
	}
}

func verificationGiven(f *finder, v jsontext.Value) {
	if verificationOf(v).Kind() != jsontext.Object {
		f.missing(v, "verification")
	}
}

// verificationType reports a type that names neither or both of the two ways
// to verify a badge.
func verificationType(f *finder, v jsontext.Value) {
	verification := verificationOf(v)
	if verification.Kind() == jsontext.Object && isHosted(verification) == isSigned(verification) {
		f.report(verification, "the verification type must be either HostedBadge or SignedBadge")
	}
}

func isHosted(verification jsontext.Value) bool {
	types := verification.Member("type")
	return types.Holds("HostedBadge") || types.Holds("hosted")
}

func isSigned(verification jsontext.Value) bool {
	types := verification.Member("type")
	return types.Holds("SignedBadge") || types.Holds("signed")
}

func hostedAddress(f *finder, v jsontext.Value) {
	id, verification := v.Member("id"), verificationOf(v)
	if verification.Kind() == jsontext.Object && isHosted(verification) && id.Exists() && !vocabulary.IsWebAddress(id.String()) {
		f.report(id, "the id of a hosted badge is %s, wanted its web address", jsontext.Excerpt(id.String()))
	}
}

// profileVerification reports the verification type of a badge in a profile.
func profileVerification(f *finder, v jsontext.Value) {
	for e := range v.Member("verification").Member("type").Each() {
		if t := e.String(); t != "VerificationObject" {
			f.report(e, "the verification type of a profile is %s, wanted VerificationObject", jsontext.Excerpt(t))
		}
	}
}

// idOf returns the id of an object, or the value itself if it is a string.
func idOf(v jsontext.Value) string {
	if v.Kind() == jsontext.Object {
		v = v.Member("id")
	}
	return v.String()
}

// imageLinked reports an embedded image of an assertion. It should be a URL,
// where the baked image is published.
func imageLinked(f *finder, v jsontext.Value) {
	if image := v.Member("image"); strings.HasPrefix(idOf(image), "data:") {
		f.report(image, "found a data: URI, wanted the URL of the image")
	}
}

func imageFormat(f *finder, v jsontext.Value) {
	image := v.Member("image")
	text := idOf(image)
	if strings.HasPrefix(text, "data:") && !strings.HasPrefix(text, "data:image/png") && !strings.HasPrefix(text, "data:image/svg+xml") {
		f.report(image, "found %s, wanted a data: URI of image/png or image/svg+xml", jsontext.Excerpt(text))
	}
}

func imageGiven(f *finder, v jsontext.Value) {
	if idOf(v.Member("image")) == "" {
		f.report(v, "the badge class has no image")
	}
}

func alignmentTarget(f *finder, v jsontext.Value) {
	if v.Member("targetUrl").String() == "" {
		f.report(v, "the alignment has no targetUrl")
	}
}

// entriesGiven reports missing entries of a revocation list; an empty list is allowed.
func entriesGiven(f *finder, v jsontext.Value) {
	if !v.Member("revokedAssertions").Exists() {
		f.missing(v, "revokedAssertions")
	}
}

var (
	uuidForm  = regexp.MustCompile(`^urn:uuid:[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)
	emailText = regexp.MustCompile(`^[^@\s]+@[^@\s]+\.[^@\s]+$`)
	phoneText = regexp.MustCompile(`^\+[1-9][0-9]{1,14}$`)
)

// iriAbsolute allows a blank node in place of an absolute URI.
func iriAbsolute(f *finder, v jsontext.Value) {
	if !strings.HasPrefix(v.String(), "_:") {
		absolute(f, v)
	}
}

// linkOf returns the property by which an object refers to another document.
func (f *finder) linkOf(v jsontext.Value) jsontext.Value {
	if f.is == "OB2.Assertion" {
		return v.Member("badge")
	}
	return v.Member("issuer")
}

func linkAbsolute(f *finder, v jsontext.Value) { f.absoluteText(f.linkOf(v)) }

func linkForm(f *finder, v jsontext.Value) {
	if link := f.linkOf(v); link.Kind() == jsontext.String {
		iriForm(f, link)
	}
}

// iriForm reports an absolute URI that is neither a web address nor a urn:uuid,
// so it cannot be looked up.
func iriForm(f *finder, v jsontext.Value) {
	text := v.String()
	if vocabulary.IsAbsoluteURI(text) && !strings.HasPrefix(text, "http") && !uuidForm.MatchString(text) {
		f.report(v, "found %s, wanted a web address or urn:uuid: and a UUID", jsontext.Excerpt(text))
	}
}

func emailForm(f *finder, v jsontext.Value) {
	if !emailText.MatchString(v.String()) {
		f.report(v, "found %s, wanted an e-mail address", jsontext.Excerpt(v.String()))
	}
}

// phoneForm reports a telephone number that is not in the form of E.164.
func phoneForm(f *finder, v jsontext.Value) {
	if !phoneText.MatchString(v.String()) {
		f.report(v, "found %s, wanted + and up to 15 digits", jsontext.Excerpt(v.String()))
	}
}

// membersKnown reports properties that no context defines. It reports nothing
// if another context than that of Open Badges 2.0 could define them.
func membersKnown(f *finder, v jsontext.Value) {
	for context := range f.context.Each() {
		if context.String() != badge.ContextOB2 {
			return
		}
	}
	if own := v.Member("@context"); own.Exists() && own != f.context {
		return
	}
	for name, m := range v.Members() {
		if !vocabulary.Knows2(name) && !strings.ContainsAny(name, ":@") {
			f.report(m, "Open Badges 2.0 has no property %s", jsontext.Excerpt(name))
		}
	}
}
