package main

import (
	"crypto/x509"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/bake"
	"github.com/openbadges-go/openbadges/verify/fetch"
)

// pages20 are a hosted badge of Open Badges 2.0, its class and its issuer, as
// edubadges writes them, below an address.
func pages20(base string) map[string]string {
	const context = `{"@context":"https://w3id.org/openbadges/v2",`
	return map[string]string{
		"/public/assertions/IbPgnHhNRDq7YQ1nHBJwqA": context + `"type":"Assertion","id":"` + base + `/public/assertions/IbPgnHhNRDq7YQ1nHBJwqA",
			"badge":"` + base + `/public/badges/1","issuedOn":"2026-09-01T10:00:00Z","verification":{"type":"HostedBadge"},
			"recipient":{"type":"id","hashed":false,"identity":"4b2fd6fc-9f9b-4ba4-8e8d-6ffe2a3ba171"}}`,
		"/public/badges/1": context + `"type":"BadgeClass","id":"` + base + `/public/badges/1","name":"Soldering","description":"Solders.",
			"image":"` + base + `/public/badges/1/image","criteria":{"narrative":"Solder."},"issuer":"` + base + `/public/issuers/1",
			"extensions:LanguageExtension":{"@context":"` + base + `/static/extensions/LanguageExtension/context.json",
				"type":["Extension","extensions:LanguageExtension"],"Language":"en_EN"}}`,
		"/public/issuers/1": context + `"type":"Issuer","id":"` + base + `/public/issuers/1","name":"The School","url":"https://school.example","email":"badges@school.example"}`,
	}
}

const assertionPath = "/public/assertions/IbPgnHhNRDq7YQ1nHBJwqA"

// host publishes pages on this machine, and lets -net reach them.
func (d *desk) host() (base string, asked func(path string) int) {
	var pages map[string]string
	hits := map[string]int{}
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		hits[r.URL.Path]++
		page, ok := pages[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/ld+json")
		io.WriteString(w, page)
	}))
	d.t.Cleanup(server.Close)
	pages = pages20(server.URL)
	pages["/token"] = string(d.token.Bytes())
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	d.net = fetch.Config{
		OtherPorts:      []uint16{netip.MustParseAddrPort(server.Listener.Addr().String()).Port()},
		PrivateNetworks: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")},
		Roots:           roots,
	}
	return server.URL, func(path string) int { return hits[path] }
}

// mapped writes the pages of a host into files and returns the map to them.
func (d *desk) mapped(base string) string {
	var rows []string
	for path, page := range pages20(base) {
		file := "hosted" + path
		d.write(file, []byte(page))
		rows = append(rows, `"`+base+path+`":"`+file+`"`)
	}
	d.write("hosted.json", []byte("{"+strings.Join(rows, ",")+"}"))
	return d.path("hosted.json")
}

// oldPicture is a PNG that holds only a URL.
func oldPicture(t *testing.T, address string) []byte {
	bare, err := os.ReadFile("../quickstart/art/stadslab.png")
	require.NoError(t, err)
	const afterHeader = 8 + 25 // the signature and IHDR
	return slices.Concat(bare[:afterHeader], chunk("tEXt", "openbadges\x00"+address), bare[afterHeader:])
}

// A hosted badge is judged from every way of naming it, with the web and with
// a map of it.
func TestHosted(t *testing.T) {
	d := newDesk(t)
	base, _ := d.host()
	address := base + assertionPath
	d.write("assertion.json", []byte(pages20(base)[assertionPath]))
	d.write("edited.json", []byte(strings.Replace(pages20(base)[assertionPath], "2026-09-01", "2020-09-01", 1)))
	d.write("address.txt", []byte(" "+address+"\n"))
	d.write("old.png", oldPicture(t, address))
	d.write("elsewhere.png", oldPicture(t, base+"/none"))
	require.NoError(t, bake.EmbedFile(d.path("hosted.png"), "../quickstart/art/stadslab.png", bake.Payload{Slot: bake.OB2, Data: d.file("assertion.json")}, bake.Options{}))
	web := d.mapped(base)
	for _, c := range []struct {
		name    string
		args    []string
		verdict string
		code    string
	}{
		{"the address", []string{"-net", address}, "accepted", "origin.hosted"},
		{"a file", []string{"-net", "@assertion.json"}, "accepted", "origin.hosted"},
		{"a file that was edited, of which nothing counts", []string{"-net", "@edited.json"}, "accepted", "origin.hosted"},
		{"a picture", []string{"-net", "@hosted.png"}, "accepted", "origin.hosted"},
		{"a file with the address", []string{"-net", "@address.txt"}, "accepted", "origin.hosted"},
		{"gotcha 8: a picture with the address", []string{"-net", "@old.png"}, "accepted", "origin.hosted"},
		{"a map alone", []string{"-web", web, address}, "accepted", "origin.hosted"},
		{"a map and the web", []string{"-net", "-web", "@web.json", address}, "accepted", "origin.hosted"},
		{"a token at an address", []string{"-net", "-web", "@web.json", base + "/token"}, "accepted", "signature.valid"},
		{"the issuer", []string{"-net", "-issuer", base + "/public/issuers/1", address}, "accepted", "origin.hosted"},
		{"another issuer", []string{"-net", "-issuer", base + "/public/issuers/2", address}, "rejected", "trust.unlisted"},
		{"its eduID", []string{"-net", "-recipient", "eduid=4b2fd6fc-9f9b-4ba4-8e8d-6ffe2a3ba171", address}, "accepted", "origin.hosted"},
		{"another eduID", []string{"-net", "-recipient", "eduid=00000000-9f9b-4ba4-8e8d-6ffe2a3ba171", address}, "rejected", "recipient.mismatch"},
		{"offline, the address", []string{address}, "inconclusive", "fetch.offline"},
		{"offline, a file", []string{"@assertion.json"}, "inconclusive", "fetch.offline"},
		{"offline, a picture", []string{"@old.png"}, "inconclusive", "fetch.offline"},
		{"nothing there", []string{"-net", base + "/none"}, "inconclusive", "fetch.not_found"},
		{"nothing there, by a picture", []string{"-net", "@elsewhere.png"}, "inconclusive", "fetch.not_found"},
		{"an issuer as a badge", []string{"-net", base + "/public/issuers/1"}, "rejected", "structure.kind"},
		{"F: the own machine", []string{"-net", "https://127.0.0.2:1/badge"}, "inconclusive", "fetch.port"},
		{"keys of nobody", []string{"-net", "-keys", "@key.jwk", base + "/token"}, "inconclusive", codeWhoseKeys},
		{"keys of the issuer", []string{"-net", "-keys", "@key.jwk", "-issuer", "did:web:tokens.example", base + "/token"}, "rejected", "proof.key_type"},
	} {
		t.Run(c.name, func(t *testing.T) {
			status, lines := d.lines(c.args...)
			require.Equal(t, c.verdict+" "+c.code, lines[0].Verdict+" "+lines[0].Code, lines[0].Message)
			require.Equal(t, map[string]int{"accepted": exitAccepted, "rejected": exitRejected, "inconclusive": exitInconclusive}[c.verdict], status)
		})
	}
}

