package rdf_test

import (
	"cmp"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/openbadges-go/openbadges/badge/internal/rdf"
)

// plain is RDFC-1.0 step by step as in the standard, without any shortcut.
// Canonicalize must give the same results.
type plain struct {
	hash      rdf.Hash
	quads     []rdf.Quad
	of        map[string][]rdf.Quad
	first     map[string]string
	canonical *plainIssuer
	calls     int // remaining runs of Hash N-Degree Quads
}

var errPlainBudget = errors.New("too much work for the plain algorithm")

type plainIssuer struct {
	prefix string
	labels map[string]string
	order  []string
}

func newPlainIssuer(prefix string) *plainIssuer {
	return &plainIssuer{prefix: prefix, labels: map[string]string{}}
}

func (i *plainIssuer) clone() *plainIssuer {
	return &plainIssuer{i.prefix, maps.Clone(i.labels), slices.Clone(i.order)}
}

func (i *plainIssuer) issue(label string) string {
	if known, ok := i.labels[label]; ok {
		return known
	}
	i.labels[label] = i.prefix + strconv.Itoa(len(i.order))
	i.order = append(i.order, label)
	return i.labels[label]
}

func blanks(q rdf.Quad) (labels []string, positions []string) {
	for i, t := range []rdf.Term{q.Subject, q.Object, q.Graph} {
		if t.Kind == rdf.Blank {
			labels, positions = append(labels, t.Value), append(positions, "sog"[i:i+1])
		}
	}
	return labels, positions
}

func relabelled(q rdf.Quad, name func(string) string) rdf.Quad {
	for _, t := range []*rdf.Term{&q.Subject, &q.Object, &q.Graph} {
		if t.Kind == rdf.Blank {
			t.Value = name(t.Value)
		}
	}
	return q
}

func canonicalizePlainly(quads []rdf.Quad, hash rdf.Hash, calls int) (rdf.Canonical, error) {
	p := plain{hash: hash, of: map[string][]rdf.Quad{}, first: map[string]string{}, canonical: newPlainIssuer("c14n"), calls: calls}
	seen := map[rdf.Quad]bool{}
	var nodes []string
	for _, q := range quads {
		if seen[q] {
			continue
		}
		seen[q] = true
		p.quads = append(p.quads, q)
		labels, _ := blanks(q)
		for i, label := range labels {
			if slices.Contains(labels[:i], label) {
				continue
			}
			if len(p.of[label]) == 0 {
				nodes = append(nodes, label)
			}
			p.of[label] = append(p.of[label], q)
		}
	}
	byHash := map[string][]string{}
	for _, node := range nodes {
		p.first[node] = p.firstDegree(node)
		byHash[p.first[node]] = append(byHash[p.first[node]], node)
	}
	hashes := slices.Sorted(maps.Keys(byHash))
	for _, h := range hashes {
		if len(byHash[h]) == 1 {
			p.canonical.issue(byHash[h][0])
			delete(byHash, h)
		}
	}
	for _, h := range hashes {
		if err := p.group(byHash[h]); err != nil {
			return rdf.Canonical{}, err
		}
	}
	return p.result(), nil
}

func (p *plain) group(nodes []string) error {
	type path struct {
		hash   string
		issuer *plainIssuer
	}
	var paths []path
	for _, node := range nodes {
		if _, done := p.canonical.labels[node]; done {
			continue
		}
		issuer := newPlainIssuer("b")
		issuer.issue(node)
		hash, issuer, err := p.nDegree(node, issuer)
		if err != nil {
			return err
		}
		paths = append(paths, path{hash, issuer})
	}
	slices.SortStableFunc(paths, func(a, b path) int { return cmp.Compare(a.hash, b.hash) })
	for _, path := range paths {
		for _, node := range path.issuer.order {
			p.canonical.issue(node)
		}
	}
	return nil
}

func (p *plain) result() rdf.Canonical {
	var lines []string
	for _, q := range p.quads {
		lines = append(lines, string(relabelled(q, func(l string) string { return p.canonical.labels[l] }).Append(nil)))
	}
	slices.Sort(lines)
	return rdf.Canonical{Text: []byte(strings.Join(lines, "")), Labels: p.canonical.labels}
}

func (p *plain) sum(s string) string {
	if p.hash == rdf.SHA384 {
		d := sha512.Sum384([]byte(s))
		return hex.EncodeToString(d[:])
	}
	d := sha256.Sum256([]byte(s))
	return hex.EncodeToString(d[:])
}

func (p *plain) firstDegree(node string) string {
	var lines []string
	for _, q := range p.of[node] {
		lines = append(lines, string(relabelled(q, func(l string) string {
			if l == node {
				return "a"
			}
			return "z"
		}).Append(nil)))
	}
	slices.Sort(lines)
	return p.sum(strings.Join(lines, ""))
}

func (p *plain) nDegree(node string, issuer *plainIssuer) (string, *plainIssuer, error) {
	if p.calls--; p.calls < 0 {
		return "", nil, errPlainBudget
	}
	related := map[string][]string{}
	for _, q := range p.of[node] {
		labels, positions := blanks(q)
		for i, other := range labels {
			if other != node {
				h := p.related(other, q, issuer, positions[i])
				related[h] = append(related[h], other)
			}
		}
	}
	data := ""
	for _, h := range slices.Sorted(maps.Keys(related)) {
		data += h
		chosenPath, chosen := "", (*plainIssuer)(nil)
		err := permute(related[h], func(order []string) error {
			path, tried, err := p.try(order, issuer, chosenPath)
			if err == nil && tried != nil && (chosenPath == "" || path < chosenPath) {
				chosenPath, chosen = path, tried
			}
			return err
		})
		if err != nil {
			return "", nil, err
		}
		data += chosenPath
		issuer = chosen
	}
	return p.sum(data), issuer, nil
}

func (p *plain) try(order []string, issuer *plainIssuer, chosenPath string) (string, *plainIssuer, error) {
	issuer = issuer.clone()
	path := ""
	var recursion []string
	pruned := func() bool {
		return chosenPath != "" && len(path) >= len(chosenPath) && path > chosenPath
	}
	for _, node := range order {
		if label, ok := p.canonical.labels[node]; ok {
			path += "_:" + label
		} else {
			if _, ok := issuer.labels[node]; !ok {
				recursion = append(recursion, node)
			}
			path += "_:" + issuer.issue(node)
		}
		if pruned() {
			return "", nil, nil
		}
	}
	for _, node := range recursion {
		hash, result, err := p.nDegree(node, issuer)
		if err != nil {
			return "", nil, err
		}
		path += "_:" + issuer.issue(node) + "<" + hash + ">"
		issuer = result
		if pruned() {
			return "", nil, nil
		}
	}
	return path, issuer, nil
}

func (p *plain) related(node string, q rdf.Quad, issuer *plainIssuer, position string) string {
	input := position
	if position != "g" {
		input += "<" + q.Predicate.Value + ">"
	}
	if label, ok := p.canonical.labels[node]; ok {
		input += "_:" + label
	} else if label, ok := issuer.labels[node]; ok {
		input += "_:" + label
	} else {
		input += p.first[node]
	}
	return p.sum(input)
}

// permute calls do with every order of the list, equal ones included.
func permute(list []string, do func([]string) error) error {
	order := make([]int32, len(list))
	for i := range order {
		order[i] = int32(i)
	}
	for {
		tried := make([]string, len(list))
		for i, at := range order {
			tried[i] = list[at]
		}
		if err := do(tried); err != nil {
			return err
		}
		if !rdf.Advance(order) {
			return nil
		}
	}
}
