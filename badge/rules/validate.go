// Package rules checks whether a badge follows its standard.
//
// [Validate] checks a document that was received, [ForIssue] one that is about
// to be issued. Both use only the document: they fetch nothing, check no
// signature and read no clock. Each problem has a stable code; [All] lists the
// rules with their codes, the sections of the standards that state them, and
// their severity for either call.
package rules

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/schema"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

// Validate returns the ways in which a document violates the structure and the
// rules of its standard, in document order; nil if there are none.
//
// Harmless deviations that are common in deployed badges are warnings. Unknown
// properties are ignored in Open Badges 3.0, because contexts define them; in
// Open Badges 2.0 they are warnings. The schema of an extension is applied to
// every object of the extension's type, and to the whole document if its
// credentialSchema names the extension's URL. A repaired extension that the
// document uses is a warning.
//
// A document older than Open Badges 2.0 is not validated: call badge.Upgrade first.
func Validate(d *badge.Document, ext ...badge.Extension) []badge.Problem {
	return judge(d, d.Kind(), ext, false, allRules())
}

// ValidateAs is Validate for a document that should be of the given kind: it
// judges a document with another or a misspelt type by the rules of that kind,
// and reports the type.
func ValidateAs(d *badge.Document, kind badge.Kind, ext ...badge.Extension) []badge.Problem {
	return judge(d, kind, ext, false, allRules())
}

// ForIssue is Validate for a document that is about to be issued. Most warnings
// are errors here, and rules of good practice are added. For embedded
// credentials the rules of Validate apply, because other issuers wrote them.
func ForIssue(d *badge.Document, ext ...badge.Extension) []badge.Problem {
	return judge(d, d.Kind(), ext, true, allRules())
}

// schemas compiles each schema once per process, when it is first needed.
var schemas = sync.OnceValue(schema.New)

func judge(d *badge.Document, kind badge.Kind, ext []badge.Extension, issuing bool, rules table) []badge.Problem {
	if v := d.Version(); v.Before3() && v != badge.OB2 {
		return []badge.Problem{{Code: codeVersionOld, Message: fmt.Sprintf("found a document of version %s, wanted the result of badge.Upgrade", jsontext.Excerpt(string(v)))}}
	}
	name, whole := schema3(d, kind), document
	if d.Version() == badge.OB2 {
		name, whole = schema2(d, kind), document2
	}
	if name == "" {
		return []badge.Problem{{Code: codeKind, Path: d.Body().Pointer(), Message: fmt.Sprintf("found a document of version %s, which has no kind %s", jsontext.Excerpt(string(d.Version())), jsontext.Excerpt(string(kind)))}}
	}
	body := jsontext.Value(d.Body())
	f := &finder{
		doc: d, body: body, context: body.Member("@context"), table: rules, extensions: ext, issuing: issuing,
		subjects: map[jsontext.Value]bool{}, proofForms: map[string]bool{},
	}
	if fits := schemas().Walk(name, f.body, schema.Visitor{Value: f.visit, Undefined: f.undefined}); !fits {
		f.conform(f.body, slices.DeleteFunc(violations(name, f.body), f.tolerated))
	}
	f.inner = 0
	f.ask(whole, f.body)
	f.applyExtensions()
	return sortProblems(jsontext.Value(d.Root()), f.problems)
}

// ofJSONSet ends the name of a schema that allows no lone value in place of an
// array.
const ofJSONSet = "/json"

// violations returns what a schema finds in a document. A schema of the json set
// finds what the usual one does, and lone values that only it refuses, once for
// each name.
func violations(name string, v jsontext.Value) []schema.Violation {
	found := schemas().Validate(name, v)
	usual, set := strings.CutSuffix(name, ofJSONSet)
	if !set {
		return found
	}
	kept := schemas().Validate(usual, v)
	usually := len(kept)
	reported := map[string]bool{}
	for _, one := range found {
		same := func(other schema.Violation) bool { return other.Path == one.Path && other.Keyword == one.Keyword }
		member := one.Path[strings.LastIndexByte(one.Path, '/')+1:]
		if one.Keyword == "type" && v.At(one.Path).Kind() != jsontext.Array && !slices.ContainsFunc(kept[:usually], same) && !reported[member] {
			one.Keyword, reported[member] = jsonSet, true
			kept = append(kept, one)
		}
	}
	return kept
}

// classOf returns the class of documents of a kind, or "". A document of
// unknown kind is judged as a credential.
func classOf(kind badge.Kind, before3 bool) string {
	if kind == badge.KindOther {
		kind = badge.KindCredential
	}
	t, _ := vocabulary.TypeOf(string(kind), before3)
	return t.Class
}

// schema3 returns the name of the schema for a document of Open Badges 3.0, or
// "". A document that names a schema of the json set is judged by that set,
// where every array is written as one (OB 3.0 §A.2.1).
func schema3(d *badge.Document, kind badge.Kind) string {
	name := classOf(kind, false)
	if name != "" && d.Version() == badge.OB3VCDM1 {
		name += "/v1p1"
	}
	for entry := range d.Body().Member("credentialSchema").Each() {
		arrays, _ := schema.Published(entry.Member("id").String())
		if name != "" && arrays && entry.Member("type").Holds(vocabulary.SchemaValidator) {
			return name + ofJSONSet
		}
	}
	return name
}

// schema2 returns the name of the schema for a document of Open Badges 2.0, or
// "". A revoked assertion needs little more than its id.
func schema2(d *badge.Document, kind badge.Kind) string {
	if kind == badge.KindCredential && d.Revocation().Revoked {
		return "OB2.RevokedAssertion"
	}
	return classOf(kind, true)
}
