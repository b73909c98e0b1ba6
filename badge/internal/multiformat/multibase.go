// Package multiformat reads and writes multibase texts (base58btc and
// base64url) and the multicodec prefixes of keys.
//
// Every value has exactly one accepted spelling: a text decodes only if
// encoding its bytes gives the same text.
package multiformat

import (
	"encoding/base64"
	"fmt"
	"strings"
)

// Bases of a multibase text, named by its first character.
const (
	Base58BTC = 'z'
	Base64URL = 'u'
)

// Error is the reason why a text was refused.
type Error struct {
	Code    string
	Message string
}

func (e *Error) Error() string { return e.Code + ": " + e.Message }

func fail(code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// EncodeBase58 returns data as multibase base58btc.
func EncodeBase58(data []byte) string { return string(Base58BTC) + encode58(data) }

// Decode reads a multibase text in base58btc or base64url.
func Decode(text string) (base byte, data []byte, err error) {
	if text == "" {
		return 0, nil, fail(CodeEmpty, "the multibase text is empty")
	}
	switch text[0] {
	case Base58BTC:
		data, err = decode58(text[1:])
	case Base64URL:
		data, err = DecodeBase64URL(text[1:])
	default:
		err = fail(CodePrefix, "%q starts with neither z (base58btc) nor u (base64url)", excerpt(text))
	}
	if err != nil {
		return 0, nil, err
	}
	return text[0], data, nil
}

// EncodeBase64URL returns data as base64url without padding (RFC 4648 §5).
func EncodeBase64URL(data []byte) string { return base64.RawURLEncoding.EncodeToString(data) }

// AppendBase64URL appends data as EncodeBase64URL returns it.
func AppendBase64URL(out, data []byte) []byte { return base64.RawURLEncoding.AppendEncode(out, data) }

// DecodeBase64URL reads base64url without padding: no other alphabet, no line
// breaks, no bits beyond the last byte.
func DecodeBase64URL(text string) ([]byte, error) { return AppendDecodedBase64URL(nil, text) }

// AppendDecodedBase64URL appends what DecodeBase64URL returns.
func AppendDecodedBase64URL(out []byte, text string) ([]byte, error) {
	// The decoder of the standard library skips line breaks even when strict.
	data, err := base64.RawURLEncoding.Strict().AppendDecode(out, []byte(text))
	if err == nil && strings.IndexByte(text, '\r') < 0 && strings.IndexByte(text, '\n') < 0 {
		return data, nil
	}
	if _, lax := base64.RawURLEncoding.DecodeString(text); lax == nil && err != nil {
		return nil, fail(CodeNotCanonical, "%q has bits after its last byte", excerpt(text))
	}
	return nil, fail(CodeAlphabet, "%q is not base64url without padding", excerpt(text))
}

func excerpt(s string) string { return s[:min(len(s), maxQuoted)] }
