package summary

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

var (
	pngStart = []byte("\x89PNG\r\n\x1a\n and the rest")
	svgText  = []byte(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`)
)

// allowedTags and allowedAttributes are those of the templates.
var (
	allowedTags = strings.Fields("!doctype html head meta title style body main h1 h2 h3 section article div p bdi span strong small br code pre " +
		"ul li dl dt dd details summary table thead tbody tr th td a img svg path circle")
	allowedAttributes = strings.Fields("lang charset name content http-equiv class id role tabindex autofocus dir href rel src alt scope data-label data-picture " +
		"viewbox width height aria-hidden focusable d cx cy r")
	tagPattern       = regexp.MustCompile(`<(/?)([!a-zA-Z][a-zA-Z0-9]*)((?:"[^"]*"|[^">])*)>`)
	attributePattern = regexp.MustCompile(`([a-zA-Z-]+)(?:="([^"]*)")?`)
	voidTags         = strings.Fields("!doctype meta br img path circle")
)

// requireInert requires HTML with the tags and attributes of the templates only,
// each tag closed, which runs no script and loads nothing.
func requireInert(t *testing.T, text string) {
	t.Helper()
	var open []string
	rest := regexp.MustCompile(`(?s)<style>.*?</style>`).ReplaceAllString(text, "")
	found, between := tagPattern.FindAllStringSubmatch(rest, -1), tagPattern.Split(rest, -1)
	require.NotEmpty(t, found)
	require.Equal(t, len(found), strings.Count(rest, "<"), "each < begins a tag")
	isolated := -1 // depth of the element that isolates the direction of its text
	for i, tag := range found {
		require.True(t, isolated >= 0 || !strings.ContainsAny(between[i], "\u202e\u2066"), "%q has a direction that reaches further", between[i])
		name := strings.ToLower(tag[2])
		require.Contains(t, allowedTags, name)
		if tag[1] == "/" {
			require.NotEmpty(t, open, name)
			require.Equal(t, open[len(open)-1], name)
			if open = open[:len(open)-1]; len(open) <= isolated {
				isolated = -1
			}
			continue
		}
		if !slices.Contains(voidTags, name) {
			if isolated < 0 && (name == "bdi" || strings.Contains(tag[3], ` dir="auto"`)) {
				isolated = len(open)
			}
			open = append(open, name)
		}
		if name == "!doctype" {
			continue
		}
		for _, attribute := range attributePattern.FindAllStringSubmatch(strings.TrimSuffix(tag[3], "/"), -1) {
			key, value := strings.ToLower(attribute[1]), attribute[2]
			require.Contains(t, allowedAttributes, key, tag[0])
			switch key {
			case "src":
				require.Regexp(t, `^data:image/(png|jpeg|svg\+xml);base64,[A-Za-z0-9/+=]+$`, value)
			case "data-picture":
				require.Regexp(t, `^[0-9]+$`, value)
			case "href":
				require.Regexp(t, `^(https?://|#)`, value)
			}
		}
	}
	require.Empty(t, open)
}

// PG-2: text of a badge cannot leave its place, in each text and in both languages.
func TestHostileTextIsInert(t *testing.T) {
	world := verifytest.New(t)
	school := world.Issuer("school.example", proof.EdDSARDFC2022)
	const script = `</script></style></title>"'><script>alert(1)</script><img src=x onerror=alert(1)>{{.}}`
	for name, text := range map[string]string{
		"script": script, "right-to-left override": "\u202egnitset" + script, "length": strings.Repeat("x", 10_000),
		"combining marks": strings.Repeat("Z\u0351\u036b", 3000), "address": "javascript:alert(1)//" + script,
	} {
		t.Run("X "+name, func(t *testing.T) {
			c := verifytest.Badge()
			a := &c.Subject.Achievement
			c.Name, c.Description, a.Name, a.Description = text, text, text, text
			a.Criteria.Narrative, a.Tag = text, []string{text}
			a.Alignment = []badge.Alignment{{Type: []string{"Alignment"}, TargetName: text, TargetURL: "https://skills.example/1"}}
			c.Evidence = []badge.Evidence{{Type: []string{"Evidence"}, ID: "https://work.example/1?a=1&b=%22%3Cscript%3E", Name: text, Narrative: text}}
			doc := world.Issue(school, c)
			report, err := world.Verifier(verify.AnyIssuer()).Verify(t.Context(), doc.Bytes())
			require.NoError(t, err)
			forged, _ := world.Verifier(verify.AnyIssuer()).Verify(t.Context(), bytes.Replace(doc.Bytes(), []byte("https://work"), []byte("https://wonk"), 1))
			require.Equal(t, verify.Rejected, forged.Verdict())
			for _, lang := range []Language{English, Dutch} {
				for _, in := range []Input{{Name: text, Report: report, Picture: svgText}, {Name: text, Report: forged}, {Name: text, Code: text, Message: text}} {
					article, err := in.Article(lang)
					require.NoError(t, err)
					requireInert(t, string(article))
					require.Equal(t, in.Report == report, strings.Contains(string(article), `href="https://work.example/1`), "only an accepted badge has links")
					var page bytes.Buffer
					require.NoError(t, Page(&page, lang, []Input{in, in}))
					requireInert(t, page.String())
				}
			}
		})
	}
}

