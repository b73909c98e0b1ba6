package main

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/bake"
)

// -html writes a page beside the other output, in the language of -lang.
func TestHTML(t *testing.T) {
	d := newDesk(t)
	d.write("photo.jpg", []byte("\xff\xd8\xff\xe0\x00\x10JFIF"))
	args := []string{"-at", now, "-web", "@web.json", "-q", "-html", "@page.html"}
	status, quiet, complaint := d.check(nil, append(args, "-lang", "nl", "@badge.png", "@forged.json", "@photo.jpg", "@missing")...)
	require.Equal(t, exitRejected, status, complaint)
	require.Contains(t, quiet, "Invoer: 4 (1 × echt, 1 × niet geldig, 0 × kon niet worden vastgesteld, 2 × geen badge)")
	page := string(d.file("page.html"))
	for _, text := range []string{`<html lang="nl">`, "Totalen (4)", "Deze badge is echt", "Deze badge is niet geldig", "schermafdruk", "Dit bestand bestaat niet.", "data:image/png;base64,"} {
		require.Contains(t, page, text)
	}
	require.Equal(t, 1, strings.Count(page, "data:image/"), "only a picture that holds a badge is shown")

	status, _, complaint = d.check(nil, append(args, "@badge.svg")...)
	require.Equal(t, exitAccepted, status, complaint)
	page = string(d.file("page.html"))
	require.Contains(t, page, "This badge is genuine")
	require.Contains(t, page, "data:image/svg+xml;base64,")
	require.NotContains(t, page, "Totals")
	info, err := os.Stat(d.path("page.html"))
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
}

// A page that cannot be written is an error, and leaves nothing behind.
func TestHTMLNotWritten(t *testing.T) {
	d := newDesk(t)
	before, err := os.ReadDir(d.dir)
	require.NoError(t, err)
	for name, says := range map[string]string{"@": errNoFile.Error(), "@none/page.html": "no such file", "/dev/null": errNoFile.Error()} {
		status, out, complaint := d.check(nil, "-at", now, "-web", "@web.json", "-q", "-html", name, "@badge.png")
		require.Equal(t, exitRejected, status)
		require.Contains(t, complaint, says)
		require.Contains(t, out, "accepted")
	}
	after, err := os.ReadDir(d.dir)
	require.NoError(t, err)
	require.Equal(t, before, after)
}

// The pictures that are kept for a page are bounded together. Those of badges of
// one class are kept once.
func TestHTMLPictures(t *testing.T) {
	var page htmlPage
	art := func(n int) []byte {
		return []byte(fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg"><!--%d %s--></svg>`, n, strings.Repeat("x", 3<<20)))
	}
	baked := func(n int, payload string) []byte {
		var out bytes.Buffer
		require.NoError(t, bake.Embed(&out, bytes.NewReader(art(n)), bake.Payload{Slot: bake.OB3, Data: []byte(payload)}, bake.Options{}))
		return out.Bytes()
	}
	for n := range 16 { // two badges of each class
		page.add(result{picture: baked(n/2, fmt.Sprintf(`{"n":%d}`, n))})
	}
	require.LessOrEqual(t, page.size, maxPictures)
	require.Len(t, page.inputs, 16)
	require.True(t, bytes.Equal(art(4), page.inputs[9].Picture))
	require.Nil(t, page.inputs[10].Picture)
	page.add(result{picture: []byte("\x89PNG\r\n\x1a\n and no more")})
	require.Nil(t, page.inputs[16].Picture)
}

// A file that is not a report is not replaced by one.
func TestHTMLKeepsFiles(t *testing.T) {
	d := newDesk(t)
	before := d.file("badge.png")
	status, _, complaint := d.check(nil, "-at", now, "-web", "@web.json", "-q", "-html", "@badge.png", "@badge.png")
	require.Equal(t, exitUsage, status)
	require.Contains(t, complaint, "is not a report")
	require.Equal(t, before, d.file("badge.png"))
	require.NoError(t, os.WriteFile(d.path("page.html"), nil, 0o600))
	for range 2 { // an empty file may be replaced, and so may a report
		status, _, complaint = d.check(nil, "-at", now, "-web", "@web.json", "-q", "-html", "@page.html", "@badge.png")
		require.Equal(t, exitAccepted, status, complaint)
	}
}
