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
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/edubadges"
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

func runStory(t *testing.T, out string, port uint16, lists fs.FS) string {
	t.Helper()
	var text bytes.Buffer
	s := story{out: out, port: port, lists: lists, now: noon, w: &text}
	require.NoError(t, s.run(t.Context()), text.String())
	return text.String()
}

// example returns the built-in lists.
func example(t *testing.T) fs.FS {
	lists, err := fs.Sub(builtIn, "lists")
	require.NoError(t, err)
	return lists
}

const (
	header = "Recipient mailadres;Recipient EPPN;Narrative (optional);Evidence URL (optional)\n"
	people = "account,name,eduid\nnoor@x.example,Noor,6f1c2a34-9d0e-4b57-8a21-3c5d7e9f0b12\nsem@x.example,Sem,0b9d7c1e-44f2-4a0c-9e35-d2a81f6c7b03\ndaan@x.example,Daan,\n"
)

// listsOf returns lists with these lines.
func listsOf(accounts, workshop, backpack string) fs.FS {
	return fstest.MapFS{"accounts.csv": {Data: []byte(accounts)}, "workshop.csv": {Data: []byte(header + workshop)}, "backpack.csv": {Data: []byte(header + backpack)}}
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
	first := runStory(t, out, port, example(t))
	for _, words := range []string{
		institution + " publishes badges of City Lab Rotterdam", `ECTS is "2"`, `het aantal ECTS is "2"`, "de toetsvorm ontbreekt",
		"0 of 11 already published", "] 11 of 11",
		"workshop.csv: line 6: Daan Visser has not linked an eduID", "workshop.csv: line 9 has the recipient of an earlier line", `line 10: the account "guest@elders.example" is unknown`,
		"workshop.csv: line 11 has neither", "backpack.csv: line 5: the work is not at an https URL",
		"private: inconclusive (fetch.not_found)", "public: accepted (origin.hosted)", `"templateIds":["prototyping"]`,
		"rejected: ", "(proof.signature)", "(recipient.mismatch)", "(trust.unlisted)",
	} {
		require.Contains(t, first, words)
	}
	require.Equal(t, 11, strings.Count(first, "awarded\n"))
	require.Equal(t, 22, strings.Count(first, "\n  accepted"))
	require.Equal(t, 3, strings.Count(first, "\n  rejected"))
	for _, words := range []string{"8 archives, one for each student", "stays listed, and has expired. Now 11 of 22 pictures", "switched off. Now 0 of 22 pictures"} {
		require.Contains(t, first, words)
	}
	require.Equal(t, 8, strings.Count(first, "a year later: "))
	require.Equal(t, 8, strings.Count(first, "This badge was valid on 2026-10-01\n    Deze badge was geldig op 2026-10-01\n"))
	require.NotContains(t, first, "is valid")
	require.Len(t, filesIn(t, filepath.Join(out, "archives")), 8)
	pictures, pages := filesIn(t, filepath.Join(out, "pictures")), filesIn(t, filepath.Join(out, "office", "pages"))
	require.Len(t, pictures, 22)

	again := runStory(t, out, port, example(t))
	require.Equal(t, 2, strings.Count(again, "11 of 11 already published"))
	require.Equal(t, 11, strings.Count(again, "awarded before"))
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

	other := story{out: out, port: freePort(t), lists: example(t), now: noon, w: new(bytes.Buffer)}
	if other.port != port {
		require.ErrorContains(t, other.run(t.Context()), "another host")
	}
}

