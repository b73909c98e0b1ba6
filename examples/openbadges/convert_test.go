package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/edubadges"
	"github.com/openbadges-go/openbadges/bake"
)

const (
	context2  = `{"@context":"https://w3id.org/openbadges/v2",`
	base      = "https://api.edubadges.nl/public/"
	identity  = `"recipient":{"type":"id","hashed":true,"salt":"s","identity":"sha256$` + "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" + `"}`
	assertion = context2 + `"type":"Assertion","id":"` + base + `assertions/1","badge":"` + base + `badges/1","issuedOn":"2026-05-01T10:20:30Z",` + identity + `,"verification":{"type":"HostedBadge"}}`
	class     = context2 + `"type":"BadgeClass","id":"` + base + `badges/1","name":"Soldering","description":"Solders.","image":"` + base + `badges/1/image",
		"criteria":{"narrative":"Solder."},"issuer":"` + base + `issuers/1","extensions:ECTSExtension":{"@context":"https://api.edubadges.nl/static/extensions/ECTSExtension/context.json",
		"type":["Extension","extensions:ECTSExtension"],"ECTS":2.5},"stackable":true}`
	profile = context2 + `"type":"Issuer","id":"` + base + `issuers/1","name":"The School","url":"https://school.example","email":"badges@school.example"}`
)

// drawer is a folder with documents.
type drawer struct {
	t   *testing.T
	dir string
}

func newDrawer(t *testing.T) *drawer {
	d := &drawer{t, t.TempDir()}
	for name, text := range map[string]string{"assertion.json": assertion, "class.json": class, "issuer.json": profile} {
		d.write(name, text)
	}
	return d
}

func (d *drawer) path(name string) string { return filepath.Join(d.dir, name) }

func (d *drawer) write(name, text string) {
	require.NoError(d.t, os.WriteFile(d.path(name), []byte(text), 0o644))
}

// convert runs the command; @NAME stands for a file of the drawer.
func (d *drawer) convert(stdin io.Reader, args ...string) (status int, stdout, stderr string) {
	args = slices.Clone(args)
	for i, a := range args {
		if name, ok := strings.CutPrefix(a, "@"); ok {
			args[i] = d.path(name)
		}
	}
	var out, complaint bytes.Buffer
	status = run(d.t.Context(), append([]string{"convert"}, args...), process{stdin: stdin, stdout: &out, stderr: &complaint})
	return status, out.String(), complaint.String()
}

func parsed(t *testing.T, text string) *badge.Document {
	t.Helper()
	d, err := badge.Parse([]byte(text))
	require.NoError(t, err)
	return d
}

// A badge of either version converts to the other, with a list of what is lost.
func TestConvert(t *testing.T) {
	d := newDrawer(t)
	status, out, messages := d.convert(nil, "-to", "3.0", "@assertion.json", "@issuer.json", "@class.json")
	require.Equal(t, exitAccepted, status, messages)
	made := parsed(t, out)
	require.Equal(t, badge.OB3, made.Version())
	c := made.Credential()
	require.Equal(t, "Soldering", c.Subject.Achievement.Name)
	require.Equal(t, "The School", c.Issuer.Name)
	require.Contains(t, c.ID, "urn:uuid:")
	require.Contains(t, messages, "not signed")
	require.Contains(t, messages, `(convert.lost at "/badge/extensions:ECTSExtension")`)
	require.Contains(t, messages, `(convert.value at "/recipient/type")`)

	d.write("three.json", out)
	status, out, messages = d.convert(nil, "-to", "2.0", "@three.json")
	require.Equal(t, exitInconclusive, status, "the new one has no verification")
	require.Contains(t, messages, "the new document: ")
	require.Contains(t, messages, "verification")
	require.Equal(t, badge.OB2, parsed(t, out).Version())
}

// A badge that only links to its class converts to an incomplete one, and the
// output says so.
func TestLinked(t *testing.T) {
	d := newDrawer(t)
	status, out, messages := d.convert(nil, "-to", "3.0", "@assertion.json")
	require.Equal(t, exitInconclusive, status)
	require.NotEmpty(t, out)
	require.Contains(t, messages, `(convert.linked at "/badge")`)
}

