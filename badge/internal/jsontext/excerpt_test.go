package jsontext

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestExcerpt(t *testing.T) {
	long := strings.Repeat("é", 60)
	for text, want := range map[string]string{
		"":                          `""`,
		"a\"b":                      `"a\"b"`,
		"\x1b[31m\u202e\n":          `"\x1b[31m\u202e\n"`,
		strings.Repeat("a", 100):    `"` + strings.Repeat("a", 100) + `"`,
		strings.Repeat("a", 101):    `"` + strings.Repeat("a", 100) + `"…`,
		long:                        `"` + strings.Repeat("é", 50) + `"…`,
		"a" + long:                  `"a` + strings.Repeat("é", 49) + `"…`,
		strings.Repeat("\x80", 101): `"` + strings.Repeat(`\x80`, 96) + `"…`,
	} {
		require.Equal(t, want, Excerpt(text))
	}
	const private = "did:key:z3u2en7t5LR2WtQH5PfFqMqwVHgeXouLzo6haApm8XHqvjxq"
	require.NotContains(t, Excerpt(private), private[9:])
}
