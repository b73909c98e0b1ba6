package ld

import (
	"encoding/json"
	"testing"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/stretchr/testify/require"
)

// The meaning of every signed document depends on the tables. This test fails
// on any change of them. A change is right only if the official file has it.
func TestTablesArePinned(t *testing.T) {
	pinned := map[string]string{
		"https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json ":       "7defe702c102faf14108579b7d65ef39ecf4c3bbef925b803e15bd77cd6e3394",
		"https://purl.imsglobal.org/spec/clr/v2p0/context.json ":             "a2dd0c0c07434663b7b54a51dd8a3363f6d5c420efa87e3d97b4ef8661596d44",
		"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json ":        "8236a7a1a1b77de6f7ca91beb5377f7d9610a78b3fe74b7405fd7b7989cbe7af",
		"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json ":        "63253b0a45d2f4f10e756d1d4d2feceed896c04f8fda3528fd36aac2a21d5568",
		"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json 2025-04": "1158881047fa881191b223d5675cc1be05fbdec92f73c55e73f943078e1d9391",
		"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json 2026-07": "55c417d7504aacb7f7c02d5b7788217e3b39c52cf603ac6f1915b25235ef0646",
		"https://purl.imsglobal.org/spec/ob/v3p0/context.json ":              "cc7b19dfbd74e2c5e1fe3d166df22dee1cadde0e341cb334ab30f1f2aa84605b",
		"https://purl.imsglobal.org/spec/ob/v3p0/extensions.json ":           "a8004753b3eecbf684262e82d5728bfb62eb4b75a6b6ec4b93f6883619f6ed68",
		"https://w3id.org/security/data-integrity/v1 ":                       "bdf7f9321729cb48c494fc43a0bb7a1482b215a07bdacdfc0a5bfe0c7dddedcf",
		"https://w3id.org/security/data-integrity/v2 ":                       "b7431d39117425d7f41a5066be46dc3267ee888845ac1f294a6a4d4067188128",
		"https://w3id.org/security/jwk/v1 ":                                  "38dd329a9a011facda06afc4ba43a121980eaedbd1f974268026d157926bc086",
		"https://w3id.org/security/multikey/v1 ":                             "be20c3ee6af6e9c4102e66a85c26617831218e32216bdf050f870e389e737cdc",
		"https://w3id.org/security/suites/ed25519-2018/v1 ":                  "6a253f59714b57b78c562629c67e24e48583815fcf3667401ee84b2eaee4f769",
		"https://w3id.org/security/suites/ed25519-2020/v1 ":                  "8f17e1fb27c38f2d2ea2913f1b118867faea214d0442be2abf0e350a8916ffd3",
		"https://w3id.org/security/suites/jws-2020/v1 ":                      "fa3fd1338729ce355b4b03dbd55a8e3c2b56589c814d69522a7fd902ea59507b",
		"https://w3id.org/vc/status-list/2021/v1 ":                           "4e102e9aab3408cd75c897927fd1efebdbe678183822925cb9d401901e7e469e",
		"https://www.w3.org/2018/credentials/v1 ":                            "3f4cde3e582dba73c236753e5b6862c11ee15cfeea5e4fcae16b6d605314714b",
		"https://www.w3.org/ns/cid/v1 ":                                      "9fc257da5b37784ca2b07c3ad666f5ff9beea846a360ddd229fd0b44972015c8",
		"https://www.w3.org/ns/credentials/status/v1 ":                       "c4d0b34fc8f83d3dc40b1e3d93bbaf406ba858e9a9aee21894c57728050ded2c",
		"https://www.w3.org/ns/credentials/v2 ":                              "e873deece8ca89b9e5923b5ad7a89c3b1413e872f94cac088c95d60625d30a8c",
		"https://www.w3.org/ns/did/v1 ":                                      "a7e146c40fcec005d3f0f14ae745665f446da58d7914a9d8f733746686fad82b",
	}
	got := map[string]string{}
	for url, revisions := range newLibrary() {
		for _, e := range revisions {
			got[url+" "+e.revision] = e.sha256()
		}
	}
	require.Equal(t, pinned, got)
}

func TestTablesDoNotRepeatWords(t *testing.T) {
	var check func(name string, c *table)
	check = func(name string, c *table) {
		for i, row := range c.terms {
			require.NotEmpty(t, row.iri, "%s %s", name, row.name)
			if i > 0 {
				require.Less(t, c.terms[i-1].name, row.name, name)
			}
			if row.scope != nil {
				check(name+" "+row.name, row.scope)
			}
		}
	}
	for url, revisions := range newLibrary() {
		for _, e := range revisions {
			check(url, e.context)
		}
	}
}

// A generated context document reads back as the same table, so supplied
// contexts are read as ours are written.
func TestGeneratedContextsReadBack(t *testing.T) {
	for url, revisions := range newLibrary() {
		for _, e := range revisions {
			again, failed := readContext(e.context.text())
			require.Nil(t, failed, url)
			require.Equal(t, digest(e.context.text()), digest(again.text()), url)
		}
	}
}

// The official files, read as supplied contexts, mean the same as our tables:
// once applied, every word and every scope has the same definition.
func TestOfficialFilesReadAsOurTables(t *testing.T) {
	for revision, skip := range officialByRevision {
		files := officialContexts(t, skip)
		for url, revisions := range newLibrary() {
			theirs, failed := readContext(files[url])
			require.Nil(t, failed, url)
			ours := revisions[min(revision, len(revisions)-1)].context
			requireSameMeaning(t, url, &active{}, theirs, ours)
		}
	}
}

func requireSameMeaning(t *testing.T, name string, before *active, theirs, ours *table) {
	t.Helper()
	a, failed := before.apply(theirs, byProperty, jsontext.Value{})
	require.Nil(t, failed, name)
	b, failed := before.apply(ours, byProperty, jsontext.Value{})
	require.Nil(t, failed, name)
	require.Len(t, b.terms, len(a.terms), name)
	for word := range a.terms {
		want, got := *a.terms[word], *b.terms[word]
		if want.scope != got.scope {
			requireSameMeaning(t, name+" "+word, a, want.scope, got.scope)
		}
		want.scope, got.scope = nil, nil
		require.Equal(t, want, got, "%s %s", name, word)
	}
}

func TestDocumentsAreFreshCopies(t *testing.T) {
	s := &sources{library: newLibrary()}
	for url := range s.library {
		first, err := newLoader(s, nil).LoadDocument(url)
		require.NoError(t, err)
		before, err := json.Marshal(first.Document)
		require.NoError(t, err)
		first.Document.(map[string]any)["@context"].(map[string]any)["id"] = "urn:changed"
		second, err := newLoader(s, nil).LoadDocument(url)
		require.NoError(t, err)
		after, err := json.Marshal(second.Document)
		require.NoError(t, err)
		require.Equal(t, string(before), string(after))
	}
}
