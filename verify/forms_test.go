package verify_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// envelope puts a token into an EnvelopedVerifiableCredential, after an edit.
func envelope(token string, edit func(tree)) []byte {
	o := tree{"@context": badge.ContextVC2, "type": "EnvelopedVerifiableCredential", "id": "data:application/vc+jwt," + token}
	if edit != nil {
		edit(o)
	}
	return marshal(o)
}

// set changes one member.
func set(name string, value any) func(tree) { return func(o tree) { o[name] = value } }

// expired makes the badge of a token one that ended last month.
func expired(j *draft) { j.claims["validUntil"], j.claims["exp"] = "2026-09-15T00:00:00Z", 1789430400 }

// RE-27: TestForms verifies badges in the forms around a token, SD-JWTs and
// presentations. The members around a token are neither trusted nor shown.
func TestForms(t *testing.T) {
	token := func(s *scene) string { return string(jwt(func(*draft) {})(s)) }
	in := func(edit func(tree)) func(*scene) []byte {
		return func(s *scene) []byte { return envelope(token(s), edit) }
	}
	of := func(edit func(j *draft)) func(*scene) []byte {
		return func(s *scene) []byte { return envelope(string(jwt(edit)(s)), nil) }
	}
	media := func(media string) func(*scene) []byte {
		return func(s *scene) []byte { return envelope(token(s), set("id", "data:"+media+","+token(s))) }
	}
	presentation := func(edit func(s *scene, o tree)) func(*scene) []byte {
		return func(s *scene) []byte {
			o := tree{"@context": []any{badge.ContextVC2}, "type": []any{"VerifiablePresentation"}, "verifiableCredential": []any{s.genuine(), s.genuine()}}
			if edit != nil {
				edit(s, o)
			}
			return marshal(o)
		}
	}
	for name, row := range map[string]struct {
		make   func(*scene) []byte
		want   verify.Verdict
		stage  verify.Stage
		code   string
		strict verify.Verdict // with conformance required
	}{
		"enveloped":                    {in(nil), yes, verify.StageSignature, good, yes},
		"enveloped, older media types": {media("application/vc+ld+jwt"), yes, verify.StageSignature, good, yes},
		"enveloped, oldest":            {media("application/vc-ld+jwt"), yes, verify.StageSignature, good, yes},
		"tampered": {func(s *scene) []byte {
			j := s.newToken()
			j.sign = func([]byte) []byte { return make([]byte, 64) }
			return envelope(string(j.text()), nil)
		}, no, verify.StageSignature, "proof.signature", no},
		"expired":           {of(expired), no, verify.StageTime, "time.expired", no},
		"alg none":          {of(func(j *draft) { j.header["alg"] = "none" }), no, verify.StageProof, "jws.alg_not_allowed", no},
		"another name":      {in(set("name", "Nobel Prize")), yes, verify.StageConformance, "envelope.member", no},
		"own evidence":      {in(set("evidence", []any{})), no, verify.StageDocument, "envelope.format", no},
		"own graph":         {in(set("@graph", []any{})), no, verify.StageDocument, "envelope.format", no},
		"own id":            {in(set("@id", "urn:x:1")), no, verify.StageDocument, "envelope.format", no},
		"own id, invisible": {in(set("id\u200b", "urn:x:1")), no, verify.StageDocument, "envelope.format", no},
		"own Issuer":        {in(set("Issuer", victim)), no, verify.StageDocument, "envelope.format", no},
		"own end":           {in(set("validUntil", "2099-01-01T00:00:00Z")), no, verify.StageDocument, "envelope.format", no},
		"own subject":       {in(set("credentialSubject", tree{})), no, verify.StageDocument, "envelope.format", no},
		"own proof":         {in(set("proof", newProof())), no, verify.StageDocument, "envelope.format", no},
		"a badge as well":   {in(set("type", []any{"EnvelopedVerifiableCredential", "OpenBadgeCredential"})), no, verify.StageDocument, "envelope.format", no},
		"in another":        {func(s *scene) []byte { return envelope(string(envelope(token(s), nil)), nil) }, no, verify.StageDocument, "envelope.format", no},
		"in a token":        {func(s *scene) []byte { return jwt(func(j *draft) { j.rawClaims = string(envelope(token(s), nil)) })(s) }, no, verify.StageDocument, "envelope.format", no},
		"SD-JWT inside":     {media("application/vc+sd-jwt"), no, verify.StageDocument, "envelope.format", no},
		"COSE inside":       {media("application/vc+cose"), unsure, verify.StageDocument, "envelope.unsupported", unsure},
		"base64 inside":     {media("application/vc+jwt;base64"), unsure, verify.StageDocument, "envelope.unsupported", unsure},
		"an address inside": {in(set("id", "https://victim.example/token")), no, verify.StageDocument, "envelope.format", no},
		"JSON inside":       {in(set("id", "data:application/vc+jwt,{}")), no, verify.StageDocument, "envelope.format", no},

		"token as a JSON string":    {func(s *scene) []byte { return marshal(token(s)) }, yes, verify.StageConformance, "badge.format", no},
		"tampered as a JSON string": {func(s *scene) []byte { return marshal(token(s)[:len(token(s))-8] + "AAAAAAAA") }, no, verify.StageSignature, "proof.signature", no},
		"JSON as a JSON string":     {func(s *scene) []byte { return marshal(string(marshal(s.genuine()))) }, no, verify.StageDocument, "badge.format", no},
		"token in an object":        {func(s *scene) []byte { return marshal(tree{"jwt": token(s)}) }, no, verify.StageStructure, "structure.kind", no},
		"token in an array":         {func(s *scene) []byte { return marshal([]string{token(s)}) }, no, verify.StageDocument, "badge.format", no},

		"SD-JWT of the type of a JWT":    {func(s *scene) []byte { return []byte(token(s) + "~") }, no, verify.StageProof, "jws.typ", no},
		"SD-JWT with a foreign part":     {func(s *scene) []byte { return []byte(token(s) + "~WyJhIl0~") }, no, verify.StageDocument, "sdjwt.disclosure", no},
		"no token before the tilde":      {func(*scene) []byte { return []byte("eyJhbGciOiJ~") }, no, verify.StageDocument, "jws.parts", no},
		"SD-11 SD-JWT without a tilde":   {jwt(func(j *draft) { j.header["typ"] = "vc+sd-jwt" }), yes, verify.StageConformance, "sdjwt.tilde", no},
		"SD-11 not named, without tilde": {jwt(func(j *draft) { j.header["typ"] = "dc+sd-jwt"; delete(j.header, "kid") }), yes, verify.StageKey, "key.not_named", no},
		"SD-JWT in an unknown hash":      {jwt(func(j *draft) { j.header["typ"] = "dc+sd-jwt"; j.claims["_sd_alg"] = "md5" }), unsure, verify.StageDocument, "sdjwt.hash_unsupported", unsure},
		"SD-JWT with hidden claims":      {jwt(func(j *draft) { j.header["typ"] = "vc+sd-jwt"; j.claims["status"] = tree{"_sd": []any{"x"}} }), no, verify.StageProof, "sdjwt.claim_not_disclosable", no},
		"SD-JWT with a hidden schema": {jwt(func(j *draft) {
			j.header["typ"] = "vc+sd-jwt"
			j.claims["type"] = append(j.claims["type"].([]any), tree{"...": "x"})
		}),
			yes, verify.StageConformance, "sdjwt.claim_not_disclosable", no},
		"SD-JWT that is not signed":   {jwt(func(j *draft) { j.header["typ"] = "dc+sd-jwt"; j.header["alg"] = "none" }), no, verify.StageProof, "jws.alg_not_allowed", no},
		"presentation":                {presentation(nil), no, verify.StageProof, "proof.missing", no},
		"presentation in an envelope": {presentation(func(s *scene, o tree) { o["type"] = "EnvelopedVerifiablePresentation" }), no, verify.StageDocument, "envelope.format", no},
		"presentation token": {jwt(func(j *draft) {
			j.claims = tree{"iss": victim, "vp": tree{"type": []any{"VerifiablePresentation"}, "verifiableCredential": []any{"a.b.c"}}}
		}), no, verify.StageBinding, "controller.not_allowed", no},
		"presentation of the newer model": {jwt(func(j *draft) {
			j.header["typ"] = "vp+jwt"
			j.claims = tree{"type": "VerifiablePresentation"}
		}), no, verify.StageBinding, "controller.not_allowed", no},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t, verifytest.New(t))
			text := row.make(s)
			for conformance, want := range map[verify.Conformance]verify.Verdict{verify.ConformanceReported: row.want, verify.ConformanceRequired: row.strict} {
				s.config.Conformance = conformance
				v, err := verify.New(s.config)
				require.NoError(t, err)
				r, _ := v.Verify(t.Context(), text)
				require.Equal(t, want, r.Verdict(), outline(r))
				_, is := found(r, row.stage, row.code)
				require.True(t, is, outline(r))
				require.NotContains(t, texts(t, r), "Nobel")
				if want == yes {
					_, token := r.Document().JWS()
					require.True(t, token, "the token is what was judged")
					require.Equal(t, badgeID, r.Document().ID())
				}
			}
			r, _ := verifierWith(t, s.world, func(c *verify.Config) {
				*c = s.config
				c.Compat = verify.Compat1EdTech
				c.Conformance = verify.ConformanceReported
			}).Verify(t.Context(), text)
			require.Equal(t, row.want, r.Verdict(), "in every policy")
		})
	}
}

