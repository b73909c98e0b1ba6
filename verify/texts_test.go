package verify_test

import (
	"go/ast"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	codeSpan  = regexp.MustCompile("`([^`\n]+)`")
	codeLine  = regexp.MustCompile(`(?m)^ {4}((?:go|\.ci/run|cd) ?.*)$`)
	treePath  = regexp.MustCompile(`^(badge|verify|issuer|bake|examples|\.ci|\.github)(/[\w.*-]+)+/?$`)
	textLink  = regexp.MustCompile(`\]\(([^)#\s]+)`)
	partOfRun = regexp.MustCompile(`(?m)^part_(\w+)\(\)`)
	runFlag   = regexp.MustCompile(`-run '?\^?(\w+)`)
)

// documents returns the texts for people: the README, and
// those in .github and .ci.
func documents(t *testing.T) map[string]string {
	found := map[string]string{}
	for _, pattern := range []string{"../*.md", "../.github/*.md", "../.github/*/*.md", "../.ci/*.md"} {
		names, err := filepath.Glob(pattern)
		require.NoError(t, err)
		for _, name := range names {
			text, err := os.ReadFile(name)
			require.NoError(t, err)
			found[name] = string(text)
		}
	}
	require.Greater(t, len(found), 8)
	return found
}

// A file that a text names exists.
func TestTextsNameFiles(t *testing.T) {
	named := 0
	for name, text := range documents(t) {
		for _, span := range codeSpan.FindAllStringSubmatch(text, -1) {
			if treePath.MatchString(span[1]) {
				found, err := filepath.Glob(filepath.Join("..", span[1]))
				require.NoError(t, err)
				assert.NotEmpty(t, found, "%s names %s", name, span[1])
				named++
			}
		}
		for _, link := range textLink.FindAllStringSubmatch(text, -1) {
			if !strings.Contains(link[1], ":") {
				assert.FileExists(t, filepath.Join(filepath.Dir(name), link[1]), "%s links to it", name)
				named++
			}
		}
	}
	require.Greater(t, named, 30)
}

// A command that a text shows can be run: its package, test or part exists.
func TestTextsNameCommands(t *testing.T) {
	script, err := os.ReadFile("../.ci/run")
	require.NoError(t, err)
	var parts []string
	for _, m := range partOfRun.FindAllStringSubmatch(string(script), -1) {
		parts = append(parts, m[1])
	}
	commands := 0
	for name, text := range documents(t) {
		for _, m := range append(codeLine.FindAllStringSubmatch(text, -1), codeSpan.FindAllStringSubmatch(text, -1)...) {
			command, _, _ := strings.Cut(m[1], "#")
			words := strings.Fields(command)
			if len(words) == 0 {
				continue
			}
			switch words[0] {
			case ".ci/run":
				commands++
				assert.True(t, len(words) == 1 || words[1] == "PART" || slices.Contains(parts, words[1]), "%s: %s", name, m[1])
			case "go":
				commands++
				assert.Empty(t, commandFault(t, words[1:]), "%s: %s", name, m[1])
			case "cd":
				commands++
				assert.DirExists(t, filepath.Join("..", words[1]), "%s: %s", name, m[1])
			}
		}
	}
	require.Greater(t, commands, 12)
	contributing := documents(t)["../.github/CONTRIBUTING.md"]
	for _, part := range parts {
		assert.Contains(t, contributing, "`"+part+"`", "a part that .ci/run has")
	}
}

// commandFault says what is wrong with the arguments of go.
func commandFault(t *testing.T, args []string) string {
	folder := ""
	for _, arg := range args {
		if path, local := strings.CutPrefix(arg, "./"); local && path != "..." && path != "PACKAGE" {
			folder = filepath.Join("..", path)
			if info, err := os.Stat(folder); err != nil || !info.IsDir() {
				return "there is no package " + arg
			}
		}
	}
	wanted := runFlag.FindStringSubmatch(strings.Join(args, " "))
	if wanted == nil || folder == "" {
		return ""
	}
	names, err := filepath.Glob(filepath.Join(folder, "*_test.go"))
	require.NoError(t, err)
	for _, file := range parsed(t, "", names) {
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && strings.HasPrefix(f.Name.Name, "Test") && strings.Contains(f.Name.Name, wanted[1]) {
				return ""
			}
		}
	}
	return "there is no test " + wanted[1]
}

// The quickest part of .ci/run does what CONTRIBUTING says.
func TestRunTree(t *testing.T) {
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("there is no bash")
	}
	if _, err := os.Stat("../.git"); err != nil {
		t.Skip("not a checkout")
	}
	run := exec.Command("bash", ".ci/run", "tree")
	run.Dir = ".."
	run.Env = append(os.Environ(), "OPENBADGES_REFERENCE=/nonexistent", "OPENBADGES_REQUIRE_REFERENCE=")
	out, err := run.CombinedOutput()
	require.NoError(t, err, string(out))
	require.Contains(t, string(out), "PASSED WITHOUT REFERENCE DATA")
}
