package rdf_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"

	"github.com/openbadges-go/openbadges/badge/internal/rdf"
)

const (
	xsdString     = "http://www.w3.org/2001/XMLSchema#string"
	rdfLangString = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
)

func iri(s string) rdf.Term     { return rdf.Term{Kind: rdf.IRI, Value: s} }
func blank(i int) rdf.Term      { return rdf.Term{Kind: rdf.Blank, Value: "b" + strconv.Itoa(i)} }
func literal(s string) rdf.Term { return rdf.Term{Kind: rdf.Literal, Value: s} }

var (
	predP = iri("urn:p")
	predQ = iri("urn:q")
)

// clique links each of n blank nodes with every other.
func clique(n int) (quads []rdf.Quad) {
	for i := range n {
		for j := range n {
			if i != j {
				quads = append(quads, rdf.Quad{blank(i), predP, blank(j), rdf.Term{}})
			}
		}
	}
	return quads
}

// chain links n blank nodes in a row.
func chain(n int) (quads []rdf.Quad) {
	for i := range n - 1 {
		quads = append(quads, rdf.Quad{blank(i), predP, blank(i + 1), rdf.Term{}})
	}
	return quads
}

// alike gives n blank nodes the same statement.
func alike(n int) (quads []rdf.Quad) {
	for i := range n {
		quads = append(quads, rdf.Quad{iri("urn:s"), predP, blank(i), rdf.Term{}})
	}
	return quads
}

// stars makes hubs with equal trees below them: siblings nodes of which each
// has the same number of leaves. Hubs have no other statements, so all
// blank nodes look alike within their rank.
func stars(hubs, siblings, leaves int) (quads []rdf.Quad) {
	next := 0
	fresh := func() rdf.Term { next++; return blank(next) }
	for range hubs {
		hub := fresh()
		for range siblings {
			child := fresh()
			quads = append(quads, rdf.Quad{hub, predP, child, rdf.Term{}})
			for range leaves {
				quads = append(quads, rdf.Quad{child, predQ, fresh(), rdf.Term{}})
			}
		}
	}
	return quads
}

// graphs makes n equal graphs with blank names, each with one blank node of
// several statements, as embedded proofs have them.
func graphs(n, statements int) (quads []rdf.Quad) {
	for i := range n {
		for j := range statements {
			quads = append(quads, rdf.Quad{blank(2 * i), iri("urn:p" + strconv.Itoa(j)), literal("v"), blank(2*i + 1)})
		}
	}
	return quads
}

// badge has the size and shape of a realistic credential. Some of its
// statements are about blank nodes that their own statements distinguish.
func badge(statements, nodes int) (quads []rdf.Quad) {
	subjects := []rdf.Term{iri("urn:uuid:6b84b429-31ee-4dac-9d20-e5c55881f80e"), iri("https://university.example/achievements/degree")}
	for i := range nodes {
		node := blank(i)
		quads = append(quads, rdf.Quad{subjects[i%2], iri("https://purl.imsglobal.org/spec/vc/ob/vocab.html#alignment"), node, rdf.Term{}})
		for j := range 5 {
			quads = append(quads, rdf.Quad{node, iri("https://schema.org/property" + strconv.Itoa(j)), literal(fmt.Sprintf("value %d of node %d", j, i)), rdf.Term{}})
		}
	}
	for i := len(quads); i < statements; i++ {
		subject := iri("https://university.example/things/" + strconv.Itoa(i/8))
		object := rdf.Term{Kind: rdf.Literal, Value: fmt.Sprintf("A sentence that describes thing %d in a few words.", i), Datatype: "http://www.w3.org/2001/XMLSchema#anyURI"}
		quads = append(quads, rdf.Quad{subject, iri("https://purl.imsglobal.org/spec/vc/ob/vocab.html#member" + strconv.Itoa(i%8)), object, rdf.Term{}})
	}
	return quads
}

