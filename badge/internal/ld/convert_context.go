package ld

import (
	"slices"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/rdf"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

// credentialTypes are the types whose objects have their own @context, at any
// place.
var credentialTypes = [...]string{"VerifiableCredential", "VerifiablePresentation"}

// typeEnvelope is the type of an object around a token, which names the base
// context (VC Data Model §4.13.1).
const typeEnvelope = "EnvelopedVerifiableCredential"

// secured reports whether an object has the type of a credential, in an envelope
// or not, or of a presentation.
func secured(v jsontext.Value) bool {
	for _, name := range [...]string{"type", kwType} {
		m := v.Member(name)
		for _, class := range credentialTypes {
			if m.Holds(class) {
				return true
			}
		}
		if m.Holds(typeEnvelope) {
			return true
		}
	}
	return false
}

func baseContext(url string) bool { return url == urlCredentialsV1 || url == urlCredentialsV2 }

// localContext applies the @context of an object: a list of known URLs. In a
// credential the first is a base context of the VC Data Model (§4.3 there).
func (c *converter) localContext(own, v jsontext.Value, a *active, at *slot) (*active, *Error) {
	if !at.root && !secured(v) && at.link.iri != sec+"proof" {
		return nil, fail(codeContextNested, own, "an object that is neither a credential nor a proof has an @context")
	}
	urls, err := checkContextURLs(own)
	if err != nil {
		return nil, err
	}
	if secured(v) && !baseContext(urls[0]) {
		if !slices.ContainsFunc(urls[1:], baseContext) {
			return nil, fail(codeContextUnknown, own, "no context is a known base context of the VC Data Model, wanted one in place of %s", quote(urls[0]))
		}
		return nil, fail(codeContextOrder, own, "the first context of a credential is %s, wanted the base context of the VC Data Model", quote(urls[0]))
	}
	for e := range own.Each() {
		found, err := c.sources.find(e)
		if err != nil {
			return nil, err
		}
		if a, err = c.apply(a, found.context, byDocument, e); err != nil {
			return nil, err
		}
	}
	return a, nil
}

// checkContextURLs checks the entries of an @context and returns them.
func checkContextURLs(own jsontext.Value) (urls [maxContexts]string, err *Error) {
	if own.Kind() == jsontext.Array && (own.Len() == 0 || own.Len() > maxContexts) {
		return urls, fail(codeContextInvalid, own, "@context has %d entries, wanted from 1 to %d", own.Len(), maxContexts)
	}
	n := 0
	for e := range own.Each() {
		switch e.Kind() {
		case jsontext.String:
		case jsontext.Object:
			return urls, fail(codeContextInline, e, "a context is embedded, wanted its URL")
		case jsontext.Null:
			return urls, fail(codeContextNull, e, "a null context removes all terms, the protected ones included")
		default:
			return urls, fail(codeContextInvalid, e, "found %s, wanted the URL of a context", e.Kind())
		}
		if slices.Contains(urls[:n], e.String()) {
			return urls, fail(codeContextRepeated, e, "the context %s is named twice", quote(e.String()))
		}
		urls[n] = e.String()
		n++
	}
	return urls, nil
}

// class is a type of the object being walked.
type class struct {
	iri    string
	row    *vocabulary.Decisive
	unread bool
	at     jsontext.Value
}

// classOf returns the class of a type, by the term that defines it, if one does.
func classOf(name, iri string, def *definition, at jsontext.Value) class {
	if def == nil {
		def = &definition{mark: markOf(name, iri, "")}
	}
	return class{iri, def.mark.class, def.mark.unread, at}
}

// types checks the types of an object, records their IRIs in converter.classes,
// and returns the active context after the scoped contexts of the types, applied
// in the order of their names.
func (c *converter) types(n *node, v jsontext.Value, at *slot) *Error {
	outer := n.context
	var buffer [4]string
	scoped := buffer[:0]
	var room [1]jsontext.Value
	for _, m := range c.given(room[:0], v, outer.typeWords, at) {
		if m.Kind() == jsontext.Array && m.Len() == 0 {
			return fail(codeEmpty, m, "an empty array makes no statement")
		}
		for e := range m.Each() {
			class, ok := e.Text()
			if !ok {
				return fail(codeType, e, "found %s, wanted the name of a type", e.Kind())
			}
			iri, err := c.nameIRI(class, outer, e)
			if err != nil {
				if err = c.pass(err); err != nil {
					return err
				}
				continue
			}
			if c.repeated(n, statement{rdfType, rdf.Term{Kind: rdf.IRI, Value: iri}}) {
				return fail(codeRepeatedValue, e, "the type %s is stated twice", quote(class))
			}
			c.classes = append(c.classes, classOf(class, iri, outer.terms[class], e))
			if slices.Contains(credentialTypes[:], class) && !c.contextOf(v, at.root).Exists() {
				// It has its own signature, which depends on its own context.
				return fail(codeContextMissing, v, "the embedded credential has no @context")
			}
			if def := outer.terms[class]; def != nil && def.scoped {
				scoped = append(scoped, class)
			}
		}
	}
	slices.Sort(scoped)
	for _, class := range scoped {
		var err *Error
		if n.context, err = c.apply(n.context, outer.terms[class].scope, byType, v); err != nil {
			return err
		}
	}
	return nil
}
