package verify

import (
	"fmt"

	"github.com/openbadges-go/openbadges/badge"
)

// differences says what the badge that was handed in says otherwise than its
// host does. The host is right: somebody may have edited the copy, or the
// issuer may have changed the badge since. What the copy leaves out is no
// difference.
func differences(presented, published *badge.Document) []Check {
	var checks []Check
	for d := range badge.Differences(presented, published) {
		if d.One == nil {
			continue
		}
		if len(checks) == maxDifferences {
			break
		}
		host := "does not have it"
		if d.Two != nil {
			host = "has " + shown(string(d.Two))
		}
		checks = append(checks, Check{Stage: StageOrigin, Outcome: Warned, Code: CodeOriginDiffers, Path: d.Path,
			Message: fmt.Sprintf("your copy has %s, the published badge %s", shown(string(d.One)), host)})
	}
	return checks
}
