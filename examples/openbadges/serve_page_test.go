package main

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"html"
	"image"
	"image/color"
	"image/png"
	"io"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/bake"
	"github.com/openbadges-go/openbadges/verify/summary"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// get returns the page at a path.
func (s *served) get(path string, headers ...string) (*http.Response, string) {
	s.t.Helper()
	r, err := http.NewRequest(http.MethodGet, s.url+path, nil)
	require.NoError(s.t, err)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	answer, err := http.DefaultClient.Do(r)
	require.NoError(s.t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	require.NoError(s.t, err)
	return answer, string(text)
}

// content returns the content of the first data URL of a type in a page.
func content(t *testing.T, page, mediaType string) []byte {
	t.Helper()
	_, rest, ok := strings.Cut(page, "data:"+mediaType+";base64,")
	require.True(t, ok, "no %s", mediaType)
	text, _, _ := strings.Cut(rest, `"`)
	data, err := base64.StdEncoding.DecodeString(html.UnescapeString(text))
	require.NoError(t, err)
	return data
}

// Text of a badge is text wherever the page shows it.
func TestServeHostileBadge(t *testing.T) {
	s := newServed(t)
	w := verifytest.New(t)
	c := verifytest.Badge()
	evil := `</script><script>alert(1)</script><img src=x onerror=alert(1)>` + "\u202e\x00" + strings.Repeat("x", 10_000)
	c.Name, c.Subject.Achievement.Name, c.Subject.Achievement.Description = strings.ReplaceAll(evil, "\x00", ""), strings.ReplaceAll(evil, "\x00", ""), "<style>*{display:none}</style>"
	doc := w.Issue(w.Issuer("school.example", proof.EdDSARDFC2022), c)
	s.write("<b>evil\u202e.json", bytes.Replace(doc.Bytes(), []byte(`"criteria":{`), []byte(`"criteria":{"id":"javascript:alert(1)",`), 1))
	body, mediaType := s.formOf("file", "@<b>evil\u202e.json", "file", "@badge.svg")
	answer, text := s.post("/", mediaType, body)
	require.Equal(t, http.StatusOK, answer.StatusCode)
	require.Contains(t, text, "&lt;script&gt;alert(1)")
	require.Equal(t, 1, strings.Count(text, "<script"))
	require.Equal(t, 1, strings.Count(text, "<link rel=\"stylesheet\""))
	require.NotContains(t, text, "<style")
	require.NotContains(t, text, "<b>")
	whole := len(text)
	for _, kept := range regexp.MustCompile(`data:application/zip;base64,[^"]*`).FindAllString(text, -1) {
		whole -= len(kept)
	}
	require.Less(t, whole, 400_000)
	for _, address := range regexp.MustCompile(`(?:href|src)="([^"]*)"`).FindAllStringSubmatch(text, -1) {
		require.Regexp(t, `^(/|#badge-\d|data:(image/(png|svg\+xml)|text/csv|application/json|application/zip);base64,)`, html.UnescapeString(address[1]))
	}
	for _, tag := range regexp.MustCompile(`<[^/!][^>]*>`).FindAllString(text, -1) {
		require.NotRegexp(t, `\s(on\w+|style)=`, tag)
	}
}

// The picture of a badge is drawn again, and that of an SVG has no badge in it.
func TestServePictures(t *testing.T) {
	s := newServed(t)
	body, mediaType := s.formOf("file", "@badge.png")
	_, page := s.post("/", mediaType, body)
	shown := content(t, page, "image/png")
	require.NotContains(t, string(shown), "iTXt")
	_, err := bake.Extract(bytes.NewReader(shown), bake.Options{})
	require.ErrorIs(t, err, bake.ErrNotBaked)
	head, err := png.DecodeConfig(bytes.NewReader(shown))
	require.NoError(t, err)
	require.LessOrEqual(t, max(head.Width, head.Height), shownSide)

	body, mediaType = s.formOf("file", "@badge.svg")
	_, page = s.post("/", mediaType, body)
	_, err = bake.Extract(bytes.NewReader(content(t, page, "image/svg+xml")), bake.Options{})
	require.ErrorIs(t, err, bake.ErrNotBaked)
}

// drawing returns a PNG of a colour.
func drawing(t *testing.T, width, height int, of color.Color) []byte {
	t.Helper()
	m := image.NewPaletted(image.Rect(0, 0, width, height), color.Palette{of})
	var out bytes.Buffer
	require.NoError(t, png.Encode(&out, m))
	return out.Bytes()
}

func TestShownPicture(t *testing.T) {
	blue := color.NRGBA{0, 0, 200, 128}
	for _, c := range []struct{ width, height, shownWidth, shownHeight int }{
		{10, 20, 10, 20}, {384, 1, 384, 1}, {768, 384, 384, 192}, {1, 1000, 1, 384}, {1000, 3, 384, 1}, {500, 499, 384, 383},
	} {
		shown, err := png.Decode(bytes.NewReader(shownPicture(drawing(t, c.width, c.height, blue))))
		require.NoError(t, err)
		require.Equal(t, image.Rect(0, 0, c.shownWidth, c.shownHeight), shown.Bounds())
		require.Equal(t, blue, color.NRGBAModel.Convert(shown.At(0, 0)))
	}
	small := drawing(t, 10, 10, blue)
	for name, picture := range map[string][]byte{
		"nothing": nil, "text": []byte("no picture"), "a signature alone": []byte(pngSignature), "a part": small[:len(small)-20], "a JPEG": []byte("\xff\xd8\xff\xe0"),
		"too many pixels": drawing(t, maxPixels+1, 1, blue), "a large SVG": []byte(`<svg xmlns="http://www.w3.org/2000/svg"><!--` + strings.Repeat("x", maxDrawing) + `--></svg>`),
		"HTML": []byte("<html/>"),
	} {
		require.Empty(t, shownPicture(picture), name)
	}
	require.NotNil(t, shownPicture([]byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`)))
}

// The language is that of the address, of -lang, or of the browser.
func TestServeLanguage(t *testing.T) {
	s := newServed(t)
	for _, c := range []struct{ path, accept, flag, want string }{
		{"/", "", "", "en"},
		{"/", "nl", "", "nl"},
		{"/", "fr, nl-BE;q=0.8, en;q=0.7", "", "nl"},
		{"/", "de-DE, fr", "", "en"},
		{"/", "EN-us,nl", "", "en"},
		{"/?lang=nl", "en", "", "nl"},
		{"/?lang=fr", "nl", "", "nl"},
		{"/", "nl", "en", "en"},
		{"/?lang=en", "nl", "nl", "en"},
		{"/?lang=en&lang=nl", "", "", "en"},
		{"/?lang=nl%00", "", "", "en"},
	} {
		s.site.lang = summary.Language(c.flag)
		answer, text := s.get(c.path, "Accept-Language", c.accept)
		require.Equal(t, c.want, answer.Header.Get("Content-Language"), "%v", c)
		require.Contains(t, text, `<html lang="`+c.want+`"`)
	}
}

// Every text of the page has both languages, and the page uses it.
func TestServeWords(t *testing.T) {
	source, err := pageFiles.ReadFile("page/page.html")
	require.NoError(t, err)
	more, err := pageFiles.ReadFile("page/archived.html")
	require.NoError(t, err)
	source = append(source, more...)
	same := []string{"badge"} // in both languages
	for id, text := range words {
		require.Contains(t, string(source), `say "`+id+`"`)
		require.NotEmpty(t, text[0])
		require.NotEmpty(t, text[1])
		if id != same[0] {
			require.NotEqual(t, text[0], text[1], id)
		}
	}
	s := newServed(t)
	for _, path := range []string{"/?lang=nl", "/?lang=nl&sample=good"} {
		_, page := s.get(path)
		for id, text := range words {
			if id != "other" && id != same[0] {
				require.NotContains(t, page, ">"+html.EscapeString(text[0])+"<", id)
			}
		}
	}
}

// The samples are what their links say.
func TestServeSamples(t *testing.T) {
	s := newServed(t, "-issuer", "did:web:other.example")
	_, form := s.get("/")
	for name, says := range map[string]string{"good": "This badge is genuine", "forged": "changed or is not signed", "expired": "has expired"} {
		require.Contains(t, form, "sample="+name)
		answer, text := s.get("/?sample=" + name)
		require.Equal(t, http.StatusOK, answer.StatusCode)
		require.Contains(t, text, says)
		require.Contains(t, text, "This is a sample")
		require.NotEmpty(t, content(t, text, "image/png"))
	}
}

// The table for a spreadsheet program is that of -csv, and the JSON that of -json.
func TestServeDownloads(t *testing.T) {
	s := newServed(t)
	t.Chdir(s.dir)
	body, mediaType := s.formOf("file", "@badge.png", "file", "@forged.json", "file", "@keys.jwks")
	_, page := s.post("/", mediaType, body)
	_, want, _ := s.check(nil, "-csv", "-lang", "en", "-at", now, "-web", "web.json", "badge.png", "forged.json", "keys.jwks")
	require.Equal(t, want, string(content(t, page, "text/csv")))
	_, want, _ = s.check(nil, "-json", "-at", now, "-web", "web.json", "badge.png")
	require.Equal(t, want, string(content(t, page, "application/json")))
}

// The first view is small, and its parts are kept by the browser until they change.
func TestServeFirstView(t *testing.T) {
	s := newServed(t, "-net")
	total := 0
	for _, path := range []string{"/", "/style.css", "/page.js", "/icon.svg"} {
		answer, body := s.get(path, "Accept-Encoding", "gzip")
		require.Equal(t, http.StatusOK, answer.StatusCode)
		total += len(body)
		if path == "/" {
			require.Empty(t, answer.Header.Get("Content-Encoding"))
			require.Contains(t, body, `name="address"`)
			require.Contains(t, body, words["online"][0])
			continue
		}
		require.Equal(t, "gzip", answer.Header.Get("Content-Encoding"))
		zip, err := gzip.NewReader(strings.NewReader(body))
		require.NoError(t, err)
		plain, err := io.ReadAll(zip)
		require.NoError(t, err)
		_, same := s.get(path, "Accept-Encoding", "identity")
		require.Equal(t, same, string(plain))
		kept, _ := s.get(path, "Accept-Encoding", "gzip", "If-None-Match", answer.Header.Get("ETag"))
		require.Equal(t, http.StatusNotModified, kept.StatusCode)
	}
	require.Less(t, total, 15<<10)
}

// Only the issuers of a file are accepted, and the page has its names.
func TestServeRegistry(t *testing.T) {
	d := newDesk(t)
	d.write("issuers.txt", []byte("\ufeff# schools\r\n\r\n"+school+" School <of> Examples\r\ndid:web:third.example\n"))
	s := &served{desk: d, site: siteOf(t, d, "-issuers", d.path("issuers.txt"))}
	for name, want := range map[string][]string{
		"badge.png": {"This badge is genuine", "School &lt;of&gt; Examples"}, "badge.svg": {"This badge is not valid"},
	} {
		found, err := s.site.verify(t.Context(), []asked{{name: name, data: d.file(name)}}, true)
		require.NoError(t, err)
		page := record(func(w http.ResponseWriter) error { return s.site.report(w, summary.English, found, false) })
		for _, text := range want {
			require.Contains(t, page, text)
		}
		require.Equal(t, name == "badge.png", strings.Contains(page, "This server knows the issuer as"))
	}
	for text, says := range map[string]string{"": "names no issuer", "# none\n": "names no issuer", "The School\n": "wanted the DID or URL"} {
		d.write("bad.txt", []byte(text))
		status, _, complaint := openbadges(t, "serve", "-issuers", d.path("bad.txt"))
		require.Equal(t, exitUsage, status)
		require.Contains(t, complaint, says)
	}
	status, _, complaint := openbadges(t, "serve", "-issuers", d.path("missing"))
	require.Equal(t, exitUsage, status)
	require.Contains(t, complaint, os.ErrNotExist.Error()[:4])
}
