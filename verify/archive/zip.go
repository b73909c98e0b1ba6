package archive

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"hash/crc32"
	"strings"
)

// file is an entry of the zip file.
type file struct {
	name string
	body []byte
}

// The sizes of the records of a zip file without names, and their signatures
// (APPNOTE.TXT 6.3.10 §4.3).
const (
	localSize, centralSize, endSize = 30, 46, 22

	localSignature, centralSignature = "PK\x03\x04", "PK\x01\x02"
)

// zipDate is 1 January 1980, the earliest date of a zip file. Archives have no
// other, so that the same content gives the same bytes.
const zipDate = 1<<5 | 1

// local appends the header in front of an entry: version 2.0, no flags, stored, the
// date, the checksum, both sizes, the length of the name, no extra field.
func (f file) local(out []byte) []byte {
	out = append(out, localSignature...)
	for _, v := range []uint16{20, 0, 0, 0, zipDate} {
		out = binary.LittleEndian.AppendUint16(out, v)
	}
	out = binary.LittleEndian.AppendUint32(out, crc32.ChecksumIEEE(f.body))
	out = binary.LittleEndian.AppendUint32(out, uint32(len(f.body)))
	out = binary.LittleEndian.AppendUint32(out, uint32(len(f.body)))
	out = binary.LittleEndian.AppendUint16(out, uint16(len(f.name)))
	out = binary.LittleEndian.AppendUint16(out, 0)
	return append(out, f.name...)
}

// directory appends the records of all entries, as their headers have them, and the
// end of the file: no comments, the first disk, no attributes.
func directory(out []byte, files []file, entries []byte) []byte {
	start, offset := len(out), 0
	for _, f := range files {
		out = append(append(out, centralSignature+"\x14\x00"...), entries[offset+len(localSignature):offset+localSize]...)
		out = append(out, make([]byte, 10)...)
		out = append(binary.LittleEndian.AppendUint32(out, uint32(offset)), f.name...)
		offset += localSize + len(f.name) + len(f.body)
	}
	length := len(out) - start
	out = append(out, "PK\x05\x06\x00\x00\x00\x00"...)
	out = binary.LittleEndian.AppendUint16(out, uint16(len(files)))
	out = binary.LittleEndian.AppendUint16(out, uint16(len(files)))
	out = binary.LittleEndian.AppendUint32(out, uint32(length))
	out = binary.LittleEndian.AppendUint32(out, uint32(len(entries)))
	return append(out, 0, 0)
}

// writeZip returns the only zip file with these entries in this order.
func writeZip(files []file) []byte {
	size := endSize
	for _, f := range files {
		size += localSize + centralSize + 2*len(f.name) + len(f.body)
	}
	out := make([]byte, 0, size)
	for _, f := range files {
		out = append(f.local(out), f.body...)
	}
	return directory(out, files, out)
}

// readZip returns the entries of a file that writeZip could have written, as
// parts of data. Every byte of data is compared with what writeZip writes.
func readZip(data []byte) ([]file, error) {
	if len(data) > maxArchive {
		return nil, fail(CodeTooLarge, "", "the file has %d bytes, wanted at most %d", len(data), maxArchive)
	}
	if !bytes.HasPrefix(data, []byte(localSignature)) {
		return nil, fail(CodeFormat, nameAt(data), "the file does not begin like a zip file")
	}
	var files []file
	rest, last := data, ""
	for bytes.HasPrefix(rest, []byte(localSignature)) {
		if len(files) == maxEntries {
			return nil, fail(CodeTooLarge, "", "the file has more than %d entries", maxEntries)
		}
		f, size, err := readEntry(rest)
		if err != nil {
			return nil, err
		}
		if !known(f.name) || f.name <= last {
			return nil, fail(CodeEntryName, f.name, "the entry is not one of an archive, or not in its place after %q", last)
		}
		files, rest, last = append(files, f), rest[size:], f.name
	}
	if !bytes.HasPrefix(rest, []byte(centralSignature)) {
		return nil, fail(CodeZipFeature, cmp.Or(nameAt(rest), last), "neither an entry nor the directory follows %q", last)
	}
	return files, compareDirectory(files, rest, data[:len(data)-len(rest)])
}

