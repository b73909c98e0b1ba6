package rdf

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"hash"
	"slices"
	"strconv"

	"github.com/openbadges-go/openbadges/badge/internal/cost"
)

// Canonicalize gives blank nodes the canonical labels of RDFC-1.0 and returns
// the statements as sorted canonical N-Quads. A dataset is a set: a quad that
// comes twice counts once. Errors are *Error. The quads are not changed.
func Canonicalize(ctx context.Context, quads []Quad, o Options) (Canonical, error) {
	var w Workspace
	text, err := w.Canonicalize(ctx, quads, o)
	if err != nil {
		return Canonical{}, err
	}
	return Canonical{Text: text, Labels: w.Labels()}, nil
}

// Workspace is the memory of canonicalizations that follow one another. The
// zero Workspace is ready. It is not for concurrent use.
type Workspace struct{ run canonicalizer }

// Canonicalize does the same as the function of that name. The next call
// overwrites the text.
func (w *Workspace) Canonicalize(ctx context.Context, quads []Quad, o Options) ([]byte, error) {
	if err := check(quads); err != nil {
		return nil, err
	}
	w.Start(ctx, o, 0)
	for i := range quads {
		w.Add(&quads[i])
	}
	return w.Finish()
}

// Start begins a dataset whose statements are added one by one: call Add for
// each, then Finish. The size is about that of the statements as N-Quads, 0 if it
// is not known.
func (w *Workspace) Start(ctx context.Context, o Options, size int) {
	w.run.start(ctx, o)
	w.run.text = slices.Grow(w.run.text, min(size, MaxText))
}

// Add adds a statement. It does not check the terms: they must be terms that the
// function Canonicalize accepts.
func (w *Workspace) Add(q *Quad) { w.run.take(q) }

// Finish canonicalizes the statements added since Start.
func (w *Workspace) Finish() ([]byte, error) {
	c := &w.run
	if c.refusal == nil {
		c.refusal = ended(cmp.Or(c.cost.Spend(cost.Ordered, c.quads), c.cost.SpendText(cost.Canonical, len(c.text))))
	}
	if c.refusal == nil {
		c.refusal = c.issueAll()
	}
	if c.refusal == nil {
		c.refusal = c.alive()
	}
	if c.refusal != nil {
		return nil, c.refusal
	}
	return c.sorted(), nil
}

// Labels returns the issued identifier map of what was canonicalized last: input
// blank node label to canonical label, both without "_:".
func (w *Workspace) Labels() map[string]string {
	labels := make(map[string]string, len(w.run.labels))
	for node, label := range w.run.names() {
		labels[w.run.labels[node]] = label
	}
	return labels
}

// Size estimates how many bytes the workspace has room for.
func (w *Workspace) Size() int {
	const statementBytes, nodeBytes = 64, 256 // with what is found out about them
	d := &w.run.dataset
	return cap(d.text) + cap(d.out) + statementBytes*(cap(d.statements)+cap(d.ground)) + nodeBytes*cap(d.labels)
}

// maxDigest is the size of the longest digest. Shorter ones end in zeros.
const maxDigest = sha512.Size384

type digest [maxDigest]byte

// canonicalizer is the state of one run of RDFC-1.0 (§4.3 canonicalization
// state). Both issuers map nodes to numbers; labels are made when the text is
// written.
type canonicalizer struct {
	dataset
	meter
	hash  hash.Hash
	named Hash   // its name
	last  digest // the last result of the hash function

	firstDegree []digest
	order       []int32 // nodes in order of their hashes
	lines       []line  // working memory of hashFirstDegree
	line        []byte
	canonical   []int32  // number of the canonical label of each node, or the constant absent
	issued      int32    // canonical labels issued so far
	made        []string // canonical labels by number, made once
	label14n    []string // result of names

	search // for nodes that their own statements do not distinguish
}

// start prepares a run.
func (c *canonicalizer) start(ctx context.Context, o Options) {
	c.meter, c.search, c.issued = newMeter(ctx, o), search{}, 0
	c.reset()
	if c.hash == nil || c.named != o.Hash {
		switch o.Hash {
		case SHA256:
			c.hash = sha256.New()
		case SHA384:
			c.hash = sha512.New384()
		default:
			c.refusal = refuse(CodeHash, "there is no hash function %d, wanted SHA256 or SHA384", o.Hash)
			return
		}
		c.named, c.last = o.Hash, digest{}
	}
	c.refusal = c.alive()
}

// issueAll runs the canonicalization algorithm (§4.4.3) until every blank node
// has its label.
func (c *canonicalizer) issueAll() *Error {
	c.mention()
	count := len(c.labels)
	c.canonical = zeroed(c.canonical, count)
	for node := range c.canonical {
		c.canonical[node] = absent
	}
	order, err := c.hashAll()
	if err != nil {
		return err
	}
	groups := order[:0]
	for start, end := 0, 0; start < count; start = end {
		for end = start + 1; end < count && c.firstDegree[order[start]] == c.firstDegree[order[end]]; end++ {
		}
		if end-start == 1 {
			c.issue(order[start])
			continue
		}
		groups = append(groups, order[start:end]...)
	}
	return c.issueGroups(groups)
}

