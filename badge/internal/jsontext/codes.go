package jsontext

// Codes of reading errors.
const (
	CodeTooLarge      = "json.too_large"        // the text is longer than MaxBytes
	CodeBOM           = "json.bom"              // the text starts with a byte order mark
	CodeUTF8          = "json.utf8"             // the text is not UTF-8
	CodeSyntax        = "json.syntax"           // the text is not JSON
	CodeTruncated     = "json.truncated"        // the text ends inside a value
	CodeTrailing      = "json.trailing_data"    // something follows the value
	CodeDuplicate     = "json.duplicate_member" // an object names a member twice
	CodeSurrogate     = "json.lone_surrogate"   // a \u escape is half of a surrogate pair
	CodeControl       = "json.control_in_name"  // a member name holds a control character
	CodeDepth         = "json.depth"            // values are nested deeper than MaxDepth
	CodeTokens        = "json.tokens"           // there are more values than MaxTokens
	CodeMembers       = "json.members"          // an object has more members than MaxMembers
	CodeElements      = "json.elements"         // an array has more elements than MaxElements
	CodeNameLength    = "json.name_length"      // a member name is longer than MaxName
	CodeStringLength  = "json.string_length"    // a string is longer than MaxString
	CodeNumberLength  = "json.number_length"    // a number literal is longer than MaxNumber
	CodeNumberRange   = "json.number_range"     // a number is too large or too small for an IEEE 754 double
	CodeUnencodable   = "json.unencodable"      // a value has no JSON form
	CodeExtraConflict = "json.extra_conflict"   // an extra member repeats the name of a field
)
