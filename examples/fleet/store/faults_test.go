package store_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/openbadges-go/openbadges/examples/fleet/postgres"
	"github.com/openbadges-go/openbadges/examples/fleet/store"
	"github.com/openbadges-go/openbadges/issuer/host"
)

func put(s *store.Store, name string, body []byte) error {
	return s.Change(context.Background(), name, func(host.Page, bool) (host.Page, error) {
		return host.Page{Type: "text/plain", Body: body}, nil
	})
}

// holds finds a page with a body.
func holds(t *testing.T, s *store.Store, name string, body []byte) {
	t.Helper()
	if p, found, err := s.Load(t.Context(), name); err != nil || !found || !bytes.Equal(p.Body, body) {
		t.Errorf("%s has %d bytes (found: %v, %v), wanted %d", name, len(p.Body), found, err, len(body))
	}
}

// S-61: a file of SQLite that is removed or replaced while it is open is an error.
// Without it, SQLite confirms changes to a file that nobody finds again.
func TestRemovedSQLite(t *testing.T) {
	for what, spoil := range map[string]func(file string) error{
		"removed":  os.Remove,
		"replaced": func(file string) error { return errors.Join(os.Remove(file), os.WriteFile(file, nil, 0o600)) },
		"renamed":  func(file string) error { return os.Rename(file, file+".old") },
	} {
		file := filepath.Join(t.TempDir(), "badges.db")
		s := opened(t, file)
		if err := put(s, "/a", []byte("one")); err != nil {
			t.Fatal(err)
		}
		tx, err := s.DB().BeginTx(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		in := s.In(tx)
		if err := spoil(file); err != nil {
			t.Fatal(err)
		}
		within := put(in, "/a", []byte("two"))
		tx.Rollback()
		_, _, loading := s.Load(t.Context(), "/a")
		for how, err := range map[string]error{"Change": put(s, "/a", []byte("two")), "Change in a transaction": within, "Load": loading} {
			if !errors.Is(err, store.ErrRemoved) {
				t.Errorf("%s, %s: got %v", what, how, err)
			}
		}
	}
}

// readOnlyFile tells a child process which file it opens.
const readOnlyFile = "FLEET_TEST_READ_ONLY"

// S-61: a file that a process may not write is an error that names it, and stays
// as it is.
func TestReadOnlySQLite(t *testing.T) {
	if file := os.Getenv(readOnlyFile); file != "" {
		if os.Getuid() == 0 {
			if err := syscall.Setuid(65534); err != nil { // root passes all permissions
				t.Fatal(err)
			}
		}
		_, err := store.Open(t.Context(), file)
		fmt.Println(err)
		return
	}
	folder, err := os.MkdirTemp("", "fleet")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Chmod(folder, 0o700); os.RemoveAll(folder) })
	file := filepath.Join(folder, "badges.db")
	s := opened(t, file)
	if err := errors.Join(put(s, "/a", []byte("one")), s.Close()); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for name, mode := range map[string]fs.FileMode{file: 0o444, folder: 0o555} {
		if err := os.Chmod(name, mode); err != nil {
			t.Fatal(err)
		}
	}
	child := exec.Command(os.Args[0], "-test.run=^TestReadOnlySQLite$")
	child.Env = append(os.Environ(), readOnlyFile+"="+file)
	said, err := child.CombinedOutput()
	if err != nil || !bytes.Contains(said, []byte(file)) || bytes.HasPrefix(said, []byte("<nil>")) {
		t.Errorf("opening it said %s (%v)", said, err)
	}
	if after, err := os.ReadFile(file); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the file has changed (%v)", err)
	}
	if err := errors.Join(os.Chmod(folder, 0o700), os.Chmod(file, 0o600)); err != nil {
		t.Fatal(err)
	}
	holds(t, opened(t, file), "/a", []byte("one"))
}

