package multiformat

// MaxBase58 bounds a base58btc text, its prefix included: decoding costs the
// square of the length. The longest value in use, a P-384 signature, takes 133
// characters.
const MaxBase58 = 256

const maxQuoted = 64 // bytes of input shown in a message