// The pictures of a student state the same: as an edubadge whose facts come from the
// class, and converted to the profile of eduCredentials.
func TestStoryFacts(t *testing.T) {
	out, port := t.TempDir(), freePort(t)
	runStory(t, out, port, listsOf(people, "", "sem@x.example;sem@x.example;Well done;https://portfolio.example/sem\n"))
	read := func(pattern string) (edubadges.Edubadge, badge.Credential) {
		found, err := filepath.Glob(filepath.Join(out, "pictures", "*", pattern))
		require.NoError(t, err)
		require.Len(t, found, 1)
		payload, err := readPicture(found[0])
		require.NoError(t, err)
		doc, err := badge.Parse(payload.Data)
		require.NoError(t, err)
		return edubadges.Read(doc), doc.Credential()
	}
	hosted, award := read("backpack.png")
	signed, converted := read("backpack.svg")
	require.Equal(t, edubadges.DialectHosted, hosted.Dialect)
	require.Equal(t, edubadges.DialectProfile, signed.Dialect)
	for field, want := range map[edubadges.Field]string{
		edubadges.FieldType: "extra_curricular", edubadges.FieldName: "Backpack Session", edubadges.FieldTimeInvestment: "4", edubadges.FieldLanguage: "en",
		edubadges.FieldInstitutionName: institution, edubadges.FieldInstitutionIdentifier: "99ZZ", edubadges.FieldInstitutionCountry: "NL", edubadges.FieldIssuer: "City Lab Rotterdam",
	} {
		require.Equal(t, want, signed.Value(field).Meaning(), field)
	}
	require.NotEmpty(t, signed.Value(edubadges.FieldLearningOutcome).Text)
	require.Equal(t, badge.ResultStatusType("Completed"), converted.Subject.Result[0].Status)
	for _, s := range []badge.Subject{award.Subject, converted.Subject} {
		_, err := edubadges.Match(s, "0b9d7c1e-44f2-4a0c-9e35-d2a81f6c7b03")
		require.NoError(t, err)
	}
	require.Equal(t, "https://portfolio.example/sem", award.Evidence[0].ID)
	require.Equal(t, award.ValidFrom, converted.ValidFrom)
}

// A badge that cannot be issued does not stop the others, and is issued once the
// list is corrected.
func TestStoryGoesOn(t *testing.T) {
	const workshop, backpack = "s@x.example;sem@x.example\n", "n@x.example;noor@x.example;;https://portfolio.example/a{b\n"
	out, port := t.TempDir(), freePort(t)
	text := runStory(t, out, port, listsOf(people, workshop, backpack))
	require.Contains(t, text, "not awarded: issuer: ")
	require.Contains(t, text, "uri.syntax")
	require.Equal(t, 1, strings.Count(text, "awarded\n"))
	require.Equal(t, 2, strings.Count(text, "\n  accepted"))
	require.Contains(t, text, "too few badges")
	text = runStory(t, out, port, listsOf(people, workshop, strings.Replace(backpack, "{", "", 1)))
	require.Contains(t, text, "awarded before")
	require.Equal(t, 1, strings.Count(text, "awarded\n"))
	require.Equal(t, 4, strings.Count(text, "\n  accepted"))
	require.Contains(t, runStory(t, t.TempDir(), freePort(t), listsOf(people, "", "")), "Nobody has a hosted badge")
}

func TestReadAwards(t *testing.T) {
	for name, row := range map[string]struct{ workshop, reason string }{
		"unknown account": {"x@x.example;x@x.example\n", "is unknown"},
		"no account":      {"x@x.example;\n", "is unknown"},
		"no eduID":        {"x@x.example;DAAN@x.example\n", "has not linked an eduID"},
		"work elsewhere":  {"x@x.example;noor@x.example;;javascript:alert(1)\n", "not at an https URL"},
		"bad line":        {";\"\n", "cannot be read as CSV"},
		"twice":           {"x@x.example;sem@x.example\n", "has the recipient of an earlier line"},
	} {
		t.Run(name, func(t *testing.T) {
			awards, faults, err := readAwards(listsOf(people, "a@x.example;sem@x.example\n"+row.workshop, ""))
			require.NoError(t, err)
			require.Len(t, awards, 1, "the other line counts")
			require.Len(t, faults, 1)
			require.Contains(t, faults[0].reason, row.reason)
		})
	}
	for name, lists := range map[string]fs.FS{
		"no lists":         fstest.MapFS{},
		"only accounts":    fstest.MapFS{"accounts.csv": {Data: []byte(people)}},
		"another header":   listsOf("name,mail,eduid\n", "", ""),
		"no eduID at all":  listsOf("account,name,eduid\nn@x.example,Noor,noor\n", "", ""),
		"no CSV":           listsOf("account,name,eduid\n\"", "", ""),
		"no list of ours":  fstest.MapFS{"accounts.csv": {Data: []byte(people)}, "workshop.csv": {Data: []byte("name\n")}},
		"nothing accounts": listsOf("", "", ""),
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := readAwards(lists)
			require.Error(t, err)
		})
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
	answers, err := elsewhere{internet, []string{"did:web:" + hostName}, noon}.verify(t.Context(),
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
