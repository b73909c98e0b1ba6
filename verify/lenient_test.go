package verify_test

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// policies are those a caller may choose, from the strictest to the one in which
// everything is allowed that has a name.
var policies = map[string]func(*verify.Config){
	"default":             func(*verify.Config) {},
	"conformance":         required,
	"every proof":         func(c *verify.Config) { c.EveryProof = true },
	"allowances":          func(c *verify.Config) { c.Compat = verify.Compat1EdTech },
	"status if reachable": func(c *verify.Config) { c.StatusPolicy = verify.StatusIfReachable },
	"everything": func(c *verify.Config) {
		c.Compat, c.StatusPolicy, c.LooseDisclosure, c.Refresh = verify.Compat1EdTech, verify.StatusIgnored, true, true
		c.Trust = verify.AnyIssuer()
	},
}

// S-30, S-31, S-32, RE-28: the signature of a token decides, and so do its claims,
// however good the proof inside is.
func TestTokenAroundGoodProof(t *testing.T) {
	by := func(header tree) func(j *draft) {
		return func(j *draft) {
			j.key = nil
			for name, value := range header {
				j.header[name] = value
			}
		}
	}
	for name, row := range map[string]struct {
		edit    func(j *draft)
		verdict verify.Verdict
		code    string
	}{
		"control": {by(nil), yes, good},
		"S-30 alg none": {func(j *draft) {
			j.header["alg"] = "none"
			j.sign = func([]byte) []byte { return nil }
		}, no, "jws.alg_not_allowed"},
		"S-30 HS256": {func(j *draft) {
			j.header["alg"] = "HS256"
			j.sign = func(input []byte) []byte {
				mac := hmac.New(sha256.New, []byte(victim))
				mac.Write(input)
				return mac.Sum(nil)
			}
		}, no, "jws.alg_not_allowed"},
		"S-30 crit": {by(tree{"crit": []any{"exp"}}), no, "jws.crit_unsupported"},
		"S-30 jku":  {by(tree{"jku": "https://attacker.example/keys"}), no, "jws.header_not_allowed"},
		"S-30 foreign key": {func(j *draft) {
			j.header["kid"] = attacker + "#EdDSA"
			j.publish("https://attacker.example/.well-known/did.json", j.document(attacker))
		}, no, "did.key_not_bound"},
		"S-30 foreign key in the issuer's name": {func(*draft) {}, no, "proof.signature"},
		"RE-28 bad signature": {func(j *draft) {
			j.key = nil
			j.sign = func(input []byte) []byte {
				return signJWS(j.scene.key(victimHost, proof.EdDSA), proof.EdDSA, bytes.ToUpper(input))
			}
		}, no, "proof.signature"},
		"S-31 key that is not found": {func(j *draft) {
			by(nil)(j)
			delete(j.pages, victimDoc)
		}, unsure, "fetch.failed"},
		"S-31 offline":                   {func(j *draft) { by(nil)(j); j.config.Fetcher = nil }, unsure, "fetch.offline"},
		"S-32 another subject":           {func(j *draft) { by(nil)(j); j.claims["sub"] = "did:example:other" }, no, "claims.mismatch"},
		"S-32 another issuer":            {func(j *draft) { by(nil)(j); j.claims["iss"] = attacker }, no, "claims.mismatch"},
		"S-32 another id":                {func(j *draft) { by(nil)(j); j.claims["jti"] = "urn:uuid:other" }, no, "claims.mismatch"},
		"S-32 an earlier beginning":      {func(j *draft) { by(nil)(j); j.claims["nbf"] = 1788220799 }, no, "claims.mismatch"},
		"S-32 an end of the token alone": {func(j *draft) { by(nil)(j); j.claims["exp"] = 1788220801 }, no, "time.lapsed"},
	} {
		for policy, change := range policies {
			t.Run(name+"/"+policy, func(t *testing.T) {
				s := newScene(t, verifytest.New(t))
				text := wrapped(row.edit)(s)
				change(&s.config)
				v, err := verify.New(s.config)
				require.NoError(t, err)
				r, _ := v.Verify(t.Context(), text)
				require.Equal(t, row.verdict, r.Verdict(), outline(r))
				require.Equal(t, row.code, r.Decisive().Code, outline(r))
			})
		}
	}
}
