package status

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/multiformat"
	"github.com/openbadges-go/openbadges/badge/tree"
)

const multibaseBase64URL = "u"

// gzipBase64URL is the start of gzip in base64url: two bytes of signature and
// one for deflate.
const gzipBase64URL = "H4sI"

// bitstringList and list2021 are the types of list credential subjects.
const (
	bitstringList = "BitstringStatusList"
	list2021      = "StatusList2021"
)

// entryTypes maps each type of entry to its type of list.
var entryTypes = map[string]string{
	bitstringList: BitstringEntry,
	list2021:      List2021Entry,
}

// List is a list of bits, most significant bit first. The status of a badge is
// at the index that its entry names. Reading is safe for concurrent use as long
// as no goroutine calls [List.Set].
type List struct {
	kind     string
	purposes []string
	ttl      time.Duration
	bits     []byte
	short    bool // may have fewer entries than MinEntries
}

// Result is the status of one badge in a list.
type Result struct {
	// Value is the value of the entry in the list. Zero means not set.
	Value uint8
	// Purpose is the purpose of the list.
	Purpose string
	// Message is the issuer's explanation of Value, if it gave one.
	Message string
}

// NewList returns a list for one purpose with the given number of entries of
// size bits each, all of them zero. Fewer than 131,072 entries are refused,
// because a shorter list shows which badge a verifier checks.
func NewList(purpose string, entries uint64, size int) (*List, error) {
	if size < 1 || size > maxSize {
		return nil, fail(CodeSize, "", "the size is %d, and should be from 1 to %d", size, maxSize)
	}
	if purpose == "" {
		return nil, fail(codePurpose, "", "a list needs a purpose")
	}
	if most := uint64(maxInflated * 8 / size); entries < MinEntries || entries > most {
		return nil, fail(CodeListLength, "", "found %d entries of %d bits, wanted %d to %d entries", entries, size, MinEntries, most)
	}
	bits := make([]byte, (entries*uint64(size)+7)/8)
	return &List{kind: bitstringList, purposes: []string{purpose}, bits: bits}, nil
}

// ParseList reads the credentialSubject of a list credential. The second result
// holds warnings, as for [ParseEntry].
func ParseList(subject tree.Value, o Options) (*List, []badge.Problem, error) {
	if err := isObject(subject); err != nil {
		return nil, nil, err
	}
	obj := object{subject}
	l := &List{}
	var err error
	if l.kind, err = listType(obj); err != nil {
		return nil, nil, err
	}
	if l.purposes, err = obj.texts("statusPurpose"); err != nil {
		return nil, nil, err
	}
	var remarks []badge.Problem
	if raw := obj.Member("ttl").Raw(); raw != "" {
		var regular bool
		if l.ttl, regular = clampTTL(raw); !regular {
			remarks = append(remarks, remark(codeTTL, obj.at("ttl"), "%s is not a number of milliseconds", quote(raw)))
		}
	}
	if o.For != nil {
		if err := l.fits(*o.For); err != nil {
			return nil, nil, err
		}
	}
	encoded, err := obj.text(encodedList)
	if err != nil {
		return nil, nil, err
	}
	compressed, missing, err := decodeList(encoded, obj.at(encodedList), l.kind, o)
	if err != nil {
		return nil, nil, err
	}
	if missing {
		remarks = append(remarks, remark(codeMultibase, obj.at(encodedList), "the multibase prefix %q of the list is missing", multibaseBase64URL))
	}
	if l.bits, err = inflate(compressed, obj.at(encodedList), o.maxBytes()); err != nil {
		return nil, nil, err
	}
	if l.short = o.ShortList; len(l.bits) < MinEntries/8 {
		const message = "the list has %d entries, wanted at least %d"
		if !l.short {
			return nil, nil, fail(CodeListLength, obj.at(encodedList), message, l.Entries(1), MinEntries)
		}
		remarks = append(remarks, remark(CodeListLength, obj.at(encodedList), message, l.Entries(1), MinEntries))
	}
	return l, remarks, nil
}

const encodedList = "encodedList"

