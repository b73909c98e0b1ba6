package multiformat

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

var jwkSecrets = []string{"d", "p", "q", "dp", "dq", "qi", "oth", "k"}

// JWKSecrets returns the members that only a private or symmetric JWK has
// (RFC 7518 §6).
func JWKSecrets() []string { return slices.Clone(jwkSecrets) }

// disclosure is the kind of key that an identifier contains.
type disclosure uint8

const (
	noKey      disclosure = iota // not an identifier that holds a key
	publicKey                    // a public key, and nothing else
	unreadable                   // cannot be read, and may hold anything
	privateKey
)

// holders are the prefixes of identifiers that contain a key.
var holders = []struct {
	prefix string
	judge  func(rest string) disclosure
}{
	{"did:jwk:", judgeJWK},
	{"did:key:", judgeMultikey},
	{"#z", func(rest string) disclosure {
		if judgeMultikey("z"+rest) == privateKey {
			return privateKey
		}
		return noKey // most fragments are names
	}},
}

// IsPrivate reports whether an identifier is a private or symmetric key: a
// did:jwk, a did:key or an address with a Multikey as its fragment. Any reader
// of such an identifier can sign with it.
func IsPrivate(id string) bool {
	for _, h := range holders {
		if _, rest, found := strings.Cut(id, h.prefix); found && h.judge(keyText(rest)) == privateKey {
			return true
		}
	}
	return false
}

// Redact returns a text in which each identifier that holds a private key is
// replaced by its method and a hash. So is a did:jwk or did:key that cannot be
// read. Of a private key in PEM only the first and the last line are left.
func Redact(text string) string {
	text = redactPEM(text)
	for _, h := range holders {
		if !strings.Contains(text, h.prefix) {
			continue
		}
		var shown strings.Builder
		for {
			before, rest, found := strings.Cut(text, h.prefix)
			shown.WriteString(before)
			if !found {
				break
			}
			held := keyText(rest)
			text = rest[len(held):]
			if d := h.judge(held); d == privateKey || d == unreadable && held != "" {
				text = strings.TrimPrefix(text, "#") // a fragment repeats the key of a did:key
				text = text[len(keyText(text)):]
				sum := sha256.Sum256([]byte(held))
				fmt.Fprintf(&shown, "%s… (SHA-256 %x)", h.prefix, sum[:8])
				continue
			}
			shown.WriteString(h.prefix + held)
		}
		text = shown.String()
	}
	return text
}

// redactPEM removes what follows the first line of a private key in PEM, up to the
// last line or the end.
func redactPEM(text string) string {
	const begin, label, end = "-----BEGIN ", "PRIVATE KEY-----", "-----END"
	if !strings.Contains(text, label) {
		return text
	}
	var shown strings.Builder
	for {
		before, rest, found := strings.Cut(text, label)
		shown.WriteString(before)
		if !found {
			return shown.String()
		}
		shown.WriteString(label)
		if at := strings.LastIndex(before, begin); at >= 0 && !strings.Contains(before[at+len(begin):], "-") {
			body, _, _ := strings.Cut(rest, end)
			rest = rest[len(body):]
			shown.WriteString("…")
		}
		text = rest
	}
}

// keyText returns the start of a text that can belong to an encoded key.
func keyText(text string) string {
	end := strings.IndexFunc(text, func(r rune) bool {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
		return !letter && !strings.ContainsRune("-_+/=.%~", r)
	})
	if end < 0 {
		return text
	}
	return text[:end]
}

// judgeJWK does the same for the key of a did:jwk, in any spelling of base64.
func judgeJWK(encoded string) disclosure {
	plain := strings.TrimRight(strings.ReplaceAll(strings.ReplaceAll(encoded, "+", "-"), "/", "_"), "=")
	data, err := base64.RawURLEncoding.DecodeString(plain)
	var jwk map[string]any
	if err != nil || json.Unmarshal(data, &jwk) != nil {
		return unreadable
	}
	if hasSecret(jwk) {
		return privateKey
	}
	return publicKey
}

// hasSecret reports whether a JSON value has a secret member, at any depth.
func hasSecret(value any) bool {
	switch v := value.(type) {
	case map[string]any:
		for name, member := range v {
			if slices.Contains(jwkSecrets, name) || hasSecret(member) {
				return true
			}
		}
	case []any:
		return slices.ContainsFunc(v, hasSecret)
	}
	return false
}

// judgeMultikey reports whether a Multikey is public or private. The number
// decides for a codec that is not in the table.
func judgeMultikey(text string) disclosure {
	_, data, err := Decode(text)
	if err != nil && text != "" && text[0] == Base58BTC && len(text) <= maxHeld { // as for RSA, which no Multikey in use has
		data, err = digits58(text[1:])
	}
	if err != nil {
		return unreadable
	}
	number, n := binary.Uvarint(data)
	switch {
	case n <= 0:
		return unreadable
	case number >= privateFirst && number <= privateLast, slices.Contains(privateOthers, number):
		return privateKey
	}
	return publicKey
}

// Codecs of private and symmetric keys in the multicodec table.
const (
	privateFirst = 0x1300
	privateLast  = 0x13ff
)

var privateOthers = []uint64{0xa0, 0xa1, 0xa2, 0xa3, 0xa4, 0x1a15, 0x1a16}
