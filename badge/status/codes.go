package status

// The codes of this package.
const (
	codeSyntax         = "status.syntax"           // the entry, the list or an element of it is not a JSON object
	CodeMember         = "status.member"           // a member is missing, or has a type or value it must not have
	CodeUnsupported    = "status.unsupported_type" // the type of status entry or list is not known here
	CodeEntryID        = "status.entry_id"         // remark: the id of the entry is the address of the list
	CodeIndex          = "status.index"            // statusListIndex is not a plain decimal number in a string
	codeIndexNumber    = "status.index_number"     // remark: statusListIndex is a JSON number
	CodeSize           = "status.size"             // statusSize is not an integer from 1 to 8, or a value does not fit it
	CodeMessage        = "status.message"          // statusMessage does not name every value exactly once
	codePurpose        = "status.purpose"          // the list is not about the purpose of the entry
	CodePurposeUnknown = "status.purpose_unknown"  // remark: what a set value means for this purpose is not known
	codeListType       = "status.list_type"        // the list is of another type than the entry asks for
	codeMultibase      = "status.multibase"        // encodedList lacks its multibase prefix
	codeBase64         = "status.base64"           // encodedList is not canonical base64url without padding
	codeGzip           = "status.gzip"             // encodedList is not exactly one intact gzip member
	codeTooLarge       = "status.too_large"        // the list is larger than the limits allow
	codeListLength     = "status.list_length"      // the list has too few entries to protect privacy, or too many to be read
	CodeRange          = "status.range"            // the index lies beyond the end of the list
	codeTTL            = "status.ttl"              // remark: ttl is not a number of milliseconds and counts as the least
	codeListIssuer     = "status.list_issuer"      // the revocation list is by another issuer than the badge
)
