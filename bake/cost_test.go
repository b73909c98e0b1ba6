package bake

import (
	"bytes"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// fillSVG repeats part inside an SVG until it reaches the size limit.
func fillSVG(part func(i int) string) string {
	var b strings.Builder
	b.WriteString(svgOpen)
	for i := 0; b.Len() < maxSVG-4096; i++ {
		b.WriteString(part(i))
	}
	return b.String() + svgClose
}

func constant(s string) func(int) string { return func(int) string { return s } }

// costly are pictures at the limits, meant to be as expensive as possible.
func costly() map[string]string {
	bomb := rawChunk("iTXt", string(OB3)+"\x00\x01\x00\x00\x00"+deflated(strings.Repeat(" ", 2<<20)))
	text := itxt(OB3, `{"`+strings.Repeat("a", maxText-10)+`":1}`)
	noise := string(photo(maxPNG - 4096))
	gradual := func(i int) string {
		return fmt.Sprintf(`<g xmlns:p%d="u" xmlns:q%d="v" p%d:a="1"/>`, i, i, i)
	}
	wide := "<g" + attrs(maxAttributes, "w") + "/>"
	deep := strings.Repeat("<g>", maxDepth-2) + strings.Repeat("</g>", maxDepth-2)
	return map[string]string{
		"P01 last CRC":     broken(noise, len(noise)-13, 1),
		"P04 bombs":        pngWith(strings.Repeat(bomb, 100)),
		"P05 chunks":       pngWith(strings.Repeat(rawChunk("tEXt", "a\x00"+strings.Repeat("x", 8000)), maxChunks)),
		"P06 texts":        pngWith(strings.Repeat(text, 15)),
		"P13 large":        noise,
		"V09 comments":     fillSVG(constant("<!---->")),
		"V09 instructions": fillSVG(constant("<?a?>")),
		"V09 text":         fillSVG(constant("] ]> ")),
		"V10 CDATA":        svgOpen + "<o:credential>" + fillSVG(constant("<![CDATA[\r]]>"))[len(svgOpen):],
		"V13 references":   fillSVG(constant("&#65;")),
		"V13 ampersands":   fillSVG(constant(`&amp;`)) + "&",
		"V13 in body":      strings.Replace(fillSVG(constant("&#65;")), svgOpen, svgOpen+"<o:credential>", 1),
		"V15 deep":         fillSVG(constant(deep)),
		"V16 wide":         fillSVG(constant(wide)),
		"V16 value":        inSVG(`<o:credential verify="` + strings.Repeat("&#x41;", maxValue/6) + `"/>`),
		"V16 name":         inSVG("<" + strings.Repeat("é", maxSVG/3)),
		"V16 style":        fillSVG(constant(`<g style="a:url(b);c:url(d)"/>`)),
		"V17 declarations": fillSVG(gradual),
		"V06 credentials":  fillSVG(constant(strings.Repeat(credBody, 2))),
	}
}

func useAll(picture []byte) {
	o := Options{AllowCompressed: true}
	_, _ = Extract(bytes.NewReader(picture), o)
}

// TestCost bounds what any picture within the limits may allocate.
func TestCost(t *testing.T) {
	if testing.Short() {
		t.Skip("reads some 100 MB of pictures")
	}
	const ceiling = 64 << 20
	for name, picture := range costly() {
		t.Run(name, func(t *testing.T) {
			data := []byte(picture)
			for what, run := range map[string]func(){
				"extract": func() { useAll(data) },
				"embed":   func() { _ = Embed(&bytes.Buffer{}, bytes.NewReader(data), ob3JSON, Options{}) },
				"inspect": func() { _, _ = InspectSVG(bytes.NewReader(data), Options{}) },
			} {
				if what == "embed" && strings.HasPrefix(picture, pngSignature) {
					continue // the buffer alone would be over the ceiling
				}
				var before, after runtime.MemStats
				runtime.ReadMemStats(&before)
				run()
				runtime.ReadMemStats(&after)
				require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(ceiling), what)
			}
		})
	}
}

// BenchmarkCost shows how long the same pictures take.
func BenchmarkCost(b *testing.B) {
	for name, picture := range costly() {
		data := []byte(picture)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				useAll(data)
			}
		})
		if strings.HasPrefix(name, "V") {
			b.Run(name+"/inspect", func(b *testing.B) {
				for b.Loop() {
					_, _ = InspectSVG(bytes.NewReader(data), Options{})
				}
			})
		}
	}
}

// TestP13 shows that a picture of enormous size in pixels costs nothing extra.
func TestP13(t *testing.T) {
	huge := pngSignature + rawChunk("IHDR", "\x7f\xff\xff\xff\x7f\xff\xff\xff\x10\x06\x00\x00\x00") + partIDAT + pngEnd
	baked, err := embed(huge, ob3JSON)
	require.NoError(t, err)
	require.Less(t, testing.AllocsPerRun(10, func() { _, _ = extract(baked) }), 40.0)
}

// TestExtractAtMemory reads a credential out of a 20 MB file in 64 KiB.
func TestExtractAtMemory(t *testing.T) {
	baked, err := embed(string(photo(20<<20)), benchPayload)
	require.NoError(t, err)
	var before, after runtime.MemStats
	r := strings.NewReader(baked)
	runtime.ReadMemStats(&before)
	p, err := ExtractAt(r, r.Size(), Options{})
	runtime.ReadMemStats(&after)
	require.NoError(t, err)
	require.Equal(t, benchPayload, p)
	require.LessOrEqual(t, after.TotalAlloc-before.TotalAlloc, uint64(64<<10))
}
