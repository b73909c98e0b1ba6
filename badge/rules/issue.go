package rules

import (
	"regexp"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

// issueRulesOf says which rules hold in addition for what is about to be issued.
var issueRulesOf = map[string][]rule{
	"AchievementCredential": {contextWritten, named},
	"EndorsementCredential": {contextWritten, named},
	"ClrCredential":         {contextWritten, named},
	"AchievementType":       {termForm},
	"AlignmentTargetType":   {termForm},
	"IdentifierTypeEnum":    {termForm},
	"ResultType":            {termForm},
	"IdentityObject":        {salted},
	"OB2.IdentityObject":    {salted},
	"Image":                 {imageReachable},
}

// issueRules applies them everywhere but in embedded credentials.
func (f *findings) issueRules(d *badge.Document, name string, std standard) {
	switch {
	case std.written:
	case d.Version() == badge.VersionUnknown:
		f.add(badge.Error, codeVersionUnknown, jsontext.Value(d.Body()), "the document names no base context, wanted %s", jsontext.Excerpt(badge.ContextVC2))
	default:
		f.add(badge.Error, codeVersionRead, jsontext.Value(d.Body()), "found a document of the version %s, wanted one of %s", jsontext.Excerpt(string(d.Version())), jsontext.Excerpt(string(badge.OB3)))
	}
	f.inner = 0
	schemas().Walk(name, jsontext.Value(d.Body()), func(is string, v jsontext.Value) {
		start, _ := v.Span()
		if isEmbedded(is, v, jsontext.Value(d.Body())) {
			_, f.inner = v.Span()
		}
		if start < f.inner {
			return
		}
		for _, r := range issueRulesOf[is] {
			r(f, v)
		}
	})
	f.inner = 0
	if std.filled {
		f.filled(jsontext.Value(d.Body()))
	}
}

// contextWritten asks for the one Open Badges context that works with the
// base context and has not been replaced.
func contextWritten(f *findings, v jsontext.Value) {
	for _, c := range v.Member("@context").Elements() {
		text := c.String()
		if strings.HasPrefix(text, "https://purl.imsglobal.org/spec/ob/v3p0/context") && text != badge.ContextOB3 {
			f.add(badge.Error, codeIssueContext, c, "found %s, wanted %s", jsontext.Excerpt(text), jsontext.Excerpt(badge.ContextOB3))
		}
	}
}

// named asks for a name: wallets have nothing else to show.
func named(f *findings, v jsontext.Value) {
	if v.Member("name").String() == "" {
		f.add(badge.Warning, codeIssueName, v, "the credential has no name")
	}
}

// termWritten is an extension term as OB 3.0 §C.2 describes it.
var termWritten = regexp.MustCompile(`^ext:[A-Za-z0-9._-]+$`)

// termForm asks that an extension term is one as a whole. Reading follows the
// published pattern, which asks for a part.
func termForm(f *findings, v jsontext.Value) {
	if s := v.String(); strings.Contains(s, "ext:") && !termWritten.MatchString(s) {
		f.add(badge.Error, codeIssueTerm, v, "found %s, wanted ext: and letters, digits, points, underscores or hyphens", jsontext.Excerpt(s))
	}
}

// salted asks that a hashed identity has a salt: addresses are few enough to
// be tried one by one.
func salted(f *findings, v jsontext.Value) {
	if hashed, _ := v.Member("hashed").Bool(); hashed && v.Member("salt").String() == "" {
		f.add(badge.Warning, codeIdentitySalt, v, "the hashed identity has no salt")
	}
}

// imageReachable asks that a picture is part of the document or at an https
// address.
func imageReachable(f *findings, v jsontext.Value) {
	id := v.Member("id")
	if s, ok := id.Text(); ok && !strings.HasPrefix(s, "data:image/") && !strings.HasPrefix(s, "https://") {
		f.add(badge.Error, codeIssueImage, id, "found %s, wanted a data: URI of a picture or an https address", jsontext.Excerpt(s))
	}
}

// filled asks that absent values are left out (OB 3.0 §A.1).
func (f *findings) filled(v jsontext.Value) {
	if v.Kind() == jsontext.Null || v.Kind() == jsontext.Array && v.Len() == 0 {
		f.add(badge.Error, codeIssueEmpty, v, "found %s, wanted the member to be left out", v.Raw())
	}
	for name, member := range v.Members() {
		if !vocabulary.Embeds(name) {
			f.filled(member)
		}
	}
	for _, element := range v.Elements() {
		f.filled(element)
	}
}
