package sdtext

import (
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

// Names that RFC 9901 reserves.
const (
	Digests     = "_sd"     // of the member with the digests of an object
	Placeholder = "..."     // of the only member of an element that stands for another
	Algorithm   = "_sd_alg" // of the member with the name of the hash
)

// Hash is the hash of a token (RFC 9901 §4.1.1). The zero Hash is SHA-256.
type Hash uint8

// The hashes.
const (
	SHA256 Hash = iota
	SHA384
	SHA512
)

var hashNames = [...]string{SHA256: "sha-256", SHA384: "sha-384", SHA512: "sha-512"}

// String returns the registered name of the hash.
func (h Hash) String() string { return hashNames[h] }

// Digest returns the base64url digest of a text as sent.
func (h Hash) Digest(text string) string { return string(h.appendDigest(nil, text)) }

// appendDigest appends the digest of a text as sent.
func (h Hash) appendDigest(out []byte, text string) []byte {
	switch h {
	case SHA384:
		sum := sha512.Sum384([]byte(text))
		return base64.RawURLEncoding.AppendEncode(out, sum[:])
	case SHA512:
		sum := sha512.Sum512([]byte(text))
		return base64.RawURLEncoding.AppendEncode(out, sum[:])
	}
	sum := sha256.Sum256([]byte(text))
	return base64.RawURLEncoding.AppendEncode(out, sum[:])
}

// hashOf returns the hash that the payload names.
func hashOf(payload jsontext.Value) (Hash, error) {
	alg := payload.Member(Algorithm)
	if !alg.Exists() {
		return SHA256, nil
	}
	for h, name := range hashNames {
		if alg.String() == name {
			return Hash(h), nil
		}
	}
	return 0, fail(codeHash, alg.Pointer(), "the hash is %s, wanted sha-256, sha-384 or sha-512", jsontext.Excerpt(alg.Raw()))
}

// Disclosure is one value that the holder shows.
type Disclosure struct {
	Text string // as sent: base64url of a JSON array
	Path string // JSON Pointer of the value in the restored claims

	name   jsontext.Value // absent for an element of an array
	value  jsontext.Value
	placed bool
}

// readDisclosures decodes disclosures (RFC 9901 §4.2).
func readDisclosures(texts []string) ([]*Disclosure, error) {
	if len(texts) > MaxDisclosures {
		return nil, fail(codeLimit, "", "the token has %d disclosures, wanted at most %d", len(texts), MaxDisclosures)
	}
	var decoded []byte
	ends, total := make([]int, 0, len(texts)), 0
	for i, text := range texts {
		if total += len(text); total > maxDisclosed {
			return nil, fail(codeLimit, "", "the disclosures have more than %d bytes", maxDisclosed)
		}
		if len(text) > maxDisclosure {
			return nil, fail(codeLimit, "", "disclosure %d: it has %d bytes, wanted at most %d", i+1, len(text), maxDisclosure)
		}
		var err error
		decoded, err = base64.RawURLEncoding.Strict().AppendDecode(decoded, []byte(text))
		if err != nil || strings.ContainsAny(text, "\r\n") { // the decoder ignores line breaks
			return nil, fail(codeDisclosure, "", "disclosure %d: it is not canonical base64url without padding", i+1)
		}
		ends = append(ends, len(decoded))
	}
	lists, err := jsontext.ParseAll(decoded, ends)
	if e, ok := errors.AsType[*jsontext.Error](err); ok {
		return nil, e.At("").Within(fmt.Sprintf("disclosure %d", len(lists)+1))
	}
	disclosures := make([]*Disclosure, 0, len(texts))
	for i, list := range lists {
		d, err := readDisclosure(list)
		if e, ok := errors.AsType[*jsontext.Error](err); ok {
			return nil, e.At("").Within(fmt.Sprintf("disclosure %d", i+1))
		}
		d.Text = texts[i]
		disclosures = append(disclosures, d)
	}
	return disclosures, nil
}

// readDisclosure reads the array of a disclosure.
func readDisclosure(list jsontext.Value) (*Disclosure, error) {
	d := &Disclosure{}
	salt := jsontext.Value{}
	for i, e := range list.Elements() {
		switch {
		case i == 0:
			salt = e
		case i == 1 && list.Len() == 3:
			d.name = e
		default:
			d.value = e
		}
	}
	switch {
	case list.Len() < 2 || list.Len() > 3 || salt.Kind() != jsontext.String:
		return nil, fail(codeDisclosure, "", "found a JSON %s of %d, wanted an array of a salt and a value, with a name between them for a member", list.Kind(), list.Len())
	case d.name.Exists() && d.name.Kind() != jsontext.String:
		return nil, fail(codeDisclosure, "", "the name is a JSON %s, wanted a string", d.name.Kind())
	}
	switch d.name.String() {
	case Digests, Placeholder, Algorithm:
		return nil, fail(codeReserved, "", "the name is %s, which is reserved", jsontext.Excerpt(d.name.String()))
	}
	return d, nil
}

func fail(code, path, format string, args ...any) *jsontext.Error {
	return jsontext.NewError(code, path, format, args...)
}
