package fetch

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/openbadges-go/openbadges/verify"
)

// userAgent is the same for all programs and leads the operator of a host to
// this module.
const userAgent = "openbadges (+https://github.com/openbadges-go/openbadges)"

// question is one request to one URL.
type question struct {
	kind   verify.FetchKind
	to     target
	accept string
	etag   string // of the cached answer; may be empty
	body   []byte // of a request for a time stamp; nil for every other kind
}

// limit is the largest size of the body of the answer.
func (q question) limit() int {
	if q.kind == timeStamp {
		return maxReply
	}
	return q.kind.MaxBytes()
}

// answer is the answer to a question. Its body is read only for status 200 and 410.
type answer struct {
	from   target
	status int
	header http.Header
	body   []byte
}

// errUnused is the error of a connection that was kept and that the host has
// closed since, before it sent any part of an answer.
var errUnused = errors.New("the connection was closed")

// exchange makes one request, over a connection of an earlier request or a new
// one. An http.Transport would go on dialling for cancelled requests; here only
// connections without a request outlive the call.
func (c *Client) exchange(ctx context.Context, q question) (answer, error) {
	if l := c.links.take(q.to, c.cfg.Now()); l != nil {
		a, err := c.over(ctx, l, q)
		if !errors.Is(err, errUnused) {
			return a, err
		}
	}
	now := c.cfg.Now()
	raw, err := c.connect(ctx, q.to)
	if err != nil {
		return answer{}, err
	}
	conn, err := c.secure(ctx, raw, q.to)
	if err != nil {
		raw.Close()
		return answer{}, err
	}
	return c.over(ctx, newLink(q.to, raw, conn, now), q)
}

// over makes a request over a connection, and keeps the connection if the host
// does and the answer was read to its end.
func (c *Client) over(ctx context.Context, l *link, q question) (a answer, err error) {
	whole := false
	defer func() {
		if whole && l.reader.Buffered() == 0 {
			c.links.put(l)
		} else {
			l.raw.Close()
		}
	}()
	l.in.left, l.in.some = maxHead, false
	var response *http.Response
	late, err := within(ctx, c.phase(), l.raw, func() (err error) {
		response, err = q.send(l.conn, l.reader)
		return err
	})
	switch {
	case late:
		return answer{}, fail(codeTimeout, "%s did not answer in time", q.to)
	case err != nil && l.again && !l.in.some:
		return answer{}, errUnused
	case err != nil && l.in.left <= 0:
		return answer{}, fail(codeHead, "the header of the answer of %s is longer than %d bytes", q.to, maxHead)
	case err != nil:
		return answer{}, fail(codeHTTP, "%s did not send a well-formed HTTP answer", q.to)
	}
	a = answer{from: q.to, status: response.StatusCode, header: response.Header}
	switch a.status {
	case http.StatusOK:
		a.body, err = c.body(ctx, q, l, a, response.Body)
		whole = err == nil && !response.Close
		return a, err
	case http.StatusGone: // the body may hold a reason
		a.body, err = c.body(ctx, q, l, a, response.Body)
		whole = err == nil && !response.Close
	case http.StatusNotModified:
		whole = !response.Close
	}
	return a, nil
}

// body reads the body of an answer.
func (c *Client) body(ctx context.Context, q question, l *link, a answer, from io.Reader) (body []byte, err error) {
	if err := a.judgeType(q.kind); err != nil {
		return nil, err
	}
	limit := q.limit()
	l.in.left = maxHead + 2*limit // includes the lengths of chunks
	late, err := within(ctx, c.cfg.Timeout, l.raw, func() (err error) {
		body, err = io.ReadAll(io.LimitReader(from, int64(limit)+1))
		return err
	})
	switch {
	case late:
		return nil, fail(codeTimeout, "%s did not finish its answer in time", q.to)
	case len(body) > limit || l.in.left <= 0:
		return nil, fail(codeTooLarge, "%s sent more than %d bytes", q.to, limit)
	case err != nil:
		return nil, fail(codeHTTP, "the answer of %s ended too early", q.to)
	}
	return body, nil
}

// secure makes a TLS connection and checks the certificate of the host.
func (c *Client) secure(ctx context.Context, raw net.Conn, t target) (net.Conn, error) {
	conn := tls.Client(raw, &tls.Config{
		MinVersion: tls.VersionTLS12, ServerName: t.host, RootCAs: c.cfg.Roots, Time: c.cfg.Now, NextProtos: []string{"http/1.1"}, ClientSessionCache: c.sessions,
	})
	late, err := within(ctx, c.phase(), raw, conn.Handshake)
	if late {
		return nil, fail(codeTimeout, "the host of %s did not secure the connection in time", t)
	}
	if err != nil {
		return nil, tlsFailure(t, err)
	}
	return conn, nil
}

// within runs a step that uses the connection, and ends it when the time is
// over or the context is done.
func within(ctx context.Context, limit time.Duration, conn net.Conn, step func() error) (late bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	stop := context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) }) // long ago: at once
	err = step()
	return !stop(), err
}

// send sends the request and reads the header of the answer, after interim
// answers.
func (q question) send(w io.Writer, r *bufio.Reader) (*http.Response, error) {
	request := &http.Request{Method: http.MethodGet, URL: q.to.url, Host: q.to.url.Host, Header: http.Header{
		"Accept": {q.accept}, "Accept-Encoding": {"identity"}, "User-Agent": {userAgent},
	}}
	if q.body != nil {
		request.Method, request.Body, request.ContentLength = http.MethodPost, io.NopCloser(bytes.NewReader(q.body)), int64(len(q.body))
		request.Header.Set("Content-Type", stampQuery)
	}
	if q.etag != "" {
		request.Header.Set("If-None-Match", q.etag)
	}
	if err := request.Write(w); err != nil {
		return nil, err
	}
	for {
		response, err := http.ReadResponse(r, request)
		if err != nil || response.StatusCode >= 200 {
			return response, err
		}
	}
}

// meter reads a limited number of bytes.
type meter struct {
	from io.Reader
	left int
	some bool // a byte was read
}

var errSpent = errors.New("the answer is longer than the limit")

func (m *meter) Read(p []byte) (int, error) {
	if m.left <= 0 {
		return 0, errSpent
	}
	n, err := m.from.Read(p[:min(len(p), m.left)])
	m.left -= n
	m.some = m.some || n > 0
	return n, err
}

// tlsFailure explains why a connection is not secure, without text from the
// certificate.
func tlsFailure(t target, err error) error {
	var invalid x509.CertificateInvalidError
	var name x509.HostnameError
	var unknown x509.UnknownAuthorityError
	switch {
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return fail(codeTLS, "the certificate of %s has expired or is not valid yet", t)
	case errors.As(err, &name):
		return fail(codeTLS, "the certificate of %s is for another host", t)
	case errors.As(err, &unknown):
		return fail(codeTLS, "the certificate of %s is not issued by a trusted authority", t)
	}
	return fail(codeTLS, "the TLS connection to %s failed", t)
}
