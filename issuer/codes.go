package issuer

// Codes of this package. Problems of a badge keep the codes of package badge.
const (
	codeForeignIssuer = "issuer.foreign"      // the badge names another issuer than the one that is asked to sign it
	codeScope         = "issuer.scope"        // a badge or its class cannot be looked up, or is hosted where the issuer does not answer for it
	codeVerification  = "issuer.verification" // the credential says itself how it is verified
	codeInternal      = "issuer.internal"     // issuing broke off by a fault of this program, of the signer or of a function of the caller
)
