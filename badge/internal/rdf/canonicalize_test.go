package rdf

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCanonicalizeHostile(t *testing.T) {
	complexity := []string{CodeComplexity}
	either := []string{"", CodeComplexity}
	tests := map[string]struct {
		quads []Quad
		codes []string // "" for a result
	}{
		"D27 4000 identical blank nodes":                {alike(4000), []string{CodeBlankNodeLimit}},
		"D27 2000 identical blank nodes":                {alike(MaxBlankNodes), []string{""}},
		"D27 8000 values in one property":               {manyValues(8000), []string{""}},
		"D27 two nodes with 2000 related ones each":     {stars(2, 900, 0), either},
		"D27 too many statements":                       {manyValues(MaxQuads + 1), []string{CodeQuadLimit}},
		"D27 orders of siblings that are not alike":     {unlikeSiblings(9), complexity},
		"D27 a large graph of degree three":             {circular(100, 1, 7), either},
		"D27 wide nodes that are related to each other": {wide(40, 40), either},
	}
	for n := 3; n <= 12; n++ {
		codes := []string{""}
		if n > 6 {
			codes = complexity
		}
		tests[fmt.Sprintf("D27 clique of %d", n)] = struct {
			quads []Quad
			codes []string
		}{clique(n), codes}
	}
	for _, n := range []int{32, 64, 128, 500, 1000, 2000} {
		codes := []string{""}
		if n > 64 {
			codes = complexity
		}
		tests[fmt.Sprintf("D27 chain of %d", n)] = struct {
			quads []Quad
			codes []string
		}{chain(n), codes}
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := Canonicalize(t.Context(), test.quads, Options{})
			if err == nil && slices.Contains(test.codes, "") {
				require.NotEmpty(t, got.Text)
				return
			}
			requireCode(t, test.codes[len(test.codes)-1], err)
		})
	}
}

func manyValues(n int) (quads []Quad) {
	for i := range n {
		quads = append(quads, Quad{iri("urn:s"), predP, literal(strconv.Itoa(i)), Term{}})
	}
	return quads
}

// unlikeSiblings hangs n chains of different length on each of two hubs; the
// heads of the chains cannot be told apart by their own statements.
func unlikeSiblings(n int) (quads []Quad) {
	next := 0
	fresh := func() Term { next++; return blank(next) }
	for range 2 {
		hub := fresh()
		for length := range n {
			at := hub
			for range length + 2 {
				to := fresh()
				quads = append(quads, Quad{at, predP, to, Term{}})
				at = to
			}
		}
	}
	return quads
}

// circular links each of n nodes in a ring to the ones at the given distances.
func circular(n int, distances ...int) (quads []Quad) {
	for i := range n {
		for _, d := range distances {
			quads = append(quads, Quad{blank(i), predP, blank((i + d) % n), Term{}})
		}
	}
	return quads
}

// wide links two ranks of blank nodes with each other by many predicates.
func wide(nodes, predicates int) (quads []Quad) {
	for i := range nodes {
		for j := range predicates {
			quads = append(quads, Quad{blank(i), iri("urn:p" + strconv.Itoa(j)), blank((i + j + 1) % nodes), Term{}})
		}
	}
	return quads
}

func TestBudget(t *testing.T) {
	tests := map[string]struct {
		quads  []Quad
		budget Budget
		code   string
	}{
		"enough":               {clique(4), Budget{HashCalls: 1000, Permutations: 1000, Steps: 10_000}, ""},
		"hash calls":           {clique(4), Budget{HashCalls: 5}, CodeComplexity},
		"permutations":         {clique(4), Budget{Permutations: 3}, CodeComplexity},
		"steps":                {clique(4), Budget{Steps: 5}, CodeComplexity},
		"none needed":          {badge(100, 10), Budget{HashCalls: 1, Permutations: 1, Steps: 1}, ""},
		"equal trees":          {stars(2, 10, 5), Budget{HashCalls: 500, Permutations: 500}, ""},
		"equal proofs":         {graphs(4, 6), Budget{HashCalls: 8, Permutations: 50}, ""},
		"negative hash calls":  {clique(4), Budget{HashCalls: -1}, CodeComplexity},
		"more than by default": {clique(7), Budget{HashCalls: 1 << 20, Permutations: 1 << 20, Steps: 1 << 20}, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := Canonicalize(t.Context(), test.quads, Options{Budget: test.budget})
			if test.code == "" {
				require.NoError(t, err)
				return
			}
			requireCode(t, test.code, err)
		})
	}
}

