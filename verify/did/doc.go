// Package did finds the public keys of an issuer by its identifier.
//
// The search starts at the issuer. The key name in a badge (the
// verificationMethod of a proof, the kid or jwk of a token) only selects among
// the keys that the issuer's identifier leads to:
//
//   - did:key and did:jwk: the identifier is the key;
//   - did:web: the DID document that the domain publishes;
//   - https: the controller document at that URL, then the key set of its origin
//     (/.well-known/jwks.json), then the URL that is the name of the key, if it
//     has the same origin.
//
// [Resolver.Find] looks for the name of a key, [Resolver.Match] for a key. Both
// return how the key is tied to the issuer, see [Binding]. If nothing ties the
// key to the issuer, the error has the code "did.key_not_bound". For a name that
// belongs to another identifier this error comes before anything is fetched.
//
// A key counts only if the issuer lists it under assertionMethod (Controlled
// Identifiers v1.0 §2.3.2) and controls it, and if the document has exactly the
// id that was asked for. The Resolution holds the key's dates of expiry and
// revocation, and the caller checks them. Only keys that the issuer publishes
// today are found. Other names of an issuer (alsoKnownAs) are not followed.
//
// An identifier has one spelling here: ASCII, a host name of at least two
// labels in lower case, no IP address, no parameters, no escapes but the one
// before a port. A [Fetch] function of the caller makes the requests and decides
// which hosts are safe.
package did
