// Vectors writes the folders of vectors that this module generates, or checks
// that they are what the generators make and give what they say.
//
//	go run ./.ci/vectors          write inputs and results
//	go run ./.ci/vectors -check   write nothing
//
// The generators are the tests of the packages that own the vectors, since
// these hold the tables of cases. .github/VECTORS.md describes the files.
package main

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// maxTotal is how many bytes the files of all vectors may have.
const maxTotal = 4 << 20

// owners are the packages with vectors, the test that runs them, and the flags
// with which it writes them.
var owners = []struct {
	folder, test string
	write        []string
}{
	{"bake", "TestVectors", []string{"-generate"}},
	{"badge/rules", "TestVectors", []string{"-generate"}},
	{"verify", "TestVectors", []string{"-generate"}},
	{"badge/proof", "TestVectorFolders", []string{"-update"}}, // the inputs come from other implementations
}

func main() {
	check := flag.Bool("check", false, "write nothing")
	flag.Parse()
	if err := run(*check); err != nil {
		fmt.Fprintln(os.Stderr, "vectors:", err)
		os.Exit(1)
	}
}

func run(check bool) error {
	total := int64(0)
	for _, o := range owners {
		args := []string{"test", "-count=1", "-run", "^" + o.test + "$", "./" + o.folder}
		if !check {
			args = append(args, o.write...)
		}
		test := exec.Command("go", args...)
		test.Stdout, test.Stderr = os.Stdout, os.Stderr
		if err := test.Run(); err != nil {
			return fmt.Errorf("go %s: %w", strings.Join(args, " "), err)
		}
		folders, size, err := count(filepath.Join(o.folder, "testdata", "vectors"))
		if err != nil {
			return err
		}
		if folders == 0 {
			return fmt.Errorf("%s has no vectors", o.folder)
		}
		fmt.Printf("%s: %d vectors, %d KiB\n", o.folder, folders, size>>10)
		total += size
	}
	if total > maxTotal {
		return fmt.Errorf("the vectors have %d bytes, wanted at most %d", total, maxTotal)
	}
	return nil
}

// count returns how many folders of vectors there are, and the size of all
// files in them.
func count(root string) (folders int, size int64, err error) {
	err = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if filepath.Dir(path) == root {
				folders++
			}
			return nil
		}
		info, err := entry.Info()
		if err == nil {
			size += info.Size()
		}
		return err
	})
	return folders, size, err
}
