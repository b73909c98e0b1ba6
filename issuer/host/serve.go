package host

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"
)

// ServeHTTP implements http.Handler.
func (h *Host) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Access-Control-Allow-Origin", "*")
	header.Set("X-Content-Type-Options", "nosniff")
	// An SVG picture is a document: no script in it may run.
	header.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox")
	switch r.Method {
	case http.MethodGet, http.MethodHead:
		h.answer(w, r)
	case http.MethodOptions:
		header.Set("Access-Control-Allow-Methods", allowed)
		header.Set("Access-Control-Allow-Headers", "Accept, If-None-Match")
		w.WriteHeader(http.StatusNoContent)
	default:
		header.Set("Allow", allowed)
		http.Error(w, "pages can only be read: use GET or HEAD", http.StatusMethodNotAllowed)
	}
}

const (
	allowed        = "GET, HEAD, OPTIONS"
	noPage         = "no page is published at this address"
	unreadablePage = "the page cannot be read at the moment"
)

func (h *Host) answer(w http.ResponseWriter, r *http.Request) {
	if h == nil || h.base == nil {
		http.Error(w, unreadablePage, http.StatusServiceUnavailable)
		return
	}
	name, err := h.below(r.URL)
	var p Head
	var body io.ReadSeeker
	found := false
	if err == nil {
		if p, body, found, err = h.public(r, name); err != nil {
			http.Error(w, unreadablePage, http.StatusServiceUnavailable)
			return
		}
	}
	if !found {
		if name != "" && name == h.oembedName() {
			h.answerOEmbed(w, r)
			return
		}
		http.Error(w, noPage, http.StatusNotFound)
		return
	}
	lang, data := asksFor(r.URL)
	c := negotiate(r.Header.Values("Accept"), p.Type, lang != "")
	if c.people && !data {
		done, err := h.answerPeople(w, r, name, lang)
		if err != nil {
			http.Error(w, unreadablePage, http.StatusServiceUnavailable)
		}
		if err != nil || done {
			return
		}
	}
	answerBytes(w, r, c.bytes, p, body)
}

// answerBytes answers with the published bytes of a page as a media type. It is ""
// for a request that does not accept the bytes.
func answerBytes(w http.ResponseWriter, r *http.Request, mediaType string, p Head, body io.ReadSeeker) {
	header := w.Header()
	header.Set("Vary", "Accept")
	switch {
	case mediaType == "" && p.Gone: // a revocation is sent whatever the request accepts
		mediaType = p.Type
	case mediaType == "":
		http.Error(w, "the page is available as "+strings.Join(alternatives(p.Type), " or "), http.StatusNotAcceptable)
		return
	}
	header.Set("Content-Type", mediaType)
	header.Set("ETag", etag(p))
	header.Set("Access-Control-Expose-Headers", "ETag")
	header.Set("Cache-Control", "no-cache") // a badge can be revoked at any time; a request with an ETag is cheap
	if p.Type == typeListToken {
		if r.URL.Query().Has("time") { // Token Status List §8.4
			http.Error(w, "status lists of the past are not kept", http.StatusNotImplemented)
			return
		}
		header.Set("Cache-Control", listTokenAge)
	}
	if p.Gone {
		w.WriteHeader(http.StatusGone)
		if r.Method == http.MethodGet {
			io.Copy(w, body)
		}
		return
	}
	http.ServeContent(w, r, "", time.Time{}, body)
}

// listTokenAge lets caches keep a status list token as long as its ttl.
const listTokenAge = "max-age=300"

func etag(p Head) string { return `"` + p.Tag + `"` }

// public returns a page for a request, unless it is private. An answer for a
// private page takes the same steps as one for an unknown page, so that the time
// it takes does not differ either.
func (h *Host) public(r *http.Request, name string) (Head, io.ReadSeeker, bool, error) {
	private, err := h.isPrivate(r.Context(), name)
	if err != nil {
		return Head{}, nil, false, err
	}
	if private {
		name = nowhere
	}
	return h.load(r, name)
}

// nowhere is a name without a page: that of a note which is never written.
const nowhere = "no page"

// load returns a page for a request. The body is not loaded if the Store can do
// without and the answer has none.
func (h *Host) load(r *http.Request, name string) (Head, io.ReadSeeker, bool, error) {
	known := r.Header.Get("If-None-Match")
	if s, ok := h.store.(HeadStore); ok && (r.Method == http.MethodHead || known != "") {
		head, found, err := s.LoadHead(r.Context(), name)
		if err != nil || !found {
			return Head{}, nil, false, err
		}
		if r.Method == http.MethodHead || !head.Gone && matches(known, etag(head)) {
			return head, io.NewSectionReader(unread{}, 0, head.Size), true, nil
		}
	}
	p, found, err := h.store.Load(r.Context(), name)
	if err != nil || !found {
		return Head{}, nil, false, err
	}
	return p.Head(), bytes.NewReader(p.Body), true, nil
}

// matches reports whether a client has the page with a tag (RFC 9110 §13.1.2).
func matches(known, tag string) bool {
	for one := range strings.SplitSeq(known, ",") {
		one = strings.TrimPrefix(strings.TrimSpace(one), "W/")
		if one == "*" || one == tag {
			return true
		}
	}
	return false
}

// unread is the body of a page that was not loaded.
type unread struct{}

func (unread) ReadAt([]byte, int64) (int, error) {
	return 0, errors.New("host: the body of the page is not loaded")
}
