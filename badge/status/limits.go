package status

import "time"

// MinEntries is the minimum number of entries of a list (Bitstring Status List
// §3.1). A look-up in a shorter list shows which badge a verifier checks.
const MinEntries = 131072

const (
	// maxEncoded is the maximum length of encodedList in bytes of text. It is
	// the length of the longest string that package tree reads. A megabyte of
	// deflate can inflate to a gigabyte, so there is also maxInflated.
	maxEncoded = 1 << 20

	// maxInflated is the maximum size of the bitstring in bytes: 67,108,864
	// entries of one bit, the largest list the standard's editors suggest.
	maxInflated = 8 << 20

	// maxTokenList is the maximum size of the list of a status list token in
	// bytes: sixteen million entries of eight bits.
	maxTokenList = 16 << 20

	// firstPart is the size of the first buffer for such a list, which does not
	// give its size: a million entries of one bit, and a byte to notice the end.
	firstPart = 128<<10 + 1

	// maxSize is the maximum width of an entry in bits. Values are returned as
	// a byte, and no issuer maintains more than 256 messages.
	maxSize = 8

	// maxReferences is the maximum number of URLs in one statusReference.
	maxReferences = 16

	// maxAggregated is the maximum number of lists in an aggregation: lists of
	// the least size for 131 million badges, all of which a verifier fetches.
	maxAggregated = 1_000

	// minTTL and maxTTL limit how long a list may be reused: with less a list
	// could force a fetch per badge, with more a revoked badge would be
	// accepted for too long.
	minTTL = time.Minute
	maxTTL = 24 * time.Hour
)
