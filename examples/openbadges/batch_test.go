package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// mixed fills a folder with n files of eight kinds.
func (d *desk) mixed(folder string, n int) {
	bare, err := os.ReadFile("../quickstart/art/stadslab.png")
	require.NoError(d.t, err)
	kinds := []struct {
		ending string
		data   []byte
	}{
		{".png", d.file("badge.png")}, {".svg", d.file("badge.svg")}, {".json", d.file("badge.json")}, {".jwt", d.file("badge.jwt")},
		{"-forged.json", d.file("forged.json")}, {".jpg", []byte("\xff\xd8\xff\xe0\x00\x10JFIF")}, {"-empty.png", nil}, {"-bare.png", bare},
	}
	for i := range n {
		k := kinds[i%len(kinds)]
		d.write(fmt.Sprintf("%s/%d/%03d%s", folder, i%3, i, k.ending), k.data)
	}
}

// A folder of all sorts of files gives a line for each, in order, and totals.
func TestFolder(t *testing.T) {
	d := newDesk(t)
	d.mixed("inbox", 80)
	require.NoError(t, os.Symlink(d.path("inbox"), d.path("inbox/0/loop")))
	require.NoError(t, os.Symlink(d.path("badge.json"), d.path("inbox/0/link.json")))
	require.NoError(t, os.Symlink("self", d.path("inbox/0/self")))
	require.NoError(t, syscall.Mkfifo(d.path("inbox/0/pipe"), 0o644))
	d.write("inbox/.hidden/badge.json", []byte("{}"))
	d.write("inbox/.DS_Store", []byte("x"))

	status, out, complaint := d.check(nil, "-q", "-at", now, "-web", "@web.json", "@inbox")
	require.Empty(t, complaint)
	require.Equal(t, exitRejected, status)
	lines := strings.Split(strings.TrimSpace(out), "\n")
	require.Len(t, lines, 85)
	require.Equal(t, "84 inputs: 41 accepted, 10 rejected, 0 inconclusive, 33 unreadable", lines[84])
	require.NotContains(t, out, "hidden")
	require.NotContains(t, out, "DS_Store")
	for name, says := range map[string]string{
		"loop": errLink.Error(), "pipe": errNoFile.Error(), "self": codeUnreadable,
		"006-empty.png": "badge.format", "005.jpg": "bake.unsupported_format", "007-bare.png": "bake.not_baked", "004-forged.json": "proof.signature",
		"002.json": `"Laser cutting" by`,
	} {
		require.Regexp(t, `(?m)/`+name+`"  .*`+says, out)
	}
	_, again, _ := d.check(nil, "-q", "-at", now, "-web", "@web.json", "-workers", "1", "@inbox")
	require.Equal(t, out, again, "the order of the workers does not show")
	_, all := d.lines("-web", "@web.json", "@inbox", "@badge.json", "@missing")
	require.Len(t, all, 86)
	require.Equal(t, codeMissing, all[85].Code)
}

// -csv is a table that a spreadsheet program opens and never runs.
func TestCSV(t *testing.T) {
	d := newDesk(t)
	d.write("=HYPERLINK(1).json", d.file("forged.json"))
	t.Chdir(d.dir)
	status, out, complaint := d.check(nil, "-csv", "-at", now, "-web", "web.json", "badge.png", "=HYPERLINK(1).json", "missing")
	require.Equal(t, exitRejected, status, complaint)
	table, marked := strings.CutPrefix(out, byteOrderMark)
	require.True(t, marked, "spreadsheet programs would take it for another encoding")
	rows, err := csv.NewReader(strings.NewReader(table)).ReadAll()
	require.NoError(t, err)
	require.Equal(t, []string{"file", "verdict", "code", "message", "badge", "issuer", "issuer id", "issued on", "expires on"}, rows[0])
	require.Equal(t, []string{"badge.png", "accepted", "signature.valid"}, rows[1][:3])
	require.Equal(t, "Laser cutting", rows[1][4])
	require.Equal(t, []string{school, "2027-10-01T00:00:00Z"}, []string{rows[1][6], rows[1][8]})
	require.Equal(t, []string{"'=HYPERLINK(1).json", "rejected", "proof.signature"}, rows[2][:3])
	require.Equal(t, []string{"missing", "unreadable", codeMissing}, rows[3][:3])
}

// Colours and progress are for terminals alone, and no verdict is a colour only.
func TestTerminalOutput(t *testing.T) {
	d := newDesk(t)
	d.mixed("inbox", 16)
	args := []string{"verify", "-q", "-at", now, "-web", d.path("web.json"), d.path("inbox")}
	var plain, coloured, progress bytes.Buffer
	run(t.Context(), args, process{stdout: &plain, stderr: &progress})
	require.Empty(t, progress.String())
	run(t.Context(), args, process{stdout: &coloured, stderr: &progress, terminal: true, colour: true})
	require.Contains(t, progress.String(), "\r16 of 16 badges")
	require.True(t, strings.HasSuffix(progress.String(), "\r\x1b[K"))
	require.Contains(t, coloured.String(), "\x1b[32maccepted")
	require.NotContains(t, plain.String(), "\x1b")
	for _, code := range []string{"\x1b[32m", "\x1b[31m", "\x1b[35m", "\x1b[0m"} {
		coloured = *bytes.NewBuffer(bytes.ReplaceAll(coloured.Bytes(), []byte(code), nil))
	}
	require.Equal(t, plain.String(), coloured.String())
}

// New flags decide, and refuse what they cannot use.
func TestNewFlags(t *testing.T) {
	d := newDesk(t)
	for _, c := range []struct {
		args []string
		says string
	}{
		{[]string{"-json", "-q"}, "exclude each other"},
		{[]string{"-csv", "-q"}, "exclude each other"},
		{[]string{"-csv", "-explain"}, "for people"},
		{[]string{"-workers", "-1"}, "-workers is -1"},
		{[]string{"-status-issuer", school}, "needs -issuer"},
		{[]string{"-status-issuer", "The School"}, "wanted the DID or URL"},
		{[]string{"-context", "context.json"}, "wanted URL=FILE"},
		{[]string{"-context", "https://school.example/c=none.json"}, "no such file"},
	} {
		status, _, complaint := d.check(nil, append(c.args, "@badge.json")...)
		require.Equal(t, exitUsage, status)
		require.Contains(t, complaint, c.says)
	}
	d.write("context.json", []byte(`{"@context":{"rank":"https://school.example/rank"}}`))
	status, lines := d.lines("-web", "@web.json", "-context", "https://school.example/c="+d.path("context.json"), "-issuer", school, "-status-issuer", "did:web:status.example", "@badge.json")
	require.Equal(t, exitAccepted, status, lines[0].Message)
}
