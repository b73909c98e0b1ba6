package schema

// Codes of ValidateWith.
const (
	CodeTooLarge   = "schema.too_large"  // A supplied schema exceeds a limit. Make it smaller.
	CodeUnusable   = "schema.unusable"   // A supplied schema does not compile. Correct it.
	CodeReference  = "schema.reference"  // A supplied schema refers to a schema that is not embedded. Include it.
	CodeComplexity = "schema.complexity" // Validating by a supplied schema takes more steps than allowed. Simplify it.
)
