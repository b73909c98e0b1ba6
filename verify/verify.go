package verify

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
)

// StatusPolicy decides what an unknown status means.
type StatusPolicy uint8

// The status policies.
const (
	StatusRequired    StatusPolicy = iota // an unreachable list makes the verdict inconclusive
	StatusIfReachable                     // an unreachable list is a warning
	StatusIgnored                         // lists are not fetched
)

// Config decides what a Verifier accepts. New refuses the zero Config, because
// only the caller can decide which issuers to trust.
type Config struct {
	// Trust is the set of accepted issuers. Required.
	Trust Trust
	// Keys pins the keys of issuers by issuer id. Badges of an issuer with
	// pinned keys are verified only with these; no other keys are fetched. The
	// same holds for presentations of a holder with that id.
	Keys map[string][]key.Key
	// Histories are what issuers signed about their former keys, as
	// proof.VerifyHistory returns it. Such a key counts like a pinned one that has
	// ended, and only for badges that were proved to exist before: see SeenAt. Its
	// dates also end keys that are pinned or that the issuer still publishes. They
	// have no effect on badges before Open Badges 3.0.
	Histories []key.History
	// Fetcher reaches the network. Nil means offline: a check that needs a
	// fetch ends as Unknown, never as Passed. Only a key that comes with the
	// badge of an https issuer then ends as Failed.
	Fetcher Fetcher
	// Binding is the weakest accepted binding between key and issuer. Zero
	// accepts BindingSelfAsserted, and BindingOrigin with a warning, but a key
	// from another branch of the issuer's host leaves the verdict inconclusive.
	// BindingOrigin or BindingSelfAsserted also accepts that key.
	Binding Binding
	// Now is the clock, read once per verification. Nil means time.Now.
	Now func() time.Time
	// SeenAt is a moment at which the badge was proved to exist: by a time stamp,
	// or a witness, that the caller has checked. A key that was in force then
	// counts, although it has expired or was revoked since. A Verifier with SeenAt
	// is for the badges of which that was proved, with everything inside them; what
	// is fetched, such as a status list, must have a key that is in force now. Zero
	// means that nothing was proved, and the present is the only time.
	SeenAt time.Time
	// ClaimedTime accepts, with a warning, a badge whose key has expired, if by
	// its own dates it was signed before. Nothing proves these dates: whoever
	// obtains an old key can write them. Otherwise such a badge leaves the verdict
	// open. It never helps a badge whose key was revoked.
	ClaimedTime bool
	// Schemes are the accepted schemes of proofs. Nil means every scheme that
	// this module can verify.
	Schemes []proof.Scheme
	// EveryProof requires that every proof of a badge is good. Otherwise one
	// good proof is enough, and the others are reported.
	EveryProof bool
	// StatusPolicy decides what an unreachable status list means.
	StatusPolicy StatusPolicy
	// StatusIssuers are further issuers whose status lists count, by the issuer
	// of the badge. Nil accepts only lists by the badge's own issuer.
	StatusIssuers map[string][]string
	// Refresh asks a refresh service: once, and only after the signature
	// passed.
	Refresh bool
	// LooseDisclosure accepts a selective disclosure that may hide what decides:
	// the start or the end of validity, a status, or the recipient. The report
	// warns. Otherwise such a disclosure leaves the verdict open.
	LooseDisclosure bool
	// Conformance decides what a departure from the standard means. Zero
	// reports it and accepts the badge.
	Conformance Conformance
	// Extensions are additional contexts and schemas.
	Extensions []badge.Extension
	// Views returns further URLs at which a host publishes more of a document of
	// Open Badges 2.0, given its id; edubadges.Views is one. They are fetched if
	// they are on the host of the id, and what they add is confirmed like the rest
	// of a hosted badge. Nil means that none are fetched.
	Views func(id string) []string
	// LocalTime returns the first and the last moment that a date without a zone
	// can mean in the hosted badge with an id, and whether the zone of its host is
	// known; edubadges.LocalTime is one. Nil means that no zone is known: then such
	// a date decides only where all zones of the earth agree.
	LocalTime func(id string, local time.Time) (first, last time.Time, known bool)
	// Compat are deviations from the standards to accept. Zero is Strict.
	Compat CompatFlags
	// Budget is what one verification may cost. Zero means the defaults.
	Budget Budget
	// Workers is how many badges VerifyAll verifies at a time, and how many
	// signatures of a selective disclosure the other methods check. Zero means one
	// per available processor.
	Workers int
	// VerifyAll calls Progress with the number of verified badges of its batch,
	// including those that wait for an earlier one: 1, 2, 3 and so on, each
	// once, on the goroutine of the loop. Nil means no calls.
	Progress func(judged int)
}

