package bake

import (
	"bytes"
	"io"
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
	{"\x1f\x8b", "gzip (a compressed SVG has to be unpacked first)"},
}

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
			return 0, pictureError(codeUnsupportedFormat, 0, "the picture is %s, wanted PNG or SVG", o.name)
		}
	}
	if len(mark) > 0 && mark[0] == pngSignature[0] || len(mark) >= 4 && string(mark[1:4]) == "PNG" {
		return formatPNG, nil
	}
	if bytes.HasPrefix(mark, []byte("\xff\xfe")) || bytes.HasPrefix(mark, []byte("\xfe\xff")) {
		return 0, pictureError(codeSVGEncoding, 0, "the text is UTF-16, wanted UTF-8")
	}
	text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte(byteOrderMark)), space)
	if len(text) > 0 && text[0] == '<' {
		return formatSVG, nil
	}
	return 0, pictureError(codeUnsupportedFormat, 0, "the picture begins with %s, wanted PNG or SVG", quote(mark))
}
