package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"unicode"

	"github.com/riverqueue/river"
)

// rowsTogether is the number of rows that are stored in one transaction.
const rowsTogether = 500

// chunk is the job of awarding a few badges.
type chunk struct {
	Keys []string `json:"keys"`
}

// Kind implements river.JobArgs.
func (chunk) Kind() string { return "award" }

// row is a line of a list of recipients.
type row struct{ email, name, number string }

// columns maps the names of columns, their letters in lower case, to what they
// hold.
var columns = map[string]string{
	"email": "email", "mail": "email", "emailadres": "email", "mailadres": "email", "emailaddress": "email", "recipientmailadres": "email",
	"naam": "name", "name": "name", "fullname": "name", "volledigenaam": "name",
	"nummer": "number", "number": "number", "studentnummer": "number", "studentnumber": "number",
}

// readRows reads a list of recipients, whose first line names its columns.
func readRows(list []byte) (rows []row, err error) {
	list = bytes.TrimPrefix(list, []byte("\xef\xbb\xbf"))
	head, _, _ := bytes.Cut(list, []byte("\n"))
	table := csv.NewReader(bytes.NewReader(list))
	for _, separator := range ";\t" {
		if bytes.ContainsRune(head, separator) {
			table.Comma = separator
		}
	}
	names, err := table.Read()
	if err != nil {
		return nil, fmt.Errorf("the first line cannot be read as CSV: %w", err)
	}
	places := map[string]int{}
	for n, name := range names {
		name, _, _ = strings.Cut(name, "(")
		letters := strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) {
				return unicode.ToLower(r)
			}
			return -1
		}, name)
		places[columns[letters]] = n
	}
	if _, has := places["email"]; !has {
		return nil, fmt.Errorf("the first line is %q, wanted one that names a column E-mail", strings.TrimSpace(string(head)))
	}
	for {
		cells, err := table.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, fmt.Errorf("the list cannot be read as CSV: %w", err)
		}
		cell := func(what string) string {
			if n, has := places[what]; has {
				return strings.TrimSpace(cells[n])
			}
			return ""
		}
		rows = append(rows, row{strings.ToLower(cell("email")), cell("name"), cell("number")})
	}
}

// keyOf identifies an award: the same class, recipient and number are one award.
func keyOf(class string, r row) string {
	sum := sha256.Sum256([]byte(class + "\x00" + r.email + "\x00" + r.number))
	return hex.EncodeToString(sum[:])
}

// award stores the rows of lists with the jobs of awarding them.
func award(ctx context.Context, out io.Writer, args []string) (err error) {
	f, db := flags("award")
	classFile := f.String("class", "", "`file` (JSON) that describes the achievement")
	size := f.Int("chunk", 50, "`number` of badges in a job")
	if err := f.Parse(args); err != nil {
		return err
	}
	if *classFile == "" || f.NArg() == 0 || *size < 1 || *size > 5000 {
		return errors.New("wanted -class class.json and lists of recipients, and a -chunk from 1 to 5000")
	}
	text, err := os.ReadFile(*classFile)
	if err != nil {
		return fmt.Errorf("-class: %w", err)
	}
	_, class, err := classOf(text)
	if err != nil {
		return fmt.Errorf("-class %q: %w", *classFile, err)
	}
	o, err := openOffice(ctx, *db)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.Close()) }()
	if err := o.keepClass(ctx, class, string(text)); err != nil {
		return fmt.Errorf("-class %q: %w", *classFile, err)
	}
	for _, name := range f.Args() {
		list, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		rows, err := readRows(list)
		if err != nil {
			return fmt.Errorf("%q: %w", name, err)
		}
		fresh, err := o.take(ctx, class, rows, *size)
		fmt.Fprintf(out, "%s: %d new, %d known\n", name, fresh, len(rows)-fresh)
		if err != nil {
			return err
		}
	}
	return nil
}

// keepClass stores a class, which cannot change once it is there.
func (o *office) keepClass(ctx context.Context, name, text string) error {
	var had string
	if _, err := o.DB().ExecContext(ctx, o.Bind(`INSERT INTO classes (name, text) VALUES (?, ?) ON CONFLICT (name) DO NOTHING`), name, text); err != nil {
		return err
	}
	if err := o.DB().QueryRowContext(ctx, o.Bind(`SELECT text FROM classes WHERE name = ?`), name).Scan(&had); err != nil {
		return err
	}
	if had != text {
		return fmt.Errorf("the database has another class %q: give the new one another id or name", name)
	}
	return nil
}

// take stores rows with their jobs, and returns how many are new.
func (o *office) take(ctx context.Context, class string, rows []row, size int) (fresh int, err error) {
	client, err := river.NewClient(o.driver, &river.Config{Logger: quiet})
	if err != nil {
		return 0, err
	}
	for some := range slices.Chunk(rows, rowsTogether) {
		keys, err := o.takeSome(ctx, client, class, some, size)
		if err != nil {
			return fresh, err
		}
		fresh += keys
	}
	return fresh, nil
}

func (o *office) takeSome(ctx context.Context, client *river.Client[*sql.Tx], class string, rows []row, size int) (fresh int, err error) {
	tx, err := o.DB().BeginTx(ctx, nil)
	if err != nil {
		return 0, err
	}
	defer tx.Rollback() // does nothing after Commit
	var keys []string
	for _, r := range rows {
		key, state, code := keyOf(class, r), "waiting", ""
		local, domain, _ := strings.Cut(r.email, "@")
		if local == "" || !strings.Contains(domain, ".") || strings.ContainsAny(r.email, " \t,;<>") {
			state, code = "failed", "fleet.email"
		}
		done, err := tx.ExecContext(ctx, o.Bind(`INSERT INTO awards (key, class, recipient, name, state, code) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING`),
			key, class, r.email, r.name, state, code)
		if err != nil {
			return 0, err
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			if err != nil {
				return 0, err
			}
			continue
		}
		if fresh++; state == "waiting" {
			keys = append(keys, key)
		}
	}
	var jobs []river.InsertManyParams
	for some := range slices.Chunk(keys, size) {
		jobs = append(jobs, river.InsertManyParams{Args: chunk{some}, InsertOpts: &river.InsertOpts{MaxAttempts: 10_000}})
	}
	if len(jobs) > 0 {
		if _, err := client.InsertManyFastTx(ctx, tx, jobs); err != nil {
			return 0, err
		}
	}
	return fresh, tx.Commit()
}
