package issuer_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/edubadges"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// The addresses of an issuer of Open Badges 2.0.
const (
	site     = "https://badges.school.example"
	profile2 = site + "/issuer"
	class2   = site + "/classes/soldering"
	badge2   = site + "/assertions/1"
	key2     = site + "/keys/1"
	list2    = site + "/revoked"
	eduID    = "6f1c2a34-9d0e-4b57-8a21-3c5d7e9f0b12"
)

// config2 is an issuer of hosted badges or, given a scheme, of signed ones.
func config2(w *verifytest.World, schemes ...proof.Scheme) issuer.Config {
	cfg := issuer.Config{
		Version: badge.OB2,
		Profile: badge.Profile{ID: profile2, Name: "The School", URL: "https://school.example", Email: "badges@school.example"},
		Now:     w.Now,
	}
	for _, s := range schemes {
		cfg.Proofs = append(cfg.Proofs, issuer.Securing{Scheme: s, Signer: key.Signer{Key: w.Key(profile2, s), Method: key2}})
	}
	return cfg
}

func soldering() badge.Achievement {
	return badge.Achievement{ID: class2, Name: "Soldering", Description: "Solders.", Image: &badge.Image{ID: class2 + "/image"}, Criteria: badge.Criteria{Narrative: "Solder."}}
}

// credential2 is a badge that embeds its class.
func credential2(i *issuer.Issuer) badge.Credential {
	return badge.Credential{ID: badge2, Subject: badge.Subject{
		Identifier: []badge.IdentityObject{i.HashedIdentity("id", eduID)}, Achievement: soldering()}}
}

// open2 makes an issuer and publishes what it publishes.
func open2(t *testing.T, w *verifytest.World, cfg issuer.Config) *issuer.Issuer {
	t.Helper()
	i, err := issuer.New(cfg)
	require.NoError(t, err)
	documents, err := i.KeyDocuments()
	require.NoError(t, err)
	class, err := i.BadgeClass(soldering())
	require.NoError(t, err)
	profile, err := i.ProfileDocument()
	require.NoError(t, err)
	for _, d := range append(documents, class, profile) {
		w.Publish(d.ID(), d.Bytes())
	}
	if cfg.RevocationList != "" {
		w.Publish(cfg.RevocationList, []byte(`{"@context":"https://w3id.org/openbadges/v2","type":"RevocationList","id":"`+list2+`","issuer":"`+profile2+`","revokedAssertions":[]}`))
	}
	return i
}

// judged2 verifies a badge for the student to whom it was awarded.
func judged2(t *testing.T, w *verifytest.World, data []byte) *verify.Report {
	t.Helper()
	r, err := w.Verifier(verify.Issuers(profile2)).VerifyFor(t.Context(), data, badge.Recipient{Type: "id", Value: eduID})
	require.NoError(t, err, r)
	return r
}

func TestIssueHosted20(t *testing.T) {
	for name, edit := range map[string]func(*badge.Credential){
		"C-138/class and profile embedded": func(*badge.Credential) {},
		"C-138/profile linked":             func(c *badge.Credential) { c.Issuer.ID = profile2 },
		"C-138/class linked":               func(c *badge.Credential) { c.Subject.Achievement = badge.Achievement{ID: class2} },
	} {
		t.Run(name, func(t *testing.T) {
			w := verifytest.New(t)
			i := open2(t, w, config2(w))
			c := credential2(i)
			edit(&c)
			d, err := i.Issue(t.Context(), c)
			require.NoError(t, err)
			require.Equal(t, badge.OB2, d.Version())
			require.JSONEq(t, `{"type":"HostedBadge"}`, string(members(t, d)["verification"]))
			w.Publish(badge2, d.Bytes())
			r := judged2(t, w, d.Bytes())
			require.Equal(t, verify.BindingHosted, r.Binding())
			for _, c := range r.Checks() {
				require.NotEqual(t, verify.Warned, c.Outcome, c)
			}
		})
	}
}

