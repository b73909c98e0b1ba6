package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/x509"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/bake"
	"github.com/openbadges-go/openbadges/verify/fetch"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

const (
	school  = "did:web:school.example"
	didPage = "https://school.example/.well-known/did.json"
	address = "noor@student.example"
	now     = "2026-10-01T12:00:00Z"
	eduID   = "6f1c2a34-9d0e-4b57-8a21-3c5d7e9f0b12"
)

// desk is a folder with badges of one school, and the pages it publishes.
type desk struct {
	t      *testing.T
	dir    string
	signed *badge.Document
	token  *badge.Document
	net    fetch.Config
}

func newDesk(t *testing.T) *desk {
	w := verifytest.New(t)
	embedding, wrapping := w.Issuer("school.example", proof.EdDSARDFC2022), w.Issuer("tokens.example", proof.ES256)
	c := verifytest.Badge()
	c.Subject.Identifier = []badge.IdentityObject{embedding.HashedIdentity(badge.IdentifierEmailAddress, address), embedding.HashedIdentity(badge.IdentifierAccountID, eduID)}
	c.ValidUntil = "2027-10-01T00:00:00Z"
	d := &desk{t: t, dir: t.TempDir(), signed: w.Issue(embedding, c), token: w.Issue(wrapping, c)}

	page, err := embedding.ControllerDocument()
	require.NoError(t, err)
	d.write("pages/school.json", page)
	page, err = wrapping.ControllerDocument()
	require.NoError(t, err)
	d.write("pages/tokens.json", page)
	d.write("web.json", []byte(`{"`+didPage+`":"pages/school.json","https://tokens.example/.well-known/did.json":"pages/tokens.json"}`))

	d.write("badge.json", d.signed.Bytes())
	d.write("badge.jwt", append(d.token.Bytes(), '\n'))
	d.write("forged.json", bytes.Replace(d.signed.Bytes(), []byte("Laser cutting"), []byte("Laser-cutting"), 1))
	d.bake("badge.png", "stadslab.png", d.signed)
	d.bake("badge.svg", "stadslab.svg", d.token)

	public, err := key.FromPublic(w.Key("school.example", proof.EdDSARDFC2022).Public())
	require.NoError(t, err)
	d.write("key.jwk", public.JWK())
	d.write("keys.jwks", []byte(`{"keys":[`+string(public.JWK())+`]}`))
	der, err := x509.MarshalPKIXPublicKey(public.Public())
	require.NoError(t, err)
	d.write("key.pem", pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
	other, err := key.FromPublic(w.Key("somebody.example", proof.EdDSARDFC2022).Public())
	require.NoError(t, err)
	d.write("other.jwk", other.JWK())
	by := key.Signer{Key: w.Key("somebody.example", proof.EdDSARDFC2022), Method: "https://federation.example#1"}
	jwk := strings.TrimSuffix(string(public.JWK()), "}")
	for name, reason := range map[string]string{"history.jwt": "superseded", "stolen.jwt": "compromised"} {
		claims := fmt.Appendf(nil, `{"iss":"did:web:school.example","iat":1793500000,"keys":[%s,"kid":%q,"exp":1900000000,"revoked":{"revoked_at":1793000000,"reason":%q}}]}`,
			jwk, d.method(), reason)
		token, err := proof.SignClaims(t.Context(), claims, "jwk-set+jwt", by)
		require.NoError(t, err)
		d.write(name, append(token.Bytes(), '\n'))
	}
	return d
}

// method is the name of the key that signed badge.json.
func (d *desk) method() string {
	found, err := proof.Find(d.signed)
	require.NoError(d.t, err)
	return found[0].Method()
}

func (d *desk) path(name string) string { return filepath.Join(d.dir, name) }

func (d *desk) write(name string, data []byte) {
	d.t.Helper()
	require.NoError(d.t, os.MkdirAll(filepath.Dir(d.path(name)), 0o755))
	require.NoError(d.t, os.WriteFile(d.path(name), data, 0o644))
}

func (d *desk) bake(name, picture string, doc *badge.Document) {
	d.t.Helper()
	require.NoError(d.t, bake.EmbedFile(d.path(name), filepath.Join("../quickstart/art", picture), bake.Payload{Slot: bake.OB3, Data: doc.Bytes()}, bake.Options{}))
}

// file returns what there is in a file.
func (d *desk) file(name string) []byte {
	d.t.Helper()
	data, err := os.ReadFile(d.path(name))
	require.NoError(d.t, err)
	return data
}

// line is one line of -json.
type line struct {
	File, Verdict, Code, Pointer, Message string
	Payload                               map[string]string
	Report                                *struct {
		Binding string
		Checks  []struct{ Stage, Status, Code, Message string }
	}
}

// check runs the command; @NAME stands for a file of the desk.
func (d *desk) check(stdin io.Reader, args ...string) (status int, stdout, stderr string) {
	for i, a := range args {
		if name, ok := strings.CutPrefix(a, "@"); ok {
			args[i] = d.path(name)
		}
	}
	var out, err bytes.Buffer
	status = run(d.t.Context(), append([]string{"verify"}, args...), process{stdin: stdin, stdout: &out, stderr: &err, net: d.net})
	return status, out.String(), err.String()
}

// lines runs the command with -json and the clock of the world.
func (d *desk) lines(args ...string) (int, []line) {
	d.t.Helper()
	status, out, complaint := d.check(strings.NewReader(""), append([]string{"-json", "-at", now}, args...)...)
	require.Empty(d.t, complaint)
	var all []line
	for text := range strings.Lines(out) {
		requireLine(d.t, text)
		var l line
		read := json.NewDecoder(strings.NewReader(text))
		require.NoError(d.t, read.Decode(&l), text)
		all = append(all, l)
	}
	return status, all
}

func TestVerdicts(t *testing.T) {
	d := newDesk(t)
	for _, c := range []struct {
		name    string
		args    []string
		status  int
		verdict string
		code    string
	}{
		{"JSON", []string{"-web", "@web.json", "@badge.json"}, exitAccepted, "accepted", "signature.valid"},
		{"JWT", []string{"-web", "@web.json", "@badge.jwt"}, exitAccepted, "accepted", "signature.valid"},
		{"PNG", []string{"-web", "@web.json", "@badge.png"}, exitAccepted, "accepted", "signature.valid"},
		{"SVG", []string{"-web", "@web.json", "@badge.svg"}, exitAccepted, "accepted", "signature.valid"},
		{"offline", []string{"@badge.json"}, exitInconclusive, "inconclusive", "fetch.offline"},
		{"forged", []string{"-web", "@web.json", "@forged.json"}, exitRejected, "rejected", "proof.signature"},
		{"the issuer", []string{"-web", "@web.json", "-issuer", school, "@badge.json"}, exitAccepted, "accepted", "signature.valid"},
		{"one of two issuers", []string{"-web", "@web.json", "-issuer", "did:web:x.example", "-issuer", school, "@badge.json"}, exitAccepted, "accepted", "signature.valid"},
		{"another issuer", []string{"-web", "@web.json", "-issuer", "did:web:x.example", "@badge.json"}, exitRejected, "rejected", "trust.unlisted"},
		{"expired", []string{"-web", "@web.json", "-at", "2028-01-01T00:00:00Z", "@badge.json"}, exitRejected, "rejected", "time.expired"},
		{"not yet valid", []string{"-web", "@web.json", "-at", "2026-01-01T00:00:00+01:00", "@badge.json"}, exitRejected, "rejected", "proof.future"},
		{"the recipient by address", []string{"-web", "@web.json", "-recipient", "emailAddress=" + address, "@badge.json"}, exitAccepted, "accepted", "signature.valid"},
		{"the recipient by id", []string{"-web", "@web.json", "-recipient", "id=did:example:learner", "@badge.json"}, exitAccepted, "accepted", "signature.valid"},
		{"another recipient", []string{"-web", "@web.json", "-recipient", "emailAddress=other@student.example", "@badge.json"}, exitRejected, "rejected", "recipient.mismatch"},
		{"ED-2 an eduID as account", []string{"-web", "@web.json", "-recipient", "eduid=" + eduID, "@badge.json"}, exitAccepted, "accepted", "signature.valid"},
		{"ED-2 in capitals", []string{"-web", "@web.json", "-recipient", "eduid=" + strings.ToUpper(eduID), "@badge.jwt"}, exitAccepted, "accepted", "signature.valid"},
		{"ED-2 another eduID", []string{"-web", "@web.json", "-recipient", "eduid=7" + eduID[1:], "@badge.json"}, exitRejected, "rejected", "recipient.mismatch"},
		{"pinned JWK", []string{"-keys", "@key.jwk", "@badge.json"}, exitAccepted, "accepted", "signature.valid"},
		{"pinned JWK set", []string{"-keys", "@keys.jwks", "@badge.json"}, exitAccepted, "accepted", "signature.valid"},
		{"pinned PEM", []string{"-keys", "@key.pem", "@badge.json"}, exitAccepted, "accepted", "signature.valid"},
		{"pinned for the issuer", []string{"-keys", "@key.pem", "-issuer", school, "@badge.json"}, exitAccepted, "accepted", "signature.valid"},
		{"pinned for another issuer", []string{"-keys", "@key.pem", "-issuer", "did:web:x.example", "@badge.json"}, exitRejected, "rejected", "trust.unlisted"},
		{"a former key", []string{"-at", "2026-12-01T00:00:00Z", "-keys", "@other.jwk", "-history", "@history.jwt", "@badge.json"}, exitInconclusive, "inconclusive", "key.claimed_time"},
		{"a stolen key", []string{"-at", "2026-12-01T00:00:00Z", "-keys", "@other.jwk", "-history", "@stolen.jwt", "@badge.json"}, exitRejected, "rejected", "key.revoked"},
		{"another key pinned", []string{"-web", "@web.json", "-keys", "@other.jwk", "@badge.json"}, exitRejected, "rejected", "proof.signature"},
		{"compat", []string{"-web", "@web.json", "-compat", "1edtech", "@badge.json"}, exitAccepted, "accepted", "signature.valid"},
	} {
		t.Run(c.name, func(t *testing.T) {
			status, lines := d.lines(c.args...)
			require.Equal(t, c.status, status)
			require.Len(t, lines, 1)
			require.Equal(t, d.path(c.args[len(c.args)-1][1:]), lines[0].File)
			require.Equal(t, c.verdict, lines[0].Verdict, lines[0].Message)
			require.Equal(t, c.code, lines[0].Code)
			require.NotNil(t, lines[0].Report)
		})
	}
}

// chunk is a chunk of a PNG.
func chunk(kind, data string) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	out = append(out, kind+data...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
}

func TestUnreadable(t *testing.T) {
	d := newDesk(t)
	png, svg := d.file("badge.png"), d.file("badge.svg")
	bare, err := os.ReadFile("../quickstart/art/stadslab.png")
	require.NoError(t, err)
	for _, c := range []struct {
		name, code string
		data       []byte
		verdict    string
		status     int
	}{
		{"a picture without a badge", "bake.not_baked", bare, "unreadable", exitUnreadable},
		{"an SVG without a badge", "bake.not_baked", []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), "unreadable", exitUnreadable},
		{"half a PNG", "png.truncated", png[:len(png)/2], "unreadable", exitUnreadable},
		{"a PNG with a flipped bit", "png.checksum", append(append(bytes.Clone(png[:5000]), png[5000]^1), png[5001:]...), "unreadable", exitUnreadable},
		{"half an SVG", "svg.truncated", svg[:len(svg)/2], "unreadable", exitUnreadable},
		{"a JPEG", "bake.unsupported_format", []byte("\xff\xd8\xff\xe0\x00\x10JFIF"), "unreadable", exitUnreadable},
		{"a GIF", "bake.unsupported_format", []byte("GIF89a\x01\x00"), "unreadable", exitUnreadable},
		{"a WebP", "bake.unsupported_format", []byte("RIFF\x10\x00\x00\x00WEBPVP8 "), "unreadable", exitUnreadable},
		{"a PDF", "bake.unsupported_format", []byte("%PDF-1.7\n"), "unreadable", exitUnreadable},
		{"a compressed SVG", "bake.unsupported_format", []byte("\x1f\x8b\x08\x00"), "unreadable", exitUnreadable},
		{"a UTF-16 SVG", "svg.encoding", []byte("\xff\xfe<\x00s\x00"), "unreadable", exitUnreadable},
		{"UTF-16 JSON", "badge.format", []byte("\xff\xfe{\x00}\x00"), "unreadable", exitUnreadable},
		{"a page", "bake.unsupported_format", []byte("<html></html>"), "unreadable", exitUnreadable},
		{"nothing", "badge.format", nil, "unreadable", exitUnreadable},
		{"some text", "badge.format", []byte("hello"), "unreadable", exitUnreadable},
		{"half a document", "json.truncated", d.signed.Bytes()[:300], "rejected", exitRejected},
		{"half a token", "badge.format", d.token.Bytes()[:40], "unreadable", exitUnreadable},
	} {
		t.Run(c.name, func(t *testing.T) {
			d.write("input", c.data)
			status, lines := d.lines("@input")
			require.Equal(t, c.status, status)
			require.Equal(t, c.verdict, lines[0].Verdict)
			require.Equal(t, c.code, lines[0].Code, lines[0].Message)
			require.NotEmpty(t, lines[0].Message)
			_, out, complaint := d.check(nil, "@input")
			require.Empty(t, complaint)
			require.Equal(t, 1, strings.Count(out, c.code), out)
			if c.verdict == "unreadable" {
				require.NotRegexp(t, "(?i)reject|accepted", out)
			}
		})
	}
}

