package batch_test

import (
	"context"
	"fmt"
	"io/fs"
	"testing/fstest"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/batch"
)

// Every file of a folder is read on several workers; the results come in the
// order of the files.
func ExampleMap() {
	folder := fstest.MapFS{ // os.DirFS("badges") for a real one
		"ada.json":  {Data: []byte(`{"type": "Assertion", "id": "https://school.example/ada"}`)},
		"bob.json":  {Data: []byte(`{"type": "Assertion", "id"`)},
		"notes.txt": {Data: []byte("not a badge")},
	}
	files := func(yield func(string) bool) {
		names, err := fs.Glob(folder, "*.json")
		if err != nil {
			fmt.Println(err)
		}
		for _, name := range names {
			if !yield(name) {
				return
			}
		}
	}
	type result struct {
		doc *badge.Document
		err error
	}
	read := func(_ context.Context, name string) result {
		text, err := fs.ReadFile(folder, name)
		if err != nil {
			return result{err: err}
		}
		doc, err := badge.Parse(text)
		return result{doc, err}
	}
	for name, r := range batch.Map(context.Background(), files, batch.Options{}, read) {
		if r.err != nil {
			fmt.Println(name, badge.CodeOf(r.err))
			continue
		}
		fmt.Println(name, r.doc.ID())
	}
	// Output:
	// ada.json https://school.example/ada
	// bob.json json.truncated
}
