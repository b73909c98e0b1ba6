package verify_test

import (
	"encoding/json"
	"maps"
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

// madeElsewhere is what reference data says about the SD-JWTs by another library.
type madeElsewhere struct {
	Issuer, Holder, Nonce, Audience string
	Clock                           time.Time
}

func publishedSDJWT(t *testing.T, file string) (data []byte, about madeElsewhere) {
	t.Helper()
	require.NoError(t, json.Unmarshal(reference(t, "next", "sd-jwt", "badges", "expect.json"), &about))
	return reference(t, "next", "sd-jwt", "badges", file), about
}

// SD-13: badges that another library signed and disclosed.
func TestPublishedSDJWTs(t *testing.T) {
	for file, shown := range map[string][]string{
		"badge.vc+sd-jwt.txt":        {"/credentialSubject/identifier", "/credentialSubject/result"},
		"badge.presentation.txt":     {"/credentialSubject/result"},
		"badge.presentation-all.txt": {"/credentialSubject/result", "/credentialSubject/identifier"},
	} {
		t.Run(file, func(t *testing.T) {
			data, about := publishedSDJWT(t, file)
			v, err := verify.New(verify.Config{Trust: verify.Issuers(about.Issuer), Now: func() time.Time { return about.Clock }})
			require.NoError(t, err)
			r, err := v.Verify(t.Context(), data)
			require.NoError(t, err, outline(r))
			requireCheck(t, r, verify.StageSignature, verify.Passed, verify.CodeSignatureDisclosed)
			require.Equal(t, shown, r.Proofs()[0].Disclosed.Chosen)
			require.Equal(t, 2-len(shown), r.Proofs()[0].Disclosed.Undisclosed)
			require.Equal(t, strings.TrimSpace(string(data)), strings.TrimSpace(string(r.Document().Bytes())))
			c, ok := r.Verified()
			require.True(t, ok)
			require.Equal(t, "Workshop 3D-printen", c.Subject.Achievement.Name)
			require.Equal(t, about.Holder, c.Subject.ID)
			require.Equal(t, "8", c.Subject.Result[0].Value)
		})
	}
}

// SD-13 and SD-6: claims by another library, and an official sample whose issuer
// is known by its key.
func TestPublishedClaims(t *testing.T) {
	data, about := publishedSDJWT(t, "microcredential.presentation.txt")
	v, err := verify.New(verify.Config{Trust: verify.Issuers(about.Issuer), Now: func() time.Time { return about.Clock }})
	require.NoError(t, err)
	r, err := v.Verify(t.Context(), data)
	require.NoError(t, err, outline(r))
	requireCheck(t, r, verify.StageConformance, verify.Warned, "vct.word")
	c, ok := r.Verified()
	require.True(t, ok)
	require.Equal(t, "Duurzaam ontwerpen in de stad", c.Subject.Achievement.Name)
	require.Equal(t, "Voorbeeldhogeschool", c.Issuer.Name)
	require.Equal(t, badge.DateTime("2031-10-05T00:00:00Z"), c.ValidUntil)
	require.JSONEq(t, `"EQF-6"`, string(c.Extra["level"]))
	require.Equal(t, 12, r.Proofs()[0].Disclosed.Undisclosed)

	var keys struct{ Issuer json.RawMessage }
	require.NoError(t, json.Unmarshal(reference(t, "next", "openid4vp", "sd_jwt_vcld", "keys.json"), &keys))
	pinned, err := key.ParseJWK(keys.Issuer)
	require.NoError(t, err)
	text := strings.Join(strings.Fields(string(reference(t, "next", "openid4vp", "sd_jwt_vcld", "sd_jwt_presentation.txt"))), "")
	const issuer = "https://issuer.example.com"
	v, err = verify.New(verify.Config{Trust: verify.Issuers(issuer), Keys: map[string][]key.Key{issuer: {pinned}}, Now: func() time.Time { return time.Unix(1744743394+60, 0) }})
	require.NoError(t, err)
	r, err = v.Verify(t.Context(), []byte(text))
	require.NoError(t, err, outline(r))
	require.Equal(t, []string{"/ld/credentialSubject/givenName"}, r.Proofs()[0].Disclosed.Chosen)
	require.Equal(t, verify.BindingPinned, r.Binding())
}

// claimsToken is an SD-JWT VC by the school, after an edit.
func claimsToken(t *testing.T, world *verifytest.World, o proof.Options, edit func(claims object)) *badge.Document {
	t.Helper()
	claims := object{"iss": school, "vct": "urn:example:microcredential", "nbf": 1767225600, "exp": 1956528000, "title": "Drawing", "sub": "did:example:learner"}
	if edit != nil {
		edit(claims)
	}
	doc, err := badge.Parse(marshal(claims))
	require.NoError(t, err)
	o.Type = "dc+sd-jwt"
	made, err := proof.Sign(t.Context(), doc, proof.EdDSA, key.Signer{Key: world.Key("school.example", proof.EdDSA), Method: school + "#key-1"}, o)
	require.NoError(t, err)
	return made
}

// An SD-JWT VC is judged by its own claims.
func TestSDJWTVC(t *testing.T) {
	world := verifytest.New(t)
	world.Issuer("school.example", proof.EdDSA)
	for name, row := range map[string]struct {
		edit  func(object)
		want  verify.Verdict
		stage verify.Stage
		code  string
	}{
		"good":                          {nil, yes, verify.StageSignature, verify.CodeSignatureDisclosed},
		"no dates":                      {func(o object) { delete(o, "nbf"); delete(o, "exp") }, yes, verify.StageTime, "time.no_start"},
		"a plain word as type":          {func(o object) { o["vct"] = "VerifiableMicroCredential" }, yes, verify.StageConformance, "vct.word"},
		"lapsed":                        {func(o object) { o["exp"] = 1767312000 }, no, verify.StageTime, verify.CodeTimeLapsed},
		"not yet valid":                 {func(o object) { o["nbf"] = 1893456000 }, no, verify.StageTime, verify.CodeTimeNotYetValid},
		"a recipient that is a number":  {func(o object) { o["sub"] = 5 }, no, verify.StageProof, "claims.mismatch"},
		"a recipient that is null":      {func(o object) { o["sub"] = nil }, no, verify.StageProof, "claims.mismatch"},
		"an id that is a list":          {func(o object) { o["jti"] = []any{"urn:x:1"} }, no, verify.StageProof, "claims.mismatch"},
		"an end that is a text":         {func(o object) { o["exp"] = "2032-01-01T00:00:00Z" }, no, verify.StageProof, "claims.date"},
		"an end before the start":       {func(o object) { o["exp"] = 1767225599 }, no, verify.StageProof, "claims.order"},
		"an unknown status":             {func(o object) { o["status"] = object{"other": object{}} }, unsure, verify.StageStatus, ""},
		"an issuer that is not a URL":   {func(o object) { o["iss"] = "school" }, no, verify.StageStructure, "vct.issuer"},
		"another issuer than its key's": {func(o object) { o["iss"] = "did:web:other.example" }, no, verify.StageTrust, verify.CodeTrustUnlisted},
		"a badge beside it": {func(o object) {
			maps.Copy(o, parseTree(edited(t, verifytest.Badge(), nil).Bytes()))
			at(o, "/issuer")["id"] = school
			delete(o, "nbf")
			delete(o, "exp")
		}, yes, verify.StageSignature, verify.CodeSignatureValid},
		"a badge of another issuer beside it": {func(o object) {
			maps.Copy(o, parseTree(edited(t, verifytest.Badge(), nil).Bytes()))
			at(o, "/issuer")["id"] = "did:web:other.example"
			delete(o, "nbf")
			delete(o, "exp")
		}, no, verify.StageProof, "claims.mismatch"},
		"a badge that ends at another time beside it": {func(o object) {
			maps.Copy(o, parseTree(edited(t, verifytest.Badge(), nil).Bytes()))
			at(o, "/issuer")["id"] = school
			o["validUntil"] = "2026-02-01T00:00:00Z"
			delete(o, "nbf")
		}, no, verify.StageProof, "claims.mismatch"},
		"an expired badge of the other model beside it": {func(o object) {
			maps.Copy(o, parseTree(edited(t, verifytest.Badge(), nil).Bytes()))
			at(o, "/issuer")["id"] = school
			o["expirationDate"] = "2026-09-15T00:00:00Z"
			delete(o, "nbf")
			delete(o, "exp")
		}, no, verify.StageTime, verify.CodeTimeExpired},
		"a badge of the other model that ends at another time beside it": {func(o object) {
			maps.Copy(o, parseTree(edited(t, verifytest.Badge(), nil).Bytes()))
			at(o, "/issuer")["id"] = school
			o["expirationDate"] = "2026-09-15T00:00:00Z"
			delete(o, "nbf")
		}, no, verify.StageProof, "claims.mismatch"},
	} {
		t.Run(name, func(t *testing.T) {
			r := judged(t, world, claimsToken(t, world, proof.Options{}, row.edit))
			require.Equal(t, row.want, r.Verdict(), outline(r))
			if row.code != "" {
				_, is := found(r, row.stage, row.code)
				require.True(t, is, outline(r))
			}
			if row.want == yes {
				require.Equal(t, badge.SDJWTVC, r.Document().Version())
			}
		})
	}
}

// Two forms of the type, which Sign does not make.
func TestTypesOfClaims(t *testing.T) {
	for name, row := range map[string]struct {
		edit  func(j *draft)
		want  verify.Verdict
		stage verify.Stage
		code  string
	}{
		"a number":          {func(j *draft) { j.claims["vct"] = 1 }, no, verify.StageStructure, "vct.missing"},
		"the former typ":    {func(j *draft) { j.header["typ"] = "vc+sd-jwt" }, yes, verify.StageConformance, "vct.typ"},
		"no issuer":         {func(j *draft) { delete(j.claims, "iss"); delete(j.claims, "issuer") }, unsure, verify.StageStructure, "vct.issuer"},
		"a withheld end":    {func(j *draft) { j.claims["exp"] = tree{"_sd": []any{"x"}} }, no, verify.StageProof, "sdjwt.claim_not_disclosable"}, // SD-8
		"a JWT with a type": {func(j *draft) { j.header["typ"] = "JWT" }, no, verify.StageStructure, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t, verifytest.New(t))
			s.config.Trust = verify.AnyIssuer()
			v, err := verify.New(s.config)
			require.NoError(t, err)
			r, _ := v.Verify(t.Context(), jwt(func(j *draft) {
				j.header["typ"] = "dc+sd-jwt"
				j.claims = tree{"iss": victim, "vct": "urn:example:a", "nbf": 1767225600, "exp": 1956528000}
				row.edit(j)
			})(s))
			require.Equal(t, row.want, r.Verdict(), outline(r))
			if row.code != "" {
				_, is := found(r, row.stage, row.code)
				require.True(t, is, outline(r))
			}
		})
	}
}

