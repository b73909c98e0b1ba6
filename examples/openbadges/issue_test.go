package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/issuer/host"
)

// atDesk goes to a new folder with the sample files and a key.
func atDesk(t *testing.T) {
	t.Chdir(t.TempDir())
	status, _, complaint := openbadges(t, "key", "make", "key.pem")
	require.Equal(t, exitAccepted, status, complaint)
	status, _, complaint = openbadges(t, "issue", "-example", ".")
	require.Equal(t, exitAccepted, status, complaint)
}

const baseFlag = "-base=https://badges.school.example"

// issued runs issue with the sample files.
func issued(t *testing.T, more ...string) (status int, stdout, stderr string) {
	t.Helper()
	return openbadges(t, append([]string{"issue", "-key", "key.pem", "-issuer", "issuer.json", "-class", "class.json",
		"-recipients", "students.csv", "-picture", "art.png", "-out", "out"}, more...)...)
}

// students writes a list of n students as a Dutch spreadsheet program exports it.
func students(t *testing.T, n int) {
	var list bytes.Buffer
	list.WriteString("Studentnummer;Voornaam;Tussenvoegsel;Achternaam;E-mailadres\r\n")
	for i := range n {
		fmt.Fprintf(&list, "%06d;Zo\xeb;van der;Berg%d;Student%d@student.example\r\n", i, i, i)
	}
	require.NoError(t, os.WriteFile("students.csv", list.Bytes(), 0o644))
}

func pictures(t *testing.T) []string {
	names, err := filepath.Glob("out/pictures/*.png")
	require.NoError(t, err)
	return names
}

func table(t *testing.T) [][]string {
	t.Helper()
	text, err := os.ReadFile("out/awards.csv")
	require.NoError(t, err)
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte(byteOrderMark)))).ReadAll()
	require.NoError(t, err)
	return rows
}

// A second run awards only what is new, and nobody twice.
func TestIssueAgain(t *testing.T) {
	atDesk(t)
	students(t, 12)
	status, out, complaint := issued(t, baseFlag)
	require.Equal(t, exitAccepted, status, complaint)
	require.Contains(t, out, "12 badges awarded, 0 before")
	require.Contains(t, complaint, `"Studentnummer"`, "the column that is not used")
	require.Len(t, pictures(t), 12)
	first := table(t)
	require.Len(t, first, 13)
	require.Equal(t, "student0@student.example", first[1][0])
	require.Equal(t, "Zoë van der Berg0", first[1][1])
	require.FileExists(t, filepath.Join("out", first[1][4]))
	before, err := os.ReadFile(filepath.Join("out", first[1][4]))
	require.NoError(t, err)

	students(t, 13)
	require.NoError(t, os.Remove(filepath.Join("out", first[1][4])), "lost")
	status, out, complaint = issued(t)
	require.Equal(t, exitAccepted, status, complaint)
	require.Contains(t, out, "1 badge awarded, 12 before")
	require.Len(t, pictures(t), 13)
	again, err := os.ReadFile(filepath.Join("out", first[1][4]))
	require.NoError(t, err)
	require.Equal(t, before, again, "the same badge, not another one")

	students(t, 1)
	_, out, _ = issued(t)
	require.Contains(t, out, "0 badges awarded, 1 before")
	require.Len(t, table(t), 14, "who is no longer in the list stays in the table")
	status, lines, complaint := openbadges(t, append([]string{"verify", "-json", "-web", "out", "-recipient", "email=student0@student.example"}, filepath.Join("out", first[1][4]))...)
	require.Equal(t, exitAccepted, status, lines+complaint)
}

