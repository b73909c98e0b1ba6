package archive_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"io"
	"math"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/archive"
)

// small returns an archive of one signed badge.
func small(t *testing.T) *archive.Archive {
	w, _, doc := signedBadge(t)
	return record(t, w.Config(verify.Issuers(school)), verify.Item{Data: doc.Bytes()})
}

// unzipped reads a zip file with the standard library.
func unzipped(t *testing.T, data []byte) *zip.Reader {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	require.NoError(t, err)
	return r
}

// owner returns the name of the entry whose header or body has an offset, or "".
func owner(t *testing.T, data []byte) func(at int) (name string, naming bool) {
	type span struct {
		name             string
		start, body, end int
	}
	var spans []span
	for _, f := range unzipped(t, data).File {
		at, err := f.DataOffset()
		require.NoError(t, err)
		spans = append(spans, span{f.Name, int(at) - 30 - len(f.Name), int(at), int(at) + int(f.CompressedSize64)})
	}
	return func(at int) (string, bool) {
		for _, s := range spans {
			if at >= s.start && at < s.end {
				length := at >= s.start+26 && at < s.start+28
				return s.name, length || at >= s.start+30 && at < s.body
			}
		}
		return "", false
	}
}

func TestAlteredArchives(t *testing.T) {
	t.Run("AR-3 one flipped bit in any byte: refused, and the entry is named", func(t *testing.T) {
		data := small(t).Bytes()
		of := owner(t, data)
		for i := range data {
			flipped := bytes.Clone(data)
			flipped[i] ^= 1 << (i % 8)
			_, err := archive.Open(flipped)
			require.Error(t, err, "byte %d", i)
			require.True(t, strings.HasPrefix(badge.CodeOf(err), "archive."), "byte %d: %v", i, err)
			if name, naming := of(i); naming {
				continue // the bit is in the name
			} else if name != "" {
				require.Equal(t, name, badge.PathOf(err), "byte %d: %v", i, err)
			} else {
				require.NotEmpty(t, badge.PathOf(err), "byte %d: %v", i, err)
			}
		}
	})
	t.Run("AR-3 a body that was changed with its checksum", func(t *testing.T) {
		data := small(t).Bytes()
		for i, f := range entries(t, data) {
			changed := entries(t, data)
			changed[i].body[0] ^= 1
			_, err := archive.Open(zipped(changed))
			want := archive.CodeAltered
			if f.name == "manifest.json" {
				want = archive.CodeManifest
			}
			require.Equal(t, want, badge.CodeOf(err), f.name)
			require.Equal(t, f.name, badge.PathOf(err))
		}
	})
}

// entry is an entry of a zip file.
type entry struct {
	name string
	body []byte
}

func entries(t *testing.T, data []byte) (out []entry) {
	for _, f := range unzipped(t, data).File {
		r, err := f.Open()
		require.NoError(t, err)
		body, err := io.ReadAll(r)
		require.NoError(t, err)
		out = append(out, entry{f.Name, body})
	}
	return out
}

// zipped writes a zip file as archives are written, apart from this module.
func zipped(files []entry) []byte {
	var out, directory []byte
	for _, f := range files {
		header := binary.LittleEndian.AppendUint64(nil, 20)
		header = header[:6]
		header = append(header, 0, 0, 0x21, 0)
		header = binary.LittleEndian.AppendUint32(header, crc32.ChecksumIEEE(f.body))
		header = binary.LittleEndian.AppendUint32(header, uint32(len(f.body)))
		header = binary.LittleEndian.AppendUint32(header, uint32(len(f.body)))
		header = binary.LittleEndian.AppendUint16(header, uint16(len(f.name)))
		header = append(header, 0, 0)
		directory = append(append(append(directory, "PK\x01\x02\x14\x00"...), header...), make([]byte, 10)...)
		directory = append(binary.LittleEndian.AppendUint32(directory, uint32(len(out))), f.name...)
		out = append(append(append(append(out, "PK\x03\x04"...), header...), f.name...), f.body...)
	}
	end := binary.LittleEndian.AppendUint16([]byte("PK\x05\x06\x00\x00\x00\x00"), uint16(len(files)))
	end = binary.LittleEndian.AppendUint16(end, uint16(len(files)))
	end = binary.LittleEndian.AppendUint32(end, uint32(len(directory)))
	end = binary.LittleEndian.AppendUint32(end, uint32(len(out)))
	return append(append(append(out, directory...), end...), 0, 0)
}

