package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
)

const module = "github.com/openbadges-go/openbadges/"

// inMemory is where benchmarks put their files, if there is such a folder: the time
// of making a file on a disk varies.
const inMemory = "/dev/shm"

// machine runs benchmarks, each in a process.
type machine struct {
	programs string // the folder of the test programs
	period   time.Duration
	compiled map[string]bool // by folder
}

// result is one run of a benchmark. The seconds and what was allocated are those
// of one operation.
type result struct{ processor, clock, bytes, objects, counted float64 }

// measure returns the figure of one round. The floor runs first in every other one.
func (m *machine) measure(r row, round int) (float64, error) {
	names := []string{r.ours, r.floor}
	if round%2 == 1 {
		slices.Reverse(names)
	}
	results := map[string]result{}
	for _, name := range names {
		if name == "" {
			continue
		}
		side := r
		if r.unit.clocked() && name == r.floor {
			side.unit = times // on one processor
		}
		one, err := m.bench(side, name)
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
	case count:
		return ours.counted, nil
	case mib:
		return ours.counted / (1 << 20), nil
	case perUnit:
		return ours.processor / ours.counted / (floor.processor / floor.counted), nil
	case slower:
		return floor.processor / ours.processor, nil
	case wall, brief: // the floor keeps one processor busy
		if floor.clock > 1.15*floor.processor {
			return 0, errBusy
		}
		prefix := ""
		if r.unit == brief {
			prefix = "briefly_"
		}
		two, err := m.bench(row{folder: proofs, unit: wall}, "Signatures/"+prefix+"two")
		if err != nil {
			return 0, err
		}
		one, err := m.bench(row{folder: proofs, unit: times}, "Signatures/"+prefix+"one")
		if err != nil {
			return 0, err
		}
		return ours.clock / floor.clock / (2 * two.clock / one.clock), nil
	}
	return ours.processor / floor.processor, nil
}

// bench returns the cost of one operation: that of a process that runs many, less
// that of one that runs a single one, which has the same beginning. Both run in each
// round, so that what disturbs one of them shows in the spread.
func (m *machine) bench(r row, name string) (result, error) {
	if err := m.compile(r.folder); err != nil {
		return result{}, err
	}
	if r.unit.exact() {
		how := "200x"
		if r.unit == count || r.unit == mib {
			how = "1x"
		}
		one, _, _, err := m.process(r, name, how)
		return one, err
	}
	first, _, before, err := m.process(r, name, "1x")
	if err != nil {
		return result{}, err
	}
	// The beginning varies too, so that what follows is longer.
	period := max(m.period, min(time.Second, time.Duration(4*before*float64(time.Second))))
	how := period.String()
	if first.clock > period.Seconds()/3 {
		how = "3x"
	}
	one, n, processor, err := m.process(r, name, how)
	if err == nil && n < 3 {
		one, n, processor, err = m.process(r, name, "3x")
	}
	one.processor = max(processor-before, 1e-9) / float64(n-1)
	return one, err
}

func (m *machine) program(folder string) string {
	return filepath.Join(m.programs, strings.ReplaceAll(folder, "/", "-")+".test")
}

// compile makes the test program of a package.
func (m *machine) compile(folder string) error {
	if m.compiled[folder] {
		return nil
	}
	out, err := exec.Command("go", "test", "-c", "-o", m.program(folder), module+folder).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s does not compile: %s", folder, out)
	}
	m.compiled[folder] = true
	return nil
}

var (
	outcome = regexp.MustCompile(`(?m)^Benchmark\S+\s+(\d+)\s+([0-9.]+) ns/op`)
	memory  = regexp.MustCompile(`(?m)^Benchmark\S+.*?\s([0-9.]+) B/op\s+([0-9.]+) allocs/op`)
	counted = regexp.MustCompile(`(?m)^Benchmark\S+.*?\s([0-9.]+) (?:units|requests|bytes)\b`)
)

// process runs a benchmark for a time or a number of times. It returns what the
// benchmark says, how many operations it ran, and the processor time of the whole
// process.
func (m *machine) process(r row, name, how string) (said result, n int, processor float64, err error) {
	parts := strings.Split("Benchmark"+name, "/")
	for i, part := range parts {
		parts[i] = "^" + regexp.QuoteMeta(part) + "$"
	}
	args := []string{m.program(r.folder), "-test.run=^$", "-test.benchmem", "-test.bench=" + strings.Join(parts, "/"), "-test.benchtime=" + how}
	several := r.unit.clocked() || r.unit == parallel
	if pin, err := exec.LookPath("taskset"); err == nil && !several {
		args = slices.Insert(args, 0, pin, "-c", strconv.Itoa(runtime.NumCPU()-1)) // one may be slower than another
	}
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir = filepath.FromSlash(r.folder)
	cmd.Env = os.Environ()
	if _, err := os.Stat(inMemory); err == nil && r.unit != disk {
		cmd.Env = append(cmd.Env, "TMPDIR="+inMemory)
	}
	if !several {
		cmd.Env = append(cmd.Env, "GOMAXPROCS=1") // what the runtime does beside the program varies less
	}
	out, err := cmd.CombinedOutput()
	found := outcome.FindSubmatch(out)
	if err != nil || found == nil {
		return result{}, 0, 0, fmt.Errorf("%s: no result: %s", name, out)
	}
	number := func(text []byte) float64 {
		f, _ := strconv.ParseFloat(string(text), 64) // the pattern has only digits
		return f
	}
	said.clock = number(found[2]) / 1e9
	if bytes := memory.FindSubmatch(out); bytes != nil {
		said.bytes, said.objects = number(bytes[1]), number(bytes[2])
	}
	if some := counted.FindSubmatch(out); some != nil {
		said.counted = number(some[1])
	}
	return said, int(number(found[1])), (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds(), nil
}

// start returns lines of the table about the command itself, without limits: how
// long it takes to the first verdict, beside another program of the same language,
// and its size.
func (m *machine) start() (string, error) {
	program := filepath.Join(m.programs, "openbadges")
	if out, err := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", program, module+command).CombinedOutput(); err != nil {
		return "", fmt.Errorf("the command does not compile: %s", out)
	}
	about, err := os.Stat(program)
	if err != nil {
		return "", err
	}
	file := filepath.Join(m.programs, "badge.json")
	if err := os.WriteFile(file, []byte("{}"), 0o600); err != nil {
		return "", err
	}
	cost := func(name string, args ...string) float64 {
		var times []float64
		for range 15 {
			cmd := exec.Command(name, args...)
			_ = cmd.Run() // the exit status says that the file is not a badge
			times = append(times, (cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime()).Seconds()*1000)
		}
		slices.Sort(times)
		return times[len(times)/2]
	}
	return fmt.Sprintf("| the command, from its start to the first verdict | `go version` | %.0f and %.0f ms | | | |\n| size of the command | | %.1f MiB | | | |\n",
		cost(program, "verify", "-q", file), cost("go", "version"), float64(about.Size())/(1<<20)), nil
}
