package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// watchEvery is the time between two lines of status -watch.
const watchEvery = time.Second

// statusOf prints how many awards and verifications are in which state, and
// failures by code with an example.
func statusOf(ctx context.Context, out io.Writer, args []string) (err error) {
	f, db := flags("status")
	watch := f.Bool("watch", false, "show the progress until nothing is waiting")
	if err := f.Parse(args); err != nil {
		return err
	}
	o, err := openOffice(ctx, *db)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.Close()) }()
	if *watch {
		if err := o.watch(ctx, out, terminal(out)); err != nil {
			return err
		}
	}
	for _, table := range []struct{ title, query string }{
		{"awards", `SELECT state, CASE WHEN state = 'failed' THEN code ELSE '' END, count(*), max(CASE WHEN state IN ('waiting', 'failed') THEN problem END) FROM awards GROUP BY 1, 2 ORDER BY 1, 2`},
		{"verifications", `SELECT coalesce(verdict, state), coalesce(code, ''), count(*), NULL FROM verifications GROUP BY 1, 2 ORDER BY 1, 2`},
	} {
		rows, err := o.DB().QueryContext(ctx, table.query)
		if err != nil {
			return err
		}
		if err := printRows(out, table.title, rows); err != nil {
			return err
		}
	}
	return nil
}

func printRows(out io.Writer, title string, rows *sql.Rows) error {
	defer rows.Close()
	for rows.Next() {
		var state, code string
		var problem sql.NullString
		var n int
		if err := rows.Scan(&state, &code, &n, &problem); err != nil {
			return err
		}
		if title != "" {
			fmt.Fprintln(out, title)
			title = ""
		}
		fmt.Fprintln(out, strings.TrimRight(fmt.Sprintf("%9d %s %s", n, state, code), " "))
		if problem.String != "" {
			first, _, _ := strings.Cut(problem.String, "\n")
			fmt.Fprintf(out, "          such as: %.200s\n", first)
		}
	}
	return rows.Err()
}

// terminal reports whether out is one, on which a line can be written over.
func terminal(out io.Writer) bool {
	f, ok := out.(*os.File)
	if !ok {
		return false
	}
	about, err := f.Stat()
	return err == nil && about.Mode()&os.ModeCharDevice != 0
}

// watch prints the progress until nothing is waiting or ctx is done.
func (o *office) watch(ctx context.Context, out io.Writer, over bool) error {
	before, since := -1, time.Now()
	for {
		var left, all int
		err := o.DB().QueryRowContext(ctx, `SELECT (SELECT count(*) FROM awards WHERE state = 'waiting') + (SELECT count(*) FROM verifications WHERE state = 'waiting'),
			(SELECT count(*) FROM awards) + (SELECT count(*) FROM verifications)`).Scan(&left, &all)
		if err != nil && ctx.Err() == nil {
			return err
		}
		if ctx.Err() != nil {
			return nil
		}
		now := time.Now()
		line := progress(all-left, all, max(before, 0), before >= 0, now.Sub(since))
		before, since = all-left, now
		if over {
			fmt.Fprint(out, "\r\x1b[K", line)
		} else {
			fmt.Fprintln(out, line)
		}
		if left == 0 {
			if over {
				fmt.Fprintln(out)
			}
			return nil
		}
		select {
		case <-ctx.Done():
		case <-time.After(watchEvery):
		}
	}
}

// progress is a line of status -watch. known says that before is the number that
// was done some time ago.
func progress(done, all, before int, known bool, passed time.Duration) string {
	const width = 30
	full := width
	if all > 0 {
		full = width * done / all
	}
	line := fmt.Sprintf("[%s%s] %d of %d", strings.Repeat("#", full), strings.Repeat(".", width-full), done, all)
	switch rate := float64(done-before) / max(passed.Seconds(), 0.001); {
	case !known || done == all:
	case rate > 0:
		line += fmt.Sprintf(", %.0f a second, %s left", rate, (time.Duration(float64(all-done)/rate) * time.Second).Round(time.Second))
	default:
		line += ", standing still (the jobs of a killed worker are done again within two minutes)"
	}
	return line
}
