package main

import (
	"crypto/sha256"
	"encoding/base64"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/edubadges"
)

// award is one badge class for one student.
type award struct {
	student student
	class   class
	line    edubadges.Line // of the list of recipients
	made    int            // number of badges issued for it in this run
	err     error          // why issuing one of them failed
}

// entity returns the last part of the URLs of the award, in the form of edubadges.
// It is the same in each run, so that nothing is awarded twice, and it cannot be
// guessed without the eduID.
func (a *award) entity() string {
	sum := sha256.Sum256([]byte(a.class.slug + " " + a.student.eduID))
	return base64.RawURLEncoding.EncodeToString(sum[:16])
}

// evidence returns the work that the list names.
func (a *award) evidence() []badge.Evidence {
	if a.line.Evidence == nil {
		return nil
	}
	return []badge.Evidence{*a.line.Evidence}
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
