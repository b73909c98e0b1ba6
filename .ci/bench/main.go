// Bench compares the cost of this library with the least cost of the same work,
// prints the ratios, and writes them into .github/BENCHMARKS.md.
//
//	go run ./.ci/bench
//
// It counts processor time, so other programs on the machine matter little. Both
// sides of a ratio run one after the other, each first in every other round; the
// figure is the median of the ratios. A row whose ratios are spread too widely is
// measured once more, and then shown as not measured. The exit status is 1 if a
// figure is worse than its limit. No limit is a time.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

const module = "github.com/openbadges-go/openbadges/"

// unit says what a figure is.
type unit uint8

const (
	times  unit = iota // how many times the floor's time ours takes
	slower             // how many times our time the other takes: more is better
	kib                // KiB allocated by one run of ours
	objects
	perUnit // how many times what a unit of the budget takes for the floor: never off by more than a factor
)

// row is one line of the table.
type row struct {
	name, against string
	folder        string // of the package
	ours, floor   string // benchmarks
	unit          unit
	reach, never  float64 // what is aimed at, and what it may never be worse than; 0 for none
}

var rows = []row{
	{"read and check eddsa-rdfc-2022, simple", "floor", "badge/proof", "Check/simple/ours", "Check/simple/floor", times, 1.1, 1.3},
	{"… typical", "floor", "badge/proof", "Check/typical/ours", "Check/typical/floor", times, 1.15, 1.5},
	{"… complete", "floor", "badge/proof", "Check/complete/ours", "Check/complete/floor", times, 2.5, 5},
	{"whole `Verify`, all stages, offline, typical", "floor", "verify", "Verify/ours", "Verify/floor", times, 1.6, 2},
	{"whole `Verify` with the extensions of edubadges, typical", "without", "verify", "Extensions/verify_with", "Extensions/verify_without", times, 1.02, 1.1},
	{"issue with the extensions of edubadges, typical", "without", "verify", "Extensions/issue_with", "Extensions/issue_without", times, 1.02, 1.1},
	{"the same check with json-gold used naively, simple", "ours", "badge/internal/ld", "Naive/simple/ours", "Naive/simple/naive", slower, 20, 0},
	{"… typical", "ours", "badge/internal/ld", "Naive/typical/ours", "Naive/typical/naive", slower, 20, 0},
	{"… complete", "ours", "badge/internal/ld", "Naive/complete/ours", "Naive/complete/naive", slower, 10, 0},
	{"VC-JWT, judge and check the signature, RS256, typical", "raw crypto", "badge/proof", "Token/RS256/ours", "Token/RS256/floor", times, 1.3, 1.6},
	{"… ES256", "raw crypto", "badge/proof", "Token/ES256/ours", "Token/ES256/floor", times, 1.3, 1.6},
	{"… EdDSA", "raw crypto", "badge/proof", "Token/EdDSA/ours", "Token/EdDSA/floor", times, 1.3, 1.6},
	{"whole `Verify` of a VC-JWT, EdDSA, typical", "base64 + crypto + json.Unmarshal", "verify", "VerifyToken/ours", "VerifyToken/floor", times, 1.5, 2},
	{"issue eddsa-rdfc-2022, self-check excluded, typical", "marshal + SHA-256 + sign", "badge/proof", "Issue/typical/ours", "Issue/typical/floor", times, 1.5, 2.5},
	{"document with a supplied context (general path)", "floor", "badge/proof", "UnknownContext/ours", "UnknownContext/floor", times, 12, 30},
	{"PNG embed, 1 MB, checksums verified", "memcpy + checksum", "bake", "EmbedPNG/memory/1024KB", "EmbedPNG/floor/1024KB", times, 1.1, 1.5},
	{"PNG embed, 20 MB", "memcpy + checksum", "bake", "EmbedPNG/memory/20480KB", "EmbedPNG/floor/20480KB", times, 1.1, 1.5},
	{"PNG extract, 20 MB, from a ReaderAt: allocated", "", "bake", "ExtractPNG/at", "", kib, 64, 64},
	{"`VerifyAll`, 10,000 typical badges, 2 workers", "floor on 2 workers", "verify", "VerifyAll/ours", "VerifyAll/floor", times, 1.3, 1.8},
	{"allocated for a typical check", "", "badge/proof", "Check/typical/ours", "", kib, 16, 32},
	{"objects for a typical check", "", "badge/proof", "Check/typical/ours", "", objects, 65, 66},
	{"10,000 places in a status list, in a folder", "one place", "issuer/host", "AllocateStatuses/folder/10000", "AllocateStatuses/folder/1", times, 10, 20},
	{"10,000 revocations over three lists, in memory", "one revocation", "issuer/host", "SetStatuses/memory/10000", "SetStatuses/memory/1", times, 15, 20},
	{"publish pages together, in a folder", "each file synced and renamed", "issuer/host", "PublishAll/folder", "PublishAll/floor", times, 0.3, 0.5},
	{"twice the statements, none alike", "once", "badge/internal/ld", "Double/twice", "Double/once", times, 2.2, 2.2},
	{"clique of seven blank nodes refused", "SHA-256 of 1 MiB", "badge/internal/rdf", "Hostile/clique_of_7", "Hostile/floor", times, 25, 40},
	{"chain of 2,000 blank nodes refused", "SHA-256 of 1 MiB", "badge/internal/rdf", "Hostile/chain_of_2000", "Hostile/floor", times, 25, 40},
	{"a unit of the budget, a long text", "a unit of P-256", "verify", "Units/text", "Units/floor", perUnit, 1, 2},
	{"… statements", "a unit of P-256", "verify", "Units/statements", "Units/floor", perUnit, 1, 2},
	{"… alike blank nodes", "a unit of P-256", "verify", "Units/alike", "Units/floor", perUnit, 1, 2},
	{"… a document with a supplied context", "a unit of P-256", "verify", "Units/expansion", "Units/floor", perUnit, 1, 2},
	{"… departures", "a unit of P-256", "verify", "Units/problems", "Units/floor", perUnit, 1, 2},
	{"… a selective disclosure", "a unit of P-256", "verify", "Units/statement_signatures", "Units/floor", perUnit, 1, 2},
	{"… embedded credentials", "a unit of P-256", "verify", "Units/embedded", "Units/floor", perUnit, 1, 2},
}

