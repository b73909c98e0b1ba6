package rdf

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
)

// span is a piece of dataset.text.
type span struct{ start, end int32 }

// statement is a quad with blank nodes, written once as canonical N-Quads
// without the labels. The text around the blank nodes never changes, so every
// later use of the quad joins pieces.
type statement struct {
	span
	node      [3]int32 // blank nodes as subject, object and graph name; the constant absent for any other term
	label     [3]int32 // offsets of their labels in the text
	predicate span     // with its angle brackets
	repeated  bool     // another statement is the same quad
}

const absent = -1

// dataset is the input of canonicalisation in the form that the algorithm
// needs. Later datasets reuse its memory.
type dataset struct {
	text       []byte      // N-Quads lines: the ground ones, and those of statements
	ground     []span      // the lines without blank nodes
	statements []statement // the lines with blank nodes
	labels     []string    // of each blank node in the input, in order of appearance
	first      []int32     // of each blank node, the first of its places in mentions
	mentions   []int32     // indexes of statements, grouped by blank node
	repeats    bool        // some statement is marked as repeated
	quads      int         // number of quads added so far
	refusal    *Error      // the error of the first refused quad

	index map[string]int32 // of each label, its place in labels
	next  []int32          // working memory of mention
	out   []byte           // the canonical document
}

// check checks every quad and the number of quads.
func check(quads []Quad) *Error {
	if len(quads) > MaxQuads {
		return refuse(CodeQuadLimit, "there are %d statements, wanted at most %d", len(quads), MaxQuads)
	}
	var before *Quad
	for i := range quads {
		if err := quads[i].check(before); err != nil {
			err.Message = fmt.Sprintf("in statement %d %s", i, err.Message)
			return err
		}
		before = &quads[i]
	}
	return nil
}

// reset removes the previous dataset.
func (d *dataset) reset() {
	clear(d.labels)
	d.text, d.ground, d.statements = d.text[:0], d.ground[:0], d.statements[:0]
	d.labels, d.repeats, d.quads = d.labels[:0], false, 0
	if d.index == nil {
		d.index = make(map[string]int32)
	}
	clear(d.index)
}

// take writes a quad. After a refusal it does nothing.
func (d *dataset) take(q *Quad) {
	if d.refusal != nil {
		return
	}
	if q.Subject.Kind != Blank && q.Object.Kind != Blank && q.Graph.Kind != Blank {
		start := len(d.text)
		d.text = q.append(d.text)
		d.ground = append(d.ground, d.since(start))
	} else {
		d.add(q)
	}
	switch d.quads++; {
	case d.quads > MaxQuads:
		d.refusal = refuse(CodeQuadLimit, "there are more than %d statements", MaxQuads)
	case len(d.labels) > MaxBlankNodes:
		d.refusal = refuse(CodeBlankNodeLimit, "there are more than %d blank nodes", MaxBlankNodes)
	case len(d.text) > MaxText:
		d.refusal = refuse(CodeTextLimit, "the statements take more than %d bytes", MaxText)
	}
}

func (d *dataset) since(start int) span { return span{int32(start), int32(len(d.text))} }

func (d *dataset) bytes(s span) []byte { return d.text[s.start:s.end] }

// add writes a quad with blank nodes.
func (d *dataset) add(q *Quad) {
	start, s := len(d.text), statement{}
	d.place(&s, 0, &q.Subject)
	predicate := len(d.text)
	d.text = q.Predicate.append(d.text)
	s.predicate = d.since(predicate)
	d.text = append(d.text, ' ')
	d.place(&s, 1, &q.Object)
	d.place(&s, 2, &q.Graph)
	d.text = append(d.text, ".\n"...)
	s.span = d.since(start)
	d.statements = append(d.statements, s)
}

// place writes one term and the space after it. It leaves out the label of a blank node.
func (d *dataset) place(s *statement, slot int, t *Term) {
	s.node[slot] = absent
	switch t.Kind {
	case None:
		return
	case Blank:
		d.text = append(d.text, "_:"...)
		s.node[slot], s.label[slot] = d.nodeOf(t.Value), int32(len(d.text))
	default:
		d.text = t.append(d.text)
	}
	d.text = append(d.text, ' ')
}

