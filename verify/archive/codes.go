package archive

// Codes of this package. Errors of Open carry the first group; reports of a
// check carry the second, and results the third.
const (
	CodeFormat      = "archive.format"       // The file is not an archive of badges. Pass the file that an archive was written to.
	CodeConfig      = "archive.config"       // The configuration of a verification is not valid. The message names the field.
	CodeTooLarge    = "archive.too_large"    // The file, an entry or the number of entries exceeds a limit.
	CodeZipFeature  = "archive.zip_feature"  // The zip file has a form that archives do not have, such as compression, encryption or a comment.
	CodeEntryName   = "archive.entry_name"   // The zip file has an entry with another name than those of archives, or one that repeats or is out of order.
	CodeAltered     = "archive.altered"      // The bytes of an entry are not those of its checksum or digest: somebody changed the file.
	CodeManifest    = "archive.manifest"     // The manifest is not one of this version, in its only form.
	CodeObjectExtra = "archive.object_extra" // The manifest does not list an object of the file.
	CodeObjectGone  = "archive.object_gone"  // An object that the manifest lists is not in the file.

	CodeAbsent    = "archive.absent"    // The archive has no answer of a URL that the check needs.
	CodeRedacted  = "archive.redacted"  // The answer of a URL was removed from the archive.
	CodeUnvouched = "archive.unvouched" // The archive has what a URL answered, and nobody whom you trust confirms it.
	CodeNoAnswer  = "archive.no_answer" // When the archive was made, a URL did not answer.

	CodeWasValid  = "archive.was_valid" // The badge was valid at a proved time.
	CodeIsValid   = "archive.is_valid"  // The badge is valid today.
	CodeUndated   = "archive.undated"   // Nobody whom you trust proves when the badge existed. Ask for a time stamp or a statement of a keeper.
	CodeNotValid  = "archive.not_valid" // The badge was not valid at the proved time.
	CodeUncertain = "archive.uncertain" // The archive does not show whether the badge was valid at the proved time.
	CodeChanged   = "archive.changed"   // The badge is valid today, and its host publishes it with another text than the archive has.
	CodeSince     = "archive.since"     // The archive does not show whether the badge is valid today, because the answers of the issuer are old.
	CodeLapsed    = "archive.lapsed"    // The badge is not valid today.
	CodeRevoked   = "archive.revoked"   // The issuer has revoked or suspended the badge since.
	CodeReplaced  = "archive.replaced"  // The host publishes another badge at the address of this one today. Somebody else may have its domain.
	CodeUnread    = "archive.unread"    // The badge was removed from the archive, so nothing can be checked.
	CodeSeal      = "archive.seal"      // The Recorder recorded no verification, or more than an archive holds.
)
