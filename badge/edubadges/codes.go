package edubadges

// Codes of Read: what deployed badges write in ways of their own. The values
// are kept.
const (
	codeOther       = "edubadges.other_document"      // a document describes another badge than those before it
	codeConflict    = "edubadges.conflict"            // two places say different things of the same
	codeLanguage    = "edubadges.language"            // a language is no tag of BCP 47
	codeCountry     = "edubadges.country"             // a country is no code of ISO 3166
	codeAlias       = "edubadges.alias"               // a misspelt or older value of a fixed list
	codeTerm        = "edubadges.term"                // an extension has its value under an older name
	codeNumber      = "edubadges.number"              // a number, or a list of numbers, is written as a string
	codeMisspelt    = "edubadges.misspelt"            // an address has a misspelt host or file name
	codeAgentName   = "edubadges.agent_name"          // the issuer is the agent that signed, not the institution
	codeIssuerID    = "edubadges.issuer_unresolvable" // the id of the issuer is an address that serves nothing
	codeAssertionID = "edubadges.achievement_id"      // the achievement has the id of the award, so that no two holders share it
	codeIdentity    = "edubadges.identity_type"       // a hash of an eduID is marked as that of an e-mail address
	codeGuessable   = "edubadges.guessable"           // a hash of an identifier that can be guessed hides nothing
	codeNever       = "edubadges.never_expires"       // a time that stands for never
)

// Codes of ParseExtension, Members, Locate and their like.
const (
	codeExtension = "edubadges.extension" // a member is no extension of edubadges, is one without its value, or is given twice
	codeAddress   = "edubadges.address"   // an address is none of a known deployment
	codeEntityID  = "edubadges.entity_id" // an entity id is not 16 bytes in base64url
)

// Codes of Convert and Offer.
const (
	codeLost = "edubadges.lost" // the words that a badge is converted to cannot say what it says
	codeKind = "edubadges.kind" // the document to convert is no award
)

// Codes of Check.
const (
	codeType    = "edubadges.type"    // the type of the badge is not known
	codeMissing = "edubadges.missing" // the rules of the type ask for a field that is not there
	codeValue   = "edubadges.value"   // a value is none of a fixed list
	codeRange   = "edubadges.range"   // a number is outside its bounds, or no multiple of its step
)