// nodeOf returns the blank node of a label. It compares with the last label
// first, since most statements have the subject of the one before.
func (d *dataset) nodeOf(label string) int32 {
	if n := len(d.statements); n > 0 {
		if before := d.statements[n-1].node[0]; before != absent && d.labels[before] == label {
			return before
		}
	}
	node, known := d.index[label]
	if !known {
		node = int32(len(d.labels))
		d.index[label] = node
		d.labels = append(d.labels, label)
	}
	return node
}

// mention fills the map from blank nodes to statements: each statement once for
// each of its blank nodes, repeated ones left out.
func (d *dataset) mention() {
	d.first = zeroed(d.first, len(d.labels)+1)
	for i := range d.statements {
		s := &d.statements[i]
		for slot, node := range s.node {
			if s.mentions(slot) {
				d.first[node+1]++
			}
		}
	}
	for node := range d.labels {
		d.first[node+1] += d.first[node]
	}
	d.mentions = zeroed(d.mentions, int(d.first[len(d.labels)]))
	d.next = append(d.next[:0], d.first...)
	for i := range d.statements {
		s := &d.statements[i]
		for slot, node := range s.node {
			if s.mentions(slot) {
				d.mentions[d.next[node]] = int32(i)
				d.next[node]++
			}
		}
	}
}

// mentions reports whether the slot holds a blank node that no earlier slot holds.
func (s *statement) mentions(slot int) bool {
	return !s.repeated && s.node[slot] != absent && !slices.Contains(s.node[:slot], s.node[slot])
}

// of returns the statements that mention a blank node.
func (d *dataset) of(node int32) []int32 { return d.mentions[d.first[node]:d.first[node+1]] }

// appendLine appends the statement with the given labels in its three slots.
func (d *dataset) appendLine(dst []byte, s *statement, labels *[3]string) []byte {
	at := s.start
	for slot, node := range s.node {
		if node == absent {
			continue
		}
		dst = append(dst, d.text[at:s.label[slot]]...)
		dst = append(dst, labels[slot]...)
		at = s.label[slot]
	}
	return append(dst, d.text[at:s.end]...)
}

// room makes room in out for the canonical document with these labels.
func (d *dataset) room(names []string) {
	size := len(d.text)
	for i := range d.statements {
		for _, node := range d.statements[i].node {
			if node != absent {
				size += len(names[node])
			}
		}
	}
	d.out = slices.Grow(d.out[:0], size)
}

// write appends a statement with its labels to the text, and its place to lines.
func (d *dataset) write(lines []span, s *statement, names []string) []span {
	var labels [3]string
	for slot, node := range s.node {
		if node != absent {
			labels[slot] = names[node]
		}
	}
	start := len(d.text)
	d.text = d.appendLine(d.text, s, &labels)
	return append(lines, d.since(start))
}

// flush appends lines to out: each once, in code point order, which is the
// order of UTF-8 bytes.
func (d *dataset) flush(lines []span) {
	slices.SortFunc(lines, func(a, b span) int { return bytes.Compare(d.bytes(a), d.bytes(b)) })
	for i, line := range lines {
		if i == 0 || !bytes.Equal(d.bytes(line), d.bytes(lines[i-1])) {
			d.out = append(d.out, d.bytes(line)...)
		}
	}
}

// zeroed returns s with n zero elements.
func zeroed[T any](s []T, n int) []T {
	s = slices.Grow(s[:0], n)[:n]
	clear(s)
	return s
}

// line is a statement as Hash First Degree Quads writes it for one node.
type line struct {
	span      // of a scratch buffer
	statement int32
}

// sortLines sorts by text, then by nodes, so that repeated quads become
// neighbours.
func (d *dataset) sortLines(lines []line, text []byte) {
	slices.SortFunc(lines, func(a, b line) int {
		if order := bytes.Compare(text[a.start:a.end], text[b.start:b.end]); order != 0 {
			return order
		}
		x, y := &d.statements[a.statement], &d.statements[b.statement]
		return cmp.Or(cmp.Compare(x.node[0], y.node[0]), cmp.Compare(x.node[1], y.node[1]), cmp.Compare(x.node[2], y.node[2]), cmp.Compare(a.statement, b.statement))
	})
}
