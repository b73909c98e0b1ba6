package verify

import "iter"

// Codes of this package. Checks also carry the codes of the packages they
// rest on; Codes lists them all.
const (
	CodeVerifyInternal  = "verify.internal"   // a fault of this program: never good news for the badge
	CodeVerifyCancelled = "verify.cancelled"  // the caller gave up before the question was answered
	CodeVerifyBlocked   = "verify.blocked"    // not judged, because an earlier stage did not pass
	codeDocumentRead    = "document.read"     // the text was read, in the one way there is
	codeUpgraded        = "document.upgraded" // an older document was read in the words of Open Badges 2.0
	codeOriginSigned    = "origin.signed"     // the badge is signed, so no host has to confirm it

	codeOriginHosted  = "origin.hosted"     // the badge is what its issuer's host says
	CodeOriginAddress = "origin.address"    // what the badge names has no address that can be asked
	codeOriginUnread  = "origin.unreadable" // what stands at an address is no badge document
	codeOriginKind    = "origin.kind"       // what stands at an address is another kind of document than the badge needs
	CodeOriginID      = "origin.id"         // the document at an address calls itself something else
	CodeOriginScope   = "origin.scope"      // the issuer does not answer for the address of the badge
	CodeOriginDiffers = "origin.differs"    // the copy that was handed in says something else than the host

	codeStructure = "structure.good"    // the document follows its schema and the rules no schema states
	codeKind      = "structure.kind"    // the document is not of the kind that is wanted here
	codeVersion   = "structure.version" // the contexts name no version that is judged

	codeContextText = "context.text" // before Open Badges 3.0 the text is signed as it is
	codeContextGood = "context.good" // every member has a signed meaning

	codeProofGood             = "proof.good"               // there is a proof in a form that can be judged
	CodeProofMissing          = "proof.missing"            // nothing secures the badge
	CodeProofSchemeNotAllowed = "proof.scheme_not_allowed" // the caller does not accept this way of securing
	codeOtherProofs           = "proof.others"             // one proof is good, and another is not
	codeTransport             = "proof.transport"          // a badge of Open Badges 2.0 comes as a token, and does not say that it is signed
	CodeProofFuture           = "proof.future"             // the proof says that it was made later than now
	codePrevious              = "proof.previous"           // the proof builds on another one that is not good
	CodeProofLapsed           = "proof.lapsed"             // the proof says that it is no longer to be used

	codeKeyFound        = "key.found"         // the issuer's key was found
	CodeKeyNotPinned    = "key.not_pinned"    // none of the pinned keys is the one the proof names
	CodeKeyRevoked      = "key.revoked"       // the issuer has revoked the key
	CodeKeyExpired      = "key.expired"       // the issuer's key has expired
	codeKeyOwner        = "key.owner"         // the key does not name the profile that names it as its owner
	CodeKeyUnnamed      = "key.unnamed"       // the profile names no key, or not the one that the badge names
	codeBindingGood     = "binding.good"      // the key is tied to the issuer
	CodeBindingNotBound = "binding.not_bound" // nothing ties the key to the issuer

	CodeSignatureValid            = "signature.valid"             // exactly this was signed with that key
	CodeSignatureDisclosed        = "signature.disclosed"         // the holder shows a part of the badge, as the issuer allows
	CodeSignatureDisclosedLoosely = "signature.disclosed_loosely" // the issuer lets the holder withhold what decides whether the badge counts
	CodeSignatureUnconfirmed      = "signature.unconfirmed"       // neither an origin nor a signature confirms the badge

	codeInPeriod        = "time.valid"         // the badge is valid at the time of judging
	codeNoPeriod        = "time.no_start"      // the badge does not say since when it is valid
	codeBadTime         = "time.format"        // a time is not written as the standard wants
	CodeTimeNotYetValid = "time.not_yet_valid" // the badge is not valid yet
	CodeTimeExpired     = "time.expired"       // the badge is no longer valid

	codeStatusNone           = "status.none"            // the badge names no status list
	codeStatusEmpty          = "status.empty"           // a list of status entries without an entry
	codeStatusPrivacy        = "status.privacy"         // the address of the list may tell the issuer which badge is looked at
	CodeStatusIgnored        = "status.ignored"         // status lists are not asked, by policy
	codeStatusCount          = "status.too_many"        // more status entries than are judged
	CodeStatusClear          = "status.clear"           // the list has nothing against the badge
	codeStatusSays           = "status.information"     // the list says something that does not touch validity
	codeStatusPurpose        = "status.purpose_open"    // a value is set for a purpose whose meaning is not known
	CodeStatusRevoked        = "status.revoked"         // the issuer has revoked the badge
	CodeStatusSuspended      = "status.suspended"       // the issuer has suspended the badge
	CodeStatusListUnreadable = "status.list_unreadable" // what stands at the address is no status list
	CodeStatusListUnaccepted = "status.list_unaccepted" // the status list itself does not verify
	codeListElsewhere        = "status.list_elsewhere"  // the list belongs to another address
	codeListRollback         = "status.rollback"        // an older list stands where a newer one was seen

	CodeRefreshNotAsked = "refresh.not_asked" // the badge names a refresh service, which is not asked
	codeRefreshFailed   = "refresh.failed"    // the refresh service gave nothing better, the badge itself was judged
	CodeRefreshDone     = "refresh.done"      // the fresh credential was judged in place of the badge

	codeTrustListed   = "trust.listed"   // the issuer is one that the caller accepts
	CodeTrustUnlisted = "trust.unlisted" // the issuer is not one that the caller accepts
	CodeTrustAnyone   = "trust.anyone"   // the caller accepts any issuer

	CodeRecipientNotAsked = "recipient.not_asked" // the caller did not say who presents the badge
	CodeRecipientMatch    = "recipient.match"     // the badge was awarded to the one who presents it
	codeRecipientFolded   = "recipient.folded"    // the match holds only for the lower-cased identifier
	codeRecipientWeak     = "recipient.weak_hash" // the match rests on an MD5 hash
	codeRecipientAlias    = "recipient.alias"     // the identifier has a type that the standard spells otherwise

	codeNoInner               = "endorsement.none"        // no other credentials are inside
	codeInnerGood             = "endorsement.good"        // the credential inside is genuine and valid
	codeInnerUnknown          = "endorsement.unknown"     // the credential inside could not be judged
	CodeEndorsementNotGenuine = "endorsement.not_genuine" // the credential inside is not genuine
	CodeEndorsementLapsed     = "endorsement.lapsed"      // the credential inside is genuine and does not hold today
	CodeEndorsementSubject    = "endorsement.subject"     // the endorsement is about something else
	codeInnerCount            = "endorsement.too_many"    // more credentials inside than are judged
	codeInnerDepth            = "endorsement.depth"       // credentials inside an inner credential are not judged

	codeFetchURL      = "fetch.url"       // The URL is not one that may be fetched: an absolute https URL without user information.
	CodeFetchOffline  = "fetch.offline"   // A document is needed and there is no Fetcher. Set Config.Fetcher.
	codeFetchLimit    = "fetch.limit"     // More requests are needed than one verification may make.
	CodeFetchTimeout  = "fetch.timeout"   // The answer did not come in time. Try again later.
	codeFetchFailed   = "fetch.failed"    // The request failed.
	codeFetchStatus   = "fetch.status"    // The host answered with an HTTP error.
	CodeFetchNotFound = "fetch.not_found" // The host has nothing at the URL (404) or does not show it.
	CodeFetchGone     = "fetch.gone"      // The host says that the document at the URL was removed (410).
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
