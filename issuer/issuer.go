package issuer

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
)

// Securing is one way in which an issuer secures its badges.
type Securing struct {
	Scheme proof.Scheme
	Signer key.Signer
	// ID is the id of the new proof, PreviousProof has those of the proofs that
	// it signs along with the badge; empty for none.
	ID            string
	PreviousProof []string
	// Expires is written into an embedded proof; the zero time for none.
	Expires time.Time
	// Domain and Challenge are written into an embedded proof unless empty.
	Domain, Challenge string
	// Mandatory has JSON Pointers to more of what every disclosure of a badge
	// must show under ECDSASD2023 (see proof.Options).
	Mandatory []string
	// Type is the typ of a token: "" for none, "JWT" or "vc+jwt", or "vc+sd-jwt"
	// for an SD-JWT, "dc+sd-jwt" for the claims of IssueClaims. Then Disclosable has JSON Pointers to what the holder may
	// withhold (nil means what is about the person, or every claim that is not
	// registered), and Decoys is the number of
	// digests without a value in each object (see proof.Options).
	Type        string
	Disclosable []string
	Decoys      int
	// EmbedKey puts the public key into the header of a token.
	EmbedKey bool
	// AllowNoSubject signs a token without the claim sub if the recipient has
	// no id. Strict readers may refuse such a token; package verify warns.
	AllowNoSubject bool
}

// options returns what the proof contains. The Issuer adds Created and
// Contexts.
func (s Securing) options() proof.Options {
	return proof.Options{
		ID: s.ID, PreviousProof: slices.Clone(s.PreviousProof), Expires: s.Expires,
		Domain: s.Domain, Challenge: s.Challenge, Mandatory: slices.Clone(s.Mandatory),
		Type: s.Type, Disclosable: slices.Clone(s.Disclosable), Decoys: s.Decoys, EmbedKey: s.EmbedKey, AllowNoSubject: s.AllowNoSubject,
	}
}

// Config configures an Issuer. New refuses a Config that lacks a required field or
// contradicts itself.
type Config struct {
	// Version is the standard of the badges: badge.OB3 or badge.OB2. Zero means
	// badge.OB3.
	Version badge.Version
	// Profile describes the issuer. Its ID, a DID or a URL, is required:
	// verifiers look for the keys there. In Open Badges 2.0 the ID is an https
	// URL, and Name, URL and Email are required too.
	Profile badge.Profile
	// Proofs are added to every badge in this order: embedded proofs first,
	// then at most one token that wraps them. Open Badges 3.0 requires at least
	// one. In 2.0 a badge has one token, and the Method of its signer is the
	// https URL of the key; without Proofs a badge is hosted.
	//
	// The key of a signer may have a method SignContext, which is Sign with a
	// context in front, such as one that calls a remote service. Issue calls it
	// instead of Sign.
	Proofs []Securing
	// RevocationList is the URL of the revocation list of signed badges of Open
	// Badges 2.0. The profile names it. Empty means that badges cannot be revoked.
	RevocationList string
	// Keys are published beside those of Proofs, each under its ID: keys of
	// earlier badges, or keys that sign elsewhere.
	Keys []key.Key
	// History has the time line of the keys, as Rotate and Revoke make it: keys of
	// earlier badges with the dates on which they end, and keys of Proofs. They are
	// published with these dates. The methods of the last ControllerDocument
	// (key.ParseControllerDocument) are one.
	History []key.VerificationMethod
	// Extensions are contexts and schemas that badges may use beside those of
	// the standard.
	Extensions []badge.Extension
	// Status returns n entries for the status of badges that no other badge
	// has, all for by. An entry of the type status.TokenType becomes the claim
	// status of a token. Issue takes one for each credential without an entry, IssueAll several at a time; an entry whose badge is then not
	// issued is wasted. Host.StatusFrom of package host returns such a
	// function. Nil means that badges have the entries of their credentials.
	Status func(ctx context.Context, by *Issuer, n int) ([]badge.CredentialStatus, error)
	// Now is the clock. Nil means time.Now.
	Now func() time.Time
	// NewID makes the id of a badge without one. Nil means a random urn:uuid.
	// A hosted badge needs a URL as its id.
	NewID func() string
	// NewSalt makes the salt of a hashed identity. Nil means 128 random bits.
	NewSalt func() [16]byte
	// Workers is the number of badges that IssueAll makes at a time. Zero means
	// one per available processor.
	Workers int
	// Progress receives from IssueAll the number of finished items: 1, 2, 3 and
	// so on, each once, on the goroutine of the loop. Finished items may still
	// wait to be yielded. Nil means no reports.
	Progress func(done int)
}

