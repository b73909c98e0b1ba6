package bake

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
)

// pngSignature are the first eight bytes of a PNG (PNG §5.2).
const pngSignature = "\x89PNG\r\n\x1a\n"

// pngEnd is the IEND chunk, the same in every PNG (PNG §11.2.5).
const pngEnd = "\x00\x00\x00\x00IEND\xae\x42\x60\x82"

// chunkFrame is the size of what surrounds a chunk's data: length and type before, CRC
// after it (PNG §5.3).
const (
	chunkHead  = 8
	chunkFrame = 12
)

// chunk is the head of one chunk.
type chunk struct {
	offset int64
	length int64
	kind   string
}

// metadataFree lists the ancillary chunks that change how a picture looks. All
// others describe it, and StripMetadata drops them.
var metadataFree = map[string]bool{
	"tRNS": true, "gAMA": true, "cHRM": true, "sRGB": true, "iCCP": true, "sBIT": true,
	"cICP": true, "mDCV": true, "cLLI": true, "bKGD": true, "pHYs": true,
	"acTL": true, "fcTL": true, "fdAT": true,
}

// treatment says what happens to a credential in the picture.
type treatment int

const (
	collect treatment = iota // read it
	refuse                   // stop with ErrBaked
	remove                   // leave it out
)

// png walks over the chunks of one PNG.
type png struct {
	*stream
	options   Options
	found     treatment
	insert    []byte // the chunk to add before IEND
	trusted   bool   // an earlier walk over the same bytes checked them
	headsOnly bool   // skip data that is not text, and its CRC

	payloads  []Payload
	remarks   []Remark
	kind      string // of the chunk last seen
	kept      int    // chunks in the output
	left      int64  // bytes of the chunks that are left out
	sawData   bool
	apple     bool // CgBI came first
	afterData bool // a chunk other than IDAT followed IDAT
}

// walk reads the whole PNG, checks it and handles every credential.
func (w *png) walk() error {
	err := w.chunks()
	if errors.Is(err, io.EOF) {
		return pictureError(codePNGTruncated, w.base+int64(w.end), "the file ends before the PNG does")
	}
	return err
}

func (w *png) chunks() error {
	mark, err := w.peek(len(pngSignature))
	if err != nil {
		return err
	}
	if string(mark) != pngSignature {
		return pictureError(codePNGSignature, 0, "the file begins with %s, a damaged PNG signature", quote(mark))
	}
	if err := w.skip(int64(len(mark))); err != nil {
		return err
	}
	for n := 0; n < maxChunks; n++ {
		c, err := w.head()
		if err != nil {
			return err
		}
		if err := w.checkOrder(c, n); err != nil {
			return err
		}
		if c.kind == "IEND" {
			return w.finish(c)
		}
		if err := w.chunk(c); err != nil {
			return err
		}
	}
	return pictureError(codePNGChunkLimit, w.offset(), "there are more than %d chunks, the limit", maxChunks)
}

// head reads the head of the next chunk without moving.
func (w *png) head() (chunk, error) {
	head, err := w.peek(chunkHead)
	if err != nil {
		return chunk{}, err
	}
	if string(head[4:]) != w.kind { // most chunks are of the same type: one string serves them all
		w.kind = string(head[4:])
	}
	c := chunk{offset: w.offset(), length: int64(binary.BigEndian.Uint32(head)), kind: w.kind}
	for i := range c.kind {
		lower := c.kind[i] | 0x20
		if lower < 'a' || lower > 'z' {
			return chunk{}, pictureError(codePNGChunkType, c.offset+4, "the chunk type is %s, wanted four ASCII letters", quote(c.kind))
		}
	}
	if c.kind[2]&0x20 != 0 {
		private := c.kind[0]&0x20 != 0 && c.kind[1]&0x20 != 0
		if !private || strings.EqualFold(c.kind, "iTXt") || strings.EqualFold(c.kind, "tEXt") || strings.EqualFold(c.kind, "zTXt") {
			return chunk{}, pictureError(codePNGChunkType, c.offset+4, "the chunk type %s sets the reserved bit", quote(c.kind))
		}
		w.remark(c.offset+4, "the private chunk %s sets the reserved bit", quote(c.kind))
	}
	if c.length > maxChunkLength || c.length+chunkFrame > w.limit-c.offset {
		return chunk{}, pictureError(codePNGChunkLength, c.offset, "the chunk declares %d bytes of data, more than the file may have", c.length)
	}
	return c, nil
}

// checkOrder checks the order of PNG §5.6: IHDR first and once, IDAT in one
// run, IEND after it. Apple's tools put CgBI before IHDR; such a file is read,
// and not written, because only Apple's viewers show it.
func (w *png) checkOrder(c chunk, n int) error {
	if n == 0 && c.kind == "CgBI" {
		w.apple = true
		if w.found != collect {
			return pictureError(codePNGChunkOrder, c.offset, "the PNG is in Apple's CgBI form; save it as a standard PNG first")
		}
		w.remark(c.offset, "the PNG is in Apple's CgBI form")
		return nil
	}
	first := 0
	if w.apple {
		first = 1
	}
	switch {
	case (c.kind == "IHDR") != (n == first):
		return pictureError(codePNGChunkOrder, c.offset, "chunk %d is %s, wanted IHDR first and once", n+1, c.kind)
	case c.kind == "IDAT" && w.afterData:
		return pictureError(codePNGChunkOrder, c.offset, "IDAT chunks are apart, wanted them in one run")
	case c.kind == "IEND" && !w.sawData:
		return pictureError(codePNGChunkOrder, c.offset, "IEND comes before any IDAT")
	}
	w.afterData = w.sawData && c.kind != "IDAT"
	w.sawData = w.sawData || c.kind == "IDAT"
	return nil
}

