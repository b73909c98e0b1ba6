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
// accepts whoever signed and leaves it to the reader to know them. Keys are
// looked up from the issuer that a badge names, never from the badge. The
// report says how a key was tied to its issuer, see [Binding].
//
// Nothing is fetched unless Config.Fetcher is set, and then only what a
// [FetchKind] names: the issuer's keys, and once the signature has passed
// status lists and, if asked for, a refreshed credential. Without it what would
// have to be fetched ends as [Unknown], never as [Passed]. [Pages] is a Fetcher
// over a fixed set of documents.
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