// sorted inserts an entry in its place.
func sorted(files []entry, more ...entry) []entry {
	files = append(slices.Clone(files), more...)
	slices.SortStableFunc(files, func(a, b entry) int { return strings.Compare(a.name, b.name) })
	return files
}

func TestHostileArchives(t *testing.T) {
	data := small(t).Bytes()
	files := entries(t, data)
	require.Equal(t, data, zipped(files), "the writer of this test")
	first := slices.IndexFunc(files, func(f entry) bool { return strings.HasPrefix(f.name, "objects/") })
	object := files[first]
	patched := func(at int, with ...byte) []byte {
		out := bytes.Clone(data)
		copy(out[at:], with)
		return out
	}
	compressed := func() []byte {
		var out bytes.Buffer
		w := zip.NewWriter(&out)
		for _, f := range files {
			one, err := w.Create(f.name)
			require.NoError(t, err)
			_, err = one.Write(f.body)
			require.NoError(t, err)
		}
		require.NoError(t, w.Close())
		return out.Bytes()
	}
	many := make([]entry, 100_000)
	for i := range many {
		many[i] = entry{name: "objects/" + strings.Repeat("0", 59) + string([]byte{'0' + byte(i/10000%10), '0' + byte(i/1000%10), '0' + byte(i/100%10), '0' + byte(i/10%10), '0' + byte(i%10)})}
	}
	const none = "0000000000000000000000000000000000000000000000000000000000000000"
	for _, c := range []struct {
		name string
		data []byte
		code string
	}{
		{"AR-4 nothing", nil, archive.CodeFormat},
		{"AR-4 another file", []byte("%PDF-1.7"), archive.CodeFormat},
		{"AR-4 a zip file without manifest", zipped(files[:1]), archive.CodeFormat},
		{"AR-4 an object removed", zipped(slices.Delete(slices.Clone(files), first, first+1)), archive.CodeObjectGone},
		{"AR-4 the page removed", zipped(files[1:]), archive.CodeObjectGone},
		{"AR-4 an object added", zipped(sorted(files, entry{"objects/" + digestOf("more"), []byte("more")})), archive.CodeObjectExtra},
		{"AR-4 a removal of nothing", zipped(sorted(files, entry{"redacted/" + none, nil})), archive.CodeObjectExtra},
		{"AR-4 an object that is there and removed", zipped(sorted(files, entry{"redacted/" + strings.TrimPrefix(object.name, "objects/"), nil})), archive.CodeObjectGone},
		{"AR-4 an object renamed", zipped(sorted(slices.Delete(slices.Clone(files), first, first+1), entry{"objects/" + none, object.body})), archive.CodeAltered},
		{"AR-4 an object twice", zipped(sorted(files, object)), archive.CodeEntryName},
		{"AR-4 objects out of order", zipped(swapped(files, first)), archive.CodeEntryName},
		{"AR-4 a path upwards", zipped(sorted(files, entry{"../x", nil})), archive.CodeEntryName},
		{"AR-4 an absolute path", zipped(sorted(files, entry{"/etc/passwd", nil})), archive.CodeEntryName},
		{"AR-4 a path in an object's name", zipped(sorted(files, entry{"objects/../../x", nil})), archive.CodeEntryName},
		{"AR-4 a nested zip file", zipped(sorted(files, entry{"inner.zip", data})), archive.CodeEntryName},
		{"AR-4 a name in upper case", zipped(sorted(files, entry{"objects/" + strings.ToUpper(strings.Repeat("a", 64)), nil})), archive.CodeEntryName},
		{"AR-4 a long name", zipped(sorted(files, entry{"objects/" + strings.Repeat("a", 1000), nil})), archive.CodeEntryName},
		{"AR-4 4 GB declared", patched(18, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff), archive.CodeTooLarge},
		{"AR-4 10 GB declared by zip64", zip64(data), archive.CodeTooLarge},
		{"AR-4 more declared than there is", patched(18, 0xff, 0xff, 0xff, 0, 0xff, 0xff, 0xff, 0), archive.CodeAltered},
		{"AR-4 100,000 entries", zipped(many), archive.CodeTooLarge},
		{"AR-4 millions of objects in the manifest", zipped(sorted(nil, entry{"manifest.json", []byte(`{"answers":[` + strings.Repeat("{},", 2_500_000) + `{}]}`)})), archive.CodeTooLarge},
		{"AR-4 millions of numbers in the manifest", zipped(sorted(nil, entry{"manifest.json", []byte(`{"badges":[{"needs":[` + strings.Repeat("0,", 3_500_000) + `0]}]}`)})), archive.CodeTooLarge},
		{"AR-4 a removal with bytes", zipped(sorted(files, entry{"redacted/" + none, []byte("x")})), archive.CodeTooLarge},
		{"AR-4 compressed", compressed(), archive.CodeZipFeature},
		{"AR-4 another method", patched(8, 99), archive.CodeZipFeature},
		{"AR-4 encrypted", patched(6, 1), archive.CodeZipFeature},
		{"AR-4 an extra field", patched(28, 4), archive.CodeZipFeature},
		{"AR-4 another date", patched(12, 0x22), archive.CodeZipFeature},
		{"AR-4 a comment", append(patched(len(data)-2, 4, 0), "more"...), archive.CodeZipFeature},
		{"AR-4 data before", append([]byte("more"), data...), archive.CodeFormat},
		{"AR-4 data after", append(bytes.Clone(data), "more"...), archive.CodeZipFeature},
		{"AR-4 two archives in one file", append(bytes.Clone(data), data...), archive.CodeZipFeature},
		{"AR-4 data between", between(data), archive.CodeZipFeature},
		{"AR-4 no directory", data[:bytes.Index(data, []byte("PK\x01\x02"))], archive.CodeZipFeature},
		{"AR-4 cut off in a header", data[:20], archive.CodeFormat},
		{"AR-4 cut off at the end", data[:len(data)-1], archive.CodeZipFeature},
	} {
		t.Run(c.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := archive.Open(c.data)
			runtime.ReadMemStats(&after)
			require.Equal(t, c.code, badge.CodeOf(err), "%v", err)
			require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(64<<20))
			requireQuick(t, func() { archive.Open(c.data) })
		})
	}
}

