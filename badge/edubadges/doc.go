// Package edubadges reads, checks and converts edubadges, the badges of Dutch
// education, and has the vocabulary of eduCredentials, their successor.
//
// To judge an edubadge, verify it with package verify and these functions, and read
// the document of the report:
//
//	verify.Config{…, Extensions: edubadges.Extensions(), Views: edubadges.Views, LocalTime: edubadges.LocalTime}
//
// A page of edubadges has neither the type of the badge nor its level, assessment
// or quality assurance. They are in its full views, which [Views] names, so that
// the host confirms them too. [Locate] finds the page of any URL that people share.
//
//   - [Read] returns what a badge states, in any of seven dialects.
//   - [Check] compares it with the rules for its type and kind of institution: one
//     [Remark] per field, in English and Dutch.
//   - [AnnexI] compares it with the European recommendation on micro-credentials,
//     and says of each element whether it was looked at.
//   - [Match] says whether an eduID is that of the holder.
//   - [Drift] compares a badge that you kept with what its host publishes today.
//
// To make edubadges, build the documents of a department with [Issuer] and those of
// a badge class with [Class]; both refuse what Check would report. [Recipients] reads
// the lists that teachers upload to the platform. [Members] returns extensions for
// documents that you build with package badge.
//
// To take edubadges elsewhere, [Convert] makes an eduCredentials badge and [Offer] a
// request to a wallet agent. Both list what is lost, and what you can choose. Sign
// and verify eduCredentials badges with [Educredentials].
//
// # Dialects
//
//	DialectPilot     2019       Open Badges 2.0; extensions without prefix
//	DialectCopied    2020–2021  Open Badges 2.0; extensions of the class copied onto the assertion
//	DialectHosted    today      Open Badges 2.0; a short assertion, extensions on class and issuer
//	DialectExpanded  today      the same, with plain properties about the micro-credential
//	DialectAgent     today      Open Badges 3.0, as edubadges sends it to wallet agents
//	DialectAward     today      JSON of the API, with all properties in one object and no recipient
//	DialectProfile   next       Open Badges 3.0, with the eduCredentials profile
//
// A hosted badge consists of an assertion, a class and an issuer. The class has
// the properties about a micro-credential only if it is requested with
// ?expand=micro. Read accepts all these documents.
//
// # Errors in live data
//
// Nothing is corrected. If a deployment writes a value in an unusual way, the
// [Value] keeps the text, Alias has the meaning, and a [Remark] reports it:
// en_EN for en, oram_exam for oral_exam, a number as a string, a time without a
// zone, a misspelt host. Pictures of awards are empty since April 2026; the picture
// of a badge is that of its class.
//
// The context and the schemas that eduCredentials publishes contain errors.
// Educredentials has repaired copies, and validation warns with the code
// extension.repaired if a document relies on them. A linked-data proof over
// such a document verifies only with the same copies. A JWS does not depend on
// them.
//
// # Recipients
//
// edubadges names the holder by the hash of an eduID, a random pseudonym. The
// identity type is "id", although an eduID is not an IRI. [Match] compares an
// eduID with a badge. A hash protects a pseudonym, but not an e-mail address:
// see [Guessable]. A badge has no name of its holder. The platform gives names to
// those who have the page, some of which an institution typed and nobody validated:
// see [ParseHolderName].
//
// # Trust
//
// This package reads documents and verifies nothing; use package verify. A
// hosted badge that answers 404 is private or never existed. A revoked badge
// answers 200 and says that it is revoked.
package edubadges
