package ld

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/reftest"
	"github.com/stretchr/testify/require"
)

const extraURL = "https://extra.example/context"

// extended is a document with a supplied context.
func extended(members, handedIn string) (string, Options) {
	return minimal([]string{urlCredentialsV2, urlOB303, extraURL}, members), Options{Extra: []Context{{extraURL, []byte(handedIn)}}}
}

func TestHandedInContextsAreReadStrictly(t *testing.T) {
	for _, handedIn := range []string{
		`[]`,
		`{"@context":[]}`,
		`{"@context":{"a":"urn:a"},"@context":{}}`,
		`{"@context":{"@base":"https://x.example/"}}`,
		`{"@context":{"@import":"https://x.example/"}}`,
		`{"@context":{"@language":"en"}}`,
		`{"@context":{"@propagate":false}}`,
		`{"@context":{"@version":1.0}}`,
		`{"@context":{"@protected":"yes"}}`,
		`{"@context":{"@vocab":null}}`,
		`{"@context":{"@vocab":"relative"}}`,
		`{"@context":{"a":null}}`,
		`{"@context":{"a":3}}`,
		`{"@context":{"":"urn:a"}}`,
		`{"@context":{"a:b":"urn:a"}}`,
		`{"@context":{"a/b":"urn:a"}}`,
		`{"@context":{"a":"@graph"}}`,
		`{"@context":{"a":"@nest"}}`,
		`{"@context":{"a":{"@id":"urn:a","@container":"@language"}}}`,
		`{"@context":{"a":{"@id":"urn:a","@container":["@set"]}}}`,
		`{"@context":{"a":{"@id":"urn:a","@language":"en"}}}`,
		`{"@context":{"a":{"@reverse":"urn:a"}}}`,
		`{"@context":{"a":{"@id":"urn:a","@type":"@none"}}}`,
		`{"@context":{"a":{"@id":"urn:a","context":{}}}}`,
		`{"@context":{"a":{"@id":"urn:a","@context":"https://x.example/"}}}`,
		`{"@context":{"a":{"@id":"urn:a","@context":{"b":{"@nest":"@nest"}}}}}`,
		`{"@context":{"a":{"@id":"urn:a#","@prefix":true,"@container":"@set"}}}`,
	} {
		t.Run(handedIn, func(t *testing.T) {
			text, o := extended("", handedIn)
			_, err := canonical(t, text, o)
			requireCode(t, err, codeContextUnread, "")
		})
	}
	terms := []string{}
	for i := range maxTerms + 1 {
		terms = append(terms, fmt.Sprintf(`"t%d":"urn:t"`, i))
	}
	text, o := extended("", `{"@context":{`+strings.Join(terms, ",")+`}}`)
	_, err := canonical(t, text, o)
	requireCode(t, err, codeContextUnread, "")
}

func TestHandedInContextsThatDoNotHold(t *testing.T) {
	for handedIn, code := range map[string]string{
		`{"@context":{"a":{"@id":"b"},"b":{"@id":"a"}}}`:         codeContextUnread, // defined by each other
		`{"@context":{"a":{"@id":"nothing"}}}`:                   codeContextUnread, // not an IRI
		`{"@context":{"a":{"@type":"@id"}}}`:                     codeContextUnread, // not an IRI either
		`{"@context":{"name":"urn:other"}}`:                      codeProtectedTerm,
		`{"@context":{"type":"urn:other"}}`:                      codeContextAlias,
		`{"@context":{"Achievement":{"@id":"urn:a"}}}`:           codeProtectedTerm,
		`{"@context":{"endorsementJwt":"urn:signed:elsewhere"}}`: codeProtectedTerm,
	} {
		t.Run(handedIn, func(t *testing.T) {
			text, o := extended("", handedIn)
			_, err := canonical(t, text, o)
			path := "" // of a context that is always refused
			if code == codeProtectedTerm {
				path = "/@context/2"
			}
			requireCode(t, err, code, path)
		})
	}
	text, o := extended("", `{"@context":{"endorsementJwt":"urn:signed:elsewhere"}}`)
	o.Revision = 1
	_, err := canonical(t, text, o)
	require.NoError(t, err, "the older revision leaves the word free")
}

func TestHandedInContextsShadowNothing(t *testing.T) {
	for _, extra := range [][]Context{{{urlOB303, []byte(`{"@context":{}}`)}}, {{extraURL, []byte(`{"@context":{}}`)}, {extraURL, []byte(`{"@context":{"a":"urn:a"}}`)}}} {
		_, err := canonical(t, fixture, Options{Extra: extra})
		requireCode(t, err, codeContextShadow, "")
	}
	shared := Context{extraURL, []byte(`{"@context":{"rank":"urn:rank"}}`)}
	_, err := canonical(t, fixture, Options{Extra: []Context{shared, shared}})
	require.NoError(t, err, "two extensions may share a context")
}