// chunk reads one chunk other than IEND.
func (w *png) chunk(c chunk) error {
	switch c.kind {
	case "IHDR":
		return w.header(c)
	case "iTXt", "tEXt", "zTXt":
		slot, err := w.textSlot(c)
		if err != nil {
			return err
		}
		if slot != "" {
			return w.credential(c, slot)
		}
	}
	ancillary := c.kind[0]&0x20 != 0
	if w.options.StripMetadata && ancillary && !metadataFree[c.kind] {
		return w.leaveOut(c)
	}
	w.kept++
	return w.copy(c, nil)
}

// copy reads a whole chunk, checks its CRC and appends its data to into.
func (w *png) copy(c chunk, into *[]byte) error {
	text := c.kind == "iTXt" || c.kind == "tEXt" || c.kind == "zTXt"
	if into == nil && (w.trusted || w.headsOnly && !text && c.kind != "IHDR") {
		return w.skip(c.length + chunkFrame)
	}
	var sum uint32
	if err := w.skip(4); err != nil {
		return err
	}
	if err := w.pass(4, &sum, nil); err != nil {
		return err
	}
	if err := w.pass(c.length, &sum, into); err != nil {
		return err
	}
	want, err := w.peek(4)
	if err != nil {
		return err
	}
	if got := binary.BigEndian.Uint32(want); got != sum {
		return pictureError(codePNGChecksum, w.offset(), "the CRC of the %s chunk is %08x, wanted %08x", c.kind, got, sum)
	}
	return w.skip(4)
}

// leaveOut reads a chunk and does not write it.
func (w *png) leaveOut(c chunk) error {
	if err := w.drop(true); err != nil {
		return err
	}
	w.left += c.length + chunkFrame
	if err := w.copy(c, nil); err != nil {
		return err
	}
	return w.drop(false)
}

// bitDepths are the depths each colour type allows (PNG §11.2.1).
var bitDepths = map[byte]string{0: "\x01\x02\x04\x08\x10", 2: "\x08\x10", 3: "\x01\x02\x04\x08", 4: "\x08\x10", 6: "\x08\x10"}

// header checks IHDR. A file with an invalid one is not a picture.
func (w *png) header(c chunk) error {
	const size = 13
	if c.length != size {
		return pictureError(codePNGHeader, c.offset, "IHDR has %d bytes, wanted %d", c.length, size)
	}
	head, err := w.peek(chunkHead + size)
	if err != nil {
		return err
	}
	f := head[chunkHead:]
	width, height := binary.BigEndian.Uint32(f), binary.BigEndian.Uint32(f[4:])
	depth, colour, compression, filter, interlace := f[8], f[9], f[10], f[11], f[12]
	sound := width > 0 && width <= maxChunkLength && height > 0 && height <= maxChunkLength &&
		bytes.IndexByte([]byte(bitDepths[colour]), depth) >= 0 && compression == 0 && filter == 0 && interlace <= 1
	w.kept++
	if err := w.copy(c, nil); err != nil {
		return err
	}
	if !sound {
		return pictureError(codePNGHeader, c.offset+chunkHead, "IHDR holds % x, which PNG does not define", f)
	}
	return nil
}

// finish reads IEND, checks that only white space follows, and only then writes
// the new chunk and the end: after an error the output has neither.
func (w *png) finish(c chunk) error {
	end, err := w.peek(len(pngEnd))
	if err != nil {
		return err
	}
	if c.length != 0 {
		return pictureError(codePNGChunkLength, c.offset, "IEND has %d bytes of data, wanted none", c.length)
	}
	if string(end) != pngEnd {
		return pictureError(codePNGChecksum, c.offset+chunkHead, "the CRC of the IEND chunk is % x, wanted % x", end[chunkHead:], pngEnd[chunkHead:])
	}
	if err := w.drop(true); err != nil {
		return err
	}
	if err := w.skip(int64(len(pngEnd))); err != nil {
		return err
	}
	var tail []byte
	if !w.options.AllowTrailing {
		if tail, err = w.trailing(); err != nil {
			return err
		}
	}
	if len(w.insert) > 0 {
		if w.kept+2 > maxChunks {
			return pictureError(codePNGChunkLimit, c.offset, "there is no room for one more chunk below the limit of %d", maxChunks)
		}
		if w.offset()-w.left+int64(len(w.insert)) > w.limit {
			return sizeError(w.limit)
		}
	}
	if err := w.write(w.insert); err != nil {
		return err
	}
	return w.write(append([]byte(pngEnd), tail...))
}

// trailing reads the white space after IEND, which text tools add. Anything
// else there is refused, because readers disagree about it.
func (w *png) trailing() (tail []byte, err error) {
	at := w.offset()
	for {
		next, err := w.peek(1)
		switch {
		case err == io.EOF:
			if len(tail) > 0 {
				w.remark(at, "white space follows the end of the PNG")
			}
			return tail, nil
		case err != nil:
			return nil, err
		case strings.IndexByte(space, next[0]) < 0 || len(tail) == maxTail:
			return nil, pictureError(codePNGTrailing, at, "bytes follow the end of the PNG; bake the picture again")
		}
		if err := w.pass(1, nil, &tail); err != nil {
			return nil, err
		}
	}
}

// remark notes a deviation that does not affect the badge.
func (w *png) remark(offset int64, format string, args ...any) {
	if w.found == collect && len(w.remarks) < maxRemarks {
		w.remarks = append(w.remarks, Remark{codePNGTolerated, fmt.Sprintf(format, args...), offset})
	}
}
