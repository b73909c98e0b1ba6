package archive

import "time"

// Limits of a file, checked before anything of that size is read or built.
const (
	// maxArchive bounds a file: a class of 1,000 badges in pictures of 200 KB.
	maxArchive = 256 << 20
	// maxObject bounds one object. The largest is a picture, of 64 MiB at most.
	maxObject = 64 << 20
	// maxManifest bounds the manifest: about 400 bytes for each entry.
	maxManifest = 8 << 20
	// maxObjects and maxMembers bound what is in the manifest, counted before it is
	// read: an empty object takes 200 bytes of memory.
	maxObjects = 3 * maxEntries
	maxMembers = 600_000
	// maxEntries bounds the entries of a file: three for each of 5,000 badges, and
	// the answers of their issuers.
	maxEntries = 20_000
	// maxHeaders and maxHeader bound the headers of an answer: how many, and the bytes
	// of a name or a value.
	maxHeaders = 8
	maxHeader  = 256
	// maxProofs bounds the files of proofs: a stamp each year for a century, with
	// a revocation list each.
	maxProofs = 256
	// maxProof bounds a file of a proof. Revocation lists of large authorities have
	// about 1 MB.
	maxProof = 8 << 20
	// maxProofBytes bounds them together.
	maxProofBytes = 32 << 20
	// maxCapture bounds the time between an answer of a host and the statement of a
	// keeper who confirms it. A statement that is later says only that the archive
	// existed, not that the host still answered like that.
	maxCapture = 24 * time.Hour
	// clockSkew is how far the clocks of the maker and the keeper may differ.
	clockSkew = time.Minute
)
