package multiformat

// Codes of decoding errors.
const (
	CodeEmpty        = "multibase.empty"         // The multibase text is empty.
	CodePrefix       = "multibase.prefix"        // The text starts with neither z for base58btc nor u for base64url. Encode it in one of them.
	CodeTooLong      = "multibase.too_long"      // The base58btc text is longer than 256 characters.
	CodeAlphabet     = "multibase.alphabet"      // The text has a character outside the alphabet of its base.
	CodeNotCanonical = "multibase.not_canonical" // The text is not the canonical encoding of its bytes. Encode the bytes again.
	CodeCodec        = "multicodec.unknown"      // The bytes do not start with the multicodec number of a supported key type.
	CodeVarint       = "multicodec.varint"       // The multicodec number is written in more bytes than needed. Encode it again.
	CodeLength       = "multicodec.length"       // The key has another length than its multicodec type requires.
)