// random builds a dataset that is rich in blank nodes that look alike.
func random(r *rand.Rand) (quads []rdf.Quad) {
	nodes, predicates := 1+r.IntN(7), 1+r.IntN(2)
	term := func(kinds int) rdf.Term {
		switch r.IntN(kinds) {
		case 0, 1, 2, 3, 4:
			return blank(r.IntN(nodes))
		case 5:
			return iri("urn:o" + strconv.Itoa(r.IntN(2)))
		case 6:
			return literal(string("a\n\"\\é\x7f\x00"[r.IntN(7)]) + "x")
		}
		return rdf.Term{}
	}
	for range r.IntN(3 * nodes) {
		q := rdf.Quad{Subject: term(6), Predicate: iri("urn:p" + strconv.Itoa(r.IntN(predicates))), Object: term(7)}
		if r.IntN(4) == 0 {
			q.Graph = term(6)
		}
		quads = append(quads, q)
	}
	// With links in both directions the nodes look alike, as in a clique.
	if r.IntN(3) == 0 {
		for _, q := range quads[:len(quads):len(quads)] {
			if q.Object.Kind == rdf.Blank {
				quads = append(quads, rdf.Quad{q.Object, predP, q.Subject, rdf.Term{}}, rdf.Quad{q.Subject, predP, q.Object, rdf.Term{}})
			}
		}
	}
	// A copy under other labels makes equal branches likely, joined by a hub
	// or not, sharing its graph names or not.
	if r.IntN(2) == 0 {
		copied := len(quads)
		for _, q := range quads[:copied] {
			quads = append(quads, relabelled(q, func(l string) string { return l + "x" }))
		}
		if r.IntN(2) == 0 {
			quads = append(quads, rdf.Quad{blank(99), predQ, blank(0), rdf.Term{}}, rdf.Quad{blank(99), predQ, rdf.Term{Kind: rdf.Blank, Value: "b0x"}, rdf.Term{}})
		}
	}
	return quads
}

// shuffled returns the statements in another order under other labels.
func shuffled(r *rand.Rand, quads []rdf.Quad) []rdf.Quad {
	names := map[string]string{}
	numbers := r.Perm(10_000)
	out := make([]rdf.Quad, len(quads))
	for i, at := range r.Perm(len(quads)) {
		out[at] = relabelled(quads[i], func(l string) string {
			if names[l] == "" {
				names[l] = "n" + strconv.Itoa(numbers[len(names)])
			}
			return names[l]
		})
	}
	return out
}

// numbered makes statements from pairs of node numbers, twice under different
// labels, so that statements alone distinguish no node.
func numbered(pairs ...[2]int) (quads []rdf.Quad) {
	for _, base := range []int{0, 100} {
		for _, pair := range pairs {
			quads = append(quads, rdf.Quad{blank(base + pair[0]), predP, blank(base + pair[1]), rdf.Term{}})
		}
	}
	return quads
}

// mixedList leads to a list that holds unlike nodes with a label and like ones
// without.
func mixedList() []rdf.Quad {
	const hub, x1, x2, y1, y2 = 1, 2, 3, 4, 5
	return numbered([2]int{hub, x1}, [2]int{hub, x2}, [2]int{x1, hub}, [2]int{x2, hub}, [2]int{y1, hub}, [2]int{y2, hub},
		[2]int{6, y1}, [2]int{7, y2}, [2]int{x1, 8}, [2]int{x2, 9}, [2]int{9, 10}, [2]int{y1, 11}, [2]int{y2, 12})
}

// multipleList leads through a chain to a graph name that like nodes are
// related to several times each. Labels sort as text, so the length of the
// chain decides which order of the nodes is the least.
func multipleList(length int, predicate rdf.Term) []rdf.Quad {
	var pairs [][2]int
	for i := range length {
		pairs = append(pairs, [2]int{i, i + 1})
	}
	quads := numbered(pairs...)
	for _, base := range []int{0, 100} {
		for _, node := range []int{50, 51} {
			for _, value := range []string{"1", "2"} {
				quads = append(quads, rdf.Quad{blank(base + node), predicate, literal(value), blank(base + length)})
			}
		}
	}
	return quads
}

// hostile returns datasets that cost the plain algorithm seconds to years.
func hostile() map[string][]rdf.Quad {
	return map[string][]rdf.Quad{
		"clique of 6": clique(6), "clique of 7": clique(7), "clique of 10": clique(10), "clique of 90": clique(90),
		"chain of 128": chain(128), "chain of 2000": chain(2000), "2000 alike": alike(2000), "4000 alike": alike(4000),
		"wide": wide(90, 90), "stars": stars(2, 900, 0), "ring": circular(2000, 1, 2, 3), "unlike": unlikeSiblings(40),
		"graphs": graphs(90, 100),
	}
}
