package proof

import (
	"encoding/hex"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// The heads of data items in the shortest form (RFC 8949 §3 and appendix A).
func TestCBORHeads(t *testing.T) {
	for n, head := range map[uint64]string{
		0: "40", 23: "57", 24: "5818", 0xff: "58ff", 0x100: "590100", 0xffff: "59ffff", 0x10000: "5a00010000",
		math.MaxUint32: "5affffffff", math.MaxUint32 + 1: "5b0000000100000000", math.MaxUint64: "5bffffffffffffffff",
	} {
		require.Equal(t, head, hex.EncodeToString(appendCBOR(nil, cborBytes, n)), "%d", n)
	}
}
