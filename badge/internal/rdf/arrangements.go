package rdf

import "slices"

// arrangements yields the distinct orders of a list. Places with equal class
// numbers hold interchangeable nodes. A class number is the first place of its
// class.
type arrangements struct {
	given   []int32 // class of each place in the first order
	classes []int32 // class of each place in the present order
	members []int32 // the nodes, grouped by class
	base    []int32 // by class: where its members start
	used    []int32 // by class: where the member to be placed next is
	started bool
}

// begin takes the first order. The method next does not return it again.
func (a *arrangements) begin(list, classes []int32) {
	a.given = append(a.given[:0], classes...)
	a.classes = append(a.classes[:0], classes...)
	slices.Sort(a.classes)
	a.started = false
	a.base = append(a.base[:0], classes...)
	for i, class := range a.classes {
		if i == 0 || class != a.classes[i-1] {
			a.base[class] = int32(i)
		}
	}
	a.members = append(a.members[:0], list...)
	a.used = append(a.used[:0], a.base...)
	for place, class := range classes {
		a.members[a.used[class]] = list[place]
		a.used[class]++
	}
}

// count returns how many orders there are, the first one included, or a number
// above limit if there are more than that.
func (a *arrangements) count(limit int) int {
	total, same := 1, 0
	for i, class := range a.classes {
		if same++; i > 0 && class != a.classes[i-1] {
			same = 1
		}
		if total = total * (i + 1) / same; total > limit {
			return limit + 1
		}
	}
	return total
}

// next writes the next order into the list and reports whether there was one.
func (a *arrangements) next(list []int32) bool {
	for {
		if a.started && !advance(a.classes) {
			return false
		}
		a.started = true
		if !slices.Equal(a.classes, a.given) {
			a.write(list)
			return true
		}
	}
}

func (a *arrangements) write(list []int32) {
	copy(a.used, a.base)
	for place, class := range a.classes {
		list[place] = a.members[a.used[class]]
		a.used[class]++
	}
}

// advance turns a sequence into the next one in lexicographic order.
func advance(s []int32) bool {
	i := len(s) - 2
	for i >= 0 && s[i] >= s[i+1] {
		i--
	}
	if i < 0 {
		return false
	}
	j := len(s) - 1
	for s[j] <= s[i] {
		j--
	}
	s[i], s[j] = s[j], s[i]
	slices.Reverse(s[i+1:])
	return true
}
