package verify_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/verify"
)

// oldSigned is a signed badge of 1.x with the pages that it needs.
type oldSigned struct {
	badge, class, issuer map[string]any
	header               string
	key                  any
	pages                verify.Pages
	trust                verify.Trust
}

const oldKey = old20 + "/public-key"

func newOldSigned(t *testing.T) *oldSigned {
	return &oldSigned{
		badge: object20(t, `{"uid":"f2c20","recipient":{"type":"email","hashed":false,"identity":"noor@student.example"},"issuedOn":1780000000,
			"badge":"`+class1+`","verify":{"type":"signed","url":"`+oldKey+`"}}`),
		class:  object20(t, `{"name":"Soldering","description":"Solders.","image":"`+class1+`/image","criteria":"`+class1+`/criteria","issuer":"`+issuer1+`"}`),
		issuer: object20(t, `{"name":"The School","url":"https://school.example"}`),
		header: `{"alg":"RS256"}`, key: rsaKey20(), trust: verify.Issuers(issuer1),
		pages: verify.Pages{oldKey: {Body: []byte(pem20(t, rsaKey20()))}},
	}
}

func (o *oldSigned) judge(t *testing.T) *verify.Report {
	payload, err := json.Marshal(o.badge)
	require.NoError(t, err)
	for at, page := range map[string]any{class1: o.class, issuer1: o.issuer} {
		text, err := json.Marshal(page)
		require.NoError(t, err)
		o.pages[at] = verify.Response{Body: text}
	}
	var token []byte
	switch k := o.key.(type) {
	case *rsa.PrivateKey:
		token = sign20(t, k, o.header, payload)
	case *ecdsa.PrivateKey:
		input := base64.RawURLEncoding.EncodeToString([]byte(o.header)) + "." + base64.RawURLEncoding.EncodeToString(payload)
		digest := sha256.Sum256([]byte(input))
		r, s, err := ecdsa.Sign(noRandomness{}, k, digest[:])
		require.NoError(t, err)
		token = []byte(input + "." + base64.RawURLEncoding.EncodeToString(append(r.FillBytes(make([]byte, 32)), s.FillBytes(make([]byte, 32))...)))
	}
	return judge20(t, token, o.pages, verify.Config{Trust: o.trust})
}

func pemOf(t *testing.T, public any) string {
	der, err := x509.MarshalPKIXPublicKey(public)
	require.NoError(t, err)
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
}

