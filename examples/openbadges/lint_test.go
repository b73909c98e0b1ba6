package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
)

func TestLint(t *testing.T) {
	d := newDesk(t)
	t.Chdir(d.dir)
	d.write("class.json", []byte(class))
	d.write("profile.json", []byte(profile))
	d.write("short.json", []byte(strings.Replace(class, `"criteria":{"narrative":"Solder."},`, "", 1)))
	d.write("misspelt.json", []byte(strings.Replace(class, `"BadgeClass"`, `"BagdeClass"`, 1)))
	d.write("untyped.json", []byte(`{"a":1}`))
	for _, c := range []struct {
		file   string
		status int
		shows  []string
	}{
		{"badge.json", exitAccepted, []string{"credential, Open Badges 3.0", "follows its standard"}},
		{"badge.png", exitAccepted, []string{"credential, Open Badges 3.0"}},
		{"profile.json", exitAccepted, []string{"profile, Open Badges 2.0"}},
		{"short.json", exitRejected, []string{"achievement, Open Badges 2.0", "error", "criteria", "schema.required"}},
		{"misspelt.json", exitUnreadable, []string{"unknown kind", "BagdeClass"}},
		{"untyped.json", exitUnreadable, []string{"unknown kind", "missing"}},
		{"forged.json", exitAccepted, []string{"follows its standard"}},
	} {
		status, out, complaint := openbadges(t, "lint", c.file)
		require.Equal(t, c.status, status, out+complaint)
		for _, text := range c.shows {
			require.Contains(t, out, text)
		}
	}
	status, _, complaint := openbadges(t, "lint", "class.json", "missing.json")
	require.Contains(t, complaint, "no such file")
	require.NotEqual(t, exitAccepted, status)
	status, _, _ = openbadges(t, "lint")
	require.Equal(t, exitUsage, status)
}

func TestShow(t *testing.T) {
	d := newDesk(t)
	status, out, complaint := openbadges(t, "show", d.path("badge.png"))
	require.Equal(t, exitAccepted, status, complaint)
	for _, text := range []string{"not verified", "name         Laser cutting", school, "expires on   2027-10-01T00:00:00Z"} {
		require.Contains(t, out, text)
	}
	d.write("hostile.json", []byte(strings.ReplaceAll(string(d.file("badge.json")), "Laser cutting", `\u001b[2J\u202e`+strings.Repeat("x", 10_000))))
	_, out, _ = openbadges(t, "show", d.path("hostile.json"))
	require.False(t, strings.ContainsFunc(out, func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) }))
	require.Less(t, len(out), 10_000)
	status, _, _ = openbadges(t, "show", d.path("missing"))
	require.Equal(t, exitUnreadable, status)
}

// extract returns the bytes that bake was given, and remove returns the bare picture.
func TestPictures(t *testing.T) {
	d := newDesk(t)
	art, err := os.ReadFile("../quickstart/art/stadslab.png")
	require.NoError(t, err)
	d.write("art.png", art)
	d.write("class.json", []byte(class))
	t.Chdir(d.dir)
	for _, name := range []string{"badge.json", "badge.jwt"} {
		status, _, complaint := openbadges(t, "bake", "-o", "new-"+name+".png", "art.png", name)
		require.Equal(t, exitAccepted, status, complaint)
		_, out, _ := openbadges(t, "extract", "new-"+name+".png")
		require.Equal(t, strings.TrimSpace(string(d.file(name))), strings.TrimSpace(out))
	}
	status, _, complaint := openbadges(t, "remove", "badge.png", "-o", "bare.png")
	require.Equal(t, exitAccepted, status, complaint)
	require.Equal(t, art, d.file("bare.png"))
	for _, c := range []struct {
		args   []string
		status int
		says   string
	}{
		{[]string{"bake", "-o", "again.png", "badge.png", "badge.json"}, exitUnreadable, "badge.png"},
		{[]string{"bake", "-o", "bare.png", "art.png", "badge.json"}, exitRejected, "file exists"},
		{[]string{"bake", "-o", "class.png", "art.png", "class.json"}, exitUnreadable, "achievement"},
		{[]string{"bake", "art.png", "badge.json"}, exitUsage, "-o is missing"},
		{[]string{"bake", "-o", "x.png", "art.png"}, exitUsage, "wanted a picture and a badge"},
		{[]string{"extract", "art.png"}, exitUnreadable, "art.png"},
		{[]string{"extract", "missing.png"}, exitUnreadable, "no such file"},
		{[]string{"extract"}, exitUsage, "wanted one"},
		{[]string{"remove", "badge.png"}, exitUsage, "-o is missing"},
		{[]string{"explain", "a", "b", "c"}, exitUsage, "one or two"},
		{[]string{"version", "x"}, exitUsage, "not expected"},
	} {
		status, _, complaint := openbadges(t, c.args...)
		require.Equal(t, c.status, status, complaint)
		require.Contains(t, complaint, c.says)
	}
	require.NoFileExists(t, "again.png")
	status, _, complaint = openbadges(t, "bake", "-replace", "-o", "again.png", "badge.png", "badge.jwt")
	require.Equal(t, exitAccepted, status, complaint)
	_, out, _ := openbadges(t, "explain", "-web", "web.json", "-at", now, "badge.json", "forged.json")
	require.Contains(t, out, "they first differ")
}

