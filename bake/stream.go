package bake

import (
	"fmt"
	"hash/crc32"
	"io"
)

// stream reads a picture once, from start to end, and copies to out what it
// passes and does not drop. Bytes stay in buf until it is full, so a picture in
// memory is not copied and is written in few pieces.
type stream struct {
	in    io.Reader // the rest of the picture; nil if buf holds all of it
	seek  io.Seeker // in, if skipped bytes need not be read
	out   io.Writer // nil to write nothing
	limit int64     // the maximum size of the picture; 0 means not set yet

	buf      []byte
	kept     int   // buf[kept:pos] is read and not yet written
	pos      int   // buf[pos:end] is not yet read
	end      int   //
	base     int64 // offset of buf[0] in the picture
	dropping bool  // bytes passed now are not written
}

// offset is the offset of the next byte in the picture.
func (t *stream) offset() int64 { return t.base + int64(t.pos) }

// fill makes at least one more byte available, or returns io.EOF at the end. If
// the source can seek, it reads few bytes more than the wanted ones, since what
// follows may be skipped.
func (t *stream) fill(wanted int64) error {
	if t.in == nil {
		return io.EOF
	}
	if t.end == len(t.buf) {
		if err := t.flush(); err != nil {
			return err
		}
		copy(t.buf, t.buf[t.pos:t.end])
		t.base += int64(t.pos)
		t.end -= t.pos
		t.kept, t.pos = 0, 0
	}
	room := t.buf[t.end:]
	if most := max(wanted, seekBuffer); t.seek != nil && most < int64(len(room)) {
		room = room[:most]
	}
	for range 100 {
		n, err := t.in.Read(room)
		t.end += n
		if n > 0 {
			return t.checkSize()
		}
		if err == io.EOF {
			return io.EOF
		}
		if err != nil {
			return fmt.Errorf("bake: reading the picture: %w", err)
		}
	}
	return fmt.Errorf("bake: reading the picture: %w", io.ErrNoProgress)
}

// checkSize refuses a picture that is larger than its limit.
func (t *stream) checkSize() error {
	if t.limit > 0 && t.base+int64(t.end) > t.limit {
		return sizeError(t.limit)
	}
	return nil
}

func sizeError(limit int64) error {
	return pictureError(codePictureSize, limit, "the picture has more than %d bytes, the limit", limit)
}

// peek returns the next n bytes without moving, fewer only together with
// io.EOF. They are valid until the stream moves. n is at most seekBuffer.
func (t *stream) peek(n int) ([]byte, error) {
	for t.end-t.pos < n {
		if err := t.fill(int64(n - t.end + t.pos)); err != nil {
			return t.buf[t.pos:t.end], err
		}
	}
	return t.buf[t.pos : t.pos+n], nil
}

// pass moves over n bytes. If sum and into are not nil, it updates the CRC-32
// in sum and appends the bytes to into.
func (t *stream) pass(n int64, sum *uint32, into *[]byte) error {
	if n > longRun && len(t.buf) < streamBuffer && t.in != nil {
		t.buf = append(make([]byte, 0, streamBuffer), t.buf...)[:streamBuffer]
	}
	for n > 0 {
		if t.pos == t.end {
			if err := t.fill(n); err != nil {
				return err
			}
		}
		step := int(min(n, int64(t.end-t.pos)))
		run := t.buf[t.pos : t.pos+step]
		if sum != nil {
			*sum = crc32.Update(*sum, crc32.IEEETable, run)
		}
		if into != nil {
			*into = append(*into, run...)
		}
		t.pos += step
		n -= int64(step)
	}
	return nil
}

// skip moves over n bytes. It does not read them if the source can seek.
func (t *stream) skip(n int64) error {
	ahead := n - int64(t.end-t.pos)
	if t.seek == nil || ahead <= 0 {
		return t.pass(n, nil, nil)
	}
	if _, err := t.seek.Seek(ahead, io.SeekCurrent); err != nil {
		return fmt.Errorf("bake: reading the picture: %w", err)
	}
	t.base += int64(t.pos) + n
	t.kept, t.pos, t.end = 0, 0, 0
	return t.checkSize()
}

// drop begins or ends a part that is not written.
func (t *stream) drop(on bool) error {
	err := t.flush()
	t.dropping = on
	return err
}

// flush writes the bytes that were passed and not dropped.
func (t *stream) flush() error {
	run := t.buf[t.kept:t.pos]
	t.kept = t.pos
	if t.dropping {
		return nil
	}
	return t.write(run)
}

// write adds bytes to the output.
func (t *stream) write(p []byte) error {
	if t.out == nil || len(p) == 0 {
		return nil
	}
	if _, err := t.out.Write(p); err != nil {
		return fmt.Errorf("bake: writing the picture: %w", err)
	}
	return nil
}
