package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"github.com/openbadges-go/openbadges/badge/edubadges"
	"github.com/openbadges-go/openbadges/bake"
)

// prepare shows what the institution publishes, and a class that it may not award.
func (s *story) prepare(o *office) {
	s.chapter(1, "An institution prepares its badges")
	department := edubadges.Read(o.documents[issuerPath][0], o.documents[issuerPath][1])
	fmt.Fprintf(s.w, "  %s publishes badges of %s at %s\n", department.Value(edubadges.FieldAwardedBy).Text, department.Value(edubadges.FieldIssuer).Text, o.host.URL(""))
	fmt.Fprintln(s.w, "  A micro-credential of 2 EC is refused:")
	for _, r := range tooSmall() {
		fmt.Fprintf(s.w, "    %s\n    %s\n", r.Message, r.Dutch)
	}
}

// elsewhere is another institution, which gets only pictures and trusts issuers.
type elsewhere struct {
	internet *web
	trusted  []string
	now      func() time.Time
}

// verifyAll verifies the pictures at the other institution.
func (s *story) verifyAll(ctx context.Context, other elsewhere, submissions []submission) error {
	s.chapter(3, "Another institution verifies each picture for the student who presents it")
	answers, err := other.verify(ctx, submissions)
	if err != nil {
		return err
	}
	s.showAnswers(answers)
	for _, a := range answers {
		if !a.accepted {
			err = errors.Join(err, fmt.Errorf("%s is rejected: %s", a.picture, a.reason))
		}
	}
	return err
}

// hide makes the page of one hosted badge private and public again. Its picture
// alone proves nothing.
func (s *story) hide(ctx context.Context, other elsewhere, o *office, submissions []submission) error {
	s.chapter(4, "A student makes a page private, and public again")
	for _, one := range submissions {
		payload, err := readPicture(one.picture)
		if err != nil || payload.Slot != bake.OB2 {
			continue
		}
		address, err := idOf(payload)
		if err != nil {
			return err
		}
		for _, public := range []bool{false, true} {
			if err := o.host.SetPublic(ctx, address, public); err != nil {
				return err
			}
			answers, err := other.verify(ctx, []submission{one})
			if err != nil {
				return err
			}
			fmt.Fprintf(s.w, "  %s, %s: %s (%s)\n", one.presenter, map[bool]string{false: "private", true: "public"}[public], answers[0].verdict, answers[0].code)
			if answers[0].accepted != public {
				return fmt.Errorf("a page with public=%t is %s", public, answers[0].verdict)
			}
		}
		return nil
	}
	fmt.Fprintln(s.w, "  Nobody has a hosted badge.")
	return nil
}

// offer prints what the agent of a wallet gets for the first badge.
func (s *story) offer(ctx context.Context, o *office, awards []*award) error {
	s.chapter(5, "The agent of a wallet gets an offer")
	for _, a := range awards {
		doc, err := o.published(ctx, a)
		if err != nil {
			continue // not awarded
		}
		uuid, err := edubadges.UUIDOf(a.entity())
		if err != nil {
			return err
		}
		agent := edubadges.Agent{OfferID: uuid, Template: a.class.slug}
		first, lost, err := edubadges.Offer(doc, agent, o.conversion(a), o.documents[a.class.slug][0], o.documents[issuerPath][0])
		if err != nil {
			return err
		}
		fmt.Fprintf(s.w, "  POST /v0/credentials with %d bytes for %s; %d properties of the edubadge have no place in it\n", len(first.Bytes()), a.student.name, len(lost))
		fmt.Fprintf(s.w, "  POST /v0/offers %s\n", agent.Body())
		return nil
	}
	fmt.Fprintln(s.w, "  Nobody has a hosted badge.")
	return nil
}

// forgeries makes three forgeries and lets the other institution verify them.
func (s *story) forgeries(ctx context.Context, other elsewhere, submissions []submission) error {
	s.chapter(6, "Three forgeries")
	signed, hosted, forger, ok := victims(submissions)
	if !ok {
		fmt.Fprintln(s.w, "  There are too few badges for forgeries.")
		return nil
	}
	forged, err := forge(ctx, filepath.Join(s.out, "forgeries"), s.now, signed, hosted, forger)
	if err != nil {
		return err
	}
	var presented []submission
	for _, f := range forged {
		presented = append(presented, f.submission)
	}
	answers, err := other.verify(ctx, presented)
	if err != nil {
		return err
	}
	for n, a := range answers {
		fmt.Fprintf(s.w, "  %s presents %s\n  %s\n", a.presenter, filepath.Base(a.picture), forged[n].trick)
		fmt.Fprintf(s.w, "  %s: %s (%s)\n\n", a.verdict, a.reason, a.code)
		if a.accepted || a.code != forged[n].code {
			err = errors.Join(err, fmt.Errorf("%s: the deciding code is %s, wanted %s", a.picture, a.code, forged[n].code))
		}
	}
	return err
}

// victims returns a signed and a hosted backpack badge of one student, and
// another student.
func victims(submissions []submission) (signed, hosted submission, forger student, ok bool) {
	_, backpack := classes()
	for _, s := range submissions {
		switch filepath.Base(s.picture) {
		case backpack.slug + ".png":
			hosted = s
		case backpack.slug + ".svg":
			signed = s
		}
		if signed.eduID != "" && signed.eduID == hosted.eduID {
			n := slices.IndexFunc(submissions, func(other submission) bool { return other.eduID != signed.eduID })
			if n >= 0 {
				return signed, hosted, student{name: submissions[n].presenter, eduID: submissions[n].eduID}, true
			}
		}
	}
	return submission{}, submission{}, student{}, false
}
