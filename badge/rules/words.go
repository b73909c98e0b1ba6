package rules

import (
	"slices"
	"strings"
	"sync"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

// wordRules judge names and values in which readers differ: those who follow
// JSON-LD and those who read the text, exact ones and ones that ignore case or
// white space. They concern Open Badges 3.0, where the text can be signed.
var wordRules = []rule{
	{codeKeyword, []string{document}, decides, failure, "JSON-LD 1.1 §1.7", keywords},
	{codeContextNull, []string{document}, decides, failure, "JSON-LD 1.1 §4.1", nullContexts},
	{codeNull, []string{document}, decides, failure, "JSON-LD 1.1 API §5.1.2", nullElements},
	{jsontext.CodeNumberRange, []string{document}, decides, failure, "RFC 8785 §3.2.2.3", lostNumbers},
	{jsontext.CodeNumberRange, []string{document}, warning, failure, "RFC 8785 §3.2.2.3", roundedNumbers},
	{codeShadow, []string{anyUndefined}, decides, failure, "OB 3.0 §B", decisiveShadows},
	{codeShadow, []string{anyUndefined}, warning, failure, "OB 3.0 §B", otherShadows},
	{codeShadow, []string{document}, warning, failure, "RFC 7519 §4.1", claimNames},
}

const memberContext = "@context"

// keywords reports names that start with @. The document, the
// credentials in it and their proofs may have an @context.
func keywords(f *finder, v jsontext.Value) {
	var descend func(v jsontext.Value, proof bool)
	descend = func(v jsontext.Value, proof bool) {
		for name, m := range v.Members() {
			if strings.HasPrefix(name, "@") && !(name == memberContext && (proof || v == f.body || isCredential(v))) {
				f.report(m, "the name %s is a keyword of JSON-LD or looks like one, and is not allowed here", jsontext.Excerpt(name))
			}
			if name != memberContext {
				descend(m, name == "proof")
			}
		}
		for _, e := range v.Elements() {
			descend(e, proof)
		}
	}
	descend(v, false)
}

func isCredential(v jsontext.Value) bool {
	types := v.Member("type")
	return types.Holds("VerifiableCredential") || types.Holds("VerifiablePresentation")
}

// nullContexts reports null in an @context, which removes the meaning of all
// properties.
func nullContexts(f *finder, v jsontext.Value) {
	for object := range v.OfKind(jsontext.Object) {
		for c := range object.Member(memberContext).Each() {
			if c.Kind() == jsontext.Null {
				f.report(c, "found null, wanted the URL of a context")
			}
		}
	}
}

func nullElements(f *finder, v jsontext.Value) {
	for array := range v.OfKind(jsontext.Array) {
		for _, e := range array.Elements() {
			if e.Kind() == jsontext.Null {
				f.report(e, "found null in an array, where some readers do not see it")
			}
		}
	}
}

func lostNumbers(f *finder, v jsontext.Value)    { f.numbers(v, jsontext.Lost) }
func roundedNumbers(f *finder, v jsontext.Value) { f.numbers(v, jsontext.Rounded) }

// numbers reports numbers that readers take for another one.
func (f *finder) numbers(v jsontext.Value, which jsontext.Survival) {
	for number := range v.OfKind(jsontext.Number) {
		switch double, survives := jsontext.Double(number.Raw()); {
		case survives != which:
		case which == jsontext.Lost:
			f.report(number, "most software changes the number %s, which no IEEE 754 double holds", jsontext.Excerpt(number.Raw()))
		default:
			f.report(number, "the number %s is read and signed as %v", jsontext.Excerpt(number.Raw()), double)
		}
	}
}

// properties are the names of the properties of a class: as written, and by how
// careless readers take them.
type properties struct {
	written map[string]bool
	taken   map[string]string
}

var propertiesOf = sync.OnceValue(func() map[string]properties {
	classes := map[string]properties{}
	for _, c := range vocabulary.Classes() {
		all := properties{map[string]bool{memberContext: true}, map[string]string{}}
		add := func(name string) { all.written[name], all.taken[vocabulary.Joined(name)] = true, name }
		add("id")
		add("type")
		for _, p := range c.Properties {
			add(p.Name)
		}
		classes[c.Name] = all
	}
	return classes
})

func decisiveShadows(f *finder, v jsontext.Value) { f.shadows(v, true) }
func otherShadows(f *finder, v jsontext.Value)    { f.shadows(v, false) }

// shadows reports a name that careless readers take for a property of the class.
// Underscores and hyphens mislead nobody to whom it matters.
func (f *finder) shadows(v jsontext.Value, decisive bool) {
	class := propertiesOf()[f.is]
	if class.written[f.name] {
		return
	}
	var usual [64]byte
	property, like := class.taken[string(vocabulary.AppendJoined(usual[:0], f.name))]
	if !like {
		return
	}
	if decides := vocabulary.Decides(property) && vocabulary.Folded(f.name) == vocabulary.Folded(property); decides == decisive {
		f.report(v, "some readers take the name %s for %s", jsontext.Excerpt(f.name), jsontext.Excerpt(property))
	}
}

// claimNames reports members of a document that is not a token with the names
// of claims.
func claimNames(f *finder, v jsontext.Value) {
	if _, token := f.doc.JWS(); token {
		return
	}
	for name, m := range v.Members() {
		if name == "vc" || slices.Contains(vocabulary.RegisteredClaims(), name) {
			f.report(m, "the document has a member %s, which is a claim of tokens", jsontext.Excerpt(name))
		}
	}
}
