package host

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
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

const allowed = "GET, HEAD, OPTIONS"

func (h *Host) answer(w http.ResponseWriter, r *http.Request) {
	if h == nil || h.base == nil {
		http.Error(w, "the page cannot be read at the moment", http.StatusServiceUnavailable)
		return
	}
	name, err := h.below(r.URL)
	var p Page
	found := false
	if err == nil {
		if p, found, err = h.store.Load(r.Context(), name); err != nil {
			http.Error(w, "the page cannot be read at the moment", http.StatusServiceUnavailable)
			return
		}
	}
	if found {
		private, err := h.isPrivate(r.Context(), name)
		if err != nil {
			http.Error(w, "the page cannot be read at the moment", http.StatusServiceUnavailable)
			return
		}
		found = !private
	}
	if !found {
		http.Error(w, "no page is published at this address", http.StatusNotFound)
		return
	}
	header := w.Header()
	header.Set("Vary", "Accept")
	mediaType, ok := negotiate(r.Header.Values("Accept"), p.Type)
	switch {
	case !ok && p.Gone: // a revocation is sent whatever the request accepts
		mediaType = p.Type
	case !ok:
		http.Error(w, "the page is available as "+strings.Join(alternatives(p.Type), " or "), http.StatusNotAcceptable)
		return
	}
	sum := sha256.Sum256(p.Body)
	header.Set("Content-Type", mediaType)
	header.Set("ETag", `"`+hex.EncodeToString(sum[:16])+`"`)
	header.Set("Access-Control-Expose-Headers", "ETag")
	header.Set("Cache-Control", "no-cache") // a badge can be revoked at any time; a request with an ETag is cheap
	if p.Gone {
		w.WriteHeader(http.StatusGone)
		if r.Method == http.MethodGet {
			w.Write(p.Body)
		}
		return
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(p.Body))
}
