package fetch

import "time"

const (
	defaultTimeout = 10 * time.Second // of one request with its redirects; a phase gets half
	maxTimeout     = 30 * time.Second // the time limit of one verification

	maxURL       = 2 << 10  // bytes of a URL, as elsewhere in this module
	maxHead      = 32 << 10 // bytes before the body, with interim answers
	maxRedirects = 3        // few are needed, since http is never requested
	maxAddresses = 4        // of one host that are tried; they share the time
	maxETag      = 256      // bytes of an ETag that is sent back
	maxReply     = 64 << 10 // bytes of a time stamp with its certificates; most have 6 KiB

	defaultBytes   = 16 << 20 // bytes of cached answers; of one host at most a quarter
	defaultEntries = 4_096    // cached answers and failures: an entry counts for at least this part of the bytes
	minLife        = time.Minute
	maxLife        = 24 * time.Hour // of an answer
	failureLife    = time.Minute    // of a failure, so that each badge does not cause a request to a host that is down

	maxSessions = 256 // hosts whose TLS session is resumed

	// linkLife is how long after it was opened a connection serves another
	// request. No request goes to an address longer than that after the name of
	// the host has led to it.
	linkLife    = 30 * time.Second
	linksOfHost = 2   // connections to one host that are kept
	maxLinks    = 100 // and to all hosts

	maxShown = 100 // bytes of a URL in a message

	// Limits of the domain name system (RFC 1035 §2.3.4).
	maxHost  = 253
	maxLabel = 63
)
