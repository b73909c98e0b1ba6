// Package rdftest reads N-Quads for tests. It shares no code with package rdf,
// so that it tests the output of that package independently.
//
//	quads, err := rdftest.ParseNQuads("<urn:s> <urn:p> _:o .\n")
package rdftest

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/openbadges-go/openbadges/badge/internal/rdf"
)

// Error is the reason why a text was refused, with the place.
type Error struct {
	Line    int // from 1
	Offset  int // in bytes, of the refused text
	Message string
}

func (e *Error) Error() string {
	return fmt.Sprintf("line %d, offset %d: %s", e.Line, e.Offset, e.Message)
}

func refuse(format string, args ...any) *Error { return &Error{Message: fmt.Sprintf(format, args...)} }

// ParseNQuads reads RDF 1.1 N-Quads. It is strict: IRIs are absolute, blank
// node labels are ASCII and at most rdf.MaxBlankLabel bytes, and the limits on
// datasets apply. Statements come back in order, repeated ones included. The
// error is an *Error.
func ParseNQuads(text string) ([]rdf.Quad, error) {
	if len(text) > rdf.MaxText {
		return nil, &Error{Line: 1, Offset: rdf.MaxText, Message: "the text is longer than rdf.MaxText"}
	}
	p := parser{text: text}
	if !utf8.ValidString(text) {
		p.at = invalidAt(text)
		return nil, p.place(refuse("the text is not valid UTF-8"))
	}
	quads, err := p.document()
	if err != nil {
		return nil, p.place(err)
	}
	return quads, nil
}

func invalidAt(s string) int {
	for i, r := range s {
		if r == utf8.RuneError {
			if _, size := utf8.DecodeRuneInString(s[i:]); size == 1 {
				return i
			}
		}
	}
	return len(s)
}

// The grammar of terms, with only absolute IRIs.
var (
	absoluteIRI = regexp.MustCompile("^[A-Za-z][A-Za-z0-9+.-]*:[^\\x00-\\x20<>\"{}|^`\\\\]*$")
	languageTag = regexp.MustCompile("^[A-Za-z]+(-[A-Za-z0-9]+)*$")
)

const (
	xsdString     = "http://www.w3.org/2001/XMLSchema#string"
	rdfLangString = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
)

type parser struct {
	text string
	at   int // of the byte to read next; on error, of the byte refused
}

// place adds the position of the parser to an error.
func (p *parser) place(e *Error) *Error {
	before := p.text[:p.at]
	lines := strings.Count(before, "\n") + strings.Count(before, "\r") - strings.Count(before, "\r\n")
	e.Line, e.Offset = lines+1, p.at
	return e
}

func (p *parser) document() ([]rdf.Quad, *Error) {
	quads := make([]rdf.Quad, 0, strings.Count(p.text, "\n"))
	for {
		p.space()
		switch c := p.peek(); {
		case p.at == len(p.text):
			return quads, nil
		case c == '\n' || c == '\r':
			p.at++
		case c == '#':
			p.comment()
		case len(quads) == rdf.MaxQuads:
			return nil, refuse("there are more than %d statements", rdf.MaxQuads)
		default:
			quad, err := p.statement()
			if err != nil {
				return nil, err
			}
			quads = append(quads, quad)
		}
	}
}

func (p *parser) statement() (q rdf.Quad, err *Error) {
	for i, term := range []*rdf.Term{&q.Subject, &q.Predicate, &q.Object, &q.Graph} {
		p.space()
		start := p.at
		if i == 3 && p.peek() == '.' {
			break
		}
		if *term, err = p.term(); err != nil {
			return q, err
		}
		if term.Kind == rdf.Literal && i != 2 || term.Kind == rdf.Blank && i == 1 {
			p.at = start
			return q, refuse("%s is not allowed at place %d of the statement", term.Kind, i)
		}
	}
	p.space()
	if p.peek() != '.' {
		return q, p.unexpected("the full stop of a statement")
	}
	p.at++
	p.space()
	if c := p.peek(); c == '#' {
		p.comment()
	} else if p.at < len(p.text) && c != '\n' && c != '\r' {
		return q, p.unexpected("the end of the line")
	}
	return q, nil
}

func (p *parser) term() (rdf.Term, *Error) {
	switch p.peek() {
	case '<':
		iri, err := p.iri()
		return rdf.Term{Kind: rdf.IRI, Value: iri}, err
	case '_':
		return p.blank()
	case '"':
		return p.literal()
	}
	return rdf.Term{}, p.unexpected("an IRI, a blank node or a literal")
}

func (p *parser) iri() (string, *Error) {
	start := p.at
	value, err := p.quoted('>', " \t\r\n<\"{}|^`", "")
	if err != nil {
		return "", err
	}
	if !absoluteIRI.MatchString(value) {
		p.at = start
		return "", refuse("%.64q is not an absolute IRI", value)
	}
	return value, nil
}

