package rdf

import (
	"bytes"
	"cmp"
	"slices"
)

// search finds the order of nodes that share their first degree hash. It holds
// the temporary identifier issuer of §4.5: instead of copying the issuer for
// every order of related nodes that it tries, it withdraws the labels that were
// issued.
type search struct {
	temporary []int32 // 1 + number of the temporary label of each node; 0 for none
	path      []int32 // nodes with a temporary label, in order of issue
	frames    []*frame
	symmetry  symmetry
}

// frame is the working memory of one level of Hash N-Degree Quads, kept for
// the next run on that level.
type frame struct {
	data    []byte    // the data to hash
	related []related // H_n, sorted
	list    []int32   // the blank node list of one related hash, in the order tried
	attempt attempt
	chosen  attempt
	orders  arrangements
}

type related struct {
	hash digest
	node int32
}

// attempt is the result of one order of a blank node list.
type attempt struct {
	path   []byte  // as §4.8.3 builds it
	issued []int32 // nodes given a temporary label on the way
	ends   []int32 // for each node that was recursed into, how many labels were issued after it
}

// result is the hash path of one node of a group.
type result struct {
	hash   digest
	issued []int32
}

// issueGroups gives canonical labels to the nodes that share their hash with
// others. The nodes are sorted by hash.
func (c *canonicalizer) issueGroups(nodes []int32) *Error {
	if len(nodes) == 0 {
		return nil
	}
	c.temporary = make([]int32, len(c.labels))
	c.path = make([]int32, 0, len(nodes))
	for start, end := 0, 0; start < len(nodes); start = end {
		for end = start + 1; end < len(nodes) && c.firstDegree[nodes[start]] == c.firstDegree[nodes[end]]; end++ {
		}
		if err := c.issueGroup(nodes[start:end]); err != nil {
			return err
		}
	}
	return nil
}

func (c *canonicalizer) issueGroup(nodes []int32) *Error {
	var results []result
	for _, node := range nodes {
		if c.canonical[node] != absent || c.symmetry.sameOrbit(node) {
			continue
		}
		c.issueTemporary(node)
		hash, err := c.hashNDegree(node, 0)
		if err != nil {
			return err
		}
		c.symmetry.hashed(node)
		results = append(results, result{hash, slices.Clone(c.path)})
		c.takeBack(0)
	}
	slices.SortStableFunc(results, func(a, b result) int { return bytes.Compare(a.hash[:], b.hash[:]) })
	for _, r := range results {
		for _, node := range r.issued {
			c.issue(node)
		}
	}
	return nil
}

func (c *canonicalizer) issueTemporary(node int32) {
	c.path = append(c.path, node)
	c.temporary[node] = int32(len(c.path))
}

// takeBack withdraws all temporary labels except the first ones.
func (c *canonicalizer) takeBack(keep int) {
	for _, node := range c.path[keep:] {
		c.temporary[node] = 0
	}
	c.path = c.path[:keep]
}

// hashNDegree is Hash N-Degree Quads (§4.8.3). The labels that it issues stay
// issued. Every level gives a label to a node that had none, so the depth is
// bounded by the number of blank nodes.
func (c *canonicalizer) hashNDegree(node int32, depth int) (digest, *Error) {
	if err := c.call(); err != nil {
		return digest{}, err
	}
	if depth == len(c.frames) {
		c.frames = append(c.frames, new(frame))
	}
	f := c.frames[depth]
	if err := c.relate(f, node); err != nil {
		return digest{}, err
	}
	f.data = f.data[:0]
	for start, end := 0, 0; start < len(f.related); start = end {
		f.list = f.list[:0]
		for end = start; end < len(f.related) && f.related[end].hash == f.related[start].hash; end++ {
			f.list = append(f.list, f.related[end].node)
		}
		f.data = c.appendHex(f.data, &f.related[start].hash)
		if err := c.choose(f, depth); err != nil {
			return digest{}, err
		}
	}
	return c.sum(f.data), nil
}