func TestEducredentials(t *testing.T) {
	d := newDrawer(t)
	status, out, messages := d.convert(nil, "-to", "educredentials", "@assertion.json", "@class.json", "@issuer.json")
	made := parsed(t, out)
	require.Equal(t, edubadges.DialectProfile, edubadges.DialectOf(made))
	ects, _ := made.At("/credentialSubject/achievement/ECTS")
	require.Equal(t, "2.5", string(ects))
	require.Equal(t, exitAccepted, status, messages)
	require.Contains(t, messages, fmt.Sprintf(`%q: the profile cannot state whether a badge is stackable (edubadges.lost at "/stackable")`, d.path("class.json")))
	for _, row := range []struct{ name, text, says string }{
		{"3.0", out, "is not an edubadge of Open Badges 2.0"},
		{"another 2.0", strings.ReplaceAll(assertion, `"type":"id"`, `"type":"email"`), "is not an edubadge of Open Badges 2.0"},
		{"a class", class, "is not an edubadge of Open Badges 2.0"},
		{"revoked", strings.Replace(assertion, `"badge"`, `"revoked":true,"badge"`, 1), "has been revoked"},
	} {
		d.write("other.json", row.text)
		status, out, messages := d.convert(nil, "-to", "educredentials", "@other.json")
		require.Equal(t, exitRejected, status, row.name)
		require.Empty(t, out)
		require.Contains(t, messages, row.says)
	}
}

// Input may be a picture, standard input, or a badge before 2.0.
func TestSources(t *testing.T) {
	d := newDrawer(t)
	for _, name := range []string{"stadslab.png", "stadslab.svg"} {
		require.NoError(t, bake.EmbedFile(d.path(name), "../quickstart/art/"+name, bake.Payload{Slot: bake.OB2, Data: []byte(assertion), URL: base + "assertions/1"}, bake.Options{}))
		status, out, messages := d.convert(nil, "-to", "3.0", "@"+name, "@class.json", "@issuer.json")
		require.Equal(t, exitAccepted, status, messages)
		require.NotEmpty(t, out)
	}
	status, _, messages := d.convert(strings.NewReader(assertion), "-to", "3.0", "-", "@class.json", "@issuer.json")
	require.Equal(t, exitAccepted, status, messages)

	const old = `{"@context":"https://w3id.org/openbadges/v1","type":"Assertion","id":"https://x.example/1","uid":"1","recipient":{"type":"email","hashed":false,"identity":"noor@student.example"},
		"issuedOn":"2014-06-19T00:00:00Z","badge":{"type":"BadgeClass","id":"https://x.example/b","name":"n","description":"d","image":"https://x.example/i","criteria":"https://x.example/c",
		"issuer":{"type":"Issuer","id":"https://x.example/","name":"i","url":"https://x.example/"}},"verify":{"type":"hosted","url":"https://x.example/1"}}`
	for to, version := range map[string]badge.Version{"2.0": badge.OB2, "3.0": badge.OB3} {
		_, out, messages := d.convert(strings.NewReader(old), "-to", to, "-")
		require.Equal(t, version, parsed(t, out).Version())
		require.Contains(t, messages, "(upgrade.")
	}
}

// -o makes a new file, and none if the conversion fails.
func TestOutput(t *testing.T) {
	d := newDrawer(t)
	args := []string{"-to", "3.0", "-o", "@new.json", "@assertion.json", "@class.json", "@issuer.json"}
	status, out, messages := d.convert(nil, args...)
	require.Equal(t, exitAccepted, status, messages)
	require.Empty(t, out)
	text, err := os.ReadFile(d.path("new.json"))
	require.NoError(t, err)
	require.Equal(t, badge.OB3, parsed(t, string(text)).Version())

	status, _, messages = d.convert(nil, args...)
	require.Equal(t, exitRejected, status)
	require.Contains(t, messages, "file exists")
	again, err := os.ReadFile(d.path("new.json"))
	require.NoError(t, err)
	require.Equal(t, text, again)

	status, _, messages = d.convert(nil, "-to", "3.0", "-o", "@none/new.json", "@assertion.json")
	require.Equal(t, exitRejected, status)
	require.Contains(t, messages, "no such file")
	require.NotContains(t, messages, "new document")
	status, _, _ = d.convert(nil, "-to", "3.0", "-o", "@fresh.json", "@missing")
	require.Equal(t, exitRejected, status)
	require.NoFileExists(t, d.path("fresh.json"))

	require.Equal(t, exitRejected, run(t.Context(), []string{"convert", "-to", "3.0", d.path("assertion.json")}, process{stdout: failing{}, stderr: io.Discard}))
}

