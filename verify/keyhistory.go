package verify

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
)

// histories are those of Config.Histories about the keys of one issuer.
type histories []key.History

func (q *inquiry) historiesOf(issuer string) (h histories) {
	for _, one := range q.v.cfg.Histories {
		if one.Issuer == issuer {
			h = append(h, one)
		}
	}
	return h
}

// within adds what the histories say about a key to its dates, and returns when the
// latest of them that has the key was issued: zero if none has it.
func (h histories) within(m key.VerificationMethod) (dated key.VerificationMethod, until time.Time) {
	for _, one := range h {
		for _, entry := range one.Methods {
			if entry.Err == nil && entry.Key.Equal(m.Key) {
				m = m.Within(entry)
				if one.Issued.After(until) {
					until = one.Issued
				}
			}
		}
	}
	return m, until
}

// rule is inForce with the dates of the histories.
func (h histories) rule(inForce dateRule) dateRule {
	return func(m key.VerificationMethod, p proof.Proof) (*Check, error) {
		m, _ = h.within(m)
		return inForce(m, p)
	}
}

// keysOf finds the keys of an issuer that may have made a proof: those that are pinned
// or that the issuer publishes, and former ones, by Config.Histories.
func (q *inquiry) keysOf(ctx context.Context, issuer string, p proof.Proof, seen time.Time, inForce dateRule) (keys, error) {
	h := q.historiesOf(issuer)
	present, err := q.presentKeys(ctx, issuer, p, seen, h.rule(inForce))
	if h == nil {
		return present, err
	}
	former, ended := q.former(h, p, seen, inForce)
	switch {
	case err == nil && present.binding != BindingNone:
		for _, c := range former {
			if !slices.ContainsFunc(present.candidates, func(other candidate) bool { return other.Equal(c.Key) }) {
				present.candidates = append(present.candidates, c)
			}
		}
		if ended != nil && p.Method() != "" {
			present.unnamed = ended // unless another key made the proof
		}
		return present, nil
	case err != nil && !absent(err):
		return keys{}, err
	case former != nil:
		return keys{candidates: former, binding: BindingPinned}, nil
	case ended != nil:
		return keys{}, ended
	}
	return present, err
}

// absent reports whether a search ended without the key: the issuer does not list it,
// or could not be asked.
func absent(err error) bool {
	var f *fault
	return errors.As(err, &f) && f.code != CodeVerifyCancelled && f.code != CodeVerifyBudget &&
		(f.unknown || f.code == CodeDIDKeyNotBound || f.code == CodeKeyNotPinned || f.code == CodeBindingNotBound)
}

// former returns the keys of the histories that a proof names and that may count, and
// else why the one that it names does not. A history says nothing about the time after
// it was issued: a key that had not ended then counts only for what is older.
func (q *inquiry) former(h histories, p proof.Proof, seen time.Time, inForce dateRule) (found []candidate, dated error) {
	for _, one := range h {
		for _, entry := range one.Methods {
			if len(found) == maxKeys || !mayName(p, one.Issuer, entry) || slices.ContainsFunc(found, func(c candidate) bool { return c.Equal(entry.Key) }) {
				continue
			}
			if entry.Err != nil {
				dated = keyFault(entry.Err)
				continue
			}
			m, until := h.within(entry)
			_, over := ended(m, until)
			if !over && (seen.IsZero() || !seen.Before(until)) {
				continue
			}
			past, err := inForce(m, p)
			if err != nil {
				dated = err
				continue
			}
			if past == nil {
				past = &Check{Stage: StageKey, Outcome: Passed, Code: CodeKeyPast, Message: fmt.Sprintf(
					"the key was in force at %s; the badge was proved to exist before, at %s", stamp(until), stamp(seen))}
			}
			found = append(found, candidate{entry.Key, past, until})
		}
	}
	if f, ok := errors.AsType[*fault](dated); ok {
		f.stage = StageKey
	}
	return found, dated
}

// mayName reports whether a proof may be one by a key of a history: it names the key, by
// its kid or with the id of the issuer before it, or has it in its header, or says
// nothing about its key.
func mayName(p proof.Proof, issuer string, m key.VerificationMethod) bool {
	local := func(name string) string { return strings.TrimPrefix(strings.TrimPrefix(name, issuer), "#") }
	if name := p.Method(); name != "" {
		return m.ID != "" && local(name) == local(m.ID)
	}
	inToken, has, err := p.EmbeddedKey()
	return err == nil && (!has || inToken.Equal(m.Key))
}

// validateHistories refuses a history that is about nobody or no time.
func (cfg Config) validateHistories() error {
	for _, h := range cfg.Histories {
		switch {
		case !isIdentifier(h.Issuer):
			return fmt.Errorf("verify: Config.Histories has one of issuer %s, wanted a DID or a URL", badge.Quote(h.Issuer))
		case h.Issued.IsZero():
			return fmt.Errorf("verify: Config.Histories has one of %s that was never issued; use proof.VerifyHistory", badge.Quote(h.Issuer))
		}
	}
	return nil
}
