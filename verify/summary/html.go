package summary

import (
	"bytes"
	"crypto/sha256"
	_ "embed" // for the style sheet and the templates
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/display"
	"github.com/openbadges-go/openbadges/verify"
)

// Input is one entry of an HTML report: a file or an address, and what came of
// it.
type Input struct {
	Name    string         // of the file, or the address
	Report  *verify.Report // nil if the input is not a badge
	Code    string         // why it is not a badge; ignored beside a Report
	Message string         // the same for people, in English
	Verdict verify.Verdict // without a Report; empty for an input that is not a badge
	Picture []byte         // of the badge: PNG, JPEG or SVG of at most 4 MiB; other data is not shown
}

//go:embed report.css
var ownStyle string

// style is the style sheet of a report.
var style = display.Style() + ownStyle

//go:embed report.html
var source string

// layout is parsed when the first report is written.
var layout = sync.OnceValue(func() *template.Template { return template.Must(template.New("").Parse(source)) })

// Style returns the style sheet of Page and Input.Article. It is light or dark as
// the reader prefers, and has rules for print.
func Style() template.CSS { return template.CSS(style) } // our own text

// Article returns the report as an HTML article with the verdict as its heading,
// of level 2. The verdict takes the focus. The article needs no script and loads
// nothing: a picture is a data URL. All text of the badge is escaped, and
// isolated from the direction of the text around it.
func (in Input) Article(lang Language) (template.HTML, error) {
	v := viewOf(in, lang)
	v.Focus = true
	var out bytes.Buffer
	err := layout().ExecuteTemplate(&out, "article", v)
	return template.HTML(out.String()), err // the template escaped all text
}

// maxPictures bounds the pictures of one document together, before base64.
const maxPictures = 16 << 20

// Page writes an HTML document about one or many inputs: for many, a table with
// totals comes first. The document needs no script and loads nothing. A picture
// that several inputs have is in it once, and pictures are left out after the
// first 16 MiB.
func Page(w io.Writer, lang Language, inputs []Input) error {
	if w == nil {
		return errors.New("summary: the writer is nil")
	}
	page := document{words: wordsIn(lang)}
	counts, pictures, seen := map[string]int{}, 0, map[[sha256.Size]byte]bool{}
	for i, in := range inputs {
		if sum := sha256.Sum256(in.Picture); !seen[sum] {
			if pictures += len(in.Picture); pictures > maxPictures {
				in.Picture = nil
			} else {
				seen[sum] = true
			}
		}
		v := viewOf(in, lang)
		v.Number = i + 1
		page.Inputs = append(page.Inputs, v)
		counts[v.Verdict]++
	}
	page.Style = Style() + sharePictures(page.Inputs)
	sum := sha256.Sum256([]byte(page.Style))
	page.StyleHash = base64.StdEncoding.EncodeToString(sum[:])
	page.Many = len(inputs) > 1
	for _, verdict := range verdicts {
		page.Totals = append(page.Totals, total{verdict, page.verdict(verdict), counts[verdict]})
	}
	return layout().ExecuteTemplate(w, "page", page)
}

// document is what the template of a page shows.
type document struct {
	words
	Style     template.CSS
	StyleHash string
	Many      bool
	Totals    []total
	Inputs    []view
}

type total struct {
	Verdict, Word string
	Count         int
}

// view is what the template of an article shows.
type view struct {
	words
	Number     int    // from 1; 0 for an article alone
	Focus      bool   // whether the verdict takes the focus
	Name       string // of the file
	Verdict    string // one of verdicts
	Word       string
	Headline   string
	Reason     string
	English    bool // whether the reason is in English in any language
	Sentence   template.HTML
	Picture    template.HTMLAttr
	Known      map[string]string // facts that have their own place
	Facts      []shown
	Checks     []Answer
	Binding    string
	Departures []verify.Check
	Departing  string // how many departures there are
	Stages     []stage
	Proofs     []verify.ProofResult
	Inside     []inside
	JSON       string
	Digest     string
	At         string
}

// shown is a fact with the address it links to, "" for none.
type shown struct {
	Fact
	Link string
}

// stage is a check for experts, with its message in English.
type stage struct {
	Answer
	Message string
}

// inside is the report of a credential in the badge.
type inside struct {
	Path, Word string
	Sentence   template.HTML
}

// The most characters of a fact that are shown.
const (
	maxName = 300
	maxText = 2000 // of the facts in long
	maxCell = 100  // in a table
)

var long = []string{"description", "criteria", "evidence", "learning-outcome"}

// Cell returns the start of a fact, for a table.
func (v view) Cell(id string) string { return clip(v.Known[id], maxCell) }

// apart are the facts that have their own place in the article.
var apart = []string{"name", "type", "description", "issued-by", "issuer-id"}

// unread returns the verdict on an input without a report.
func (in Input) unread() string {
	if slices.Contains(verdicts, string(in.Verdict)) {
		return string(in.Verdict)
	}
	return noBadge
}

