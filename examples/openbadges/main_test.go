package main

import (
	"bytes"
	"flag"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// openbadges runs the command without standard input.
func openbadges(t *testing.T, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, complaint bytes.Buffer
	status = run(t.Context(), args, process{stdin: strings.NewReader(""), stdout: &out, stderr: &complaint})
	return status, out.String(), complaint.String()
}

func TestOverview(t *testing.T) {
	for _, flag := range []string{"help", "-h", "-help", "--help"} {
		status, out, complaint := openbadges(t, flag)
		require.Equal(t, exitAccepted, status)
		require.Empty(t, complaint)
		for _, c := range commands() {
			require.Contains(t, out, "\n  "+c.name+" ")
		}
	}
	status, out, complaint := openbadges(t)
	require.Equal(t, exitUsage, status)
	require.Empty(t, out)
	require.Contains(t, complaint, "usage: openbadges COMMAND")
	status, _, complaint = openbadges(t, "check\x1b[2J", "badge.png")
	require.Equal(t, exitUsage, status)
	require.Contains(t, complaint, "is not a command")
	require.NotContains(t, complaint, "\x1b")
}

// Every sub-command explains itself on standard output, and names its flags.
func TestHelpOfCommands(t *testing.T) {
	for _, c := range commands() {
		f := flag.NewFlagSet(c.name, flag.ContinueOnError)
		c.setup(f)
		for _, args := range [][]string{{c.name, "-h"}, {c.name, "--help"}, {c.name, "file", "-h"}, {"help", c.name}} {
			status, out, complaint := openbadges(t, args...)
			require.Equal(t, exitAccepted, status)
			require.Empty(t, complaint)
			require.Contains(t, out, c.usage())
			f.VisitAll(func(f *flag.Flag) { require.Contains(t, out, "\n  -"+f.Name) })
		}
		status, out, complaint := openbadges(t, c.name, "-no-such-flag")
		require.Equal(t, exitUsage, status)
		require.Empty(t, out)
		require.Contains(t, complaint, c.usage())
		require.LessOrEqual(t, len(c.summary), 64)
	}
}

func TestParse(t *testing.T) {
	for _, c := range []struct{ args, names []string }{
		{[]string{"-o", "x", "a", "b"}, []string{"a", "b"}},
		{[]string{"a", "--o", "x", "b", "-q"}, []string{"a", "b"}},
		{[]string{"a", "-o=x", "-", "b", "--q"}, []string{"a", "-", "b"}},
		{[]string{"-o", "x", "--", "-q", "b"}, []string{"-q", "b"}},
		{[]string{"a", "-o", "x", "--", "-q", "--"}, []string{"a", "-q", "--"}},
		{[]string{"--o=x"}, nil},
	} {
		f := flag.NewFlagSet("", flag.ContinueOnError)
		f.SetOutput(io.Discard)
		o, q := f.String("o", "", ""), f.Bool("q", false, "")
		names, err := parse(f, c.args)
		require.NoError(t, err)
		require.Equal(t, c.names, names)
		require.Equal(t, "x", *o)
		require.Equal(t, slices.Contains(c.args, "--q") || c.args[len(c.args)-1] == "-q", *q)
	}
}
