package ld

// The codes of an Error.
const (
	codeAliasedIRI       = "ld.aliased_iri"         // a full IRI stands where the context has a term for it
	codeAmbiguousLiteral = "ld.ambiguous_literal"   // a string that the canonical form cannot tell from a number or boolean
	codeBlankNode        = "ld.blank_node"          // a blank node identifier is written in the document
	codeCancelled        = "ld.cancelled"           // the caller's context ended
	codeCompactIRI       = "ld.compact_iri"         // an IRI or member name uses a prefix instead of being written in full
	codeContextInline    = "ld.context_inline"      // a context is written out instead of named by its URL
	codeContextInvalid   = "ld.context_invalid"     // @context is neither a URL nor an array of URLs
	codeContextMissing   = "ld.context_missing"     // the document, or a credential in it, has no @context
	codeContextNested    = "ld.context_nested"      // @context stands in an object that is not a credential
	codeContextNull      = "ld.context_null"        // a null context would clear what protects the terms
	codeContextOrder     = "ld.context_order"       // the first context of a credential is not a base context of the VC Data Model
	codeContextRepeated  = "ld.context_repeated"    // a context is named twice in one list
	codeContextShadow    = "ld.context_shadow"      // a handed-in context has the URL of a built-in one, or of another handed-in one with other content
	codeContextUnknown   = "ld.context_unknown"     // a context is neither built in nor handed in
	codeContextUnread    = "ld.context_unsupported" // a handed-in context is malformed or uses features outside the supported part
	codeDropped          = "ld.dropped"             // fewer or more statements came out than the document holds
	codeEmpty            = "ld.empty"               // an empty array or object that leaves no statement
	codeExpansion        = "ld.expansion"           // JSON-LD expansion failed
	codeID               = "ld.id"                  // an identifier is not one string
	codeInternal         = "ld.internal"            // expansion broke down
	codeJSONLiteral      = "ld.json_literal"        // a member holds a JSON literal, which no supported document needs
	codeKeyword          = "ld.keyword"             // a member name is a JSON-LD keyword or has the form of one
	codeLimit            = "ld.limit"               // the document is larger than the named limits
	codeNestedArray      = "ld.nested_array"        // an array stands in an array
	codeNotObject        = "ld.not_object"          // the document, or a value that must be an object, is something else
	codeNull             = "ld.null"                // null leaves no statement
	codeNumberRange      = "ld.number_range"        // a number that does not survive as an IEEE 754 double
	codeProtectedTerm    = "ld.protected_term"      // a context redefines a protected term
	codeRelativeIRI      = "ld.relative_iri"        // an identifier is not an absolute IRI
	codeRepeatedValue    = "ld.repeated_value"      // the same value stands twice in a set
	codeSelection        = "ld.selection"           // a pointer names nothing, or there are too many
	codeType             = "ld.type"                // a type is not a string
	codeUndefinedTerm    = "ld.undefined_term"      // no context defines the member name
	codeUndefinedType    = "ld.undefined_type"      // no context defines the type or the named value
	codeUnsafeIRI        = "ld.unsafe_iri"          // an IRI is too long, malformed, or holds characters that IRIs cannot hold
)
