package main

import (
	"bytes"
	"image/png"
	"io/fs"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/examples/quickstart/art"
)

func noon() time.Time { return time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC) }

// freePort returns a port that was free a moment ago.
func freePort(t *testing.T) uint16 {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close()
	return netip.MustParseAddrPort(listener.Addr().String()).Port()
}

func runStory(t *testing.T, out string, port uint16, list string) string {
	var text bytes.Buffer
	s := story{out: out, port: port, students: strings.NewReader(list), now: noon, w: &text}
	require.NoError(t, s.run(t.Context()), text.String())
	return text.String()
}

// filesIn returns the contents of the files below a folder.
func filesIn(t *testing.T, folder string) map[string]string {
	files := map[string]string{}
	require.NoError(t, filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		files[path] = string(data)
		return err
	}))
	return files
}

// Every picture is accepted and every forgery is rejected for its own reason. A
// second run awards nothing twice.
func TestStoryTwice(t *testing.T) {
	out, port := t.TempDir(), freePort(t)
	first := runStory(t, out, port, string(builtIn))
	for _, words := range []string{
		"0 of 17 already published", "] 17 of 17",
		"the eduID is missing", "row 2 has the same eduID", "is not an e-mail address",
		"rejected: ", "(proof.signature)", "(recipient.mismatch)", "(trust.unlisted)",
	} {
		require.Contains(t, first, words)
	}
	require.Equal(t, 17, strings.Count(first, "awarded\n"))
	require.Equal(t, 34, strings.Count(first, "\n  accepted"))
	require.Equal(t, 3, strings.Count(first, "\n  rejected"))
	pictures, pages := filesIn(t, filepath.Join(out, "pictures")), filesIn(t, filepath.Join(out, "office", "pages"))
	require.Len(t, pictures, 34)

	again := runStory(t, out, port, string(builtIn))
	require.Equal(t, 2, strings.Count(again, "17 of 17 already published"))
	require.Equal(t, 17, strings.Count(again, "awarded before"))
	require.Equal(t, pictures, filesIn(t, filepath.Join(out, "pictures")))
	require.Equal(t, pages, filesIn(t, filepath.Join(out, "office", "pages")))

	for path, data := range pictures {
		require.NotContains(t, data, "6f1c2a34-9d0e", "an eduID is shown")
		if filepath.Base(path) == "backpack.png" {
			shown, err := png.Decode(strings.NewReader(data))
			require.NoError(t, err)
			plain, err := png.Decode(bytes.NewReader(art.Backpack().PNG))
			require.NoError(t, err)
			require.Equal(t, plain, shown)
		}
	}

	other := story{out: out, port: freePort(t), students: bytes.NewReader(builtIn), now: noon, w: new(bytes.Buffer)}
	if other.port != port {
		require.ErrorContains(t, other.run(t.Context()), "another host")
	}
}

// A badge that cannot be issued does not stop the others, and is issued once the
// list is corrected.
func TestStoryGoesOn(t *testing.T) {
	const list = "name,mail,eduid,workshop,backpack\n" +
		"Noor,noor@student.example,6f1c2a34-9d0e-4b57-8a21-3c5d7e9f0b12,,https://portfolio.example/%zz{}\n" +
		"Sem,sem@student.example,0b9d7c1e-44f2-4a0c-9e35-d2a81f6c7b03,yes,\n"
	out, port := t.TempDir(), freePort(t)
	text := runStory(t, out, port, strings.Replace(list, "%zz{}", "a{b", 1))
	require.Contains(t, text, "not awarded: issuer: ")
	require.Contains(t, text, "uri.syntax")
	require.Equal(t, 1, strings.Count(text, "awarded\n"))
	require.Equal(t, 2, strings.Count(text, "\n  accepted"))
	text = runStory(t, out, port, strings.Replace(list, "%zz{}", "a", 1))
	require.Contains(t, text, "awarded before")
	require.Equal(t, 1, strings.Count(text, "awarded\n"))
	require.Equal(t, 4, strings.Count(text, "\n  accepted"))
}

func TestReadStudents(t *testing.T) {
	const good = "Sem,sem@student.example,0b9d7c1e-44f2-4a0c-9e35-d2a81f6c7b03,yes,"
	for fault, row := range map[string]string{
		"the name is missing":             ",noor@student.example,6f1c2a34-9d0e-4b57-8a21-3c5d7e9f0b12,yes,",
		"the eduID is missing":            "Noor,noor@student.example, ,yes,",
		"is not an eduID":                 "Noor,noor@student.example,noor,yes,",
		`"noor" is not an e-mail address`: "Noor,noor,6f1c2a34-9d0e-4b57-8a21-3c5d7e9f0b12,yes,",
		"is not an e-mail address":        "Noor,Noor <noor@student.example>,6f1c2a34-9d0e-4b57-8a21-3c5d7e9f0b12,yes,",
		`is "perhaps"`:                    "Noor,noor@student.example,6f1c2a34-9d0e-4b57-8a21-3c5d7e9f0b12,perhaps,",
		"is not an https URL":             "Noor,noor@student.example,6f1c2a34-9d0e-4b57-8a21-3c5d7e9f0b12,yes,javascript:alert(1)",
		"took part in neither":            "Noor,noor@student.example,6f1c2a34-9d0e-4b57-8a21-3c5d7e9f0b12,no,",
		"has 2 columns, wanted 5":         "Noor,noor@student.example",
		"bare \"":                         `Noor "de" Vries,noor@student.example,6f1c2a34-9d0e-4b57-8a21-3c5d7e9f0b12,yes,`,
		"row 2 has the same eduID":        "Sem,sem@student.example,0B9D7C1E-44F2-4A0C-9E35-D2A81F6C7B03,yes,",
	} {
		t.Run(fault, func(t *testing.T) {
			students, faults, err := readStudents(strings.NewReader("name,mail,eduid,workshop,backpack\n" + good + "\n" + row + "\n" +
				strings.Replace(good, "0b9d7c1e", "1b9d7c1e", 1)))
			require.NoError(t, err)
			require.Len(t, students, 2, "the other rows are read")
			require.Len(t, faults, 1)
			require.Equal(t, 3, faults[0].row)
			require.ErrorContains(t, faults[0].err, fault)
		})
	}
	for _, list := range []string{"", "Noor,noor@student.example", good} {
		_, _, err := readStudents(strings.NewReader(list))
		require.ErrorContains(t, err, "the first row")
	}
}

// A picture without a badge is rejected and does not affect the others.
func TestOtherInstitution(t *testing.T) {
	internet, err := newWeb(hostName, 0, noon())
	require.NoError(t, err)
	t.Cleanup(func() { internet.close() })
	plain, wrong := filepath.Join(t.TempDir(), "plain.png"), filepath.Join(t.TempDir(), "wrong.svg")
	require.NoError(t, os.WriteFile(plain, art.Backpack().PNG, 0o600))
	sem := student{name: "Sem", eduID: "0b9d7c1e-44f2-4a0c-9e35-d2a81f6c7b03"}
	require.NoError(t, forgeIssuer(t.Context(), wrong, noon, sem))
	answers, err := otherInstitution(t.Context(), internet, []string{"did:web:" + hostName}, noon,
		[]submission{{picture: plain}, {eduID: sem.eduID, picture: wrong}, {picture: "there is none"}})
	require.NoError(t, err)
	var codes []string
	for _, a := range answers {
		require.False(t, a.accepted)
		require.NotEmpty(t, a.reason)
		codes = append(codes, a.code)
	}
	require.Equal(t, []string{codePicture, "trust.unlisted", codePicture}, codes)
}
