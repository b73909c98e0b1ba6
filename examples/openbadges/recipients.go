package main

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/edubadges"
	"github.com/openbadges-go/openbadges/examples/internal/lists"
)

// recipient is one line of a list of recipients.
type recipient struct {
	email    string // in lower case
	account  string // an eduID or another account
	name     string
	evidence *badge.Evidence
}

// who identifies the recipient in the folder of the issuer.
func (r recipient) who() string { return cmp.Or(r.email, r.account) }

// readRecipients reads a list of recipients: one of edubadges, or a table that a
// spreadsheet exported. Each remark names a line that is left out, or columns
// that are.
func readRecipients(list []byte) (all []recipient, remarks []string, err error) {
	if list, err = decoded(list); err != nil {
		return nil, nil, err
	}
	lines, bad, err := edubadges.Recipients(list)
	if err != nil {
		return readTable(list)
	}
	for _, line := range lines {
		all = append(all, recipient{
			email: strings.ToLower(line.Email), account: line.EPPN,
			name: strings.TrimSpace(line.FirstName + " " + line.Surname), evidence: line.Evidence,
		})
	}
	for _, b := range bad {
		remarks = append(remarks, b.Message)
	}
	return all, remarks, nil
}

// decoded returns a list as UTF-8. Spreadsheets also write Windows-1252.
func decoded(list []byte) ([]byte, error) {
	switch {
	case len(bytes.TrimSpace(list)) == 0:
		return nil, errors.New("the list is empty")
	case bytes.HasPrefix(list, []byte("PK\x03\x04")), bytes.HasPrefix(list, []byte("\xd0\xcf\x11\xe0")):
		return nil, errors.New("this is a workbook; save it as CSV in your spreadsheet program")
	case bytes.HasPrefix(list, []byte("\xff\xfe")), bytes.HasPrefix(list, []byte("\xfe\xff")):
		return nil, errors.New("the list is in UTF-16; save it as CSV in UTF-8")
	case bytes.IndexByte(list, 0) >= 0:
		return nil, errors.New("this is not a text; save the list as CSV in your spreadsheet program")
	}
	list = bytes.TrimPrefix(list, []byte(byteOrderMark))
	if utf8.Valid(list) {
		return list, nil
	}
	var out []byte
	for _, b := range list {
		r := rune(b)
		if b >= 0x80 && b < 0xA0 {
			r = []rune(windows1252)[b-0x80]
		}
		out = utf8.AppendRune(out, r)
	}
	return out, nil
}

// windows1252 are the characters of the bytes 80 to 9F.
const windows1252 = "€\uFFFD‚ƒ„…†‡ˆ‰Š‹Œ\uFFFDŽ\uFFFD\uFFFD‘’“”•–—˜™š›œ\uFFFDžŸ"

// used are the columns that awards are made of here.
var used = []string{lists.Email, lists.Account, lists.Name, lists.First, lists.Infix, lists.Last, lists.Evidence, lists.Narrative}

// readTable reads a table whose first line names its columns.
func readTable(list []byte) (all []recipient, remarks []string, err error) {
	head, rest, _ := bytes.Cut(list, []byte("\n"))
	before := 0 // lines before those of table
	if mark, ok := strings.CutPrefix(strings.ToLower(strings.TrimSpace(string(head))), "sep="); ok && len(mark) == 1 {
		list, before = rest, 1
		head, _, _ = bytes.Cut(list, []byte("\n"))
	}
	table := csv.NewReader(bytes.NewReader(list))
	table.Comma, table.FieldsPerRecord = lists.Separator(string(head)), -1
	names, err := table.Read()
	if err != nil {
		return nil, nil, fmt.Errorf("the first line cannot be read as CSV: %w", err)
	}
	places, unused := map[string]int{}, []string{}
	for i, name := range names {
		what := lists.Column(name)
		if _, twice := places[what]; twice || !slices.Contains(used, what) {
			unused = append(unused, badge.Quote(name))
			continue
		}
		places[what] = i
	}
	_, mail := places[lists.Email]
	if _, account := places[lists.Account]; !mail && !account {
		return nil, nil, fmt.Errorf("the first line is %s, wanted one that names a column E-mail or eduID", badge.Quote(strings.TrimSpace(string(head))))
	}
	if len(unused) > 0 {
		remarks = append(remarks, "columns that are not used: "+strings.Join(unused, ", "))
	}
	rows, bad, err := readRows(table, places, before)
	return rows, append(remarks, bad...), err
}

// readRows reads the lines below the first one.
func readRows(table *csv.Reader, places map[string]int, before int) (all []recipient, remarks []string, err error) {
	seen := map[string]int{}
	for {
		cells, err := table.Read()
		switch {
		case errors.Is(err, io.EOF) && len(all) == 0:
			return nil, remarks, errors.New("the list has no recipient below its first line")
		case errors.Is(err, io.EOF):
			return all, remarks, nil
		case err != nil:
			return nil, remarks, fmt.Errorf("the list cannot be read as CSV: %w", err)
		}
		at, _ := table.FieldPos(0)
		at += before
		r, fault := rowOf(cells, places)
		if first := seen[r.who()]; fault == "" && first > 0 {
			fault = fmt.Sprintf("has the recipient of line %d", first)
		}
		switch {
		case strings.TrimSpace(strings.Join(cells, "")) == "":
		case fault != "":
			remarks = append(remarks, fmt.Sprintf("line %d %s", at, fault))
		default:
			seen[r.who()] = at
			all = append(all, r)
		}
	}
}

// rowOf returns the recipient in a line, or what is wrong with the line.
func rowOf(cells []string, places map[string]int) (r recipient, fault string) {
	cell := func(what string) string {
		if i, ok := places[what]; ok && i < len(cells) {
			return strings.TrimSpace(cells[i])
		}
		return ""
	}
	r = recipient{email: strings.ToLower(cell(lists.Email)), account: strings.ToLower(cell(lists.Account)), name: cell(lists.Name)}
	if r.name == "" {
		r.name = strings.Join(slices.DeleteFunc([]string{cell(lists.First), cell(lists.Infix), cell(lists.Last)}, func(s string) bool { return s == "" }), " ")
	}
	if url, text := cell(lists.Evidence), cell(lists.Narrative); url != "" || text != "" {
		r.evidence = &badge.Evidence{Type: []string{"Evidence"}, ID: url, Narrative: text}
	}
	switch {
	case r.who() == "":
		return r, "has no e-mail address and no eduID"
	case r.email != "" && !lists.IsEmail(r.email):
		return r, "has the e-mail address " + badge.Quote(r.email) + ", wanted one such as noor@student.example"
	}
	return r, ""
}
