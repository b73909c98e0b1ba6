package host

import (
	"bytes"
	"context"
	"crypto/sha256"
	_ "embed" // for the style sheet and the template
	"encoding/base64"
	"encoding/hex"
	"html/template"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/display"
)

//go:embed page.css
var ownStyle string

// style is the style sheet of a page.
var style = display.Style() + ownStyle

//go:embed page.html
var source string

// layout is parsed when the first page is made.
var layout = sync.OnceValue(func() *template.Template { return template.Must(template.New("page").Parse(source)) })

// styleHash lets the policy of a page name its style sheet.
var styleHash = sync.OnceValue(func() string {
	sum := sha256.Sum256([]byte(style))
	return base64.StdEncoding.EncodeToString(sum[:])
})

// answerPeople answers with the page for people of the document with a name. It
// reports false, and writes nothing, if the document has no such page.
func (h *Host) answerPeople(w http.ResponseWriter, r *http.Request, name string, lang display.Language) (bool, error) {
	asked := lang != ""
	if !asked {
		lang = preferred(r.Header.Values("Accept-Language"))
	}
	v, found, err := h.view(r.Context(), name, lang)
	if err != nil || !found {
		return false, err
	}
	var page bytes.Buffer
	if err := layout().Execute(&page, v); err != nil {
		return false, err
	}
	sum := sha256.Sum256(page.Bytes())
	header := w.Header()
	header.Set("Content-Type", typeHTML+"; charset=utf-8")
	header.Set("Content-Language", string(lang))
	header.Set("Content-Security-Policy", "default-src 'none'; img-src 'self' data:; style-src 'sha256-"+styleHash()+
		"'; base-uri 'none'; form-action 'none'")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("Cache-Control", "no-cache") // as for the bytes: a badge can be revoked or made private at any time
	header.Set("ETag", `"`+hex.EncodeToString(sum[:16])+`"`)
	header.Set("Vary", "Accept")
	if !asked {
		header.Add("Vary", "Accept-Language")
	}
	header.Set("Link", "<"+v.Address+`>; rel="alternate"; type="`+v.MediaType+`"`)
	if v.Gone {
		w.WriteHeader(http.StatusGone)
		if r.Method == http.MethodGet {
			w.Write(page.Bytes())
		}
		return true, nil
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(page.Bytes()))
	return true, nil
}

// view returns what the page of a document shows, and whether there is one.
func (h *Host) view(ctx context.Context, name string, lang display.Language) (*view, bool, error) {
	p, found, err := h.loadPublic(ctx, name)
	if err != nil || !found || !readable(p.Type) {
		return nil, false, err
	}
	doc, err := h.documentOf(ctx, p, name)
	if err != nil || doc == nil {
		return nil, false, err // nil: other content, which the caller sends as it is
	}
	m := maker{host: h, ctx: ctx, doc: doc, view: &view{words: words{lang}, Style: template.CSS(style), // our own text
		Address: h.addressOf(name), Base: h.base.String(), MediaType: p.Type, Gone: p.Gone, OEmbed: h.URL(oembedPath)}}
	switch kind := doc.Kind(); {
	case p.Gone:
		m.revoked()
	case kind == badge.KindAchievement:
		err = m.class()
	case kind == badge.KindProfile:
		err = m.profile()
	case isBadge(kind):
		if m.secret = secretOf(doc.Credential().Subject); len(m.secret) > maxSecrets {
			return nil, false, nil
		}
		err = m.badge()
	default:
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	m.view.Data = m.linkedData()
	return m.view, true, nil
}

// loadPublic returns a page unless it is private.
func (h *Host) loadPublic(ctx context.Context, name string) (Page, bool, error) {
	private, err := h.isPrivate(ctx, name)
	if err != nil || private {
		return Page{}, false, err
	}
	return h.store.Load(ctx, name)
}

// documentAt returns the document that this host publishes at its id, nil if there
// is none.
func (h *Host) documentAt(ctx context.Context, id string) (*badge.Document, error) {
	name, err := h.nameOf(addressOfID(id))
	if err != nil {
		return nil, nil // elsewhere
	}
	p, found, err := h.loadPublic(ctx, name)
	if err != nil || !found || p.Gone || !readable(p.Type) {
		return nil, err
	}
	return h.documentOf(ctx, p, name)
}

// documentOf returns the document in a page, nil if there is none or if its id does
// not lead to the page. For the controller document of a did:web it is the profile
// of the issuer.
func (h *Host) documentOf(ctx context.Context, p Page, name string) (*badge.Document, error) {
	doc, err := badge.Parse(p.Body)
	if err != nil {
		return nil, nil
	}
	address := addressOfID(doc.ID())
	if own, err := h.nameOf(address); err != nil || own != name {
		return nil, nil
	}
	if address != doc.ID() {
		return h.notedProfile(ctx, name, doc.ID())
	}
	return doc, nil
}

// view is what the template of a page shows. All texts are free of characters
// that control a terminal or the direction of text.
type view struct {
	words
	Style     template.CSS
	Address   string // of the document
	Base      string
	MediaType string // of its bytes
	OEmbed    string // address of the endpoint
	Kind      string // id of a phrase: badge, class, issuer
	Title     string
	Type      string // of the achievement
	About     string
	Criteria  string
	Issuer    string
	IssuerURL string
	Picture   template.URL // of an img element
	Preview   *preview     // nil for none
	State     state        // of a badge; "" for other documents
	Reason    string
	Facts     []fact
	More      bool // whether there are more facts
	LinkedIn  string
	Digest    string
	QR        *qrCode // nil for an address that is too long
	Gone      bool
	Data      *linkedData // nil for none
	Awarded   time.Time
	Ends      time.Time
	Skills    []string
}

// fact is a row of a page. A text or a link may be missing.
type fact struct{ ID, Text, Link string }

// Head is the title of the window, of previews and of oEmbed.
func (v *view) Head() string {
	if v.Issuer == "" || v.Kind == kindIssuer {
		return v.Title
	}
	return v.Title + " – " + v.Issuer
}

// PageAddress is an address that gives the page also to a program that accepts
// anything, such as one that makes a preview.
func (v *view) PageAddress() string { return v.Address + "?lang=" + string(v.Lang) }

// OEmbedAddress is the address at which programs ask for a frame with the page.
func (v *view) OEmbedAddress() string {
	return v.OEmbed + "?" + url.Values{"url": {v.PageAddress()}, "format": {"json"}}.Encode()
}

// Summary is the description in previews.
func (v *view) Summary() string {
	about := strings.Join(strings.Fields(v.About), " ")
	if v.State != "" && v.State != current && v.State != open {
		about = strings.TrimSpace(v.StateWord() + ". " + about)
	}
	return cut(about, maxLine)
}

// PictureText is the text in place of the picture.
func (v *view) PictureText() string {
	if v.Kind == kindIssuer {
		return v.phrase("logo")
	}
	return v.phrase("picture")
}

// StateWord and StateWhy are the state in words.
func (v *view) StateWord() string { return v.phrase("state." + string(v.State)) }

func (v *view) StateWhy() string { return v.phrase("why." + string(v.State)) }

// shortDigest is the start of the SHA-256 of a document, in groups.
func shortDigest(doc *badge.Document) string {
	sum := sha256.Sum256(doc.Bytes())
	text := hex.EncodeToString(sum[:8])
	return strings.Join([]string{text[:4], text[4:8], text[8:12], text[12:]}, " ")
}
