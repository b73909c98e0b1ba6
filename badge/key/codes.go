package key

// Codes of this package. Errors of other packages keep their codes: "json.…",
// "multibase.…" and "multicodec.…".
const (
	codeFormat         = "key.format"          // The text is not a key in a supported form.
	codeUnsupported    = "key.unsupported"     // The type or curve of the key is not supported. Use RSA, P-256, P-384, P-521 or Ed25519.
	codeMember         = "key.member"          // A member of the key is missing or has the wrong type or length.
	codeID             = "key.id"              // The key identifier is not a string of 1 to 512 bytes without control characters.
	codeTooSmall       = "key.too_small"       // The RSA modulus is shorter than 2048 bits. Make a larger key.
	codeTooLarge       = "key.too_large"       // The RSA modulus is longer than 8192 bits, or the text is longer than 256 KiB.
	codeExponent       = "key.exponent"        // The RSA exponent is not 65537. Make a key with this exponent.
	codeWeak           = "key.weak"            // The key is weak: its point has small order or is not canonical, or its modulus can be factored. Replace it.
	codeCurve          = "key.not_on_curve"    // The coordinates are not a point on the curve.
	codeUse            = "key.use"             // The members use or key_ops of the JWK do not allow it to verify signatures.
	codeAlg            = "key.alg"             // The member alg of the JWK does not fit the key or the scheme of the proof.
	codeCertificate    = "key.certificate"     // The text holds a certificate. Pass the public key in it.
	codeTooMany        = "key.too_many"        // The text holds more than 64 keys.
	codePrivateExposed = "key.private_exposed" // The text has a private or secret key instead of a public key. Replace this key: others may have read it.
	codePrivateKey     = "key.private"         // The text is not a private key that can sign.
	codeDates          = "key.dates"           // The members iat, nbf, exp or revoked of the JWK cannot be read, or it ends before it begins.
	codeHistory        = "key.history_claims"  // The set of historical keys has no iss or iat, or a key of it has no kid or end, or another issuer.
	codeAmbiguousSet   = "key.ambiguous_set"   // Two keys of the set have the same kid, or the set holds a symmetric key.

	codeControllerFormat     = "controller.format"        // The document is not a controller document.
	codeControllerDuplicate  = "controller.duplicate"     // Two descriptions of one verification method differ.
	codeControllerTooMany    = "controller.too_many"      // The document has more than 64 verification methods.
	codeControllerUnknown    = "controller.unknown"       // The document does not list the verification method.
	codeControllerNotAllowed = "controller.not_allowed"   // The document does not list the verification method under assertionMethod, or for the key of a holder not under authentication.
	codeControllerMethod     = "controller.method_format" // A member of the verification method is missing or has the wrong type.
)
