package badge

// maxHeader bounds the protected header of a JWS in bytes: an algorithm, a
// type, a key identifier and one public key fit many times over.
const maxHeader = 8 << 10

// Limits of Recipient.Match.
const (
	maxSalt        = 1 << 10 // bytes; issuers use 16 to 64
	maxIdentifiers = 32      // of one subject; each costs a hash
)
