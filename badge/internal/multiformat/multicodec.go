package multiformat

import (
	"bytes"
	"encoding/binary"
)

// Codec is the registered name of a kind of key in the multicodec table.
type Codec string

// The codecs of keys that a Multikey can hold (Controlled Identifiers §2.2.2),
// and some that are recognised only so that the error can name them.
const (
	Ed25519Pub   Codec = "ed25519-pub"
	P256Pub      Codec = "p256-pub"
	P384Pub      Codec = "p384-pub"
	P521Pub      Codec = "p521-pub"
	Ed25519Priv  Codec = "ed25519-priv"
	P256Priv     Codec = "p256-priv"
	P384Priv     Codec = "p384-priv"
	P521Priv     Codec = "p521-priv"
	X25519Pub    Codec = "x25519-pub"
	X25519Priv   Codec = "x25519-priv"
	Secp256k1Pub Codec = "secp256k1-pub"
	Ed448Pub     Codec = "ed448-pub"
	BLS381G2Pub  Codec = "bls12_381-g2-pub"
)

// codecs gives each codec its number and the length of its keys in bytes;
// public keys on NIST curves are compressed points.
var codecs = []struct {
	name    Codec
	number  uint64
	length  int
	private bool
}{
	{Ed25519Pub, 0xed, 32, false},
	{P256Pub, 0x1200, 33, false},
	{P384Pub, 0x1201, 49, false},
	{P521Pub, 0x1202, 67, false},
	{Ed25519Priv, 0x1300, 32, true},
	{P256Priv, 0x1306, 32, true},
	{P384Priv, 0x1307, 48, true},
	{P521Priv, 0x1308, 66, true},
	{X25519Pub, 0xec, 32, false},
	{X25519Priv, 0x1302, 32, true},
	{Secp256k1Pub, 0xe7, 33, false},
	{Ed448Pub, 0x1203, 57, false},
	{BLS381G2Pub, 0xeb, 96, false},
}

// Private reports whether c holds a private key.
func (c Codec) Private() bool {
	for _, row := range codecs {
		if row.name == c {
			return row.private
		}
	}
	return false
}

// Prefix returns data after the number of its codec.
func Prefix(c Codec, data []byte) []byte {
	for _, row := range codecs {
		if row.name == c {
			return append(binary.AppendUvarint(nil, row.number), data...)
		}
	}
	return nil
}

// Split splits a key into its codec and its bytes, and checks the length. The
// bytes share memory with data.
func Split(data []byte) (Codec, []byte, error) {
	number, n := binary.Uvarint(data)
	if n <= 0 {
		return "", nil, fail(CodeCodec, "found %d bytes without a multicodec number", len(data))
	}
	if !bytes.Equal(data[:n], binary.AppendUvarint(nil, number)) {
		return "", nil, fail(CodeVarint, "the multicodec number 0x%x is written in %d bytes, wanted fewer", number, n)
	}
	for _, row := range codecs {
		if row.number != number {
			continue
		}
		if len(data)-n != row.length {
			return "", nil, fail(CodeLength, "found a key of type %s with %d bytes, wanted %d", row.name, len(data)-n, row.length)
		}
		return row.name, data[n:], nil
	}
	return "", nil, fail(CodeCodec, "the multicodec number 0x%x is not that of a supported key type", number)
}
