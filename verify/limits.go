package verify

import "time"

// Limits of one verification.
const (
	clockSkew      = 60 * time.Second // an issuer's fast clock must not make a badge "not yet valid"; an expired badge gets no such tolerance
	challengeTime  = 10 * time.Minute // how long the answer to a challenge counts, unless the caller says otherwise
	maxListed      = 500              // embedded credentials that the report lists as not verified
	maxStatuses    = 8                // status entries of one credential
	maxDifferences = 6                // differing members of a copy that are listed
	maxViews       = 2                // full views of one document of Open Badges 2.0
	maxDisclosures = 2                // selective disclosures of one badge; each of their statements has a signature
	maxKeys        = 8                // keys of one profile to try
	maxAddress     = 2 << 10          // bytes of a URL, as elsewhere in this module
	maxShown       = 100              // characters of a badge's text in a message

	maxFetchTime = 30 * time.Second // time for one verification with a Fetcher

	maxKeyDocument = 256 << 10 // bytes of key documents
	maxLog         = 4 << 20   // bytes of the log of a did:webvh, as in package webvh
	maxHosted      = 1 << 20   // bytes of hosted badges, badge classes and profiles, which may embed pictures
	maxInflated    = 8 << 20   // bytes of an inflated status list, as in package status
	maxTokenList   = 16 << 20  // bytes of an inflated Token Status List, as there
	maxList        = 2 << 20   // bytes of status lists, aggregations of them, revocation lists and refreshed credentials

	usualChecks = 16 // initial capacity of a report; a badge with one proof has twelve checks

	maxCachedLists = 16 << 20       // bytes of status lists that a Verifier caches
	maxKeptBits    = 128 << 10      // bytes of a list that is cached inflated; a longer one is cached as text
	listOverhead   = 1 << 10        // bytes that a cached list takes beside its content
	maxNewest      = 4096           // URLs and ids of lists for which the newest start is kept
	maxControllers = 512 << 10      // bytes of texts whose documents of issuers are remembered; they take a few times as much
	maxGoodProofs  = 8192           // proofs of logs that are remembered as good, 32 bytes each
	minListTTL     = time.Minute    // a list is not fetched more often
	maxListTTL     = 24 * time.Hour // and not cached longer, whatever its own text states
)
