// Package store keeps the pages of a host in a database: SQLite or PostgreSQL.
//
// A Store is a host.ManyStore. In returns the same Store within a transaction
// that the caller has begun, so that pages and the caller's own rows are stored
// together or not at all.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"github.com/openbadges-go/openbadges/issuer/host"
)

// Store is a host.ManyStore in a database. Several processes may use one
// database at a time.
type Store struct {
	db     *sql.DB
	tx     *sql.Tx // of the caller; nil for transactions of the Store's own
	kind   *kind
	before func() // called before each statement; may be nil
	file   string // of SQLite, "" for PostgreSQL
	about  os.FileInfo
}

// Open opens a database and makes the table of pages if there is none. A name
// that starts with postgres:// or postgresql:// is the URL of a database of
// PostgreSQL, any other is the file of one of SQLite.
func Open(ctx context.Context, name string) (*Store, error) { return OpenWith(ctx, name, nil) }

// OpenWith is Open with a function that is called before each statement that
// changes the database. Tests end the process in it.
func OpenWith(ctx context.Context, name string, before func()) (*Store, error) {
	k := kindOf(name)
	source, err := k.source(name)
	if err != nil {
		return nil, err
	}
	db := sql.OpenDB(source)
	db.SetMaxOpenConns(k.connections)
	db.SetMaxIdleConns(k.connections) // a new connection is dear
	s := &Store{db: db, kind: k, before: before}
	err = s.create(ctx)
	if err == nil && k == &sqliteFile {
		s.file = name
		s.about, err = os.Stat(name)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("opening the database %q: %w", k.shown(name), err), db.Close())
	}
	return s, nil
}

// ErrRemoved is the error of a file that was removed or replaced while it was
// open. SQLite would go on in the file that has no name any more.
var ErrRemoved = errors.New("the file of the database was removed or replaced")

// there returns ErrRemoved if the file of the database is not the one that was
// opened.
func (s *Store) there() error {
	if s.file == "" {
		return nil
	}
	about, err := os.Stat(s.file)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !os.SameFile(about, s.about) {
		return fmt.Errorf("%w: %q", ErrRemoved, s.file)
	}
	return err
}

// DB returns the database.
func (s *Store) DB() *sql.DB { return s.db }

// Postgres reports whether the database is one of PostgreSQL.
func (s *Store) Postgres() bool { return s.kind == &postgreSQL }

// Bind returns a statement with the placeholders of the database for ?.
func (s *Store) Bind(statement string) string { return s.kind.bind(statement) }

// Rows returns a table for a statement, before Bind: a row for each array in an
// array of JSON, which is the argument. The cells of a row are value ->> 0,
// value ->> 1 and so on. The statement is as short for many rows as for one.
func (s *Store) Rows() string { return s.kind.rows }

// Pairs returns a table for a statement, before Bind: a row for each member of an
// object of JSON, which is the argument. The cells are given.key and given.value, both
// texts. It takes half the time of Rows.
func (s *Store) Pairs() string { return s.kind.pairs }

// In returns the Store within a transaction of DB. Its changes are durable
// when the transaction is committed. A change that fails is undone, and the
// transaction can go on. Like a transaction, the result is for one goroutine.
func (s *Store) In(tx *sql.Tx) *Store {
	in := *s
	in.tx = tx
	return &in
}

// Close closes the database.
func (s *Store) Close() error { return s.db.Close() }

// step announces a statement that changes the database.
func (s *Store) step() {
	if s.before != nil {
		s.before()
	}
}

// Load implements host.Store.
func (s *Store) Load(ctx context.Context, name string) (p host.Page, found bool, err error) {
	if err := s.there(); err != nil {
		return host.Page{}, false, err
	}
	row := s.db.QueryRowContext
	if s.tx != nil {
		row = s.tx.QueryRowContext
	}
	err = row(ctx, s.Bind(`SELECT type, gone, body FROM pages WHERE name = ? AND body IS NOT NULL`), name).Scan(&p.Type, &p.Gone, &p.Body)
	if errors.Is(err, sql.ErrNoRows) {
		return host.Page{}, false, nil
	}
	return p, err == nil, err
}

// Change implements host.Store.
func (s *Store) Change(ctx context.Context, name string, change func(host.Page, bool) (host.Page, error)) error {
	return s.ChangeMany(ctx, []string{name}, func(old map[string]host.Page) (map[string]host.Page, error) {
		page, found := old[name]
		p, err := change(page, found)
		return map[string]host.Page{name: p}, err
	})
}

// ChangeMany implements host.ManyStore, in one transaction: all pages or none.
func (s *Store) ChangeMany(ctx context.Context, names []string, change func(map[string]host.Page) (map[string]host.Page, error)) error {
	// Every process locks pages in the same order, so that no two wait for each
	// other.
	names = slices.Compact(slices.Sorted(slices.Values(names)))
	if s.tx != nil {
		return s.within(ctx, names, change)
	}
	s.step()
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // does nothing after Commit
	if err := s.In(tx).changeIn(ctx, names, change); err != nil {
		return err
	}
	s.step()
	if err := tx.Commit(); err != nil {
		return err
	}
	return s.there()
}

// within changes pages in the transaction of the caller, and undoes a change
// that fails.
func (s *Store) within(ctx context.Context, names []string, change func(map[string]host.Page) (map[string]host.Page, error)) error {
	if _, err := s.tx.ExecContext(ctx, `SAVEPOINT pages`); err != nil {
		return err
	}
	err := s.changeIn(ctx, names, change)
	if err != nil {
		_, undo := s.tx.ExecContext(ctx, `ROLLBACK TO SAVEPOINT pages`)
		return errors.Join(err, undo)
	}
	_, err = s.tx.ExecContext(ctx, `RELEASE SAVEPOINT pages`)
	return err
}

func (s *Store) changeIn(ctx context.Context, names []string, change func(map[string]host.Page) (map[string]host.Page, error)) error {
	if err := s.there(); err != nil {
		return err
	}
	s.step()
	old, err := s.kind.lock(ctx, s.tx, names)
	if err != nil {
		return err
	}
	pages, err := change(old)
	if err != nil {
		return err
	}
	for name, p := range pages {
		if _, asked := slices.BinarySearch(names, name); !asked {
			return fmt.Errorf("the page %q was not asked for", name)
		}
		if p.Body == nil {
			p.Body = []byte{} // nil would be NULL
			pages[name] = p
		}
	}
	if len(pages) == 0 {
		return nil
	}
	s.step()
	return s.kind.put(ctx, s.tx, pages)
}
