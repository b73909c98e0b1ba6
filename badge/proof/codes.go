package proof

import "errors"

// Codes of this package. Errors of JSON text keep the codes that start with
// "json.", of multibase texts those that start with "multibase." and
// "multicodec.", of the context guard those that start with "ld." and "rdf.".
const (
	codeKeyID  = "key.id"  // a key identifier is no string, too long or holds control characters
	codeKeyAlg = "key.alg" // alg of the JWK does not fit the key or the scheme

	codeAlgNotAllowed    = "jws.alg_not_allowed"    // alg is missing or names no allowed scheme
	codeHeaderNotAllowed = "jws.header_not_allowed" // a header member other than alg, kid, jwk and typ
	codeCritUnsupported  = "jws.crit_unsupported"   // the header has a crit member
	codeJWSType          = "jws.typ"                // typ names something other than a credential
	codeJWSKeyMissing    = "jws.key_missing"        // the header has neither kid nor jwk
	codeVCVersion        = "jws.vc_version"         // the vc claim holds a credential that belongs into the payload itself
	codeVCAmbiguous      = "jws.vc_ambiguous"       // the payload has a vc claim beside members of a credential

	codeEnvelope = "envelope.format" // the document is no EnvelopedVerifiableCredential around a compact JWS

	codeClaimMissing  = "claims.missing"  // a registered claim or the member it repeats is absent
	codeClaimMismatch = "claims.mismatch" // a registered claim differs from the member it repeats
	codeClaimDate     = "claims.date"     // a date claim is no whole number of seconds, or the member it repeats no date
	codeClaimOrder    = "claims.order"    // exp is not after nbf
	codeClaimPresent  = "claims.present"  // the document to be signed has the claim already

	codeSchemeUnknown       = "proof.scheme_unknown"     // no such scheme, or one that is checked and never made
	codeSuiteUnknown        = "proof.suite_unknown"      // the proof is of a type or cryptosuite unknown here
	codeProofFormat         = "proof.format"             // a proof or one of its members has the wrong type
	codeProofTooMany        = "proof.too_many"           // more proofs than are judged
	codeProofPurpose        = "proof.purpose"            // proofPurpose is not assertionMethod
	codeProofMethod         = "proof.method"             // the verification method is no absolute IRI
	codeProofDate           = "proof.date"               // created or expires is no date and time with zone
	codeProofOrder          = "proof.date_order"         // expires is not after created
	codeProofContext        = "proof.context"            // the proof has another @context than its document
	codeProofValue          = "proof.value"              // proofValue is not base58btc of exactly one signature
	codeProofDomain         = "proof.domain"             // domain is not what the caller expects
	codeProofChallenge      = "proof.challenge"          // challenge is not what the caller expects
	codePreviousUnknown     = "proof.previous_unknown"   // previousProof names no proof of the document
	codePreviousAmbiguous   = "proof.previous_ambiguous" // previousProof names an id that two proofs have
	codePreviousCycle       = "proof.previous_cycle"     // the proof builds on itself, directly or by way of others
	codeProofID             = "proof.id"                 // the id for a new proof is no absolute IRI, or another proof has it
	codeDisclosureBase      = "disclosure.base"          // a base proof, which is for the holder alone: only a disclosure made from it can be checked
	codeDisclosureValue     = "disclosure.value"         // proofValue is no proof value of ecdsa-sd-2023 in deterministic CBOR
	codeDisclosureLabels    = "disclosure.labels"        // the label map is not that of the blank nodes of the document
	codeDisclosureIndex     = "disclosure.index"         // a mandatory index points behind the last statement
	codeDisclosureCount     = "disclosure.count"         // there are more or fewer signatures than statements that need one
	codeDisclosureStatement = "disclosure.statement"     // a statement is not what the key of the proof signed
	codeDisclosurePointer   = "disclosure.pointer"       // a JSON Pointer names nothing that can be shown or withheld by itself
	codeDisclosureMandatory = "disclosure.mandatory"     // the issuer demands that what was to be withheld is always shown
	codeDisclosureMissing   = "disclosure.missing"       // the document has no base proof to make a disclosure from

	codeKeyType    = "proof.key_type"    // the key is of another kind than the scheme demands
	codeSignature  = "proof.signature"   // the signature does not fit the document and the key
	codeSigner     = "proof.signer"      // the signer failed or has no usable public key
	codeSelfCheck  = "proof.self_check"  // what the signer returned does not verify with its public key
	codeCannotSign = "proof.cannot_sign" // the document cannot be signed under the scheme
	codeZero       = "proof.zero_value"  // a zero value stands where a function wants what another function of this package returned
	codeInternal   = "proof.internal"    // a library failed unexpectedly
)

// codeOf returns the code of an *Error, or "".
func codeOf(err error) string {
	if e := (*Error)(nil); errors.As(err, &e) {
		return e.Code
	}
	return ""
}