// requireQuick requires that a refusal takes less than 250 ms in one of five tries,
// since other programs may keep the processor from one. The race detector slows
// programs down by a factor that nobody can name, so with it no time is judged.
func requireQuick(t *testing.T, refuse func()) {
	t.Helper()
	if info, ok := debug.ReadBuildInfo(); ok && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"}) {
		return
	}
	const limit = 250 * time.Millisecond
	best := time.Duration(math.MaxInt64)
	for range 5 {
		start := time.Now()
		refuse()
		if best = min(best, time.Since(start)); best < limit {
			return
		}
	}
	require.Less(t, best, limit)
}

func swapped(files []entry, at int) []entry {
	files = slices.Clone(files)
	files[at], files[at+1] = files[at+1], files[at]
	return files
}

// zip64 gives the first entry the size that stands for one in an extra field.
func zip64(data []byte) []byte {
	out := bytes.Clone(data)
	binary.LittleEndian.PutUint32(out[18:], 0xffffffff)
	binary.LittleEndian.PutUint32(out[22:], 0xffffffff)
	return out
}

// between puts bytes between the entries and the directory.
func between(data []byte) []byte {
	at := bytes.Index(data, []byte("PK\x01\x02"))
	out := slices.Insert(bytes.Clone(data), at, []byte("more")...)
	offset := len(out) - 6
	binary.LittleEndian.PutUint32(out[offset:], uint32(at+4))
	return out
}
