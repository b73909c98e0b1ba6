// Package key holds the public keys that verify badges and the signers that
// sign them.
//
// [Parse] reads a public key in any form in which issuers publish it: JWK, JWK
// Set, Multikey, PEM or verification method. [ParseControllerDocument] reads a
// DID document or an issuer profile with its verification methods, [ParseJWKS]
// a key set, and [FromPublic] takes a key of the standard library. A [Signer]
// signs; [ParsePrivate] reads a private key for it.
//
// Every [Key] passes one import policy, wherever it comes from: weak, unusual
// and private keys are refused. A key does not identify its owner; take it from
// the issuer (package verify does), never from the badge.
//
// Private keys never appear in a document, an error or a printed value.
package key
