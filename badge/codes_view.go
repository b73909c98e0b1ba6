package badge

// Codes of Build, beside those of Parse.
const (
	codeBuildSigned = "badge.build_signed" // Build was given a credential with a proof
	codeBuildWords  = "badge.build_words"  // Build was given what the version has no word for
)

// Codes of Recipient.
const (
	codeRecipientInvalid     = "recipient.invalid"          // a Recipient is neither an id nor a type with a value
	codeRecipientMismatch    = "recipient.mismatch"         // nothing in the subject names the recipient
	codeRecipientMalformed   = "recipient.malformed"        // an identifier cannot be compared: it breaks the rules of its class
	codeRecipientHash        = "recipient.unsupported_hash" // an identifier is hashed by an algorithm other than sha256 and md5
	codeRecipientIdentifiers = "recipient.too_many"         // a subject has more identifiers than are compared
)

// Codes of the views of Open Badges 2.0.
const (
	codeRevocationList = "revocation.list" // a document is no revocation list that can be understood
)

// Codes of Upgrade.
const (
	codeUpgradeID      = "upgrade.id"      // an id that the document does not have itself, or has not at all
	codeUpgradeType    = "upgrade.type"    // a type that an object did not have
	codeUpgradeContext = "upgrade.context" // the context of Open Badges 2.0 in place of another or none
	codeUpgradeMember  = "upgrade.member"  // a member that had another name or form
	codeUpgradeDate    = "upgrade.date"    // a date that was written in another way
)

// Codes of Convert.
const (
	codeConvertVersion = "convert.version" // a document, or a version to convert it to, that Convert does not know
	codeConvertRevoked = "convert.revoked" // a revoked badge is not made anew
	codeConvertID      = "convert.id"      // the new id is the old one, or none
	codeConvertLost    = "convert.lost"    // the other version cannot say it
	codeConvertValue   = "convert.value"   // the other version says it otherwise
	codeConvertLinked  = "convert.linked"  // what is only linked to is not in the new document
)
