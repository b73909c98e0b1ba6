package proof

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

func explained(t *testing.T, text string, o CheckOptions) []Explanation {
	t.Helper()
	list, err := Explain(context.Background(), parse(t, text), o)
	require.NoError(t, err)
	require.NotEmpty(t, list)
	return list
}

// TestExplainAgrees: the explanation shows what is signed, under every scheme.
func TestExplainAgrees(t *testing.T) {
	for s, by := range signers(t) {
		t.Run(string(s), func(t *testing.T) {
			d := signed(t, sample, s, Options{})
			e := explained(t, string(d.Bytes()), CheckOptions{})[0]
			require.NoError(t, e.Err)
			require.Empty(t, e.Lost)
			require.Equal(t, s, e.Scheme)
			proofs, err := Find(d)
			require.NoError(t, err)
			g, err := proofs[0].transform(context.Background(), CheckOptions{})
			require.NoError(t, err)
			require.Equal(t, g.Data(), e.Data)
			row, err := proofs[0].row(CheckOptions{})
			require.NoError(t, err)
			input := g.input()
			if s.Token() {
				input = e.SigningInput
				require.JSONEq(t, proofs[0].jws.Header.Raw(), string(e.Header))
				require.Equal(t, string(d.JSON()), string(e.Claims))
			}
			require.NoError(t, row.verify(publicKey(t, by.Key), input, g.signature))
			_, differ := Diff(e, e)
			require.False(t, differ)
			require.Contains(t, e.String(), string(s))
			require.Equal(t, s.Token(), strings.Contains(e.String(), "signing input"))
		})
	}
}

// TestExplainLosses lists everything that a document would lose, at once, and
// what remains.
func TestExplainLosses(t *testing.T) {
	good := string(signed(t, sample, EdDSARDFC2022, Options{}).Bytes())
	text := strings.Replace(good, `"name": "Teamwork",`, `"name": "Teamwork", "rank": "gold", "tag": [], "image": {"id": "pic.png", "type": ["Image", "Portrait"]}, "humanCode": null,`, 1)
	text = strings.Replace(text, `"proofPurpose"`, `"nonsense":1,"proofPurpose"`, 1)
	e := explained(t, text, CheckOptions{})[0]
	require.NoError(t, e.Err)
	const achievement = "/credentialSubject/achievement/"
	var lost []string
	for _, l := range e.Lost {
		lost = append(lost, l.Code+" "+l.Path)
	}
	require.Equal(t, []string{
		"ld.undefined_term " + achievement + "rank",
		"ld.empty " + achievement + "tag",
		"ld.undefined_type " + achievement + "image/type/1",
		"ld.relative_iri " + achievement + "image/id",
		"ld.null " + achievement + "humanCode",
		"ld.undefined_term /proof/0/nonsense",
	}, lost)
	require.NotContains(t, string(e.Data.Document), "gold")
	require.Contains(t, e.String(), "not part of what is signed: "+achievement+"rank")
	require.Equal(t, "ld.undefined_term", code(checkFirst(text, publicKey(t, ed25519Secret(1)), CheckOptions{})), "what is explained is not accepted")

	// Without the member that a lenient reader loses, the document signs the
	// same.
	one := strings.Replace(good, `"name": "Teamwork",`, `"name": "Teamwork", "rank": "gold",`, 1)
	require.Equal(t, explained(t, good, CheckOptions{})[0].Data, explained(t, one, CheckOptions{})[0].Data)
}

func TestExplainWithoutData(t *testing.T) {
	good := string(signed(t, sample, EdDSARDFC2022, Options{}).Bytes())
	for name, row := range map[string]struct{ old, new, code string }{
		"suite":        {"eddsa-rdfc-2022", "x-2030", codeSuiteUnknown},
		"context":      {"context-3.0.3.json", "context-9.9.9.json", "ld.context_unknown"},
		"proof value":  {`"proofValue":"z`, `"proofValue":"0`, "multibase.prefix"},
		"previous one": {`"proofPurpose"`, `"previousProof":"urn:x","proofPurpose"`, codePreviousUnknown},
	} {
		t.Run(name, func(t *testing.T) {
			e := explained(t, strings.Replace(good, row.old, row.new, 1), CheckOptions{})[0]
			require.Equal(t, row.code, code(e.Err))
			require.Empty(t, e.Data)
			require.Contains(t, e.String(), row.code)
		})
	}
	_, err := Explain(context.Background(), parse(t, strings.Replace(good, `"proof":[`, `"proof":[1,`, 1)), CheckOptions{})
	require.Equal(t, codeProofFormat, code(err))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = Explain(ctx, parse(t, good), CheckOptions{})
	require.ErrorIs(t, err, context.Canceled)
}