// Verifier verifies badges. It cannot be changed and is safe for concurrent
// use. It caches verified status lists for as long as they allow, and remembers
// which entries of the logs of did:webvh had good signatures, and up to 512 KiB of
// documents of issuers as they were read.
type Verifier struct {
	cfg       Config
	contexts  *proof.Contexts // of Config.Extensions
	lists     listCache
	proofs    goodProofs
	documents controllers
}

// New returns a Verifier with a copy of cfg. The error names the field that is
// missing or invalid.
func New(cfg Config) (*Verifier, error) {
	if err := cfg.validate(); err != nil {
		return nil, err
	}
	if err := cfg.validateIssuers(); err != nil {
		return nil, err
	}
	contexts, err := proof.ReadContexts(cfg.Extensions...)
	if err != nil {
		return nil, fmt.Errorf("verify: Config.Extensions: %w", err)
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	return &Verifier{cfg: cfg.clone(), contexts: contexts}, nil
}

// validate refuses unknown values of fields.
func (cfg Config) validate() error {
	if !cfg.Trust.decided {
		return errors.New("verify: Config.Trust is required: use Issuers(ids...) or AnyIssuer()")
	}
	if cfg.StatusPolicy > StatusIgnored {
		return fmt.Errorf("verify: Config.StatusPolicy is %d, wanted StatusRequired, StatusIfReachable or StatusIgnored", cfg.StatusPolicy)
	}
	if unknown := cfg.Compat &^ Compat1EdTech; unknown != 0 {
		return fmt.Errorf("verify: Config.Compat has the unknown bits %#x, wanted Strict, Compat1EdTech or Allow constants", uint(unknown))
	}
	if cfg.Binding != "" && (cfg.Binding == BindingNone || !slices.Contains(bindings[:], cfg.Binding)) {
		return fmt.Errorf("verify: Config.Binding is %q, wanted BindingPinned, BindingDIDWeb, BindingHosted, BindingOrigin or BindingSelfAsserted", cfg.Binding)
	}
	if cfg.Conformance > ConformanceRequired {
		return fmt.Errorf("verify: Config.Conformance is %d, wanted ConformanceReported or ConformanceRequired", cfg.Conformance)
	}
	if err := cfg.Budget.validate(); err != nil {
		return err
	}
	if cfg.Workers < 0 {
		return errors.New("verify: Config.Workers is negative")
	}
	if cfg.Schemes != nil && len(cfg.Schemes) == 0 {
		return errors.New("verify: Config.Schemes is empty, which accepts no badge: name schemes, or leave it nil")
	}
	return nil
}

// validateIssuers refuses ids that do not name an issuer, and empty lists of
// keys.
func (cfg Config) validateIssuers() error {
	for _, id := range cfg.Trust.ids {
		if !isIdentifier(id) {
			return fmt.Errorf("verify: Config.Trust: Issuers got %q, wanted a DID or a URL", id)
		}
	}
	for id, keys := range cfg.Keys {
		switch {
		case !isIdentifier(id):
			return fmt.Errorf("verify: Config.Keys has keys for %q, wanted the DID or URL of an issuer", id)
		case len(keys) == 0:
			return fmt.Errorf("verify: Config.Keys has an empty list for %q: add a key, or leave the issuer out", id)
		}
	}
	if err := cfg.validateHistories(); err != nil {
		return err
	}
	for id, listers := range cfg.StatusIssuers {
		if i := slices.IndexFunc(append([]string{id}, listers...), func(id string) bool { return !isIdentifier(id) }); i >= 0 {
			return fmt.Errorf("verify: Config.StatusIssuers got %q, wanted the DID or URL of an issuer", append([]string{id}, listers...)[i])
		}
	}
	return nil
}

// clone copies everything that the caller could change later.
func (cfg Config) clone() Config {
	cfg.Keys = maps.Clone(cfg.Keys)
	for id, keys := range cfg.Keys {
		cfg.Keys[id] = slices.Clone(keys)
	}
	cfg.Histories = slices.Clone(cfg.Histories)
	for i, h := range cfg.Histories {
		cfg.Histories[i].Methods = slices.Clone(h.Methods)
	}
	cfg.Schemes = slices.Clone(cfg.Schemes)
	cfg.StatusIssuers = maps.Clone(cfg.StatusIssuers)
	for id, listers := range cfg.StatusIssuers {
		cfg.StatusIssuers[id] = slices.Clone(listers)
	}
	cfg.Extensions = slices.Clone(cfg.Extensions)
	for i, e := range cfg.Extensions {
		cfg.Extensions[i].Context, cfg.Extensions[i].Schema = bytes.Clone(e.Context), bytes.Clone(e.Schema)
	}
	return cfg
}

// Format prints only the name of the type under every verb, so that pinned keys
// do not appear in logs.
func (v *Verifier) Format(s fmt.State, _ rune) { fmt.Fprint(s, "verify.Verifier") }

// Verify verifies a badge: a picture with a badge baked into it, JSON, or a
// compact JWS. It never takes a URL from data; for a badge that a host
// publishes use VerifyAt. The error is nil if and only if the badge is
// accepted; otherwise it wraps ErrRejected or ErrInconclusive. The report is
// never nil.
func (v *Verifier) Verify(ctx context.Context, data []byte) (*Report, error) {
	r := v.verify(ctx, Item{Data: data}, v.workers())
	return r, r.Err()
}

// VerifyAt fetches the badge at an https URL and verifies it.
func (v *Verifier) VerifyAt(ctx context.Context, address string) (*Report, error) {
	r := v.verify(ctx, Item{Address: address}, v.workers())
	return r, r.Err()
}

// VerifyFor verifies a badge and whether it was awarded to who. A badge that
// was awarded to someone else is rejected.
func (v *Verifier) VerifyFor(ctx context.Context, data []byte, who badge.Recipient) (*Report, error) {
	r := v.verify(ctx, Item{Data: data, Recipient: &who}, v.workers())
	return r, r.Err()
}

// errNotMade is the error of a Verifier that New did not make.
var errNotMade = errors.New("verify: the Verifier is the zero value; use New")

// begin returns an inquiry with an account and without a document.
func (v *Verifier) begin() *inquiry {
	return &inquiry{v: v, plan: planOf,
		web: &pages{cfg: &v.cfg, lists: map[string]listAnswer{}, account: newAccount(v.cfg.Budget)}}
}

// workers returns how many signatures of one badge are checked at a time.
func (v *Verifier) workers() int {
	if v == nil {
		return 0
	}
	return v.cfg.Workers
}

func (v *Verifier) verify(ctx context.Context, in Item, workers int) (r *Report) {
	if v == nil || !v.cfg.Trust.decided {
		v = &Verifier{}
		return v.begin().failed(ctx, Check{Stage: StageDocument, Outcome: Unknown, Code: CodeVerifyInternal, Message: errNotMade.Error(), cause: errNotMade})
	}
	q := v.begin()
	q.workers = workers
	defer func() {
		if cause := recover(); cause != nil {
			r = q.failed(ctx, Check{Stage: StageDocument, Outcome: Failed, Code: CodeVerifyInternal, Message: "an internal error ended the verification"})
		}
	}()
	defer q.web.drop()
	q.now = v.cfg.Now()
	if err := ctx.Err(); err != nil {
		return q.failed(ctx, failure(StageDocument, err))
	}
	if v.cfg.Fetcher != nil {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, maxFetchTime, errFetchTime)
		defer cancel()
	}
	as := v.badgeRole(in.Recipient)
	read, err := open(in.Data)
	if in.Address != "" {
		as.at = strings.TrimSpace(in.Address)
		read, err = q.locate(ctx, as.at)
	}
	if err == nil {
		read, err = unwrapped(read)
	}
	switch {
	case err == nil && isPresentation(read.doc):
		as.presents = in.challenge()
	case in.Challenge != nil:
		as.asks, as.holder = in.Challenge, &holder{why: "the badge came without a presentation or a key binding"}
	}
	if err != nil {
		return q.failed(ctx, unopened(err))
	}
	return q.inquire(read, as).judge(ctx)
}
