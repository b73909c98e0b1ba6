package vocabulary

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// An identifier is absolute and has no character that two readers treat
// differently.
func TestIsIdentifier(t *testing.T) {
	for _, text := range []string{"did:web:a.example", "https://a.example", "urn:x", "a:b", "https://a.example/" + strings.Repeat("a", 2030)} {
		require.True(t, IsIdentifier(text), text)
	}
	wrong := []string{"", "a", "a:", "/a", "#a", ":a", "https:", "a://%zz", "a:\x00b", "a:\u0085b", "https://a.example/" + strings.Repeat("a", 2031), "data:" + strings.Repeat("a", 2044)}
	for _, text := range slices.Concat(wrong, strings.Split("a: b,a:<,a:>,a:\",a:{,a:},a:|,a:\\,a:^,a:`", ",")) {
		require.False(t, IsIdentifier(text), "%q", text)
	}
}
