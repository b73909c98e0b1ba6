package browser

import (
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// hosted are the pages of a host, with what a page says in each language. The path
// of a badge is that of its id.
var hosted = []struct{ name, en, nl string }{
	{"good.png", "Not revoked", "Niet ingetrokken"},
	{"revoked.png", "Revoked", "Ingetrokken"},
	{"hostile.png", "</script></title></style>", "</script></title></style>"},
	{"/classes/good", "Badge that can be earned", "Badge die te behalen is"},
}

// pathOf returns the path of the page of a row.
func (tb *tab) pathOf(name string) string {
	tb.Helper()
	if strings.HasPrefix(name, "/") {
		return name
	}
	text, err := tb.world.run("extract", name)
	require.NoError(tb, err)
	var doc struct{ ID string }
	require.NoError(tb, json.Unmarshal(text, &doc))
	path, ok := strings.CutPrefix(doc.ID, "https://badges.school.example")
	require.True(tb, ok, doc.ID)
	return path
}

// openPage opens the page of a row at the host.
func (tb *tab) openPage(name, query string) {
	tb.Helper()
	tb.do(chromedp.Navigate(tb.host + tb.pathOf(name) + query))
}

// The pages at the addresses of badges and classes, without script: in both
// languages, light and dark, wide and narrow. Nothing is cut off, hostile text
// changes nothing, and axe-core finds no fault.
func TestHostPages(t *testing.T) {
	w := open(t)
	for _, h := range []how{{plain: true}, {plain: true, dark: true, width: 320}} {
		t.Run("PG-6", func(t *testing.T) {
			tb := w.tab(t, h)
			for _, row := range hosted {
				for lang, says := range map[string]string{"en": row.en, "nl": row.nl} {
					tb.openPage(row.name, "?lang="+lang)
					require.Contains(t, value[string](tb, `document.body.innerText`), says, row.name)
					require.Equal(t, lang, value[string](tb, `document.documentElement.lang`))
					require.Equal(t, 1, value[int](tb, `document.querySelectorAll("h1").length`))
					require.True(t, value[bool](tb, `window.hacked === undefined && document.querySelectorAll("script:not([type='application/ld+json'])").length === 0`))
					require.True(t, value[bool](tb, `[...document.images].every(i => i.complete && i.naturalWidth > 0) && document.images.length < 2`))
					require.True(t, value[bool](tb, `[...document.links].every(a => ["http:", "https:", "mailto:"].includes(a.protocol))`))
					small := value[[]string](tb, `[...document.querySelectorAll("a.button, a.language")].filter(e => e.getBoundingClientRect().height < 44).map(e => e.outerHTML)`)
					require.Empty(t, small, "targets of less than 44 pixels")
					tb.picture(map[bool]string{false: "light", true: "dark"}[h.dark] + "-" + map[bool]string{false: "wide", true: "narrow"}[h.width > 0] + "-" + lang + row.name)
					tb.fits()
					tb.axe()
					tb.do(emulation.SetScriptExecutionDisabled(h.plain))
				}
			}
		})
	}
}

// A click on the name of the other language leads to the page in that language, and
// the address of the badge alone to the page in the language of the browser.
func TestHostLanguage(t *testing.T) {
	w := open(t)
	tb := w.tab(t, how{plain: true})
	tb.openPage("good.png", "")
	require.Equal(t, "en", value[string](tb, `document.documentElement.lang`))
	tb.do(chromedp.Click("a.language", chromedp.ByQuery))
	tb.until(`document.readyState === "complete" && document.documentElement.lang === "nl"`)
	tb.do(chromedp.Click("a.language", chromedp.ByQuery))
	tb.until(`document.readyState === "complete" && document.documentElement.lang === "en"`)
}

// A print is black on white, and says where to check the badge.
func TestHostPrint(t *testing.T) {
	w := open(t)
	tb := w.tab(t, how{plain: true, dark: true, width: 800})
	tb.openPage("good.png", "?lang=en")
	tb.do(emulation.SetEmulatedMedia().WithMedia("print").WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}))
	require.Equal(t, "rgb(255, 255, 255)", value[string](tb, `getComputedStyle(document.body).backgroundColor`))
	require.Equal(t, "rgb(0, 0, 0)", value[string](tb, `getComputedStyle(document.querySelector("h1")).color`))
	id := "https://badges.school.example" + tb.pathOf("good.png")
	require.Contains(t, value[string](tb, `document.querySelector("footer").innerText`), "Check at "+id)
	require.False(t, value[bool](tb, `document.querySelector(".actions").checkVisibility()`))
	tb.picture("print")
}

// The QR code of a print holds the address of the badge. Without zbarimg the test is
// left out, except on a build server.
func TestHostQR(t *testing.T) {
	w := open(t)
	reader, err := exec.LookPath("zbarimg")
	if err != nil {
		const sentence = "zbarimg is not installed: apt-get install zbar-tools"
		if os.Getenv("CI") == "true" {
			t.Fatal(sentence)
		}
		t.Skip(sentence)
	}
	tb := w.tab(t, how{plain: true, dark: true})
	tb.openPage("good.png", "")
	tb.do(emulation.SetEmulatedMedia().WithMedia("print"))
	var png []byte
	tb.do(chromedp.Screenshot("svg.qr", &png, chromedp.ByQuery))
	require.NoError(t, os.WriteFile(w.path("qr.png"), png, 0o600))
	text, err := exec.Command(reader, "--quiet", "--raw", w.path("qr.png")).Output()
	require.NoError(t, err)
	require.Equal(t, "https://badges.school.example"+tb.pathOf("good.png")+"\n", string(text))
}

// The frame of oEmbed shows the page, and its sandbox lets nothing else happen.
func TestHostFrame(t *testing.T) {
	w := open(t)
	tb := w.tab(t, how{})
	path := tb.pathOf("hostile.png")
	answer, err := http.Get(tb.host + "/oembed?url=https://badges.school.example" + path)
	require.NoError(t, err)
	defer answer.Body.Close()
	var embedded struct{ HTML string }
	require.NoError(t, json.NewDecoder(answer.Body).Decode(&embedded))
	frame := strings.ReplaceAll(embedded.HTML, "https://badges.school.example", tb.host) // where the host is in this test
	tb.show([]byte("<!DOCTYPE html><title>a page</title>" + frame))
	tb.until(`performance.getEntriesByType("resource").some(e => e.initiatorType === "iframe")`)
	require.Equal(t, 1, value[int](tb, `document.querySelectorAll("body > *").length`), "one frame and nothing else")
	require.Equal(t, "allow-top-navigation-by-user-activation", value[string](tb, `document.querySelector("iframe").sandbox.value`))
	require.True(t, value[bool](tb, `window.hacked === undefined`))
	tb.picture("frame")
}
