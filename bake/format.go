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
var otherFormats = [...]struct{ mark, name string }{
	{"\x8aMNG", "MNG"},
	{"\x8bJNG", "JNG"},
	{"\xff\xd8\xff", "JPEG"},
	{"GIF8", "GIF"},
	{"RIFF", "WebP"},
	{"BM", "BMP"},
	{"II*\x00", "TIFF"},
	{"MM\x00*", "TIFF"},
	{"%PDF", "PDF"},
}

// compressed is the mark of gzip.
const compressed = "\x1f\x8b"

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
		if bytes.HasPrefix(mark, []byte(o.mark)) {
			return 0, pictureError(codeUnsupportedFormat, noOffset, "the file is a %s; badges are baked into PNG and SVG only", o.name)
		}
	}
	switch {
	case len(mark) == 0:
		return 0, pictureError(codeUnsupportedFormat, noOffset, "the file is empty")
	case bytes.HasPrefix(mark, []byte(compressed)):
		return 0, pictureError(codeUnsupportedFormat, noOffset, "the file is compressed; if it is an SVG, unpack it first")
	}
	if len(mark) > 0 && mark[0] == pngSignature[0] || len(mark) >= 4 && string(mark[1:4]) == "PNG" {
		return formatPNG, nil
	}
	if bytes.HasPrefix(mark, []byte("\xff\xfe")) || bytes.HasPrefix(mark, []byte("\xfe\xff")) {
		return 0, pictureError(codeSVGEncoding, noOffset, "the text is UTF-16; save it as UTF-8")
	}
	text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte(byteOrderMark)), space)
	for _, start := range webPages {
		if len(text) >= len(start) && strings.EqualFold(string(text[:len(start)]), start) {
			return 0, pictureError(codeUnsupportedFormat, noOffset, "the file is a web page, wanted a PNG or SVG")
		}
	}
	if len(text) > 0 && text[0] == '<' {
		return formatSVG, nil
	}
	return 0, pictureError(codeUnsupportedFormat, noOffset, "the file begins with %s, wanted a PNG or SVG", quote(mark))
}
