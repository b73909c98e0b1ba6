package host_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/status"
	"github.com/openbadges-go/openbadges/issuer/host"
)

// No page shows an identity of the recipient, wherever it is. A name that the issuer
// released in the badge is shown.
func TestRecipientOnPage(t *testing.T) {
	h := newHost(t, base)
	const mail = "Noor@student.example"
	plain := func(t badge.IdentifierType, text string) badge.IdentityObject {
		return badge.IdentityObject{Type: "IdentityObject", IdentityType: t, Hashed: new(false), IdentityHash: text}
	}
	c := badge.Credential{ID: h.URL("badges/1"), Issuer: badge.Profile{ID: base, Name: "School of " + strings.ToLower(mail)}, Subject: workshop().Subject, Name: mail}
	c.Subject.ID = "mailto:second@student.example"
	c.Subject.Identifier = []badge.IdentityObject{plain(badge.IdentifierEmailAddress, mail), plain("ext:number", "s1234567"), plain(badge.IdentifierName, "Noor de Vries")}
	c.Subject.Achievement.Description = "Ask NOOR@student.example or second@student.example"
	c.Subject.Achievement.Criteria.Narrative = "number S1234567"
	c.Evidence = []badge.Evidence{{ID: "https://evidence.example/noor@student.example", Name: "work by noor@student.example"},
		{ID: "https://evidence.example/?by=%6eoor%40student.example"}, {Name: "noor@\u200estudent.example"}, {Name: strings.Repeat(" ", 1590) + "noor@student.example"}}
	publish(t, h, c)
	_, frame := ask(h, "GET", "/oembed?url="+url.QueryEscape(c.ID))
	for _, text := range []string{show(t, h, c.ID), show(t, h, c.ID+"?lang=nl"), frame} {
		for _, secret := range []string{"noor@student", "second@student", "s1234567"} {
			require.NotContains(t, strings.ToLower(text), secret)
		}
	}
	require.Contains(t, show(t, h, c.ID), "<dt>Issued to</dt><dd dir=\"auto\">Noor de Vries</dd>")
	c.Subject.Identifier[2].IdentityHash = "someone@else.example"
	publish(t, h, c)
	require.NotContains(t, show(t, h, c.ID), "someone@else.example", "an address is not a name")
}

// Text of a badge is shown and never obeyed, in the head, the body, the data for
// search engines and oEmbed.
func TestHostilePage(t *testing.T) {
	const script = `</script><script>alert(1)</script>`
	for name, text := range map[string]string{
		"PG-2 script":         script + `</title></style>"'><img src=x onerror=alert(1)>`,
		"PG-2 override":       "\u202egnp.egdab\u2066\u200f\u061c " + script,
		"PG-2 length":         strings.Repeat("W", 10_000),
		"PG-2 link":           "[click](javascript:alert(1)) <javascript:alert(2)> [r]\n\n[r]: javascript:alert(3)",
		"PG-2 line separator": "a\u2028b\u2029c\x00\x07\x1b[2J",
	} {
		t.Run(name, func(t *testing.T) {
			h := newHost(t, base)
			a := badge.Achievement{ID: "javascript:alert(1)", Name: text, Description: text, AchievementType: badge.AchievementType(text),
				Criteria: badge.Criteria{ID: "javascript:alert(1)", Narrative: text}, Image: &badge.Image{ID: "javascript:alert(1)"},
				Alignment: []badge.Alignment{{TargetName: text, TargetURL: "javascript:alert(1)"}, {TargetName: "b", TargetURL: "https://a@b.example/"}}}
			c := badge.Credential{ID: h.URL("badges/1"), Name: text, Subject: badge.Subject{Achievement: a, Result: []badge.Result{{Value: text}}},
				Issuer:   badge.Profile{ID: "javascript:alert(1)", Name: text, URL: "data:text/html,<script>alert(1)</script>"},
				Evidence: []badge.Evidence{{ID: "javascript:alert(1)", Name: text}, {ID: "data:text/html,x", Narrative: text}}}
			publish(t, h, c)
			page := show(t, h, c.ID)
			require.Equal(t, 1, strings.Count(page, "<script"), "the data for search engines")
			require.Equal(t, 1, strings.Count(page, "</script"))
			require.Equal(t, 1, strings.Count(page, "<style"))
			require.NotContains(t, page, "<img")
			for _, attribute := range []string{`href="javascript:`, `src="javascript:`, `href="data:text`, `href="https://a@b`, `onerror="`} {
				require.NotContains(t, page, attribute)
			}
			require.False(t, strings.ContainsAny(page, "\u202e\u2066\u200f\u061c\x00\x07\x1b"))
			require.Less(t, len(page), 120_000)
			require.Less(t, len(between(t, page, "<title>", "</title>")), 2_000)
			require.Less(t, len(between(t, page, `og:description" content="`, `"`)), 2_000)
			var data map[string]any
			require.NoError(t, json.Unmarshal([]byte(between(t, page, `application/ld+json">`, "</script>")), &data))
			require.Equal(t, "EducationalOccupationalCredential", data["@type"])
			answer, body := ask(h, "GET", "/oembed?url="+url.QueryEscape(c.ID))
			require.Equal(t, 200, answer.StatusCode)
			var embedded map[string]any
			require.NoError(t, json.Unmarshal([]byte(body), &embedded))
			html := embedded["html"].(string)
			require.Equal(t, 2, strings.Count(html, "<"), html)
			require.NotContains(t, body, "<")
		})
	}
}

