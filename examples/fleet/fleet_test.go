package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/openbadges-go/openbadges/examples/fleet/postgres"
)

const base = "https://badges.school.example"

// TestMain runs the command itself in the children of the tests.
func TestMain(m *testing.M) {
	if os.Getenv("FLEET_TEST_COMMAND") != "" {
		main()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func write(t testing.TB, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

const classText = `{"name":"Workshop","description":"Made something","criteria":{"narrative":"Make something"}}`

func keyFile(t testing.TB) string {
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

// all is the number of awards of the whole test.
const all = 20_000

// awards is the number of awards of a test. With FLEET_AWARDS=20000 the test is
// whole, which takes minutes.
func awards(t *testing.T) int {
	if text := os.Getenv("FLEET_AWARDS"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	return all / 10
}

func list(n int) string {
	var out strings.Builder
	out.WriteString("E-mailadres;Naam\n")
	for i := range n {
		fmt.Fprintf(&out, "student%d@school.example;Student %d\n", i, i)
	}
	return out.String()
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
	cmd := child(args...)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%q: %v\n%s", args, err, cmd.Stderr)
	}
	return string(out)
}

// institution is a database with awards that wait.
type institution struct {
	*office
	n         int
	db, key   string
	give      []string // the arguments that award the list
	work      []string
	processor time.Duration // of the workers
}

// newInstitution stores n awards, and a row that can never be awarded.
func newInstitution(t *testing.T, db string, n int) *institution {
	t.Helper()
	i := &institution{n: n, db: db, key: keyFile(t)}
	i.give = []string{"award", "-db", db, "-class", write(t, "class.json", classText), write(t, "students.csv", list(n)+"nobody;Bad\n")}
	i.work = []string{"work", "-db", db, "-key", i.key, "-issuer", write(t, "issuer.json", `{"name":"The School"}`), "-base", base, "-until-done", "-job-timeout", "5s"}
	if said := command(t, i.give...); !strings.Contains(said, fmt.Sprintf("%d new, 0 known", n+1)) {
		t.Fatalf("award said %q", said)
	}
	i.office = opened(t, db)
	return i
}

// start starts a worker.
func (i *institution) start(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	c := child(args...)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Process.Kill() })
	return c
}

// ended waits for a worker that ends without an error.
func (i *institution) ended(t *testing.T, c *exec.Cmd) {
	t.Helper()
	if err := c.Wait(); err != nil {
		t.Fatalf("%v: %s", err, c.Stderr)
	}
	i.count(c)
}

// killed ends a worker in the middle of whatever it does.
func (i *institution) killed(t *testing.T, c *exec.Cmd) {
	t.Helper()
	if err := c.Process.Signal(syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	c.Wait()
	i.count(c)
}

// count adds the processor time of a worker that has ended.
func (i *institution) count(c *exec.Cmd) {
	i.processor += c.ProcessState.UserTime() + c.ProcessState.SystemTime()
}

// until waits for a query to count n rows.
func (i *institution) until(t *testing.T, query string, n int) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Minute); count(t, i.office, query) < n; {
		if time.Now().After(deadline) {
			t.Fatalf("the workers do not get on: %s", said(t, "status", "-db", i.db))
		}
		time.Sleep(20 * time.Millisecond)
	}
}

const awarded = `SELECT count(*) FROM awards WHERE state = 'done'`

// SC-37: two workers, of which one is killed in the middle and not replaced, do
// every award once.
func TestAwardsSQLite(t *testing.T) {
	t.Parallel()
	i := newInstitution(t, filepath.Join(t.TempDir(), "badges.db"), awards(t))
	began := time.Now()
	first, second := i.start(t, i.work...), i.start(t, i.work...)
	i.until(t, awarded, i.n/2)
	i.killed(t, first)
	i.again(t)
	i.ended(t, second)
	i.finish(t, began, second)
}

// SC-37, SC-39: the same on PostgreSQL, whose server is stopped and comes back in
// the middle as well; the worker that is killed is replaced.
func TestAwardsPostgreSQL(t *testing.T) {
	t.Parallel()
	cluster := postgres.Start(t, true)
	i := newInstitution(t, cluster.URL(), awards(t))
	began := time.Now()
	first, second := i.start(t, i.work...), i.start(t, i.work...)
	i.until(t, awarded, i.n/4)
	cluster.Stop(t)
	time.Sleep(10 * time.Second * time.Duration(i.n) / all)
	cluster.Restart(t)
	i.until(t, awarded, i.n/2)
	i.killed(t, first)
	third := i.start(t, i.work...)
	i.again(t)
	i.ended(t, second)
	i.ended(t, third)
	i.finish(t, began, second)
}

// again awards the same list, of which nothing is new.
func (i *institution) again(t *testing.T) {
	t.Helper()
	if said := command(t, i.give...); !strings.Contains(said, fmt.Sprintf("0 new, %d known", i.n+1)) {
		t.Errorf("award said %q", said)
	}
}

// finish checks what two workers did, revokes, and verifies.
func (i *institution) finish(t *testing.T, began time.Time, worker *exec.Cmd) {
	t.Helper()
	took := time.Since(began)
	i.again(t)
	i.check(t)
	t.Logf("SC-37: %d awards in %v, %v of processor time a badge in the workers; one of them used up to %d MiB",
		i.n, took.Round(time.Second), i.processor/time.Duration(i.n), peak(worker))
	if used := peak(worker); used > 64 {
		t.Errorf("SC-37: a worker used %d MiB, wanted at most 64", used)
	}
	i.revokeQuarter(t)
	i.verifyAll(t)
}

// peak returns the most memory that a process held, in MiB; 0 if the system does
// not say.
func peak(c *exec.Cmd) int64 {
	if usage, ok := c.ProcessState.SysUsage().(*syscall.Rusage); ok {
		return int64(usage.Maxrss) >> 10
	}
	return 0
}

// SC-37: either of two workers is killed again and again.
func TestKilledAgain(t *testing.T) {
	t.Parallel()
	for name, start := range map[string]func(t *testing.T) string{
		"SQLite":     func(t *testing.T) string { return filepath.Join(t.TempDir(), "badges.db") },
		"PostgreSQL": func(t *testing.T) string { return postgres.Start(t, true).URL() },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i := newInstitution(t, start(t), awards(t)/2)
			workers := [2]*exec.Cmd{i.start(t, i.work...), i.start(t, i.work...)}
			for n := range max(20*awards(t)/all, 3) {
				time.Sleep(3 * time.Second * time.Duration(awards(t)) / all)
				i.killed(t, workers[n%2])
				workers[n%2] = i.start(t, i.work...)
			}
			for _, c := range workers {
				i.ended(t, c)
			}
			i.check(t)
		})
	}
}

// SC-39: a worker that is asked to end does so at once, and nothing is lost.
func TestTerminated(t *testing.T) {
	t.Parallel()
	i := newInstitution(t, filepath.Join(t.TempDir(), "badges.db"), 400)
	worker := i.start(t, i.work...)
	i.until(t, awarded, 1)
	if err := worker.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	asked := time.Now()
	i.ended(t, worker)
	if took := time.Since(asked); took > 15*time.Second {
		t.Errorf("the worker took %v to end", took)
	}
	left := i.n - count(t, i.office, awarded)
	if running := count(t, i.office, `SELECT count(*) FROM river_job WHERE state = 'running'`); running != 0 || left == 0 {
		t.Errorf("%d jobs are left running, %d awards are left", running, left)
	}
	i.ended(t, i.start(t, i.work...))
	i.check(t)
}
