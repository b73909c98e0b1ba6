package main

import (
	"cmp"
	"embed"
	"encoding/base64"
	"encoding/json"
	"html/template"
	"io"
	"net/http"
	"strings"

	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/summary"
)

//go:embed page
var pageFiles embed.FS

// page is the web page in one language.
type page struct{ *template.Template }

// newPages returns the page in every language.
func newPages() (map[summary.Language]*page, error) {
	pages := map[summary.Language]*page{}
	for _, lang := range []summary.Language{summary.English, summary.Dutch} {
		say := func(id string) string { return words[id].in(lang) }
		t, err := template.New("page.html").Funcs(template.FuncMap{"say": say}).ParseFS(pageFiles, "page/*.html")
		if err != nil {
			return nil, err
		}
		pages[lang] = &page{t}
	}
	return pages, nil
}

// view is what the page shows.
type view struct {
	Lang, Other summary.Language
	Online      bool
	AnyIssuer   bool
	Refusal     *refusal
	Why         string // of the refusal
	Items       []item
	CSV         template.URL
	Totals      string
}

// item is one badge on the page.
type item struct {
	N       int
	File    string
	Verdict verify.Verdict
	Word    string // of the verdict
	Summary summary.Summary
	Badge   string // its name
	Issuer  string
	Reason  string // why it is not accepted, or the code
	Code    string
	JSON    string
	Data    template.URL // the JSON for download
	Digest  string
	Picture template.URL
	Unread  bool // holds no badge
}

// form shows the empty page.
func (s *site) form(w http.ResponseWriter, r *http.Request) error {
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
	found, err := s.verify(r.Context(), all)
	if err != nil {
		return err
	}
	lang := s.language(r)
	v := view{}
	var rows strings.Builder
	rows.WriteString((&checker{csv: true}).head())
	for n, one := range found {
		rows.WriteString(one.csv())
		v.Items = append(v.Items, itemOf(n+1, one, all[n].data, lang))
	}
	v.CSV = dataURL("text/csv;charset=utf-8", []byte(rows.String()))
	s.show(w, http.StatusOK, lang, v)
	return nil
}

// show writes the page.
func (s *site) show(w http.ResponseWriter, status int, lang summary.Language, v view) {
	v.Lang, v.Other, v.Online, v.AnyIssuer = lang, summary.Dutch, s.online, s.anyIssuer
	if lang == summary.Dutch {
		v.Other = summary.English
	}
	if v.Refusal != nil {
		v.Why = v.Refusal.row().in(lang)
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

// itemOf returns a result for the page.
func itemOf(n int, r result, data []byte, lang summary.Language) item {
	c := r.claims()
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		text = []byte(r.line())
	}
	text = []byte(harmless(string(text)))
	i := item{
		N: n, File: r.File, Verdict: r.Verdict, Word: verdictWords[r.Verdict].in(lang), Code: r.Code, JSON: string(text), Data: dataURL("application/json", text),
		Badge: cmp.Or(c.Subject.Achievement.Name, c.Name), Issuer: cmp.Or(c.Issuer.Name, key.Redact(c.Issuer.ID)),
		Digest: digest(data), Unread: r.Report == nil,
	}
	if i.Unread {
		i.Reason = unreadReason(r, lang)
		return i
	}
	i.Summary = summary.Of(r.Report, lang)
	i.Reason = i.Summary.Headline
	return i
}

// unreadReason says kindly why a file holds no badge.
func unreadReason(r result, lang summary.Language) string {
	why, known := unreadWords[r.Code]
	if !known {
		why = unreadWords[""]
	}
	return why.in(lang)
}

// dataURL returns content as a URL, so that nothing must be kept for a download.
func dataURL(mediaType string, content []byte) template.URL {
	return template.URL("data:" + mediaType + ";base64," + base64.StdEncoding.EncodeToString(content))
}
