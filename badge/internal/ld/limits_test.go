package ld

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/openbadges-go/openbadges/badge/internal/rdf"
	"github.com/openbadges-go/openbadges/badge/internal/reftest"
	"github.com/piprate/json-gold/ld"
	"github.com/stretchr/testify/require"
)

// repeat joins n texts made from their number.
func repeat(n int, make func(i int) string) string {
	parts := []string{}
	for i := range n {
		parts = append(parts, make(i))
	}
	return strings.Join(parts, ",")
}

func evidence(items string) string {
	return minimal([]string{urlCredentialsV2, urlOB303}, `,"evidence":[`+items+`]`)
}

// manyClasses are types whose scopes can be combined.
const manyClasses = `"Address","Alignment","Evidence","GeoCoordinates","IdentityObject","Image","Profile","RubricCriterionLevel"`

// hostile are documents within the limits of the JSON reader that try to cause
// quadratic or repeated work after it.
func hostile() map[string]string {
	tags := func(n int) string {
		return `{"id":"urn:e","type":["Achievement"],"tag":[` + repeat(n, func(i int) string { return fmt.Sprintf(`"t%d"`, i) }) + `]}`
	}
	return map[string]string{
		"D27 5000 values in one property":   evidence(tags(5000)),
		"D27 5000 references":               evidence(repeat(5000, func(i int) string { return fmt.Sprintf(`"urn:e:%d"`, i) })),
		"D27 5000 slow references":          evidence(repeat(5000, func(i int) string { return fmt.Sprintf(`"https://h%d.example:80/%%41"`, i) })),
		"D27 2000 objects with ids":         evidence(repeat(1990, func(i int) string { return fmt.Sprintf(`{"id":"urn:e:%d","name":"x"}`, i) })),
		"D27 2000 typed objects":            evidence(repeat(1990, func(i int) string { return fmt.Sprintf(`{"id":"urn:e:%d","type":"Profile"}`, i) })),
		"D27 1100 objects of eight classes": evidence(repeat(1100, func(i int) string { return fmt.Sprintf(`{"id":"urn:e:%d","type":[%s]}`, i, manyClasses) })),
		"D27 490 proofs":                    minimal([]string{urlCredentialsV2, urlOB303}, `,"proof":[`+repeat(245, func(i int) string { return `{"type":"DataIntegrityProof","proofPurpose":"assertionMethod"}` })+`]`),
		"D27 480 embedded credentials": minimal([]string{urlCredentialsV2, urlOB303}, `,"endorsement":[`+repeat(480, func(i int) string {
			return strings.Replace(minimal([]string{urlCredentialsV2, urlOB303}, `,"name":"x"`), "urn:x:1", fmt.Sprint("urn:y:", i), 1)
		})+`]`),
		"D27 chain of 28 objects":   evidence(strings.Repeat(`{"type":"Profile","parentOrg":`, 28) + `"urn:x"` + strings.Repeat("}", 28)),
		"D27 4000 identical blanks": evidence(repeat(4000, func(int) string { return `{"narrative":"x"}` })),
		"D27 list of 5000":          evidence(`{"id":"urn:x","type":"ResultDescription","allowedValue":[` + repeat(5000, func(i int) string { return `"x"` }) + `]}`),
		"D27 1000 members":          evidence(`{` + repeat(1000, func(i int) string { return fmt.Sprintf(`"m%d":1`, i) }) + `}`),
		"D27 one MiB of text":       evidence(`{"narrative":"` + strings.Repeat("x", 1<<20-1) + `"}`),
		"D06 2040 bytes of host":    evidence(`"https://` + strings.Repeat("a-", 1015) + `a/"`),
		"D06 2040 bytes of path":    evidence(`"https://a/` + strings.Repeat("%41", 675) + `"`),
		"D06 2040 bytes of labels":  evidence(`"https://` + strings.Repeat("a.", 1015) + `a/"`),
		"D27 many long hosts":       evidence(repeat(900, func(i int) string { return fmt.Sprintf(`"https://%s%d/"`, strings.Repeat("a-", 1000), i) })),
		"D27 many long paths":       evidence(repeat(900, func(i int) string { return fmt.Sprintf(`"https://h/%s%d"`, strings.Repeat("%41", 670), i) })),
		"D27 many odd hosts":        evidence(repeat(4000, func(i int) string { return fmt.Sprintf(`"https://%s%d:80/"`, strings.Repeat("a-", 120), i) })),
	}
}

