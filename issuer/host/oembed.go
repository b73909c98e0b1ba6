package host

import (
	"bytes"
	"encoding/json"
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// oembedPath is the path of the oEmbed endpoint below the base.
const oembedPath = "oembed"

// oembedName is the name under which a request finds the endpoint, unless a page is
// published there.
func (h *Host) oembedName() string { return h.base.EscapedPath() + "/" + oembedPath }

// embedded is an answer of the endpoint (oEmbed 1.0 §2.3.4).
type embedded struct {
	Version         string `json:"version"`
	Type            string `json:"type"`
	Title           string `json:"title"`
	AuthorName      string `json:"author_name,omitempty"`
	AuthorURL       string `json:"author_url,omitempty"`
	ProviderName    string `json:"provider_name"`
	ProviderURL     string `json:"provider_url"`
	ThumbnailURL    string `json:"thumbnail_url,omitempty"`
	ThumbnailWidth  int    `json:"thumbnail_width,omitempty"`
	ThumbnailHeight int    `json:"thumbnail_height,omitempty"`
	HTML            string `json:"html"`
	Width           int    `json:"width"`
	Height          int    `json:"height"`
	CacheAge        int    `json:"cache_age"`
}

// The size of an embedded page, in pixels, and how long its answer may be kept, in
// seconds. The page in the frame is always the one of today.
const (
	frameWidth, frameHeight = 600, 480
	frameAge                = 3600
)

// frame may open links in the window around it after a click, and nothing else.
var frame = template.Must(template.New("frame").Parse(`<iframe src="{{.Src}}" title="{{.Title}}" width="{{.Width}}" height="{{.Height}}" ` +
	`sandbox="allow-top-navigation-by-user-activation" referrerpolicy="no-referrer" loading="lazy" style="border:0"></iframe>`))

// answerOEmbed answers with a frame for a page of this host (oEmbed 1.0 §2.2).
func (h *Host) answerOEmbed(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	if format := query.Get("format"); format != "" && format != "json" {
		http.Error(w, "the only format is json", http.StatusNotImplemented)
		return
	}
	width, fine := most(query, "maxwidth", frameWidth)
	height, fineToo := most(query, "maxheight", frameHeight)
	if !fine || !fineToo {
		http.Error(w, "maxwidth and maxheight are whole numbers of pixels from 1", http.StatusBadRequest)
		return
	}
	address, _, _ := strings.Cut(query.Get("url"), "?")
	name, err := h.nameOf(address)
	var v *view
	found := false
	if err == nil {
		lang := preferred(r.Header.Values("Accept-Language"))
		if u, err := url.Parse(query.Get("url")); err == nil {
			if asked, _ := asksFor(u); asked != "" {
				lang = asked
			}
		}
		if v, found, err = h.view(r.Context(), name, lang); err != nil {
			http.Error(w, unreadablePage, http.StatusServiceUnavailable)
			return
		}
	}
	if !found {
		http.Error(w, noPage, http.StatusNotFound)
		return
	}
	body, err := h.embed(v, width, height)
	if err != nil {
		http.Error(w, unreadablePage, http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", typeJSON)
	w.Header().Set("Cache-Control", "no-cache")
	w.Header().Set("Vary", "Accept-Language")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}

// embed returns the answer for a page.
func (h *Host) embed(v *view, width, height int) ([]byte, error) {
	answer := embedded{Version: "1.0", Type: "rich", Title: v.Head(), AuthorName: v.Issuer, AuthorURL: v.IssuerURL, ProviderName: h.base.Host,
		ProviderURL: h.base.String(), Width: width, Height: height, CacheAge: frameAge}
	if p := v.Preview; p != nil && p.Width <= width && p.Height <= height {
		answer.ThumbnailURL, answer.ThumbnailWidth, answer.ThumbnailHeight = p.Address, p.Width, p.Height
	}
	var html strings.Builder
	err := frame.Execute(&html, struct {
		Src, Title    string
		Width, Height int
	}{v.PageAddress(), v.Head(), width, height})
	if err != nil {
		return nil, err
	}
	answer.HTML = html.String()
	return json.Marshal(answer)
}

// most returns a length that is at most that of a parameter.
func most(query url.Values, name string, length int) (int, bool) {
	text := query.Get(name)
	if text == "" {
		return length, true
	}
	n, err := strconv.Atoi(text)
	return min(n, length), err == nil && n > 0
}
