package bake

import (
	"bytes"
	imagepng "image/png"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var fuzzPayloads = append([]Payload{ob3JSON, ob2JSON}, svgPayloads...)

// pngSeeds are PNGs that touch each rule once.
func pngSeeds(t testing.TB) []string {
	picture := string(drawing(t))
	baked, err := embed(picture, ob3JSON)
	require.NoError(t, err)
	seeds := []string{
		picture, baked, pngWith(itxt(OB2, testJWS)), pngWith(itxt(OB3, testJSON), itxt(OB3, testJSON)),
		pngWith(rawChunk("tEXt", "openbadges\x00"+testURL)), pngWith(rawChunk("zTXt", "openbadges\x00\x00"+deflated(testURL))),
		pngWith(rawChunk("iTXt", string(OB3)+"\x00\x01\x00en-GB\x00x\x00"+deflated(testJSON))),
		pngWith(partIHDR), pngSignature, baked + "PK\x03\x04", broken(baked, 30, 1), "",
	}
	for _, tt := range hostilePNG {
		seeds = append(seeds, tt.picture)
	}
	return seeds
}

// FuzzPNGExtract: what is accepted holds exactly one credential, all ways of
// reading agree, and no prefix of it is accepted.
func FuzzPNGExtract(f *testing.F) {
	for _, s := range pngSeeds(f) {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 0 && data[0] == '<' {
			return
		}
		p, err := extract(string(data))
		streamed, errStream := Extract(strings.NewReader(string(data)), Options{})
		require.Equal(t, codeOf(err), codeOf(errStream))
		require.Equal(t, p, streamed)
		if err != nil {
			return
		}
		at, err := ExtractAt(bytes.NewReader(data), int64(len(data)), Options{})
		require.NoError(t, err)
		require.Equal(t, p, at)
		all, err := ExtractAll(bytes.NewReader(data), Options{})
		require.NoError(t, err)
		require.Len(t, merge(all), 1)
		data = bytes.TrimRight(data, space)
		for n := 0; n < len(data); n += 1 + len(data)/64 {
			_, err := extract(string(data[:n]))
			require.ErrorIs(t, err, ErrPicture)
		}
	})
}

// FuzzPNGBake: what goes in comes out, nothing else changes, and the pixels
// stay what they were.
func FuzzPNGBake(f *testing.F) {
	for i, s := range pngSeeds(f) {
		f.Add([]byte(s), uint8(i), i%2 == 0)
	}
	f.Fuzz(func(t *testing.T, data []byte, pick uint8, replace bool) {
		if !strings.HasPrefix(string(data), pngSignature) {
			return
		}
		p := fuzzPayloads[int(pick)%len(fuzzPayloads)]
		p.URL = ""
		var streamed bytes.Buffer
		errStream := Embed(&streamed, onlyReader{bytes.NewReader(data)}, p, Options{Replace: replace})
		out, err := embed(string(data), p, Options{Replace: replace})
		require.Equal(t, codeOf(err), codeOf(errStream))
		if err != nil {
			require.Empty(t, out)
			return
		}
		require.Equal(t, out, streamed.String())
		got, err := extract(out)
		require.NoError(t, err)
		got.Remarks = nil
		require.Equal(t, p, got)
		clean, err := unbake(out)
		require.NoError(t, err)
		before, err := unbake(string(data))
		require.NoError(t, err)
		require.Equal(t, before, clean)
		if !replace {
			require.Equal(t, string(data), clean)
		}
		if c, err := imagepng.DecodeConfig(bytes.NewReader(data)); err == nil && c.Width*c.Height < 1<<16 {
			old, errOld := imagepng.Decode(bytes.NewReader(data))
			decoded, errNew := imagepng.Decode(strings.NewReader(out))
			require.Equal(t, errOld == nil, errNew == nil)
			require.Equal(t, old, decoded)
		}
	})
}

// svgSeeds are drawings, baked and not.
func svgSeeds(t testing.TB) []string {
	seeds := []string{inSVG(credBody), inSVG(credJWS), inSVG(credBody + credJWS), inSVG(`<g xmlns:x="u" x:a="&lt;&#x41;" a='>'/>`)}
	for i, shape := range svgShapes {
		baked, err := embed(shape, svgPayloads[i%len(svgPayloads)])
		require.NoError(t, err)
		seeds = append(seeds, shape, baked)
	}
	for _, tt := range hostileSVG {
		seeds = append(seeds, tt.picture)
	}
	return seeds
}

// FuzzSVGExtract: what is accepted is read by the standard library, too, and
// can be cleaned.
func FuzzSVGExtract(f *testing.F) {
	for _, s := range svgSeeds(f) {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		if strings.HasPrefix(src, pngSignature) {
			return
		}
		p, err := extract(src)
		_, errInspect := InspectSVG(strings.NewReader(src), Options{})
		if codeOf(err) == codeNotBaked || err == nil {
			require.NoError(t, errInspect)
			requireXML(t, src)
		}
		if err != nil {
			require.Zero(t, p)
			return
		}
		require.True(t, encodingOf(p.Data) != encodingNone || p.Data == nil && isURL(p.URL))
		clean, err := unbake(src)
		require.NoError(t, err)
		_, err = extract(clean)
		require.ErrorIs(t, err, ErrNotBaked)
	})
}

// FuzzSVGBake: what goes in comes out, the result is well-formed, and removing
// it gives the drawing back.
func FuzzSVGBake(f *testing.F) {
	for i, s := range svgSeeds(f) {
		f.Add(s, svgPayloads[i%len(svgPayloads)].Data, uint8(i))
	}
	f.Fuzz(func(t *testing.T, src string, data []byte, pick uint8) {
		if strings.HasPrefix(src, pngSignature) {
			return
		}
		slot := svgNames[int(pick)%len(svgNames)].slot
		p := Payload{Slot: slot, Data: data}
		if slot == OB2 && encodingOf(data) == encodingJSON {
			p.URL = testURL
		}
		out, err := embed(src, p)
		if err != nil {
			require.Empty(t, out)
			return
		}
		got, err := extract(out)
		require.NoError(t, err)
		require.Equal(t, p, got)
		requireXML(t, out)
		clean, err := unbake(out)
		require.NoError(t, err)
		if d, err := readSVG(src); err == nil && !d.emptyRoot {
			require.Equal(t, src, clean)
		}
	})
}
