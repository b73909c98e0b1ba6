package main

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// A holder makes a presentation, and the verifier who asked for it accepts it:
// neither another verifier, nor with another challenge, nor without one.
func TestPresent(t *testing.T) {
	d := newDesk(t)
	status, _, complaint := openbadges(t, "key", "make", d.path("me.pem"))
	require.Equal(t, exitAccepted, status, complaint)
	mine, err := readKey(d.path("me.pem"))
	require.NoError(t, err)
	world := verifytest.New(t)
	c := verifytest.Badge()
	c.Subject.ID = "did:key:" + mine.public.Multikey()
	doc := world.Issue(world.Issuer("school.example", proof.EdDSARDFC2022), c)
	d.write("mine.json", doc.Bytes())
	tokens := world.Issue(world.Issuer("tokens.example", proof.ES256), c)
	d.write("mine.jwt", tokens.Bytes())

	const challenge, domain = "6a1f9c", "https://verifier.example"
	present := func(args ...string) (int, string, string) {
		return openbadges(t, append([]string{"present", "-key", d.path("me.pem"), "-challenge", challenge, "-domain", domain, "-to", domain + "/answer"}, args...)...)
	}
	for name, args := range map[string][]string{"badge": {d.path("mine.json")}, "token": {"-token", d.path("mine.jwt")}, "both": {d.path("mine.json"), d.path("mine.jwt")}, "nobody": nil} {
		t.Run(name, func(t *testing.T) {
			file := name + ".vp"
			status, out, complaint := present(append(args, "-o", d.path(file))...)
			require.Equal(t, exitAccepted, status, complaint)
			require.Empty(t, out)
			for _, row := range []struct {
				flags  []string
				status int
				says   string
			}{
				{[]string{"-challenge", challenge, "-domain", domain}, exitAccepted, `holder   "did:key:` + mine.public.Multikey()},
				{[]string{"-challenge", "6a1f9d", "-domain", domain}, exitRejected, "proof.challenge"},
				{[]string{"-challenge", challenge, "-domain", "https://other.example"}, exitRejected, "proof.domain"},
				{nil, exitInconclusive, "recipient.unproven"},
			} {
				status, out, complaint := openbadges(t, append(append([]string{"verify", "-web", d.path("web.json")}, row.flags...), d.path(file))...)
				require.Equal(t, row.status, status, "%v %s%s", row.flags, out, complaint)
				require.Contains(t, out, row.says)
			}
		})
	}
	showRequested(t, d, domain)
	status, out, complaint := openbadges(t, "verify", "-web", d.path("web.json"), "-challenge", challenge, "-domain", domain, d.path("mine.json"))
	require.Equal(t, exitInconclusive, status, out+complaint)
	require.Contains(t, out, "recipient.unproven")
}

// Nothing is made for a relay, for a badge of somebody else, or in place of a
// file.
func TestPresentRefuses(t *testing.T) {
	d := newDesk(t)
	status, _, complaint := openbadges(t, "key", "make", d.path("me.pem"))
	require.Equal(t, exitAccepted, status, complaint)
	good := map[string]string{"-key": d.path("me.pem"), "-challenge": "6a1f9c", "-domain": "https://verifier.example", "-to": "https://verifier.example/answer"}
	for name, row := range map[string]struct {
		change map[string]string
		badge  string
		status int
		says   string
	}{
		"no key":                   {map[string]string{"-key": ""}, "", exitUsage, "-key is missing"},
		"no challenge":             {map[string]string{"-challenge": ""}, "", exitUsage, "-challenge is missing"},
		"no domain":                {map[string]string{"-domain": ""}, "", exitUsage, "-domain is missing"},
		"no channel":               {map[string]string{"-to": ""}, "", exitUsage, "-to is missing"},
		"a relay":                  {map[string]string{"-to": "https://relay.example/answer"}, "", exitRejected, "presentation.channel"},
		"a badge of somebody else": {nil, "badge.json", exitRejected, "presentation.subject"},
		"no such badge":            {nil, "none.json", exitRejected, "none.json"},
		"a file that exists":       {map[string]string{"-o": d.path("badge.json")}, "", exitRejected, "badge.json"},
		"no such key":              {map[string]string{"-key": d.path("none.pem")}, "", exitRejected, "none.pem"},
	} {
		t.Run(name, func(t *testing.T) {
			args := []string{"present"}
			for flag, value := range good {
				if changed, is := row.change[flag]; is {
					value = changed
				}
				if value != "" {
					args = append(args, flag, value)
				}
			}
			if out := row.change["-o"]; out != "" {
				args = append(args, "-o", out)
			}
			if row.badge != "" {
				args = append(args, d.path(row.badge))
			}
			status, out, complaint := openbadges(t, args...)
			require.Equal(t, row.status, status, complaint)
			require.Empty(t, out)
			require.Contains(t, complaint, row.says)
		})
	}
	text, err := os.ReadFile(d.path("badge.json"))
	require.NoError(t, err)
	require.Equal(t, d.signed.Bytes(), text)
	for _, flags := range [][]string{{"-challenge", "x"}, {"-domain", "x"}, {"-challenge", "x", "-domain", "y", "-recipient", "email=a@b.example"}} {
		status, _, _ := openbadges(t, append(append([]string{"verify"}, flags...), d.path("badge.json"))...)
		require.Equal(t, exitUsage, status)
	}
}

// showRequested shows what a request asks for, of two badges, of
// which one belongs to the holder.
func showRequested(t *testing.T, d *desk, domain string) {
	t.Helper()
	d.write("request.json", []byte(`{"verifiablePresentationRequest":{"query":[{"type":"QueryByExample","credentialQuery":{"example":{"type":"OpenBadgeCredential"}}}],"challenge":"6a1f9c","domain":"`+domain+`"}}`))
	d.write("other.json", []byte(`{"query":[{"type":"QueryByExample","credentialQuery":{"example":{"type":"Diploma"}}}],"challenge":"6a1f9c","domain":"`+domain+`"}`))
	ask := func(request string) (int, string, string) {
		return openbadges(t, "present", "-key", d.path("me.pem"), "-request", d.path(request), "-to", domain+"/exchange", d.path("badge.json"), d.path("mine.json"))
	}
	status, out, complaint := ask("request.json")
	require.Equal(t, exitAccepted, status, complaint)
	d.write("asked.vp", []byte(out))
	status, out, _ = openbadges(t, "verify", "-web", d.path("web.json"), "-challenge", "6a1f9c", "-domain", domain, d.path("asked.vp"))
	require.Equal(t, exitAccepted, status, out)
	for request, code := range map[string]string{"other.json": "presentation.unmet", "badge.json": "-challenge is missing", "key.pem": "key.pem", "none.json": "none.json"} {
		status, out, complaint = ask(request)
		require.NotEqual(t, exitAccepted, status)
		require.Empty(t, out)
		require.Contains(t, complaint, code)
	}
	status, _, _ = openbadges(t, "present", "-key", d.path("me.pem"), "-request", d.path("request.json"), "-challenge", "6a1f9c", "-to", domain)
	require.Equal(t, exitUsage, status)
}
