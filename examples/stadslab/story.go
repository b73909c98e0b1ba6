package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/openbadges-go/openbadges/verify"
)

// story is one run of the program.
type story struct {
	out      string // folder
	port     uint16
	students io.Reader
	now      func() time.Time
	w        io.Writer
	total    int // number of badges to issue in the current series
}

// run lets the office award and the other institution verify. It fails if a
// badge is rejected or a forgery accepted.
func (s *story) run(ctx context.Context) (err error) {
	students, faults, err := readStudents(s.students)
	if err != nil {
		return err
	}
	internet, err := newWeb(hostName, s.port, s.now())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, internet.close()) }()
	office, err := openOffice(filepath.Join(s.out, "office"), internet.authority(), s.now, s.progress)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, office.close()) }()
	if err := office.publish(ctx); err != nil {
		return err
	}
	internet.serve(office.host)
	fmt.Fprintf(s.w, "%s awards badges and publishes them at %s\n\n", institution, office.host.URL(""))

	awards := awardsOf(students)
	if err := s.awardAll(ctx, office, awards); err != nil {
		return err
	}
	s.showAwards(awards, faults)
	submissions, err := s.handOut(ctx, office, awards)
	if err != nil {
		return err
	}
	trusted := []string{office.series[0].by.ID(), office.series[1].by.ID()}
	return s.elsewhere(ctx, internet, trusted, students, submissions)
}

// awardAll issues the awards that are not yet published, one series after the
// other.
func (s *story) awardAll(ctx context.Context, o *office, awards []*award) error {
	for _, series := range o.series {
		missing, err := o.missing(ctx, series, awards)
		if err != nil {
			return err
		}
		fmt.Fprintf(s.w, "  %s: %d of %d already published\n", series.title, len(awards)-len(missing), len(awards))
		if s.total = len(missing); s.total > 0 {
			o.issue(ctx, series, missing)
			fmt.Fprintln(s.w)
		}
	}
	return ctx.Err()
}

// progress redraws the progress bar.
func (s *story) progress(done int) {
	const width = 40
	full := width * done / s.total
	fmt.Fprintf(s.w, "\r  [%s%s] %d of %d", strings.Repeat("=", full), strings.Repeat(" ", width-full), done, s.total)
}

// showAwards prints the result for each row of the list.
func (s *story) showAwards(awards []*award, faults []rowError) {
	type line struct {
		row  int
		text string
	}
	var lines []line
	for _, a := range awards {
		lines = append(lines, line{a.student.row, fmt.Sprintf("%s\t%s\t%s", a.student.name, a.class.achievement.Name, a.outcome())})
	}
	for _, f := range faults {
		lines = append(lines, line{f.row, fmt.Sprintf("%s\t-\tskipped: %v", f.name, f.err)})
	}
	slices.SortStableFunc(lines, func(a, b line) int { return a.row - b.row })
	table := tabwriter.NewWriter(s.w, 0, 0, 3, ' ', 0)
	fmt.Fprintln(table, "\n  row\tstudent\tbadge\tresult")
	for _, l := range lines {
		fmt.Fprintf(table, "  %d\t%s\n", l.row, l.text)
	}
	table.Flush()
}

// handOut bakes the pictures. Each student presents all of theirs.
func (s *story) handOut(ctx context.Context, o *office, awards []*award) (all []submission, err error) {
	for _, a := range awards {
		paths, err := o.bake(ctx, filepath.Join(s.out, "pictures"), a)
		if err != nil {
			return nil, err
		}
		for _, path := range paths {
			all = append(all, submission{a.student.name, a.student.eduID, path})
		}
	}
	return all, nil
}

// elsewhere verifies the badges and the forgeries at the other institution.
func (s *story) elsewhere(ctx context.Context, internet *web, trusted []string, students []student, submissions []submission) error {
	answers, err := otherInstitution(ctx, internet, trusted, s.now, submissions)
	if err != nil {
		return err
	}
	fmt.Fprintln(s.w, "\nAnother institution verifies every picture for the student who presents it")
	s.showAnswers(answers)
	for _, a := range answers {
		if !a.accepted {
			err = errors.Join(err, fmt.Errorf("%s is rejected: %s", a.picture, a.reason))
		}
	}
	signed, hosted, forger, ok := victims(submissions, students)
	if err != nil || !ok {
		return err // too few badges for forgeries
	}
	forgeries, err := forge(ctx, filepath.Join(s.out, "forgeries"), s.now, signed, hosted, forger)
	if err != nil {
		return err
	}
	var presented []submission
	for _, f := range forgeries {
		presented = append(presented, f.submission)
	}
	if answers, err = otherInstitution(ctx, internet, trusted, s.now, presented); err != nil {
		return err
	}
	fmt.Fprintln(s.w, "\nThree forgeries")
	for n, a := range answers {
		fmt.Fprintf(s.w, "\n  %s presents %s\n  %s\n", a.presenter, filepath.Base(a.picture), forgeries[n].trick)
		fmt.Fprintf(s.w, "  %s: %s (%s)\n", verdict(a.accepted), a.reason, a.code)
		if a.accepted || a.code != forgeries[n].code {
			err = errors.Join(err, fmt.Errorf("%s: the deciding code is %s, wanted %s", a.picture, a.code, forgeries[n].code))
		}
	}
	return err
}

// victims returns a signed and a hosted backpack badge of one student, and
// another student.
func victims(submissions []submission, students []student) (signed, hosted submission, forger student, ok bool) {
	_, backpack := classes()
	for _, s := range submissions {
		switch filepath.Base(s.picture) {
		case backpack.slug + ".png":
			hosted = s
		case backpack.slug + ".svg":
			signed = s
		}
		if signed.eduID != "" && signed.eduID == hosted.eduID {
			n := slices.IndexFunc(students, func(other student) bool { return other.eduID != signed.eduID })
			if n >= 0 {
				return signed, hosted, students[n], true
			}
		}
	}
	return submission{}, submission{}, student{}, false
}

// rests explains why a badge is genuine.
var rests = map[verify.Binding]string{
	verify.BindingHosted: "published by its host",
	verify.BindingDIDWeb: "signed with the issuer's key",
}

func (s *story) showAnswers(answers []answer) {
	table := tabwriter.NewWriter(s.w, 0, 0, 3, ' ', 0)
	for _, a := range answers {
		why := a.reason
		if a.accepted {
			why = rests[a.binding]
		}
		fmt.Fprintf(table, "  %s\t%s\t%s\t%s\t%s\n", verdict(a.accepted), a.presenter, filepath.Base(a.picture), a.title, why)
	}
	table.Flush()
}

func verdict(accepted bool) string {
	if accepted {
		return "accepted"
	}
	return "rejected"
}
