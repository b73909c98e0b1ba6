package proof

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/reftest"
	"github.com/openbadges-go/openbadges/badge/key"
)

const (
	urnA = "urn:uuid:00000000-0000-4000-8000-00000000000a"
	urnB = "urn:uuid:00000000-0000-4000-8000-00000000000b"
	urnC = "urn:uuid:00000000-0000-4000-8000-00000000000c"
)

// chained returns the sample with a proof A, and a proof B that names A in
// previousProof.
func chained(t testing.TB, s Scheme) *badge.Document {
	t.Helper()
	d := signed(t, sample, s, Options{ID: urnA})
	d, err := Sign(context.Background(), d, s, key.Signer{Key: ed25519Secret(2), Method: "https://issuer.example/keys#2"}, Options{ID: urnB, PreviousProof: []string{urnA}})
	require.NoError(t, err)
	return d
}

// checkAll returns the code of each embedded proof. Proof i has key i+1.
func checkAll(t testing.TB, text string, keys ...byte) []string {
	t.Helper()
	proofs, err := Find(parse(t, text))
	require.NoError(t, err)
	codes := make([]string, len(proofs))
	for i, p := range proofs {
		_, err := p.Verify(context.Background(), publicKey(t, ed25519Secret(keys[i])), CheckOptions{})
		codes[i] = code(err)
	}
	return codes
}

func TestChain(t *testing.T) {
	for _, s := range []Scheme{EdDSARDFC2022, EdDSAJCS2022} {
		d := chained(t, s)
		text := string(d.Bytes())
		require.Equal(t, []string{"", ""}, checkAll(t, text, 1, 2))
		require.Equal(t, []string{"", codeSignature}, checkAll(t, text, 1, 1), "each proof has its own key")
		proofs, err := Find(d)
		require.NoError(t, err)
		previous, err := proofs[0].Previous()
		require.NoError(t, err)
		require.Empty(t, previous)
		previous, err = proofs[1].Previous()
		require.NoError(t, err)
		require.Len(t, previous, 1)
		require.Equal(t, "/proof/0", previous[0].Path())

		first := d.Root().At("/proof/0")
		second := parse(t, string(jsontext.InsertElement(jsontext.Value(d.Root().Member("proof")), []byte(`{"type":"X"}`))))
		require.Equal(t, []string{"", "", codeSuiteUnknown}, checkAll(t, string(second.Bytes()), 1, 2, 3), "B does not sign a later proof")
		for name, change := range map[string]string{
			"changed":         strings.Replace(text, "keys#1", "keys#3", 1),
			"member added":    string(jsontext.InsertMember(jsontext.Value(first), "domain", []byte(`"a"`))),
			"value of others": strings.Replace(text, first.Member("proofValue").Raw(), d.Root().At("/proof/1/proofValue").Raw(), 1),
		} {
			require.Equal(t, []string{codeSignature, codeSignature}, checkAll(t, change, 1, 2), "D35 previous proof %s", name)
		}
		swapped := strings.Replace(text, first.Raw()+","+d.Root().At("/proof/1").Raw(), d.Root().At("/proof/1").Raw()+","+first.Raw(), 1)
		require.Equal(t, []string{"", ""}, checkAll(t, swapped, 2, 1), "the order does not matter")
	}
}

// TestChainOfAll adds a third proof that names both others, under every scheme.
func TestChainOfAll(t *testing.T) {
	third := key.Signer{Key: ed25519Secret(3), Method: "https://issuer.example/keys#3"}
	for _, s := range []Scheme{EdDSARDFC2022, EdDSAJCS2022} {
		d, err := Sign(context.Background(), chained(t, EdDSARDFC2022), s, third, Options{PreviousProof: []string{urnB, urnA}})
		require.NoError(t, err)
		require.Equal(t, []string{"", "", ""}, checkAll(t, string(d.Bytes()), 1, 2, 3))
		proofs, err := Find(d)
		require.NoError(t, err)
		previous, err := proofs[2].Previous()
		require.NoError(t, err)
		require.Len(t, previous, 2)
	}
}

