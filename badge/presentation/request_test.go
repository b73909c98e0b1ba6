package presentation_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/presentation"
	"github.com/openbadges-go/openbadges/badge/proof"
)

// request is what wallets of this field receive.
const request = `{"verifiablePresentationRequest":{"query":[
	{"type":"DIDAuthentication","acceptedMethods":[{"method":"key"},{"method":"web"}],"acceptedCryptosuites":[{"cryptosuite":"eddsa-rdfc-2022"}]},
	{"type":"QueryByExample","credentialQuery":{"reason":"To let you in","example":{"@context":["https://www.w3.org/ns/credentials/v2"],
		"type":"OpenBadgeCredential","credentialSubject":{"achievement":{"name":"Laser cutting"}}},"acceptedIssuers":[{"id":"ISSUER"}],
		"acceptedCryptosuites":["eddsa-rdfc-2022"],"acceptedEnvelopes":[{"mediaType":"application/jwt"}]}}],
	"challenge":"6a1f9c","domain":"https://verifier.example"}}`

func TestRequest(t *testing.T) {
	_, issuer := signer('i')
	_, holder := signer('h')
	object, token := awarded(t, holder, proof.EdDSARDFC2022), awarded(t, holder, proof.EdDSA)
	r, err := presentation.ParseRequest([]byte(strings.Replace(request, "ISSUER", issuer, 1)))
	require.NoError(t, err)
	require.Equal(t, "6a1f9c", r.Challenge)
	require.Equal(t, "https://verifier.example", r.Domain)
	require.Equal(t, "To let you in", r.Queries[1].Wanted[0].Reason)

	text, err := json.Marshal(r)
	require.NoError(t, err)
	again, err := presentation.ParseRequest(text)
	require.NoError(t, err)
	require.Equal(t, r.Queries[0], again.Queries[0])
	require.Equal(t, r.Queries[1].Wanted[0].Envelopes, again.Queries[1].Wanted[0].Envelopes)
	require.JSONEq(t, string(r.Queries[1].Wanted[0].Example), string(again.Queries[1].Wanted[0].Example))

	for _, d := range []*badge.Document{object, token} {
		shown, err := again.Match(holder, proof.EdDSARDFC2022, []*badge.Document{awarded(t, "did:example:other", proof.EdDSARDFC2022), d})
		require.NoError(t, err)
		require.Equal(t, []*badge.Document{d}, shown)
	}
}