// nameAt returns the name in the header of an entry whose signature is wrong, or
// "" if there is none.
func nameAt(data []byte) string {
	if len(data) < localSize {
		return ""
	}
	named := int(binary.LittleEndian.Uint16(data[26:]))
	if named > maxName || localSize+named > len(data) || !known(string(data[localSize:localSize+named])) {
		return ""
	}
	return string(data[localSize : localSize+named])
}

// readEntry returns the entry at the start of data, and the bytes that it takes.
func readEntry(data []byte) (f file, size int, err error) {
	if len(data) < localSize {
		return f, 0, fail(CodeFormat, "", "the file ends within the header of an entry")
	}
	length, named := uint64(binary.LittleEndian.Uint32(data[18:])), int(binary.LittleEndian.Uint16(data[26:]))
	if named > maxName || localSize+named > len(data) {
		return f, 0, fail(CodeEntryName, "", "a name has %d bytes, wanted at most %d", named, maxName)
	}
	f.name = string(data[localSize : localSize+named])
	body := data[localSize+named:]
	switch most := uint64(limitOf(f.name)); {
	case length > most:
		return f, 0, fail(CodeTooLarge, f.name, "the entry has %d bytes, wanted at most %d", length, most)
	case length > uint64(len(body)):
		return f, 0, fail(CodeAltered, f.name, "the entry has %d bytes and the file ends after %d", length, len(body))
	}
	f.body = body[:length:length]
	var room [localSize + maxName]byte
	want, got := f.local(room[:0]), data[:localSize+named]
	for i := range want {
		switch {
		case got[i] == want[i]:
		case i >= 14 && i < 18: // the checksum
			return f, 0, fail(CodeAltered, f.name, "the checksum of the entry differs from its bytes")
		default:
			return f, 0, fail(CodeZipFeature, f.name, "byte %d of the header is %d, wanted %d: stored, without encryption or extra fields", i, got[i], want[i])
		}
	}
	return f, localSize + named + int(length), nil
}

// compareDirectory compares what follows the entries with the directory that
// writeZip writes.
func compareDirectory(files []file, rest, entries []byte) error {
	want := directory(make([]byte, 0, len(files)*(centralSize+maxName)+endSize), files, entries)
	if bytes.Equal(rest, want) {
		return nil
	}
	at := 0
	for at < len(rest) && at < len(want) && rest[at] == want[at] {
		at++
	}
	for _, f := range files {
		if at -= centralSize + len(f.name); at < 0 {
			return fail(CodeZipFeature, f.name, "the directory has another record of the entry than its header")
		}
	}
	return fail(CodeZipFeature, files[len(files)-1].name, "the file does not end after the directory of its entries")
}

// The names of entries.
const (
	nameManifest = "manifest.json"
	namePage     = "index.html"

	dirObjects  = "objects/"
	dirProofs   = "proofs/"
	dirRedacted = "redacted/"

	maxName = len(dirRedacted) + 64 // longer than every name in dirProofs
)

// known reports whether archives have entries of that name.
func known(name string) bool {
	if name == nameManifest || name == namePage {
		return true
	}
	for _, dir := range []string{dirObjects, dirRedacted} {
		if rest, ok := strings.CutPrefix(name, dir); ok {
			return isDigest(rest)
		}
	}
	_, ok := parseProofName(name)
	return ok
}

// isDigest reports whether a text is a SHA-256 digest in lower-case hexadecimal.
func isDigest(text string) bool {
	return len(text) == 64 && strings.Trim(text, "0123456789abcdef") == ""
}

// limitOf returns the largest size of an entry.
func limitOf(name string) int {
	switch {
	case name == nameManifest:
		return maxManifest
	case strings.HasPrefix(name, dirProofs):
		return maxProof
	case strings.HasPrefix(name, dirRedacted):
		return 0
	}
	return maxObject
}
