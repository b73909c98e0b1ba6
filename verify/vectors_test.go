package verify_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/vectortest"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

var generate = flag.Bool("generate", false, "write the folders of the vectors")

// Each vector is one verification: the input, the configuration of the
// verifier, the web, and the result. The tables of attacks in this package
// generate them. .github/VECTORS.md describes the files. With -generate the
// test writes all folders; with -update it rewrites every want.json and
// nothing else.

// maxVector is the size of the largest file that is kept. Rows that need a
// larger one exist in Go only.
const maxVector = 8 << 10

// vectorCase is one verification, before it is written or after it was read.
type vectorCase struct {
	name      string // the id of its group, a slash, and what was changed
	standard  string
	input     []byte
	address   string            // in place of an input: for VerifyAt
	recipient *badge.Recipient  // for VerifyFor
	config    verify.Config     // without Fetcher, Now
	histories []json.RawMessage // the claims of config.Histories
	offline   bool
	pages     verify.Pages
}

// vectorWant is want.json.
type vectorWant struct {
	Verdict  verify.Verdict `json:"verdict"`
	Code     string         `json:"code"` // of the deciding check
	Checks   []vectorCheck  `json:"checks"`
	Requests []string       `json:"requests"`
}

// vectorCheck is one check of a report, without the text for people.
type vectorCheck struct {
	Stage   verify.Stage `json:"stage"`
	Outcome string       `json:"outcome"`
	Code    string       `json:"code"`
	Path    string       `json:"path,omitempty"`
}

// asking answers from fixed pages and keeps the order of the requests.
type asking struct {
	pages verify.Pages
	urls  []string
}

func (a *asking) Fetch(ctx context.Context, req verify.Request) (verify.Response, error) {
	a.urls = append(a.urls, req.URL)
	return a.pages.Fetch(ctx, req)
}

// judge verifies the case.
func (c vectorCase) judge(t *testing.T) vectorWant {
	t.Helper()
	web := &asking{pages: c.pages, urls: []string{}}
	if !c.offline {
		c.config.Fetcher = web
	}
	v, err := verify.New(c.config)
	require.NoError(t, err)
	var r *verify.Report
	switch {
	case c.address != "":
		r, err = v.VerifyAt(t.Context(), c.address)
	case c.recipient != nil:
		r, err = v.VerifyFor(t.Context(), c.input, *c.recipient)
	default:
		r, err = v.Verify(t.Context(), c.input)
	}
	require.Equal(t, r.Verdict() == verify.Accepted, err == nil)
	if err != nil {
		require.Equal(t, r.Decisive().Code, badge.CodeOf(err))
		require.Equal(t, r.Decisive().Path, badge.PathOf(err))
	}
	requireSchema(t, r)
	want := vectorWant{Verdict: r.Verdict(), Code: r.Decisive().Code, Requests: web.urls}
	for _, check := range r.Checks() {
		require.NotEmpty(t, check.Message)
		want.Checks = append(want.Checks, vectorCheck{check.Stage, check.Outcome.String(), check.Code, check.Path})
	}
	return want
}

// text writes want.json, one check a line.
func (w vectorWant) text(t *testing.T) string {
	line := func(v any) string {
		var b bytes.Buffer
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		require.NoError(t, e.Encode(v))
		return strings.TrimSuffix(b.String(), "\n")
	}
	var checks []string
	for _, c := range w.Checks {
		checks = append(checks, "\t\t"+line(c))
	}
	return fmt.Sprintf("{\n\t\"verdict\": %s,\n\t\"code\": %s,\n\t\"checks\": [\n%s\n\t],\n\t\"requests\": %s\n}\n",
		line(w.Verdict), line(w.Code), strings.Join(checks, ",\n"), line(w.Requests))
}

// vectorCases plays the rows of the tables and returns those that are small
// enough to be kept.
func vectorCases(t *testing.T) (cases []vectorCase) {
	world := verifytest.New(t)
	for _, row := range hostileRows() {
		s := newScene(t, world)
		c := vectorCase{name: row.name, standard: "ob3", input: row.make(s)}
		c.config, c.offline, c.pages = s.config, s.config.Fetcher == nil, s.pages
		c.histories = s.histories
		c.config.Fetcher = nil
		cases = append(cases, c)
	}
	cases = append(cases, vectorCases20(t)...)
	return slices.DeleteFunc(cases, func(c vectorCase) bool {
		for _, page := range c.pages {
			if len(page.Body) > maxVector {
				return true
			}
		}
		return len(c.input) > maxVector
	})
}

// vectorsMade returns what the generator writes: by the name of the folder
// without the verdict, the files without want.json.
func vectorsMade(t *testing.T) map[string]vectortest.Files {
	made, titles := map[string]vectortest.Files{}, vectorTitles(t)
	for _, c := range vectorCases(t) {
		slug := c.slug()
		for n := 2; made[slug] != nil; n++ {
			slug = fmt.Sprint(c.slug(), "-", n)
		}
		made[slug] = c.files(t, titles)
	}
	return made
}

// slug is the name of the folder without the verdict.
func (c vectorCase) slug() string {
	slug := vectortest.Slug(c.name)
	if len(slug) > 60 {
		slug = strings.Trim(slug[:60], "-")
	}
	return c.standard + "-" + slug
}

// TestVectors runs the folders, and shows that the generator makes exactly
// these.
func TestVectors(t *testing.T) {
	vectortest.Suite{
		Made: vectorsMade(t),
		Judge: func(t *testing.T, files vectortest.Files) (verdict, want string) {
			result := readCase(t, files).judge(t)
			return string(result.Verdict), result.text(t)
		},
		Generate: *generate,
		Update:   flag.Lookup("update").Value.String() == "true",
	}.Run(t)
}