// The page of many has a row and an article for each, and totals.
func TestPage(t *testing.T) {
	world := verifytest.New(t)
	school := world.Issuer("school.example", proof.EdDSARDFC2022)
	doc := world.Issue(school, verifytest.Badge())
	good, _ := world.Verifier(verify.AnyIssuer()).Verify(t.Context(), doc.Bytes())
	forged, _ := world.Verifier(verify.AnyIssuer()).Verify(t.Context(), bytes.Replace(doc.Bytes(), []byte(verifytest.Badge().Subject.Achievement.Name), []byte("Other name"), 1))
	offline, err := verify.New(verify.Config{Trust: verify.AnyIssuer(), Now: world.Now})
	require.NoError(t, err)
	open, _ := offline.Verify(t.Context(), doc.Bytes())
	inputs := []Input{{Name: "good.png", Report: good, Picture: pngStart}, {Name: "forged.json", Report: forged}, {Name: "open.json", Report: open},
		{Name: "photo.jpg", Code: "bake.unsupported_format", Message: "this is a JPEG picture"}, {Name: "odd", Code: "other.code", Message: "an odd file"}, {Name: "none"}}
	for lang, want := range map[Language][]string{
		English: {"<html lang=\"en\">", "Totals (6)", "This badge is genuine", "Not a badge", "screenshot", ">an odd file<"},
		Dutch:   {"<html lang=\"nl\">", "Totalen (6)", "Deze badge is echt", "Geen badge", "schermafdruk", ` lang="en">an odd file<`},
	} {
		var out bytes.Buffer
		require.NoError(t, Page(&out, lang, inputs))
		for _, text := range append(want, "<dd>1</dd>", "<dd>3</dd>", "data:image/png;base64,", "default-src 'none'") {
			require.Contains(t, out.String(), text)
		}
		require.Equal(t, 6, strings.Count(out.String(), "<article "))
		require.Equal(t, 6, strings.Count(out.String(), `<a href="#badge-`))
		require.NotContains(t, out.String(), "autofocus")
		requireInert(t, out.String())
	}
	var one, none bytes.Buffer
	require.NoError(t, Page(&one, English, inputs[:1]))
	require.NotContains(t, one.String(), "Totals")
	require.NoError(t, Page(&none, "fr", nil))
	require.Contains(t, none.String(), `<html lang="en">`)
	require.Error(t, Page(nil, English, nil))
}

// Each verdict has its own words, class, and shape of icon.
func TestVerdictIsNeverColourAlone(t *testing.T) {
	shapes := map[string]bool{}
	for _, verdict := range verdicts {
		var out bytes.Buffer
		require.NoError(t, layout().ExecuteTemplate(&out, "icon", verdict))
		shapes[out.String()] = true
		for _, w := range []words{{English}, {Dutch}} {
			require.NotEmpty(t, w.verdict(verdict))
		}
	}
	require.Len(t, shapes, len(verdicts))
	article, err := Input{Report: &verify.Report{}}.Article(English)
	require.NoError(t, err)
	require.Contains(t, article, `class="verdict inconclusive" role="status" tabindex="-1" autofocus`)
	require.NotContains(t, article, "accepted")
}

// A picture is shown only if it is one, and only as a data URL.
func TestPictures(t *testing.T) {
	require.Equal(t, `src="data:image/png;base64,`+base64.StdEncoding.EncodeToString(pngStart)+`"`, string(dataURL(pngStart)))
	require.Contains(t, dataURL(svgText), `src="data:image/svg+xml;base64,`)
	require.Contains(t, dataURL([]byte("\xff\xd8\xff\xe0")), `src="data:image/jpeg;base64,`)
	for _, other := range [][]byte{nil, []byte("<html>"), []byte("GIF89a"), []byte(`{"svg":1}`), append(pngStart, make([]byte, maxPicture)...)} {
		require.Empty(t, dataURL(other))
	}
	image := func(id string) badge.Credential {
		return badge.Credential{Image: &badge.Image{ID: id}}
	}
	require.Equal(t, dataURL(pngStart), pictureOf(image("data:image/png;base64,"+base64.StdEncoding.EncodeToString(pngStart))))
	for _, id := range []string{"", "https://school.example/a.png", "data:text/html;base64,PHN2Zz4=", "data:image/png;base64,%%%", "data:image/png;base64,YQ=="} {
		require.Empty(t, pictureOf(image(id)), id)
	}
	require.Empty(t, pictureOf(badge.Credential{}))
	var few, many bytes.Buffer
	var big []Input
	for n := range 5 {
		big = append(big, Input{Picture: append(bytes.Clone(pngStart), bytes.Repeat([]byte{byte(n)}, maxPicture-1000)...)})
	}
	require.NoError(t, Page(&few, English, big[:4]))
	require.NoError(t, Page(&many, English, big))
	require.Equal(t, 4, strings.Count(few.String(), "data:image/png"))
	require.Equal(t, 4, strings.Count(many.String(), "data:image/png"))
}

