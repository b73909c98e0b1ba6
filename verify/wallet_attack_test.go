package verify_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// SD-5 and SD-8: the issuer signs both a member that decides and the digest of
// another one of the same name, or hides the only one. The holder would choose.
func TestDecisiveDisclosures(t *testing.T) {
	const taken, hidden = "sdjwt.name_present", "sdjwt.claim_not_disclosable"
	claims := func(s *scene) tree {
		return tree{"iss": victim, "vct": "urn:example:a", "nbf": 1767225600, "exp": 1956528000, "cnf": tree{"jwk": jwk(s.key(victimHost, proof.EdDSA))}}
	}
	badgeClaims := func(s *scene) tree {
		c := s.newToken().claims
		c["validUntil"], c["exp"] = "2026-09-02T00:00:00Z", 1788307200
		return c
	}
	for name, row := range map[string]struct {
		typ     string
		claims  func(*scene) tree
		pointer string // of the object with the digest
		member  string
		value   any
		without bool // the member is in the disclosure alone
		stage   verify.Stage
		code    string
	}{
		"SD-5 an end beside the end":            {"dc+sd-jwt", claims, "", "exp", 2_000_000_000, false, verify.StageDocument, taken},
		"SD-5 a start beside the start":         {"dc+sd-jwt", claims, "", "nbf", 1, false, verify.StageDocument, taken},
		"SD-5 a type beside the type":           {"dc+sd-jwt", claims, "", "vct", "urn:example:doctorate", false, verify.StageDocument, taken},
		"SD-5 an issuer beside the issuer":      {"dc+sd-jwt", claims, "", "iss", "did:web:thief.example", false, verify.StageDocument, taken},
		"SD-5 a key beside the key":             {"dc+sd-jwt", claims, "", "cnf", tree{}, false, verify.StageDocument, taken},
		"SD-8 the end":                          {"dc+sd-jwt", claims, "", "exp", 2_000_000_000, true, verify.StageProof, hidden},
		"SD-8 the start":                        {"dc+sd-jwt", claims, "", "nbf", 1, true, verify.StageProof, hidden},
		"SD-8 the type":                         {"dc+sd-jwt", claims, "", "vct", "urn:example:a", true, verify.StageProof, hidden},
		"SD-8 the issuer":                       {"dc+sd-jwt", claims, "", "iss", victim, true, verify.StageProof, hidden},
		"SD-8 the key":                          {"dc+sd-jwt", claims, "", "cnf", tree{}, true, verify.StageProof, hidden},
		"SD-8 a status":                         {"dc+sd-jwt", claims, "", "status", tree{}, true, verify.StageProof, hidden},
		"SD-8 the end of a badge as a claim":    {"vc+sd-jwt", badgeClaims, "", "exp", 1_788_307_200, true, verify.StageProof, hidden},
		"SD-5 an end beside the end of a badge": {"vc+sd-jwt", badgeClaims, "", "validUntil", "2099-01-01T00:00:00Z", false, verify.StageDocument, taken},
		"SD-5 an issuer beside that of a badge": {"vc+sd-jwt", badgeClaims, "/issuer", "id", "did:web:thief.example", false, verify.StageDocument, taken},
		"SD-5 a subject beside that of a badge": {"vc+sd-jwt", badgeClaims, "/credentialSubject", "id", "did:example:thief", false, verify.StageDocument, taken},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t, verifytest.New(t))
			j := s.newToken()
			j.header["typ"], j.claims = row.typ, row.claims(s)
			in := at(j.claims, row.pointer)
			if row.without {
				delete(in, row.member)
			}
			shown := b64(string(marshal([]any{"c2FsdHNhbHRzYWx0", row.member, row.value})))
			in["_sd"] = []any{badge.SDJWT{}.Digest(shown)}
			v, err := verify.New(s.config)
			require.NoError(t, err)
			r, err := v.Verify(t.Context(), []byte(string(j.text())+"~"+shown+"~"))
			require.ErrorIs(t, err, verify.ErrRejected, outline(r))
			requireCheck(t, r, row.stage, verify.Failed, row.code)
		})
	}
}

// SD-14: a token that leaves out what VC-JOSE-COSE does not ask for is accepted,
// unless the configuration requires conformance to Open Badges 3.0 (§8.2).
func TestClaimsLeftOut(t *testing.T) {
	for name, row := range map[string]struct {
		typ, cty   string
		departures []string
	}{
		"SD-14 vc+jwt with cty": {"vc+jwt", "vc", []string{"jws.header_member", "claims.missing"}},
		"SD-14 vc+jwt":          {"vc+jwt", "", []string{"claims.missing"}},
		"SD-14 vc+sd-jwt":       {"vc+sd-jwt", "vc", nil},
		"SD-14 JWT":             {"JWT", "", []string{"claims.missing"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t, verifytest.New(t))
			text := jwt(func(j *draft) {
				if j.header["typ"] = row.typ; row.cty != "" {
					j.header["cty"] = row.cty
				}
				for _, claim := range []string{"nbf", "jti", "sub"} {
					delete(j.claims, claim)
				}
				if row.typ == "vc+sd-jwt" {
					j.afterwards = func(text string) string { return text + "~" }
				}
			})(s)
			for conformance, want := range map[verify.Conformance]verify.Verdict{verify.ConformanceReported: yes, verify.ConformanceRequired: no} {
				if row.departures == nil {
					want = yes
				}
				s.config.Conformance = conformance
				v, err := verify.New(s.config)
				require.NoError(t, err)
				r, _ := v.Verify(t.Context(), text)
				require.Equal(t, want, r.Verdict(), outline(r))
				var codes []string
				for _, c := range r.Departures() {
					codes = append(codes, c.Code)
				}
				require.Equal(t, row.departures, codes, outline(r))
			}
		})
	}
}

