package rdf_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/openbadges-go/openbadges/badge/internal/rdf"
	"github.com/stretchr/testify/require"
)

func TestCanonicalizeHostile(t *testing.T) {
	complexity := []string{rdf.CodeComplexity}
	either := []string{"", rdf.CodeComplexity}
	tests := map[string]struct {
		quads []rdf.Quad
		codes []string // "" for a result
	}{
		"D27 5001 identical blank nodes":                {alike(rdf.MaxBlankNodes + 1), []string{rdf.CodeBlankNodeLimit}},
		"D27 5000 identical blank nodes":                {alike(rdf.MaxBlankNodes), []string{""}},
		"D27 8000 values in one property":               {manyValues(8000), []string{""}},
		"D27 two nodes with 2000 related ones each":     {stars(2, 900, 0), either},
		"D27 too many statements":                       {manyValues(rdf.MaxQuads + 1), []string{rdf.CodeQuadLimit}},
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
			quads []rdf.Quad
			codes []string
		}{clique(n), codes}
	}
	for _, n := range []int{32, 64, 128, 500, 1000, 2000} {
		codes := []string{""}
		if n > 64 {
			codes = complexity
		}
		tests[fmt.Sprintf("D27 chain of %d", n)] = struct {
			quads []rdf.Quad
			codes []string
		}{chain(n), codes}
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := rdf.Canonicalize(t.Context(), test.quads, rdf.Options{})
			if err == nil && slices.Contains(test.codes, "") {
				require.NotEmpty(t, got.Text)
				return
			}
			requireCode(t, test.codes[len(test.codes)-1], err)
		})
	}
}

func manyValues(n int) (quads []rdf.Quad) {
	for i := range n {
		quads = append(quads, rdf.Quad{iri("urn:s"), predP, literal(strconv.Itoa(i)), rdf.Term{}})
	}
	return quads
}

// unlikeSiblings adds n chains of different length to each of two hubs; the
// statements of the heads of the chains do not distinguish them.
func unlikeSiblings(n int) (quads []rdf.Quad) {
	next := 0
	fresh := func() rdf.Term { next++; return blank(next) }
	for range 2 {
		hub := fresh()
		for length := range n {
			at := hub
			for range length + 2 {
				to := fresh()
				quads = append(quads, rdf.Quad{at, predP, to, rdf.Term{}})
				at = to
			}
		}
	}
	return quads
}

// circular links each of n nodes in a ring to the ones at the given distances.
func circular(n int, distances ...int) (quads []rdf.Quad) {
	for i := range n {
		for _, d := range distances {
			quads = append(quads, rdf.Quad{blank(i), predP, blank((i + d) % n), rdf.Term{}})
		}
	}
	return quads
}

// wide links two ranks of blank nodes with each other by many predicates.
func wide(nodes, predicates int) (quads []rdf.Quad) {
	for i := range nodes {
		for j := range predicates {
			quads = append(quads, rdf.Quad{blank(i), iri("urn:p" + strconv.Itoa(j)), blank((i + j + 1) % nodes), rdf.Term{}})
		}
	}
	return quads
}

func TestBudget(t *testing.T) {
	tests := map[string]struct {
		quads  []rdf.Quad
		budget rdf.Budget
		code   string
	}{
		"enough":               {clique(4), rdf.Budget{HashCalls: 1000, Permutations: 1000, Steps: 10_000}, ""},
		"hash calls":           {clique(4), rdf.Budget{HashCalls: 5}, rdf.CodeComplexity},
		"permutations":         {clique(4), rdf.Budget{Permutations: 3}, rdf.CodeComplexity},
		"steps":                {clique(4), rdf.Budget{Steps: 5}, rdf.CodeComplexity},
		"none needed":          {badge(100, 10), rdf.Budget{HashCalls: 1, Permutations: 1, Steps: 1}, ""},
		"equal trees":          {stars(2, 10, 5), rdf.Budget{HashCalls: 500, Permutations: 500}, ""},
		"equal proofs":         {graphs(4, 6), rdf.Budget{HashCalls: 8, Permutations: 50}, ""},
		"negative hash calls":  {clique(4), rdf.Budget{HashCalls: -1}, rdf.CodeComplexity},
		"more than by default": {clique(7), rdf.Budget{HashCalls: 1 << 20, Permutations: 1 << 20, Steps: 1 << 20}, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := rdf.Canonicalize(t.Context(), test.quads, rdf.Options{Budget: test.budget})
			if test.code == "" {
				require.NoError(t, err)
				return
			}
			requireCode(t, test.code, err)
		})
	}
}

