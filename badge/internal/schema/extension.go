package schema

import (
	"errors"
	"fmt"
	"regexp/syntax"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

// Error is the reason why a supplied schema cannot be used.
type Error struct {
	Code    string
	Path    string // JSON Pointer into the schema
	Message string
}

func (e *Error) Error() string { return e.Code + ": " + e.Message }

// ValidateWith returns the violations of a supplied JSON Schema in the instance,
// sorted by path; nil if it conforms. The dialect is the one in $schema, from
// draft 4 on, else 2019-09; formats are asserted. The schema can refer only to
// itself and to the published schemas. The error is an *Error.
func (s *Set) ValidateWith(schemaJSON []byte, instance any) (violations []Violation, err error) {
	defer func() {
		if r := recover(); r != nil {
			violations, err = nil, fromPanic(r)
		}
	}()
	if len(schemaJSON) > maxSchemaBytes {
		return nil, &Error{Code: CodeTooLarge, Message: fmt.Sprintf("the schema has %d bytes, wanted at most %d", len(schemaJSON), maxSchemaBytes)}
	}
	text, err := jsontext.Parse(schemaJSON)
	if e, ok := errors.AsType[*jsontext.Error](err); ok {
		return nil, &Error{Code: e.Code(), Path: e.Path(), Message: e.Message()}
	}
	if err := checkPatterns(text); err != nil {
		return nil, err
	}
	const url = "embedded:///extension"
	compiler := newCompiler()
	compiler.RegisterExtension("budget", nil, &budget{left: maxSteps})
	c, err := compile(compiler, url, text.Any())
	if err != nil {
		return nil, fromCompiler(err)
	}
	if violations, err = c.validate(instance); err != nil {
		return nil, fromCompiler(err)
	}
	return violations, nil
}

// fromCompiler returns our error for one of the library. The text of the library
// can contain anything from the schema, so it is not passed on.
func fromCompiler(err error) *Error {
	var invalid *jsonschema.ValidationError
	var loop jsonschema.InfiniteLoopError
	switch {
	case errors.Is(err, errNotEmbedded):
		return &Error{Code: CodeReference, Message: "the schema refers to a schema that is neither in it nor published; no file or URL is opened"}
	case errors.As(err, &loop):
		return &Error{Code: CodeComplexity, Message: "the schema refers to itself endlessly"}
	case errors.As(err, &invalid):
		for len(invalid.Causes) > 0 {
			invalid = invalid.Causes[0]
		}
		return &Error{Code: CodeUnusable, Path: instancePointer(invalid), Message: "the schema violates its own dialect"}
	}
	return &Error{Code: CodeUnusable, Message: "the schema does not compile"}
}

// errExhausted is the panic of the budget: the library offers no other way to
// stop a run.
var errExhausted = errors.New("budget exhausted")

func fromPanic(r any) *Error {
	if r == any(errExhausted) {
		return &Error{Code: CodeComplexity, Message: fmt.Sprintf("validating by the schema takes more than %d steps", maxSteps)}
	}
	return &Error{Code: CodeUnusable, Message: "the schema cannot be applied"}
}

// checkPatterns refuses patterns with a high cost per byte of input. It treats
// every member named pattern as a pattern, so that it misses none.
func checkPatterns(v jsontext.Value) error {
	for name, member := range v.Members() {
		if text, ok := member.Text(); ok && name == "pattern" {
			if err := checkPattern(text, member); err != nil {
				return err
			}
		}
		if name == "patternProperties" {
			for pattern, sub := range member.Members() {
				if err := checkPattern(pattern, sub); err != nil {
					return err
				}
			}
		}
		if err := checkPatterns(member); err != nil {
			return err
		}
	}
	for _, element := range v.Elements() {
		if err := checkPatterns(element); err != nil {
			return err
		}
	}
	return nil
}

func checkPattern(pattern string, at jsontext.Value) error {
	if len(pattern) > maxPatternBytes {
		return &Error{Code: CodeTooLarge, Path: at.Pointer(), Message: fmt.Sprintf("the pattern has %d bytes, wanted at most %d", len(pattern), maxPatternBytes)}
	}
	parsed, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return &Error{Code: CodeUnusable, Path: at.Pointer(), Message: fmt.Sprintf("the pattern %s is not valid RE2", excerpt(pattern))}
	}
	program, err := syntax.Compile(parsed.Simplify())
	if err != nil || len(program.Inst) > maxPatternSteps {
		return &Error{Code: CodeTooLarge, Path: at.Pointer(), Message: fmt.Sprintf("the pattern %s has too many repetitions", excerpt(pattern))}
	}
	return nil
}

// budget is an extension of the compiler that adds itself to every subschema
// and counts the steps of a run. The library calls an extension after the
// keywords of its schema, so that the innermost schemas count first.
type budget struct{ left int }

func (b *budget) Compile(_ jsonschema.CompilerContext, m map[string]any) (jsonschema.ExtSchema, error) {
	c := counter{budget: b, each: 1}
	for _, keyword := range []string{"allOf", "anyOf", "oneOf", "enum"} {
		if l, ok := m[keyword].([]any); ok {
			c.each += len(l)
		}
	}
	c.perMember = 1
	if patterns, ok := m["patternProperties"].(map[string]any); ok {
		c.perMember += len(patterns)
	}
	return c, nil
}

// counter counts the steps of one subschema.
type counter struct {
	budget    *budget
	each      int // steps of an application
	perMember int // further steps for each member or element
}

func (c counter) Validate(_ jsonschema.ValidationContext, v any) error {
	steps := c.each
	switch v := v.(type) {
	case map[string]any:
		steps += c.perMember * len(v)
	case []any:
		steps += c.perMember * len(v)
	}
	if c.budget.left -= steps; c.budget.left < 0 {
		panic(errExhausted)
	}
	return nil
}
