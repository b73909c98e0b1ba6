// Package issuer makes badges that verify: signed badges of Open Badges 3.0 and
// 2.0, and hosted badges of 2.0.
//
// An [Issuer] is an organisation that issues: its profile, its keys, and the
// proofs that it puts on badges. [New] makes one from a [Config], and
// [Issuer.Issue] turns a badge.Credential into a signed document:
//
//	school, err := issuer.New(issuer.Config{
//		Profile: badge.Profile{ID: "did:web:school.example", Type: []string{"Profile"}, Name: "The School"},
//		Proofs:  []issuer.Securing{{Scheme: proof.EdDSARDFC2022, Signer: key.Signer{Key: secret, Method: "did:web:school.example#badges"}}},
//	})
//	awarded, err := school.Issue(ctx, credential)
//
// # What Issue promises
//
// A document that Issue returns follows its standard, says what the credential
// says, and has every proof of the Config, each verified with the public key of
// its signer. Otherwise there is no document: a badge that breaks the standard
// is an [*InvalidError] with all problems. A property that linked-data readers
// would ignore, a weak key and a signer that returns a wrong signature are
// refused too.
//
// Issue fills in the id, the issuer and the start of validity if the credential
// leaves them empty, and a status entry if Config.Status is set. It adds
// contexts and types as badge.Build does, and nothing else.
//
// [Issuer.IssueAll] does the same for many credentials, on several workers and
// in order.
//
// # Open Badges 2.0
//
// With Config.Version badge.OB2 an Issuer writes Open Badges 2.0. The id of the
// profile is an https URL, and verifiers look everything up on its origin:
//
//   - Without Proofs, badges are hosted: nothing is signed, and the badge at its
//     own URL counts. That URL has the origin of the profile, unless the profile
//     names other origins in its property verification.
//   - With one Proof, a token such as RS256, badges are signed. The Method of
//     the signer is the URL of the key.
//
// A badge embeds its class and the profile. An achievement with only an ID is a link to the class, and an issuer with only an ID a link to the profile. Verifiers request the linked documents even if a badge embeds them,
// because whoever holds a badge can edit it. [Issuer.ProfileDocument],
// [Issuer.KeyDocuments] and [Issuer.BadgeClass] make the documents to publish.
//
// # Recipients
//
// The subject of a badge has an id (a DID), identifiers such as an e-mail
// address, or both. [Issuer.HashedIdentity] makes an identifier that the badge
// shows as a salted hash; a plain one is a badge.IdentityObject with Hashed set
// to false. A token of Open Badges 3.0 needs a subject with an id (§8.2.4). A
// badge of 2.0 has one identifier and no id.
//
// # What an issuer publishes
//
// Verifiers look for keys under the id of the issuer, never in a badge.
// [Issuer.ControllerDocument] makes the document to publish there. Old keys stay in
// it: [Rotate] adds a key and gives the old one an end, [Revoke] marks one that was
// stolen, and [Outlives] tells beforehand which badges and lists would then need
// proof that they are older.
// [Issuer.StatusList] signs a list of revoked badges, [Issuer.StatusToken] a Token
// Status List. Package host publishes
// these documents; this package opens no connections and writes no files.
//
// # Keys
//
// A signer is any crypto.Signer, so a private key can stay in a key management
// service. No document, error or printed value of this package shows a private
// key.
package issuer
