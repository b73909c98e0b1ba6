package archive_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/verify/archive"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// FuzzOpen changes archives. One that opens is the only file with its content, and
// no change is accepted: not of the file, and not of an entry whose checksums,
// digests and manifest were made to agree with it.
func FuzzOpen(f *testing.F) {
	w := verifytest.New(f)
	var files [][]byte
	var policies []archive.Policy
	for _, k := range kinds {
		cfg, item := k.set(f, w)
		kept := attested(f, record(f, cfg, item), w.Now())
		cfg.Fetcher = nil
		files, policies = append(files, kept.Bytes()), append(policies, archive.Policy{Config: cfg, Keepers: keepers(f)})
		f.Add(byte(len(files)-1), uint32(40), byte(1), false, []byte(nil))
		f.Add(byte(len(files)-1), uint32(3), byte(0), true, []byte("{}"))
		f.Add(byte(len(files)-1), uint32(2), byte(7), true, []byte(nil))
	}
	f.Fuzz(func(t *testing.T, which byte, at uint32, with byte, whole bool, body []byte) {
		i := int(which) % len(files)
		data := bytes.Clone(files[i])
		if whole {
			data = repaired(entriesOf(data), int(at), with, body)
		} else {
			data[int(at)%len(data)] ^= with
		}
		a, err := archive.Open(data)
		if err != nil {
			require.NotEmpty(t, badge.CodeOf(err))
			return
		}
		require.Equal(t, data, a.Bytes())
		results, err := a.Check(t.Context(), policies[i])
		require.NoError(t, err)
		if bytes.Equal(data, files[i]) {
			return
		}
		for _, r := range results {
			require.Error(t, r.Err(), r.String())
			require.Equal(t, archive.LevelCopy, r.Level, r.String())
		}
	})
}

// repaired changes the body of an entry, and gives everything that names its
// digest or size the new ones. The order of objects may then be another one, which
// the manifest must not have.
func repaired(files []entry, at int, with byte, body []byte) []byte {
	f := &files[at%len(files)]
	before, size := digestOf(string(f.body)), len(f.body)
	if body != nil {
		f.body = body
	} else if size > 0 {
		f.body[at%size] ^= with
	}
	after := digestOf(string(f.body))
	for i := range files {
		files[i].name = string(bytes.ReplaceAll([]byte(files[i].name), []byte(before), []byte(after)))
		if files[i].name == "manifest.json" {
			files[i].body = bytes.ReplaceAll(files[i].body, sized(before, size), sized(after, len(f.body)))
			files[i].body = bytes.ReplaceAll(files[i].body, []byte(before), []byte(after))
		}
	}
	return zipped(sorted(files))
}

// sized is an object as the manifest lists it.
func sized(digest string, size int) []byte {
	return fmt.Appendf(nil, `{"digest":%q,"size":%d}`, digest, size)
}

func entriesOf(data []byte) (out []entry) {
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		panic(err)
	}
	for _, f := range r.File {
		opened, err := f.Open()
		if err != nil {
			panic(err)
		}
		body, err := io.ReadAll(opened)
		if err != nil {
			panic(err)
		}
		out = append(out, entry{f.Name, body})
	}
	return out
}
