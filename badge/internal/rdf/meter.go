package rdf

import (
	"cmp"
	"context"

	"github.com/openbadges-go/openbadges/badge/internal/cost"
)

// meter counts down the work of one run and checks whether the caller's context
// has ended.
type meter struct {
	left    Budget
	unpaid  Budget       // what was left when the caller was last asked
	cost    cost.Meter   // of the caller
	stopped func() error // Err of the context of this run
}

func newMeter(ctx context.Context, o Options) meter {
	left := Budget{
		HashCalls:    cmp.Or(o.Budget.HashCalls, DefaultHashCalls),
		Permutations: cmp.Or(o.Budget.Permutations, DefaultPermutations),
		Steps:        cmp.Or(o.Budget.Steps, DefaultSteps),
	}
	return meter{stopped: ctx.Err, cost: o.Cost, left: left, unpaid: left}
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

// alive returns an error once the caller's context has ended, or the caller
// refuses the work that was done since.
func (m *meter) alive() *Error {
	err := cmp.Or(m.stopped(),
		m.cost.Spend(cost.NDegree, m.unpaid.HashCalls-m.left.HashCalls),
		m.cost.Spend(cost.Permutation, m.unpaid.Permutations-m.left.Permutations),
		m.cost.Spend(cost.Step, m.unpaid.Steps-m.left.Steps))
	m.unpaid = m.left
	return ended(err)
}

func ended(err error) *Error {
	if err == nil {
		return nil
	}
	return &Error{Code: CodeCancelled, Message: "the caller ended the search for the canonical form: " + err.Error(), cause: err}
}
