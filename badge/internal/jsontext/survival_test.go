package jsontext

import (
	"math"
	"math/big"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestDoubleSurvival(t *testing.T) {
	for literal, want := range map[string]Survival{
		"0": Exact, "-0": Exact, "0e-999999999": Exact, "0.0E99999999999999999999": Exact, "36": Exact, "-1.50e1": Exact,
		"0.1": Exact, "0.30000000000000004": Exact, "1.5e-307": Exact, "5e-324": Exact, "1e-320": Exact, "1.7976931348623157e-300": Exact,
		"9007199254740991": Exact, "9007199254740992": Exact, "9007199254740994": Exact, "1e21": Exact, "1E22": Exact, "100000000000000000000e-20": Exact,
		"0.1000000000000000055": Rounded, "0.10000000000000001": Rounded, "9007199254740992.5": Rounded, "1.00000000000000000000000000001": Rounded,
		"9007199254740993": Lost, "-9007199254740993": Lost, "9007199254740993.0": Lost, "1e23": Lost, "1E30": Lost, "1.7976931348623157e308": Lost,
		"1e400": Lost, "-1e400": Lost, "1e-400": Lost, "1e99999999999999999999": Lost, "1e-99999999999999999999": Lost, "4.940656458412465441e-324": Lost, "x": Lost, "": Lost,
	} {
		_, got := Double(literal)
		require.Equal(t, want, got, literal)
	}
}

// An integer is exact if and only if its double has its value.
func TestDoubleIntegers(t *testing.T) {
	random := rand.New(rand.NewPCG(53, 22))
	counts := map[Survival]int{}
	for range 20_000 {
		literal := strconv.FormatUint(random.Uint64()>>random.IntN(64), 10)
		if random.IntN(2) == 0 {
			literal += "e" + strconv.Itoa(random.IntN(30))
		}
		exact, _ := new(big.Rat).SetString(literal)
		f, got := Double(literal)
		counts[got]++
		if near, is := exact.Float64(); is {
			require.Equal(t, Exact, got, literal)
			require.Equal(t, math.Float64bits(near), math.Float64bits(f), literal)
		} else {
			require.Equal(t, Lost, got, literal)
		}
	}
	require.Greater(t, min(counts[Exact], counts[Lost]), 2_000)
}
