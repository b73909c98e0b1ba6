package store_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/openbadges-go/openbadges/examples/fleet/postgres"
	"github.com/openbadges-go/openbadges/examples/fleet/store"
	"github.com/openbadges-go/openbadges/issuer/host"
	"github.com/openbadges-go/openbadges/issuer/host/hosttest"
)

// eachKind runs a test on a database of each kind. The children of package
// hosttest run the same function, with their database in the environment.
func eachKind(t *testing.T) map[string]func(t *testing.T) string {
	return map[string]func(t *testing.T) string{
		"SQLite": func(t *testing.T) string {
			return filepath.Join(t.TempDir(), "a name? with #, % and spaces.db")
		},
		"PostgreSQL": func(t *testing.T) string { return postgres.Start(t, true).URL() },
	}
}

func open(place string) (host.Store, error) { return store.Open(context.Background(), place) }

func openWith(place string, before func()) (host.Store, error) {
	return store.OpenWith(context.Background(), place, before)
}

func opened(t *testing.T, place string) *store.Store {
	s, err := store.Open(t.Context(), place)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// SC-38: one store for both databases passes what every store must.
func TestStore(t *testing.T) {
	for name, place := range eachKind(t) {
		t.Run(name, func(t *testing.T) {
			at := place(t)
			hosttest.Test(t, opened(t, at), func(t *testing.T) host.Store { return opened(t, at) })
		})
	}
}

// placeOf returns a database for a test that package hosttest runs again in
// children, which get the place from their parent.
func placeOf(t *testing.T, start func(t *testing.T) string) string {
	if at := os.Getenv("OPENBADGES_HOSTTEST_PLACE"); at != "" {
		return at
	}
	return start(t)
}

func TestProcessesSQLite(t *testing.T) {
	hosttest.Processes(t, placeOf(t, eachKind(t)["SQLite"]), open)
}

func TestProcessesPostgreSQL(t *testing.T) {
	hosttest.Processes(t, placeOf(t, eachKind(t)["PostgreSQL"]), open)
}

func TestKilledSQLite(t *testing.T) {
	hosttest.Killed(t, placeOf(t, eachKind(t)["SQLite"]), openWith)
}

func TestKilledPostgreSQL(t *testing.T) {
	hosttest.Killed(t, placeOf(t, eachKind(t)["PostgreSQL"]), openWith)
}

func TestFullSQLite(t *testing.T) {
	hosttest.Full(t, placeOf(t, eachKind(t)["SQLite"]), open)
}

func TestIn(t *testing.T) {
	for name, place := range eachKind(t) {
		t.Run(name, func(t *testing.T) { testIn(t, opened(t, place(t))) })
	}
}

// testIn changes pages in a transaction that is given up, and in one that goes on
// after a change that failed.
func testIn(t *testing.T, s *store.Store) {
	refused := errors.New("refused")
	put := func(s *store.Store, name string, err error) error {
		return s.Change(t.Context(), name, func(host.Page, bool) (host.Page, error) {
			return host.Page{Type: "text/plain", Body: []byte(name)}, err
		})
	}
	for _, commit := range []bool{false, true} {
		tx, err := s.DB().BeginTx(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		in := s.In(tx)
		if err := put(in, "/one", nil); err != nil {
			t.Fatal(err)
		}
		if err := put(in, "/two", refused); !errors.Is(err, refused) {
			t.Fatalf("got %v", err)
		}
		if err := put(in, "/three", nil); err != nil {
			t.Fatal(err)
		}
		if _, found, err := in.Load(t.Context(), "/one"); err != nil || !found {
			t.Fatalf("the transaction does not see its own page: %v", err)
		}
		end := tx.Rollback
		if commit {
			end = tx.Commit
		}
		if err := end(); err != nil {
			t.Fatal(err)
		}
		for name, want := range map[string]bool{"/one": commit, "/two": false, "/three": commit} {
			if _, found, err := s.Load(t.Context(), name); err != nil || found != want {
				t.Errorf("committed %v: %s is there: %v, %v", commit, name, found, err)
			}
		}
	}
}

func TestOpen(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"", filepath.Join(file, "below a file"), "postgres://[", "postgres:///x?host=/nowhere"} {
		if s, err := store.Open(t.Context(), name); err == nil {
			s.Close()
			t.Errorf("%q was opened", name)
		}
	}
}