func TestExplainUnsigned(t *testing.T) {
	e := explained(t, sample, CheckOptions{})[0]
	of := explained(t, string(signed(t, sample, EdDSARDFC2022, Options{}).Bytes()), CheckOptions{})[0]
	require.Equal(t, of.Data.Document, e.Data.Document)
	require.Equal(t, of.Data.DocumentHash, e.Data.DocumentHash)
	require.Len(t, e.Data.Contexts, 2)
	require.Empty(t, e.Data.Proof)
	sum := sha256.Sum256(e.Data.Document)
	require.Equal(t, sum[:], e.Data.DocumentHash)
}

func TestExplainContexts(t *testing.T) {
	o := []badge.Extension{{URL: "https://issuer.example/context.json", Context: []byte(`{"@context":{"rank":"https://issuer.example/terms#rank"}}`)}}
	text := strings.Replace(sample, `context-3.0.3.json"`, `context-3.0.3.json", "https://issuer.example/context.json"`, 1)
	text = strings.Replace(text, `"name"`, `"rank": "gold", "name"`, 1)
	d := signed(t, text, EdDSARDFC2022, Options{Extensions: o})
	e := explained(t, string(d.Bytes()), CheckOptions{Extensions: o})[0]
	require.Empty(t, e.Lost)
	require.Contains(t, string(e.Data.Document), "terms#rank")
	require.Contains(t, e.String(), "revision 2026-07")
	lossy := jsontext.InsertMember(jsontext.Value(d.Root()), "wealth", []byte(`1`))
	e = explained(t, string(lossy), CheckOptions{Extensions: o})[0]
	require.Len(t, e.Lost, 1, "also with a supplied context")
	require.Contains(t, string(e.Data.Document), "terms#rank")
}

func TestDiff(t *testing.T) {
	of := func(text string, s Scheme) Explanation {
		return explained(t, string(signed(t, text, s, Options{}).Bytes()), CheckOptions{})[0]
	}
	other := strings.Replace(sample, "Was seen working", "Was heard working", 1) // of a blank node, whose label may change
	longer := strings.Replace(sample, `"criteria"`, `"tag": ["a"], "criteria"`, 1)
	for _, row := range []struct {
		name   string
		text   string
		scheme Scheme
		want   Difference
	}{
		{"a literal of a blank node", other, EdDSARDFC2022, Difference{Part: "document",
			A: `_:c14n0 <https://purl.imsglobal.org/spec/vc/ob/vocab.html#narrative> "Was seen working in a team" .`,
			B: `_:c14n0 <https://purl.imsglobal.org/spec/vc/ob/vocab.html#narrative> "Was heard working in a team" .`}},
		{"one statement more", longer, EdDSARDFC2022, Difference{Part: "document",
			B: `<https://issuer.example/achievements/1> <https://schema.org/keywords> "a" .`}},
		{"JSON", other, EdDSAJCS2022, Difference{Part: "document", Path: "/credentialSubject/achievement/criteria/narrative",
			A: `"Was seen working in a team"`, B: `"Was heard working in a team"`}},
		{"JSON, more members", longer, EdDSAJCS2022, Difference{Part: "document", Path: "/credentialSubject/achievement/tag", B: `["a"]`}},
		{"token", other, EdDSA, Difference{Part: "claims", Path: "/credentialSubject/achievement/criteria/narrative",
			A: `"Was seen working in a team"`, B: `"Was heard working in a team"`}},
	} {
		t.Run(row.name, func(t *testing.T) {
			d, differ := Diff(of(sample, row.scheme), of(row.text, row.scheme))
			require.True(t, differ)
			require.Equal(t, row.want, d)
			back, _ := Diff(of(row.text, row.scheme), of(sample, row.scheme))
			require.Equal(t, row.want.A, back.B)
			require.Equal(t, row.want.B, back.A)
		})
	}
	a := of(sample, EdDSARDFC2022)
	later := signed(t, sample, EdDSARDFC2022, Options{Domain: "x"})
	d, differ := Diff(a, explained(t, string(later.Bytes()), CheckOptions{})[0])
	require.True(t, differ)
	require.Equal(t, "proof options", d.Part)
	require.Contains(t, d.B, `"x"`)
	d, _ = Diff(of(sample, EdDSA), of(sample, RS256))
	require.Equal(t, Difference{Part: "header", Path: "/alg", A: `"EdDSA"`, B: `"RS256"`}, d)
	spaced := strings.Replace(sample, `{"narrative"`, `{ "narrative"`, 1)
	_, differ = Diff(of(sample, EdDSA), of(spaced, EdDSA))
	require.True(t, differ, "white space is part of a token")
	_, differ = Diff(of(sample, EdDSAJCS2022), of(spaced, EdDSAJCS2022))
	require.False(t, differ)
}

