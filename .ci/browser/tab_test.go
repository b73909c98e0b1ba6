package browser

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// patience bounds each step in the browser.
const patience = 20 * time.Second

// how is the way in which a tab shows a page.
type how struct {
	plain bool // without script
	dark  bool
	width int64 // 0: 1,000 pixels
}

// tab is a separate window. At the end of the test it requires that the page made
// no request to other hosts, showed no dialog, and logged no error.
type tab struct {
	*testing.T
	*world
	ctx context.Context

	mu       sync.Mutex
	problems []string
	start    string // of URLs that the test allows; "" for none
	expected string // part of an error that the test expects; "" for none
}

// allow allows requests to a host, and expects an error if its text is not "".
func (tb *tab) allow(start, expected string) {
	tb.mu.Lock()
	defer tb.mu.Unlock()
	tb.start, tb.expected = start, expected
}

func (w *world) tab(t *testing.T, h how) *tab {
	ctx, stop := chromedp.NewContext(w.browser)
	tb := &tab{T: t, world: w, ctx: ctx}
	t.Cleanup(func() {
		stop()
		tb.mu.Lock()
		defer tb.mu.Unlock()
		require.Empty(t, tb.problems)
	})
	chromedp.ListenTarget(ctx, tb.watch)
	if h.width == 0 {
		h.width = 1000
	}
	scheme := "light"
	if h.dark {
		scheme = "dark"
	}
	tb.do(network.Enable(), log.Enable(), emulation.SetDeviceMetricsOverride(h.width, 900, 1, false), emulation.SetScriptExecutionDisabled(h.plain),
		emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}))
	return tb
}

// watch notes what a page must not do.
func (tb *tab) watch(event any) {
	tb.mu.Lock()
	defer tb.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		for _, start := range []string{tb.base, tb.host, "data:", "file:", "blob:", "about:"} {
			if strings.HasPrefix(e.Request.URL, start) {
				return
			}
		}
		if tb.start != "" && strings.HasPrefix(e.Request.URL, tb.start) {
			return
		}
		tb.problems = append(tb.problems, "request to "+e.Request.URL)
	case *page.EventJavascriptDialogOpening:
		tb.problems = append(tb.problems, "dialog "+e.Message)
		go chromedp.Run(tb.ctx, page.HandleJavaScriptDialog(true))
	case *log.EventEntryAdded:
		if e.Entry.Level == log.LevelError && (tb.expected == "" || !strings.Contains(e.Entry.Text, tb.expected)) {
			tb.problems = append(tb.problems, "error "+e.Entry.Text+" "+e.Entry.URL)
		}
	}
}

func (tb *tab) do(actions ...chromedp.Action) {
	tb.Helper()
	ended := make(chan error, 1)
	go func() { ended <- chromedp.Run(tb.ctx, actions...) }()
	select {
	case err := <-ended:
		require.NoError(tb, err)
	case <-time.After(patience):
		require.Fail(tb, "the browser did not answer in time")
	}
}

// value returns what an expression is in the page. It runs also where pages run no
// script.
func value[T any](tb *tab, expression string, args ...any) (v T) {
	tb.Helper()
	tb.do(chromedp.Evaluate(fmt.Sprintf(expression, args...), &v))
	return v
}

// until waits until an expression is true.
func (tb *tab) until(expression string, args ...any) {
	tb.Helper()
	for start := time.Now(); !value[bool](tb, expression, args...); time.Sleep(20 * time.Millisecond) {
		if time.Since(start) > patience {
			tb.picture("waiting")
			require.Fail(tb, "never true: "+fmt.Sprintf(expression, args...))
		}
	}
}

// open opens a page of the server.
func (tb *tab) open(path string) {
	tb.Helper()
	tb.do(chromedp.Navigate(tb.base + path))
}

// show opens a page that is not on a server.
func (tb *tab) show(page []byte) {
	tb.Helper()
	require.NoError(tb, os.WriteFile(tb.path("shown.html"), page, 0o600))
	tb.do(chromedp.Navigate("file://" + tb.path("shown.html")))
}

// drop chooses files and sends them with the button.
func (tb *tab) drop(names ...string) {
	tb.Helper()
	for i := range names {
		names[i] = tb.path(names[i])
	}
	tb.do(chromedp.SetUploadFiles("#file", names, chromedp.ByQuery))
	tb.until(`document.querySelector("#file, .verdict") !== null`)
	if value[bool](tb, `document.querySelector("#submit") !== null && document.querySelector(".verdict") === null`) {
		tb.do(chromedp.Click("#submit", chromedp.ByQuery))
	}
	tb.until(`document.readyState === "complete" && document.querySelectorAll("article.report").length === %v`, len(names))
}

// axe requires that axe-core finds no fault in the page as it is.
func (tb *tab) axe() {
	tb.Helper()
	var found []struct {
		ID, Help string
		Nodes    []struct{ HTML, FailureSummary string }
	}
	script := tb.world.axe + `;axe.run(document, {resultTypes: ["violations"], runOnly: ["wcag2a","wcag2aa","wcag21a","wcag21aa","wcag22a","wcag22aa","best-practice"]}).then(r => r.violations)`
	tb.do(emulation.SetScriptExecutionDisabled(false), chromedp.Evaluate(script, &found, chromedp.EvalAsValue, awaited))
	if len(found) > 0 {
		tb.picture("axe")
	}
	for _, v := range found {
		for _, n := range v.Nodes {
			tb.Errorf("axe: %s: %s: %.300s: %s", v.ID, v.Help, n.HTML, n.FailureSummary)
		}
	}
}

// fits requires that nothing is wider than the window.
func (tb *tab) fits() {
	tb.Helper()
	wide := value[[]string](tb, `[...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 200))`)
	if len(wide) > 0 || value[bool](tb, `document.scrollingElement.scrollWidth > innerWidth`) {
		tb.picture("wide")
	}
	require.Empty(tb, wide)
	require.False(tb, value[bool](tb, `document.scrollingElement.scrollWidth > innerWidth`), "the page scrolls sideways")
}

// picture keeps a picture of the page if OPENBADGES_SCREENSHOTS names a folder.
func (tb *tab) picture(name string) {
	tb.Helper()
	folder := os.Getenv("OPENBADGES_SCREENSHOTS")
	if folder == "" {
		return
	}
	var png []byte
	tb.do(chromedp.FullScreenshot(&png, 100))
	name = strings.NewReplacer("/", "-", " ", "-", ",", "").Replace(tb.Name() + "-" + name)
	require.NoError(tb, os.WriteFile(filepath.Join(folder, name+".png"), png, 0o600))
}
