package verify

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
)

// awardedMembers say what was awarded by whom, to whom and until when, as
// pointers into a badge with its class and issuer.
var awardedMembers = paths{
	"/recipient", "/issuedOn", "/expires", "/evidence", "/narrative",
	"/badge/id", "/badge/name", "/badge/description", "/badge/criteria", "/badge/alignment",
	"/badge/issuer/id", "/badge/issuer/name", "/badge/issuer/url",
}

// differences compares the supplied badge with the published one, which counts,
// and reports in one check where they differ: somebody edited the copy, or the
// issuer has changed the badge since. A property that
// the copy lacks is not a difference.
func (q *inquiry) differences(presented, published *badge.Document) []Check {
	var awarded, others []badge.Difference
	for d := range badge.Diff(presented, published) {
		switch {
		case d.One == nil || q.sameText(d.One, d.Two):
		case awardedMembers.hold(d.Path) || slices.Contains([]string{"/badge", "/badge/issuer"}, d.Path):
			awarded = append(awarded, d)
		default:
			others = append(others, d)
		}
	}
	all := append(awarded, others...)
	if len(all) == 0 {
		return nil
	}
	c := Check{Stage: StageOrigin, Outcome: Warned, Code: CodeOriginDiffers, Path: all[0].Path, Message: fmt.Sprintf(
		"your copy differs from the published badge, which counts, in %s (%s)", counted(len(all), "place"), placesOf(all))}
	if len(awarded) > 0 {
		c.Code = codeOriginAwarded
		c.Message += fmt.Sprintf("; its %s is %s, not %s", memberAt(c.Path), textOf(all[0].One), textOf(all[0].Two))
	}
	return []Check{c}
}

// placesOf lists where two documents differ.
func placesOf(list []badge.Difference) string {
	var names []string
	for _, d := range list {
		if len(names) == maxDifferences {
			names = append(names, "…")
			break
		}
		names = append(names, memberAt(d.Path))
	}
	return strings.Join(names, ", ")
}

// textOf quotes a value once: text as text, other values as JSON.
func textOf(value json.RawMessage) string {
	var text string
	switch {
	case value == nil:
		return "there"
	case json.Unmarshal(value, &text) == nil:
		return badge.Quote(text)
	}
	return plain(string(value))
}

// sameText reports whether two values are one address, over http and https, or
// a picture in the copy and an address.
func (q *inquiry) sameText(copied, hosted json.RawMessage) bool {
	var one, two string
	_, _ = json.Unmarshal(copied, &one), json.Unmarshal(hosted, &two) // a value that is not a string gives ""
	return one != "" && q.sameAddress(one, two) || strings.HasPrefix(one, "data:image/") && webLike(two)
}
