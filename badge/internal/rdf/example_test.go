package rdf_test

import (
	"context"
	"fmt"
	"log"

	"github.com/openbadges-go/openbadges/badge/internal/rdf"
	"github.com/openbadges-go/openbadges/badge/internal/rdf/rdftest"
)

// Blank nodes get the same labels and statements the same order, whatever the
// labels in the input.
func Example() {
	quads, err := rdftest.ParseNQuads(`_:x <urn:knows> _:y .
_:y <urn:name> "Noor" .
`)
	if err != nil {
		log.Fatal(err)
	}
	form, err := rdf.Canonicalize(context.Background(), quads, rdf.Options{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print(string(form.Text))
	// Output:
	// _:c14n0 <urn:name> "Noor" .
	// _:c14n1 <urn:knows> _:c14n0 .
}
