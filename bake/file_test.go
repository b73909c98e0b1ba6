package bake

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// writeTemp makes a folder with one picture in it.
func writeTemp(t *testing.T, picture string) (dir, file string) {
	dir = t.TempDir()
	file = filepath.Join(dir, "picture.png")
	require.NoError(t, os.WriteFile(file, []byte(picture), 0o640))
	return dir, file
}

// requireFiles shows that the folder holds these files and nothing else.
func requireFiles(t *testing.T, dir string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	require.ElementsMatch(t, names, got)
}

func requireBaked(t *testing.T, file string, want Payload) {
	t.Helper()
	f, err := os.Open(file)
	require.NoError(t, err)
	defer f.Close()
	p, err := Extract(f, Options{})
	require.NoError(t, err)
	require.Equal(t, want, p)
}

// A file keeps its mode (W07), and nothing is left beside it. A name of a folder is
// refused (S-60).
func TestEmbedFile(t *testing.T) {
	t.Run("new file", func(t *testing.T) {
		dir, src := writeTemp(t, pngWith())
		dst := filepath.Join(dir, "badge.png")
		require.NoError(t, EmbedFile(dst, src, ob3JSON, Options{}))
		requireBaked(t, dst, ob3JSON)
		requireFiles(t, dir, "picture.png", "badge.png")
		info, err := os.Stat(dst)
		require.NoError(t, err)
		require.Equal(t, fs.FileMode(0o640), info.Mode().Perm(), "the mode of the source")
	})
	t.Run("same path", func(t *testing.T) {
		dir, src := writeTemp(t, testSVG)
		require.NoError(t, os.Chmod(src, 0o604))
		require.NoError(t, EmbedFile(src, src, ob2JSON, Options{}))
		requireBaked(t, src, ob2JSON)
		require.ErrorIs(t, EmbedFile(src, src, ob3JWS, Options{}), ErrBaked)
		require.NoError(t, EmbedFile(src, src, ob3JWS, Options{Replace: true}))
		requireBaked(t, src, ob3JWS)
		requireFiles(t, dir, "picture.png")
		info, err := os.Stat(src)
		require.NoError(t, err)
		require.Equal(t, fs.FileMode(0o604), info.Mode().Perm(), "the mode of the destination")
	})
	t.Run("bad picture", func(t *testing.T) {
		dir, src := writeTemp(t, pngWith()+"x")
		require.ErrorIs(t, EmbedFile(src, src, ob3JSON, Options{}), ErrPicture)
		require.ErrorIs(t, EmbedFile(filepath.Join(dir, "new.png"), src, ob3JSON, Options{}), ErrPicture)
		requireFiles(t, dir, "picture.png")
	})
	t.Run("missing", func(t *testing.T) {
		dir, src := writeTemp(t, pngWith())
		require.ErrorIs(t, EmbedFile(src, filepath.Join(dir, "none"), ob3JSON, Options{}), fs.ErrNotExist)
		require.ErrorIs(t, EmbedFile(filepath.Join(dir, "none", "x"), src, ob3JSON, Options{}), fs.ErrNotExist)
		require.Equal(t, codeDestination, codeOf(EmbedFile(dir, src, ob3JSON, Options{})), "a folder")
	})
	t.Run("not a name", func(t *testing.T) {
		dir, src := writeTemp(t, pngWith())
		require.NoError(t, os.Mkdir(filepath.Join(dir, "d"), 0o755))
		t.Chdir(dir)
		for _, dst := range []string{"", ".", "..", "d/", "d/.", "d/..", "./", "/", "new/", filepath.Join(dir, "d") + "/"} {
			require.Equal(t, codeDestination, codeOf(EmbedFile(dst, src, ob3JSON, Options{})), dst)
		}
		requireFiles(t, dir, "picture.png", "d")
		requireFiles(t, "d")
		require.NoError(t, EmbedFile("d/../d/badge.png", src, ob3JSON, Options{}))
		requireFiles(t, "d", "badge.png")
	})
}

// TestP21 never follows a link at the destination (W07).
func TestP21(t *testing.T) {
	dir, src := writeTemp(t, pngWith())
	victim := filepath.Join(dir, "victim")
	require.NoError(t, os.WriteFile(victim, []byte("precious"), 0o600))
	link := filepath.Join(dir, "link.png")
	if err := os.Symlink(victim, link); err != nil {
		t.Skip("no symbolic links here")
	}
	require.Equal(t, codeDestination, codeOf(EmbedFile(link, src, ob3JSON, Options{})))
	data, err := os.ReadFile(victim)
	require.NoError(t, err)
	require.Equal(t, "precious", string(data))
	requireFiles(t, dir, "picture.png", "victim", "link.png")

	readLink := filepath.Join(dir, "source.png")
	require.NoError(t, os.Symlink(src, readLink))
	require.NoError(t, EmbedFile(filepath.Join(dir, "out.png"), readLink, ob3JSON, Options{}))
}

