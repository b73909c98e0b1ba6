package host_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/issuer/host"
)

const base = "https://badges.school.example"

func newHost(t *testing.T, base string) *host.Host {
	h, err := host.New(host.Config{Base: base, Store: host.NewMemory()})
	require.NoError(t, err)
	return h
}

// ask sends a request and returns the answer with its body.
func ask(h http.Handler, method, target string, headers ...string) (*http.Response, string) {
	r := httptest.NewRequest(method, target, nil)
	for n := 0; n < len(headers); n += 2 {
		r.Header.Add(headers[n], headers[n+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	body, _ := io.ReadAll(w.Result().Body)
	return w.Result(), string(body)
}

func TestNew(t *testing.T) {
	_, err := host.New(host.Config{Base: base})
	require.ErrorContains(t, err, "Config.Store")
	for _, bad := range []string{"", "badges.school.example", "http://badges.school.example", "ftp://a.example", "https://", "https://u@a.example",
		"https://a.example?x", "https://a.example?", "https://a.example#x", "https://a.example#", "http://127.evil.example", "://"} {
		_, err := host.New(host.Config{Base: bad, Store: host.NewMemory()})
		require.ErrorContains(t, err, "Config.Base", bad)
	}
	for _, good := range []string{base, base + "/", base + "/path/of/it/", "http://127.0.0.1:8080", "http://[::1]:1", "http://localhost:1"} {
		_, err := host.New(host.Config{Base: good, Store: host.NewMemory()})
		require.NoError(t, err, good)
	}
	require.Equal(t, base+"/p/a/b", newHost(t, base+"/p/").URL("/a/b"))
	require.Equal(t, base+"/p/a/b", newHost(t, base+"/p").URL("a/b"))
}

func TestPublishPage(t *testing.T) {
	page := host.Page{Type: "text/plain", Body: []byte("x")}
	h := newHost(t, base+"/p")
	for _, elsewhere := range []string{"", "x", base, base + "/p", base + "/px", base + "/other/a", "http://badges.school.example/p/a", "https://evil.example/p/a",
		base + "/p/../a", base + "/p/%2e%2e/a", base + "/p/./a", base + "/p/a?x=1", base + "/p/a?", base + "/p/a#x", "https://u@badges.school.example/p/a",
		base + "/p/" + strings.Repeat("a", 2048), base + ":443/p/a", base + "/p/%zz"} {
		require.ErrorIs(t, h.PublishPage(t.Context(), elsewhere, page), host.ErrElsewhere, elsewhere)
	}
	require.ErrorContains(t, h.PublishPage(t.Context(), h.URL("a"), host.Page{}), "media type")
	for _, bad := range []string{"a/b\r\nX: y", "a/b;c=\x00", "a b", "a/b/c", "a/b, c/d"} {
		require.ErrorContains(t, h.PublishPage(t.Context(), h.URL("a"), host.Page{Type: bad}), "media type", bad)
	}
	require.ErrorContains(t, h.PublishPage(t.Context(), h.URL("a"), host.Page{Type: "a/b", Body: make([]byte, 32<<20+1)}), "more than")
	require.NoError(t, h.PublishPage(t.Context(), h.URL("a%20b/%C3%A9"), page))
	answer, body := ask(h, "GET", "/p/a%20b/%C3%A9")
	require.Equal(t, 200, answer.StatusCode)
	require.Equal(t, "x", body)
}

func TestServe(t *testing.T) {
	h := newHost(t, base)
	require.NoError(t, h.PublishPage(t.Context(), h.URL("a"), host.Page{Type: "application/ld+json", Body: []byte(`{"a":1}`)}))

	answer, body := ask(h, "GET", "/a")
	require.Equal(t, 200, answer.StatusCode)
	require.Equal(t, `{"a":1}`, body)
	for name, want := range map[string]string{"Content-Type": "application/ld+json", "Content-Length": "7", "Access-Control-Allow-Origin": "*",
		"X-Content-Type-Options": "nosniff", "Vary": "Accept", "Cache-Control": "no-cache", "Access-Control-Expose-Headers": "ETag"} {
		require.Equal(t, want, answer.Header.Get(name), name)
	}
	require.Contains(t, answer.Header.Get("Content-Security-Policy"), "sandbox")

	tag := answer.Header.Get("ETag")
	answer, body = ask(h, "GET", "/a", "If-None-Match", tag)
	require.Equal(t, 304, answer.StatusCode)
	require.Empty(t, body)
	require.NoError(t, h.PublishPage(t.Context(), h.URL("a"), host.Page{Type: "application/ld+json", Body: []byte(`{"a":2}`)}))
	answer, _ = ask(h, "GET", "/a", "If-None-Match", tag)
	require.Equal(t, 200, answer.StatusCode)
	require.NotEqual(t, tag, answer.Header.Get("ETag"))

	answer, body = ask(h, "HEAD", "/a")
	require.Equal(t, 200, answer.StatusCode)
	require.Equal(t, "7", answer.Header.Get("Content-Length"))
	require.Empty(t, body)
	answer, _ = ask(h, "OPTIONS", "/a", "Origin", "https://wallet.example", "Access-Control-Request-Method", "GET")
	require.Equal(t, 204, answer.StatusCode)
	require.Equal(t, "GET, HEAD, OPTIONS", answer.Header.Get("Access-Control-Allow-Methods"))
	for _, method := range []string{"POST", "PUT", "DELETE", "PATCH", "CONNECT", "TRACE"} {
		answer, _ = ask(h, method, "/a")
		require.Equal(t, 405, answer.StatusCode, method)
		require.Equal(t, "GET, HEAD, OPTIONS", answer.Header.Get("Allow"))
	}
	for _, absent := range []string{"/", "/b", "/a/", "//a", "/./a", "/x/../a", "/%61", "/a%00", "/places%20of%20/a", "/%2e%2e/a"} {
		answer, _ = ask(h, "GET", absent)
		require.Equal(t, 404, answer.StatusCode, absent)
	}
}

type brokenStore struct{ *host.Memory }

func (brokenStore) Load(context.Context, string) (host.Page, bool, error) {
	return host.Page{}, false, errors.New("the password of the database is 1234")
}

// A store that cannot be read does not prove that a page does not exist.
func TestServeBrokenStore(t *testing.T) {
	h, err := host.New(host.Config{Base: base, Store: brokenStore{}})
	require.NoError(t, err)
	answer, body := ask(h, "GET", "/a")
	require.Equal(t, 503, answer.StatusCode)
	require.NotContains(t, body, "1234")
}

func TestNegotiation(t *testing.T) {
	h := newHost(t, base)
	pages := map[string]string{"vc": "application/vc+ld+json", "ld": "application/ld+json", "did": "application/did+ld+json", "jwt": "text/plain", "png": "image/png"}
	for name, mediaType := range pages {
		require.NoError(t, h.PublishPage(t.Context(), h.URL(name), host.Page{Type: mediaType, Body: []byte("x")}))
	}
	for _, row := range []struct{ page, accept, want string }{
		{"vc", "", "application/vc+ld+json"},
		{"vc", "*/*", "application/vc+ld+json"},
		{"vc", "application/json", "application/json"},
		{"vc", "application/vc", "application/vc"},
		{"vc", "application/ld+json, application/json", "application/ld+json"},
		{"vc", "application/json;q=0.9, application/ld+json;q=0.1", "application/json"},
		{"vc", "text/html, */*;q=0.1", "application/vc+ld+json"},
		{"vc", "text/html", ""},
		{"vc", "application/*;q=0", ""},
		{"vc", "*/*, application/vc+ld+json;q=0", "application/vc"},
		{"vc", "application/json;q=nonsense, application/ld+json;q=0.001", "application/ld+json"},
		{"vc", "garbage, ,;;, application/json", "application/json"},
		{"vc", "application/json;q=2", ""},
		{"ld", `application/ld+json; profile="http://www.w3.org/ns/json-ld#compacted"`, "application/ld+json"},
		{"ld", "application/json", "application/json"},
		{"ld", "application/vc", ""},
		{"did", "", "application/did+ld+json"},
		{"did", "application/did+ld+json", "application/did+ld+json"},
		{"did", "application/did+json, application/did", "application/did+json"},
		{"did", "application/did", "application/did"},
		{"did", "application/ld+json", "application/ld+json"},
		{"did", "application/json", "application/json"},
		{"did", "application/vc", ""},
		{"jwt", "application/vc+jwt", "application/vc+jwt"},
		{"jwt", "text/*", "text/plain"},
		{"jwt", "application/ld+json, application/json", "text/plain"},
		{"jwt", "application/json;q=0", ""},
		{"jwt", "text/html", ""},
		{"png", "image/*", "image/png"},
		{"png", "image/svg+xml", ""},
	} {
		var headers []string
		if row.accept != "" {
			headers = []string{"Accept", row.accept}
		}
		answer, _ := ask(h, "GET", "/"+row.page, headers...)
		if row.want == "" {
			require.Equal(t, 406, answer.StatusCode, row)
			continue
		}
		require.Equal(t, 200, answer.StatusCode, row)
		require.Equal(t, row.want, answer.Header.Get("Content-Type"), row)
	}
	answer, _ := ask(h, "GET", "/vc", "Accept", "text/html", "Accept", "application/json")
	require.Equal(t, "application/json", answer.Header.Get("Content-Type"))
	answer, _ = ask(h, "GET", "/vc", "Accept", "")
	require.Equal(t, 200, answer.StatusCode, "an Accept without a value")
}

func TestPublishPicture(t *testing.T) {
	h := newHost(t, base)
	for want, picture := range map[string]string{"image/png": "\x89PNG\r\n\x1a\n…", "image/svg+xml": `<?xml version="1.0"?><!-- a --><svg xmlns="http://www.w3.org/2000/svg"/>`} {
		require.NoError(t, h.PublishPicture(t.Context(), h.URL("picture"), []byte(picture)))
		answer, body := ask(h, "GET", "/picture")
		require.Equal(t, want, answer.Header.Get("Content-Type"))
		require.Equal(t, picture, body)
	}
	for _, other := range []string{"", "<html><script>", "GIF89a", "\xff\xd8\xff\xe0"} {
		require.ErrorContains(t, h.PublishPicture(t.Context(), h.URL("picture"), []byte(other)), "neither PNG nor SVG")
	}
}

func TestPublish(t *testing.T) {
	h := newHost(t, base)
	for want, text := range map[string]string{
		"application/vc+ld+json": `{"id":"` + base + `/1","type":["VerifiableCredential"],"credentialSubject":{}}`,
		"application/ld+json":    `{"@context":"https://w3id.org/openbadges/v2","id":"` + base + `/1","type":"BadgeClass"}`,
	} {
		d, err := badge.Parse([]byte(text))
		require.NoError(t, err)
		require.NoError(t, h.Publish(t.Context(), d))
		answer, body := ask(h, "GET", "/1")
		require.Equal(t, want, answer.Header.Get("Content-Type"))
		require.Equal(t, text, body)
	}
	d, err := badge.Parse([]byte(`{"id":"urn:uuid:11111111-2222-4333-8444-555555555555","type":"Assertion"}`))
	require.NoError(t, err)
	require.ErrorIs(t, h.Publish(t.Context(), d), host.ErrElsewhere)
}

// C-139: a revoked badge shows its id, that it is revoked, and why.
func TestRevokeHosted(t *testing.T) {
	h := newHost(t, base)
	i, err := school2(h, false)
	require.NoError(t, err)
	id := h.URL("assertions/1")
	require.ErrorIs(t, h.Revoke(t.Context(), i, id, ""), host.ErrNotFound)
	d, err := i.Issue(t.Context(), workshop2(h, i, id))
	require.NoError(t, err)
	require.NoError(t, h.Publish(t.Context(), d))
	require.NoError(t, h.Revoke(t.Context(), i, id, `a "mistake" <b>`))
	answer, body := ask(h, "GET", "/assertions/1", "Accept", "application/json")
	require.Equal(t, 410, answer.StatusCode)
	require.Equal(t, "application/json", answer.Header.Get("Content-Type"))
	require.JSONEq(t, `{"@context":"https://w3id.org/openbadges/v2","id":"`+id+`","type":"Assertion","revoked":true,"revocationReason":"a \"mistake\" <b>"}`, body)
	answer, body = ask(h, "HEAD", "/assertions/1")
	require.Equal(t, 410, answer.StatusCode)
	require.Empty(t, body)
	for _, accept := range []string{"image/png", "application/vc+jwt", "*/*;q=0"} { // S24: gone counts, whatever the Accept
		answer, _ = ask(h, "GET", "/assertions/1", "Accept", accept, "If-None-Match", "*")
		require.Equal(t, 410, answer.StatusCode, accept)
		require.Equal(t, "application/ld+json", answer.Header.Get("Content-Type"))
	}
	require.ErrorIs(t, h.Revoke(t.Context(), i, "https://evil.example/1", ""), host.ErrElsewhere)
	require.ErrorIs(t, h.Publish(t.Context(), d), host.ErrWithdrawn)
	answer, _ = ask(h, "GET", "/assertions/1")
	require.Equal(t, 410, answer.StatusCode)
	require.NoError(t, h.Revoke(t.Context(), i, id, ""))
	require.NoError(t, h.Revoke(t.Context(), i, id, `a "mistake" <b>`))
	require.ErrorIs(t, h.Revoke(t.Context(), i, id, "another reason"), host.ErrOtherReason)
	reason, err := h.Reason(t.Context(), i, id)
	require.NoError(t, err)
	require.Equal(t, `a "mistake" <b>`, reason)
}

func TestRevocationList(t *testing.T) {
	h := newHost(t, base)
	list, issuerID := h.URL("revoked"), h.URL("issuer")
	require.ErrorIs(t, h.RevokeSigned(t.Context(), list, "urn:uuid:1", ""), host.ErrNotFound)
	require.NoError(t, h.PublishRevocationList(t.Context(), list, issuerID))
	require.NoError(t, h.RevokeSigned(t.Context(), list, "urn:uuid:1", "first"))
	require.NoError(t, h.RevokeSigned(t.Context(), list, "urn:uuid:2", ""))
	require.NoError(t, h.RevokeSigned(t.Context(), list, "urn:uuid:1", ""))
	require.ErrorIs(t, h.RevokeSigned(t.Context(), list, "urn:uuid:1", "second"), host.ErrOtherReason)
	require.NoError(t, h.PublishRevocationList(t.Context(), list, issuerID), "publishing again forgets nothing")
	_, body := ask(h, "GET", "/revoked")
	require.JSONEq(t, `{"@context":"https://w3id.org/openbadges/v2","id":"`+list+`","type":"RevocationList","issuer":"`+issuerID+`","revokedAssertions":[
		{"id":"urn:uuid:1","revoked":true,"revocationReason":"first"},{"id":"urn:uuid:2","revoked":true}]}`, body)
	require.NoError(t, h.PublishPage(t.Context(), list, host.Page{Type: "text/plain", Body: []byte("{}")}))
	require.ErrorContains(t, h.RevokeSigned(t.Context(), list, "urn:uuid:1", ""), "not a revocation list")
}

// C-142: a list that comes from elsewhere keeps what it says, and a list that
// nobody could read is not published.
func TestRevocationListOfOthers(t *testing.T) {
	h := newHost(t, base)
	list, issuerID := h.URL("revoked"), h.URL("issuer")
	require.NoError(t, h.PublishPage(t.Context(), list, host.Page{Type: "application/json", Body: []byte(`{"@context":"https://w3id.org/openbadges/v2","id":"` + list + `",
		"type":"RevocationList","issuer":"` + issuerID + `","revokedAssertions":["urn:uuid:1",{"id":"urn:uuid:2"},{"uid":"u3"},{"id":"urn:uuid:4","revoked":false}],"note":"kept"}`)}))
	require.NoError(t, h.RevokeSigned(t.Context(), list, "urn:uuid:5", ""))
	_, body := ask(h, "GET", "/revoked")
	require.Contains(t, body, `"note":"kept"`)
	d, err := badge.Parse([]byte(body))
	require.NoError(t, err)
	l, err := d.RevocationList()
	require.NoError(t, err)
	for _, name := range []string{"urn:uuid:1", "urn:uuid:2", "urn:uuid:5"} {
		_, revoked := l.Find(name, "")
		require.True(t, revoked, name)
	}
	_, revoked := l.Find("", "u3")
	require.True(t, revoked)
	_, revoked = l.Find("urn:uuid:4", "")
	require.False(t, revoked)
	require.ErrorContains(t, h.PublishRevocationList(t.Context(), list, "https://other.example"), issuerID)

	for n := range 5000 {
		l.Revoked = append(l.Revoked, badge.RevokedAssertion{UID: fmt.Sprint(n)})
	}
	l.Revoked = l.Revoked[:5000]
	full, err := json.Marshal(l)
	require.NoError(t, err)
	require.NoError(t, h.PublishPage(t.Context(), list, host.Page{Type: "application/json", Body: full}))
	require.ErrorIs(t, h.RevokeSigned(t.Context(), list, "urn:uuid:6", ""), host.ErrListFull)
	require.NoError(t, h.RevokeSigned(t.Context(), list, "urn:uuid:5", "again"))
}
