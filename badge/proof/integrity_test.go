package proof

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/multiformat"
	"github.com/openbadges-go/openbadges/badge/key"
)

// withProof returns the sample with the given members in its one proof.
func withProof(t testing.TB, proof string) string {
	t.Helper()
	return string(jsontext.InsertMember(jsontext.Value(parse(t, sample).Root()), "proof", []byte(proof)))
}

// resigned returns the sample with a proof of exactly these members and a
// genuine value over them, so that only the members can be wrong.
func resigned(t testing.TB, text, members string) string {
	t.Helper()
	d := parse(t, text)
	config, err := jsontext.Parse([]byte("{" + members + "}"))
	require.NoError(t, err)
	row, ok := schemeNamed(EdDSARDFC2022)
	require.True(t, ok)
	g := Transformed{opened: opened{proof: Proof{doc: d, object: config}, row: row}}
	if err := g.read(context.Background()); err != nil {
		g.reading = reading{} // Transform refuses it, so that no value can be right
	}
	signature, err := signEd25519(ed25519Secret(1), g.input())
	require.NoError(t, err)
	raw := jsontext.InsertMember(config, "proofValue", quote(multiformat.EncodeBase58(signature)))
	return string(jsontext.InsertMember(jsontext.Value(d.Root()), "proof", raw))
}

const (
	suite   = `"type":"DataIntegrityProof","cryptosuite":"eddsa-rdfc-2022"`
	created = `"created":"2024-05-01T00:00:00Z"`
	method  = `"verificationMethod":"https://issuer.example/keys#1"`
	purpose = `"proofPurpose":"assertionMethod"`
)

