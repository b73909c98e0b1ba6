// Package proof makes and checks one proof of a badge.
//
// [Sign] adds a proof, [Find] finds the proofs of a document, and [Proof.Verify]
// says whether one fits the document and a [key.Key]. Every way of securing a
// badge is a [Scheme]: the JWS algorithms of the JWT proof format (OB 3.0
// §8.2), which signed badges of Open Badges 2.0 share, and the Data Integrity
// cryptosuites of the linked-data format (OB 3.0 §8.3).
//
// Several proofs of one document stand side by side, each by itself. One that
// builds on others signs them along with the document; [Proof.Previous] names
// them, and it counts only where they verify too.
//
// A good signature answers one question: did the holder of this key secure
// exactly this document? Whose key it is, whether the badge is in date or
// revoked, and whether to trust its issuer is decided by package verify.
// [Proof.Method] and [Proof.EmbeddedKey] only say which key a document asks
// for; take the key itself from the claimed issuer, with [key.Parse],
// [key.ParseJWKS] or [key.ParseControllerDocument].
//
// Where two readers disagree about a proof, [Explain] shows what is signed and
// what is left out, and [Diff] where two documents part.
//
// # Selective disclosure
//
// A badge signed with [ECDSASD2023] is for its holder, who shows what
// [Disclose] makes of it: the whole, or a part without the grade, say. It needs
// no key, and the part verifies as the whole would. The issuer makes mandatory
// what every part has to hold. [Sign] always does so with what decides whether
// the badge counts, so that nobody can withhold an expiry or a revocation;
// [Options] can name more. A proof of another issuer may be less careful:
// [Disclosed] tells what was shown by demand and what by choice.
//
// # What is refused
//
// Keys pass one import policy wherever they come from, also the caller's own:
// see [key.Key]. Private keys never appear in a document, an error or a printed
// value. A JWS is read strictly: an algorithm from the list that also fits the
// key, no header members that bring keys or change what is signed, no
// extensions. Under a linked-data proof every member of the document and of
// the proof has to be part of what is signed; a member that the contexts do not
// define is an error and not an omission. A proof over canonical JSON signs every
// member as it is; there the meaning is a question of its own ([ValidateContexts]), and
// numbers that a double cannot hold are refused.
package proof
