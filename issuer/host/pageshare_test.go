package host_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"image"
	"image/png"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/display"
	"github.com/openbadges-go/openbadges/issuer/host"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/summary"
)

func picture(t *testing.T, width, height int) []byte {
	var out bytes.Buffer
	require.NoError(t, png.Encode(&out, image.NewGray(image.Rect(0, 0, width, height))))
	return out.Bytes()
}

// oembed asks the endpoint.
func oembed(t *testing.T, h *host.Host, query ...string) (int, map[string]any) {
	q := url.Values{}
	for n := 0; n < len(query); n += 2 {
		q.Set(query[n], query[n+1])
	}
	r, body := ask(h, "GET", h.URL("oembed")+"?"+q.Encode())
	var answer map[string]any
	if r.StatusCode == 200 {
		require.Equal(t, "application/json", r.Header.Get("Content-Type"))
		require.NoError(t, json.Unmarshal([]byte(body), &answer))
	}
	return r.StatusCode, answer
}

// The endpoint gives a frame with the page at one of the addresses of this host.
func TestOEmbed(t *testing.T) {
	for _, base := range []string{base, base + "/art"} {
		h := newHost(t, base)
		require.NoError(t, h.PublishPicture(t.Context(), h.URL("p.png"), picture(t, 300, 400)))
		c := badge.Credential{ID: h.URL("badges/1"), Issuer: badge.Profile{ID: base, Name: "The School"}, Subject: workshop().Subject}
		c.Subject.Achievement.Image = &badge.Image{ID: h.URL("p.png")}
		publish(t, h, c)
		t.Run("PG-8", func(t *testing.T) {
			for _, row := range []struct {
				query []string
				code  int
			}{
				{[]string{"url", c.ID}, 200}, {[]string{"url", c.ID + "?lang=nl", "format", "json"}, 200},
				{[]string{"url", c.ID, "format", "xml"}, 501}, {[]string{"url", c.ID, "format", "JSONP"}, 501}, {[]string{"format", "xml"}, 501},
				{nil, 404}, {[]string{"url", "https://other.example/badges/1"}, 404}, {[]string{"url", "http" + c.ID[5:]}, 404},
				{[]string{"url", c.ID + "/2"}, 404}, {[]string{"url", h.URL("p.png")}, 404}, {[]string{"url", "/badges/1"}, 404}, {[]string{"url", "://"}, 404},
				{[]string{"url", c.ID + "?url=https://other.example"}, 200}, {[]string{"url", c.ID + "#x"}, 404},
				{[]string{"url", c.ID, "maxwidth", "0"}, 400}, {[]string{"url", c.ID, "maxwidth", "-1"}, 400}, {[]string{"url", c.ID, "maxheight", "wide"}, 400},
				{[]string{"url", c.ID, "maxwidth", "99999999999999999999"}, 400},
			} {
				code, _ := oembed(t, h, row.query...)
				require.Equal(t, row.code, code, row.query)
			}
			_, full := oembed(t, h, "url", c.ID)
			for name, want := range map[string]any{"version": "1.0", "type": "rich", "title": "Rapid Prototyping – The School", "author_name": "The School", "provider_name": "badges.school.example",
				"provider_url": base, "width": 600.0, "height": 480.0, "thumbnail_url": h.URL("p.png"), "thumbnail_width": 300.0, "thumbnail_height": 400.0} {
				require.Equal(t, want, full[name], name)
			}
			require.Contains(t, full["html"], `<iframe src="`+c.ID+`?lang=en"`)
			require.Contains(t, full["html"], ` sandbox="allow-top-navigation-by-user-activation"`)
			_, small := oembed(t, h, "url", c.ID+"?lang=nl", "maxwidth", "299", "maxheight", "1")
			require.Equal(t, []any{299.0, 1.0}, []any{small["width"], small["height"]})
			require.Contains(t, small["html"], `?lang=nl" `)
			require.Contains(t, small["html"], ` width="299" height="1" `)
			require.NotContains(t, small, "thumbnail_url", "it is larger than the largest size")
			_, large := oembed(t, h, "url", c.ID, "maxwidth", "5000")
			require.Equal(t, 600.0, large["width"])
		})
		found := strings.NewReplacer("&amp;", "&", "&#43;", "+").Replace(between(t, show(t, h, c.ID), `type="application/json+oembed" href="`, `"`))
		answer, _ := ask(h, "GET", found)
		require.Equal(t, 200, answer.StatusCode, found)
		head, none := ask(h, "HEAD", found)
		require.Equal(t, answer.Header, head.Header)
		require.Empty(t, none)
		require.NoError(t, h.PublishPage(t.Context(), h.URL("oembed"), host.Page{Type: "text/plain", Body: []byte("x")}))
		_, body := ask(h, "GET", found)
		require.Equal(t, "x", body, "a published page comes first")
	}
}

