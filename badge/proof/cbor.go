package proof

import (
	"bytes"
	"encoding/binary"
)

// The proof values of ecdsa-sd-2023 are CBOR (RFC 8949) and use few of its
// types. Only the deterministic encoding (§4.2.1) is accepted, so each value
// has one encoding.

// cborType is the major type of a data item.
type cborType byte

const (
	cborUint  cborType = 0
	cborBytes cborType = 2
	cborText  cborType = 3
	cborArray cborType = 4
	cborMap   cborType = 5
)

func (t cborType) String() string {
	return [...]string{"an integer", "a negative integer", "a byte string", "a text", "an array", "a map", "a tag", "a simple value"}[t&7]
}

// appendCBOR appends the head of a data item: its type with a number, a count
// or a length.
func appendCBOR(dst []byte, t cborType, n uint64) []byte {
	major := byte(t) << 5
	switch {
	case n < 24:
		return append(dst, major|byte(n))
	case n <= 0xff:
		return append(dst, major|24, byte(n))
	case n <= 0xffff:
		return binary.BigEndian.AppendUint16(append(dst, major|25), uint16(n))
	case n <= 0xffff_ffff:
		return binary.BigEndian.AppendUint32(append(dst, major|26), uint32(n))
	}
	return binary.BigEndian.AppendUint64(append(dst, major|27), n)
}

// appendCBORString appends a byte string or a text.
func appendCBORString(dst []byte, t cborType, data []byte) []byte {
	return append(appendCBOR(dst, t, uint64(len(data))), data...)
}

// cborReader reads data items from the front of a text. After its first error
// every item is empty.
type cborReader struct {
	data []byte
	at   int
	err  error
}

func (r *cborReader) fail(format string, args ...any) {
	if r.err == nil {
		r.err = fail(codeDisclosureValue, "", "CBOR, byte %d: "+format, append([]any{r.at}, args...)...)
	}
}

// head reads the head of an item of the given type whose number is at most
// limit.
func (r *cborReader) head(t cborType, limit int) int {
	rest := r.data[r.at:]
	if r.err != nil {
		return 0
	}
	if len(rest) == 0 {
		r.fail("the text ends, wanted %s", t)
		return 0
	}
	if found := cborType(rest[0] >> 5); found != t {
		r.fail("found %s, wanted %s", found, t)
		return 0
	}
	n, size := uint64(rest[0]&31), 1
	if n >= 24 && n <= 27 {
		size += 1 << (n - 24)
		if len(rest) < size {
			r.fail("%s is cut off", t)
			return 0
		}
		n = binary.BigEndian.Uint64(append(make([]byte, 9-size, 8), rest[1:size]...))
	}
	switch {
	case !bytes.Equal(appendCBOR(nil, t, n), rest[:size]):
		r.fail("the head of %s is not in its shortest form", t)
	case n > uint64(limit):
		r.fail("%s of %d, at most %d are allowed", t, n, limit)
	default:
		r.at += size
		return int(n)
	}
	return 0
}

// array reads the head of an array of exactly count items.
func (r *cborReader) array(count int) {
	if n := r.head(cborArray, count); n != count {
		r.fail("the array has %d items, wanted %d", n, count)
	}
}

// string reads a byte string or a text of at most limit bytes.
func (r *cborReader) string(t cborType, limit int) []byte {
	n := r.head(t, limit)
	if n > len(r.data)-r.at {
		r.fail("%s of %d bytes is cut off", t, n)
		return nil
	}
	r.at += n
	return r.data[r.at-n : r.at]
}

// bytes reads a byte string of exactly size bytes.
func (r *cborReader) bytes(size int) []byte {
	data := r.string(cborBytes, size)
	if len(data) != size {
		r.fail("the byte string has %d bytes, wanted %d", len(data), size)
	}
	return data
}

// end returns an error if anything follows the last item.
func (r *cborReader) end() error {
	if r.at != len(r.data) {
		r.fail("%d bytes follow the value", len(r.data)-r.at)
	}
	return r.err
}
