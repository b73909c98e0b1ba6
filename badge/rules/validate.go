// Package rules judges whether a badge follows its standard: [Validate] judges
// a document that was received, [ForIssue] one that is about to be issued.
package rules

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/schema"
)

// Validate returns how a document departs from the structure and the rules of
// its standard, in document order; nil if it does not. It looks at what is
// written: nothing is fetched, no signature is checked, no clock is read.
//
// What deployed badges deviate in without harm is a warning. Members that the
// standard does not know are none of its business in Open Badges 3.0, where
// their contexts say what they mean, and warnings in Open Badges 2.0. The
// schema of an extension is applied to every object of the extension's type,
// and to the whole document if credentialSchema names the extension's URL. A
// document that names the URL of a repaired extension is told so in a warning.
//
// A document older than Open Badges 2.0 is not judged as it is: see Upgrade.
func Validate(d *badge.Document, ext ...badge.Extension) []badge.Problem {
	return validate(d, ext, false)
}

// ForIssue is Validate for a document that is about to be issued: it
// also asks for what a good issuer writes, though readers put up with less.
// Credentials that the document embeds are judged as received ones.
func ForIssue(d *badge.Document, ext ...badge.Extension) []badge.Problem {
	return validate(d, ext, true)
}

// schemas compiles each schema once per process, when it is first needed.
var schemas = sync.OnceValue(schema.New)

func validate(d *badge.Document, ext []badge.Extension, issuing bool) []badge.Problem {
	std, judged := standards[d.Version()]
	if !judged {
		return []badge.Problem{{Code: codeVersionOld, Message: fmt.Sprintf("found a document of version %s, which is judged after Upgrade", jsontext.Excerpt(string(d.Version())))}}
	}
	f := &findings{issuing: issuing, context: jsontext.Value(d.Body()).Member("@context")}
	name := std.schema(d)
	if fits := f.rules(d, name, std.rules); !fits {
		f.conform(jsontext.Value(d.Body()), schemas().Validate(name, jsontext.Value(d.Body())))
	}
	if issuing {
		f.issueRules(d, name, std)
	}
	std.whole(f, d, ext)
	return sortProblems(jsontext.Value(d.Root()), f.problems)
}

// standard is how documents of a version are judged.
type standard struct {
	schema  func(*badge.Document) string // names the schema
	rules   map[string][]rule
	whole   func(*findings, *badge.Document, []badge.Extension)
	filled  bool // absent values are left out in writing
	written bool // documents of the version are issued
}

// standards has a row for each version that is judged. A document of unknown
// version is judged by the current one.
var standards = map[badge.Version]standard{
	badge.VersionUnknown: {schema: schema3, rules: rulesOf, whole: whole3, filled: true},
	badge.OB3:            {schema: schema3, rules: rulesOf, whole: whole3, filled: true, written: true},
	badge.OB3Legacy:      {schema: schema3, rules: rulesOf, whole: whole3, filled: true},
	badge.OB2:            {schema: schema2, rules: rulesOf2, whole: whole2, written: true},
}

// schemaClasses says which class a document of each kind is. A document of no
// known kind is judged as the credential it might have been meant to be.
var schemaClasses = map[badge.Kind]string{
	badge.KindOther:       "AchievementCredential",
	badge.KindCredential:  "AchievementCredential",
	badge.KindEndorsement: "EndorsementCredential",
	badge.KindCLR:         "ClrCredential",
	badge.KindStatusList:  "StatusListCredential",
	badge.KindAchievement: "Achievement",
	badge.KindProfile:     "Profile",
}

// schemaValidator is the type of the credentialSchema entries that are
// processed (OB 3.0 §9.1).
const schemaValidator = "1EdTechJsonSchemaValidator2019"

// schema3 returns the name of the schema a document is judged by. One that
// names the json set of schemas is held to it: there, every array is written
// as one (OB 3.0 §A.2.1).
func schema3(d *badge.Document) string {
	name := schemaClasses[d.Kind()]
	if d.Version() == badge.OB3Legacy {
		name += "/v1p1"
	}
	for entry := range jsontext.Value(d.Body()).Member("credentialSchema").Each() {
		arrays, _ := schema.Published(entry.Member("id").String())
		if arrays && entry.Member("type").Holds(schemaValidator) {
			return name + "/json"
		}
	}
	return name
}

