// Package verify decides whether a badge is accepted, and reports why.
//
//	verifier, err := verify.New(verify.Config{Trust: verify.Issuers("did:web:school.example"), Fetcher: fetcher})
//	report, err := verifier.Verify(ctx, data)
//
// The error is nil if and only if the badge is accepted; otherwise it wraps
// [ErrRejected] or [ErrInconclusive]. The report stands beside it and is never
// nil: it says who awarded what to whom, how sure that is, and what came of
// every question. Only [Report.Verified] hands out what an accepted badge
// says. To ask also whether the badge belongs to the one who shows it, use
// [Verifier.VerifyFor]; for many badges, [Verifier.VerifyAll].
//
// # Trust, and what reaches the network
//
// [Config] has no default for trust: [Issuers] accepts these ids, [AnyIssuer]
// accepts whoever issued it and leaves it to the reader to know them. Keys are
// looked up from the issuer that a badge names, never from the badge. The
// report says how a key was tied to its issuer, see [Binding].
//
// Nothing is fetched unless Config.Fetcher is set, and then only what a
// [FetchKind] names: of a signed badge the issuer's keys, and once the
// signature has passed status lists and, if asked for, a refreshed credential;
// of a hosted one what the next section says. Without it what would have to be
// fetched ends as [Unknown], never as [Passed]. Package verify/fetch has the
// Fetcher that reaches the web; [Pages] is one over a fixed set of documents.
//
// # Hosted badges
//
// Most badges of Open Badges 2.0 are not signed. Such a badge is what its
// issuer's host says at the badge's own address. [Verifier.Verify] takes a copy of
// the badge, [Verifier.VerifyAt] its address. It fetches the badge, its class and the
// profile of its issuer, and judges these alone: what was handed in serves to
// find the address, and where it says otherwise the report warns. The issuer has
// to answer for the address of badge and class: they are at its own origin, or
// where its profile says (OB 2.0 "VerificationObject"). An issuer of such badges
// is trusted by the id of its profile, an https address.
//
// A host that answers 410, or with a badge that says so, has revoked it. One
// that answers 404 may only be keeping it private, which leaves the verdict
// [Inconclusive]. A badge that says it is signed counts by its signature, with
// the keys of the fetched profile; it is never judged as a hosted one. Badges of
// Open Badges 0.5 to 1.1 are read in the words of 2.0.
//
// # Stages and verdict
//
// Every report answers the same questions in the same order, the [Stage]
// constants. A stage may have several checks; one that was not asked, or had
// to wait for an earlier one, is [Skipped] and says so. One [Failed] check
// rejects the badge. Otherwise an Unknown outcome, a missing stage, or a badge
// that neither its origin nor a signature confirms, leaves the verdict
// [Inconclusive]. Everything else is [Accepted]; [Warned] and Skipped checks do
// not stand in the way.
//
// Outcomes carry stable codes for programs, listed with their meaning by
// [Codes], sentences for people, and JSON Pointers into the badge for both.
package verify
