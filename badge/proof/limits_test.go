package proof

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

// Every limit, with its number: what is just within is read, one more is not.
// TestHostileProofContainer has the limit on proofs.
func TestLimits(t *testing.T) {
	list := func(n int, item func(i int) []byte) [][]byte {
		all := make([][]byte, n)
		for i := range all {
			all[i] = item(i)
		}
		return all
	}
	signature := func(int) []byte { return make([]byte, signatureSize) }
	label := func(i int) []byte { sum := sha256.Sum256(fmt.Append(nil, i)); return sum[:] }
	value := func(d disclosure) error {
		d.signature, d.publicKey = make([]byte, signatureSize), make([]byte, publicKeySize)
		_, err := readDisclosure(jsontext.Value(parse(t, `{"v":`+string(quote(d.text()))+`}`).Root().Member("v")))
		return err
	}
	hmacKey := make([]byte, hmacSize)
	pointer := func(n int) string { return "/" + strings.Repeat("a", n-1) }
	parts := func(n int) error {
		var text strings.Builder
		var wanted []string
		for i := range n {
			fmt.Fprintf(&text, `,"x%d":1`, i)
			wanted = append(wanted, fmt.Sprintf("/x%d", i))
		}
		_, err := mandatory(jsontext.Value(parse(t, "{"+text.String()[1:]+"}").Root()), wanted)
		return err
	}
	part := func(n int) error {
		outer, inner := strings.Repeat("a", n-258), strings.Repeat("b", 256)
		_, err := named(jsontext.Value(parse(t, `{"`+outer+`":{"`+inner+`":1}}`).Root()), "/"+outer+"/"+inner)
		return err
	}
	statements := func(n int) error {
		b, err := baseProofWith(ecSecret(p256Key, 3), hmacKey, nil)
		require.NoError(t, err)
		row, _ := schemeNamed(ECDSASD2023)
		_, err = b.value(context.Background(), row, make([]byte, signatureSize), division{statements: make([]signedStatement, n)})
		return err
	}
	for _, row := range []struct {
		name           string
		within, beyond error
		code           string
	}{
		{"signatures", value(disclosure{signatures: list(2000, signature)}), value(disclosure{signatures: list(2001, signature)}), codeDisclosureValue},
		{"labels", value(disclosure{labels: list(2000, label)}), value(disclosure{labels: list(2001, label)}), codeDisclosureValue},
		{"indexes", value(disclosure{mandatory: indexes(0, 2000)}), value(disclosure{mandatory: indexes(0, 2001)}), codeDisclosureValue},
		{"index", value(disclosure{mandatory: indexes(2000, 1)}), value(disclosure{mandatory: indexes(2001, 1)}), codeDisclosureValue},
		{"pointers", value(disclosure{hmacKey: hmacKey, pointers: slices.Repeat([]string{"/a"}, 64)}),
			value(disclosure{hmacKey: hmacKey, pointers: slices.Repeat([]string{"/a"}, 65)}), codeDisclosureValue},
		{"bytes of a pointer", value(disclosure{hmacKey: hmacKey, pointers: []string{pointer(512)}}),
			value(disclosure{hmacKey: hmacKey, pointers: []string{pointer(513)}}), codeDisclosureValue},
		{"mandatory parts", parts(64), parts(65), codeDisclosurePointer},
		{"bytes that name a part", part(512), part(513), codeDisclosurePointer},
		{"statements", statements(2000), statements(2001), codeCannotSign},
	} {
		t.Run(row.name, func(t *testing.T) {
			require.NoError(t, row.within)
			require.Equal(t, row.code, code(row.beyond))
		})
	}
	require.Len(t, oneLine(strings.Repeat("a", 200)), 200)
	require.Len(t, oneLine(strings.Repeat("a", 201)), 200)
	require.Equal(t, "a b", oneLine("a\nb"))
}

// indexes are n numbers from the first on.
func indexes(first, n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = first + i
	}
	return all
}
