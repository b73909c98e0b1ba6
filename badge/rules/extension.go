package rules

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/schema"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

// documentRules judge a document of Open Badges 3.0 as a whole.
var documentRules = []rule{
	{jsontext.CodeBOM, []string{document, document2}, warning, failure, "RFC 8259 §8.1", unmarked},
	{codeVersionUnknown, []string{document}, none, failure, "VCDM 2.0 §4.3", versionKnown},
	{codeVersionRead, []string{document}, none, failure, "OB 3.0 §B.1", versionWritten},
	{codeSchemaNotApplied, []string{document}, warning, warning, "OB 3.0 §9.1", schemasKnown},
	{codeExtensionRepaired, []string{document}, warning, warning, "OB 3.0 §C", extensionsPublished},
}

// unmarked reports a byte order mark before the JSON text, which JSON must not
// have and readers may ignore.
func unmarked(f *finder, v jsontext.Value) {
	if bytes.HasPrefix(f.doc.Bytes(), []byte("\xef\xbb\xbf")) {
		f.report(v, "the text starts with a byte order mark, which JSON does not allow")
	}
}

func versionKnown(f *finder, v jsontext.Value) {
	if f.doc.Version() == badge.VersionUnknown {
		f.report(v, "the document names no base context, wanted %s", jsontext.Excerpt(badge.ContextVC2))
	}
}

func versionWritten(f *finder, v jsontext.Value) {
	if f.doc.Version() == badge.OB3VCDM1 {
		f.report(v, "found a document of version %s, wanted %s", jsontext.Excerpt(string(f.doc.Version())), jsontext.Excerpt(string(badge.OB3)))
	}
}

// schemasKnown reports the schemas that a document names and that are not
// applied: those of another type, and those that are neither built in nor
// supplied.
func schemasKnown(f *finder, v jsontext.Value) {
	for entry := range v.Member("credentialSchema").Each() {
		id := entry.Member("id").String()
		_, known := schema.Published(id)
		known = known || slices.ContainsFunc(f.extensions, func(e badge.Extension) bool { return e.URL == id && len(e.Schema) > 0 })
		if !known || !entry.Member("type").Holds(vocabulary.SchemaValidator) {
			f.report(entry, "the schema %s is unknown and was not applied", jsontext.Excerpt(id))
		}
	}
}

// extensionsPublished reports that a document uses a repaired copy instead of
// the published text of an extension.
func extensionsPublished(f *finder, v jsontext.Value) {
	if !f.extended(v) {
		return
	}
	for _, e := range f.extensions {
		if e.Repaired == "" {
			continue
		}
		for context := range v.Member("@context").Each() {
			if len(e.Context) > 0 && context.String() == e.URL {
				f.report(context, "a repaired copy is used: %s", e.Repaired)
			}
		}
		for entry := range v.Member("credentialSchema").Each() {
			if id := entry.Member("id"); len(e.Schema) > 0 && id.String() == e.URL {
				f.report(id, "a repaired copy is used: %s", e.Repaired)
			}
		}
	}
}

// extended reports whether a document names the URL of an extension.
func (f *finder) extended(v jsontext.Value) bool {
	if len(f.extensions) == 0 {
		return false
	}
	for context := range v.Member("@context").Each() {
		if f.located(context.String()) {
			return true
		}
	}
	for entry := range v.Member("credentialSchema").Each() {
		if f.located(entry.Member("id").String()) {
			return true
		}
	}
	return false
}

// located reports whether an extension has a URL. Most badges name no extension,
// so this is much of what many extensions cost them.
func (f *finder) located(url string) bool {
	for i := range f.extensions { // they are large to copy
		if f.extensions[i].URL == url {
			return true
		}
	}
	return false
}

// typedBy reports whether an extension has a type.
func (f *finder) typedBy(name string) bool {
	for i := range f.extensions {
		if f.extensions[i].Type == name {
			return name != ""
		}
	}
	return false
}

// keepTyped keeps an object that the schema of an extension is applied to. In
// Open Badges 2.0 every extension also has the type Extension.
func (f *finder) keepTyped(v jsontext.Value) {
	types := v.Member("type")
	if !types.Exists() {
		return
	}
	before3 := f.doc.Version() == badge.OB2
	for t := range types.Each() {
		if name := t.String(); before3 && name == "Extension" || f.typedBy(name) {
			f.typed = append(f.typed, v)
			return
		}
	}
}

// applyExtensions applies the schemas of the supplied extensions.
func (f *finder) applyExtensions() {
	if f.doc.Version() == badge.OB2 {
		for _, v := range f.typed {
			f.applyExtension2(v)
		}
		return
	}
	if len(f.typed) == 0 && !f.extended(f.body) {
		return
	}
	for _, e := range f.extensions {
		if len(e.Schema) == 0 {
			continue
		}
		for _, v := range f.typed {
			if e.Type != "" && v.Member("type").Holds(e.Type) {
				f.applySchema(v, v.Any(), e)
			}
		}
		for entry := range f.body.Member("credentialSchema").Each() {
			if entry.Member("id").String() == e.URL && entry.Member("type").Holds(vocabulary.SchemaValidator) {
				f.applySchema(f.body, f.body.Any(), e)
			}
		}
	}
}

// applyExtension2 applies the schema to an extension object of Open Badges 2.0.
// It renames members named by an IRI to the terms of the extension's context
// first.
func (f *finder) applyExtension2(v jsontext.Value) {
	if !v.Member("type").Holds("Extension") {
		return
	}
	f.ask(extension2, v)
	for _, e := range f.extensions {
		if len(e.Schema) == 0 || !names(v, e) {
			continue
		}
		instance := v.Any().(map[string]any)
		for iri, term := range termsOf(e) {
			if value, found := instance[iri]; found && instance[term] == nil {
				instance[term] = value
			}
		}
		f.applySchema(v, instance, e)
	}
}

// extensionKnown reports an extension object whose type was not supplied.
func extensionKnown(f *finder, v jsontext.Value) {
	if !slices.ContainsFunc(f.extensions, func(e badge.Extension) bool { return names(v, e) }) {
		f.report(v, "the type of this extension is unknown")
	}
}

// extensionPrefixes are the spellings of the namespace in types.
var extensionPrefixes = []string{"extensions:", vocabulary.NamespaceExtensions, "obi:extensions#", "obi:extensions/#"}

// extensionName returns the name of an extension without its prefix.
func extensionName(typ string) (name string, prefixed bool) {
	for _, prefix := range extensionPrefixes {
		if rest, ok := strings.CutPrefix(typ, prefix); ok {
			return rest, true
		}
	}
	return typ, false
}

// names reports whether an object has the type of an extension, in any spelling.
func names(v jsontext.Value, e badge.Extension) bool {
	if e.Type == "" {
		return false
	}
	wanted, _ := extensionName(e.Type)
	for t := range v.Member("type").Each() {
		if name, prefixed := extensionName(t.String()); prefixed && name == wanted || t.String() == e.Type {
			return true
		}
	}
	return false
}

// termsOf returns the terms of an extension's context by their IRI.
func termsOf(e badge.Extension) map[string]string {
	var document struct {
		Context map[string]json.RawMessage `json:"@context"`
	}
	if json.Unmarshal(e.Context, &document) != nil {
		return nil
	}
	terms := map[string]string{}
	for term, definition := range document.Context {
		var iri string
		if json.Unmarshal(definition, &iri) == nil {
			terms[iri] = term
		}
	}
	return terms
}
