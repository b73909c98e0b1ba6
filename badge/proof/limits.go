package proof

// Limits of what is read from a document, a key or a key set.
const (
	maxProofs     = 8         // each is judged by itself, with its own canonicalization and key look-up
	maxKeySet     = 256 << 10 // bytes; a set of 64 RSA-4096 keys is 60 KiB
	maxKeys       = 64        // keys in a set, methods in a controller document
	maxIdentifier = 512       // bytes of a kid: it is compared and shown, never more
	maxIRI        = 2048      // bytes of a verification method or a controller
	minRSABits    = 2048      // RFC 7518 §3.3
	maxRSABits    = 8192      // a longer modulus makes every verification cost seconds
	rsaExponent   = 65537     // the only one in honest use; small ones weaken, huge ones stall
	maxSigned     = 2_000     // statements of a badge under ecdsa-sd-2023, each with a signature that takes some 60 µs to check
	maxMandatory  = 64        // pointers in a base proof: each is compared with every member
	maxPointer    = 512       // bytes of such a pointer
	maxQuoted     = 64        // bytes of input shown in a message
)
