package timeproof

import "time"

const (
	// maxProof bounds the data of one proof, in bytes. A time stamp with its
	// certificates has about 6 KiB, with revocation lists inside some more; a log
	// proof with 64 post-quantum cosignatures fits.
	maxProof = 1 << 20

	// maxCertificates bounds the certificates of one time stamp, those inside and
	// those passed with it. A path has about four.
	maxCertificates = 32

	// maxCertificate bounds one certificate that is passed with a time stamp, in
	// bytes.
	maxCertificate = 64 << 10

	// maxRevocationLists and maxRevocationList bound the lists of one time stamp,
	// in number and bytes. The lists of large authorities have about 1 MiB.
	maxRevocationLists = 16
	maxRevocationList  = 8 << 20

	// maxProofs bounds a series of proofs. A certificate for time stamps lasts
	// five years or more, so that many renewals take a century.
	maxProofs = 32

	// maxAttributes bounds the signed attributes of a time stamp. There are about
	// five.
	maxAttributes = 32

	// maxWitnesses bounds the witnesses and the logs of a policy.
	maxWitnesses = 64

	// maxNonce bounds the nonce of a request, in bytes: that of openssl has 8.
	maxNonce = 64

	// maxPath bounds the steps of an inclusion proof: a log has fewer than 2^63
	// entries.
	maxPath = 63

	// maxSignatures bounds the signature lines of a checkpoint. The standard asks
	// for at least 16.
	maxSignatures = 128

	// clockSkew is how far a proof may be ahead of the clock of the check.
	clockSkew = time.Minute
)
