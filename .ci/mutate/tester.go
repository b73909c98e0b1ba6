package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

type outcome string

const (
	killed      outcome = "killed"
	survived    outcome = "survived"
	timedOut    outcome = "timed out"
	unbuildable outcome = "does not build"
)

// tester runs the tests of one package and of the packages that import it.
type tester struct {
	root, folder string
	order        []string // packages to test, the changed one first
	limit        time.Duration
}

// prepare finds what to test, and how long that takes unchanged.
func (t *tester) prepare() error {
	if t.order != nil {
		return nil
	}
	list := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Deps ","}} {{len .TestGoFiles}}{{len .XTestGoFiles}}`, "./...")
	list.Dir = t.root
	out, err := list.Output()
	if err != nil {
		return fmt.Errorf("go list: %w", err)
	}
	var importers []string
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		if len(fields) != 3 || fields[2] == "00" || strings.Contains(fields[0], "/examples/") {
			continue
		}
		if strings.HasSuffix(fields[0], "openbadges/"+t.folder) {
			t.order = append([]string{fields[0]}, t.order...)
		} else if strings.Contains(","+fields[1]+",", "openbadges/"+t.folder+",") {
			importers = append(importers, fields[0])
		}
	}
	if t.order = append(t.order, importers...); len(t.order) == 0 {
		return fmt.Errorf("%s has no tests", t.folder)
	}
	start := time.Now()
	for _, p := range t.order {
		if result := t.goTest(p, "", slowest); result != survived {
			return fmt.Errorf("the unchanged tests of %s fail: %s", p, result)
		}
	}
	t.limit = max(10*time.Since(start), time.Minute)
	return nil
}

// test returns what the tests make of one change.
func (t *tester) test(m mutant) (outcome, error) {
	if err := t.prepare(); err != nil {
		return "", err
	}
	folder, err := os.MkdirTemp("", "mutate")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(folder)
	overlay, err := writeOverlay(folder, t.root, m)
	if err != nil {
		return "", err
	}
	for _, p := range t.order {
		if result := t.goTest(p, overlay, t.limit); result != survived {
			return result, nil
		}
	}
	return survived, nil
}

// writeOverlay writes the changed file and the overlay that names it.
func writeOverlay(folder, root string, m mutant) (string, error) {
	original, err := filepath.Abs(filepath.Join(root, filepath.FromSlash(m.file)))
	if err != nil {
		return "", err
	}
	source, err := os.ReadFile(original)
	if err != nil {
		return "", err
	}
	changed := filepath.Join(folder, "changed.go")
	if err := os.WriteFile(changed, m.apply(source), 0o600); err != nil {
		return "", err
	}
	text, err := json.Marshal(map[string]map[string]string{"Replace": {original: changed}})
	if err != nil {
		return "", err
	}
	overlay := filepath.Join(folder, "overlay.json")
	return overlay, os.WriteFile(overlay, text, 0o600)
}

// goTest runs the tests of one package. "survived" means that they passed.
func (t *tester) goTest(importPath, overlay string, limit time.Duration) outcome {
	args := []string{"test", "-short", "-failfast", "-vet=off", "-timeout", limit.String()}
	if overlay != "" {
		args = append(args, "-overlay", overlay)
	}
	args = append(args, importPath)
	ctx, cancel := context.WithTimeout(context.Background(), 2*limit)
	defer cancel()
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = t.root
	out, err := cmd.CombinedOutput()
	switch {
	case err == nil:
		return survived
	case errors.Is(ctx.Err(), context.DeadlineExceeded), bytes.Contains(out, []byte("panic: test timed out")):
		return timedOut
	case bytes.Contains(out, []byte("[build failed]")), bytes.Contains(out, []byte("[setup failed]")):
		return unbuildable
	}
	return killed
}
