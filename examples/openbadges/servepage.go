package main

import (
	"cmp"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"net/http"
	"strings"

	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/archive"
	"github.com/openbadges-go/openbadges/verify/summary"
)

//go:embed page
var pageFiles embed.FS

// newPages returns the page in every language.
func newPages() (map[summary.Language]*template.Template, error) {
	pages := map[summary.Language]*template.Template{}
	for _, lang := range []summary.Language{summary.English, summary.Dutch} {
		say := func(id string) (string, error) {
			text, ok := words[id]
			if !ok {
				return "", fmt.Errorf("the page has no text %q", id)
			}
			return text.In(lang), nil
		}
		t, err := template.New("page.html").Funcs(template.FuncMap{"say": say}).ParseFS(pageFiles, "page/*.html")
		if err != nil {
			return nil, err
		}
		pages[lang] = t
	}
	return pages, nil
}

// view is what the page shows.
type view struct {
	Lang, Other summary.Language
	Title       string // beside that of the page
	Online      bool
	Addresses   bool // whether an address can be checked
	AnyIssuer   bool
	Sample      bool // whether the badge is a sample
	Refusal     *refusal
	Request     string // for a holder, as JSON
	Why         string // of the refusal
	Items       []item
	CSV         template.URL
}

// item is the report of one badge.
type item struct {
	N       int // from 1
	File    string
	Badge   string // its name
	Issuer  string // the name of its issuer
	Known   string // the name by which the site knows the issuer of an accepted badge
	Verdict verify.Verdict
	Word    string // for the verdict
	Reason  string // for another verdict than accepted
	Article template.HTML
	Data    template.URL // the JSON
	Archive template.URL // of the badge; "" for none
}

// form shows the empty page, or the report of a sample.
func (s *site) form(w http.ResponseWriter, r *http.Request) error {
	if name := r.URL.Query().Get("sample"); name != "" {
		all, err := s.samples()
		if err != nil {
			return err
		}
		one, known := all[name]
		if !known {
			return refuse(codeNoPage)
		}
		return s.report(w, s.language(r), []result{one}, true)
	}
	s.show(w, http.StatusOK, s.language(r), view{})
	return nil
}

// judgeForm shows the reports of what a person sent.
func (s *site) judgeForm(w http.ResponseWriter, r *http.Request) error {
	read, err := readForm(r, fieldText, fieldAddress, fieldEmail)
	if err != nil {
		return err
	}
	all, err := read.badges()
	if err != nil {
		return err
	}
	found, err := s.verify(r.Context(), all, true)
	if err != nil {
		return err
	}
	return s.report(w, s.language(r), found, false)
}

// report shows the reports of badges.
func (s *site) report(w http.ResponseWriter, lang summary.Language, found []result, sample bool) error {
	v := view{Sample: sample}
	rows := csvHead()
	for n, one := range found {
		rows += one.csv(lang)
		i, err := s.item(n+1, one, lang)
		if err != nil {
			return err
		}
		v.Items = append(v.Items, i)
	}
	if len(v.Items) == 1 {
		v.Title = v.Items[0].Word
	}
	v.CSV = dataURL("text/csv", []byte(rows))
	s.show(w, http.StatusOK, lang, v)
	return nil
}

// show writes the page.
func (s *site) show(w http.ResponseWriter, status int, lang summary.Language, v view) {
	v.Lang, v.Other, v.Online, v.Addresses, v.AnyIssuer = lang, summary.Dutch, s.online, s.addresses, s.anyIssuer
	if lang == summary.Dutch {
		v.Other = summary.English
	}
	if v.Items == nil {
		v.Request = requestText(s.request())
	}
	if v.Refusal != nil {
		v.Why = v.Refusal.row().In(lang)
	}
	var out strings.Builder
	if err := s.pages[lang].Execute(&out, v); err != nil {
		panic(err) // ServeHTTP answers
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Language", string(lang))
	w.WriteHeader(status)
	io.WriteString(w, out.String())
}

// language returns the language of a request: that of its address, of -lang, or
// the first that the browser names.
func (s *site) language(r *http.Request) summary.Language {
	if lang, err := languageOf(r.URL.Query().Get("lang")); err == nil {
		return lang
	}
	if s.lang != "" {
		return s.lang
	}
	for one := range strings.SplitSeq(r.Header.Get("Accept-Language"), ",") {
		name, _, _ := strings.Cut(strings.TrimSpace(one), ";")
		name, _, _ = strings.Cut(name, "-")
		if lang, err := languageOf(strings.ToLower(name)); err == nil {
			return lang
		}
	}
	return summary.English
}

// item returns a result for the page.
func (s *site) item(n int, r result, lang summary.Language) (item, error) {
	c := r.claims()
	i := item{
		N: n, File: r.File, Verdict: r.Verdict,
		Badge: clipped(cmp.Or(c.Subject.Achievement.Name, c.Name)), Issuer: clipped(cmp.Or(c.Issuer.Name, key.Redact(c.Issuer.ID))),
		Data: dataURL("application/json", []byte(r.line())),
	}
	if r.kept != nil {
		i.Archive = dataURL("application/zip", r.kept)
	}
	if r.Archive != nil {
		return s.archivedItem(i, r, lang)
	}
	in := r.input()
	in.Picture = r.picture
	i.Word, i.Reason = in.Row(lang)
	if r.Verdict == verify.Accepted {
		i.Known, i.Reason = s.names[r.Report.Document().IssuerID()], ""
	}
	var err error
	i.Article, err = in.Article(lang)
	return i, err
}

// archivedItem completes the item of a badge in an archive. Its reports are about
// other questions than those of the page, so it shows only the answers.
func (s *site) archivedItem(i item, r result, lang summary.Language) (item, error) {
	found := r.Archive.result.Words(lang)
	i.Word, i.Reason = r.archivedWord(lang), r.archivedWhy(lang)
	var out strings.Builder
	err := s.pages[lang].ExecuteTemplate(&out, "archived", archivedView{i, found, r.levelText(lang)})
	i.Article = template.HTML(out.String()) // the template escaped all text
	return i, err
}

// archivedView is what the article about a badge in an archive shows.
type archivedView struct {
	item
	Found archive.Words
	Level string
}

// clipped returns the start of a text, for a table.
func clipped(text string) string {
	const most = 100
	if letters := []rune(text); len(letters) > most {
		return string(letters[:most]) + "…"
	}
	return text
}

// dataURL returns content as a URL, so that nothing must be kept for a download.
func dataURL(mediaType string, content []byte) template.URL {
	return template.URL("data:" + mediaType + ";base64," + base64.StdEncoding.EncodeToString(content))
}