// TestHostileProofOptions signs every proof again, so that each has a valid
// signature.
func TestHostileProofOptions(t *testing.T) {
	key := publicKey(t, ed25519Secret(1))
	all := suite + "," + created + "," + method + "," + purpose
	for _, row := range []struct{ name, members, code string }{
		{"control", all, ""},
		{"no created", suite + "," + method + "," + purpose, ""},
		{"D30 C-056 authentication", suite + "," + method + `,"proofPurpose":"authentication"`, codeProofPurpose},
		{"D30 array", suite + "," + method + `,"proofPurpose":["assertionMethod"]`, codeProofPurpose},
		{"D30 missing", suite + "," + method, codeProofPurpose},
		{"D30 IRI", suite + "," + method + `,"proofPurpose":"https://w3id.org/security#assertionMethod"`, codeProofPurpose},
		{"D32 object", suite + "," + purpose + `,"verificationMethod":{"id":"https://issuer.example/keys#1"}`, codeProofMethod},
		{"D32 relative", suite + "," + purpose + `,"verificationMethod":"#k"`, codeProofMethod},
		{"D32 array", suite + "," + purpose + `,"verificationMethod":["https://issuer.example/keys#1"]`, codeProofMethod},
		{"D32 missing", suite + "," + purpose, codeProofMethod},
		{"C-058 no scheme", suite + "," + purpose + `,"verificationMethod":"z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi"`, codeProofMethod},
		{"D32 with space", suite + "," + purpose + `,"verificationMethod":"https://a b/"`, codeProofMethod},
		{"D32 long", suite + "," + purpose + `,"verificationMethod":"https://a/` + strings.Repeat("a", 2048) + `"`, codeProofMethod},
		{"D33 no suite", `"type":"DataIntegrityProof",` + method + "," + purpose, codeProofFormat},
		{"D33 Q-13 eddsa-rdf-2022", strings.Replace(all, "eddsa-rdfc-2022", "eddsa-rdf-2022", 1), codeSuiteUnknown},
		{"D33 jcs", strings.Replace(all, "eddsa-rdfc-2022", "eddsa-jcs-2022", 1), codeSignature},
		{"D33 ecdsa", strings.Replace(all, "eddsa-rdfc-2022", "ecdsa-rdfc-2019", 1), codeKeyType},
		{"D33 a JWS algorithm", strings.Replace(all, "eddsa-rdfc-2022", "EdDSA", 1), codeSuiteUnknown},
		{"D33 upper case", strings.Replace(all, "eddsa-rdfc-2022", "EDDSA-RDFC-2022", 1), codeSuiteUnknown},
		{"D33 suite array", strings.Replace(all, `"eddsa-rdfc-2022"`, `["eddsa-rdfc-2022"]`, 1), codeProofFormat},
		{"D33 legacy 2018", strings.Replace(all, suite, `"type":"Ed25519Signature2018"`, 1), codeProofValue},
		{"D33 legacy 2016", strings.Replace(all, suite, `"type":"Ed25519Signature2016"`, 1), codeSuiteUnknown},
		{"D33 2020 with a suite", strings.Replace(all, "DataIntegrityProof", "Ed25519Signature2020", 1), codeSuiteUnknown},
		{"D33 2020 without its context", strings.Replace(all, suite, `"type":"Ed25519Signature2020"`, 1), "ld.undefined_type"},
		{"D33 2020 with an empty suite", strings.Replace(all, suite, `"type":"Ed25519Signature2020","cryptosuite":""`, 1), codeSuiteUnknown},
		{"D33 2020 with a suite of another type", strings.Replace(all, suite, `"type":"Ed25519Signature2020","cryptosuite":1`, 1), codeProofFormat},
		{"D33 type array", strings.Replace(all, `"DataIntegrityProof"`, `["DataIntegrityProof"]`, 1), codeProofFormat},
		{"D33 no type", method, codeProofFormat},
		{"D36 undefined option", all + `,"expirez":"2034-05-01T00:00:00Z"`, "ld.undefined_term"},
		{"D37 other context", all + `,"@context":"https://www.w3.org/ns/credentials/v2"`, ""},
		{"D37 2020 with its own context", strings.Replace(all, suite, `"type":"Ed25519Signature2020"`, 1) + `,"@context":["https://w3id.org/security/suites/ed25519-2020/v1"]`, ""},
		{"D37 unknown context", all + `,"@context":"https://a.example/"`, "ld.context_unknown"},
		{"D37 context written out", all + `,"@context":["https://www.w3.org/ns/credentials/v2",{}]`, "ld.context_inline"},
		{"D37 term that only the document's context defines", strings.Replace(all, suite, `"type":"Ed25519Signature2020"`, 1) + `,"evidence":"https://a.example/","@context":["https://w3id.org/security/suites/ed25519-2020/v1"]`, "ld.undefined_term"},
		{"D37 same context", all + `,"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]`, ""},
		{"D38 domain", all + `,"domain":"reader.example"`, ""},
		{"D38 domains", all + `,"domain":["reader.example","other.example"]`, ""},
		{"D38 no domain in the list", all + `,"domain":[]`, codeProofFormat},
		{"D38 domain number in a list", all + `,"domain":["reader.example",1]`, codeProofFormat},
		{"D38 domain null", all + `,"domain":null`, codeProofFormat},
		{"D38 challenge number", all + `,"challenge":1`, codeProofFormat},
		{"D39 C-064 created without zone", strings.Replace(all, "00Z", "00", 1), ""},
		{"D39 created at 24:00", strings.Replace(all, "00:00:00Z", "24:00:00Z", 1), ""},
		{"D39 created at 24:00 without zone", strings.Replace(all, "00:00:00Z", "24:00:00", 1), ""},
		{"D39 created at 24:00:01", strings.Replace(all, "00:00:00Z", "24:00:01Z", 1), codeProofDate},
		{"D39 created in minutes", strings.Replace(all, "00:00:00Z", "00:00Z", 1), codeProofDate},
		{"D39 created, only a day", strings.Replace(all, "T"+"00:00:00Z", "", 1), codeProofDate},
		{"D39 expires without zone", all + `,"expires":"2034-05-01T00:00:00"`, codeProofDate},
		{"D39 expires at 24:00", all + `,"expires":"2034-05-01T24:00:00Z"`, ""},
		{"D39 expires at 24:00 without zone", all + `,"expires":"2034-05-01T24:00:00"`, codeProofDate},
		{"D39 expires after created by the hour 24", all + `,"expires":"2024-05-01T24:00:00Z"`, ""},
		{"D39 expires at created, hour 24", all + `,"expires":"2024-04-30T24:00:00Z"`, codeProofOrder},
		{"D39 created not a date", strings.Replace(all, "2024-05-01T00:00:00Z", "May", 1), codeProofDate},
		{"D39 created number", strings.Replace(all, `"2024-05-01T00:00:00Z"`, "1", 1), codeProofDate},
		{"D39 expires", all + `,"expires":"2034-05-01T00:00:00Z"`, ""},
		{"D39 expires not a date", all + `,"expires":"never"`, codeProofDate},
		{"D39 expires null", all + `,"expires":null`, codeProofDate},
		{"D39 expires before created", all + `,"expires":"2023-05-01T00:00:00Z"`, codeProofOrder},
		{"D39 expires at created", all + `,"expires":"2024-05-01T00:00:00Z"`, codeProofOrder},
	} {
		t.Run(row.name, func(t *testing.T) {
			require.Equal(t, row.code, code(checkFirst(resigned(t, sample, row.members), key, CheckOptions{})))
		})
	}
	t.Run("D37 each member under an own context", func(t *testing.T) {
		good := resigned(t, sample, strings.Replace(all, suite, `"type":"Ed25519Signature2020"`, 1)+
			`,"expires":"2034-05-01T00:00:00Z","domain":"a.example","challenge":"7","nonce":"n","@context":"https://w3id.org/security/suites/ed25519-2020/v1"`)
		require.NoError(t, checkFirst(good, key, CheckOptions{}))
		for from, to := range map[string]string{
			"2024-05-01T00:00:00Z": "2024-05-02T00:00:00Z", "2034-05-01": "2044-05-01", `"a.example"`: `"b.example"`, `"7"`: `"8"`, `"n"`: `"m"`,
			"keys#1": "keys#2", "Works in": "Works at", "/suites/ed25519-2020/v1": "/data-integrity/v2", `"nonce":"n",`: "",
		} {
			require.Contains(t, good, from)
			changed := code(checkFirst(strings.Replace(good, from, to, 1), key, CheckOptions{}))
			require.Contains(t, []string{codeSignature, "ld.undefined_type"}, changed, from)
		}
	})
	t.Run("D38 expected", func(t *testing.T) {
		text := resigned(t, sample, all+`,"domain":"reader.example","challenge":"7","expires":"2034-05-01T00:00:00Z"`)
		proofs, err := Find(parse(t, text))
		require.NoError(t, err)
		require.Equal(t, "reader.example 7 2034-05-01T00:00:00Z", proofs[0].Domain()+" "+proofs[0].Challenge()+" "+proofs[0].Expires().Format(time.RFC3339))
		require.NoError(t, checkFirst(text, key, CheckOptions{Domain: "reader.example", Challenge: "7"}))
		require.Equal(t, codeProofDomain, code(checkFirst(text, key, CheckOptions{Domain: "reader.example.org"})), "C-065")
		require.Equal(t, codeProofDomain, code(checkFirst(text, key, CheckOptions{Domain: "reader"})), "D38 prefix")
		several := resigned(t, sample, all+`,"domain":["other.example","reader.example"]`)
		require.NoError(t, checkFirst(several, key, CheckOptions{Domain: "reader.example"}), "RE-30")
		require.Equal(t, codeProofDomain, code(checkFirst(several, key, CheckOptions{Domain: "reader"})), "RE-30")
		require.Equal(t, codeProofDomain, code(checkFirst(resigned(t, sample, all), key, CheckOptions{Domain: "reader.example"})), "RE-30 missing")
		require.Equal(t, codeProofChallenge, code(checkFirst(text, key, CheckOptions{Challenge: "8"})), "C-065")
		require.Equal(t, codeProofChallenge, code(checkFirst(resigned(t, sample, all), key, CheckOptions{Challenge: "8"})), "D38 missing")
	})
	t.Run("D39 expires that the context does not define", func(t *testing.T) {
		old := strings.NewReplacer("https://www.w3.org/ns/credentials/v2", "https://www.w3.org/2018/credentials/v1", "validFrom", "issuanceDate", "validUntil", "expirationDate").Replace(sample)
		old = strings.Replace(old, `context-3.0.3.json"`, `context-3.0.3.json", "https://w3id.org/security/data-integrity/v1"`, 1)
		require.NoError(t, checkFirst(resigned(t, old, all), key, CheckOptions{}))
		require.Equal(t, "ld.undefined_term", code(checkFirst(resigned(t, old, all+`,"nonse":"1"`), key, CheckOptions{})))
	})
}

