package verify

import (
	"context"
	"fmt"
	"slices"

	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
)

// keyBinding checks the key binding of an SD-JWT (RFC 9901 §7.3): that who shows
// it has the key that its issuer names in the claim cnf, and signed exactly what
// is shown, for this verifier. One for which nobody asked must be good as well.
func (q *inquiry) keyBinding(ctx context.Context) Check {
	c := Check{Stage: StageRecipient, Outcome: Unknown, Code: CodeRecipientUnproven, Path: q.presented.Root().Member("cnf").Pointer()}
	if !slices.ContainsFunc(q.proofs, func(p ProofResult) bool { return p.Decided && outcome(p) == Passed }) {
		c.Message = "the holder is not proven: the token that names the key is not good"
		return c
	}
	o := proof.CheckOptions{Spend: q.web.account.ask}
	asks := q.as.asks
	if asks.asked() {
		o.Challenge, o.Domain = asks.Value, asks.Domain
	}
	holder, err := q.holderKey(ctx)
	if err != nil {
		return failure(StageRecipient, err)
	}
	made, err := proof.CheckBinding(ctx, q.presented, holder, o)
	if err != nil {
		return failure(StageRecipient, err)
	}
	from, until := (&Challenge{}).window(q.now)
	if asks != nil {
		from, until = asks.window(q.now)
	}
	bad := func(check Check) bool { return check.Outcome == Failed || check.Outcome == Unknown }
	switch {
	case made.After(q.now.Add(clockSkew)):
		c.Outcome, c.Code, c.Message = Failed, CodeProofFuture, fmt.Sprintf("the key binding is dated %s, in the future", stamp(made))
	case asks == nil:
		c.Outcome, c.Code, c.Message = Warned, codeRecipientBound, "the holder signed what is shown, for a challenge of another verifier or another time"
	case !asks.asked():
		c.Message = "the holder is not proven: " + notAsked
	case q.now.After(until), made.Add(clockSkew).Before(from):
		c.Outcome, c.Code = Failed, CodeTimeWindow
		c.Message = fmt.Sprintf("the key binding was made at %s, wanted a time from %s to %s", stamp(made), stamp(from), stamp(until))
	case slices.ContainsFunc(q.checks, bad): // the challenge is not used up for a badge that does not count
		c.Message = "the holder is not proven: the badge is not good"
	case asks.Spend != nil && !asks.Spend(asks.Value):
		c.Outcome, c.Code, c.Message = Failed, CodeRecipientReplayed, "the challenge was not sent by this verifier, or was answered before"
	default:
		c.Outcome, c.Code, c.Message = Passed, CodeRecipientHolder, "the holder proved possession of the key that the badge names"
	}
	return c
}

// holderKey returns the key in the claim cnf of an SD-JWT (RFC 7800 §3): a JWK, or
// the URL of a key that its DID lists under authentication.
func (q *inquiry) holderKey(ctx context.Context) (key.Key, error) {
	cnf := q.presented.Root().Member("cnf")
	jwk, kid := cnf.Member("jwk"), cnf.Member("kid").String()
	if jwk.Exists() {
		k, err := key.ParseJWK([]byte(jwk.Raw()))
		if err != nil {
			return key.Key{}, keyFault(err)
		}
		return k.WithID(""), nil
	}
	if kid == "" {
		return key.Key{}, no(codeRecipientNoKey, cnf.Pointer(), "the token names no key of its holder, so that its key binding proves nothing")
	}
	if key.IsPrivate(controllerOf(kid)) {
		return key.Key{}, no(codeKeyExposed, cnf.Pointer(), "the key of the holder is a private key, which everybody can read here")
	}
	resolver := q.resolver(ctx)
	resolver.Authentication = true
	found, err := resolver.Find(ctx, controllerOf(kid), kid)
	if err != nil {
		return key.Key{}, keyFault(err)
	}
	if _, err := q.inForceNow(found.Method, proof.Proof{}); err != nil {
		return key.Key{}, err
	}
	return found.Method.Key, nil
}