// A page of a large badge has a bounded number of rows, and costs little more than
// the badge.
func TestPageOfLargeBadge(t *testing.T) {
	h := newHost(t, base)
	c := badge.Credential{ID: h.URL("badges/1"), Issuer: badge.Profile{ID: base}, Subject: workshop().Subject}
	for n := range 4900 {
		c.Subject.Achievement.Alignment = append(c.Subject.Achievement.Alignment, badge.Alignment{TargetName: "skill", TargetURL: "https://skills.example/" + strconv.Itoa(n)})
		c.Evidence = append(c.Evidence, badge.Evidence{Name: "evidence", ID: "https://work.example/" + strconv.Itoa(n)})
	}
	publish(t, h, c)
	page := show(t, h, c.ID)
	require.Equal(t, 100, strings.Count(page, "<dt>"))
	require.Contains(t, page, "The data of the badge has more.")
	require.Less(t, len(page), 60_000)
	for range 33 {
		c.Subject.Identifier = append(c.Subject.Identifier, badge.IdentityObject{IdentityType: "ext:number", IdentityHash: "s1234567"})
	}
	d := publish(t, h, c)
	_, body := ask(h, "GET", c.ID, "Accept", browser)
	require.Equal(t, string(d.Bytes()), body, "too many identities to keep out of the page")
}

// A page says what another process did, also to a browser that has the page.
func TestPageOfTwoProcesses(t *testing.T) {
	path := t.TempDir()
	one, err := host.New(host.Config{Base: base, Store: openFolder(t, path)})
	require.NoError(t, err)
	other, err := host.New(host.Config{Base: base, Store: openFolder(t, path)})
	require.NoError(t, err)
	i, err := school2(one, false)
	require.NoError(t, err)
	require.NoError(t, one.PublishIssuer(t.Context(), i))
	d, err := i.Issue(t.Context(), workshop2(one, i, one.URL("assertions/1")))
	require.NoError(t, err)
	require.NoError(t, one.Publish(t.Context(), d))
	answer, before := ask(other, "GET", d.ID(), "Accept", browser)
	require.Contains(t, before, `class="state current"`)
	require.NoError(t, one.SetPublic(t.Context(), d.ID(), false))
	hidden, _ := ask(other, "GET", d.ID(), "Accept", browser, "If-None-Match", answer.Header.Get("ETag"))
	require.Equal(t, 404, hidden.StatusCode)
	require.NoError(t, one.SetPublic(t.Context(), d.ID(), true))
	same, _ := ask(other, "GET", d.ID(), "Accept", browser, "If-None-Match", answer.Header.Get("ETag"))
	require.Equal(t, 304, same.StatusCode, "both processes make the same page")
	require.NoError(t, one.Revoke(t.Context(), i, d.ID(), ""))
	gone, after := ask(other, "GET", d.ID(), "Accept", browser, "If-None-Match", answer.Header.Get("ETag"))
	require.Equal(t, 410, gone.StatusCode)
	require.Contains(t, after, `class="state revoked"`)
}

// An id may have characters that an address writes with escapes.
func TestPageOfIRI(t *testing.T) {
	h := newHost(t, base)
	publish(t, h, badge.Credential{ID: h.URL("badges/é"), Issuer: badge.Profile{ID: base}, Subject: workshop().Subject})
	page := show(t, h, h.URL("badges/%C3%A9"))
	require.Contains(t, page, `<link rel="canonical" href="`+h.URL("badges/%C3%A9")+`">`)
}

// A page whose store fails is not a page that does not exist.
func TestPageOfBrokenStore(t *testing.T) {
	store := &missing{Memory: host.NewMemory()}
	h, err := host.New(host.Config{Base: base, Store: store})
	require.NoError(t, err)
	c := badge.Credential{ID: h.URL("badges/1"), Issuer: badge.Profile{ID: h.URL("issuer")}, Subject: workshop().Subject}
	c.Subject.Achievement.Image = &badge.Image{ID: h.URL("picture")}
	c.CredentialStatus = []badge.CredentialStatus{{Type: status.BitstringEntry, StatusPurpose: status.Revocation, StatusListIndex: "1", StatusListCredential: h.URL("list")}}
	require.NoError(t, h.PublishPage(t.Context(), c.CredentialStatus[0].StatusListCredential, host.Page{Type: "text/plain"}))
	publish(t, h, c)
	require.Contains(t, show(t, h, c.ID), `class="state open"`)
	for _, broken := range []string{"/issuer", "/picture", "/list", "/badges/prototyping", "private page /issuer"} {
		store.broken = broken
		for _, address := range []string{"/badges/1", "/oembed?url=" + url.QueryEscape(c.ID)} {
			answer, body := ask(h, "GET", address, "Accept", browser)
			require.Equal(t, 503, answer.StatusCode, broken)
			require.NotContains(t, body, "1234")
		}
		answer, _ := ask(h, "GET", "/badges/1")
		require.Equal(t, 200, answer.StatusCode, "programs need no other page")
	}
}

// missing fails to load one page.
type missing struct {
	*host.Memory
	broken string
}

func (f *missing) Load(ctx context.Context, name string) (host.Page, bool, error) {
	if name == f.broken {
		return host.Page{}, false, fmt.Errorf("the password of the database is 1234")
	}
	return f.Memory.Load(ctx, name)
}
