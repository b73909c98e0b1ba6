package bake

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"io"
	"unicode/utf8"
)

// textSlot reads the keyword of a text chunk and returns the slot it names,
// "" for the keywords of others.
func (w *png) textSlot(c chunk) (Slot, error) {
	head, err := w.peek(chunkHead + int(min(c.length, maxKeyword+1)))
	if err != nil {
		return "", err
	}
	keyword, _, ok := bytes.Cut(head[chunkHead:], []byte{0})
	if !ok || len(keyword) == 0 {
		return "", pictureError(codePNGKeyword, c.offset+chunkHead, "the keyword of the %s chunk begins with %s, want 1 to %d bytes and a NUL", c.kind, quote(keyword), maxKeyword)
	}
	return slotOf(keyword), nil
}

// credential treats a chunk that carries a credential.
func (w *png) credential(c chunk, slot Slot) error {
	switch w.found {
	case refuse:
		return alreadyBaked(c.offset)
	case remove:
		return w.leaveOut(c)
	}
	w.kept++
	if only := w.options.Slot; only != "" && only != slot {
		return w.copy(c, nil)
	}
	if len(w.payloads) == maxCredentials {
		return ambiguous("the picture carries more than %d credentials, the limit", maxCredentials)
	}
	// The text is measured without the keyword and the few bytes behind it.
	if c.length > maxText+seekBuffer {
		return pictureError(codePNGTextSize, c.offset, "the %s chunk has %d bytes, wanted at most %d of text", c.kind, c.length, maxText)
	}
	data := make([]byte, 0, min(c.length, streamBuffer))
	if err := w.copy(c, &data); err != nil {
		return err
	}
	text := textChunk{chunk: c, slot: slot, inflate: w.options.AllowCompressed}
	p, err := text.payload(data[len(slot)+1:])
	if err != nil {
		return err
	}
	w.payloads = append(w.payloads, p)
	return nil
}

// textChunk is a text chunk with a keyword of ours.
type textChunk struct {
	chunk
	slot    Slot
	inflate bool
}

func (t textChunk) fail(code, format string, args ...any) error {
	return pictureError(code, t.offset, format, args...)
}

// payload reads the data behind the keyword.
func (t textChunk) payload(data []byte) (Payload, error) {
	switch t.kind {
	case "iTXt":
		return t.international(data)
	case "zTXt":
		if len(data) == 0 || data[0] != 0 {
			return Payload{}, t.fail(codePNGText, "the zTXt chunk has no compression method 0")
		}
		text, err := t.decompress(data[1:])
		if err != nil {
			return Payload{}, err
		}
		data = text
	}
	// Open Badges before 2012 kept the assertion's URL in a plain text chunk.
	if t.slot != OB2 {
		return Payload{}, t.fail(codePNGCarrier, "the keyword %s stands in a %s chunk, wanted iTXt", t.slot, t.kind)
	}
	if !isURL(string(data)) {
		return Payload{}, t.fail(codePNGCarrier, "the %s chunk holds %s, wanted an http or https URL", t.kind, quote(data))
	}
	return Payload{Slot: t.slot, URL: string(data)}, nil
}

// international reads what follows the keyword in iTXt: compression flag and
// method, language tag, translated keyword, text (PNG §11.3.3.4).
func (t textChunk) international(data []byte) (Payload, error) {
	if len(data) < 2 || data[0] > 1 || data[1] != 0 {
		return Payload{}, t.fail(codePNGText, "the iTXt chunk has no compression flag 0 or 1 with method 0")
	}
	language, rest, ok := bytes.Cut(data[2:], []byte{0})
	translated, text, ok2 := bytes.Cut(rest, []byte{0})
	if !ok || !ok2 {
		return Payload{}, t.fail(codePNGText, "the iTXt chunk ends before its text")
	}
	if !isLanguageTag(language) || !utf8.Valid(translated) {
		return Payload{}, t.fail(codePNGText, "the iTXt chunk has the language tag %s and the translated keyword %s", quote(language), quote(translated))
	}
	if data[0] == 1 {
		inflated, err := t.decompress(text)
		if err != nil {
			return Payload{}, err
		}
		text = inflated
	}
	if len(text) > maxText {
		return Payload{}, t.fail(codePNGTextSize, "the credential has %d bytes, wanted at most %d", len(text), maxText)
	}
	if !isText(text) {
		return Payload{}, t.fail(codePNGText, "the credential is not UTF-8 text without NUL")
	}
	if encodingOf(text) == encodingNone {
		return Payload{}, t.fail(codePayloadForm, "the chunk holds %s, wanted a JSON object or a compact JWS", quote(text))
	}
	return Payload{Slot: t.slot, Data: text}, nil
}

// isLanguageTag reports whether tag is empty or words of 1 to 8 letters or
// digits joined by hyphens.
func isLanguageTag(tag []byte) bool {
	if len(tag) == 0 {
		return true
	}
	for word := range bytes.SplitSeq(tag, []byte{'-'}) {
		if len(word) < 1 || len(word) > 8 {
			return false
		}
		for _, c := range word {
			if !base64URL[c] || c == '-' || c == '_' {
				return false
			}
		}
	}
	return true
}

// decompress inflates text, if that is allowed, up to maxText.
func (t textChunk) decompress(data []byte) ([]byte, error) {
	if !t.inflate {
		return nil, t.fail(codePNGCompressed, "the credential in the %s chunk is compressed, which Open Badges forbids", t.kind)
	}
	source := bytes.NewReader(data)
	z, err := zlib.NewReader(source)
	if err != nil {
		return nil, t.fail(codePNGText, "the compressed text of the %s chunk is damaged", t.kind)
	}
	text, err := io.ReadAll(io.LimitReader(z, maxText+1))
	switch {
	case err != nil:
		return nil, t.fail(codePNGText, "the compressed text of the %s chunk is damaged", t.kind)
	case len(text) > maxText:
		return nil, t.fail(codePNGTextSize, "the compressed text inflates to more than %d bytes", maxText)
	case source.Len() > 0:
		return nil, t.fail(codePNGText, "bytes follow the compressed text of the %s chunk", t.kind)
	}
	return text, nil
}

// textChunkOf returns the iTXt chunk that carries the credential: not
// compressed, no language, no translation (OB 3.0 §5.3.1).
func textChunkOf(p Payload) []byte {
	size := len(p.Slot) + 5 + len(p.Data)
	c := make([]byte, 0, chunkFrame+size)
	c = binary.BigEndian.AppendUint32(c, uint32(size))
	c = append(c, "iTXt"...)
	c = append(c, p.Slot...)
	c = append(c, 0, 0, 0, 0, 0)
	c = append(c, p.Data...)
	return binary.BigEndian.AppendUint32(c, crc32.ChecksumIEEE(c[4:]))
}
