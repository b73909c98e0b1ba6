package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"modernc.org/sqlite"

	"github.com/openbadges-go/openbadges/issuer/host"
)

// kind is how one kind of database differs from the other.
type kind struct {
	connections int // at most open
	schema      string
	source      func(name string) (driver.Connector, error)
	shown       func(name string) string // in messages, without a password
	bind        func(statement string) string
	rows, pairs string // see Store.Rows and Store.Pairs
	// lock keeps others from changing pages until the end of the transaction,
	// also those that do not exist yet, and returns the ones that exist.
	lock func(ctx context.Context, tx *sql.Tx, names []string) (map[string]host.Page, error)
	put  func(ctx context.Context, tx *sql.Tx, pages map[string]host.Page) error
}

var sqliteFile = kind{
	// One writes at a time, the others read.
	connections: 4,
	// The index of names holds no bodies. In a table WITHOUT ROWID it would, and
	// would be as large as the table.
	schema: `CREATE TABLE IF NOT EXISTS pages (
		name TEXT PRIMARY KEY NOT NULL,
		type TEXT NOT NULL,
		gone INTEGER NOT NULL,
		body BLOB
	)`,
	source: func(name string) (driver.Connector, error) {
		if name == "" {
			return nil, errors.New("the name of the database is empty")
		}
		// A transaction takes the write lock when it begins, so no two of them
		// read the same page before one has changed it. One that waits does so
		// for at most ten seconds. A connection keeps 2 MB of the file in memory, and
		// what it needs to undo a statement or a savepoint.
		options := url.Values{"_txlock": {"immediate"}, "_pragma": {"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "cache_size(-2000)", "temp_store(MEMORY)"}}
		return newConnector("file:" + (&url.URL{Path: name}).EscapedPath() + "?" + options.Encode())
	},
	shown: func(name string) string { return name },
	bind:  func(statement string) string { return statement },
	rows:  `json_each(?)`,
	pairs: `json_each(?) AS given`,
	lock: func(ctx context.Context, tx *sql.Tx, names []string) (map[string]host.Page, error) {
		list, err := json.Marshal(names)
		if err != nil {
			return nil, err
		}
		return pages(tx.QueryContext(ctx, `SELECT name, type, gone, body FROM pages WHERE name IN (SELECT value FROM json_each(?))`, string(list)))
	},
	put: func(ctx context.Context, tx *sql.Tx, pages map[string]host.Page) error {
		names := slices.Sorted(maps.Keys(pages)) // as in the index
		// A few lengths, so that the connection keeps the statements.
		for _, length := range []int{64, 16, 4, 1} {
			for ; len(names) >= length; names = names[length:] {
				var args []any
				for _, name := range names[:length] {
					p := pages[name]
					args = append(args, name, p.Type, p.Gone, p.Body)
				}
				if _, err := tx.ExecContext(ctx, `INSERT INTO pages (name, type, gone, body) VALUES (?, ?, ?, ?)`+strings.Repeat(`, (?, ?, ?, ?)`, length-1)+`
					ON CONFLICT (name) DO UPDATE SET type = excluded.type, gone = excluded.gone, body = excluded.body`, args...); err != nil {
					return err
				}
			}
		}
		return nil
	},
}

var postgreSQL = kind{
	connections: 10,
	// A body that is NULL is that of a page that does not exist: a row which a
	// transaction made in order to lock it.
	schema: `CREATE TABLE IF NOT EXISTS pages (
		name TEXT COLLATE "C" PRIMARY KEY,
		type TEXT NOT NULL,
		gone BOOLEAN NOT NULL,
		body BYTEA
	)`,
	source: func(name string) (driver.Connector, error) {
		config, err := pgx.ParseConfig(name)
		if err != nil {
			return nil, fmt.Errorf("the address of the database cannot be read: %w", err)
		}
		return stdlib.GetConnector(*config), nil
	},
	shown: func(name string) string {
		u, err := url.Parse(name)
		if err != nil {
			return "postgres://…"
		}
		return u.Redacted()
	},
	rows:  `jsonb_array_elements(?::jsonb)`,
	pairs: `jsonb_each_text(?::jsonb) AS given`,
	bind: func(statement string) string {
		var out strings.Builder
		for n, part := range strings.Split(statement, "?") {
			if n > 0 {
				out.WriteString("$" + strconv.Itoa(n))
			}
			out.WriteString(part)
		}
		return out.String()
	},
	lock: func(ctx context.Context, tx *sql.Tx, names []string) (map[string]host.Page, error) {
		made, err := tx.ExecContext(ctx, `INSERT INTO pages (name, type, gone) SELECT unnest($1::text[]), '', false ON CONFLICT (name) DO NOTHING`, names)
		if err != nil {
			return nil, err
		}
		if n, err := made.RowsAffected(); err == nil && n == int64(len(names)) {
			return map[string]host.Page{}, nil // all are new
		}
		return pages(tx.QueryContext(ctx, `SELECT name, type, gone, body FROM pages WHERE name = ANY($1) ORDER BY name FOR UPDATE`, names))
	},
	put: func(ctx context.Context, tx *sql.Tx, pages map[string]host.Page) error {
		var names, types []string
		var gone []bool
		var bodies [][]byte
		for name, p := range pages {
			names, types, gone, bodies = append(names, name), append(types, p.Type), append(gone, p.Gone), append(bodies, p.Body)
		}
		_, err := tx.ExecContext(ctx, `UPDATE pages SET type = new.type, gone = new.gone, body = new.body
			FROM unnest($1::text[], $2::text[], $3::bool[], $4::bytea[]) AS new (name, type, gone, body) WHERE pages.name = new.name`, names, types, gone, bodies)
		return err
	},
}

func kindOf(name string) *kind {
	if strings.HasPrefix(name, "postgres://") || strings.HasPrefix(name, "postgresql://") {
		return &postgreSQL
	}
	return &sqliteFile
}

// pages reads the rows of pages that exist.
func pages(rows *sql.Rows, err error) (map[string]host.Page, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	found := map[string]host.Page{}
	for rows.Next() {
		var name string
		var p host.Page
		if err := rows.Scan(&name, &p.Type, &p.Gone, &p.Body); err != nil {
			return nil, err
		}
		if p.Body != nil {
			found[name] = p
		}
	}
	return found, rows.Err()
}

// create makes the table. The first processes of a new database may do so at the
// same time: only one of them can switch the journal of SQLite, or add a table to
// the catalogue of PostgreSQL.
func (s *Store) create(ctx context.Context) (err error) {
	for range 100 {
		s.step()
		if _, err = s.db.ExecContext(ctx, s.kind.schema); err == nil || !passing(err) {
			return err
		}
		time.Sleep(20 * time.Millisecond)
	}
	return err
}

const busy = 5 // SQLITE_BUSY, without its extensions

// passing reports whether an error of making the tables is due to another
// process that makes them as well.
func passing(err error) bool {
	if refused := (*sqlite.Error)(nil); errors.As(err, &refused) {
		return refused.Code()&0xff == busy
	}
	refused := (*pgconn.PgError)(nil)
	return errors.As(err, &refused) && (refused.Code == "23505" || refused.Code == "42P07")
}
