// Mutate measures how much the tests of this module notice: it changes one
// small thing in the code, runs the tests, and counts the changes that no test
// fails for. The tree is never touched; changed files reach the compiler
// through an overlay.
//
//	cd .ci/mutate && go run . -n 60 badge/proof bake
//
// Without arguments it takes the packages whose faults would be security
// faults. The choice of changes is seeded, so that two runs with one seed make
// the same ones, and a run that was interrupted goes on where its report ends.
//
// Left out are numbers that only the text of a message shows, those that are
// returned beside an error, and capacities, since users cannot rely on them.
//
// One build serves all changes of a package: each change is woven into the code
// so that its number in the environment makes it. A change of a constant cannot be woven and is built separately. Every test first runs unchanged and notes
// which places it reaches; for a change only the tests that reach its place
// run, those of the package before those of packages that link it, and cheap
// ones before dear ones. Tests run with -test.short. Elsewhere than in the
// package itself, tests that take more than two seconds are left out.
//
// Limits are in processor time, so that a busy machine cannot end a test: ten
// times what the unchanged tests take, and three seconds. A change whose tests
// reach the limit, or in which all goroutines wait for each other, has "timed
// out" and counts as killed. Tests that a busy machine did not let run in time
// are "undecided" and do not count as killed.
//
// The report has one line for each change: its outcome, file, kind, old and new
// text, and line. Changes that make an equal program are listed in
// accepted.txt, each with its reason; an entry whose line is gone from the code
// is an error. The exit status is 1 if the share of killed changes is below
// -goal. To test the survivors of a report again, use -again: with -own before
// it, the tests of importers run for few changes.
package main

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// securityRelevant are the packages whose faults would be security faults.
var securityRelevant = []string{
	"verify", "verify/did", "verify/fetch", "verify/archive/timeproof", "badge/proof", "badge/key", "badge/rules", "badge/status",
	"badge/internal/ld", "badge/internal/rdf", "badge/internal/jsontext", "badge/internal/multiformat", "bake", "issuer/host",
}

type options struct {
	perPackage int
	seed       uint64
	root       string
	report     string
	accepted   string
	only       *regexp.Regexp
	goal       float64
	list       bool
	again      bool
	own        bool
}

func main() {
	o := options{only: everything}
	flag.IntVar(&o.perPackage, "n", 60, "changes per package; 0 for all")
	flag.Uint64Var(&o.seed, "seed", 1, "seed of the choice")
	flag.StringVar(&o.root, "root", "../..", "root of the module")
	flag.StringVar(&o.report, "report", "report.txt", "file that the outcomes are appended to")
	flag.StringVar(&o.accepted, "accepted", "accepted.txt", "file that lists changes without effect")
	flag.Float64Var(&o.goal, "goal", 0.95, "least share of changes to be killed")
	flag.BoolVar(&o.list, "list", false, "print the chosen changes and run nothing")
	flag.BoolVar(&o.again, "again", false, "of the chosen changes, test those again that were not killed")
	flag.BoolVar(&o.own, "own", false, "run only the tests of the changed package itself, and not those of its importers")
	flag.Func("only", "choose among the changes whose report line matches this `pattern`", func(pattern string) (err error) {
		o.only, err = regexp.Compile(pattern)
		return err
	})
	flag.Parse()
	packages := flag.Args()
	if len(packages) == 0 {
		packages = securityRelevant
	}
	if err := run(o, packages, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "mutate:", err)
		os.Exit(1)
	}
}

