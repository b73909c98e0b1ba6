package main

import (
	"context"
	"net/netip"
	"slices"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/edubadges"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/fetch"
)

// submission is a picture that somebody presents who has logged in with an
// eduID.
type submission struct{ presenter, eduID, picture string }

// answer is what the other institution says to a submission.
type answer struct {
	submission
	accepted bool
	title    string // of the badge, once it is known to be genuine
	binding  verify.Binding
	code     string // of what decided it
	reason   string // in words
}

// otherInstitution is the program of another institution. It was told whom to
// trust, and shares nothing else with the office but the web and the pictures.
func otherInstitution(ctx context.Context, internet *web, trusted []string, now func() time.Time, submissions []submission) ([]answer, error) {
	client, err := fetch.New(fetch.Config{
		// On the real web, none of these is needed.
		Roots: internet.roots, Resolver: internet, OtherPorts: []uint16{internet.port},
		PrivateNetworks: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")},
		Now:             now,
	})
	if err != nil {
		return nil, err
	}
	verifier, err := verify.New(verify.Config{Trust: verify.Issuers(trusted...), Fetcher: client, Extensions: edubadges.Extensions(), Now: now})
	if err != nil {
		return nil, err
	}
	answers := make([]answer, len(submissions))
	var items []verify.Item
	var asked []*answer
	for n, s := range submissions {
		answers[n].submission = s
		payload, err := readPicture(s.picture)
		if err != nil {
			answers[n].code, answers[n].reason = codePicture, "there is no badge in the picture: "+err.Error()
			continue
		}
		items = append(items, verify.Item{Data: payload.Data, Recipient: &badge.Recipient{Type: eduIDTypes[payload.Slot], Value: s.eduID}})
		asked = append(asked, &answers[n])
	}
	n := 0
	for _, report := range verifier.VerifyAll(ctx, slices.Values(items)) {
		a := asked[n] // the order is that of the items
		n++
		a.accepted, a.binding = report.Err() == nil, report.Binding()
		a.code, a.reason = report.Decisive().Code, report.Decisive().Message
		if c, genuine := report.Verified(); genuine {
			a.title = c.Subject.Achievement.Name
		}
	}
	return answers, nil
}

// codePicture stands beside the codes of a report, where there is no badge to
// report on.
const codePicture = "picture"