// result is one run of a benchmark.
type result struct{ seconds, bytes, objects, units float64 }

// widest is the part of the median between the quartiles of the ratios above which
// a row counts as not measured.
const widest = 0.15

func main() {
	rounds := flag.Int("rounds", 7, "how often each row is measured")
	period := flag.Duration("time", 200*time.Millisecond, "how long each benchmark runs in a round")
	only := flag.String("only", "", "measure the rows with this text in their name and leave the table as it is")
	flag.Parse()
	if err := run(*rounds, *period, *only); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(rounds int, period time.Duration, only string) error {
	programs, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(programs)
	var table strings.Builder
	table.WriteString("| path | against | measured | spread | aim | never above |\n|---|---|---|---|---|---|\n")
	var broken []string
	for _, r := range rows {
		if !strings.Contains(r.name, only) {
			continue
		}
		if err := compile(programs, r.folder); err != nil {
			return err
		}
		fmt.Fprintln(os.Stderr, r.name)
		median, spread, err := r.figure(programs, rounds, period)
		if err != nil {
			return err
		}
		measured := r.shown(median)
		if spread > widest {
			measured = "not measured"
		} else if r.never > 0 && median > r.never || r.unit == perUnit && median < 1/r.never {
			broken = append(broken, r.name)
		}
		fmt.Fprintf(&table, "| %s | %s | %s | %.0f %% | %s | %s |\n", r.name, r.against, measured, 100*spread, r.shown(r.reach), r.shown(r.never))
	}
	fmt.Print(table.String())
	if only == "" {
		if err := writeTable(table.String()); err != nil {
			return err
		}
	}
	if broken != nil {
		return fmt.Errorf("worse than ever allowed: %s", strings.Join(broken, "; "))
	}
	return nil
}

// figure returns the median and the spread of some rounds, or of as many more if
// the first are spread too widely.
func (r row) figure(programs string, rounds int, period time.Duration) (median, spread float64, err error) {
	for range 2 {
		var figures []float64
		for n := range rounds {
			figure, err := r.measure(programs, period, n%2 == 1)
			if err != nil {
				return 0, 0, err
			}
			figures = append(figures, figure)
		}
		slices.Sort(figures)
		n := len(figures)
		median = figures[n/2]
		if spread = (figures[(3*n-1)/4] - figures[n/4]) / median; spread <= widest {
			break
		}
	}
	return median, spread, nil
}

func program(programs, folder string) string {
	return filepath.Join(programs, strings.ReplaceAll(folder, "/", "-"))
}

func compile(programs, folder string) error {
	out, err := exec.Command("go", "test", "-c", "-o", program(programs, folder), module+folder).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s does not compile: %s", folder, out)
	}
	return nil
}

