package browser

import (
	"net/url"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"
)

func awaited(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }

// headlines are the verdicts in words. A picture without a badge has none.
var headlines = map[string]map[string]string{
	"en": {"accepted": "This badge is genuine", "rejected": "This badge is not valid", "inconclusive": "We could not establish whether this badge is genuine"},
	"nl": {"accepted": "Deze badge is echt", "rejected": "Deze badge is niet geldig", "inconclusive": "We konden niet vaststellen of deze badge echt is"},
}

// rows are the badges, with the verdict and what the page says in each language.
var rows = []struct{ file, verdict, en, nl string }{
	{"good.png", "accepted", "Rapid Prototyping", "Rapid Prototyping"},
	{"forged.json", "rejected", "Doctor of Medicine", "Doctor of Medicine"},
	{"revoked.png", "rejected", "Revoked", "Ingetrokken"},
	{"unreachable.png", "inconclusive", "not confirmed", "niet bevestigd"},
	{"art.png", "unreadable", "screenshot", "schermafdruk"},
	{"hostile.png", "accepted", "</script></title></style>", "</script></title></style>"},
}

// PG-6: the page says the verdict in both languages, with and without script, light
// and dark, and axe-core finds no fault. A hostile badge changes nothing else.
func TestVerdicts(t *testing.T) {
	w := open(t)
	for _, h := range []how{{}, {plain: true, dark: true}} {
		for _, lang := range []string{"en", "nl"} {
			thorough := h.plain == (lang == "nl") // axe-core takes most of the time
			name := map[bool]string{false: "with script", true: "without script"}[h.plain] + ", " + lang
			t.Run(name, func(t *testing.T) {
				tb := w.tab(t, h)
				for _, row := range rows {
					tb.open("/?lang=" + lang)
					tb.drop(row.file)
					says := map[string]string{"en": row.en, "nl": row.nl}[lang]
					text := value[string](tb, `document.querySelector("article.report").textContent`)
					require.Contains(t, text, says, row.file)
					require.Contains(t, value[string](tb, `document.querySelector(".verdict").className`), row.verdict)
					require.Contains(t, value[string](tb, `document.querySelector(".verdict").innerText`), headlines[lang][row.verdict])
					require.Equal(t, lang, value[string](tb, `document.documentElement.lang`))
					require.True(t, value[bool](tb, `document.activeElement.matches(".verdict")`), "%s: the verdict has the focus", row.file)
					require.True(t, value[bool](tb, `window.hacked === undefined && document.querySelectorAll("article script, article img:not([src^='data:image/'])").length === 0`))
					tb.picture(row.file)
					if thorough {
						tb.axe()
						tb.do(emulation.SetScriptExecutionDisabled(h.plain))
					}
				}
			})
		}
	}
}

// The empty page, in both languages, has one heading, says what it does, and axe-core finds no fault.
func TestEmptyPage(t *testing.T) {
	w := open(t)
	for _, h := range []how{{}, {dark: true, width: 320}} {
		tb := w.tab(t, h)
		for lang, other := range map[string]string{"en": "Nederlands", "nl": "English"} {
			tb.open("/?lang=" + lang)
			require.Equal(t, 1, value[int](tb, `document.querySelectorAll("h1").length`))
			require.Contains(t, value[string](tb, `document.body.innerText`), other)
			require.True(t, value[bool](tb, `document.cookie === ""`))
			tb.picture("empty-" + lang)
			tb.fits()
			tb.axe()
		}
	}
}

// At 320 pixels nothing is cut off, and what can be pressed is large enough.
func TestNarrow(t *testing.T) {
	w := open(t)
	tb := w.tab(t, how{width: 320})
	for _, row := range rows {
		tb.open("/?lang=nl")
		tb.drop(row.file)
		tb.do(chromedp.Evaluate(`document.querySelectorAll("details").forEach(d => d.open = true)`, nil))
		tb.picture(row.file)
		tb.fits()
		small := value[[]string](tb, `[...document.querySelectorAll("button, summary, input:not([type=hidden]), a.button")].filter(e => e.getClientRects().length && e.getBoundingClientRect().height < 44).map(e => e.outerHTML.slice(0, 200))`)
		require.Empty(t, small, "targets of less than 44 pixels")
	}
}

