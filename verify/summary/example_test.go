package summary_test

import (
	"context"
	"fmt"
	"log"

	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/summary"
)

// A program reads the data; a person reads the text.
func Example() {
	verifier, err := verify.New(verify.Config{Trust: verify.AnyIssuer()})
	if err != nil {
		log.Fatal(err)
	}
	report, _ := verifier.Verify(context.Background(), []byte("a photo"))
	s := summary.Of(report, summary.Dutch)
	fmt.Println(s.Headline)
	fmt.Println(s.Sentence)
	for _, check := range s.Checks {
		fmt.Printf("%s: %s\n", check.Label, check.State)
	}
	// Output:
	// Deze badge is niet geldig
	// Er kon geen badge worden gelezen.
	// Herkend als badge: nee
	// Bevestigd door handtekening of website: niet gecontroleerd
	// Uitgever bekend: niet gecontroleerd
	// Niet ingetrokken: niet gecontroleerd
	// Geldig op deze datum: niet gecontroleerd
	// Hoort bij de houder: niet gecontroleerd
}
