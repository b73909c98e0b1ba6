package badge

// maxHeader bounds the protected header of a JWS in bytes: an algorithm, a
// type, a key identifier and one public key fit many times over.
const maxHeader = 8 << 10

// maxQuoted is how many bytes of input a message shows.
const maxQuoted = 64
