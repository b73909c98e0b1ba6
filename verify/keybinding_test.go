package verify_test

import (
	"crypto"
	"slices"
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

// publishedKeyBindings are presentations by others; what follows the name of a
// file says what their verifier asks in place of what it sent.
var publishedKeyBindings = map[string]struct {
	edit func(*verify.Challenge)
	want verify.Verdict
	code string
}{
	"badge.presentation.txt":                 {nil, yes, verify.CodeRecipientHolder},
	"badge.presentation-all.txt":             {nil, yes, verify.CodeRecipientHolder},
	"microcredential.presentation.txt":       {nil, yes, verify.CodeRecipientHolder},
	"badge.presentation-stranger.txt":        {nil, no, "proof.signature"},
	"badge.presentation-mixed.txt":           {nil, no, "sdjwt.key_binding_hash"},
	"badge.vc+sd-jwt.txt":                    {nil, unsure, verify.CodeRecipientUnproven},
	"badge.presentation.txt another nonce":   {func(c *verify.Challenge) { c.Value += "1" }, no, "proof.challenge"},
	"badge.presentation.txt another name":    {func(c *verify.Challenge) { c.Domain = "did:web:verifier.example" }, no, "proof.domain"},
	"badge.presentation.txt replayed":        {func(c *verify.Challenge) { c.Spend = func(string) bool { return false } }, no, verify.CodeRecipientReplayed},
	"badge.presentation.txt nothing asked":   {func(c *verify.Challenge) { *c = verify.Challenge{} }, unsure, verify.CodeRecipientUnproven},
	"badge.presentation.txt after its time":  {func(c *verify.Challenge) { c.NotAfter = time.Unix(1795946400-3600, 0) }, no, verify.CodeTimeWindow},
	"badge.presentation.txt before its time": {func(c *verify.Challenge) { c.NotBefore = time.Unix(1795946400+600, 0) }, no, verify.CodeTimeWindow},
}

// SD-13: presentations by others, for what their verifiers sent.
func TestPublishedKeyBindings(t *testing.T) {
	for file, row := range publishedKeyBindings {
		t.Run(file, func(t *testing.T) {
			data, about := publishedSDJWT(t, strings.Fields(file)[0])
			v, err := verify.New(verify.Config{Trust: verify.Issuers(about.Issuer), Now: func() time.Time { return about.Clock }})
			require.NoError(t, err)
			c := verify.Challenge{Value: about.Nonce, Domain: about.Audience}
			if row.edit != nil {
				row.edit(&c)
			}
			r, _ := v.VerifyPresentation(t.Context(), data, c)
			require.Equal(t, row.want, r.Verdict(), outline(r))
			_, is := found(r, verify.StageRecipient, row.code)
			require.True(t, is, outline(r))
		})
	}
}

// A key binding that nobody asked for must be good as well, and the claim cnf
// must name a public key.
func TestKeyBindings(t *testing.T) {
	world := verifytest.New(t)
	world.Issuer("school.example", proof.EdDSA)
	by := key.Signer{Key: world.Key("holder", proof.EdDSA)}
	public, err := key.FromPublic(by.Key.Public())
	require.NoError(t, err)
	bind := func(doc *badge.Document, at time.Time) *badge.Document {
		bound, err := proof.Bind(t.Context(), doc, proof.EdDSA, by, proof.Options{Challenge: "n", Domain: "d", Created: at})
		require.NoError(t, err)
		return bound
	}
	with := func(cnf any) *badge.Document {
		return claimsToken(t, world, proof.Options{}, func(o object) { o["cnf"] = cnf })
	}
	jwk := parseTree(public.JWK())
	private := parseTree(public.JWK())
	private["d"] = private["x"]
	for name, row := range map[string]struct {
		cnf  any
		at   time.Duration
		want verify.Verdict
		code string
	}{
		"good":                   {object{"jwk": jwk}, 0, yes, "recipient.bound"},
		"the key of a DID":       {object{"kid": public.DIDKey() + "#" + public.Multikey()}, 0, yes, "recipient.bound"},
		"in the future":          {object{"jwk": jwk}, time.Hour, no, verify.CodeProofFuture},
		"no key":                 {object{}, 0, no, "recipient.no_key"},
		"a private key":          {object{"jwk": private}, 0, no, "key.private_exposed"},
		"a key of another kind":  {object{"kid": "did:web:nobody.example#1"}, 0, unsure, ""},
		"the key of a neighbour": {object{"jwk": parseTree(neighbour(t, world).JWK())}, 0, no, "proof.signature"},
	} {
		t.Run(name, func(t *testing.T) {
			r := judged(t, world, bind(with(row.cnf), world.Now().Add(row.at)))
			require.Equal(t, row.want, r.Verdict(), outline(r))
			if row.code != "" {
				_, is := found(r, verify.StageRecipient, row.code)
				require.True(t, is, outline(r))
			}
		})
	}
	bound := bind(with(object{"jwk": jwk}), world.Now())
	tampered := strings.Replace(string(bound.Bytes()), ".", ".e", 1)
	r, _ := world.Verifier(verify.Issuers(school)).VerifyPresentation(t.Context(), []byte(tampered), verify.Challenge{Value: "n", Domain: "d"})
	require.NotEqual(t, yes, r.Verdict())
	require.NotContains(t, outline(r), verify.CodeRecipientHolder)
}

// SD-13: a key binding answers a challenge once, within its time, and only for a
// badge that is good.
func TestKeyBindingAnswers(t *testing.T) {
	world := verifytest.New(t)
	world.Issuer("school.example", proof.EdDSA)
	by := key.Signer{Key: world.Key("holder", proof.EdDSA)}
	const gone = "https://school.example/gone"
	world.Answer(gone, verify.Response{Status: 503})
	for name, row := range map[string]struct {
		edit  func(claims object)
		made  time.Duration // from now
		want  verify.Verdict
		code  string
		asked int // how often the challenge is used up
	}{
		"good":                    {nil, 0, yes, verify.CodeRecipientHolder, 1},
		"within tolerance":        {nil, time.Minute, yes, verify.CodeRecipientHolder, 1},
		"from the future":         {nil, time.Minute + time.Second, no, verify.CodeProofFuture, 0},
		"ten minutes old":         {nil, -11 * time.Minute, yes, verify.CodeRecipientHolder, 1},
		"older":                   {nil, -11*time.Minute - time.Second, no, verify.CodeTimeWindow, 0},
		"an expired badge":        {entryMember("exp", 1767225601), 0, no, verify.CodeRecipientUnproven, 0},
		"a badge of open status":  {entryMember("status", placeAt(gone, 1)), 0, unsure, verify.CodeRecipientUnproven, 0},
		"a badge of no mechanism": {entryMember("status", object{}), 0, unsure, verify.CodeRecipientUnproven, 0},
		"a badge of another key":  {nil, 0, no, verify.CodeRecipientUnproven, 0},
	} {
		t.Run(name, func(t *testing.T) {
			doc := claimsToken(t, world, proof.Options{}, func(claims object) {
				claims["cnf"] = object{"jwk": jwk(by.Key)}
				if row.edit != nil {
					row.edit(claims)
				}
			})
			if name == "a badge of another key" {
				doc = signedByAnother(t, doc, world.Key("neighbour", proof.EdDSA))
			}
			bound, err := proof.Bind(t.Context(), doc, proof.EdDSA, by, proof.Options{Challenge: "n", Domain: "d", Created: world.Now().Add(row.made)})
			require.NoError(t, err)
			asked := 0
			r, _ := world.Verifier(verify.Issuers(school)).VerifyPresentation(t.Context(), bound.Bytes(), verify.Challenge{Value: "n", Domain: "d",
				Spend: func(string) bool { asked++; return true }})
			require.Equal(t, row.want, r.Verdict(), outline(r))
			_, is := found(r, verify.StageRecipient, row.code)
			require.True(t, is, outline(r))
			require.Equal(t, row.asked, asked)
		})
	}
}

func neighbour(t *testing.T, world *verifytest.World) key.Key {
	k, err := key.FromPublic(world.Key("neighbour", proof.EdDSA).Public())
	require.NoError(t, err)
	return k
}

// signedByAnother returns an SD-JWT with the signature of another key.
func signedByAnother(t *testing.T, doc *badge.Document, by crypto.Signer) *badge.Document {
	token, shown, _ := strings.Cut(string(doc.Bytes()), "~")
	input := token[:strings.LastIndexByte(token, '.')]
	made, err := badge.Parse([]byte(input + "." + b64(string(signJWS(by, proof.EdDSA, []byte(input)))) + "~" + shown))
	require.NoError(t, err)
	return made
}

// The recipient is compared with the one who is asked for, also if the holder proves
// to have the key.
func TestKeyBindingOfAnotherRecipient(t *testing.T) {
	world := verifytest.New(t)
	world.Issuer("school.example", proof.EdDSA)
	by := key.Signer{Key: world.Key("holder", proof.EdDSA)}
	doc := claimsToken(t, world, proof.Options{}, func(claims object) {
		claims["sub"], claims["cnf"] = "did:example:learner", object{"jwk": jwk(by.Key)}
	})
	bound, err := proof.Bind(t.Context(), doc, proof.EdDSA, by, proof.Options{Challenge: "n", Domain: "d", Created: world.Now()})
	require.NoError(t, err)
	for name, row := range map[string]struct {
		asked *badge.Recipient
		want  verify.Verdict
		code  string
	}{
		"the recipient": {&badge.Recipient{ID: "did:example:learner"}, yes, verify.CodeRecipientMatch},
		"another":       {&badge.Recipient{ID: "did:example:other"}, no, verify.CodeRecipientMismatch},
		"nobody":        {nil, yes, verify.CodeRecipientHolder},
	} {
		t.Run(name, func(t *testing.T) {
			item := verify.Item{Data: bound.Bytes(), Recipient: row.asked, Challenge: &verify.Challenge{Value: "n", Domain: "d"}}
			for _, r := range world.Verifier(verify.Issuers(school)).VerifyAll(t.Context(), slices.Values([]verify.Item{item})) {
				require.Equal(t, row.want, r.Verdict(), outline(r))
				for _, code := range []string{row.code, verify.CodeRecipientHolder} {
					_, is := found(r, verify.StageRecipient, code)
					require.True(t, is, outline(r))
				}
				_, is := found(r, verify.StageRecipient, verify.CodeRecipientNotAsked)
				require.False(t, is, outline(r))
			}
		})
	}
}
