package fetch

import (
	"errors"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/openbadges-go/openbadges/verify"
)

// judgeType refuses compressed answers, and media types other than JSON, a token
// or those in others for the kind of request. It does not read the body.
func (a answer) judgeType(kind verify.FetchKind) error {
	if encoding := a.header.Get("Content-Encoding"); encoding != "" && !strings.EqualFold(encoding, "identity") {
		return fail(codeEncoding, "%s sent a compressed answer, wanted a plain one", a.from)
	}
	values := a.header.Values("Content-Type")
	if len(values) != 1 {
		return fail(codeContentType, "%s sent no usable Content-Type", a.from)
	}
	name, params, err := mime.ParseMediaType(values[0])
	switch {
	case name == "text/html" || name == "application/xhtml+xml":
		return fail(codeWebPage, "%s sent a web page, wanted JSON", a.from)
	case err != nil || !readable(name) && !slices.Contains(others[kind], name):
		return fail(codeContentType, "%s sent another type than JSON or a token", a.from)
	case params["charset"] != "" && !strings.EqualFold(params["charset"], "utf-8"):
		return fail(codeContentType, "%s sent another encoding than UTF-8", a.from)
	}
	return nil
}

// others are media types beside JSON and tokens. Hosts publish old badges as baked
// pictures, and their keys as PEM.
var others = map[verify.FetchKind][]string{
	verify.FetchAssertion: {"image/png", "image/svg+xml"},
	verify.FetchKey:       {"application/x-pem-file"},
	verify.FetchLog:       {"text/jsonl", "application/jsonl", "application/x-ndjson", "application/x-jsonlines", "text/plain", "application/octet-stream"}, // servers know no type of did.jsonl
	verify.FetchListToken: {"application/statuslist+cwt"},                                                                                                   // package verify says that it is not supported
	timeStamp:             {stampReply},
}

// readable reports whether a media type is JSON or a token: by its name, by its
// suffix (RFC 6839 §3.1) or as a credential. Open Badges 3.0 §5.1 serves tokens
// as plain text, VC-JOSE-COSE §6.1 with its own type.
func readable(name string) bool {
	if name == "text/plain" {
		return true
	}
	sub, ok := strings.CutPrefix(name, "application/")
	if !ok {
		return false
	}
	sub = sub[strings.LastIndexByte(sub, '+')+1:]
	return sub == "json" || sub == "jwt" || sub == "vc"
}

// lifetime returns how long an answer may be kept (RFC 9111 §5.2.2), and false
// if it must not be.
func lifetime(header http.Header) (life time.Duration, keep bool) {
	for directive := range strings.SplitSeq(strings.Join(header.Values("Cache-Control"), ","), ",") {
		name, value, _ := strings.Cut(strings.ToLower(strings.TrimSpace(directive)), "=")
		switch name {
		case "no-store":
			return 0, false
		case "max-age":
			life = seconds(value) - seconds(header.Get("Age"))
		}
	}
	return min(max(life, minLife), maxLife), true
}

// dating are the headers that tell about the age of an answer (RFC 9110 §6.6.1,
// §8.8; RFC 9111 §5).
var dating = []string{"age", "cache-control", "date", "etag", "expires", "last-modified"}

// maxDating bounds the value of one of them.
const maxDating = 256

// datingOf returns these headers by their names in lower case. One that is too long
// is left out.
func datingOf(header http.Header) map[string]string {
	kept := map[string]string{}
	for _, name := range dating {
		if value := strings.Join(header.Values(name), ", "); value != "" && len(value) <= maxDating {
			kept[name] = value
		}
	}
	return kept
}

// seconds reads a number of seconds. It returns 0 for other text and the
// maximum for a number that is too large.
func seconds(text string) time.Duration {
	n, err := strconv.ParseUint(text, 10, 31)
	if err != nil && !errors.Is(err, strconv.ErrRange) {
		return 0
	}
	return time.Duration(n) * time.Second
}

// etagOf returns the ETag of an answer, "" if it cannot be sent back.
func etagOf(header http.Header) string {
	etag := header.Get("ETag")
	if len(etag) > maxETag || strings.ContainsFunc(etag, func(r rune) bool { return r <= ' ' || r >= 0x7f }) {
		return ""
	}
	return etag
}
