package schema

const (
	maxViolations = 100 // more help nobody, and a hostile text could provoke one per value
	maxQuoted     = 64  // bytes of input that a message shows
	maxListed     = 8   // alternatives that a message lists
)

// Limits of a handed-in schema. The largest published one has 65 KB.
const (
	maxSchemaBytes  = 256 << 10
	maxPatternBytes = 512    // a pattern runs over strings of up to 1 MiB
	maxPatternSteps = 1_000  // instructions of a compiled pattern; repetition multiplies them
	maxSteps        = 20_000 // schemas applied and members met in one run; doubling allOf grows without bound
)
