package verify_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

func TestStatusRollback(t *testing.T) { // S13, T10
	world := schoolWorld(t)
	doc := badgeWithStatus(t, world, entryAt(revocations, "revocation", "23"))
	older, newer := listCredential(t, revocations, "revocation"), listCredential(t, revocations, "revocation", 23)
	newer["validFrom"] = "2026-09-20T00:00:00Z"
	verifier := verifierWith(t, world, nil)
	publishList(t, world, "school.example", revocations, newer)
	r, _ := verifier.Verify(t.Context(), doc.Bytes())
	requireCheck(t, r, verify.StageStatus, verify.Failed, "status.revoked")

	world.SetNow(world.Now().Add(48 * time.Hour)) // no list is kept that long
	publishList(t, world, "school.example", revocations, older)
	r, _ = verifier.Verify(t.Context(), doc.Bytes())
	requireCheck(t, r, verify.StageStatus, verify.Failed, "status.rollback")
	require.Equal(t, 2, world.Hits(revocations))
}

func TestStatusListsAreRemembered(t *testing.T) {
	for name, row := range map[string]struct {
		ttl   any
		until string
		wait  time.Duration
		hits  int
	}{
		"within the ttl":              {ttl: 600_000, wait: 9 * time.Minute, hits: 1},
		"after the ttl":               {ttl: 600_000, wait: 11 * time.Minute, hits: 2},
		"no ttl means a minute":       {wait: 2 * time.Minute, hits: 2},
		"S14 zero means a minute":     {ttl: 0, wait: 30 * time.Second, hits: 1},
		"S14 a century means a day":   {ttl: 3_155_760_000_000, wait: 25 * time.Hour, hits: 2},
		"S14 a century, within a day": {ttl: 3_155_760_000_000, wait: 23 * time.Hour, hits: 1},
		"not beyond its validity":     {ttl: 86_400_000, until: "2026-10-01T13:00:00Z", wait: 2 * time.Hour, hits: 2},
	} {
		t.Run(name, func(t *testing.T) {
			world := schoolWorld(t)
			list := listCredential(t, revocations, "revocation")
			if row.ttl != nil {
				subjectOf(list)["ttl"] = row.ttl
			}
			if row.until != "" {
				list["validUntil"] = row.until
			}
			publishList(t, world, "school.example", revocations, list)
			doc := badgeWithStatus(t, world, entryAt(revocations, "revocation", "23"))
			verifier := verifierWith(t, world, nil)
			for range 2 {
				_, err := verifier.Verify(t.Context(), doc.Bytes())
				if world.Hits(revocations) == 1 {
					require.NoError(t, err)
				}
				world.SetNow(world.Now().Add(row.wait))
			}
			require.Equal(t, row.hits, world.Hits(revocations))
		})
	}
}

// Two entries in one list cost one request.
func TestStatusListIsFetchedOnce(t *testing.T) {
	world := schoolWorld(t)
	list := listCredential(t, revocations, "revocation")
	subjectOf(list)["statusPurpose"] = []string{"revocation", "suspension"}
	publishList(t, world, "school.example", revocations, list)
	second := entryAt(revocations, "suspension", "24")
	second["id"] = "https://school.example/status#2"
	r := judged(t, world, badgeWithStatus(t, world, []object{entryAt(revocations, "revocation", "23"), second}))
	require.NoError(t, r.Err())
	require.Equal(t, 1, world.Hits(revocations))
}

// A list that one issuer is believed about is not believed about another just
// because it is remembered.
func TestStatusMemoryDoesNotWidenBelief(t *testing.T) {
	world := schoolWorld(t)
	world.Issuer("other.example", proof.EdDSARDFC2022)
	publishList(t, world, "school.example", revocations, listCredential(t, revocations, "revocation"))
	v := verifierWith(t, world, func(c *verify.Config) { c.Trust = verify.AnyIssuer() })
	entry := entryAt(revocations, "revocation", "23")
	r, err := v.Verify(t.Context(), badgeWithStatus(t, world, entry).Bytes())
	require.NoError(t, err, outline(r))
	c := verifytest.Badge()
	c.Issuer = badge.Profile{ID: "did:web:other.example", Type: []string{"Profile"}, Name: "Another"}
	other := signedBy(t, world, "other.example", proof.EdDSARDFC2022, edited(t, c, entryMember("credentialStatus", entry)))
	r, _ = v.Verify(t.Context(), other.Bytes())
	requireCheck(t, r, verify.StageStatus, verify.Unknown, "status.list_issuer")
}
