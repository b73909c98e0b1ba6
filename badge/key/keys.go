package key

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"strings"
)

// Parse reads public keys in any of the forms they are published in: a
// JSON Web Key, a JWK Set, a verification method of a controller document
// (Multikey and the like), PEM blocks (PUBLIC KEY, RSA PUBLIC KEY) or a bare
// Multikey text. Parse refuses certificates, which it cannot validate, and texts
// with a private key. Every key of a JWK Set must pass the import policy; use
// ParseJWKS to ignore those that do not.
func Parse(data []byte) ([]Key, error) {
	text := bytes.TrimSpace(data)
	switch {
	case len(data) > maxText:
		return nil, fail(codeTooLarge, "", "the text has %d bytes, wanted at most %d", len(data), maxText)
	case bytes.HasPrefix(text, []byte("-----BEGIN")):
		return parsePEM(text)
	case bytes.HasPrefix(text, []byte("{")):
		return parseJSONKeys(data)
	case bytes.HasPrefix(text, []byte("z")):
		return one(ParseMultikey(string(text)))
	}
	return nil, fail(codeFormat, "", "the text is neither JSON nor PEM nor a Multikey")
}

func one(k Key, err error) ([]Key, error) {
	if err != nil {
		return nil, err
	}
	return []Key{k}, nil
}

func parseJSONKeys(data []byte) ([]Key, error) {
	v, err := parseJSON(data)
	if err != nil {
		return nil, err
	}
	switch {
	case v.Member("keys").Exists():
		return keysOf(parseKeySet(v))
	case v.Member("kty").Exists():
		return one(parseJWK(v))
	}
	m, err := parseMethod(v, "")
	return one(m.Key, err)
}

// keysOf returns the keys of a set, all of which must be usable.
func keysOf(set []VerificationMethod, err error) ([]Key, error) {
	if err == nil && len(set) == 0 {
		err = fail(codeFormat, "/keys", "the key set is empty")
	}
	var keys []Key
	for _, entry := range set {
		if entry.Err != nil {
			return nil, entry.Err
		}
		keys = append(keys, entry.Key)
	}
	return keys, err
}

// parsePEM reads PEM blocks with only white space between them.
func parsePEM(text []byte) ([]Key, error) {
	var keys []Key
	for len(text) > 0 {
		block, rest := pem.Decode(text)
		if block == nil || !bytes.HasPrefix(text, []byte("-----BEGIN")) {
			return nil, fail(codeFormat, "", "the text is not a sequence of PEM blocks")
		}
		k, err := parsePEMBlock(block)
		if err != nil {
			return nil, err
		}
		if keys = append(keys, k); len(keys) > maxKeys {
			return nil, fail(codeTooMany, "", "more than %d keys", maxKeys)
		}
		text = bytes.TrimSpace(rest)
	}
	return keys, nil
}

func parsePEMBlock(block *pem.Block) (Key, error) {
	var public any
	var err error
	switch {
	case block.Type == "PUBLIC KEY":
		public, err = x509.ParsePKIXPublicKey(block.Bytes)
	case block.Type == "RSA PUBLIC KEY":
		public, err = x509.ParsePKCS1PublicKey(block.Bytes)
	case strings.HasSuffix(block.Type, "PRIVATE KEY"):
		return Key{}, fail(codePrivateExposed, "", "found a PEM block %s, wanted a public key", quoted(block.Type))
	case strings.HasSuffix(block.Type, "CERTIFICATE"):
		return Key{}, fail(codeCertificate, "", "found a certificate, wanted the public key in it")
	default:
		return Key{}, fail(codeFormat, "", "found a PEM block %s, wanted PUBLIC KEY", quoted(block.Type))
	}
	if err != nil {
		return Key{}, fail(codeFormat, "", "the PEM block %s does not hold a readable public key", quoted(block.Type))
	}
	return FromPublic(public)
}
