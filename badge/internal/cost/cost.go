// Package cost says what the work on one badge costs.
//
// A caller that limits the work passes a [Meter], which is asked before each
// piece of work. The unit is about a microsecond of one core.
package cost

import "errors"

// Work is one kind of work.
type Work uint8

// The kinds of work, in the order of the table.
const (
	Hashed      Work = iota // per KiB of text that is hashed
	Canonical               // per KiB of JSON or N-Quads that is written and hashed
	Walked                  // per statement that a document makes
	Ordered                 // per statement that is put in order
	NDegree                 // per run of Hash N-Degree Quads
	Permutation             // per order of blank nodes that is tried
	Step                    // per blank node that is looked at
	Expanded                // per statement made by JSON-LD expansion
	Terms                   // per 100 terms of contexts that expansion copies
	Revision                // per revision of the contexts that is tried
	Divided                 // per statement of a selective disclosure
	Ed25519                 // per signature, as the others below
	P256
	P384
	P521
	Secp256k1
	RSA     // of up to 2,048 bits
	LongRSA // per square of 2,048 bits
)

// row says what is being done and what it costs in tenths of a unit.
type row struct {
	doing  string
	tenths int
}

// table holds the price of each kind of work. Beside it stands what was
// measured, in microseconds; BenchmarkUnits of package verify fails .ci/bench
// where the two differ by more than a factor of two.
var table = [...]row{
	Hashed:      {"hashing what was signed", 10},              // 0.5 to 2.0
	Canonical:   {"writing the canonical form", 20},           // 1.4 to 3.2
	Walked:      {"reading the statements", 3},                // 0.2 to 0.6
	Ordered:     {"putting the statements in order", 4},       // 0.2 to 0.6
	NDegree:     {"telling blank nodes apart", 15},            // 0.2 to 2.8
	Permutation: {"telling blank nodes apart", 20},            // 1.9
	Step:        {"telling blank nodes apart", 1},             // 0.1
	Expanded:    {"expanding the statements", 120},            // 6 to 15
	Terms:       {"expanding the contexts", 50},               // 5.2
	Revision:    {"trying a revision of the contexts", 250},   // bounds their number
	Divided:     {"finding what the holder may withhold", 20}, // 1.9
	Ed25519:     {"checking a signature", 600},                // 38 to 65
	P256:        {"checking a signature", 800},                // 58 to 86
	P384:        {"checking a signature", 6_500},              // 625 to 697
	P521:        {"checking a signature", 18_000},             // 1,678 to 2,139
	Secp256k1:   {"checking a signature", 1_500},              // 1.8 times as long as P256
	RSA:         {"checking a signature", 400},                // 32 to 80
	LongRSA:     {"checking a signature", 900},                // 252 for 3,072 bits, 343 for 4,096
}

// Meter is asked for units before work is done. The text says what the work is
// for. Its error ends the work. A nil Meter allows everything.
type Meter func(units int, doing string) error

// Spend asks for n times a kind of work. The error is an *Ended.
func (m Meter) Spend(w Work, n int) error {
	if m == nil || n <= 0 {
		return nil
	}
	if err := m((n*table[w].tenths+9)/10, table[w].doing); err != nil {
		return &Ended{err}
	}
	return nil
}

// SpendText asks for work on a text of that many bytes.
func (m Meter) SpendText(w Work, size int) error { return m.Spend(w, (size+1023)/1024) }

// Ended is the refusal of a Meter.
type Ended struct{ Err error }

func (e *Ended) Error() string { return e.Err.Error() }

// Unwrap returns the error of the Meter.
func (e *Ended) Unwrap() error { return e.Err }

// HasEnded reports whether an error is the refusal of a Meter.
func HasEnded(err error) bool {
	_, ended := errors.AsType[*Ended](err)
	return ended
}