// Without a resolver of the test, -net asks only public hosts.
func TestPublicHostsOnly(t *testing.T) {
	d := newDesk(t)
	base, asked := d.host()
	d.net = fetch.Config{OtherPorts: d.net.OtherPorts}
	_, lines := d.lines("-net", base+assertionPath)
	require.Equal(t, "fetch.address_not_public", lines[0].Code)
	require.Zero(t, asked(assertionPath))
}

// Pages in the map are not requested on the web.
func TestMapFirst(t *testing.T) {
	d := newDesk(t)
	base, asked := d.host()
	status, _ := d.lines("-net", "-web", d.mapped(base), base+assertionPath)
	require.Equal(t, exitAccepted, status)
	require.Zero(t, asked(assertionPath)+asked("/public/badges/1"))

	status, _ = d.lines("-net", base+assertionPath)
	require.Equal(t, exitAccepted, status)
	require.Equal(t, 1, asked(assertionPath))
}

// The address at which people look at an edubadge leads to the badge.
func TestShareAddress(t *testing.T) {
	d := newDesk(t)
	web := d.mapped("https://api.edubadges.nl")
	const shared = "https://www.edubadges.nl" + assertionPath
	d.write("old.png", oldPicture(t, shared+"?utm=1"))
	for _, name := range []string{shared, shared + "/", "https://api.edubadges.nl" + assertionPath + ".json?expand=badge", "@old.png"} {
		status, lines := d.lines("-web", web, name)
		require.Equal(t, exitAccepted, status, "%s: %s", name, lines[0].Message)
	}
	for _, name := range []string{
		"https://www.edubadges.nl.example" + assertionPath, "https://user@www.edubadges.nl" + assertionPath,
		"https://www.edubadges.nl/public/assertions/short", "https://www.edubadges.nl/login",
	} {
		_, lines := d.lines("-web", web, name)
		require.Equal(t, "inconclusive", lines[0].Verdict, name)
	}
}

// The output lists what is unusual about an edubadge, and how to find out more.
func TestRemarks(t *testing.T) {
	d := newDesk(t)
	base, _ := d.host()
	_, out, _ := d.check(nil, "-at", now, "-net", base+assertionPath)
	require.Contains(t, out, "an edubadge (hosted)\n")
	require.Contains(t, out, "edubadges.language at \"/badge/extensions:LanguageExtension")
	require.NotContains(t, out, "-net does so")
	_, out, _ = d.check(nil, "-at", now, "-web", "@web.json", "@badge.json")
	require.NotContains(t, out, "edubadge")
	_, out, _ = d.check(nil, "-at", now, base+assertionPath)
	require.Contains(t, out, "-net does so")
	d.write("hostile.json", []byte(`{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"`+base+`",
		"extensions:LanguageExtension":{"Language":"\u001b[2J\u202e\u009b"},"badge":`+pages20(base)["/public/badges/1"]+`}`))
	_, out, _ = d.check(nil, "-at", now, "@hostile.json")
	require.Contains(t, out, "edubadges.conflict")
	require.False(t, strings.ContainsFunc(out, func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) }), "X07")

	_, out, _ = d.check(nil, "-at", now, "-json", "-net", base+assertionPath)
	require.True(t, strings.HasSuffix(out, "}\n"))
	require.Equal(t, 1, strings.Count(out, "\n"))
}
