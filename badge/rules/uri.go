package rules

import (
	"strings"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

// uriForm asks that a URI is absolute, that a web address names a host and
// nothing before it, and that it is no script.
func uriForm(f *findings, v jsontext.Value) {
	text := v.String()
	scheme, _, _ := strings.Cut(text, ":")
	switch scheme = strings.ToLower(scheme); {
	case !vocabulary.IsAbsoluteURI(text):
		f.add(badge.Warning, codeURISyntax, v, "found %s, wanted an absolute URI", jsontext.Excerpt(text))
	case scheme == "javascript" || scheme == "vbscript":
		f.add(badge.Warning, codeURIUnsafe, v, "found %s, a script in place of an address", jsontext.Excerpt(text))
	case (scheme == "http" || scheme == "https") && !vocabulary.IsWebAddress(text):
		f.add(badge.Warning, codeURIUnsafe, v, "found %s, a web address without a proper host", jsontext.Excerpt(text))
	}
}

// webForm asks that a URL is a web address.
func webForm(f *findings, v jsontext.Value) {
	switch text := v.String(); {
	case !vocabulary.IsAbsoluteURI(text):
		f.add(badge.Warning, codeURISyntax, v, "found %s, wanted an absolute URL", jsontext.Excerpt(text))
	case !vocabulary.IsWebAddress(text):
		f.add(badge.Warning, codeURIUnsafe, v, "found %s, wanted an http or https address with a proper host", jsontext.Excerpt(text))
	}
}
