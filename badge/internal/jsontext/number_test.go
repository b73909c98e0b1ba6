package jsontext_test

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

// agree asserts that Parse accepts a literal exactly if strconv returns a
// finite double, zero only for zero.
func agree(t *testing.T, literal string) {
	t.Helper()
	if len(literal) > jsontext.MaxNumber {
		return
	}
	f, err := strconv.ParseFloat(literal, 64)
	mantissa, _, _ := strings.Cut(strings.ToLower(literal), "e")
	want := err == nil && (f != 0 || strings.Trim(mantissa, "-0.") == "")
	_, got := jsontext.Parse([]byte(literal))
	require.Equal(t, want, got == nil, literal)
	if !want {
		require.Equal(t, jsontext.CodeNumberRange, refused(t, literal).Code())
	}
}

func TestNumberRange(t *testing.T) {
	edges := map[string]*big.Float{
		"largest": new(big.Float).SetFloat64(math.MaxFloat64),
		"infinite": new(big.Float).SetPrec(2000).Sub(new(big.Float).SetMantExp(big.NewFloat(1), 1024),
			new(big.Float).SetMantExp(big.NewFloat(1), 970)),
		"smallest": new(big.Float).SetFloat64(math.SmallestNonzeroFloat64),
		"zero":     new(big.Float).SetMantExp(big.NewFloat(1), -1075),
	}
	for name, edge := range edges {
		t.Run(name, func(t *testing.T) {
			for digits := range 26 {
				literal := edge.Text('e', digits)
				mantissa, exponent, _ := strings.Cut(literal, "e")
				for _, change := range "0123456789" {
					agree(t, mantissa[:len(mantissa)-1]+string(change)+"e"+exponent)
					agree(t, "-"+mantissa[:len(mantissa)-1]+string(change)+"E"+exponent)
				}
			}
		})
	}
	for _, literal := range []string{
		"0", "-0", "0.0", "0e0", "0e-999999999", "0.000e99999999999999999999", "-0E+4294967296", "1e4294967296", "1e-4294967296",
		"1e18446744073709551616", "1e2147483647", "0.1e2147483648", "10e-2147483648", "1e-9223372036854775808", "1e-999999", "1e-1000001",
		"0.00000000000000000000001e-302", "0.00000000000000000000001e330", "0.00000000000000000000001e331", "100000000000000000000e288",
		"100000000000000000000e289", "10000000000000000000000e-345", "10000000000000000000000e-346",
	} {
		t.Run(literal, func(t *testing.T) { agree(t, literal) })
	}
	t.Run("random", func(t *testing.T) {
		r := rand.New(rand.NewPCG(1, 2))
		for range 20_000 {
			whole, fraction := r.IntN(1000), r.IntN(1000)
			agree(t, fmt.Sprintf("%d.%03de%d", whole, fraction, r.IntN(700)-350))
			agree(t, fmt.Sprintf("0.%03d%de%d", fraction/20, whole, r.IntN(700)-350))
		}
	})
}

// A long fraction is converted down to the magnitude at which doubles keep fewer
// digits.
func TestSmallFractions(t *testing.T) {
	for literal, want := range map[string]jsontext.Survival{
		"1.23456789012345678e-307": jsontext.Rounded, "1.23456789012345678e-308": jsontext.Lost, "1.2345678901234567e-308": jsontext.Exact,
	} {
		_, got := jsontext.Double(literal)
		require.Equal(t, want, got, literal)
	}
}
