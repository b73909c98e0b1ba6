package webvh

import "time"

// Limits of the logs that Read reads. Each entry costs a signature and several
// hashes, so they bound the work for one DID.
const (
	maxLog       = 4 << 20   // bytes of a log, and of a file of witnesses
	maxLine      = 256 << 10 // bytes of an entry: a document of keys has few KiB
	maxEntries   = 1_000     // an entry a week for 19 years
	maxKeys      = 64        // keys, hashes, witnesses and watchers in one parameter
	maxProofs    = 8         // of one entry
	maxApprovals = 4_000     // proofs in a file of witnesses

	// maxAhead is how far the clock of a publisher may be ahead.
	maxAhead = 5 * time.Minute

	// defaultTTL is how long a log is good if it does not say so.
	defaultTTL = time.Hour
)
