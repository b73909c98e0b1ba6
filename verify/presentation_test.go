package verify_test

import (
	"cmp"
	"crypto"
	"crypto/sha256"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/presentation"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// asked is what the verifier of these tests sends to a holder.
var asked = verify.Challenge{Value: "6a1f9c", Domain: "https://verifier.example"}

// wallet is a holder with one key.
type wallet struct {
	t      testing.TB
	world  *verifytest.World
	id     string // the DID
	method string
	key    crypto.Signer
	scheme proof.Scheme // of its proofs
}

// newWallet is a holder whose DID has that method: key, jwk or web.
func newWallet(t testing.TB, world *verifytest.World, method string, scheme proof.Scheme) wallet {
	w := wallet{t: t, world: world, key: world.Key("learner", scheme), scheme: scheme}
	switch public := publicKey(w.key); method {
	case "key":
		w.id = "did:key:" + public.Multikey()
		w.method = w.id + "#" + public.Multikey()
	case "jwk":
		w.id = "did:jwk:" + b64(string(public.JWK()))
		w.method = w.id + "#0"
	case "web":
		w.id = "did:web:learner.example"
		w.method = w.id + "#phone"
		w.publishes("authentication")
	}
	return w
}

// publishes has the host of a did:web list the key under a relationship.
func (w wallet) publishes(relationship string) {
	w.world.Publish("https://learner.example/.well-known/did.json", marshal(tree{"id": w.id, relationship: []any{method(w.method, w.id, w.key)}}))
}

// presents is the presentation of badges, before it is signed.
func (w wallet) presents(badges ...any) tree {
	vp := tree{"@context": []any{badge.ContextVC2}, "type": []any{"VerifiablePresentation"}, "holder": w.id}
	if len(badges) > 0 {
		vp["verifiableCredential"] = badges
	}
	return vp
}

// answer is how a wallet answers the verifier of these tests.
func (w wallet) answer() proof.Options {
	return proof.Options{Created: w.world.Now(), Challenge: asked.Value, Domain: asked.Domain, Authentication: true}
}

// signs adds a proof to a presentation.
func (w wallet) signs(vp tree, o proof.Options) []byte {
	w.t.Helper()
	doc, err := badge.Parse(marshal(vp))
	require.NoError(w.t, err)
	made, err := proof.Sign(w.t.Context(), doc, w.scheme, key.Signer{Key: w.key, Method: w.method}, o)
	require.NoError(w.t, err)
	return made.Bytes()
}

// token is a presentation as a token, after an edit of its claims.
func (w wallet) token(typ string, vp tree, edit func(header, claims tree)) []byte {
	now := w.world.Now().Unix()
	header := tree{"alg": "EdDSA", "typ": typ, "kid": w.method}
	claims := tree{"iss": w.id, "nonce": asked.Value, "aud": asked.Domain, "iat": now, "exp": now + 300}
	if typ == "JWT" {
		claims["vp"] = vp
	} else {
		maps.Copy(claims, vp)
	}
	if edit != nil {
		edit(header, claims)
	}
	alg := proof.EdDSA
	if w.scheme == proof.ECDSARDFC2019 {
		header["alg"], alg = "ES256", proof.ES256
	}
	input := b64(string(marshal(header))) + "." + b64(string(marshal(claims)))
	return []byte(input + "." + b64(string(signJWS(w.key, alg, []byte(input)))))
}

// awarded is a badge of the school for the holder of a DID, after an edit.
func awarded(t testing.TB, world *verifytest.World, to string, edit func(object)) tree {
	return parseTree(signed(t, world, edited(t, verifytest.Badge(), func(o object) {
		at(o, "/credentialSubject")["id"] = to
		if edit != nil {
			edit(o)
		}
	})).Bytes())
}

// enveloped is a badge of the school as a token in an envelope.
func enveloped(t testing.TB, world *verifytest.World, to string) tree {
	made, err := proof.Sign(t.Context(), edited(t, verifytest.Badge(), func(o object) { at(o, "/credentialSubject")["id"] = to }),
		proof.EdDSA, key.Signer{Key: world.Key("school.example", proof.EdDSARDFC2022), Method: school + "#key-1"}, proof.Options{Type: "vc+jwt"})
	require.NoError(t, err)
	return parseTree(envelope(string(made.Bytes()), nil))
}

// shown verifies a presentation as one who trusts the school.
func shown(t *testing.T, world *verifytest.World, text []byte, c verify.Challenge) *verify.Report {
	t.Helper()
	r, err := verifierWith(t, world, nil).VerifyPresentation(t.Context(), text, c)
	require.Equal(t, r.Verdict() == verify.Accepted, err == nil)
	requireSchema(t, r)
	return r
}

// requireBadge asks that a badge of a presentation has a check at stage recipient.
func requireBadge(t testing.TB, r *verify.Report, i int, outcome verify.Outcome, code string) {
	t.Helper()
	require.Greater(t, len(r.Embedded()), i, outline(r))
	requireCheck(t, r.Embedded()[i].Report, verify.StageRecipient, outcome, code)
}

// presentedTo is what reference data says about the presentations by others.
type presentedTo struct {
	Challenge, Domain, Issuer, Holder, HolderP256 string
	Clock                                         time.Time
}

// presentationRow is the expected outcome of a presentation.
type presentationRow struct {
	verdict verify.Verdict
	code    string   // of the decisive check
	holder  string   // who is proven
	badges  []string // the code of each at stage recipient
}

// presentationsOfOthers are presentations by third-party signers.
func presentationsOfOthers(f presentedTo) map[string]presentationRow {
	return map[string]presentationRow{

		"vp-eddsa-rdfc-2022.json":           {yes, "signature.valid", f.Holder, []string{"recipient.holder"}},
		"vp-ecdsa-rdfc-2019.json":           {yes, "signature.valid", f.HolderP256, []string{"recipient.holder"}},
		"vp-eddsa-jcs-2022.json":            {yes, "signature.valid", f.Holder, []string{"recipient.holder"}},
		"vp-enveloped-eddsa-rdfc-2022.json": {yes, "signature.valid", f.Holder, []string{"recipient.holder"}},
		"vp+jwt.txt":                        {yes, "signature.valid", f.Holder, []string{"recipient.holder"}},
		"vp-jwt-1.1.txt":                    {yes, "signature.valid", f.Holder, []string{"recipient.holder"}},
		"vp-empty.json":                     {yes, "signature.valid", f.Holder, nil},
		"vp-other-subject.json":             {no, "presentation.refused", f.Holder, []string{"recipient.not_holder"}},
		"vp-two-one-foreign.json":           {no, "presentation.refused", f.Holder, []string{"recipient.holder", "recipient.not_holder"}},
		"vp-holder-differs.json":            {no, "presentation.holder", "", []string{"recipient.unproven"}},
		"vp-purpose-assertion.json":         {no, "proof.purpose", "", []string{"recipient.unproven"}},
		"vp-badge-tampered.json":            {no, "presentation.refused", f.Holder, []string{"recipient.holder"}},
	}
}

// PR-0: presentations by third-party signers give what their README says.
func TestPresentationsOfOthers(t *testing.T) {
	var f presentedTo
	require.NoError(t, json.Unmarshal(reference(t, "next", "presentations", "expect.json"), &f))
	for name, row := range presentationsOfOthers(f) {
		t.Run("PR-0 "+name, func(t *testing.T) {
			v, err := verify.New(verify.Config{Trust: verify.Issuers(f.Issuer), Now: func() time.Time { return f.Clock }})
			require.NoError(t, err)
			r, err := v.VerifyPresentation(t.Context(), reference(t, "next", "presentations", name), verify.Challenge{Value: f.Challenge, Domain: f.Domain})
			require.Equal(t, row.verdict, r.Verdict(), r.String())
			require.Equal(t, row.verdict == yes, err == nil)
			require.Equal(t, row.code, r.Decisive().Code, r.String())
			require.Equal(t, row.holder, r.Holder())
			require.Len(t, r.Embedded(), len(row.badges))
			for i, b := range r.Embedded() {
				_, is := found(b.Report, verify.StageRecipient, row.badges[i])
				require.True(t, is, "%d: %s", i, outline(b.Report))
				if !strings.Contains(name, "tampered") {
					requireCheck(t, b.Report, verify.StageSignature, verify.Passed, "signature.valid")
				}
			}
			_, isBadge := r.Verified()
			require.False(t, isBadge, "a presentation is not a badge")
		})
	}
}

// suitePresentations are those of the test suite of VC-JOSE-COSE.
var suitePresentations = map[string]struct {
	key     string
	stage   verify.Stage
	outcome verify.Outcome
	code    string
	verdict verify.Verdict
	badge   string // the code of its badge
	day     int    // of December 2024, on which it counts
}{
	"presentation-jose-multiple.txt":        {"vm-p384", verify.StageSignature, verify.Passed, "signature.valid", no, "claims.date", 16},
	"presentation-sdjwt-selective.txt":      {"vm-p384", verify.StageSignature, verify.Passed, "signature.valid", no, "claims.date", 16},
	"presentation-jose-bad-credential.txt":  {"vm-ed25519", verify.StageEndorsement, verify.Failed, "presentation.refused", no, "envelope.format", 15},
	"presentation-sdjwt-bad-credential.txt": {"vm-p521", verify.StageEndorsement, verify.Failed, "presentation.refused", no, "envelope.format", 15},
	"presentation-jose-bad-media-type.txt":  {"vm-ed25519", verify.StageProof, verify.Failed, "jws.typ", no, "", 15},
	"presentation-sdjwt-bad-media-type.txt": {"vm-ed25519", verify.StageProof, verify.Failed, "jws.typ", no, "", 15},
}

// PR-7: presentations of the test suite of VC-JOSE-COSE, whose keys are pinned.
// The suite asks for no challenge, and its credentials are not badges: their
// claim iat is a text.
func TestPresentationsOfSuite(t *testing.T) {
	var published map[string]struct{ PublicKeyJwk json.RawMessage }
	require.NoError(t, json.Unmarshal(reference(t, "next", "sd-jwt", "w3c-vc-jose-cose", "public-keys.json"), &published))
	for name, row := range suitePresentations {
		t.Run("PR-7 "+name, func(t *testing.T) {
			public, err := key.ParseJWK(published[row.key].PublicKeyJwk)
			require.NoError(t, err)
			v, err := verify.New(verify.Config{Trust: verify.AnyIssuer(), Keys: map[string][]key.Key{suite: {public}},
				Now: func() time.Time { return time.Date(2024, 12, row.day, 12, 0, 0, 0, time.UTC) }})
			require.NoError(t, err)
			r, err := v.VerifyPresentation(t.Context(), reference(t, "next", "sd-jwt", "w3c-vc-jose-cose", name), verify.Challenge{})
			require.Error(t, err)
			require.Equal(t, row.verdict, r.Verdict(), r.String())
			requireCheck(t, r, row.stage, row.outcome, row.code)
			require.Empty(t, r.Holder())
			if row.badge != "" {
				require.Equal(t, row.badge, r.Embedded()[0].Report.Decisive().Code, r.String())
			}
		})
	}
}

// A presentation as an SD-JWT is read with what the holder discloses: without its
// type it is not a presentation, and a hidden nonce answers nothing.
func TestPresentationsAsSDJWT(t *testing.T) {
	world := schoolWorld(t)
	w := newWallet(t, world, "key", proof.EdDSARDFC2022)
	hidden := func(name string, keep bool) []byte {
		var disclosure string
		text := w.token("vp+sd-jwt", w.presents(enveloped(t, world, w.id)), func(_, claims tree) {
			disclosure = b64(string(marshal([]any{"c2FsdHNhbHRzYWx0c2FsdA", name, claims[name]})))
			digest := sha256.Sum256([]byte(disclosure))
			claims["_sd"], claims["_sd_alg"] = []any{b64(string(digest[:]))}, "sha-256"
			delete(claims, name)
		})
		if keep {
			return []byte(string(text) + "~" + disclosure + "~")
		}
		return []byte(string(text) + "~")
	}
	for _, name := range []string{"holder", "type", "verifiableCredential", "nonce"} {
		r := shown(t, world, hidden(name, true), asked)
		require.Equal(t, yes, r.Verdict(), "%s: %s", name, r)
		require.Equal(t, w.id, r.Holder())
	}
	require.Equal(t, yes, shown(t, world, hidden("verifiableCredential", false), asked).Verdict(), "the token shows only its holder")
	r := shown(t, world, hidden("nonce", false), asked)
	requireCheck(t, r, verify.StageProof, verify.Failed, "proof.challenge")
	require.Equal(t, no, shown(t, world, hidden("type", false), asked).Verdict())
}

// PR-1: each form with each method of DIDs.
func TestPresentations(t *testing.T) {
	for _, did := range []string{"key", "jwk", "web"} {
		for _, scheme := range []proof.Scheme{proof.EdDSARDFC2022, proof.EdDSAJCS2022, proof.ECDSARDFC2019} {
			t.Run("PR-1 did:"+did+" "+string(scheme), func(t *testing.T) {
				world := schoolWorld(t)
				w := newWallet(t, world, did, scheme)
				for name, text := range map[string][]byte{
					"Data Integrity":           w.signs(w.presents(awarded(t, world, w.id, nil)), w.answer()),
					"without holder":           w.signs(dropped(w.presents(awarded(t, world, w.id, nil)), "holder"), w.answer()),
					"one badge without a list": w.signs(withMember(w.presents(), "verifiableCredential", awarded(t, world, w.id, nil)), w.answer()),
					"envelope":                 w.signs(w.presents(enveloped(t, world, w.id)), w.answer()),
					"vp+jwt":                   w.token("vp+jwt", w.presents(enveloped(t, world, w.id)), nil),
					"vp+jwt in an envelope": marshal(tree{"@context": badge.ContextVC2, "type": "EnvelopedVerifiablePresentation",
						"id": "data:application/vp+jwt," + string(w.token("vp+jwt", w.presents(enveloped(t, world, w.id)), nil))}),
					"version 1.1": w.token("JWT", oldPresentation(enveloped(t, world, w.id)), nil),
					"with a jwk in place of a kid": w.token("vp+jwt", w.presents(enveloped(t, world, w.id)), func(header, _ tree) {
						delete(header, "kid")
						header["jwk"] = jwk(w.key)
					}),
					"with a short kid": w.token("vp+jwt", w.presents(enveloped(t, world, w.id)), func(header, _ tree) {
						header["kid"] = w.method[strings.Index(w.method, "#"):]
					}),
				} {
					r := shown(t, world, text, asked)
					require.Equal(t, yes, r.Verdict(), "%s: %s", name, r)
					require.Equal(t, w.id, r.Holder(), name)
					requireCheck(t, r, verify.StageStructure, verify.Passed, "presentation.read")
					requireCheck(t, r, verify.StageTrust, verify.Skipped, "presentation.no_issuer")
					requireCheck(t, r, verify.StageRecipient, verify.Passed, "recipient.holder")
					requireCheck(t, r, verify.StageEndorsement, verify.Passed, "presentation.badge")
					requireBadge(t, r, 0, verify.Passed, "recipient.holder")
					_, ok := r.Embedded()[0].Report.Verified()
					require.True(t, ok, name)
				}
			})
		}
	}
}

// The times of a token count to the second, and only its start has the tolerance
// of clocks.
func TestPresentationTimes(t *testing.T) {
	world := schoolWorld(t)
	w := newWallet(t, world, "key", proof.EdDSARDFC2022)
	for name, row := range map[string]struct {
		claim string
		after int64 // seconds from now
		code  string
	}{
		"start in the past":       {"nbf", -60, ""},
		"start within tolerance":  {"nbf", 60, ""},
		"start beyond tolerance":  {"nbf", 61, "proof.future"},
		"end now":                 {"exp", 0, ""},
		"end a second ago":        {"exp", -1, "proof.lapsed"},
		"made ten minutes before": {"iat", -600 - 60, ""},
		"made earlier":            {"iat", -600 - 61, "time.window"},
		"made within tolerance":   {"iat", 60, ""},
		"made beyond tolerance":   {"iat", 61, "proof.future"},
	} {
		t.Run(name, func(t *testing.T) {
			r := shown(t, world, w.token("vp+jwt", w.presents(), func(_, claims tree) { claims[row.claim] = world.Now().Unix() + row.after }), asked)
			if row.code == "" {
				require.Equal(t, yes, r.Verdict(), outline(r))
				return
			}
			require.Equal(t, no, r.Verdict(), outline(r))
			require.Equal(t, row.code, r.Decisive().Code)
		})
	}
}

// PR-1: what a holder makes with package presentation is accepted, and by
// nobody else.
func TestPresentationsMade(t *testing.T) {
	for _, did := range []string{"key", "jwk", "web"} {
		for scheme, keyOf := range map[proof.Scheme]proof.Scheme{proof.EdDSARDFC2022: "", proof.EdDSAJCS2022: "", proof.ECDSARDFC2019: "",
			proof.EdDSA: proof.EdDSARDFC2022, proof.ES256: proof.ECDSARDFC2019} {
			t.Run("PR-1 did:"+did+" "+string(scheme), func(t *testing.T) {
				world := schoolWorld(t)
				w := newWallet(t, world, did, cmp.Or(keyOf, scheme))
				inside, err := badge.Parse([]byte(enveloped(t, world, w.id)["id"].(string)[len("data:application/vc+jwt,"):]))
				require.NoError(t, err)
				made, err := presentation.Make(t.Context(), []*badge.Document{inside}, key.Signer{Key: w.key, Method: w.method}, presentation.Options{
					Challenge: asked.Value, Domain: asked.Domain, Channel: asked.Domain + "/answer", Scheme: scheme,
					Created: world.Now(), Expires: world.Now().Add(time.Minute)})
				require.NoError(t, err)
				r := shown(t, world, made.Bytes(), asked)
				require.Equal(t, yes, r.Verdict(), r.String())
				require.Empty(t, r.Departures())
				require.Equal(t, w.id, r.Holder())
				other := asked
				other.Domain = "https://other.example"
				require.Equal(t, no, shown(t, world, made.Bytes(), other).Verdict())
			})
		}
	}
}

func dropped(o tree, name string) tree {
	delete(o, name)
	return o
}

func withMember(o tree, name string, value any) tree {
	o[name] = value
	return o
}

// oldPresentation is a presentation of version 1.1, with the token of an
// envelope.
func oldPresentation(envelope tree) tree {
	_, token, _ := strings.Cut(envelope["id"].(string), ",")
	return tree{"@context": []any{badge.ContextVC1}, "type": []any{"VerifiablePresentation"}, "verifiableCredential": []any{token}}
}

// A batch of presentations and badges: each is asked for its own challenge.
func TestChallengesOfBatch(t *testing.T) {
	world := schoolWorld(t)
	w := newWallet(t, world, "key", proof.EdDSARDFC2022)
	good := w.signs(w.presents(awarded(t, world, w.id, nil)), w.answer())
	other := verify.Challenge{Value: "another", Domain: asked.Domain}
	var used int
	once := asked
	once.Spend = func(string) bool { used++; return used == 1 }
	all := []verify.Item{
		{Data: good, Challenge: &asked},
		{Data: good, Challenge: &other},
		{Data: good},
		{Data: marshal(awarded(t, world, w.id, nil)), Challenge: &asked},
		{Data: good, Challenge: &once},
		{Data: good, Challenge: &once},
	}
	wants := []struct {
		verdict verify.Verdict
		code    string
	}{{yes, "signature.valid"}, {no, "proof.challenge"}, {unsure, "recipient.unproven"}, {unsure, "recipient.unproven"}, {yes, "signature.valid"}, {no, "recipient.replayed"}}
	n := 0
	for _, r := range verifierWith(t, world, func(c *verify.Config) { c.Workers = 1 }).VerifyAll(t.Context(), slices.Values(all)) {
		require.Equal(t, wants[n].verdict, r.Verdict(), "%d: %s", n, r)
		require.Equal(t, wants[n].code, r.Decisive().Code)
		n++
	}
	require.Equal(t, len(all), n)
}
