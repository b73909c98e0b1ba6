// Package issuer makes badges that verify: signed ones and, of Open Badges 2.0,
// those that a host confirms.
//
// An [Issuer] is an organisation that issues: its profile, its keys, and the
// ways in which it secures badges. [New] makes one from a [Config], and
// [Issuer.Issue] turns a badge.Credential into a document:
//
//	school, err := issuer.New(issuer.Config{
//		Profile: badge.Profile{ID: "did:web:school.example", Type: []string{"Profile"}, Name: "The School"},
//		Proofs:  []issuer.Securing{{Scheme: proof.EdDSARDFC2022, Signer: key.Signer{Key: key, Method: "did:web:school.example#badges"}}},
//	})
//	awarded, err := school.Issue(ctx, credential)
//
// # What Issue promises
//
// A document that Issue returns follows the standard, says what the credential
// says, and carries every proof of the Config, each verified with the public
// key of its signer. If anything is in the way there is no document: a badge
// that breaks the standard is an [*InvalidError] with all its problems; a
// member that linked-data readers would pass over, a key that is too weak and
// a signer that returns a wrong signature are a *proof.Error.
//
// Issue fills in what the credential leaves empty: the id, the issuer and the
// start of validity. It adds contexts and types as badge.Build does, and
// nothing else.
//
// [Issuer.IssueAll] does the same for many credentials, on several workers and
// in order; one that is refused does not keep the others.
//
// # Open Badges 2.0
//
// With Config.Version badge.OB2 an issuer writes Open Badges 2.0. The profile
// has an https address as its id, and verifiers look everything up there:
//
//   - Without Proofs its badges are hosted. Nothing is signed: a badge is what
//     its own address gives, which has to be at the origin of the profile,
//     unless the profile says otherwise in its member verification.
//   - With one Proof, a token such as RS256, they are signed. The Method of the
//     signer is the address of the key.
//
// A badge embeds its class and the issuer's profile. A credential whose
// achievement has but an ID links to the class, and one whose issuer has but an
// ID links to the profile. What is not embedded has to be published:
// [Issuer.ProfileDocument], [Issuer.KeyDocuments] and [Issuer.BadgeClass] make
// the documents. Verifiers ask for them even if a badge embeds them, because
// whoever holds a badge can edit it.
//
// # Recipients
//
// The subject of a badge is named by its id (a DID), by identifiers such as an
// e-mail address, or by both. [Issuer.HashedIdentity] makes an identifier that
// the badge shows as a salted hash only; a plain one is a badge.IdentityObject
// with Hashed set to false. A token of Open Badges 3.0 needs a subject with an
// id (§8.2.4). A badge of 2.0 has one identifier and no id.
//
// # What an issuer publishes
//
// Verifiers look for keys under the id of the issuer, never in a badge.
// [Issuer.ControllerDocument] makes the document that belongs there, and keeps
// old keys in it after a change of keys, so that old badges still verify.
// [Issuer.StatusList] signs a list that says which badges are revoked. Neither
// is published by this package, which opens no connections and writes no files.
//
// # Keys
//
// A signer is any crypto.Signer, so that a private key may stay in a key
// management service. No document, error or printed value of this package
// shows a private key.
package issuer