func (p *parser) blank() (rdf.Term, *Error) {
	start := p.at
	p.at++
	if p.peek() != ':' {
		return rdf.Term{}, p.unexpected("the colon of a blank node")
	}
	p.at++
	label := p.run(func(c byte) bool { return alphanumeric(c) || strings.IndexByte("_-.", c) >= 0 })
	trimmed := strings.TrimRight(label, ".")
	p.at -= len(label) - len(trimmed)
	if trimmed == "" || trimmed[0] == '-' || trimmed[0] == '.' || len(trimmed) > rdf.MaxBlankLabel {
		p.at = start
		return rdf.Term{}, refuse("%.64q is not the label of a blank node", trimmed)
	}
	return rdf.Term{Kind: rdf.Blank, Value: trimmed}, nil
}

func (p *parser) literal() (rdf.Term, *Error) {
	value, err := p.quoted('"', "\r\n", `tbnrf"'\`)
	if err != nil {
		return rdf.Term{}, err
	}
	term := rdf.Term{Kind: rdf.Literal, Value: value}
	start := p.at
	switch {
	case p.peek() == '@':
		p.at++
		term.Language = p.run(func(c byte) bool { return alphanumeric(c) || c == '-' })
		if !languageTag.MatchString(term.Language) {
			err = refuse("%.64q is not a language tag", term.Language)
		}
	case strings.HasPrefix(p.text[p.at:], "^^"):
		p.at += 2
		start = p.at
		if p.peek() != '<' {
			return term, p.unexpected("a datatype IRI")
		}
		term.Datatype, err = p.iri()
		switch term.Datatype {
		case xsdString:
			term.Datatype = ""
		case rdfLangString:
			err = refuse("a literal of datatype rdf:langString has no language")
		}
	}
	if err != nil && p.at > start {
		p.at = start
	}
	return term, err
}

// quoted reads from an opening delimiter to the closing one and replaces
// escapes: \u and \U, and the letters of short. Text without escapes is not
// copied.
func (p *parser) quoted(closing byte, excluded, short string) (string, *Error) {
	p.at++
	var built strings.Builder
	for start := p.at; p.at < len(p.text); {
		switch c := p.text[p.at]; {
		case c == closing:
			piece := p.text[start:p.at]
			p.at++
			if built.Len() == 0 {
				return piece, nil
			}
			built.WriteString(piece)
			return built.String(), nil
		case c == '\\':
			built.WriteString(p.text[start:p.at])
			r, err := p.escape(short)
			if err != nil {
				return "", err
			}
			built.WriteRune(r)
			start = p.at
		case strings.IndexByte(excluded, c) >= 0:
			return "", p.unexpected("a character allowed between the delimiters")
		default:
			p.at++
		}
	}
	return "", p.unexpected("the closing delimiter")
}

func (p *parser) escape(short string) (rune, *Error) {
	if p.at+1 == len(p.text) {
		return 0, p.unexpected("an escape")
	}
	digits := 0
	switch c := p.text[p.at+1]; {
	case c == 'u':
		digits = 4
	case c == 'U':
		digits = 8
	case strings.IndexByte(short, c) >= 0:
		p.at += 2
		if i := strings.IndexByte("tbnrf", c); i >= 0 {
			return rune("\t\b\n\r\f"[i]), nil
		}
		return rune(c), nil
	default:
		return 0, p.unexpected("an escape that is allowed here")
	}
	value := rune(0)
	for i := range digits {
		at := p.at + 2 + i
		if at == len(p.text) {
			return 0, p.unexpected("hexadecimal digits")
		}
		digit := strings.IndexByte("0123456789ABCDEFabcdef", p.text[at])
		if digit < 0 || value > utf8.MaxRune {
			return 0, p.unexpected("hexadecimal digits of a code point")
		}
		if digit > 0xF {
			digit -= 6
		}
		value = value<<4 | rune(digit)
	}
	if !utf8.ValidRune(value) {
		return 0, p.unexpected("a code point that is not a surrogate")
	}
	p.at += 2 + digits
	return value, nil
}

func alphanumeric(c byte) bool {
	return 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9'
}

func (p *parser) peek() byte {
	if p.at < len(p.text) {
		return p.text[p.at]
	}
	return 0
}

func (p *parser) run(part func(byte) bool) string {
	start := p.at
	for p.at < len(p.text) && part(p.text[p.at]) {
		p.at++
	}
	return p.text[start:p.at]
}

func (p *parser) space() {
	p.run(func(c byte) bool { return c == ' ' || c == '\t' })
}

func (p *parser) comment() {
	p.run(func(c byte) bool { return c != '\n' && c != '\r' })
}

func (p *parser) unexpected(wanted string) *Error {
	if p.at >= len(p.text) {
		return refuse("the text ends, wanted %s", wanted)
	}
	r, _ := utf8.DecodeRuneInString(p.text[p.at:])
	return refuse("found %q, wanted %s", r, wanted)
}
