// Package badge says what a badge is: an exact document, and what it means.
//
// Three names are enough to start. [Parse] reads a [Document] from JSON or from
// a compact JWS and keeps every byte. [Document.Credential] shows it as a
// [Credential], a plain struct. [Build] goes the other way, from a Credential
// to a Document that is not signed yet.
//
// A document is the truth; a credential is a view of it, and a copy. Reading is
// strict and happens once. A view loses nothing: what has no field stands in
// Extra, verbatim, at every level. Nothing in this package reaches the network,
// and nothing it returns has been verified: package rules judges structure
// alone, and package verify says whether a badge is genuine.
//
// # Words
//
// Views use the words of Open Badges 3.0 on VC Data Model 2.0, whatever version
// a document is written in. Fields are named for the properties of the
// standard. A reader who has Open Badges 2.0 in hand finds here what became of
// its terms: of each class, the members that have another name in Open Badges
// 3.0, or none. What has no field stands in Extra and is written back from
// there.
//
//	Open Badges 2.0       Open Badges 3.0                             here
//	Assertion             AchievementCredential                       Credential
//	  issuedOn              validFrom                                   ValidFrom
//	  expires               validUntil                                  ValidUntil
//	  recipient             credentialSubject.identifier                Subject.Identifier
//	  badge                 credentialSubject.achievement               Subject.Achievement
//	  narrative             credentialSubject.narrative                 Subject.Narrative
//	  image                 credentialSubject.image                     Subject.Image
//	  verification          -                                           Extra
//	  verify                -                                           Extra
//	  revoked               -                                           Extra
//	  revocationReason      -                                           Extra
//	  uid                   -                                           Extra
//	  version               -                                           Extra
//	  related               -                                           Extra
//	Endorsement           EndorsementCredential                       Credential
//	  issuedOn              validFrom                                   ValidFrom
//	  claim                 credentialSubject                           Subject
//	  verification          -                                           Extra
//	  verify                -                                           Extra
//	  revoked               -                                           Extra
//	  revocationReason      -                                           Extra
//	claim                 EndorsementSubject                          Subject
//	BadgeClass            Achievement                                 Achievement
//	  issuer                creator                                     Creator
//	  tags                  tag                                         Tag
//	Profile, Issuer       Profile                                     Profile
//	  telephone             phone                                       Phone
//	  publicKey             -                                           Extra
//	  verification          -                                           Extra
//	  verify                -                                           Extra
//	  revocationList        -                                           Extra
//	  version               -                                           Extra
//	  related               -                                           Extra
//	IdentityObject        IdentityObject                              IdentityObject
//	  type                  identityType                                IdentityType
//	  identity              identityHash                                IdentityHash
//	Evidence              Evidence                                    Evidence
//	Criteria              Criteria                                    Criteria
//	  type                  -                                           Extra
//	Image                 Image                                       Image
//	  author                -                                           Extra
//	AlignmentObject       Alignment                                   Alignment
//	related               Related                                     Related
//	  @language             inLanguage                                  InLanguage
//
// The issuer of the BadgeClass in an Assertion is the Issuer of the Credential.
// If a property holds only a URL, the view has an object with only its ID set. The
// identifier type email is emailAddress; the types of objects stay as written.
// Extensions are members of Extra, verbatim. How a badge of Open Badges 2.0 is
// verified and revoked has views of its own: [Document.Verification],
// [Document.Revocation], [Document.RevocationList] and [Document.PublicKeys].
//
// [Build] and [Convert] write Open Badges 2.0 from the same table. Documents of
// Open Badges 0.5, 1.0 and 1.1 are shown as [Upgrade] leaves them.
//
// Open Badges 3.0 on VC Data Model 1.1, which is read and never written, names
// two members differently: issuanceDate is ValidFrom, expirationDate ValidUntil.
//
// The class ClrCredential of CLR 2.0 is a Credential as well, and ClrSubject a
// Subject.
//
// # Compatibility
//
// Exported names, the codes of errors and problems, and their meaning stay
// within a major version. New fields, constants and codes may be added, so
// struct literals should name their fields. Messages are for people and change
// freely. What is rejected as malformed stays rejected, but the strictness of
// package rules may grow where it missed a rule of the standard.
package badge
