package badge

// Codes of Parse and Build. Errors of the JSON text itself keep the codes
// that start with "json.".
const (
	codeFormat        = "badge.format"         // neither a JSON object nor a compact JWS
	codeVersionRead   = "badge.version_read"   // a version that is read and never written
	codeJWSParts      = "jws.parts"            // a compact JWS has exactly three parts
	codeJWSBase64     = "jws.base64"           // a part is not canonical base64url without padding
	codeJWSHeaderSize = "jws.header_too_large" // the protected header is longer than MaxHeader
	codeJWSHeader     = "jws.header"           // the protected header is no JSON object
	codeJWSPayload    = "jws.payload"          // the payload is no JSON object
)

// Codes of DateTime.
const (
	codeDateSyntax = "date.syntax" // a text is no date and time of the required form
	codeDateZone   = "date.zone"   // a date and time lacks its zone
)
