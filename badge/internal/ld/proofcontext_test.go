package ld

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

const ownContextURL = "https://extra.example/proofs"

// optionsOf converts a proof by the contexts that it has itself.
func optionsOf(t *testing.T, contexts, members, handedIn string) (Result, error) {
	t.Helper()
	o := Options{Omit: []string{"proofValue"}, Part: true}
	p := New()
	if handedIn != "" {
		table, err := readContext([]byte(handedIn))
		require.Nil(t, err)
		p.library[ownContextURL] = []entry{{url: ownContextURL, context: table, sha256: func() string { return "" }}} // the import would refuse some
	}
	text := `{"@context":` + contexts + `,"type":"Ed25519Signature2020","created":"2024-05-01T00:00:00Z","proofPurpose":"assertionMethod",` +
		`"verificationMethod":"https://harbour.example/keys#1"` + members + `,"proofValue":"zSigned"}`
	return p.ToRDF(context.Background(), parse(t, text), o)
}

// RE-18: TestProofContext has a proof with a separate context, known, unknown,
// written out, without a term and with terms of other names.
func TestProofContext(t *testing.T) {
	suite := `"` + vocabulary.ContextEd25519Suite2020 + `"`
	with := `[` + suite + `,"` + ownContextURL + `"]`
	expires := `{"@id":"https://w3id.org/security#expiration","@type":"http://www.w3.org/2001/XMLSchema#dateTime"}`
	for name, c := range map[string]struct{ contexts, members, handedIn, code, path string }{
		"text":                      {suite, "", "", "", ""},
		"list":                      {`[` + suite + `]`, `,"expires":"2030-01-01T00:00:00Z"`, "", "", ""},
		"beside a supplied context": {with, `,"note":"x"`, `{"@context":{"note":"https://extra.example/#note"}}`, "", ""},
		"unknown":                   {`[` + suite + `,"https://other.example/"]`, "", "", codeContextUnknown, "/@context/1"},
		"inline":                    {`[` + suite + `,{}]`, "", "", codeContextInline, "/@context/1"},
		"null":                      {`null`, "", "", codeContextNull, "/@context"},
		"null in a list":            {`[` + suite + `,null]`, "", "", codeContextNull, "/@context/1"},
		"empty":                     {`[]`, "", "", codeContextInvalid, "/@context"},
		"undefined type":            {`"` + vocabulary.ContextDataIntegrity2 + `"`, "", "", codeUndefinedType, "/type"},
		"undefined term":            {suite, `,"purpose":"x"`, "", codeUndefinedTerm, "/purpose"},
		"end under another name":    {with, `,"until":"2020-01-01T00:00:00Z"`, `{"@context":{"until":` + expires + `}}`, codeUnread, "/until"},
		"end by vocabulary":         {with, `,"expiration":"2020-01-01T00:00:00Z"`, `{"@context":{"@vocab":"https://w3id.org/security#"}}`, codeUnread, "/expiration"},
		"name for another property": {with, `,"cryptosuite":"x"`, `{"@context":{"cryptosuite":"https://extra.example/#suite"}}`, codeUnread, "/cryptosuite"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := optionsOf(t, c.contexts, c.members, c.handedIn)
			if c.code == "" {
				require.NoError(t, err)
				return
			}
			requireCode(t, err, c.code, c.path)
		})
	}
}

// An embedded proof may have a separate context, which applies only inside the proof.
func TestProofContextInside(t *testing.T) {
	own := func(root map[string]any) {
		at(root, "endorsement", 0, "proof")["@context"] = vocabulary.ContextDataIntegrity2
	}
	form, err := canonical(t, fixture, Options{})
	require.NoError(t, err)
	got, err := canonical(t, edit(t, own), Options{})
	require.NoError(t, err)
	require.Equal(t, form, got, "the same words")

	for _, inside := range []bool{true, false} {
		_, err = canonical(t, edit(t, func(root map[string]any) {
			p, suite := at(root, "endorsement", 0, "proof"), vocabulary.ContextEd25519Suite2020
			if p["type"] = "Ed25519Signature2020"; inside {
				p["@context"] = suite
			}
			delete(p, "cryptosuite")
		}), Options{})
		if inside {
			require.NoError(t, err)
			continue
		}
		requireCode(t, err, codeUndefinedType, "/endorsement/0/proof/type")
	}
	_, err = canonical(t, strings.Replace(edit(t, own), vocabulary.ContextDataIntegrity2, "https://other.example/", 1), Options{})
	requireCode(t, err, codeContextUnknown, "/endorsement/0/proof/@context")
}
