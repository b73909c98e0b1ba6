package host_test

import (
	"context"
	"fmt"
	"log"

	"github.com/openbadges-go/openbadges/badge/status"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/issuer/host"
	"github.com/openbadges-go/openbadges/verify"
)

// A school awards badges to a class and later revokes one. The Issuer takes an
// entry in the status list for each badge.
func ExampleHost_StatusFrom() {
	ctx := context.Background()
	h, err := host.New(host.Config{Base: "https://badges.school.example", Store: host.NewMemory()})
	if err != nil {
		log.Fatal(err)
	}
	list := h.URL("status/1")
	cfg := schoolConfig("did:web:badges.school.example")
	cfg.Status = h.StatusFrom(list)
	school, err := issuer.New(cfg)
	if err != nil {
		log.Fatal(err)
	}
	if err := h.PublishIssuer(ctx, school); err != nil {
		log.Fatal(err)
	}
	if err := h.PublishStatusList(ctx, school, list, status.Revocation); err != nil {
		log.Fatal(err)
	}
	class := func(yield func(issuer.Item) bool) {
		for _, learner := range []string{"noor", "sam"} {
			c := workshop()
			c.ID, c.Subject.ID = h.URL("badges/"+learner), "did:example:"+learner
			if !yield(issuer.Item{Ref: learner, Credential: c}) {
				return
			}
		}
	}
	for issued, err := range school.IssueAll(ctx, class) {
		if err == nil {
			err = h.Publish(ctx, issued.Document)
		}
		if err != nil {
			log.Fatal(issued.Ref, ": ", err)
		}
	}
	if err := h.Revoke(ctx, school, h.URL("badges/sam"), "awarded by mistake"); err != nil {
		log.Fatal(err)
	}
	verifier, err := verify.New(verify.Config{Trust: verify.Issuers(school.ID()), Fetcher: web{h}, Now: noon})
	if err != nil {
		log.Fatal(err)
	}
	for _, learner := range []string{"noor", "sam"} {
		_, text := ask(h, "GET", "/badges/"+learner)
		report, _ := verifier.Verify(ctx, []byte(text))
		fmt.Println(learner, report.Verdict(), report.Decisive().Code)
	}
	// Output:
	// noor accepted signature.valid
	// sam rejected status.revoked
}

// A browser gets a page at the address of a badge, a program the badge.
func ExampleHost_ServeHTTP() {
	ctx := context.Background()
	h, err := host.New(host.Config{Base: "https://badges.school.example", Store: host.NewMemory()})
	if err != nil {
		log.Fatal(err)
	}
	school, err := newSchool("did:web:badges.school.example")
	if err != nil {
		log.Fatal(err)
	}
	c := workshop()
	c.ID = h.URL("badges/noor")
	awarded, err := school.Issue(ctx, c)
	if err != nil {
		log.Fatal(err)
	}
	if err := h.Publish(ctx, awarded); err != nil {
		log.Fatal(err)
	}
	for _, accept := range []string{"application/json", "text/html"} {
		answer, body := ask(h, "GET", "/badges/noor", "Accept", accept)
		fmt.Println(answer.Header.Get("Content-Type"), body == string(awarded.Bytes()))
	}
	// Output:
	// application/json true
	// text/html; charset=utf-8 false
}