// TestHostileProofContainer covers D34: the JSON forms of the member proof.
func TestHostileProofContainer(t *testing.T) {
	key := publicKey(t, ed25519Secret(1))
	good := parse(t, resigned(t, sample, suite+","+created+","+method+","+purpose)).Root().Member("proof").Raw()
	for _, row := range []struct {
		name, proof string
		of          string   // code of Find
		checks      []string // code of each proof
	}{
		{"D34 empty array", `[]`, "", nil},
		{"D34 null", `null`, codeProofFormat, nil},
		{"D34 text", `"x"`, codeProofFormat, nil},
		{"D34 number in array", `[` + good + `,1]`, codeProofFormat, nil},
		{"D34 array in array", `[[` + good + `]]`, codeProofFormat, nil},
		{"D34 empty object", `{}`, "", []string{codeProofFormat}},
		{"D34 C-061 unknown and good", `[{"type":"SomeProofType"},` + good + `]`, "", []string{codeSuiteUnknown, ""}},
		{"D34 bad and good", `[` + strings.Replace(good, `"z`, `"z1`, 1) + `,` + good + `]`, "", []string{codeProofValue, ""}},
		{"C-062 unknown ones", `[{"type":"A"},{"type":"B"}]`, "", []string{codeSuiteUnknown, codeSuiteUnknown}},
		{"D34 eight", `[` + strings.TrimSuffix(strings.Repeat(good+",", 8), ",") + `]`, "", []string{"", "", "", "", "", "", "", ""}},
		{"D34 nine", `[` + strings.TrimSuffix(strings.Repeat(good+",", 9), ",") + `]`, codeProofTooMany, nil},
		{"D34 thousands", `[` + strings.TrimSuffix(strings.Repeat("{},", 4000), ",") + `]`, codeProofTooMany, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			proofs, err := Find(parse(t, withProof(t, row.proof)))
			require.Equal(t, row.of, code(err))
			require.Len(t, proofs, len(row.checks))
			for i, p := range proofs {
				_, err := p.Verify(context.Background(), key, CheckOptions{})
				require.Equal(t, row.checks[i], code(err))
			}
		})
	}
	t.Run("none", func(t *testing.T) {
		proofs, err := Find(parse(t, sample))
		require.NoError(t, err)
		require.Empty(t, proofs)
	})
}

