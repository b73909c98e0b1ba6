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
// and nothing it returns has been verified: [Validate] judges structure alone,
// and whether a badge is genuine is for package verify to say.
//
// # Words
//
// Views use the words of Open Badges 3.0 on VC Data Model 2.0, whatever version
// a document is written in. Fields are named for the properties of the
// standard. A reader who has Open Badges 2.0 in hand finds here what became of
// its terms; the last column is the field, where it is not named like the term
// of 3.0.
//
//	Open Badges 2.0                  Open Badges 3.0                         here
//	Assertion                        AchievementCredential                   Credential
//	  issuedOn                         validFrom, awardedDate
//	  expires                          validUntil
//	  badge                            credentialSubject.achievement         Subject.Achievement
//	  recipient                        credentialSubject.identifier          Subject.Identifier
//	    type, identity, hashed, salt     identityType, identityHash, …       IdentityObject
//	  narrative                        credentialSubject.narrative           Subject.Narrative
//	  image                            credentialSubject.image               Subject.Image
//	  evidence                         evidence
//	  verification                     proof, or a compact JWS               package proof
//	  revoked, RevocationList          credentialStatus                      package status
//	BadgeClass                       Achievement
//	  criteria                         criteria
//	  tags                             tag
//	  alignment                        alignment
//	  issuer                           issuer of the credential, creator     Issuer, Creator
//	Issuer, Profile                  Profile
//	  telephone                        phone
//	  publicKey                        verificationMethod                    Extra
//	Endorsement                      EndorsementCredential                   Credential
//	  claim                            credentialSubject                     Subject
//	Extension                        further members and types               Extra, Extension
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
// Validate may grow where it missed a rule of the standard.
package badge
