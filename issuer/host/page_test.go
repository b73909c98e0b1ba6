package host_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/status"
	"github.com/openbadges-go/openbadges/issuer/host"
)

// browser is the Accept header of a browser.
const browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"

// hostAt returns a host whose clock shows a time.
func hostAt(t *testing.T, now func() time.Time) *host.Host {
	h, err := host.New(host.Config{Base: base, Store: host.NewMemory(), Now: now})
	require.NoError(t, err)
	return h
}

// publish publishes an unsigned badge as it is.
func publish(t *testing.T, h *host.Host, c badge.Credential) *badge.Document {
	c.Type = []string{"VerifiableCredential", "OpenBadgeCredential"}
	d, err := badge.Build(badge.OB3, c)
	require.NoError(t, err)
	require.NoError(t, h.Publish(t.Context(), d))
	return d
}

// show returns the page for people at an address.
func show(t *testing.T, h http.Handler, address string, headers ...string) string {
	t.Helper()
	answer, body := ask(h, "GET", address, append(headers, "Accept", browser)...)
	require.Equal(t, "text/html; charset=utf-8", answer.Header.Get("Content-Type"), body)
	require.Equal(t, 200, answer.StatusCode)
	return body
}

// between returns the text after the first start, up to end.
func between(t *testing.T, text, start, end string) string {
	t.Helper()
	_, rest, found := strings.Cut(text, start)
	require.True(t, found, "%s: %s", start, text)
	got, _, found := strings.Cut(rest, end)
	require.True(t, found)
	return got
}

// Programs get the exact bytes, browsers a page. The form that a request gets does
// not depend on what others asked before.
func TestForms(t *testing.T) {
	h := newHost(t, base)
	d := publish(t, h, badge.Credential{ID: h.URL("badges/1"), Issuer: badge.Profile{ID: base}, Subject: workshop().Subject})
	html, vc, js := "text/html; charset=utf-8", "application/vc+ld+json", "application/json"
	for _, row := range []struct{ name, accept, want string }{
		{"PG-1 no header", "", vc},
		{"PG-1 anything", "*/*", vc},
		{"PG-1 Chromium", browser, html},
		{"PG-1 Firefox", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", html},
		{"PG-1 only a page", "text/html", html},
		{"PG-1 any text", "text/*", html},
		{"PG-1 JSON", "application/json", js},
		{"PG-1 JSON-LD", "application/ld+json", "application/ld+json"},
		{"PG-1 a credential", "application/vc", "application/vc"},
		{"PG-1 a validator", "application/ld+json, application/json;q=0.9, */*;q=0.1", "application/ld+json"},
		{"PG-1 both alike", "text/html, application/json", js},
		{"PG-1 rather JSON", "text/html;q=0.8, application/json", js},
		{"PG-1 rather a page", "application/json;q=0.5, text/html;q=0.6", html},
		{"PG-1 anything but a page", "text/html;q=0, */*", vc},
		{"PG-1 rather anything than a page", "text/html;q=0.1, */*;q=0.2", vc},
		{"PG-1 a picture", "image/png", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			var headers []string
			if row.accept != "" {
				headers = []string{"Accept", row.accept}
			}
			answer, body := ask(h, "GET", "/badges/1", headers...)
			require.Contains(t, answer.Header.Get("Vary"), "Accept")
			if row.want == "" {
				require.Equal(t, 406, answer.StatusCode)
				return
			}
			require.Equal(t, 200, answer.StatusCode)
			require.Equal(t, row.want, answer.Header.Get("Content-Type"))
			if row.want == html {
				require.Equal(t, `<`+d.ID()+`>; rel="alternate"; type="application/vc+ld+json"`, answer.Header.Get("Link"))
				require.Contains(t, body, "<!DOCTYPE html>")
				return
			}
			require.Equal(t, string(d.Bytes()), body)
		})
	}
}

