package ld

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/rdf"
	"github.com/stretchr/testify/require"
)

// testdata/record.jsonl holds documents, each with the SHA-256 of its canonical
// N-Quads by an independent processor. To make it again:
//
//	go test ./badge/internal/ld -run TestRecord -record documents.jsonl
//
// writes the documents. Each was then given to npm jsonld 9 with
// canonize(document, {algorithm: "RDFC-1.0", format: "application/n-quads",
// safe: true}), whose document loader knew only the official context files,
// under their published URLs and in their newest revisions. Numbers like 1e-10
// are left out: JavaScript writes them without a point, so that processor takes
// them for integers and writes 0. Each line of the record is the document and,
// in front of it, the hash of that text as UTF-8.
var record = flag.String("record", "", "write the documents for an independent processor to this file")

const recordFile = "testdata/record.jsonl"

// recorded is one line of the record.
type recorded struct {
	SHA256   string          `json:"sha256"`
	Document json.RawMessage `json:"document"`
}

func TestRecord(t *testing.T) {
	if *record != "" {
		writeDocuments(t, *record)
		return
	}
	file, err := os.Open(recordFile)
	require.NoError(t, err)
	defer file.Close()
	p, count, said := New(), 0, map[string]bool{}
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var r recorded
		require.NoError(t, json.Unmarshal(lines.Bytes(), &r))
		v := parse(t, string(r.Document))
		_, err := p.Canonicalize(context.Background(), v, Options{Part: true}, rdf.Options{}, func(text []byte) {
			sum := sha256.Sum256(text)
			require.Equal(t, r.SHA256, hex.EncodeToString(sum[:]), "document %d: %.300s", count, r.Document)
		})
		require.NoError(t, err, "document %d: %.300s", count, r.Document)
		eachMember(v, func(name string, m jsontext.Value) {
			said[name] = true
			for e := range m.Each() {
				said[e.String()] = true
			}
		})
		count++
	}
	require.NoError(t, lines.Err())
	require.GreaterOrEqual(t, count, 500)
	for _, list := range recordedContexts {
		for _, url := range list {
			require.True(t, said[url], url)
			for _, row := range New().library[url][0].context.terms {
				requireSaid(t, said, url, row)
			}
		}
	}
}

// requireSaid asserts that some document uses a word of a context.
func requireSaid(t *testing.T, said map[string]bool, url string, row term) {
	if row.prefix || row.typ == kwJSON || row.name == "VerifiablePresentation" { // refused, or not a credential
		return
	}
	require.True(t, said[row.name], "%s of %s", row.name, url)
	if row.scope != nil {
		for _, inner := range row.scope.terms {
			requireSaid(t, said, url, inner)
		}
	}
}

// recordedContexts are the context lists of the documents.
var recordedContexts = [][]string{
	{urlCredentialsV2, urlOB303},
	{urlCredentialsV2, urlOB303, obBase + "extensions.json"},
	{urlCredentialsV2, clrBase + "context-2.0.1.json", urlOB303},
	{urlCredentialsV1, obBase + "context-3.0.2.json"},
	{urlCredentialsV1, obBase + "context-3.0.1.json"},
	{urlCredentialsV1, urlOB30, "https://w3id.org/security/suites/ed25519-2020/v1"},
	{urlCredentialsV1, urlOB303, "https://w3id.org/security/data-integrity/v1"},
	{urlCredentialsV1, "https://w3id.org/vc/status-list/2021/v1"},
	{urlCredentialsV1, "https://w3id.org/security/data-integrity/v2", "https://www.w3.org/ns/credentials/status/v1"},
	{urlCredentialsV1, "https://w3id.org/security/suites/jws-2020/v1"},
}

// author writes documents that use the words of their contexts.
type author struct {
	*rand.Rand
	t         *testing.T
	processor *Processor
	contexts  []string
	active    *active
	said      map[string]bool // class and word
	n         int
}

func writeDocuments(t *testing.T, file string) {
	var out []byte
	count := 0
	for i, contexts := range recordedContexts {
		a := &author{Rand: rand.New(rand.NewPCG(7, uint64(i))), t: t, processor: New(), contexts: contexts, said: map[string]bool{}}
		a.active = a.processor.none
		for _, url := range contexts {
			next, err := a.active.apply(a.processor.library[url][0].context, byDocument, jsontext.Value{})
			require.Nil(t, err)
			a.active = next
		}
		classes := a.classes(nil)
		for fruitless, n := 0, 0; fruitless < 40 && n < 70; n++ {
			before := len(a.said)
			d := a.document(classes[n%len(classes)])
			if !a.accepted(d) {
				continue // the other contexts protect a word of the class
			}
			text, err := json.Marshal(d)
			require.NoError(t, err)
			if fruitless++; len(a.said) > before {
				fruitless = 0
			}
			out = append(append(out, text...), '\n')
			count++
		}
	}
	require.NoError(t, os.WriteFile(file, out, 0o644))
	t.Logf("%d documents", count)
}

// classes returns the names of the classes that a table defines: words that
// start with a capital. A nil table means the document's contexts.
func (a *author) classes(t *table) []string {
	names := slices.Sorted(maps.Keys(a.active.terms))
	if t != nil {
		names = nil
		for _, row := range t.terms {
			names = append(names, row.name)
		}
	}
	return slices.DeleteFunc(names, func(name string) bool { return !isClass(name) })
}

