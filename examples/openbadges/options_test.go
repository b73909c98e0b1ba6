package main

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// An error of usage names the flag and what was wanted.
func TestUsage(t *testing.T) {
	d := newDesk(t)
	d.write("list.json", []byte(`["`+didPage+`"]`))
	d.write("null.json", []byte(`null`))
	d.write("numbers.json", []byte(`{"https://school.example":1}`))
	d.write("broken.json", []byte(`{"https://school.example":`))
	d.write("lost.json", []byte(`{"https://school.example":"pages/none.json"}`))
	d.write("folder.json", []byte(`{"https://school.example":"pages"}`))
	d.write("empty", nil)
	d.write("private.jwk", []byte(`{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"}`))
	for name, c := range map[string]struct {
		args []string
		says string
	}{
		"no badge":                {nil, "no badge is named"},
		"flags alone":             {[]string{"-json"}, "no badge is named"},
		"an unknown flag":         {[]string{"-trust-everyone", "@badge.json"}, "-trust-everyone"},
		"a hostile flag":          {[]string{"-\x1b[2J", "@badge.json"}, `-\u001b[2J`},
		"no value":                {[]string{"-at"}, "-at"},
		"a day for a time":        {[]string{"-at", "2026-10-01", "@badge.json"}, "-at: wanted a time such as 2026-10-01T12:00:00Z"},
		"a time without zone":     {[]string{"-at", "2026-10-01T12:00:00", "@badge.json"}, "-at: wanted a time such as"},
		"a day that is none":      {[]string{"-at", "2026-02-30T12:00:00Z", "@badge.json"}, "-at: wanted a time such as"},
		"an empty issuer":         {[]string{"-issuer", "", "@badge.json"}, "-issuer: wanted the DID or URL"},
		"the name of an issuer":   {[]string{"-issuer", "The School", "@badge.json"}, "-issuer: wanted the DID or URL"},
		"an issuer without https": {[]string{"-issuer", "school.example", "@badge.json"}, "-issuer: wanted the DID or URL"},
		"an issuer of nonsense":   {[]string{"-issuer", "https://school.example/%zz", "@badge.json"}, "-issuer: wanted the DID or URL"},
		"a recipient as such":     {[]string{"-recipient", address, "@badge.json"}, "-recipient: wanted a type and a value"},
		"an empty recipient":      {[]string{"-recipient", "email=", "@badge.json"}, "-recipient: wanted a type and a value"},
		"a recipient untyped":     {[]string{"-recipient", "=" + address, "@badge.json"}, "-recipient: wanted a type and a value"},
		"an unknown profile":      {[]string{"-compat", "everything", "@badge.json"}, "-compat: the only profile is 1edtech"},
		"no such map":             {[]string{"-web", "@none.json", "@badge.json"}, "-web: no such file"},
		"a map that is a folder":  {[]string{"-web", "@pages", "@badge.json"}, "is not a folder that issue made"},
		"a map that is empty":     {[]string{"-web", "@empty", "@badge.json"}, "-web: it holds no JSON object"},
		"a map that is a list":    {[]string{"-web", "@list.json", "@badge.json"}, "-web: it holds no JSON object"},
		"a map that is null":      {[]string{"-web", "@null.json", "@badge.json"}, "-web: it holds no JSON object"},
		"a map to numbers":        {[]string{"-web", "@numbers.json", "@badge.json"}, "-web: it holds no JSON object"},
		"half a map":              {[]string{"-web", "@broken.json", "@badge.json"}, "-web: it holds no JSON object"},
		"a map to no file":        {[]string{"-web", "@lost.json", "@badge.json"}, `the page "https://school.example" cannot be read: no such file`},
		"a map to a folder":       {[]string{"-web", "@folder.json", "@badge.json"}, `the page "https://school.example" cannot be read: is a directory`},
		"no such keys":            {[]string{"-keys", "@none.jwk", "@badge.json"}, "-keys: no such file"},
		"keys that are none":      {[]string{"-keys", "@badge.json", "@badge.json"}, "-keys: "},
		"keys that are empty":     {[]string{"-keys", "@empty", "@badge.json"}, "-keys: "},
		"keys that are private":   {[]string{"-keys", "@private.jwk", "@badge.json"}, "-keys: "},
		"no such history":         {[]string{"-history", "@none.jwt", "@badge.json"}, "-history: no such file"},
		"a history without keys":  {[]string{"-history", "@history.jwt", "@badge.json"}, "-history: key.history_signer"},
		"a history of others":     {[]string{"-history", "@history.jwt", "-keys", "@key.jwk", "@badge.json"}, "-history: proof.signature"},
		"a history that is none":  {[]string{"-history", "@badge.json", "-keys", "@key.jwk", "@badge.json"}, "-history: key.history_token"},
		"standard input twice":    {[]string{"-", "@badge.json", "-"}, "standard input can be read once"},
		"another scheme":          {[]string{"-net", "FILE:///etc/passwd"}, "wanted one that starts with https://"},
		"two sorts of output":     {[]string{"-json", "-explain", "@badge.json"}, "-explain is for people"},
	} {
		t.Run(name, func(t *testing.T) {
			status, out, complaint := d.check(strings.NewReader(""), c.args...)
			require.Equal(t, exitUsage, status)
			require.Equal(t, slices.Contains(c.args, "-json"), out != "", out)
			require.Contains(t, complaint, c.says)
			require.Contains(t, complaint, "usage: openbadges verify")
			require.NotContains(t, complaint, "nWGxne", "a private key")
			require.NotContains(t, complaint, "\x1b")
		})
	}
}

