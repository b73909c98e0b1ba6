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
	made    int   // badges that were made for it in this run
	err     error // why one of them was not made
}

// awardsOf returns what the students of a list have earned, in its order.
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

// entity names the award in addresses, the same each time, so that nothing is
// awarded twice. Nobody can guess an eduID, so nobody finds it by trying.
func (a *award) entity() string {
	sum := sha256.Sum256([]byte(a.class.slug + " " + a.student.eduID))
	return base64.RawURLEncoding.EncodeToString(sum[:16])
}

// evidence is the work of a backpack session; a workshop has none.
func (a *award) evidence() []badge.Evidence {
	if _, backpack := classes(); a.class.slug != backpack.slug {
		return nil
	}
	return []badge.Evidence{{ID: a.student.evidence, Name: "What became of the work", Narrative: "Published by the student after the session."}}
}

// outcome says in words what came of the award.
func (a *award) outcome() string {
	switch {
	case a.err != nil:
		return "not awarded: " + a.err.Error()
	case a.made == 0:
		return "was awarded before"
	}
	return "awarded"
}
