package verify

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify/did"
)

// keys are the candidate keys of a proof, and their binding to the issuer.
type keys struct {
	candidates []candidate
	binding    Binding
	made       candidate // the one that made the proof
	branch     bool      // published in another branch of the issuer's host
	hint       bool      // the proof does not name the key by its URL
	nameless   bool      // the proof does not name the key at all
	unnamed    error     // what to report if no candidate fits and the proof does not name one
}

// candidate is a key that may have made a proof.
type candidate struct {
	key.Key
	past   *Check    // of a key that is no longer in force and may count; else nil
	former time.Time // of a key that only Config.Histories have, when the latest of them was issued; else zero
}

// verify verifies a proof with each key until one made it. A former key is bound like
// a pinned one. Without any key it fails.
func (k *keys) verify(ctx context.Context, t proof.Transformed) (checked proof.Verified, err error) {
	err = no(CodeVerifyInternal, "", "no key was found that could have made the proof")
	for _, c := range k.candidates {
		if checked, err = t.Verify(ctx, c.Key); err != nil {
			continue
		}
		if k.made = c; !c.former.IsZero() {
			k.binding, k.branch, k.hint = BindingPinned, false, false
		}
		break
	}
	return checked, err
}

// keySource finds the keys of a proof.
type keySource func(ctx context.Context, p proof.Proof) (keys, error)

// issuerKeys finds the keys of the issuer that the badge names.
func (q *inquiry) issuerKeys(ctx context.Context, p proof.Proof) (keys, error) {
	return q.keysOf(ctx, q.presented.IssuerID(), p, q.as.seen, q.inForceThen)
}

// presentKeys finds the keys of an issuer that are pinned or that it publishes. The
// proof only selects among the keys found there.
func (q *inquiry) presentKeys(ctx context.Context, issuer string, p proof.Proof, seen time.Time, inForce dateRule) (keys, error) {
	own, known := q.web.ownKey(issuer, p.Method())
	for _, id := range []string{issuer, p.Method()} {
		if !known && key.IsPrivate(id) {
			return keys{}, no(codeKeyExposed, "", "%s is a private key, which everybody can read here", badge.Quote(id))
		}
	}
	inToken, has, err := p.EmbeddedKey()
	if err != nil {
		return keys{}, err
	}
	if pinned, ok := q.v.cfg.Keys[issuer]; ok {
		found, err := pinnedKeys(pinned, issuer, p.Method(), inToken, has)
		if err != nil {
			return keys{}, err
		}
		return found.judged(p, inForce)
	}
	resolver := q.resolver(ctx)
	resolver.SeenAt = seen
	claims := q.presented.Version() == badge.SDJWTVC && strings.HasPrefix(issuer, "https://")
	if q.presented.Version() == badge.SDJWTVC && issuer == "" {
		return keys{}, notKnown(codeClaimsIssuer, "", "the token names no issuer whose keys could be found")
	}
	if p.Method() == "" && !has || claims {
		return q.candidates(ctx, resolver, issuer, p, inForce)
	}
	found := own
	switch {
	case known:
	case p.Method() != "":
		found, err = resolver.Find(ctx, issuer, p.Method())
	default:
		found, err = resolver.Match(ctx, issuer, inToken)
	}
	if spent := q.web.account.share.spent; err != nil && spent != nil {
		return keys{}, spent
	}
	if err != nil {
		return q.unlisted(keyFault(err), issuer, p.Method(), inToken, has)
	}
	q.web.keep(found.Fetched...)
	q.web.ownFound(issuer, p.Method(), found)
	past, err := inForce(found.Method, p)
	if err != nil {
		return keys{}, err
	}
	return keys{candidates: []candidate{{Key: found.Method.Key, past: past}}, binding: Binding(found.Binding), branch: found.Branch, hint: found.Hint}, nil
}

// resolver finds keys with the pages of this verification.
func (q *inquiry) resolver(ctx context.Context) did.Resolver {
	get := func(kind FetchKind) did.Fetch {
		return func(ctx context.Context, url string) ([]byte, error) { return q.fetch(ctx, kind, url) }
	}
	return did.Resolver{Document: get(FetchController), Parse: q.v.documents.parse, KeySet: get(FetchKeys), Now: q.now,
		Log: func(ctx context.Context, url string, most time.Duration) ([]byte, time.Duration, error) {
			p := q.notOlder(ctx, FetchLog, url, most)
			return p.body, p.age, p.err
		},
		Proof: func(document []byte, by key.Key) error {
			return q.v.proofs.check(document, by, func() error {
				return proof.VerifyObject(ctx, document, by, proof.CheckOptions{Spend: q.web.account.ask})
			})
		}}
}

