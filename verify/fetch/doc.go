// Package fetch gets documents from the web. It is the only package of this
// module that opens outgoing connections; a program that does not import it is
// offline.
//
//	client, err := fetch.New(fetch.Config{})
//	verifier, err := verify.New(verify.Config{Trust: trust, Fetcher: client})
//
// Anyone can write a badge and the URLs in it. A [Client] therefore makes few
// requests, to few hosts:
//
//   - https on port 443, TLS 1.2 or later, certificates that the system
//     trusts. [Config] has one field for each of these that can be widened;
//   - public IP addresses only. A name is looked up once, and the client
//     connects to the address that it judged. IPv6 forms that carry an IPv4
//     address are refused;
//   - HTTP/1.1 without cookies, credentials, referrers, compression or proxies,
//     whatever the environment says. A connection serves further requests to the
//     same host for 30 s after it was opened, and then the name is looked up and
//     judged again; at most 2 connections a host are kept, 100 in all. A TLS
//     session of a host is resumed, which shortens the next handshake;
//   - at most 3 redirects, all within one origin, each judged like the first
//     URL;
//   - only the kinds of documents that [verify.FetchKind] names, each up to its
//     size, as JSON or as a token, in UTF-8;
//   - 10 s for a request with all its redirects, and half of that each for
//     connecting, for TLS and for the header of the answer.
//
// [Client.TimeStamp] makes the one other request: it posts a request for a time
// stamp to an authority that the caller names.
//
// # Answers and errors
//
// An HTTP error status is an answer: 404 and 410 mean different things for a
// hosted badge, and the caller sees the status. The body is read only for
// status 200, and for 410, where it may hold a reason. Without an answer the
// error has a code ([badge.CodeOf]), or is that of the caller's context. Errors
// name hosts and paths, never queries or user information.
//
// Some hosts show a web page at the URL of a badge. If a request for a hosted
// badge, badge class, profile or key gets HTML or a redirect to another origin,
// the client makes one more request that accepts only plain JSON.
//
// # Kept answers
//
// The client keeps an answer when the caller calls [verify.Response.Keep], so
// an invalid key document or a forged list is never kept. It reuses the answer
// for the max-age of Cache-Control, at least a minute and at most a day. After
// that, or if a request wants a fresh answer, the client asks the host whether
// the ETag is still current. Failures and HTTP errors are kept for a minute.
// Callers that request the same document at the same time share one request; if
// its caller gives up, another one takes over. They share its answer until a
// caller calls [verify.Response.Drop], or for the time of a request. Nothing runs
// in the background after they return; connections that are kept are closed after
// 30 s, or by [Client.Close].
package fetch
