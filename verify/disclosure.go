package verify

import "github.com/openbadges-go/openbadges/badge/proof"

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
// Members that are not shown may then have been withheld.
func (q *inquiry) loose() bool {
	d := q.disclosed()
	return d != nil && len(d.Withholdable) > 0
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
	if q.disclosed() != nil && !started {
		checks = append(checks, q.withheld(StageTime, CodeTimeWithheld, "the holder shows no start of validity, and the badge may have one"))
	}
	if q.loose() && !ended {
		checks = append(checks, q.withheld(StageTime, CodeTimeWithheld, "the holder can hide an end of validity, and shows none"))
	}
	return checks
}
