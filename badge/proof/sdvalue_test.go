package proof

import (
	"bytes"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/multiformat"
)

// TestDisclosureValues checks that only the exact form of a proof value is read
// (C-069).
func TestDisclosureValues(t *testing.T) {
	base := signedSD(t, graded, Options{})
	shown := disclosed(t, base, Selection{Reveal: everything})
	decoded := func(d *badge.Document) []byte {
		_, data, err := multiformat.Decode(d.Root().At("/proof/0/proofValue").String())
		require.NoError(t, err)
		return data
	}
	good := decoded(shown)
	huge := func(head ...byte) []byte { // after the signature and the key
		return slices.Concat(good[:4+2+signatureSize+2+publicKeySize], head)
	}
	with := func(at int, b ...byte) []byte { return slices.Concat(good[:at], b, good[at+1:]) }
	for _, row := range []struct {
		name string
		data []byte
	}{
		{"empty", nil},
		{"C-069 unknown header", with(2, 2)},
		{"header of another suite", with(1, 0x5e)},
		{"header alone", good[:3]},
		{"C-069 trailing byte", append(slices.Clone(good), 0)},
		{"cut off", good[:len(good)-1]},
		{"array of four", with(3, 0x84)},
		{"array of six", with(3, 0x86)},
		{"head not in its shortest form", with(3, 0x98, 5)},
		{"array of unknown length", with(3, 0x9f)},
		{"reserved head", with(3, 0x9c)},
		{"map in place of the array", with(3, 0xa5)},
		{"signature as text", with(4, 0x78)},
		{"signature of 63 bytes", with(5, 63)},
		{"length of 64 in two bytes", with(4, 0x59, 0)},
		{"2^32 signatures", huge(0x9b, 0, 0, 0, 1, 0, 0, 0, 0)},
		{"2^64-1 signatures", huge(0x9b, 255, 255, 255, 255, 255, 255, 255, 255)},
		{"2001 signatures", huge(0x99, 0x07, 0xd1)},
		{"head cut off", huge(0x99, 0x07)},
		{"huge label map", huge(0x80, 0xba, 0xff, 0xff, 0xff, 0xff)},
		{"label map from 1", append(huge(0x80, 0xa1, 1, 0x58, hmacSize), append(make([]byte, hmacSize), 0x80)...)},
		{"label of 31 bytes", append(huge(0x80, 0xa1, 0, 0x58, hmacSize-1), append(make([]byte, hmacSize-1), 0x80)...)},
		{"label key as text", append(huge(0x80, 0xa1, 0x61, '0', 0x58, hmacSize), append(make([]byte, hmacSize), 0x80)...)},
		{"negative index", huge(0x80, 0xa0, 0x81, 0x20)},
		{"index as a double", huge(0x80, 0xa0, 0x81, 0xf9, 0, 0)},
		{"tagged index", huge(0x80, 0xa0, 0x81, 0xc1, 0)},
	} {
		t.Run(row.name, func(t *testing.T) {
			text := string(jsontext.ReplaceValue(jsontext.Value(shown.Root().At("/proof/0/proofValue")), quote("u"+multiformat.EncodeBase64URL(row.data))))
			err := checkFirst(text, publicKey(t, sdSigner().Key), CheckOptions{})
			require.Equal(t, codeDisclosureValue, code(err))
			require.ErrorContains(t, err, "/proof/0/proofValue")
		})
	}
	for name, raw := range map[string]string{"base58btc": string(quote(multiformat.EncodeBase58(good[:80]))), "not multibase": `"2V0B"`, "padding": `"u2V0BhQ=="`} {
		text := string(jsontext.ReplaceValue(jsontext.Value(shown.Root().At("/proof/0/proofValue")), []byte(raw)))
		require.Equal(t, codeDisclosureValue, code(checkFirst(text, publicKey(t, sdSigner().Key), CheckOptions{})), name)
	}
	text := string(jsontext.ReplaceValue(jsontext.Value(shown.Root().At("/proof/0/proofValue")), []byte(`["u2V0B"]`)))
	require.Equal(t, codeProofValue, code(checkFirst(text, publicKey(t, sdSigner().Key), CheckOptions{})))

	pointers := decoded(base)
	bad := bytes.Replace(pointers, []byte("/issuer"), []byte("/iss\xffer"), 1)
	_, err := readDisclosure(jsontext.Value(parse(t, `{"v":`+string(quote("u"+multiformat.EncodeBase64URL(bad)))+`}`).Root().Member("v")))
	require.Equal(t, codeDisclosureValue, code(err))
}

// FuzzDisclosureValue: a value that can be read has only one encoding.
func FuzzDisclosureValue(f *testing.F) {
	base := signedSD(f, graded, Options{})
	for _, d := range []*badge.Document{base, disclosed(f, base, Selection{}), disclosed(f, base, Selection{Reveal: everything})} {
		_, data, err := multiformat.Decode(d.Root().At("/proof/0/proofValue").String())
		require.NoError(f, err)
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		text := "u" + multiformat.EncodeBase64URL(data)
		v, err := jsontext.Parse(quote(text))
		require.NoError(t, err)
		value, err := readDisclosure(v)
		if err != nil {
			require.Equal(t, codeDisclosureValue, code(err))
			return
		}
		require.Equal(t, text, value.text())
	})
}
