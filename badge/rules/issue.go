package rules

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

// issueRules also apply to a document that is about to be issued.
var issueRules = []rule{
	{codeIssueContext, badgeCredentials, none, failure, "OB 3.0 §B.1", contextWritten},
	{codeIssueName, badgeCredentials, none, warning, "OB 3.0 §B.1", named},
	{codeIssueTerm, []string{"AchievementType", "AlignmentTargetType", "IdentifierTypeEnum", "ResultType"}, none, failure, "OB 3.0 §C.2", termForm},
	{codeIdentitySalt, []string{"IdentityObject", "OB2.IdentityObject"}, none, warning, "OB 3.0 §B.1", salted},
	{codeIdentitySpelling, []string{"IdentityObject", "OB2.IdentityObject"}, none, warning, "OB 3.0 §B.8", addressSpelled},
	{codeIssueImage, []string{"Image"}, none, failure, "OB 3.0 §B.1", imageReachable},
	{codeIssueEmpty, []string{anyObject, anyUnknown}, none, failure, "OB 3.0 §A.1", filled},
}

// contextWritten reports Open Badges contexts other than the newest one.
func contextWritten(f *finder, v jsontext.Value) {
	for _, c := range v.Member("@context").Elements() {
		text := c.String()
		if strings.HasPrefix(text, vocabulary.ContextsOB3) && text != badge.ContextOB3 {
			f.report(c, "found %s, wanted %s", jsontext.Excerpt(text), jsontext.Excerpt(badge.ContextOB3))
		}
	}
}

// named reports a credential without a name, the only title that wallets show.
func named(f *finder, v jsontext.Value) {
	if v.Member("name").String() == "" {
		f.report(v, "the credential has no name")
	}
}

// extensionTerm is an extension term as OB 3.0 §C.2 describes it.
var extensionTerm = regexp.MustCompile(`^ext:[A-Za-z0-9._-]+$`)

// termForm reports a value that is not an extension term as a whole. The
// published pattern, which reading follows, matches any part of it.
func termForm(f *finder, v jsontext.Value) {
	if s := v.String(); strings.Contains(s, "ext:") && !extensionTerm.MatchString(s) {
		f.report(v, "found %s, wanted ext: and letters, digits, points, underscores or hyphens", jsontext.Excerpt(s))
	}
}

// salted reports a hash without salt, since all likely addresses can be tried.
func salted(f *finder, v jsontext.Value) {
	if hashed, _ := v.Member("hashed").Bool(); hashed && v.Member("salt").String() == "" {
		f.report(v, "the hashed identity has no salt")
	}
}

// addressSpelled reports a plain e-mail address that a recipient may write in
// another way, so that they do not match.
func addressSpelled(f *finder, v jsontext.Value) {
	value, _, hashed, ok := identityOf(f, v)
	kind := v.Member("identityType").String()
	if f.is == "OB2.IdentityObject" {
		kind = v.Member("type").String()
	}
	address := kind == aliasEmail || kind == string(badge.IdentifierEmailAddress)
	if text := value.String(); ok && !hashed && address && (strings.ContainsFunc(text, unicode.IsUpper) || strings.ContainsFunc(text, unicode.IsSpace)) {
		f.report(value, "the e-mail address has capital letters or white space, wanted it in lower case")
	}
}

// imageReachable reports an image that is neither embedded nor at an https
// address.
func imageReachable(f *finder, v jsontext.Value) {
	id := v.Member("id")
	if s, ok := id.Text(); ok && !strings.HasPrefix(s, "data:image/") && !strings.HasPrefix(s, "https://") {
		f.report(id, "found %s, wanted a data: URI of an image or an https address", jsontext.Excerpt(s))
	}
}

// filled reports null and empty arrays, which Build leaves out.
func filled(f *finder, v jsontext.Value) {
	for _, member := range v.Members() {
		f.notEmpty(member)
	}
	for _, element := range v.Elements() {
		f.notEmpty(element)
	}
}

func (f *finder) notEmpty(v jsontext.Value) {
	if v.Kind() == jsontext.Null || v.Kind() == jsontext.Array && v.Len() == 0 {
		f.report(v, "found %s, wanted the property to be left out", v.Raw())
	}
}
