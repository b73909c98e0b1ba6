package rdf

import (
	"strings"
	"unicode/utf8"
)

const (
	xsdString     = "http://www.w3.org/2001/XMLSchema#string"
	rdfLangString = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
)

// iriExcluded is 1 for the bytes that the IRIREF production of N-Quads excludes.
// An IRI with such a byte could end early in the text, so that two datasets have
// the same canonical form.
var iriExcluded = func() (table [256]byte) {
	for c := range 0x21 {
		table[c] = 1
	}
	for _, c := range []byte("<>\"{}|^`\\") {
		table[c] = 1
	}
	return table
}()

// positions names the places of a statement in the order of its fields, with
// the kinds of term that each allows (RDF 1.1 Concepts §3.1; a graph name may
// be missing).
var positions = [...]struct {
	name  string
	kinds [4]bool // indexed by Kind
}{
	{"subject", [4]bool{IRI: true, Blank: true}},
	{"predicate", [4]bool{IRI: true}},
	{"object", [4]bool{IRI: true, Blank: true, Literal: true}},
	{"graph name", [4]bool{None: true, IRI: true, Blank: true}},
}

// allowed returns an error if the kind of the term does not fit the position.
func (t *Term) allowed(position int) *Error {
	p := &positions[position]
	if t.Kind > Literal || !p.kinds[t.Kind] {
		return refuse(CodeTerm, "the %s is %s", p.name, t.Kind)
	}
	return nil
}

// terms lists the terms in the order of positions.
func (q *Quad) terms() [4]*Term {
	return [4]*Term{&q.Subject, &q.Predicate, &q.Object, &q.Graph}
}

// check returns an error if the statement cannot be written as N-Quads. It does
// not check terms again that it shares with a good statement, such as the
// subject of its neighbour. The good one may be nil.
func (q *Quad) check(good *Quad) *Error {
	for i, term := range q.terms() {
		if good != nil && *term == *good.terms()[i] {
			continue
		}
		if err := term.allowed(i); err != nil {
			return err
		}
		if err := term.check(); err != nil {
			return err
		}
	}
	return nil
}

func (t *Term) check() *Error {
	if t.Kind != Literal && (t.Datatype != "" || t.Language != "") {
		return refuse(CodeTerm, "%s has a datatype or a language, wanted them only on a literal", t.Kind)
	}
	switch t.Kind {
	case None:
		if t.Value != "" {
			return refuse(CodeTerm, "a missing term has the value %s, wanted no value", quote(t.Value))
		}
		return nil
	case IRI:
		return checkIRI(t.Value)
	case Blank:
		return checkLabel(t.Value)
	}
	return t.checkLiteral()
}

func (t *Term) checkLiteral() *Error {
	if !utf8.ValidString(t.Value) {
		return refuse(CodeEncoding, "the literal %s is not valid UTF-8", quote(t.Value))
	}
	if t.Language != "" {
		if t.Datatype != "" && t.Datatype != rdfLangString {
			return refuse(CodeTerm, "a literal has the language %s and the datatype %s, wanted one of them", quote(t.Language), quote(t.Datatype))
		}
		return checkLanguage(t.Language)
	}
	if t.Datatype == "" {
		return nil
	}
	if t.Datatype == rdfLangString {
		return refuse(CodeTerm, "a literal of the datatype rdf:langString has no language")
	}
	return checkIRI(t.Datatype)
}

// checkIRI accepts absolute IRIs as far as N-Quads needs it: a scheme, and no
// excluded character. It does not check the parts after the scheme.
func checkIRI(s string) *Error {
	// Checks spend most of their time here, so this loop has no branches.
	var excluded, all byte
	for i := range len(s) {
		excluded |= iriExcluded[s[i]]
		all |= s[i]
	}
	if excluded != 0 {
		i := strings.IndexFunc(s, func(r rune) bool { return r < utf8.RuneSelf && iriExcluded[r] != 0 })
		return refuse(CodeIRI, "the IRI %s contains %q, which is not allowed in an IRI", quote(s), s[i])
	}
	if !hasScheme(s) {
		return refuse(CodeIRI, "the IRI %s is not absolute", quote(s))
	}
	if all >= utf8.RuneSelf && !utf8.ValidString(s) {
		return refuse(CodeEncoding, "the IRI %s is not valid UTF-8", quote(s))
	}
	return nil
}

func hasScheme(s string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case isLetter(c):
		case i == 0:
			return false
		case c == ':':
			return true
		case !isDigit(c) && c != '+' && c != '-' && c != '.':
			return false
		}
	}
	return false
}

func checkLabel(s string) *Error {
	if len(s) > MaxBlankLabel {
		return refuse(CodeBlankLabel, "the blank node label %s is %d bytes long, wanted at most %d", quote(s), len(s), MaxBlankLabel)
	}
	for i := range len(s) {
		if c := s[i]; !isLabelByte(c) || (c == '-' && i == 0) || (c == '.' && (i == 0 || i == len(s)-1)) {
			return refuse(CodeBlankLabel, "the blank node label %s contains %q at %d, wanted letters, digits, _ and inner - or .", quote(s), c, i)
		}
	}
	if s == "" {
		return refuse(CodeBlankLabel, "a blank node has no label")
	}
	return nil
}

func checkLanguage(s string) *Error {
	group, first := 0, true
	for i := range len(s) {
		switch c := s[i]; {
		case isLetter(c) || (isDigit(c) && !first):
			group++
		case c == '-' && group > 0:
			group, first = 0, false
		default:
			return refuse(CodeLanguage, "the language tag %s contains %q at %d, wanted letters, then groups of letters and digits", quote(s), c, i)
		}
	}
	if group == 0 {
		return refuse(CodeLanguage, "the language tag %s ends early, wanted letters or digits", quote(s))
	}
	return nil
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
func isDigit(c byte) bool  { return '0' <= c && c <= '9' }

func isLabelByte(c byte) bool {
	return isLetter(c) || isDigit(c) || c == '_' || c == '-' || c == '.'
}
