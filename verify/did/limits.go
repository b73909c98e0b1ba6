package did

const (
	// maxIdentifier bounds a did:key or did:web, in bytes. The longest key in
	// use, P-384, takes about 80.
	maxIdentifier = 512

	// maxJWKIdentifier bounds a did:jwk, in bytes: an RSA key of 8192 bits
	// fits.
	maxJWKIdentifier = 4 << 10

	// maxAddress bounds an https identifier, in bytes.
	maxAddress = 2 << 10

	// maxFragment bounds the fragment of a key name, and a kid that is not a
	// URL, in bytes. Both are only compared.
	maxFragment = 512

	// maxCandidates bounds the keys with which a token that names none is tried.
	maxCandidates = 8

	// maxHost and maxLabel are those of the domain name system (RFC 1035 §2.3.4).
	maxHost  = 253
	maxLabel = 63

	// maxPort is the largest port number.
	maxPort = 65535
)
