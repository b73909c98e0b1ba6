package proof

// Limits on what is read from a document.
const (
	maxForms     = 4     // canonical forms of one document that its proofs share
	maxProofs    = 8     // each proof needs its own canonicalization and key look-up
	maxSigned    = 2_000 // statements of a badge under ecdsa-sd-2023; checking the signature of each takes some 60 µs
	maxMandatory = 64    // pointers in a base proof; each is compared with every member
	maxPointer   = 512   // bytes of such a pointer
	maxCause     = 200   // bytes of a signer's error text in a message
)