func viewOf(in Input, lang Language) view {
	v := view{words: wordsIn(lang), Name: clip(in.Name, maxName), Verdict: in.unread(), Known: map[string]string{}, Picture: dataURL(in.Picture)}
	v.Word = v.verdict(v.Verdict)
	if in.Report == nil {
		v.Headline = v.Word
		v.Reason, v.English = v.unreadable(in)
		return v
	}
	s := Of(in.Report, lang)
	v.Verdict, v.Headline, v.Reason, v.Sentence = string(s.Verdict), s.Headline, s.Reason, s.said.html()
	v.Word, v.Checks, v.Departures = v.verdict(v.Verdict), s.Checks, in.Report.Departures()
	for _, f := range s.Facts {
		link := ""
		if s.Verdict == verify.Accepted {
			link = pageOf(f.Value)
		}
		most := maxName
		if slices.Contains(long, f.ID) {
			most = maxText
		}
		f.Value = clip(f.Value, most)
		if slices.Contains(apart, f.ID) {
			v.Known[f.ID] = f.Value
			continue
		}
		v.Facts = append(v.Facts, shown{f, link})
	}
	v.Departing = v.departing(len(v.Departures))
	if m, ok := bindings[in.Report.Binding()]; ok {
		v.Binding = m.In(lang)
	}
	v.detail(in.Report, s)
	return v
}

// maxJSON bounds the JSON of a report that an article contains.
const maxJSON = 256 << 10

// detail adds what is for experts.
func (v *view) detail(r *verify.Report, s Summary) {
	for i, c := range r.Checks() {
		v.Stages = append(v.Stages, stage{s.Stages[i], c.Message})
	}
	v.Proofs = r.Proofs()
	for _, e := range r.Embedded() {
		of := Of(e.Report, s.Language)
		v.Inside = append(v.Inside, inside{e.Path, v.verdict(string(of.Verdict)), of.said.html()})
	}
	if text, err := json.MarshalIndent(r, "", "  "); err == nil && len(text) <= maxJSON {
		v.JSON = string(text)
	}
	if doc := r.Document(); doc != nil {
		v.Digest = fmt.Sprintf("%x", sha256.Sum256(doc.Bytes()))
		if v.Picture == "" {
			v.Picture = pictureOf(doc.Credential())
		}
	}
	if !r.At().IsZero() {
		v.At = day(badge.DateTimeOf(r.At()), s.Language, true)
	}
}

// html returns the sentence with text of the badge isolated.
func (s statement) html() template.HTML {
	var texts []any
	for _, text := range s.texts {
		texts = append(texts, "<bdi>"+template.HTMLEscapeString(fmt.Sprint(text))+"</bdi>")
	}
	return template.HTML(fmt.Sprintf(template.HTMLEscapeString(s.form), texts...)) // escaped above
}

// pictureOf returns the picture that is part of the badge, "" without one.
func pictureOf(c badge.Credential) template.HTMLAttr {
	for _, image := range []*badge.Image{c.Subject.Achievement.Image, c.Image} {
		if image == nil {
			continue
		}
		kind, text, ok := strings.Cut(image.ID, ";base64,")
		data, err := base64.StdEncoding.DecodeString(text)
		if ok && err == nil && strings.HasPrefix(kind, "data:image/") {
			return dataURL(data)
		}
	}
	return ""
}

// maxPicture bounds one picture.
const maxPicture = 4 << 20

// dataURL returns the attribute src with a data URL of a PNG, a JPEG or an SVG, and ""
// for other data. In an img element an SVG runs no script and loads nothing.
func dataURL(data []byte) template.HTMLAttr {
	kind := ""
	switch start := data[:min(len(data), 1<<12)]; {
	case len(data) > maxPicture:
	case bytes.HasPrefix(start, []byte("\x89PNG\r\n\x1a\n")):
		kind = "png"
	case bytes.HasPrefix(start, []byte("\xff\xd8\xff")):
		kind = "jpeg"
	case bytes.HasPrefix(bytes.TrimSpace(bytes.TrimPrefix(start, []byte("\xef\xbb\xbf"))), []byte("<")) && bytes.Contains(start, []byte("svg")):
		kind = "svg+xml"
	}
	if kind == "" {
		return ""
	}
	return template.HTMLAttr(`src="data:image/` + kind + `;base64,` + base64.StdEncoding.EncodeToString(data) + `"`) // base64 has nothing to escape
}

// sharePictures returns style rules for the pictures that several views have, and
// has these views name the rules.
func sharePictures(views []view) (rules template.CSS) {
	times, names := map[template.HTMLAttr]int{}, map[template.HTMLAttr]template.HTMLAttr{}
	for _, v := range views {
		times[v.Picture]++
	}
	for i, v := range views {
		if v.Picture == "" || times[v.Picture] == 1 {
			continue
		}
		if names[v.Picture] == "" {
			names[v.Picture] = template.HTMLAttr(fmt.Sprintf(`data-picture="%d"`, len(names)+1))
			url := strings.TrimPrefix(string(v.Picture), "src=") // in quotation marks
			rules += template.CSS(fmt.Sprintf("[%s]{content:url(%s)}\n", names[v.Picture], url))
		}
		views[i].Picture = names[v.Picture]
	}
	return rules
}

// clip returns the start of a text.
func clip(text string, most int) string {
	if letters := []rune(text); len(letters) > most {
		return string(letters[:most]) + "…"
	}
	return text
}
