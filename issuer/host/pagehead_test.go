package host_test

import (
	"encoding/json"
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
)

// headOf returns what the head of a page has: its meta elements by name or property,
// its links by relation, and its title.
func headOf(t *testing.T, page string) map[string][]string {
	t.Helper()
	head, _, found := strings.Cut(page, "</head>")
	require.True(t, found)
	all := map[string][]string{"title": {html.UnescapeString(between(t, head, "<title>", "</title>"))}}
	for _, m := range regexp.MustCompile(`<meta (?:name|property)="([^"]*)" content="([^"]*)">`).FindAllStringSubmatch(head, -1) {
		all[m[1]] = append(all[m[1]], html.UnescapeString(m[2]))
	}
	for _, m := range regexp.MustCompile(`<link rel="([^"]*)"[^>]* href="([^"]*)"`).FindAllStringSubmatch(head, -1) {
		all[m[1]] = append(all[m[1]], html.UnescapeString(m[2]))
	}
	return all
}

// The head of a page has what networks, search engines and frames read, in the
// language of the page.
func TestHeadOfPage(t *testing.T) {
	h := hostAt(t, noon)
	require.NoError(t, h.PublishPicture(t.Context(), h.URL("p.png"), picture(t, 300, 400)))
	c := badge.Credential{ID: h.URL("badges/1"), Issuer: badge.Profile{ID: base, Name: "The School", URL: "https://school.example"}, Subject: workshop().Subject,
		ValidFrom: "2026-09-05T10:00:00Z", ValidUntil: "2027-09-05T10:00:00Z"}
	a := &c.Subject.Achievement
	a.Description, a.Image, a.Alignment = "Makes\n a prototype.", &badge.Image{ID: h.URL("p.png")}, []badge.Alignment{{TargetName: "Design", TargetURL: "https://skills.example/1"}}
	publish(t, h, c)
	page := show(t, h, c.ID+"?lang=nl")
	head := headOf(t, page)
	address := c.ID + "?lang=nl"
	for name, want := range map[string][]string{
		"title": {"Rapid Prototyping – The School"}, "description": {"Makes a prototype."}, "canonical": {c.ID},
		"og:type": {"website"}, "og:title": {"Rapid Prototyping"}, "og:description": {"Makes a prototype."}, "og:url": {address}, "og:image": {h.URL("p.png")}, "og:image:type": {"image/png"},
		"og:image:width": {"300"}, "og:image:height": {"400"}, "og:image:alt": {"Afbeelding van de badge"}, "og:site_name": {"The School"}, "og:locale": {"nl_NL"}, "twitter:card": {"summary"},
		"alternate": {c.ID + "?data", address, c.ID + "?lang=en", h.URL("oembed") + "?format=json&url=" + "https%3A%2F%2Fbadges.school.example%2Fbadges%2F1%3Flang%3Dnl"}, "robots": nil,
	} {
		require.Equal(t, want, head[name], name)
	}
	var data map[string]any
	require.NoError(t, json.Unmarshal([]byte(between(t, page, `application/ld+json">`, "</script>")), &data))
	require.Equal(t, map[string]any{
		"@context": "https://schema.org", "@type": "EducationalOccupationalCredential", "name": "Rapid Prototyping", "description": "Makes\n a prototype.", "url": c.ID, "image": h.URL("p.png"),
		"credentialCategory": "Badge", "competencyRequired": []any{"Design"}, "dateCreated": "2026-09-05", "expires": "2027-09-05",
		"recognizedBy": map[string]any{"@context": "https://schema.org", "@type": "Organization", "name": "The School", "url": "https://school.example"},
	}, data)
	require.Equal(t, []string{"en_GB"}, headOf(t, show(t, h, c.ID+"?lang=en"))["og:locale"])
	require.Contains(t, page, `<html lang="nl"`)
	require.Equal(t, 1, strings.Count(page, "<h1"))
}

// A page lets the browser load only pictures of its host and its own style, and
// says nothing to the pages that it links to.
func TestPolicyOfPage(t *testing.T) {
	h := newHost(t, base)
	c := publish(t, h, badge.Credential{ID: h.URL("badges/1"), Issuer: badge.Profile{ID: base}, Subject: workshop().Subject})
	answer, page := ask(h, "GET", c.ID(), "Accept", browser)
	require.Regexp(t, `^default-src 'none'; img-src 'self' data:; style-src 'sha256-[A-Za-z0-9+/]{43}='; base-uri 'none'; form-action 'none'$`, answer.Header.Get("Content-Security-Policy"))
	require.Equal(t, "no-referrer", answer.Header.Get("Referrer-Policy"))
	require.Equal(t, "nosniff", answer.Header.Get("X-Content-Type-Options"))
	require.Equal(t, 1, strings.Count(page, "<script"), "the data for search engines, which is not run")
	require.NotContains(t, page, " style=")
	for _, link := range regexp.MustCompile(`<a [^>]*href="https?://[^>]*>`).FindAllString(page, -1) {
		require.Regexp(t, `rel="(nofollow noopener( ugc)?|alternate)"`, link)
	}
}
