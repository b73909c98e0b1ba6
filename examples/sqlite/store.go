package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"

	_ "modernc.org/sqlite"

	"github.com/openbadges-go/openbadges/issuer/host"
)

// store is a host.Store in a SQLite database. Several programs may use one
// database at a time.
type store struct{ db *sql.DB }

const schema = `CREATE TABLE IF NOT EXISTS pages (
	name TEXT PRIMARY KEY,
	type TEXT NOT NULL,
	gone INTEGER NOT NULL,
	body BLOB NOT NULL
) WITHOUT ROWID`

const (
	selectPage  = `SELECT type, gone, body FROM pages WHERE name = ?`
	replacePage = `INSERT OR REPLACE INTO pages (name, type, gone, body) VALUES (?, ?, ?, ?)`
)

// open opens the database in a file, and makes it where there is none.
func open(path string) (*store, error) {
	// A transaction takes the right to write at its start, so that two of them
	// never read the same page before either has changed it; one that has to
	// wait does so for some seconds.
	options := url.Values{"_txlock": {"immediate"}, "_pragma": {"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)"}}
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?"+options.Encode())
	if err != nil {
		return nil, err
	}
	if _, err := db.Exec(schema); err != nil {
		return nil, errors.Join(fmt.Errorf("opening %s: %w", path, err), db.Close())
	}
	return &store{db}, nil
}

func (s *store) Close() error { return s.db.Close() }

// Load implements host.Store.
func (s *store) Load(ctx context.Context, name string) (host.Page, bool, error) {
	return read(s.db.QueryRowContext(ctx, selectPage, name))
}

// Change implements host.Store.
func (s *store) Change(ctx context.Context, name string, change func(host.Page, bool) (host.Page, error)) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // does nothing after Commit
	old, found, err := read(tx.QueryRowContext(ctx, selectPage, name))
	if err != nil {
		return err
	}
	p, err := change(old, found)
	if err != nil {
		return err
	}
	body := p.Body
	if body == nil {
		body = []byte{} // nil would be NULL
	}
	if _, err := tx.ExecContext(ctx, replacePage, name, p.Type, p.Gone, body); err != nil {
		return err
	}
	return tx.Commit()
}

func read(row *sql.Row) (p host.Page, found bool, err error) {
	err = row.Scan(&p.Type, &p.Gone, &p.Body)
	if errors.Is(err, sql.ErrNoRows) {
		return host.Page{}, false, nil
	}
	return p, err == nil, err
}
