package webvh

// The codes of this package. The first four are the errors of DID resolution.
const (
	codeNotFound   = "webvh.not_found"          // The log of the did:webvh has no such version. Ask for one that it has.
	codeInvalid    = "webvh.invalid_did"        // The log of the did:webvh contradicts itself, its identifier or its witnesses, so the DID is not valid.
	codeProof      = "webvh.invalid_proof"      // The proof of an entry of the log is not good, or its key may not change the DID.
	codeParameters = "webvh.invalid_parameters" // A parameter of the log has a value that did:webvh does not allow.
	codeTooLarge   = "webvh.too_large"          // The log of the did:webvh, or its file of witnesses, is larger than the limit.
)
