package issuer

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/rules"
)

// HashedIdentity returns an identifier as its SHA-256 with a new random salt, so
// that the badge does not show it. Write an e-mail address in lower case.
func (i *Issuer) HashedIdentity(t badge.IdentifierType, value string) badge.IdentityObject {
	salt := randomSalt
	if i != nil && i.newSalt != nil {
		salt = i.newSalt
	}
	return badge.HashIdentity(t, value, salt())
}

// Issue makes a badge of c. It fills in the id, the issuer and the start of
// validity if they are empty, takes a status entry from Config.Status, adds
// the contexts that its proofs and types need, validates the badge, and adds every proof of the Config. In Open Badges 2.0 it also sets
// how the badge is verified. It verifies each signature before it returns. A
// badge that does not follow its standard is an *InvalidError.
//
// A signer that does not return is left behind when ctx is done: its goroutine
// lives until it returns.
func (i *Issuer) Issue(ctx context.Context, c badge.Credential) (*badge.Document, error) {
	if err := i.ready(); err != nil {
		return nil, err
	}
	if c.ID == "" {
		c.ID = i.newID()
	}
	now := i.now().Truncate(time.Second) // tokens and proofs have whole seconds
	if c.ValidFrom == "" {
		c.ValidFrom = badge.DateTimeOf(now)
	}
	if i.status != nil && len(c.CredentialStatus) == 0 {
		entries, err := i.allocate(ctx, 1)
		if err != nil {
			return nil, err
		}
		c.CredentialStatus = entries
	}
	claim, err := i.claimStatus(&c)
	if err != nil {
		return nil, err
	}
	doc, err := i.standard.build(i, c)
	if err != nil {
		return nil, err
	}
	return i.secure(ctx, doc, making{now, claim})
}

// allocate takes n entries from Config.Status.
func (i *Issuer) allocate(ctx context.Context, n int) ([]badge.CredentialStatus, error) {
	entries, err := i.status(ctx, i, n)
	if err == nil && len(entries) != n {
		err = fmt.Errorf("Config.Status returned %d entries, wanted %d", len(entries), n)
	}
	if err != nil {
		return nil, fmt.Errorf("issuer: no status entry: %w", err)
	}
	return entries, nil
}

// secure validates a document and adds every proof.
func (i *Issuer) secure(ctx context.Context, doc *badge.Document, made making) (*badge.Document, error) {
	if err := i.wellFormed(doc); err != nil {
		return nil, err
	}
	if err := i.standard.verifiable(ctx, i, doc); err != nil {
		return nil, err
	}
	for _, sign := range i.steps {
		var err error
		if doc, err = sign(ctx, doc, made); err != nil {
			return nil, fmt.Errorf("issuer: %w", err)
		}
	}
	return doc, nil
}

// wellFormed returns the errors of a document, nil if there are none.
func (i *Issuer) wellFormed(doc *badge.Document) error {
	problems := slices.DeleteFunc(rules.ForIssue(doc, i.extensions...), func(p badge.Problem) bool { return p.Severity != badge.SeverityError })
	if len(problems) > 0 {
		return &InvalidError{problems}
	}
	return nil
}

// foreign is the error for a badge or a class of another issuer.
func (i *Issuer) foreign(id string) error {
	return &InvalidError{[]badge.Problem{{Code: codeForeignIssuer, Path: "/issuer",
		Message: fmt.Sprintf("the issuer is %.64q, wanted %.64q", key.Redact(id), i.profile.ID)}}}
}

// InvalidError lists the problems of a badge, or of another document of an
// issuer, that does not follow its standard.
type InvalidError struct{ Problems []badge.Problem }

// Code returns the code of the first problem.
func (e *InvalidError) Code() string { return e.first().Code }

// Path returns the path of the first problem.
func (e *InvalidError) Path() string { return e.first().Path }

func (e *InvalidError) first() badge.Problem {
	if e == nil || len(e.Problems) == 0 {
		return badge.Problem{}
	}
	return e.Problems[0]
}

func (e *InvalidError) Error() string {
	if e == nil || len(e.Problems) == 0 {
		return "issuer: the document does not follow its standard"
	}
	p := e.first()
	return fmt.Sprintf("issuer: the document does not follow its standard: %s: %s (at %q, one of %d)", p.Code, p.Message, p.Path, len(e.Problems))
}
