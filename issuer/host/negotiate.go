package host

import (
	"mime"
	"slices"
	"strconv"
	"strings"
)

// alternatives returns the media types under which a page of a type can be sent,
// the best first.
func alternatives(mediaType string) []string {
	switch mediaType {
	case typeVC:
		return []string{typeVC, "application/vc", typeJSONLD, typeJSON}
	case typeJSONLD, typeJWKS:
		return []string{mediaType, typeJSON}
	case typeToken:
		return []string{typeToken, "application/vc+jwt", "application/jwt"}
	}
	return []string{mediaType}
}

// negotiate returns the media type of the page that a request prefers (RFC 9110
// §12.5.1). No Accept means any.
func negotiate(accept []string, mediaType string) (string, bool) {
	offers := alternatives(mediaType)
	if len(accept) == 0 {
		return offers[0], true
	}
	best, bestQuality := "", 0.0
	for _, offer := range offers {
		if q := quality(accept, offer); q > bestQuality {
			best, bestQuality = offer, q
		}
	}
	if best == "" && mediaType == typeToken && quality(accept, typeJSON) > 0 {
		return typeToken, true // a client that requests a badge cannot know that it is a token
	}
	return best, best != ""
}

// quality returns the weight of an offer: that of the most specific range that
// covers it.
func quality(accept []string, offer string) float64 {
	kind, _, _ := strings.Cut(offer, "/")
	ranges := []string{"*/*", kind + "/*", offer} // from general to specific
	best, weight := -1, 0.0
	for _, line := range accept {
		for part := range strings.SplitSeq(line, ",") {
			name, parameters, err := mime.ParseMediaType(part)
			if err != nil {
				continue
			}
			if specific := slices.Index(ranges, name); specific > best {
				best, weight = specific, weightOf(parameters["q"])
			}
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
