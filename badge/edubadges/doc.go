// Package edubadges knows the vocabulary of edubadges and of eduCredentials,
// the badges of Dutch education, and the rules that they follow.
//
// [Read] says what an edubadge says, whichever of its six dialects it is
// written in. [Extensions] and [Educredentials] are what package verify and
// rules.Validate need to know of them. [Check] and [AnnexI] judge a badge by
// the rules of its type, and by what the European recommendation asks of a
// micro-credential. [Convert] and [Offer] say in the words of the next badges,
// and in those for agents, what one of today says, and name what they cannot
// say. Badges of today are written with package badge and [Members].
//
// # Dialects
//
//	Pilot     2019       Open Badges 2.0; extensions without prefix
//	Copied    2020–2021  Open Badges 2.0; extensions of the class copied onto the assertion
//	Hosted    today      Open Badges 2.0; a lean assertion, extensions on class and issuer
//	Expanded  today      the same, with plain members about the micro-credential
//	Agent     today      Open Badges 3.0, as edubadges hands it to the agents of wallets
//	Profile   next       Open Badges 3.0, with the profile of eduCredentials
//
// Badges of Hosted are spread over an assertion, a class and an issuer, and the
// members about a micro-credential are in the class only if it is asked for
// with ?expand=micro. Read takes all of them.
//
// # Errors of live data
//
// Nothing that a badge says is corrected. Where a deployment writes a value in
// a way of its own, a Value keeps the text and has what it stands for in Alias,
// and a finding names it: en_EN for en, oram_exam for oral_exam, a number as a
// string, a time without zone, a misspelt host.
//
// The context and the schemas that eduCredentials publishes do not work as they
// are. Educredentials has repaired copies; rules.Validate warns, with the code
// extension.repaired, where a document relies on them. A linked-data proof over
// such a document verifies only where the same copies are used. A proof that is
// a JWS does not depend on them.
//
// # Recipients
//
// edubadges names a holder by the hash of an eduID, a random pseudonym, which
// is of the type "id" and no IRI. [Match] compares one. A hash hides a
// pseudonym, and no e-mail address: see [Guessable].
//
// # Trust
//
// Everything here is about what badges say. Package verify says whether it is
// so. A hosted badge that answers 404 is private or never was; one that is
// revoked says so in an answer of status 200.
package edubadges
