package main

import (
	"bytes"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
)

// Explaining leaves the verdict as it is.
func TestExplain(t *testing.T) {
	d := newDesk(t)
	d.write("more.json", bytes.Replace(d.signed.Bytes(), []byte(`"Laser cutting"`), []byte(`"Laser cutting","rank":"gold"`), 1))
	d.write("hostile.json", bytes.Replace(d.signed.Bytes(), []byte("Laser cutting"), []byte("Laser\\u001b[31m\u202ecutting"), 1))
	d.write("nothing.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`))
	for _, c := range []struct {
		files  []string
		status int
		shows  []string
	}{
		{[]string{"@badge.json"}, exitAccepted, []string{"the proof at /proof/0, \"eddsa-rdfc-2022\"", "document, SHA-256 ", "proof options, SHA-256 ", "revision 2026-07", `"Laser cutting" .`}},
		{[]string{"@badge.jwt"}, exitAccepted, []string{"a JWS, \"ES256\"", "header:", `"alg":"ES256"`, "claims:", "signing input, SHA-256 "}},
		{[]string{"@badge.png"}, exitAccepted, []string{"the proof at /proof/0"}},
		{[]string{"@more.json"}, exitRejected, []string{"not part of what is signed: /rank", "ld.undefined_term"}},
		{[]string{"@hostile.json"}, exitRejected, []string{`\u202ecutting`}},
		{[]string{"@badge.json", "@forged.json"}, exitRejected, []string{"they first differ in the document\n  first:  ", "Laser cutting", "Laser-cutting"}},
		{[]string{"@badge.json", "@badge.png"}, exitAccepted, []string{"both sign the same"}},
		{[]string{"@badge.json", "@nothing.svg"}, exitUnreadable, []string{"bake.not_baked"}},
	} {
		t.Run(strings.Join(c.files, " "), func(t *testing.T) {
			status, out, complaint := d.check(nil, append([]string{"-web", "@web.json", "-at", now, "-explain"}, c.files...)...)
			require.Empty(t, complaint)
			require.Equal(t, c.status, status)
			for _, text := range c.shows {
				require.Contains(t, out, text)
			}
			require.False(t, strings.ContainsFunc(out, func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) }))
		})
	}
}
