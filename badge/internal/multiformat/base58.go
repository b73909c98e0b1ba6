package multiformat

import (
	"encoding/binary"
	"slices"
	"strings"
)

const alphabet58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

// Five digits of base 58 fit a 32-bit word with room for carries, so both
// directions use words instead of single digits.
const (
	digitsPerWord = 5
	wordBase      = 58 * 58 * 58 * 58 * 58
)

// digit58 maps a character to its digit, or to 0xff.
var digit58 = func() (table [256]byte) {
	for i := range table {
		table[i] = 0xff
	}
	for i := range len(alphabet58) {
		table[alphabet58[i]] = byte(i)
	}
	return table
}()

// encode58 writes data as a number in base 58, each leading zero byte as one
// digit 1.
func encode58(data []byte) string {
	zeros := leading(data, 0)
	words := make([]uint32, 0, len(data)/3+1) // base wordBase, least significant first
	for chunk := range slices.Chunk(data[zeros:], 4) {
		carry, bits := uint64(0), 8*len(chunk)
		for _, b := range chunk {
			carry = carry<<8 | uint64(b)
		}
		for i := range words {
			carry += uint64(words[i]) << bits
			words[i], carry = uint32(carry%wordBase), carry/wordBase
		}
		for ; carry > 0; carry /= wordBase {
			words = append(words, uint32(carry%wordBase))
		}
	}
	digits := make([]byte, 0, digitsPerWord*len(words)) // least significant first
	for _, w := range words {
		for range digitsPerWord {
			digits = append(digits, alphabet58[w%58])
			w /= 58
		}
	}
	text := strings.TrimRight(string(digits), alphabet58[:1])
	out := append([]byte(text), strings.Repeat(alphabet58[:1], zeros)...)
	slices.Reverse(out)
	return string(out)
}

// decode58 reads what encode58 writes. The number of leading ones determines
// the number of leading zero bytes, so every text that decodes is canonical.
func decode58(text string) ([]byte, error) {
	if len(text)+1 > MaxBase58 {
		return nil, fail(CodeTooLong, "found %d characters of base58btc, wanted at most %d", len(text)+1, MaxBase58)
	}
	return digits58(text)
}

// digits58 decodes a base58 text of any length.
func digits58(text string) ([]byte, error) {
	ones := leading(text, alphabet58[0])
	words := make([]uint32, 0, len(text)/digitsPerWord+1) // base 2^32, least significant first
	for rest := text; rest != ""; {
		carry, base := uint64(0), uint64(1)
		for _, c := range []byte(rest[:min(digitsPerWord, len(rest))]) {
			if digit58[c] == 0xff {
				return nil, fail(CodeAlphabet, "%q contains characters outside base58btc", excerpt(text))
			}
			carry, base = carry*58+uint64(digit58[c]), base*58
		}
		rest = rest[min(digitsPerWord, len(rest)):]
		for j := range words {
			carry += uint64(words[j]) * base
			words[j], carry = uint32(carry), carry>>32
		}
		if carry > 0 {
			words = append(words, uint32(carry))
		}
	}
	out := make([]byte, ones, ones+4*len(words))
	for _, w := range slices.Backward(words) {
		out = binary.BigEndian.AppendUint32(out, w)
	}
	return slices.Delete(out, ones, ones+leading(out[ones:], 0)), nil
}

// leading counts how many bytes at the start of data equal b.
func leading[T string | []byte](data T, b byte) int {
	for i := range len(data) {
		if data[i] != b {
			return i
		}
	}
	return len(data)
}