// A run that ends in the middle is completed by the next one.
func TestIssueInterrupted(t *testing.T) {
	atDesk(t)
	students(t, 40)
	status, _, _ := issued(t, baseFlag)
	require.Equal(t, exitAccepted, status)
	for _, name := range pictures(t)[:30] { // killed before the pictures and the table were made
		require.NoError(t, os.Remove(name))
	}
	require.NoError(t, os.Remove("out/awards.csv"))
	require.NoError(t, os.WriteFile("out/pictures/.bake-1.tmp", []byte("half"), 0o600))
	status, out, complaint := issued(t)
	require.Equal(t, exitAccepted, status, complaint)
	require.Contains(t, out, "0 badges awarded, 40 before")
	require.Len(t, pictures(t), 40)
	require.Len(t, table(t), 41)

	students(t, 80)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var discard bytes.Buffer
	status = run(ctx, []string{"issue", "-key", "key.pem", "-issuer", "issuer.json", "-class", "class.json",
		"-recipients", "students.csv", "-picture", "art.png", "-out", "out"}, process{stdout: &discard, stderr: &discard})
	require.Equal(t, exitRejected, status)
	status, _, complaint = issued(t)
	require.Equal(t, exitAccepted, status, complaint)
	require.Len(t, pictures(t), 80)
}

// Two runs at a time never replace a badge.
func TestOnce(t *testing.T) {
	pages, err := host.OpenFolder(t.TempDir())
	require.NoError(t, err)
	defer pages.Close()
	s := once{pages, "/credentials/"}
	write := func(host.Page, bool) (host.Page, error) { return host.Page{Body: []byte("new")}, nil }
	many := func(map[string]host.Page) (map[string]host.Page, error) {
		return map[string]host.Page{"/credentials/1": {Body: []byte("new")}, "/lists/1": {}}, nil
	}
	require.NoError(t, s.Change(t.Context(), "/lists/1", write))
	require.NoError(t, s.Change(t.Context(), "/lists/1", write))
	require.NoError(t, s.ChangeMany(t.Context(), []string{"/credentials/1", "/lists/1"}, many))
	require.ErrorIs(t, s.ChangeMany(t.Context(), []string{"/credentials/1", "/lists/1"}, many), errAwarded)
	require.ErrorIs(t, s.Change(t.Context(), "/credentials/1", write), errAwarded)
}

func TestRevoke(t *testing.T) {
	atDesk(t)
	students(t, 4)
	status, _, complaint := issued(t, baseFlag)
	require.Equal(t, exitAccepted, status, complaint)
	rows := table(t)
	_, _, complaint = openbadges(t, "revoke", "-key", "key.pem", "out", "nobody@student.example")
	require.Contains(t, complaint, "neither a file")
	for i, name := range []string{"Student0@student.example", filepath.Join("out", rows[2][4]), rows[3][3]} {
		status, out, complaint := openbadges(t, "revoke", "-key", "key.pem", "-reason", "by mistake", "out", name)
		require.Equal(t, exitAccepted, status, complaint)
		require.Contains(t, out, rows[i+1][3])
		status, out, _ = openbadges(t, "verify", "-json", "-web", "out", filepath.Join("out", rows[i+1][4]))
		require.Equal(t, exitRejected, status)
		require.Contains(t, out, `"code":"status.revoked"`)
	}
	status, _, _ = openbadges(t, "verify", "-web", "out", filepath.Join("out", rows[4][4]))
	require.Equal(t, exitAccepted, status)
	_, _, complaint = openbadges(t, "key", "make", "other.pem")
	require.Empty(t, complaint)
	status, _, complaint = openbadges(t, "revoke", "-key", "other.pem", "out", rows[4][3])
	require.Equal(t, exitRejected, status)
	require.Contains(t, complaint, "is not one with which")
	status, _, complaint = openbadges(t, "revoke", "-key", "key.pem", "out", "https://badges.school.example/credentials/none")
	require.Equal(t, exitRejected, status)
	require.Contains(t, complaint, "not a badge of the folder")
}

