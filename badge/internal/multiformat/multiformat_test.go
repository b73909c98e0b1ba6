package multiformat

import (
	"bytes"
	"encoding/hex"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The example values of the base58 draft (draft-msporny-base58 §5) and the
// corner cases of leading zeros.
var base58Pairs = []struct{ hex, text string }{
	{"", "z"},
	{"00", "z1"},
	{"0000287fb4cd", "z11233QC4"},
	{"48656c6c6f20576f726c6421", "z2NEpo7TZRRrLZSi2U"},
	{"ffffffffff", "zVtB5VXc"},
	{strings.Repeat("00", 64), "z" + strings.Repeat("1", 64)},
	{strings.Repeat("00", 255), "z" + strings.Repeat("1", 255)},
	{"ed014bdeafde2ea8beefadd8c699b5c7e0704cf51154d52e17b20b71337ca04cc5a5", "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi"},
}

func TestBase58(t *testing.T) {
	for _, pair := range base58Pairs {
		data, err := hex.DecodeString(pair.hex)
		require.NoError(t, err)
		require.Equal(t, pair.text, EncodeBase58(data))
		base, got, err := Decode(pair.text)
		require.NoError(t, err)
		require.Equal(t, byte(Base58BTC), base)
		require.True(t, bytes.Equal(data, got), "%x", got)
	}
}

func TestDecodeRefuses(t *testing.T) {
	for _, row := range []struct{ name, text, code string }{
		{"I15 empty", "", CodeEmpty},
		{"D40 no prefix", "6Mk", CodePrefix},
		{"I15 base64 with padding prefix", "mAAA", CodePrefix},
		{"I15 character 0", "z0", CodeAlphabet},
		{"I15 character O", "zO", CodeAlphabet},
		{"I15 character I", "zI", CodeAlphabet},
		{"I15 character l", "zl", CodeAlphabet},
		{"D40 high byte", "z\xff", CodeAlphabet},
		{"D40 long", "z" + strings.Repeat("1", 256), CodeTooLong},
		{"J17 padding", "uAA==", CodeAlphabet},
		{"J17 standard alphabet", "u+/+/", CodeAlphabet},
		{"J17 unused bits", "uAB", CodeNotCanonical},
		{"J17 line break inside", "uAA\nAA", CodeAlphabet},
		{"J17 line break at the end", "uAAAA\r\n", CodeAlphabet},
		{"J17 single character", "uA", CodeAlphabet},
	} {
		t.Run(row.name, func(t *testing.T) {
			_, _, err := Decode(row.text)
			var e *Error
			require.ErrorAs(t, err, &e)
			require.Equal(t, row.code, e.Code)
			require.Less(t, len(e.Message), 300)
		})
	}
}

func TestExcerpt(t *testing.T) {
	require.Len(t, excerpt(strings.Repeat("a", 16)), 16)
	require.Len(t, excerpt(strings.Repeat("a", 17)), 16)
}

// The numbers of the multicodec table and the lengths of Controlled Identifiers
// §2.2.2.
func TestCodecs(t *testing.T) {
	for _, row := range []struct {
		codec   Codec
		prefix  string
		length  int
		private bool
	}{
		{Ed25519Pub, "ed01", 32, false}, {P256Pub, "8024", 33, false}, {P384Pub, "8124", 49, false}, {P521Pub, "8224", 67, false},
		{Ed25519Priv, "8026", 32, true}, {P256Priv, "8626", 32, true}, {P384Priv, "8726", 48, true}, {P521Priv, "8826", 66, true},
		{X25519Pub, "ec01", 32, false}, {X25519Priv, "8226", 32, true}, {Secp256k1Pub, "e701", 33, false}, {Ed448Pub, "8324", 57, false}, {BLS381G2Pub, "eb01", 96, false},
	} {
		t.Run(string(row.codec), func(t *testing.T) {
			prefix, err := hex.DecodeString(row.prefix)
			require.NoError(t, err)
			require.Equal(t, prefix, Prefix(row.codec, nil))
			require.Equal(t, row.private, row.codec.Private())
			for more, code := range map[int]string{-1: CodeLength, 0: "", 1: CodeLength} {
				codec, data, err := Split(append(prefix[:len(prefix):len(prefix)], make([]byte, row.length+more)...))
				if code == "" {
					require.NoError(t, err)
					require.Equal(t, row.codec, codec)
					require.Len(t, data, row.length)
					continue
				}
				var e *Error
				require.ErrorAs(t, err, &e)
				require.Equal(t, code, e.Code)
			}
		})
	}
}

func TestSplit(t *testing.T) {
	for _, row := range []struct {
		name, hex string
		codec     Codec
		code      string
	}{
		{"Ed25519", "ed01" + strings.Repeat("ab", 32), Ed25519Pub, ""},
		{"P-256", "8024" + strings.Repeat("02", 33), P256Pub, ""},
		{"P-384", "8124" + strings.Repeat("02", 49), P384Pub, ""},
		{"D41 Ed25519 private", "8026" + strings.Repeat("02", 32), Ed25519Priv, ""},
		{"D41 X25519", "ec01" + strings.Repeat("02", 32), X25519Pub, ""},
		{"D41 varint not minimal", "ed8100" + strings.Repeat("02", 32), "", CodeVarint},
		{"D41 varint unfinished", "ed", "", CodeCodec},
		{"D41 varint too big", strings.Repeat("ff", 12), "", CodeCodec},
		{"D41 long", "ed01" + strings.Repeat("02", 33), "", CodeLength},
		{"D41 short", "ed01" + strings.Repeat("02", 31), "", CodeLength},
		{"D41 nothing", "", "", CodeCodec},
		{"D41 not a key", "1220" + strings.Repeat("02", 32), "", CodeCodec},
	} {
		t.Run(row.name, func(t *testing.T) {
			data, err := hex.DecodeString(row.hex)
			require.NoError(t, err)
			codec, key, err := Split(data)
			if row.code == "" {
				require.NoError(t, err)
				require.Equal(t, row.codec, codec)
				require.Equal(t, data, Prefix(codec, key))
				require.Equal(t, strings.HasSuffix(string(codec), "-priv"), codec.Private())
				return
			}
			var e *Error
			require.ErrorAs(t, err, &e)
			require.Equal(t, row.code, e.Code)
		})
	}
}

// FuzzDecode checks that every accepted text is the encoding of the bytes that
// it decodes to.
func FuzzDecode(f *testing.F) {
	for _, pair := range base58Pairs {
		f.Add(pair.text)
	}
	f.Add("uAAAA")
	f.Add("uAB")
	f.Fuzz(func(t *testing.T, text string) {
		base, data, err := Decode(text)
		var e *Error
		switch {
		case err != nil:
			if !errors.As(err, &e) || e.Code == "" {
				t.Fatalf("error without a code: %v", err)
			}
		case base == Base58BTC && EncodeBase58(data) != text, base == Base64URL && "u"+EncodeBase64URL(data) != text:
			t.Fatalf("%q decodes to %x, which is written otherwise", text, data)
		}
	})
}

// FuzzBase58 checks the identity in the other direction.
func FuzzBase58(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{0, 0, 1})
	f.Add(bytes.Repeat([]byte{0xff}, 100))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 180 {
			return
		}
		_, got, err := Decode(EncodeBase58(data))
		if err != nil || !bytes.Equal(got, data) {
			t.Fatalf("%x comes back as %x, %v", data, got, err)
		}
	})
}
