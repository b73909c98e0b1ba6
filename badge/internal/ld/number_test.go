package ld

import (
	"context"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/rdf"
	"github.com/piprate/json-gold/ld"
	"github.com/stretchr/testify/require"
)

// Two numbers that are read without a warning have one canonical form only if
// they are equal.
func TestNumbersSurvive(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	seen := map[string]*big.Rat{}
	clean := 0
	for range 20_000 {
		digits := 1 + random.IntN(17)
		literal := fmt.Sprintf("%d.%0*d", random.IntN(10), digits, random.Uint64N(uint64(math.Pow10(digits))))
		if random.IntN(3) == 0 {
			literal += fmt.Sprintf("e%d", random.IntN(600)-300)
		}
		f, survives := jsontext.Double(literal)
		lexical, _ := lexicalNumber(f, "")
		if survives != jsontext.Exact || !readsBack(lexical, f) {
			continue
		}
		clean++
		written, _ := new(big.Rat).SetString(literal)
		if old := seen[lexical]; old != nil {
			require.Zero(t, old.Cmp(written), literal)
		}
		seen[lexical] = written
		require.True(t, nativeForm(lexical), literal)
	}
	require.Greater(t, clean, 10_000)
}

// TestNumbersInDocuments has what becomes of a number in a document: the code
// of a refusal, or the form in which it is signed and whether that is a warning.
func TestNumbersInDocuments(t *testing.T) {
	for _, c := range []struct {
		literal, code, signed string
		warned                bool
	}{
		{"36", "", "36", false},
		{"1e2", "", "100", false},
		{"0.1", "", "1.0E-1", false},
		{"1.5e-307", "", "1.5E-307", false},
		{"9007199254740992", "", "9007199254740992", false},
		{"9007199254740994", "", "9007199254740994", false},
		{"1e20", "", "100000000000000000000", false},
		{"1e21", "", "1.0E21", false},
		{"1e22", "", "1.0E22", false},
		{"0.30000000000000004", "", "3.0E-1", true},
		{"5.684341886080802e-14", "", "5.684341886080801E-14", true},
		{"2.2250738585072011e-308", "", "2.225073858507201E-308", true},
		{"0.1000000000000000055", "", "1.0E-1", true},
		{"9007199254740992.5", "", "9007199254740992", true},
		{"9007199254740993", codeNumberRange, "", false},
		{"1E30", codeNumberRange, "", false},
		{"-0", codeNumberRange, "", false},
		{"-0.0e5", codeNumberRange, "", false},
	} {
		t.Run(c.literal, func(t *testing.T) {
			text := strings.Replace(fixture, `"creditsEarned": 2.5`, `"creditsEarned": `+c.literal, 1)
			result, err := New().ToRDF(context.Background(), parse(t, text), Options{})
			signing := New().Check(context.Background(), parse(t, text), Options{Signing: true})
			if c.code != "" {
				requireCode(t, err, c.code, "/credentialSubject/creditsEarned")
				return
			}
			require.NoError(t, err)
			require.True(t, slices.ContainsFunc(result.Quads, func(q rdf.Quad) bool { return q.Object.Value == c.signed && q.Object.Kind == rdf.Literal }), c.signed)
			require.NoError(t, signing, "a check does not judge places")
			_, signing = New().ToRDF(context.Background(), parse(t, text), Options{Signing: true})
			if !c.warned {
				require.Empty(t, result.Warnings)
				require.NoError(t, signing)
				return
			}
			require.Len(t, result.Warnings, 1)
			requireCode(t, result.Warnings[0], codeNumberRange, "/credentialSubject/creditsEarned")
			require.Contains(t, result.Warnings[0].Message, c.literal)
			require.Contains(t, result.Warnings[0].Message, c.signed)
			requireCode(t, signing, codeNumberRange, "/credentialSubject/creditsEarned")
		})
	}
}

func TestLexicalDoubleIsTheLibrarys(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 5000 {
		f := math.Float64frombits(random.Uint64())
		if math.IsNaN(f) || math.IsInf(f, 0) {
			continue
		}
		require.Equal(t, ld.GetCanonicalDouble(f), lexicalDouble(f), strconv.FormatFloat(f, 'g', -1, 64))
	}
	require.Equal(t, "3.0E0", lexicalDouble(3))
	lexical, typ := lexicalNumber(3, xsdDouble)
	require.Equal(t, "3.0E0 "+xsdDouble, lexical+" "+typ)
}

// The library accepts every IRI that is accepted without asking it.
func TestPlainHostsAreKnown(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	plain := 0
	for range 60_000 {
		host := make([]byte, 1+random.IntN(12))
		for i := range host {
			host[i] = "aZbc09-."[random.IntN(8)]
		}
		if !plainHost(string(host)) {
			continue
		}
		plain++
		for _, tail := range []string{"", "/", "/x?y#z", "#x"} {
			require.False(t, ld.InvalidNode(ld.NewIRI("https://"+string(host)+tail)), string(host))
		}
	}
	require.Greater(t, plain, 500)
}

func TestIRIsInUse(t *testing.T) {
	g := newConverter(context.Background(), New(), nil, Options{}, &workspace{})
	for _, iri := range []string{
		"urn:uuid:5b0f3a7e-0001-4a00-8000-000000000001", "did:key:z6Mk#z6Mk", "did:web:a.example%3A8443", "mailto:a@a.example", "tel:+31", "data:image/png;base64,AA==",
		"https://a.example", "http://localhost:8080/x", "https://a.example:8443/x?y=1#z", "https://a.example/%20x", "https://xn--e1afmkfd.example/", "https://a.example/é", "https://127.0.0.1/", "https://sub.a-b.example/a/b/",
	} {
		require.Nil(t, g.checkIRI(iri, jsontext.Value{}), iri)
	}
}

// TestLexicalNumberAgainstBigNumbers compares all exponents with the 16
// digits that exact arithmetic finds.
func TestLexicalNumberAgainstBigNumbers(t *testing.T) {
	for exponent := -306; exponent <= 14; exponent++ {
		for _, digits := range []string{"1", "-1", "1.5", "9.9", "1.234567890123", "-9.99999999999999"} {
			literal := digits + "e" + strconv.Itoa(exponent)
			f, survives := jsontext.Double(literal)
			require.NotEqual(t, jsontext.Lost, survives, literal)
			lexical, datatype := lexicalNumber(f, "")
			exact, ok := new(big.Rat).SetString(new(big.Float).SetFloat64(f).Text('e', 15))
			require.True(t, ok)
			back, ok := new(big.Rat).SetString(lexical)
			require.True(t, ok, lexical)
			require.Zero(t, exact.Cmp(back), "%s became %s", literal, lexical)
			require.Equal(t, exact.IsInt(), datatype == xsdInteger, literal)
			require.Regexp(t, `^-?(0|[1-9][0-9]*|[0-9]\.(0|[0-9]*[1-9])E(0|-?[1-9][0-9]*))$`, lexical)
		}
	}
}