// The header of a signed badge has only the algorithm; the badge names its key.
func TestIssueSigned20(t *testing.T) {
	for _, scheme := range []proof.Scheme{proof.RS256, proof.ES256, proof.EdDSA} {
		for name, edit := range map[string]func(*badge.Credential){
			"embedded": func(*badge.Credential) {},
			"linked":   func(c *badge.Credential) { c.Subject.Achievement = badge.Achievement{ID: class2} },
		} {
			t.Run("C-141/"+string(scheme)+"/"+name, func(t *testing.T) {
				w := verifytest.New(t)
				cfg := config2(w, scheme)
				cfg.RevocationList = list2
				i := open2(t, w, cfg)
				c := credential2(i)
				c.ID = ""
				edit(&c)
				d, err := i.Issue(t.Context(), c)
				require.NoError(t, err)
				token, ok := d.JWS()
				require.True(t, ok)
				require.JSONEq(t, `{"alg":"`+string(scheme)+`"}`, token.Header.Raw())
				require.JSONEq(t, `{"type":"SignedBadge","creator":"`+key2+`"}`, string(members(t, d)["verification"]))
				require.NotContains(t, members(t, d), "iss")
				require.Contains(t, d.ID(), "urn:uuid:")
				r := judged2(t, w, d.Bytes())
				require.Equal(t, verify.BindingHosted, r.Binding())
				require.Equal(t, "signature.valid", r.Decisive().Code)

				revoked, err := json.Marshal(map[string]any{"@context": badge.ContextOB2, "type": "RevocationList", "id": list2, "issuer": profile2, "revokedAssertions": []string{d.ID()}})
				require.NoError(t, err)
				w.Publish(list2, revoked)
				r, err = w.Verifier(verify.Issuers(profile2)).Verify(t.Context(), d.Bytes())
				require.ErrorIs(t, err, verify.ErrRejected, "C-142")
				require.Equal(t, "status.revoked", r.Decisive().Code)
			})
		}
	}
}

// Keys of earlier badges stay published.
func TestChangeOfKeys20(t *testing.T) {
	w := verifytest.New(t)
	before := config2(w, proof.RS256)
	i := open2(t, w, before)
	old, err := i.Issue(t.Context(), credential2(i))
	require.NoError(t, err)
	after := config2(w, proof.ES256)
	after.Proofs[0].Signer.Method = site + "/keys/2"
	open2(t, w, after)
	r, err := w.Verifier(verify.Issuers(profile2)).Verify(t.Context(), old.Bytes())
	require.ErrorIs(t, err, verify.ErrRejected)
	require.Equal(t, "key.unnamed", r.Decisive().Code, "C-141")

	after.Keys = []key.Key{keyOf(t, before.Proofs[0].Signer.Key).WithID(key2)}
	open2(t, w, after)
	judged2(t, w, old.Bytes())
}

