package verify_test

import (
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// heavyStarts are packages of other modules that make many objects when a program
// starts, and how many at most: jsonschema compiles the schemas of schemas.
var heavyStarts = map[string]int{"github.com/santhosh-tekuri/jsonschema/v5": 9_000}

// SC-40: what the packages do before main is little, counted in objects, which are
// the same on every machine: a thousand take a tenth of a millisecond.
func TestStart(t *testing.T) {
	program, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.Command(program, "-test.run=^$")
	cmd.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	var trace strings.Builder
	cmd.Stderr = &trace
	require.NoError(t, cmd.Run())
	ours, heavy := 0, 0
	for _, m := range regexp.MustCompile(`(?m)^init (\S+) @.* (\d+) allocs$`).FindAllStringSubmatch(trace.String(), -1) {
		name := m[1]
		n, err := strconv.Atoi(m[2])
		require.NoError(t, err)
		limit, known := heavyStarts[name]
		switch _, own := strings.CutPrefix(name, module); {
		case strings.HasSuffix(name, "_test"), strings.Contains(name, "testify"):
			continue
		case known:
			heavy++
		case own:
			ours += n
			limit = 800
		default:
			limit = 800
		}
		assert.LessOrEqual(t, n, limit, name)
	}
	require.Equal(t, len(heavyStarts), heavy, "a package that is heavy no more needs no row")
	require.LessOrEqual(t, ours, 2_000, "all packages of this module")
	require.Positive(t, ours)
}
