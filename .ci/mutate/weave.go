package main

import (
	"encoding/json"
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// helpers is what woven code calls. The number of the change to make comes from
// the environment, so that one build serves all changes of a package.
const helpers = `package %s

import (
	mutantCmp_ "cmp"
	mutantOs_ "os"
	mutantStrconv_ "strconv"
	mutantAtomic_ "sync/atomic"
)

var (
	mutant_, _  = mutantStrconv_.Atoi(mutantOs_.Getenv("MUTANT"))
	mutantTrace_ = mutantOs_.Getenv("MUTANT_TRACE") != ""
	mutantSeen_  [%d]mutantAtomic_.Bool
)

func mutantIs_(n int) bool {
	if mutantTrace_ {
		mutantMark_(n)
	}
	return mutant_ == n
}

// mutantMark_ writes down that the place of a change was reached.
func mutantMark_(n int) {
	if mutantSeen_[n].Swap(true) {
		return
	}
	file, err := mutantOs_.OpenFile(mutantOs_.Getenv("MUTANT_TRACE"), mutantOs_.O_APPEND|mutantOs_.O_CREATE|mutantOs_.O_WRONLY, 0o600)
	if err == nil {
		_, err = file.WriteString(mutantStrconv_.Itoa(n) + "\n")
	}
	if err == nil {
		err = file.Close()
	}
	if err != nil {
		panic(err)
	}
}

func mutantAdd_(n, shift, value int) int {
	if mutantIs_(n) {
		return value + shift
	}
	return value
}

func mutantPick_[T any](n int, other, value T) T {
	if mutantIs_(n) {
		return other
	}
	return value
}

func mutantDrop_[T any](n int, value T) T {
	if mutantIs_(n) {
		var zero T
		return zero
	}
	return value
}

func mutantWithout_[S ~[]E, E any](n, i int, all S) S {
	if mutantIs_(n) {
		return append(all[:i:i], all[i+1:]...)
	}
	return all
}

func mutantWithoutKey_[M ~map[K]V, K comparable, V any](n int, key K, all M) M {
	if mutantIs_(n) {
		delete(all, key)
	}
	return all
}

func mutantLess_[T mutantCmp_.Ordered](n int, a, b T) bool    { return a < b || mutantIs_(n) && a == b }
func mutantMore_[T mutantCmp_.Ordered](n int, a, b T) bool    { return a > b || mutantIs_(n) && a == b }
func mutantAtMost_[T mutantCmp_.Ordered](n int, a, b T) bool  { return a < b || !mutantIs_(n) && a == b }
func mutantAtLeast_[T mutantCmp_.Ordered](n int, a, b T) bool { return a > b || !mutantIs_(n) && a == b }
`

// weave returns the source with every change of all that is woven and in this
// file. The number of a change is its place in all, from 1.
func weave(file string, source []byte, all []mutant) []byte {
	opens, closes, commas := map[int]string{}, map[int]string{}, map[int]bool{}
	for i, m := range all {
		if m.file != file || m.woven.before == "" {
			continue
		}
		number := strconv.Itoa(i + 1)
		opens[m.woven.start] += strings.ReplaceAll(m.woven.before, "%d", number)
		closes[m.woven.end] = strings.ReplaceAll(m.woven.after, "%d", number) + closes[m.woven.end]
		if m.woven.comma > 0 {
			commas[m.woven.comma] = true
		}
	}
	var out []byte
	for at := 0; at < len(source); at++ {
		out = append(out, closes[at]...)
		out = append(out, opens[at]...)
		if !commas[at] {
			out = append(out, source[at])
			continue
		}
		out = append(out, ',')
		if source[at+1] == '=' {
			at++
		}
	}
	return out
}

// weavePackage writes the woven files of a package into a folder, with an
// overlay for them. A change that does not compile like this loses its wrap:
// numbers go first, since most of them need a constant or another type.
func weavePackage(root, pkg, into string, all []mutant) (overlay string, err error) {
	overlay = filepath.Join(into, "overlay.json")
	for {
		if err := writeWoven(root, pkg, into, overlay, all); err != nil {
			return "", err
		}
		build := exec.Command("go", "build", "-gcflags=-e", "-overlay", overlay, "./"+pkg)
		build.Dir = root
		out, err := build.CombinedOutput()
		if err == nil {
			return overlay, nil
		}
		if !unweave(all, string(out), "number") && !unweave(all, string(out), "") {
			return "", fmt.Errorf("woven %s does not build: %s", pkg, out)
		}
	}
}

// complaint matches the place of an error of the compiler.
var complaint = regexp.MustCompile(`(?m)([^/\s]+\.go):(\d+):\d+: `)

// unweave takes the wraps from the changes in lines with an error.
func unweave(all []mutant, output, kind string) bool {
	found := false
	for _, c := range complaint.FindAllStringSubmatch(output, -1) {
		line, _ := strconv.Atoi(c[2])
		for i, m := range all {
			if filepath.Base(m.file) == c[1] && m.line == line && (kind == "" || m.kind == kind) && m.woven.before != "" {
				all[i].woven, found = wrap{}, true
			}
		}
	}
	return found
}

func writeWoven(root, pkg, into, overlay string, all []mutant) error {
	replace := map[string]string{}
	name := ""
	for i, m := range all {
		if i > 0 && all[i-1].file == m.file {
			continue
		}
		original, err := filepath.Abs(filepath.Join(root, filepath.FromSlash(m.file)))
		if err != nil {
			return err
		}
		source, err := os.ReadFile(original)
		if err != nil {
			return err
		}
		tree, err := parser.ParseFile(token.NewFileSet(), m.file, source, parser.PackageClauseOnly)
		if err != nil {
			return err
		}
		name = tree.Name.Name
		changed := filepath.Join(into, filepath.Base(m.file))
		if err := os.WriteFile(changed, weave(m.file, source, all), 0o600); err != nil {
			return err
		}
		replace[original] = changed
	}
	changed := filepath.Join(into, "zz_mutants.go")
	if err := os.WriteFile(changed, fmt.Appendf(nil, helpers, name, len(all)+1), 0o600); err != nil {
		return err
	}
	original, err := filepath.Abs(filepath.Join(root, filepath.FromSlash(pkg), "zz_mutants.go"))
	if err != nil {
		return err
	}
	replace[original] = changed
	return writeOverlay(overlay, replace)
}

func writeOverlay(name string, replace map[string]string) error {
	text, err := json.Marshal(map[string]map[string]string{"Replace": replace})
	if err != nil {
		return err
	}
	return os.WriteFile(name, text, 0o600)
}

// writeSingle writes the overlay for one change that is built separately.
func writeSingle(root, into string, m mutant) (string, error) {
	original, err := filepath.Abs(filepath.Join(root, filepath.FromSlash(m.file)))
	if err != nil {
		return "", err
	}
	source, err := os.ReadFile(original)
	if err != nil {
		return "", err
	}
	changed := filepath.Join(into, filepath.Base(m.file))
	if err := os.WriteFile(changed, m.apply(source), 0o600); err != nil {
		return "", err
	}
	overlay := filepath.Join(into, "overlay.json")
	return overlay, writeOverlay(overlay, map[string]string{original: changed})
}

// numbersOf reads the numbers that a trace has.
func numbersOf(file string) (map[int]bool, error) {
	reached := map[int]bool{}
	err := eachLine(file, func(line string) error {
		n, err := strconv.Atoi(line)
		reached[n] = true
		return err
	})
	return reached, err
}
