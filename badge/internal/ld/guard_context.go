package ld

import (
	"slices"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

// credentialTypes are the types whose objects carry a context of their own,
// wherever they stand.
var credentialTypes = [...]string{"VerifiableCredential", "VerifiablePresentation"}

// secured reports whether an object calls itself a credential or presentation.
func secured(v jsontext.Value) bool {
	for name, m := range v.Members() {
		if (name == "type" || name == kwType) && slices.ContainsFunc(credentialTypes[:], m.Holds) {
			return true
		}
	}
	return false
}

func baseContext(url string) bool { return url == urlCredentialsV1 || url == urlCredentialsV2 }

// localContext applies the @context of an object: a list of known URLs, led in
// a credential by a base context of the VC Data Model (§4.3 there).
func (g *guard) localContext(own, v jsontext.Value, a *active, at slot) (*active, *Error) {
	if !at.root && !secured(v) {
		return nil, fail(codeContextNested, own, "@context stands in an object that is not a credential")
	}
	urls, err := contextURLs(own)
	if err != nil {
		return nil, err
	}
	if secured(v) && !baseContext(urls[0]) {
		return nil, fail(codeContextOrder, own, "the first context of a credential is %s, not a base context of the VC Data Model", quote(urls[0]))
	}
	for e := range own.Each() {
		found, err := g.sources.find(e)
		if err != nil {
			return nil, err
		}
		if a, err = g.apply(a, found.context, byDocument, e); err != nil {
			return nil, err
		}
	}
	return a, nil
}

// contextURLs returns the entries of an @context.
func contextURLs(own jsontext.Value) ([]string, *Error) {
	if own.Kind() == jsontext.Array && (own.Len() == 0 || own.Len() > maxContexts) {
		return nil, fail(codeContextInvalid, own, "@context has %d entries, from 1 to %d are allowed", own.Len(), maxContexts)
	}
	var urls []string
	for e := range own.Each() {
		switch e.Kind() {
		case jsontext.String:
		case jsontext.Object:
			return nil, fail(codeContextInline, e, "a context is written out instead of named by its URL")
		case jsontext.Null:
			return nil, fail(codeContextNull, e, "a null context clears what protects the terms")
		default:
			return nil, fail(codeContextInvalid, e, "found %s where the URL of a context is wanted", e.Kind())
		}
		if slices.Contains(urls, e.String()) {
			return nil, fail(codeContextRepeated, e, "the context %s is named twice", quote(e.String()))
		}
		urls = append(urls, e.String())
	}
	return urls, nil
}

// types checks the types of an object and returns their IRIs with the active
// context that the types' own contexts make, in the order of their names.
func (g *guard) types(v jsontext.Value, a *active, at slot) (*active, []string, *Error) {
	var names, iris []string
	for name, m := range v.Members() {
		if a.terms[name].iri != kwType || g.omitted(at, name) {
			continue
		}
		if m.Kind() == jsontext.Array && m.Len() == 0 {
			return nil, nil, fail(codeEmpty, m, "the empty array leaves no statement")
		}
		for e := range m.Each() {
			iri, err := g.typeIRI(e, a)
			if err != nil {
				return nil, nil, err
			}
			if slices.Contains(iris, iri) {
				return nil, nil, fail(codeRepeatedValue, e, "the type %s is stated twice", quote(e.String()))
			}
			names, iris = append(names, e.String()), append(iris, iri)
		}
	}
	inner := a
	for _, name := range slices.Sorted(slices.Values(names)) {
		def, ok := a.terms[name]
		if !ok || !def.scoped {
			continue
		}
		var err *Error
		if inner, err = g.apply(inner, def.scope, byType, v); err != nil {
			return nil, nil, err
		}
	}
	return inner, iris, nil
}

func (g *guard) typeIRI(v jsontext.Value, a *active) (string, *Error) {
	name, ok := v.Text()
	if !ok {
		return "", fail(codeType, v, "found %s where the name of a type is wanted", v.Kind())
	}
	return g.nameIRI(name, a, v)
}
