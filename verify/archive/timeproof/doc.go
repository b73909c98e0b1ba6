// Package timeproof proves that data existed at a time, and checks such proofs
// without network.
//
// [Check] reads three kinds of proof:
//
//   - [TimeStamp]: a time stamp of a time stamping authority (RFC 3161). It is as
//     good as the authority.
//   - [Statement]: the signed statement of a witness, for example another
//     institution, which [Attest] makes. It is as good as the witness.
//   - [Inclusion]: a transparency log proof with the cosignatures of witnesses
//     (C2SP tlog-proof). It takes a quorum of witnesses to make a false one.
//
// A [Policy] names the parties whose word counts. Times that the signer of a
// badge claims are not proofs and are never read here.
//
// A time stamp lasts as long as the certificates of its authority. Before they
// end, or the authority is closed, stamp again: the new proof is over the text
// that [Renewal] returns, which covers the data, the earlier proofs and the
// revocation lists that they need. Check takes the proofs in that order.
//
// # Statements of witnesses
//
// A statement is a JWS in compact form (RFC 7515) with typ
// "openbadges-seen+jwt". Its payload has two members: iat, the time in seconds
// since 1970 (RFC 7519 §4.1.6), and sha256, the SHA-256 digest of the data in
// lower-case hexadecimal. Any JOSE tool verifies it with the public key of the
// witness; the digest is the one that sha256sum prints.
//
// # Entries in logs
//
// The entry of a log is a text of two lines, each with a line feed:
//
//	openbadges-archive/v1
//	sha256:DIGEST
//
// DIGEST is the SHA-256 digest of the data in lower-case hexadecimal.
//
// # Limits
//
// Revocation is read from certificate revocation lists (RFC 5280 §5); OCSP
// answers are not read. Cosignatures with ML-DSA-44 are not counted, since the
// standard library cannot verify them. Signatures with SHA-1 are refused.
package timeproof