// The walk and expansion read a supplied context alike: the expected statements
// are the statements of the result.
func TestHandedInContextsCount(t *testing.T) {
	const handedIn = `{"@context":{"@version":1.1,"@protected":true,
		"ex":"https://ex.example/#","rank":"ex:rank","level":{"@id":"ex:level","@type":"ex:Level"},
		"order":{"@id":"ex:order","@container":"@list","@type":"@id"},
		"part":{"@id":"ex:part","@container":"@graph"},
		"Medal":{"@id":"ex:Medal","@context":{"@protected":true,"metal":{"@id":"ex:metal","@type":"@vocab","@context":{"gold":"ex:gold"}},"rank":{"@id":"ex:medalRank"}}}}}`
	const medal = `"evidence":[{"type":"Medal","metal":"gold","level":7}]`
	text, o := extended(`,"rank":"1","level":"high","order":["urn:a","urn:b"],"part":[{"rank":"2"},{"rank":"2"}],`+medal, handedIn)
	_, err := canonical(t, text, o)
	requireCode(t, err, codeProtectedTerm, "/evidence/0") // Medal gives rank another meaning

	text, o = extended(`,"rank":"1","level":"high","order":["urn:a","urn:b"],"part":[{"rank":"2"},{"rank":"2"}],`+medal, strings.Replace(handedIn, `,"rank":{"@id":"ex:medalRank"}`, "", 1))
	result, err := New().ToRDF(context.Background(), parse(t, text), o)
	require.NoError(t, err)
	form, err := canonical(t, text, o)
	require.NoError(t, err)
	for _, want := range []string{`#rank> "1"`, `"high"^^<https://ex.example/#Level>`, `"7"^^<https://ex.example/#Level>`, `#metal> <https://ex.example/#gold>`, `#Medal>`, `<` + rdfFirst + `> <urn:a>`} {
		require.Contains(t, form, want)
	}
	require.Equal(t, Used{extraURL, "", digest(o.Extra[0].JSON)}, result.Used[2])

	for member, code := range map[string]string{
		`,"ex:rank":"1"`:                                     codeCompactIRI,
		`,"order":["ex:a"]`:                                  codeCompactIRI,
		`,"evidence":[{"type":"ex:Medal"}]`:                  codeCompactIRI,
		`,"evidence":[{"type":"https://ex.example/#Medal"}]`: codeAliasedIRI,
		`,"evidence":[{"type":"Medal","metal":"silver"}]`:    codeUndefinedType,
		`,"level":"7"`:                                       codeAmbiguousLiteral,
		`,"part":"urn:x"`:                                    codeNotObject,
	} {
		text, _ := extended(member, handedIn)
		_, err := canonical(t, text, o)
		var failed *Error
		require.ErrorAs(t, err, &failed, member)
		require.Equal(t, code, failed.Code, member)
	}
}

// The published context of the Dutch education badges misspells a keyword.
// JSON-LD processors refuse it, and so does this package.
func TestPublishedContextWithAMisspeltKeyword(t *testing.T) {
	_, failed := readContext(reftest.Read(t, "contexts/educredential.json"))
	require.NotNil(t, failed)
	require.Equal(t, codeContextUnread, failed.Code)
	require.Equal(t, "/@context/EducredentialAchievement/@context/supervisionType/context", failed.Path)
}

func TestDocumentsOfTheWrongShape(t *testing.T) {
	for text, want := range map[string][2]string{
		`[]`:              {codeNotObject, ""},
		`"x"`:             {codeNotObject, ""},
		`null`:            {codeNotObject, ""},
		`{}`:              {codeContextMissing, ""},
		`{"@context":[]}`: {codeContextInvalid, "/@context"},
		`{"@context":3}`:  {codeContextInvalid, "/@context"},
		`{"@context":[["` + urlCredentialsV2 + `"]]}`:                                                                 {codeContextInvalid, "/@context/0"},
		`{"@context":"` + urlCredentialsV2 + `"}`:                                                                     {codeEmpty, ""},
		`{"@context":"` + urlCredentialsV2 + `","id":"urn:x"}`:                                                        {codeEmpty, ""},
		`{"@context":["` + urlCredentialsV2 + `","` + urlCredentialsV2 + `"],"id":"urn:x"}`:                           {codeContextRepeated, "/@context/1"},
		minimal([]string{urlOB303, urlCredentialsV2}, ""):                                                             {codeContextOrder, "/@context"},
		minimal([]string{urlCredentialsV2, urlOB303}, `,"_sd":[1]`):                                                   {codeJSONLiteral, "/_sd"},
		`{"@context":"` + urlCredentialsV2 + `","id":3,"name":"x"}`:                                                   {codeID, "/id"},
		minimal([]string{urlCredentialsV2, urlOB303}, `,"evidence":[{"type":3}]`):                                     {codeType, "/evidence/0/type"},
		minimal([]string{urlCredentialsV2, urlOB303}, `,"evidence":[{"type":null}]`):                                  {codeType, "/evidence/0/type"},
		minimal([]string{urlCredentialsV2, urlOB303}, `,"endorsement":[{"type":["VerifiableCredential"]}]`):           {codeContextMissing, "/endorsement/0"},
		minimal([]string{urlCredentialsV2, urlOB303}, `,"endorsement":[`+minimal([]string{urlCredentialsV1}, "")+`]`): {codeProtectedTerm, "/endorsement/0/@context/0"},
	} {
		t.Run(text, func(t *testing.T) {
			_, err := canonical(t, text, Options{})
			requireCode(t, err, want[0], want[1])
		})
	}
	_, err := New().ToRDF(context.Background(), jsontext.Value{}, Options{})
	requireCode(t, err, codeNotObject, "")
}
