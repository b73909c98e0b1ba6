package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openbadges-go/openbadges/bake"
	"github.com/openbadges-go/openbadges/verify"
)

// said runs a command in this process.
func said(t *testing.T, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	if err := run(t.Context(), &out, args); err != nil {
		t.Fatalf("%q: %v\n%s", args, err, &out)
	}
	return out.String()
}

// fails runs a command that must fail.
func fails(t *testing.T, want string, args ...string) {
	t.Helper()
	var out bytes.Buffer
	if err := run(t.Context(), &out, args); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("%q: got %v, wanted an error with %q", args, err, want)
	}
}

func picture(t *testing.T) string {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewRGBA(image.Rect(0, 0, 4, 4))); err != nil {
		t.Fatal(err)
	}
	return write(t, "picture.png", out.String())
}

func opened(t testing.TB, db string) *office {
	t.Helper()
	o, err := openOffice(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { o.Close() })
	return o
}

// texts returns the texts in the first column of a query.
func texts(t *testing.T, o *office, query string) (all []string) {
	t.Helper()
	var text string
	if err := o.each(t.Context(), query, []any{&text}, func() error { all = append(all, text); return nil }); err != nil {
		t.Fatal(err)
	}
	return all
}

// codes verifies the badges of an office elsewhere, with only the pages that
// it publishes, and returns the decisive codes by address.
func codes(t *testing.T, o *office) map[string]string {
	t.Helper()
	v, err := verify.New(verify.Config{Trust: verify.AnyIssuer(), Fetcher: &pages{o, base, verify.Pages{}}})
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, id := range texts(t, o, `SELECT id FROM awards WHERE state IN ('done', 'revoked')`) {
		page, ok, err := o.Load(t.Context(), strings.TrimPrefix(id, base))
		if err != nil || !ok {
			t.Fatalf("%s is not published: %v", id, err)
		}
		report, _ := v.Verify(t.Context(), page.Body)
		found[id] = report.Decisive().Code
	}
	return found
}

// Awards go all the way: picture and class page, verification, revocation, export.
func TestOffice(t *testing.T) {
	t.Parallel()
	db, folder := filepath.Join(t.TempDir(), "badges.db"), t.TempDir()
	key, profile := keyFile(t), write(t, "issuer.json", `{"id":"`+base+`/school","name":"The School"}`)
	said(t, "award", "-db", db, "-class", write(t, "class.json", classText), "-picture", picture(t), "-date", "2026-11-30", write(t, "students.csv", list(7)))
	work := []string{"work", "-db", db, "-key", key, "-until-done"}
	said(t, append(work, "-issuer", profile, "-base", base)...)
	o := opened(t, db)
	for id, code := range codes(t, o) {
		if code != "signature.valid" {
			t.Errorf("%s: %s", id, code)
		}
	}
	ids := texts(t, o, `SELECT id FROM awards ORDER BY recipient`)
	if _, found, err := o.Load(t.Context(), strings.TrimPrefix(ids[0], base)+".png"); err != nil || !found {
		t.Errorf("the picture of the badge is not published: %v", err)
	}
	if got := texts(t, o, `SELECT name FROM pages WHERE name LIKE '/classes/%' ORDER BY name`); len(got) != 2 || got[0]+".png" != got[1] {
		t.Errorf("the class and its picture are at %q", got)
	}

	badges := filepath.Join(folder, "badges")
	if got := said(t, "export", "-db", db, folder); got != "7 badges, 7 awards, 0 reports\n" {
		t.Errorf("export said %q", got)
	}
	if got := said(t, "verify", "-db", db, badges); got != "7 new, 0 known\n" {
		t.Errorf("verify said %q", got)
	}
	said(t, "work", "-db", db, "-until-done") // needs no key to verify
	if got := said(t, "verify", "-db", db, badges); got != "0 new, 7 known\n" {
		t.Errorf("verify said %q", got)
	}
	if got := count(t, o, `SELECT count(*) FROM verifications WHERE verdict = 'accepted' AND code = 'signature.valid'`); got != 7 {
		t.Errorf("%d of 7 badges are accepted", got)
	}

	list := write(t, "ids.txt", strings.Join(append(ids[:2:2], base+"/badges/none"), "\n"))
	fails(t, base+"/badges/none", "revoke", "-db", db, "-key", key, "-reason", "a mistake", list)
	for range 2 {
		if got := said(t, "revoke", "-db", db, "-key", key, "-reason", "a mistake", write(t, "ids.txt", strings.Join(ids[:3], "\r\n"))); got != "3 of 3 revoked\n" {
			t.Errorf("revoke said %q", got)
		}
	}
	for n, id := range ids {
		if code := codes(t, o)[id]; (code == "status.revoked") != (n < 3) {
			t.Errorf("badge %d: %s", n, code)
		}
	}
	if got := said(t, "verify", "-db", db, "-again", badges); got != "7 new, 0 known\n" {
		t.Errorf("verify said %q", got)
	}
	said(t, "work", "-db", db, "-until-done")
	if got := said(t, "status", "-db", db, "-watch"); got != "[##############################] 14 of 14\nawards\n        4 done\n        3 revoked\nverifications\n        4 accepted signature.valid\n        3 rejected status.revoked\n" {
		t.Errorf("status said %q", got)
	}
	checkExport(t, db)
}