// A document takes a quarter of a second at most. The bound here is far wider,
// for busy machines and for the race detector; it still finds a missing limit.
func TestHostileDocumentsAreCheap(t *testing.T) {
	p := New()
	for name, text := range hostile() {
		t.Run(name, func(t *testing.T) {
			root := parse(t, text)
			best := time.Hour
			for range 2 {
				start := time.Now()
				_, err := p.ToRDF(context.Background(), root, Options{})
				best = min(best, time.Since(start))
				var failed *Error
				if err != nil {
					require.ErrorAs(t, err, &failed)
				}
			}
			t.Log(best)
			require.Less(t, best, 4*time.Second)
		})
	}
}

// spread puts n values into as few objects as their arrays allow.
func spread(n int, class, property string, value func(i int) string) string {
	return evidence(repeat(parts(n), func(part int) string {
		size := min(n-part*perPart, perPart)
		return fmt.Sprintf(`{"id":"urn:part:%d","type":%q,%q:[%s]}`, part, class, property, repeat(size, func(i int) string { return value(part*perPart + i) }))
	}))
}

const perPart = 4_500

// parts is how many objects spread makes.
func parts(n int) int { return (n + perPart - 1) / perPart }

func TestLimits(t *testing.T) {
	objects := func(n int) string {
		return spread(n, "Achievement", "related", func(i int) string { return fmt.Sprintf(`{"id":"urn:e:%d"}`, i) })
	}
	blanks := func(n int) string {
		return spread(n, "Achievement", "related", func(i int) string { return fmt.Sprintf(`{"name":"%d"}`, i) })
	}
	cells := func(n int) string {
		return spread(n, "ResultDescription", "allowedValue", func(int) string { return `"x"` })
	}
	hosts := func(n int) string {
		return evidence(repeat(n, func(i int) string { return fmt.Sprintf(`"https://localhost:%d/"`, i+1) }))
	}
	values := func(n int) string {
		return spread(n, "Achievement", "tag", func(i int) string { return fmt.Sprintf(`"%d"`, i) })
	}
	// Beside these the document has two objects and four statements; each part of
	// a spread adds an object and two statements.
	mostObjects := maxNodes - 2 - parts(maxNodes)
	mostValues := maxStatements - 4 - 2*parts(maxStatements)
	for name, c := range map[string]struct {
		fits, over string
	}{

		"unusual hosts": {hosts(maxOddHosts), hosts(maxOddHosts + 1)},
		"objects":       {objects(mostObjects), objects(mostObjects + 1)},
		"blank nodes":   {blanks(maxBlankNodes), blanks(maxBlankNodes + 1)},
		"list cells":    {cells(maxBlankNodes), cells(maxBlankNodes + 1)},
		"statements":    {values(mostValues), values(mostValues + 1)},
		"IRI":           {evidence(`"urn:x:` + strings.Repeat("y", maxIRI-6) + `"`), ""},
		"data picture":  {evidence(`{"type":"Achievement","image":{"id":"data:image/png;base64,` + strings.Repeat("A", 100_000) + `"}}`), ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := New().ToRDF(context.Background(), parse(t, c.fits), Options{})
			require.NoError(t, err)
			if c.over == "" {
				return
			}
			_, err = New().ToRDF(context.Background(), parse(t, c.over), Options{})
			var failed *Error
			require.ErrorAs(t, err, &failed)
			require.Equal(t, codeLimit, failed.Code)
		})
	}
	scopes := func(n int) string {
		return `{"@context":["` + urlCredentialsV2 + `","` + urlOB303 + `","https://extra.example/"],"id":"urn:x","type":"VerifiableCredential","evidence":[` +
			repeat(n, func(i int) string { return fmt.Sprintf(`{"id":"urn:e:%d","type":[%s]}`, i, manyClasses) }) + `]}`
	}
	handedIn := Options{Extra: []Context{{URL: "https://extra.example/", JSON: []byte(`{"@context":{"extra":"https://extra.example/#extra"}}`)}}}
	_, err := New().ToRDF(context.Background(), parse(t, scopes(30)), handedIn)
	require.NoError(t, err)
	_, err = New().ToRDF(context.Background(), parse(t, scopes(1000)), handedIn)
	requireCode(t, err, codeLimit, "/evidence/600")

	contexts := []string{urlCredentialsV2}
	for i := range maxContexts {
		contexts = append(contexts, fmt.Sprintf("https://c%d.example/", i))
	}
	_, err = canonical(t, minimal(contexts, ""), Options{})
	requireCode(t, err, codeContextInvalid, "/@context")
}