// S-61: PostgreSQL whose files cannot grow, that is read-only, that is stopped, or
// that has lost the table: each is an error, and what was confirmed stays.
func TestFaultsPostgreSQL(t *testing.T) {
	cluster := postgres.Start(t, true)
	s := opened(t, cluster.URL())
	t.Run("files cannot grow", func(t *testing.T) { testFull(t, cluster, s) })
	t.Run("stopped", func(t *testing.T) {
		cluster.Stop(t)
		_, _, loading := s.Load(t.Context(), "/a")
		for how, err := range map[string]error{"Load": loading, "Change": put(s, "/a", []byte("two"))} {
			if err == nil {
				t.Errorf("%s: no error", how)
			}
		}
		restart(t, cluster, s)
		if err := put(s, "/a", []byte("three")); err != nil {
			t.Error(err)
		}
		holds(t, s, "/a", []byte("three"))
	})
	t.Run("read-only", func(t *testing.T) {
		alter(t, s, `SET default_transaction_read_only = on`)
		restart(t, cluster, s)
		requireState(t, put(s, "/a", []byte("four")), "25006") // read_only_sql_transaction
		holds(t, s, "/a", []byte("three"))
		alter(t, s, `RESET default_transaction_read_only`)
		restart(t, cluster, s)
		if err := put(s, "/a", []byte("five")); err != nil {
			t.Error(err)
		}
	})
	t.Run("table removed", func(t *testing.T) {
		if _, err := s.DB().ExecContext(t.Context(), `DROP TABLE pages`); err != nil {
			t.Fatal(err)
		}
		requireState(t, put(s, "/a", nil), "42P01") // undefined_table
		_, _, err := s.Load(t.Context(), "/a")
		requireState(t, err, "42P01")
	})
}

// restart starts the server again, without the connections to the one before.
func restart(t *testing.T, cluster *postgres.Cluster, s *store.Store) {
	t.Helper()
	cluster.Stop(t)
	s.DB().SetMaxIdleConns(0)
	s.DB().SetMaxIdleConns(2)
	cluster.Restart(t)
}

// alter changes a setting of the server for its next start.
func alter(t *testing.T, s *store.Store, setting string) {
	t.Helper()
	c, err := s.DB().Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for _, statement := range []string{`SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE`, `ALTER SYSTEM ` + setting} {
		if _, err := c.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
}

// requireState wants an error of PostgreSQL with an SQLSTATE.
func requireState(t *testing.T, err error, state string) {
	t.Helper()
	refused := (*pgconn.PgError)(nil)
	if !errors.As(err, &refused) || refused.Code != state {
		t.Errorf("got %v, wanted the SQLSTATE %s", err, state)
	}
}

// testFull publishes pages of a MiB, which cannot be compressed, until there is no
// room, and then finds all of them.
func testFull(t *testing.T, cluster *postgres.Cluster, s *store.Store) {
	cluster.Stop(t)
	cluster.RestartSmall(t, 20_000)
	var bodies [][]byte
	for n := 0; ; n++ {
		body := make([]byte, 1<<20)
		rand.Read(body) // never fails
		err := put(s, fmt.Sprint("/", n), body)
		if err == nil && n < 50 {
			bodies = append(bodies, body)
			continue
		}
		if requireState(t, err, "XX000"); len(bodies) == 0 { // internal_error: could not extend file
			t.Fatal("there is room for nothing")
		}
		break
	}
	cluster.Stop(t)
	cluster.Restart(t)
	for n, body := range bodies {
		holds(t, s, fmt.Sprint("/", n), body)
	}
	if _, found, err := s.Load(t.Context(), fmt.Sprint("/", len(bodies))); found || err != nil {
		t.Errorf("a page that was not confirmed is there (%v)", err)
	}
	if err := errors.Join(put(s, fmt.Sprint("/", len(bodies)), bodies[0]), put(s, "/a", []byte("one"))); err != nil {
		t.Error(err)
	}
}
