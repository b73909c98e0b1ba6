package verify_test

import (
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/badge/rules"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

const keyExposed = "key.private_exposed"

// exposed are identifiers that are private keys, with the text that may not be
// shown.
func exposed() map[string]struct{ id, secret string } {
	seed := strings.Repeat("s", 32)
	private := base58(append([]byte{0x80, 0x26}, seed...))
	jwk := tree{"kty": "OKP", "crv": "Ed25519", "x": b64(strings.Repeat("x", 32)), "d": b64(seed)}
	encoded := b64(string(marshal(jwk)))
	return map[string]struct{ id, secret string }{
		"did:jwk":           {"did:jwk:" + encoded, encoded[20:]},
		"did:jwk symmetric": {"did:jwk:" + b64(`{"kty":"oct","k":"`+b64(seed)+`"}`), b64(`{"kty":"oct","k":"` + b64(seed) + `"}`)[20:]},
		"did:key":           {"did:key:" + private, private[4:]},
	}
}

// texts are all the texts in which a report can be shown.
func texts(t *testing.T, r *verify.Report) string {
	t.Helper()
	text, err := json.Marshal(r)
	require.NoError(t, err)
	return fmt.Sprint(string(text), r.String(), r.Err(), r.Document(), r.Proofs(), r.Checks())
}

// S-43: an identifier that publishes its private key binds nobody: as issuer or key
// the badge fails, as recipient it names everybody.
func TestPrivateIdentifiers(t *testing.T) {
	for name, row := range exposed() {
		t.Run(name, func(t *testing.T) {
			world := schoolWorld(t)
			s := &scene{t: t, world: world, pages: verify.Pages{}}
			secret := world.Key("school.example", proof.EdDSARDFC2022).(ed25519.PrivateKey)
			badgeOf := func(issuer, method string, edit func(tree)) *verify.Report {
				doc, p := credential(), newProof()
				at(doc, "/issuer")["id"], p["verificationMethod"] = issuer, method
				if edit != nil {
					edit(doc)
				}
				r, _ := verifierWith(t, world, func(c *verify.Config) { c.Trust = verify.AnyIssuer() }).Verify(t.Context(), marshal(s.prove(doc, p, secret)))
				require.NotContains(t, texts(t, r), row.secret)
				return r
			}
			r := badgeOf(row.id, row.id+"#0", nil)
			requireCheck(t, r, verify.StageKey, verify.Failed, keyExposed)
			requireCheck(t, r, verify.StageConformance, verify.Warned, keyExposed)
			r = badgeOf(school, row.id+"#0", nil)
			requireCheck(t, r, verify.StageKey, verify.Failed, keyExposed)

			for _, who := range []*badge.Recipient{nil, {ID: row.id}} {
				doc := credential()
				at(doc, "/issuer")["id"] = school
				at(doc, "/credentialSubject")["id"] = row.id
				p := newProof()
				p["verificationMethod"] = school + "#key-1"
				v, text := verifierWith(t, world, nil), marshal(s.prove(doc, p, secret))
				r, err := v.Verify(t.Context(), text)
				if who != nil {
					r, err = v.VerifyFor(t.Context(), text, *who)
				}
				require.ErrorIs(t, err, verify.ErrInconclusive)
				requireCheck(t, r, verify.StageRecipient, verify.Unknown, keyExposed)
				requireCheck(t, r, verify.StageConformance, verify.Warned, keyExposed)
				requireCheck(t, r, verify.StageSignature, verify.Passed, "signature.valid")
				require.NotContains(t, texts(t, r), row.secret)
			}
		})
	}
}

// S-43: a token shows no private key either: not as kid, not as issuer.
func TestPrivateIdentifiersInTokens(t *testing.T) {
	for name, row := range exposed() {
		t.Run(name, func(t *testing.T) {
			s := newScene(t, verifytest.New(t))
			s.config.Trust = verify.AnyIssuer()
			for _, edit := range []func(j *draft){
				func(j *draft) { j.header["kid"] = row.id },
				func(j *draft) {
					j.header["kid"], j.claims["iss"] = row.id+"#0", row.id
					at(j.claims, "/issuer")["id"] = row.id
				},
			} {
				v, err := verify.New(s.config)
				require.NoError(t, err)
				r, err := v.Verify(t.Context(), jwt(edit)(s))
				require.ErrorIs(t, err, verify.ErrRejected)
				requireCheck(t, r, verify.StageKey, verify.Failed, keyExposed)
				require.NotContains(t, texts(t, r), row.secret)
			}
			require.Empty(t, s.hosts())
		})
	}
}

// S-43: nothing is issued by, with or for an identifier that is a private key.
func TestPrivateIdentifiersAreNotIssued(t *testing.T) {
	for name, row := range exposed() {
		t.Run(name, func(t *testing.T) {
			world := schoolWorld(t)
			refused := func(err error) {
				t.Helper()
				require.Equal(t, keyExposed, badge.CodeOf(err), "%v", err)
				require.NotContains(t, err.Error(), row.secret)
			}
			c := verifytest.Badge()
			c.Subject.ID = row.id
			_, err := world.Issuer("school.example", proof.EdDSARDFC2022).Issue(t.Context(), c)
			refused(err)

			signer := key.Signer{Key: world.Key("school.example", proof.EdDSARDFC2022), Method: row.id + "#0"}
			config := issuer.Config{Profile: badge.Profile{ID: row.id, Name: "S"}, Proofs: []issuer.Securing{{Scheme: proof.EdDSARDFC2022, Signer: signer}}}
			_, err = issuer.New(config)
			refused(err)
			config.Profile.ID = school
			_, err = issuer.New(config)
			refused(err)
			text, err := json.Marshal(signer)
			require.NoError(t, err)
			require.NotContains(t, string(text)+fmt.Sprintf("%v %+v %#v", signer, signer, signer), row.secret)

			doc := edited(t, c, nil)
			for _, by := range []key.Signer{signer, {Key: signer.Key, Method: school + "#key-1"}} {
				for _, scheme := range []proof.Scheme{proof.EdDSARDFC2022, proof.EdDSAJCS2022, proof.EdDSA} {
					_, err = proof.Sign(t.Context(), doc, scheme, by, proof.Options{})
					refused(err)
				}
			}
			for _, edit := range []func(object){
				func(o object) { o["credentialSubject"].(object)["id"] = row.id },
				func(o object) { o["issuer"] = row.id },
				func(o object) { o["issuer"].(object)["id"] = row.id },
				func(o object) {
					o["credentialSubject"].(object)["achievement"].(object)["creator"] = object{"id": row.id, "type": []string{"Profile"}}
				},
			} {
				found := false
				for _, p := range rules.ForIssue(edited(t, verifytest.Badge(), edit)) {
					found = found || p.Code == keyExposed && p.Severity == badge.SeverityError
					require.NotContains(t, p.Message, row.secret)
				}
				require.True(t, found)
			}
		})
	}
}
