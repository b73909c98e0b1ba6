package verify_test

import (
	"go/ast"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// identifiers of the standards that may occur once, like every URL.
var identifiers = []string{"1EdTechJsonSchemaValidator2019"}

// writtenTwice are the literals that may occur in several places.
var writtenTwice = map[string]string{
	"https://www.w3.org/ns/did/v1":          "an issuer cannot import what is below badge",
	"https://w3id.org/security/multikey/v1": "the same",
	"https://w3id.org/security/jwk/v1":      "the same",

	// The reader in rdftest is written apart from what it tests.
	"http://www.w3.org/2001/XMLSchema#string":               "",
	"http://www.w3.org/1999/02/22-rdf-syntax-ns#langString": "",
}

// TestLiterals: a URL or an identifier of a standard occurs in one place, so
// that a new revision is one change.
func TestLiterals(t *testing.T) {
	places := map[string][]string{}
	for _, p := range goList(t, "./...") {
		if p.Name == "main" || anyCovers(testOnly, p.rel()) {
			continue
		}
		for _, file := range parsed(t, p.Dir, p.GoFiles) {
			ast.Inspect(file, func(n ast.Node) bool {
				if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
					if text, err := strconv.Unquote(literal.Value); err == nil && isIdentifier(text) {
						places[text] = append(places[text], p.rel())
					}
				}
				return true
			})
		}
	}
	require.Greater(t, len(places), 50)
	for text, in := range places {
		if _, listed := writtenTwice[text]; listed != (len(in) > 1) {
			t.Errorf("%s stands in %v, listed as an exception: %t", text, in, listed)
		}
	}
	for text := range writtenTwice {
		require.Contains(t, places, text, "an exception that is not needed")
	}
}

// isIdentifier reports whether a text is a URL with a host, or is listed.
func isIdentifier(text string) bool {
	_, rest, found := strings.Cut(text, "://")
	web := strings.HasPrefix(text, "http://") || strings.HasPrefix(text, "https://")
	return web && found && rest != "" && !strings.ContainsAny(text, " %") || slices.Contains(identifiers, text)
}
