package rdftest_test

import (
	"fmt"

	"github.com/openbadges-go/openbadges/badge/internal/rdf/rdftest"
)

func Example() {
	quads, err := rdftest.ParseNQuads(`<urn:s> <urn:name> "No\u00f6r"@nl .`)
	fmt.Println(quads[0].Object.Value, quads[0].Object.Language, err)
	_, err = rdftest.ParseNQuads(`<urn:s> <name> "Noor" .`)
	fmt.Println(err)
	// Output:
	// Noör nl <nil>
	// line 1, offset 8: "name" is not an absolute IRI
}
