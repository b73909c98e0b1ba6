package schema

const (
	maxViolations = 100 // more do not help, and a hostile text could cause one per value
	maxQuoted     = 64  // bytes of input in a message
	maxListed     = 8   // alternatives in a message
)

// Limits of a supplied schema. The largest published one has 65 KB.
const (
	maxSchemaBytes  = 256 << 10
	maxPatternBytes = 512    // a pattern runs over strings of up to 1 MiB
	maxPatternSteps = 1_000  // instructions of a compiled pattern; repetition multiplies them
	maxSteps        = 20_000 // schemas applied and members visited in one run; doubling allOf grows without bound
)
