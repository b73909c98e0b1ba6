package jsontext

// Codes of reading errors.
const (
	CodeTooLarge      = "json.too_large"        // The text is longer than 2 MiB. Make it smaller, for instance with smaller pictures.
	CodeBOM           = "json.bom"              // The text starts with a byte order mark. Remove it: neither JSON nor a token allows one.
	CodeUTF8          = "json.utf8"             // The text is not UTF-8. Write it as UTF-8.
	CodeSyntax        = "json.syntax"           // The text is not JSON.
	CodeTruncated     = "json.truncated"        // The text ends inside a value. Fetch or read the whole text again.
	CodeTrailing      = "json.trailing_data"    // The text has more data after the JSON value. Remove it.
	CodeDuplicate     = "json.duplicate_member" // An object has two members of the same name. Remove one of them.
	CodeSurrogate     = "json.lone_surrogate"   // A \u escape is half of a surrogate pair.
	CodeControl       = "json.control_in_name"  // A member name has a control character.
	CodeDepth         = "json.depth"            // Values are nested more than 32 levels deep.
	CodeTokens        = "json.tokens"           // The text has more than 100,000 values.
	CodeMembers       = "json.members"          // An object has more than 1,000 members.
	CodeElements      = "json.elements"         // An array has more than 5,000 elements.
	CodeNameLength    = "json.name_length"      // A member name is longer than 256 bytes.
	CodeStringLength  = "json.string_length"    // A string is longer than 1 MiB.
	CodeNumberLength  = "json.number_length"    // A number is longer than 32 characters.
	CodeNumberRange   = "json.number_range"     // A number is out of the range of IEEE 754 doubles.
	CodeUnencodable   = "json.unencodable"      // A value cannot be written as JSON.
	CodeExtraConflict = "json.extra_conflict"   // A member of Extra has the name of a field. Set the field.
)
