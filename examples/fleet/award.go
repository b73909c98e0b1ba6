package main

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"github.com/riverqueue/river"

	"github.com/openbadges-go/openbadges/bake"
)

// rowsTogether is the number of rows that are stored in one transaction.
const rowsTogether = 500

// chunk is the job of awarding a few badges.
type chunk struct {
	Numbers []int64 `json:"numbers"` // of awards
}

// Kind implements river.JobArgs.
func (chunk) Kind() string { return "award" }

// award stores the rows of lists with the jobs of awarding them.
func award(ctx context.Context, out io.Writer, args []string) (err error) {
	f, db := flags("award")
	classFile := f.String("class", "", "`file` (JSON) that describes the achievement")
	pictureFile := f.String("picture", "", "`file` (PNG or SVG) with the picture of the achievement; the badges are baked into it")
	date := f.String("date", "", "`day` of the award, such as 2026-11-30, for rows without one; the same award on another day is another award")
	size := f.Int("chunk", 50, "`number` of badges in a job")
	if err := f.Parse(args); err != nil {
		return err
	}
	if *classFile == "" || f.NArg() == 0 || *size < 1 || *size > 5000 {
		return errors.New("wanted -class class.json and lists of recipients, and a -chunk from 1 to 5000")
	}
	if _, err := time.Parse(time.DateOnly, *date); *date != "" && err != nil {
		return fmt.Errorf("-date is %q, wanted one such as 2026-11-30", *date)
	}
	text, picture, class, err := readClass(*classFile, *pictureFile)
	if err != nil {
		return err
	}
	o, err := openOffice(ctx, *db)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.Close()) }()
	if err := o.keepClass(ctx, class, text, picture); err != nil {
		return fmt.Errorf("-class %q: %w", *classFile, err)
	}
	for _, name := range f.Args() {
		fresh, known, err := o.takeFile(ctx, class, name, *date, *size)
		fmt.Fprintf(out, "%s: %d new, %d known\n", name, fresh, known)
		if err != nil {
			return fmt.Errorf("%q: %w", name, err)
		}
	}
	return nil
}

// readClass reads a class and its picture, and tries to bake into it.
func readClass(classFile, pictureFile string) (text string, picture []byte, class string, err error) {
	described, err := os.ReadFile(classFile)
	if err != nil {
		return "", nil, "", fmt.Errorf("-class: %w", err)
	}
	if _, class, err = classOf(described); err != nil {
		return "", nil, "", fmt.Errorf("-class %q: %w", classFile, err)
	}
	if pictureFile == "" {
		return string(described), nil, class, nil
	}
	if picture, err = os.ReadFile(pictureFile); err != nil {
		return "", nil, "", fmt.Errorf("-picture: %w", err)
	}
	if err := bake.Embed(io.Discard, bytes.NewReader(picture), bake.Payload{Slot: bake.OB3, Data: []byte("{}")}, bake.Options{}); err != nil {
		return "", nil, "", fmt.Errorf("-picture %q: %w", pictureFile, err)
	}
	return string(described), picture, class, nil
}

// keepClass stores a class, which cannot change once it is there.
func (o *office) keepClass(ctx context.Context, name, text string, picture []byte) error {
	var had string
	var hadPicture []byte
	if _, err := o.DB().ExecContext(ctx, o.Bind(`INSERT INTO classes (name, text, picture) VALUES (?, ?, ?) ON CONFLICT (name) DO NOTHING`), name, text, picture); err != nil {
		return err
	}
	if err := o.DB().QueryRowContext(ctx, o.Bind(`SELECT text, picture FROM classes WHERE name = ?`), name).Scan(&had, &hadPicture); err != nil {
		return err
	}
	if had != text || picture != nil && !bytes.Equal(hadPicture, picture) {
		return fmt.Errorf("the database has another class %q: give the new one another id or name", name)
	}
	return nil
}

// takeFile stores the rows of a list with their jobs, and returns how many are
// new. It reads the list twice: of one that cannot be read as a whole it stores
// nothing.
func (o *office) takeFile(ctx context.Context, class, name, date string, size int) (fresh, known int, err error) {
	list, err := os.Open(name)
	if err != nil {
		return 0, 0, err
	}
	defer list.Close()
	client, err := river.NewClient(o.driver, &river.Config{Logger: quiet})
	if err != nil {
		return 0, 0, err
	}
	for _, err := range readRows(list) {
		if err != nil {
			return 0, 0, err
		}
	}
	if _, err := list.Seek(0, io.SeekStart); err != nil {
		return 0, 0, err
	}
	var some []row
	take := func() error {
		n, err := o.take(ctx, client, class, some, size)
		if err == nil {
			fresh, known, some = fresh+n, known+len(some)-n, some[:0]
		}
		return err
	}
	for r, err := range readRows(list) {
		if err != nil {
			return fresh, known, err
		}
		r.date = cmp.Or(r.date, date)
		if some = append(some, r); len(some) == rowsTogether {
			if err := take(); err != nil {
				return fresh, known, err
			}
		}
	}
	return fresh, known, take()
}

// take stores rows and their jobs in one transaction.
func (o *office) take(ctx context.Context, client *river.Client[*sql.Tx], class string, rows []row, size int) (fresh int, err error) {
	var given [][]string
	for _, r := range rows {
		state := waiting
		code, problem := r.fault()
		if code != "" {
			state = failed
		}
		given = append(given, []string{keyOf(class, r), class, r.email, r.name, r.date, state, code, problem})
	}
	err = o.transact(ctx, func(tx *sql.Tx) error {
		todo, bad, err := o.insert(ctx, tx, given)
		if err != nil {
			return err
		}
		fresh = len(todo) + bad
		var jobs []river.JobArgs
		for some := range slices.Chunk(todo, size) {
			jobs = append(jobs, chunk{some})
		}
		return add(ctx, client, tx, awardQueue, jobs)
	})
	if err != nil {
		return 0, err
	}
	return fresh, nil
}

// insert stores awards. Of those that are new it returns the numbers of the ones to
// do, in the order of the list, and how many can never be done.
func (o *office) insert(ctx context.Context, tx *sql.Tx, given [][]string) (todo []int64, bad int, err error) {
	rows, err := tx.QueryContext(ctx, o.Bind(`INSERT INTO awards (key, class, recipient, name, date, state, code, problem)
		SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7 FROM `+o.Rows()+` WHERE true
		ON CONFLICT (key) DO NOTHING RETURNING number, state`), jsonOf(given))
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var number int64
		var state string
		if err := rows.Scan(&number, &state); err != nil {
			return nil, 0, err
		}
		if state == failed {
			bad++
			continue
		}
		todo = append(todo, number)
	}
	slices.Sort(todo)
	return todo, bad, rows.Err()
}

// add stores jobs in a transaction.
func add(ctx context.Context, client *river.Client[*sql.Tx], tx *sql.Tx, queue string, jobs []river.JobArgs) error {
	var params []river.InsertManyParams
	for _, job := range jobs {
		params = append(params, river.InsertManyParams{Args: job, InsertOpts: &river.InsertOpts{Queue: queue, MaxAttempts: maxAttempts}})
	}
	if len(params) == 0 {
		return nil
	}
	_, err := client.InsertManyFastTx(ctx, tx, params)
	return err
}
