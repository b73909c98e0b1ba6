package bake

import (
	"bytes"
	imagepng "image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

var officialSamples = []struct {
	file     string
	slot     Slot
	encoding encoding
	url      string
	code     string
}{
	{file: "1edtech/ob30/simple-json.png", slot: OB3, encoding: encodingJSON},
	{file: "1edtech/ob30/simple-jwt.png", slot: OB3, encoding: encodingJWS},
	{file: "1edtech/ob30/simple-json.svg", slot: OB3, encoding: encodingJSON},
	{file: "1edtech/ob30/simple-jwt.svg", slot: OB3, encoding: encodingJWS},
	{file: "1edtech/ob20/simple-badge.png", slot: OB2, encoding: encodingJSON},
	{file: "edubadges/introduction_to_political_science_edubadge.png", slot: OB2, encoding: encodingJSON},
	{file: "edubadges/baked_svg_edubadge.svg", slot: OB2, encoding: encodingJSON, url: "http://localhost:8000/public/assertions/0SiqaDWfS3CXi2gCg72j_A"},
	{file: "bakery/cs_baked_heart.png", slot: OB2, encoding: encodingJSON},
	{file: "bakery/cs_baked_example.svg", slot: OB2, encoding: encodingJSON, url: "https://example.org/assertion.json"},
	{file: "bakery/moz_baked.svg", slot: OB2, encoding: encodingJSON, url: "http://example.org"},
	{file: "bakery/moz_bad-json.svg", code: codePayloadForm},
	{file: "bakery/moz_no-json.svg", slot: OB2, url: "http://example.org"},
	{file: "bakery/moz_unbaked.svg", code: codeNotBaked},
	{file: "bakery/moz_unbaked.png", code: codeNotBaked},
	{file: "bakery/cs_unbaked_example.svg", code: codeNotBaked},
	{file: "bakery/cs_public_domain_heart.png", code: codeNotBaked},
}

// TestOfficialSamples reads what others have baked (C-135).
func TestOfficialSamples(t *testing.T) {
	dir := filepath.Join(referenceDir(t), "samples")
	for _, tt := range officialSamples {
		t.Run(tt.file, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join(dir, tt.file))
			require.NoError(t, err)
			p, err := Extract(bytes.NewReader(data), Options{})
			at, errAt := ExtractAt(bytes.NewReader(data), int64(len(data)), Options{})
			require.Equal(t, p, at)
			require.Equal(t, tt.code, codeOf(errAt))
			if tt.code != "" {
				require.Equal(t, tt.code, codeOf(err))
				return
			}
			require.NoError(t, err)
			require.Equal(t, tt.slot, p.Slot)
			require.Equal(t, tt.url, p.URL)
			require.Equal(t, tt.encoding, encodingOf(p.Data))

			// Replacing and removing work on what others baked, too.
			out, err := embed(string(data), ob3JWS, Options{Replace: true})
			require.NoError(t, err)
			got, err := extract(out)
			require.NoError(t, err)
			require.Equal(t, ob3JWS, got)
			clean, err := unbake(string(data))
			require.NoError(t, err)
			_, err = extract(clean)
			require.ErrorIs(t, err, ErrNotBaked)
		})
	}
}

// TestP19 shows on every picture of PngSuite that baking adds one uncompressed
// iTXt chunk and leaves the rest alone (C-123, C-124).
func TestP19(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(referenceDir(t), "samples", "pngsuite", "*.png"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			require.NoError(t, err)
			for _, p := range []Payload{ob3JSON, ob3JWS} {
				baked, err := embed(string(data), p)
				require.NoError(t, err)
				require.Contains(t, baked, itxt(OB3, string(p.Data)))
				got, err := extract(baked)
				require.NoError(t, err)
				require.Equal(t, p, got)
				clean, err := unbake(baked)
				require.NoError(t, err)
				require.Equal(t, string(data), clean)

				before, errBefore := imagepng.Decode(bytes.NewReader(data))
				after, errAfter := imagepng.Decode(bytes.NewReader([]byte(baked)))
				require.Equal(t, errBefore == nil, errAfter == nil)
				require.Equal(t, before, after)
			}
		})
	}
}

// TestP20: a picture does not prove that a credential belongs in it. A credential moves to
// any other picture unchanged, and what comes out tells nothing of the picture.
func TestP20(t *testing.T) {
	for _, p := range []Payload{ob3JSON, ob3JWS, ob2JWS} {
		small, err := embed(pngWith(), p)
		require.NoError(t, err)
		genuine, err := extract(small)
		require.NoError(t, err)
		for _, grand := range []string{string(drawing(t)), testSVG} {
			transplanted, err := embed(grand, genuine)
			require.NoError(t, err)
			got, err := extract(transplanted)
			require.NoError(t, err)
			require.Equal(t, genuine, got)
		}
	}
}

// TestP24 judges every picture of PngSuite, damaged in many places, in at most
// 10 ms and without a panic.
func TestP24(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(referenceDir(t), "samples", "pngsuite", "*.png"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	slowest := time.Duration(0)
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		for i := range 64 {
			damaged := broken(string(data), i*len(data)/64, byte(1+i))
			quickest := time.Hour
			for range 3 { // other work on the machine slows down one run, not all
				start := time.Now()
				_, err := extract(damaged)
				require.ErrorIs(t, err, ErrPicture, "%s at byte %d", file, i*len(data)/64)
				out, err := embed(damaged, ob3JSON, Options{Replace: true})
				require.ErrorIs(t, err, ErrPicture)
				require.Empty(t, out)
				quickest = min(quickest, time.Since(start))
			}
			slowest = max(slowest, quickest)
		}
	}
	require.Less(t, slowest, 10*time.Millisecond)
}
