package edubadges

// Codes of Read: how deployed badges deviate. The values are kept.
const (
	codeOther       = "edubadges.other_document"      // The other documents do not refer to this one; it was ignored.
	codeConflict    = "edubadges.conflict"            // Two places state different values for the same field.
	codeLanguage    = "edubadges.language"            // The language is not a tag of BCP 47.
	codeCountry     = "edubadges.country"             // The country is not a code of ISO 3166.
	codeAlias       = "edubadges.alias"               // A value of a fixed list is misspelt or outdated.
	codeTerm        = "edubadges.term"                // An extension has its value under a former term.
	codeNumber      = "edubadges.number"              // A number, or a list of numbers, is written as a string.
	codeMisspelt    = "edubadges.misspelt"            // A URL contains a misspelt host or file name.
	codeAgentName   = "edubadges.agent_name"          // The issuer name is that of the signing agent or of the badge, not of the institution.
	codeIssuerID    = "edubadges.issuer_unresolvable" // The id of the issuer is a URL at which nothing is published.
	codeAssertionID = "edubadges.achievement_id"      // The achievement has the id of the award, so each holder has another achievement.
	codeIdentity    = "edubadges.identity_type"       // The hash of an eduID has the identity type of an e-mail address.
	codeGuessable   = "edubadges.guessable"           // The hash of the identifier can be reversed by guessing.
	codeCredits     = "edubadges.credits"             // The credits of the achievement differ from its ECTS.
	codeNever       = "edubadges.never_expires"       // The exp claim is a placeholder for a badge that does not expire.
)

// Codes of Drift.
const (
	codeMigrated = "edubadges.migrated" // The platform is known to have replaced this value in many classes, so it does not hint at tampering.
	codeChanged  = "edubadges.changed"  // The host publishes another value than the kept document has. Ask the institution why.
)

// Codes of ParseExtension, Members, Locate and EntityIDOf.
const (
	codeExtension = "edubadges.extension" // The member is not an extension of edubadges, lacks its value, or is given twice.
	codeAddress   = "edubadges.address"   // The URL is not that of an object of a known deployment.
	codeEntityID  = "edubadges.entity_id" // The entity id is not 16 bytes in base64url.
)

// Codes of ParseHolderName.
const (
	codeHolder = "edubadges.holder" // The answer has no name of a holder. Ask at the URL that NameLookupURL returns.
)

// Codes of Convert and Offer.
const (
	codeLost    = "edubadges.lost"    // The target format cannot state this value.
	codeKind    = "edubadges.kind"    // The document to convert is not a credential.
	codeChoice  = "edubadges.choice"  // The badge leaves open what the profile needs. Choose one of the options.
	codeProfile = "edubadges.profile" // The badge cannot follow the profile, so the document does not name its schemas.
)

// Codes of Check.
const (
	codeInstitution = "edubadges.institution" // The kind of institution is unknown, so the study load was not checked.
	codeType        = "edubadges.type"        // The type of the badge is missing or unknown.
	codeMissing     = "edubadges.missing"     // A field that the badge type requires is missing.
	codeValue       = "edubadges.value"       // The value is not one of the fixed list.
	codeRange       = "edubadges.range"       // The number is out of bounds or not a multiple of the step.
)

// Codes of Recipients.
const (
	codeList = "edubadges.list" // The file is not a list of recipients of edubadges.
	codeLine = "edubadges.line" // A line of the list is bad; the others are read.
)
