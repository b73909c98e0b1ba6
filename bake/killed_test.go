package bake

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// killing is a folder that ends the process before one of its operations.
type killing struct {
	folder
	left *int
}

func (k killing) step() {
	if *k.left--; *k.left == 0 {
		if self, err := os.FindProcess(os.Getpid()); err == nil {
			self.Kill()
		}
		select {} // until the signal arrives
	}
}

func (k killing) create(name string) (newFile, error) {
	k.step()
	f, err := k.folder.create(name)
	return killingFile{f, k}, err
}

func (k killing) rename(from, to string) error {
	k.step()
	return k.folder.rename(from, to)
}

func (k killing) remove(name string) error {
	k.step()
	return k.folder.remove(name)
}

func (k killing) sync() error {
	k.step()
	return k.folder.sync()
}

type killingFile struct {
	newFile
	in killing
}

func (f killingFile) Write(p []byte) (int, error) {
	f.in.step()
	return f.newFile.Write(p)
}

func (f killingFile) Chmod(mode fs.FileMode) error {
	f.in.step()
	return f.newFile.Chmod(mode)
}

func (f killingFile) Sync() error {
	f.in.step()
	return f.newFile.Sync()
}

func (f killingFile) Close() error {
	f.in.step()
	return f.newFile.Close()
}

// S-60, S-61: a process that is killed before any operation of EmbedFile leaves
// the old picture or the new one, and one file at most, which goes later.
func TestKilledAtEveryStep(t *testing.T) {
	const fileFlag, stepFlag = "BAKE_TEST_KILLED", "BAKE_TEST_KILLED_STEP"
	if file := os.Getenv(fileFlag); file != "" {
		step, _ := strconv.Atoi(os.Getenv(stepFlag))
		fmt.Print(embedKilled(file, step))
		os.Exit(0)
	}
	if testing.Short() {
		t.Skip("starts processes")
	}
	for step := 1; ; step++ {
		require.Less(t, step, 100)
		dir, file := writeTemp(t, pngWith())
		child := exec.Command(os.Args[0], "-test.run=^TestKilledAtEveryStep$")
		child.Env = append(os.Environ(), fileFlag+"="+file, stepFlag+"="+strconv.Itoa(step))
		out, err := child.Output()
		data, reading := os.ReadFile(file)
		require.NoError(t, reading)
		if err == nil {
			require.Equal(t, "<nil>", string(out))
		}
		if err == nil || string(data) != pngWith() {
			requireBaked(t, file, ob3JSON)
		}
		left, globbing := filepath.Glob(filepath.Join(dir, ".bake-*.tmp"))
		require.NoError(t, globbing)
		require.LessOrEqual(t, len(left), 1, "step %d", step)
		for _, name := range left {
			old := time.Now().Add(-2 * time.Hour)
			require.NoError(t, os.Chtimes(name, old, old))
		}
		require.NoError(t, EmbedFile(file, file, ob3JWS, Options{Replace: true}), "step %d", step)
		requireFiles(t, dir, "picture.png")
		if err == nil {
			require.Greater(t, step, 6, "too few operations")
			return
		}
	}
}

func embedKilled(file string, step int) error {
	in, err := os.Open(file)
	if err != nil {
		return err
	}
	root, err := os.OpenRoot(filepath.Dir(file))
	if err != nil {
		return err
	}
	return errors.Join(embedFile(killing{diskFolder{root}, &step}, filepath.Base(file), in, ob3JSON, Options{}), in.Close(), root.Close())
}