// Input that is not a badge gives an error and no output.
func TestConvertInput(t *testing.T) {
	d := newDrawer(t)
	d.write("empty", "")
	d.write("half.json", assertion[:100])
	d.write("twice.json", `{"type":"Assertion","type":"Assertion"}`)
	d.write("page.html", "<html></html>")
	d.write("signed.json", `{"@context":["`+badge.ContextVC2+`"],"type":["VerifiableCredential","BitstringStatusListCredential"]}`)
	d.write("huge", "")
	require.NoError(t, os.Truncate(d.path("huge"), maxInput+1))
	bare, err := os.ReadFile("../quickstart/art/stadslab.png")
	require.NoError(t, err)
	d.write("bare.png", string(bare))
	for name, row := range map[string]struct {
		args []string
		says string
	}{
		"missing":                {[]string{"@missing"}, "no such file"},
		"a folder":               {[]string{"@."}, "folder"},
		"empty":                  {[]string{"@empty"}, "badge.format"},
		"empty standard input":   {[]string{"-"}, "badge.format"},
		"too large":              {[]string{"@huge"}, "larger than 67108864 bytes"},
		"half a document":        {[]string{"@half.json"}, "json."},
		"a member twice":         {[]string{"@twice.json"}, "json."},
		"a page":                 {[]string{"@page.html"}, "web page"},
		"a picture without":      {[]string{"@bare.png"}, "holds no badge"},
		"a status list":          {[]string{"@signed.json"}, "convert.version"},
		"a class of another":     {[]string{"@assertion.json", "@issuer.json"}, "is neither the class nor the issuer of the badge"},
		"the same version":       {[]string{"-to", "2.0", "@assertion.json"}, "convert.version"},
		"no class in the second": {[]string{"@assertion.json", "@empty"}, "badge.format"},
	} {
		t.Run(name, func(t *testing.T) {
			status, out, messages := d.convert(strings.NewReader(""), append([]string{"-to", "3.0"}, row.args...)...)
			require.Equal(t, exitRejected, status)
			require.Empty(t, out)
			require.Contains(t, messages, row.says)
		})
	}
	status, _, messages := d.convert(failing{}, "-to", "3.0", "-")
	require.Equal(t, exitRejected, status)
	require.Contains(t, messages, "the tape is torn")
}

func TestConvertUsage(t *testing.T) {
	d := newDrawer(t)
	for name, row := range map[string]struct {
		args []string
		says string
	}{
		"nothing":              {nil, "-to is missing"},
		"no version":           {[]string{"@assertion.json"}, "-to is missing"},
		"another version":      {[]string{"-to", "4.0", "@assertion.json"}, `-to is "4.0", wanted 3.0, 2.0 or educredentials`},
		"no badge":             {[]string{"-to", "3.0"}, "the badge is missing"},
		"too many":             {[]string{"-to", "3.0", "a", "b", "c", "d"}, "there are 4 files"},
		"an unknown flag":      {[]string{"-sign", "@assertion.json"}, "-sign"},
		"no value":             {[]string{"-to"}, "-to"},
		"standard input twice": {[]string{"-to", "3.0", "-", "-"}, "may be given only once"},
	} {
		t.Run(name, func(t *testing.T) {
			status, out, messages := d.convert(strings.NewReader(assertion), row.args...)
			require.Equal(t, exitUsage, status)
			require.Empty(t, out)
			require.Contains(t, messages, row.says)
			require.Contains(t, messages, "usage: openbadges convert")
		})
	}
	status, messages, _ := d.convert(nil, "-h")
	require.Equal(t, exitAccepted, status)
	require.Contains(t, messages, "\n  -to VERSION")
	require.Contains(t, messages, "\n  -o FILE")
}
