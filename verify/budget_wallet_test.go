//go:build linux

package verify_test

import (
	"fmt"
	"testing"

	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// S-45: the same for what wallets show.
func TestHostileBudgetOfWallets(t *testing.T) {
	world := nestedWorld(t)
	requireBudget(t, world, budgetWallets(t, world))
}

// budgetWallets are badges with status list tokens that inflate to much, and
// presentations of many badges.
func budgetWallets(t testing.TB, world *verifytest.World) []budgetInput {
	largest, bomb := deflated(t, make([]byte, 16<<20)), deflated(t, make([]byte, 64<<20))
	listed := func(lst string, lists int) []byte {
		var entries []object
		for i := range lists {
			address := fmt.Sprintf("https://school.example/tokens/%d-%d", lists, len(lst)+i)
			claims := listClaims(t, world)
			claims["sub"], claims["status_list"] = address, object{"bits": 1, "lst": lst}
			world.Answer(address, verify.Response{Status: 200, ContentType: "application/statuslist+jwt",
				Body: []byte(compact(t, world, "school.example", object{"typ": "statuslist+jwt"}, claims))})
			entries = append(entries, object{"id": address + "#1", "type": "statuslist+jwt", "uri": address, "idx": 1})
		}
		return tokenBadge(t, world, placeAt(entries[0]["uri"].(string), 1), func(o object) { o["credentialStatus"] = entries })
	}
	w := newWallet(t, world, "key", proof.EdDSAJCS2022)
	one := awarded(t, world, w.id, nil)
	presented := func(n int, signs bool) []byte {
		list := make([]any, n)
		for i := range list {
			list[i] = one
		}
		if vp := w.presents(list...); !signs {
			return marshal(vp)
		} else {
			return w.signs(vp, w.answer())
		}
	}
	return []budgetInput{
		{"a status list token of 16 MiB", listed(largest, 1)},
		{"status list tokens of 16 MiB each", listed(largest, 8)},
		{"a status list token of 64 MiB", listed(bomb, 1)},
		{"status list tokens of 64 MiB each", listed(bomb, 8)},
		{"a presentation of 500 badges", presented(500, true)},
		{"a presentation of a thousand badges that nobody signed", presented(1_000, false)},
		{"a token with a presentation of 500 badges", w.token("vp+jwt", w.presents(one), func(_, claims tree) {
			list := make([]any, 500)
			for i := range list {
				list[i] = one
			}
			claims["verifiableCredential"] = list
		})},
	}
}