func TestCancellation(t *testing.T) {
	// A context that ends after some looks at it shows that every stage looks.
	for _, looks := range []int{0, 1, 2, 5, 20} {
		ctx := &fading{Context: t.Context(), looks: looks}
		_, err := Canonicalize(ctx, clique(8), Options{Budget: Budget{HashCalls: 1 << 20, Permutations: 1 << 20, Steps: 1 << 30}})
		requireCode(t, CodeCancelled, err)
		require.ErrorIs(t, err, context.Canceled)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := Canonicalize(ctx, nil, Options{})
	requireCode(t, CodeCancelled, err)
}

type fading struct {
	context.Context
	looks int
}

func (f *fading) Err() error {
	if f.looks--; f.looks < 0 {
		return context.Canceled
	}
	return nil
}

func TestCanonicalizeRefusesTerms(t *testing.T) {
	good := Quad{iri("urn:s"), predP, iri("urn:o"), Term{}}
	tests := map[string]struct {
		change func(q *Quad)
		code   string
	}{
		"D07 blank predicate":             {func(q *Quad) { q.Predicate = blank(0) }, CodeTerm},
		"D08 language":                    {func(q *Quad) { q.Object = Term{Kind: Literal, Value: "x", Language: "xx bad!"} }, CodeLanguage},
		"D08 language ends early":         {func(q *Quad) { q.Object = Term{Kind: Literal, Value: "x", Language: "en-"} }, CodeLanguage},
		"D09 datatype":                    {func(q *Quad) { q.Object = Term{Kind: Literal, Value: "x", Datatype: "evil"} }, CodeIRI},
		"D28 label that ends the term":    {func(q *Quad) { q.Object = Term{Kind: Blank, Value: "x y> .\n<urn:a"} }, CodeBlankLabel},
		"D28 label of 1 MB":               {func(q *Quad) { q.Object = Term{Kind: Blank, Value: strings.Repeat("x", 1<<20)} }, CodeBlankLabel},
		"D28 no label":                    {func(q *Quad) { q.Object = Term{Kind: Blank} }, CodeBlankLabel},
		"D28 label ends with a dot":       {func(q *Quad) { q.Object = Term{Kind: Blank, Value: "x."} }, CodeBlankLabel},
		"D28 label with another script":   {func(q *Quad) { q.Object = Term{Kind: Blank, Value: "é"} }, CodeBlankLabel},
		"IRI that ends the term":          {func(q *Quad) { q.Object = iri("urn:o> <http://x.org/s") }, CodeIRI},
		"IRI with a control character":    {func(q *Quad) { q.Subject = iri("urn:\x01") }, CodeIRI},
		"IRI with a backslash":            {func(q *Quad) { q.Predicate = iri(`urn:\u0041`) }, CodeIRI},
		"relative IRI":                    {func(q *Quad) { q.Subject = iri("phd") }, CodeIRI},
		"relative IRI with a colon later": {func(q *Quad) { q.Subject = iri("a/b:c") }, CodeIRI},
		"scheme starts with a digit":      {func(q *Quad) { q.Subject = iri("1a:b") }, CodeIRI},
		"empty IRI":                       {func(q *Quad) { q.Graph = iri("") }, CodeIRI},
		"IRI not UTF-8":                   {func(q *Quad) { q.Graph = iri("urn:\xff") }, CodeEncoding},
		"literal not UTF-8":               {func(q *Quad) { q.Object = literal("\xed\xa0\x80") }, CodeEncoding},
		"literal subject":                 {func(q *Quad) { q.Subject = literal("x") }, CodeTerm},
		"literal graph":                   {func(q *Quad) { q.Graph = literal("x") }, CodeTerm},
		"no object":                       {func(q *Quad) { q.Object = Term{} }, CodeTerm},
		"unknown kind":                    {func(q *Quad) { q.Object.Kind = 9 }, CodeTerm},
		"graph without kind":              {func(q *Quad) { q.Graph = Term{Value: "urn:g"} }, CodeTerm},
		"IRI with a datatype":             {func(q *Quad) { q.Object.Datatype = "urn:d" }, CodeTerm},
		"language and datatype":           {func(q *Quad) { q.Object = Term{Kind: Literal, Datatype: "urn:d", Language: "en"} }, CodeTerm},
		"langString without language":     {func(q *Quad) { q.Object = Term{Kind: Literal, Datatype: rdfLangString} }, CodeTerm},
		"text limit":                      {func(q *Quad) { q.Object = literal(strings.Repeat("x", MaxText)) }, CodeTextLimit},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			q := good
			test.change(&q)
			_, err := Canonicalize(t.Context(), []Quad{good, q}, Options{})
			requireCode(t, test.code, err)
		})
	}
	_, err := Canonicalize(t.Context(), nil, Options{Hash: 7})
	requireCode(t, CodeHash, err)
}

func TestLabelsOfTheInputDoNotMatter(t *testing.T) {
	// D28: a canonical label chosen beforehand for the wrong node.
	quads := badge(40, 5)
	want, err := Canonicalize(t.Context(), quads, Options{})
	require.NoError(t, err)
	for i, q := range quads {
		quads[i] = relabelled(q, func(l string) string { return map[string]string{"b0": "c14n4", "b4": "c14n0"}[l] + l[1:] + "c14n0" })
	}
	got, err := Canonicalize(t.Context(), quads, Options{})
	require.NoError(t, err)
	require.Equal(t, string(want.Text), string(got.Text))
}

