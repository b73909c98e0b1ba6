package bake

import (
	"bytes"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// counted counts the reads of a file.
type counted struct {
	io.ReaderAt
	reads, bytes int
}

func (c *counted) ReadAt(p []byte, at int64) (int, error) {
	n, err := c.ReaderAt.ReadAt(p, at)
	c.reads, c.bytes = c.reads+1, c.bytes+n
	return n, err
}

// SC-13: a text of 1 MiB before the badge is read in large pieces, for its
// checksum. Pixels are not read, and a long text does not make the heads after it
// be read in large pieces.
func TestReadsOfExtractAt(t *testing.T) {
	long := rawChunk("tEXt", "Comment\x00"+strings.Repeat("v", 1<<20))
	plain := string(photo(1 << 20))
	head := len(pngSignature) + chunkFrame + 13
	for name, row := range map[string]struct {
		picture      string
		reads, bytes int // at most
	}{
		"pixels":      {plain, 48, 48 * seekBuffer},
		"text":        {pngWith(long), 40, 1<<20 + 16<<10},
		"text, first": {plain[:head] + long + plain[head:], 48 + 40, 1<<20 + 48*seekBuffer + 16<<10},
	} {
		t.Run(name, func(t *testing.T) {
			baked, err := embed(row.picture, ob3JSON)
			require.NoError(t, err)
			file := &counted{ReaderAt: strings.NewReader(baked)}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			p, err := ExtractAt(file, int64(len(baked)), Options{})
			runtime.ReadMemStats(&after)
			require.NoError(t, err)
			require.Equal(t, ob3JSON, p)
			require.LessOrEqual(t, file.reads, row.reads)
			require.LessOrEqual(t, file.bytes, row.bytes)
			require.LessOrEqual(t, after.TotalAlloc-before.TotalAlloc, uint64(48<<10))
		})
	}
}

// SC-12: Embed reads the new SVG as far as it is new. Extract reads all of it,
// with the same result.
func TestEmbedReadsBack(t *testing.T) {
	for name, picture := range map[string]string{
		"drawing":          string(shapes()),
		"empty root":       `<svg xmlns="` + svgSpace + `"/>`,
		"empty, and after": `<svg xmlns="` + svgSpace + `"/><!-- end -->`,
		"prefix in use":    `<svg xmlns="` + svgSpace + `" xmlns:x="urn:x"><g xmlns:openbadges="urn:y" openbadges:a="1"/></svg>`,
		"baked before":     inSVG(credBody),
		"most elements":    inSVG(strings.Repeat("<g/>", maxElements-2)),
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			require.NoError(t, Embed(&out, strings.NewReader(picture), ob3JSON, Options{Replace: true}))
			p, err := Extract(bytes.NewReader(out.Bytes()), Options{})
			require.NoError(t, err)
			require.Equal(t, ob3JSON, p)
		})
	}
	full := inSVG(strings.Repeat("<g/>", maxElements-1))
	_, err := Extract(strings.NewReader(full), Options{})
	require.ErrorIs(t, err, ErrNotBaked)
	err = Embed(io.Discard, strings.NewReader(full), ob3JSON, Options{})
	require.ErrorContains(t, err, "elements")
}

// SC-12: a splice that goes wrong is found before anything is written.
func TestWrongSplice(t *testing.T) {
	d, err := readSVG(inSVG("<g/>"))
	require.NoError(t, err)
	written, end := d.with(ob3JSON, encodingJSON)
	require.NoError(t, d.verify(written, end, ob3JSON))
	good := string(written)
	for name, bad := range map[string]string{
		"cut":           good[:len(good)-1],
		"other rest":    strings.Replace(good, "<g/>", "<g>", 1),
		"badge changed": strings.Replace(good, "CDATA[", "CDATA[ x", 1),
		"no end":        strings.Replace(good, "]]>", "", 1),
		"elsewhere":     strings.Replace(good, "<openbadges:", "<g><openbadges:", 1),
	} {
		t.Run(name, func(t *testing.T) {
			at := end + len(bad) - len(good)
			if name == "cut" || name == "other rest" {
				at = end
			}
			require.Error(t, d.verify([]byte(bad), at, ob3JSON))
		})
	}
}
