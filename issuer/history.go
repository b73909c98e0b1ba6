package issuer

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
)

// Rotate returns the time line of an issuer's keys after a planned change: next is
// added, and the key named old expires at at plus overlap, in which the badges and
// status lists that it signed can be signed anew. Pass the result as
// Config.History. [Outlives] tells which badges need that.
//
// It is an error if there is no key of that name that is in force at that time, or
// if the name of next is in use: the name of a key is never used again.
func Rotate(history []key.VerificationMethod, old string, next key.Key, at time.Time, overlap time.Duration) ([]key.VerificationMethod, error) {
	i, err := inForce(history, old, at)
	switch {
	case err != nil:
		return nil, err
	case overlap < 0:
		return nil, fmt.Errorf("issuer: the overlap is %v, wanted 0 or more", overlap)
	case next.ID() == "":
		return nil, errors.New("issuer: the next key has no ID, which names it in what the issuer publishes")
	case slices.ContainsFunc(history, func(m key.VerificationMethod) bool { return m.ID == next.ID() }):
		return nil, fmt.Errorf("issuer: the name %.64q of the next key was used before, wanted another one, such as one with the date", next.ID())
	}
	history = slices.Clone(history)
	history[i].Expires = badge.DateTimeOf(at.Add(overlap).Truncate(time.Second))
	return append(history, key.VerificationMethod{ID: next.ID(), Controller: history[i].Controller, Key: next}), nil
}

// Revoke returns the time line of an issuer's keys after a key was stolen or
// misused: it is revoked as of lastGood, the last moment at which surely only the
// issuer had it. Badges that it signed count only if they were proved to exist
// before.
func Revoke(history []key.VerificationMethod, id string, lastGood time.Time) ([]key.VerificationMethod, error) {
	i := slices.IndexFunc(history, func(m key.VerificationMethod) bool { return m.ID == id })
	if i < 0 {
		return nil, fmt.Errorf("issuer: Config.History has no key named %.64q", id)
	}
	history = slices.Clone(history)
	if before, err := history[i].Revoked.Time(); err != nil || lastGood.Before(before) {
		history[i].Revoked = badge.DateTimeOf(lastGood.Truncate(time.Second))
	}
	return history, nil
}

// inForce returns the place of a key that has not ended at a moment.
func inForce(history []key.VerificationMethod, id string, at time.Time) (int, error) {
	i := slices.IndexFunc(history, func(m key.VerificationMethod) bool { return m.ID == id })
	if i < 0 {
		return i, fmt.Errorf("issuer: Config.History has no key named %.64q", id)
	}
	if end, ends := endOf(history[i]); ends && !at.Before(end) {
		return i, fmt.Errorf("issuer: the key %.64q ended at %s", id, end.Format(time.RFC3339))
	}
	return i, nil
}

// endOf returns when a key ends, if it does.
func endOf(m key.VerificationMethod) (end time.Time, ends bool) {
	for _, d := range []badge.DateTime{m.Expires, m.Revoked} {
		if t, err := d.Time(); err == nil && (!ends || t.Before(end)) {
			end, ends = t, true
		}
	}
	return end, ends
}

// Outlives reports whether a badge or a status list is valid longer than the keys
// that signed it, by the time line of the issuer's keys, and when they end. After
// that it verifies only with proof that it is older. Ask it of all that was
// published before you publish the result of [Rotate], and sign the badges and the
// lists anew for which it is true.
//
// A document without an end is valid for ever. One of several proofs is enough. A
// proof with a key that is not in the time line does not count.
func Outlives(history []key.VerificationMethod, doc *badge.Document) (end time.Time, outlives bool) {
	proofs, err := proof.Find(doc)
	if err != nil {
		return time.Time{}, false
	}
	until := time.Time{}
	if _, v := doc.Period(); v.Exists() {
		until, _ = badge.InstantOf(v)
	}
	for _, p := range proofs {
		i := slices.IndexFunc(history, func(m key.VerificationMethod) bool { return m.ID == p.Method() })
		if i < 0 {
			continue
		}
		last, ends := endOf(history[i])
		if !ends || !until.IsZero() && until.Before(last) {
			return time.Time{}, false
		}
		if last.After(end) {
			end = last
		}
		outlives = true
	}
	return end, outlives
}

// publishPast adds a key with its dates to the published documents. A key of
// Config.Proofs must not have ended.
func (i *Issuer) publishPast(m key.VerificationMethod, now time.Time) error {
	signs := slices.ContainsFunc(i.keys, func(k key.Key) bool { return k.ID() == m.ID })
	end, ends := endOf(m)
	switch {
	case ends && i.standard.version == badge.OB2:
		return fmt.Errorf("the key %.64q ends at %s, and Open Badges 2.0 has no dates of keys", m.ID, end.Format(time.RFC3339))
	case ends && signs && !now.Before(end):
		return fmt.Errorf("the key %.64q signs and ended at %s", m.ID, end.Format(time.RFC3339))
	}
	if err := i.publish(m.Key.WithID(m.ID)); err != nil {
		return err
	}
	i.dates[m.ID] = m
	return nil
}
