package verify

import "iter"

// Codes of this package. Checks also carry codes of other packages; Codes lists
// them all.
const (
	CodeVerifyInternal  = "verify.internal"   // An internal error of this program ended the check. It never counts for the badge. Report it, with the badge.
	CodeVerifyCancelled = "verify.cancelled"  // The context ended before the question was answered. Try again with more time.
	CodeVerifyBlocked   = "verify.blocked"    // The stage was not checked, because an earlier one did not pass.
	CodeVerifyBudget    = "verify.budget"     // The badge costs more work, requests or memory than Config.Budget allows, so the verdict is left open.
	codeDocumentRead    = "document.read"     // The document is valid JSON or a valid compact JWS.
	codeUpgraded        = "document.upgraded" // The document is older than Open Badges 2.0 and was converted to 2.0.
	codeOriginSigned    = "origin.signed"     // The badge is signed, so its origin is not checked.

	codePresentation = "document.presentation" // The document is a presentation inside of another document. Ask for a presentation of the badges themselves.

	codeOriginHosted    = "origin.hosted"     // The badge was fetched from its own URL.
	CodeOriginAddress   = "origin.address"    // The badge, its class or its issuer has no URL that can be fetched. Use VerifyAt with the URL of the badge.
	codeOriginUnread    = "origin.unreadable" // A URL returned something that is not a badge document.
	codeOriginKind      = "origin.kind"       // A URL returned another kind of document than the badge needs.
	codeOriginMoved     = "origin.moved"      // A plain http URL was asked over https, and the document there has that URL as its id.
	codeOriginPlainHTTP = "origin.plain_http" // A URL is plain http, which proves nothing, and its https URL does not return the document.
	CodeOriginID        = "origin.id"         // The document at a URL has another id.
	codeOriginView      = "origin.view"       // A full view of a document differs from the published document or is on another host, and was not used.
	CodeOriginScope     = "origin.scope"      // The issuer is not responsible for the URL of the badge.
	codeOriginAwarded   = "origin.awarded"    // Your copy says something else about the award than the published badge, which counts: somebody edited the copy, or the issuer changed the badge.
	CodeOriginDiffers   = "origin.differs"    // Your copy differs from the published badge, which counts.

	codeStructure = "structure.good"    // The decisive properties can be read with one meaning.
	codeKind      = "structure.kind"    // The document is not of a kind that is accepted here. Pass a badge.
	codeVersion   = "structure.version" // The contexts name no known version. Ask the issuer to correct the badge.

	codeClaimsType   = "vct.missing" // The type of an SD-JWT VC is not a text.
	codeClaimsIssuer = "vct.issuer"  // The SD-JWT VC does not name its issuer by a DID or a URL.
	codeClaimsTyp    = "vct.typ"     // The typ of an SD-JWT VC is its former one, which now means a credential of VC Data Model 2.0.
	codeClaimsWord   = "vct.word"    // The type of an SD-JWT VC is a plain word, which others may use for something else.

	codeConformance = "conformance.good" // The document follows its schema and the rules of its standard.

	codeContextText = "context.text" // The text itself is signed: of a badge before Open Badges 3.0, of an SD-JWT VC, or of a token with a presentation.
	codeContextGood = "context.good" // The contexts define every property.

	codeProofGood             = "proof.good"               // The proof has a supported scheme.
	CodeProofMissing          = "proof.missing"            // The badge has no proof. Ask for the signed badge.
	CodeProofSchemeNotAllowed = "proof.scheme_not_allowed" // The scheme of the proof is not in Config.Schemes.
	codeOtherProofs           = "proof.others"             // One proof is good and another is not.
	codeTransport             = "proof.transport"          // A badge of Open Badges 2.0 is a token and its verification type is not signed, or the reverse.
	CodeProofFuture           = "proof.future"             // The proof is dated in the future.
	codePrevious              = "proof.previous"           // A previous proof that this proof names is not good.
	CodeProofLapsed           = "proof.lapsed"             // The proof has expired.

	codeKeyFound        = "key.found"         // The issuer's key was found.
	codeKeyNotNamed     = "key.not_named"     // The token does not name its key. All keys that the issuer publishes were tried.
	CodeKeyNotPinned    = "key.not_pinned"    // The signature was not made with a pinned key of the issuer. Check Config.Keys.
	CodeKeyRevoked      = "key.revoked"       // The issuer has revoked the key.
	CodeKeyExpired      = "key.expired"       // The issuer's key has expired.
	codeKeyNotYetValid  = "key.not_yet_valid" // The issuer's key is for later signatures. Check the clock, and the member nbf of the key.
	CodeKeyPast         = "key.past"          // The key has ended since, and was in force when the badge was proved to exist.
	CodeKeyClaimedTime  = "key.claimed_time"  // The key has expired, and that the badge was signed before is only its own claim. Ask for proof of its time.
	codeKeyHistory      = "key.history"       // The key is a former one of the issuer, by its signed history of keys in Config.Histories.
	codeKeyOwner        = "key.owner"         // The owner of the key is another profile.
	CodeKeyUnnamed      = "key.unnamed"       // The issuer does not publish the key that the badge names, in its profile or, before Open Badges 2.0, on its own host.
	codeBindingGood     = "binding.good"      // The key is bound to the issuer.
	CodeBindingNotBound = "binding.not_bound" // The key is not bound to the issuer.
	CodeBindingOrigin   = "binding.origin"    // The issuer's host publishes the key and does not name the issuer: any issuer of this host may have signed.
	codeBindingWeak     = "binding.too_weak"  // The binding of the key is weaker than Config.Binding accepts.
	codeKidHint         = "did.kid_hint"      // The kid of the token is not the URL of a key. It was completed with the issuer's id.

	CodeSignatureValid            = "signature.valid"             // The signature is valid.
	CodeSignatureDisclosed        = "signature.disclosed"         // The holder shows a part of the badge, as the issuer allows.
	CodeSignatureDisclosedLoosely = "signature.disclosed_loosely" // The holder can hide parts that decide, such as the validity dates, the status or the recipient.
	CodeSignatureUnconfirmed      = "signature.unconfirmed"       // Neither the origin nor a signature confirms the badge.

	codeInPeriod        = "time.valid"         // The badge is valid at the time of the check.
	codeNoPeriod        = "time.no_start"      // The badge has no start of validity.
	codeBadTime         = "time.format"        // A date does not have the form that the standard requires.
	CodeTimeNotYetValid = "time.not_yet_valid" // The badge is not valid yet.
	codeTimeZone        = "time.zone"          // A date has no zone, and whether the badge is valid depends on it. Check again a day later.
	codeTwoDates        = "time.two_dates"     // The badge has two different dates for one end of its validity period.
	CodeTimeWithheld    = "time.withheld"      // A selective disclosure shows no start of validity, or no end that its holder could hide. Ask the holder to show it.
	CodeTimeExpired     = "time.expired"       // The badge has expired.
	CodeTimeLapsed      = "time.lapsed"        // The token has lapsed, and the badge in it has not expired. Set Config.Refresh, or ask the holder for a newer token.

	codeStatusNone           = "status.none"            // The badge has no status list.
	codeStatusEmpty          = "status.empty"           // The list of status entries is empty.
	codeStatusPrivacy        = "status.privacy"         // The query of the status list URL can tell the issuer which badge is checked.
	CodeStatusIgnored        = "status.ignored"         // Config.StatusPolicy ignores status lists.
	codeStatusCount          = "status.too_many"        // The badge has more status entries than the limit.
	CodeStatusWithheld       = "status.withheld"        // A selective disclosure shows no status, and its holder could hide one. Ask the holder to show it.
	CodeStatusClear          = "status.clear"           // The status list has nothing against the badge.
	codeStatusSays           = "status.information"     // The status list has a value that does not affect validity.
	codeStatusPurpose        = "status.purpose_open"    // The status list has a value for an unknown purpose.
	CodeStatusRevoked        = "status.revoked"         // The issuer has revoked the badge.
	CodeStatusSuspended      = "status.suspended"       // The issuer has suspended the badge.
	CodeStatusListUnreadable = "status.list_unreadable" // A URL returned something that is not a status list.
	CodeStatusListUnaccepted = "status.list_unaccepted" // The status list's signature or issuer was not accepted.
	codeStatusUnnamed        = "status.unnamed"         // The badge has no id, by which a revocation list lists badges.
	codeListDeparts          = "status.list_departure"  // The status list, read as a document, departs from its standard.
	codeListExpired          = "status.list_expired"    // The status list has expired. Try again later, or ask its issuer to publish a new one.
	codeListElsewhere        = "status.list_elsewhere"  // The status list gives another URL as its id.
	codeListIssuer           = "status.list_issuer"     // The list is by another issuer than the badge. Config.StatusIssuers can allow this.
	codeTokenType            = "status.token_type"      // The document at the URL of a Token Status List has another typ than statuslist+jwt. Decide with its issuer which list counts.
	codeTokenSubject         = "status.token_subject"   // The sub of the status list token is not the URL by which the badge names the list, byte for byte.
	codeTokenExpired         = "status.token_expired"   // The status list token has expired. Try again later, or ask its issuer to publish a new one.
	codeTokenLater           = "status.token_later"     // The status list token was issued after the time of the check, and its host did not return one of that time.
	codeTokenMedia           = "status.media_type"      // The host sent the status list token under another media type than application/statuslist+jwt.
	codeIssuerUnbound        = "status.issuer_unbound"  // The status list token is by an issuer that does not count for the badge. Config.StatusIssuers can allow this.
	codeStatusDiffers        = "status.differs"         // The token and the credential in it name different entries in a Token Status List.
	codeStatusValue          = "status.value_open"      // The status list has a value that the issuer or a later standard defines, so what it means is unknown.
	codeListRollback         = "status.rollback"        // The status list is older than one seen before at the same URL.

	CodeRefreshNotAsked = "refresh.not_asked" // The badge has a refresh service, and Config.Refresh is off or the holder can hide parts that decide.
	codeRefreshFailed   = "refresh.failed"    // The refresh service returned no better credential, so the badge itself was checked.
	codeRefreshOther    = "refresh.other"     // The refresh service returned another badge, or one by another issuer or for another recipient, so the badge itself was checked.
	codeRefreshOlder    = "refresh.older"     // The refresh service returned an older state of the badge, so the badge itself was checked.
	CodeRefreshDone     = "refresh.done"      // The refreshed credential was checked instead of the badge.
	CodeRefreshChanged  = "refresh.changed"   // The refreshed credential, which counts, says something else than the badge.

	codeTrustListed   = "trust.listed"   // The issuer is one of the accepted issuers.
	CodeTrustUnlisted = "trust.unlisted" // The issuer is not one of the accepted issuers.
	CodeTrustAnyone   = "trust.anyone"   // Any issuer is accepted. Check that it is the organisation you expect.

	CodeRecipientNotAsked = "recipient.not_asked" // No recipient was given to compare.
	CodeRecipientUnnamed  = "recipient.unnamed"   // The badge names no recipient. Anyone who has it can show it.
	CodeRecipientWithheld = "recipient.withheld"  // A selective disclosure shows no recipient, and the badge may name one. Ask the holder to show it.
	CodeRecipientMatch    = "recipient.match"     // The badge was awarded to this recipient.

	codeRecipientBound     = "recipient.bound"      // The holder signed this SD-JWT for a challenge that was not compared. Send a challenge, and compare it.
	codeRecipientNoKey     = "recipient.no_key"     // The SD-JWT has a key binding and names no key of its holder.
	CodeRecipientHolder    = "recipient.holder"     // The holder proved to be the recipient, or in a presentation to be there.
	CodeRecipientNotHolder = "recipient.not_holder" // The badge was awarded to another DID than that of the holder who shows it.
	CodeRecipientUnproven  = "recipient.unproven"   // Nobody proved to be the recipient. Ask for a presentation, with a challenge and your domain.
	codeRecipientNoDID     = "recipient.no_did"     // The badge does not name its recipient by a DID, so that no signature shows who that is. Ask the holder in another way.
	CodeRecipientReplayed  = "recipient.replayed"   // The challenge was not sent by this verifier, or was answered before. Send a new one.
	CodeTimeWindow         = "time.window"          // The presentation was made outside of the time in which its challenge counts. Send a new one.

	codePresentationRead     = "presentation.read"      // The presentation can be read with one meaning.
	codePresentationFormat   = "presentation.format"    // The document is not a presentation in one of the forms of the standards.
	codePresentationBare     = "presentation.bare"      // In a presentation of version 2.0 a token, or in a token a badge, has no envelope.
	codePresentationEmpty    = "presentation.empty"     // A presentation of version 1.1 has no badge.
	codePresentationDomains  = "presentation.domains"   // The presentation was also made for another verifier.
	codePresentationHolder   = "presentation.holder"    // The presentation names another holder than the one whose key signed it.
	codePresentationMethod   = "presentation.method"    // The key of the holder is not one of a DID.
	codePresentationNoIssuer = "presentation.no_issuer" // A presentation has no issuer.
	codePresentationBadge    = "presentation.badge"     // A badge of the presentation is accepted.
	CodePresentationRefused  = "presentation.refused"   // A badge of the presentation is not accepted.
	codePresentationOpen     = "presentation.open"      // A badge of the presentation could be neither accepted nor refused.
	codePresentationLeft     = "presentation.left"      // More badges were presented than were judged. Raise Config.Budget, or ask for fewer.
	codeRecipientFolded      = "recipient.folded"       // The identifier matches in lower case only.
	codeRecipientWeak        = "recipient.weak_hash"    // The match relies on an MD5 hash, which can be forged.
	codeRecipientAlias       = "recipient.alias"        // The type of the identifier is an alias of the standard type.

	codeNoInner               = "endorsement.none"        // The badge has no embedded credentials.
	codeInnerGood             = "endorsement.good"        // The embedded credential is genuine and valid.
	codeInnerUnknown          = "endorsement.unknown"     // The embedded credential could not be checked.
	CodeEndorsementNotGenuine = "endorsement.not_genuine" // The embedded credential is not genuine.
	CodeEndorsementLapsed     = "endorsement.lapsed"      // The embedded credential is genuine, and expired, revoked or suspended.
	codeInnerUntrusted        = "endorsement.untrusted"   // Config.Trust does not accept the issuer of the embedded credential, so it does not count.
	CodeEndorsementSubject    = "endorsement.subject"     // The endorsement is about something that is not in the badge, so it does not count.
	codeInnerCount            = "endorsement.too_many"    // More embedded credentials were not verified than the report lists. Raise Config.Budget.
	codeInnerDepth            = "endorsement.depth"       // Credentials embedded in an embedded credential are not checked.

	codeFetchURL      = "fetch.url"       // The URL may not be fetched. Only absolute https URLs without user information are allowed.
	CodeFetchOffline  = "fetch.offline"   // A URL must be fetched, and Config.Fetcher is nil. Set it.
	CodeFetchTimeout  = "fetch.timeout"   // The host did not answer in time. Try again later.
	codeFetchFailed   = "fetch.failed"    // The host could not be reached. Try again later.
	codeFetchStatus   = "fetch.status"    // The host returned an HTTP error.
	CodeFetchNotFound = "fetch.not_found" // The host has nothing at the URL (404), or does not publish it.
	CodeFetchGone     = "fetch.gone"      // The host has removed what was at the URL (410).
	codeFetchRedirect = "fetch.redirect"  // The URL redirects to another origin.
	codeFetchTooLarge = "fetch.too_large" // The answer is larger than the limit.
)

// Codes yields every code that a report or an error of this module can carry,
// with its meaning, in alphabetical order.
func Codes() iter.Seq2[string, string] {
	return func(yield func(code, meaning string) bool) {
		for _, row := range codesTable {
			if !yield(row.code, row.meaning) {
				return
			}
		}
	}
}