// A file that cannot be read is an error, and no verdict.
func TestNoInput(t *testing.T) {
	d := newDesk(t)
	require.NoError(t, os.Mkdir(d.path("bare"), 0o755))
	for name, code := range map[string]string{"@missing": codeMissing, "@bare": codeUnreadable} {
		status, out, complaint := d.check(nil, name)
		require.Equal(t, exitUnreadable, status)
		require.Empty(t, out)
		require.Equal(t, 1, strings.Count(complaint, code), complaint)
		require.NotRegexp(t, "(?i)reject", complaint)
		status, lines := d.lines(name)
		require.Equal(t, exitUnreadable, status)
		require.Equal(t, "unreadable", lines[0].Verdict)
		require.Equal(t, code, lines[0].Code)
	}
}

// RE-45: a file that the user may not read says so.
func TestNoPermission(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may read every file")
	}
	d := newDesk(t)
	require.NoError(t, os.Chmod(d.path("badge.json"), 0))
	status, lines := d.lines("@badge.json")
	require.Equal(t, exitUnreadable, status)
	require.Equal(t, codeUnreadable, lines[0].Code)
	require.Contains(t, lines[0].Message, "permission denied")
}

// Under -json every input has its object, also where the command line makes no
// sense.
func TestUsageAsJSON(t *testing.T) {
	for _, args := range [][]string{{"-json"}, {"-json", "-at", "noon", "a.json"}, {"-json", "-explain", "a.json", "b.json"}, {"-unknown", "-json", "a.json"}, {"-json", "ftp://a.example/1"}} {
		var out, complaint bytes.Buffer
		require.Equal(t, exitUsage, run(t.Context(), append([]string{"verify"}, args...), process{stdout: &out, stderr: &complaint}))
		require.Contains(t, complaint.String(), "usage: openbadges verify")
		for text := range strings.Lines(out.String()) {
			requireLine(t, text)
			var l line
			require.NoError(t, json.Unmarshal([]byte(text), &l))
			require.Equal(t, codeUsage, l.Code)
			require.Equal(t, "unreadable", l.Verdict)
		}
		require.NotEmpty(t, out.String())
	}
}

