package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path"
	"path/filepath"
)

// export writes the badges and two tables into a folder: awards.csv, and the
// reports as reports.csv and reports.jsonl. Each file is there as a whole or not
// at all.
func export(ctx context.Context, out io.Writer, args []string) (err error) {
	f, db := flags("export")
	if err := f.Parse(args); err != nil {
		return err
	}
	if f.NArg() != 1 {
		return errors.New("wanted the folder to write into")
	}
	o, err := openOffice(ctx, *db)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.Close()) }()
	folder := f.Arg(0)
	if err := os.MkdirAll(filepath.Join(folder, "badges"), 0o750); err != nil {
		return err
	}
	badges, err := o.exportBadges(ctx, folder)
	if err != nil {
		return err
	}
	awards, err := o.exportTable(ctx, filepath.Join(folder, "awards.csv"),
		`SELECT recipient, name, date, class, state, coalesce(id, ''), coalesce(code, ''), coalesce(problem, '') FROM awards ORDER BY class, recipient, date, number`,
		"recipient", "name", "date", "class", "state", "id", "code", "problem")
	if err != nil {
		return err
	}
	reports, err := o.exportTable(ctx, filepath.Join(folder, "reports.csv"),
		`SELECT name, verdict, code, digest, at FROM verifications WHERE state = 'done' ORDER BY name, key`, "name", "verdict", "code", "digest", "at")
	if err != nil {
		return err
	}
	if err := o.exportReports(ctx, filepath.Join(folder, "reports.jsonl")); err != nil {
		return err
	}
	fmt.Fprintf(out, "%d badges, %d awards, %d reports\n", badges, awards, reports)
	return nil
}

// exportBadges writes a file for each badge that is not revoked: its picture, or
// its text if its class has no picture.
func (o *office) exportBadges(ctx context.Context, folder string) (n int, err error) {
	rows, err := o.DB().QueryContext(ctx, `SELECT awards.id, classes.picture FROM awards JOIN classes ON classes.name = awards.class WHERE awards.state = 'done' ORDER BY awards.id`)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		var picture []byte
		if err := rows.Scan(&id, &picture); err != nil {
			return n, err
		}
		address, err := url.Parse(id)
		if err != nil {
			return n, err
		}
		name, file := address.EscapedPath(), path.Base(address.Path)+".json"
		if picture != nil {
			name, file = pictureName(name, picture), pictureName(path.Base(address.Path), picture)
		}
		page, found, err := o.Load(ctx, name)
		if err != nil {
			return n, err
		}
		if !found {
			return n, fmt.Errorf("the page %q of a badge that was awarded is missing", name)
		}
		if err := writeWhole(filepath.Join(folder, "badges", file), func(w io.Writer) error {
			_, err := io.Copy(w, bytes.NewReader(page.Body))
			return err
		}); err != nil {
			return n, err
		}
		n++
	}
	return n, rows.Err()
}

// exportTable writes the rows of a query, which are texts, as CSV.
func (o *office) exportTable(ctx context.Context, file, query string, head ...string) (n int, err error) {
	err = writeWhole(file, func(w io.Writer) error {
		table := csv.NewWriter(w)
		if err := table.Write(head); err != nil {
			return err
		}
		cells := make([]string, len(head))
		into := make([]any, len(head))
		for n := range cells {
			into[n] = &cells[n]
		}
		err := o.each(ctx, query, into, func() error {
			n++
			return table.Write(cells)
		})
		table.Flush()
		return errors.Join(err, table.Error())
	})
	return n, err
}

// exportReports writes each report as a line of JSON.
func (o *office) exportReports(ctx context.Context, file string) error {
	return writeWhole(file, func(w io.Writer) error {
		var report string
		return o.each(ctx, `SELECT report FROM verifications WHERE state = 'done' ORDER BY name, key`, []any{&report}, func() error {
			_, err := io.WriteString(w, report+"\n")
			return err
		})
	})
}

// each calls do with each row of a query.
func (o *office) each(ctx context.Context, query string, into []any, do func() error) error {
	rows, err := o.DB().QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := errors.Join(rows.Scan(into...), do()); err != nil {
			return err
		}
	}
	return rows.Err()
}

// writeWhole writes a file under another name first.
func writeWhole(file string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(file), ".export-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // does nothing after the file has its name
	err = write(f)
	if err = errors.Join(err, f.Chmod(0o640), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), file)
}
