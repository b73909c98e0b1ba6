package issuer

// Codes of this package. Problems of a badge keep their own codes.
const (
	codeForeignIssuer = "issuer.foreign"      // The badge names another issuer than the one that signs it.
	codeScope         = "issuer.scope"        // Verifiers cannot look up the badge or its class, or not on the issuer's origin.
	codeVerification  = "issuer.verification" // The credential sets the property verification, which the Issuer sets.
	codeClaimsType    = "issuer.vct"          // The type of an SD-JWT VC is not a URL or URN, or its claims have the context of a badge.
	codeInternal      = "issuer.internal"     // Issuing failed unexpectedly: a fault of this module, of the signer or of a callback.
)
