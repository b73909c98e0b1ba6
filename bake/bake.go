package bake

import (
	"bytes"
	"fmt"
	"io"
	"strings"
)

// Options widen or narrow what the functions of this package do. The zero
// Options are the strictest.
type Options struct {
	// Slot, if set, is the only slot that Extract, ExtractAll and ExtractAt
	// read. If it is empty they read all slots, and two different credentials
	// are ambiguous.
	Slot Slot
	// Replace makes Embed remove every credential in the picture, in any slot,
	// before it adds the new one.
	Replace bool
	// AllowTrailing makes Embed and Remove accept a PNG with bytes after its
	// end. The bytes are dropped, never copied.
	AllowTrailing bool
	// StripMetadata makes Embed and Remove drop all PNG chunks that do not
	// change how the picture looks: texts, EXIF, times, private chunks.
	StripMetadata bool
	// AllowCompressed makes reading inflate a compressed PNG text, up to
	// 2 MiB. Embed never compresses.
	AllowCompressed bool
	// MaxBytes is the maximum size of a picture, before and after. Zero or
	// less means 32 MiB for a PNG and 5 MiB for an SVG.
	MaxBytes int64
}

// limit returns the maximum size of a picture of a format.
func (o Options) limit(byDefault int64) int64 {
	if o.MaxBytes > 0 {
		return o.MaxBytes
	}
	return byDefault
}

// Embed copies the picture to dst and adds the credential. If the picture
// already carries a credential, Embed returns ErrBaked, or removes all of them
// first if Options.Replace is set. Extract returns p again, without its URL if
// the picture is a PNG, which has no place for it.
func Embed(dst io.Writer, picture io.Reader, p Payload, o Options) error {
	enc, err := p.check()
	if err != nil {
		return err
	}
	if dst == nil {
		return errNoWriter()
	}
	found := refuse
	if o.Replace {
		found = remove
	}
	return rewrite(dst, picture, png{options: o, found: found, insert: textChunkOf(p)}, func(src string) ([]byte, error) {
		return embedSVG(src, p, enc, o)
	})
}

// Remove copies the picture to dst and leaves out every credential. After
// Embed and Remove the picture has its old bytes, except that an empty
// self-closing root of an SVG is now a start tag and an end tag.
func Remove(dst io.Writer, picture io.Reader, o Options) error {
	if dst == nil {
		return errNoWriter()
	}
	return rewrite(dst, picture, png{options: o, found: remove}, func(src string) ([]byte, error) {
		d, err := readSVG(src)
		if err != nil {
			return nil, err
		}
		return []byte(d.without()), nil
	})
}

// Extract returns the credential that the picture carries. It reads the whole
// picture, to find out that there is only one. It returns ErrNotBaked if there
// is none and ErrAmbiguous if there are different ones. The same text twice is
// one credential, and so is a URL beside the JSON of the assertion at that URL.
func Extract(picture io.Reader, o Options) (Payload, error) {
	return only(ExtractAll(picture, o))
}

// ExtractAll returns every credential in the picture, at least one, in the
// order of the file, equal ones included. It returns ErrNotBaked if there is
// none.
func ExtractAll(picture io.Reader, o Options) ([]Payload, error) {
	var all []Payload
	err := overStream(picture, func(t *stream) (err error) {
		all, err = read(t, o)
		return err
	})
	return all, err
}

// ExtractAt is Extract for a picture of size bytes in a file. In a PNG it
// skips the pixels, so it does not check their checksums.
func ExtractAt(picture io.ReaderAt, size int64, o Options) (Payload, error) {
	if picture == nil {
		return Payload{}, errNoReader()
	}
	file := io.NewSectionReader(picture, 0, max(size, 0))
	return only(read(&stream{in: file, seek: file, buf: make([]byte, longRun)}, o))
}

func only(all []Payload, err error) (Payload, error) {
	if err != nil {
		return Payload{}, err
	}
	different := merge(all)
	if len(different) > 1 {
		return Payload{}, ambiguous("the picture carries %d badges, wanted one", len(different))
	}
	return different[0], nil
}

