package rdf

import "slices"

// symmetry finds siblings that need not be tried in every order.
//
// When Hash N-Degree Quads tries the first order of a blank node list, each
// node u of the list is recursed into and reaches its branch: u and the nodes
// that get a label during that recursion. Let two branches B(u) and B(v) be
// given in order of issue, and let m map one to the other place by place. If no
// quad touches both, if m takes every quad that touches B(u) to a quad of the
// dataset, and if as many quads touch B(v), then exchanging B(u) and B(v) along
// m takes the dataset to itself. The exchange moves only nodes that had no
// label when the list was reached, so it also leaves both issuers as they are.
// Two orders that differ by exchanging u and v thus have equal paths, and
// trying one of them is enough.
//
// The first call of Hash N-Degree Quads also gives nodes that such an exchange
// maps to each other equal hashes, and the labels issued for one cover the
// other, so one of them is enough there too. Those sets of equal nodes are
// called orbits.
//
// Branches that share quads, as in a clique, are deliberately not treated as
// equal: credentials have no use for such graphs, and RDFC-1.0 asks to refuse
// them.
type symmetry struct {
	quads map[identity]struct{} // all statements
	shape []int32               // of each statement, the number of its text without labels
	image []int32               // the node that each node maps to; itself, or forbidden
	class []int32               // result of classes
	first []member              // of each class that others may join, the first

	orbit []int32 // parent of each node in its orbit; nil while all are alone
	done  []bool  // of the root of an orbit: one of its nodes was hashed
}

// identity is a quad: its shape and its blank nodes.
type identity struct {
	shape int32
	node  [3]int32
}

// forbidden is not a node, so a quad that touches both branches maps to no quad.
const forbidden = -2

// classes finds the places of f.list, in its first order, that hold
// interchangeable nodes. They have equal numbers: the first place of their
// class. It reads the branches from f.chosen, the first attempt.
//
// Only nodes that got their label in that attempt have a branch. Each node that
// an earlier list has labelled, or that the list holds several times, is alone
// in its class.
func (t *symmetry) classes(c *canonicalizer, f *frame) ([]int32, *Error) {
	t.prepare(c)
	t.class, t.first = t.class[:0], t.first[:0]
	first, head := &f.chosen, 0
	for start, end := 0, 0; start < len(f.list); start = end {
		for end = start + 1; end < len(f.list) && f.list[end] == f.list[start]; end++ {
		}
		class := int32(start)
		if head < len(first.ends) && first.issued[head] == f.list[start] {
			if end-start == 1 {
				var err *Error
				if class, err = t.classOf(c, first, member{class, head}); err != nil {
					return nil, err
				}
			}
			head++
		}
		for range end - start {
			t.class = append(t.class, class)
		}
	}
	return t.class, nil
}

// member is a place in a list and the branch of the node there.
type member struct {
	place int32
	head  int
}

// classOf compares a node with the first node of each class before it.
func (t *symmetry) classOf(c *canonicalizer, a *attempt, m member) (int32, *Error) {
	for _, other := range t.first {
		same, err := t.exchangeable(c, a.branch(other.head), a.branch(m.head))
		if same || err != nil {
			return other.place, err
		}
	}
	t.first = append(t.first, m)
	return m.place, nil
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

// exchangeable runs the check described at symmetry and joins the orbits of
// nodes that may be exchanged.
func (t *symmetry) exchangeable(c *canonicalizer, u, v branch) (bool, *Error) {
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

func (t *symmetry) mapped(c *canonicalizer, u, v branch) (bool, *Error) {
	for i := range 1 + len(u.rest) {
		mine := c.of(u.at(i))
		// Mentions are counted instead of quads: if each quad maps to one with
		// as many mentions, equal sums mean that no quad is left over.
		if len(mine) != len(c.of(v.at(i))) {
			return false, nil
		}
		for _, index := range mine {
			if err := c.step(); err != nil {
				return false, err
			}
			quad := identity{t.shape[index], c.statements[index].node}
			for slot, node := range quad.node {
				if node != absent {
					quad.node[slot] = t.image[node]
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
func (t *symmetry) prepare(c *canonicalizer) {
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
		t.quads[identity{shape, s.node}] = struct{}{} // repeated ones have the same identity
	}
	t.image = make([]int32, len(c.labels))
	for node := range t.image {
		t.image[node] = int32(node)
	}
}

func (t *symmetry) join(a, b int32) {
	if t.orbit == nil {
		t.orbit, t.done = slices.Clone(t.image), make([]bool, len(t.image))
	}
	a, b = t.root(a), t.root(b)
	t.orbit[a] = b
	t.done[b] = t.done[a] || t.done[b]
}

func (t *symmetry) root(node int32) int32 {
	for t.orbit[node] != node {
		t.orbit[node] = t.orbit[t.orbit[node]]
		node = t.orbit[node]
	}
	return node
}

// hashed records that the hash path of the node is known; sameOrbit reports whether
// that of a node in its orbit is. An orbit stays within one component connected by
// blank nodes without canonical labels. The component gets all its labels together,
// so its orbits are not used in a later group.
func (t *symmetry) hashed(node int32) {
	if t.orbit != nil {
		t.done[t.root(node)] = true
	}
}

func (t *symmetry) sameOrbit(node int32) bool {
	return t.orbit != nil && t.done[t.root(node)]
}
