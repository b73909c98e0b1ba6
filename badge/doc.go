// Package badge reads and writes badges as exact documents with typed views.
//
// Start with three names. [Parse] reads a [Document] from JSON or from a compact
// JWS and keeps every byte. [Document.Credential] returns its typed view, a
// [Credential]. [Build] returns an unsigned Document of a Credential.
//
// A view is a copy and loses nothing: properties without a field are in Extra,
// verbatim, at every level. The package does not use the network and does not
// verify: package rules validates the structure, and package verify checks
// whether a badge is genuine. [CodeOf] and [PathOf] read the errors.
//
// # Words
//
// Views use the words of Open Badges 3.0 on VC Data Model 2.0 for documents of
// every version; fields have the names of the properties. The table lists the
// properties of Open Badges 2.0 whose name in 3.0 differs or is missing. A
// property without a field is in Extra and is written back from there.
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
// If a property holds only a URL, the view has an object with only its ID set.
// The identifier type email becomes emailAddress; the types of objects stay as
// written. Extensions are members of Extra, verbatim. Verification and revocation
// of Open Badges 2.0 have their own views: [Document.Verification],
// [Document.Revocation], [Document.RevocationList] and [Document.PublicKeys].
//
// [Build] and [Convert] write Open Badges 2.0 by the same table. The views of
// Open Badges 0.5, 1.0 and 1.1 are those of their [Upgrade].
//
// Open Badges 3.0 on VC Data Model 1.1 is only read. It names two properties
// differently: issuanceDate is ValidFrom, expirationDate is ValidUntil.
//
// A ClrCredential of CLR 2.0 is a Credential too, and a ClrSubject a Subject.
//
// # Compatibility
//
// Exported names, and the codes of errors and problems with their meaning, do not
// change within a major version. New fields, constants and codes may be added, so
// name the fields in struct literals. Messages may change at any time. Malformed
// documents stay rejected; package rules may become stricter where it missed a
// rule of the standard.
package badge
