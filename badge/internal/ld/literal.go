package ld

import (
	"math"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/rdf"
)

// scalar returns the RDF term of a string, number or boolean.
func (c *converter) scalar(v jsontext.Value, a *active, at *slot) (rdf.Term, *Error) {
	if v.Kind() == jsontext.Null {
		return rdf.Term{}, fail(codeNull, v, "a null value makes no statement")
	}
	text, isText := v.Text()
	if isText && at.link.typ == kwID {
		return rdf.Term{Kind: rdf.IRI, Value: text}, c.checkWritten(text, a, v)
	}
	if isText && at.link.typ == kwVocab {
		if at.link.scoped {
			var err *Error
			if a, err = c.apply(a, at.link.scope, byProperty, v); err != nil {
				return rdf.Term{}, err
			}
		}
		iri, err := c.nameIRI(text, a, v)
		return rdf.Term{Kind: rdf.IRI, Value: iri}, err
	}
	return c.literal(v, at)
}

// literal returns the RDF literal of a string, number or boolean.
func (c *converter) literal(v jsontext.Value, at *slot) (rdf.Term, *Error) {
	datatype := at.link.typ
	if keyword(datatype) {
		datatype = ""
	}
	term := rdf.Term{Kind: rdf.Literal, Datatype: datatype}
	if number, ok := v.Number(); ok {
		f, survives := jsontext.Double(string(number))
		if survives == jsontext.Lost || f == 0 && math.Signbit(f) {
			return term, fail(codeNumberRange, v, "the number %s is not exact as a double", quote(string(number)))
		}
		term.Value, term.Datatype = lexicalNumber(f, datatype)
		if survives != jsontext.Exact || !readsBack(term.Value, f) {
			c.note(codeNumberRange, v, "the number %s is signed as %s, like other numbers close to it", quote(string(number)), term.Value)
		}
		return term, nil
	}
	if v.Kind() == jsontext.Bool {
		term.Value, term.Datatype = v.Raw(), orDefault(datatype, xsdBoolean)
		return term, nil
	}
	term.Value = v.String()
	if datatype != "" && datatype != obText && datatype != xsdString && nativeForm(term.Value) {
		return term, fail(codeAmbiguousLiteral, v, "the string %s has the canonical form of a number or boolean", quote(term.Value))
	}
	return term, nil
}
