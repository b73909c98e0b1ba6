package verify_test

import (
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"maps"
	"strconv"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/verify"
)

var rsaKey20 = sync.OnceValue(func() *rsa.PrivateKey { return fixedRSA("school") })

func pem20(t testing.TB, key *rsa.PrivateKey) string {
	der, err := x509.MarshalPKIXPublicKey(key.Public())
	require.NoError(t, err)
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
}

// sign20 makes a signed badge as issuers of Open Badges 2.0 did.
func sign20(t testing.TB, key *rsa.PrivateKey, header string, payload []byte) []byte {
	input := base64.RawURLEncoding.EncodeToString([]byte(header)) + "." + base64.RawURLEncoding.EncodeToString(payload)
	digest := sha256.Sum256([]byte(input))
	signature, err := rsa.SignPKCS1v15(nil, key, 5, digest[:]) // crypto.SHA256
	require.NoError(t, err)
	return []byte(input + "." + base64.RawURLEncoding.EncodeToString(signature))
}

// newSignedSite publishes the documents that a signed badge names; the badge has the
// name "badge" and is not published.
func newSignedSite(t testing.TB) site {
	s := newSite(t)
	s["badge"] = s[assertion1]
	delete(s, assertion1)
	s.set("badge", "id", "urn:uuid:aaaaaaaa-2222-4333-8444-555555555555").set("badge", "verification", map[string]any{"type": "SignedBadge", "creator": key1})
	s.set(issuer1, "publicKey", key1)
	s[key1] = map[string]any{"@context": badge.ContextOB2, "type": "CryptographicKey", "id": key1, "owner": issuer1, "publicKeyPem": pem20(t, rsaKey20())}
	return s
}

func TestSigned20(t *testing.T) {
	other := fixedRSA("other")
	for _, row := range signed20Rows(t) {
		t.Run(row.name, func(t *testing.T) {
			presented, s := row.play(t)
			r := judge20(t, presented, s.pages(t), verify.Config{Trust: verify.Issuers(issuer1, "urn:uuid:cccccccc-2222-4333-8444-555555555555")})
			require.Equal(t, row.want, outcome20(r), r)
		})
	}
	t.Run("every byte of the token counts", func(t *testing.T) {
		s := newSignedSite(t)
		presented := sign20(t, rsaKey20(), `{"alg":"RS256"}`, s.text(t, "badge"))
		pages := s.pages(t)
		for i := 0; i < len(presented); i += 7 {
			changed := []byte(string(presented))
			changed[i] ^= 1
			require.NotEqual(t, verify.Accepted, judge20(t, changed, pages, verify.Config{}).Verdict())
		}
	})
	t.Run("pinned", func(t *testing.T) {
		s := newSignedSite(t)
		keys, err := key.Parse([]byte(pem20(t, rsaKey20())))
		require.NoError(t, err)
		presented := sign20(t, rsaKey20(), `{"alg":"RS256"}`, s.text(t, "badge"))
		delete(s, key1)
		r := judge20(t, presented, s.pages(t), verify.Config{Keys: map[string][]key.Key{issuer1: keys}})
		require.Equal(t, "accepted signature.valid", outcome20(r), r)
		require.Equal(t, verify.BindingPinned, r.Binding())
		requireCheck(t, r, verify.StageContext, verify.Skipped, "context.text")
	})
	t.Run("statuses by policy", func(t *testing.T) {
		s := newSignedSite(t).set(issuer1, "revocationList", revoked1)
		presented := sign20(t, rsaKey20(), `{"alg":"RS256"}`, s.text(t, "badge"))
		for policy, want := range map[verify.StatusPolicy]string{verify.StatusIfReachable: "accepted signature.valid", verify.StatusIgnored: "accepted signature.valid"} {
			require.Equal(t, want, outcome20(judge20(t, presented, s.pages(t), verify.Config{StatusPolicy: policy})))
		}
	})
	t.Run("J43 signed, said to be hosted", func(t *testing.T) {
		s := newSignedSite(t).set("badge", "verification", map[string]any{"type": "HostedBadge"})
		presented := sign20(t, other, `{"alg":"RS256"}`, s.text(t, "badge"))
		require.Equal(t, "rejected proof.transport", outcome20(judge20(t, presented, s.pages(t), verify.Config{})))
	})
	t.Run("J43 signed, wrapped again as hosted", func(t *testing.T) {
		s := newSignedSite(t).set("badge", "verification", map[string]any{"type": "HostedBadge"})
		require.Equal(t, "rejected origin.address", outcome20(judge20(t, s.text(t, "badge"), s.pages(t), verify.Config{})))
	})
	t.Run("as a JSON string", func(t *testing.T) {
		s := newSignedSite(t)
		pages := s.pages(t)
		quoted, err := json.Marshal(string(sign20(t, rsaKey20(), `{"alg":"RS256"}`, s.text(t, "badge"))))
		require.NoError(t, err)
		pages[assertion1] = verify.Response{Body: quoted}
		require.Equal(t, "accepted signature.valid", outcome20(judge20(t, []byte(assertion1), pages, verify.Config{})))
	})
}

