package badge

// Codes of Parse and Build. Errors of the JSON text itself keep the codes
// that start with "json.".
const (
	CodeFormat         = "badge.format"          // neither a JSON object nor a compact JWS
	CodeVersionUnknown = "badge.version_unknown" // the contexts name no known version
	CodeVersionRead    = "badge.version_read"    // a version that is read and never written
	CodeJWSParts       = "jws.parts"             // a compact JWS has exactly three parts
	CodeJWSBase64      = "jws.base64"            // a part is not canonical base64url without padding
	CodeJWSHeaderSize  = "jws.header_too_large"  // the protected header is longer than MaxHeader
	CodeJWSHeader      = "jws.header"            // the protected header is no JSON object
	CodeJWSPayload     = "jws.payload"           // the payload is no JSON object
)
