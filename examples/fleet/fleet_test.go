package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"math/bits"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/examples/fleet/postgres"
	"github.com/openbadges-go/openbadges/verify"
)

const base = "https://badges.school.example"

// TestMain runs the command itself in the children of the tests.
func TestMain(m *testing.M) {
	if os.Getenv("FLEET_TEST_COMMAND") != "" {
		if err := run(context.Background(), os.Stdout, os.Args[1:]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

const classText = `{"name":"Workshop","description":"Made something","criteria":{"narrative":"Make something"}}`

func keyFile(t *testing.T) string {
	t.Helper()
	_, secret, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(secret)
	if err != nil {
		t.Fatal(err)
	}
	return write(t, "key.pem", string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})))
}

// awards is the number of awards of a test; FLEET_AWARDS sets another one.
func awards(t *testing.T) int {
	if text := os.Getenv("FLEET_AWARDS"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	return 2000
}

func list(n int) string {
	var out strings.Builder
	out.WriteString("E-mailadres;Naam\n")
	for i := range n {
		fmt.Fprintf(&out, "student%d@school.example;Student %d\n", i, i)
	}
	return out.String()
}

func TestAwardsSQLite(t *testing.T) {
	t.Parallel()
	testAwards(t, filepath.Join(t.TempDir(), "badges.db"))
}

func TestAwardsPostgreSQL(t *testing.T) {
	t.Parallel()
	testAwards(t, postgres.Start(t, true).URL())
}

// testAwards awards with two workers, kills one in the middle, and finds every
// award once.
func testAwards(t *testing.T, db string) {
	n := awards(t)
	students := write(t, "students.csv", list(n)+"nobody;Bad\n")
	give := []string{"award", "-db", db, "-class", write(t, "class.json", classText), students}
	said := command(t, give...)
	if !strings.Contains(said, fmt.Sprintf("%d new, 0 known", n+1)) {
		t.Fatalf("award said %q", said)
	}
	args := []string{"work", "-db", db, "-key", keyFile(t), "-issuer", write(t, "issuer.json", `{"name":"The School"}`), "-base", base, "-until-done", "-job-timeout", "5s"}
	first, second := child(args...), child(args...)
	for _, c := range []*exec.Cmd{first, second} {
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
	}
	o, err := openOffice(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	for deadline := time.Now().Add(2 * time.Minute); count(t, o, `SELECT count(*) FROM awards WHERE state = 'done'`) < n/4; {
		if time.Now().After(deadline) {
			t.Fatal("the workers do not get on")
		}
		time.Sleep(20 * time.Millisecond)
	}
	if err := first.Process.Signal(syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	first.Wait()
	if said := command(t, give...); !strings.Contains(said, fmt.Sprintf("0 new, %d known", n+1)) {
		t.Errorf("award said %q", said)
	}
	if err := second.Wait(); err != nil {
		t.Fatalf("%v: %s", err, second.Stderr)
	}
	check(t, o, n)
}

// check finds n awards, each with an id and a place that no other one has, and
// verifies their badges.
func check(t *testing.T, o *office, n int) {
	t.Helper()
	for query, want := range map[string]int{
		`SELECT count(*) FROM awards WHERE state = 'done'`:                                         n,
		`SELECT count(*) FROM awards WHERE state = 'failed' AND code = 'fleet.email'`:              1,
		`SELECT count(DISTINCT id) FROM awards WHERE state = 'done'`:                               n,
		`SELECT count(*) FROM (SELECT DISTINCT list, place FROM awards WHERE state = 'done') AS p`: n,
		`SELECT count(*) FROM pages WHERE name LIKE '/badges/%' AND body IS NOT NULL`:              n,
	} {
		if got := count(t, o, query); got != want {
			t.Errorf("%s: got %d, wanted %d", query, got, want)
		}
	}
	note, _, err := o.Load(t.Context(), "places of /lists/1")
	if err != nil {
		t.Fatal(err)
	}
	taken := 0
	for _, b := range note.Body {
		taken += bits.OnesCount8(b)
	}
	if taken != n {
		t.Errorf("%d places are taken for %d awards", taken, n)
	}
	rows, err := o.DB().QueryContext(t.Context(), `SELECT name, body FROM pages WHERE name LIKE '/badges/%'`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var bodies [][]byte
	for rows.Next() {
		var name string
		var body []byte
		if err := rows.Scan(&name, &body); err != nil {
			t.Fatal(err)
		}
		bodies = append(bodies, body)
	}
	page, _, err := o.Load(t.Context(), "/lists/1")
	if err != nil || len(bodies) == 0 {
		t.Fatalf("%d badges: %v", len(bodies), err)
	}
	verifyAll(t, bodies, verify.Pages{base + "/lists/1": {ContentType: page.Type, Body: page.Body}})
}

func verifyAll(t *testing.T, bodies [][]byte, web verify.Pages) {
	t.Helper()
	first, err := badge.Parse(bodies[0])
	if err != nil {
		t.Fatal(err)
	}
	v, err := verify.New(verify.Config{Trust: verify.Issuers(first.IssuerID()), Fetcher: web})
	if err != nil {
		t.Fatal(err)
	}
	for n, body := range bodies {
		if report, err := v.Verify(t.Context(), body); err != nil {
			t.Fatalf("badge %d: %v\n%s", n, err, report)
		}
	}
}

func count(t *testing.T, o *office, query string) (n int) {
	t.Helper()
	if err := o.DB().QueryRowContext(t.Context(), query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// child is the command in a separate process.
func child(args ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), "FLEET_TEST_COMMAND=1")
	cmd.Stderr = new(bytes.Buffer)
	return cmd
}

func command(t *testing.T, args ...string) string {
	t.Helper()
	out, err := child(args...).Output()
	if err != nil {
		t.Fatalf("%q: %v", args, err)
	}
	return string(out)
}
