// Package host publishes the documents of an issuer.
//
// A [Host] is an http.Handler over a [Store] of pages. Hosted badges,
// achievements, profiles, keys, status lists and pictures are pages below one
// base URL, and a badge is found at its id:
//
//	h, err := host.New(host.Config{Base: "https://badges.school.example", Store: store})
//	err = h.PublishIssuer(ctx, school)
//	err = h.Publish(ctx, awarded)
//	err = h.Revoke(ctx, school, awarded.ID(), "found to be a mistake")
//	server := &http.Server{Addr: ":443", Handler: h, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second,
//		WriteTimeout: time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 16 << 10}
//	err = server.ListenAndServeTLS(cert, key)
//
// [Host.PublishIssuer] publishes the keys of an issuer as they are now. An issuer with
// a did:webvh has a log instead, in which every change of keys is a signed version:
// [Host.PublishLog] begins it and adds to it.
//
// # Answers
//
// GET and HEAD of a page return the published bytes with an ETag, to any website
// (CORS). Host.SetPublic makes a page private, which is answered with 404, and
// public again. A JSON page is sent under the media type of its content that the
// request prefers. A revoked hosted badge is answered with 410 and the reason,
// an address without a page with 404. Paths are looked up as they are written
// and never lead into a file system.
//
// # Pages for people
//
// At the address of a badge, a class or an issuer, a browser gets a page in
// English or Dutch. A program gets the published bytes, also if it names no media
// type or accepts any. The page shows nothing that is not in published documents,
// and less: no e-mail address or number of a recipient, and a name only if the
// badge has it in plain text. It says whether the badge is revoked, suspended or
// expired, as far as lists of this host say so, and does not verify the badge.
// The address of an issuer whose id is a did:web is that of its controller document.
//
// The page has a preview for networks, data for search engines, a link for
// LinkedIn profiles, whose month is that of UTC, and a print with a QR code. It
// needs no script and loads only pictures of this host. Add ?lang=en or ?lang=nl to
// the address for the page in that language, also for programs that make previews
// and accept anything; add ?data for the bytes. A picture is in previews if it is
// a published PNG of at least 200 pixels each way that the badge, its class or the
// issuer names as its image.
//
// At /oembed below the base is an endpoint of oEmbed for the pages, unless a page
// is published there.
//
// # Status
//
// [Host.PublishStatusList] publishes a list in which badges of Open Badges 3.0
// have their status, for revocation or for suspension. With Config.Status set to
// [Host.StatusFrom], an Issuer gives every badge an entry in it;
// [Host.AllocateStatus] returns one entry. No entry is returned twice.
// [Host.PublishTokenList] publishes a Token Status List for badges that are
// tokens; call it again before the day is over, because its token expires.
//
// [Host.Revoke] revokes a published badge of any version, [Host.Suspend] and
// [Host.Reinstate] suspend one for a time. For badges that are not published
// there are [Host.SetStatus], by the entry of a badge of 3.0, and
// [Host.RevokeSigned], by the id of a signed badge of 2.0. [Host.RevokeAll],
// [Host.SetStatuses], [Host.AllocateStatuses] and [Host.PublishAll] do the same
// for many badges at once, with one signature per list.
//
// # Storage
//
// [NewMemory] keeps pages in memory. [OpenFolder] keeps them in a folder, which
// several processes may change and which survives a kill at any moment. Any
// database serves as well: a Store has two methods, and package hosttest tests
// an implementation. A [ManyStore] makes calls for many badges faster, a
// [HeadStore] answers that have no body.
package host