// The address with a language is the page, the one with ?data the bytes, so that a
// program that makes previews and accepts anything gets the page.
func TestFormsByQuery(t *testing.T) {
	h := newHost(t, base)
	d := publish(t, h, badge.Credential{ID: h.URL("badges/1"), Issuer: badge.Profile{ID: base}, Subject: workshop().Subject})
	for _, row := range []struct{ query, accept, language string }{
		{"?lang=nl", "*/*", "nl"},
		{"?lang=en", browser, "en"},
		{"?lang=nl", "application/json", ""},
		{"?lang=fr", "*/*", ""},
		{"?lang=nl&data", browser, ""},
		{"?data", browser, ""},
		{"?other=1", "*/*", ""},
	} {
		answer, body := ask(h, "GET", "/badges/1"+row.query, "Accept", row.accept)
		require.Equal(t, 200, answer.StatusCode, row)
		require.Equal(t, row.language, answer.Header.Get("Content-Language"), row)
		if row.language == "" {
			require.Equal(t, string(d.Bytes()), body, row)
		}
	}
	answer, _ := ask(h, "GET", "/badges/1?lang=nl")
	require.Equal(t, "nl", answer.Header.Get("Content-Language"), "without Accept")
	for accept, want := range map[string]string{"": "en", "nl": "nl", "nl-BE,en;q=0.8": "nl", "en,nl;q=0.8": "en", "fr, nl;q=0.2, en;q=0.1": "nl", "de": "en", "nl;q=0": "en", "NL": "nl", ";;,,q=": "en"} {
		answer, _ := ask(h, "GET", "/badges/1", "Accept", browser, "Accept-Language", accept)
		require.Equal(t, want, answer.Header.Get("Content-Language"), accept)
		require.Equal(t, []string{"Accept", "Accept-Language"}, answer.Header.Values("Vary"))
	}
}

// Every form of a page has its own ETag, and HEAD, ranges and conditional requests
// follow the form that the request asks for.
func TestFormsAndCaches(t *testing.T) {
	folder := openFolder(t, t.TempDir())
	for _, store := range []host.Store{host.NewMemory(), folder} {
		h, err := host.New(host.Config{Base: base, Store: store, Now: noon})
		require.NoError(t, err)
		publish(t, h, badge.Credential{ID: h.URL("badges/1"), Issuer: badge.Profile{ID: base}, Subject: workshop().Subject})
		forms := []string{"application/json", browser}
		tags := map[string]string{}
		for _, accept := range forms {
			answer, body := ask(h, "GET", "/badges/1", "Accept", accept)
			tags[accept] = answer.Header.Get("ETag")
			head, none := ask(h, "HEAD", "/badges/1", "Accept", accept)
			require.Equal(t, answer.Header, head.Header)
			require.Empty(t, none)
			part, some := ask(h, "GET", "/badges/1", "Accept", accept, "Range", "bytes=0-9", "If-Range", tags[accept])
			require.Equal(t, 206, part.StatusCode)
			require.Equal(t, body[:10], some)
			require.Equal(t, "no-cache", answer.Header.Get("Cache-Control"))
		}
		require.NotEqual(t, tags[forms[0]], tags[forms[1]])
		for n, accept := range forms {
			own, _ := ask(h, "GET", "/badges/1", "Accept", accept, "If-None-Match", tags[accept])
			require.Equal(t, 304, own.StatusCode, accept)
			other, body := ask(h, "GET", "/badges/1", "Accept", accept, "If-None-Match", tags[forms[1-n]])
			require.Equal(t, 200, other.StatusCode, accept)
			require.NotEmpty(t, body)
			whole, _ := ask(h, "GET", "/badges/1", "Accept", accept, "Range", "bytes=0-9", "If-Range", tags[forms[1-n]])
			require.Equal(t, 200, whole.StatusCode, "a part of another form would damage both")
		}
		nl, _ := ask(h, "GET", "/badges/1?lang=nl", "Accept", browser)
		require.NotEqual(t, tags[browser], nl.Header.Get("ETag"))

		require.NoError(t, h.SetPublic(t.Context(), h.URL("badges/1"), false))
		for _, accept := range forms {
			answer, _ := ask(h, "GET", "/badges/1", "Accept", accept, "If-None-Match", tags[accept])
			require.Equal(t, 404, answer.StatusCode, "a cache that asks again learns that the badge is private")
		}
	}
}

