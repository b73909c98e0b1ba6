package timeproof

import (
	"encoding/asn1"
	"math/big"
	"strings"
	"time"
)

// The tags that time stamps consist of (X.690 §8.1.2).
const (
	tagBoolean         = 0x01
	tagInteger         = 0x02
	tagBitString       = 0x03
	tagOctetString     = 0x04
	tagNull            = 0x05
	tagOID             = 0x06
	tagUTF8String      = 0x0c
	tagGeneralizedTime = 0x18
	tagSequence        = 0x30
	tagSet             = 0x31
	tagContext         = 0x80 // number 0, primitive
	tagExplicit        = 0xa0 // number 0, constructed
)

// reader takes DER elements (X.690 §10) from the front of a text. Lengths are
// definite and in their shortest form. After the first fault, which readers of
// parts share, everything is empty.
type reader struct {
	rest  []byte
	fault *error
}

func newReader(data []byte) *reader { return &reader{data, new(error)} }

// err returns the first fault.
func (r *reader) err() error { return *r.fault }

// bad records a fault unless there is one.
func (r *reader) bad(code, format string, args ...any) {
	if *r.fault == nil {
		*r.fault = fail(code, format, args...)
	}
	r.rest = nil
}

// has reports whether the next element has the tag.
func (r *reader) has(tag byte) bool { return len(r.rest) > 0 && r.rest[0] == tag }

// more reports whether there is another element.
func (r *reader) more() bool { return *r.fault == nil && len(r.rest) > 0 }

// element takes the next element: the whole of it and its content.
func (r *reader) element(tag byte, name string) (raw, content []byte) {
	if *r.fault != nil {
		return nil, nil
	}
	if !r.has(tag) {
		found := "nothing"
		if len(r.rest) > 0 {
			found = "tag " + hexOf(r.rest[:1])
		}
		r.bad(codeDER, "%s: found %s, wanted tag %s", name, found, hexOf([]byte{tag}))
		return nil, nil
	}
	head, size := 2, 0
	if len(r.rest) > 1 {
		size = int(r.rest[1])
	}
	if size >= 0x80 {
		n := size & 0x7f
		head, size = 2+n, 0
		if n == 0 || n > 4 || len(r.rest) < head || r.rest[2] == 0 || n == 1 && r.rest[2] < 0x80 {
			r.bad(codeDER, "%s: the length is not in the shortest definite form", name)
			return nil, nil
		}
		for _, b := range r.rest[2:head] {
			size = size<<8 | int(b)
		}
	}
	if len(r.rest) < head || size > len(r.rest)-head {
		r.bad(codeDER, "%s: the text ends inside of it", name)
		return nil, nil
	}
	raw, r.rest = r.rest[:head+size], r.rest[head+size:]
	return raw, raw[head:]
}

// into takes the next element and returns a reader of its content.
func (r *reader) into(tag byte, name string) *reader {
	_, content := r.element(tag, name)
	return &reader{content, r.fault}
}

// octets takes the content of the next element.
func (r *reader) octets(tag byte, name string) []byte {
	_, content := r.element(tag, name)
	return content
}

// skip takes the next element if it has the tag.
func (r *reader) skip(tag byte, name string) {
	if r.has(tag) {
		r.element(tag, name)
	}
}

// end requires that nothing follows.
func (r *reader) end(name string) {
	if r.more() {
		r.bad(codeDER, "%s: found %d bytes more than it has", name, len(r.rest))
	}
}

// integer takes an INTEGER, nil after a fault.
func (r *reader) integer(name string) *big.Int {
	raw, _ := r.element(tagInteger, name)
	return r.number(raw, name)
}

// number reads an INTEGER, whole element.
func (r *reader) number(raw []byte, name string) (n *big.Int) {
	if *r.fault != nil {
		return nil
	}
	if _, err := asn1.Unmarshal(raw, &n); err != nil {
		r.bad(codeDER, "%s: the integer is not in its shortest form", name)
		return nil
	}
	return n
}

// small takes an INTEGER from 0 to limit, and -1 after a fault.
func (r *reader) small(limit int64, name string) int {
	n := r.integer(name)
	if n != nil && (n.Sign() < 0 || n.Cmp(big.NewInt(limit)) > 0) {
		r.bad(codeDER, "%s: the integer is not from 0 to %d", name, limit)
	}
	if *r.fault != nil {
		return -1
	}
	return int(n.Int64())
}

// oid takes an OBJECT IDENTIFIER, "" after a fault.
func (r *reader) oid(name string) string {
	raw, _ := r.element(tagOID, name)
	if *r.fault != nil {
		return ""
	}
	var id asn1.ObjectIdentifier
	if _, err := asn1.Unmarshal(raw, &id); err != nil {
		r.bad(codeDER, "%s: the object identifier is malformed", name)
		return ""
	}
	return id.String()
}

// algorithm takes an AlgorithmIdentifier (RFC 5280 §4.1.1.2) and reports whether
// its parameters are absent or NULL.
func (r *reader) algorithm(name string) (id string, plain bool) {
	in := r.into(tagSequence, name)
	id = in.oid(name)
	if in.has(tagNull) {
		if content := in.octets(tagNull, name); len(content) > 0 {
			in.bad(codeDER, "%s: the NULL is not empty", name)
		}
	}
	return id, !in.more()
}

// truth takes a BOOLEAN DEFAULT FALSE, which DER writes only if it is true.
func (r *reader) truth(name string) bool {
	if !r.has(tagBoolean) {
		return false
	}
	if content := r.octets(tagBoolean, name); *r.fault == nil && (len(content) != 1 || content[0] != 0xff) {
		r.bad(codeDER, "%s: found a boolean other than TRUE, wanted TRUE or nothing", name)
	}
	return *r.fault == nil
}

// generalizedTime takes a GeneralizedTime in UTC with seconds and, if any, a
// fraction without trailing zeros (RFC 3161 §2.4.2).
func (r *reader) generalizedTime(name string) time.Time {
	text := string(r.octets(tagGeneralizedTime, name))
	if *r.fault != nil {
		return time.Time{}
	}
	whole, zone := strings.CutSuffix(text, "Z")
	seconds, fraction, dotted := strings.Cut(whole, ".")
	good := zone && len(seconds) == len("20060102150405") && dotted == (fraction != "") && len(fraction) <= 9 && !strings.HasSuffix(fraction, "0") &&
		strings.Trim(seconds+fraction, "0123456789") == ""
	t, err := time.Parse("20060102150405.999999999Z", text)
	if !good || err != nil {
		r.bad(codeDER, "%s: found a time that is not of the form 20060102150405Z", name)
		return time.Time{}
	}
	return t
}
