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

// page is what the template shows.
type page struct {
	Created, Tool string
	Long          bool // whether each badge is shown with every check
	Dutch         []shown
	English       []shown
}

// shown is a badge in one language.
type shown struct {
	summary.Summary
	Digest, At string
}

// Rows are the facts and checks as rows of a list. They are most of the page, and
// written without the template because that takes longer than a verification.
func (s shown) Rows() template.HTML {
	var b strings.Builder
	row := func(label, state, text string) {
		for _, part := range []string{"<dt>", template.HTMLEscapeString(label), "</dt><dd>", template.HTMLEscapeString(state),
			"<bdi>", template.HTMLEscapeString(text), "</bdi></dd>\n"} {
			b.WriteString(part)
		}
	}
	for _, f := range s.Facts {
		row(f.Label, "", f.Value)
	}
	for _, c := range s.Checks {
		row(c.Label, c.State+": ", c.Why)
	}
	return template.HTML(b.String()) // all text in it is escaped
}

// pageOf returns the page for people: what the maker of the archive found, in
// both languages. It needs no script and loads nothing.
func pageOf(m manifest, entries []verified) ([]byte, error) {
	p := page{Created: m.Created.Format(stamp), Tool: m.Tool, Long: len(entries) <= maxShown}
	for _, v := range entries {
		s := shown{Digest: v.entry.Data, At: v.entry.At.Format(stamp)}
		s.Summary = summary.Of(v.report, summary.Dutch)
		p.Dutch = append(p.Dutch, s)
		s.Summary = summary.Of(v.report, summary.English)
		p.English = append(p.English, s)
	}
	var out bytes.Buffer
	err := layout().ExecuteTemplate(&out, "page", p)
	return out.Bytes(), err
}

// stamp is how times are written for people.
const stamp = "2006-01-02 15:04:05 UTC"