// Issuer issues badges. It cannot be changed, and is safe for concurrent use if
// its signers and the functions of its Config are. No verb of fmt shows a private
// key of an Issuer.
type Issuer struct {
	standard       standard
	profile        badge.Profile
	creator        string // in Open Badges 2.0, the key of a signed badge
	origin         string // in Open Badges 2.0, the host of hosted badges unless the profile names origins
	steps          []step
	revocationList string                            // of Open Badges 2.0
	embeds         bool                              // a step is an embedded proof
	ofClaims       bool                              // the only step makes an SD-JWT VC
	contexts       []string                          // that the proofs need
	keys           []key.Key                         // to be published
	dates          map[string]key.VerificationMethod // of the keys of Config.History, by their names
	extensions     []badge.Extension
	typeContexts   map[string][]string                                                           // the contexts of the extensions, by the types that they define
	read           *proof.Contexts                                                               // of the extensions
	claims         func(ctx context.Context, claims []byte, typ string) (*badge.Document, error) // signs tokens that are not badges
	tokens         bool                                                                          // a step is a token
	status         func(context.Context, *Issuer, int) ([]badge.CredentialStatus, error)
	now            func() time.Time
	newID          func() string
	newSalt        func() [16]byte
	workers        int
	progress       func(done int)
}

// step adds one proof to a document. The signer is in the function, where fmt
// does not reach it.
type step func(ctx context.Context, d *badge.Document, made making) (*badge.Document, error)

// making is what the proofs of one document say beside it.
type making struct {
	created time.Time
	status  json.RawMessage // the claim status of a token; nil for none
}

// New returns an Issuer with a copy of cfg.
func New(cfg Config) (*Issuer, error) {
	if err := checkID(cfg.Profile.ID); err != nil {
		return nil, fmt.Errorf("issuer: Config.Profile.ID: %w", err)
	}
	if cfg.Workers < 0 {
		return nil, errors.New("issuer: Config.Workers is negative")
	}
	std, ok := standardOf(cfg.Version)
	if !ok {
		return nil, fmt.Errorf("issuer: Config.Version is %.64q, wanted badge.OB3 or badge.OB2", cfg.Version)
	}
	if err := std.check(cfg); err != nil {
		return nil, err
	}
	written, err := badge.BuildProfile(std.version, cfg.Profile)
	if err != nil {
		return nil, fmt.Errorf("issuer: Config.Profile: %w", err)
	}
	contexts, err := proof.ReadContexts(cfg.Extensions...)
	if err != nil {
		return nil, fmt.Errorf("issuer: Config.Extensions: %w", err)
	}
	i := &Issuer{
		standard: std, profile: written.Profile(), dates: map[string]key.VerificationMethod{}, read: contexts,
		status: cfg.Status, now: cfg.Now, newID: cfg.NewID, newSalt: cfg.NewSalt,
		revocationList: cfg.RevocationList, workers: cfg.Workers, progress: cfg.Progress,
	}
	i.extend(cfg.Extensions)
	for n, p := range cfg.Proofs {
		if err := i.add(p, n > 0 && cfg.Proofs[n-1].Scheme.Token()); err != nil {
			return nil, fmt.Errorf("issuer: Config.Proofs[%d]: %w", n, err)
		}
	}
	for n, key := range cfg.Keys {
		if err := i.publish(key); err != nil {
			return nil, fmt.Errorf("issuer: Config.Keys[%d]: %w", n, err)
		}
	}
	if i.now == nil {
		i.now = time.Now
	}
	now := i.now()
	for n, m := range cfg.History {
		if err := i.publishPast(m, now); err != nil {
			return nil, fmt.Errorf("issuer: Config.History[%d]: %w", n, err)
		}
	}
	if err := std.describe(i, cfg); err != nil {
		return nil, err
	}
	if i.newID == nil {
		i.newID = badge.NewID
	}
	if i.newSalt == nil {
		i.newSalt = randomSalt
	}
	return i, nil
}

