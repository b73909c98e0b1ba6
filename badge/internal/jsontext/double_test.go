package jsontext

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// plainDouble writes a double by the steps of ECMAScript's Number::toString,
// from the fewest digits that read back as the same double. It shares only the
// formatting of a fixed number of digits with appendDouble.
func plainDouble(f float64) string {
	if f == 0 {
		return "0"
	}
	if f < 0 {
		return "-" + plainDouble(-f)
	}
	var digits string
	var n int // the value is 0.digits × 10^n
	for precision := leastPrecision(f); ; precision++ {
		text := strconv.FormatFloat(f, 'e', precision, 64)
		if readsBack(text, f) {
			mantissa, exponent, _ := strings.Cut(text, "e")
			digits = strings.TrimRight(strings.Replace(mantissa, ".", "", 1), "0")
			n, _ = strconv.Atoi(exponent)
			n++
			break
		}
	}
	k := len(digits)
	switch {
	case k <= n && n <= 21:
		return digits + strings.Repeat("0", n-k)
	case 0 < n && n <= 21:
		return digits[:n] + "." + digits[n:]
	case -6 < n && n <= 0:
		return "0." + strings.Repeat("0", -n) + digits
	}
	exponent := "e+" + strconv.Itoa(n-1)
	if n < 1 {
		exponent = "e" + strconv.Itoa(n-1)
	}
	if k == 1 {
		return digits + exponent
	}
	return digits[:1] + "." + digits[1:] + exponent
}

// leastPrecision is the start of the search. If a number of digits does not read
// back, fewer do not either, except for powers of two: the doubles below them
// are closer than those above.
func leastPrecision(f float64) int {
	const usual = 13
	if fraction, _ := math.Frexp(f); fraction == 0.5 || readsBack(strconv.FormatFloat(f, 'e', usual, 64), f) {
		return 0
	}
	return usual
}

func readsBack(text string, f float64) bool {
	back, _ := strconv.ParseFloat(text, 64)
	return back == f
}

func requireDouble(t *testing.T, f float64) {
	t.Helper()
	got := string(appendDouble(nil, f))
	if want := plainDouble(f); got != want { // require.Equal takes a second for so many
		t.Fatalf("the bits %x: got %s, want %s", math.Float64bits(f), got, want)
	}
	if !readsBack(got, f) {
		t.Fatalf("the bits %x: %s reads back as another number", math.Float64bits(f), got)
	}
}

// S-37: every exponent, with few digits and many.
func TestDoubleExponents(t *testing.T) {
	for exponent := -324; exponent <= 308; exponent++ {
		for _, digits := range []string{"1", "1.5", "4.9", "9", "9.9", "1.0000000000000002", "1.7976931348623157", "1.2345678901234567"} {
			f, err := strconv.ParseFloat(digits+"e"+strconv.Itoa(exponent), 64)
			if err == nil && f != 0 {
				requireDouble(t, f)
				requireDouble(t, -f)
			}
		}
	}
}

func TestDoubleNeighbours(t *testing.T) {
	for _, f := range []float64{0, 1e-7, 9.999999999999999e-7, 1e-6, 5e-324, 2.2250738585072014e-308, 1, 1e20, 1e21, 1<<53 - 1, math.MaxFloat64} {
		for _, neighbour := range []float64{f, math.Nextafter(f, math.Inf(1)), math.Nextafter(f, math.Inf(-1))} {
			if !math.IsInf(neighbour, 0) {
				requireDouble(t, neighbour)
			}
		}
	}
}

// RE-20: what is written reads back as the same double, so no two are written
// alike.
func TestDoubleRandomBits(t *testing.T) {
	r := rand.New(rand.NewPCG(8785, 1))
	for range 300_000 {
		if f := math.Float64frombits(r.Uint64()); !math.IsNaN(f) && !math.IsInf(f, 0) {
			requireDouble(t, f)
		}
	}
}

// RE-20: TestDoubleSamples has the finite rows of RFC 8785, appendix B.
func TestDoubleSamples(t *testing.T) {
	for bits, want := range map[uint64]string{
		0x0000000000000000: "0",
		0x8000000000000000: "0",
		0x0000000000000001: "5e-324",
		0x8000000000000001: "-5e-324",
		0x7fefffffffffffff: "1.7976931348623157e+308",
		0xffefffffffffffff: "-1.7976931348623157e+308",
		0x4340000000000000: "9007199254740992",
		0xc340000000000000: "-9007199254740992",
		0x4430000000000000: "295147905179352830000",
		0x44b52d02c7e14af5: "9.999999999999997e+22",
		0x44b52d02c7e14af6: "1e+23",
		0x44b52d02c7e14af7: "1.0000000000000001e+23",
		0x444b1ae4d6e2ef4e: "999999999999999700000",
		0x444b1ae4d6e2ef4f: "999999999999999900000",
		0x444b1ae4d6e2ef50: "1e+21",
		0x3eb0c6f7a0b5ed8c: "9.999999999999997e-7",
		0x3eb0c6f7a0b5ed8d: "0.000001",
		0x41b3de4355555553: "333333333.3333332",
		0x41b3de4355555554: "333333333.33333325",
		0x41b3de4355555555: "333333333.3333333",
		0x41b3de4355555556: "333333333.3333334",
		0x41b3de4355555557: "333333333.33333343",
		0xbecbf647612f3696: "-0.0000033333333333333333",
		0x43143ff3c1cb0959: "1424953923781206.2",
	} {
		require.Equal(t, want, string(appendDouble(nil, math.Float64frombits(bits))), "%x", bits)
	}
}

