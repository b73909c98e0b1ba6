// Package edubadges reads, checks and converts edubadges, the badges of Dutch
// education, and has the vocabulary of eduCredentials, their successor.
//
// [Read] returns what a badge states, whichever of its seven dialects it uses.
// [Check] and [AnnexI] compare a badge with the rules for its type and with the
// European recommendation on micro-credentials. [Drift] compares a badge that you
// kept with what its host publishes today. [Convert] makes an
// eduCredentials badge of an edubadge, and [Offer] a request to a wallet agent;
// both list what is lost. [Extensions] and [Educredentials] are the vocabulary
// for validating and verifying. To write an edubadge, use package badge with
// the extensions that [Members] returns.
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
// zone, a misspelt host.
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
// see [Guessable].
//
// # Trust
//
// This package reads documents and verifies nothing; use package verify. A
// hosted badge that answers 404 is private or never existed. A revoked badge
// answers 200 and says that it is revoked.
package edubadges
