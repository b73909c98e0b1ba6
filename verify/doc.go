// Package verify decides whether a badge is accepted, and reports why.
//
//	verifier, err := verify.New(verify.Config{Trust: verify.Issuers("did:web:school.example"), Fetcher: fetcher})
//	report, err := verifier.Verify(ctx, data)
//
// The error is nil if and only if the badge is accepted; otherwise it wraps
// [ErrRejected] or [ErrInconclusive]. The report beside it is never nil: it has
// who awarded what to whom, how that was confirmed, and the result of every
// check. Only [Report.Verified] returns the content of an accepted badge. To
// check also whether the badge belongs to the person who shows it, use
// [Verifier.VerifyFor]; for many badges, [Verifier.VerifyAll].
//
// # Trust and network access
//
// [Config] has no default for trust. [Issuers] accepts the listed ids;
// [AnyIssuer] accepts every issuer, and you must check which issuer it is. Keys
// come from the issuer that a badge names, never from the badge. The report
// states how a key was bound to its issuer, see [Binding].
//
// Nothing is fetched unless Config.Fetcher is set, and then only what a
// [FetchKind] names. For a signed badge that is the issuer's keys and, after
// the signature has passed, status lists and a refreshed credential if you
// asked for it. The next section lists what is fetched for a hosted badge.
// Without a Fetcher, a check that needs a URL ends as [Unknown], never as
// [Passed]. Package verify/fetch has the Fetcher for the web; [Pages] is one
// over a fixed set of documents.
//
// # Hosted badges
//
// Most badges of Open Badges 2.0 are not signed. The host of the issuer
// publishes them, and what the badge's own URL returns counts.
// [Verifier.Verify] takes a copy of the badge, [Verifier.VerifyAt] its URL.
// Both fetch the badge, its class and the profile of its issuer, and check only
// these. Your copy is used only to find the URL; the report lists where it
// differs. The issuer must be responsible for the URLs of badge and class: they
// are on its own origin, or in the scope that its profile states (OB 2.0
// "VerificationObject"). The id of such an issuer, for [Issuers], is the https
// URL of its profile.
//
// A host that returns 410, or a badge marked as revoked, has revoked the badge.
// One that returns 404 may only keep it private, so the verdict is
// [Inconclusive]. A badge that declares itself signed counts by its signature,
// with the keys of the fetched profile; it is never verified as a hosted one.
// Badges of Open Badges 0.5 to 1.1 are converted to 2.0 first.
//
// # SD-JWT VCs
//
// An SD-JWT VC is judged by its own claims. The keys of its issuer are those that
// a DID or an https URL in iss publishes; a certificate (x5c) is neither needed nor
// read, and a token that names its issuer by nothing else ends as [Unknown] with
// the code "vct.issuer". The metadata of its type (the document at vct) is not
// fetched: it describes how to display claims, and decides nothing here.
//
// # Stages and verdict
//
// Every report answers the same questions in the same order, the [Stage]
// constants. A stage may have several checks. A check that was not needed, or
// could not start because an earlier one did not pass, is [Skipped] and has the
// reason. One [Failed] check rejects the badge. Otherwise the verdict is
// [Inconclusive] if an outcome is Unknown, a stage is missing, or neither the
// origin nor a signature confirms the badge. Everything else is [Accepted];
// [Warned] and Skipped checks do not prevent it.
//
// Every check has a stable code for programs, listed with its meaning by
// [Codes], a sentence for people, and a JSON Pointer into the badge for both.
package verify
