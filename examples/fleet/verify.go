package main

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/riverqueue/river"

	"github.com/openbadges-go/openbadges/verify"
)

// maxInput bounds the size of a file to verify, in bytes. Pictures are the largest.
const maxInput = 32 << 20

// inspection is the job of verifying a few badges.
type inspection struct {
	Keys  []string `json:"keys"`
	Trust []string `json:"trust"` // ids of issuers; none means any issuer
}

// Kind implements river.JobArgs.
func (inspection) Kind() string { return "verify" }

// input is a badge to verify: the text or picture in a file, or an address.
type input struct {
	key, name string
	data      []byte
}

// inspect stores badges with the jobs of verifying them.
func inspect(ctx context.Context, out io.Writer, args []string) (err error) {
	f, db := flags("verify")
	trust := f.String("trust", "", "`file` with the ids of trusted issuers, one a line; without one, the issuer of the database")
	anyone := f.Bool("any-issuer", false, "trust whoever signed")
	again := f.Bool("again", false, "verify again what was verified before")
	size := f.Int("chunk", 50, "`number` of badges in a job")
	if err := f.Parse(args); err != nil {
		return err
	}
	if f.NArg() == 0 || *size < 1 || *size > 5000 || *anyone && *trust != "" {
		return errors.New("wanted files, folders or https addresses, a -chunk from 1 to 5000, and one of -trust and -any-issuer")
	}
	o, err := openOffice(ctx, *db)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.Close()) }()
	var trusted []string
	if !*anyone {
		if trusted, err = o.trusted(ctx, *trust); err != nil {
			return err
		}
	}
	fresh, known := 0, 0
	defer func() { fmt.Fprintf(out, "%d new, %d known\n", fresh, known) }()
	var some []input
	store := func() error {
		n, err := o.inspectSome(ctx, some, trusted, *again, *size)
		if err == nil {
			fresh, known, some = fresh+n, known+len(some)-n, nil
		}
		return err
	}
	for _, name := range f.Args() {
		for one, err := range inputs(name) {
			if err != nil {
				return err
			}
			if some = append(some, one); len(some) == rowsTogether || len(one.data) > 1<<20 {
				if err := store(); err != nil {
					return err
				}
			}
		}
	}
	return store()
}

// trusted returns the ids in a file, or that of the issuer of the database.
func (o *office) trusted(ctx context.Context, file string) (ids []string, err error) {
	if file == "" {
		id, err := o.setting(ctx, "id", "")
		if err != nil {
			return nil, errors.New("wanted -trust or -any-issuer, since the database has no issuer yet")
		}
		return []string{id}, nil
	}
	if ids, err = readLines(file); err == nil && len(ids) == 0 {
		err = fmt.Errorf("%q names no issuer", file)
	}
	if err != nil {
		return nil, fmt.Errorf("-trust: %w", err)
	}
	return ids, nil
}

// readLines returns the lines of a file that are not empty.
func readLines(file string) (lines []string, err error) {
	in, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	all := bufio.NewScanner(in)
	for all.Scan() {
		if line := strings.TrimSpace(strings.TrimPrefix(all.Text(), "\ufeff")); line != "" {
			lines = append(lines, line)
		}
	}
	return lines, all.Err()
}

