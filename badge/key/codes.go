package key

// Codes of this package. Errors of JSON text keep the codes that start with
// "json.", of multibase texts those that start with "multibase." and
// "multicodec.".
const (
	codeFormat         = "key.format"          // the text is no kind of key that is read here
	codeUnsupported    = "key.unsupported"     // a kind of key or curve that no scheme here uses
	codeMember         = "key.member"          // a member of the key is missing, of the wrong type or of the wrong length
	codeID             = "key.id"              // a key identifier is no string, too long or holds control characters
	codeTooSmall       = "key.too_small"       // an RSA modulus below 2048 bits
	codeTooLarge       = "key.too_large"       // an RSA modulus above 8192 bits, or a text longer than any key
	codeExponent       = "key.exponent"        // an RSA exponent other than 65537
	codeWeak           = "key.weak"            // a key that anybody can sign for: small order, not canonical, factorable
	codeCurve          = "key.not_on_curve"    // the coordinates are no point on the curve
	codeUse            = "key.use"             // use or key_ops of the JWK do not allow verification
	codeAlg            = "key.alg"             // alg of the JWK does not fit the key or the scheme
	codeCertificate    = "key.certificate"     // a certificate where a bare key belongs
	codeTooMany        = "key.too_many"        // more keys than are read
	codePrivateExposed = "key.private_exposed" // a private or secret key where a public key belongs
	codePrivateKey     = "key.private"         // the text holds no private key that can sign here
	codeAmbiguousSet   = "key.ambiguous_set"   // a set repeats a kid or mixes in a symmetric key

	codeControllerFormat     = "controller.format"        // the document is no controller document
	codeControllerDuplicate  = "controller.duplicate"     // two verification methods have one id
	codeControllerTooMany    = "controller.too_many"      // more verification methods than are read
	codeControllerUnknown    = "controller.unknown"       // the document does not list the verification method
	codeControllerNotAllowed = "controller.not_allowed"   // the method is not listed under assertionMethod
	codeControllerMethod     = "controller.method_format" // a verification method lacks a member, or one has the wrong type
)
