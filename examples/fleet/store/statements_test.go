package store

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"testing"
)

// numbersOf reads the rows of a query of numbers, and calls each between them.
func numbersOf(t *testing.T, tx *sql.Tx, query string, each func(n int)) (sum int) {
	t.Helper()
	rows, err := tx.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var n int
		if err := rows.Scan(&n); err != nil {
			t.Fatal(err)
		}
		sum += n
		each(n)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return sum
}

// oneConnection returns a transaction of a new database with one connection.
func oneConnection(t *testing.T) *sql.Tx {
	t.Helper()
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "badges.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	s.DB().SetMaxOpenConns(1)
	tx, err := s.DB().BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tx.Rollback() })
	return tx
}

// runAll runs statements that must not fail.
func runAll(t *testing.T, tx *sql.Tx, statements ...string) {
	t.Helper()
	for _, statement := range statements {
		if _, err := tx.ExecContext(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}

// A connection that keeps its statements answers like one that does not.
func TestKeptStatements(t *testing.T) {
	tx := oneConnection(t)
	add := func(n int) error {
		_, err := tx.ExecContext(t.Context(), `INSERT INTO numbers (n) VALUES (?)`, n)
		return err
	}
	t.Run("a statement that failed works when it can", func(t *testing.T) {
		if err := add(1); err == nil {
			t.Fatal("a row of a table that does not exist was stored")
		}
		runAll(t, tx, `CREATE TABLE numbers (n INTEGER PRIMARY KEY)`, `INSERT INTO numbers (n) VALUES (1), (2), (3)`)
		if err := add(1); err == nil {
			t.Fatal("a number was stored twice")
		}
		if err := add(4); err != nil {
			t.Fatal(err)
		}
	})
	t.Run("the same query between the rows of the first", func(t *testing.T) {
		const query = `SELECT n FROM numbers`
		inner := 0
		outer := numbersOf(t, tx, query, func(int) { inner += numbersOf(t, tx, query, func(int) {}) })
		if outer != 10 || inner != 40 {
			t.Errorf("got the sums %d and %d, wanted 10 and 40", outer, inner)
		}
	})
	t.Run("more statements than are kept", func(t *testing.T) {
		for n := range 4 * statementsKept {
			n %= 2 * statementsKept
			if got := numbersOf(t, tx, fmt.Sprintf(`SELECT n + %d FROM numbers WHERE n = 1`, n), func(int) {}); got != n+1 {
				t.Fatalf("got %d, wanted %d", got, n+1)
			}
		}
	})
	t.Run("another table of the same name", func(t *testing.T) {
		runAll(t, tx, `DROP TABLE numbers`, `CREATE TABLE numbers (other TEXT, n INTEGER)`, `INSERT INTO numbers VALUES ('one', 7)`)
		if got := numbersOf(t, tx, `SELECT n FROM numbers`, func(int) {}); got != 7 {
			t.Errorf("got %d, wanted 7", got)
		}
	})
}
