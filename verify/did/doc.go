// Package did finds the public keys of an issuer by its identifier.
//
// The search always starts at the issuer. What a badge says about its key (the
// verificationMethod of a proof, the kid or jwk of a token) only selects among
// the keys that the issuer's identifier leads to:
//
//   - did:key and did:jwk: the identifier is the key;
//   - did:web: the DID document that the domain publishes;
//   - https: the controller document at that very address or, if that lists no
//     keys, the key set of the same host (/.well-known/jwks.json).
//
// [Resolver.Find] answers for the name of a key, [Resolver.Match] for a key
// itself. Both say how the key is tied to the issuer, see [Binding]. A key that
// nothing ties to the issuer is an error with the code "did.key_not_bound",
// and one that names another identifier is so before anything is fetched.
//
// A key counts only if the issuer lists it under assertionMethod (Controlled
// Identifiers v1.0 §2.3.2), itself controls it, and its document is about
// exactly the identifier that was asked for. When keys expire or were revoked
// is handed out with them, and is for the caller to judge. Keys are those of
// now: what an issuer used in earlier years and no longer publishes is not
// found. Other names of an issuer (alsoKnownAs) are not followed.
//
// Identifiers have one spelling here: ASCII, lower-case host names of at least
// two labels, no addresses in place of names, no parameters, no escapes but the
// one before a port. The connections themselves are made by a [Fetch] function
// of the caller, which decides where it is safe to connect to.
package did
