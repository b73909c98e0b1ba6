package main

import (
	"bufio"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/openbadges-go/openbadges/examples/internal/lists"
)

// row is a line of a list of recipients.
type row struct{ email, name, number, date string }

// maxLine bounds the first line of a list, in bytes.
const maxLine = 64 << 10

// readRows reads a list of recipients, whose first line names its columns, row by
// row. The sequence ends with the first error.
func readRows(list io.Reader) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		table, places, err := readHead(list)
		if err != nil {
			yield(row{}, err)
			return
		}
		for {
			cells, err := table.Read()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				yield(row{}, fmt.Errorf("the list cannot be read as CSV: %w", err))
				return
			}
			cell := func(what string) string {
				if n, has := places[what]; has && n < len(cells) {
					return strings.TrimSpace(cells[n])
				}
				return ""
			}
			if all := strings.Join(cells, ""); !utf8.ValidString(all) || strings.Contains(all, "\x00") {
				line, _ := table.FieldPos(0)
				yield(row{}, fmt.Errorf("line %d is not in UTF-8: save the list as CSV in UTF-8", line))
				return
			}
			if !yield(row{strings.ToLower(cell(lists.Email)), cell(lists.Name), cell(lists.Number), cell(lists.Date)}, nil) {
				return
			}
		}
	}
}

// readHead reads the first line of a list, and returns which column holds what.
func readHead(list io.Reader) (table *csv.Reader, places map[string]int, err error) {
	in := bufio.NewReaderSize(list, maxLine)
	start, err := in.Peek(maxLine)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, nil, err
	}
	head, _, _ := strings.Cut(string(start), "\n")
	if rest, marked := strings.CutPrefix(head, "\ufeff"); marked {
		head = rest
		in.Discard(len("\ufeff")) // which was peeked
	}
	table = csv.NewReader(in)
	table.Comma = lists.Separator(head)
	names, err := table.Read()
	if err != nil {
		return nil, nil, fmt.Errorf("the first line cannot be read as CSV: %w", err)
	}
	places = map[string]int{}
	for n, name := range names {
		places[lists.Column(name)] = n
	}
	if _, has := places[lists.Email]; !has {
		return nil, nil, fmt.Errorf("the first line is %.200q, wanted one that names a column E-mail", strings.TrimSpace(head))
	}
	return table, places, nil
}

// fault returns what keeps a row from ever being awarded, with its code.
func (r row) fault() (code, problem string) {
	if !lists.IsEmail(r.email) {
		return "fleet.email", fmt.Sprintf("the e-mail address is %.200q, wanted one such as noor@student.example", r.email)
	}
	if r.date == "" {
		return "", ""
	}
	if _, err := time.Parse(time.DateOnly, r.date); err != nil {
		return "fleet.date", fmt.Sprintf("the date is %.200q, wanted one such as 2026-11-30", r.date)
	}
	return "", ""
}

// keyOf identifies an award: the same class, recipient, date and number are one
// award.
func keyOf(class string, r row) string {
	return hashOf(class, r.email, r.date, r.number)
}

// hashOf returns the SHA-256 of texts that contain no zero byte.
func hashOf(texts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(texts, "\x00")))
	return hex.EncodeToString(sum[:])
}
