package multiformat

// Codes of decoding errors.
const (
	CodeEmpty        = "multibase.empty"         // there is no text
	CodePrefix       = "multibase.prefix"        // the first character names neither base58btc nor base64url
	CodeTooLong      = "multibase.too_long"      // a base58btc text is longer than MaxBase58
	CodeAlphabet     = "multibase.alphabet"      // a character is outside the alphabet of the base
	CodeNotCanonical = "multibase.not_canonical" // the same bytes have another, canonical spelling
	CodeCodec        = "multicodec.unknown"      // the bytes start with no codec of the table
	CodeVarint       = "multicodec.varint"       // the codec number is written longer than necessary
	CodeLength       = "multicodec.length"       // the key is longer or shorter than its codec demands
)