func TestCancellation(t *testing.T) {
	// A context that ends after some checks shows that every stage checks it.
	for _, looks := range []int{0, 1, 2, 5, 20} {
		ctx := &fading{Context: t.Context(), looks: looks}
		_, err := rdf.Canonicalize(ctx, clique(8), rdf.Options{Budget: rdf.Budget{HashCalls: 1 << 20, Permutations: 1 << 20, Steps: 1 << 30}})
		requireCode(t, rdf.CodeCancelled, err)
		require.ErrorIs(t, err, context.Canceled)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := rdf.Canonicalize(ctx, nil, rdf.Options{})
	requireCode(t, rdf.CodeCancelled, err)
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
	good := rdf.Quad{iri("urn:s"), predP, iri("urn:o"), rdf.Term{}}
	tests := map[string]struct {
		change func(q *rdf.Quad)
		code   string
	}{
		"D07 blank predicate":             {func(q *rdf.Quad) { q.Predicate = blank(0) }, rdf.CodeTerm},
		"D08 language":                    {func(q *rdf.Quad) { q.Object = rdf.Term{Kind: rdf.Literal, Value: "x", Language: "xx bad!"} }, rdf.CodeLanguage},
		"D08 language ends early":         {func(q *rdf.Quad) { q.Object = rdf.Term{Kind: rdf.Literal, Value: "x", Language: "en-"} }, rdf.CodeLanguage},
		"D09 datatype":                    {func(q *rdf.Quad) { q.Object = rdf.Term{Kind: rdf.Literal, Value: "x", Datatype: "evil"} }, rdf.CodeIRI},
		"D28 label that ends the term":    {func(q *rdf.Quad) { q.Object = rdf.Term{Kind: rdf.Blank, Value: "x y> .\n<urn:a"} }, rdf.CodeBlankLabel},
		"D28 label of 1 MB":               {func(q *rdf.Quad) { q.Object = rdf.Term{Kind: rdf.Blank, Value: strings.Repeat("x", 1<<20)} }, rdf.CodeBlankLabel},
		"D28 no label":                    {func(q *rdf.Quad) { q.Object = rdf.Term{Kind: rdf.Blank} }, rdf.CodeBlankLabel},
		"D28 label ends with a dot":       {func(q *rdf.Quad) { q.Object = rdf.Term{Kind: rdf.Blank, Value: "x."} }, rdf.CodeBlankLabel},
		"D28 label with another script":   {func(q *rdf.Quad) { q.Object = rdf.Term{Kind: rdf.Blank, Value: "é"} }, rdf.CodeBlankLabel},
		"IRI that ends the term":          {func(q *rdf.Quad) { q.Object = iri("urn:o> <http://x.org/s") }, rdf.CodeIRI},
		"IRI with a control character":    {func(q *rdf.Quad) { q.Subject = iri("urn:\x01") }, rdf.CodeIRI},
		"IRI with a backslash":            {func(q *rdf.Quad) { q.Predicate = iri(`urn:\u0041`) }, rdf.CodeIRI},
		"relative IRI":                    {func(q *rdf.Quad) { q.Subject = iri("phd") }, rdf.CodeIRI},
		"relative IRI with a colon later": {func(q *rdf.Quad) { q.Subject = iri("a/b:c") }, rdf.CodeIRI},
		"scheme starts with a digit":      {func(q *rdf.Quad) { q.Subject = iri("1a:b") }, rdf.CodeIRI},
		"empty IRI":                       {func(q *rdf.Quad) { q.Graph = iri("") }, rdf.CodeIRI},
		"IRI not UTF-8":                   {func(q *rdf.Quad) { q.Graph = iri("urn:\xff") }, rdf.CodeEncoding},
		"literal not UTF-8":               {func(q *rdf.Quad) { q.Object = literal("\xed\xa0\x80") }, rdf.CodeEncoding},
		"literal subject":                 {func(q *rdf.Quad) { q.Subject = literal("x") }, rdf.CodeTerm},
		"literal graph":                   {func(q *rdf.Quad) { q.Graph = literal("x") }, rdf.CodeTerm},
		"no object":                       {func(q *rdf.Quad) { q.Object = rdf.Term{} }, rdf.CodeTerm},
		"unknown kind":                    {func(q *rdf.Quad) { q.Object.Kind = 9 }, rdf.CodeTerm},
		"graph without kind":              {func(q *rdf.Quad) { q.Graph = rdf.Term{Value: "urn:g"} }, rdf.CodeTerm},
		"IRI with a datatype":             {func(q *rdf.Quad) { q.Object.Datatype = "urn:d" }, rdf.CodeTerm},
		"language and datatype":           {func(q *rdf.Quad) { q.Object = rdf.Term{Kind: rdf.Literal, Datatype: "urn:d", Language: "en"} }, rdf.CodeTerm},
		"langString without language":     {func(q *rdf.Quad) { q.Object = rdf.Term{Kind: rdf.Literal, Datatype: rdfLangString} }, rdf.CodeTerm},
		"text limit":                      {func(q *rdf.Quad) { q.Object = literal(strings.Repeat("x", rdf.MaxText)) }, rdf.CodeTextLimit},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			q := good
			test.change(&q)
			_, err := rdf.Canonicalize(t.Context(), []rdf.Quad{good, q}, rdf.Options{})
			requireCode(t, test.code, err)
		})
	}
	_, err := rdf.Canonicalize(t.Context(), nil, rdf.Options{Hash: 7})
	requireCode(t, rdf.CodeHash, err)
}