// A very long Accept header costs little.
func TestLongAccept(t *testing.T) {
	h := newHost(t, base)
	publish(t, h, badge.Credential{ID: h.URL("badges/1"), Issuer: badge.Profile{ID: base}, Subject: workshop().Subject})
	long := strings.Repeat("text/x;q=0.5,", 100_000)
	for _, row := range []struct {
		accept string
		code   int
	}{{"application/json," + long, 200}, {browser + "," + long, 200}, {long + "application/json", 406}, {strings.Repeat(",", 1<<20), 406}} {
		var answer *http.Response
		ran := testing.AllocsPerRun(1, func() {
			answer, _ = ask(h, "GET", "/badges/1", "Accept", row.accept, "Accept-Language", strings.Repeat("nl,", 100_000))
		})
		require.Equal(t, row.code, answer.StatusCode)
		require.Less(t, ran, 20_000.0)
	}
}

// An unknown page and a private one, or one that exists only as a note of the
// host, give the same bytes and headers in every form, after the same calls of the
// store.
func TestPrivateLooksUnknown(t *testing.T) {
	t.Run("PG-7", func(t *testing.T) {
		store := &calls{Memory: host.NewMemory()}
		h, err := host.New(host.Config{Base: base, Store: store})
		require.NoError(t, err)
		d := publish(t, h, badge.Credential{ID: h.URL("badges/1"), Issuer: badge.Profile{ID: base}, Subject: workshop().Subject})
		require.NoError(t, h.SetPublic(t.Context(), d.ID(), false))
		for _, method := range []string{"GET", "HEAD"} {
			for _, accept := range []string{browser, "application/json", "*/*", "image/png"} {
				for _, query := range []string{"", "?lang=nl", "?data"} {
					for _, known := range []string{"*", `"x"`} {
						store.loads = 0
						private, body := ask(h, method, "/badges/1"+query, "Accept", accept, "If-None-Match", known)
						asked := store.loads
						store.loads = 0
						unknown, same := ask(h, method, "/badges/2"+query, "Accept", accept, "If-None-Match", known)
						require.Equal(t, 404, private.StatusCode)
						require.Equal(t, unknown.Header, private.Header)
						require.Equal(t, same, body)
						require.Equal(t, store.loads, asked)
					}
				}
			}
		}
		for n := 2000; n < 2100; n++ { // notes about a page have longer names
			answer, _ := ask(h, "GET", "/"+strings.Repeat("a", n))
			require.Equal(t, 404, answer.StatusCode, n)
		}
		one, body := ask(h, "GET", "/oembed?url="+url.QueryEscape(d.ID()))
		other, same := ask(h, "GET", "/oembed?url="+url.QueryEscape(h.URL("badges/2")))
		require.Equal(t, 404, one.StatusCode)
		require.Equal(t, other.Header, one.Header)
		require.Equal(t, same, body)
	})
}

// A program's answer takes the page and the note that it is private, whatever the
// page for people takes.
func TestPagesCostProgramsNothing(t *testing.T) {
	store := &calls{Memory: host.NewMemory()}
	h, err := host.New(host.Config{Base: base, Store: store})
	require.NoError(t, err)
	publish(t, h, badge.Credential{ID: h.URL("badges/1"), Issuer: badge.Profile{ID: h.URL("issuer")}, Subject: workshop().Subject})
	for _, accept := range []string{"application/json", "application/ld+json", "*/*"} {
		store.loads = 0
		answer, _ := ask(h, "GET", "/badges/1", "Accept", accept)
		require.Equal(t, 200, answer.StatusCode)
		require.Equal(t, 2, store.loads, accept)
	}
}

func BenchmarkServe(b *testing.B) {
	h, err := host.New(host.Config{Base: base, Store: host.NewMemory()})
	require.NoError(b, err)
	d, err := badge.Build(badge.OB3, badge.Credential{ID: h.URL("badges/1"), Issuer: badge.Profile{ID: base}, Subject: workshop().Subject})
	require.NoError(b, err)
	require.NoError(b, h.PublishPage(b.Context(), d.ID(), host.Page{Type: "application/vc+ld+json", Body: d.Bytes()}))
	for name, accept := range map[string]string{"program": "application/ld+json, application/json;q=0.9, */*;q=0.1", "browser": browser} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				ask(h, "GET", "/badges/1", "Accept", accept)
			}
		})
	}
}

// calls counts the loads of a store.
type calls struct {
	*host.Memory
	loads int
}

