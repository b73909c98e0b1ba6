package badge

import (
	"encoding/json"
	"math/rand/v2"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"
)

// absent marks a member to remove.
type absent struct{}

type members map[string]any

// with is a credential with some of its members changed.
func with(t *testing.T, changes members) *Document {
	t.Helper()
	all := members{
		"@context": []string{ContextVC2, ContextOB3}, "id": "urn:uuid:91537dba-56cb-11ec-bf63-0242ac130002",
		"type": []string{"VerifiableCredential", "AchievementCredential"}, "issuer": "https://school.example/issuer",
		"validFrom": "2024-01-01T00:00:00Z",
	}
	for name, value := range changes {
		if all[name] = value; value == (absent{}) {
			delete(all, name)
		}
	}
	text, err := json.Marshal(all)
	require.NoError(t, err)
	d, err := Parse(text)
	require.NoError(t, err)
	return d
}

func TestSameCredential(t *testing.T) {
	one := with(t, members{"id": "https://x.example/1", "issuer": "https://school.example/issuer"})
	for _, r := range []struct {
		id         string
		credential any
		issuer     any
		want       bool
	}{
		{"C-157", "https://x.example/1", "https://school.example/issuer", true},
		{"C-157/issuer object", "https://x.example/1", map[string]any{"id": "https://school.example/issuer", "type": []any{"Profile"}, "name": "x"}, true},
		{"C-157/escapes", "https://x.ex%61mple/%31", "https://school.example/issuer", true},
		{"C-157/space at the end", "https://x.example/1%20", "https://school.example/issuer ", true},
		{"C-157/white space before", "%09https://x.example/1", "\nhttps://school.example/issuer", true},
		{"C-157/case", "https://X.example/1", "https://school.example/issuer", false},
		{"C-157/port", "https://x.example:443/1", "https://school.example/issuer", false},
		{"C-157/dot segment", "https://x.example/./1", "https://school.example/issuer", false},
		{"C-157/decoded once", "https://x.example/%2531", "https://school.example/issuer", false},
		{"other id", "https://x.example/2", "https://school.example/issuer", false},
		{"other issuer", "https://x.example/1", "https://school.example/other", false},
		{"no id", absent{}, "https://school.example/issuer", false},
		{"no issuer", "https://x.example/1", absent{}, false},
	} {
		t.Run(r.id, func(t *testing.T) {
			other := with(t, members{"id": r.credential, "issuer": r.issuer})
			require.Equal(t, r.want, SameCredential(one, other))
			require.Equal(t, r.want, SameCredential(other, one))
		})
	}
	nobody := with(t, members{"id": absent{}, "issuer": absent{}})
	require.False(t, SameCredential(nobody, nobody), "without ids")
}

// S-44: DIDs are compared as they are written, however a part of them is escaped.
func TestSameDID(t *testing.T) {
	forms := []string{"did:web:x.example%3A8443", "did:web:x.example%3a8443", "did:web:x.example:8443", "%64id:web:x.example:8443", "did%3Aweb:x.example:8443",
		"did:web:x.example:8443 ", "did:web:x.example:8443%20"}
	for i, one := range forms {
		for j, other := range forms {
			a, b := with(t, members{"id": "urn:x:1", "issuer": one}), with(t, members{"id": "urn:x:1", "issuer": other})
			require.Equal(t, i == j, SameCredential(a, b), "%q and %q", one, other)
		}
	}
}

func TestMalformedEscapes(t *testing.T) {
	for _, r := range []struct{ id, a, b string }{
		{"Q-34/no digits", "urn:x%", "urn:x%"},
		{"Q-34/one digit", "urn:x%4", "urn:x%4"},
		{"Q-34/bad digits", "urn:x%zz%41", "urn:x%zzA"},
		{"Q-34/control characters", "urn:x%\x11\x12", "urn:x%\x11\x12"},
		{"Q-34/not UTF-8", "urn:x%ff", "urn:x\xff"},
	} {
		t.Run(r.id, func(t *testing.T) { require.Equal(t, comparedID(r.b), comparedID(r.a)) })
	}
	require.NotEqual(t, comparedID("urn:x%ff"), comparedID("urn:x%fe"))
}

func TestNewer(t *testing.T) {
	old := with(t, nil)
	for _, r := range []struct {
		id   string
		edit members
		want bool
	}{
		{"C-158", members{"validFrom": "2024-01-01T00:00:01Z"}, true},
		{"C-158/offset", members{"validFrom": "2024-01-01T00:00:00-01:00"}, true},
		{"C-158/equal", members{"validFrom": "2024-01-01T01:00:00+01:00"}, false},
		{"C-158/awardedDate", members{"awardedDate": "2030-01-01T00:00:00Z"}, false},
		{"C-158/other credential", members{"id": "urn:x", "validFrom": "2025-01-01T00:00:00Z"}, false},
		{"C-158/unreadable", members{"validFrom": "2025"}, false},
		{"C-158/VCDM 1.1", members{"@context": []any{ContextVC1, ContextOB3}, "validFrom": absent{}, "issuanceDate": "2025-01-01T00:00:00"}, true},
	} {
		t.Run(r.id, func(t *testing.T) {
			other := with(t, r.edit)
			require.Equal(t, r.want, Newer(other, old))
			require.False(t, Newer(old, other))
		})
	}
}

// TestDecodePercent compares with package net/url, which decodes a text only if
// all its escapes are well-formed.
func TestDecodePercent(t *testing.T) {
	r := rand.New(rand.NewPCG(37, 1))
	decoded := 0
	for range 20_000 {
		text := make([]byte, r.IntN(9))
		for i := range text {
			text[i] = "%%%25aFz+"[r.IntN(9)]
		}
		if want, err := url.PathUnescape(string(text)); err == nil {
			decoded++
			require.Equal(t, want, decodePercent(string(text)))
		}
	}
	require.Greater(t, decoded, 5_000)
	for text, want := range map[string]string{"%": "%", "%4": "%4", "%4g": "%4g", "%%41": "%A", "%2541": "%41", "%ff": "\xff"} {
		require.Equal(t, want, decodePercent(text))
	}
}
