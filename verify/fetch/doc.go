// Package fetch gets documents from the web. It is the only package of this
// module that opens outgoing connections, and a program that does not import
// it stays offline.
//
//	client, err := fetch.New(fetch.Config{})
//	verifier, err := verify.New(verify.Config{Trust: trust, Fetcher: client})
//
// A badge is written by strangers, and so is every address in it. A [Client]
// therefore asks as little as possible of as few hosts as possible:
//
//   - https on port 443, TLS 1.2 or later, certificates that the system
//     trusts; [Config] has one field for each thing that can be widened;
//   - public addresses alone. A name is looked up once, and what is judged is
//     the very address that is then connected to, also where an IPv6 address
//     carries an IPv4 one;
//   - one request per connection, in HTTP/1.1, without cookies, credentials,
//     referrers, compression or proxies, whatever the environment says;
//   - at most 3 redirects, all within the origin that was asked, and each
//     judged like the first address;
//   - only the kinds of documents that [verify.FetchKind] names, each up to its
//     size, as JSON or as a token, in UTF-8;
//   - 10 s for a request with all its redirects, half of that for connecting,
//     for TLS and for the head of the answer each.
//
// # Answers and errors
//
// An HTTP error status is an answer: 404 and 410 say different things about a
// hosted badge, and the caller sees which it was. The body is read only if the
// status is 200, or 410 for the reason. Where there was no answer the error is a [*verify.FetchError]
// with a code, or that of the caller's context. Errors name hosts and paths,
// never queries or user information.
//
// Some hosts show people a web page at the address of a badge. If a hosted
// badge, badge class, profile or key is answered with HTML, or with a redirect
// to another origin, the host is asked once more, for plain JSON alone.
//
// # What is remembered
//
// An answer is remembered once the caller has called [verify.Response.Keep]:
// what turned out to be no key document, or a forged list, is never kept. It
// serves for as long as Cache-Control max-age says, between a minute and a
// day, and after that, or for a request that wants a fresh answer, the host is
// asked whether its ETag still holds. Failures and HTTP errors are remembered
// for a minute. Several callers who want the same thing at the same time
// share one request; if the one who makes it gives up, another takes over.
// Nothing of this package goes on in the background once they have returned.
package fetch