// RE-27: an envelope inside a record is judged by its token, like one at the top.
func TestEnvelopesInside(t *testing.T) {
	for name, row := range map[string]struct {
		edit    func(token string) any
		outcome verify.Outcome
		code    string
	}{
		"good":     {func(token string) any { return parseTree(envelope(token, nil)) }, verify.Passed, "endorsement.good"},
		"tampered": {func(token string) any { return parseTree(envelope(token[:len(token)-8]+"AAAAAAAA", nil)) }, verify.Failed, "endorsement.not_genuine"},
		"own end":  {func(token string) any { return parseTree(envelope(token, set("validUntil", "2099-01-01T00:00:00Z"))) }, verify.Failed, "endorsement.not_genuine"},
		"SD-JWT": {func(token string) any {
			return parseTree(envelope(token, set("id", "data:application/vc+sd-jwt,"+token)))
		}, verify.Failed, "endorsement.not_genuine"},
		"COSE": {func(token string) any {
			return parseTree(envelope(token, set("id", "data:application/vc+cose,"+token)))
		}, verify.Warned, "endorsement.unknown"},
		"presentation": {func(string) any { return tree{"@context": badge.ContextVC2, "type": "VerifiablePresentation"} }, verify.Warned, "endorsement.unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			world := verifytest.New(t)
			world.Issuer("school.example", proof.EdDSA)
			by := key.Signer{Key: world.Key("school.example", proof.EdDSA), Method: school + "#key-1"}
			inner, err := proof.Sign(t.Context(), edited(t, verifytest.Badge(), nil), proof.EdDSA, by, proof.Options{})
			require.NoError(t, err)
			doc := edited(t, verifytest.Badge(), func(o object) {
				o["@context"] = []any{badge.ContextVC2, "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json", badge.ContextOB3}
				o["id"], o["type"] = "urn:uuid:22222222-2222-4333-8444-555555555555", []any{"VerifiableCredential", "ClrCredential"}
				o["credentialSubject"] = object{"id": "did:example:learner", "type": []any{"ClrSubject"}, "verifiableCredential": []any{row.edit(string(inner.Bytes()))}}
			})
			made, err := proof.Sign(t.Context(), doc, proof.EdDSA, by, proof.Options{})
			require.NoError(t, err)
			r := judged(t, world, made)
			requireCheck(t, r, verify.StageEndorsement, row.outcome, row.code)
			if row.outcome == verify.Passed {
				require.NoError(t, r.Err(), outline(r))
				require.Equal(t, strings.TrimSpace(string(inner.Bytes())), string(r.Embedded()[0].Report.Document().Bytes()))
			}
		})
	}
}