func TestIssueRefuses20(t *testing.T) {
	const evil = "https://evil.example"
	for name, row := range map[string]struct {
		schemes []proof.Scheme
		edit    func(*badge.Credential)
		code    string
	}{
		"C-138/hosted without address":  {nil, func(c *badge.Credential) { c.ID = "" }, "verification.id"},
		"C-140/badge elsewhere":         {nil, func(c *badge.Credential) { c.ID = evil + "/1" }, "issuer.scope"},
		"C-140/another port":            {nil, func(c *badge.Credential) { c.ID = site + ":8443/1" }, "issuer.scope"},
		"C-140/class elsewhere":         {nil, func(c *badge.Credential) { c.Subject.Achievement.ID = evil + "/c" }, "issuer.scope"},
		"C-140/linked class elsewhere":  {nil, func(c *badge.Credential) { c.Subject.Achievement = badge.Achievement{ID: evil + "/c"} }, "issuer.scope"},
		"C-138/address with a fragment": {nil, func(c *badge.Credential) { c.ID += "#1" }, "issuer.scope"},
		"C-138/plain http":              {nil, func(c *badge.Credential) { c.ID = "http://badges.school.example/1" }, "issuer.scope"},
		"C-141/link leads nowhere": {[]proof.Scheme{proof.RS256}, func(c *badge.Credential) {
			c.Subject.Achievement = badge.Achievement{ID: "urn:uuid:11111111-2222-4333-8444-555555555555"}
		}, "issuer.scope"},
		"C-137/says how it is verified": {nil, func(c *badge.Credential) {
			c.Extra = map[string]json.RawMessage{"verify": json.RawMessage(`{"type":"signed"}`)}
		}, "issuer.verification"},
		"RE-11 revoked as a text":     {nil, func(c *badge.Credential) { c.Extra = map[string]json.RawMessage{"revoked": json.RawMessage(`"true"`)} }, "schema.type"},
		"C-141/says who signed it":    {[]proof.Scheme{proof.RS256}, func(c *badge.Credential) { c.Extra = map[string]json.RawMessage{"verification": json.RawMessage(`{}`)} }, "issuer.verification"},
		"C-143/issuer without e-mail": {nil, func(c *badge.Credential) { c.Issuer = badge.Profile{ID: profile2, Name: "n", URL: site} }, "issuer.incomplete"},
		"C-144/expires too soon":      {nil, func(c *badge.Credential) { c.ValidUntil = "2020-01-01T00:00:00Z" }, "date.order"},
		"C-145/picture in the badge":  {nil, func(c *badge.Credential) { c.Subject.Image = &badge.Image{ID: "data:image/png;base64,AA"} }, "image.data"},
		"C-146/extension against its schema": {nil, func(c *badge.Credential) {
			c.Subject.Achievement.Extra = map[string]json.RawMessage{"extensions:ECTSExtension": json.RawMessage(`{"@context":"https://api.edubadges.nl/extensions/ECTSExtension/context.json","type":["Extension","extensions:ECTSExtension"],"ECTS":"many"}`)}
		}, "schema.pattern"},
		"C-148/no time zone":           {nil, func(c *badge.Credential) { c.ValidFrom = "2026-01-01T00:00:00" }, "date.zone"},
		"C-150/another issuer":         {nil, func(c *badge.Credential) { c.Issuer.ID = evil }, "issuer.foreign"},
		"C-150/another's linked class": {nil, func(c *badge.Credential) { c.Issuer.ID, c.Subject.Achievement = evil, badge.Achievement{ID: class2} }, "issuer.foreign"},
		"C-150/another's class":        {[]proof.Scheme{proof.RS256}, func(c *badge.Credential) { c.Subject.Achievement.Creator = &badge.Profile{ID: evil} }, "badge.build_words"},
		"no word for it":               {nil, func(c *badge.Credential) { c.Name = "n" }, "badge.build_words"},
		"no recipient":                 {nil, func(c *badge.Credential) { c.Subject.Identifier = nil }, "schema.required"},
	} {
		t.Run(name, func(t *testing.T) {
			w := verifytest.New(t)
			cfg := config2(w, row.schemes...)
			cfg.Extensions = edubadges.Extensions()
			i, err := issuer.New(cfg)
			require.NoError(t, err)
			c := credential2(i)
			row.edit(&c)
			d, err := i.Issue(t.Context(), c)
			require.Nil(t, d)
			require.Contains(t, codes(err), row.code, err)
		})
	}
}

// C-146: an extension that nobody knows is kept byte for byte.
func TestUnknownExtension20(t *testing.T) {
	const unknown = `{"@context":"https://x.example/context.json","type":["Extension","extensions:Odd"], "odd": 1.0}`
	w := verifytest.New(t)
	i := open2(t, w, config2(w))
	c := credential2(i)
	c.Extra = map[string]json.RawMessage{"extensions:Odd": json.RawMessage(unknown)}
	d, err := i.Issue(t.Context(), c)
	require.NoError(t, err)
	require.Equal(t, unknown, string(members(t, d)["extensions:Odd"]))
	require.NotContains(t, c.Extra, "verification", "an argument was changed")
	w.Publish(badge2, d.Bytes())
	judged2(t, w, d.Bytes())
}

