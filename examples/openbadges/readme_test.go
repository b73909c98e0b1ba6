package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"io"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// readmeCommands returns the commands of the README that a shell runs.
func readmeCommands(t *testing.T) (all [][]string) {
	text, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	word := regexp.MustCompile(`"[^"]*"|\S+`)
	for _, block := range regexp.MustCompile("(?s)```sh\n(.*?)```").FindAllSubmatch(text, -1) {
		for line := range strings.Lines(string(block[1])) {
			words := word.FindAllString(line, -1)
			for i := range words {
				words[i] = strings.Trim(words[i], `"`)
			}
			require.Equal(t, "openbadges", words[0])
			all = append(all, words[1:])
		}
	}
	return all
}

// A person who reads only the README issues 100 badges from a spreadsheet export,
// hosts them, revokes one, and has all verified.
func TestReadme(t *testing.T) {
	commands := readmeCommands(t)
	require.Len(t, commands, 6)
	t.Chdir(t.TempDir())
	for i, words := range commands {
		switch words[0] {
		case "host":
			hosted(t, words)
			continue
		case "revoke":
			words[len(words)-1] = "student0@student.example"
		case "verify":
			require.Equal(t, []string{">", "verdicts.csv"}, words[len(words)-2:])
			status, out, complaint := openbadges(t, words[:len(words)-2]...)
			require.Equal(t, exitRejected, status, complaint)
			verdicts(t, out)
			continue
		}
		status, _, complaint := openbadges(t, words...)
		require.Equal(t, exitAccepted, status, complaint)
		if i == 1 {
			students(t, 100)
		}
	}
}

// hosted runs host on any free port and asks for a badge of the table.
func hosted(t *testing.T, words []string) {
	ctx, stop := context.WithCancel(t.Context())
	out, in := io.Pipe()
	ended := make(chan int)
	go func() {
		ended <- run(ctx, slices.Concat(words, []string{"-listen", "127.0.0.1:0"}), process{stdout: in, stderr: io.Discard})
	}()
	said := make([]byte, 200)
	n, err := out.Read(said)
	require.NoError(t, err)
	words = strings.Fields(string(said[:n]))
	base, address := words[1], words[len(words)-1]
	path := strings.TrimPrefix(table(t)[1][3], base)
	answer, err := http.Get("http://" + address + path)
	require.NoError(t, err)
	body, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	answer.Body.Close()
	require.Equal(t, http.StatusOK, answer.StatusCode)
	require.True(t, bytes.Contains(body, []byte("Rapid Prototyping")))
	stop()
	require.Equal(t, exitAccepted, <-ended)
}

func verdicts(t *testing.T, text string) {
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	require.NoError(t, err)
	require.Len(t, rows, 101)
	found := map[string]int{}
	for _, row := range rows[1:] {
		found[row[1]+" "+row[2]]++
	}
	require.Equal(t, map[string]int{"accepted signature.valid": 99, "rejected status.revoked": 1}, found)
}