// candidates finds the keys of an issuer that may have signed an SD-JWT: whose
// header does not name its key (RFC 9901 leaves this to the profile of the token),
// or whose issuer publishes its keys as one of SD-JWT VCs.
func (q *inquiry) candidates(ctx context.Context, resolver did.Resolver, issuer string, p proof.Proof, inForce dateRule) (keys, error) {
	found, err := resolver.Candidates(ctx, issuer, p.Method())
	if err != nil {
		return keys{}, keyFault(err)
	}
	q.web.keep(found[0].Fetched...)
	k := keys{binding: Binding(found[0].Binding), nameless: p.Method() == ""}
	var dated error
	for _, f := range found {
		past, err := inForce(f.Method, p)
		if err != nil {
			dated = err
			continue
		}
		k.candidates = append(k.candidates, candidate{Key: f.Method.Key, past: past})
	}
	if k.candidates == nil {
		return keys{}, dated
	}
	return k, nil
}

// pinnedKeys returns the keys that the caller pinned for an issuer. They match
// by key, whatever their name: keys that the proof names come first, and a
// proof without a name must include one of them.
func pinnedKeys(pinned []key.Key, issuer, method string, inToken key.Key, has bool) (keys, error) {
	found := keys{binding: BindingPinned}
	var others []candidate
	for _, k := range pinned {
		switch {
		case method == "" && (!has || k.Equal(inToken)), method != "" && (k.ID() == "" || k.ID() == method):
			found.candidates = append(found.candidates, candidate{Key: k})
		case method != "":
			others = append(others, candidate{Key: k})
		}
	}
	if len(found.candidates) == 0 {
		found.unnamed = notPinned(len(pinned), issuer)
	}
	found.candidates = append(found.candidates, others...)
	if len(found.candidates) == 0 {
		return keys{}, found.unnamed
	}
	return found, nil
}

// judged leaves out the pinned keys that a rule refuses.
func (k keys) judged(p proof.Proof, rule dateRule) (_ keys, err error) {
	var left []candidate
	for _, c := range k.candidates {
		past, refused := rule(key.VerificationMethod{Key: c.Key}, p)
		if refused != nil {
			err = refused
			continue
		}
		left = append(left, candidate{Key: c.Key, past: past})
	}
	if len(left) == 0 {
		return keys{}, err
	}
	k.candidates = left
	return k, nil
}

func notPinned(n int, issuer string) *fault {
	return &fault{stage: StageBinding, code: CodeKeyNotPinned,
		message: fmt.Sprintf("the signature was not made with one of the %d pinned keys of %s", n, badge.Quote(issuer))}
}

// unlisted decides about a proof whose key was not found. If the issuer
// answered without the key, the check fails. If the issuer could not be asked,
// a key in the proof does not count, since anyone can write an issuer's URL in
// front of their own key. Allowances accept such a key; without them, the check
// fails for an https issuer. A DID resolves to its keys by its own method, so
// the result for a DID stays unknown.
func (q *inquiry) unlisted(err error, issuer, method string, inToken key.Key, has bool) (keys, error) {
	var f *fault
	if !errors.As(err, &f) || !f.unknown || f.code == CodeVerifyCancelled || f.code == CodeVerifyBudget {
		return keys{}, err
	}
	shown, none := did.FragmentKey(method)
	allowance := AllowFragmentKey
	switch {
	case none != nil:
		shown, allowance = inToken, AllowHeaderKey
	case strings.HasPrefix(method, "did:"):
		allowance = AllowDIDKeyMethod
	}
	switch brought := none == nil || has; {
	case brought && q.allows(allowance) && f.stage != StageBinding:
		return keys{candidates: []candidate{{Key: shown}}, binding: BindingNone}, nil
	case brought && strings.HasPrefix(issuer, "https://"):
		return keys{}, &fault{stage: StageBinding, code: CodeBindingNotBound,
			message: "the key came with the badge, and the issuer could not be asked for it: " + f.message}
	}
	return keys{}, err
}

// bindingCodes are codes about the binding between key and issuer, rather than
// about whether a key exists.
var bindingCodes = map[string]bool{
	"did.key_not_bound":       true,
	"did.controller_mismatch": true,
	"did.keys_issuer":         true,
	"controller.not_allowed":  true,
	"controller.unknown":      true,
}

// codeKeyExposed is the code of package key for a private key in place of a
// public one.
const codeKeyExposed = "key.private_exposed"

// codeKeyUnsupported is the code of package key for a key type or curve that
// this module does not support. It counts neither for nor against a badge.
const codeKeyUnsupported = "key.unsupported"

// codeKeyDates is the code of package key for dates of a JWK that cannot be
// understood. RFC 7517 does not define them, so they do not count against a badge.
const codeKeyDates = "key.dates"

// NotFound reports whether the host has nothing at a URL; package did calls it.
func (f *fault) NotFound() bool { return f.code == CodeFetchNotFound }

// keyFault turns an error of the key search into a fault.
func keyFault(err error) error {
	f := &fault{}
	var own interface {
		failed
		Unknown() bool
	}
	var refused failed
	switch {
	case errors.As(err, &own):
		f.code, f.message, f.unknown = own.Code(), own.Message(), own.Unknown()
	case errors.As(err, &refused):
		f.code, f.message = refused.Code(), "the issuer's key cannot be used: "+refused.Message()
		f.unknown = f.code == codeKeyUnsupported || f.code == codeKeyDates
	default:
		return err
	}
	if bindingCodes[f.code] {
		f.stage = StageBinding
	}
	return f
}
