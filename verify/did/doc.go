// Package did finds the public keys of an issuer by its identifier.
//
// The search starts at the issuer. The key name in a badge (the
// verificationMethod of a proof, the kid or jwk of a token) only selects among
// the keys found from the issuer's identifier:
//
//   - did:key and did:jwk: the identifier is the key;
//   - did:web: the DID document that the domain publishes;
//   - did:webvh: the latest version in the log that the domain publishes or, with
//     SeenAt, the one that was in force then. A kept log that is older than its ttl
//     is fetched again;
//   - https: the controller document at that URL, then the key set of its origin
//     (/.well-known/jwks.json), then the URL that is the name of the key, if it
//     has the same origin.
//
// [Resolver.Find] searches by the name of a key, [Resolver.Match] by the key.
// Both return how the key is bound to the issuer, see [Binding]. If it is not
// bound, the error has the code "did.key_not_bound". For a name that belongs to
// another identifier they return this error before fetching anything.
//
// A key counts only if the issuer lists it under assertionMethod (Controlled
// Identifiers v1.0 §2.3.2) and controls it, and if the id of the document is
// exactly the requested one. The Resolution has the key's dates of expiry and
// revocation; the caller checks them. Only keys that the issuer currently
// publishes are found, and those that the log of a did:webvh listed at the time of
// [Resolver.SeenAt]. Other names of an issuer (alsoKnownAs) are ignored.
//
// A did:webvh that is refused for its text ("did.syntax", "did.bad_host") has the error
// invalidDid of DID resolution; package webvh has codes for the others.
//
// Only one spelling of an identifier is accepted: ASCII, a host name of at
// least two labels in lower case, no IP address, no parameters, and no escapes
// except the one before a port. A [Fetch] function of the caller makes the
// requests and decides which hosts are safe.
package did