func TestLabelsOfTheInputDoNotMatter(t *testing.T) {
	// D28: a canonical label chosen beforehand for the wrong node.
	quads := badge(40, 5)
	want, err := rdf.Canonicalize(t.Context(), quads, rdf.Options{})
	require.NoError(t, err)
	for i, q := range quads {
		quads[i] = relabelled(q, func(l string) string { return map[string]string{"b0": "c14n4", "b4": "c14n0"}[l] + l[1:] + "c14n0" })
	}
	got, err := rdf.Canonicalize(t.Context(), quads, rdf.Options{})
	require.NoError(t, err)
	require.Equal(t, string(want.Text), string(got.Text))
}

func TestDatasetIsASet(t *testing.T) {
	for name, quads := range map[string][]rdf.Quad{
		"ground": manyValues(3), "blank": badge(20, 3), "alike": chain(5), "graphs": graphs(3, 4), "clique": clique(4),
		"self": {{blank(0), predP, blank(0), blank(0)}, {blank(1), predP, blank(1), blank(1)}},
	} {
		t.Run(name, func(t *testing.T) {
			before := slices.Clone(quads)
			once, err := rdf.Canonicalize(t.Context(), quads, rdf.Options{})
			require.NoError(t, err)
			thrice, err := rdf.Canonicalize(t.Context(), slices.Concat(quads, quads, quads), rdf.Options{})
			require.NoError(t, err)
			require.Equal(t, string(once.Text), string(thrice.Text))
			require.Equal(t, before, quads, "the argument was changed")
		})
	}
	explicit := rdf.Quad{iri("urn:s"), predP, rdf.Term{Kind: rdf.Literal, Value: "x", Datatype: xsdString}, rdf.Term{}}
	got, err := rdf.Canonicalize(t.Context(), []rdf.Quad{explicit, {iri("urn:s"), predP, literal("x"), rdf.Term{}}}, rdf.Options{})
	require.NoError(t, err)
	require.Equal(t, "<urn:s> <urn:p> \"x\" .\n", string(got.Text))
}

