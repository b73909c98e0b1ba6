package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

type outcome string

const (
	killed       outcome = "killed"
	survived     outcome = "survived"
	unreached    outcome = "not reached" // by any test: it survived, too
	timedOut     outcome = "timed out"
	undecided    outcome = "undecided"
	unbuildable  outcome = "does not build"
	unnoticeable outcome = "equal" // by accepted.txt
)

// tester runs the tests of one package and of the packages whose tests link it.
type tester struct {
	root, folder string
	out          io.Writer
	temp         string // everything that is built
	overlay      string // of the woven package
	suites       []*suite
}

// suite is the tests of one package, built once for all woven changes.
type suite struct {
	importPath, dir, binary string
	tests                   []timed
	ready                   bool
}

// timed is a test and what it costs unchanged.
type timed struct {
	name    string
	cost    time.Duration // of processor time
	reached map[int]bool  // the changes whose place it evaluates
}

func newTester(root, folder string, chosen []mutant, out io.Writer) (*tester, error) {
	temp, err := os.MkdirTemp("", "mutate")
	if err != nil {
		return nil, err
	}
	t := &tester{root: root, folder: folder, out: out, temp: temp}
	woven := filepath.Join(temp, "woven")
	if err := os.Mkdir(woven, 0o700); err != nil {
		return nil, err
	}
	if t.overlay, err = weavePackage(root, folder, woven, chosen); err != nil {
		return nil, err
	}
	single := 0
	for _, m := range chosen {
		if m.woven.before == "" {
			single++
		}
	}
	fmt.Fprintf(out, "%s: %d changes, %d of them built separately\n", folder, len(chosen), single)
	return t, t.find()
}

func (t *tester) close() { os.RemoveAll(t.temp) }

// find lists the packages to test, the changed one first and then those with
// the fewest dependencies, which are the fastest.
func (t *tester) find() error {
	list := exec.Command("go", "list", "-test", "-json=ImportPath,Dir,Deps", "./...")
	list.Dir = t.root
	out, err := list.Output()
	if err != nil {
		return fmt.Errorf("go list: %w", err)
	}
	type listed struct {
		ImportPath, Dir string
		Deps            []string
	}
	var found []listed
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := decoder.Decode(&p); err == io.EOF {
			break
		} else if err != nil {
			return fmt.Errorf("go list: %w", err)
		}
		path, isTest := strings.CutSuffix(p.ImportPath, ".test")
		if !isTest || strings.Contains(path, "/examples/") {
			continue
		}
		p.ImportPath = path
		if slices.ContainsFunc(p.Deps, func(dep string) bool {
			dep, _, _ = strings.Cut(dep, " ")
			return strings.HasSuffix(dep, "/"+t.folder)
		}) {
			found = append(found, p)
		}
	}
	own := func(p listed) int {
		if strings.HasSuffix(p.ImportPath, "/"+t.folder) {
			return 0
		}
		return 1
	}
	slices.SortFunc(found, func(a, b listed) int {
		return cmp.Or(own(a)-own(b), len(a.Deps)-len(b.Deps), cmp.Compare(a.ImportPath, b.ImportPath))
	})
	for _, p := range found {
		t.suites = append(t.suites, &suite{importPath: p.ImportPath, dir: p.Dir})
	}
	if len(found) == 0 || own(found[0]) != 0 {
		return fmt.Errorf("%s has no tests", t.folder)
	}
	return nil
}

// test returns what the tests make of the change with a number.
func (t *tester) test(number int, m mutant) (outcome, error) {
	if m.woven.before == "" {
		return t.testSingle(m)
	}
	reached := false
	for _, s := range t.suites {
		if err := t.prepare(s); err != nil {
			return "", err
		}
		tests := slices.DeleteFunc(slices.Clone(s.tests), func(test timed) bool { return !test.reached[number] })
		reached = reached || len(tests) > 0
		if result := s.run(s.binary, tests, "MUTANT="+strconv.Itoa(number)); result != survived {
			return result, nil
		}
	}
	if !reached {
		return unreached, nil
	}
	return survived, nil
}

// testSingle builds the tests again, for a change to a constant for example.
func (t *tester) testSingle(m mutant) (outcome, error) {
	folder, err := os.MkdirTemp(t.temp, "single")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(folder)
	overlay, err := writeSingle(t.root, folder, m)
	if err != nil {
		return "", err
	}
	binary := filepath.Join(folder, "test")
	for _, s := range t.suites {
		if err := t.prepare(s); err != nil {
			return "", err
		}
		if _, err := t.build(s, overlay, binary); err != nil {
			return unbuildable, nil
		}
		if result := s.run(binary, s.tests, "MUTANT="); result != survived {
			return result, nil
		}
	}
	return survived, nil
}

