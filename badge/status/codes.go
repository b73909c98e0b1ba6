package status

// The codes of this package.
const (
	codeSyntax         = "status.syntax"           // The entry, the list or an element of it is not a JSON object.
	CodeMember         = "status.member"           // A property is missing, or has a type or value that is not allowed.
	CodeUnsupported    = "status.unsupported_type" // The type of the status entry or list is not supported.
	CodeEntryID        = "status.entry_id"         // The id of the entry is the URL of the list. Give the entry another id.
	CodeIndex          = "status.index"            // The statusListIndex is not a decimal number in a string, or the idx is not one as a JSON number.
	codeIndexNumber    = "status.index_number"     // The statusListIndex is a JSON number; the standard asks for a string.
	CodeSize           = "status.size"             // The statusSize is not an integer from 1 to 8, or a value does not fit it.
	CodeMessage        = "status.message"          // The statusMessage does not name every value exactly once.
	codePurpose        = "status.purpose"          // The list has another purpose than the entry. Look the entry up in the list of its purpose.
	CodePurposeUnknown = "status.purpose_unknown"  // The standard does not define the purpose.
	codeListType       = "status.list_type"        // The list has another type than the entry requires.
	codeMultibase      = "status.multibase"        // The encodedList lacks its multibase prefix. Put u in front.
	codeBase64         = "status.base64"           // The encodedList or lst is not canonical base64url without padding.
	codeGzip           = "status.gzip"             // The encodedList is not exactly one intact gzip member.
	codeZlib           = "status.zlib"             // The lst of a Token Status List is not exactly one intact zlib stream.
	CodeBits           = "status.bits"             // The bits of a Token Status List are not 1, 2, 4 or 8.
	CodeTooLarge       = "status.too_large"        // The list is larger than the limit.
	CodeListLength     = "status.list_length"      // The list has fewer entries than the standard requires, or more than the limit.
	CodeRange          = "status.range"            // The index is beyond the end of the list.
	codeAggregation    = "status.aggregation"      // The document at an aggregation_uri is not an object with a list of the URLs of status list tokens. Fetch the lists one by one.
	codeTTL            = "status.ttl"              // The ttl is not a number of milliseconds or, in a token, of seconds, and counts as the shortest time.
	codeListIssuer     = "status.list_issuer"      // The list is by another issuer than the badge. Config.StatusIssuers can allow this.
)