// The payload names exactly the bytes that were judged.
func TestPayload(t *testing.T) {
	d := newDesk(t)
	sum := func(data []byte) string {
		s := sha256.Sum256(data)
		return hex.EncodeToString(s[:])
	}
	_, lines := d.lines("-web", "@web.json", "@badge.png", "@badge.svg", "@badge.json", "@badge.jwt", "@missing")
	for i, want := range []map[string]string{
		{"slot": "openbadgecredential", "sha256": sum(d.signed.Bytes())},
		{"slot": "openbadgecredential", "sha256": sum(d.token.Bytes())},
		{"slot": "", "sha256": sum(d.signed.Bytes())},
		{"slot": "", "sha256": sum(d.file("badge.jwt"))},
		{"slot": "", "sha256": ""},
	} {
		require.Equal(t, want, lines[i].Payload)
	}
}

// The worst verdict decides the exit status, and one bad file does not hide
// the others.
func TestSeveralFiles(t *testing.T) {
	d := newDesk(t)
	d.write("one.json", []byte(`{"`+didPage+`":"pages/school.json"}`))
	d.write("web.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`))
	for _, c := range []struct {
		files  []string
		status int
	}{
		{[]string{"@badge.json", "@badge.png"}, exitAccepted},
		{[]string{"@badge.json", "@badge.jwt"}, exitInconclusive},
		{[]string{"@forged.json", "@badge.jwt", "@badge.json"}, exitRejected},
		{[]string{"@badge.jwt", "@missing", "@badge.json"}, exitInconclusive},
		{[]string{"@badge.jwt", "@web.svg", "@badge.json"}, exitInconclusive},
		{[]string{"@web.svg", "@missing", "@badge.json"}, exitUnreadable},
		{[]string{"@missing", "@forged.json"}, exitRejected},
	} {
		status, lines := d.lines(append([]string{"-web", "@one.json"}, c.files...)...)
		require.Equal(t, c.status, status)
		require.Len(t, lines, len(c.files))
		for _, l := range lines {
			require.Equal(t, strings.HasSuffix(l.File, "badge.json"), l.Verdict == "accepted" && strings.HasSuffix(l.File, ".json"))
		}
	}
}

func TestStandardInput(t *testing.T) {
	d := newDesk(t)
	for _, name := range []string{"badge.png", "badge.svg", "badge.json", "badge.jwt"} {
		status, out, _ := d.check(bytes.NewReader(d.file(name)), "-json", "-at", now, "-web", "@web.json", "-")
		require.Equal(t, exitAccepted, status, out)
		require.Contains(t, out, `"file":"-"`)
	}
	status, out, _ := d.check(failing{}, "-json", "-")
	require.Equal(t, exitUnreadable, status)
	require.Contains(t, out, codeUnreadable)
}

type failing struct{}

func (failing) Read([]byte) (int, error)  { return 0, errors.New("the tape is torn") }
func (failing) Write([]byte) (int, error) { return 0, errors.New("the disk is full") }

func TestForPeople(t *testing.T) {
	d := newDesk(t)
	_, out, complaint := d.check(nil, "-at", now, "-web", "@web.json", "@badge.png", "@missing")
	require.Contains(t, out, "Genuine.")
	require.Contains(t, out, "any issuer", "that no issuer was named")
	require.Contains(t, complaint, codeMissing)
	_, out, _ = d.check(nil, "-at", now, "-web", "@web.json", "-issuer", school, "@badge.png")
	require.NotContains(t, out, "any issuer")
}

// X07, X14: nothing that a badge or a file name says is obeyed by a terminal.
func TestTerminal(t *testing.T) {
	w := verifytest.New(t)
	evil := "\x1b[2J\x1b]0;title\a\u009b2J\u202egnp.exe\r\n" + strings.Repeat("long", 1000)
	c := verifytest.Badge()
	c.Name = evil
	c.Subject.Achievement.Name = evil
	signed := w.Issue(w.Issuer("school.example", proof.EdDSARDFC2022), c)
	d := &desk{t: t, dir: t.TempDir()}
	d.write("badge.json", signed.Bytes())
	d.write("\x1b[31m\u202e.json", bytes.Replace(signed.Bytes(), []byte("did:example"), []byte("did:\\u001b[2J"), 1))
	d.write("\u009b.svg", []byte("<svg xmlns='http://www.w3.org/2000/svg'><\u202e\u009b></svg>"))
	files := []string{"@badge.json", "@\x1b[31m\u202e.json", "@\u009b.svg", "@missing\x1b[2J"}
	for id, args := range map[string][]string{"X07": {"-at", now}, "X14": {"-json", "-at", now}} {
		t.Run(id, func(t *testing.T) {
			_, out, complaint := d.check(nil, append(args, files...)...)
			for _, r := range out + complaint {
				require.True(t, r == '\n' || unicode.IsPrint(r), "%U reaches the terminal", r)
			}
			if id == "X07" {
				require.Less(t, len(out), 40_000)
				return
			}
			require.Len(t, strings.Split(strings.TrimSpace(out), "\n"), len(files))
			var l struct {
				Report struct{ Claims struct{ Name string } }
			}
			first, _, _ := strings.Cut(out, "\n")
			require.NoError(t, json.Unmarshal([]byte(first), &l))
			require.Equal(t, evil, l.Report.Claims.Name, "the escapes mean what was said")
		})
	}
}

func TestCancelled(t *testing.T) {
	d := newDesk(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out bytes.Buffer
	require.Equal(t, exitInconclusive, run(ctx, []string{"verify", "-at", now, "-web", d.path("web.json"), d.path("badge.json")}, process{stdout: &out, stderr: io.Discard}), out.String())
}

// -lang gives the report in words, in Dutch or English.
func TestLanguages(t *testing.T) {
	d := newDesk(t)
	for lang, want := range map[string]string{"en": "This badge is genuine", "nl": "Deze badge is echt"} {
		status, out, complaint := d.check(nil, "-lang", lang, "-at", now, "-web", "@web.json", "@badge.json")
		require.Equal(t, exitAccepted, status, complaint)
		require.Contains(t, out, want)
	}
	status, _, complaint := d.check(nil, "-lang", "fr", "@badge.json")
	require.Equal(t, exitUsage, status)
	require.Contains(t, complaint, "en or nl")
}

// A table and its totals are in the language too, and so is why an input is not a badge.
func TestTableInLanguages(t *testing.T) {
	d := newDesk(t)
	require.NoError(t, os.WriteFile(d.path("letter.txt"), []byte("Dear school"), 0o600))
	status, out, complaint := d.check(nil, "-q", "-lang", "nl", "-at", now, "-web", "@web.json", "@badge.json", "@letter.txt")
	require.Equal(t, exitUnreadable, status, complaint)
	lines := strings.Split(strings.TrimSpace(out), "\n")
	require.Len(t, lines, 3)
	require.Regexp(t, `^Echt +".*badge\.json" +".*" heeft ".*" uitgereikt aan `, lines[0])
	require.Regexp(t, `^Geen badge +".*letter\.txt" +Dit is geen badge: .* \(badge\.format\)$`, lines[1])
	require.Equal(t, "Invoer: 2 (1 × echt, 0 × niet geldig, 0 × kon niet worden vastgesteld, 1 × geen badge)", lines[2])
	_, out, _ = d.check(nil, "-csv", "-lang", "nl", "@letter.txt")
	require.Contains(t, out, "unreadable,badge.format,\"Dit is geen badge")
	_, out, complaint = d.check(nil, "-lang", "nl", "@letter.txt", "@absent.png")
	require.Contains(t, out, "Dit is geen badge")
	require.Contains(t, complaint, "Dit bestand bestaat niet")
}

// A private key that is taken for a badge is not shown, in any output.
func TestPrivateKeyForABadge(t *testing.T) {
	atDesk(t)
	text, err := os.ReadFile("key.pem")
	require.NoError(t, err)
	body := strings.Split(string(text), "\n")[1]
	require.Greater(t, len(body), 40)
	for _, how := range []string{"-json", "-csv", "-q", "-lang=nl", "-html=page.html"} {
		status, out, complaint := openbadges(t, "verify", how, "key.pem")
		require.Equal(t, exitUnreadable, status)
		require.NotContains(t, out+complaint, body[:20], how)
	}
	page, err := os.ReadFile("page.html")
	require.NoError(t, err)
	require.NotContains(t, string(page), body[:20])
}