func isClass(name string) bool {
	return unicode.IsUpper(rune(name[0])) && !slices.Contains(credentialTypes[:], name)
}

// document writes a credential about something of the class. It starts small
// and adds every member that the walk accepts.
func (a *author) document(class string) map[string]any {
	subject := a.object(class)
	d := map[string]any{"@context": a.contexts, "id": a.iri(), "type": []any{"VerifiableCredential"},
		"issuer": a.iri(), "credentialSubject": subject}
	a.fill(d, d, a.active, "VerifiableCredential", 2)
	a.fill(d, subject, a.active, class, 8)
	return d
}

func (a *author) object(class string) map[string]any {
	o := map[string]any{"type": []any{class}}
	if a.IntN(2) == 0 {
		o["id"] = a.iri()
	}
	return o
}

// fill adds members to an object of a document, first those that no such object
// has used yet.
func (a *author) fill(d, o map[string]any, here *active, class string, members int) {
	if def := here.terms[class]; def != nil && def.scoped {
		next, err := here.apply(def.scope, byType, jsontext.Value{})
		if err != nil {
			return
		}
		here = next
	}
	names := slices.Sorted(maps.Keys(here.terms))
	a.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	slices.SortStableFunc(names, func(x, y string) int { return a.order(class, x) - a.order(class, y) })
	for _, name := range names {
		if def := here.terms[name]; members == 0 || o[name] != nil || def.iri == kwID || def.iri == kwType || def.prefix || unicode.IsUpper(rune(name[0])) {
			continue
		}
		for range 3 {
			var inner []map[string]any
			o[name] = a.value(here.terms[name], &inner)
			if a.accepted(d) {
				a.said[class+" "+name] = true
				members--
				below := a.active
				if def := here.terms[name]; def.scope != nil {
					below, _ = below.apply(def.scope, byProperty, jsontext.Value{})
				}
				for _, v := range inner[:min(members, 2, len(inner))] {
					a.fill(d, v, below, v["type"].([]any)[0].(string), a.IntN(min(members, 2)+1))
				}
				break
			}
			delete(o, name)
		}
	}
}

// order puts words of the class in front and used ones behind.
func (a *author) order(class, name string) int {
	def := a.active.terms[class]
	switch {
	case a.said[class+" "+name]:
		return 2
	case def != nil && def.scope != nil && def.scope.find(name) >= 0:
		return 0
	}
	return 1
}

func (a *author) accepted(d map[string]any) bool {
	text, err := json.Marshal(d)
	require.NoError(a.t, err)
	v, err := jsontext.Parse(text)
	if err != nil {
		return false
	}
	_, err = a.processor.Canonicalize(context.Background(), v, Options{}, rdf.Options{}, func([]byte) {})
	return err == nil
}

func (a *author) iri() string {
	a.n++
	return fmt.Sprintf([]string{"https://a.example/%d", "urn:uuid:00000000-0000-4000-8000-%012d", "did:example:%d", "https://b.example:8080/p%%20q?x=%d#f", "mailto:p%d@c.example"}[a.IntN(5)], a.n)
}

// value writes one value or several for a word.
func (a *author) value(def *definition, inner *[]map[string]any) any {
	count := []int{1, 1, 1, 2, 3}[a.IntN(5)]
	if def.container == kwGraph {
		count = 1
	}
	var list []any
	for range count {
		list = append(list, a.one(def, inner))
	}
	if count == 1 && a.IntN(3) > 0 {
		return list[0]
	}
	return list
}

var recordedTexts = []string{"", "text", "two\nlines\tand \"quotes\" \\", "é ü 漢字 🎓", "\u007f\u0001\u2028", "2024-05-01T10:20:30Z", "<p>&amp;</p>", "_:b0", "true"}

func (a *author) one(def *definition, inner *[]map[string]any) any {
	classes := a.classes(def.scope)
	if len(classes) == 0 {
		classes = a.classes(nil)
	}
	a.n++
	switch typ := def.typ; {
	case def.scoped && def.scope == nil:
		return map[string]any{"@context": a.contexts, "id": a.iri(), "type": []any{"VerifiableCredential"}, "issuer": a.iri(), "credentialSubject": a.iri()}
	case def.container == kwGraph, typ == kwID && a.IntN(2) == 0, typ == "" && a.IntN(3) == 0:
		o := a.object(classes[a.IntN(len(classes))])
		*inner = append(*inner, o)
		return o
	case typ == kwID:
		return a.iri()
	case typ == kwVocab:
		if def.scope != nil {
			return def.scope.terms[a.IntN(len(def.scope.terms))].name
		}
		return classes[a.IntN(len(classes))]
	}
	switch a.IntN(6) {
	case 0:
		return a.IntN(2) == 0
	case 1:
		return []float64{0, 1, -5, 42, 9007199254740991, 0.1, 2.5, -1.25e-7, 1.5e-10, 123456.789}[a.IntN(10)]
	case 2:
		return fmt.Sprintf("2024-05-%02dT00:00:00Z", 1+a.n%28)
	}
	return strings.TrimSpace(recordedTexts[a.IntN(len(recordedTexts))] + fmt.Sprint(" ", a.n))
}