// A file with another text than the published badge revokes nothing.
func TestRevokeOther(t *testing.T) {
	atDesk(t)
	students(t, 2)
	status, _, complaint := issued(t, baseFlag)
	require.Equal(t, exitAccepted, status, complaint)
	rows := table(t)
	_, text, _ := openbadges(t, "extract", filepath.Join("out", rows[1][4]))
	require.Contains(t, text, rows[1][3])
	require.NoError(t, os.WriteFile("forged.json", []byte(strings.ReplaceAll(text, rows[1][3], rows[2][3])), 0o600))
	require.NoError(t, os.WriteFile("badge.json", []byte(text), 0o600))
	require.NoError(t, os.WriteFile(rows[2][0], []byte(text), 0o600))
	for name, want := range map[string]string{"forged.json": "not the one that is published", rows[2][0]: "is a file and a recipient"} {
		status, _, complaint = openbadges(t, "revoke", "-key", "key.pem", "out", name)
		require.Equal(t, exitRejected, status, name)
		require.Contains(t, complaint, want)
	}
	status, _, _ = openbadges(t, "verify", "-web", "out", filepath.Join("out", rows[1][4]), filepath.Join("out", rows[2][4]))
	require.Equal(t, exitAccepted, status)
	status, out, complaint := openbadges(t, "revoke", "-key", "key.pem", "out", "badge.json")
	require.Equal(t, exitAccepted, status, complaint)
	require.Contains(t, out, rows[1][3])
}

// Two classes whose names make one address are not confused, and a folder in which
// something else has a picture's place is left as it is.
func TestIssueTaken(t *testing.T) {
	atDesk(t)
	students(t, 2)
	class, err := os.ReadFile("class.json")
	require.NoError(t, err)
	name := badgeName(t, class)
	named := func(as string) {
		require.NoError(t, os.WriteFile("class.json", bytes.Replace(class, []byte(name), []byte(as), 1), 0o600))
	}
	named("C++")
	status, _, complaint := issued(t, baseFlag)
	require.Equal(t, exitAccepted, status, complaint)
	named("C#")
	status, _, complaint = issued(t)
	require.Equal(t, exitRejected, status)
	require.Contains(t, complaint, `is that of the class "C++"`)
	named(`C#","id":"https://badges.school.example/classes/c-sharp`)
	status, out, complaint := issued(t)
	require.Equal(t, exitAccepted, status, complaint)
	require.Contains(t, out, "2 badges awarded")
	require.Len(t, table(t), 5)

	named("C++")
	saved, err := os.ReadFile("out/awards.csv")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile("out/awards.csv", bytes.ReplaceAll(saved, []byte(","), []byte(";")), 0o600))
	status, out, complaint = issued(t)
	require.Equal(t, exitAccepted, status, complaint)
	require.Contains(t, out, "0 badges awarded, 2 before")
	require.Len(t, table(t), 5, "read with semicolons too")

	picture := filepath.Join("out", table(t)[1][4])
	require.NoError(t, os.WriteFile(picture, nil, 0o600))
	status, _, complaint = issued(t)
	require.Equal(t, exitRejected, status)
	require.Contains(t, complaint, "not the picture of this badge")
	require.NoError(t, os.WriteFile("out/awards.csv", []byte("a letter"), 0o600))
	students(t, 3)
	status, _, complaint = issued(t)
	require.Equal(t, exitRejected, status)
	require.Contains(t, complaint, "awards.csv")
	require.Len(t, pictures(t), 4, "nothing is awarded without a table")
}

func badgeName(t *testing.T, class []byte) string {
	var c struct{ Name string }
	require.NoError(t, json.Unmarshal(class, &c))
	return c.Name
}

// After a change of keys, badges of the old key still verify.
func TestNewKey(t *testing.T) {
	atDesk(t)
	status, _, complaint := issued(t, baseFlag)
	require.Equal(t, exitAccepted, status, complaint)
	require.NoError(t, os.Remove("key.pem"))
	openbadges(t, "key", "make", "key.pem")
	students(t, 2)
	status, _, complaint = issued(t)
	require.Equal(t, exitAccepted, status, complaint)
	status, out, _ := openbadges(t, append([]string{"verify", "-json", "-web", "out"}, pictures(t)...)...)
	require.Equal(t, exitAccepted, status, out)
	require.Len(t, pictures(t), 4)
}

