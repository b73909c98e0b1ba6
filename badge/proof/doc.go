// Package proof makes and verifies one proof of a badge.
//
// [Sign] adds a proof, [Find] returns the proofs of a document, and
// [Proof.Verify] verifies one with a [key.Key]. A [Scheme] is one way of
// securing a badge: a JWS algorithm of the JWT proof format (OB 3.0 §8.2), also
// used for signed badges of Open Badges 2.0, or a Data Integrity cryptosuite of
// the linked-data format (OB 3.0 §8.3).
//
// Proof.Verify takes three steps, which callers can take one by one, for
// example to try several keys:
//
//	Proof.Validate        checks the members of the proof     WellFormed
//	WellFormed.Transform  computes what the proof signs       Transformed
//	Transformed.Verify    verifies the signature with a key   Verified
//
// The proofs of a document are independent unless one names others in
// previousProof. That proof signs the named ones along with the document, and
// counts only if they verify too; [Proof.Previous] returns them.
//
// A valid signature answers one question: did the holder of this key sign
// exactly this document? Package verify decides whose key it is, whether the
// badge is expired or revoked, and whether its issuer is trusted.
// [Proof.Method] and [Proof.EmbeddedKey] only select a key. Take the key itself
// from the claimed issuer, with [key.Parse], [key.ParseJWKS] or
// [key.ParseControllerDocument].
//
// If two readers disagree about a proof, [Explain] shows what is signed and
// what is not, and [Diff] returns the first difference between two
// explanations.
//
// # Selective disclosure
//
// A badge signed with [ECDSASD2023] is for its holder. [Disclose] makes from
// it, without a key, a badge with all or some of its parts, for example without
// the grade; the result verifies like the whole badge. The issuer decides which
// parts are mandatory. [Sign] always includes those that decide whether the
// badge counts, so that nobody can withhold an expiry or a revocation;
// [Options] can add more. Other issuers may require less: [Disclosed] lists
// which parts are mandatory and which the holder chose.
//
// # What is refused
//
// Every key passes the import policy of package key. Private keys never appear
// in a document, an error or a printed value. A JWS needs an algorithm of the
// list that fits the key; header members that bring keys or change what is
// signed are refused, and so are extensions. Under a linked-data proof every
// member of the document and of the proof must be part of what is signed: a
// member that the contexts do not define is an error. A proof over canonical
// JSON signs every member as text and refuses numbers that a double cannot
// hold; use [ValidateContexts] to check the contexts.
package proof
