// Package schema judges whether a JSON value has the structure of a class of
// Open Badges or CLR.
//
// The classes are the rows of package vocabulary. Set.Validate generates JSON
// Schemas from them (draft 2019-09, OB 3.0 §E) and returns the violations.
// Set.Walk reads the rows themselves and only reports whether there are any,
// which is many times faster.
//
// A schema name is a class name, such as AchievementCredential, with optional
// suffixes: /v1p1 for the VC Data Model 1.1, /json for the set of schemas in
// which every array must be written as one, /exact for the published schema.
// Without /exact, four deviations of deployed badges are also accepted: a
// credentialStatus that is an array or has no id, an activity date or a VC Data
// Model 1.1 date without zone, the identifier type email, and an embedded
// credential of the other data model.
package schema

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/santhosh-tekuri/jsonschema/v5"
)

// Violation is a value that does not conform to a schema.
type Violation struct {
	Keyword string // the JSON Schema keyword that failed
	Path    string // JSON Pointer into the value
	Message string
}

// Set holds the schemas of all classes. It compiles each on first use. A Set is
// safe for concurrent use.
type Set struct {
	mu       sync.Mutex
	compiled map[string]*compiled // by schema name
	models   map[reading]*model
}

// compiled is a schema and the documents its messages are taken from.
type compiled struct {
	schema    *jsonschema.Schema
	documents map[string]any // by URL
}

// New returns a Set without compiled schemas.
func New() *Set { return &Set{compiled: map[string]*compiled{}, models: map[reading]*model{}} }

// Validate returns the violations of the named schema in v, sorted by path; nil
// if v conforms.
func (s *Set) Validate(name string, v jsontext.Value) []Violation {
	className, as := parseName(name)
	m := s.model(as)
	return s.validate(name, m.tree(m.named(className), v))
}

// validate judges a tree of map[string]any, []any, json.Number, string, bool
// and nil.
func (s *Set) validate(name string, instance any) []Violation {
	c, err := s.lookup(name)
	if err != nil {
		return []Violation{{Keyword: "schema", Message: fmt.Sprintf("the schema %s does not exist", excerpt(name))}}
	}
	violations, err := c.validate(instance)
	if err != nil {
		return []Violation{{Keyword: "schema", Message: "the value cannot be validated"}}
	}
	return violations
}

// Visitor is called for the values of a document.
type Visitor struct {
	// Value gets the class, the primitive or the enumeration of a value, "" for
	// one that is not of its type.
	Value func(is string, v jsontext.Value)
	// Undefined gets a member that the class of its object does not define.
	Undefined func(class, name string, v jsontext.Value)
}

// Walk reports whether v conforms to the named schema: whether Validate would
// find nothing. It is many times faster. It calls visit for v and every value in
// it, in document order, whether v conforms or not; not for what is inside a
// value that is not defined or not of its type.
func (s *Set) Walk(name string, v jsontext.Value, visit Visitor) (fits bool) {
	className, as := parseName(name)
	m := s.model(as)
	c := m.named(className)
	return c != nil && m.walk(c, v, visit)
}

func (s *Set) model(as reading) *model {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, ok := s.models[as]
	if !ok {
		m = newModel(as)
		s.models[as] = m
	}
	return m
}

var errUnknownClass = errors.New("unknown class")

// lookup returns the named schema, compiled.
func (s *Set) lookup(name string) (*compiled, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c, ok := s.compiled[name]; ok {
		return c, nil
	}
	className, as := parseName(name)
	g := newGenerator(as)
	class, ok := g.class[className]
	if !ok {
		return nil, errUnknownClass
	}
	url := "embedded:///" + name
	compiler := newCompiler()
	document := g.document(url, reference(definition(class, as.vcdm1)))
	c, err := compile(compiler, url, document)
	if err != nil {
		return nil, err
	}
	s.compiled[name] = c
	return c, nil
}

// newCompiler returns a compiler that reads draft 2019-09 unless a schema names
// another dialect, asserts formats with our own checks, and loads only the
// published schemas.
func newCompiler() *jsonschema.Compiler {
	c := jsonschema.NewCompiler()
	c.Draft = jsonschema.Draft2019
	c.AssertFormat = true
	for name, check := range formats() {
		c.Formats[name] = func(v any) bool {
			text, ok := v.(string)
			return !ok || check(text)
		}
	}
	c.LoadURL = loadPublished
	return c
}

// errNotEmbedded is the answer to the compiler for every other URL.
var errNotEmbedded = errors.New("not an embedded schema")

// loadPublished is the only loader. It returns the schemas of published.go and
// refuses every other URL.
func loadPublished(url string) (io.ReadCloser, error) {
	document, ok := publishedDocument(url)
	if !ok {
		return nil, errNotEmbedded
	}
	text, err := json.Marshal(document)
	if err != nil {
		return nil, err
	}
	return io.NopCloser(bytes.NewReader(text)), nil
}

// compile adds a document under its URL and compiles it.
func compile(compiler *jsonschema.Compiler, url string, document any) (*compiled, error) {
	text, err := json.Marshal(document)
	if err != nil {
		return nil, err
	}
	if err := compiler.AddResource(url, bytes.NewReader(text)); err != nil {
		return nil, err
	}
	schema, err := compiler.Compile(url)
	if err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var tree any
	if err := decoder.Decode(&tree); err != nil {
		return nil, err
	}
	return &compiled{schema: schema, documents: map[string]any{url: tree}}, nil
}

// validate runs the schema. An error means that the run itself failed.
func (c *compiled) validate(instance any) (violations []Violation, err error) {
	err = c.schema.Validate(instance)
	var failed *jsonschema.ValidationError
	if err == nil || !errors.As(err, &failed) {
		return nil, err
	}
	return explain(failed, c.document, instance), nil
}

// document returns the schema document with the URL.
func (c *compiled) document(url string) any {
	if d, ok := c.documents[strings.TrimSuffix(url, "#")]; ok {
		return d
	}
	d, _ := publishedDocument(url)
	return d
}