// checkExport finds each badge in its picture, and the tables complete.
func checkExport(t *testing.T, db string) {
	t.Helper()
	folder := t.TempDir()
	if got := said(t, "export", "-db", db, folder); got != "4 badges, 7 awards, 7 reports\n" {
		t.Errorf("export said %q", got)
	}
	files, err := filepath.Glob(filepath.Join(folder, "badges", "*.png"))
	if err != nil || len(files) != 4 {
		t.Fatalf("%q, %v", files, err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if p, err := bake.Extract(bytes.NewReader(text), bake.Options{}); err != nil || !bytes.Contains(p.Data, []byte(`"awardedDate":"2026-11-30T00:00:00Z"`)) {
			t.Errorf("%s: %v\n%s", name, err, p.Data)
		}
	}
	for name, want := range map[string]int{"awards.csv": 8, "reports.csv": 8} {
		text, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		if lines, err := csv.NewReader(bytes.NewReader(text)).ReadAll(); err != nil || len(lines) != want {
			t.Errorf("%s has %d lines: %v", name, len(lines), err)
		}
	}
	if text, err := os.ReadFile(filepath.Join(folder, "reports.jsonl")); err != nil || bytes.Count(text, []byte("\n")) != 7 {
		t.Errorf("reports.jsonl: %v\n%s", err, text)
	}
	if left, err := filepath.Glob(filepath.Join(folder, ".export-*")); err != nil || left != nil {
		t.Errorf("left %q, %v", left, err)
	}
}

// The date and the number of a row make another award of it; a row that can never
// be awarded is failed with its code and not tried
// again, and so is a row of a class that breaks a rule.
func TestRows(t *testing.T) {
	t.Parallel()
	db := filepath.Join(t.TempDir(), "badges.db")
	good, bad := write(t, "class.json", classText), write(t, "bad.json", `{"name":"Bad","description":"It has no criteria"}`)
	rows := "\ufeffE-mail,Naam,Datum,Studentnummer\nNoor@school.example,Noor,2026-11-30,\nnoor@school.example,Noor,2026-12-01,\nnoor@school.example,Noor,2026-12-01,7\nnoor@school.example,Noor,,\nnobody,,,\nnoor@school.example,Noor,1 May,\n"
	list := write(t, "students.csv", rows)
	for n, want := range []string{"6 new, 0 known", "0 new, 6 known"} {
		if got := said(t, "award", "-db", db, "-class", good, list); !strings.Contains(got, want) {
			t.Errorf("%d: award said %q", n, got)
		}
	}
	if got := said(t, "award", "-db", db, "-class", good, "-date", "2026-11-30", list); !strings.Contains(got, "1 new, 5 known") {
		t.Errorf("award said %q", got)
	}
	said(t, "award", "-db", db, "-class", bad, list)
	said(t, "work", "-db", db, "-key", keyFile(t), "-issuer", write(t, "issuer.json", `{"name":"The School"}`), "-base", base, "-until-done")
	o := opened(t, db)
	for query, want := range map[string]int{
		`SELECT count(*) FROM awards WHERE state = 'done' AND class = 'Workshop'`:                                                        4,
		`SELECT count(*) FROM awards WHERE state = 'failed' AND class = 'Workshop' AND code = 'fleet.email' AND problem LIKE '%nobody%'`: 2,
		`SELECT count(*) FROM awards WHERE state = 'failed' AND class = 'Bad' AND code LIKE 'schema.%' AND problem <> ''`:                4,
		`SELECT count(*) FROM awards WHERE state = 'failed' AND code = 'fleet.date'`:                                                     2,
		`SELECT count(*) FROM awards WHERE state = 'waiting'`:                                                                            0,
		`SELECT count(*) FROM river_job WHERE state <> 'completed'`:                                                                      0,
		`SELECT count(*) FROM river_job WHERE attempt > 1`:                                                                               0,
	} {
		if got := count(t, o, query); got != want {
			t.Errorf("%s: got %d, wanted %d\n%s", query, got, want, said(t, "status", "-db", db))
		}
	}
}

// A list that cannot be read as a whole is refused before anything is stored.
func TestListRefused(t *testing.T) {
	t.Parallel()
	db, class := filepath.Join(t.TempDir(), "badges.db"), write(t, "class.json", classText)
	for want, text := range map[string]string{
		"wanted one that names a column E-mail": "Naam\nNoor\n",
		"cannot be read as CSV":                 "E-mail,Naam\na@school.example,A\nb@school.example,\"B\n",
		"wrong number of fields":                "E-mail,Naam\na@school.example,A\nb@school.example\n",
		"line 3 is not in UTF-8":                "E-mail,Naam\na@school.example,A\nb@school.example,Zo\xeb\n",
		"line 2 is not in UTF-8":                "E-mail,Naam\na@school.example,A\x00\n",
		"EOF":                                   "",
	} {
		fails(t, want, "award", "-db", db, "-class", class, write(t, "students.csv", text))
	}
	fails(t, "-date", "award", "-db", db, "-class", class, "-date", "yesterday", write(t, "students.csv", list(1)))
	fails(t, "-picture", "award", "-db", db, "-class", class, "-picture", class, write(t, "students.csv", list(1)))
	if n := count(t, opened(t, db), `SELECT count(*) FROM awards`); n != 0 {
		t.Errorf("%d rows are stored", n)
	}
}

// An issuer with an id can have a new key; badges of the earlier one stay good,
// and its worker may go on. A key that is the issuer cannot be replaced.
func TestNewKey(t *testing.T) {
	t.Parallel()
	class := write(t, "class.json", classText)
	for _, row := range []struct{ profile, refused string }{
		{`{"id":"` + base + `/school","name":"The School"}`, ""},
		{`{"name":"The School"}`, "another key is another issuer"},
	} {
		db := filepath.Join(t.TempDir(), "badges.db")
		first, second := keyFile(t), keyFile(t)
		work := func(key string, more ...string) []string {
			return append([]string{"work", "-db", db, "-key", key, "-until-done"}, more...)
		}
		said(t, "award", "-db", db, "-class", class, write(t, "students.csv", list(2)))
		said(t, work(first, "-issuer", write(t, "issuer.json", row.profile), "-base", base)...)
		fails(t, "-new-key adds it", work(second)...)
		said(t, "award", "-db", db, "-class", class, write(t, "students.csv", list(4)))
		if row.refused != "" {
			fails(t, row.refused, work(second, "-new-key")...)
			continue
		}
		said(t, work(second, "-new-key")...)
		said(t, "award", "-db", db, "-class", class, write(t, "students.csv", list(6)))
		said(t, work(first)...)
		o := opened(t, db)
		found := codes(t, o)
		for id, code := range found {
			if code != "signature.valid" {
				t.Errorf("%s: %s", id, code)
			}
		}
		if len(found) != 6 {
			t.Errorf("%d badges", len(found))
		}
		said(t, "revoke", "-db", db, "-key", second, write(t, "ids.txt", texts(t, o, `SELECT id FROM awards`)[0]))
	}
}

// A file that is not a badge and an address that cannot be reached get a report, too.
func TestVerifyOthers(t *testing.T) {
	t.Parallel()
	db := filepath.Join(t.TempDir(), "badges.db")
	fails(t, "-trust", "verify", "-db", db, t.TempDir())
	fails(t, "nothing.json", "verify", "-db", db, "-any-issuer", "nothing.json")
	fails(t, "names no issuer", "verify", "-db", db, "-trust", write(t, "trust.txt", "\n"), t.TempDir())
	said(t, "verify", "-db", db, "-trust", write(t, "trust.txt", "https://school.example/issuer\n"), write(t, "no.json", "{}"), "https://127.0.0.1/badge")
	said(t, "work", "-db", db, "-until-done")
	o := opened(t, db)
	got := texts(t, o, `SELECT verdict || ' ' || code FROM verifications ORDER BY name`)
	if fmt.Sprint(got) != "[rejected structure.kind inconclusive fetch.address_not_public]" {
		t.Errorf("got %q", got)
	}
}

func TestRevokeRefused(t *testing.T) {
	t.Parallel()
	db := filepath.Join(t.TempDir(), "badges.db")
	fails(t, "wanted -key", "revoke", "-db", db)
	fails(t, "base", "revoke", "-db", db, "-key", keyFile(t), write(t, "ids.txt", base+"/badges/1"))
	fails(t, "wanted the folder", "export", "-db", db)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := run(ended, os.Stdout, []string{"status", "-db", db}); err == nil {
		t.Error("status with a context that has ended: no error")
	}
}
