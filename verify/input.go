package verify

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/bake"
)

// open reads the badge in the supplied data: a picture, JSON or a compact JWS.
func open(data []byte) (*badge.Document, error) {
	text := bytes.TrimLeft(bytes.TrimPrefix(data, []byte(byteOrderMark)), " \t\r\n")
	start := strings.ToLower(string(text[:min(len(text), 8)]))
	switch {
	case strings.HasPrefix(start, "https://"), strings.HasPrefix(start, "http://"):
		return nil, noAddress(string(text))
	case bytes.HasPrefix(data, []byte("\xff\xfe{")), bytes.HasPrefix(data, []byte("\xfe\xff\x00{")):
		return nil, no(CodeBadgeFormat, "", "the text is UTF-16; save it as UTF-8")
	}
	return unbake(data)
}

// byteOrderMark may begin a UTF-8 text.
const byteOrderMark = "\xef\xbb\xbf"

func noAddress(address string) *fault {
	return no(CodeBadgeFormat, "", "found only the URL %s; use VerifyAt to fetch and verify the badge there", shownURL(strings.TrimSpace(address)))
}

// unbake reads the badge in a picture, or else JSON or a compact JWS.
func unbake(data []byte) (*badge.Document, error) {
	payload, err := bake.Extract(bytes.NewReader(data), bake.Options{})
	if known := (*bake.Error)(nil); errors.As(err, &known) {
		if known.Code() == codeNoPicture {
			return badge.Parse(data)
		}
		return nil, no(known.Code(), "", "%s", strings.TrimPrefix(known.Error(), "bake: "))
	}
	if err != nil {
		return nil, err
	}
	if payload.Data == nil {
		return nil, noAddress(payload.URL)
	}
	return badge.Parse(payload.Data)
}

// locate reads the badge at a URL, also from a picture. A host may return a
// token as a JSON string, as edubadges does.
func (q *inquiry) locate(ctx context.Context, address string) (*badge.Document, error) {
	asked := q.secured(address)
	p := q.page(ctx, FetchAssertion, asked)
	var f *fault
	if errors.As(p.err, &f) && f.code == CodeFetchGone && asked == address {
		return goneDocument(address, badge.KindCredential, p.body)
	}
	if p.err != nil {
		return nil, q.unanswered(address, asked, p.err)
	}
	text := p.body
	var token string
	if json.Unmarshal(text, &token) == nil {
		text = []byte(token)
	}
	return open(text)
}

// unopened turns an error of open or locate into a check.
func unopened(err error) Check {
	if e := unparsed(nil); errors.As(err, &e) {
		return parseCheck(err)
	}
	return failure(StageDocument, err)
}
