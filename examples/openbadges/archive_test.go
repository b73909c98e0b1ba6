package main

import (
	"bytes"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// command runs a sub-command; @NAME stands for a file of the desk.
func (d *desk) command(stdin io.Reader, args ...string) (status int, stdout, stderr string) {
	for i, a := range args {
		if name, ok := strings.CutPrefix(a, "@"); ok {
			args[i] = d.path(name)
		}
	}
	var out, err bytes.Buffer
	status = run(d.t.Context(), args, process{stdin: stdin, stdout: &out, stderr: &err, net: d.net})
	return status, out.String(), err.String()
}

// keeping is a desk with a keeper of archives, and an archive that it signed.
func keeping(t *testing.T) *desk {
	d := newDesk(t)
	keeper := verifytest.New(t).Key("keeper.example", proof.EdDSA)
	der, err := x509.MarshalPKCS8PrivateKey(keeper)
	require.NoError(t, err)
	d.write("keeper.pem", pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
	public, err := key.FromPublic(keeper.Public())
	require.NoError(t, err)
	d.write("keeper.jwk", public.JWK())
	status, out, complaint := d.command(nil, "archive", "make", "-at", now, "-web", "@web.json", "-key", "@keeper.pem", "-o", "@kept.zip", "@badge.png", "@badge.jwt")
	require.Equal(t, exitAccepted, status, complaint)
	require.Contains(t, out, "2 badges")
	return d
}

const yearLater = "2027-09-01T00:00:00Z"

// A badge of an archive was valid at a proved time; whether it is valid today is
// another question.
func TestArchiveCheck(t *testing.T) {
	d := keeping(t)
	for name, c := range map[string]struct {
		args            []string
		status          int
		verdict, shown  string
		level, code, nl string
	}{
		"check, keeper trusted":     {[]string{"archive", "check", "-keeper", "@keeper.jwk"}, exitAccepted, "inconclusive", "was_valid", "A", "archive.was_valid", "was geldig op 2026-10-01"},
		"verify, keeper trusted":    {[]string{"verify", "-keeper", "@keeper.jwk"}, exitInconclusive, "inconclusive", "was_valid", "A", "archive.was_valid", "was geldig op 2026-10-01"},
		"check, keeper unknown":     {[]string{"archive", "check"}, exitInconclusive, "inconclusive", "inconclusive", "D", "archive.since", "losse kopie"},
		"check, another keeper":     {[]string{"archive", "check", "-keeper", "@other.jwk"}, exitInconclusive, "inconclusive", "inconclusive", "D", "archive.since", "losse kopie"},
		"check, issuers asked":      {[]string{"archive", "check", "-web", "@web.json"}, exitAccepted, "accepted", "is_valid", "B", "archive.is_valid", "Deze badge is geldig"},
		"verify, issuers asked":     {[]string{"verify", "-web", "@web.json"}, exitAccepted, "accepted", "is_valid", "B", "archive.is_valid", "Deze badge is geldig"},
		"check, issuer not trusted": {[]string{"archive", "check", "-keeper", "@keeper.jwk", "-issuer", "did:web:other.example"}, exitRejected, "rejected", "rejected", "D", "archive.not_valid", "niet geldig"},
	} {
		t.Run(name, func(t *testing.T) {
			args := append(c.args, "-at", yearLater, "@kept.zip")
			status, out, complaint := d.command(nil, append(args, "-json")...)
			require.Equal(t, c.status, status, complaint)
			lines := strings.Split(strings.TrimSpace(out), "\n")
			require.Len(t, lines, 2)
			for _, text := range lines {
				requireLine(t, text)
				var line struct {
					Verdict, Code string
					Archive       struct{ Verdict, Level string }
				}
				require.NoError(t, json.Unmarshal([]byte(text), &line))
				require.Equal(t, c.verdict, line.Verdict)
				require.Equal(t, c.code, line.Code)
				require.Equal(t, c.shown, line.Archive.Verdict)
				if c.level != "D" || c.verdict != "rejected" {
					require.Equal(t, c.level, line.Archive.Level)
				}
			}
			status, out, _ = d.command(nil, append(args, "-lang", "nl")...)
			require.Equal(t, c.status, status)
			require.Contains(t, out, c.nl)
			require.Contains(t, out, "Laser cutting")
		})
	}
}

// AR-6: no text about a bare copy calls the badge genuine.
func TestArchiveBareCopy(t *testing.T) {
	d := keeping(t)
	for _, args := range [][]string{{"archive", "check"}, {"archive", "check", "-q"}, {"archive", "show"}, {"verify"}, {"verify", "-html", "@report.html"}, {"verify", "-csv"}} {
		for _, lang := range []string{"", "en", "nl"} {
			all := append(append([]string{}, args...), "@kept.zip")
			if lang != "" {
				all = append(all, "-lang", lang)
			}
			_, out, complaint := d.command(nil, all...)
			if strings.HasPrefix(strings.Join(args, " "), "verify -html") {
				page, err := os.ReadFile(d.path("report.html"))
				require.NoError(t, err)
				_, band, _ := strings.Cut(string(page), `<article`)
				out += band
			}
			require.NotEmpty(t, out, complaint)
			require.NotContains(t, strings.ToLower(out), "is genuine")
			require.NotContains(t, out, "is echt")
			require.NotContains(t, out, "Genuine</")
		}
	}
}

// An archive with any byte changed is refused, and so is every other file.
func TestArchiveRefused(t *testing.T) {
	d := keeping(t)
	kept := d.file("kept.zip")
	at := bytes.Index(kept, []byte("Laser cutting"))
	require.Positive(t, at)
	changed := bytes.Clone(kept)
	changed[at] ^= 1
	d.write("changed.zip", changed)
	d.write("cut.zip", kept[:len(kept)-1])
	d.write("longer.zip", append(bytes.Clone(kept), 0))
	d.write("empty.zip", append([]byte("PK\x05\x06"), make([]byte, 18)...))
	for name, code := range map[string]string{"changed.zip": "archive.altered", "cut.zip": "archive.zip_feature", "longer.zip": "archive.zip_feature", "empty.zip": "archive.format", "badge.png": codeUnreadable, "absent.zip": codeMissing} {
		for _, command := range []string{"archive check", "verify"} {
			if command == "verify" && name == "badge.png" {
				continue // which is a badge
			}
			t.Run("AR-3 "+command+" "+name, func(t *testing.T) {
				status, out, _ := d.command(nil, append(strings.Fields(command), "-keeper", "@keeper.jwk", "-json", "@"+name)...)
				require.Equal(t, exitUnreadable, status)
				var line line
				require.NoError(t, json.Unmarshal([]byte(out), &line))
				require.Equal(t, "unreadable", line.Verdict)
				require.Equal(t, code, line.Code, line.Message)
			})
		}
	}
	status, _, complaint := d.command(nil, "archive", "show", "@changed.zip")
	require.Equal(t, exitUnreadable, status)
	require.Contains(t, complaint, "changed.zip")
}

// Nothing is overwritten, and no archive is written of what is not accepted.
func TestArchiveMake(t *testing.T) {
	d := keeping(t)
	before := d.file("kept.zip")
	d.write("letter.txt", []byte("Dear Noor"))
	for name, c := range map[string]struct {
		args   []string
		status int
		says   string
		made   bool
	}{
		"an archive that exists":               {[]string{"-web", "@web.json", "-o", "@kept.zip", "@badge.png"}, exitUsage, "-force", false},
		"no name":                              {[]string{"-web", "@web.json", "@badge.png"}, exitUsage, "-o is missing", false},
		"no badge":                             {[]string{"-web", "@web.json", "-o", "@new.zip"}, exitUsage, "no badge is named", false},
		"a forged badge":                       {[]string{"-web", "@web.json", "-o", "@new.zip", "@badge.png", "@forged.json"}, exitRejected, "-any", false},
		"a forged badge, kept":                 {[]string{"-web", "@web.json", "-o", "@new.zip", "-any", "@badge.png", "@forged.json"}, exitRejected, "", true},
		"nothing asked":                        {[]string{"-o", "@new.zip", "@badge.png"}, exitInconclusive, "-any", false},
		"a file that is not a badge":           {[]string{"-web", "@web.json", "-o", "@new.zip", "-any", "@badge.png", "@letter.txt"}, exitUnreadable, "not a badge", false},
		"an archive":                           {[]string{"-web", "@web.json", "-o", "@new.zip", "@kept.zip"}, exitUnreadable, "not a badge", false},
		"a key that cannot be read":            {[]string{"-web", "@web.json", "-o", "@new.zip", "-key", "@badge.png", "@badge.png"}, exitRejected, "key", false},
		"a method without a key":               {[]string{"-web", "@web.json", "-o", "@new.zip", "-method", "did:web:a#b", "@badge.png"}, exitUsage, "-method needs -key", false},
		"renews a file that is not an archive": {[]string{"-web", "@web.json", "-o", "@new.zip", "-renews", "@badge.png", "@badge.png"}, exitUnreadable, "badge.png", false},
		"renews an archive":                    {[]string{"-web", "@web.json", "-o", "@new.zip", "-renews", "@kept.zip", "@badge.png"}, exitAccepted, "", true},
		"a folder that is not there":           {[]string{"-web", "@web.json", "-o", "@absent/new.zip", "@badge.png"}, exitRejected, "new.zip", false},
	} {
		t.Run(name, func(t *testing.T) {
			status, _, complaint := d.command(nil, append([]string{"archive", "make", "-at", now}, c.args...)...)
			require.Equal(t, c.status, status, complaint)
			require.Contains(t, complaint, c.says)
			_, err := os.Stat(d.path("new.zip"))
			require.Equal(t, c.made, err == nil)
			os.Remove(d.path("new.zip"))
			require.Equal(t, before, d.file("kept.zip"))
		})
	}
	status, out, complaint := d.command(nil, "archive", "make", "-at", now, "-web", "@web.json", "-force", "-o", "@kept.zip", "-json", "@badge.png")
	require.Equal(t, exitAccepted, status, complaint)
	requireLine(t, strings.TrimSpace(out))
	require.NotEqual(t, before, d.file("kept.zip"))
}

// show lists what is in an archive, in both languages and for programs.
func TestArchiveShow(t *testing.T) {
	d := keeping(t)
	_, out, _ := d.command(nil, "archive", "show", "@kept.zip")
	for _, text := range []string{"made            2026-10-01T12:00:00Z", "proofs of time  1", "Laser cutting", didPage, "200, "} {
		require.Contains(t, out, text)
	}
	_, out, _ = d.command(nil, "archive", "show", "-lang", "nl", "@kept.zip")
	require.Contains(t, out, "tijdbewijzen    1")
	_, out, _ = d.command(nil, "archive", "show", "-json", "@kept.zip")
	var manifest struct{ Badges []struct{} }
	require.NoError(t, json.Unmarshal([]byte(out), &manifest))
	require.Len(t, manifest.Badges, 2)
}

func TestArchiveUsage(t *testing.T) {
	d := newDesk(t)
	for _, args := range [][]string{{}, {"keep"}, {"check"}, {"show"}, {"check", "-o", "new.zip", "a.zip"}, {"show", "-force", "a.zip"}, {"check", "-keeper", "@badge.png", "a.zip"},
		{"check", "-tsa", "@key.jwk", "a.zip"}, {"check", "-keys", "@key.jwk", "a.zip"}, {"check", "-json", "-q", "a.zip"}} {
		status, _, complaint := d.command(nil, append([]string{"archive"}, args...)...)
		require.Equal(t, exitUsage, status, args)
		require.Contains(t, complaint, "openbadges archive", args)
	}
}
