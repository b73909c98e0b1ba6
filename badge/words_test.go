package badge

import (
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestWordsInDocumentation compares the table of words in the package
// documentation with the table that reading and writing use.
func TestWordsInDocumentation(t *testing.T) {
	doc, err := os.ReadFile("doc.go")
	require.NoError(t, err)
	require.Contains(t, string(doc), documentedWords())
}

// documentedWords is the table in the documentation: for each class, the
// members that have another name in Open Badges 3.0 or no name.
func documentedWords() string {
	var table strings.Builder
	row := func(indent, theirs, ours, here string) {
		line := fmt.Sprintf("//\t%-20s  %-42s  %s", indent+theirs, indent+ours, indent+here)
		table.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	row("", "Open Badges 2.0", "Open Badges 3.0", "here")
	for _, c := range classes20() {
		class := reflect.TypeOf(c.view)
		ours := class.Name()
		for _, name := range c.OB3 {
			if name != classCredential {
				ours = name
				break
			}
		}
		row("", strings.Join(c.names(), ", "), ours, class.Name())
		for _, term := range c.Properties {
			switch {
			case term.Lost != "":
				row("  ", term.Name, "-", "Extra")
			case term.OB3 != "" && term.OB3 != term.Name:
				row("  ", term.Name, strings.ReplaceAll(term.OB3, "/", "."), fieldName(class, term.OB3))
			}
		}
	}
	return table.String()
}

// names returns the name of the class.
func (c words20) names() []string {
	if c.typed {
		return c.types
	}
	return []string{c.name}
}

// fieldName returns the Go name of the field that a path of members leads to.
func fieldName(t reflect.Type, path string) string {
	name, rest, deeper := strings.Cut(path, "/")
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Tag.Get("json") != name {
			continue
		}
		if !deeper {
			return f.Name
		}
		return f.Name + "." + fieldName(f.Type, rest)
	}
	return "?"
}
