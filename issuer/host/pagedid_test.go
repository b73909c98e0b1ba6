package host_test

import (
	"encoding/json"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/status"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/issuer/host"
	"github.com/openbadges-go/openbadges/verify"
)

// publishClass publishes a class that has only the id of its issuer.
func publishClass(t *testing.T, h *host.Host, by *issuer.Issuer, a badge.Achievement) {
	a.Creator = &badge.Profile{ID: by.ID(), Type: []string{"Profile"}}
	class, err := badge.BuildAchievement(badge.OB3, a)
	require.NoError(t, err)
	require.NoError(t, h.Publish(t.Context(), class))
}

// The page of a did:web issuer is at the address of its controller document, and the
// pages of its badges and classes lead there. Programs get the controller document.
func TestPageOfDIDWeb(t *testing.T) {
	for _, row := range []struct{ base, id, address string }{
		{base, school, base + "/.well-known/did.json"},
		{base, school + ":art:design", base + "/art/design/did.json"},
		{base + ":8443", school + "%3A8443", base + ":8443/.well-known/did.json"},
		{base + "/art", school + ":art", base + "/art/did.json"},
	} {
		t.Run(row.id, func(t *testing.T) {
			h := newHost(t, row.base)
			cfg := schoolConfig(row.id)
			cfg.Profile.Description, cfg.Profile.Email = "Teaches.", "info@school.example"
			i, err := issuer.New(cfg)
			require.NoError(t, err)
			require.NoError(t, h.PublishIssuer(t.Context(), i))
			list := h.URL("lists/1")
			require.NoError(t, h.PublishStatusList(t.Context(), i, list, status.Revocation))
			c := workshop()
			c.ID = h.URL("badges/1")
			c.Subject.Achievement.ID = h.URL("classes/1")
			entry, err := h.AllocateStatus(t.Context(), i, list)
			require.NoError(t, err)
			c.CredentialStatus = []badge.CredentialStatus{entry}
			d, err := i.Issue(t.Context(), c)
			require.NoError(t, err)
			require.NoError(t, h.Publish(t.Context(), d))
			a := c.Subject.Achievement
			publishClass(t, h, i, a)

			for _, address := range []string{c.ID, a.ID} {
				page := show(t, h, address)
				require.Contains(t, page, `<a href="`+row.address+`" target="_top" rel="nofollow noopener ugc"><bdi>The School</bdi></a>`)
				require.NotContains(t, page, `href="did:`)
			}
			require.Contains(t, show(t, h, c.ID), `class="state current"`)
			page := show(t, h, row.address+"?lang=nl")
			for _, want := range []string{`<h1 dir="auto">The School</h1>`, "Teaches.", "mailto:info@school.example", "Uitgever van badges", `<link rel="canonical" href="` + row.address + `">`,
				`"url":"` + row.address + `"`} {
				require.Contains(t, page, want)
			}
			code, embedded := oembed(t, h, "url", row.address)
			require.Equal(t, []any{200, "The School"}, []any{code, embedded["title"]})
			for _, accept := range []string{"*/*", "application/json"} {
				answer, body := ask(h, "GET", row.address, "Accept", accept)
				require.Equal(t, 200, answer.StatusCode)
				doc, err := key.ParseControllerDocument([]byte(body))
				require.NoError(t, err)
				require.Equal(t, row.id, doc.ID())
			}
			v, err := verify.New(verify.Config{Trust: verify.Issuers(row.id), Fetcher: web{h}, Now: noon})
			require.NoError(t, err)
			_, err = v.Verify(t.Context(), d.Bytes())
			require.NoError(t, err)

			require.NoError(t, h.Revoke(t.Context(), i, d.ID(), ""))
			require.Contains(t, show(t, h, c.ID), `class="state revoked"`)
			require.NoError(t, h.SetPublic(t.Context(), row.address, false))
			require.NotContains(t, show(t, h, a.ID), "The School", "the page of the issuer is private")
			answer, _ := ask(h, "GET", row.address, "Accept", browser)
			require.Equal(t, 404, answer.StatusCode)
		})
	}
}

// Notes of a host are not pages, and a note that says something else is not used.
func TestProfileOfDIDWebIsANote(t *testing.T) {
	store := host.NewMemory()
	h, err := host.New(host.Config{Base: base, Store: store})
	require.NoError(t, err)
	i, err := newSchool(school)
	require.NoError(t, err)
	require.NoError(t, h.PublishIssuer(t.Context(), i))
	const name = "/.well-known/did.json"
	answer, _ := ask(h, "GET", base+"/"+url.PathEscape("profile of "+name))
	require.Equal(t, 404, answer.StatusCode)
	for _, other := range []string{`{"id":"did:web:other.example","type":"Profile","name":"Another"}`, "not JSON"} {
		require.NoError(t, store.Change(t.Context(), "profile of "+name, func(host.Page, bool) (host.Page, error) {
			return host.Page{Type: "application/ld+json", Body: []byte(other)}, nil
		}))
		answer, body := ask(h, "GET", name, "Accept", browser)
		require.Equal(t, "application/did+ld+json", answer.Header.Get("Content-Type"))
		require.True(t, json.Valid([]byte(body)))
	}
}

// The issuer of another host is named, and the link is that of its id.
func TestPageOfForeignDID(t *testing.T) {
	h := newHost(t, base)
	for id, link := range map[string]string{"did:web:other.example:art": "https://other.example/art/did.json", "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK": "", "did:web:": ""} {
		c := badge.Credential{ID: h.URL("badges/1"), Issuer: badge.Profile{ID: id, Name: "Other"}, Subject: workshop().Subject}
		publish(t, h, c)
		page := show(t, h, c.ID)
		require.Contains(t, page, "<bdi>Other</bdi>")
		if link == "" {
			require.NotContains(t, page, "<a href=\"https")
			continue
		}
		require.Contains(t, page, `<a href="`+link+`"`)
	}
}