// A request is met by badges with everything that it asks for, and by no others.
func TestMatch(t *testing.T) {
	_, holder := signer('h')
	mine := awarded(t, holder, proof.EdDSARDFC2022)
	example := func(text string) presentation.Query {
		return presentation.Query{Type: presentation.TypeQueryByExample, Wanted: []presentation.Wanted{{Example: json.RawMessage(text)}}}
	}
	grouped := func(q presentation.Query, group string) presentation.Query { q.Group = group; return q }
	optional := func(q presentation.Query) presentation.Query { q.Optional = true; return q }
	login := presentation.Query{Type: presentation.TypeDIDAuthentication}
	unknown := presentation.Query{Type: "ZcapQuery"}
	want := func(w presentation.Wanted) presentation.Query {
		return presentation.Query{Type: presentation.TypeQueryByExample, Wanted: []presentation.Wanted{w}}
	}
	for name, row := range map[string]struct {
		queries []presentation.Query
		shown   int // -1: not met
	}{
		"PR-9 nothing was asked":                     {nil, 0},
		"PR-9 only who is there":                     {[]presentation.Query{login}, 0},
		"PR-9 unknown type":                          {[]presentation.Query{unknown}, -1},
		"PR-9 unknown type beside a met one":         {[]presentation.Query{example(`{"type":"OpenBadgeCredential"}`), unknown}, -1},
		"PR-9 unknown type that is optional":         {[]presentation.Query{login, optional(unknown)}, 0},
		"PR-9 two groups, the second is met":         {[]presentation.Query{grouped(unknown, "a"), grouped(example(`{"name":"Laser <b>cutting</b>"}`), "b")}, 1},
		"PR-9 two groups, neither is met":            {[]presentation.Query{grouped(unknown, "a"), grouped(example(`{"name":"Other"}`), "b")}, -1},
		"PR-9 two groups, half of each":              {[]presentation.Query{grouped(unknown, "a"), grouped(login, "a"), grouped(unknown, "b"), grouped(login, "b")}, -1},
		"one badge for two questions":                {[]presentation.Query{example(`{"type":"OpenBadgeCredential"}`), example(`{"validFrom":"2026-09-01T00:00:00Z"}`)}, 1},
		"an empty example":                           {[]presentation.Query{example(`{}`)}, 1},
		"an example that is a list":                  {[]presentation.Query{example(`[]`)}, -1},
		"an example that cannot be read":             {[]presentation.Query{example(`{`)}, -1},
		"a nested member":                            {[]presentation.Query{example(`{"credentialSubject":{"achievement":{"criteria":{"narrative":"Cut."}}}}`)}, 1},
		"a nested member that differs":               {[]presentation.Query{example(`{"credentialSubject":{"achievement":{"criteria":{"narrative":"Cut"}}}}`)}, -1},
		"a member that is missing":                   {[]presentation.Query{example(`{"evidence":{}}`)}, -1},
		"a text where an object is":                  {[]presentation.Query{example(`{"credentialSubject":"x"}`)}, -1},
		"types in another order":                     {[]presentation.Query{example(`{"type":["OpenBadgeCredential","VerifiableCredential"]}`)}, 1},
		"a type too many":                            {[]presentation.Query{example(`{"type":["OpenBadgeCredential","Other"]}`)}, -1},
		"no question":                                {[]presentation.Query{{Type: presentation.TypeQueryByExample}}, -1},
		"another issuer":                             {[]presentation.Query{want(presentation.Wanted{Issuers: []string{"did:example:other"}})}, -1},
		"another suite":                              {[]presentation.Query{want(presentation.Wanted{Cryptosuites: []string{"ecdsa-rdfc-2019"}})}, -1},
		"only tokens":                                {[]presentation.Query{want(presentation.Wanted{Envelopes: []string{"application/jwt"}})}, -1},
		"another DID method":                         {[]presentation.Query{{Type: presentation.TypeDIDAuthentication, Methods: []string{"web"}}}, -1},
		"another suite of the presentation":          {[]presentation.Query{{Type: presentation.TypeDIDAuthentication, Cryptosuites: []string{"ecdsa-rdfc-2019"}}}, -1},
		"the suite and the method of the holder":     {[]presentation.Query{{Type: presentation.TypeDIDAuthentication, Methods: []string{"key"}, Cryptosuites: []string{"eddsa-rdfc-2022"}}}, 0},
		"a text with an escape is the text it means": {[]presentation.Query{example(`{"name":"Laser \u003cb\u003ecutting\u003c/b\u003e"}`)}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			shown, err := presentation.Request{Queries: row.queries}.Match(holder, proof.EdDSARDFC2022, []*badge.Document{mine, mine})
			if row.shown < 0 {
				require.Equal(t, "presentation.unmet", badge.CodeOf(err))
				row.shown = 0
			} else {
				require.NoError(t, err)
			}
			require.Len(t, shown, row.shown)
		})
	}
}

func TestParseRequestRefuses(t *testing.T) {
	for name, text := range map[string]string{
		"a list":            `[]`,
		"a query as a text": `{"query":"DIDAuthentication"}`,
		"too many queries":  `{"query":[` + strings.Repeat(`{},`, 32) + `{}]}`,
		"too many badges":   `{"query":{"credentialQuery":[` + strings.Repeat(`{},`, 32) + `{}]}}`,
	} {
		t.Run(name, func(t *testing.T) {
			_, err := presentation.ParseRequest([]byte(text))
			require.Equal(t, "presentation.request", badge.CodeOf(err), fmt.Sprint(err))
		})
	}
	_, err := presentation.ParseRequest([]byte(`{"query":[],"query":[]}`))
	require.Equal(t, "json.duplicate_member", badge.CodeOf(err))
}