// relate fills f.related with the blank nodes that share a statement with
// node, each with its Hash Related Blank Node (§4.7.3).
func (c *canonicalizer) relate(f *frame, node int32) *Error {
	f.related = f.related[:0]
	for _, index := range c.of(node) {
		s := &c.statements[index]
		for slot, other := range s.node {
			if other == absent || other == node {
				continue
			}
			if err := c.step(); err != nil {
				return err
			}
			f.data = append(f.data[:0], "sog"[slot])
			if slot < 2 {
				f.data = append(f.data, c.bytes(s.predicate)...)
			}
			f.data = c.appendIdentity(f.data, other)
			f.related = append(f.related, related{c.sum(f.data), other})
		}
	}
	slices.SortFunc(f.related, func(a, b related) int {
		return cmp.Or(bytes.Compare(a.hash[:], b.hash[:]), cmp.Compare(a.node, b.node))
	})
	return nil
}

// appendIdentity writes the label of a node, or its first degree hash if it
// has none.
func (c *canonicalizer) appendIdentity(dst []byte, node int32) []byte {
	if c.canonical[node] == absent && c.temporary[node] == 0 {
		return c.appendHex(dst, &c.firstDegree[node])
	}
	return c.appendLabel(dst, node)
}

func (c *canonicalizer) appendLabel(dst []byte, node int32) []byte {
	if number := c.canonical[node]; number != absent {
		return appendNumbered(dst, "_:c14n", number)
	}
	return appendNumbered(dst, "_:b", c.temporary[node]-1)
}

// choose tries the orders of f.list, appends the least path to f.data and
// leaves the labels of that path issued.
func (c *canonicalizer) choose(f *frame, depth int) *Error {
	mark := len(c.path)
	f.chosen.path = f.chosen.path[:0]
	if err := c.try(f, depth); err != nil {
		return err
	}
	f.keep(c.path[mark:])
	if f.list[0] != f.list[len(f.list)-1] {
		if err := c.tryOthers(f, depth, mark); err != nil {
			return err
		}
	}
	f.data = append(f.data, f.chosen.path...)
	return nil
}

// tryOthers tries the orders of f.list that could have a lesser path than the
// first one.
func (c *canonicalizer) tryOthers(f *frame, depth, mark int) *Error {
	classes, err := c.symmetry.classes(c, f)
	if err != nil {
		return err
	}
	f.orders.begin(f.list, classes)
	if limit := c.left.Permutations + 1; f.orders.count(limit) > limit {
		return exhausted(ordersTried) // known before the attempt starts
	}
	for f.orders.next(f.list) {
		if err := c.permutation(); err != nil {
			return err
		}
		c.takeBack(mark)
		if err := c.try(f, depth); err != nil {
			return err
		}
		if bytes.Compare(f.attempt.path, f.chosen.path) < 0 {
			f.keep(c.path[mark:])
		}
	}
	c.takeBack(mark)
	for _, node := range f.chosen.issued {
		c.issueTemporary(node)
	}
	return nil
}

// keep makes the attempt the chosen one.
func (f *frame) keep(issued []int32) {
	f.attempt.issued = append(f.attempt.issued[:0], issued...)
	f.attempt, f.chosen = f.chosen, f.attempt
}

// try follows one order of the list. It stops early once the path can no longer
// become less than the chosen one; the partial path is then greater.
func (c *canonicalizer) try(f *frame, depth int) *Error {
	a := &f.attempt
	a.path, a.ends = a.path[:0], a.ends[:0]
	mark := len(c.path)
	for _, node := range f.list {
		if err := c.step(); err != nil {
			return err
		}
		if c.canonical[node] == absent && c.temporary[node] == 0 {
			c.issueTemporary(node)
		}
		a.path = c.appendLabel(a.path, node)
	}
	for _, node := range c.path[mark:len(c.path):len(c.path)] {
		if f.pruned() {
			return nil
		}
		hash, err := c.hashNDegree(node, depth+1)
		if err != nil {
			return err
		}
		a.path = append(c.appendLabel(a.path, node), '<')
		a.path = append(c.appendHex(a.path, &hash), '>')
		a.ends = append(a.ends, int32(len(c.path)-mark))
	}
	return nil
}

// pruned reports whether every path that starts like the attempt is greater
// than the chosen one.
func (f *frame) pruned() bool {
	size := min(len(f.attempt.path), len(f.chosen.path))
	return bytes.Compare(f.attempt.path[:size], f.chosen.path[:size]) > 0
}
