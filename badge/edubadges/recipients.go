package edubadges

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
)

// Line is one line of a list of recipients, as people upload it to edubadges. It
// does not have the eduID of the recipient.
type Line struct {
	Number             int // in the file, from 1
	Email              string
	EPPN               string // account at the institution, in lists by account
	FirstName, Surname string // in lists by e-mail address
	Grade              string
	Evidence           *badge.Evidence // nil without a narrative and a URL
}

// The first line of the lists, without the notes in brackets.
var (
	byAccount = []string{"recipient mailadres", "recipient eppn"}
	byEmail   = []string{"recipient mailadres", "recipient first name", "recipient surname"}
	optionals = []string{"narrative", "evidence url", "evidence name", "evidence description", "grade"}
)

// Recipients reads the CSV lists of recipients that edubadges accepts: by account
// or by e-mail address, separated by semicolons, commas or tabs. A remark names
// each bad line, which affects no other one: a line that cannot be read, without
// a recipient, or with a recipient that an earlier line has. The code of the
// error is edubadges.list; more than 100 bad lines are one too.
func Recipients(list []byte) ([]Line, []Remark, error) {
	list = bytes.TrimPrefix(list, []byte("\xef\xbb\xbf"))
	head, _, _ := bytes.Cut(list, []byte("\n"))
	table := tableOf(list, head)
	names, err := table.Read()
	columns := columnsOf(names)
	if err != nil || columns == nil {
		return nil, nil, fail(codeList, "", "the first line is %s, wanted that of a list of recipients of edubadges", quoted(string(head)))
	}
	var lines []Line
	var found []Remark
	seen := map[string]bool{}
	before := 0 // lines before those of table
	for len(found) <= maxRemarks {
		cells, err := table.Read()
		if errors.Is(err, io.EOF) {
			return lines, found, nil
		}
		if malformed, ok := errors.AsType[*csv.ParseError](err); ok {
			before += malformed.StartLine
			found = append(found, badLine(before, "cannot be read as CSV", "is geen geldige CSV"))
			table = tableOf(after(list, before), head) // an open quote would take in all further lines
			continue
		}
		number, _ := table.FieldPos(0)
		line := lineOf(columns, cells)
		line.Number = before + number
		who := strings.ToLower(cmp.Or(line.EPPN, line.Email))
		switch {
		case strings.Join(cells, "") == "":
		case !strings.Contains(line.Email, "@") && line.EPPN == "":
			found = append(found, badLine(line.Number, "has neither an e-mail address nor an account", "heeft geen e-mailadres en geen account"))
		case seen[who]:
			found = append(found, badLine(line.Number, "has the recipient of an earlier line", "heeft de ontvanger van een eerdere regel"))
		default:
			seen[who] = true
			lines = append(lines, line)
		}
	}
	return nil, nil, fail(codeList, "", "more than %d lines are bad", maxRemarks)
}

// tableOf returns a reader with the separator that the first line uses.
func tableOf(list, head []byte) *csv.Reader {
	table := csv.NewReader(bytes.NewReader(list))
	table.FieldsPerRecord = -1
	for _, separator := range ";\t" {
		if bytes.ContainsRune(head, separator) {
			table.Comma = separator
			break
		}
	}
	return table
}

// after returns a text without its first lines.
func after(text []byte, lines int) []byte {
	for range lines {
		_, text, _ = bytes.Cut(text, []byte("\n"))
	}
	return text
}

// columnsOf returns the names of the columns in lower case, or nil if they are not
// those of a list.
func columnsOf(names []string) []string {
	var columns []string
	for _, name := range names {
		name, _, _ = strings.Cut(strings.ToLower(name), "(")
		columns = append(columns, strings.TrimSpace(name))
	}
	for _, first := range [][]string{byAccount, byEmail} {
		all := slices.Concat(first, optionals)
		if len(columns) >= len(first) && len(columns) <= len(all) && slices.Equal(columns, all[:len(columns)]) {
			return columns
		}
	}
	return nil
}

// lineOf returns the line with the cells of a row, of which short ones lack the
// last cells.
func lineOf(columns, cells []string) (line Line) {
	cell := func(name string) string {
		if i := slices.Index(columns, name); i >= 0 && i < len(cells) {
			return strings.TrimSpace(cells[i])
		}
		return ""
	}
	line = Line{Email: cell(byAccount[0]), EPPN: cell(byAccount[1]), FirstName: cell(byEmail[1]), Surname: cell(byEmail[2]), Grade: cell("grade")}
	if x := (badge.Evidence{Type: []string{"Evidence"}, ID: cell("evidence url"), Narrative: cell("narrative"), Name: cell("evidence name"), Description: cell("evidence description")}); x.ID != "" || x.Narrative != "" {
		line.Evidence = &x
	}
	return line
}

// badLine returns the finding about one line.
func badLine(number int, english, dutch string) Remark {
	n := string(encoded(number))
	return Remark{Problem: badge.Problem{Code: codeLine, Message: "line " + n + " " + english, Severity: badge.SeverityError}, Dutch: "regel " + n + " " + dutch}
}
