package schema

// Codes of ValidateWith.
const (
	CodeTooLarge   = "schema.too_large"  // a handed-in schema exceeds a limit
	CodeUnusable   = "schema.unusable"   // a handed-in schema does not compile
	CodeReference  = "schema.reference"  // a handed-in schema refers to one that is not embedded
	CodeComplexity = "schema.complexity" // validating by a handed-in schema takes more steps than allowed
)
