package ld_test

import (
	"context"
	"fmt"
	"log"
	"strings"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/ld"
)

// A member with a meaning becomes a statement; a member without one is an
// error.
func Example() {
	text := `{"@context":["https://www.w3.org/ns/credentials/v2"],"id":"urn:x:1","type":["VerifiableCredential"],"name":"Chess"}`
	root, err := jsontext.Parse([]byte(text))
	if err != nil {
		log.Fatal(err)
	}
	result, err := ld.New().ToRDF(context.Background(), root, ld.Options{})
	if err != nil {
		log.Fatal(err)
	}
	for _, q := range result.Quads {
		fmt.Print(string(q.Append(nil)))
	}

	root, err = jsontext.Parse([]byte(strings.Replace(text, `"name"`, `"Name":"Doctorate","name"`, 1)))
	if err != nil {
		log.Fatal(err)
	}
	_, err = ld.New().ToRDF(context.Background(), root, ld.Options{})
	fmt.Println(err.(*ld.Error).Code, err.(*ld.Error).Path)
	// Output:
	// <urn:x:1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://www.w3.org/2018/credentials#VerifiableCredential> .
	// <urn:x:1> <https://schema.org/name> "Chess" .
	// ld.undefined_term /Name
}
