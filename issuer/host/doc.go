// Package host publishes what an issuer has to publish.
//
// A [Host] is an http.Handler over a [Store] of pages. Badges that are hosted,
// achievements, profiles, keys, status lists and pictures are pages under one
// base URL, and a badge is found at its id:
//
//	h, err := host.New(host.Config{Base: "https://badges.school.example", Store: store})
//	err = h.PublishIssuer(ctx, school)      // did.json and jwks.json, or the profile and keys of 2.0
//	err = h.Publish(ctx, awarded)           // at the id of the badge
//	err = h.Revoke(ctx, id, "found to be a mistake")
//	http.ListenAndServeTLS(addr, cert, key, h)
//
// # What is answered
//
// GET and HEAD of a page give its bytes as they were published, with an ETag,
// to any website (CORS). A JSON page is served under the media type that the
// request prefers among those its content has. What was revoked or withdrawn
// answers 410 with the reason; what was never there, 404. Only published pages
// can be reached: a path is looked up as it stands and never leads into a file
// system.
//
// # Revocation
//
// A hosted badge of Open Badges 2.0 is revoked at its own address: see
// [Host.Revoke]. Signed ones stand in a revocation list that the profile of the
// issuer names: see [Host.RevokeSigned]. Signed badges of Open Badges 3.0 have a
// place in a status list, which [Host.TakePlace] hands out and [Host.SetStatus]
// changes.
//
// # Storage
//
// [NewMemory] keeps pages in memory, [OpenFolder] in a folder that survives a
// kill at any moment. Any database serves as well: a Store has two methods, and
// package hosttest says whether it has them right.
package host
