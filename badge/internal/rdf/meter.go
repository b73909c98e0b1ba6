package rdf

import (
	"cmp"
	"context"
)

// meter counts down the work of one run and checks whether the caller's context
// has ended.
type meter struct {
	left    Budget
	stopped func() error // Err of the context of this run
}

func newMeter(ctx context.Context, b Budget) meter {
	return meter{stopped: ctx.Err, left: Budget{
		HashCalls:    cmp.Or(b.HashCalls, DefaultHashCalls),
		Permutations: cmp.Or(b.Permutations, DefaultPermutations),
		Steps:        cmp.Or(b.Steps, DefaultSteps),
	}}
}

func (m *meter) call() *Error {
	return m.spend(&m.left.HashCalls, "runs of Hash N-Degree Quads")
}

func (m *meter) step() *Error {
	return m.spend(&m.left.Steps, "visits of related blank nodes")
}

func (m *meter) permutation() *Error {
	return m.spend(&m.left.Permutations, ordersTried)
}

const ordersTried = "orders of related blank nodes"

func (m *meter) spend(left *int, of string) *Error {
	if *left <= 0 {
		return exhausted(of)
	}
	*left--
	if *left%cancelInterval == 0 {
		return m.alive()
	}
	return nil
}

func exhausted(of string) *Error {
	return refuse(CodeComplexity, "canonicalization needs more %s than the budget allows", of)
}

// alive returns an error once the caller's context has ended.
func (m *meter) alive() *Error {
	if err := m.stopped(); err != nil {
		return &Error{Code: CodeCancelled, Message: "the context ended before the canonical form was found", cause: err}
	}
	return nil
}
