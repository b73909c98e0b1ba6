package badge

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/schema"
)

// Extension is a vocabulary beside the standard's own (OB 3.0 §C).
type Extension struct {
	Type    string // the type of the objects that follow it
	URL     string // what a document names it by
	Context []byte // JSON-LD context, if it has one
	Schema  []byte // JSON Schema, if it has one

	// Repaired says how Context or Schema differs from what the URL serves,
	// where that does not work; "" if it does not differ.
	Repaired string
}

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
func Validate(d *Document, ext ...Extension) []Problem {
	return validate(d, ext, false)
}

// ValidateForIssue is Validate for a document that is about to be issued: it
// also asks for what a good issuer writes, though readers put up with less.
// Credentials that the document embeds are judged as received ones.
func ValidateForIssue(d *Document, ext ...Extension) []Problem {
	return validate(d, ext, true)
}

// schemas compiles each schema once per process, when it is first needed.
var schemas = sync.OnceValue(schema.New)

func validate(d *Document, ext []Extension, issuing bool) []Problem {
	std := standards[d.version]
	if std.schema == nil {
		return []Problem{{Code: codeVersionOld, Message: fmt.Sprintf("found a document of version %s, which is judged after Upgrade", quoted(string(d.version)))}}
	}
	f := &findings{issuing: issuing, context: d.body.Member("@context")}
	name := std.schema(d)
	if fits := f.rules(d, name, std.rules); !fits {
		f.conform(d.body, schemas().Validate(name, d.body))
	}
	if issuing {
		f.issueRules(d, name, std)
	}
	std.whole(f, d, ext)
	return sortProblems(d.root, f.problems)
}

// schemaClasses says which class a document of each kind is. A document of no
// known kind is judged as the credential it might have been meant to be.
var schemaClasses = map[Kind]string{
	KindOther:       "AchievementCredential",
	KindCredential:  "AchievementCredential",
	KindEndorsement: "EndorsementCredential",
	KindCLR:         "ClrCredential",
	KindStatusList:  "StatusListCredential",
	KindAchievement: "Achievement",
	KindProfile:     "Profile",
}

// schemaValidator is the type of the credentialSchema entries that are
// processed (OB 3.0 §9.1).
const schemaValidator = "1EdTechJsonSchemaValidator2019"

// schema3 returns the name of the schema a document is judged by. One that
// names the json set of schemas is held to it: there, every array is written
// as one (OB 3.0 §A.2.1).
func schema3(d *Document) string {
	name := schemaClasses[d.kind]
	if d.version == OB3Legacy {
		name += "/v1p1"
	}
	for entry := range d.body.Member("credentialSchema").Each() {
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
		f.problems = append(f.problems, Problem{Code: code, Path: at + finding.Path, Message: finding.Message})
	}
}

// whole3 applies the schemas of handed-in extensions.
func whole3(f *findings, d *Document, ext []Extension) {
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
func (f *findings) notApplied(d *Document, ext []Extension) {
	for entry := range d.body.Member("credentialSchema").Each() {
		id := entry.Member("id").String()
		_, known := schema.Published(id)
		known = known || slices.ContainsFunc(ext, func(e Extension) bool { return e.URL == id && len(e.Schema) > 0 })
		if !known || !entry.Member("type").Holds(schemaValidator) {
			f.add(Warning, codeSchemaNotApplied, entry, "the schema %s is not known here, and the document was not judged by it", quoted(id))
		}
	}
}

// repaired says where a document relies on a copy that is not the published one.
func (f *findings) repaired(d *Document, e Extension) {
	if e.Repaired == "" {
		return
	}
	for context := range d.body.Member("@context").Each() {
		if len(e.Context) > 0 && context.String() == e.URL {
			f.add(Warning, codeExtensionRepaired, context, "a repaired copy is used: %s", e.Repaired)
		}
	}
	for entry := range d.body.Member("credentialSchema").Each() {
		if id := entry.Member("id"); len(e.Schema) > 0 && id.String() == e.URL {
			f.add(Warning, codeExtensionRepaired, id, "a repaired copy is used: %s", e.Repaired)
		}
	}
}

func (f *findings) extension(d *Document, e Extension) {
	for _, v := range objectsOf(e.Type, d.body, nil) {
		f.applySchema(v, v.Any(), e)
	}
	for entry := range d.body.Member("credentialSchema").Each() {
		if entry.Member("id").String() == e.URL && entry.Member("type").Holds(schemaValidator) {
			f.applySchema(d.body, d.body.Any(), e)
		}
	}
}

// applySchema judges the instance, which is v, by the schema of an extension.
func (f *findings) applySchema(v jsontext.Value, instance any, e Extension) {
	found, err := schemas().ValidateWith(e.Schema, instance)
	if unusable := (*schema.Error)(nil); errors.As(err, &unusable) {
		message := fmt.Sprintf("the schema of the extension %s cannot be applied: %s", quoted(e.Type), unusable.Message)
		f.problems = append(f.problems, Problem{Code: unusable.Code, Path: v.Pointer(), Message: message})
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
