package sdtext

// Limits of what Restore reads from one token.
const (
	MaxDisclosures = 1_000    // one for each part of a badge that can be withheld; a complete badge has about 300
	maxDisclosure  = 64 << 10 // bytes of one disclosure as sent; a narrative has about 2,000
	maxDisclosed   = 1 << 20  // bytes of all disclosures as sent, since each is decoded and hashed
	maxDigests     = 10_000   // decoys included; each is looked up
	maxNested      = 32       // disclosures inside disclosures
)
