package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/openbadges-go/openbadges/issuer/host"
)

// revoke revokes the badges whose ids are in files. All are revoked together, so
// each status list is signed once.
func revoke(ctx context.Context, out io.Writer, args []string) (err error) {
	f, db := flags("revoke")
	var s signing
	f.StringVar(&s.keyFile, "key", "", "`file` with the private key of the issuer, which signs the status lists")
	reason := f.String("reason", "", "`text` that is kept with the badges")
	if err := f.Parse(args); err != nil {
		return err
	}
	if s.keyFile == "" || f.NArg() == 0 {
		return errors.New("wanted -key, and files with the ids of badges, one a line")
	}
	var ids []string
	for _, name := range f.Args() {
		some, err := readLines(name)
		if err != nil {
			return err
		}
		ids = append(ids, some...)
	}
	o, err := openOffice(ctx, *db)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.Close()) }()
	w := &worker{office: o}
	if w.base, err = o.fixed(ctx, "base", ""); err != nil {
		return err
	}
	if w.by, err = o.issuerOf(ctx, s); err != nil {
		return err
	}
	h, err := w.host(o.Store)
	if err != nil {
		return err
	}
	refused := h.RevokeAll(ctx, w.by, ids, *reason)
	done, err := o.noteRevoked(ctx, ids, addresses(refused), *reason)
	fmt.Fprintf(out, "%d of %d revoked\n", done, len(ids))
	return errors.Join(refused, err)
}

// addresses returns the badges and lists that an error names.
func addresses(err error) map[string]bool {
	named := map[string]bool{}
	var walk func(error)
	walk = func(err error) {
		switch e := err.(type) {
		case *host.AddressError:
			named[e.Address] = true
		case interface{ Unwrap() []error }:
			for _, one := range e.Unwrap() {
				walk(one)
			}
		}
	}
	walk(err)
	return named
}

// noteRevoked notes in the awards that they are revoked, and returns how many of
// the ids are.
func (o *office) noteRevoked(ctx context.Context, ids []string, refused map[string]bool, reason string) (done int, err error) {
	err = o.transact(ctx, func(tx *sql.Tx) error {
		for some := range slices.Chunk(ids, revokedTogether) {
			given, err := o.revokedOf(ctx, tx, some, refused)
			if err != nil {
				return err
			}
			done += len(given)
			if _, err := tx.ExecContext(ctx, o.Bind(`UPDATE awards SET state = ?, problem = ? FROM `+o.Rows()+` WHERE `+ofID+` AND state || '' = 'done'`), revoked, reason, jsonOf(given)); err != nil {
				return err
			}
		}
		return nil
	})
	return done, err
}

// revokedTogether is the number of awards that one statement marks. For each
// statement, PostgreSQL may read all awards.
const revokedTogether = 10_000

// ofID is a condition of awards whose number and id are the cells of a row.
const ofID = ofRow + ` AND awards.id = value ->> 1`

// revokedOf returns a row for each id that was not refused, neither itself nor with
// its status list. The number of a badge that this program did not make is 0.
func (o *office) revokedOf(ctx context.Context, tx *sql.Tx, ids []string, refused map[string]bool) (given [][]string, err error) {
	for _, id := range ids {
		number, _ := o.numberOf(id)
		if !refused[id] {
			given = append(given, []string{strconv.FormatInt(number, 10), id})
		}
	}
	if len(refused) == 0 {
		return given, nil
	}
	lists := map[string]string{}
	rows, err := tx.QueryContext(ctx, o.Bind(`SELECT awards.id, awards.list FROM awards JOIN `+o.Rows()+` ON `+ofID), jsonOf(given))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id, list string
		if err := rows.Scan(&id, &list); err != nil {
			return nil, err
		}
		lists[id] = list
	}
	return slices.DeleteFunc(given, func(row []string) bool { return refused[lists[row[1]]] }), rows.Err()
}
