package ld

// The codes of an Error.
const (
	codeAliasedIRI       = "ld.aliased_iri"         // The document uses a full IRI although its contexts define a term for it. Use the term.
	codeAmbiguousLiteral = "ld.ambiguous_literal"   // A string is signed in the same form as a number or boolean.
	codeBlankNode        = "ld.blank_node"          // The document contains a blank node identifier. Use an absolute IRI, or leave out the id.
	codeCancelled        = "ld.cancelled"           // The caller ended the conversion.
	codeCompactIRI       = "ld.compact_iri"         // An IRI or property name is abbreviated with a prefix. Write it in full.
	codeContextAlias     = "ld.context_alias"       // A supplied context gives a property that decides, @id, @type or a built-in name another meaning.
	codeContextInline    = "ld.context_inline"      // A context is embedded instead of named by its URL. Name it by its URL and supply the context.
	codeContextInvalid   = "ld.context_invalid"     // The value of @context is neither a URL nor an array of URLs.
	codeContextMissing   = "ld.context_missing"     // The document, or a credential in it, has no @context. Add the contexts of its version.
	codeContextNested    = "ld.context_nested"      // An object that is neither a credential nor a proof has an @context.
	codeContextNull      = "ld.context_null"        // A null context removes the definitions of all terms.
	codeContextOrder     = "ld.context_order"       // The base context of a credential is not its first context. Put it first.
	codeContextRepeated  = "ld.context_repeated"    // A list of contexts names the same context twice. Remove one of them.
	codeContextShadow    = "ld.context_shadow"      // A supplied context has the URL of a built-in context, or of another supplied one with other content.
	codeContextUnknown   = "ld.context_unknown"     // A context is neither built in nor supplied, or none is a base context. Supply the context.
	codeContextUnread    = "ld.context_unsupported" // A supplied context is malformed or uses unsupported features of JSON-LD.
	codeCredentialPlace  = "ld.credential_place"    // Some readers take an object for a credential and others do not.
	codeDropped          = "ld.dropped"             // Two conversions of the document to statements have different results.
	codeElsewhere        = "ld.elsewhere"           // A signed property that decides is in another object than the one readers look at.
	codeEmpty            = "ld.empty"               // An empty array or object makes no statement and is not signed. Remove the property.
	codeExpansion        = "ld.expansion"           // JSON-LD expansion failed.
	codeID               = "ld.id"                  // The identifier of an object is not one string.
	codeInternal         = "ld.internal"            // The JSON-LD library panicked. Please report this.
	codeJSONLiteral      = "ld.json_literal"        // The property holds a JSON literal, which is not supported.
	codeKeyword          = "ld.keyword"             // A property name starts with @, like the keywords of JSON-LD.
	codeLimit            = "ld.limit"               // The document is larger than a limit of this library.
	codeNestedArray      = "ld.nested_array"        // An array is an element of an array.
	codeNotObject        = "ld.not_object"          // A value that must be an object is something else.
	codeNull             = "ld.null"                // A null value makes no statement, so anybody could have added it. Remove the property.
	codeNumberRange      = "ld.number_range"        // The number is not exactly representable as an IEEE 754 double, or others are signed in the same form. Use at most 15 significant digits.
	codeProtectedTerm    = "ld.protected_term"      // A context redefines a protected term.
	codeRelativeIRI      = "ld.relative_iri"        // An identifier is not an absolute IRI. Write it with its scheme, such as https: or urn:.
	codeRepeatedValue    = "ld.repeated_value"      // A set contains the same value twice. Remove one of them.
	codeSameID           = "ld.same_id"             // Two different credentials, or two different services, have the same id.
	codeSelection        = "ld.selection"           // A JSON Pointer names nothing, or there are too many.
	codeSharedID         = "issue.shared_id"        // Another object of the badge has the id of the badge, so that members could be moved between them.
	codeStray            = "ld.stray"               // A property that decides is in an object where no reader looks for it.
	codeType             = "ld.type"                // A type is not a string.
	codeUndefinedTerm    = "ld.undefined_term"      // No context defines the property. Add the context that defines it, or remove the property.
	codeUndefinedType    = "ld.undefined_type"      // No context defines the type or the named value. Add the context that defines it.
	codeUnread           = "ld.unread"              // A property that decides has a name, or a number of values, that readers do not expect.
	codeUnsafeIRI        = "ld.unsafe_iri"          // An IRI is too long, malformed, or contains characters not allowed in IRIs.
)
