package did

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
)

// FuzzDIDParse holds that an identifier that can be read has one spelling and
// leads nowhere but to the host it names, in a document that is its own.
func FuzzDIDParse(f *testing.F) {
	key := keyOf(f, 1)
	for _, seed := range []string{
		key.DIDKey(), jwkOf(key.JWK()), school, "did:web:a.example%3A8443:b:c", site, "https://a.example:8443/?a=b",
		"did:web:xn--bcher-kva.example", "did:web:127.0.0.1", "did:webvh:" + strings.Repeat("1", 46) + ":a.example%3A8443:b", "https://[::1]/", "https://a.example/%2e%2e/", "did:example:1", "",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		id, err := parse(text)
		if err != nil {
			require.NotEmpty(t, badge.CodeOf(err))
			return
		}
		require.Equal(t, text, id.text)
		switch id.kind {
		case methodKey:
			require.Equal(t, text, id.key.DIDKey())
		case methodJWK:
			require.NotEmpty(t, id.key.Thumbprint())
		case methodWeb:
			require.Equal(t, text, backToDID(id.address.Host, id.address.Path))
			fallthrough
		case methodWebVH:
			require.NotContains(t, id.address.Path, "//")
			fallthrough
		case methodHTTPS:
			require.NoError(t, checkHost(id.address.Hostname()))
			require.NotContains(t, id.address.Path, "/../")
			again, err := parse(id.address.String())
			require.NoError(t, err)
			require.Equal(t, id.address.String(), again.address.String())
			require.Equal(t, id.address.Host, again.address.Host)
		}
	})
}

// backToDID undoes the mapping of a did:web to its document.
func backToDID(host, path string) string {
	text := "did:web:" + strings.Replace(host, ":", "%3A", 1)
	if path == "/.well-known/did.json" {
		return text
	}
	return text + strings.ReplaceAll(strings.TrimSuffix(path, "/did.json"), "/", ":")
}

// FuzzDIDDocument holds that a key is found only if the document lists it for
// assertions and under the control of the issuer, whatever else it says.
func FuzzDIDDocument(f *testing.F) {
	key := keyOf(f, 1)
	name := school + "#key-1"
	good := methodOf(name, school, key)
	f.Add(controllerOf(school, good), name)
	f.Add(documentOf(school, "verificationMethod", good), name)
	f.Add(`{"id":"`+school+`","verificationMethod":[`+good+`],"assertionMethod":["#key-1"]}`, name)
	f.Add(controllerOf(school, methodOf(name, site, key)), name)
	f.Add(keySetOf(key.WithID("a")), "a")
	f.Fuzz(func(t *testing.T, text, name string) {
		w := &web{pages: map[string]string{schoolDoc: text, site: text, siteKeys: text}}
		r := w.resolver()
		for _, issuer := range []string{school, site} {
			found, err := r.Find(t.Context(), issuer, name)
			if err != nil {
				require.Zero(t, found.Method)
				continue
			}
			require.Equal(t, found.Hint, name != found.Method.ID)
			require.Equal(t, issuer, found.Method.Controller)
			require.NotEmpty(t, found.Method.Key.Thumbprint())
			require.True(t, strings.Contains(text, "assertionMethod") || strings.Contains(text, `\u`) || issuer == site)
			if issuer == school {
				matched, err := r.Match(t.Context(), issuer, found.Method.Key)
				require.NoError(t, err)
				require.True(t, matched.Method.Key.Equal(found.Method.Key))
			}
		}
	})
}