// TestHostileProofValue covers D40 and C-057.
func TestHostileProofValue(t *testing.T) {
	key := publicKey(t, ed25519Secret(1))
	members := suite + "," + created + "," + method + "," + purpose
	value := parse(t, resigned(t, sample, members)).Root().At("/proof/proofValue").String()
	_, signature, err := multiformat.Decode(value)
	require.NoError(t, err)
	flipped := append([]byte{}, signature...)
	flipped[0] ^= 1
	for _, row := range []struct{ name, value, code string }{
		{"control", `"` + value + `"`, ""},
		{"D40 base64url", `"u` + multiformat.EncodeBase64URL(signature) + `"`, codeProofValue},
		{"D40 hexadecimal", fmt.Sprintf(`"f%x"`, signature), codeProofValue},
		{"D40 no prefix", `"` + value[1:] + `"`, codeProofValue},
		{"D40 1 MB", `"z` + strings.Repeat("1", 1<<20-1) + `"`, codeProofValue},
		{"D40 63 bytes", `"` + multiformat.EncodeBase58(signature[:63]) + `"`, codeProofValue},
		{"D40 65 bytes", `"` + multiformat.EncodeBase58(append([]byte{0}, signature...)) + `"`, codeProofValue},
		{"D40 leading zero in front", `"z1` + value[1:] + `"`, codeProofValue},
		{"D40 empty", `""`, codeProofValue},
		{"D40 null", `null`, codeProofValue},
		{"D40 array", `["` + value + `"]`, codeProofValue},
		{"C-055 bit flipped", `"` + multiformat.EncodeBase58(flipped) + `"`, codeSignature},
		{"D40 zero", `"` + multiformat.EncodeBase58(make([]byte, 64)) + `"`, codeSignature},
	} {
		t.Run(row.name, func(t *testing.T) {
			require.Equal(t, row.code, code(checkFirst(withProof(t, "{"+members+`,"proofValue":`+row.value+"}"), key, CheckOptions{})))
		})
	}
	t.Run("D40 missing", func(t *testing.T) {
		require.Equal(t, codeProofValue, code(checkFirst(withProof(t, "{"+members+"}"), key, CheckOptions{})))
	})
}

