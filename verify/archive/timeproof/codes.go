package timeproof

// The codes of this package. A key that the import policy refuses keeps its
// code "key.…".
const (
	codeMissing   = "timeproof.missing"   // There is no proof of time, so nothing is known about when the data existed.
	codeKind      = "timeproof.kind"      // The kind of the proof is not supported.
	codeTooLarge  = "timeproof.too_large" // The proof, its certificates or its revocation lists are larger or more than the limit.
	codePolicy    = "timeproof.policy"    // The policy cannot be used: a root, key or quorum in it is missing or malformed.
	codeFuture    = "timeproof.future"    // The proof says a time after the time of the check.
	codeDER       = "timeproof.der"       // The time stamp or request is not in the DER form of its standard.
	codeAsk       = "timeproof.ask"       // The time stamping authority could not be asked. Try again or ask another one.
	codeStatus    = "timeproof.status"    // The time stamping authority refused the request. The message names the reason.
	codeContent   = "timeproof.content"   // The signed content is not the information of a time stamp, or says something that is not supported.
	codeImprint   = "timeproof.imprint"   // The time stamp or statement is about other data.
	codeHash      = "timeproof.hash"      // The hash algorithm is weaker than SHA-256 or not supported.
	codeNonce     = "timeproof.nonce"     // The time stamp does not answer the request: its nonce differs. It may be an old answer.
	codePolicyID  = "timeproof.policy_id" // The time stamp was made under another policy than the request asks for.
	codeSigners   = "timeproof.signers"   // The time stamp does not have exactly one signature.
	codeAttribute = "timeproof.attribute" // A signed attribute of the time stamp is missing, repeated, malformed or not that of the content.
	codeAlgorithm = "timeproof.algorithm" // The signature algorithm is not supported.
	codeSignature = "timeproof.signature" // The signature does not verify. The proof was changed or made with another key.

	codeNoCertificate  = "timeproof.certificate_missing" // The certificate of the signer is not in the time stamp and was not passed with it.
	codeCertificateID  = "timeproof.certificate_id"      // The signed attributes identify another certificate than the one of the signer.
	codeUsage          = "timeproof.usage"               // The certificate is not for time stamps alone, or does not say so in a critical extension.
	codeUntrusted      = "timeproof.untrusted"           // The party that made the proof is not one that the policy names.
	codeChain          = "timeproof.chain"               // The certificates of the authority do not form a valid path to a root.
	codeNotValid       = "timeproof.not_valid"           // A certificate of the authority was not valid at the time in the stamp.
	codeExpired        = "timeproof.expired"             // A certificate of the authority has ended and no later proof covers the time stamp.
	codeRevoked        = "timeproof.revoked"             // A certificate of the authority was revoked in a way that makes the time stamp worthless.
	codeRevocation     = "timeproof.revocation_unknown"  // No revocation list in force covers a certificate of the authority. Pass one with the proof.
	codeRevocationList = "timeproof.revocation_list"     // A revocation list or certificate that was passed cannot be read.

	codeStatement = "timeproof.statement" // The statement of the witness is not in the form that this package defines.
	codeLog       = "timeproof.log"       // The transparency log proof is not in the form of C2SP tlog-proof, or its checkpoint is malformed.
	codeInclusion = "timeproof.inclusion" // The transparency log proof does not lead from the entry to the root of the log.
	codeQuorum    = "timeproof.quorum"    // Fewer witnesses than the policy asks for have cosigned the checkpoint of the log.
)