// Several files give a table with a row for each, whose links lead to the reports.
func TestSeveral(t *testing.T) {
	w := open(t)
	for _, h := range []how{{}, {plain: true, width: 320}} {
		tb := w.tab(t, h)
		tb.open("/?lang=en")
		var names []string
		for _, row := range rows {
			names = append(names, row.file)
		}
		tb.drop(names...)
		require.Equal(t, len(rows), value[int](tb, `document.querySelectorAll("table tbody tr").length`))
		links := value[[]string](tb, `[...document.querySelectorAll("table tbody a[href^='#']")].map(a => a.getAttribute("href"))`)
		require.Len(t, links, len(rows))
		for _, link := range links {
			require.True(t, value[bool](tb, `document.querySelector(%q) !== null`, link))
		}
		tb.picture("several")
		tb.fits()
		tb.axe()
	}
}

// With the keyboard alone a person pastes a badge, sends it, and reads why.
func TestKeyboard(t *testing.T) {
	w := open(t)
	token, err := w.run("extract", "good.png")
	require.NoError(t, err)
	for _, h := range []how{{}, {plain: true}} {
		tb := w.tab(t, h)
		tb.open("/?lang=en")
		focus := func(selector string) {
			t.Helper()
			for range 40 {
				if value[bool](tb, `document.activeElement.matches(%q)`, selector) {
					require.True(t, value[bool](tb, `(s => s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2 || s.boxShadow !== "none")(getComputedStyle(document.activeElement))`), "%s: the focus is visible", selector)
					return
				}
				tb.do(chromedp.KeyEvent(kb.Tab))
			}
			tb.picture("keyboard")
			require.Fail(t, "the keyboard never reaches "+selector)
		}
		if value[bool](tb, `document.querySelector("#text").closest("details:not([open])") !== null`) {
			focus("form details > summary")
			tb.do(chromedp.KeyEvent(kb.Enter))
		}
		focus("#text")
		tb.do(chromedp.SendKeys("#text", kb.Tab, chromedp.ByQuery)) // leaves the field, as people expect
		require.False(t, value[bool](tb, `document.activeElement.matches("#text")`))
		tb.do(chromedp.SetValue("#text", string(token), chromedp.ByQuery))
		focus("#submit")
		tb.do(chromedp.KeyEvent(kb.Enter))
		tb.until(`document.readyState === "complete" && document.querySelector(".verdict.accepted") !== null`)
		require.True(t, value[bool](tb, `document.activeElement.matches(".verdict")`))
		focus(".checks summary")
		tb.do(chromedp.KeyEvent(kb.Enter))
		require.True(t, value[bool](tb, `document.activeElement.parentElement.open`))
	}
}

// A print has everything open, in black on white.
func TestPrint(t *testing.T) {
	w := open(t)
	tb := w.tab(t, how{dark: true})
	tb.open("/?lang=en")
	tb.drop("good.png")
	tb.do(emulation.SetEmulatedMedia().WithMedia("print").WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}))
	tb.until(`[...document.querySelectorAll("article .checks details p")].every(p => p.checkVisibility({contentVisibilityAuto: true}) && p.offsetHeight > 0)`)
	require.Equal(t, "rgb(255, 255, 255)", value[string](tb, `getComputedStyle(document.body).backgroundColor`))
	require.Equal(t, "rgb(0, 0, 0)", value[string](tb, `getComputedStyle(document.querySelector(".verdict h2")).color`))
	tb.picture("print")
}

// The page of verify -html needs no server and no script.
func TestHTMLReport(t *testing.T) {
	w := open(t)
	var files []string
	for _, row := range rows {
		files = append(files, row.file)
	}
	for _, row := range []struct {
		name, lang string
		files      []string
		how        how
	}{
		{"many", "en", files, how{plain: true}}, {"many", "nl", files, how{plain: true, dark: true, width: 320}},
		{"good", "nl", files[:1], how{plain: true}}, {"hostile", "en", files[5:], how{plain: true, dark: true, width: 320}},
	} {
		w.run(append([]string{"verify", "-q", "-web", "out", "-lang", row.lang, "-html", "page.html"}, row.files...)...) // some are rejected
		tb := w.tab(t, row.how)
		tb.do(chromedp.Navigate((&url.URL{Scheme: "file", Path: w.path("page.html")}).String()))
		require.Equal(t, len(row.files), value[int](tb, `document.querySelectorAll("article").length`))
		require.Equal(t, row.lang, value[string](tb, `document.documentElement.lang`))
		require.Equal(t, len(row.files) > 1, value[bool](tb, `document.querySelector("table") !== null`))
		tb.picture(row.lang + "-" + row.name)
		tb.fits()
		tb.axe()
	}
}