// listType returns the supported type of list among the types of an object.
func listType(obj object) (string, error) {
	types, err := obj.texts("type")
	if err != nil {
		return "", err
	}
	for _, t := range types {
		if _, ok := entryTypes[t]; ok {
			return t, nil
		}
	}
	return "", fail(CodeUnsupported, obj.at("type"), "the list type %s is not supported", quote(types[0]))
}

// clampTTL converts milliseconds to a duration within the limits. A text that
// is not a number of milliseconds becomes the shortest time, to be safe.
func clampTTL(raw string) (ttl time.Duration, regular bool) {
	if !digits(raw) {
		return minTTL, false
	}
	ms, _ := strconv.ParseInt(raw, 10, 64) // of a number out of range: the largest
	return time.Duration(min(max(ms, minTTL.Milliseconds()), maxTTL.Milliseconds())) * time.Millisecond, true
}

// decodeList decodes the text: multibase base64url for the current type of
// list, base64url without prefix for its predecessor.
func decodeList(encoded, path, kind string, o Options) (compressed []byte, missing bool, err error) {
	text := encoded
	if kind == bitstringList {
		var prefixed bool
		text, prefixed = strings.CutPrefix(encoded, multibaseBase64URL)
		missing = !prefixed
	}
	if missing && !(o.MissingMultibase && strings.HasPrefix(text, gzipBase64URL)) {
		return nil, false, fail(codeMultibase, path, "the list starts with %s, wanted %q", quote(encoded), multibaseBase64URL)
	}
	if compressed, err = multiformat.DecodeBase64URL(text); err != nil {
		return nil, false, fail(codeBase64, path, "the list is not base64url without padding")
	}
	return compressed, missing, nil
}

// inflate reads exactly one gzip member to its end, which compares its
// checksum. It stops at the limit.
func inflate(compressed []byte, path string, most int) ([]byte, error) {
	in := bytes.NewReader(compressed)
	zr, err := gzip.NewReader(in)
	if err != nil {
		return nil, fail(codeGzip, path, "the list is not compressed with gzip")
	}
	zr.Multistream(false)
	bits := bytes.NewBuffer(make([]byte, 0, sizeOf(compressed, most)+bytes.MinRead))
	_, err = bits.ReadFrom(io.LimitReader(zr, int64(most)+1))
	switch {
	case bits.Len() > most:
		return nil, fail(CodeTooLarge, path, "the list inflates to more than %d bytes", most)
	case err != nil:
		return nil, fail(codeGzip, path, "the compressed list is damaged")
	case in.Len() > 0:
		return nil, fail(codeGzip, path, "found %d bytes after the compressed list, wanted none", in.Len())
	}
	return bits.Bytes(), nil
}

// sizeOf returns the size that a gzip member gives at its end, at most the limit.
// It saves copies. The checksum covers it, so a wrong size ends in an error.
func sizeOf(compressed []byte, most int) int {
	if len(compressed) < 4 {
		return 0
	}
	return min(int(binary.LittleEndian.Uint32(compressed[len(compressed)-4:])), most)
}

// Format prints purposes and size under every verb, not the bits.
func (l *List) Format(f fmt.State, _ rune) {
	l = l.orZero()
	fmt.Fprintf(f, "status list of %d bits for %s", len(l.bits)*8, quote(strings.Join(l.purposes, ", ")))
}

func (l *List) orZero() *List {
	if l == nil {
		return &List{}
	}
	return l
}

// made fails if the list is one that no function returned.
func (l *List) made() error {
	if l.orZero().kind == "" {
		return fail(codeListType, "", "the list is nil or zero; use NewList or ParseList")
	}
	return nil
}

// TTL returns how long the list may be reused, from one minute to one day;
// zero if the list does not say.
func (l *List) TTL() time.Duration { return l.orZero().ttl }

// Entries returns the number of entries of size bits in the list.
func (l *List) Entries(size int) uint64 {
	return uint64(len(l.orZero().bits)) * 8 / uint64(max(size, 1))
}

