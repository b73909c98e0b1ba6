package ld

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/piprate/json-gold/ld"
	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/rdf"
	"github.com/openbadges-go/openbadges/badge/internal/reftest"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

const examplesURL = "https://www.w3.org/ns/credentials/examples/v2"

// official loads contexts from the files of their publishers, instead of from
// our tables.
type official map[string][]byte

func (o official) LoadDocument(url string) (*ld.RemoteDocument, error) {
	text, ok := o[url]
	if !ok {
		return nil, errors.New("no official file for " + url)
	}
	var document any
	err := json.Unmarshal(text, &document)
	return &ld.RemoteDocument{DocumentURL: url, Document: document}, err
}

// officialContexts returns the official files by URL. If a URL has two files,
// the one whose name is not in skip is used.
func officialContexts(t testing.TB, skip string) official {
	o := official{}
	for line := range strings.Lines(string(reftest.Read(t, "contexts/urls.tsv"))) {
		file, url, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok || file == "file" || file == skip {
			continue
		}
		require.NotContains(t, o, url)
		o[url] = reftest.Read(t, "contexts/"+file)
	}
	require.NotEmpty(t, o)
	o[vocabulary.ContextCID] = reftest.Read(t, "next/cid/cid-v1.jsonld")
	return o
}

var officialByRevision = []string{"ob-v3p0-3.0.3.json", "ob-v3p0-3.0.3-2026-07.json"}

// requireSame compares statements in order, since both sides issue the same labels.
func requireSame(t testing.TB, want, got []rdf.Quad) {
	t.Helper()
	if !slices.Equal(want, got) {
		require.Equal(t, nquads(want), nquads(got))
	}
}

func nquads(quads []rdf.Quad) string {
	var text []byte
	for _, q := range quads {
		text = q.Append(text)
	}
	return string(text)
}

// both expands a document with the official contexts and with ours, and
// requires the same statements or a failure of both.
func both(t testing.TB, document map[string]any, o official, revision int) (quads []rdf.Quad, failed bool) {
	t.Helper()
	theirs, errTheirs := convert(document, o)
	ours, errOurs := convert(document, newLoader(&sources{library: newLibrary(), options: Options{Revision: revision}}, nil))
	require.Equal(t, errTheirs == nil, errOurs == nil, "official: %v, ours: %v", errTheirs, errOurs)
	if errTheirs != nil {
		return nil, true
	}
	requireSame(t, theirs, ours)
	return ours, false
}

func convert(document map[string]any, loader ld.DocumentLoader) ([]rdf.Quad, error) {
	text, err := json.Marshal(document)
	if err != nil {
		return nil, err
	}
	var fresh any
	if err := json.Unmarshal(text, &fresh); err != nil {
		return nil, err
	}
	expanded, failed := expand(fresh, loader)
	if failed != nil {
		return nil, failed
	}
	quads, failed := toQuads(expanded)
	if failed != nil {
		return nil, failed
	}
	return quads, nil
}

// probe is a place in a document where the words of one scope apply.
type probe struct {
	words []term
	wrap  func(map[string]any) map[string]any
}

// probes returns the scopes of a context: its own, and that of each row as a
// class and as a property.
func probes(c *table, wrap func(map[string]any) map[string]any) []probe {
	here := probe{wrap: wrap}
	all := []probe{}
	for _, row := range c.terms {
		if keyword(row.iri) {
			continue
		}
		here.words = append(here.words, row)
		if row.scope == nil {
			continue
		}
		all = append(all, probes(row.scope, func(n map[string]any) map[string]any {
			n = maps.Clone(n)
			n["type"] = row.name
			return wrap(n)
		})...)
		all = append(all, probes(row.scope, func(n map[string]any) map[string]any {
			return wrap(map[string]any{row.name: n})
		})...)
		for _, named := range row.scope.terms {
			all = append(all, probe{[]term{row}, func(map[string]any) map[string]any {
				return wrap(map[string]any{row.name: named.name})
			}})
		}
	}
	return append(all, here)
}

var probeValues = []any{
	"https://probe.example/value",
	map[string]any{"id": "urn:probe:object", "type": "urn:probe:Type"},
	[]any{map[string]any{"id": "urn:probe:one"}, map[string]any{"id": "urn:probe:two"}},
}

// nodes returns the probe with each of its words as a type and with each kind
// of value.
func (p probe) nodes() []any {
	var all []any
	for _, row := range p.words {
		if row.typ == kwJSON {
			continue // not convertible, refused by the walk
		}
		all = append(all, p.wrap(map[string]any{"type": row.name}))
		for _, value := range probeValues {
			if _, text := value.(string); text && row.container == kwGraph {
				continue // makes the library panic, refused by the walk
			}
			all = append(all, p.wrap(map[string]any{row.name: value}))
		}
	}
	return all
}

// compare requires the same statements of these nodes under both contexts. It
// finds the ones that fail by halving, and returns how many did not.
func compare(t *testing.T, contexts, nodes []any, o official, revision int) int {
	_, failed := both(t, map[string]any{"@context": contexts, "@graph": nodes}, o, revision)
	switch {
	case !failed:
		return len(nodes)
	case len(nodes) <= 1:
		return 0
	}
	half := len(nodes) / 2
	return compare(t, contexts, nodes[:half], o, revision) + compare(t, contexts, nodes[half:], o, revision)
}

