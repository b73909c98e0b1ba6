package bake

import (
	"bytes"
	"fmt"
	"io"
	"strings"
)

// Options widen or narrow what the functions of this package do. The zero
// Options, the same as none, are the strictest. A call takes at most one;
// of several the last counts.
type Options struct {
	// Slot, if set, is the only slot Extract, ExtractAll and ExtractAt look
	// at. Unset, they look at all, and two credentials are ambiguous.
	Slot Slot
	// Replace lets Embed take out every credential the picture carries, in
	// whatever slot and form, before it puts in the new one.
	Replace bool
	// AllowTrailing lets Embed and Remove take a PNG with bytes after its end.
	// They are dropped, never copied.
	AllowTrailing bool
	// StripMetadata lets Embed and Remove leave out all PNG chunks that do not
	// change how the picture looks: texts, EXIF, times, private chunks.
	StripMetadata bool
	// AllowCompressed lets reading inflate a compressed PNG text, up to
	// 2 MiB. Writing never compresses.
	AllowCompressed bool
	// MaxBytes is how large a picture may be, before and after. Zero or less
	// is 32 MiB for a PNG, 5 MiB for an SVG.
	MaxBytes int64
}

// pick returns the options of a call.
func pick(opts []Options) Options {
	if len(opts) == 0 {
		return Options{}
	}
	return opts[len(opts)-1]
}

// limit returns how large a picture of a format may be.
func (o Options) limit(byDefault int64) int64 {
	if o.MaxBytes > 0 {
		return o.MaxBytes
	}
	return byDefault
}

// Embed copies the picture to dst with the credential in it. A picture that
// carries one already is refused with ErrBaked, or cleared of all its
// credentials first if Options.Replace is set. Extract gets p back, but for a
// URL that PNG has no place for.
func Embed(dst io.Writer, picture io.Reader, p Payload, opts ...Options) error {
	enc, err := p.check()
	if err != nil {
		return err
	}
	o := pick(opts)
	found := refuse
	if o.Replace {
		found = remove
	}
	return rewrite(dst, picture, png{options: o, found: found, insert: textChunkOf(p)}, func(src string) (string, error) {
		return embedSVG(src, p, enc, o)
	})
}

// Remove copies the picture to dst without any credential it carries. What
// Embed put in comes out without a trace, except that an empty self-closing
// root of an SVG stays a pair of tags.
func Remove(dst io.Writer, picture io.Reader, opts ...Options) error {
	o := pick(opts)
	return rewrite(dst, picture, png{options: o, found: remove}, func(src string) (string, error) {
		d, err := readSVG(src)
		if err != nil {
			return "", err
		}
		return d.without(), nil
	})
}

// Extract returns the one credential the picture carries, and reads the
// picture to its end to be sure of that. With none it returns ErrNotBaked,
// with several ErrAmbiguous.
func Extract(picture io.Reader, opts ...Options) (Payload, error) {
	all, err := ExtractAll(picture, opts...)
	return only(all, err)
}

// ExtractAll returns every credential the picture carries, at least one, in
// the order they stand in. With none it returns ErrNotBaked.
func ExtractAll(picture io.Reader, opts ...Options) ([]Payload, error) {
	var all []Payload
	err := overStream(picture, func(t *stream) (err error) {
		all, err = read(t, pick(opts))
		return err
	})
	return all, err
}

// ExtractAt is Extract for a file. Of a PNG it reads the chunk heads and the
// texts but no pixels, whose checksums therefore go unchecked.
func ExtractAt(picture io.ReaderAt, size int64, opts ...Options) (Payload, error) {
	file := io.NewSectionReader(picture, 0, size)
	all, err := read(&stream{in: file, seek: file, buf: make([]byte, seekBuffer)}, pick(opts))
	return only(all, err)
}

func only(all []Payload, err error) (Payload, error) {
	if err != nil {
		return Payload{}, err
	}
	if len(all) > 1 {
		return Payload{}, &Error{
			Code:    codeMultiple,
			Message: fmt.Sprintf("the picture carries %d credentials, want one", len(all)),
			Offset:  -1,
			kind:    ErrAmbiguous,
		}
	}
	return all[0], nil
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
		return nil, &Error{Code: codeNotBaked, Message: "the picture carries no credential", Offset: -1, kind: ErrNotBaked}
	}
	return all, nil
}

// rewrite copies a picture and changes it on the way: a PNG by the walk w, an
// SVG by edit.
func rewrite(dst io.Writer, picture io.Reader, w png, edit func(src string) (string, error)) error {
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
		t.out = dst
		return t.write([]byte(text))
	})
}

// rewritePNG walks over the picture twice where that is possible: once to
// check it, once to write it. Bytes in memory need no second check; a file
// does, for it may have changed between.
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

// overStream runs do over the picture. What is in memory already goes there as
// one piece: WriteTo of the two concrete types hands out all their bytes in
// one call, during which do runs.
func overStream(picture io.Reader, do func(t *stream) error) error {
	switch r := picture.(type) {
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

// onePiece is a Writer that treats what it is given as a whole picture.
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
