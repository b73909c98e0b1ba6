package did

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
)

// Every limit, with its number: what is just within is read, one more is not.
func TestLimits(t *testing.T) {
	id := func(text string, n int) func(int) error {
		return func(more int) error {
			_, err := parse(text + strings.Repeat("a", n-len(text)+more))
			return err
		}
	}
	host := func(labels ...int) func(int) error {
		return func(more int) error {
			var name strings.Builder
			for i, n := range labels {
				if i == 0 {
					n += more
				}
				name.WriteString(strings.Repeat("a", n) + ".")
			}
			return checkHost(name.String() + "example")
		}
	}
	name := func(text string, n int) func(int) error {
		return func(more int) error {
			_, err := identifier{text: "did:web:a.example", kind: methodWeb}.complete(text + strings.Repeat("a", n+more))
			return err
		}
	}
	jwk := func(n int) func(int) error {
		return func(more int) error {
			text := strings.TrimSuffix(string(keyOf(t, 1).JWK()), "}") + `,"more":"`
			text += strings.Repeat("a", (n-len("did:jwk:"))*3/4+more-len(text)-len(`"}`)) + `"}`
			_, err := parse(jwkOf([]byte(text)))
			return err
		}
	}
	for _, row := range []struct {
		name string
		read func(more int) error
		code string
	}{
		{"bytes of a did:web", id("did:web:a.example:", 512), codeSyntax},
		{"bytes of an https URL", id("https://a.example/", 2048), codeSyntax},
		{"bytes of a did:jwk", jwk(4096), codeSyntax},
		{"bytes of a label", host(63), codeBadHost},
		{"bytes of a host", host(60, 61, 61, 60), codeBadHost},
		{"bytes of a fragment", name("#", 512), codeSyntax},
		{"bytes of a name", name("", 512), codeNotBound},
		{"port", func(more int) error { return checkPort([]string{"65535", "65536"}[more]) }, codeSyntax},
		{"port from below", func(more int) error { return checkPort([]string{"1", "0"}[more]) }, codeSyntax},
	} {
		t.Run(row.name, func(t *testing.T) {
			require.NoError(t, row.read(0))
			require.Equal(t, row.code, badge.CodeOf(row.read(1)))
		})
	}
	for _, text := range []string{"#a\x7f", "#a b", "a\x1f", "#ä"} {
		require.Equal(t, codeSyntax, badge.CodeOf(name(text, 0)(0)), "%q", text)
	}
	_, err := parse("did:key:z" + strings.Repeat("1", 503))
	require.NotEqual(t, codeSyntax, badge.CodeOf(err), "512 bytes are decoded")
	_, err = parse("did:key:z" + strings.Repeat("1", 504))
	require.Equal(t, codeSyntax, badge.CodeOf(err))
}
