package verifytest_test

import (
	"bytes"
	"context"
	"fmt"
	"log"
	"testing"

	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// example replaces the *testing.T that a test passes to New.
type example struct{ testing.TB }

func (example) Helper()                  {}
func (example) Context() context.Context { return context.Background() }
func (example) Fatal(args ...any)        { log.Fatal(args...) }

// A school issues a badge, and three verifiers judge it: one with the web of
// this world, one that reaches nothing, and one that gets to see something
// else than was signed.
func Example() {
	var t example
	world := verifytest.New(t)
	school := world.Issuer("school.example", proof.EdDSARDFC2022)
	awarded := world.Issue(school, verifytest.Badge()).Bytes()

	verifier := world.Verifier(verify.Issuers("did:web:school.example"))
	report, err := verifier.Verify(t.Context(), awarded)
	fmt.Println(report.Verdict(), err, report.Binding(), world.Hits(""))

	config := world.Config(verify.Issuers("did:web:school.example"))
	config.Fetcher = nil
	offline, err := verify.New(config)
	if err != nil {
		log.Fatal(err)
	}
	report, _ = offline.Verify(t.Context(), awarded)
	fmt.Println(report.Verdict(), report.Decisive().Code)

	tampered := bytes.ReplaceAll(awarded, []byte("Laser cutting"), []byte("Brain surgery"))
	report, _ = verifier.Verify(t.Context(), tampered)
	fmt.Println(report.Verdict(), report.Decisive().Code)
	// Output:
	// accepted <nil> did:web 1
	// inconclusive fetch.offline
	// rejected proof.signature
}
