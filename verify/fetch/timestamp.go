package fetch

import (
	"context"
	"errors"
	"net/http"

	"github.com/openbadges-go/openbadges/verify"
)

// timeStamp is the kind of a request for a time stamp, which Client.Fetch does
// not make.
const timeStamp verify.FetchKind = "time-stamp"

// The media types of a request for a time stamp and of its answer (RFC 3161
// §3.4).
const (
	stampQuery = "application/timestamp-query"
	stampReply = "application/timestamp-reply"
)

// TimeStamp posts a request for a time stamp, a TimeStampReq in DER, to the https
// URL of a time stamping authority and returns the body of its answer, of at most
// 64 KiB (RFC 3161 §3.4). Stamp of package verify/archive/timeproof calls it and
// checks the answer. Config.Allow is asked for a request of kind "time-stamp".
// Redirects are not followed and nothing is cached. The error has a code
// "fetch.…" or is that of ctx.
func (c *Client) TimeStamp(ctx context.Context, address string, query []byte) (reply []byte, err error) {
	if ctx.Err() != nil {
		return nil, given(ctx)
	}
	if c == nil || c.dial == nil {
		return nil, errors.New("fetch: the Client is the zero value; use New")
	}
	t, err := parseTarget(address)
	if err == nil {
		err = c.admit(timeStamp, t)
	}
	if err != nil {
		return nil, err
	}
	limited, cancel := context.WithTimeout(ctx, c.cfg.Timeout)
	defer cancel()
	a, err := c.exchange(limited, question{kind: timeStamp, to: t, accept: stampReply, body: append([]byte{}, query...)})
	switch {
	case err != nil && ctx.Err() != nil:
		return nil, given(ctx)
	case err != nil:
		return nil, err
	case a.status != http.StatusOK:
		return nil, fail(codeStatus, "%s answered with status %d, wanted 200", t, a.status)
	}
	return a.body, nil
}