// An endorsement says how it is verified, too.
func TestEndorsement20(t *testing.T) {
	for _, schemes := range [][]proof.Scheme{nil, {proof.ES256}} {
		w := verifytest.New(t)
		i := open2(t, w, config2(w, schemes...))
		d, err := i.Issue(t.Context(), badge.Credential{ID: badge2, Type: []string{"Endorsement"},
			Subject: badge.Subject{ID: "https://other.example/classes/1", EndorsementComment: "Good work."}})
		require.NoError(t, err)
		require.Equal(t, badge.KindEndorsement, d.Kind())
		require.Equal(t, profile2, d.IssuerID())
		how, said := d.Verification()
		require.True(t, said)
		require.Equal(t, schemes != nil, how.Signed())
	}
}

// C-140: an issuer that says what it answers for is taken at its word.
func TestScope20(t *testing.T) {
	w := verifytest.New(t)
	cfg := config2(w)
	cfg.Profile.Extra = map[string]json.RawMessage{"verification": json.RawMessage(`{"type":"VerificationObject","allowedOrigins":["badges.school.example","awards.school.example"]}`)}
	i := open2(t, w, cfg)
	c := credential2(i)
	c.ID = "https://awards.school.example/1"
	d, err := i.Issue(t.Context(), c)
	require.NoError(t, err)
	w.Publish(c.ID, d.Bytes())
	judged2(t, w, d.Bytes())
}

// W10: what is not said is not assumed.
func TestNewRefuses20(t *testing.T) {
	w := verifytest.New(t)
	for name, edit := range map[string]func(*issuer.Config){
		"W10/own version":              func(c *issuer.Config) { c.Version = "4.0" },
		"W10/an old version":           func(c *issuer.Config) { c.Version = badge.OB11 },
		"W10/list of 3.0":              func(c *issuer.Config) { c.Version = badge.OB3 },
		"W10/nothing to sign 3.0 with": func(c *issuer.Config) { c.Version, c.Proofs, c.RevocationList = "", nil, "" },
		"a DID":                        func(c *issuer.Config) { c.Profile.ID = school },
		"plain http":                   func(c *issuer.Config) { c.Profile.ID = "http://badges.school.example/issuer" },
		"a fragment":                   func(c *issuer.Config) { c.Profile.ID += "#us" },
		"list is not a URL":            func(c *issuer.Config) { c.RevocationList = "revoked" },
		"list for hosted badges":       func(c *issuer.Config) { c.Proofs = nil },
		"two signatures":               func(c *issuer.Config) { c.Proofs = append(c.Proofs, c.Proofs[0]) },
		"an embedded proof":            func(c *issuer.Config) { c.Proofs = config2(w, proof.EdDSARDFC2022).Proofs },
		"no address of the key":        func(c *issuer.Config) { c.Proofs[0].Signer.Method = "" },
		"key is not a page":            func(c *issuer.Config) { c.Proofs[0].Signer.Method = profile2 + "#key" },
		"keys in the profile": func(c *issuer.Config) {
			c.Profile.Extra = map[string]json.RawMessage{"publicKey": json.RawMessage(`"x"`)}
		},
		"C-143/no name":  func(c *issuer.Config) { c.Profile.Name = "" },
		"C-143/no url":   func(c *issuer.Config) { c.Profile.URL = "" },
		"C-143/no email": func(c *issuer.Config) { c.Profile.Email = "" },
	} {
		t.Run(name, func(t *testing.T) {
			cfg := config2(w, proof.RS256)
			cfg.RevocationList = list2
			_, err := issuer.New(cfg)
			require.NoError(t, err)
			edit(&cfg)
			i, err := issuer.New(cfg)
			require.Error(t, err)
			require.Nil(t, i)
		})
	}
	cfg := config2(w)
	cfg.Profile.Name = ""
	_, err := issuer.New(cfg)
	require.Equal(t, []string{"issuer.incomplete"}, codes(err), "C-143")
}

