package status

import "time"

// MinEntries is the least number of entries of a list (Bitstring Status List
// §3.1): in a shorter one a badge does not hide among others.
const MinEntries = 131072

const (
	// maxEncoded bounds encodedList in bytes of text. It is the length of the
	// longest string that package tree reads. Inflating a megabyte of deflate
	// can yield a gigabyte, hence maxInflated beside it.
	maxEncoded = 1 << 20

	// maxInflated bounds the bitstring, in bytes: 67,108,864 entries of one
	// bit, the largest list the standard's editors suggest.
	maxInflated = 8 << 20

	// maxSize is the widest entry, in bits. Values are handed out as a byte,
	// and a table of 256 messages is as much as anyone can maintain.
	maxSize = 8

	// maxReferences bounds the addresses in one statusReference.
	maxReferences = 16

	// minTTL and maxTTL bound how long a list may be reused: less would let
	// a list force a fetch per badge, more would keep a revoked badge alive.
	minTTL = time.Minute
	maxTTL = 24 * time.Hour
)