// TestKeyConfusion covers D33, D41 and D42.
func TestKeyConfusion(t *testing.T) {
	text := string(signed(t, sample, EdDSARDFC2022, Options{}).Bytes())
	require.Equal(t, codeKeyType, code(checkFirst(text, publicKey(t, ecSecret(p256Key, 1)), CheckOptions{})), "D33 P-256 under eddsa")
	require.Equal(t, codeKeyType, code(checkFirst(text, key.Key{}, CheckOptions{})))
	require.Equal(t, codeSignature, code(checkFirst(text, publicKey(t, ed25519Secret(2)), CheckOptions{})), "other key")
	proofs, err := Find(parse(t, resigned(t, sample, suite+","+method+`,"proofPurpose":"authentication"`)))
	require.NoError(t, err)
	_, err = proofs[0].Validate(CheckOptions{})
	require.Equal(t, codeProofPurpose, code(err), "D30")
	keys, err := key.Parse([]byte(with(string(publicKey(t, ed25519Secret(1)).JWK()), `"alg":"EdDSA"`)))
	require.NoError(t, err)
	require.NoError(t, checkFirst(text, keys[0], CheckOptions{}), "alg of a JWK names a JWS algorithm")

	second := strings.Replace(sample, "badges/1", "badges/2", 1)
	proof := parse(t, text).Root().At("/proof/0").Raw()
	transplanted := string(jsontext.InsertMember(jsontext.Value(parse(t, second).Root()), "proof", []byte(proof)))
	require.Equal(t, codeSignature, code(checkFirst(transplanted, publicKey(t, ed25519Secret(1)), CheckOptions{})), "D42")
}

// TestEverySemanticChange covers C-055: any change to a signed document
// invalidates the proof or makes the document unreadable.
func TestEverySemanticChange(t *testing.T) {
	d := signed(t, sample, EdDSARDFC2022, Options{Created: time.Date(2024, 5, 1, 0, 0, 0, 0, time.UTC), Domain: "a", Challenge: "b"})
	key := publicKey(t, ed25519Secret(1))
	text := string(d.Bytes())
	require.NoError(t, checkFirst(text, key, CheckOptions{}))
	changed := 0
	var visit func(v jsontext.Value)
	visit = func(v jsontext.Value) {
		for _, m := range v.Members() {
			visit(m)
		}
		for _, e := range v.Elements() {
			visit(e)
		}
		if s, ok := v.Text(); ok {
			changed++
			other := jsontext.ReplaceValue(v, quote(s+"x"))
			require.NotEmpty(t, code(checkFirst(string(other), key, CheckOptions{})), "%s", v.Pointer())
		}
		if v.Kind() == jsontext.Object {
			other := jsontext.InsertMember(v, "rank", []byte(`"gold"`))
			require.NotEmpty(t, code(checkFirst(string(other), key, CheckOptions{})), "%s", v.Pointer())
		}
	}
	visit(jsontext.Value(d.Root()))
	require.Greater(t, changed, 25)
}

