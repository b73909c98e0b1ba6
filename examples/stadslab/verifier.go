package main

import (
	"context"
	"net/netip"
	"slices"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/edubadges"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/fetch"
)

// submission is a picture presented by a person who is logged in with an eduID.
type submission struct{ presenter, eduID, picture string }

// answer is the verdict of the other institution on a submission.
type answer struct {
	submission
	accepted bool
	verdict  string // accepted, rejected or inconclusive
	title    string // of the badge, if it is genuine
	binding  verify.Binding
	code     string // of the check that decided
	reason   string
}

// config is how the other institution verifies. It gets only the web and the ids
// of the issuers to trust.
func (e elsewhere) config() (verify.Config, error) {
	client, err := fetch.New(fetch.Config{
		// Not needed on the real web.
		Roots: e.internet.roots, Resolver: e.internet, OtherPorts: []uint16{e.internet.port},
		PrivateNetworks: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")},
		Now:             e.now,
	})
	return verify.Config{Trust: verify.Issuers(e.trusted...), Fetcher: client, Extensions: slices.Concat(edubadges.Extensions(), edubadges.Educredentials()), Now: e.now}, err
}

// verify verifies submissions at the other institution, which gets only the
// pictures.
func (e elsewhere) verify(ctx context.Context, submissions []submission) ([]answer, error) {
	config, err := e.config()
	if err != nil {
		return nil, err
	}
	verifier, err := verify.New(config)
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
			answers[n].verdict, answers[n].code, answers[n].reason = "rejected", codePicture, "the picture carries no badge: "+err.Error()
			continue
		}
		items = append(items, verify.Item{Data: payload.Data, Recipient: &badge.Recipient{Type: eduIDTypes[payload.Slot], Value: s.eduID}})
		asked = append(asked, &answers[n])
	}
	n := 0
	for _, report := range verifier.VerifyAll(ctx, slices.Values(items)) {
		a := asked[n] // reports come in the order of the items
		n++
		a.accepted, a.verdict, a.binding = report.Err() == nil, string(report.Verdict()), report.Binding()
		a.code, a.reason = report.Decisive().Code, report.Decisive().Message
		if c, genuine := report.Verified(); genuine {
			a.title = c.Subject.Achievement.Name
		}
	}
	return answers, nil
}

// codePicture is the code of a picture without a badge, for which there is no
// report.
const codePicture = "picture"
