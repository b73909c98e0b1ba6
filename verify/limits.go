package verify

import "time"

// Limits of one verification.
const (
	clockSkew       = 60 * time.Second // a fast clock at the issuer must not make a badge "not yet valid"; an expired badge gets no such grace
	maxEndorsements = 20               // endorsements and credentials inside one badge
	maxFetches      = 20               // requests that one verification may cause
	maxStatuses     = 8                // status entries of one credential
	maxDifferences  = 6                // members that are named where a copy of a hosted badge differs
	maxDisclosures  = 2                // selective disclosures of one badge: each statement of one has a signature
	maxKeys         = 8                // keys of one profile that are tried
	maxAddress      = 2 << 10          // bytes of an address, as elsewhere in this module
	maxShown        = 100              // characters of a badge's own text in a message

	maxFetchTime = 30 * time.Second // how long a verification may take that has a Fetcher

	maxKeyDocument = 256 << 10 // bytes of documents of keys
	maxHosted      = 1 << 20   // bytes of hosted badges, badge classes and profiles: pictures may be embedded
	maxList        = 2 << 20   // bytes of status and revocation lists, and of refreshed credentials

	usualChecks = 16 // room in a report; a badge with one proof has twelve

	maxCachedLists = 16 << 20       // bytes of status lists that a Verifier remembers
	maxKeptBits    = 128 << 10      // bytes of a list that is remembered inflated, a longer one as its text
	listOverhead   = 1 << 10        // bytes that a remembered list takes beside its content
	maxNewest      = 4096           // addresses and ids of lists of which the newest start is remembered
	minListTTL     = time.Minute    // a list is not fetched more often
	maxListTTL     = 24 * time.Hour // nor kept longer, whatever it says of itself
)
