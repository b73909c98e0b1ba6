//go:build linux

package verify_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/verify"
)

// S-25: a document of decisive statements only, each away from its own
// place, costs little, whoever they are about. With less work than that it is not
// verified to the end.
func TestOnlyStrayStatements(t *testing.T) {
	world := nestedWorld(t)
	v := verifierWith(t, world, nil)
	credential := func(id, members string) string {
		return fmt.Sprintf(`{"@context":[%q,%q],"id":"%s","type":["Evidence","VerifiableCredential"],%s}`, badge.ContextVC2, badge.ContextOB3, id, members)
	}
	for name, c := range map[string]struct{ evidence, code string }{
		"about the badge":       {credential(badgeUUID, `"validUntil":[`+budgetNumbered(1900, `"2030-01-01T00:00:00.%dZ"`)+`]`), "ld.elsewhere"},
		"about the badge again": {budgetNumbered(600, credential(badgeUUID, `"issuer":"urn:i:%d"`)), "ld.repeated_value"},
		"about others":          {budgetNumbered(600, credential("urn:x:%[1]d", `"validUntil":"2030-01-01T00:00:00.%[1]dZ","issuer":"urn:i:%[1]d"`)), "proof.signature"},
	} {
		t.Run(name, func(t *testing.T) {
			data := budgetBadge(`,"evidence":[`+c.evidence+`]`, "", "")
			spent, r := verify.Spent(t.Context(), v, data)
			require.LessOrEqual(t, spent.Work, 200_000)
			require.Equal(t, verify.Rejected, r.Verdict())
			require.True(t, failedWith(r, c.code), outline(r))
			r, err := verifierWith(t, world, func(c *verify.Config) { c.Budget.Work = spent.Work / 2 }).Verify(t.Context(), data)
			require.ErrorIs(t, err, verify.ErrInconclusive)
			_, ended := spentAt(r)
			require.True(t, ended, outline(r))
			requireCheap(t, name, budgetCPU, func() time.Duration {
				return budgetOf(t, world, budgetInput{name, data}).cpu
			})
		})
	}
}
