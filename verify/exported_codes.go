package verify

// Codes that a program may want to branch on and that other packages declare.
// The codes of this package are in codes.go, and Codes lists all.
const (
	CodeBadgeFormat              = "badge.format"
	CodeDIDKeyNotBound           = "did.key_not_bound"
	CodeDIDMethodUnsupported     = "did.method_unsupported"
	CodeDisclosureBase           = "disclosure.base"
	CodeFetchAddressNotPublic    = "fetch.address_not_public"
	CodeFetchRefused             = "fetch.refused"
	CodeFetchTLS                 = "fetch.tls"
	CodeIssuerForeign            = "issuer.foreign"
	CodeJSONDuplicateMember      = "json.duplicate_member"
	CodeJSONTooLarge             = "json.too_large"
	CodeProofChallenge           = "proof.challenge"
	CodeProofDomain              = "proof.domain"
	CodeProofSignature           = "proof.signature"
	CodeProofSuiteUnknown        = "proof.suite_unknown"
	CodeRecipientInvalid         = "recipient.invalid"
	CodeRecipientMismatch        = "recipient.mismatch"
	CodeRecipientMalformed       = "recipient.malformed"
	CodeRecipientUnsupportedHash = "recipient.unsupported_hash"
	CodeStatusUnsupportedType    = "status.unsupported_type"
)

const (
	codeNoPicture    = "bake.no_picture"
	codeProofTooMany = "proof.too_many"
)

// notUnderstood are the codes of things that this module does not support. Such
// a check counts neither for nor against a badge.
var notUnderstood = map[string]bool{
	CodeProofSuiteUnknown:    true,
	codeProofTooMany:         true,
	"jws.alg_unsupported":    true,
	"jws.typ_unsupported":    true,
	"envelope.unsupported":   true,
	"ld.context_unknown":     true,
	"ld.context_inline":      true,
	"key.unsupported":        true,
	"sdjwt.hash_unsupported": true,
	CodeDIDMethodUnsupported: true,
}