// Temporary files of killed processes go, and nothing else does.
func TestLeftovers(t *testing.T) {
	dir, src := writeTemp(t, pngWith())
	const text = "ABCDEFGHIJKLMNOPQRSTUV2345"
	old := time.Now().Add(-2 * time.Hour)
	put := func(name string, age time.Time) {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte("x"), 0o600))
		require.NoError(t, os.Chtimes(path, age, age))
	}
	put(".bake-"+text+".tmp", old)
	put(".bake-"+text[1:]+"Z.tmp", old)
	kept := []string{"picture.png", "badge.png", ".bake-notes.tmp", ".bake-" + text + "A.tmp", ".bake-" + text + ".tmp.bak", ".bake-" + strings.ToLower(text) + ".tmp", "x.bake-" + text + ".tmp", text}
	for _, name := range kept[2:] {
		put(name, old)
	}
	young := ".bake-Y" + text[1:] + ".tmp"
	put(young, old.Add(90*time.Minute))
	folder := ".bake-F" + text[1:] + ".tmp"
	require.NoError(t, os.Mkdir(filepath.Join(dir, folder), 0o700))
	require.NoError(t, os.Chtimes(filepath.Join(dir, folder), old, old))
	kept = append(kept, young, folder)
	if os.Getuid() == 0 {
		foreign := ".bake-U" + text[1:] + ".tmp"
		put(foreign, old)
		require.NoError(t, os.Chown(filepath.Join(dir, foreign), 12345, 12345))
		kept = append(kept, foreign)
	}
	require.NoError(t, EmbedFile(filepath.Join(dir, "badge.png"), src, ob3JSON, Options{}))
	requireFiles(t, dir, kept...)
}

// faultyFolder fails at one step, and writes at most some bytes.
type faultyFolder struct {
	folder
	step  string
	bytes int // for the step "write"
	steps *[]string
}

var errDisk = errors.New("disk on fire")

func (f faultyFolder) at(step string) error {
	*f.steps = append(*f.steps, step)
	if f.step == step {
		return errDisk
	}
	return nil
}

func (f faultyFolder) create(name string) (newFile, error) {
	if err := f.at("create"); err != nil {
		return nil, err
	}
	file, err := f.folder.create(name)
	return &faultyFile{newFile: file, folder: f, left: f.bytes, other: strings.NewReader(pngWith(itxt(OB3, testJSON)))}, err
}

func (f faultyFolder) rename(from, to string) error {
	if err := f.at("rename"); err != nil {
		return err
	}
	return f.folder.rename(from, to)
}

func (f faultyFolder) sync() error {
	if err := f.at("sync folder"); err != nil {
		return err
	}
	return f.folder.sync()
}

func (f faultyFolder) lstat(name string) (fs.FileInfo, error) {
	if err := f.at("lstat"); err != nil {
		return nil, err
	}
	return f.folder.lstat(name)
}

type faultyFile struct {
	newFile
	folder faultyFolder
	left   int
	other  io.Reader // what "other read" returns instead
}

func (f *faultyFile) Write(p []byte) (int, error) {
	switch f.folder.step {
	case "write":
		n, _ := f.newFile.Write(p[:min(f.left, len(p))])
		f.left -= n
		if n < len(p) {
			return n, errDisk
		}
		return n, nil
	case "lost write":
		return len(p), nil
	}
	return f.newFile.Write(p)
}

func (f *faultyFile) Read(p []byte) (int, error) {
	if f.folder.step == "other read" {
		return f.other.Read(p)
	}
	if err := f.folder.at("read"); err != nil {
		return 0, err
	}
	return f.newFile.Read(p)
}

func (f *faultyFile) Seek(offset int64, whence int) (int64, error) {
	if err := f.folder.at("seek"); err != nil {
		return 0, err
	}
	return f.newFile.Seek(offset, whence)
}

func (f *faultyFile) Chmod(mode fs.FileMode) error {
	if err := f.folder.at("chmod"); err != nil {
		return err
	}
	return f.newFile.Chmod(mode)
}

func (f *faultyFile) Sync() error {
	if err := f.folder.at("sync"); err != nil {
		return err
	}
	return f.newFile.Sync()
}

func (f *faultyFile) Close() error {
	return errors.Join(f.newFile.Close(), f.folder.at("close"))
}