// Differences inside arrays and between labels are placed as closely as in
// objects and statements.
func TestDiffOfParts(t *testing.T) {
	of := func(text string) jsontext.Value { return jsontext.Value(parse(t, text).Root()) }
	path, a, b := differingValue(of(`{"x":[1,[2,3]]}`), of(`{"x":[1,[2,4]]}`))
	require.Equal(t, []string{"/x/1/1", "3", "4"}, []string{path, a, b})
	path, a, b = differingValue(of(`{"x":[1]}`), of(`{"x":{"a":1}}`))
	require.Equal(t, []string{"/x", "[1]", `{"a":1}`}, []string{path, a, b})

	a, b = differingLine("_:c14n0 a .\n_:c14n1 b .\n_:c14n2 c .\n", "_:c14n0 a .\n_:c14n2 b .\n_:c14n1 c .\n")
	require.Equal(t, []string{"_:c14n1 b .", "_:c14n2 b ."}, []string{a, b})
	a, b = differingLine("_:c14n0 a .\n", "_:c14n0 a .\n")
	require.Equal(t, a, b)

	e := explained(t, string(signed(t, sample, EdDSARDFC2022, Options{}).Bytes()), CheckOptions{})[0]
	require.Contains(t, e.String(), fmt.Sprintf("SHA-256 %x", e.Data.DocumentHash))
	require.NotContains(t, Explanation{Header: []byte("{}")}.String(), "SHA-")
}

// A property without a definition is unsigned under linked data; a token signs text.
func TestValidateContexts(t *testing.T) {
	check := func(text string) error {
		return ValidateContexts(t.Context(), parse(t, text), CheckOptions{})
	}
	require.NoError(t, check(sample))
	undefined := strings.Replace(sample, `"criteria"`, `"rank": 1, "criteria"`, 1)
	require.Equal(t, "ld.undefined_term", code(check(undefined)))
	require.Equal(t, "/credentialSubject/achievement/rank", badge.PathOf(check(undefined)))
	require.Equal(t, "ld.undefined_term", code(check(string(signed(t, undefined, EdDSA, Options{}).Bytes()))))
	for text, want := range map[string]bool{`{"@context":{"rank":"https://a.example/terms#rank"}}`: true, `{"@context":{"who":"@id"}}`: false, `{`: false} {
		_, err := ReadContexts(badge.Extension{URL: "https://a.example/context.json", Context: []byte(text)})
		require.Equal(t, want, err == nil, "%s: %v", text, err)
		require.True(t, want || strings.HasPrefix(code(err), "ld."), code(err))
	}
}

// Everything that decides is mandatory.
func TestDecisiveIsMandatory(t *testing.T) {
	names := strings.Fields("issuer validFrom issuanceDate validUntil expirationDate credentialStatus credentialSchema refreshService termsOfUse partial awardedDate")
	for _, name := range names {
		pointers, err := mandatory(jsontext.Value(parse(t, `{"name":"n","`+name+`":1}`).Root()), nil)
		require.NoError(t, err)
		require.Equal(t, []string{"/" + name}, pointers)
	}
}