func TestHelp(t *testing.T) {
	for _, flag := range []string{"-h", "-help", "--help"} {
		status, help, complaint := newDesk(t).check(nil, flag)
		require.Equal(t, exitAccepted, status)
		require.Empty(t, complaint)
		for _, name := range []string{"-net", "-web", "-at", "-issuer", "-recipient", "-keys", "-compat", "-json", "-explain"} {
			require.Contains(t, help, "\n  "+name)
		}
	}
}

// Unreadable input is not a badge, and the message gives a reason.
func TestInput(t *testing.T) {
	d := newDesk(t)
	d.write("empty", nil)
	d.write("huge", nil)
	require.NoError(t, os.Mkdir(d.path("bare"), 0o755))
	require.NoError(t, os.Truncate(d.path("huge"), maxInput+1))
	for _, c := range []struct {
		name, arg, code, says string
		status                int
	}{
		{"missing", "@missing", codeMissing, "no such file", exitUnreadable},
		{"no name", "", codeMissing, "no such file", exitUnreadable},
		{"below a file", "@badge.json/x", codeUnreadable, "not a directory", exitUnreadable},
		{"a folder", "@bare", codeUnreadable, "folder", exitUnreadable},
		{"too large", "@huge", codeTooLarge, "larger than 67108864 bytes", exitUnreadable},
		{"empty", "@empty", "badge.format", "empty", exitUnreadable},
		{"empty standard input", "-", "badge.format", "empty", exitUnreadable},
	} {
		t.Run(c.name, func(t *testing.T) {
			status, lines := d.lines(c.arg)
			require.Equal(t, c.status, status)
			require.Equal(t, "unreadable", lines[0].Verdict)
			require.Equal(t, c.code, lines[0].Code)
			require.Contains(t, lines[0].Message, c.says)
			require.Nil(t, lines[0].Report)
		})
	}
	status, out, _ := d.check(strings.NewReader(string(d.file("badge.jwt"))), "-at", now, "-web", "@web.json", "@badge.png", "-")
	require.Equal(t, exitAccepted, status, "files and standard input")
	require.Equal(t, 2, strings.Count(out, "Genuine."))
}