// RE-37: a signed badge of 1.x names the URL of its key, which counts on the
// origin of the issuer's profile.
func TestSigned10(t *testing.T) {
	const good = "accepted signature.valid"
	ec, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), append(make([]byte, 31), 7))
	require.NoError(t, err)
	jsonKey := func(o *oldSigned, owner string) {
		o.pages[oldKey] = verify.Response{Body: toJSON(t, map[string]any{"owner": owner, "publicKeyPem": pem20(t, rsaKey20())})}
	}
	at := func(o *oldSigned, address string) {
		o.badge["verify"] = map[string]any{"type": "signed", "url": address}
		o.pages[address] = o.pages[oldKey]
	}
	for name, row := range map[string]struct {
		edit func(*oldSigned)
		want string
	}{
		"plain": {func(o *oldSigned) {}, good},
		"ES256": {func(o *oldSigned) {
			o.key, o.header, o.pages[oldKey] = ec, `{"alg":"ES256"}`, verify.Response{Body: []byte(pemOf(t, ec.Public()))}
		}, good},
		"JSON with publicKeyPem": {func(o *oldSigned) { jsonKey(o, issuer1) }, good},
		"JSON without owner":     {func(o *oldSigned) { jsonKey(o, "") }, good},
		"JSON of somebody else":  {func(o *oldSigned) { jsonKey(o, "https://evil.example/issuer") }, "rejected key.owner"},
		"http":                   {func(o *oldSigned) { o.badge["verify"] = map[string]any{"type": "signed", "url": plainHTTP(oldKey)} }, good},
		"foreign origin":         {func(o *oldSigned) { at(o, "https://evil.example/public-key") }, "rejected key.unnamed"},
		"subdomain":              {func(o *oldSigned) { at(o, "https://x.badges.school.example/public-key") }, "rejected key.unnamed"},
		"another port":           {func(o *oldSigned) { at(o, "https://badges.school.example:8443/public-key") }, "rejected key.unnamed"},
		"user information":       {func(o *oldSigned) { at(o, "https://badges.school.example@evil.example/public-key") }, "rejected key.unnamed"},
		"data in place of a URL": {func(o *oldSigned) { at(o, "data:text/plain,x") }, "rejected key.unnamed"},
		"path out of the folder": {func(o *oldSigned) { at(o, old20+"/a/../public-key") }, "rejected key.unnamed"},
		"outside of the scope":   {func(o *oldSigned) { o.issuer["verification"] = map[string]any{"startsWith": old20 + "/a/"} }, "rejected key.unnamed"},
		"the scope is elsewhere": {func(o *oldSigned) {
			o.issuer["verification"] = map[string]any{"allowedOrigins": "evil.example"}
			at(o, "https://evil.example/key")
		}, "rejected key.unnamed"},
		"redirect to a foreign one": {func(o *oldSigned) {
			o.pages[oldKey] = verify.Response{Body: o.pages[oldKey].Body, URL: "https://evil.example/k"}
		}, "inconclusive fetch.redirect"},
		"unreachable": {func(o *oldSigned) { delete(o.pages, oldKey) }, "inconclusive fetch.failed"},
		"web page":    {func(o *oldSigned) { o.pages[oldKey] = verify.Response{Body: []byte("<html>Log in</html>")} }, "inconclusive origin.unreadable"},
		"token in place of the key": {func(o *oldSigned) {
			jsonKey(o, "https://evil.example/issuer")
			part := base64.RawURLEncoding.EncodeToString
			o.pages[oldKey] = verify.Response{Body: []byte(part([]byte(`{"alg":"none"}`)) + "." + part(o.pages[oldKey].Body) + "." + part([]byte("x")))}
		}, "inconclusive origin.unreadable"},
		"two keys": {func(o *oldSigned) {
			o.pages[oldKey] = verify.Response{Body: []byte(pem20(t, fixedRSA("other")) + pem20(t, rsaKey20()))}
		}, "rejected key.unnamed"},
		"swapped key":       {func(o *oldSigned) { o.pages[oldKey] = verify.Response{Body: []byte(pem20(t, fixedRSA("other")))} }, "rejected proof.signature"},
		"key of a forger":   {func(o *oldSigned) { o.key = fixedRSA("other") }, "rejected proof.signature"},
		"RS256 in small":    {func(o *oldSigned) { o.header = `{"alg":"rs256"}` }, "rejected jws.alg_not_allowed"},
		"alg none":          {func(o *oldSigned) { o.header = `{"alg":"none"}` }, "rejected jws.alg_not_allowed"},
		"ES256 by RSA":      {func(o *oldSigned) { o.header = `{"alg":"ES256"}` }, "rejected proof.key_type"},
		"uid revoked":       {func(o *oldSigned) { o.revokes(`{"f2c20":"cheated"}`) }, "rejected status.revoked"},
		"another uid":       {func(o *oldSigned) { o.revokes(`{"x":"cheated"}`) }, good},
		"nothing revoked":   {func(o *oldSigned) { o.revokes(`{}`) }, good},
		"list of numbers":   {func(o *oldSigned) { o.revokes(`{"x":1}`) }, "inconclusive status.list_unreadable"},
		"no list":           {func(o *oldSigned) { o.issuer["revocationList"] = revoked1 }, "inconclusive fetch.failed"},
		"list of uids":      {func(o *oldSigned) { o.revokes(`["f2c20"]`) }, "inconclusive origin.unreadable"},
		"uid is a number":   {func(o *oldSigned) { o.badge["uid"] = 20; o.badge["id"] = "urn:uuid:1"; o.badge["expires"] = nil }, "rejected schema.type"},
		"neither key named": {func(o *oldSigned) { o.badge["verify"] = map[string]any{"type": "signed"} }, "rejected key.unnamed"},
		"creator goes first": {func(o *oldSigned) {
			o.badge["verify"] = map[string]any{"type": "signed", "url": "https://evil.example/k", "creator": key1}
			o.issuer["publicKey"] = map[string]any{"type": "CryptographicKey", "id": key1, "owner": issuer1, "publicKeyPem": pem20(t, rsaKey20())}
		}, good},
		"issuer of somebody else": {func(o *oldSigned) {
			o.class["issuer"] = "https://evil.example/issuer"
			o.pages["https://evil.example/issuer"] = verify.Response{Body: toJSON(t, o.issuer)}
		}, "rejected key.unnamed"},
		"a badge of 2.0": {func(o *oldSigned) {
			o.badge["@context"], o.badge["type"], o.badge["id"] = "https://w3id.org/openbadges/v2", "Assertion", "urn:uuid:aaaaaaaa-2222-4333-8444-555555555555"
			o.badge["issuedOn"] = "2026-05-28T20:26:40Z"
		}, "rejected key.unnamed"},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOldSigned(t)
			row.edit(o)
			r := o.judge(t)
			require.Equal(t, row.want, outcome20(r), r)
			if r.Verdict() == verify.Accepted {
				require.Equal(t, verify.BindingHosted, r.Binding())
				require.Empty(t, r.Departures())
				require.NotContains(t, codesOf(r), "uri.not_ob2", "the id is made of the uid")
			}
		})
	}
	t.Run("pinned", func(t *testing.T) {
		o := newOldSigned(t)
		keys, err := key.Parse([]byte(pem20(t, rsaKey20())))
		require.NoError(t, err)
		payload := toJSON(t, o.badge)
		o.judge(t) // puts the pages
		delete(o.pages, oldKey)
		r := judge20(t, sign20(t, rsaKey20(), o.header, payload), o.pages, verify.Config{Keys: map[string][]key.Key{issuer1: keys}})
		require.Equal(t, good, outcome20(r), r)
		require.Equal(t, verify.BindingPinned, r.Binding())
	})
	t.Run("nothing foreign is asked", func(t *testing.T) {
		o := newOldSigned(t)
		at(o, "https://evil.example/public-key")
		o.pages["https://evil.example/public-key"] = verify.Response{URL: "https://elsewhere.example/"} // would be Unknown
		require.Equal(t, "rejected key.unnamed", outcome20(o.judge(t)))
	})
}

func (o *oldSigned) revokes(list string) {
	o.issuer["revocationList"] = revoked1
	o.pages[revoked1] = verify.Response{Body: []byte(list)}
}
