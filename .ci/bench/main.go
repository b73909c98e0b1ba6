// Bench compares the cost of this library with the least cost of the same work,
// prints the ratios as a table, and writes it into .github/BENCHMARKS.md.
//
//	go run ./.ci/bench
//	go run ./.ci/bench -only SVG
//
// It counts processor time, so other programs on the machine matter little. Both
// sides of a ratio run one after the other, each first in every other round; the
// figure is the median of the ratios. A row whose ratios are spread too widely is
// measured once more, and then shown as not measured. The exit status is 1 if a
// figure is worse than its limit. No limit is a time.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"
)

// widest is the part of the median between the quartiles of the ratios above which
// a row counts as not measured.
const widest = 0.15

func main() {
	rounds := flag.Int("rounds", 7, "how often each row is measured")
	period := flag.Duration("time", 300*time.Millisecond, "how long each benchmark runs in a round")
	only := flag.String("only", "", "measure the rows with this text in their name or package, and leave the table as it is")
	flag.Parse()
	if err := run(*rounds, *period, *only); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(rounds int, period time.Duration, only string) error {
	folder, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	var table strings.Builder
	fmt.Fprintf(&table, "%s on %s, %s, %d processors (%s), load %s.\n\n", time.Now().UTC().Format(time.DateOnly), runtime.GOOS, runtime.Version(), runtime.NumCPU(), processor(), load())
	table.WriteString("| path | against | measured | spread | aim | never above |\n|---|---|---|---|---|---|\n")
	var broken, failed []string
	m := &machine{programs: folder, period: period, compiled: map[string]bool{}}
	for _, r := range rows {
		if !strings.Contains(r.name, only) && !strings.Contains(r.folder, only) {
			continue
		}
		f, err := r.figure(rounds, func(n int) (float64, error) { return m.measure(r, n) })
		if err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", r.name, err)
			failed = append(failed, r.name)
			continue
		}
		if r.worse(f) {
			broken = append(broken, r.name)
		}
		fmt.Fprint(os.Stderr, r.line(f))
		table.WriteString(r.line(f))
	}
	if only == "" || strings.Contains("start", only) {
		lines, err := m.start()
		if err != nil {
			return err
		}
		table.WriteString(lines)
	}
	fmt.Print(table.String())
	if failed != nil {
		return fmt.Errorf("not run, and the table is left as it is: %s", strings.Join(failed, "; "))
	}
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

// figure is what some rounds have measured.
type figure struct {
	median, spread float64
	measured       bool
}

// errBusy is the error of a round during which other programs kept the processors
// from this one.
var errBusy = errors.New("the machine is busy")

// figure returns the median and the spread of some rounds, or of as many more if
// they are spread too widely.
func (r row) figure(rounds int, measure func(round int) (float64, error)) (figure, error) {
	if r.unit.exact() {
		rounds = 1
	}
	var f figure
	for range 2 {
		var ratios []float64
		for n := range rounds {
			ratio, err := measure(n)
			if errors.Is(err, errBusy) {
				continue
			}
			if err != nil {
				return figure{}, err
			}
			ratios = append(ratios, ratio)
		}
		if len(ratios) <= rounds/2 {
			continue
		}
		if f = figureOf(ratios); f.measured {
			break
		}
	}
	return f, nil
}

// figureOf returns the median and the spread of ratios.
func figureOf(ratios []float64) figure {
	sorted := slices.Sorted(slices.Values(ratios))
	n := len(sorted)
	f := figure{median: sorted[n/2]}
	f.spread = (sorted[(3*n-1)/4] - sorted[n/4]) / f.median
	f.measured = f.spread <= widest
	return f
}

// worse reports whether a measured figure is worse than its limit.
func (r row) worse(f figure) bool {
	return f.measured && r.never > 0 && (f.median > r.never || r.unit == perUnit && f.median < 1/r.never)
}

// line is the row in the table.
func (r row) line(f figure) string {
	measured, spread := r.shown(f.median), ""
	if !r.unit.exact() {
		spread = fmt.Sprintf("%.0f %%", 100*f.spread)
	}
	if !f.measured {
		measured = "not measured"
	}
	return fmt.Sprintf("| %s | %s | %s | %s | %s | %s |\n", r.name, r.against, measured, spread, r.shown(r.reach), r.shown(r.never))
}

func (r row) shown(figure float64) string {
	if figure == 0 {
		return ""
	}
	switch r.unit {
	case kib:
		return fmt.Sprintf("%.1f KiB", figure)
	case mib:
		return fmt.Sprintf("%.1f MiB", figure)
	case objects, count:
		return fmt.Sprintf("%.0f", figure)
	case slower:
		return fmt.Sprintf("%.0f× slower", figure)
	}
	return fmt.Sprintf("%.2f×", figure)
}

// processor names the processor, as far as Linux tells.
func processor() string {
	text, _ := os.ReadFile("/proc/cpuinfo")
	_, after, _ := bytes.Cut(text, []byte("model name\t: "))
	name, _, ok := bytes.Cut(after, []byte("\n"))
	if !ok {
		return runtime.GOARCH
	}
	return string(name)
}

// load returns the load of the last minute, as far as Linux tells.
func load() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	return strings.Fields(string(text))[0]
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
