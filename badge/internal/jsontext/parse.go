package jsontext

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Parse reads exactly one JSON value (RFC 8259): UTF-8 without a byte order
// mark, every member name once per object, no lone surrogates, nothing after
// the value but white space, all within the limits of this package. The
// error is an *Error. The source is copied.
func Parse(src []byte) (Value, error) {
	if len(src) > MaxBytes {
		return Value{}, NewError(CodeTooLarge, "", "the text has %d bytes, wanted at most %d", len(src), MaxBytes).AtByte(MaxBytes)
	}
	var names [2 * fewNames]string
	p := parser{text: &text{src: string(src), nodes: make([]node, 0, expected(src))}, names: names[:0]}
	return p.whole()
}

// ParseAll reads texts that follow one another in src, each as [Parse] does. The
// offsets say where each of them ends. It returns the values before the first
// text at fault.
func ParseAll(src []byte, ends []int) ([]Value, error) {
	var names [2 * fewNames]string
	p := parser{text: &text{nodes: make([]node, 0, expected(src))}, names: names[:0]}
	all, roots := string(src), make([]Value, 0, len(ends))
	for _, end := range ends {
		start := p.pos
		p.src = all[:end]
		v, err := p.whole()
		if e, ok := errors.AsType[*Error](err); ok {
			return roots, e.AtByte(e.offset - start)
		}
		roots = append(roots, v)
	}
	return roots, nil
}

// whole reads one value, up to the end of the source.
func (p *parser) whole() (Value, error) {
	if strings.HasPrefix(p.src[p.pos:], "\xef\xbb\xbf") {
		return Value{}, NewError(CodeBOM, "", "the text starts with a byte order mark, which JSON does not allow").AtByte(p.pos)
	}
	root := Value{p.text, uint32(len(p.nodes))}
	p.space()
	if err := p.value(1); err != nil {
		return Value{}, err
	}
	p.space()
	if p.pos < len(p.src) {
		return Value{}, p.fail(CodeTrailing, p.pos, "%s follows the value, nothing may", p.found())
	}
	return root, nil
}

// expected estimates the number of nodes of a text: its strings, arrays and
// objects are counted, the other values are estimated.
func expected(src []byte) int {
	strings := bytes.Count(src, []byte{'"'}) / 2
	containers := bytes.Count(src, []byte{'{'}) + bytes.Count(src, []byte{'['})
	return min(strings+containers+strings/16+4, MaxTokens)
}

type parser struct {
	*text
	pos   int
	names []string // of the objects that are still open, innermost last
}

func (p *parser) fail(code string, offset int, format string, args ...any) *Error {
	return NewError(code, "", format, args...).AtByte(offset)
}

// found describes the input at the read position.
func (p *parser) found() string {
	rest := p.src[p.pos:]
	if rest == "" {
		return "the end of the text"
	}
	r, size := utf8.DecodeRuneInString(rest)
	if r == utf8.RuneError && size == 1 {
		return fmt.Sprintf("byte 0x%02x", rest[0])
	}
	return strconv.QuoteRuneToASCII(r)
}

// unexpected returns the error for other input than wanted.
func (p *parser) unexpected(wanted string) *Error {
	code := CodeSyntax
	if p.pos >= len(p.src) {
		code = CodeTruncated
	}
	return p.fail(code, p.pos, "found %s, wanted %s", p.found(), wanted)
}

func (p *parser) space() {
	for p.pos < len(p.src) {
		switch p.src[p.pos] {
		case ' ', '\t', '\n', '\r':
			p.pos++
		default:
			return
		}
	}
}

// peek returns the byte at the read position, 0 at the end.
func (p *parser) peek() byte {
	if p.pos < len(p.src) {
		return p.src[p.pos]
	}
	return 0
}

// open starts a node of this kind at the read position.
func (p *parser) open(kind Kind) (uint32, *Error) {
	if len(p.nodes) >= MaxTokens {
		return 0, p.fail(CodeTokens, p.pos, "the text has more than %d values", MaxTokens)
	}
	p.nodes = append(p.nodes, node{kind: kind, start: uint32(p.pos)})
	return uint32(len(p.nodes) - 1), nil
}

// close ends node i at the read position.
func (p *parser) close(i uint32) {
	p.nodes[i].end = uint32(p.pos)
	p.nodes[i].next = uint32(len(p.nodes))
}

// starts is the kind of value that a byte begins.
var starts = [256]Kind{
	'{': Object, '[': Array, '"': String, 't': Bool, 'f': Bool, 'n': Null, '-': Number,
	'0': Number, '1': Number, '2': Number, '3': Number, '4': Number,
	'5': Number, '6': Number, '7': Number, '8': Number, '9': Number,
}

// value reads one value at nesting level depth. The error carries the path
// below this value; each level adds its own token.
func (p *parser) value(depth int) *Error {
	if depth > MaxDepth {
		return p.fail(CodeDepth, p.pos, "values are nested deeper than %d levels", MaxDepth)
	}
	c := p.peek()
	if starts[c] == Absent {
		return p.unexpected("a value")
	}
	i, err := p.open(starts[c])
	if err != nil {
		return err
	}
	switch c {
	case '{':
		err = p.object(i, depth)
	case '[':
		err = p.array(i, depth)
	case '"':
		err = p.str(i, MaxString, CodeStringLength)
	case 't':
		err = p.word("true")
	case 'f':
		err = p.word("false")
	case 'n':
		err = p.word("null")
	default:
		err = p.number()
	}
	if err != nil {
		return err
	}
	p.close(i)
	return nil
}

