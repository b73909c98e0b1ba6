package bake

import (
	"bytes"
	"net/url"
	"strings"
	"unicode/utf8"
)

// Payload is a credential in its slot.
type Payload struct {
	Slot Slot
	// Data is the text of the credential: a JSON object or a compact JWS.
	// Extract returns every byte found in the slot, including whitespace
	// around the credential; trimming is left to whoever parses it. It is nil
	// for a badge from before 2012 that holds nothing but a URL.
	Data []byte
	// URL belongs to OB2 alone. Beside JSON it is the address the assertion is
	// hosted at: required to embed into SVG, not written into PNG, which has
	// no place for it. Without Data it is all that an old PNG holds. Nothing
	// in this package ever fetches it.
	URL string
}

// encoding is how a credential is written.
type encoding int

const (
	encodingNone encoding = iota
	encodingJSON          // a JSON object
	encodingJWS           // a compact JWS
)

// space is the whitespace of JSON and XML.
const space = " \t\r\n"

// encodingOf tells the two forms apart and from anything else. It looks at the
// edges of JSON and at the alphabet of a JWS; judging the rest is the business
// of whoever parses the credential.
func encodingOf(data []byte) encoding {
	text := bytes.Trim(data, space)
	if len(text) == 0 {
		return encodingNone
	}
	if text[0] == '{' && text[len(text)-1] == '}' {
		inner := bytes.TrimLeft(text[1:], space)
		if inner[0] == '"' || len(inner) == 1 {
			return encodingJSON
		}
		return encodingNone
	}
	if isCompactJWS(text) {
		return encodingJWS
	}
	return encodingNone
}

// isCompactJWS reports whether text is three non-empty runs of base64url
// joined by dots (RFC 7515 §7.1).
func isCompactJWS(text []byte) bool {
	dots, run := 0, 0
	for _, c := range text {
		switch {
		case base64URL[c]:
			run++
		case c == '.' && run > 0 && dots < 2:
			dots, run = dots+1, 0
		default:
			return false
		}
	}
	return dots == 2 && run > 0
}

var base64URL = func() (table [256]bool) {
	for _, c := range "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_" {
		table[c] = true
	}
	return table
}()

// isText reports whether data is UTF-8 without NUL.
func isText(data []byte) bool {
	return utf8.Valid(data) && bytes.IndexByte(data, 0) < 0
}

// isURL reports whether s is an absolute http or https URL in plain ASCII.
func isURL(s string) bool {
	if len(s) > maxURL || strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return false
	}
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
}

// check refuses a payload that no picture can carry.
func (p Payload) check() (encoding, error) {
	if svgNameOf(p.Slot).slot == "" {
		return encodingNone, payloadError(codePayloadSlot, "the slot is %s, wanted OB2, OB3 or CLR", quote(string(p.Slot)))
	}
	if len(p.Data) == 0 || len(p.Data) > maxText {
		return encodingNone, payloadError(codePayloadSize, "the credential has %d bytes, want 1 to %d", len(p.Data), maxText)
	}
	if !isText(p.Data) {
		return encodingNone, payloadError(codePayloadEncoding, "the credential is not UTF-8 text without NUL")
	}
	enc := encodingOf(p.Data)
	if enc == encodingNone {
		return encodingNone, payloadError(codePayloadForm, "the credential begins with %s, wanted a JSON object or a compact JWS", quote(p.Data))
	}
	if enc == encodingJWS && len(bytes.Trim(p.Data, space)) != len(p.Data) {
		return encodingNone, payloadError(codePayloadForm, "the compact JWS has whitespace around it, wanted the JWS alone")
	}
	if p.URL != "" && (p.Slot != OB2 || enc != encodingJSON) {
		return encodingNone, payloadError(codePayloadURL, "a URL goes only with the JSON of an OB2 assertion")
	}
	if p.URL != "" && !isURL(p.URL) {
		return encodingNone, payloadError(codePayloadURL, "the URL is %s, wanted an absolute http or https URL", quote(p.URL))
	}
	return enc, nil
}
