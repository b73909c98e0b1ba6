package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge/edubadges"
)

// student is a student who linked an eduID to the account at the institution.
type student struct {
	account string // in lower case
	name    string
	eduID   string // in lower case
}

// fault is a line of a list for which no badge is awarded, with the reason.
type fault struct {
	list   string
	reason string
}

// accountsFile has what a list of recipients does not: the eduID of an account.
const accountsFile = "accounts.csv"

// columns are the names in the first row of the accounts.
var columns = []string{"account", "name", "eduid"}

// eduIDForm matches a random UUID, a pseudonym that cannot be guessed.
var eduIDForm = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)

// readAccounts returns the students by account. One without an eduID is there too,
// because the institution knows the account.
func readAccounts(lists fs.FS) (map[string]student, error) {
	file, err := lists.Open(accountsFile)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", accountsFile, err)
	}
	if len(rows) == 0 || !slices.Equal(rows[0], columns) {
		return nil, fmt.Errorf("%s: the first row is not %q", accountsFile, columns)
	}
	accounts := map[string]student{}
	for _, row := range rows[1:] {
		s := student{strings.ToLower(row[0]), row[1], strings.ToLower(row[2])}
		if s.eduID != "" && !eduIDForm.MatchString(s.eduID) {
			return nil, fmt.Errorf("%s: %q of %s is not an eduID", accountsFile, row[2], s.name)
		}
		accounts[s.account] = s
	}
	return accounts, nil
}

// readAwards reads the list of recipients of each class, as teachers upload it to
// edubadges. A bad line affects no other one.
func readAwards(lists fs.FS) (awards []*award, faults []fault, err error) {
	accounts, err := readAccounts(lists)
	if err != nil {
		return nil, nil, err
	}
	workshop, backpack := classes()
	for _, c := range []class{workshop, backpack} {
		text, err := fs.ReadFile(lists, c.list)
		if err != nil {
			return nil, nil, err
		}
		lines, found, err := edubadges.Recipients(text)
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", c.list, err)
		}
		for _, r := range found {
			faults = append(faults, fault{c.list, r.Message})
		}
		for _, line := range lines {
			s, err := recipient(accounts, line)
			if err != nil {
				faults = append(faults, fault{c.list, fmt.Sprintf("line %d: %v", line.Number, err)})
				continue
			}
			awards = append(awards, &award{student: s, class: c, line: line})
		}
	}
	return awards, faults, nil
}

// recipient returns the student of a line.
func recipient(accounts map[string]student, line edubadges.Line) (student, error) {
	s, known := accounts[strings.ToLower(line.EPPN)]
	switch {
	case !known:
		return s, fmt.Errorf("the account %q is unknown", line.EPPN)
	case s.eduID == "":
		return s, fmt.Errorf("%s has not linked an eduID yet", s.name)
	case line.Evidence != nil && line.Evidence.ID != "":
		if work, err := url.Parse(line.Evidence.ID); err != nil || work.Scheme != "https" || work.Host == "" {
			return s, errors.New("the work is not at an https URL")
		}
	}
	return s, nil
}