// read returns all credentials of a picture, at least one.
func read(t *stream, o Options) ([]Payload, error) {
	f, err := formatOf(t)
	if err != nil {
		return nil, err
	}
	var all []Payload
	if f == formatPNG {
		t.limit = o.limit(maxPNG)
		w := png{stream: t, options: o, found: collect, headsOnly: t.seek != nil}
		w.options.AllowTrailing, w.options.StripMetadata = false, false
		err = w.walk()
		all = w.payloads
		for i := range all {
			all[i].Remarks = append(all[i].Remarks, w.remarks...)
		}
	} else {
		var src string
		if src, err = readAll(t, o.limit(maxSVG)); err == nil {
			all, err = extractSVG(src, o.Slot)
		}
	}
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, &Error{code: codeNotBaked, message: "this picture holds no badge", Offset: noOffset, kind: ErrNotBaked}
	}
	return all, nil
}

// rewrite copies a picture and changes it: a PNG by the walk w, an SVG by
// edit.
func rewrite(dst io.Writer, picture io.Reader, w png, edit func(src string) ([]byte, error)) error {
	return overStream(picture, func(t *stream) error {
		f, err := formatOf(t)
		if err != nil {
			return err
		}
		if f == formatPNG {
			t.limit = w.options.limit(maxPNG)
			return rewritePNG(dst, picture, t, w)
		}
		src, err := readAll(t, w.options.limit(maxSVG))
		if err != nil {
			return err
		}
		text, err := edit(src)
		if err != nil {
			return err
		}
		if _, err := dst.Write(text); err != nil {
			return fmt.Errorf("bake: writing the picture: %w", err)
		}
		return nil
	})
}

// rewritePNG walks over the picture twice if it can: once to check it, once to
// write it. The second walk checks a file again, because it may have changed,
// and trusts bytes in memory.
func rewritePNG(dst io.Writer, picture io.Reader, t *stream, w png) error {
	seeker, _ := picture.(io.Seeker)
	inMemory := t.in == nil
	start := int64(-1)
	if seeker != nil && !inMemory {
		if at, err := seeker.Seek(0, io.SeekCurrent); err == nil {
			start = at - int64(t.end)
		}
	}
	second := *t
	if inMemory || start >= 0 {
		check := w
		check.stream = t
		if err := check.walk(); err != nil {
			return err
		}
	}
	if start >= 0 {
		if _, err := seeker.Seek(start, io.SeekStart); err != nil {
			return fmt.Errorf("bake: reading the picture: %w", err)
		}
		second.end = 0
	}
	second.out = dst
	w.stream, w.trusted = &second, inMemory
	return w.walk()
}

// overStream calls do with the picture as a stream. A picture in memory is not
// copied: WriteTo of these two types passes all bytes in one call.
func overStream(picture io.Reader, do func(t *stream) error) error {
	switch r := picture.(type) {
	case nil:
		return errNoReader()
	case *bytes.Reader:
		if r.Len() > 0 {
			return inOnePiece(r, do)
		}
	case *bytes.Buffer:
		if r.Len() > 0 {
			return inOnePiece(r, do)
		}
	}
	return do(&stream{in: picture, buf: make([]byte, streamBuffer)})
}

func inOnePiece(picture io.WriterTo, do func(t *stream) error) error {
	_, err := picture.WriteTo(onePiece(do))
	return err
}

// onePiece is a Writer that handles each Write as a whole picture.
type onePiece func(t *stream) error

func (do onePiece) Write(p []byte) (int, error) {
	return len(p), do(&stream{buf: p, end: len(p)})
}

// readAll returns the whole picture as text.
func readAll(t *stream, limit int64) (string, error) {
	t.limit = limit
	if err := t.checkSize(); err != nil {
		return "", err
	}
	var text strings.Builder
	text.Write(t.buf[t.pos:t.end])
	if t.in == nil {
		return text.String(), nil
	}
	n, err := io.Copy(&text, io.LimitReader(t.in, limit+1-int64(t.end)))
	if err != nil {
		return "", fmt.Errorf("bake: reading the picture: %w", err)
	}
	if int64(t.end)+n > limit {
		return "", sizeError(limit)
	}
	return text.String(), nil
}
