package bake

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"io"
	"unicode/utf8"
)

// textSlot returns the slot that the keyword of a text chunk names, "" for any
// other keyword.
func (w *png) textSlot(c chunk) (Slot, error) {
	head, err := w.peek(chunkHead + int(min(c.length, maxKeyword+1)))
	if err != nil {
		return "", err
	}
	keyword, _, ok := bytes.Cut(head[chunkHead:], []byte{0})
	if !ok || len(keyword) == 0 {
		w.remark(c.offset+chunkHead, "the keyword of a %s chunk begins with %s, wanted 1 to %d bytes and a NUL", c.kind, quote(keyword), maxKeyword)
		return "", nil
	}
	return slotOf(keyword), nil
}

// credential handles a chunk that carries a credential.
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
	// The keyword and the few bytes after it do not count.
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

// textChunk is a text chunk whose keyword names a slot.
type textChunk struct {
	chunk
	slot    Slot
	inflate bool
}

func (t textChunk) fail(code, format string, args ...any) error {
	return pictureError(code, t.offset, format, args...)
}

// payload reads the data after the keyword. The standard asks for iTXt; old
// bakers and picture tools wrote tEXt.
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
	p, err := t.credential(data)
	if err == nil && p.Data != nil { // a URL in tEXt is how badges began
		p.Remarks = append(p.Remarks, Remark{codePNGCarrier, "the credential is in a " + t.kind + " chunk, wanted iTXt", t.offset})
	}
	return p, err
}

// credential recognises the text of the chunk: JSON, a JWS or, for OB2, a URL.
func (t textChunk) credential(text []byte) (Payload, error) {
	switch {
	case len(text) > maxText:
		return Payload{}, t.fail(codePNGTextSize, "the credential has %d bytes, wanted at most %d", len(text), maxText)
	case !isText(text):
		return Payload{}, t.fail(codePNGText, "the credential is not UTF-8 text without NUL")
	case encodingOf(text) != encodingNone:
		return Payload{Slot: t.slot, Data: text}, nil
	}
	if url := string(bytes.Trim(text, space)); t.slot == OB2 && isURL(url) {
		return Payload{Slot: t.slot, URL: url}, nil
	}
	return Payload{}, t.fail(codePayloadForm, "the chunk holds %s, wanted a JSON object, a compact JWS or, under the keyword %s, a URL", quote(text), OB2)
}

// international reads the data after the keyword in iTXt: compression flag and
// method, language tag, translated keyword, text (PNG §11.3.3.4). The method
// says something only if the flag is 1.
func (t textChunk) international(data []byte) (Payload, error) {
	if len(data) < 2 || data[0] > 1 || data[0] == 1 && data[1] != 0 {
		return Payload{}, t.fail(codePNGText, "the iTXt chunk does not have compression flag 0, or flag 1 and method 0")
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
	p, err := t.credential(text)
	if err == nil && (data[1] != 0 || bytes.IndexByte(language, '_') >= 0) {
		p.Remarks = append(p.Remarks, Remark{codePNGTolerated, "the iTXt chunk has an unusual compression method or language tag", t.offset})
	}
	return p, err
}

// isLanguageTag reports whether tag is empty or words of 1 to 8 letters or
// digits. Hyphens join words; programs with POSIX locales write an underscore.
func isLanguageTag(tag []byte) bool {
	word := 0
	for _, c := range tag {
		switch {
		case c == '-' || c == '_':
			if word == 0 {
				return false
			}
			word = 0
		case word == 8 || !base64URL[c]:
			return false
		default:
			word++
		}
	}
	return len(tag) == 0 || word > 0
}

// decompress inflates text, if that is allowed, up to maxText.
func (t textChunk) decompress(data []byte) ([]byte, error) {
	if !t.inflate {
		return nil, t.fail(codePNGCompressed, "the credential in the %s chunk is compressed, which Open Badges forbids; Options.AllowCompressed reads it", t.kind)
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
