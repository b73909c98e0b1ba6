package fetch

import "time"

const (
	defaultTimeout = 10 * time.Second // one request with its redirects; a phase of it gets half
	maxTimeout     = 30 * time.Second // all that a whole verification has

	maxURL       = 2 << 10  // bytes of an address, as elsewhere in this module
	maxHead      = 32 << 10 // bytes before the body, interim answers included
	maxRedirects = 3        // http to https is none of them, so that few are ever needed
	maxAddresses = 4        // of one host that are tried, so that each gets a fair share of the time
	maxETag      = 256      // bytes of an ETag that is sent back

	maxEntries  = 256      // answers and failures that are remembered
	maxBytes    = 16 << 20 // of remembered answers
	minLife     = time.Minute
	maxLife     = 24 * time.Hour // of an answer, whatever its host says
	failureLife = time.Minute    // of a failure: a host that is down is not asked for every badge

	maxShown = 100 // bytes of an address in a message

	// The domain name system's (RFC 1035 §2.3.4).
	maxHost  = 253
	maxLabel = 63
)