func (c *canonicalizer) issue(node int32) {
	if c.canonical[node] == absent {
		c.canonical[node] = c.issued
		c.issued++
	}
}

// names returns the canonical label of each node.
func (c *canonicalizer) names() []string {
	for n := len(c.made); n < len(c.canonical); n++ {
		c.made = append(c.made, string(appendNumbered(nil, "c14n", int32(n))))
	}
	c.label14n = c.label14n[:0]
	for _, number := range c.canonical {
		c.label14n = append(c.label14n, c.made[number])
	}
	return c.label14n
}

// sorted returns the canonical N-Quads document: every quad once, in code point
// order. IRIs come before blank nodes, and blank nodes in the order of their
// labels, so that only the lines of one blank node are compared with each other.
func (c *canonicalizer) sorted() []byte {
	names, written := c.names(), len(c.text)
	c.room(names)
	for i := range c.statements {
		if s := &c.statements[i]; s.node[0] == absent && !s.repeated {
			c.ground = c.write(c.ground, s, names)
		}
	}
	c.flush(c.ground)
	c.order = zeroed(c.order, len(names))
	for node, number := range c.canonical {
		c.order[number] = int32(node)
	}
	for i, number := 0, 0; i < len(names); i++ {
		if i > 0 {
			number = following(number, len(names))
		}
		node := c.order[number]
		c.text, c.ground = c.text[:written], c.ground[:0]
		for _, index := range c.of(node) {
			if s := &c.statements[index]; s.node[0] == node {
				c.ground = c.write(c.ground, s, names)
			}
		}
		c.flush(c.ground)
	}
	return c.out
}

// following returns the number after this one in the order of their texts, such
// as 1, 10, 11, 2, of the numbers below count. This one must not be the last.
func following(number, count int) int {
	if number > 0 && 10*number < count {
		return 10 * number
	}
	for number%10 == 9 || number+1 >= count {
		number /= 10
	}
	return number + 1
}

func appendNumbered(dst []byte, prefix string, number int32) []byte {
	return strconv.AppendInt(append(dst, prefix...), int64(number), 10)
}

// hashAll runs Hash First Degree Quads for every blank node and returns the
// nodes in order of their hashes.
func (c *canonicalizer) hashAll() ([]int32, *Error) {
	c.firstDegree, c.order = zeroed(c.firstDegree, len(c.labels)), zeroed(c.order, len(c.labels))
	order := c.order
	for node := range order {
		if node%cancelInterval == 0 {
			if err := c.alive(); err != nil {
				return nil, err
			}
		}
		order[node] = int32(node)
		c.hashFirstDegree(int32(node))
	}
	if c.repeats {
		c.mention()
	}
	slices.SortFunc(order, func(a, b int32) int {
		return cmp.Or(bytes.Compare(c.firstDegree[a][:], c.firstDegree[b][:]), cmp.Compare(a, b))
	})
	return order, nil
}

// hashFirstDegree is Hash First Degree Quads (§4.6.3). It also marks repeated
// quads: written for one of their nodes, they are equal neighbours.
func (c *canonicalizer) hashFirstDegree(node int32) {
	lines, text := c.lines[:0], c.line[:0]
	for _, index := range c.of(node) {
		s := &c.statements[index]
		if s.repeated {
			continue
		}
		labels := [3]string{"z", "z", "z"}
		for slot := range labels {
			if s.node[slot] == node {
				labels[slot] = "a"
			}
		}
		start := int32(len(text))
		text = c.appendLine(text, s, &labels)
		lines = append(lines, line{span{start, int32(len(text))}, index})
	}
	c.sortLines(lines, text)
	c.hash.Reset()
	for i, l := range lines {
		written := text[l.start:l.end]
		if i > 0 {
			before := lines[i-1]
			if c.statements[l.statement].node == c.statements[before.statement].node && bytes.Equal(written, text[before.start:before.end]) {
				c.statements[l.statement].repeated, c.repeats = true, true
				continue
			}
		}
		c.hash.Write(written)
	}
	c.firstDegree[node] = c.finish()
	c.lines, c.line = lines, text
}

// sum hashes data.
func (c *canonicalizer) sum(data []byte) digest {
	c.hash.Reset()
	c.hash.Write(data)
	return c.finish()
}

func (c *canonicalizer) finish() digest {
	c.hash.Sum(c.last[:0])
	return c.last
}

func (c *canonicalizer) appendHex(dst []byte, d *digest) []byte {
	return hex.AppendEncode(dst, d[:c.hash.Size()])
}
