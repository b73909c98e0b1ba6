package badge

// maxHeader is the maximum size of the protected header of a JWS in bytes, many
// times that of an algorithm, a type, a key identifier and a public key.
const maxHeader = 8 << 10

// Limits of Recipient.Match.
const (
	maxSalt        = 1 << 10 // bytes; issuers use 16 to 64
	maxIdentifiers = 32      // of one subject; each costs a hash
	maxListedTypes = 4       // in a message about the types that a subject has
)
