package ld

import (
	"context"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/piprate/json-gold/ld"
	"github.com/stretchr/testify/require"
)

// No two accepted numbers have the same canonical form.
func TestNumbersSurvive(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	seen := map[string]decimal{}
	accepted := 0
	for range 20_000 {
		digits := 1 + random.IntN(17)
		literal := fmt.Sprintf("%d.%0*d", random.IntN(10), digits, random.Uint64N(uint64(math.Pow10(digits))))
		if random.IntN(3) == 0 {
			literal += fmt.Sprintf("e%d", random.IntN(600)-300)
		}
		f, ok := parseNumber(literal)
		if !ok {
			continue
		}
		accepted++
		lexical, _ := lexicalNumber(f, "")
		written := significant(literal)
		if old, again := seen[lexical]; again {
			require.Equal(t, old, written, literal)
		}
		seen[lexical] = written
	}
	require.Greater(t, accepted, 10_000)
	for _, literal := range []string{"1e400", "-1e400", "1e-400", "x", "", "1e99999999999999999999",
		"-0", "-0.0e5", "1e-307", "1e-320", "4.940656458412465E-324", "2.2250738585072011e-308", "9007199254740993", "1e22", "0.123456789012345678",
		"5.684341886080802e-14"} {
		_, ok := parseNumber(literal)
		require.False(t, ok, literal)
	}
	for literal, want := range map[string]float64{"0": 0, "0e-500": 0, "1.5e-307": 1.5e-307, "9007199254740991": maxInteger, "9.95": 9.95,
		"-1.50e1": -15, "100000000000000000000e-20": 1} {
		f, ok := parseNumber(literal)
		require.True(t, ok, literal)
		require.Equal(t, want, f, literal)
		require.True(t, nativeForm(lexicalDouble(f)), literal)
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
			f, ok := parseNumber(literal)
			require.True(t, ok, literal)
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