func TestEndedContextEndsTheWork(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := New().ToRDF(ctx, parse(t, fixture), Options{})
	requireCode(t, err, codeCancelled, "")
	require.ErrorIs(t, err, context.Canceled)
}

// One Processor serves many goroutines, and use changes neither its contexts
// nor the options.
func TestProcessorIsSafeForConcurrentUse(t *testing.T) {
	p := New()
	root := parse(t, fixture)
	extra := []Context{{"https://extra.example/", []byte(`{"@context":{"rank":"https://extra.example/#rank"}}`)}}
	want, err := p.ToRDF(context.Background(), root, Options{})
	require.NoError(t, err)
	var group sync.WaitGroup
	results := make([][]rdf.Quad, 8)
	for i := range results {
		group.Go(func() {
			for range 5 {
				got, err := p.ToRDF(context.Background(), root, Options{Extra: extra})
				if err == nil {
					results[i] = got.Quads
				}
				p.Revisions(root, Options{})
			}
		})
	}
	group.Wait()
	for _, got := range results {
		require.Equal(t, want.Quads, got)
	}
}

// The expansion library panics on values that the walk refuses. If one reached
// it, the panic would become an error.
func TestPanicsBecomeErrors(t *testing.T) {
	_, failed := expand(map[string]any{"@context": urlCredentialsV2}, panicking{})
	require.NotNil(t, failed)
	require.Equal(t, codeInternal, failed.Code)
}

func TestExpansionErrorsKeepTheirCause(t *testing.T) {
	_, failed := expand(map[string]any{"@context": "https://unknown.example/", "id": "x"}, newLoader(&sources{library: newLibrary()}, nil))
	require.NotNil(t, failed)
	require.Equal(t, codeExpansion, failed.Code)
	require.Error(t, errors.Unwrap(failed))
}

// panicking is a loader that panics.
type panicking struct{}

func (panicking) LoadDocument(string) (*ld.RemoteDocument, error) { panic("broken") }

// TestCompleteHasRoom is the accepting side of D27: a badge with every property
// uses at most an eighth of the limits.
func TestCompleteHasRoom(t *testing.T) {
	eighth := rdf.Options{Budget: rdf.Budget{HashCalls: rdf.DefaultHashCalls / 8, Permutations: rdf.DefaultPermutations / 8, Steps: rdf.DefaultSteps / 8}}
	for name, read := range map[string]func(t *testing.T) []byte{
		"ours": func(t *testing.T) []byte {
			text, err := os.ReadFile("../../testdata/bench/complete.json")
			require.NoError(t, err)
			return text
		},
		"official": func(t *testing.T) []byte { return reftest.Read(t, "samples/1edtech/ob30/complete.json") },
	} {
		t.Run(name, func(t *testing.T) {
			document := read(t)
			_, err := New().Canonicalize(t.Context(), parse(t, string(document)), Options{Omit: []string{"proof"}}, eighth, func([]byte) {})
			require.NoError(t, err)
		})
	}
}
