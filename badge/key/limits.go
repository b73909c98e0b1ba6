package key

// Limits of what is read from a key, a key set or a controller document.
const (
	maxText       = 256 << 10 // bytes; a set of 64 RSA-4096 keys is 60 KiB
	maxKeys       = 64        // keys in a set, methods in a controller document
	maxIdentifier = 512       // bytes of a kid, which is only compared and shown
	minRSABits    = 2048      // RFC 7518 §3.3
	maxRSABits    = 8192      // with a longer modulus every verification takes seconds
	rsaExponent   = 65537     // the only one in use; small ones are weak, huge ones slow
)