// TestW06 fails at every step, and finds the old picture whole.
func TestW06(t *testing.T) {
	old := pngWith(itxt(OB3, testJSON))
	size := len(pngWith(itxt(OB3, testJWS)))
	type fault struct {
		step  string
		bytes int
	}
	faults := []fault{{"lost write", 0}, {"other read", 0}}
	for _, step := range []string{"lstat", "create", "seek", "read", "chmod", "sync", "close", "rename", "sync folder"} {
		faults = append(faults, fault{step, 0})
	}
	for _, n := range []int{0, 1, size / 2, size - 1} {
		faults = append(faults, fault{"write", n})
	}
	for _, f := range faults {
		t.Run(fmt.Sprint(f.step, f.bytes), func(t *testing.T) {
			dir, src := writeTemp(t, old)
			root, err := os.OpenRoot(dir)
			require.NoError(t, err)
			defer root.Close()
			in, err := os.Open(src)
			require.NoError(t, err)
			defer in.Close()
			var steps []string
			faulty := faultyFolder{folder: diskFolder{root}, step: f.step, bytes: f.bytes, steps: &steps}
			err = embedFile(faulty, "picture.png", in, ob3JWS, Options{Replace: true})
			require.Error(t, err)
			switch f.step {
			case "lost write":
				require.ErrorIs(t, err, ErrPicture)
			case "other read":
				require.Equal(t, codeNotVerified, codeOf(err))
			default:
				require.ErrorIs(t, err, errDisk)
			}
			requireFiles(t, dir, "picture.png")
			info, err := os.Stat(src)
			require.NoError(t, err)
			require.Equal(t, fs.FileMode(0o640), info.Mode().Perm())
			if f.step == "sync folder" {
				requireBaked(t, src, ob3JWS)
				return
			}
			data, err := os.ReadFile(src)
			require.NoError(t, err)
			require.Equal(t, old, string(data))
		})
	}
}

// swapped is a source that another program changes between two reads.
type swapped struct {
	*bytes.Reader
	file  *os.File
	after string
	seeks int
}

func (s *swapped) Stat() (fs.FileInfo, error) { return s.file.Stat() }
func (s *swapped) Seek(offset int64, whence int) (int64, error) {
	if s.seeks++; s.seeks == 2 {
		s.Reader = bytes.NewReader([]byte(s.after))
	}
	return s.Reader.Seek(offset, whence)
}

// TestSourceChanges finds out that the picture changed while it was read.
func TestSourceChanges(t *testing.T) {
	good := pngWith()
	for _, after := range []string{broken(good, 50, 1), good + "x", pngWith(itxt(OB3, testJSON)), good[:60]} {
		dir, src := writeTemp(t, good)
		root, err := os.OpenRoot(dir)
		require.NoError(t, err)
		defer root.Close()
		file, err := os.Open(src)
		require.NoError(t, err)
		defer file.Close()
		in := &swapped{Reader: bytes.NewReader([]byte(good)), file: file, after: after}
		err = embedFile(diskFolder{root}, "badge.png", in, ob3JWS, Options{})
		require.True(t, errors.Is(err, ErrPicture) || errors.Is(err, ErrBaked))
		requireFiles(t, dir, "picture.png")
	}
}

// TestKill ends a process that bakes over and over, at no particular moment,
// and finds a whole picture every time.
func TestKill(t *testing.T) {
	const variable = "BAKE_TEST_PICTURE"
	if file := os.Getenv(variable); file != "" {
		for i := 0; ; i++ {
			if err := EmbedFile(file, file, []Payload{ob3JSON, ob3JWS}[i%2], Options{Replace: true}); err != nil {
				fmt.Println("error", err)
			}
			fmt.Println("baked")
		}
	}
	if testing.Short() || runtime.GOOS == "windows" {
		t.Skip("starts processes")
	}
	_, file := writeTemp(t, pngWith())
	for i := range 20 {
		child := exec.Command(os.Args[0], "-test.run=^TestKill$")
		child.Env = append(os.Environ(), variable+"="+file)
		out, err := child.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, child.Start())
		lines := bufio.NewScanner(out)
		for n := 0; n <= i && lines.Scan(); n++ {
			require.Equal(t, "baked", lines.Text())
		}
		require.NoError(t, child.Process.Kill())
		_, _ = io.Copy(io.Discard, out)
		require.Error(t, child.Wait())
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		p, err := extract(string(data))
		require.NoError(t, err)
		require.Contains(t, []string{testJSON, testJWS}, string(p.Data))
		require.True(t, strings.HasSuffix(string(data), pngEnd))
	}
	left, err := filepath.Glob(filepath.Join(filepath.Dir(file), ".bake-*.tmp"))
	require.NoError(t, err)
	for _, name := range left {
		old := time.Now().Add(-2 * time.Hour)
		require.NoError(t, os.Chtimes(name, old, old))
	}
	require.NoError(t, EmbedFile(file, file, ob3JSON, Options{Replace: true}))
	requireFiles(t, filepath.Dir(file), "picture.png")
}
