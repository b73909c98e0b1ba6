package status

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Every limit, with its number: what is just within is read, one more is not.
func TestLimits(t *testing.T) {
	list := func(bytes int) error {
		_, _, err := ParseList(parsed(t, subject(t, "u"+bare(compressed(t, make([]byte, bytes))))), Options{})
		return err
	}
	made := func(entries uint64, size int) error { _, err := NewList(Revocation, entries, size); return err }
	parse := func(members ...string) error {
		_, _, err := ParseEntry(parsed(t, entry(t, members...)), Options{})
		return err
	}
	references := func(n int) error {
		return parse("statusReference", `["https://a.example"`+strings.Repeat(`,"https://a.example"`, n-1)+"]")
	}
	for _, row := range []struct {
		name           string
		within, beyond error
		code           string
	}{
		{"bytes of a long list", list(8388608), list(8388609), CodeTooLarge},
		{"bytes of a short list", list(16384), list(16383), CodeListLength},
		{"entries of a new list, from below", made(131072, 1), made(131071, 1), CodeListLength},
		{"entries of a new list, from above", made(67108864, 1), made(67108865, 1), CodeListLength},
		{"entries of 8 bits", made(8388608, 8), made(8388609, 8), CodeListLength},
		{"size of a new list", made(131072, 8), made(131072, 9), CodeSize},
		{"size of an entry", parse("statusSize", "8", "statusMessage", messages(256)), parse("statusSize", "9", "statusMessage", messages(512)), CodeSize},
		{"index", parse("statusListIndex", `"18446744073709551615"`), parse("statusListIndex", `"18446744073709551616"`), CodeRange},
		{"digits of an index", nil, parse("statusListIndex", `"1`+strings.Repeat("0", 100_000)+`"`), CodeRange},
		{"references", references(16), references(17), CodeMember},
	} {
		t.Run(row.name, func(t *testing.T) {
			require.NoError(t, row.within)
			requireCode(t, row.code, row.beyond)
		})
	}
	for raw, want := range map[string]time.Duration{
		"59999": time.Minute, "60000": time.Minute, "60001": 60001 * time.Millisecond,
		"86399999": 86399999 * time.Millisecond, "86400000": 86400 * time.Second, "86400001": 86400 * time.Second,
	} {
		got, regular := clampTTL(raw)
		require.True(t, regular, raw)
		require.Equal(t, want, got, raw)
	}
}

// A list whose text no reader would take is not written.
func TestEncodedLimit(t *testing.T) {
	random := make([]byte, 800_000) // does not get shorter by compression
	source := rand.New(rand.NewPCG(1, 1))
	for i := range random {
		random[i] = byte(source.Uint32())
	}
	encoded := func(n int) (string, error) { return (&List{kind: bitstringList, bits: random[:n]}).Encode() }
	short, err := encoded(786_000)
	require.NoError(t, err)
	n := 786_000 + (1048576-len(short))*3/4 // four characters stand for three bytes
	text, err := encoded(n)
	require.NoError(t, err)
	require.Len(t, text, 1048576)
	_, err = encoded(n + 1)
	requireCode(t, CodeTooLarge, err)
}

// A list prints as what it is, without its bits.
func TestFormat(t *testing.T) {
	l, err := NewList(Revocation, 131072, 1)
	require.NoError(t, err)
	require.Contains(t, fmt.Sprint(l), "131072 bits")
	require.Contains(t, fmt.Sprint((*List)(nil)), "0 bits")
}