// SD-10: an https issuer publishes its keys in its metadata.
func TestClaimsOfURL(t *testing.T) {
	const issuer, metadata = "https://school.example/tenant", "https://school.example/.well-known/jwt-vc-issuer/tenant"
	world := verifytest.New(t)
	secret := world.Key("school.example", proof.EdDSA)
	public, err := key.FromPublic(secret.Public())
	require.NoError(t, err)
	token := func(kid string) *badge.Document {
		doc, err := badge.Parse(marshal(object{"iss": issuer, "vct": "urn:example:a", "nbf": 1767225600}))
		require.NoError(t, err)
		made, err := proof.Sign(t.Context(), doc, proof.EdDSA, key.Signer{Key: secret, Method: kid}, proof.Options{Type: "dc+sd-jwt", EmbedKey: kid == ""})
		require.NoError(t, err)
		return made
	}
	set := `{"keys":[` + string(public.WithID("urn:key:1").JWK()) + `]}`
	for name, row := range map[string]struct {
		kid, page string
		want      verify.Verdict
		code      string
	}{
		"named":            {"urn:key:1", `{"issuer":"` + issuer + `","jwks":` + set + `}`, yes, verify.CodeSignatureValid},
		"another name":     {"urn:key:2", `{"issuer":"` + issuer + `","jwks":` + set + `}`, no, "did.key_not_bound"},
		"a key it brought": {"", `{"issuer":"` + issuer + `","jwks":` + set + `}`, yes, "key.not_named"},
		"another issuer":   {"urn:key:1", `{"issuer":"https://school.example","jwks":` + set + `}`, no, "did.keys_issuer"},
		"two places":       {"urn:key:1", `{"issuer":"` + issuer + `","jwks":` + set + `,"jwks_uri":"https://school.example/keys"}`, no, "did.metadata"},
	} {
		t.Run(name, func(t *testing.T) {
			world := verifytest.New(t)
			world.Publish(metadata, []byte(row.page))
			config := world.Config(verify.Issuers(issuer))
			v, err := verify.New(config)
			require.NoError(t, err)
			r, _ := v.Verify(t.Context(), token(row.kid).Bytes())
			require.Equal(t, row.want, r.Verdict(), outline(r))
			require.Contains(t, outline(r), row.code)
		})
	}
}