// A preview has the first picture that networks show: a PNG of this host of 200
// pixels or more each way. The page shows a smaller one, an SVG, and a PNG inside
// the badge, and loads nothing from other hosts.
func TestPagePictures(t *testing.T) {
	h := newHost(t, base)
	data := func(kind string, content []byte) string {
		return "data:" + kind + ";base64," + base64.StdEncoding.EncodeToString(content)
	}
	for name, content := range map[string][]byte{"large": picture(t, 200, 300), "small": picture(t, 199, 300), "svg": []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`)} {
		require.NoError(t, h.PublishPicture(t.Context(), h.URL(name), content))
	}
	require.NoError(t, h.PublishPicture(t.Context(), base+"//evil.example/p.png", picture(t, 200, 200)))
	require.NoError(t, h.PublishPicture(t.Context(), h.URL("private"), picture(t, 200, 200)))
	require.NoError(t, h.SetPublic(t.Context(), h.URL("private"), false))
	inside := data("image/png", picture(t, 1, 1))
	for _, row := range []struct{ class, badge, shown, preview string }{
		{"", "", "", ""},
		{h.URL("large"), "", "/large", h.URL("large")},
		{h.URL("small"), "", "/small", ""},
		{h.URL("svg"), h.URL("large"), "/svg", h.URL("large")},
		{h.URL("svg"), "", "/svg", ""},
		{inside, "", inside, ""},
		{inside, h.URL("large"), inside, h.URL("large")},
		{data("image/svg+xml", []byte("<svg/>")), "", "", ""},
		{data("image/png", []byte("<script>")), "", "", ""},
		{"https://other.example/p.png", h.URL("small"), "/small", ""},
		{h.URL("private"), h.URL("none"), "", ""},
		{base + "//evil.example/p.png", "", "", base + "//evil.example/p.png"},
	} {
		c := badge.Credential{ID: h.URL("badges/1"), Issuer: badge.Profile{ID: base}, Subject: workshop().Subject}
		if row.class != "" {
			c.Subject.Achievement.Image = &badge.Image{ID: row.class}
		}
		if row.badge != "" {
			c.Image = &badge.Image{ID: row.badge}
		}
		publish(t, h, c)
		page := strings.ReplaceAll(show(t, h, c.ID), "&#43;", "+")
		if row.shown == "" {
			require.NotContains(t, page, "<img", row)
		} else {
			require.Equal(t, row.shown, between(t, page, `<img class="picture" src="`, `"`))
		}
		if row.preview == "" {
			require.NotContains(t, page, "og:image", row)
		} else {
			require.Equal(t, row.preview, between(t, page, `<meta property="og:image" content="`, `"`))
			require.Contains(t, page, `<meta property="og:image:width" content="200">`)
		}
	}
}

// The page of a class says what it takes and who awards it, the page of an issuer
// who that is.
func TestPagesOfClassAndIssuer(t *testing.T) {
	h := newHost(t, base)
	profile := badge.Profile{ID: h.URL("issuer"), Type: []string{"Profile"}, Name: "The School", URL: "https://school.example", Email: "info@school.example",
		Description: "Teaches.", Address: &badge.Address{Type: []string{"Address"}, AddressLocality: "Utrecht"}}
	d, err := badge.BuildProfile(badge.OB3, profile)
	require.NoError(t, err)
	require.NoError(t, h.Publish(t.Context(), d))
	a := workshop().Subject.Achievement
	a.ID, a.Type, a.CreditsAvailable, a.AchievementType = h.URL("classes/1"), []string{"Achievement"}, "2", badge.AchievementTypeAchievement
	a.Creator = &badge.Profile{ID: profile.ID}
	a.Criteria.ID = "https://school.example/criteria"
	a.Alignment = []badge.Alignment{{TargetName: "Design", TargetURL: "https://skills.example/1"}}
	d, err = badge.BuildAchievement(badge.OB3, a)
	require.NoError(t, err)
	require.NoError(t, h.Publish(t.Context(), d))
	page := show(t, h, a.ID+"?lang=nl")
	for _, want := range []string{"<h1 dir=\"auto\">Rapid Prototyping</h1>", "Uitgereikt door <a href=\"https://school.example\"", "<dt>Studiepunten</dt><dd dir=\"auto\">2</dd>",
		`<dt>Sluit aan bij</dt><dd dir="auto"><a href="https://skills.example/1" target="_top" rel="nofollow noopener ugc">Design</a>`, "Make it, test it, change it.",
		`<a href="https://school.example/criteria"`, `"competencyRequired":["Design"]`} {
		require.Contains(t, page, want)
	}
	require.NotContains(t, page, "linkedin")
	require.NotContains(t, page, `class="state`)
	page = show(t, h, profile.ID)
	for _, want := range []string{"<h1 dir=\"auto\">The School</h1>", `<a href="mailto:info@school.example"`, "Utrecht", "Teaches.", `"@type":"Organization"`} {
		require.Contains(t, page, want)
	}
	require.NoError(t, h.SetPublic(t.Context(), profile.ID, false))
	require.NotContains(t, show(t, h, a.ID), "The School", "the page of the issuer is private")

	c := badge.Credential{ID: h.URL("badges/1"), Issuer: badge.Profile{ID: base}, Subject: badge.Subject{Achievement: a}}
	publish(t, h, c)
	require.Contains(t, show(t, h, c.ID), `<a href="`+a.ID+`"`, "the badge leads to its class")
	for _, other := range []string{"lists/1", "key", ".well-known/jwks.json"} { // documents for programs only
		require.NoError(t, h.PublishPage(t.Context(), h.URL(other), host.Page{Type: "application/json", Body: []byte(`{"id":"` + h.URL(other) + `"}`)}))
		answer, _ := ask(h, "GET", "/"+other, "Accept", browser)
		require.Equal(t, "application/json", answer.Header.Get("Content-Type"))
		answer, _ = ask(h, "GET", "/"+other, "Accept", "text/html")
		require.Equal(t, 406, answer.StatusCode)
	}
}

// PG-4: every phrase is in both languages, and a page in Dutch has none in English.
// The label of a fact is the one that a report of package verify/summary has.
func TestPageWords(t *testing.T) {
	t.Run("PG-4", func(t *testing.T) {
		same := map[string]bool{"Badge": true, "Website": true, "E-mail": true}
		for id, m := range host.Phrases() {
			require.NotEmpty(t, m[0], id)
			require.NotEmpty(t, m[1], id)
			require.Equal(t, same[m[0]], m[0] == m[1], id)
		}
	})
	c := badge.Credential{ID: base + "/1", Type: []string{"VerifiableCredential", "OpenBadgeCredential"}, Issuer: badge.Profile{ID: base, Name: "S"}, Subject: workshop().Subject,
		ValidFrom: "2026-10-05T10:00:00Z", ValidUntil: "2027-10-05T10:00:00Z"}
	c.Subject.CreditsEarned = "2"
	c.Subject.Result = []badge.Result{{Value: "8"}}
	c.Subject.Achievement.Criteria.ID = base + "/criteria"
	c.Subject.Achievement.Alignment = []badge.Alignment{{TargetName: "a", TargetURL: base}}
	c.Evidence = []badge.Evidence{{ID: base + "/evidence", Name: "e"}}
	h := newHost(t, base)
	d := publish(t, h, c)
	pages := map[display.Language]string{display.English: show(t, h, c.ID+"?lang=en"), display.Dutch: show(t, h, c.ID+"?lang=nl")}
	for id, m := range host.Phrases() {
		if m[0] != m[1] && id != "other-language" {
			require.NotContains(t, pages[display.Dutch], ">"+m[0]+"<", id)
		}
	}
	v, err := verify.New(verify.Config{Trust: verify.AnyIssuer(), Now: noon})
	require.NoError(t, err)
	report, _ := v.Verify(t.Context(), d.Bytes())
	for lang, page := range pages {
		labels := map[string]bool{}
		for _, fact := range summary.Of(report, lang).Facts {
			labels[fact.Label] = true
		}
		shown := regexp.MustCompile(`<dt>(.*?)</dt>`).FindAllStringSubmatch(page, -1)
		require.Len(t, shown, 7)
		for _, label := range shown {
			require.Contains(t, labels, label[1])
		}
	}
}

// The page begins with the style sheet that reports begin with, too.
func TestPageStyle(t *testing.T) {
	h := newHost(t, base)
	c := publish(t, h, badge.Credential{ID: h.URL("badges/1"), Issuer: badge.Profile{ID: base}, Subject: workshop().Subject})
	require.Contains(t, show(t, h, c.ID()), "<style>"+display.Style())
	require.True(t, strings.HasPrefix(string(summary.Style()), display.Style()))
}

// The QR code of a print has at most version 10, and level M, and an address that
// does not fit has none.
func TestQR(t *testing.T) {
	h := newHost(t, base)
	for _, row := range []struct {
		length, size int // of the address; of the code without its margin
	}{{len(base) + 5, 29}, {213, 57}, {214, 0}, {2000, 0}} {
		c := badge.Credential{ID: h.URL(strings.Repeat("a", row.length-len(base)-1)), Issuer: badge.Profile{ID: base}, Subject: workshop().Subject}
		publish(t, h, c)
		page := show(t, h, c.ID)
		if row.size == 0 {
			require.NotContains(t, page, `class="qr"`)
			continue
		}
		black := modules(t, page)
		require.Len(t, black, row.size)
		for _, corner := range [][2]int{{0, 0}, {row.size - 7, 0}, {0, row.size - 7}} { // finder patterns
			for n := range 7 {
				require.True(t, black[corner[1]][corner[0]+n] && black[corner[1]+n][corner[0]])
			}
		}
		// The first two bits of the format, masked with 10, are 00 for level M.
		require.True(t, black[8][0])
		require.False(t, black[8][1])
	}
}

// modules reads the modules of the QR code of a page.
func modules(t *testing.T, page string) (black [][]bool) {
	svg := between(t, page, `<svg class="qr"`, "</svg>")
	var size int
	require.NoError(t, json.Unmarshal([]byte(between(t, svg, `viewBox="0 0 `, " ")), &size))
	for range size - 8 {
		black = append(black, make([]bool, size-8))
	}
	for _, m := range regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-(\d+)z`).FindAllStringSubmatch(svg, -1) {
		var n [4]int
		for i, text := range m[1:] {
			require.NoError(t, json.Unmarshal([]byte(text), &n[i]))
		}
		require.Equal(t, n[2], n[3])
		for x := range n[2] {
			black[n[1]-4][n[0]-4+x] = true
		}
	}
	return black
}