// extend keeps a copy of the extensions, and which of them define a type.
func (i *Issuer) extend(extensions []badge.Extension) {
	i.extensions, i.typeContexts = slices.Clone(extensions), map[string][]string{}
	for n, e := range i.extensions {
		i.extensions[n].Context, i.extensions[n].Schema = bytes.Clone(e.Context), bytes.Clone(e.Schema)
		if e.Type != "" && len(e.Context) > 0 {
			i.typeContexts[e.Type] = append(i.typeContexts[e.Type], e.URL)
		}
	}
}

// Version returns the standard that the badges of the issuer follow.
func (i *Issuer) Version() badge.Version {
	if i == nil {
		return ""
	}
	return i.standard.version
}

// ID returns the id of the issuer, under which verifiers look for its keys.
func (i *Issuer) ID() string {
	if i == nil {
		return ""
	}
	return i.profile.ID
}

// RevocationList returns the address of the revocation list of an issuer of
// signed badges of Open Badges 2.0, "" if it has none.
func (i *Issuer) RevocationList() string {
	if i == nil {
		return ""
	}
	return i.revocationList
}

// ready refuses an Issuer that New did not return.
func (i *Issuer) ready() error {
	if i == nil || i.standard.build == nil {
		return errors.New("issuer: the Issuer is not ready: use New")
	}
	return nil
}

// add adds a proof. wrapped says that it follows a token.
func (i *Issuer) add(p Securing, wrapped bool) error {
	switch {
	case p.Signer.Key == nil:
		return errors.New("Signer.Key is missing")
	case len(i.steps) > 0 && (i.ofClaims || p.Type == typeClaims):
		return fmt.Errorf("a Securing of the type %s is beside others; claims have one", typeClaims)
	case wrapped && p.Scheme.Token():
		return errors.New("this is a second token; a badge is wrapped once")
	case wrapped:
		return errors.New("this embedded proof follows a token; embedded proofs come first (OB 3.0 §8.2.2)")
	}
	public, err := publicOf(p.Signer.Key)
	if err != nil {
		return err
	}
	if err := p.Scheme.CheckKey(public); err != nil {
		return err
	}
	given := p.options()
	i.embeds = i.embeds || !p.Scheme.Token()
	if context := proof.ContextFor(string(p.Scheme)); context != "" {
		i.contexts = append(i.contexts, context)
	}
	i.steps = append(i.steps, func(ctx context.Context, d *badge.Document, made making) (*badge.Document, error) {
		options, scheme := given, p.Scheme
		options.Created, options.Contexts = made.created, i.read
		if p.Scheme.Token() {
			options.Status = made.status
		}
		if scheme == proof.ECDSASD2023 && d.Kind() == badge.KindStatusList {
			scheme = proof.ECDSARDFC2019 // nobody discloses parts of a list
		}
		if (options.Type == "vc+sd-jwt" || options.Type == typeClaims) && d.Kind() == badge.KindStatusList {
			options.Type = "vc+jwt"
		}
		by := p.Signer
		by.Key = withContext(ctx, by.Key)
		return signed(ctx, by.Key, func() (*badge.Document, error) { return proof.Sign(ctx, d, scheme, by, options) })
	})
	i.tokens, i.ofClaims = i.tokens || p.Scheme.Token(), i.ofClaims || p.Type == typeClaims
	if p.Signer.Method == "" {
		return nil // the token contains its key
	}
	if i.claims == nil || p.Scheme.Token() {
		i.claims = func(ctx context.Context, claims []byte, typ string) (*badge.Document, error) {
			by := p.Signer
			by.Key = withContext(ctx, by.Key)
			return signed(ctx, by.Key, func() (*badge.Document, error) { return proof.SignClaims(ctx, claims, typ, by) })
		}
	}
	return i.publish(public.WithID(p.Signer.Method))
}

// publish adds a key to the published documents.
func (i *Issuer) publish(public key.Key) error {
	method := public.ID()
	if err := checkMethod(i.profile.ID, method); err != nil {
		return err
	}
	for _, known := range i.keys {
		switch {
		case known.ID() != method:
		case known.Equal(public):
			return nil
		default:
			return fmt.Errorf("two keys have the verification method %.64q", method)
		}
	}
	i.keys = append(i.keys, public)
	return nil
}

func randomSalt() (salt [16]byte) {
	rand.Read(salt[:]) // never fails
	return salt
}
