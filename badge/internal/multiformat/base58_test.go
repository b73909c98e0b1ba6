package multiformat

import (
	"bytes"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// plainBase58 encodes digit by digit with big integers.
func plainBase58(data []byte) string {
	var out []byte
	number, digit := new(big.Int).SetBytes(data), new(big.Int)
	for number.Sign() > 0 {
		number.DivMod(number, big.NewInt(58), digit)
		out = append(out, alphabet58[digit.Int64()])
	}
	for _, b := range data {
		if b != 0 {
			break
		}
		out = append(out, alphabet58[0])
	}
	slices.Reverse(out)
	return "z" + string(out)
}

// TestBase58AgainstBigIntegers compares lengths around the word size of the
// encoder, with zeros and carries in all places.
func TestBase58AgainstBigIntegers(t *testing.T) {
	r := rand.New(rand.NewPCG(58, 1))
	for range 20_000 {
		data := make([]byte, r.IntN(80))
		for i := range data {
			data[i] = []byte{0, 0xff, byte(r.Uint32())}[r.IntN(3)]
		}
		text := EncodeBase58(data)
		require.Equal(t, plainBase58(data), text)
		_, back, err := Decode(text)
		require.NoError(t, err)
		require.True(t, bytes.Equal(data, back), "%x", data)
	}
}
