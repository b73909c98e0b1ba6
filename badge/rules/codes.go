package rules

// Codes of documents whose version is not validated.
const (
	codeVersionUnknown = "badge.version_unknown" // The contexts name no known version. Put the base context first.
	codeVersionOld     = "badge.version_old"     // The document is older than Open Badges 2.0. Call Upgrade and validate the result.
	codeVersionRead    = "badge.version_read"    // The version is read but never written. Issue a badge of Open Badges 3.0 or 2.0.
	codeKind           = "badge.kind"            // The types name several kinds of document, or the version has no documents of the wanted kind. Correct the type, or pass another kind.
)

// Codes of the structure, by the JSON Schema keyword that fails. A supplied
// schema that cannot be used has another code, such as schema.reference or
// schema.complexity.
const (
	codeSchemaRequired   = "schema.required"              // A required property is missing. Add it.
	codeSchemaType       = "schema.type"                  // A value has a JSON type that its property does not allow.
	codeSchemaEnum       = "schema.enum"                  // A value is not in the list that its property allows.
	codeSchemaContains   = "schema.contains"              // An array lacks a required element, such as the type of its class. Add it.
	codeSchemaPattern    = "schema.pattern"               // A string does not have the form that its property requires.
	codeSchemaFormat     = "schema.format"                // A string is not a date, or not a date and time.
	codeSchemaMinItems   = "schema.min_items"             // An array has fewer elements than its property requires. Add the missing ones.
	codeSchemaAdditional = "schema.additional_properties" // An object has a property that its class does not allow. Remove it.
	codeSchemaJSONSet    = "schema.json_set"              // A property has one value, and the schema that the document names wants an array. Write an array.
	codeSchemaNotApplied = "schema.not_applied"           // The document names an unknown schema, which was not applied. Supply it as an Extension.
	codeSchemaOther      = "schema.other"                 // The value violates a keyword of a supplied schema.
)

// Codes of rules that no schema states. Policies of package verify branch on
// the exported ones.
const (
	codeDateForm           = "date.form"             // A date before Open Badges 3.0 has a form that its standard does not allow. Its meaning is clear.
	codeDateZone           = "date.zone"             // The date and time has no zone. Add Z or an offset such as +02:00.
	codeDateOrder          = "date.order"            // The validity ends before it starts. Correct one of the dates.
	codeDateActivity       = "date.activity_order"   // The activity ends before it starts. Correct one of the dates.
	codeDateModel          = "date.wrong_model"      // A credential has a date property of the other data model. Use the names of its own data model.
	codeSubjectUnknown     = "subject.unidentified"  // The subject has neither an id nor an identifier. Add one of them.
	CodeCriteriaEmpty      = "criteria.empty"        // The criteria have neither an id nor a narrative. Add one of them.
	CodeResultDescription  = "result.description"    // A result refers to a resultDescription that the achievement does not have.
	codeResultStatus       = "result.status_missing" // The description of a result has the type Status, and the result has no status.
	codeResultLevel        = "result.level"          // A level is not among those of its description.
	codeResultRequired     = "result.required_value" // A required value is not allowed or is out of bounds.
	codeResultIncomparable = "result.incomparable"   // A required value cannot be compared with its bounds, because one is not a number.
	codeIdentityHash       = "identity.hash"         // An identity marked as hashed is not a hash. Write the algorithm, $ and hexadecimal digits.
	codeIdentityPlain      = "identity.plain"        // An identity marked as plain looks like a hash. Set hashed to true.
	codeIdentityAlias      = "identity.type_alias"   // The identifier type is email. Write emailAddress.
	codeIdentitySpelling   = "identity.spelling"     // A plain e-mail address has capital letters or white space, so that comparisons may fail. Write it in lower case.
	codeIdentitySalt       = "identity.unsalted"     // A hashed identity has no salt and can be guessed. Add a salt.
	codeProofForm          = "proof.form"            // A member of a proof has a form that Open Badges 3.0 does not allow. Its meaning is clear.
	codeURISyntax          = "uri.syntax"            // The text is not an absolute URI.
	codeURIUnsafe          = "uri.unsafe"            // The URL is a script or has no valid host. Do not show it as a link.
	codePrivateExposed     = "key.private_exposed"   // The text has a private or secret key instead of a public key. Replace this key: others may have read it.
	codeIDSplit            = "id.split"              // Another object with the id of a credential, issuer, achievement or criteria has a property that is missing or different there. Give it another id, or repeat the property.
	codeIssuerElsewhere    = "issuer.elsewhere"      // The issuer is only an id, and another object with this id describes it. Look there for the name.
	codeStatusMany         = "status.many"           // The credential has several status entries; Open Badges 3.0 allows one.
	codeStatusNoID         = "status.no_id"          // A status entry has no id, which Open Badges 3.0 requires. Add one.
	codeExtensionRepaired  = "extension.repaired"    // A repaired copy replaces a published context or schema that does not work.
)

// Codes of names and values in which readers differ. Some are those of reading
// linked data.
const (
	codeKeyword     = "ld.keyword"      // A property name starts with @, like the keywords of JSON-LD.
	codeContextNull = "ld.context_null" // A null context removes the definitions of all terms.
	codeNull        = "ld.null"         // A null value makes no statement, so anybody could have added it. Remove the property.
	codeShadow      = "member.shadow"   // A member name equals that of another member except for case, white space, hyphens or invisible characters. Rename it.
)

// Codes of Open Badges 2.0.
const (
	codeIssuerIncomplete  = "issuer.incomplete"   // The profile of an issuer lacks its name, url or email. Add it.
	codeContextMixed      = "context.mixed"       // The document has contexts of Open Badges 2.0 and 3.0. Keep those of one version.
	codeVerificationTwice = "verification.twice"  // The document has both verification and its alias verify. Remove one.
	codeVerificationType  = "verification.type"   // The type of a verification object does not fit where it is.
	codeVerificationID    = "verification.id"     // The id of a hosted badge is not a web address. Use the URL where it is published.
	codeImageData         = "image.data"          // An image is embedded where an address is required, or is neither PNG nor SVG.
	codeImageMissing      = "image.missing"       // The badge class has no image, which Open Badges 2.0 requires. Add one.
	codeAlignmentTarget   = "alignment.no_target" // The alignment has no targetUrl, which Open Badges 2.0 requires. Add one.
	codeIRIForm           = "uri.not_ob2"         // The IRI is neither a web address nor a urn:uuid, so it cannot be looked up.
	codeEmailForm         = "email.syntax"        // The value is not an e-mail address.
	codePhoneForm         = "telephone.syntax"    // The value is not a telephone number in the form of E.164, such as +31201234567.
	codeMemberUnknown     = "member.unknown"      // The context of the document does not define the property.
	codeExtensionUnknown  = "extension.unknown"   // The type of an extension is unknown, so it was not validated. Supply it as an Extension.
)

// Codes of ForIssue only.
const (
	codeIssueContext = "issue.context" // The Open Badges context is not the newest one. Use badge.ContextOB3.
	codeIssueTerm    = "issue.term"    // An extension term has characters that are not allowed. Use ext: and letters, digits, points, underscores or hyphens.
	codeIssueImage   = "issue.image"   // An image is neither embedded nor at an https URL.
	codeIssueEmpty   = "issue.empty"   // A property is null or an empty array. Leave it out.
	codeIssueName    = "issue.name"    // The credential has no name. Add one, because wallets show it.
)
