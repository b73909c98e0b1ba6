package main

import (
	"crypto/sha256"
	"encoding/base64"

	"github.com/openbadges-go/openbadges/badge"
)

// award is one badge class for one student.
type award struct {
	student student
	class   class
	made    int   // number of badges issued for it in this run
	err     error // why issuing one of them failed
}

// awardsOf returns the awards that the students have earned, in their order.
func awardsOf(students []student) (awards []*award) {
	workshop, backpack := classes()
	for _, s := range students {
		if s.workshop {
			awards = append(awards, &award{student: s, class: workshop})
		}
		if s.evidence != "" {
			awards = append(awards, &award{student: s, class: backpack})
		}
	}
	return awards
}

// entity returns the last part of the URLs of the award. It is the same in each
// run, so that nothing is awarded twice, and it cannot be guessed without the
// eduID.
func (a *award) entity() string {
	sum := sha256.Sum256([]byte(a.class.slug + " " + a.student.eduID))
	return base64.RawURLEncoding.EncodeToString(sum[:16])
}

// evidence returns the work of a backpack session. A workshop has no evidence.
func (a *award) evidence() []badge.Evidence {
	if _, backpack := classes(); a.class.slug != backpack.slug {
		return nil
	}
	return []badge.Evidence{{ID: a.student.evidence, Name: "The finished work", Narrative: "Published by the student after the session."}}
}

// outcome describes the result for the award.
func (a *award) outcome() string {
	switch {
	case a.err != nil:
		return "not awarded: " + a.err.Error()
	case a.made == 0:
		return "awarded before"
	}
	return "awarded"
}