// signedRow is one change to a signed badge and what its issuer publishes.
type signedRow struct {
	name   string
	edit   func(s site)
	key    *rsa.PrivateKey
	header string
	want   string
}

// play returns the token and the web of a row.
func (row signedRow) play(t *testing.T) ([]byte, site) {
	s := newSignedSite(t)
	if row.edit != nil {
		row.edit(s)
	}
	if row.key == nil {
		row.key = rsaKey20()
	}
	if row.header == "" {
		row.header = `{"alg":"RS256"}`
	}
	presented := sign20(t, row.key, row.header, s.text(t, "badge"))
	delete(s, "badge")
	return presented, s
}

func signed20Rows(t *testing.T) []signedRow {
	other := fixedRSA("other")
	const evil = "https://evil.example/issuer"
	list := func(entries ...any) map[string]any {
		return map[string]any{"@context": badge.ContextOB2, "type": "RevocationList", "id": revoked1, "issuer": issuer1, "revokedAssertions": append([]any{}, entries...)}
	}
	keysBefore := func(n int) func(site) {
		return func(s site) {
			s.set("badge", "verification", map[string]any{"type": "signed"})
			var listed []any
			for i := range n {
				id := key1 + strconv.Itoa(i)
				s[id] = map[string]any{"@context": badge.ContextOB2, "type": "CryptographicKey", "id": id, "owner": issuer1, "publicKeyPem": pem20(t, other)}
				listed = append(listed, id)
			}
			s.set(issuer1, "publicKey", append(listed, key1))
		}
	}
	return []signedRow{
		{name: "plain", want: "accepted signature.valid"},
		{name: "C-141 without creator", edit: func(s site) { s.set("badge", "verification", map[string]any{"type": "signed"}) }, want: "accepted signature.valid"},
		{name: "C-141 several keys", edit: func(s site) {
			s.set("badge", "verification", map[string]any{"type": "signed"})
			s[key1+"0"] = map[string]any{"@context": badge.ContextOB2, "type": "CryptographicKey", "id": key1 + "0", "owner": issuer1, "publicKeyPem": pem20(t, other)}
			s.set(issuer1, "publicKey", []any{key1 + "0", key1})
		}, want: "accepted signature.valid"},
		{name: "the eighth key", edit: keysBefore(7), want: "accepted signature.valid"},
		{name: "the ninth key, which is not tried", edit: keysBefore(8), want: "rejected proof.signature"},
		{name: "C-141 key inside the profile", edit: func(s site) {
			s.set(issuer1, "publicKey", s[key1])
			delete(s, key1)
		}, want: "accepted signature.valid"},
		{name: "C-141 creator not in the profile", edit: func(s site) { delete(s[issuer1], "publicKey") }, want: "rejected key.unnamed"},
		{name: "J42 C-141 another creator", edit: func(s site) {
			s.set("badge", "verification", map[string]any{"type": "signed", "creator": "https://evil.example/key"})
		}, want: "rejected key.unnamed"},
		{name: "J42 C-141 owner is somebody else", edit: func(s site) { s.set(key1, "owner", evil) }, want: "rejected key.owner"},
		{name: "C-141 no owner", edit: func(s site) { delete(s[key1], "owner") }, want: "rejected key.owner"},
		{name: "C-141 signed with another key", key: other, want: "rejected proof.signature"},
		{name: "C-141 embedded issuer with a key of the forger", key: other, edit: func(s site) {
			profile := maps.Clone(s[issuer1])
			profile["publicKey"] = map[string]any{"type": "CryptographicKey", "id": key1, "owner": issuer1, "publicKeyPem": pem20(t, other)}
			class := maps.Clone(s[class1])
			class["issuer"] = profile
			class["id"] = "urn:uuid:bbbbbbbb-2222-4333-8444-555555555555"
			s.set("badge", "badge", class)
		}, want: "rejected proof.signature"},
		{name: "C-141 embedded issuer without an address", key: other, edit: func(s site) {
			profile := maps.Clone(s[issuer1])
			profile["id"] = "urn:uuid:cccccccc-2222-4333-8444-555555555555"
			profile["publicKey"] = map[string]any{"type": "CryptographicKey", "id": key1, "owner": profile["id"], "publicKeyPem": pem20(t, other)}
			class := maps.Clone(s[class1])
			class["issuer"] = profile
			class["id"] = "urn:uuid:bbbbbbbb-2222-4333-8444-555555555555"
			s.set("badge", "badge", class)
		}, want: "rejected binding.not_bound"},
		{name: "C-144 an end that is not a date", edit: func(s site) { s.set("badge", "expires", 5) }, want: "rejected schema.type"},
		{name: "key is unreachable", edit: func(s site) { delete(s, key1) }, want: "inconclusive fetch.failed"},
		{name: "key is not a key", edit: func(s site) { s.set(key1, "publicKeyPem", "none") }, want: "rejected key.format"},
		{name: "C-142 alg none", header: `{"alg":"none"}`, want: "rejected jws.alg_not_allowed"},
		{name: "C-142 alg HS256", header: `{"alg":"HS256"}`, want: "rejected jws.alg_not_allowed"},
		{name: "C-142 alg of another key", header: `{"alg":"ES256"}`, want: "rejected proof.key_type"},
		{name: "C-142 listed by id", edit: func(s site) {
			s.set(issuer1, "revocationList", revoked1)
			s[revoked1] = list("urn:uuid:x", map[string]any{"id": "urn:uuid:aaaaaaaa-2222-4333-8444-555555555555", "revocationReason": "cheated"})
		}, want: "rejected status.revoked"},
		{name: "C-142 listed by uid", edit: func(s site) {
			s.set(issuer1, "revocationList", revoked1).set("badge", "uid", "u1")
			s[revoked1] = list(map[string]any{"uid": "u1"})
		}, want: "rejected status.revoked"},
		{name: "C-142 listed as not revoked", edit: func(s site) {
			s.set(issuer1, "revocationList", revoked1)
			s[revoked1] = list(map[string]any{"id": "urn:uuid:aaaaaaaa-2222-4333-8444-555555555555", "revoked": false})
		}, want: "accepted signature.valid"},
		{name: "C-142 not listed", edit: func(s site) {
			s.set(issuer1, "revocationList", revoked1)
			s[revoked1] = list()
		}, want: "accepted signature.valid"},
		{name: "list is unreachable", edit: func(s site) { s.set(issuer1, "revocationList", revoked1) }, want: "inconclusive fetch.failed"},
		{name: "list of another issuer", edit: func(s site) {
			s.set(issuer1, "revocationList", revoked1)
			s[revoked1] = list()
			s.set(revoked1, "issuer", evil)
		}, want: "inconclusive status.list_elsewhere"},
		{name: "list that cannot be read", edit: func(s site) {
			s.set(issuer1, "revocationList", revoked1)
			s[revoked1] = list(7)
		}, want: "inconclusive status.list_unreadable"},
	}
}
