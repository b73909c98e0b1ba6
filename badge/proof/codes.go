package proof

// Codes of this package. Errors of other packages keep their codes: "json.…",
// "multibase.…", "multicodec.…", "ld.…", "rdf.…" and "key.…".
const (
	codeKeyID  = "key.id"  // The key identifier is not a string of 1 to 512 bytes without control characters.
	codeKeyAlg = "key.alg" // The member alg of the JWK does not fit the key or the scheme of the proof.

	codeKeyExposed = "key.private_exposed" // The text has a private or secret key instead of a public key. Replace this key: others may have read it.

	codeAlgNotAllowed      = "jws.alg_not_allowed"    // The alg of the JOSE header is missing or not an allowed algorithm.
	codeAlgUnsupported     = "jws.alg_unsupported"    // The alg of the JOSE header is an algorithm that this module does not support.
	codeHeaderNotAllowed   = "jws.header_not_allowed" // The JOSE header has a member that changes what is signed or that names a key.
	codeHeaderMember       = "jws.header_member"      // The JOSE header has a member other than alg, kid, jwk and typ, which does not change the verification.
	codeCritUnsupported    = "jws.crit_unsupported"   // The JOSE header has the member crit. No extension is supported.
	codeJWSType            = "jws.typ"                // The typ of the JOSE header is not a type of credential tokens.
	codeJWSTypeUnsupported = "jws.typ_unsupported"    // The typ of the JOSE header is a credential format that this module does not support.
	codeContentType        = "jws.cty"                // The cty of the JOSE header is not that of the typ: vc beside vc+jwt and vc+sd-jwt.
	codeJWSKeyMissing      = "jws.key_missing"        // The JOSE header has neither kid nor jwk.
	codeVCVersion          = "jws.vc_version"         // The claim vc holds a credential of VC Data Model 2.0. Put it directly into the payload.
	codeVCAmbiguous        = "jws.vc_ambiguous"       // The payload has members of a credential beside the vc claim.

	codeHistoryToken  = "key.history_token"  // The text is not a signed set of historical keys: a JWS with the typ jwk-set+jwt.
	codeHistorySigner = "key.history_signer" // No passed key signed the set of historical keys, or the set says that this key was not in force. Pass a key of the issuer.

	codeShadow = "member.shadow" // A member name equals that of another member except for case, white space, hyphens or invisible characters. Rename it.

	codeEnvelope            = "envelope.format"      // The document is not an envelope of a credential or a presentation with a compact JWS and nothing else that a reader could take for a badge.
	codeEnvelopeMember      = "envelope.member"      // The unsigned envelope has members beside its token. Ignore them.
	codeEnvelopeUnsupported = "envelope.unsupported" // The envelope holds a credential in a form that this module does not support.

	codeClaimMissing  = "claims.missing"  // A registered claim, or the member that it repeats, is missing.
	codeClaimMismatch = "claims.mismatch" // A registered claim differs from the member that it repeats.
	codeClaimDate     = "claims.date"     // A date claim is not a number of seconds, or the member that it repeats is not a date.
	codeClaimOrder    = "claims.order"    // The claim exp is not later than nbf.
	codeClaimPresent  = "claims.present"  // The document to be signed already has the claim. Remove it.

	codeNoTilde         = "sdjwt.tilde"                 // The token has the type of an SD-JWT and does not end in a tilde. It was read as one that discloses nothing.
	codeKeyBinding      = "sdjwt.key_binding"           // The key binding JWT does not have the form of RFC 9901, or there is none.
	codeKeyBindingHash  = "sdjwt.key_binding_hash"      // The key binding JWT was made for another token or for other disclosures.
	codeDisclosureBound = "disclosure.bound"            // The SD-JWT already has a key binding, so that it is for one verifier. Use the token from the issuer.
	codeNotDisclosable  = "sdjwt.claim_not_disclosable" // The issuer lets the holder of an SD-JWT withhold a claim that decides, such as its end or its key.

	codeSchemeUnknown       = "proof.scheme_unknown"     // The scheme is unknown, or only old proofs may use it.
	codeSuiteUnknown        = "proof.suite_unknown"      // The type or cryptosuite of the proof is not supported.
	codeProofFormat         = "proof.format"             // The proof or one of its members has the wrong type.
	codeProofTooMany        = "proof.too_many"           // The document has more proofs than the limit.
	codeProofPurpose        = "proof.purpose"            // The proofPurpose is not assertionMethod, or for a presentation not authentication.
	codeProofMethod         = "proof.method"             // The verification method is not an absolute IRI.
	codeProofDate           = "proof.date"               // The member created or expires is not a date and time with a time zone.
	codeProofOrder          = "proof.date_order"         // The member expires is not later than created.
	codeProofContext        = "proof.context"            // The @context of a proof over JSON text differs from that of its document.
	codeProofValue          = "proof.value"              // The proofValue is not one signature in base58btc.
	codeProofDomain         = "proof.domain"             // The domain of the proof is not the expected one.
	codeProofChallenge      = "proof.challenge"          // The challenge of the proof is not the expected one.
	codePreviousUnknown     = "proof.previous_unknown"   // No proof of the document has the id in previousProof.
	codePreviousAmbiguous   = "proof.previous_ambiguous" // Two proofs of the document have the id in previousProof.
	codePreviousCycle       = "proof.previous_cycle"     // The proof builds on itself, directly or through other proofs.
	codeProofID             = "proof.id"                 // The id of the new proof is not an absolute IRI, or another proof has it.
	codeDisclosureBase      = "disclosure.base"          // This is a base proof, for the holder only. Verify a disclosure made from it.
	codeDisclosureValue     = "disclosure.value"         // The proofValue is not one of ecdsa-sd-2023 in deterministic CBOR.
	codeDisclosureLabels    = "disclosure.labels"        // The label map does not match the blank nodes of the document.
	codeDisclosureIndex     = "disclosure.index"         // A mandatory index exceeds the number of statements.
	codeDisclosureCount     = "disclosure.count"         // The number of signatures differs from the number of statements that need one.
	codeDisclosureStatement = "disclosure.statement"     // A statement was not signed with the key of the proof.
	codeDisclosurePointer   = "disclosure.pointer"       // A JSON Pointer does not name a part that can be disclosed or withheld.
	codeDisclosureMandatory = "disclosure.mandatory"     // The issuer requires a part that you asked to withhold.
	codeDisclosureMissing   = "disclosure.missing"       // The document has no base proof to derive a disclosure from.

	codeKeyType    = "proof.key_type"    // The key type is not the one that the scheme needs.
	codeSignature  = "proof.signature"   // The signature does not fit the document and the key.
	codeSigner     = "proof.signer"      // The signer failed or has no usable public key.
	codeSelfCheck  = "proof.self_check"  // The result of signing does not verify with the public key of the signer.
	codeCannotSign = "proof.cannot_sign" // The document cannot be signed with the scheme.
	codeZero       = "proof.zero_value"  // A zero value was passed. Pass a value that the named function returned.
	codeInternal   = "proof.internal"    // A library failed unexpectedly.
)