// A list is read in the forms in which spreadsheet programs write it.
func TestRecipients(t *testing.T) {
	for name, list := range map[string]string{
		"Dutch, Windows-1252": "Naam;E-mail\r\nZo\xeb \x8aim;Noor@Student.example\r\n;;\r\n",
		"UTF-8 with BOM":      "\xef\xbb\xbfNaam;E-mail\nZoë Šim;noor@student.example\n",
		"commas":              "Name,Email address\n\"Zoë Šim\",noor@student.example\n",
		"tabs":                "E-mail\tVoornaam\tAchternaam\n noor@student.example \tZoë\tŠim\n",
		"sep":                 "sep=;\r\nNaam;Mail\r\nZoë Šim;noor@student.example\r\n",
		"edubadges":           "Recipient mailadres;Recipient first name;Recipient surname\nnoor@student.example;Zoë;Šim\n",
	} {
		t.Run(name, func(t *testing.T) {
			all, _, err := readRecipients([]byte(list))
			require.NoError(t, err)
			require.Equal(t, []recipient{{email: "noor@student.example", name: "Zoë Šim"}}, all)
		})
	}
	all, remarks, err := readRecipients([]byte("eduID;E-mail;Bewijs;Toelichting;Klas\nABC;;https://work.example;Good;4B\n;no address;;;\n;;;;4B\nabc;;;;\n;a@b.nl;;;\n"))
	require.NoError(t, err)
	require.Equal(t, []recipient{
		{account: "abc", evidence: &badge.Evidence{Type: []string{"Evidence"}, ID: "https://work.example", Narrative: "Good"}},
		{email: "a@b.nl"},
	}, all)
	require.Len(t, remarks, 4)
	require.Contains(t, remarks[0], `"Klas"`)
	require.Contains(t, remarks[1], "line 3 has the e-mail address \"no address\"")
	require.Contains(t, remarks[2], "line 4 has no e-mail address")
	require.Contains(t, remarks[3], "line 5 has the recipient of line 2")
	for list, says := range map[string]string{
		"":                    "empty",
		"PK\x03\x04xlsx":      "workbook",
		"\xff\xfeN\x00":       "UTF-16",
		"Naam\x00;E-mail":     "not a text",
		"Naam;Klas\nNoor;4B":  `"Naam;Klas", wanted one that names a column E-mail`,
		"E-mail\n":            "no recipient",
		"noor@student.nl\n":   "wanted one that names a column E-mail",
		"E-mail\n\"noor@x.nl": "cannot be read as CSV",
	} {
		_, _, err := readRecipients([]byte(list))
		require.ErrorContains(t, err, says, list)
	}
}

// An error names the file and the fault in it.
func TestIssueMistakes(t *testing.T) {
	atDesk(t)
	for name, text := range map[string]string{"half.json": "{\n\"name\": ", "empty.json": "{}", "photo.png": "\xff\xd8\xff\xe0", "empty.csv": ""} {
		require.NoError(t, os.WriteFile(name, []byte(text), 0o644))
	}
	for name, c := range map[string]struct {
		args   []string
		status int
		says   []string
	}{
		"no issuer":          {[]string{"-issuer="}, exitUsage, []string{"-issuer is missing", `"name": "Hogeschool Voorbeeld"`}},
		"no class":           {[]string{"-class="}, exitUsage, []string{"-class is missing", `"criteria"`}},
		"no list":            {[]string{"-recipients="}, exitUsage, []string{"-recipients is missing", "E-mailadres"}},
		"no picture":         {[]string{"-picture="}, exitUsage, []string{"-picture is missing"}},
		"no key":             {[]string{"-key="}, exitUsage, []string{"openbadges key make"}},
		"no base":            {[]string{"-base="}, exitUsage, []string{"-base is missing"}},
		"a base of http":     {[]string{"-base=http://school.example"}, exitUsage, []string{"-base is"}},
		"a file more":        {[]string{"more.csv"}, exitUsage, []string{`"more.csv" is neither`}},
		"a key of JSON":      {[]string{"-key=class.json"}, exitRejected, []string{`key "class.json"`}},
		"a missing issuer":   {[]string{"-issuer=none.json"}, exitRejected, []string{`"none.json": no such file`}},
		"half an issuer":     {[]string{"-issuer=half.json"}, exitRejected, []string{`"half.json": line 2`}},
		"an empty issuer":    {[]string{"-issuer=empty.json"}, exitRejected, []string{"the name is missing"}},
		"an empty class":     {[]string{"-class=empty.json"}, exitRejected, []string{`class "empty.json"`, "criteria"}},
		"a photo":            {[]string{"-picture=photo.png"}, exitRejected, []string{`picture "photo.png"`, "JPEG"}},
		"a list as picture":  {[]string{"-picture=students.csv"}, exitRejected, []string{`picture "students.csv"`}},
		"a picture as list":  {[]string{"-recipients=art.png"}, exitRejected, []string{`recipients "art.png"`, "not a text"}},
		"an empty list":      {[]string{"-recipients=empty.csv"}, exitRejected, []string{"the list is empty"}},
		"no time":            {[]string{"-until=tomorrow"}, exitUsage, []string{"-until: wanted a time"}},
		"a time that is ago": {[]string{"-until=2020-01-01T00:00:00Z"}, exitRejected, []string{"validUntil"}},
	} {
		t.Run(name, func(t *testing.T) {
			status, _, complaint := issued(t, append([]string{baseFlag, "-out", t.TempDir()}, c.args...)...)
			require.Equal(t, c.status, status, complaint)
			for _, text := range c.says {
				require.Contains(t, complaint, text)
			}
			require.NotContains(t, complaint, "\x1b")
		})
	}
	status, _, complaint := issued(t, baseFlag)
	require.Equal(t, exitAccepted, status, complaint)
	_, _, complaint = issued(t, "-base=https://other.example")
	require.Contains(t, complaint, `publishes at "https://badges.school.example"`)
	status, _, complaint = issued(t, "-picture", pictures(t)[0])
	require.Equal(t, exitRejected, status)
	require.Contains(t, complaint, "carries a badge already")
	require.NoError(t, os.WriteFile("issuer.json", []byte(`{"id":"did:web:other.example","name":"Other"}`), 0o644))
	_, _, complaint = issued(t)
	require.Contains(t, complaint, "is that of the issuer")
	require.NoError(t, os.Remove("class.json"))
	status, _, complaint = openbadges(t, "issue", "-example", ".")
	require.Equal(t, exitRejected, status)
	require.Contains(t, complaint, "file exists")
}

