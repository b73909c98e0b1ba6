package proof

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/openbadges-go/openbadges/badge/internal/cost"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/ld"
	"github.com/openbadges-go/openbadges/badge/internal/multiformat"
	"github.com/openbadges-go/openbadges/badge/internal/rdf"
	"github.com/openbadges-go/openbadges/badge/key"
)

// signedStatement is one line of a document under ecdsa-sd-2023.
type signedStatement struct {
	line      string           // canonical N-Quads, blank nodes labelled by the proof
	places    []jsontext.Value // the JSON values that it comes from
	mandatory bool             // the issuer requires it in every disclosure
}

// whole selects a whole document.
var whole = []string{""}

// division is a document as the statements that its proof signs.
type division struct {
	statements []signedStatement // sorted by code point
	labels     map[string][]byte // labels of the blank nodes, in the order in which the document is read
}

// divide converts a document to statements and marks the mandatory ones (VC
// Data Integrity ECDSA Cryptosuites §3.4).
func (t *Transformed) divide(ctx context.Context, v jsontext.Value, o ld.Options) (division, ld.Reading, error) {
	o.Select = whole
	d, f := t.disclosure, t.form(ctx, func() (f form) {
		if f.result, f.err = processor().ToRDF(ctx, v, o); f.err != nil {
			f.err = converted(v.Pointer(), f.err)
			return f
		}
		f.labels, f.err = canonicalLabels(ctx, v, f.result.Quads, o.Cost)
		return f
	})
	result, canonical, err := f.result, f.labels, f.err
	if err != nil {
		return division{}, ld.Reading{}, err
	}
	if err := o.Cost.Spend(cost.Divided, len(result.Quads)); err != nil {
		return division{}, ld.Reading{}, err
	}
	all := division{}
	if all.labels, err = d.relabel(v, canonical); err != nil {
		return division{}, ld.Reading{}, err
	}
	all.statements = all.lines(result)
	if d.base() {
		err = all.markSelected(ctx, v, o, d.pointers)
	} else {
		err = all.markIndexes(v, d.mandatory)
	}
	return all, result.Reading, err
}

// canonicalLabels returns the issued identifier map of RDFC-1.0.
func canonicalLabels(ctx context.Context, v jsontext.Value, quads []rdf.Quad, meter cost.Meter) (map[string]string, error) {
	labels, err := processor().Labels(ctx, quads, rdf.Options{Cost: meter})
	if err != nil {
		return nil, converted(v.Pointer(), err)
	}
	return labels, nil
}

// relabel replaces canonical labels by those of the proof: a base proof
// computes them with its HMAC key, a derived proof lists them. The list must
// match the blank nodes exactly; otherwise nodes would be lost or confused.
func (d disclosure) relabel(v jsontext.Value, canonical map[string]string) (map[string][]byte, error) {
	if !d.base() && len(canonical) != len(d.labels) {
		return nil, fail(codeDisclosureLabels, v.Pointer(), "the document has %d blank nodes, the proof labels %d", len(canonical), len(d.labels))
	}
	labels := make(map[string][]byte, len(canonical))
	for node, name := range canonical {
		labels[node] = d.label(name)
	}
	return labels, nil
}

// label returns the proof's label for the blank node that RDFC-1.0 calls c14n0,
// c14n1 and so on.
func (d disclosure) label(canonical string) []byte {
	if d.base() {
		mac := hmac.New(sha256.New, d.hmacKey)
		mac.Write([]byte(canonical))
		return mac.Sum(nil)
	}
	return d.labels[labelNumber(canonical)]
}

func labelNumber(canonical string) int {
	n, _ := strconv.Atoi(strings.TrimPrefix(canonical, "c14n")) // RDFC-1.0 issues numbers
	return n
}

// lines returns the statements with the labels of the proof, without
// duplicates, sorted.
func (all division) lines(result ld.Result) []signedStatement {
	labels := make(map[string]string, len(all.labels))
	for node, label := range all.labels {
		labels[node] = string(multiformat.Base64URL) + multiformat.EncodeBase64URL(label)
	}
	list := make([]signedStatement, len(result.Quads))
	var line []byte
	for i, q := range result.Quads {
		for _, term := range []*rdf.Term{&q.Subject, &q.Object, &q.Graph} {
			if term.Kind == rdf.Blank {
				term.Value = labels[term.Value]
			}
		}
		line = q.Append(line[:0])
		list[i] = signedStatement{line: string(line), places: result.Places[i : i+1 : i+1]}
	}
	slices.SortStableFunc(list, func(a, b signedStatement) int { return strings.Compare(a.line, b.line) })
	distinct := list[:0]
	for _, s := range list {
		if n := len(distinct); n > 0 && distinct[n-1].line == s.line {
			distinct[n-1].places = append(distinct[n-1].places, s.places...)
			continue
		}
		distinct = append(distinct, s)
	}
	return distinct
}

