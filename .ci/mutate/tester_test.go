package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const code = `package small

import "fmt"

const limit = 2

var allowed = []string{"a", "b"}

var codes = map[string]int{"x": 7}

// Next ends the program's loop only if its tests are good.
func Next(n int) int {
	for i := 0; i < limit; i += 1 {
		n++
	}
	return n
}

func Kind(name string) (int, error) {
	if name == "a" || name == "b" {
		return len(allowed), nil
	}
	if n, ok := codes[name]; ok {
		return n, nil
	}
	return 0, fmt.Errorf("unknown %s", name)
}

func never(n uint8) bool { return n >= 200 }
`

const tests = `package small

import "testing"

func Test(t *testing.T) {
	if Next(1) != 3 {
		t.Fatal()
	}
}

func TestKind(t *testing.T) {
	n, err := Kind("a")
	if n != 2 || err != nil {
		t.Fatal()
	}
	if n, _ := Kind("x"); n != 7 {
		t.Fatal()
	}
	Kind("z")
}
`

// testsElsewhere are tests of another package that use it.
const testsElsewhere = `package user

import (
	"testing"

	"example.org/m/small"
)

func TestB(t *testing.T) {
	if n, err := small.Kind("b"); n != 2 || err != nil {
		t.Fatal()
	}
}
`

// S-62: a package of two folders: the second is the one that notices what Kind
// says about b. A share of killed changes below the goal is an error.
func TestRun(t *testing.T) {
	root := t.TempDir()
	write := func(name, text string) {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(root, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(root, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("go.mod", "module example.org/m\n\ngo 1.26\n")
	write("small/small.go", code)
	write("small/small_test.go", tests)
	write("user/user_test.go", testsElsewhere)
	equal := "small/small.go\tnumber\t2\t3\tconst limit = 2\t0"
	write("accepted", equal+"\ta reason\n")
	o := options{root: root, report: filepath.Join(root, "report"), accepted: filepath.Join(root, "accepted"), only: everything}
	var out strings.Builder
	if err := run(o, []string{"small"}, &out); err != nil {
		t.Fatal(err)
	}
	done, err := readReport(o.report)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		key  string
		want outcome
	}{
		{"number\t2\t1\tconst limit = 2\t0", killed},
		{"operator\t<\t<=\tfor i := 0; i < limit; i += 1 {\t0", killed},
		{"number\t1\t0\tfor i := 0; i < limit; i += 1 {\t0", timedOut},
		{"element\t\"a\",\t\tvar allowed = []string{\"a\", \"b\"}\t0", killed},
		{"element\t\"x\": 7\t\tvar codes = map[string]int{\"x\": 7}\t0", killed},
		{"operand\tname == \"a\" || name == \"b\"\tname == \"a\"\tif name == \"a\" || name == \"b\" {\t0", killed},
		{"number\t0\t1\treturn 0, fmt.Errorf(\"unknown %s\", name)\t0", ""}, // a value beside an error is left alone
		{"operator\t>=\t>\tfunc never(n uint8) bool { return n >= 200 }\t0", unreached},
		{"number\t200\t201\tfunc never(n uint8) bool { return n >= 200 }\t0", survived},
	} {
		if got := done["small/small.go\t"+c.key]; got != c.want {
			t.Errorf("%q: %q, wanted %q\n%s", c.key, got, c.want, out.String())
		}
	}
	if _, tested := done[equal]; tested {
		t.Error("an accepted change was tested")
	}
	// A second run knows all outcomes, and an entry without its line fails.
	out.Reset()
	o.goal = 1
	if err := run(o, []string{"small"}, &out); err == nil || strings.Count(out.String(), "\n") != 2 {
		t.Errorf("%v\n%s", err, out.String())
	}
	write("accepted", "small/small.go\tnumber\t2\t3\tconst limit = 3\t0\ta reason\n")
	if err := run(o, []string{"small"}, &out); err == nil {
		t.Error("an entry for a line that is gone is accepted")
	}
}

// A larger choice contains the smaller one.
func TestChoose(t *testing.T) {
	root := t.TempDir()
	if err := os.WriteFile(filepath.Join(root, "p.go"), []byte(code), 0o600); err != nil {
		t.Fatal(err)
	}
	all, err := choose(options{root: root, only: everything}, "")
	if err != nil {
		t.Fatal(err)
	}
	some, err := choose(options{root: root, only: everything, perPackage: 5}, "")
	if err != nil || len(some) != 5 {
		t.Fatal(len(some), err)
	}
	more, err := choose(options{root: root, only: everything, perPackage: 9}, "")
	if err != nil || len(more) != 9 || len(all) <= 9 {
		t.Fatal(len(more), err)
	}
	for _, m := range some {
		if !slices.ContainsFunc(more, func(other mutant) bool { return other.key() == m.key() }) {
			t.Errorf("%s is no longer chosen", m)
		}
	}
}

func TestJudge(t *testing.T) {
	const late = "panic: test timed out after 1s\n\ngoroutine 9 [running]:\n\n"
	for _, c := range []struct {
		output string
		want   outcome
	}{
		{"--- FAIL: TestX", killed},
		{late + "goroutine 1 [chan receive]:\n", timedOut},
		{late + "goroutine 1 [chan receive]:\n\ngoroutine 7 gp=0x1 m=3 [runnable]:\n", undecided},
	} {
		err := exec.Command("false").Run()
		if got, _ := judge([]byte(c.output), err, false, 5); got != c.want {
			t.Errorf("%q: %s", c.output, got)
		}
	}
	err := exec.Command("false").Run()
	if got, _ := judge(nil, err, true, 5); got != undecided {
		t.Errorf("killed late: %s", got)
	}
}