// TestHostileChain is D35 and C-063.
func TestHostileChain(t *testing.T) {
	entry := func(id, previous string) string {
		members := suite + "," + method + "," + purpose + `,"proofValue":"z5"`
		if id != "" {
			members += `,"id":"` + id + `"`
		}
		if previous != "" {
			members += `,"previousProof":` + previous
		}
		return "{" + members + "}"
	}
	a, b := `"`+urnA+`"`, `"`+urnB+`"`
	for _, row := range []struct{ name, proofs, code string }{
		{"D35 control", entry("", a) + "," + entry(urnA, ""), codeProofValue},
		{"D35 control of two", entry("", "["+a+","+b+"]") + "," + entry(urnA, b) + "," + entry(urnB, ""), codeProofValue},
		{"D35 unknown", entry("", a), codePreviousUnknown},
		{"D35 unknown beside known", entry("", "["+a+","+b+"]") + "," + entry(urnA, ""), codePreviousUnknown},
		{"D35 previous of the previous unknown", entry("", a) + "," + entry(urnA, b), codePreviousUnknown},
		{"D35 itself", entry(urnA, a), codePreviousCycle},
		{"D35 itself beside another", entry(urnA, "["+a+","+b+"]") + "," + entry(urnB, ""), codePreviousCycle},
		{"D35 cycle of two", entry(urnA, b) + "," + entry(urnB, a), codePreviousCycle},
		{"D35 cycle of three", entry(urnA, b) + "," + entry(urnB, `"`+urnC+`"`) + "," + entry(urnC, a), codePreviousCycle},
		{"D35 id of two proofs", entry("", a) + "," + entry(urnA, "") + "," + entry(urnA, ""), codePreviousAmbiguous},
		{"D35 named twice", entry("", "["+a+","+a+"]") + "," + entry(urnA, ""), codeProofFormat},
		{"D35 empty list", entry("", "[]"), codeProofFormat},
		{"D35 empty id", entry("", `""`) + "," + entry("", ""), codeProofFormat},
		{"D35 null", entry("", "null"), codeProofFormat},
		{"D35 number", entry("", "1"), codeProofFormat},
		{"D35 object", entry("", entry(urnA, "")) + "," + entry(urnA, ""), codeProofFormat},
		{"D35 list in list", entry("", "[["+a+"]]") + "," + entry(urnA, ""), codeProofFormat},
		{"D35 id that is not a string", entry("", `"1"`) + "," + strings.Replace(entry(urnA, ""), a, "1", 1), codePreviousUnknown},
	} {
		t.Run(row.name, func(t *testing.T) {
			require.Equal(t, row.code, code(checkFirst(withProof(t, "["+row.proofs+"]"), publicKey(t, ed25519Secret(1)), CheckOptions{})))
		})
	}
	t.Run("a cycle further on", func(t *testing.T) {
		text := withProof(t, "["+entry("", a)+","+entry(urnA, b)+","+entry(urnB, a)+"]")
		require.Equal(t, []string{codeProofValue, codePreviousCycle, codePreviousCycle}, checkAll(t, text, 1, 1, 1))
	})
	t.Run("undefined member in a previous proof", func(t *testing.T) {
		d := chained(t, EdDSARDFC2022)
		text := string(jsontext.InsertMember(jsontext.Value(d.Root().At("/proof/0")), "rank", []byte(`"gold"`)))
		proofs, err := Find(parse(t, strings.Replace(text, `"proof":[`, `"proof":[{"type":"X"},`, 1)))
		require.NoError(t, err)
		_, err = proofs[2].Verify(context.Background(), publicKey(t, ed25519Secret(2)), CheckOptions{})
		require.Equal(t, "ld.undefined_term", code(err))
		require.Equal(t, "/proof/1/rank", badge.PathOf(err))
	})
}

func TestSignChainRefuses(t *testing.T) {
	d := signed(t, sample, EdDSARDFC2022, Options{ID: urnA})
	for _, row := range []struct {
		name    string
		options Options
		code    string
	}{
		{"id taken", Options{ID: urnA}, codeProofID},
		{"id relative", Options{ID: "#1"}, codeProofID},
		{"D35 unknown", Options{PreviousProof: []string{urnB}}, codePreviousUnknown},
		{"D35 itself", Options{ID: urnB, PreviousProof: []string{urnB}}, codePreviousUnknown},
		{"D35 twice", Options{PreviousProof: []string{urnA, urnA}}, codeProofFormat},
		{"D35 empty id", Options{PreviousProof: []string{""}}, codeProofFormat},
	} {
		t.Run(row.name, func(t *testing.T) {
			_, err := Sign(context.Background(), d, EdDSARDFC2022, signers(t)[EdDSARDFC2022], row.options)
			require.Equal(t, row.code, code(err))
		})
	}
}

// TestVectorChain reproduces the proof sets and the proof chain of the W3C
// vectors.
func TestVectorChain(t *testing.T) {
	var pairs map[string]struct{ PublicKeyMultibase, PrivateKeyMultibase string }
	require.NoError(t, json.Unmarshal(reftest.Read(t, "vectors/di-eddsa/proof-set-chain/multiKeyPairs.json"), &pairs))
	d := parse(t, string(reftest.Read(t, "vectors/di-eddsa/proof-set-chain/unsigned.json")))
	want := parse(t, string(reftest.Read(t, "vectors/di-eddsa/proof-set-chain/signedProofChain1.json"))).Root().Member("proof")
	for i, entry := range want.Elements() {
		pair := pairs["keyPair"+string(rune('1'+i))]
		secret, err := key.ParsePrivate([]byte(pair.PrivateKeyMultibase))
		require.NoError(t, err)
		created, err := time.Parse(time.RFC3339, entry.Member("created").String())
		require.NoError(t, err)
		o := Options{ID: entry.Member("id").String(), Created: created, Extensions: examples(t)}
		for e := range entry.Member("previousProof").Each() {
			o.PreviousProof = append(o.PreviousProof, e.String())
		}
		d, err = Sign(context.Background(), d, EdDSARDFC2022, key.Signer{Key: secret, Method: "did:key:" + pair.PublicKeyMultibase + "#" + pair.PublicKeyMultibase}, o)
		require.NoError(t, err)
	}
	require.Equal(t, jsontext.Value(want).Any(), jsontext.Value(d.Root().Member("proof")).Any())
}
