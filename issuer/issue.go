package issuer

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/rules"
)

// HashedIdentity names a recipient by the salted SHA-256 of an identifier,
// such as an e-mail address in lower case, so that the badge does not show it.
// The salt is new each time.
func (i *Issuer) HashedIdentity(t badge.IdentifierType, value string) badge.IdentityObject {
	salt := randomSalt
	if i != nil && i.newSalt != nil {
		salt = i.newSalt
	}
	return badge.HashIdentity(t, value, salt())
}

// Issue makes a badge of c: it fills in the id, the issuer and the start of
// validity where they are empty, validates the badge, and signs it in every
// way the Config asks for. In Open Badges 2.0 it also writes how the badge is
// verified. Every signature is verified before the badge is
// handed out. A badge that does not follow the standard is an *InvalidError,
// one that cannot be signed a *proof.Error.
func (i *Issuer) Issue(ctx context.Context, c badge.Credential) (*badge.Document, error) {
	if err := i.ready(); err != nil {
		return nil, err
	}
	if c.ID == "" {
		c.ID = i.newID()
	}
	now := i.now().Truncate(time.Second) // claims of a token and proofs know whole seconds
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
	doc, err := i.standard.build(i, c)
	if err != nil {
		return nil, err
	}
	return i.secure(ctx, doc, now)
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

// secure validates a document and signs it in every configured way.
func (i *Issuer) secure(ctx context.Context, doc *badge.Document, now time.Time) (*badge.Document, error) {
	if err := i.wellFormed(doc); err != nil {
		return nil, err
	}
	if err := i.standard.verifiable(ctx, i, doc); err != nil {
		return nil, err
	}
	for _, sign := range i.steps {
		var err error
		if doc, err = sign(ctx, doc, now); err != nil {
			return nil, fmt.Errorf("issuer: %w", err)
		}
	}
	return doc, nil
}

// wellFormed returns the errors in a document, if there are any.
func (i *Issuer) wellFormed(doc *badge.Document) error {
	problems := slices.DeleteFunc(rules.ForIssue(doc, i.extensions...), func(p badge.Problem) bool { return p.Severity != badge.Error })
	if len(problems) > 0 {
		return &InvalidError{problems}
	}
	return nil
}

// foreign is the error of a badge or a class that names another issuer.
func (i *Issuer) foreign(id string) error {
	return &InvalidError{[]badge.Problem{{Code: codeForeignIssuer, Path: "/issuer",
		Message: fmt.Sprintf("the badge names %.64q as its issuer, this is %.64q", id, i.profile.ID)}}}
}

// InvalidError lists what keeps a badge, or another document of the issuer, from
// following the standard.
type InvalidError struct{ Problems []badge.Problem }

func (e *InvalidError) Error() string {
	if len(e.Problems) == 0 {
		return "issuer: the document is not well-formed"
	}
	p := e.Problems[0]
	return fmt.Sprintf("issuer: the document is not well-formed: %s: %s (at %q, one of %d)", p.Code, p.Message, p.Path, len(e.Problems))
}
