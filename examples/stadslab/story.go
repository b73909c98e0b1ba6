package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/openbadges-go/openbadges/verify"
)

// story is one run of the program.
type story struct {
	out   string // folder
	port  uint16
	lists fs.FS
	now   func() time.Time
	w     io.Writer
	total int // number of badges to issue in the current series
}

// run tells the story. It fails if a badge is rejected or a forgery accepted.
func (s *story) run(ctx context.Context) (err error) {
	awards, faults, err := readAwards(s.lists)
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
	s.prepare(office)

	s.chapter(2, "It awards badges to the lists of its teachers")
	if err := s.awardAll(ctx, office, awards); err != nil {
		return err
	}
	s.showAwards(awards, faults)
	submissions, err := s.handOut(ctx, office, awards)
	if err != nil {
		return err
	}
	other := elsewhere{internet, []string{office.series[0].by.ID(), office.series[1].by.ID()}, s.now}
	return errors.Join(s.verifyAll(ctx, other, submissions), s.hide(ctx, other, office, submissions), s.offer(ctx, office, awards), s.forgeries(ctx, other, submissions),
		s.remain(ctx, other, office, submissions))
}

func (s *story) chapter(n int, title string) { fmt.Fprintf(s.w, "\n%d. %s\n\n", n, title) }

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

// showAwards prints the result for each student, and the lines without one.
func (s *story) showAwards(awards []*award, faults []fault) {
	table := tabwriter.NewWriter(s.w, 0, 0, 3, ' ', 0)
	fmt.Fprintln(table, "\n  student\tbadge\tresult")
	for _, a := range awards {
		fmt.Fprintf(table, "  %s\t%s\t%s\n", a.student.name, a.class.name, a.outcome())
	}
	table.Flush()
	fmt.Fprintln(s.w)
	for _, f := range faults {
		fmt.Fprintf(s.w, "  skipped in %s: %s\n", f.list, f.reason)
	}
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
		fmt.Fprintf(table, "  %s\t%s\t%s\t%s\t%s\n", a.verdict, a.presenter, filepath.Base(a.picture), a.title, why)
	}
	table.Flush()
}
