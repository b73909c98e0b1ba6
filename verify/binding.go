package verify

import (
	"fmt"
	"slices"
)

// bindings lists the bindings, strongest first.
var bindings = [...]Binding{BindingPinned, BindingDIDWeb, BindingHosted, BindingOrigin, BindingSelfAsserted, BindingNone}

// weakerThan reports whether a binding is weaker than the weakest accepted one.
// If none is set, no binding is too weak.
func (b Binding) weakerThan(least Binding) bool {
	return least != "" && slices.Index(bindings[:], b) > slices.Index(bindings[:], least)
}

// keyChecks reports that the key was found.
func keyChecks(k keys) []Check {
	checks := []Check{{Stage: StageKey, Outcome: Passed, Code: codeKeyFound, Message: "the key was found"}}
	if k.made.past != nil {
		checks[0] = *k.made.past
	}
	if until := k.made.former; !until.IsZero() {
		checks = append(checks, Check{Stage: StageKey, Outcome: Passed, Code: codeKeyHistory,
			Message: "the key is a former one of the issuer, by its signed history of " + stamp(until)})
	}
	if k.hint {
		checks = append(checks, Check{Stage: StageKey, Outcome: Warned, Code: codeKidHint,
			Message: "the kid is not the URL of a key, and was completed with the issuer's id"})
	}
	if k.nameless {
		checks = append(checks, Check{Stage: StageKey, Outcome: Warned, Code: codeKeyNotNamed,
			Message: fmt.Sprintf("the token does not name its key, so that %d keys of the issuer were tried", len(k.candidates))})
	}
	return checks
}

// bindingCheck checks how the key is bound to the issuer.
func (q *inquiry) bindingCheck(k keys) Check {
	c := Check{Stage: StageBinding, Outcome: Passed, Code: codeBindingGood, Message: "the key is " + bindingWords[k.binding]}
	least := q.v.cfg.Binding
	switch {
	case q.as.presents != nil: // by its own DID, which each badge must name
		if c.Message = "the holder's DID lists the key for authentication"; k.binding == BindingPinned {
			c.Message = "the key is " + bindingWords[k.binding]
		}
		return c
	case k.binding == BindingNone:
		c.Outcome, c.Code = Warned, CodeBindingNotBound
		c.Message = "the key is not bound to the issuer; Config.Compat accepts it"
	case k.branch && least == "":
		c.Outcome, c.Code = Unknown, CodeBindingOrigin
		c.Message = "the key is published in another branch of the issuer's host, where another party may have put it"
	case k.binding == BindingOrigin:
		c.Outcome, c.Code = Warned, CodeBindingOrigin
		c.Message = "the issuer's host publishes the key without naming the issuer: any issuer of this host may have signed"
	}
	if k.binding.weakerThan(least) {
		c.Outcome, c.Message = Failed, fmt.Sprintf("the binding of the key is %s, wanted at least %s", k.binding, least)
		if c.Code == codeBindingGood {
			c.Code = codeBindingWeak
		}
	}
	return c
}
