// Package vectortest runs vectors: folders that each hold one case. The tests
// of all packages with vectors use it.
package vectortest

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Dir is the folder of the vectors of a package, below that package.
const Dir = "testdata/vectors"

// Want is the file with the result.
const Want = "want.json"

// Files are the files of one folder: the text by the name.
type Files map[string]string

// Suite is the vectors of one package.
type Suite struct {
	// Made is the generator's result: by the name of the folder without the
	// verdict, all files except want.json. Nil means that the inputs come from
	// elsewhere; each folder then has the files in Names.
	Made  map[string]Files
	Names []string

	// Judge returns the verdict on a case and the text of its want.json.
	Judge func(t *testing.T, files Files) (verdict, want string)

	Generate bool // write all folders
	Update   bool // write each want.json
}

// Run verifies each folder. It fails without folders, if a folder lacks a file
// or has one too many, or if a file differs from the generator's.
func (s Suite) Run(t *testing.T) {
	t.Helper()
	if s.Generate {
		s.write(t)
	}
	folders := Read(t)
	if len(folders) == 0 {
		t.Fatal("there are no vectors")
	}
	for _, name := range slices.Sorted(maps.Keys(folders)) {
		t.Run(name, func(t *testing.T) { s.run(t, name, folders[name]) })
	}
	if s.Made != nil && len(s.Made) != len(folders) {
		t.Errorf("there are %d folders, and the generator makes %d: run with -generate", len(folders), len(s.Made))
	}
}

// write writes all folders anew.
func (s Suite) write(t *testing.T) {
	t.Helper()
	check(t, os.RemoveAll(Dir))
	for slug, made := range s.Made {
		files := maps.Clone(made)
		verdict, want := s.Judge(t, made)
		files[Want] = want
		for name, text := range files {
			path := filepath.Join(Dir, slug+"_"+verdict, filepath.FromSlash(name))
			check(t, os.MkdirAll(filepath.Dir(path), 0o755))
			check(t, os.WriteFile(path, []byte(text), 0o644))
		}
	}
}

// run checks one folder.
func (s Suite) run(t *testing.T, folder string, files Files) {
	slug, verdict, _ := strings.Cut(folder, "_")
	want := files[Want]
	delete(files, Want)
	if fault := s.fault(slug, files); fault != "" {
		t.Fatal(fault)
	}
	got, text := s.Judge(t, files)
	if got != verdict {
		t.Errorf("the verdict is %s, but the name of the folder has %s: run with -generate", got, verdict)
	}
	if s.Update {
		check(t, os.WriteFile(filepath.Join(Dir, folder, Want), []byte(text), 0o644))
	} else if text != want {
		t.Errorf("the result is\n%s\nand %s has\n%s", text, Want, want)
	}
}

// fault returns what is wrong with the files of a folder, except want.json.
func (s Suite) fault(slug string, files Files) string {
	names := slices.Sorted(maps.Keys(files))
	if lines := strings.SplitAfter(files["README"], "\n"); len(lines) != 2 || lines[1] != "" {
		return fmt.Sprintf("README has %d lines, wanted one", len(lines)-1)
	}
	if s.Made == nil {
		if !slices.Equal(names, slices.Sorted(slices.Values(s.Names))) {
			return fmt.Sprintf("the files are %v, wanted %v", names, s.Names)
		}
		return ""
	}
	made := s.Made[slug]
	if wanted := slices.Sorted(maps.Keys(made)); !slices.Equal(names, wanted) {
		return fmt.Sprintf("the files are %v, and the generator makes %v: run with -generate", names, wanted)
	}
	for _, name := range names {
		if files[name] != made[name] {
			return name + " differs from what the generator makes: run with -generate"
		}
	}
	return ""
}

// Read returns the files of each folder by its name. A file beside the folders
// fails the test.
func Read(t *testing.T) map[string]Files {
	t.Helper()
	folders := map[string]Files{}
	check(t, filepath.WalkDir(Dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		inside, err := filepath.Rel(Dir, path)
		if err != nil {
			return err
		}
		folder, name, found := strings.Cut(filepath.ToSlash(inside), "/")
		if !found {
			t.Errorf("%s is not a folder", path)
			return nil
		}
		text, err := os.ReadFile(path)
		if folders[folder] == nil {
			folders[folder] = Files{}
		}
		folders[folder][name] = string(text)
		return err
	}))
	return folders
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Slug turns words into the name of a folder.
func Slug(words string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(words), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}), "-")
}
