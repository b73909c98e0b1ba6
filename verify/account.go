package verify

import (
	"cmp"
	"fmt"
)

// Budget is what one verification may cost, the credentials inside the badge,
// its status lists and its refreshed credential included. A field that is zero
// means the default. Where one of the four is spent, the verdict is left open
// with the code verify.budget.
type Budget struct {
	// Work is in units of about a microsecond of one core. A typical badge takes
	// 150 to 300. The default is 200,000.
	Work int
	// Requests is how many addresses the Fetcher is asked for. The default is 20.
	Requests int
	// Bytes is how much the Fetcher may return in all. The default is 16 MiB.
	Bytes int
	// Inflated is how many bytes status lists may have in all. The default is
	// 16 MiB.
	Inflated int
}

var defaultBudget = Budget{Work: 200_000, Requests: 20, Bytes: 16 << 20, Inflated: 16 << 20}

// validate refuses a negative allowance.
func (b Budget) validate() error {
	for _, field := range []struct {
		name  string
		value int
	}{{"Work", b.Work}, {"Requests", b.Requests}, {"Bytes", b.Bytes}, {"Inflated", b.Inflated}} {
		if field.value < 0 {
			return fmt.Errorf("verify: Config.Budget.%s is %d, wanted a positive number, or 0 for the default", field.name, field.value)
		}
	}
	return nil
}

// orDefault returns b with the defaults in place of zeros.
func (b Budget) orDefault() Budget {
	return Budget{
		Work:     cmp.Or(b.Work, defaultBudget.Work),
		Requests: cmp.Or(b.Requests, defaultBudget.Requests),
		Bytes:    cmp.Or(b.Bytes, defaultBudget.Bytes),
		Inflated: cmp.Or(b.Inflated, defaultBudget.Inflated),
	}
}

// account is what one verification may still spend. Everything that is judged in
// it draws on the same account.
type account struct {
	had, left Budget
	share     share                               // of what is being verified
	ask       func(units int, doing string) error // the method work, made once
}

// share is the work that a part of a verification may spend.
type share struct {
	units int    // how much it got
	keep  int    // how much it must leave to others
	spent *fault // set once an allowance was not enough
}

func newAccount(b Budget) *account {
	b = b.orDefault()
	a := &account{had: b, left: b, share: share{units: b.Work}}
	a.ask = a.work
	return a
}

// limit gives the part that begins at most so many units, until end is called.
func (a *account) limit(units int) (end func()) {
	before := a.share
	units = max(min(units, a.left.Work-before.keep), 0)
	a.share = share{units: units, keep: a.left.Work - units, spent: before.spent}
	return func() { a.share = before }
}

// work asks for units before work is done. It is what package proof asks.
func (a *account) work(units int, doing string) error {
	return a.draw(&a.left.Work, units, a.share.keep, func() string {
		return fmt.Sprintf("the %d units of work were spent while %s", a.share.units, doing)
	})
}

// spend asks for n times a kind of work.
func (a *account) spend(k kind, n int) error { return a.work(prices[k].units*n, prices[k].doing) }

// spendText asks for work on a text of that many bytes.
func (a *account) spendText(k kind, size int) error { return a.spend(k, (size+1023)/1024) }

// request asks for one request.
func (a *account) request() error {
	return a.draw(&a.left.Requests, 1, 0, func() string { return fmt.Sprintf("more than %d requests are needed", a.had.Requests) })
}

// received asks for bytes of an answer.
func (a *account) received(size int) error {
	return a.draw(&a.left.Bytes, size, 0, func() string { return fmt.Sprintf("the answers have more than %d bytes", a.had.Bytes) })
}

// inflated asks for bytes of a status list.
func (a *account) inflated(size int) error {
	return a.draw(&a.left.Inflated, size, 0, func() string { return fmt.Sprintf("the status lists have more than %d bytes", a.had.Inflated) })
}

// draw takes n from what is left, of which some is kept. Once something is
// refused, all is refused in this share: a *fault of unknown outcome.
func (a *account) draw(left *int, n, keep int, refusal func() string) error {
	if a.share.spent == nil && n <= *left-keep {
		*left -= n
		return nil
	}
	if a.share.spent == nil {
		a.share.spent = notKnown(CodeVerifyBudget, "", "the budget is spent: %s; Config.Budget can allow more", refusal())
	}
	return a.share.spent
}

// kind is work that this package does itself.
type kind uint8

const (
	workRead     kind = iota // per KiB of text that is parsed
	workMember               // per four members or elements that schema and rules look at
	workProblem              // per problem that they find
	workPart                 // per proof and status entry
	workEmbedded             // per embedded credential, its report included
	workInflate              // per KiB of a status list
	workIdentity             // per identifier, and KiB of salt, that is hashed
)

// prices holds the price of each kind of work in units. Beside it stands what was
// measured, in microseconds; BenchmarkUnits fails .ci/bench where the two differ
// by more than a factor of two. Package badge/internal/cost has the prices of
// what is done for a proof.
var prices = [...]struct {
	doing string
	units int
}{
	workRead:     {"reading the text", 3},                     // 1.8 to 5.8
	workMember:   {"comparing the badge with its rules", 1},   // 0.4 to 1.3
	workProblem:  {"explaining departures", 24},               // 12 to 30
	workPart:     {"verifying proofs and status entries", 25}, // bounds their number
	workEmbedded: {"verifying embedded credentials", 50},      // 50 to 220
	workInflate:  {"reading a status list", 3},                // 1.3 to 5.3
	workIdentity: {"comparing the recipient", 1},              // 0.5
}
