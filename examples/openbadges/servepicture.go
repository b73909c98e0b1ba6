package main

import (
	"bytes"
	"image"
	"image/color"
	"image/png"

	"github.com/openbadges-go/openbadges/bake"
)

// Limits of a picture that the page shows.
const (
	maxShown     = 8 << 20 // bytes of all pictures of a page
	maxPixels    = 4 << 20 // of a PNG; at most 8 bytes each while it is decoded
	shownSide    = 384     // pixels of the longer side
	maxDrawing   = 1 << 20 // bytes of an SVG
	pngSignature = "\x89PNG\r\n\x1a\n"
)

// shownPicture returns a badge picture for the page, nil if it is not shown. A
// PNG is drawn again and made smaller, so only its pixels remain. Of an SVG the
// badge is removed; the page shows it only in an img element, where it
// runs no script and loads nothing.
func shownPicture(picture []byte) []byte {
	var out bytes.Buffer
	switch {
	case len(picture) == 0:
	case bytes.HasPrefix(picture, []byte(pngSignature)):
		out.Write(redrawn(picture))
	case len(picture) <= maxDrawing && bake.Remove(&out, bytes.NewReader(picture), bake.Options{}) != nil:
		return nil
	}
	return out.Bytes()
}

// redrawn returns a PNG of the pixels of a PNG.
func redrawn(picture []byte) []byte {
	head, err := png.DecodeConfig(bytes.NewReader(picture))
	if err != nil || head.Width <= 0 || head.Height <= 0 || head.Width > maxPixels/head.Height {
		return nil
	}
	full, err := png.Decode(bytes.NewReader(picture))
	if err != nil {
		return nil
	}
	var out bytes.Buffer
	if png.Encode(&out, smaller(full)) != nil {
		return nil
	}
	return out.Bytes()
}

// smaller returns a picture with sides of at most shownSide pixels. Each of its
// pixels is the average of those that it covers.
func smaller(full image.Image) image.Image {
	b := full.Bounds()
	longer := max(b.Dx(), b.Dy())
	if longer <= shownSide {
		return full
	}
	small := image.NewNRGBA(image.Rect(0, 0, max(1, b.Dx()*shownSide/longer), max(1, b.Dy()*shownSide/longer)))
	for y := range small.Rect.Dy() {
		for x := range small.Rect.Dx() {
			from := image.Pt(b.Min.X+x*b.Dx()/small.Rect.Dx(), b.Min.Y+y*b.Dy()/small.Rect.Dy())
			to := image.Pt(b.Min.X+(x+1)*b.Dx()/small.Rect.Dx(), b.Min.Y+(y+1)*b.Dy()/small.Rect.Dy())
			small.Set(x, y, average(full, image.Rectangle{from, to}))
		}
	}
	return small
}

func average(full image.Image, over image.Rectangle) color.RGBA64 {
	var red, green, blue, alpha, n uint64
	for y := over.Min.Y; y < over.Max.Y; y++ {
		for x := over.Min.X; x < over.Max.X; x++ {
			r, g, b, a := full.At(x, y).RGBA()
			red, green, blue, alpha, n = red+uint64(r), green+uint64(g), blue+uint64(b), alpha+uint64(a), n+1
		}
	}
	n = max(n, 1)
	return color.RGBA64{uint16(red / n), uint16(green / n), uint16(blue / n), uint16(alpha / n)}
}
