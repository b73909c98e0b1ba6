package issuer_test

import (
	"context"
	"encoding/base64"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/badge/status"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// disclosing is a config of an issuer of SD-JWTs.
func disclosing(w *verifytest.World, typ string) issuer.Config {
	cfg := config(w, proof.ES256)
	cfg.Proofs[0].Type = typ
	return cfg
}

// holderOf returns a signer and its did:jwk.
func holderOf(t *testing.T, w *verifytest.World) (key.Signer, string) {
	secret := w.Key("learner.example", proof.ES256)
	public, err := key.FromPublic(secret.Public())
	require.NoError(t, err)
	return key.Signer{Key: secret}, "did:jwk:" + base64.RawURLEncoding.EncodeToString(public.JWK())
}

// paths returns where a token has what its holder can withhold.
func paths(t *testing.T, d *badge.Document) (found []string) {
	t.Helper()
	token, ok := d.SDJWT()
	require.True(t, ok)
	for _, one := range token.Disclosures {
		found = append(found, one.Path)
	}
	return found
}

const courseClaims = `{"vct":"https://school.example/types/course","exp":1956528000,"title":"Drawing","level":"EQF-6","givenName":"Noor"`

// Claims are issued with a place in a status list and the key of the holder, who
// shows a part of them with a proof.
func TestIssueClaims(t *testing.T) {
	w := verifytest.New(t)
	cfg := disclosing(w, "dc+sd-jwt")
	cfg.Status = func(context.Context, *issuer.Issuer, int) ([]badge.CredentialStatus, error) {
		return []badge.CredentialStatus{tokenEntry("7")}, nil
	}
	cfg.Proofs[0].Decoys = 2
	i := open(t, w, cfg)
	list, err := status.NewTokenList(status.MinEntries, 1)
	require.NoError(t, err)
	signed, err := i.StatusToken(t.Context(), status.Token{Subject: tokenAddress, List: list})
	require.NoError(t, err)
	w.Answer(tokenAddress, verify.Response{Status: 200, ContentType: "application/statuslist+jwt", Body: signed.Bytes()})
	by, did := holderOf(t, w)

	d, err := i.IssueClaims(t.Context(), []byte(courseClaims+`,"sub":"`+did+`"}`))
	require.NoError(t, err)
	require.Equal(t, badge.SDJWTVC, d.Version())
	require.ElementsMatch(t, []string{"/title", "/level", "/givenName"}, paths(t, d))
	require.Equal(t, school, d.IssuerID())
	require.Equal(t, did+"#0", d.Root().At("/cnf/kid").String())
	require.Equal(t, tokenAddress, d.Root().At("/status/status_list/uri").String())
	jws, _ := d.JWS()
	require.Equal(t, "dc+sd-jwt", jws.Header.Member("typ").String())
	report := accepted(t, w, d.Bytes())
	require.Empty(t, report.Departures())

	shown, err := proof.Disclose(t.Context(), d, proof.Selection{Reveal: []string{"/title"}})
	require.NoError(t, err)
	shown, err = proof.Bind(t.Context(), shown, proof.ES256, by, proof.Options{Challenge: "6a1f9c", Domain: "https://verifier.example", Created: w.Now()})
	require.NoError(t, err)
	report, err = w.Verifier(verify.Issuers(school)).VerifyPresentation(t.Context(), shown.Bytes(), verify.Challenge{Value: "6a1f9c", Domain: "https://verifier.example"})
	require.NoError(t, err, report)
	c, _ := report.Verified()
	require.Equal(t, "Drawing", c.Subject.Achievement.Name)
	require.NotContains(t, c.Extra, "givenName")
}

// Claims that decide are always shown, whatever the configuration says, and those
// that verifiers would refuse are not issued.
func TestIssueClaimsRefuses(t *testing.T) {
	for name, row := range map[string]struct {
		claims      string
		disclosable []string
		code        string
	}{
		"SD-8 an end to withhold":    {courseClaims + "}", []string{"/exp"}, "disclosure.mandatory"},
		"SD-8 the type to withhold":  {courseClaims + "}", []string{"/vct"}, "disclosure.mandatory"},
		"SD-8 the key to withhold":   {courseClaims + `,"cnf":{"jwk":{}}}`, []string{"/cnf/jwk"}, "disclosure.mandatory"},
		"SD-8 the issuer, added":     {courseClaims + "}", []string{"/iss"}, "disclosure.mandatory"},
		"SD-8 a status to withhold":  {courseClaims + `,"status":{"status_list":{"idx":1,"uri":"https://school.example/tokens/1"}}}`, []string{"/status/status_list"}, "disclosure.mandatory"},
		"nothing that is there":      {courseClaims + "}", []string{"/grade"}, "disclosure.pointer"},
		"another issuer":             {courseClaims + `,"iss":"did:web:other.example"}`, nil, "issuer.foreign"},
		"no type":                    {`{"title":"Drawing"}`, nil, "issuer.vct"},
		"a plain word as type":       {`{"vct":"Course"}`, nil, "issuer.vct"},
		"a number as type":           {`{"vct":1}`, nil, "issuer.vct"},
		"an end before the start":    {`{"vct":"urn:example:a","nbf":1767225600,"exp":1767225600}`, nil, "claims.order"},
		"an end that is a text":      {`{"vct":"urn:example:a","exp":"2032-01-01T00:00:00Z"}`, nil, "claims.date"},
		"a claim twice":              {`{"vct":"urn:example:a","vct":"urn:example:b"}`, nil, "json.duplicate_member"},
		"a digest that we would add": {`{"vct":"urn:example:a","_sd":["x"]}`, nil, "sdjwt.name_reserved"},
		"digests inside":             {`{"vct":"urn:example:a","a":[{"_sd":["x"]}]}`, nil, "sdjwt.name_reserved"},
		"a placeholder inside":       {`{"vct":"urn:example:a","a":[{"...":"x"}]}`, nil, "sdjwt.name_reserved"},
		"a hash inside":              {`{"vct":"urn:example:a","a":{"_sd_alg":"x"}}`, nil, "sdjwt.name_reserved"},
		"a list":                     {`[]`, nil, ""},
		"no JSON":                    {`{`, nil, "json.truncated"},
	} {
		t.Run(name, func(t *testing.T) {
			w := verifytest.New(t)
			cfg := disclosing(w, "dc+sd-jwt")
			cfg.Proofs[0].Disclosable = row.disclosable
			d, err := open(t, w, cfg).IssueClaims(t.Context(), []byte(row.claims))
			require.Nil(t, d)
			require.Error(t, err)
			require.Equal(t, row.code, badge.CodeOf(err), err)
		})
	}
	w := verifytest.New(t)
	_, err := open(t, w, disclosing(w, "vc+sd-jwt")).IssueClaims(t.Context(), []byte(courseClaims+"}"))
	require.ErrorContains(t, err, "dc+sd-jwt")
	_, err = issue(t.Context(), open(t, w, disclosing(w, "dc+sd-jwt")), nil)
	require.ErrorContains(t, err, "IssueClaims")
	cfg := config(w, proof.EdDSARDFC2022, proof.ES256)
	cfg.Proofs[1].Type = "dc+sd-jwt"
	_, err = issuer.New(cfg)
	require.ErrorContains(t, err, "beside others")
	for name, entries := range map[string][]badge.CredentialStatus{"of a credential": {statusEntry()}, "none": {}} {
		cfg := disclosing(w, "dc+sd-jwt")
		cfg.Status = func(context.Context, *issuer.Issuer, int) ([]badge.CredentialStatus, error) { return entries, nil }
		_, err = open(t, w, cfg).IssueClaims(t.Context(), []byte(courseClaims+"}"))
		require.Error(t, err, name)
	}
	cfg = disclosing(w, "dc+sd-jwt")
	cfg.Status = func(context.Context, *issuer.Issuer, int) ([]badge.CredentialStatus, error) {
		return nil, errors.New("no place")
	}
	_, err = open(t, w, cfg).IssueClaims(t.Context(), []byte(courseClaims+"}"))
	require.ErrorContains(t, err, "no place")
}

// A badge as an SD-JWT: the holder can withhold what is about the person and
// nothing that decides.
func TestIssueSDJWT(t *testing.T) {
	w := verifytest.New(t)
	cfg := disclosing(w, "vc+sd-jwt")
	cfg.Proofs[0].Decoys = 1
	i := open(t, w, cfg)
	_, did := holderOf(t, w)
	d, err := issue(t.Context(), i, func(c *badge.Credential) {
		c.Subject.ID = did
		c.Subject.Identifier = []badge.IdentityObject{i.HashedIdentity(badge.IdentifierEmailAddress, address)}
		c.ValidUntil = "2031-01-01T00:00:00Z"
		c.CredentialStatus = []badge.CredentialStatus{tokenEntry("7")}
	})
	require.NoError(t, err)
	require.Equal(t, []string{"/credentialSubject/identifier"}, paths(t, d))
	token, _ := d.SDJWT()
	for _, name := range []string{"@context", "id", "type", "issuer", "validFrom", "validUntil", "iss", "nbf", "exp", "cnf", "status"} {
		require.True(t, token.Payload.Member(name).Exists(), name)
	}
	require.NotContains(t, token.Payload.Raw(), "sha256$")
	for _, pointer := range []string{"/issuer", "/validUntil", "/credentialSubject", "/credentialSubject/id", "/credentialSubject/achievement/name", "/@context/0", "/status", "/exp"} {
		cfg.Proofs[0].Disclosable = []string{pointer}
		_, err := issue(t.Context(), open(t, w, cfg), func(c *badge.Credential) {
			c.Subject.ID, c.ValidUntil, c.CredentialStatus = did, "2031-01-01T00:00:00Z", []badge.CredentialStatus{tokenEntry("7")}
		})
		require.Equal(t, "disclosure.mandatory", badge.CodeOf(err), "%s: %v", pointer, err)
	}
	require.True(t, strings.HasSuffix(string(d.Bytes()), "~"))
}