// TestProofSet signs one document twice; the proofs are independent.
func TestProofSet(t *testing.T) {
	d := signed(t, sample, EdDSARDFC2022, Options{})
	second := key.Signer{Key: ed25519Secret(2), Method: "https://issuer.example/keys#2"}
	d, err := Sign(context.Background(), d, EdDSARDFC2022, second, Options{Created: time.Date(2024, 5, 1, 0, 0, 0, 0, time.UTC)})
	require.NoError(t, err)
	proofs, err := Find(d)
	require.NoError(t, err)
	require.Len(t, proofs, 2)
	for i, p := range proofs {
		require.Equal(t, fmt.Sprintf("/proof/%d", i), p.Path())
		_, err := p.Verify(context.Background(), publicKey(t, ed25519Secret(byte(i+1))), CheckOptions{})
		require.NoError(t, err)
		_, err = p.Verify(context.Background(), publicKey(t, ed25519Secret(byte(2-i))), CheckOptions{})
		require.Equal(t, codeSignature, code(err))
		require.Equal(t, p.Path(), badge.PathOf(err))
	}
	require.Equal(t, "2024-05-01T00:00:00Z", proofs[1].Created().Format(time.RFC3339))
	require.Equal(t, "assertionMethod", proofs[1].Purpose())
	require.Equal(t, EdDSARDFC2022, proofs[1].Scheme())
}

// TestWrappedProof covers C-096: a proof embedded before wrapping does not
// cover the claims that wrapping adds.
func TestWrappedProof(t *testing.T) {
	inner := signed(t, sample, EdDSARDFC2022, Options{})
	outer, err := Sign(context.Background(), inner, ES256, signers(t)[ES256], Options{})
	require.NoError(t, err)
	proofs, err := Find(outer)
	require.NoError(t, err)
	require.Len(t, proofs, 2)
	_, err = proofs[0].Verify(context.Background(), publicKey(t, ecSecret(p256Key, 1)), CheckOptions{})
	require.NoError(t, err)
	_, err = proofs[1].Verify(context.Background(), publicKey(t, ed25519Secret(1)), CheckOptions{})
	require.NoError(t, err)
	require.Equal(t, "/proof/0", proofs[1].Path())
	plain := parse(t, string(outer.JSON()))
	proofs, err = Find(plain)
	require.NoError(t, err)
	_, err = proofs[0].Verify(context.Background(), publicKey(t, ed25519Secret(1)), CheckOptions{})
	require.Equal(t, codeSignature, code(err), "without wrapping the claims count")
}

// TestTransformIsACopy covers W13 for the result of Transform.
func TestTransformIsACopy(t *testing.T) {
	proofs, err := Find(signed(t, sample, EdDSARDFC2022, Options{}))
	require.NoError(t, err)
	g, err := proofs[0].transform(context.Background(), CheckOptions{})
	require.NoError(t, err)
	clear(g.Data().DocumentHash)
	clear(g.Data().Contexts)
	_, err = g.Verify(context.Background(), publicKey(t, ed25519Secret(1)))
	require.NoError(t, err)
	raw, err := json.Marshal(g.Data().Contexts[0])
	require.NoError(t, err)
	require.Contains(t, string(raw), "https://")
}

// TestOlderRevision has an extension that defines a term which a later revision
// of the badge context also defines. Only the earlier revision reads the
// document, and the result names it.
func TestOlderRevision(t *testing.T) {
	o := []badge.Extension{{URL: "https://issuer.example/context.json", Context: []byte(`{"@context":{"endorsementJwt":"https://issuer.example/terms#jwt"}}`)}}
	text := strings.Replace(sample, `context-3.0.3.json"`, `context-3.0.3.json", "https://issuer.example/context.json"`, 1)
	text = strings.Replace(text, `"name"`, `"endorsementJwt": ["a.b.c"], "name"`, 1)
	d := signed(t, text, EdDSARDFC2022, Options{Extensions: o})
	proofs, err := Find(d)
	require.NoError(t, err)
	checked, err := proofs[0].Verify(context.Background(), publicKey(t, ed25519Secret(1)), CheckOptions{Extensions: o})
	require.NoError(t, err)
	var revisions []string
	for _, c := range checked.Contexts {
		revisions = append(revisions, c.Revision)
		require.Len(t, c.SHA256, 64)
	}
	require.Contains(t, revisions, "2025-04")
	_, err = proofs[0].Verify(context.Background(), publicKey(t, ed25519Secret(2)), CheckOptions{Extensions: o})
	require.Equal(t, codeSignature, code(err))
	_, err = proofs[0].Verify(context.Background(), publicKey(t, ed25519Secret(1)), CheckOptions{})
	require.Equal(t, "ld.context_unknown", code(err))
}
