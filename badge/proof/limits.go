package proof

// Limits of what is read from a document.
const (
	maxProofs    = 8     // each is judged by itself, with its own canonicalization and key look-up
	maxIRI       = 2048  // bytes of a verification method or a controller
	maxSigned    = 2_000 // statements of a badge under ecdsa-sd-2023, each with a signature that takes some 60 µs to check
	maxMandatory = 64    // pointers in a base proof: each is compared with every member
	maxPointer   = 512   // bytes of such a pointer
	maxCause     = 200   // bytes of the text of a signer error in a message
)
