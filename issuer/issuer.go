package issuer

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/proof"
)

// Proof is one way in which an issuer secures its badges.
type Proof struct {
	Scheme proof.Scheme
	Signer proof.Signer
}

// Config says who issues and how. New refuses a Config that lacks a required
// field or contradicts itself.
type Config struct {
	// Profile describes the issuer. Its ID is required; a badge names it as
	// the issuer, and verifiers look for the keys there.
	Profile badge.Profile
	// Proofs are put on every badge in this order: embedded proofs first,
	// then at most one token that wraps them. At least one is required.
	Proofs []Proof
	// Extensions are contexts and schemas that badges may use beside those
	// of the standard.
	Extensions []badge.Extension
	// Now is the clock. Nil means time.Now.
	Now func() time.Time
	// NewID makes the id of a badge that has none. Nil means a random
	// urn:uuid.
	NewID func() string
	// NewSalt makes the salt of a hashed identity. Nil means 128 random
	// bits.
	NewSalt func() [16]byte
}

// Issuer makes signed badges. It cannot be changed and is safe for
// concurrent use if the signers are.
type Issuer struct{ cfg Config }

// New returns an Issuer with a copy of cfg.
func New(cfg Config) (*Issuer, error) {
	if cfg.Profile.ID == "" {
		return nil, errors.New("issuer: Config.Profile.ID is required: the DID or URL under which the issuer publishes its keys")
	}
	if len(cfg.Proofs) == 0 {
		return nil, errors.New("issuer: Config.Proofs is empty: a badge without a proof cannot be verified")
	}
	cfg.Proofs = slices.Clone(cfg.Proofs)
	cfg.Extensions = slices.Clone(cfg.Extensions)
	tokens := 0
	for i, p := range cfg.Proofs {
		if p.Signer.Key == nil {
			return nil, fmt.Errorf("issuer: Config.Proofs[%d] has no key to sign with", i)
		}
		if _, err := proof.KeyOf(p.Signer.Key.Public()); err != nil {
			return nil, fmt.Errorf("issuer: Config.Proofs[%d]: %w", i, err)
		}
		if !p.Scheme.Token() {
			if tokens > 0 {
				return nil, fmt.Errorf("issuer: Config.Proofs[%d] is an embedded proof behind a token: embedded proofs come first", i)
			}
			continue
		}
		if tokens++; tokens > 1 {
			return nil, fmt.Errorf("issuer: Config.Proofs[%d] is a second token: a badge is wrapped once", i)
		}
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.NewID == nil {
		cfg.NewID = randomUUID
	}
	if cfg.NewSalt == nil {
		cfg.NewSalt = randomSalt
	}
	return &Issuer{cfg: cfg}, nil
}

// HashedIdentity names a recipient by the salted SHA-256 of an identifier,
// such as an e-mail address, so that the badge does not show it.
func (i *Issuer) HashedIdentity(t badge.IdentifierType, value string) badge.IdentityObject {
	return badge.HashIdentity(t, value, i.cfg.NewSalt())
}

// Issue makes a badge of c: it fills in the id, the issuer and the start of
// validity where they are empty, validates the badge, signs it in every way
// the Config asks for, and verifies what it signed before handing it out.
// A badge that does not follow the standard is an *InvalidError.
func (i *Issuer) Issue(ctx context.Context, c badge.Credential) (*badge.Document, error) {
	if c.ID == "" {
		c.ID = i.cfg.NewID()
	}
	if c.Issuer.ID == "" {
		c.Issuer = i.cfg.Profile
	}
	now := i.cfg.Now()
	if c.ValidFrom == "" {
		c.ValidFrom = badge.DateTimeOf(now)
	}
	doc, err := badge.Build(badge.OB3, c)
	if err != nil {
		return nil, fmt.Errorf("issuer: %w", err)
	}
	return i.secure(ctx, doc, now)
}

// secure validates a document, signs it in every configured way and verifies
// the result.
func (i *Issuer) secure(ctx context.Context, doc *badge.Document, now time.Time) (*badge.Document, error) {
	if doc.IssuerID() != i.cfg.Profile.ID {
		return nil, fmt.Errorf("issuer: the badge names %q as its issuer, this is %q", doc.IssuerID(), i.cfg.Profile.ID)
	}
	if err := invalid(badge.ValidateForIssue(doc, i.cfg.Extensions...)); err != nil {
		return nil, err
	}
	for _, p := range i.cfg.Proofs {
		var err error
		doc, err = proof.Sign(ctx, doc, p.Scheme, p.Signer, proof.Options{Created: now, Extensions: i.cfg.Extensions})
		if err != nil {
			return nil, fmt.Errorf("issuer: %w", err)
		}
	}
	if err := i.checkOwn(ctx, doc); err != nil {
		return nil, err
	}
	return doc, nil
}

// checkOwn verifies every proof of a document that was just signed with the
// public keys of the signers.
func (i *Issuer) checkOwn(ctx context.Context, doc *badge.Document) error {
	proofs, err := proof.Of(doc)
	if err != nil {
		return fmt.Errorf("issuer: %w", err)
	}
	if len(proofs) != len(i.cfg.Proofs) {
		return fmt.Errorf("issuer: the badge has %d proofs, wanted %d", len(proofs), len(i.cfg.Proofs))
	}
	for _, made := range proofs {
		if err := i.checkProof(ctx, made); err != nil {
			return fmt.Errorf("issuer: the badge does not verify after signing: %w", err)
		}
	}
	return nil
}

// checkProof verifies one proof with the key of the signer that made it.
func (i *Issuer) checkProof(ctx context.Context, made proof.Proof) error {
	for _, p := range i.cfg.Proofs {
		if p.Scheme != made.Scheme() {
			continue
		}
		key, err := proof.KeyOf(p.Signer.Key.Public())
		if err != nil {
			return err
		}
		if _, err = made.Check(ctx, key, proof.CheckOptions{Extensions: i.cfg.Extensions}); err == nil {
			return nil
		} else if p.Signer.Method == made.Method() {
			return err
		}
	}
	return fmt.Errorf("no signer made the proof at %q", made.Path())
}

// InvalidError lists what keeps a badge from following the standard.
type InvalidError struct{ Problems []badge.Problem }

func (e *InvalidError) Error() string {
	p := e.Problems[0]
	return fmt.Sprintf("issuer: the badge is not well-formed: %s: %s (at %q, one of %d problems)", p.Code, p.Message, p.Path, len(e.Problems))
}

// invalid returns an *InvalidError with those problems that are errors.
func invalid(problems []badge.Problem) error {
	problems = slices.DeleteFunc(problems, func(p badge.Problem) bool { return p.Severity != badge.Error })
	if len(problems) == 0 {
		return nil
	}
	return &InvalidError{problems}
}

func randomUUID() string {
	var u [16]byte
	rand.Read(u[:]) // never fails
	u[6], u[8] = u[6]&0x0f|0x40, u[8]&0x3f|0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:])
}

func randomSalt() (salt [16]byte) {
	rand.Read(salt[:]) // never fails
	return salt
}
