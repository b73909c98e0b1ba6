package verify

// Codes that a program may want to branch on and that other packages declare.
// The codes of this package are in codes.go, and Codes lists all.
const (
	CodeBadgeFormat           = "badge.format"
	CodeDIDKeyNotBound        = "did.key_not_bound"
	CodeDIDMethodUnsupported  = "did.method_unsupported"
	CodeDisclosureBase        = "disclosure.base"
	CodeFetchAddressNotPublic = "fetch.address_not_public"
	CodeFetchRefused          = "fetch.refused"
	CodeFetchTLS              = "fetch.tls"
	CodeIssuerForeign         = "issuer.foreign"
	CodeJSONDuplicateMember   = "json.duplicate_member"
	CodeJSONTooLarge          = "json.too_large"
	CodeProofSignature        = "proof.signature"
	CodeProofSuiteUnknown     = "proof.suite_unknown"
	CodeRecipientInvalid      = "recipient.invalid"
	CodeRecipientMismatch     = "recipient.mismatch"
	CodeStatusUnsupportedType = "status.unsupported_type"
)

const codePictureKind = "bake.unsupported_format"
