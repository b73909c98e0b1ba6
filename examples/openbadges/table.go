package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
)

// awarded is a line of the table of awards.
type awarded struct{ recipient, name, class, badge, picture, on string }

var tableHead = []string{"recipient", "name", "class", "badge", "picture", "awarded"}

func (a awarded) cells() []string {
	return []string{a.recipient, a.name, a.class, a.badge, a.picture, a.on}
}

// readTable returns the table of awards; none if there is no table yet.
func (o *office) readTable() (rows []awarded, err error) {
	text, err := os.ReadFile(filepath.Join(o.folder, tableName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	text = bytes.TrimPrefix(text, []byte(byteOrderMark))
	table := csv.NewReader(bytes.NewReader(text))
	if bytes.HasPrefix(text, []byte(strings.Join(tableHead, ";"))) {
		table.Comma = ';' // as spreadsheet programs in Europe write it
	}
	table.FieldsPerRecord = len(tableHead)
	for {
		cells, err := table.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", tableName, err)
		}
		for i := range cells {
			cells[i] = bare(cells[i])
		}
		if !slices.Equal(cells, tableHead) {
			rows = append(rows, awarded{cells[0], cells[1], cells[2], cells[3], cells[4], cells[5]})
		}
	}
}

// writeTable writes the table of awards: those of this run and those of earlier
// runs. The file is replaced as a whole.
func (o *office) writeTable(rows []awarded) error {
	old, err := o.readTable()
	if err != nil {
		return err
	}
	for _, row := range old {
		if !slices.ContainsFunc(rows, func(r awarded) bool { return r.badge == row.badge }) {
			rows = append(rows, row)
		}
	}
	var out bytes.Buffer
	out.WriteString(byteOrderMark)
	table := csv.NewWriter(&out)
	table.Write(tableHead)
	for _, row := range rows {
		table.Write(inert(row.cells()))
	}
	table.Flush()
	return replaceFile(filepath.Join(o.folder, tableName), out.Bytes())
}

// A program takes a cell for a formula by its start, and takes one cell for
// several where it separates them by semicolons or reads a line end.
var (
	formula = regexp.MustCompile("(^|[;\n\r])('*[=+@\t\r-])")
	escaped = regexp.MustCompile("(^|[;\n\r])'('*[=+@\t\r-])")
)

// inert returns cells that no spreadsheet program takes for a formula.
func inert(cells []string) []string {
	for i, cell := range cells {
		cells[i] = formula.ReplaceAllString(cell, "$1'$2")
	}
	return cells
}

// bare undoes inert.
func bare(cell string) string { return escaped.ReplaceAllString(cell, "$1$2") }

// slug returns a text as a part of a file name and of a URL.
func slug(text string) string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	name := plain(strings.Join(words, "-"))
	name = strings.Trim(name[:min(len(name), 60)], "-")
	if name == "" {
		return "badge"
	}
	return name
}

// plainLetters has the Latin letters of Europe in ASCII.
var plainLetters = sync.OnceValue(func() map[rune]string {
	all := map[rune]string{'ß': "ss", 'æ': "ae", 'œ': "oe", 'þ': "th", 'ĳ': "ij"}
	for plain, accented := range map[string]string{
		"a": "àáâãäåāăą", "c": "çćĉċč", "d": "ďđð", "e": "èéêëēĕėęě", "g": "ĝğġģ", "h": "ĥħ", "i": "ìíîïĩīĭįı", "j": "ĵ", "k": "ķ", "l": "ĺļľŀł",
		"n": "ñńņňŋ", "o": "òóôõöøōŏőơ", "r": "ŕŗř", "s": "śŝşšș", "t": "ţťŧț", "u": "ùúûüũūŭůűųư", "w": "ŵ", "y": "ýÿŷ", "z": "źżž",
	} {
		for _, letter := range accented {
			all[letter] = plain
		}
	}
	return all
})

// plain returns a text in ASCII. It leaves out what has no like there.
func plain(text string) string {
	var out strings.Builder
	for _, r := range text {
		if r <= unicode.MaxASCII {
			out.WriteRune(r)
			continue
		}
		out.WriteString(plainLetters()[r])
	}
	return out.String()
}

// progress returns a function that shows on a terminal how far the work is, for
// more than a few items. Without a total it clears the line.
func progress(p process, what string) func(done, total int) {
	const few = 10
	shown := false
	return func(done, total int) {
		switch {
		case !p.terminal:
		case total > few:
			shown = true
			fmt.Fprintf(p.stderr, "\r%d of %d %s", done, total, what)
		case shown && total == 0:
			fmt.Fprint(p.stderr, "\r\x1b[K")
			shown = false
		}
	}
}