func (t *tester) build(s *suite, overlay, binary string) ([]byte, error) {
	cmd := exec.Command("go", "test", "-c", "-vet=off", "-overlay", overlay, "-o", binary, s.importPath)
	cmd.Dir = t.root
	return cmd.CombinedOutput()
}

// prepare builds the tests of a package and runs each of them unchanged, for
// its cost and for the places it reaches.
func (t *tester) prepare(s *suite) error {
	if s.ready {
		return nil
	}
	s.ready = true
	s.binary = filepath.Join(t.temp, strings.ReplaceAll(s.importPath, "/", "_"))
	if out, err := t.build(s, t.overlay, s.binary); err != nil {
		return fmt.Errorf("the woven tests of %s do not build: %s", s.importPath, out)
	}
	cmd := exec.Command(s.binary, "-test.list", "^(Test|Fuzz|Example)")
	cmd.Dir = s.dir
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("the tests of %s cannot be listed: %w", s.importPath, err)
	}
	trace, most := filepath.Join(t.temp, "trace"), slowest
	if s != t.suites[0] {
		most = slowestElsewhere
	}
	for name := range strings.Lines(string(out)) {
		test := timed{name: strings.TrimSpace(name)}
		if err := os.WriteFile(trace, nil, 0o600); err != nil {
			return err
		}
		result, cost := execute(s.dir, s.binary, []timed{test}, most, "MUTANT_TRACE="+trace)
		if result != survived {
			fmt.Fprintf(t.out, "left out: %s of %s, unchanged it has %s\n", test.name, s.importPath, result)
			continue
		}
		if test.reached, err = numbersOf(trace); err != nil {
			return err
		}
		test.cost = cost
		s.tests = append(s.tests, test)
	}
	slices.SortStableFunc(s.tests, func(a, b timed) int { return cmp.Compare(a.cost, b.cost) })
	return nil
}

// run runs tests, the cheap ones first. "survived" means that they passed.
func (s *suite) run(binary string, tests []timed, environment string) outcome {
	for _, most := range []time.Duration{time.Second, 10 * time.Second, 1 << 62} {
		var cost time.Duration
		n := 0
		for n < len(tests) && cost+tests[n].cost <= most {
			cost += tests[n].cost
			n++
		}
		if n == 0 {
			continue
		}
		// Ten times the unchanged tests, so that what ends here would not have
		// ended at all, or does the work of another program.
		if result, _ := execute(s.dir, binary, tests[:n], 10*cost+3*time.Second, environment); result != survived {
			return result
		}
		tests = tests[n:]
	}
	return survived
}

// slowest is the processor time that one unchanged test may take, in the
// changed package and in those that link it.
const (
	slowest          = 10 * time.Minute
	slowestElsewhere = 2 * time.Second
)

// execute runs tests of a binary and returns the processor time they took. That
// time is what the limit bounds, since the other depends on what else the
// machine does. Memory is bounded so that a change cannot take all of it.
func execute(dir, binary string, tests []timed, limit time.Duration, environment string) (outcome, time.Duration) {
	names := make([]string, len(tests))
	for i, test := range tests {
		names[i] = regexp.QuoteMeta(test.name)
	}
	wall := 2*time.Minute + 4*limit
	ctx, cancel := context.WithTimeout(context.Background(), wall+time.Minute)
	defer cancel()
	seconds := int(limit/time.Second) + 1
	cmd := exec.CommandContext(ctx, "sh", "-c", `ulimit -t "$0"; ulimit -v 8388608 2>/dev/null; exec "$@"`, strconv.Itoa(seconds),
		binary, "-test.run", "^("+strings.Join(names, "|")+")$", "-test.short", "-test.failfast", "-test.timeout", wall.String())
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), environment)
	cmd.WaitDelay = 10 * time.Second
	out, err := cmd.CombinedOutput()
	if err == nil {
		return survived, cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	}
	return judge(out, err, ctx.Err() != nil, seconds)
}

// judge tells why tests failed. Tests that waited for each other have timed
// out; those that could not be run in time on a busy machine are undecided.
func judge(out []byte, err error, late bool, seconds int) (outcome, time.Duration) {
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return undecided, 0
	}
	spent := exit.UserTime() + exit.SystemTime()
	status, ok := exit.Sys().(syscall.WaitStatus)
	switch {
	case ok && status.Signaled() && spent >= time.Duration(seconds-1)*time.Second:
		return timedOut, spent
	case late:
		return undecided, spent
	case !bytes.Contains(out, []byte("panic: test timed out")):
		return killed, spent
	case len(active.FindAll(out, 2)) > 1: // one of them wrote the message
		return undecided, spent
	}
	return timedOut, spent
}

// active matches a goroutine that could go on.
var active = regexp.MustCompile(`(?m)^goroutine .*\[(running|runnable|syscall)`)