func TestEmptyDataset(t *testing.T) {
	got, err := rdf.Canonicalize(t.Context(), nil, rdf.Options{})
	require.NoError(t, err)
	require.Empty(t, got.Text)
	require.Empty(t, got.Labels)
}

// TestAgainstPlainAlgorithm compares with the steps of the standard, also if
// branches are equal and the shortcuts apply.
func TestAgainstPlainAlgorithm(t *testing.T) {
	fixed := map[string][]rdf.Quad{
		"clique": clique(5), "chain": chain(12), "alike": alike(20), "stars": stars(2, 3, 2), "many stars": stars(3, 4, 1),
		"deep stars": stars(1, 2, 4), "graphs": graphs(3, 4), "unlike siblings": unlikeSiblings(4),
		"triangle with unlike tails": {
			{blank(1), predP, blank(2), rdf.Term{}}, {blank(2), predP, blank(1), rdf.Term{}}, {blank(1), predP, blank(4), rdf.Term{}},
			{blank(1), predP, blank(3), rdf.Term{}}, {blank(3), predP, blank(1), rdf.Term{}}, {blank(2), predP, blank(4), rdf.Term{}},
			{blank(2), predP, blank(3), rdf.Term{}}, {blank(3), predP, blank(2), rdf.Term{}}, {blank(3), predP, blank(5), rdf.Term{}},
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
				require.True(t, comparePlainly(t, quads, rdf.Hash(seed%2)))
			}
		})
	}
	compared := 0
	for seed := range uint64(3000) {
		r := rand.New(rand.NewPCG(seed, 1))
		if comparePlainly(t, shuffled(r, random(r)), rdf.Hash(seed%2)) {
			compared++
		}
	}
	require.Greater(t, compared, 2800)
}

func comparePlainly(t testing.TB, quads []rdf.Quad, hash rdf.Hash) bool {
	want, err := canonicalizePlainly(quads, hash, 6000)
	if errors.Is(err, errPlainBudget) {
		return false
	}
	require.NoError(t, err)
	got, err := rdf.Canonicalize(context.Background(), quads, rdf.Options{Hash: hash})
	require.NoError(t, err, "%v", quads)
	require.Equal(t, string(want.Text), string(got.Text), "%v", quads)
	requireLabels(t, quads, got)
	return true
}

// requireLabels checks that the issued identifier map turns the input into the
// canonical text.
func requireLabels(t testing.TB, quads []rdf.Quad, got rdf.Canonical) {
	t.Helper()
	var lines []string
	for _, q := range quads {
		lines = append(lines, string(relabelled(q, func(l string) string { return got.Labels[l] }).Append(nil)))
	}
	slices.Sort(lines)
	require.Equal(t, string(got.Text), strings.Join(slices.Compact(lines), ""))
}

// TestWorkIsBounded counts the checks of the context, one in CancelInterval
// units of work: no dataset causes more work than the budget and the limits on
// datasets allow. BenchmarkHostile measures the time of this work.
func TestWorkIsBounded(t *testing.T) {
	const most = (rdf.DefaultHashCalls+rdf.DefaultPermutations+rdf.DefaultSteps+rdf.MaxBlankNodes)/rdf.CancelInterval + 10
	for name, quads := range hostile() {
		t.Run(name, func(t *testing.T) {
			ctx := &fading{Context: t.Context(), looks: most}
			_, err := rdf.Canonicalize(ctx, quads, rdf.Options{})
			if err != nil {
				require.NotErrorIs(t, err, context.Canceled)
			}
		})
	}
}