// measure returns the figure of one round. The floor may run first.
func (r row) measure(programs string, period time.Duration, floorFirst bool) (float64, error) {
	names := []string{r.ours, r.floor}
	if floorFirst {
		slices.Reverse(names)
	}
	results := map[string]result{}
	for _, name := range names {
		if name == "" {
			continue
		}
		one, err := r.bench(programs, name, period)
		if err != nil {
			return 0, err
		}
		results[name] = one
	}
	ours, floor := results[r.ours], results[r.floor]
	switch r.unit {
	case kib:
		return ours.bytes / 1024, nil
	case objects:
		return ours.objects, nil
	case perUnit:
		return ours.seconds / ours.units / (floor.seconds / floor.units), nil
	case slower:
		return floor.seconds / ours.seconds, nil
	}
	return ours.seconds / floor.seconds, nil
}

var outcome = regexp.MustCompile(`(?m)^Benchmark\S+\s+\d+\s+([0-9.]+) ns/op(?:.*?([0-9.]+) B/op\s+([0-9.]+) allocs/op)?`)

var units = regexp.MustCompile(`(?m)^Benchmark\S+.*?\s([0-9.]+) units`)

// bench returns the processor time of one operation: that of a process that runs
// many, less that of one that runs a single one, which has the same beginning.
func (r row) bench(programs, name string, period time.Duration) (result, error) {
	single, before, err := r.process(programs, name, 1)
	if err != nil {
		return result{}, err
	}
	many, _, err := r.process(programs, name, 20) // the first operation is often slower
	if err != nil {
		return result{}, err
	}
	n := max(int(period.Seconds()/max(many.seconds, 1e-9)), 3)
	measured, after, err := r.process(programs, name, n+1)
	measured.seconds, measured.units = max(after-before, 1e-9)/float64(n), max(measured.units, single.units)
	return measured, err
}

// process runs a benchmark n times, and returns what it says and the processor
// time of the whole process. The seconds of the result are those on the wall.
func (r row) process(programs, name string, n int) (result, float64, error) {
	parts := strings.Split("Benchmark"+name, "/")
	for i, part := range parts {
		parts[i] = "^" + regexp.QuoteMeta(part) + "$"
	}
	cmd := exec.Command(program(programs, r.folder), "-test.run=^$", "-test.benchmem", "-test.bench="+strings.Join(parts, "/"), fmt.Sprintf("-test.benchtime=%dx", n))
	cmd.Dir = filepath.FromSlash(r.folder)
	out, err := cmd.CombinedOutput()
	found := outcome.FindSubmatch(out)
	if err != nil || found == nil {
		return result{}, 0, fmt.Errorf("%s: no result: %s", name, out)
	}
	var numbers [3]float64
	for i, text := range found[1:] {
		numbers[i], _ = strconv.ParseFloat(string(text), 64) // "" where nothing was measured
	}
	said := result{seconds: numbers[0] / 1e9, bytes: numbers[1], objects: numbers[2]}
	if counted := units.FindSubmatch(out); counted != nil {
		said.units, _ = strconv.ParseFloat(string(counted[1]), 64)
	}
	return said, (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds(), nil
}

func (r row) shown(figure float64) string {
	if figure == 0 {
		return ""
	}
	switch r.unit {
	case kib:
		return fmt.Sprintf("%.1f KiB", figure)
	case objects:
		return fmt.Sprintf("%.0f", figure)
	case slower:
		return fmt.Sprintf("%.0f× slower", figure)
	}
	return fmt.Sprintf("%.2f×", figure)
}

const (
	report     = ".github/BENCHMARKS.md"
	tableStart = "<!-- bench: written by go run ./.ci/bench -->\n"
	tableEnd   = "<!-- bench: end -->\n"
)

// writeTable puts the table between its marks in the report.
func writeTable(table string) error {
	text, err := os.ReadFile(report)
	if err != nil {
		return err
	}
	before, rest, ok := bytes.Cut(text, []byte(tableStart))
	_, after, closed := bytes.Cut(rest, []byte(tableEnd))
	if !ok || !closed {
		return fmt.Errorf("%s has no marks for the table; run this in the root of the module", report)
	}
	return os.WriteFile(report, slices.Concat(before, []byte(tableStart+"\n"+table+"\n"+tableEnd), after), 0o644)
}
