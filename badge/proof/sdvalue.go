package proof

import (
	"bytes"
	"unicode/utf8"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/multiformat"
)

// The proof values of ecdsa-sd-2023 (VC Data Integrity ECDSA Cryptosuites
// §3.5.2 to §3.5.9) start with three bytes. They distinguish a base proof,
// which the issuer gives to the holder, from a derived one, which the holder
// shows.
var (
	baseHeader    = []byte{0xd9, 0x5d, 0x00}
	derivedHeader = []byte{0xd9, 0x5d, 0x01}
)

const (
	signatureSize = 64 // r and s on P-256
	publicKeySize = 35 // a point on P-256 as Multikey
	hmacSize      = 32 // bytes of an HMAC key, and of a label made with one
)

// disclosure is the proof value of an ecdsa-sd-2023 proof. The zero disclosure
// stands for other suites.
type disclosure struct {
	signature  []byte   // by the issuer, over the proof, the key of the proof and the mandatory statements
	publicKey  []byte   // generated for this one proof, as Multikey
	signatures [][]byte // by that key, one for each optional statement

	hmacKey  []byte   // base proof: key of the blank-node labels
	pointers []string // base proof: what every disclosure must show

	labels    [][]byte // derived proof: labels of the blank nodes c14n0, c14n1 and so on
	mandatory []int    // derived proof: indexes of the mandatory statements, ascending
}

// base reports whether this is a base proof; otherwise it is a derived one.
func (d disclosure) base() bool { return d.hmacKey != nil }

// readDisclosure reads the proof value of a proof object. The result shares no
// memory with the document.
func readDisclosure(v jsontext.Value) (disclosure, error) {
	text, ok := v.Text()
	if !ok {
		return disclosure{}, fail(codeProofValue, v.Pointer(), "the proof value is a JSON %s, wanted a string", v.Kind())
	}
	encoding, data, err := multiformat.Decode(text)
	switch {
	case err != nil:
		return disclosure{}, fail(codeDisclosureValue, v.Pointer(), "the proof value cannot be read: %v", err)
	case encoding != multiformat.Base64URL:
		return disclosure{}, fail(codeDisclosureValue, v.Pointer(), "the proof value starts with %q, wanted u for base64url", encoding)
	}
	for _, kind := range []struct {
		header []byte
		read   func(*cborReader, *disclosure)
	}{{baseHeader, readBase}, {derivedHeader, readDerived}} {
		if rest, ok := bytes.CutPrefix(data, kind.header); ok {
			r, d := cborReader{data: rest}, disclosure{}
			kind.read(&r, &d)
			return d, jsontext.Inside(v.Pointer(), r.end())
		}
	}
	return disclosure{}, fail(codeDisclosureValue, v.Pointer(), "the proof value starts with the bytes %x, wanted %x or %x",
		data[:min(len(data), len(baseHeader))], baseHeader, derivedHeader)
}

func readBase(r *cborReader, d *disclosure) {
	r.array(5)
	d.signature, d.publicKey, d.hmacKey = r.bytes(signatureSize), r.bytes(publicKeySize), r.bytes(hmacSize)
	d.signatures = r.signatures()
	for range r.head(cborArray, maxMandatory) {
		pointer := r.string(cborText, maxPointer)
		if !utf8.Valid(pointer) {
			r.fail("the text is not UTF-8")
		}
		d.pointers = append(d.pointers, string(pointer))
	}
}

func readDerived(r *cborReader, d *disclosure) {
	r.array(5)
	d.signature, d.publicKey = r.bytes(signatureSize), r.bytes(publicKeySize)
	d.signatures = r.signatures()
	seen := map[string]bool{}
	for i := range r.head(cborMap, maxSigned) {
		if key := r.head(cborUint, maxSigned); key != i {
			r.fail("the label map has the key %d, wanted %d", key, i)
		}
		label := r.bytes(hmacSize)
		if seen[string(label)] { // two nodes would become one
			r.fail("two blank nodes have the same label")
		}
		seen[string(label)] = true
		d.labels = append(d.labels, label)
	}
	for i := range r.head(cborArray, maxSigned) {
		index := r.head(cborUint, maxSigned)
		if i > 0 && index <= d.mandatory[i-1] {
			r.fail("the index %d follows %d, wanted ascending indexes", index, d.mandatory[i-1])
		}
		d.mandatory = append(d.mandatory, index)
	}
}

func (r *cborReader) signatures() (list [][]byte) {
	for range r.head(cborArray, maxSigned) {
		list = append(list, r.bytes(signatureSize))
	}
	return list
}

// text encodes the proof value as multibase.
func (d disclosure) text() string {
	header, parts := derivedHeader, [][]byte{d.signature, d.publicKey}
	if d.base() {
		header, parts = baseHeader, append(parts, d.hmacKey)
	}
	out := appendCBOR(bytes.Clone(header), cborArray, 5)
	for _, part := range parts {
		out = appendCBORString(out, cborBytes, part)
	}
	out = appendCBOR(out, cborArray, uint64(len(d.signatures)))
	for _, signature := range d.signatures {
		out = appendCBORString(out, cborBytes, signature)
	}
	if d.base() {
		out = appendCBOR(out, cborArray, uint64(len(d.pointers)))
		for _, pointer := range d.pointers {
			out = appendCBORString(out, cborText, []byte(pointer))
		}
		return string(multiformat.Base64URL) + multiformat.EncodeBase64URL(out)
	}
	out = appendCBOR(out, cborMap, uint64(len(d.labels)))
	for i, label := range d.labels {
		out = appendCBORString(appendCBOR(out, cborUint, uint64(i)), cborBytes, label)
	}
	out = appendCBOR(out, cborArray, uint64(len(d.mandatory)))
	for _, index := range d.mandatory {
		out = appendCBOR(out, cborUint, uint64(index))
	}
	return string(multiformat.Base64URL) + multiformat.EncodeBase64URL(out)
}
