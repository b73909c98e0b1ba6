package main

import (
	"cmp"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/examples/fleet/store"
)

// The states of an award, and of a verification, which is never failed or revoked.
const (
	waiting = "waiting"
	done    = "done"
	failed  = "failed" // it can never be done; its code and problem say why
	revoked = "revoked"
)

// tables are those of this program, beside those of package store and of the
// queue. The key of an award says what it is; its number, which the database
// gives, is what jobs and ids hold: neighbours in a list are neighbours on the disk.
// Its list and place are its place in a status list, taken before it is signed. The problem of one that waits is why it was not done yet.
// A verification has the text or picture to verify, or none if its name is an address.
var tables = []string{
	`CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL)`,
	`CREATE TABLE IF NOT EXISTS keys (multikey TEXT PRIMARY KEY)`,
	`CREATE TABLE IF NOT EXISTS classes (name TEXT PRIMARY KEY, text TEXT NOT NULL, picture BYTEA)`,
	`CREATE TABLE IF NOT EXISTS awards (
		number INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, class TEXT NOT NULL, recipient TEXT NOT NULL, name TEXT NOT NULL, date TEXT NOT NULL, state TEXT NOT NULL,
		id TEXT, list TEXT, place TEXT, digest TEXT, code TEXT, problem TEXT)`,
	`CREATE INDEX IF NOT EXISTS awards_state ON awards (state)`,
	`CREATE TABLE IF NOT EXISTS verifications (
		key TEXT PRIMARY KEY, name TEXT NOT NULL, input BYTEA, state TEXT NOT NULL,
		verdict TEXT, code TEXT, digest TEXT, at TEXT, report TEXT)`,
	`CREATE INDEX IF NOT EXISTS verifications_state ON verifications (state)`,
}

// numbered is the number of PostgreSQL; SQLite counts without it.
const numbered = "number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"

// Conditions of awards whose number is the first cell of a row, and the key of a
// pair.
const (
	ofRow  = `awards.number = CAST(value ->> 0 AS BIGINT)`
	ofPair = `awards.number = CAST(given.key AS BIGINT)`
)

// stillWaiting is a condition of awards that are found by their number. SQLite would
// read all awards that wait if this were a plain comparison, which has an index.
const stillWaiting = `state || '' = 'waiting'`

// office is an open database with its queue.
type office struct {
	*store.Store
	driver riverdriver.Driver[*sql.Tx]
	secret []byte       // from which addresses are derived
	cipher cipher.Block // of the numbers in the addresses of badges
}

func openOffice(ctx context.Context, name string) (*office, error) {
	s, err := store.Open(ctx, name)
	if err != nil {
		return nil, err
	}
	o := &office{Store: s, driver: riversqlite.New(s.DB())}
	if s.Postgres() {
		// The queue uses database/sql too, so one transaction holds the awards,
		// the pages and the jobs. The queue polls for jobs instead of listening.
		o.driver = riverdatabasesql.New(s.DB())
	}
	if err := o.create(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return o, nil
}

// create makes the tables. Processes that do so at the same time are in each
// other's way, so each tries again.
func (o *office) create(ctx context.Context) (err error) {
	migrator, err := rivermigrate.New(o.driver, &rivermigrate.Config{Logger: quiet})
	if err != nil {
		return err
	}
	for range 5 {
		if _, err = migrator.Migrate(ctx, rivermigrate.DirectionUp, nil); err == nil {
			break
		}
	}
	for _, table := range tables {
		if o.Postgres() {
			table = strings.Replace(table, "number INTEGER PRIMARY KEY", numbered, 1)
		}
		if err == nil {
			_, err = o.DB().ExecContext(ctx, table)
		}
	}
	if err != nil {
		return fmt.Errorf("making the tables: %w", err)
	}
	text, err := o.setting(ctx, "secret", rand.Text())
	if err != nil {
		return err
	}
	o.secret = []byte(text)
	o.cipher, err = aes.NewCipher(o.mac("awards")[:16])
	return err
}

// setting returns a setting of the database, which is value if it has none yet.
func (o *office) setting(ctx context.Context, name, value string) (string, error) {
	if value != "" {
		if _, err := o.DB().ExecContext(ctx, o.Bind(`INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING`), name, value); err != nil {
			return "", err
		}
	}
	err := o.DB().QueryRowContext(ctx, o.Bind(`SELECT value FROM settings WHERE name = ?`), name).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("-%s is missing, and the database does not have it yet", name)
	}
	return value, err
}

// fixed is setting for one that never changes.
func (o *office) fixed(ctx context.Context, name, value string) (string, error) {
	had, err := o.setting(ctx, name, value)
	if err == nil && value != "" && value != had {
		return "", fmt.Errorf("-%s is %q, and the database has %q", name, value, had)
	}
	return had, err
}

// nameOf returns the last part of the address of a class: the same each time, and
// known only to whoever has the secret.
func (o *office) nameOf(class string) string { return hex.EncodeToString(o.mac(class)[:16]) }

func (o *office) mac(text string) []byte {
	mac := hmac.New(sha256.New, o.secret)
	mac.Write([]byte(text))
	return mac.Sum(nil)
}

// idOf returns the last part of the address of an award, which is its number,
// encrypted: the same each time, never that of another award, and known only to
// whoever has the secret.
func (o *office) idOf(number int64) string {
	block := binary.BigEndian.AppendUint64(make([]byte, aes.BlockSize-8), uint64(number))
	o.cipher.Encrypt(block, block)
	return hex.EncodeToString(block)
}

// numberOf returns the number of the award whose address ends in a text of idOf.
func (o *office) numberOf(id string) (number int64, ok bool) {
	block, err := hex.DecodeString(id[strings.LastIndexByte(id, '/')+1:])
	if err != nil || len(block) != aes.BlockSize {
		return 0, false
	}
	o.cipher.Decrypt(block, block)
	number = int64(binary.BigEndian.Uint64(block[aes.BlockSize-8:]))
	if number <= 0 || binary.BigEndian.Uint64(block) != 0 {
		return 0, false
	}
	return number, true
}

func (o *office) transact(ctx context.Context, do func(tx *sql.Tx) error) error {
	tx, err := o.DB().BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // does nothing after Commit
	if err := do(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// column reads the rows of a query of one column.
func column[T any](rows *sql.Rows, err error) (cells []T, _ error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var cell T
		if err := rows.Scan(&cell); err != nil {
			return nil, err
		}
		cells = append(cells, cell)
	}
	return cells, rows.Err()
}

// jsonOf returns rows for Rows of the Store.
func jsonOf(rows [][]string) string {
	if len(rows) == 0 {
		return "[]" // nil would be null
	}
	text, _ := json.Marshal(rows) // strings have no errors
	return string(text)
}

// pairsOf returns texts, by number, for Pairs of the Store.
func pairsOf(texts map[int64]string) string {
	text, _ := json.Marshal(texts) // strings have no errors
	return string(text)
}

// classOf returns the achievement in a text, and the name under which the
// database keeps it.
func classOf(text []byte) (a badge.Achievement, name string, err error) {
	if err := json.Unmarshal(text, &a); err != nil {
		return a, "", err
	}
	if name = cmp.Or(a.ID, a.Name); name == "" {
		return a, "", errors.New("it has no id and no name")
	}
	if len(a.Type) == 0 {
		a.Type = []string{"Achievement"}
	}
	return a, name, nil
}
