package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// student is one row of the list.
type student struct {
	row      int
	name     string
	eduID    string // in lower case
	workshop bool   // took part in the workshop
	evidence string // URL of the work of a backpack session, or ""
}

// rowError is a row of the list that is skipped, with the reason.
type rowError struct {
	row  int
	name string
	err  error
}

// columns are the names in the first row of the list.
var columns = []string{"name", "mail", "eduid", "workshop", "backpack"}

// readStudents reads a list of students as CSV. It skips invalid rows and returns
// them as faults.
func readStudents(list io.Reader) (students []student, faults []rowError, err error) {
	table := csv.NewReader(list)
	table.FieldsPerRecord = -1 // a short row affects no other row
	head, err := table.Read()
	if err != nil || !slices.Equal(head, columns) {
		return nil, nil, fmt.Errorf("the first row of the list is %q, wanted %q", head, columns)
	}
	rows := map[string]int{} // by eduID
	for {
		cells, err := table.Read()
		if errors.Is(err, io.EOF) {
			return students, faults, nil
		}
		if malformed := (*csv.ParseError)(nil); errors.As(err, &malformed) {
			faults = append(faults, rowError{malformed.StartLine, "", malformed.Err})
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		row, _ := table.FieldPos(0)
		s, err := readStudent(cells)
		if first, twice := rows[s.eduID]; err == nil && twice {
			err = fmt.Errorf("row %d has the same eduID", first)
		}
		if err != nil {
			faults = append(faults, rowError{row, s.name, err})
			continue
		}
		s.row, rows[s.eduID] = row, row
		students = append(students, s)
	}
}

// eduIDForm matches a random UUID, a pseudonym that cannot be guessed.
var eduIDForm = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)

func readStudent(cells []string) (student, error) {
	for n := range cells {
		cells[n] = strings.TrimSpace(cells[n])
	}
	s := student{name: cells[0]}
	if len(cells) != len(columns) {
		return s, fmt.Errorf("the row has %d columns, wanted %d", len(cells), len(columns))
	}
	s.eduID, s.workshop, s.evidence = strings.ToLower(cells[2]), cells[3] == "yes", cells[4]
	address, err := mail.ParseAddress(cells[1])
	work, badWork := url.Parse(s.evidence)
	switch {
	case s.name == "":
		return s, errors.New("the name is missing")
	case err != nil || address.Address != cells[1]:
		return s, fmt.Errorf("%q is not an e-mail address", cells[1])
	case s.eduID == "":
		return s, errors.New("the eduID is missing")
	case !eduIDForm.MatchString(s.eduID):
		return s, fmt.Errorf("%q is not an eduID", s.eduID)
	case !s.workshop && cells[3] != "" && cells[3] != "no":
		return s, fmt.Errorf("the column workshop is %q, wanted yes or no", cells[3])
	case s.evidence != "" && (badWork != nil || work.Scheme != "https" || work.Host == ""):
		return s, fmt.Errorf("the work %q is not an https URL", s.evidence)
	case !s.workshop && s.evidence == "":
		return s, errors.New("the student took part in neither a workshop nor a backpack session")
	}
	return s, nil
}