func (p *parser) word(word string) *Error {
	for k := range word {
		if p.peek() != word[k] {
			return p.unexpected(strconv.Quote(word))
		}
		p.pos++
	}
	return nil
}

// object reads the rest of object i, from its bracket on.
func (p *parser) object(i uint32, depth int) *Error {
	p.pos++
	outer := len(p.names)
	var seen map[string]bool
	for p.space(); p.peek() != '}'; p.space() {
		if p.nodes[i].count > 0 {
			if p.peek() != ',' {
				return p.unexpected("',' or '}'")
			}
			p.pos++
			p.space()
		}
		if p.nodes[i].count == MaxMembers {
			return p.fail(CodeMembers, p.pos, "an object has more than %d members", MaxMembers)
		}
		at := p.pos
		name, err := p.name()
		if err != nil {
			return err
		}
		if repeated(name, p.names[outer:], &seen) {
			return p.fail(CodeDuplicate, at, "one object has the member %s twice", Excerpt(name))
		}
		p.names = append(p.names, name)
		if err := p.value(depth + 1); err != nil {
			return err.At(Join("", name) + err.Path())
		}
		p.nodes[i].count++
	}
	p.pos++
	p.names = p.names[:outer]
	return nil
}

// name reads a member name and the colon behind it.
func (p *parser) name() (string, *Error) {
	if p.peek() != '"' {
		return "", p.unexpected("a member name")
	}
	at := p.pos
	i, err := p.open(String)
	if err != nil {
		return "", err
	}
	if err := p.str(i, MaxName, CodeNameLength); err != nil {
		return "", err
	}
	p.close(i)
	name := p.text.str(i)
	if hasControl(name) {
		return "", p.fail(CodeControl, at, "the member name %s contains a control character", Excerpt(name))
	}
	p.space()
	if p.peek() != ':' {
		return "", p.unexpected("':'")
	}
	p.pos++
	p.space()
	return name, nil
}

// hasControl reports whether a UTF-8 name contains a control character (U+0000
// to U+001F and U+007F to U+009F).
func hasControl(name string) bool {
	for i := range len(name) {
		if c := name[i]; c < ' ' || c == 0x7F || c == 0xC2 && name[i+1] < 0xA0 {
			return true
		}
	}
	return false
}

// fewNames is the number of names that are compared one by one; a set is faster for more.
const fewNames = 24

// repeated reports whether name is among the given names of an object.
func repeated(name string, names []string, seen *map[string]bool) bool {
	if len(names) < fewNames {
		return slices.Contains(names, name)
	}
	if *seen == nil {
		*seen = make(map[string]bool, 2*fewNames)
		for _, n := range names {
			(*seen)[n] = true
		}
	}
	twice := (*seen)[name]
	(*seen)[name] = true
	return twice
}

// array reads the rest of array i, from its bracket on.
func (p *parser) array(i uint32, depth int) *Error {
	p.pos++
	for p.space(); p.peek() != ']'; p.space() {
		n := p.nodes[i].count
		if n > 0 {
			if p.peek() != ',' {
				return p.unexpected("',' or ']'")
			}
			p.pos++
			p.space()
		}
		if n == MaxElements {
			return p.fail(CodeElements, p.pos, "an array has more than %d elements", MaxElements)
		}
		if err := p.value(depth + 1); err != nil {
			return err.At(Join("", strconv.Itoa(int(n))) + err.Path())
		}
		p.nodes[i].count++
	}
	p.pos++
	return nil
}

// str reads a string into node i; its bytes between the quotes are limited.
func (p *parser) str(i uint32, limit int, code string) *Error {
	p.pos++
	start := p.pos
	for {
		for p.pos < len(p.src) && isPlain(p.src[p.pos]) {
			p.pos++
		}
		if p.pos-start > limit {
			return p.fail(code, start-1, "the text between the quotes has more than %d bytes", limit)
		}
		switch c := p.peek(); {
		case c == '"':
			p.pos++
			return nil
		case c == '\\':
			p.nodes[i].escaped = true
			if err := p.escape(); err != nil {
				return err
			}
		case c < ' ':
			return p.unexpected("a character or '\"'")
		default:
			r, size := utf8.DecodeRuneInString(p.src[p.pos:])
			if r == utf8.RuneError && size == 1 {
				return p.fail(CodeUTF8, p.pos, "byte 0x%02x is not UTF-8", c)
			}
			p.pos += size
		}
	}
}

// isPlain reports whether c is an ASCII character that needs no escape.
func isPlain(c byte) bool { return c >= ' ' && c < utf8.RuneSelf && c != '"' && c != '\\' }

// escape reads one escape sequence, or both halves of a surrogate pair.
func (p *parser) escape() *Error {
	at := p.pos
	p.pos++
	c := p.peek()
	if c != 'u' {
		if simpleEscapes[c] == 0 {
			return p.unexpected("an escape character")
		}
		p.pos++
		return nil
	}
	r := hex4(p.src[p.pos+1:])
	if r < 0 {
		p.pos = len(p.src) - len(strings.TrimLeft(p.src[p.pos+1:], "0123456789abcdefABCDEF"))
		return p.unexpected("four hexadecimal digits")
	}
	p.pos += 5
	if !utf16.IsSurrogate(r) {
		return nil
	}
	if strings.HasPrefix(p.src[p.pos:], `\u`) &&
		utf16.DecodeRune(r, hex4(p.src[p.pos+2:])) != utf8.RuneError {
		p.pos += 6
		return nil
	}
	return p.fail(CodeSurrogate, at, "the escape %s is half of a surrogate pair", p.src[at:p.pos])
}
