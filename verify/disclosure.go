package verify

import (
	"slices"

	"github.com/openbadges-go/openbadges/badge/proof"
)

// disclosed returns what a selective disclosure shows, nil if the proof that
// decided covers the whole badge.
func (q *inquiry) disclosed() *proof.Disclosed {
	for _, p := range q.proofs {
		if p.Decided {
			return p.Disclosed
		}
	}
	return nil
}

// loose reports whether the issuer let the holder withhold a decisive member.
// Other members that are not shown may then have been withheld as well, except in
// an SD-JWT, which tells where something is withheld: there it is about the member
// at the pointer.
func (q *inquiry) loose(member string) bool {
	d := q.disclosed()
	if _, sd := q.presented.SDJWT(); d != nil && sd {
		return slices.Contains(d.Withholdable, member)
	}
	return d != nil && len(d.Withholdable) > 0
}

// hides reports whether the holder may withhold a member of the object at a
// pointer. In an SD-JWT a digest there has no disclosure; the claims with the
// dates of an SD-JWT VC cannot be withheld.
func (q *inquiry) hides(object string) bool {
	d := q.disclosed()
	if _, sd := q.presented.SDJWT(); d == nil || !sd {
		return d != nil
	}
	return slices.Contains(d.Withheld, object) && !hasClaims(q.presented)
}

// withheld is a check about something that the holder may have withheld.
func (q *inquiry) withheld(stage Stage, code, message string) Check {
	c := Check{Stage: stage, Outcome: Unknown, Code: code, Message: message}
	if q.v.cfg.LooseDisclosure {
		c.Outcome = Warned
		c.Message += "; Config.LooseDisclosure accepts this"
	}
	return c
}

// withheldDates reports the ends of validity that the holder may have withheld.
// A badge without a start is usually a departure; here it may start next year.
func (q *inquiry) withheldDates(started, ended bool) (checks []Check) {
	if q.hides("") && !started {
		checks = append(checks, q.withheld(StageTime, CodeTimeWithheld, "the holder shows no start of validity, and the badge may have one"))
	}
	if q.loose("/validUntil") && !ended {
		checks = append(checks, q.withheld(StageTime, CodeTimeWithheld, "the holder can hide an end of validity, and shows none"))
	}
	return checks
}
