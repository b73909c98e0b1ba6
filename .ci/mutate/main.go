// Mutate measures how much the tests of this module notice: it changes one
// small thing in the code, runs the tests, and counts the changes that no test
// fails for. The tree is never touched; each changed file reaches the compiler
// through an overlay.
//
//	cd .ci/mutate && go run . -n 60 badge/proof bake
//
// Without arguments it takes the packages whose faults would be security
// faults. The choice of changes is seeded, so that two runs with one seed make
// the same ones, and a run that was interrupted goes on where its report ends.
//
// The report has one line for each change: its outcome (killed, survived, timed
// out, or does not build), file, line, kind, and the old and new text. Changes
// that make an equal program are listed in accepted.txt, each with its reason;
// an entry whose line is gone from the code is an error. The exit status is 1
// if the share of killed changes is below -goal.
package main

import (
	"bufio"
	"cmp"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// securityRelevant are the packages whose faults would be security faults.
var securityRelevant = []string{
	"verify", "verify/did", "verify/fetch", "badge/proof", "badge/key", "badge/rules", "badge/status",
	"badge/internal/ld", "badge/internal/rdf", "badge/internal/jsontext", "badge/internal/multiformat", "bake", "issuer/host",
}

type options struct {
	perPackage int
	seed       uint64
	root       string
	report     string
	accepted   string
	goal       float64
	list       bool
}

func main() {
	var o options
	flag.IntVar(&o.perPackage, "n", 60, "changes per package; 0 for all")
	flag.Uint64Var(&o.seed, "seed", 1, "seed of the choice")
	flag.StringVar(&o.root, "root", "../..", "root of the module")
	flag.StringVar(&o.report, "report", "report.txt", "file that the outcomes are appended to")
	flag.StringVar(&o.accepted, "accepted", "accepted.txt", "file that lists changes without effect")
	flag.Float64Var(&o.goal, "goal", 0.95, "least share of changes to be killed")
	flag.BoolVar(&o.list, "list", false, "print the chosen changes and run nothing")
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
	counts := map[outcome]int{}
	for _, folder := range packages {
		chosen, err := choose(o, folder, equal)
		if err != nil {
			return err
		}
		t := tester{root: o.root, folder: folder}
		for _, m := range chosen {
			result, known := done[m.key()]
			switch {
			case o.list:
				fmt.Fprintln(out, m)
				continue
			case !known:
				if result, err = t.test(m); err != nil {
					return err
				}
				if _, err := fmt.Fprintf(report, "%s\t%s\n", result, m.key()); err != nil {
					return err
				}
			}
			counts[result]++
			fmt.Fprintf(out, "%-14s %s\n", result, m)
		}
	}
	return summary(out, counts, o.goal)
}

// choose returns the seeded choice of changes to one package, in file order,
// without those that are accepted.
func choose(o options, folder string, equal map[string]bool) ([]mutant, error) {
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
	if len(all) == 0 {
		return nil, fmt.Errorf("%s has nothing to change", folder)
	}
	all = slices.DeleteFunc(all, func(m mutant) bool { return equal[m.key()] })
	random := rand.New(rand.NewPCG(o.seed, 0))
	random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	if o.perPackage > 0 && len(all) > o.perPackage {
		all = all[:o.perPackage]
	}
	slices.SortFunc(all, func(a, b mutant) int { return cmp.Or(cmp.Compare(a.file, b.file), a.start-b.start) })
	return all, nil
}

func summary(out io.Writer, counts map[outcome]int, goal float64) error {
	killed := counts[killed] + counts[timedOut]
	judged := killed + counts[survived]
	if judged == 0 {
		return nil
	}
	share := float64(killed) / float64(judged)
	fmt.Fprintf(out, "%d of %d killed (%.1f %%), %d do not build\n", killed, judged, 100*share, counts[unbuildable])
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
// line is a key, a tab and a reason.
func readAccepted(name, root string) (map[string]bool, error) {
	equal := map[string]bool{}
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
			return fmt.Errorf("%s: %w", name, err)
		}
		equal[key] = true
		return nil
	})
	return equal, err
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

// slowest is how long the unchanged tests of a package may take.
const slowest = 5 * time.Minute
