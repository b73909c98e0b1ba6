package rules

// Codes of documents whose version is not judged.
const (
	codeVersionUnknown = "badge.version_unknown" // the contexts name no known version
	codeVersionOld     = "badge.version_old"     // a version that is judged after Upgrade only
	codeVersionRead    = "badge.version_read"    // a version that is read and never written
	codeKind           = "badge.kind"            // The version has no documents of the wanted kind. Pass another kind.
)

// Codes of Validate for the structure: which keyword of the JSON Schema fails.
// A handed-in schema that cannot be used has a code of its own, such as
// schema.reference or schema.complexity.
const (
	codeSchemaRequired   = "schema.required"              // a member is missing
	codeSchemaType       = "schema.type"                  // a value has another JSON type
	codeSchemaEnum       = "schema.enum"                  // a value is none of a fixed list
	codeSchemaContains   = "schema.contains"              // an array lacks an element it has to have
	codeSchemaPattern    = "schema.pattern"               // a string has another form
	codeSchemaFormat     = "schema.format"                // a string is no date, or no date and time
	codeSchemaMinItems   = "schema.min_items"             // an array has too few elements
	codeSchemaAdditional = "schema.additional_properties" // a member that the class has no place for
	codeSchemaNotApplied = "schema.not_applied"           // the document names a schema that it was not judged by
	codeSchemaOther      = "schema.other"                 // another keyword, of a handed-in schema
)

// Codes of Validate for the rules that no schema states. The exported ones
// are those that a policy of package verify weighs anew.
const (
	codeDateZone           = "date.zone"             // a date and time lacks its zone
	codeDateOrder          = "date.order"            // validity ends before it starts
	codeDateActivity       = "date.activity_order"   // an activity ends before it starts
	codeDateModel          = "date.wrong_model"      // a member of the other data model
	codeSubjectUnknown     = "subject.unidentified"  // a subject has neither id nor identifier
	CodeCriteriaEmpty      = "criteria.empty"        // criteria have neither id nor narrative
	CodeResultDescription  = "result.description"    // a result refers to a description that is not there
	codeResultStatus       = "result.status_missing" // a result of the type Status has no status
	codeResultLevel        = "result.level"          // a level is none of those described
	codeResultRequired     = "result.required_value" // a required value is none of those allowed
	codeResultIncomparable = "result.incomparable"   // a required value cannot be compared with its bounds
	codeIdentityHash       = "identity.hash"         // an identity marked as hashed is no hash
	codeIdentityPlain      = "identity.plain"        // an identity marked as plain looks like a hash
	codeIdentityAlias      = "identity.type_alias"   // the identifier type email stands for emailAddress
	codeIdentitySalt       = "identity.unsalted"     // a hash without salt can be guessed
	codeURISyntax          = "uri.syntax"            // no absolute URI
	codeURIUnsafe          = "uri.unsafe"            // a web address without proper host, or a script
	codeIDSplit            = "id.split"              // two objects with one id say different things
	codeStatusMany         = "status.many"           // several status entries where the standard has one
	codeStatusNoID         = "status.no_id"          // a status entry without id
	codeExtensionRepaired  = "extension.repaired"    // a repaired copy stands in for a published context or schema that does not work
)

// Codes of Validate for Open Badges 2.0.
const (
	codeIssuerIncomplete  = "issuer.incomplete"   // a profile lacks what the profile of an issuer has to have
	codeContextMixed      = "context.mixed"       // the contexts of Open Badges 2.0 and 3.0 stand in one document
	codeVerificationTwice = "verification.twice"  // a document says twice how it is verified
	codeVerificationType  = "verification.type"   // a verification object has a type that does not belong there
	codeVerificationID    = "verification.id"     // a hosted badge has an id that is no web address
	codeImageData         = "image.data"          // a picture stands inside a document where it must not, or in another format
	codeImageMissing      = "image.missing"       // a badge class has no picture
	codeAlignmentTarget   = "alignment.no_target" // an alignment leads nowhere
	codeIRIForm           = "uri.not_ob2"         // an IRI that is neither a web address nor a urn:uuid
	codeEmailForm         = "email.syntax"        // no e-mail address
	codePhoneForm         = "telephone.syntax"    // no telephone number as E.164 writes it
	codeMemberUnknown     = "member.unknown"      // a member that no context defines
	codeExtensionUnknown  = "extension.unknown"   // an extension that nothing is known about
)

// Codes of ForIssue.
const (
	codeIssueContext = "issue.context" // an Open Badges context that is no longer written
	codeIssueTerm    = "issue.term"    // an extension term with other characters than the standard's
	codeIssueImage   = "issue.image"   // a picture that is neither embedded nor at an https address
	codeIssueEmpty   = "issue.empty"   // null or an empty array, which are left out in writing
	codeIssueName    = "issue.name"    // a credential without a name to show
)