func (c *calls) Load(ctx context.Context, name string) (host.Page, bool, error) {
	c.loads++
	if len(name) > 2048 {
		return host.Page{}, false, errors.New("the name is longer than a Store accepts")
	}
	return c.Memory.Load(ctx, name)
}

// A page says whether its badge counts, in both languages, and a revoked badge is
// not offered to LinkedIn or to search engines.
func TestStates(t *testing.T) {
	now := noon()
	h := hostAt(t, func() time.Time { return now })
	i, err := newSchool(h.URL("issuer"))
	require.NoError(t, err)
	require.NoError(t, h.PublishIssuer(t.Context(), i))
	revocations, suspensions := h.URL("lists/1"), h.URL("lists/2")
	require.NoError(t, h.PublishStatusList(t.Context(), i, revocations, status.Revocation))
	require.NoError(t, h.PublishStatusList(t.Context(), i, suspensions, status.Suspension))
	entry := func(list string) []badge.CredentialStatus {
		e, err := h.AllocateStatus(t.Context(), i, list)
		require.NoError(t, err)
		return []badge.CredentialStatus{e}
	}
	award := func(name, list string, change func(*badge.Credential)) string {
		c := workshop()
		c.ID, c.CredentialStatus = h.URL("badges/"+name), entry(list)
		if change != nil {
			change(&c)
		}
		d, err := i.Issue(t.Context(), c)
		require.NoError(t, err)
		require.NoError(t, h.Publish(t.Context(), d))
		return d.ID()
	}
	good := award("good", revocations, nil)
	taken := award("revoked", revocations, nil)
	held := award("suspended", suspensions, nil)
	both := publish(t, h, badge.Credential{ID: h.URL("badges/both"), Issuer: badge.Profile{ID: i.ID()}, Subject: workshop().Subject,
		CredentialStatus: append(entry(revocations), entry(suspensions)...)}).ID()
	over := award("expired", revocations, func(c *badge.Credential) {
		c.ValidFrom, c.ValidUntil = badge.DateTimeOf(now.Add(-48*time.Hour)), badge.DateTimeOf(now.Add(time.Hour))
	})
	later := award("early", revocations, func(c *badge.Credential) { c.ValidFrom = badge.DateTimeOf(now.Add(24 * time.Hour)) })
	elsewhere := award("elsewhere", revocations, func(c *badge.Credential) {
		c.CredentialStatus[0].StatusListCredential = "https://lists.example/1"
		c.CredentialStatus[0].ID = "https://lists.example/1#" + c.CredentialStatus[0].StatusListIndex
	})
	require.NoError(t, h.Suspend(t.Context(), i, held, "a secret reason"))
	require.NoError(t, h.Suspend(t.Context(), i, both, ""))
	require.NoError(t, h.RevokeAll(t.Context(), i, []string{taken, both}, "a secret reason"))
	now = now.Add(2 * time.Hour)
	for _, row := range []struct{ id, class, en, nl string }{
		{good, "current", "Not revoked", "Niet ingetrokken"},
		{taken, "revoked", "Revoked", "Ingetrokken"},
		{held, "suspended", "Suspended", "Tijdelijk opgeschort"},
		{both, "revoked", "Revoked", "Ingetrokken"},
		{over, "expired", "Expired", "Verlopen"},
		{later, "early", "Not valid yet", "Nog niet geldig"},
		{elsewhere, "open", "cannot see whether", "kan niet zien of"},
	} {
		for lang, words := range map[string]string{"en": row.en, "nl": row.nl} {
			requireState(t, show(t, h, row.id+"?lang="+lang), row.class, words)
		}
	}
	require.NoError(t, h.Reinstate(t.Context(), i, held))
	require.Contains(t, show(t, h, held), `class="state current"`)
	require.NoError(t, h.SetPublic(t.Context(), revocations, false))
	require.Contains(t, show(t, h, good), `class="state open"`, "a list that nobody can read says nothing")
}

// requireState requires that a page says what a state means.
func requireState(t *testing.T, page, state, words string) {
	t.Helper()
	band := between(t, page, `<div class="state `, "<section")
	require.True(t, strings.HasPrefix(band, state+`"`), band)
	require.Contains(t, band, words)
	counts := state != "revoked" && state != "suspended"
	require.Equal(t, counts, strings.Contains(page, "linkedin.com"))
	require.Equal(t, counts, strings.Contains(page, `application/ld+json">`))
	require.Equal(t, !counts, strings.Contains(page, `content="noindex"`))
	require.NotContains(t, page, "a secret reason", "verifiers do not see it either")
}