// schemaCodes maps the keywords of our own schemas; others occur in handed-in
// schemas only.
var schemaCodes = map[string]string{
	"required": codeSchemaRequired, "type": codeSchemaType, "enum": codeSchemaEnum, "contains": codeSchemaContains,
	"pattern": codeSchemaPattern, "format": codeSchemaFormat, "minItems": codeSchemaMinItems, "additionalProperties": codeSchemaAdditional,
}

// conform turns what a schema found in v into problems.
func (f *findings) conform(v jsontext.Value, found []schema.Finding) {
	at := v.Pointer()
	for _, finding := range found {
		code, known := schemaCodes[finding.Keyword]
		if !known {
			code = codeSchemaOther
		}
		f.problems = append(f.problems, badge.Problem{Code: code, Path: at + finding.Path, Message: finding.Message})
	}
}

// whole3 applies the schemas of handed-in extensions.
func whole3(f *findings, d *badge.Document, ext []badge.Extension) {
	for _, e := range ext {
		f.repaired(d, e)
		if len(e.Schema) > 0 {
			f.extension(d, e)
		}
	}
	f.notApplied(d, ext)
}

// notApplied names the schemas that a document asks for and is not judged by:
// those of other kinds, and those that are neither built in nor handed in.
func (f *findings) notApplied(d *badge.Document, ext []badge.Extension) {
	for entry := range jsontext.Value(d.Body()).Member("credentialSchema").Each() {
		id := entry.Member("id").String()
		_, known := schema.Published(id)
		known = known || slices.ContainsFunc(ext, func(e badge.Extension) bool { return e.URL == id && len(e.Schema) > 0 })
		if !known || !entry.Member("type").Holds(schemaValidator) {
			f.add(badge.Warning, codeSchemaNotApplied, entry, "the schema %s is not known here, and the document was not judged by it", jsontext.Excerpt(id))
		}
	}
}

// repaired says where a document relies on a copy that is not the published one.
func (f *findings) repaired(d *badge.Document, e badge.Extension) {
	if e.Repaired == "" {
		return
	}
	for context := range jsontext.Value(d.Body()).Member("@context").Each() {
		if len(e.Context) > 0 && context.String() == e.URL {
			f.add(badge.Warning, codeExtensionRepaired, context, "a repaired copy is used: %s", e.Repaired)
		}
	}
	for entry := range jsontext.Value(d.Body()).Member("credentialSchema").Each() {
		if id := entry.Member("id"); len(e.Schema) > 0 && id.String() == e.URL {
			f.add(badge.Warning, codeExtensionRepaired, id, "a repaired copy is used: %s", e.Repaired)
		}
	}
}

func (f *findings) extension(d *badge.Document, e badge.Extension) {
	for _, v := range objectsOf(e.Type, jsontext.Value(d.Body()), nil) {
		f.applySchema(v, v.Any(), e)
	}
	for entry := range jsontext.Value(d.Body()).Member("credentialSchema").Each() {
		if entry.Member("id").String() == e.URL && entry.Member("type").Holds(schemaValidator) {
			f.applySchema(jsontext.Value(d.Body()), jsontext.Value(d.Body()).Any(), e)
		}
	}
}

// applySchema judges the instance, which is v, by the schema of an extension.
func (f *findings) applySchema(v jsontext.Value, instance any, e badge.Extension) {
	found, err := schemas().ValidateWith(e.Schema, instance)
	if unusable := (*schema.Error)(nil); errors.As(err, &unusable) {
		message := fmt.Sprintf("the schema of the extension %s cannot be applied: %s", jsontext.Excerpt(e.Type), unusable.Message)
		f.problems = append(f.problems, badge.Problem{Code: unusable.Code, Path: v.Pointer(), Message: message})
		return
	}
	f.conform(v, found)
}

// objectsOf returns the objects of a type in v, wherever they stand.
func objectsOf(typ string, v jsontext.Value, found []jsontext.Value) []jsontext.Value {
	if typ != "" && v.Kind() == jsontext.Object && v.Member("type").Holds(typ) {
		found = append(found, v)
	}
	for _, member := range v.Members() {
		found = objectsOf(typ, member, found)
	}
	for _, element := range v.Elements() {
		found = objectsOf(typ, element, found)
	}
	return found
}

// isEmbedded reports whether a walk has come to a credential inside another.
func isEmbedded(is string, v, body jsontext.Value) bool {
	return (strings.HasSuffix(is, "Credential") || is == "OB2.Endorsement") && v != body
}