// selected returns the statements that JSON Pointers name, with their quads.
func (all division) selected(ctx context.Context, v jsontext.Value, o ld.Options, pointers []string) ([]bool, []rdf.Quad, error) {
	o.Select = pointers
	result, err := processor().ToRDF(ctx, v, o)
	if err != nil {
		return nil, nil, converted(v.Pointer(), err)
	}
	chosen := make([]bool, len(all.statements))
	for _, s := range all.lines(result) {
		i, ok := slices.BinarySearchFunc(all.statements, s.line, func(s signedStatement, line string) int { return strings.Compare(s.line, line) })
		if !ok { // part of a list; its rest is linked by other statements
			return nil, nil, fail(codeDisclosurePointer, s.places[0].Pointer(), "an ordered list can only be disclosed as a whole")
		}
		chosen[i] = true
	}
	return chosen, result.Quads, nil
}

// markSelected marks the statements that the pointers of a base proof name as
// mandatory.
func (all division) markSelected(ctx context.Context, v jsontext.Value, o ld.Options, pointers []string) error {
	if len(pointers) == 0 {
		return nil
	}
	chosen, _, err := all.selected(ctx, v, o, pointers)
	for i, mandatory := range chosen {
		all.statements[i].mandatory = mandatory
	}
	return err
}

// markIndexes marks the statements that a derived proof lists as mandatory.
func (all division) markIndexes(v jsontext.Value, indexes []int) error {
	for _, i := range indexes {
		if i >= len(all.statements) {
			return fail(codeDisclosureIndex, v.Pointer(), "the mandatory index is %d; the document has %d statements", i, len(all.statements))
		}
		all.statements[i].mandatory = true
	}
	return nil
}

// mandatory returns the mandatory statements, which the issuer signs as one
// text.
func (all division) mandatory() []byte {
	size := 0
	for _, s := range all.statements {
		if s.mandatory {
			size += len(s.line)
		}
	}
	text := make([]byte, 0, size)
	for _, s := range all.statements {
		if s.mandatory {
			text = append(text, s.line...)
		}
	}
	return text
}

// optional returns the statements that are signed separately.
func (all division) optional() []signedStatement {
	return slices.DeleteFunc(slices.Clone(all.statements), func(s signedStatement) bool { return s.mandatory })
}

// verifyStatements checks the signature of every optional statement with the
// key of the proof, several at a time. It asks for all of the work before it
// begins, since one bad statement can be the last, and reports the first bad one.
func (t *Transformed) verifyStatements(ctx context.Context) error {
	d := t.disclosure
	key, err := d.key()
	if err != nil {
		return err
	}
	free := t.division.optional()
	if len(free) != len(d.signatures) {
		return fail(codeDisclosureCount, "", "%d statements need a signature; the proof has %d", len(free), len(d.signatures))
	}
	texts := 0 // KiB
	for _, s := range free {
		texts += len(s.line)/1024 + 1
	}
	work, n := signatureWork(key)
	if err := cmp.Or(t.options.cost().Spend(cost.Hashed, texts), t.options.cost().Spend(work, n*len(free))); err != nil {
		return err
	}
	check := joseChecker(ES256, key) // with one copy of the key
	bad := firstNot(len(free), t.options.Workers, func(i int) bool {
		return ctx.Err() == nil && len(d.signatures[i]) == t.row.size && check([]byte(free[i].line), d.signatures[i])
	})
	if err := ctx.Err(); err != nil {
		return err
	}
	if bad < len(free) {
		return fail(codeDisclosureStatement, "", "the statement at %s was not signed with this badge", quoted(free[bad].places[0].Pointer()))
	}
	return nil
}

// firstNot returns the smallest number from 0 for which good is false, or n if
// there is none. It asks in order, as many at a time as there are workers; 0
// means one per available processor.
func firstNot(n, workers int, good func(i int) bool) int {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	var next, bad atomic.Int64
	bad.Store(int64(n))
	work := func() {
		for {
			i := next.Add(1) - 1
			if i >= bad.Load() {
				return
			}
			if good(int(i)) {
				continue
			}
			for known := bad.Load(); i < known && !bad.CompareAndSwap(known, i); known = bad.Load() {
			}
		}
	}
	var group sync.WaitGroup
	for range min(workers, n) - 1 {
		group.Go(work)
	}
	work()
	group.Wait()
	return int(bad.Load())
}

// key returns the key that was generated for this proof.
func (d disclosure) key() (key.Key, error) {
	k, err := key.ParseMultikey(multiformat.EncodeBase58(d.publicKey))
	if err != nil {
		return key.Key{}, fail(codeDisclosureValue, "", "the key of the proof cannot be used: %v", err)
	}
	return k, nil
}

// divided passes the mandatory statements of a document to use, instead of the
// canonical form that other suites sign, and keeps the division.
func (t *Transformed) divided(ctx context.Context, v jsontext.Value, o ld.Options, use func(text []byte)) (read ld.Reading, err error) {
	if t.division, read, err = t.divide(ctx, v, o); err == nil {
		use(t.division.mandatory())
	}
	return read, err
}
