package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"time"

	"modernc.org/sqlite"

	"github.com/openbadges-go/openbadges/issuer/host"
)

// store is a host.ManyStore in a SQLite database. Several processes may use one
// database at a time.
type store struct{ db *sql.DB }

const schema = `CREATE TABLE IF NOT EXISTS pages (
	name TEXT PRIMARY KEY,
	type TEXT NOT NULL,
	gone INTEGER NOT NULL,
	body BLOB NOT NULL
) WITHOUT ROWID`

const (
	busy        = 5 // SQLITE_BUSY, without its extensions
	selectPage  = `SELECT type, gone, body FROM pages WHERE name = ?`
	replacePage = `INSERT OR REPLACE INTO pages (name, type, gone, body) VALUES (?, ?, ?, ?)`
)

// open opens the database in a file, and makes it if there is none.
func open(path string) (*store, error) {
	// A transaction takes the write lock when it begins, so no two of them read
	// the same page before one has changed it. One that waits does so for at
	// most ten seconds.
	options := url.Values{"_txlock": {"immediate"}, "_pragma": {"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)"}}
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?"+options.Encode())
	if err != nil {
		return nil, err
	}
	if err := create(db); err != nil {
		return nil, errors.Join(fmt.Errorf("opening %s: %w", path, err), db.Close())
	}
	return &store{db}, nil
}

func (s *store) Close() error { return s.db.Close() }

// create makes the table. The first processes of a new database may do so at the
// same time, and only one of them can switch the journal.
func create(db *sql.DB) (err error) {
	for range 100 {
		_, err = db.Exec(schema)
		if refused := (*sqlite.Error)(nil); !errors.As(err, &refused) || refused.Code()&0xff != busy {
			return err
		}
		time.Sleep(20 * time.Millisecond)
	}
	return err
}

// Load implements host.Store.
func (s *store) Load(ctx context.Context, name string) (host.Page, bool, error) {
	return read(s.db.QueryRowContext(ctx, selectPage, name))
}

// Change implements host.Store.
func (s *store) Change(ctx context.Context, name string, change func(host.Page, bool) (host.Page, error)) error {
	return s.ChangeMany(ctx, []string{name}, func(old map[string]host.Page) (map[string]host.Page, error) {
		page, found := old[name]
		p, err := change(page, found)
		return map[string]host.Page{name: p}, err
	})
}

// ChangeMany implements host.ManyStore, in one transaction: all pages or none.
func (s *store) ChangeMany(ctx context.Context, names []string, change func(map[string]host.Page) (map[string]host.Page, error)) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // does nothing after Commit
	old := make(map[string]host.Page, len(names))
	asked := make(map[string]bool, len(names))
	for _, name := range names {
		asked[name] = true
		p, found, err := read(tx.QueryRowContext(ctx, selectPage, name))
		if err != nil {
			return err
		}
		if found {
			old[name] = p
		}
	}
	pages, err := change(old)
	if err != nil {
		return err
	}
	for name, p := range pages {
		if !asked[name] {
			return fmt.Errorf("the page %q was not asked for", name)
		}
		body := p.Body
		if body == nil {
			body = []byte{} // nil would be NULL
		}
		if _, err := tx.ExecContext(ctx, replacePage, name, p.Type, p.Gone, body); err != nil {
			return err
		}
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
