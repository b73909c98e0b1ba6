package verify

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// RE-34: plain http is requested over https, except on a port that has no
// https URL.
func TestSecured(t *testing.T) {
	for address, want := range map[string]string{
		"http://school.example/a":      "https://school.example/a",
		"http://school.example:80/a":   "https://school.example/a",
		"http://school.example?a":      "https://school.example?a",
		"http://school.example:8080/a": "http://school.example:8080/a",
		"http:///a":                    "http:///a",
		"https://school.example:80/a":  "https://school.example:80/a",
		"urn:x":                        "urn:x",
	} {
		require.Equal(t, want, (&inquiry{}).secured(address), address)
	}
}
