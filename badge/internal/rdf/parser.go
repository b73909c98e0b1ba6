package rdf

import (
	"strings"
	"unicode/utf8"
)

// ParseNQuads reads RDF 1.1 N-Quads. It is strict: IRIs are absolute, blank
// node labels are ASCII and at most MaxBlankLabel bytes, and the limits on
// datasets hold. Statements come back in order, repeated ones included. An
// error is an *Error with its place in the text.
func ParseNQuads(text string) ([]Quad, error) {
	if len(text) > MaxText {
		return nil, &Error{Code: CodeTextLimit, Line: 1, Offset: MaxText, Message: "the text is longer than the limit of 16 MiB"}
	}
	p := parser{text: text}
	if !utf8.ValidString(text) {
		p.at = invalidAt(text)
		return nil, p.place(refuse(CodeEncoding, "the text is not valid UTF-8"))
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

type parser struct {
	text string
	at   int // of the byte to read next; on error, of the byte refused
}

// place completes an error with the place where the parser stands.
func (p *parser) place(e *Error) *Error {
	before := p.text[:p.at]
	lines := strings.Count(before, "\n") + strings.Count(before, "\r") - strings.Count(before, "\r\n")
	e.Line, e.Offset = lines+1, p.at
	return e
}

func (p *parser) document() ([]Quad, *Error) {
	quads := make([]Quad, 0, strings.Count(p.text, "\n"))
	for {
		p.space()
		switch c := p.peek(); {
		case p.at == len(p.text):
			return quads, nil
		case c == '\n' || c == '\r':
			p.at++
		case c == '#':
			p.comment()
		case len(quads) == MaxQuads:
			return nil, refuse(CodeQuadLimit, "there are more than %d statements", MaxQuads)
		default:
			quad, err := p.statement()
			if err != nil {
				return nil, err
			}
			quads = append(quads, quad)
		}
	}
}

func (p *parser) statement() (q Quad, err *Error) {
	for i, term := range q.terms() {
		p.space()
		start := p.at
		if i == 3 && p.peek() == '.' {
			break
		}
		if *term, err = p.term(); err == nil {
			err = term.allowed(i)
			if err != nil {
				p.at = start
			}
		}
		if err != nil {
			return q, err
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

func (p *parser) term() (Term, *Error) {
	switch p.peek() {
	case '<':
		iri, err := p.iri()
		return Term{Kind: IRI, Value: iri}, err
	case '_':
		return p.blank()
	case '"':
		return p.literal()
	}
	return Term{}, p.unexpected("an IRI, a blank node or a literal")
}

func (p *parser) iri() (string, *Error) {
	start := p.at
	value, err := p.quoted('>', " \t\r\n<\"{}|^`", "")
	if err != nil {
		return "", err
	}
	if err := checkIRI(value); err != nil {
		p.at = start
		return "", err
	}
	return value, nil
}

func (p *parser) blank() (Term, *Error) {
	start := p.at
	p.at++
	if p.peek() != ':' {
		return Term{}, p.unexpected("the colon of a blank node")
	}
	p.at++
	label := p.run(isLabelByte)
	trimmed := strings.TrimRight(label, ".")
	p.at -= len(label) - len(trimmed)
	if err := checkLabel(trimmed); err != nil {
		p.at = start
		return Term{}, err
	}
	return Term{Kind: Blank, Value: trimmed}, nil
}

func (p *parser) literal() (Term, *Error) {
	value, err := p.quoted('"', "\r\n", `tbnrf"'\`)
	if err != nil {
		return Term{}, err
	}
	term := Term{Kind: Literal, Value: value}
	start := p.at
	switch {
	case p.peek() == '@':
		p.at++
		term.Language = p.run(func(c byte) bool { return isLetter(c) || isDigit(c) || c == '-' })
		err = checkLanguage(term.Language)
	case strings.HasPrefix(p.text[p.at:], "^^"):
		p.at += 2
		start = p.at
		if p.peek() != '<' {
			return term, p.unexpected("a datatype IRI")
		}
		if term.Datatype, err = p.iri(); err == nil {
			err = term.checkLiteral()
		}
		if term.Datatype == xsdString {
			term.Datatype = ""
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
		return refuse(CodeSyntax, "the text ends, wanted %s", wanted)
	}
	r, _ := utf8.DecodeRuneInString(p.text[p.at:])
	return refuse(CodeSyntax, "found %q, wanted %s", r, wanted)
}
