package bake

import (
	"bytes"
	"io"
	"strings"
)

// format is a picture format this package handles.
type format int

const (
	formatPNG format = iota + 1
	formatSVG
)

// byteOrderMark may begin a UTF-8 text.
const byteOrderMark = "\xef\xbb\xbf"

// otherFormats are recognised only to name them in an error. The first eight
// bytes of MNG and JNG resemble those of PNG.
var otherFormats = [...]struct {
	at         int
	mark, name string
}{
	{0, "\x8aMNG", "an MNG animation"},
	{0, "\x8bJNG", "a JNG picture"},
	{0, "\xff\xd8\xff", "a JPEG picture"},
	{0, "GIF8", "a GIF picture"},
	{8, "WEBP", "a WebP picture"},
	{4, "ftypavif", "an AVIF picture"},
	{4, "ftypheic", "a HEIC picture"},
	{0, "BM", "a BMP picture"},
	{0, "\x00\x00\x01\x00", "an icon"},
	{0, "II*\x00", "a TIFF picture"},
	{0, "MM\x00*", "a TIFF picture"},
	{0, "%PDF", "a PDF document"},
	{0, "PK\x03\x04", "a ZIP archive or an office document"},
}

// compressed is the mark of gzip.
const compressed = "\x1f\x8b"

// webPage says what was found in place of a picture.
const webPage = "this is a web page, not a badge"

// webPages are how HTML begins, in lower case.
var webPages = [...]string{"<!doctype html", "<html"}

// formatOf recognises the format by the first bytes and does not move the
// stream.
func formatOf(t *stream) (format, error) {
	head, err := t.peek(seekBuffer)
	if err != nil && err != io.EOF {
		return 0, err
	}
	mark := head[:min(len(head), len(pngSignature))]
	for _, o := range otherFormats {
		if bytes.HasPrefix(head[min(len(head), o.at):], []byte(o.mark)) {
			return 0, pictureError(codeUnsupportedFormat, noOffset, "this is %s; badges are baked into PNG and SVG pictures only", o.name)
		}
	}
	switch {
	case len(mark) == 0:
		return 0, pictureError(codeNoPicture, noOffset, "the file is empty")
	case bytes.HasPrefix(mark, []byte(compressed)):
		return 0, pictureError(codeUnsupportedFormat, noOffset, "this is a compressed file; unpack a compressed SVG first")
	}
	if len(mark) > 0 && mark[0] == pngSignature[0] || len(mark) >= 4 && string(mark[1:4]) == "PNG" {
		return formatPNG, nil
	}
	if bytes.HasPrefix(mark, []byte("\xff\xfe<")) || bytes.HasPrefix(mark, []byte("\xfe\xff\x00<")) {
		return 0, pictureError(codeSVGEncoding, noOffset, "the text is UTF-16; save it as UTF-8")
	}
	text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte(byteOrderMark)), space)
	for _, start := range webPages {
		if len(text) >= len(start) && strings.EqualFold(string(text[:len(start)]), start) {
			return 0, pictureError(codeUnsupportedFormat, noOffset, webPage)
		}
	}
	if len(text) > 0 && text[0] == '<' {
		return formatSVG, nil
	}
	return 0, pictureError(codeNoPicture, noOffset, "the file begins with %s, wanted a PNG or SVG", quote(mark))
}