func run(o options, packages []string, out io.Writer) error {
	equal, err := readAccepted(o.accepted, o.root)
	if err != nil {
		return err
	}
	done, err := readReport(o.report)
	if err != nil {
		return err
	}
	report, err := os.OpenFile(o.report, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer report.Close()
	total := tally{}
	for _, folder := range packages {
		chosen, err := choose(o, folder)
		if err != nil {
			return err
		}
		if o.list {
			for _, m := range chosen {
				fmt.Fprintln(out, m)
			}
			continue
		}
		counts, err := runPackage(o, folder, chosen, equal, done, report, out)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s: %s\n", folder, counts)
		for result, n := range counts {
			total[result] += n
		}
	}
	return total.judge(out, o.goal)
}

// runPackage tests the chosen changes whose outcome is not known.
func runPackage(o options, folder string, chosen []mutant, equal map[string]bool, done map[string]outcome, report, out io.Writer) (tally, error) {
	counts := tally{}
	var pending []mutant
	for _, m := range chosen {
		result, known := done[m.key()]
		switch {
		case equal[m.key()]:
			counts[unnoticeable]++
		case !known, result == undecided, o.again && (result == survived || result == unreached):
			pending = append(pending, m)
		default:
			counts[result]++
		}
	}
	if len(pending) == 0 {
		return counts, nil
	}
	t, err := newTester(o.root, folder, pending, out)
	if err != nil {
		return nil, err
	}
	defer t.close()
	if o.own {
		t.suites = t.suites[:1]
	}
	for i, m := range pending {
		result, err := t.test(i+1, m)
		if err != nil {
			return nil, err
		}
		if _, err := fmt.Fprintf(report, "%s\t%s\n", result, m.key()); err != nil {
			return nil, err
		}
		counts[result]++
		fmt.Fprintf(out, "%-14s %s\n", result, m)
	}
	return counts, nil
}

// choose returns the seeded choice of changes to one package, in file order. An
// edit of the code leaves the choice elsewhere as it is.
func choose(o options, folder string) ([]mutant, error) {
	files, err := filepath.Glob(filepath.Join(o.root, filepath.FromSlash(folder), "*.go"))
	if err != nil {
		return nil, err
	}
	var all []mutant
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		found, err := mutants(folder+"/"+filepath.Base(file), source)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	all = slices.DeleteFunc(all, func(m mutant) bool { return !o.only.MatchString(m.key()) })
	if len(all) == 0 {
		return nil, fmt.Errorf("%s has nothing to change", folder)
	}
	if o.perPackage > 0 && len(all) > o.perPackage {
		rank := map[string][sha256.Size]byte{}
		for _, m := range all {
			rank[m.key()] = sha256.Sum256(fmt.Appendf(nil, "%d\t%s", o.seed, m.key()))
		}
		slices.SortFunc(all, func(a, b mutant) int {
			x, y := rank[a.key()], rank[b.key()]
			return bytes.Compare(x[:], y[:])
		})
		all = all[:o.perPackage]
	}
	slices.SortFunc(all, func(a, b mutant) int { return cmp.Or(cmp.Compare(a.file, b.file), a.order-b.order) })
	return all, nil
}

// tally counts outcomes.
type tally map[outcome]int

func (c tally) String() string {
	var words []string
	for _, result := range []outcome{killed, timedOut, survived, unreached, undecided, unnoticeable, unbuildable} {
		if c[result] > 0 {
			words = append(words, fmt.Sprintf("%d %s", c[result], result))
		}
	}
	return strings.Join(words, ", ")
}

// judge writes the sum, and fails if too few changes were killed.
func (c tally) judge(out io.Writer, goal float64) error {
	dead := c[killed] + c[timedOut]
	judged := dead + c[survived] + c[unreached] + c[undecided]
	if judged == 0 {
		return nil
	}
	share := float64(dead) / float64(judged)
	fmt.Fprintf(out, "together: %s; %d of %d killed (%.1f %%)\n", c, dead, judged, 100*share)
	if share < goal {
		return fmt.Errorf("%.1f %% killed, wanted %.1f %%", 100*share, 100*goal)
	}
	return nil
}

// readReport returns the outcomes of an earlier run by key.
func readReport(name string) (map[string]outcome, error) {
	done := map[string]outcome{}
	err := eachLine(name, func(line string) error {
		result, key, ok := strings.Cut(line, "\t")
		if !ok {
			return fmt.Errorf("%s: a line without a tab: %q", name, line)
		}
		done[key] = outcome(result)
		return nil
	})
	return done, err
}

// readAccepted returns the keys of changes that make an equal program. Each
// line is a key, a tab and a reason. The error names every entry whose line is
// gone from the code.
func readAccepted(name, root string) (map[string]bool, error) {
	equal := map[string]bool{}
	var gone []error
	err := eachLine(name, func(line string) error {
		if strings.HasPrefix(line, "#") {
			return nil
		}
		i := strings.LastIndexByte(line, '\t')
		if i < 0 || strings.TrimSpace(line[i:]) == "" {
			return fmt.Errorf("%s: an entry without a reason: %q", name, line)
		}
		key := line[:i]
		if err := stands(key, root); err != nil {
			gone = append(gone, fmt.Errorf("%s: %w", name, err))
		}
		equal[key] = true
		return nil
	})
	return equal, errors.Join(append(gone, err)...)
}

// stands reports whether the code still has the change of a key.
func stands(key, root string) error {
	file, _, _ := strings.Cut(key, "\t")
	source, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(file)))
	if err != nil {
		return err
	}
	found, err := mutants(file, source)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(found, func(m mutant) bool { return m.key() == key }) {
		return fmt.Errorf("the code no longer has %q", key)
	}
	return nil
}

func eachLine(name string, do func(string) error) error {
	file, err := os.Open(name)
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		return err
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		if lines.Text() == "" {
			continue
		}
		if err := do(lines.Text()); err != nil {
			return err
		}
	}
	return lines.Err()
}

// everything matches every line of a report.
var everything = regexp.MustCompile("")