func TestDatasetIsASet(t *testing.T) {
	for name, quads := range map[string][]Quad{
		"ground": manyValues(3), "blank": badge(20, 3), "alike": chain(5), "graphs": graphs(3, 4), "clique": clique(4),
		"self": {{blank(0), predP, blank(0), blank(0)}, {blank(1), predP, blank(1), blank(1)}},
	} {
		t.Run(name, func(t *testing.T) {
			before := slices.Clone(quads)
			once, err := Canonicalize(t.Context(), quads, Options{})
			require.NoError(t, err)
			thrice, err := Canonicalize(t.Context(), slices.Concat(quads, quads, quads), Options{})
			require.NoError(t, err)
			require.Equal(t, string(once.Text), string(thrice.Text))
			require.Equal(t, before, quads, "the argument was changed")
		})
	}
	explicit := Quad{iri("urn:s"), predP, Term{Kind: Literal, Value: "x", Datatype: xsdString}, Term{}}
	got, err := Canonicalize(t.Context(), []Quad{explicit, {iri("urn:s"), predP, literal("x"), Term{}}}, Options{})
	require.NoError(t, err)
	require.Equal(t, "<urn:s> <urn:p> \"x\" .\n", string(got.Text))
}

func TestEmptyDataset(t *testing.T) {
	got, err := Canonicalize(t.Context(), nil, Options{})
	require.NoError(t, err)
	require.Empty(t, got.Text)
	require.Empty(t, got.Labels)
}

// TestAgainstPlainAlgorithm compares with the standard's own steps, also where
// branches are equal and the shortcuts come to bear.
func TestAgainstPlainAlgorithm(t *testing.T) {
	fixed := map[string][]Quad{
		"clique": clique(5), "chain": chain(12), "alike": alike(20), "stars": stars(2, 3, 2), "many stars": stars(3, 4, 1),
		"deep stars": stars(1, 2, 4), "graphs": graphs(3, 4), "unlike siblings": unlikeSiblings(4),
		"triangle with unlike tails": {
			{blank(1), predP, blank(2), Term{}}, {blank(2), predP, blank(1), Term{}}, {blank(1), predP, blank(4), Term{}},
			{blank(1), predP, blank(3), Term{}}, {blank(3), predP, blank(1), Term{}}, {blank(2), predP, blank(4), Term{}},
			{blank(2), predP, blank(3), Term{}}, {blank(3), predP, blank(2), Term{}}, {blank(3), predP, blank(5), Term{}},
		},
		"mixed list": mixedList(),
		"ring":       circular(8, 1), "double ring": circular(8, 1, 3), "wide": wide(3, 3), "badge": badge(60, 6),
	}
	for length := range 24 {
		name := fmt.Sprint("multiple list ", length)
		fixed[name] = multipleList(8+length%3, iri("urn:"+strconv.Itoa(length)))
	}
	for name, quads := range fixed {
		t.Run(name, func(t *testing.T) {
			for seed := range uint64(4) {
				quads := shuffled(rand.New(rand.NewPCG(seed, 2)), quads)
				require.True(t, comparePlainly(t, quads, Hash(seed%2)))
			}
		})
	}
	compared := 0
	for seed := range uint64(3000) {
		r := rand.New(rand.NewPCG(seed, 1))
		if comparePlainly(t, shuffled(r, random(r)), Hash(seed%2)) {
			compared++
		}
	}
	require.Greater(t, compared, 2800)
}

func comparePlainly(t testing.TB, quads []Quad, hash Hash) bool {
	want, err := canonicalizePlainly(quads, hash, 6000)
	if errors.Is(err, errPlainBudget) {
		return false
	}
	require.NoError(t, err)
	got, err := Canonicalize(context.Background(), quads, Options{Hash: hash})
	require.NoError(t, err, "%v", quads)
	require.Equal(t, string(want.Text), string(got.Text), "%v", quads)
	requireLabels(t, quads, got)
	return true
}

// requireLabels checks that the issued identifier map turns the input into the
// canonical text.
func requireLabels(t testing.TB, quads []Quad, got Canonical) {
	t.Helper()
	var lines []string
	for _, q := range quads {
		lines = append(lines, string(relabelled(q, func(l string) string { return got.Labels[l] }).Append(nil)))
	}
	slices.Sort(lines)
	require.Equal(t, string(got.Text), strings.Join(slices.Compact(lines), ""))
}

// TestWorkIsBounded counts how often the context is looked at, which happens
// once in cancelInterval units of work, so that no dataset makes more of it
// than the budget and the limits on datasets allow. BenchmarkHostile shows
// the time that this takes.
func TestWorkIsBounded(t *testing.T) {
	const most = (DefaultHashCalls+DefaultPermutations+DefaultSteps+MaxBlankNodes)/cancelInterval + 10
	for name, quads := range hostile() {
		t.Run(name, func(t *testing.T) {
			ctx := &fading{Context: t.Context(), looks: most}
			_, err := Canonicalize(ctx, quads, Options{})
			if err != nil {
				require.NotErrorIs(t, err, context.Canceled)
			}
		})
	}
}
