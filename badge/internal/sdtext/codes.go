package sdtext

// Codes of this package. Errors of the JSON text of a disclosure keep the codes
// that start with "json.".
const (
	codeDisclosure   = "sdjwt.disclosure"              // A disclosure is not base64url of a JSON array of salt, name and value, or of salt and value.
	codeDigests      = "sdjwt.digests"                 // The member _sd is not an array of texts.
	codePlaceholder  = "sdjwt.placeholder"             // An element of an array that stands for a disclosure has other members, or such an object is not an element.
	codePlace        = "sdjwt.place"                   // A disclosure of a member stands for an element of an array, or the reverse.
	codeReserved     = "sdjwt.name_reserved"           // A disclosure, or an object inside the payload, uses a name that RFC 9901 reserves.
	codePresent      = "sdjwt.name_present"            // A disclosure has the name of a member that the object already has.
	codeRepeated     = "sdjwt.digest_repeated"         // The same digest, or the same disclosure, occurs twice.
	codeUnreferenced = "sdjwt.disclosure_unreferenced" // No digest of the token belongs to a disclosure: it was added or changed after signing.
	codeHash         = "sdjwt.hash_unsupported"        // The member _sd_alg names a hash other than sha-256, sha-384 and sha-512.
	codeLimit        = "sdjwt.limit"                   // The token has more disclosures, digests, bytes or levels of disclosures than the limit.
)
