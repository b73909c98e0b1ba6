package verify

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
)

// Challenge is what a verifier asked a holder to sign, so that a copy of a badge
// or of an earlier answer proves nothing. Without Value and Domain no holder is
// proven, and the verdict is inconclusive.
type Challenge struct {
	// Value is the text that was sent to the holder: the challenge of a Data
	// Integrity proof, the nonce of a token. Make a new random one for each
	// holder.
	Value string
	// Domain is the name by which the holder knows the verifier, compared
	// exactly: the domain of a Data Integrity proof, the audience of a token.
	Domain string
	// NotBefore and NotAfter are the time in which the answer counts. The zero
	// times mean ten minutes up to now.
	NotBefore, NotAfter time.Time
	// Spend uses up Value, once everything else about the answer is good. It
	// reports whether Value was sent and has not been used before. Nil means that
	// the caller passes each Value once.
	Spend func(value string) bool
}

// asked reports whether there is a challenge that a holder must answer.
func (c *Challenge) asked() bool { return c != nil && c.Value != "" && c.Domain != "" }

// window returns the time in which the answer counts.
func (c *Challenge) window(now time.Time) (from, until time.Time) {
	from, until = c.NotBefore, c.NotAfter
	if from.IsZero() {
		from = now.Add(-challengeTime)
	}
	if until.IsZero() {
		until = now
	}
	return from, until
}

// holder is who shows a badge.
type holder struct {
	proven bool
	why    string    // why it is not proven
	id     string    // the DID
	key    key.Key   // the key that signed
	method string    // the name of that key
	made   time.Time // when it signed, by its own account; zero if not said
}

// holds checks that the badge was awarded to the holder who shows it: by the DID
// of its subject, or by the key in its claim cnf.
func (q *inquiry) holds() []Check {
	h, doc := q.as.holder, q.judged()
	subject := doc.SubjectID()
	c := Check{Stage: StageRecipient, Path: recipientPath(doc, "/id")}
	did := strings.HasPrefix(subject, "did:") && !key.IsPrivate(subject)
	switch {
	case !h.proven:
		c.Outcome, c.Code, c.Message = Unknown, CodeRecipientUnproven, "the holder is not proven: "+h.why
	case did && controllerOf(subject) == h.id:
		c.Outcome, c.Code, c.Message = Passed, CodeRecipientHolder, "the holder proved possession of "+badge.Quote(h.id)
	case h.confirmed(doc):
		c.Outcome, c.Code, c.Path, c.Message = Passed, CodeRecipientHolder, pathOf(doc, "cnf"), "the holder proved possession of the key that the badge names"
	case did:
		c.Outcome, c.Code = Failed, CodeRecipientNotHolder
		c.Message = fmt.Sprintf("the badge was awarded to %s, and %s shows it", badge.Quote(subject), badge.Quote(h.id))
	default:
		c.Outcome, c.Code, c.Path = Unknown, codeRecipientNoDID, recipientPath(doc, "")
		c.Message = "the badge does not name its recipient by a DID, so that no signature can show who that is"
	}
	return []Check{c}
}

// confirmed reports whether the claim cnf of a badge names the key of the holder
// (RFC 7800 §3): the key itself, or its URL. A shorter name can be that of a key of
// anyone.
func (h *holder) confirmed(doc *badge.Document) bool {
	cnf := doc.Body().Member("cnf")
	if jwk := cnf.Member("jwk"); jwk.Exists() {
		k, err := key.ParseJWK([]byte(jwk.Raw()))
		return err == nil && k.Equal(h.key)
	}
	kid := cnf.Member("kid").String()
	return kid != "" && kid == h.method && controllerOf(kid) == h.id
}

// controllerOf returns the DID of a DID URL.
func controllerOf(name string) string {
	if end := strings.IndexAny(name, "/?#"); end >= 0 && strings.HasPrefix(name, "did:") {
		return name[:end]
	}
	return name
}

// answersInTime checks that the presentation was made while its challenge
// counted. One without a date is bounded by the challenge alone.
func (q *inquiry) answersInTime(context.Context) []Check {
	c := Check{Stage: StageTime, Outcome: Passed, Code: codeInPeriod, Message: "presented on " + stamp(q.now)}
	if !q.as.presents.asked() {
		return []Check{c}
	}
	made, window := q.holder.made, q.as.presents
	if from, until := window.window(q.now); q.now.After(until) {
		c.Outcome, c.Code, c.Message = Failed, CodeTimeWindow, fmt.Sprintf("the challenge counted until %s; it is now %s", stamp(until), stamp(q.now))
	} else if !made.IsZero() && made.Add(clockSkew).Before(from) {
		c.Outcome, c.Code, c.Message = Failed, CodeTimeWindow, fmt.Sprintf("the presentation was made at %s, wanted a time from %s", stamp(made), stamp(from))
	}
	return []Check{c}
}

// holderProves checks that the holder answered the challenge, after everything
// else about the presentation is good. Only then the challenge is used up.
func (q *inquiry) holderProves(context.Context) []Check {
	c := Check{Stage: StageRecipient, Outcome: Unknown, Code: CodeRecipientUnproven}
	challenge := q.as.presents
	switch {
	case !challenge.asked():
		c.Message = "the holder is not proven: " + notAsked
	case challenge.Spend != nil && !challenge.Spend(challenge.Value):
		c.Outcome, c.Code, c.Message = Failed, CodeRecipientReplayed, "the challenge was not sent by this verifier, or was answered before"
	default:
		q.proven = true
		c.Outcome, c.Code, c.Message = Passed, CodeRecipientHolder, "the holder proved possession of "+badge.Quote(q.holder.id)
	}
	return []Check{c}
}

const notAsked = "no challenge and domain were given, so that anybody who has seen the badge could show it"