// TestDoubleSequence compares checksums that the authors of RFC 8785 publish
// for the first lines of their file of a hundred million numbers, each "bits in
// hexadecimal,text".
func TestDoubleSequence(t *testing.T) {
	checksums := map[int]string{
		1_000:     "be18b62b6f69cdab33a7e0dae0d9cfa869fda80ddc712221570f9f40a5878687",
		10_000:    "b9f7a8e75ef22a835685a52ccba7f7d6bdc99e34b010992cbc5864cd12be6892",
		100_000:   "22776e6d4b49fa294a0d0f349268e5c28808fe7e0cb2bcbe28f63894e494d4c7",
		1_000_000: "49415fee2c56c77864931bd3624faad425c3c577d6d74e89a83bc725506dad16",
	}
	sum := sha256.New()
	out := bufio.NewWriter(sum)
	var line []byte
	next := sequence()
	for n := 1; n <= 1_000_000; n++ {
		bits := next()
		line = append(strconv.AppendUint(line[:0], bits, 16), ',')
		line = append(appendDouble(line, math.Float64frombits(bits)), '\n')
		_, err := out.Write(line)
		require.NoError(t, err)
		if want, ok := checksums[n]; ok {
			require.NoError(t, out.Flush())
			require.Equal(t, want, hex.EncodeToString(sum.Sum(nil)), "the first %d lines", n)
		}
	}
}

// sequence returns the numbers of that file: chosen ones, 2,000 from the least
// normal double on, then a chain of SHA-256 without zeros, infinities and NaN.
func sequence() func() uint64 {
	var chosen []uint64
	for _, text := range strings.Fields(chosenBits) {
		if bits, err := hex.DecodeString(text); err == nil {
			chosen = append(chosen, binary.BigEndian.Uint64(bits))
		}
	}
	const first, negative = 4, 50
	for i := range negative { // again, positive
		chosen = slices.Insert(chosen, first+negative+i, chosen[first+i]&^(1<<63))
	}
	for i := range uint64(2_000) {
		chosen = append(chosen, 0x0010000000000000+i)
	}
	var block [sha256.Size]byte
	var rest []byte
	return func() uint64 {
		if len(chosen) > 0 {
			bits := chosen[0]
			chosen = chosen[1:]
			return bits
		}
		for {
			if len(rest) == 0 {
				block = sha256.Sum256(block[:])
				rest = block[:]
			}
			bits := binary.LittleEndian.Uint64(rest)
			rest = rest[8:]
			if f := math.Float64frombits(bits); f != 0 && !math.IsNaN(f) && !math.IsInf(f, 0) {
				return bits
			}
		}
	}
}

const chosenBits = `
0000000000000000 8000000000000000 0000000000000001 8000000000000001
c46696695dbd1cc3 c43211ede4974a35 c3fce97ca0f21056 c3c7213080c1a6ac c39280f39a348556 c35d9b1f5d20d557
c327af4c4a80aaac c2f2f2a36ecd5556 c2be51057e155558 c28840d131aaaaac c253670dc1555557 c21f0b4935555557
c1e8d5d42aaaaaac c1b3de4355555556 c17fca0555555556 c1496e6aaaaaaaab c114585555555555 c0e046aaaaaaaaab
c0aa0aaaaaaaaaaa c074d55555555555 c040aaaaaaaaaaab c00aaaaaaaaaaaab bfd5555555555555 bfa1111111111111
bf6b4e81b4e81b4f bf35d867c3ece2a5 bf0179ec9cbd821e becbf647612f3696 be965e9f80f29212 be61e54c672874db
be2ca213d840baf8 bdf6e80fe033c8c6 bdc2533fe68fd3d2 bd8d51ffd74c861c bd5774ccac3d3817 bd22c3d6f030f9ac
bcee0624b3818f79 bcb804ea293472c7 bc833721ba905bd3 bc4ebe9c5db3c61e bc18987d17c304e5 bbe3ad30dfcf371d
bbaf7b816618582f bb792f9ab81379bf bb442615600f9499 bb101e77800c76e1 bad9ca58cce0be35 baa4a1e0a3e6fe90
ba708180831f320d ba3a68cd9e985016
4024000000000000 4014000000000000 3fe0000000000000 3fa999999999999a 3f747ae147ae147b 3f40624dd2f1a9fc
3f0a36e2eb1c432d 3ed4f8b588e368f1 3ea0c6f7a0b5ed8d 3e6ad7f29abcaf48 3e35798ee2308c3a
3ed539223589fa95 3ed4ff26cd5a7781 3ed4f95a762283ff 3ed4f8c60703520c 3ed4f8b72f19cd0d 3ed4f8b5b31c0c8d
3ed4f8b58d1c461a 3ed4f8b5894f7f0e 3ed4f8b588ee37f3 3ed4f8b588e47da4 3ed4f8b588e3849c 3ed4f8b588e36bb5
3ed4f8b588e36937 3ed4f8b588e368f8 3ed4f8b588e368f1
3ff0000000000000 bff0000000000000 bfeffffffffffffa bfeffffffffffffb 3feffffffffffffa 3feffffffffffffb
3feffffffffffffc 3feffffffffffffe bfefffffffffffff bfefffffffffffff 3fefffffffffffff 3fefffffffffffff
3fd3333333333332 3fd3333333333333 3fd3333333333334 0010000000000000 000ffffffffffffd 000fffffffffffff
7fefffffffffffff ffefffffffffffff 4340000000000000 c340000000000000 4430000000000000
44b52d02c7e14af5 44b52d02c7e14af6 44b52d02c7e14af7 444b1ae4d6e2ef4e 444b1ae4d6e2ef4f 444b1ae4d6e2ef50
3eb0c6f7a0b5ed8c 3eb0c6f7a0b5ed8d 41b3de4355555553 41b3de4355555554 41b3de4355555555 41b3de4355555556
41b3de4355555557 becbf647612f3696 43143ff3c1cb0959`