// The page of a badge of Open Badges 2.0 takes names from the class and the issuer,
// unless they are private, and says with 410 that the badge is revoked.
func TestPageOf20(t *testing.T) {
	for _, signed := range []bool{false, true} {
		h := newHost(t, base)
		i, err := school2(h, signed)
		require.NoError(t, err)
		require.NoError(t, h.PublishIssuer(t.Context(), i))
		d, err := i.Issue(t.Context(), workshop2(h, i, h.URL("assertions/1")))
		require.NoError(t, err)
		class, err := i.BadgeClass(d.Credential().Subject.Achievement)
		if err == nil {
			require.NoError(t, h.Publish(t.Context(), class))
		}
		require.NoError(t, h.Publish(t.Context(), d))
		page := show(t, h, d.ID())
		require.Contains(t, page, `class="state current"`)
		require.NotContains(t, page, student)
		require.NoError(t, h.Revoke(t.Context(), i, d.ID(), "by <mistake>"))
		answer, page := ask(h, "GET", d.ID()+"?lang=nl", "Accept", browser, "If-None-Match", "*")
		if signed {
			answer, page = ask(h, "GET", d.ID()+"?lang=nl", "Accept", browser)
			require.Equal(t, 200, answer.StatusCode)
		} else {
			require.Equal(t, 410, answer.StatusCode)
			require.Contains(t, page, `<h1 dir="auto">Deze badge is ingetrokken</h1>`)
			require.NotContains(t, page, "Rapid Prototyping")
			head, none := ask(h, "HEAD", d.ID(), "Accept", browser)
			require.Equal(t, 410, head.StatusCode)
			require.Empty(t, none)
		}
		require.Equal(t, "text/html; charset=utf-8", answer.Header.Get("Content-Type"))
		require.Contains(t, page, `class="state revoked"`)
		require.Contains(t, page, "Ingetrokken")
		require.Contains(t, page, "by &lt;mistake&gt;")
	}
}

// PG-3: the month of LinkedIn counts from 1, and is that of UTC, as is the date on
// the page.
func TestLinkedIn(t *testing.T) {
	h := newHost(t, base)
	for _, row := range []struct{ name, from, until, year, month, day, endYear, endMonth string }{
		{"PG-3 October", "2026-10-05T10:00:00Z", "2028-01-01T00:00:00Z", "2026", "10", "5 October 2026", "2028", "1"},
		{"PG-3 another month in UTC", "2026-01-31T23:30:00-05:00", "", "2026", "2", "1 February 2026", "", ""},
		{"PG-3 another year in UTC", "2026-01-01T00:30:00+02:00", "", "2025", "12", "31 December 2025", "", ""},
		{"PG-3 no date", "", "", "", "", "", "", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			c := badge.Credential{ID: h.URL("badges/a%20b"), Issuer: badge.Profile{ID: base, Name: `R&D "School"`}, Subject: workshop().Subject,
				ValidFrom: badge.DateTime(row.from), ValidUntil: badge.DateTime(row.until)}
			publish(t, h, c)
			page := show(t, h, c.ID)
			link, err := url.Parse(strings.NewReplacer("&amp;", "&", "&#43;", "+").Replace(between(t, page, `class="button" href="https://www.linkedin.com`, `"`)))
			require.NoError(t, err)
			require.Equal(t, "/profile/add", link.Path)
			q := link.Query()
			for name, want := range map[string]string{"startTask": "CERTIFICATION_NAME", "name": "Rapid Prototyping", "organizationName": `R&D "School"`, "certUrl": c.ID,
				"issueYear": row.year, "issueMonth": row.month, "expirationYear": row.endYear, "expirationMonth": row.endMonth} {
				require.Equal(t, want, q.Get(name), name)
				require.Equal(t, want != "", q.Has(name), name)
			}
			if row.day != "" {
				require.Contains(t, page, "<dd dir=\"auto\">"+row.day+"</dd>")
			}
		})
	}
}