func TestKeys(t *testing.T) {
	t.Chdir(t.TempDir())
	status, out, complaint := openbadges(t, "key", "make", "key.pem")
	require.Equal(t, exitAccepted, status, complaint)
	info, err := os.Stat("key.pem")
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	_, public, _ := openbadges(t, "key", "public", "key.pem")
	require.Equal(t, out, public)
	require.NotContains(t, public, `"d"`)
	status, _, complaint = openbadges(t, "key", "make", "key.pem")
	require.Equal(t, exitRejected, status, "the key is not replaced")
	require.Contains(t, complaint, "file exists")
	openbadges(t, "key", "make", "new.pem")
	_, did, complaint := openbadges(t, "key", "did", "-id", "did:web:school.example", "new.pem", "key.pem")
	require.Equal(t, 2, strings.Count(did, "publicKeyMultibase"), complaint)
	_, jwks, _ := openbadges(t, "key", "jwks", "-id", "did:web:school.example", "new.pem", "key.pem")
	require.Equal(t, 2, strings.Count(jwks, `"kid"`))
	require.NotContains(t, jwks, `"d"`)
	for _, args := range [][]string{{}, {"make"}, {"make", "a", "b"}, {"did", "key.pem"}, {"copy", "key.pem"}} {
		status, _, complaint = openbadges(t, append([]string{"key"}, args...)...)
		require.Equal(t, exitUsage, status, complaint)
	}
}

// No name becomes a path or a command.
func TestSlug(t *testing.T) {
	for text, want := range map[string]string{"Zoë van der Berg": "zoe-van-der-berg", "Šimić Þór Weiß": "simic-thor-weiss", "../../etc/passwd": "etc-passwd", "": "badge", "北京": "badge", "a\x00b\x1b": "a-b", strings.Repeat("a", 100): strings.Repeat("a", 60)} {
		require.Equal(t, want, slug(text))
	}
	for cell, want := range map[string]string{"=1+1": "'=1+1", "a": "a", "": "", "@x": "'@x", "'=1": "''=1", "'a": "'a", "x;=1;+2": "x;'=1;'+2", "x\n-1": "x\n'-1", "a-b": "a-b"} {
		require.Equal(t, want, inert([]string{cell})[0])
		require.Equal(t, cell, bare(want))
	}
}
