package verify

import (
	"fmt"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
)

// dateRule decides by the dates of a published key whether it counts (Controlled
// Identifiers v1.0 §2.2). It returns an error if it does not, and a check if it
// is no longer in force and may count nevertheless.
type dateRule func(key.VerificationMethod, proof.Proof) (*Check, error)

// ending is how and when a key ended.
type ending struct {
	at         time.Time // the earlier of both dates
	code, word string
}

func (e ending) fault() error {
	return no(e.code, "", "the issuer's key %s at %s", e.word, stamp(e.at))
}

// ended returns how a key ended before or at a moment. That it was revoked
// outweighs that it has expired.
func ended(m key.VerificationMethod, now time.Time) (e ending, ended bool) {
	for _, d := range []struct {
		at   badge.DateTime
		code string
		word string
	}{{m.Expires, CodeKeyExpired, "expired"}, {m.Revoked, CodeKeyRevoked, "was revoked"}} {
		if d.at == "" {
			continue
		}
		t, err := d.at.Time()
		if err == nil && now.Before(t) {
			continue
		}
		if ended && e.at.Before(t) {
			t = e.at
		}
		e, ended = ending{t, d.code, d.word}, true
	}
	return e, ended
}

// begun refuses a key that is not in force yet, or was not when what it signed was
// proved to exist.
func (q *inquiry) begun(m key.VerificationMethod, seen time.Time) error {
	if m.NotBefore == "" {
		return nil
	}
	from, err := m.NotBefore.Time()
	switch {
	case err != nil, q.now.Add(clockSkew).Before(from):
		return no(codeKeyNotYetValid, "", "the issuer's key is for signatures from %s; it is now %s", m.NotBefore, stamp(q.now))
	case !seen.IsZero() && seen.Before(from):
		return no(codeKeyNotYetValid, "", "the issuer's key is for signatures from %s; the badge was proved to exist before, at %s", m.NotBefore, stamp(seen))
	}
	return nil
}

// inForceNow accepts a key that is in force.
func (q *inquiry) inForceNow(m key.VerificationMethod, _ proof.Proof) (*Check, error) {
	if err := q.begun(m, time.Time{}); err != nil {
		return nil, err
	}
	if e, over := ended(m, q.now); over {
		return nil, e.fault()
	}
	return nil, nil
}

// inForceThen also accepts a key that was in force when the badge was proved to
// exist. If nothing was proved, the dates that the signer wrote leave it open
// whether a key signed before it expired. They say nothing about a key that was
// revoked, since whoever took it can write them.
func (q *inquiry) inForceThen(m key.VerificationMethod, p proof.Proof) (*Check, error) {
	if err := q.begun(m, q.as.seen); err != nil {
		return nil, err
	}
	e, over := ended(m, q.now)
	if !over {
		return nil, nil
	}
	c := &Check{Stage: StageKey, Outcome: Unknown, Code: CodeKeyClaimedTime}
	claimed := q.claimedTime(p)
	switch {
	case q.as.list:
		return nil, e.fault()
	case !q.as.seen.IsZero() && q.as.seen.Before(e.at):
		c.Outcome, c.Code = Passed, CodeKeyPast
		c.Message = fmt.Sprintf("the key %s at %s; the badge was proved to exist before, at %s", e.word, stamp(e.at), stamp(q.as.seen))
		return c, nil
	case e.code == CodeKeyRevoked, claimed.IsZero(), !claimed.Before(e.at):
		return nil, e.fault()
	case q.v.cfg.ClaimedTime:
		c.Outcome = Warned
	}
	c.Message = fmt.Sprintf("the key expired at %s; by its own account, which nothing proves, the badge was signed before, at %s", stamp(e.at), stamp(claimed))
	return c, nil
}

// claimedTime returns when a proof was made by its own account, else the start
// of validity, else the zero time.
func (q *inquiry) claimedTime(p proof.Proof) time.Time {
	made := madeAt(q.presented, p)
	if from, _ := q.presented.Period(); made.IsZero() && from.Exists() {
		made, _ = badge.InstantOf(from)
	}
	return made
}
