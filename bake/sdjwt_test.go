package bake

import (
	"bytes"
	"image"
	pngimage "image/png"
	"testing"

	"github.com/stretchr/testify/require"
)

// An SD-JWT is carried as every other token.
func TestSDJWT(t *testing.T) {
	var picture bytes.Buffer
	require.NoError(t, pngimage.Encode(&picture, image.NewGray(image.Rect(0, 0, 1, 1))))
	const svg = `<svg xmlns="http://www.w3.org/2000/svg"></svg>`
	for text, good := range map[string]bool{
		"eyJ.eyJ.c2ln~":                true,
		"eyJ.eyJ.c2ln~WyJ~WyI~":        true,
		"eyJ.eyJ.c2ln~WyJ~eyJ.eyJ.c2l": true,
		"eyJ.eyJ.c2ln~WyJ=~":           false,
		"eyJ.eyJ~WyJ~":                 false,
		"eyJ.eyJ.c2ln~\u0141~":         false,
	} {
		for _, in := range [][]byte{picture.Bytes(), []byte(svg)} {
			var out bytes.Buffer
			err := Embed(&out, bytes.NewReader(in), Payload{Slot: OB3, Data: []byte(text)}, Options{})
			if !good {
				require.Error(t, err, text)
				continue
			}
			require.NoError(t, err, text)
			got, err := Extract(bytes.NewReader(out.Bytes()), Options{})
			require.NoError(t, err)
			require.Equal(t, text, string(got.Data))
		}
	}
}
