package badge

// Codes of Parse and Build. Errors of the JSON text itself keep the codes
// that start with "json.".
const (
	codeFormat        = "badge.format"         // The text is neither a JSON object nor a compact JWS. Pass the badge itself, not its address or a picture.
	codeVersionRead   = "badge.version_read"   // The version is read but never written. Issue a badge of Open Badges 3.0 or 2.0.
	codeNoDocument    = "badge.no_document"    // The Document is nil or the zero value. Pass one that Parse or Build returned.
	codeJWSParts      = "jws.parts"            // The token does not have exactly three parts, as a compact JWS must.
	codeJWSBase64     = "jws.base64"           // A part of the token is not canonical base64url without padding.
	codeJWSHeaderSize = "jws.header_too_large" // The protected header is longer than 8 KiB. Make it smaller.
	codeJWSHeader     = "jws.header"           // The protected header is not a JSON object.
	codeJWSPayload    = "jws.payload"          // The payload of the token is not a JSON object.

	codeKeyBindingSize = "sdjwt.key_binding_size" // The key binding JWT is longer than 16 KiB. Make it smaller.
)

// Codes of DateTime.
const (
	codeDateSyntax = "date.syntax" // The text is not a date and time such as 2006-01-02T15:04:05Z.
	codeDateZone   = "date.zone"   // The date and time has no zone. Add Z or an offset such as +02:00.
)