// inputs returns the badge in a file, those in the files of a folder, or the one
// at an address. The sequence ends with the first error.
func inputs(name string) iter.Seq2[input, error] {
	return func(yield func(input, error) bool) {
		if strings.HasPrefix(name, "https://") {
			yield(input{key: hashOf("address", name), name: name}, nil)
			return
		}
		left := false
		err := filepath.WalkDir(name, func(path string, d fs.DirEntry, err error) error {
			if err != nil || !d.Type().IsRegular() {
				return err
			}
			about, err := d.Info()
			if err != nil {
				return err
			}
			if about.Size() > maxInput {
				return fmt.Errorf("%q has %d bytes, wanted at most %d", path, about.Size(), maxInput)
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			if !yield(input{hashOf("data", digestOf(data)), path, data}, nil) {
				left = true
				return fs.SkipAll
			}
			return nil
		})
		if err != nil && !left {
			yield(input{}, err)
		}
	}
}

// inspectSome stores inputs and their jobs in one transaction. It returns how many
// of them will be verified.
func (o *office) inspectSome(ctx context.Context, some []input, trust []string, again bool, size int) (fresh int, err error) {
	client, err := river.NewClient(o.driver, &river.Config{Logger: quiet})
	if err != nil {
		return 0, err
	}
	statement := `INSERT INTO verifications (key, name, input, state) VALUES (?, ?, ?, 'waiting') ON CONFLICT (key) DO `
	if again {
		statement += `UPDATE SET state = 'waiting' WHERE verifications.state = 'done'`
	} else {
		statement += `NOTHING`
	}
	err = o.transact(ctx, func(tx *sql.Tx) error {
		insert, err := tx.PrepareContext(ctx, o.Bind(statement))
		if err != nil {
			return err
		}
		defer insert.Close()
		var keys []string
		for _, one := range some {
			result, err := insert.ExecContext(ctx, one.key, one.name, one.data)
			if err != nil {
				return err
			}
			n, err := result.RowsAffected()
			if err != nil {
				return err
			}
			if n == 1 {
				keys = append(keys, one.key)
			}
		}
		fresh = len(keys)
		var jobs []river.JobArgs
		for some := range slices.Chunk(keys, size) {
			jobs = append(jobs, inspection{some, trust})
		}
		return add(ctx, client, tx, verifyQueue, jobs)
	})
	if err != nil {
		return 0, err
	}
	return fresh, nil
}

// verifyWorker verifies the badges of inspections.
type verifyWorker struct {
	river.WorkerDefaults[inspection]
	office *office
	web    verify.Fetcher
}

// Work implements river.Worker. A verification that another worker has done
// meanwhile stays as it is.
func (w *verifyWorker) Work(ctx context.Context, job *river.Job[inspection]) error {
	trust := verify.AnyIssuer()
	if len(job.Args.Trust) > 0 {
		trust = verify.Issuers(job.Args.Trust...)
	}
	v, err := verify.New(verify.Config{Trust: trust, Fetcher: w.web})
	if err != nil {
		return err
	}
	var todo []verify.Item
	for _, key := range job.Args.Keys {
		var name, state string
		var data []byte
		if err := w.office.DB().QueryRowContext(ctx, w.office.Bind(`SELECT name, input, state FROM verifications WHERE key = ?`), key).Scan(&name, &data, &state); err != nil {
			return err
		}
		switch {
		case state != waiting:
		case data == nil:
			todo = append(todo, verify.Item{Ref: key, Address: name})
		default:
			todo = append(todo, verify.Item{Ref: key, Data: data})
		}
	}
	type row struct{ key, verdict, code, digest, report string }
	var rows []row
	for item, report := range v.VerifyAll(ctx, slices.Values(todo)) {
		text, err := json.Marshal(report)
		if err != nil {
			return err
		}
		digest := ""
		if d := report.Document(); d != nil {
			digest = digestOf(d.Bytes())
		}
		rows = append(rows, row{item.Ref.(string), string(report.Verdict()), report.Decisive().Code, digest, string(text)})
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return w.office.transact(ctx, func(tx *sql.Tx) error {
		put, err := tx.PrepareContext(ctx, w.office.Bind(`UPDATE verifications SET state = 'done', verdict = ?, code = ?, digest = ?, at = ?, report = ? WHERE key = ? AND state = 'waiting'`))
		if err != nil {
			return err
		}
		defer put.Close()
		for _, r := range rows {
			if _, err := put.ExecContext(ctx, r.verdict, r.code, r.digest, time.Now().UTC().Format(time.RFC3339), r.report, r.key); err != nil {
				return err
			}
		}
		return complete(ctx, w.office, tx, job)
	})
}

// pages are the pages of the database and, for all others, the web.
type pages struct {
	office *office
	base   string
	web    verify.Fetcher
}

// Fetch implements verify.Fetcher.
func (p *pages) Fetch(ctx context.Context, req verify.Request) (verify.Response, error) {
	if p.base == "" || !strings.HasPrefix(req.URL, strings.TrimSuffix(p.base, "/")+"/") {
		return p.web.Fetch(ctx, req)
	}
	address, err := url.Parse(req.URL)
	if err != nil {
		return verify.Response{}, err
	}
	page, found, err := p.office.Load(ctx, address.EscapedPath())
	switch {
	case err != nil:
		return verify.Response{}, err
	case !found:
		return verify.Response{Status: 404}, nil
	case page.Gone:
		return verify.Response{Status: 410, ContentType: page.Type, Body: page.Body}, nil
	}
	return verify.Response{Status: 200, ContentType: page.Type, Body: page.Body}, nil
}