func TestTablesEqualOfficialContexts(t *testing.T) {
	for revision, skip := range officialByRevision {
		o := officialContexts(t, skip)
		compared := 0
		for url, revisions := range newLibrary() {
			if revision >= len(revisions) {
				continue
			}
			lists := [][]any{{url}}
			if strings.HasPrefix(url, "https://purl.imsglobal.org/") { // made for use on top of a base context
				lists = append(lists, []any{urlCredentialsV1, url}, []any{urlCredentialsV2, url})
			}
			for _, contexts := range lists {
				t.Run(fmt.Sprint(contexts, revisions[revision].revision), func(t *testing.T) {
					var nodes []any
					for _, p := range probes(revisions[revision].context, maps.Clone[map[string]any]) {
						nodes = append(nodes, p.nodes()...)
					}
					if _, failed := both(t, map[string]any{"@context": contexts}, o, revision); !failed {
						compared += compare(t, contexts, nodes, o, revision)
					}
				})
			}
		}
		t.Logf("%d probes with statements", compared)
		require.Greater(t, compared, 3000)
	}
}

func TestPairsOfContextsEqualOfficial(t *testing.T) {
	o := officialContexts(t, officialByRevision[0])
	for first := range newLibrary() {
		for second := range newLibrary() {
			both(t, map[string]any{"@context": []any{first, second}, "id": "urn:x", "type": "urn:y"}, o, 0)
		}
	}
}

// samples yields the official documents that are JSON objects with a context.
func samples(t testing.TB) map[string]map[string]any {
	found := map[string]map[string]any{}
	for _, dir := range []string{"samples/1edtech/ob30", "samples/1edtech/clr20", "samples/educredentials", "vectors/di-eddsa", "vectors/di-ecdsa"} {
		root := filepath.Join(reftest.Dir(t), dir)
		require.NoError(t, filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			text, err := os.ReadFile(path)
			var document map[string]any
			if err == nil && json.Unmarshal(text, &document) == nil && document["@context"] != nil {
				name, _ := filepath.Rel(reftest.Dir(t), path)
				found[filepath.ToSlash(name)] = document
			}
			return err
		}))
	}
	require.Greater(t, len(found), 60)
	return found
}

func TestSamplesEqualOfficial(t *testing.T) {
	for revision, skip := range officialByRevision {
		o := officialContexts(t, skip)
		examples, failed := readContext(o[examplesURL])
		require.Nil(t, failed)
		ours := &sources{
			library: newLibrary(), options: Options{Revision: revision},
			extra: library{examplesURL: {{url: examplesURL, context: examples}}},
		}
		compared := 0
		for name, document := range samples(t) {
			t.Run(name, func(t *testing.T) {
				theirs, errTheirs := convert(document, o)
				got, errOurs := convert(document, newLoader(ours, nil))
				require.Equal(t, errTheirs == nil, errOurs == nil, "official: %v, ours: %v", errTheirs, errOurs)
				requireSame(t, theirs, got)
				if errOurs == nil {
					compared++
				}
			})
		}
		t.Logf("%d samples with statements", compared)
		require.Greater(t, compared, 25)
	}
}

// The whole path accepts the correct official documents, and refuses the others
// with the code of their fault.
func TestSamplesThroughTheGuard(t *testing.T) {
	refused := map[string]string{
		"simple-err-context.json":                                                "ld.context_unknown /@context",
		"simple-err-type.json":                                                   "ld.undefined_type /type/1",
		"simple-err-issuer-type.json":                                            "ld.undefined_type /issuer/type/0",
		"simple-err-issuer-parentorg-type.json":                                  "ld.undefined_type /issuer/parentOrg/type/0",
		"simple-err-issuer-otheridentifier-type.json":                            "ld.undefined_type /issuer/otherIdentifier/1/type",
		"simple-err-evidence-type.json":                                          "ld.undefined_type /evidence/1/type",
		"simple-err-credential-subject-type.json":                                "ld.undefined_type /credentialSubject/type/0",
		"simple-err-credential-subject-profile-type.json":                        "ld.undefined_type /credentialSubject/source/type",
		"simple-err-credential-subject-result-type.json":                         "ld.undefined_type /credentialSubject/result/1/type/0",
		"simple-err-credential-subject-identifier-type.json":                     "ld.undefined_type /credentialSubject/identifier/0/type",
		"simple-err-credential-subject-achievement-result-description-type.json": "ld.undefined_type /credentialSubject/achievement/resultDescription/2/type",
	}
	extra := []Context{{URL: examplesURL, JSON: officialContexts(t, officialByRevision[0])[examplesURL]}}
	for name, document := range samples(t) {
		if strings.Contains(name, "educredentials") || strings.Contains(name, "/prc/") || strings.HasSuffix(name, "prCredUnsigned.json") {
			continue // these name contexts that are not among the known ones
		}
		t.Run(name, func(t *testing.T) {
			text, err := json.Marshal(document)
			require.NoError(t, err)
			root, err := jsontext.Parse(text)
			require.NoError(t, err)
			_, err = New().ToRDF(context.Background(), root, Options{Omit: []string{"proof"}, Extra: extra})
			if want, ok := refused[filepath.Base(name)]; ok {
				var failed *Error
				require.ErrorAs(t, err, &failed)
				require.Equal(t, want, failed.Code+" "+failed.Path)
				return
			}
			require.NoError(t, err)
		})
	}
}