// A digest without a disclosure may be where an end, a status or a recipient is.
func TestWithheldInSDJWT(t *testing.T) {
	sd := func(edit func(claims tree)) func(*scene) []byte {
		return jwt(func(j *draft) {
			j.header["typ"] = "vc+sd-jwt"
			for _, claim := range []string{"exp", "nbf"} {
				delete(j.claims, claim)
			}
			edit(j.claims)
		})
	}
	hidden := []any{"x"}
	for name, row := range map[string]struct {
		make  func(*scene) []byte
		want  verify.Verdict
		stage verify.Stage
		code  string
	}{
		"nothing":           {sd(func(tree) {}), yes, verify.StageSignature, verify.CodeSignatureValid},
		"an end, perhaps":   {sd(func(o tree) { delete(o, "validUntil"); o["_sd"] = hidden }), unsure, verify.StageTime, verify.CodeTimeWithheld},
		"a start":           {sd(func(o tree) { delete(o, "validFrom"); o["_sd"] = hidden }), unsure, verify.StageTime, verify.CodeTimeWithheld},
		"a status, perhaps": {sd(func(o tree) { delete(o, "credentialStatus"); o["_sd"] = hidden }), unsure, verify.StageStatus, verify.CodeStatusWithheld},
		"one status of several": {sd(func(o tree) {
			o["credentialStatus"] = []any{tree{"id": "https://victim.example/s#1", "type": "Unheard"}, tree{"...": "x"}}
		}), unsure, verify.StageStatus, verify.CodeStatusWithheld},
		"a recipient":               {sd(func(o tree) { delete(o, "sub"); s := at(o, "/credentialSubject"); delete(s, "id"); s["_sd"] = hidden }), unsure, verify.StageRecipient, verify.CodeRecipientWithheld},
		"a result":                  {sd(func(o tree) { at(o, "/credentialSubject")["_sd"] = hidden }), yes, verify.StageSignature, verify.CodeSignatureDisclosed},
		"evidence":                  {sd(func(o tree) { o["evidence"] = []any{tree{"...": "x"}} }), yes, verify.StageSignature, verify.CodeSignatureDisclosed},
		"a part of the achievement": {sd(func(o tree) { at(o, "/credentialSubject/achievement")["_sd"] = hidden }), yes, verify.StageSignature, verify.CodeSignatureDisclosed},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t, verifytest.New(t))
			v, err := verify.New(s.config)
			require.NoError(t, err)
			r, _ := v.Verify(t.Context(), row.make(s))
			require.Equal(t, row.want, r.Verdict(), outline(r))
			_, is := found(r, row.stage, row.code)
			require.True(t, is, outline(r))
		})
	}
}
