package verify

import (
	"bytes"
	"context"
	"errors"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/bake"
)

// open reads the badge in the supplied data: a picture, JSON or a compact JWS.
func open(data []byte) (form, error) {
	text := bytes.TrimLeft(bytes.TrimPrefix(data, []byte(byteOrderMark)), " \t\r\n")
	start := strings.ToLower(string(text[:min(len(text), 8)]))
	switch {
	case len(data) == 0:
		return form{}, no(CodeBadgeFormat, "", "the file is empty, as pictures of edubadges are since April 2026; use the URL of the badge instead")
	case strings.HasPrefix(start, "https://"), strings.HasPrefix(start, "http://"):
		return form{}, noAddress(string(text))
	case bytes.HasPrefix(data, []byte("\xff\xfe{")), bytes.HasPrefix(data, []byte("\xfe\xff\x00{")):
		return form{}, no(CodeBadgeFormat, "", "the text is UTF-16; save it as UTF-8")
	}
	if strings.HasPrefix(start, "{") {
		return parsed(data) // no picture begins like this
	}
	return unbake(data)
}

// byteOrderMark may begin a UTF-8 text.
const byteOrderMark = "\xef\xbb\xbf"

func noAddress(address string) *fault {
	return no(CodeBadgeFormat, "", "found only the URL %s; use VerifyAt to fetch and verify the badge there", shownURL(strings.TrimSpace(address)))
}

// unbake reads the badge in a picture, or else JSON or a compact JWS.
func unbake(data []byte) (form, error) {
	payload, err := bake.Extract(bytes.NewReader(data), bake.Options{})
	if known, ok := errors.AsType[*bake.Error](err); ok {
		if known.Code() == codeNoPicture {
			return parsed(data)
		}
		return form{}, no(known.Code(), "", "%s", strings.TrimPrefix(known.Error(), "bake: "))
	}
	if err != nil {
		return form{}, err
	}
	if payload.Data == nil {
		return form{}, noAddress(payload.URL)
	}
	return parsed(payload.Data)
}

// locate reads the badge at a URL, also from a picture. A host may return a
// token as a JSON string, as edubadges does.
func (q *inquiry) locate(ctx context.Context, address string) (form, error) {
	found, err := q.locateAt(ctx, address, q.secured(address))
	if q.orPlain(address, err) {
		return q.locateAt(ctx, address, address)
	}
	return found, err
}

// locateAt is locate for the URL to request.
func (q *inquiry) locateAt(ctx context.Context, address, asked string) (form, error) {
	p := q.page(ctx, FetchAssertion, asked)
	var f *fault
	if errors.As(p.err, &f) && f.code == CodeFetchGone && asked == address {
		doc, err := goneDocument(address, badge.KindCredential, p.body)
		return form{doc: doc}, err
	}
	if p.err != nil {
		return form{}, q.unanswered(address, asked, p.err)
	}
	return open(p.body)
}