// The scripts know every command and flag, and the shells that are here read them.
func TestCompletion(t *testing.T) {
	for _, shell := range []string{"bash", "zsh", "fish"} {
		status, script, _ := openbadges(t, "completion", shell)
		require.Equal(t, exitAccepted, status)
		for _, c := range commands() {
			require.Contains(t, script, c.name)
		}
		require.Contains(t, script, "status-issuer")
		if path, err := exec.LookPath(shell); err == nil {
			check := exec.CommandContext(t.Context(), path, "-n")
			check.Stdin = strings.NewReader(script)
			out, err := check.CombinedOutput()
			require.NoError(t, err, string(out))
		}
	}
	status, _, complaint := openbadges(t, "completion", "cmd")
	require.Equal(t, exitUsage, status)
	require.Contains(t, complaint, `"cmd" is unknown`)
	_, out, _ := openbadges(t, "version")
	require.Regexp(t, `^openbadges \S+, go1\.`, out)
}

// The rules of edubadges depend on the type of the badge and of the institution.
func TestLintEdubadges(t *testing.T) {
	d := newDesk(t)
	t.Chdir(d.dir)
	of := func(typ, credits string) []byte {
		const at = "https://api.edubadges.nl/public/"
		return []byte(`{"@context":"https://w3id.org/openbadges/v2","type":"BadgeClass","id":"` + at + `badges/AAAAAAAAAAAAAAAAAAAAAA","name":"Soldering","description":"Solders.",
			"image":"` + at + `badges/AAAAAAAAAAAAAAAAAAAAAA/image","criteria":{"narrative":"Solder."},"issuer":"` + at + `issuers/AAAAAAAAAAAAAAAAAAAAAA",
			"badge_class_type":"` + typ + `","extensions:ECTSExtension":{"@context":"https://api.edubadges.nl/static/extensions/ECTSExtension/context.json",
			"type":["Extension","extensions:ECTSExtension"],"ECTS":` + credits + `}}`)
	}
	for _, c := range []struct {
		typ, credits, institution string
		shows, hides              string
	}{
		{"micro_credential", "50", "HBO", "edubadges.range", "edubadges.institution"},
		{"micro_credential", "5", "HBO", "the learning outcome is missing", "edubadges.range"},
		{"extra_curricular", "5", "HBO", "", "the name of the quality assurance is missing"},
		{"micro_credential", "5", "", "edubadges.institution", "edubadges.range"},
	} {
		d.write("edubadge.json", of(c.typ, c.credits))
		_, out, complaint := openbadges(t, "lint", "-institution", c.institution, "edubadge.json")
		require.Contains(t, out, c.shows, complaint)
		require.NotContains(t, out, c.hides)
	}
	status, _, complaint := openbadges(t, "lint", "-institution", "school", "edubadge.json")
	require.Equal(t, exitUsage, status)
	require.Contains(t, complaint, "HBO/MBO")
}
