package rdf

import "slices"

// twins finds siblings that need not be tried in every order.
//
// When Hash N-Degree Quads tries the first order of a blank node list, each
// node u of the list is recursed into and reaches its branch: u and the nodes
// that get a label during that recursion. Let two branches B(u) and B(v) be
// given in order of issue, and let m map the one to the other place by place.
// If no quad touches both, if m takes every quad that touches B(u) to a quad of
// the dataset, and if as many quads touch B(v), then exchanging B(u) and B(v)
// along m takes the dataset to itself. The exchange moves only nodes that had
// no label when the list was reached, so it also leaves both issuers as they
// are. Two orders that differ by exchanging u and v thus have equal paths, and
// trying one of them is enough.
//
// Such an exchange also makes the nodes it moves equal under the first call of
// Hash N-Degree Quads: the one's hash is the other's, and the labels issued for
// the one cover the other, so one of them is enough there too. Those sets of
// equal nodes are called orbits.
//
// Branches that share quads, as in a clique, are deliberately left alone: such
// graphs have no place in a credential, and RDFC-1.0 wants them refused.
type twins struct {
	quads map[identity]struct{} // all statements
	shape []int32               // of each statement, the number of its text without labels
	image []int32               // where each node goes; itself, or forbidden
	class []int32               // result of classes

	orbit []int32 // parent of each node in its orbit; nil while all are alone
	done  []bool  // of the root of an orbit: one of its nodes was hashed
}

// identity is a quad: its shape and its blank nodes.
type identity struct {
	shape int32
	node  [3]int32
}

const forbidden = -2

// classes tells which places of f.list, in its first order, hold
// interchangeable nodes: those with equal numbers. It reads the branches from
// f.chosen, the first attempt.
func (t *twins) classes(c *canonicalizer, f *frame) ([]int32, *Error) {
	t.prepare(c)
	t.class = t.class[:0]
	place := 0
	for head := range f.chosen.ends {
		start := place
		for place < len(f.list) && f.list[place] == f.list[start] {
			place++
		}
		class := int32(start)
		if place-start == 1 {
			var err *Error
			if class, err = t.classOf(c, f, head, start); err != nil {
				return nil, err
			}
		}
		for range place - start {
			t.class = append(t.class, class)
		}
	}
	return t.class, nil
}

// classOf compares the node at a place with the first node of each class
// before it. Nodes that occur in the list several times stay by themselves.
func (t *twins) classOf(c *canonicalizer, f *frame, head, place int) (int32, *Error) {
	before := 0
	for i := range place {
		if i > 0 && f.list[i] != f.list[i-1] {
			before++
		}
		if t.class[i] != int32(i) || (i+1 < place && f.list[i+1] == f.list[i]) || (i > 0 && f.list[i-1] == f.list[i]) {
			continue
		}
		same, err := t.exchangeable(c, f.chosen.branch(before), f.chosen.branch(head))
		if same || err != nil {
			return int32(i), err
		}
	}
	return int32(place), nil
}

// branch yields the nodes of one branch, its head first.
func (a *attempt) branch(head int) branch {
	start := int32(len(a.ends))
	if head > 0 {
		start = a.ends[head-1]
	}
	return branch{a.issued[head], a.issued[start:a.ends[head]]}
}

type branch struct {
	head int32
	rest []int32
}

func (b branch) at(i int) int32 {
	if i == 0 {
		return b.head
	}
	return b.rest[i-1]
}

// exchangeable makes the check described at twins and joins the orbits of
// nodes that may be exchanged.
func (t *twins) exchangeable(c *canonicalizer, u, v branch) (bool, *Error) {
	if len(u.rest) != len(v.rest) {
		return false, nil
	}
	size := 1 + len(u.rest)
	for i := range size {
		t.image[u.at(i)], t.image[v.at(i)] = v.at(i), forbidden
	}
	same, err := t.mapped(c, u, v)
	for i := range size {
		t.image[u.at(i)], t.image[v.at(i)] = u.at(i), v.at(i)
	}
	for i := 0; same && i < size; i++ {
		t.join(u.at(i), v.at(i))
	}
	return same, err
}

func (t *twins) mapped(c *canonicalizer, u, v branch) (bool, *Error) {
	for i := range 1 + len(u.rest) {
		mine := c.of(u.at(i))
		// Mentions are counted in place of quads: where each quad maps to
		// one with as many mentions, equal sums mean that none is left over.
		if len(mine) != len(c.of(v.at(i))) {
			return false, nil
		}
		for _, index := range mine {
			if err := c.step(); err != nil {
				return false, err
			}
			quad := identity{t.shape[index], c.statements[index].node}
			for slot, node := range quad.node {
				if node == absent {
					continue
				}
				if quad.node[slot] = t.image[node]; quad.node[slot] == forbidden {
					return false, nil
				}
			}
			if _, found := t.quads[quad]; !found {
				return false, nil
			}
		}
	}
	return true, nil
}

// prepare indexes the statements when the first list needs it.
func (t *twins) prepare(c *canonicalizer) {
	if t.quads != nil {
		return
	}
	t.quads = make(map[identity]struct{}, len(c.statements))
	t.shape = make([]int32, len(c.statements))
	shapes := make(map[string]int32)
	for i := range c.statements {
		s := &c.statements[i]
		shape, known := shapes[string(c.bytes(s.span))]
		if !known {
			shape = int32(len(shapes))
			shapes[string(c.bytes(s.span))] = shape
		}
		t.shape[i] = shape
		t.quads[identity{shape, s.node}] = struct{}{} // repeated ones fall together
	}
	t.image = make([]int32, len(c.labels))
	for node := range t.image {
		t.image[node] = int32(node)
	}
}

func (t *twins) join(a, b int32) {
	if t.orbit == nil {
		t.orbit, t.done = slices.Clone(t.image), make([]bool, len(t.image))
	}
	a, b = t.root(a), t.root(b)
	t.orbit[a] = b
	t.done[b] = t.done[a] || t.done[b]
}

func (t *twins) root(node int32) int32 {
	for t.orbit[node] != node {
		t.orbit[node] = t.orbit[t.orbit[node]]
		node = t.orbit[node]
	}
	return node
}

// hashed notes that the node's hash path is known, alike says whether that of
// a node in its orbit is. Both speak of one group of nodes; forget starts the
// next.
func (t *twins) hashed(node int32) {
	if t.orbit != nil {
		t.done[t.root(node)] = true
	}
}

func (t *twins) alike(node int32) bool {
	return t.orbit != nil && t.done[t.root(node)]
}

func (t *twins) forget() { t.orbit, t.done = nil, nil }