// Lookup returns the status at the index of e. It fails if the list has another
// type or purpose than e, or if the index of e is beyond its end.
func (l *List) Lookup(e Entry) (Result, error) {
	pos, err := l.position(e)
	if err != nil {
		return Result{}, err
	}
	value := uint8(l.window(pos) >> (16 - pos%8 - uint64(e.size())) & mask(e))
	return Result{Value: value, Purpose: e.Purpose, Message: e.message(value)}, nil
}

// Set writes value at the index of e, under the conditions of [List.Lookup].
func (l *List) Set(e Entry, value uint8) error {
	pos, err := l.position(e)
	if err != nil {
		return err
	}
	if uint16(value) > mask(e) {
		return fail(CodeSize, "", "value %d does not fit %d bits", value, e.size())
	}
	shift := 16 - pos%8 - uint64(e.size())
	window := l.window(pos)&^(mask(e)<<shift) | uint16(value)<<shift
	l.bits[pos/8] = byte(window >> 8)
	if next := pos/8 + 1; next < uint64(len(l.bits)) {
		l.bits[next] = byte(window)
	}
	return nil
}

// position returns the number of the first bit of e, which is at most len*8-size.
func (l *List) position(e Entry) (uint64, error) {
	if err := l.made(); err != nil {
		return 0, err
	}
	size := uint64(e.size())
	if e.Size < 0 || size > maxSize {
		return 0, fail(CodeSize, "", "the size is %d, and should be from 1 to %d", e.Size, maxSize)
	}
	if err := l.fits(e); err != nil {
		return 0, err
	}
	entries := l.Entries(e.size())
	if entries < MinEntries && !l.short {
		return 0, fail(CodeListLength, "", "the list has %d entries of %d bits, the standard asks for %d", entries, size, MinEntries)
	}
	// The comparison with the quotient comes first, so that the product cannot overflow.
	if e.Index >= entries {
		return 0, fail(CodeRange, "", "index %d is beyond the %d entries of the list", e.Index, entries)
	}
	return e.Index * size, nil
}

// fits fails if the list has another type or purpose than e.
func (l *List) fits(e Entry) error {
	if entryTypes[l.kind] != e.Type {
		return fail(codeListType, "", "an entry of type %s does not belong to a %s", quote(e.Type), l.kind)
	}
	if !slices.Contains(l.purposes, e.Purpose) {
		return fail(codePurpose, "", "the entry is for %s, the list for %s", quote(e.Purpose), quote(strings.Join(l.purposes, ", ")))
	}
	return nil
}

// window returns the two bytes that contain the entry at pos.
func (l *List) window(pos uint64) uint16 {
	window := uint16(l.bits[pos/8]) << 8
	if next := pos/8 + 1; next < uint64(len(l.bits)) {
		window |= uint16(l.bits[next])
	}
	return window
}

func mask(e Entry) uint16 { return 1<<e.size() - 1 }

// Encode returns the encodedList of the list. The same list always gives the
// same text, since the compressed form has neither a time nor a name.
func (l *List) Encode() (string, error) {
	if err := l.made(); err != nil {
		return "", err
	}
	var out bytes.Buffer // takes everything
	zw := gzip.NewWriter(&out)
	_, _ = zw.Write(l.bits)
	_ = zw.Close()
	encoded := multiformat.EncodeBase64URL(out.Bytes())
	if l.kind == bitstringList {
		encoded = multibaseBase64URL + encoded
	}
	if len(encoded) > maxEncoded {
		return "", fail(CodeTooLarge, "", "the list has %d bytes of text, wanted at most %d", len(encoded), maxEncoded)
	}
	return encoded, nil
}

// Subject returns the credentialSubject of the credential that publishes the
// list, with the given id.
func (l *List) Subject(id string) ([]byte, error) {
	encoded, err := l.Encode()
	if err != nil {
		return nil, err
	}
	var purpose any = l.purposes
	if len(l.purposes) == 1 {
		purpose = l.purposes[0]
	}
	return encode(struct {
		ID      string `json:"id"`
		Type    string `json:"type"`
		Purpose any    `json:"statusPurpose"`
		TTL     int64  `json:"ttl,omitempty"`
		Encoded string `json:"encodedList"`
	}{id, l.kind, purpose, l.ttl.Milliseconds(), encoded}), nil
}