// SD-6: the official presentation answers one nonce of one verifier, with the
// disclosures that it has.
func TestOfficialKeyBinding(t *testing.T) {
	const issuer = "https://issuer.example.com"
	folder := []string{"next", "openid4vp", "sd_jwt_vcld"}
	var keys struct{ Issuer json.RawMessage }
	require.NoError(t, json.Unmarshal(reference(t, append(folder, "keys.json")...), &keys))
	pinned, err := key.ParseJWK(keys.Issuer)
	require.NoError(t, err)
	v, err := verify.New(verify.Config{Trust: verify.Issuers(issuer), Keys: map[string][]key.Key{issuer: {pinned}}, Now: func() time.Time { return time.Unix(1744743394+60, 0) }})
	require.NoError(t, err)
	text := strings.Join(strings.Fields(string(reference(t, append(folder, "sd_jwt_presentation.txt")...))), "")
	other, _ := publishedSDJWT(t, "badge.presentation.txt")
	parts := strings.Split(text, "~")
	last := strings.LastIndexByte(text, '~') + 1
	good := verify.Challenge{Value: "1234567890", Domain: "https://verifier.example.org"}
	for name, row := range map[string]struct {
		text string
		c    verify.Challenge
		want verify.Verdict
		code string
	}{
		"SD-6 as it was asked":              {text, good, yes, verify.CodeRecipientHolder},
		"SD-6 another nonce":                {text, verify.Challenge{Value: "1234567891", Domain: good.Domain}, no, "proof.challenge"},
		"SD-6 another audience":             {text, verify.Challenge{Value: good.Value, Domain: "https://verifier.example.com"}, no, "proof.domain"},
		"SD-6 of another presentation":      {text[:last] + strings.TrimSpace(string(other[strings.LastIndexByte(string(other), '~')+1:])), good, no, "proof.signature"},
		"SD-6 of fewer disclosures":         {parts[0] + "~" + parts[len(parts)-1], good, no, "sdjwt.key_binding_hash"},
		"SD-6 without its binding":          {text[:last], good, unsure, verify.CodeRecipientUnproven},
		"SD-6 without its binding, unasked": {text[:last], verify.Challenge{}, unsure, verify.CodeRecipientUnproven},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := v.VerifyPresentation(t.Context(), []byte(row.text), row.c)
			require.Equal(t, row.want, r.Verdict(), outline(r))
			require.Equal(t, row.want == yes, err == nil)
			_, is := found(r, verify.StageRecipient, row.code)
			require.True(t, is, outline(r))
		})
	}
}

// PR-5 and PR-6: what is wrong with one badge is in its report, and the others
// stand.
func TestBesideABadBadge(t *testing.T) {
	world := schoolWorld(t)
	w := newWallet(t, world, "key", proof.EdDSARDFC2022)
	media := func(typ, token string) tree {
		e := parseTree(envelope("", nil))
		e["id"] = "data:application/" + typ + "," + token
		return e
	}
	tampered := awarded(t, world, w.id, nil)
	tampered["name"] = "Nobel Prize"
	unsigned := b64(`{"alg":"none","typ":"vc+jwt"}`) + "." + b64(string(marshal(dropped(awarded(t, world, w.id, nil), "proof")))) + "."
	sd := string(sdBadge(t, world, w.id, "6").Bytes())
	for name, row := range map[string]struct {
		second tree
		want   verify.Verdict
		code   string // of the second badge
	}{
		"PR-5 one is tampered":              {tampered, no, "proof.signature"},
		"PR-6 an SD-JWT":                    {media("vc+sd-jwt", sd), yes, "signature.valid"},
		"PR-6 a token that is not signed":   {media("vc+jwt", unsigned), no, "jws.alg_not_allowed"},
		"PR-6 an SD-JWT that is not signed": {media("vc+sd-jwt", strings.Replace(unsigned, b64(`{"alg":"none","typ":"vc+jwt"}`), b64(`{"alg":"none","typ":"vc+sd-jwt"}`), 1)+"~"), no, "jws.alg_not_allowed"},
	} {
		for form, present := range map[string]func(vp tree) []byte{
			"Data Integrity": func(vp tree) []byte { return w.signs(vp, w.answer()) },
			"vp+jwt":         func(vp tree) []byte { return w.token("vp+jwt", vp, nil) },
		} {
			t.Run(name+", "+form, func(t *testing.T) {
				r := shown(t, world, present(w.presents(enveloped(t, world, w.id), row.second)), asked)
				require.Equal(t, row.want, r.Verdict(), outline(r))
				require.Len(t, r.Embedded(), 2)
				first, second := r.Embedded()[0].Report, r.Embedded()[1].Report
				require.Equal(t, yes, first.Verdict(), outline(first))
				requireBadge(t, r, 0, verify.Passed, verify.CodeRecipientHolder)
				require.Equal(t, row.want, second.Verdict(), outline(second))
				require.Equal(t, row.code, second.Decisive().Code, outline(second))
				if row.want == no {
					requireCheck(t, r, verify.StageEndorsement, verify.Failed, "presentation.refused")
				}
			})
		}
	}
}
