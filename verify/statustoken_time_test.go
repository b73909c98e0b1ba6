package verify_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// A copy is used until its ttl or exp is over, counted from when it was fetched.
func TestTokenListKept(t *testing.T) {
	world := schoolWorld(t)
	publishToken(t, world, func(_, claims object) { claims["iat"] = int64(1); delete(claims, "exp") }) // SURF leaves iat at the last change
	v := verifierWith(t, world, nil)
	ask := func(after time.Duration, hits int, outcome verify.Outcome, code string) {
		t.Helper()
		world.SetNow(world.Now().Add(after))
		requireStatus(t, v, tokenBadge(t, world, place(16)), outcome, code)
		require.Equal(t, hits, world.Hits(tokenAddress))
	}
	ask(0, 1, verify.Passed, "status.clear")
	ask(300*time.Second, 1, verify.Passed, "status.clear")
	ask(time.Second, 2, verify.Passed, "status.clear")
	world.Answer(tokenAddress, verify.Response{Status: 503})
	ask(299*time.Second, 2, verify.Passed, "status.clear")
	ask(2*time.Second, 3, verify.Unknown, "fetch.status")

	t.Run("until it expires", func(t *testing.T) {
		publishToken(t, world, func(_, claims object) { claims["exp"] = world.Now().Unix() + 10 })
		ask(0, 4, verify.Passed, "status.clear")
		ask(9*time.Second, 4, verify.Passed, "status.clear")
		ask(2*time.Second, 5, verify.Unknown, "status.token_expired")
	})
	t.Run("never replaced by an older one", func(t *testing.T) {
		publishToken(t, world, func(_, claims object) { claims["iat"] = world.Now().Unix() - 3600 })
		ask(0, 6, verify.Failed, "status.rollback")
	})
}

// As of a time before the list was issued, the list of that time counts, if the
// host has it.
func TestTokenListThen(t *testing.T) {
	then := "https://school.example/tokens/1?time=1790856000"
	later := func(_, claims object) { claims["iat"] = int64(1790856000 + 3600) }
	answer := func(t *testing.T, world *verifytest.World, edit func(claims object)) {
		claims := listClaims(t, world)
		edit(claims)
		world.Publish(then, []byte(compact(t, world, "school.example", object{"typ": "statuslist+jwt"}, claims)))
	}
	for name, row := range map[string]struct {
		then    func(*testing.T, *verifytest.World)
		idx     int
		outcome verify.Outcome
		code    string
	}{
		"the list of that time": {func(t *testing.T, w *verifytest.World) { answer(t, w, func(object) {}) }, 16, verify.Passed, "status.clear"},
		"revoked at that time":  {func(t *testing.T, w *verifytest.World) { answer(t, w, func(object) {}) }, 17, verify.Failed, "status.revoked"},
		"the list of today": {func(t *testing.T, w *verifytest.World) {
			answer(t, w, func(claims object) { later(nil, claims) })
		}, 16, verify.Unknown, "status.token_later"},
		"expired before that time": {func(t *testing.T, w *verifytest.World) {
			answer(t, w, func(claims object) { claims["exp"] = int64(1790856000 - 1) })
		}, 16, verify.Unknown, "status.token_expired"},
		"no history":           {func(_ *testing.T, w *verifytest.World) { w.Answer(then, verify.Response{Status: 501}) }, 16, verify.Unknown, "fetch.status"},
		"no list of that time": {func(_ *testing.T, w *verifytest.World) { w.Answer(then, verify.Response{Status: 404}) }, 16, verify.Unknown, "fetch.not_found"},
	} {
		t.Run(name, func(t *testing.T) {
			world := schoolWorld(t)
			require.Equal(t, int64(1790856000), world.Now().Unix())
			publishToken(t, world, later)
			row.then(t, world)
			requireStatus(t, verifierWith(t, world, nil), tokenBadge(t, world, place(row.idx)), row.outcome, row.code)
		})
	}
}

// A list that was seen today does not count for a check as of last month.
func TestTokenListThenAfterToday(t *testing.T) {
	world := schoolWorld(t)
	publishToken(t, world, nil)
	v := verifierWith(t, world, nil)
	requireStatus(t, v, tokenBadge(t, world, place(16)), verify.Passed, "status.clear")
	today := world.Now()
	world.SetNow(today.AddDate(0, 0, -20))
	requireStatus(t, v, tokenBadge(t, world, place(16)), verify.Unknown, "fetch.failed") // the host keeps no history
	world.SetNow(today)
	requireStatus(t, v, tokenBadge(t, world, place(16)), verify.Passed, "status.clear")
}
