package verify

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
)

// differences reports in one check where the supplied copy of a badge differs
// from the published badge, which counts. Someone edited the copy, or the
// issuer has changed the badge since. A property that the copy omits is not a
// difference.
func (q *inquiry) differences(presented, published *badge.Document) []Check {
	var first string
	var members []string
	count := 0
	for d := range badge.Diff(presented, published) {
		if d.One == nil || q.sameText(d.One, d.Two) {
			continue
		}
		if count++; count == 1 {
			first = d.Path
		}
		if len(members) < maxDifferences {
			members = append(members, plain(strings.ReplaceAll(strings.TrimPrefix(d.Path, "/"), "/", ".")))
		}
	}
	if count == 0 {
		return nil
	}
	if count > len(members) {
		members = append(members, "…")
	}
	return []Check{{Stage: StageOrigin, Outcome: Warned, Code: CodeOriginDiffers, Path: first, Message: fmt.Sprintf(
		"your copy differs from the published badge in %d places (%s); the published badge counts", count, strings.Join(members, ", "))}}
}

// sameText reports whether two values are one URL, over http and https, or an
// embedded picture and its URL.
func (q *inquiry) sameText(copied, hosted json.RawMessage) bool {
	var one, two string
	if hosted == nil || json.Unmarshal(copied, &one) != nil || json.Unmarshal(hosted, &two) != nil {
		return false
	}
	return q.sameAddress(one, two) || strings.HasPrefix(one, "data:image/") && webLike(two)
}
