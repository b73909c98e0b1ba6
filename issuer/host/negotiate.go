package host

import (
	"mime"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/openbadges-go/openbadges/badge/display"
)

// alternatives returns the media types under which the bytes of a page can be
// sent, the best first.
func alternatives(mediaType string) []string {
	switch mediaType {
	case typeVC:
		return []string{typeVC, "application/vc", typeJSONLD, typeJSON}
	case typeJSONLD, typeJWKS:
		return []string{mediaType, typeJSON}
	case typeDID:
		return []string{typeDID, "application/did+json", "application/did", typeJSONLD, typeJSON}
	case typeLog:
		return []string{typeLog, "application/jsonl", typeJSON}
	case typeToken:
		return []string{typeToken, "application/vc+jwt", "application/jwt"}
	}
	return []string{mediaType}
}

// readable reports whether a page of a type can be a document that people read,
// too.
func readable(mediaType string) bool {
	return mediaType == typeVC || mediaType == typeDID || mediaType == typeJSONLD || mediaType == typeJSON || mediaType == typeToken
}

// choice is the form of a page that a request prefers (RFC 9110 §12.5.1).
type choice struct {
	bytes  string // the media type for the bytes of the page; "" if it accepts none
	people bool   // prefers the page for people
}

// negotiate returns what a request prefers of a page of a type. No Accept, or an
// empty one, means any. If a request likes both equally, it gets the bytes, since programs often
// accept anything, except at an address that names a language (asked).
func negotiate(accept []string, mediaType string, asked bool) choice {
	offers := alternatives(mediaType)
	if strings.TrimSpace(strings.Join(accept, "")) == "" {
		return choice{bytes: offers[0], people: asked && readable(mediaType)}
	}
	ranges := rangesOf(accept)
	var c choice
	best := 0.0
	for _, offer := range offers {
		if q := quality(ranges, offer); q > best {
			c.bytes, best = offer, q
		}
	}
	if c.bytes == "" && mediaType == typeToken {
		if best = quality(ranges, typeJSON); best > 0 {
			c.bytes = typeToken // a client that requests a badge cannot know that it is a token
		}
	}
	if readable(mediaType) {
		q := quality(ranges, typeHTML)
		c.people = q > best || asked && q > 0 && q == best
	}
	return c
}

// weighted is a media range or a language with its weight.
type weighted struct {
	name   string
	weight float64
}

// rangesOf reads the ranges of an Accept header, and leaves out those that are
// malformed, or after the first maxRanges.
func rangesOf(accept []string) (ranges []weighted) {
	n := 0
	for _, line := range accept {
		for part := range strings.SplitSeq(line, ",") {
			if n++; n > maxRanges {
				return ranges
			}
			if name, parameters, err := mime.ParseMediaType(part); err == nil {
				ranges = append(ranges, weighted{name, weightOf(parameters["q"])})
			}
		}
	}
	return ranges
}

// quality returns the weight of an offer: that of the most specific range that
// covers it.
func quality(ranges []weighted, offer string) float64 {
	kind, _, _ := strings.Cut(offer, "/")
	covering := []string{"*/*", kind + "/*", offer} // from general to specific
	best, weight := -1, 0.0
	for _, r := range ranges {
		if specific := slices.Index(covering, r.name); specific > best {
			best, weight = specific, r.weight
		}
	}
	return weight
}

func weightOf(q string) float64 {
	if q == "" {
		return 1
	}
	w, err := strconv.ParseFloat(q, 64)
	if err != nil || !(w >= 0 && w <= 1) {
		return 0
	}
	return w
}

// asksFor reads the query of an address: ?lang=nl or ?lang=en is the page for
// people in that language, ?data the bytes of the page.
func asksFor(u *url.URL) (lang display.Language, data bool) {
	if u.RawQuery == "" {
		return "", false
	}
	query := u.Query()
	if lang = display.Language(query.Get("lang")); lang != display.English && lang != display.Dutch {
		lang = ""
	}
	return lang, query.Has("data")
}

// preferred returns the language of a page for people: that of Accept-Language
// (RFC 9110 §12.5.4), else English.
func preferred(accept []string) display.Language {
	best, weight := display.English, 0.0
	n := 0
	for _, line := range accept {
		for part := range strings.SplitSeq(line, ",") {
			if n++; n > maxRanges {
				return best
			}
			tag, parameters, _ := strings.Cut(part, ";")
			main, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-")
			_, q, _ := strings.Cut(strings.ReplaceAll(parameters, " ", ""), "q=")
			if lang := display.Language(main); (lang == display.English || lang == display.Dutch) && weightOf(q) > weight {
				best, weight = lang, weightOf(q)
			}
		}
	}
	return best
}