// A picture that several badges have is in the page once, and each shows it.
func TestSharedPictures(t *testing.T) {
	other := append(bytes.Clone(pngStart), 1)
	var inputs []Input
	for n := range 10 {
		inputs = append(inputs, Input{Code: "none", Picture: [][]byte{pngStart, other, nil}[n%3]})
	}
	inputs = append(inputs, Input{Code: "none", Picture: append(bytes.Clone(pngStart), 2)})
	var out bytes.Buffer
	require.NoError(t, Page(&out, English, inputs))
	page := out.String()
	require.Equal(t, 3, strings.Count(page, "data:image/png"))
	require.Equal(t, 4, strings.Count(page, `<img class="picture" data-picture="1" alt=`))
	require.Equal(t, 3, strings.Count(page, `<img class="picture" data-picture="2" alt=`))
	require.Equal(t, 1, strings.Count(page, `<img class="picture" src="data:image/png`))
	_, rest, _ := strings.Cut(page, "<style>")
	rules, _, _ := strings.Cut(rest, "</style>")
	require.Contains(t, rules, `[data-picture="1"]{content:url("data:image/png;base64,`+base64.StdEncoding.EncodeToString(pngStart)+`")}`)
	sum := sha256.Sum256([]byte(rules))
	require.True(t, strings.Contains(html.UnescapeString(page), "style-src 'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'"), "the browser applies no other style")
	requireInert(t, page)
}

// Every pair of colours that text uses has a contrast of 4.5 or more, and edges
// of 3 or more, light and dark.
func TestContrast(t *testing.T) {
	schemes := strings.SplitN(style, "prefers-color-scheme: dark", 2)
	require.Len(t, schemes, 2)
	for i, text := range schemes {
		colours := map[string]string{}
		block := text[strings.Index(text, ":root"):]
		for _, m := range regexp.MustCompile(`--([a-z-]+): #([0-9a-f]{6});`).FindAllStringSubmatch(block[:strings.Index(block, "}")], -1) {
			colours[m[1]] = m[2]
		}
		for _, pair := range []string{"ink paper", "ink card", "soft paper", "soft card", "accent paper", "accent card", "good good-tint", "open open-tint", "bad bad-tint",
			"plain plain-tint", "good card", "open card", "bad card", "plain card", "good paper", "open paper", "bad paper", "plain paper"} {
			front, back, _ := strings.Cut(pair, " ")
			require.GreaterOrEqual(t, contrast(t, colours[front], colours[back]), 4.5, "%s, scheme %d", pair, i)
		}
	}
}

// contrast is the contrast ratio of WCAG 2.2.
func contrast(t *testing.T, a, b string) float64 {
	luminance := func(colour string) (sum float64) {
		require.Len(t, colour, 6)
		for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
			n, err := strconv.ParseUint(colour[2*i:2*i+2], 16, 8)
			require.NoError(t, err)
			if c := float64(n) / 255; c <= 0.04045 {
				sum += weight * c / 12.92
			} else {
				sum += weight * math.Pow((c+0.055)/1.055, 2.4)
			}
		}
		return sum
	}
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// Every phrase that a template asks for is there, and every one is used.
func TestPhrasesAreUsed(t *testing.T) {
	used := map[string]bool{"departs": true, "departs-once": true, "not-a-badge": true} // by code
	for _, m := range regexp.MustCompile(`\.T "([a-z-]+)"`).FindAllStringSubmatch(source, -1) {
		used[m[1]] = true
		require.Contains(t, phrases, m[1])
	}
	for id := range phrases {
		require.True(t, used[id], id)
	}
	_, err := words{English}.T("no such phrase")
	require.Error(t, err)
	require.Contains(t, words{Dutch}.departing(1), "1 plaats")
	require.Contains(t, fmt.Sprint(words{English}.departing(3)), "3 places")
}
