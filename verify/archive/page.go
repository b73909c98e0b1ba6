package archive

import (
	"bytes"
	_ "embed" // for the template
	"html/template"
	"strings"
	"sync"

	"github.com/openbadges-go/openbadges/verify/summary"
)

//go:embed page.html
var source string

// layout is parsed when the first archive is made.
var layout = sync.OnceValue(func() *template.Template { return template.Must(template.New("").Parse(source)) })

// maxShown bounds the badges that the page shows with every check. A page of
// more has a line for each.
const maxShown = 20

// sizeOfBadge is about what a badge takes in one language.
const sizeOfBadge = 4 << 10

// page is what the template shows.
type page struct {
	Created, Tool string
	Dutch         template.HTML // the badges
	English       template.HTML
}

// pageOf returns the page for people: what the maker of the archive found, in
// both languages. It needs no script and loads nothing.
func pageOf(m manifest, entries []verified) ([]byte, error) {
	var english, dutch markup
	english.Grow(sizeOfBadge)
	dutch.Grow(sizeOfBadge)
	for _, v := range entries {
		en, nl := summary.Both(v.report)
		english.badge(en, v.entry, len(entries) <= maxShown)
		dutch.badge(nl, v.entry, len(entries) <= maxShown)
	}
	var out bytes.Buffer
	out.Grow(len(source) + english.Len() + dutch.Len() + sizeOfBadge)
	p := page{Created: m.Created.Format(stamp), Tool: m.Tool, English: template.HTML(english.String()), Dutch: template.HTML(dutch.String())} // markup escapes all text
	err := layout().Execute(&out, p)
	return out.Bytes(), err
}

// markup is HTML with text in it. A template takes longer for the badges than
// their verification.
type markup struct{ strings.Builder }

// put appends HTML and text in turns, and escapes the text.
func (m *markup) put(parts ...string) {
	for i, part := range parts {
		if i%2 == 1 {
			part = template.HTMLEscapeString(part)
		}
		m.WriteString(part)
	}
}

// badge appends a badge: with every check, or in a line.
func (m *markup) badge(s summary.Summary, e entry, long bool) {
	if !long {
		m.put("<p>", s.Headline, ": <bdi>", s.Sentence, "</bdi>")
		m.some(" <bdi>", s.Reason, "</bdi>")
		m.some(" <code>objects/", e.Data, "</code>")
		m.put("</p>\n")
		return
	}
	m.put("<article>\n<h2>", s.Headline, "</h2>\n<p>", e.At.Format(stamp), "</p>\n<p><bdi>", s.Sentence, "</bdi></p>\n")
	m.some("<p><bdi>", s.Reason, "</bdi></p>\n")
	m.put("<dl>\n")
	for _, f := range s.Facts {
		m.put("<dt>", f.Label, "</dt><dd><bdi>", f.Value, "</bdi></dd>\n")
	}
	for _, c := range s.Checks {
		m.put("<dt>", c.Label, "</dt><dd>", c.State, ": <bdi>", c.Why, "</bdi></dd>\n")
	}
	m.put("</dl>\n")
	m.some("<p><code>objects/", e.Data, "</code></p>\n")
	m.put("</article>\n")
}

// some appends a text between HTML, if there is one.
func (m *markup) some(before, text, after string) {
	if text != "" {
		m.put(before, text, after)
	}
}

// stamp is how times are written for people.
const stamp = "2006-01-02 15:04:05 UTC"