func TestDocuments20(t *testing.T) {
	w := verifytest.New(t)
	cfg := config2(w, proof.RS256)
	cfg.RevocationList = list2
	cfg.Profile.Type = []string{"Profile"}
	i, err := issuer.New(cfg)
	require.NoError(t, err)
	require.Equal(t, badge.OB2, i.Version())
	require.Equal(t, []string{"Profile"}, cfg.Profile.Type, "an argument was changed")
	require.Nil(t, cfg.Profile.Extra, "an argument was changed")
	profile, err := i.ProfileDocument()
	require.NoError(t, err)
	require.JSONEq(t, `{"@context":"https://w3id.org/openbadges/v2","id":"`+profile2+`","type":"Issuer","name":"The School","url":"https://school.example",
		"email":"badges@school.example","publicKey":["`+key2+`"],"revocationList":"`+list2+`"}`, string(profile.JSON()))
	keys, err := i.KeyDocuments()
	require.NoError(t, err)
	require.Len(t, keys, 1)
	public := keys[0].CryptographicKey()
	require.Equal(t, profile2, public.Owner)
	parsed, err := key.Parse([]byte(public.PublicKeyPem))
	require.NoError(t, err)
	require.True(t, parsed[0].Equal(keyOf(t, cfg.Proofs[0].Signer.Key)))
	require.NotContains(t, string(keys[0].Bytes()), "PRIVATE", "W03")

	_, err = i.BadgeClass(badge.Achievement{ID: class2, Creator: &badge.Profile{ID: "https://evil.example"}})
	require.Equal(t, []string{"issuer.foreign"}, codes(err), "C-150")
	class := soldering()
	class.Criteria = badge.Criteria{}
	d, err := i.BadgeClass(class)
	require.Nil(t, d)
	require.Contains(t, codes(err), "schema.required")
	class = soldering()
	class.CreditsAvailable = "3"
	_, err = i.BadgeClass(class)
	require.Equal(t, []string{"badge.build_words"}, codes(err))
	_, err = i.StatusList(t.Context(), site+"/status", nil, nil)
	require.ErrorContains(t, err, "Open Badges 3.0")

	of3, err := issuer.New(config(w, proof.EdDSA))
	require.NoError(t, err)
	require.Equal(t, badge.OB3, of3.Version())
	profile3, err := of3.ProfileDocument()
	require.NoError(t, err)
	require.Equal(t, []any{badge.KindProfile, badge.OB3, of3.ID()}, []any{profile3.Kind(), profile3.Version(), profile3.ID()})
	_, err = of3.KeyDocuments()
	require.Error(t, err)
	published, err := of3.BadgeClass(soldering())
	require.NoError(t, err)
	require.Equal(t, badge.KindAchievement, published.Kind())
	require.Equal(t, class2, published.ID())
	require.JSONEq(t, `["`+badge.ContextVC2+`","`+badge.ContextOB3+`"]`, string(members(t, published)["@context"]))
	_, err = of3.BadgeClass(badge.Achievement{ID: class2})
	require.Contains(t, codes(err), "schema.required")
}

// Issue verifies what it signed before it returns, and a faulty badge of a batch does not affect the others.
func TestSignerOf20(t *testing.T) {
	w := verifytest.New(t)
	cfg := config2(w, proof.RS256)
	cfg.Proofs[0].Signer.Key = twoFaced{cfg.Proofs[0].Signer.Key, w.Key("another", proof.RS256).Public()}
	i, err := issuer.New(cfg)
	require.NoError(t, err)
	_, err = i.Issue(t.Context(), credential2(i))
	require.Equal(t, []string{"proof.self_check"}, codes(err))
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = i.Issue(ended, credential2(i))
	require.True(t, errors.Is(err, context.Canceled), err)

	hosted := open2(t, w, config2(w))
	var outcomes []string
	for _, err := range hosted.IssueAll(t.Context(), func(yield func(issuer.Item) bool) {
		for _, id := range []string{badge2, "urn:uuid:11111111-2222-4333-8444-555555555555", badge2 + "2"} {
			c := credential2(hosted)
			c.ID = id
			if !yield(issuer.Item{Ref: id, Credential: c}) {
				return
			}
		}
	}) {
		outcomes = append(outcomes, append(codes(err), "")[0])
	}
	require.Equal(t, []string{"", "verification.id", ""}, outcomes)
}
