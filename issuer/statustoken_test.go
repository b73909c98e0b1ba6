package issuer_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/badge/status"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

const tokenAddress = "https://school.example/tokens/1"

func tokenEntry(index string) badge.CredentialStatus {
	return badge.CredentialStatus{Type: status.TokenType, StatusListIndex: index, StatusListCredential: tokenAddress}
}

// A badge in a token names its place in a claim, and the list is signed with a
// key of the issuer, whatever secures its badges.
func TestStatusToken(t *testing.T) {
	for name, schemes := range map[string][]proof.Scheme{
		"TS-2 EdDSA":                        {proof.EdDSA},
		"TS-2 ES256":                        {proof.ES256},
		"TS-2 RS256":                        {proof.RS256},
		"TS-2 an embedded proof in a token": {proof.EdDSARDFC2022, proof.ES256},
	} {
		t.Run(name, func(t *testing.T) {
			w := verifytest.New(t)
			i := open(t, w, config(w, schemes...))
			list, err := status.NewTokenList(status.MinEntries, 2)
			require.NoError(t, err)
			require.NoError(t, list.Set(8, status.TokenInvalid))
			signed, err := i.StatusToken(t.Context(), status.Token{Subject: tokenAddress, List: list})
			require.NoError(t, err)
			w.Answer(tokenAddress, verify.Response{Status: 200, ContentType: "application/statuslist+jwt", Body: signed.Bytes()})
			require.Equal(t, schemes[len(schemes)-1:], schemesOf(t, signed)[:1])
			for index, code := range map[string]string{"7": "status.clear", "8": "status.revoked"} {
				d, err := issue(t.Context(), i, func(c *badge.Credential) { c.CredentialStatus = []badge.CredentialStatus{tokenEntry(index)} })
				require.NoError(t, err)
				require.False(t, d.Body().Member("credentialStatus").Exists())
				report, _ := w.Verifier(verify.Issuers(school)).Verify(t.Context(), d.Bytes())
				require.Empty(t, report.Departures())
				if code == "status.clear" {
					require.Equal(t, verify.Accepted, report.Verdict(), report)
				} else {
					require.Equal(t, code, report.Decisive().Code)
				}
			}
		})
	}
}

// A badge can have both the claim and entries in its credential.
func TestStatusTokenBesideEntry(t *testing.T) {
	w := verifytest.New(t)
	i := open(t, w, config(w, proof.EdDSA))
	given := []badge.CredentialStatus{tokenEntry("7"), statusEntry()}
	d, err := issue(t.Context(), i, func(c *badge.Credential) { c.CredentialStatus = given })
	require.NoError(t, err)
	require.Equal(t, tokenAddress, d.Root().At("/status/status_list/uri").String())
	require.Equal(t, []string{status.BitstringEntry}, []string{d.Credential().CredentialStatus[0].Type})
	require.Equal(t, []badge.CredentialStatus{tokenEntry("7"), statusEntry()}, given, "the argument stays")
}

func TestStatusTokenDates(t *testing.T) {
	w := verifytest.New(t)
	i := open(t, w, config(w, proof.EdDSA))
	list, err := status.NewTokenList(status.MinEntries, 1)
	require.NoError(t, err)
	claims := func(token status.Token) status.Token {
		t.Helper()
		token.Subject, token.List = tokenAddress, list
		signed, err := i.StatusToken(t.Context(), token)
		require.NoError(t, err)
		read, remarks, err := status.ParseToken(signed.Root(), 0)
		require.NoError(t, err)
		require.Empty(t, remarks)
		require.Equal(t, school, read.Issuer)
		return read
	}
	now := w.Now()
	fresh := claims(status.Token{Issuer: "did:web:other.example"})
	require.Equal(t, []any{now, now.Add(24 * time.Hour), 5 * time.Minute}, []any{fresh.Issued, fresh.Expires, fresh.TTL})
	set := claims(status.Token{Issued: now.Add(-time.Hour), Expires: now.Add(time.Hour), TTL: time.Minute, Aggregation: "https://school.example/lists"})
	require.Equal(t, []any{now, now.Add(time.Hour), time.Minute, "https://school.example/lists"}, []any{set.Issued, set.Expires, set.TTL, set.Aggregation})
	later := now.Add(time.Hour) // the clock was set back
	require.Equal(t, later, claims(status.Token{Issued: later}).Issued)
}

func TestStatusTokenRefused(t *testing.T) {
	w := verifytest.New(t)
	i := open(t, w, config(w, proof.EdDSA))
	list, err := status.NewTokenList(status.MinEntries, 1)
	require.NoError(t, err)
	for name, token := range map[string]status.Token{
		"no list":    {Subject: tokenAddress},
		"no subject": {List: list},
		"expired":    {Subject: tokenAddress, List: list, Expires: w.Now()},
	} {
		_, err := i.StatusToken(t.Context(), token)
		require.Error(t, err, name)
	}
	good := status.Token{Subject: tokenAddress, List: list}
	keyed := config(w, proof.EdDSA)
	keyed.Proofs[0].Signer.Method = ""
	anonymous, err := issuer.New(keyed)
	require.NoError(t, err)
	_, err = anonymous.StatusToken(t.Context(), good)
	require.ErrorContains(t, err, "Method")
	_, err = (*issuer.Issuer)(nil).StatusToken(t.Context(), good)
	require.ErrorContains(t, err, "use New")

	for name, row := range map[string]struct {
		entries []badge.CredentialStatus
		code    string
	}{
		"two":              {[]badge.CredentialStatus{tokenEntry("7"), tokenEntry("8")}, ""},
		"no index":         {[]badge.CredentialStatus{tokenEntry("")}, ""},
		"a negative index": {[]badge.CredentialStatus{tokenEntry("-1")}, ""},
		"no list":          {[]badge.CredentialStatus{{Type: status.TokenType, StatusListIndex: "7"}}, "status.member"},
		"a relative list":  {[]badge.CredentialStatus{{Type: status.TokenType, StatusListIndex: "7", StatusListCredential: "tokens/1"}}, "status.member"},
	} {
		d, err := issue(t.Context(), i, func(c *badge.Credential) { c.CredentialStatus = row.entries })
		require.Error(t, err, name)
		require.Nil(t, d, name)
		require.Equal(t, row.code, badge.CodeOf(err), name)
	}
}
