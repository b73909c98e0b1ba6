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
	// Data is the text of the credential: a JSON object, a compact JWS or an SD-JWT.
	// Extract returns every byte in the slot, with the white space around the
	// credential. Data is nil for an old badge of which the picture holds only
	// the URL.
	Data []byte
	// URL is the URL of a hosted assertion, for OB2 only. Embed needs it beside
	// JSON in an SVG, and does not write it into a PNG, which has no place for
	// it. Nothing in this package fetches it.
	URL string
	// Remarks are what Extract noticed about the picture: deviations from the
	// standards that leave no doubt which badge it carries. Embed ignores them.
	Remarks []Remark
}

// Remark is a deviation from a standard that Extract tolerates.
type Remark struct {
	Code    string // "png.carrier", "bake.repeated", …
	Message string
	Offset  int64 // byte offset in the picture, -1 if there is none
}

// encoding is how a credential is written.
type encoding int

const (
	encodingNone encoding = iota
	encodingJSON          // a JSON object
	encodingJWS           // a compact JWS, also with disclosures behind it: an SD-JWT
)

// space is the whitespace of JSON and XML.
const space = " \t\r\n"

// encodingOf recognises a JSON object by its edges and a JWS by its alphabet.
// The parser of the credential judges the rest.
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
	if jws, behind, _ := bytes.Cut(text, []byte{'~'}); isCompactJWS(jws) && isDisclosed(behind) {
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

// isDisclosed reports whether text can follow the first tilde of an SD-JWT:
// disclosures and a key binding JWT, joined by tildes (RFC 9901 §4).
func isDisclosed(text []byte) bool {
	return !bytes.ContainsFunc(text, func(r rune) bool { return r != '~' && r != '.' && (r > 0xff || !base64URL[r]) })
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
		return encodingNone, payloadError(codePayloadSize, "the credential has %d bytes, wanted 1 to %d", len(p.Data), maxText)
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
		return encodingNone, payloadError(codePayloadURL, "the payload has a URL, which only the JSON of an OB2 assertion may have")
	}
	if p.URL != "" && !isURL(p.URL) {
		return encodingNone, payloadError(codePayloadURL, "the URL is %s, wanted an absolute http or https URL", quote(p.URL))
	}
	if p.URL != "" && namesBadge(p.Data) && !sameURL(p.URL, addressOf(p.Data)) {
		return encodingNone, payloadError(codePayloadURL, "the URL is %s, wanted the id of the assertion", quote(p.URL))
	}
	return enc, nil
}
