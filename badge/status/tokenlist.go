package status

import (
	"bytes"
	"compress/zlib"
	"io"
	"slices"
	"strconv"
	"sync"

	"github.com/openbadges-go/openbadges/badge/internal/multiformat"
	"github.com/openbadges-go/openbadges/badge/tree"
)

// The values of a Token Status List that count against a badge (Token Status List
// §7.1). Zero means valid. 0x03 and 0x0C to 0x0F have the meaning that the issuer
// gives them, all others are reserved.
const (
	TokenInvalid   uint8 = 1 // revoked; final
	TokenSuspended uint8 = 2
)

// TokenList is the list of a Token Status List (§4): values of 1, 2, 4 or 8
// bits, least significant bits first. Reading is safe for concurrent use as long
// as no goroutine calls [TokenList.Set].
type TokenList struct {
	bits   int
	packed []byte
}

// NewTokenList returns a list of the given number of entries of 1, 2, 4 or 8 bits,
// all of them valid. Fewer than 131,072 entries are refused, because a shorter
// list shows which badge a verifier checks.
func NewTokenList(entries uint64, bits int) (*TokenList, error) {
	if !slices.Contains(widths, bits) {
		return nil, fail(CodeBits, "", "the width is %d bits, wanted 1, 2, 4 or 8", bits)
	}
	if most := uint64(maxTokenList * 8 / bits); entries < MinEntries || entries > most {
		return nil, fail(CodeListLength, "", "found %d entries of %d bits, wanted %d to %d entries", entries, bits, MinEntries, most)
	}
	return &TokenList{bits: bits, packed: make([]byte, (entries*uint64(bits)+7)/8)}, nil
}

// widths are the numbers of bits that an entry may have.
var widths = []int{1, 2, 4, 8}

// ParseTokenList reads the claim status_list of a status list token (§4.2). A
// list that inflates to more than most bytes is refused with the code
// "status.too_large"; zero and more than 16 MiB mean 16 MiB.
func ParseTokenList(claim tree.Value, most int) (*TokenList, error) {
	if err := isObject(claim); err != nil {
		return nil, err
	}
	obj := object{claim}
	if !obj.has("bits") {
		return nil, obj.missing("bits")
	}
	width := obj.Member("bits").Raw()
	bits, err := strconv.Atoi(width)
	if err != nil || !slices.Contains(widths, bits) {
		return nil, fail(CodeBits, obj.at("bits"), "the width is %s, wanted the number 1, 2, 4 or 8", quote(width))
	}
	text, ok := obj.Member("lst").Text()
	if !ok {
		return nil, fail(CodeMember, obj.Pointer(), "the member lst is %s, wanted a string", found(obj.Member("lst")))
	}
	z, kept := inflaters.Get().(*inflater)
	if !kept {
		z = new(inflater)
	}
	defer inflaters.Put(z)
	compressed, err := multiformat.AppendDecodedBase64URL(z.compressed[:0], text)
	if err != nil {
		return nil, fail(codeBase64, obj.at("lst"), "the list is not base64url without padding")
	}
	z.compressed = compressed
	if most <= 0 || most > maxTokenList {
		most = maxTokenList
	}
	packed, err := z.inflate(obj.at("lst"), most)
	if err != nil {
		return nil, err
	}
	return &TokenList{bits: bits, packed: packed}, nil
}

// inflater inflates the lists of tokens. Its window and its buffer are as large as
// most lists, so it is used again.
type inflater struct {
	compressed []byte
	zlib       io.Reader // that zlib.NewReader made; nil before the first list
}

var inflaters sync.Pool // of *inflater

// inflate reads exactly one zlib stream to its end, which compares its checksum.
// It stops at the limit.
func (z *inflater) inflate(path string, most int) ([]byte, error) {
	in := bytes.NewReader(z.compressed)
	var err error
	if z.zlib == nil {
		z.zlib, err = zlib.NewReader(in)
	} else {
		err = z.zlib.(zlib.Resetter).Reset(in, nil)
	}
	if err != nil {
		return nil, fail(codeZlib, path, "the list is not compressed with zlib")
	}
	packed := make([]byte, 0, min(firstPart, most+1))
	for err == nil && len(packed) <= most {
		if len(packed) == cap(packed) { // twice as much, and never much more than the limit
			packed = append(make([]byte, 0, min(2*cap(packed), most+1)), packed...)
		}
		var n int
		n, err = z.zlib.Read(packed[len(packed):cap(packed)])
		packed = packed[:len(packed)+n]
	}
	switch {
	case len(packed) > most:
		return nil, fail(CodeTooLarge, path, "the list inflates to more than %d bytes", most)
	case err != io.EOF:
		return nil, fail(codeZlib, path, "the compressed list is damaged")
	case in.Len() > 0:
		return nil, fail(codeZlib, path, "found %d bytes after the compressed list, wanted none", in.Len())
	}
	return packed, nil
}

// Bits returns the width of an entry in bits, 0 for a nil or zero list.
func (l *TokenList) Bits() int {
	if l == nil {
		return 0
	}
	return l.bits
}

// Entries returns the number of entries of the list.
func (l *TokenList) Entries() uint64 {
	if l.Bits() == 0 {
		return 0
	}
	return uint64(len(l.packed)) * 8 / uint64(l.bits)
}

// Lookup returns the value at an index. An index beyond the end is an error with
// the code "status.range", never a value.
func (l *TokenList) Lookup(index uint64) (uint8, error) {
	at, shift, err := l.position(index)
	if err != nil {
		return 0, err
	}
	return l.packed[at] >> shift & l.mask(), nil
}

// Set writes a value at an index.
func (l *TokenList) Set(index uint64, value uint8) error {
	at, shift, err := l.position(index)
	if err != nil {
		return err
	}
	if value > l.mask() {
		return fail(CodeSize, "", "value %d does not fit %d bits", value, l.bits)
	}
	l.packed[at] = l.packed[at]&^(l.mask()<<shift) | value<<shift
	return nil
}

// position returns the byte of an entry and how far to shift it.
func (l *TokenList) position(index uint64) (at uint64, shift uint, err error) {
	// The comparison comes first, so that the product cannot overflow.
	if index >= l.Entries() {
		return 0, 0, fail(CodeRange, "", "index %d is beyond the %d entries of the list", index, l.Entries())
	}
	bit := index * uint64(l.bits)
	return bit / 8, uint(bit % 8), nil
}

func (l *TokenList) mask() uint8 { return uint8(1<<l.bits - 1) }

// JSON writes the list as the claim status_list. The same list always gives the
// same text. A list whose text is too long for readers is refused.
func (l *TokenList) JSON() ([]byte, error) {
	if l.Bits() == 0 {
		return nil, fail(codeListType, "", "the list is nil or zero; use NewTokenList or ParseTokenList")
	}
	var out bytes.Buffer                                     // takes everything
	zw, _ := zlib.NewWriterLevel(&out, zlib.BestCompression) // there is such a level
	_, _ = zw.Write(l.packed)
	_ = zw.Close()
	encoded := multiformat.EncodeBase64URL(out.Bytes())
	if len(encoded) > maxEncoded {
		return nil, fail(CodeTooLarge, "", "the list has %d bytes of text, wanted at most %d", len(encoded), maxEncoded)
	}
	return encode(struct {
		Bits    int    `json:"bits"`
		Encoded string `json:"lst"`
	}{l.bits, encoded}), nil
}
