package verify

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify/did"
)

// keys are the keys that may have made a proof, and what ties them to the
// issuer.
type keys struct {
	candidates []key.Key
	binding    Binding
	branch     bool  // published in another branch of the issuer's host
	hint       bool  // the proof does not name the key by its URL
	unnamed    error // what to say if no candidate fits, where the proof names none of them
}

// keySource finds the keys of a proof.
type keySource func(ctx context.Context, p proof.Proof) (keys, error)

// issuerKeys finds the issuer's keys. The search starts at the issuer that the
// badge names; the proof only selects among what is found there.
func (q *inquiry) issuerKeys(ctx context.Context, p proof.Proof) (keys, error) {
	doc := q.presented
	inToken, has, err := p.EmbeddedKey()
	if err != nil {
		return keys{}, err
	}
	if pinned, ok := q.v.cfg.Keys[doc.IssuerID()]; ok {
		return pinnedKeys(pinned, doc.IssuerID(), p.Method(), inToken, has)
	}
	resolver := did.Resolver{
		Document: func(ctx context.Context, url string) ([]byte, error) { return q.fetch(ctx, FetchController, url) },
		KeySet:   func(ctx context.Context, url string) ([]byte, error) { return q.fetch(ctx, FetchKeys, url) },
	}
	var found did.Resolution
	if p.Method() != "" {
		found, err = resolver.Find(ctx, doc.IssuerID(), p.Method())
	} else {
		found, err = resolver.Match(ctx, doc.IssuerID(), inToken)
	}
	if err != nil {
		return q.unlisted(keyFault(err), doc.IssuerID(), p.Method(), inToken, has)
	}
	q.web.keep(found.Fetched...)
	if f := q.inForce(found.Method); f != nil {
		return keys{}, f
	}
	return keys{candidates: []key.Key{found.Method.Key}, binding: Binding(found.Binding), branch: found.Branch, hint: found.Hint}, nil
}

// pinnedKeys returns the keys that the caller named for an issuer. The key
// decides and not its name: keys that the proof names come first, and a proof
// without a name has to bring one of them along.
func pinnedKeys(pinned []key.Key, issuer, method string, inToken key.Key, has bool) (keys, error) {
	found := keys{binding: BindingPinned}
	var others []key.Key
	for _, k := range pinned {
		switch {
		case method == "" && (!has || k.Equal(inToken)), method != "" && (k.ID() == "" || k.ID() == method):
			found.candidates = append(found.candidates, k)
		case method != "":
			others = append(others, k)
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

func notPinned(n int, issuer string) *fault {
	return &fault{stage: StageBinding, code: CodeKeyNotPinned,
		message: fmt.Sprintf("none of the %d pinned keys of %s made this signature", n, shown(issuer))}
}

// unlisted decides about a proof whose key was not found. Where the issuer
// has said no, that is the end of it. Where the issuer could not be asked, a
// key that the proof brings along is no evidence, for anybody can write the
// address of an issuer in front of a key of their own: allowances
// accept that, and otherwise it is not a key of an https issuer. A DID
// leads to its keys in its own way, so that the question stays open there.
func (q *inquiry) unlisted(err error, issuer, method string, inToken key.Key, has bool) (keys, error) {
	var f *fault
	if !errors.As(err, &f) || !f.unknown || f.code == CodeVerifyCancelled {
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
		return keys{candidates: []key.Key{shown}, binding: BindingNone}, nil
	case brought && strings.HasPrefix(issuer, "https://"):
		return keys{}, &fault{stage: StageBinding, code: CodeBindingNotBound,
			message: "the key came with the badge, and the issuer could not be asked for it: " + f.message}
	}
	return keys{}, err
}

// bindingCodes are answers about the tie between key and issuer, as opposed
// to whether there is a key at all.
var bindingCodes = map[string]bool{
	"did.key_not_bound":       true,
	"did.controller_mismatch": true,
	"did.keys_issuer":         true,
	"controller.not_allowed":  true,
	"controller.unknown":      true,
}

// codeKeyUnsupported is the code of package key for a key of a type or curve
// that is not understood here: it proves nothing for or against the badge.
const codeKeyUnsupported = "key.unsupported"

// NotFound reports whether the host has nothing at a URL; package did asks.
func (f *fault) NotFound() bool { return f.code == CodeFetchNotFound }

// keyFault turns an error of the search for a key into a fault.
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
		f.unknown = f.code == codeKeyUnsupported
	default:
		return err
	}
	if bindingCodes[f.code] {
		f.stage = StageBinding
	}
	return f
}
