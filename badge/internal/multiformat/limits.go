package multiformat

// MaxBase58 limits a base58btc text, its prefix included, because the time to
// decode grows with the square of the length. The longest value in use, a P-384
// signature, takes 133 characters.
const MaxBase58 = 256

const maxQuoted = 16 // bytes of input shown in a message, too few to give a private key away

const maxHeld = 8 << 10 // bytes of an identifier that are looked at for a private key; one of RSA takes 3 KiB
