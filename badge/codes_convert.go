package badge

// Codes of Build, in addition to those of Parse.
const (
	codeBuildSigned = "badge.build_signed" // The credential has a proof. Remove it: Build makes unsigned documents.
	codeBuildWords  = "badge.build_words"  // The version has no property for a value of the credential. Remove the value or build another version.
)

// Codes of Recipient.
const (
	codeRecipientInvalid     = "recipient.invalid"          // The Recipient has neither an ID nor a Type with a Value. Set one of the two.
	codeRecipientMismatch    = "recipient.mismatch"         // No id or identifier of the subject matches the recipient.
	codeRecipientMalformed   = "recipient.malformed"        // An identifier breaks the rules of its class and cannot be compared.
	codeRecipientHash        = "recipient.unsupported_hash" // The identifier is hashed with an algorithm other than sha256 and md5.
	codeRecipientIdentifiers = "recipient.too_many"         // The subject has more than 32 identifiers, which are not compared.
)

// Codes of the views of Open Badges 2.0.
const (
	codeRevocationList = "revocation.list" // The document is not a readable revocation list.
)

// Codes of Upgrade.
const (
	codeUpgradeID      = "upgrade.id"      // The upgraded document has an id that was missing or in another place before.
	codeUpgradeType    = "upgrade.type"    // The upgraded document has a type that was missing before.
	codeUpgradeContext = "upgrade.context" // The upgraded document has the context of Open Badges 2.0.
	codeUpgradeMember  = "upgrade.member"  // A property has another name or form in the upgraded document.
	codeUpgradeDate    = "upgrade.date"    // A date is written in another form in the upgraded document.
	codeUpgradeMissing = "upgrade.missing" // The document lacks a property that Open Badges 2.0 requires.
	codeUpgradeUnread  = "upgrade.unread"  // A value cannot be read, so it is not changed.

	codeDateForm      = "date.form"      // A date before Open Badges 3.0 has a form that its standard does not allow. Its meaning is clear.
	codeMemberForm    = "member.form"    // A property before Open Badges 3.0 has a value of a form that its standard does not allow. Its meaning is clear.
	codeMemberKeyword = "member.keyword" // A property before Open Badges 3.0 is written as the keyword @id or @type.
	codeMemberNull    = "member.null"    // A property before Open Badges 3.0 is null and is read as missing.
	codeMemberTwice   = "member.twice"   // A property is written under two names with different values.
)

// Codes of Convert.
const (
	codeConvertVersion = "convert.version" // Convert does not support the version of the document or the version to convert to.
	codeConvertRevoked = "convert.revoked" // The badge is revoked. Convert refuses revoked badges.
	codeConvertID      = "convert.id"      // The new id is empty or equal to the old one. Return a new id.
	codeConvertLost    = "convert.lost"    // The other version has no property for the value, so it is lost.
	codeConvertValue   = "convert.value"   // The value is written in another way in the other version.
	codeConvertLinked  = "convert.linked"  // A linked document is not part of the result. Convert it too, or embed it first.
)
