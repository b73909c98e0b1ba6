package verify_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

const aggregationAddress = "https://school.example/aggregation"

// aggregates answers with an aggregation.
func aggregates(world *verifytest.World, body string) {
	world.Answer(aggregationAddress, verify.Response{Status: 200, ContentType: "application/json", Body: []byte(body)})
}

// The lists of an aggregation are known before a badge needs them: its
// verification asks for none.
func TestFetchStatusLists(t *testing.T) {
	world := schoolWorld(t)
	publishToken(t, world, nil)
	other := "https://school.example/tokens/2"
	world.Answer(other, verify.Response{Status: 404})
	aggregates(world, `{"status_lists":["`+tokenAddress+`","`+other+`","`+tokenAddress+`"]}`)
	v := verifierWith(t, world, nil)
	known, err := v.FetchStatusLists(t.Context(), school, aggregationAddress)
	require.Equal(t, 1, known)
	require.Equal(t, "fetch.not_found", badge.CodeOf(err), err)
	require.ErrorContains(t, err, other)

	require.Equal(t, 1, world.Hits(tokenAddress))
	requireStatus(t, v, tokenBadge(t, world, place(17)), verify.Failed, "status.revoked")
	require.Equal(t, 1, world.Hits(tokenAddress))
}

// An aggregation is refused whole, with nothing fetched, or its lists count one by
// one as they do for a badge.
func TestFetchStatusListsRefused(t *testing.T) {
	many := strings.TrimSuffix(strings.Repeat(`"`+tokenAddress+`",`, 1001), ",")
	for name, row := range map[string]struct {
		body string
		edit func(header, claims object)
		code string
	}{
		"a list in place of an object":  {`["` + tokenAddress + `"]`, nil, "status.aggregation"},
		"no lists":                      {`{}`, nil, "status.aggregation"},
		"one address alone":             {`{"status_lists":"` + tokenAddress + `"}`, nil, "status.aggregation"},
		"a number among the addresses":  {`{"status_lists":["` + tokenAddress + `",1]}`, nil, "status.aggregation"},
		"a path among the addresses":    {`{"status_lists":["/tokens/1"]}`, nil, "status.aggregation"},
		"more lists than the limit":     {`{"status_lists":[` + many + `]}`, nil, "status.aggregation"},
		"text that is not JSON":         {`<html>`, nil, "json.syntax"},
		"an address of plain http":      {`{"status_lists":["http://school.example/tokens/1"]}`, nil, "fetch.url"},
		"a list by somebody else":       {`{"status_lists":["` + tokenAddress + `"]}`, func(_, c object) { c["iss"] = "did:web:evil.example" }, "status.issuer_unbound"},
		"a list with another subject":   {`{"status_lists":["` + tokenAddress + `"]}`, func(_, c object) { c["sub"] = tokenAddress + "/" }, "status.token_subject"},
		"a list that expired yesterday": {`{"status_lists":["` + tokenAddress + `"]}`, func(_, c object) { c["exp"] = c["iat"].(int64) - 1 }, "status.token_expired"},
	} {
		t.Run(name, func(t *testing.T) {
			world := schoolWorld(t)
			publishToken(t, world, row.edit)
			aggregates(world, row.body)
			known, err := verifierWith(t, world, nil).FetchStatusLists(t.Context(), school, aggregationAddress)
			require.Zero(t, known)
			require.Equal(t, row.code, badge.CodeOf(err), err)
		})
	}
	for name, v := range map[string]*verify.Verifier{"nil": nil, "the zero value": {}} {
		_, err := v.FetchStatusLists(t.Context(), school, aggregationAddress)
		require.Error(t, err, name)
	}
	offline, err := verify.New(verify.Config{Trust: verify.AnyIssuer()})
	require.NoError(t, err)
	_, err = offline.FetchStatusLists(t.Context(), school, aggregationAddress)
	require.Equal(t, verify.CodeFetchOffline, badge.CodeOf(err), fmt.Sprint(err))
}

// The lists of an aggregation share one budget, whatever their number: a host
// cannot multiply what one verification may cost. Each has the requests of one.
func TestFetchStatusListsBudget(t *testing.T) {
	world := schoolWorld(t)
	var lists, quoted []string
	size := 0
	for i := range 40 {
		list := fmt.Sprintf("https://school.example/tokens/%d", i)
		header, claims := object{"typ": "statuslist+jwt"}, listClaims(t, world)
		claims["sub"] = list
		body := compact(t, world, "school.example", header, claims)
		world.Answer(list, verify.Response{Status: 200, ContentType: "application/statuslist+jwt", Body: []byte(body)})
		lists, quoted, size = append(lists, list), append(quoted, `"`+list+`"`), len(body)
	}
	aggregates(world, `{"status_lists":[`+strings.Join(quoted, ",")+`]}`)
	known, err := verifierWith(t, world, nil).FetchStatusLists(t.Context(), school, aggregationAddress)
	require.NoError(t, err)
	require.Equal(t, 40, known)

	few := verifierWith(t, world, func(c *verify.Config) { c.Budget.Bytes = 20 * size })
	known, err = few.FetchStatusLists(t.Context(), school, aggregationAddress)
	require.Equal(t, verify.CodeVerifyBudget, badge.CodeOf(err), err)
	require.Greater(t, known, 1)
	require.Less(t, known, 20)
	require.Equal(t, 1, world.Hits(lists[39]), "only of the first Verifier")
	require.NotContains(t, err.Error(), lists[39], "the rest is not tried")
}
