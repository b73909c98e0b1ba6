package jsontext

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Error says what was wrong with a text, and where.
type Error struct {
	Code    string // one of the codes of this package
	Path    string // JSON Pointer of the value that was being read
	Offset  int    // bytes from the start of the text
	Message string
}

func (e *Error) Error() string {
	return fmt.Sprintf("%s: %s (at byte %d, %q)", e.Code, e.Message, e.Offset, e.Path)
}

// Parse reads exactly one JSON value (RFC 8259): UTF-8 without a byte order
// mark, every member name once per object, no lone surrogates, nothing after
// the value but white space, all within the limits of this package. The
// error is an *Error. The source is copied.
func Parse(src []byte) (Value, error) {
	if len(src) > MaxBytes {
		return Value{}, &Error{Code: CodeTooLarge, Offset: MaxBytes,
			Message: fmt.Sprintf("the text has %d bytes, at most %d are read", len(src), MaxBytes)}
	}
	if strings.HasPrefix(string(src[:min(3, len(src))]), "\xef\xbb\xbf") {
		return Value{}, &Error{Code: CodeBOM, Message: "the text starts with a byte order mark, JSON has none"}
	}
	p := parser{text: &text{src: string(src), nodes: make([]node, 0, len(src)/16+8)}}
	p.space()
	if err := p.value(1); err != nil {
		return Value{}, err
	}
	p.space()
	if p.pos < len(p.src) {
		return Value{}, p.fail(CodeTrailing, p.pos, "%s follows the value, nothing may", p.found())
	}
	return Value{p.text, 0}, nil
}

type parser struct {
	*text
	pos int
}

func (p *parser) fail(code string, offset int, format string, args ...any) *Error {
	return &Error{Code: code, Offset: offset, Message: fmt.Sprintf(format, args...)}
}

// found describes what stands at the read position.
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

// unexpected reports that something else than wanted stands here.
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

// value reads one value at nesting level depth. An *Error that leaves it
// carries the path below this value; each level adds its own token.
func (p *parser) value(depth int) error {
	if err := p.read(depth); err != nil {
		return err
	}
	return nil
}

func (p *parser) read(depth int) *Error {
	if depth > MaxDepth {
		return p.fail(CodeDepth, p.pos, "values are nested deeper than %d levels", MaxDepth)
	}
	switch c := p.peek(); {
	case c == '{':
		return p.object(depth)
	case c == '[':
		return p.array(depth)
	case c == '"':
		return p.leaf(String, func(i uint32) *Error { return p.str(i, MaxString, CodeStringLength) })
	case c == '-' || c >= '0' && c <= '9':
		return p.leaf(Number, p.number)
	case c == 't':
		return p.leaf(Bool, p.word("true"))
	case c == 'f':
		return p.leaf(Bool, p.word("false"))
	case c == 'n':
		return p.leaf(Null, p.word("null"))
	default:
		return p.unexpected("a value")
	}
}

func (p *parser) leaf(kind Kind, read func(uint32) *Error) *Error {
	i, err := p.open(kind)
	if err != nil {
		return err
	}
	if err := read(i); err != nil {
		return err
	}
	p.close(i)
	return nil
}

func (p *parser) word(word string) func(uint32) *Error {
	return func(uint32) *Error {
		for k := range word {
			if p.peek() != word[k] {
				return p.unexpected(strconv.Quote(word))
			}
			p.pos++
		}
		return nil
	}
}

func (p *parser) object(depth int) *Error {
	i, err := p.open(Object)
	if err != nil {
		return err
	}
	p.pos++
	var names map[string]struct{}
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
		if err := p.member(i, depth, &names); err != nil {
			return err
		}
		p.nodes[i].count++
	}
	p.pos++
	p.close(i)
	return nil
}

// member reads one member of object i.
func (p *parser) member(i uint32, depth int, names *map[string]struct{}) *Error {
	if p.peek() != '"' {
		return p.unexpected("a member name")
	}
	key := uint32(len(p.nodes))
	if err := p.leaf(String, func(k uint32) *Error { return p.str(k, MaxName, CodeNameLength) }); err != nil {
		return err
	}
	name := p.text.str(key)
	at := int(p.nodes[key].start)
	if strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return p.fail(CodeControl, at, "the member name %s holds a control character", quote(name))
	}
	if p.repeated(i, key, name, names) {
		return p.fail(CodeDuplicate, at, "the member %s stands twice in one object", quote(name))
	}
	p.space()
	if p.peek() != ':' {
		return p.unexpected("':'")
	}
	p.pos++
	p.space()
	if err := p.read(depth + 1); err != nil {
		err.Path = Join("", name) + err.Path
		return err
	}
	return nil
}

// fewNames is how many names are compared one by one before a set pays off.
const fewNames = 12

// repeated reports whether object i already has a member of this name.
func (p *parser) repeated(i, key uint32, name string, names *map[string]struct{}) bool {
	if *names == nil {
		if p.nodes[i].count < fewNames {
			for k := i + 1; k < key; k = p.nodes[k+1].next {
				if p.text.str(k) == name {
					return true
				}
			}
			return false
		}
		*names = make(map[string]struct{}, 2*fewNames)
		for k := i + 1; k < key; k = p.nodes[k+1].next {
			(*names)[p.text.str(k)] = struct{}{}
		}
	}
	_, twice := (*names)[name]
	(*names)[name] = struct{}{}
	return twice
}

func (p *parser) array(depth int) *Error {
	i, err := p.open(Array)
	if err != nil {
		return err
	}
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
		if err := p.read(depth + 1); err != nil {
			err.Path = Join("", strconv.Itoa(int(n))) + err.Path
			return err
		}
		p.nodes[i].count++
	}
	p.pos++
	p.close(i)
	return nil
}

// str reads a string into node i; its bytes between the quotes are limited.
func (p *parser) str(i uint32, limit int, code string) *Error {
	p.pos++
	start := p.pos
	for {
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
		case c < utf8.RuneSelf:
			p.pos++
		default:
			r, size := utf8.DecodeRuneInString(p.src[p.pos:])
			if r == utf8.RuneError && size == 1 {
				return p.fail(CodeUTF8, p.pos, "byte 0x%02x is not UTF-8", c)
			}
			p.pos += size
		}
	}
}

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
		p.pos = min(p.pos+1, len(p.src))
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

func (p *parser) number(uint32) *Error {
	start := p.pos
	if p.peek() == '-' {
		p.pos++
	}
	if p.peek() == '0' {
		p.pos++
	} else if err := p.digits(); err != nil {
		return err
	}
	if p.peek() == '.' {
		p.pos++
		if err := p.digits(); err != nil {
			return err
		}
	}
	if c := p.peek(); c == 'e' || c == 'E' {
		p.pos++
		if c := p.peek(); c == '+' || c == '-' {
			p.pos++
		}
		if err := p.digits(); err != nil {
			return err
		}
	}
	literal := p.src[start:p.pos]
	if len(literal) > MaxNumber {
		return p.fail(CodeNumberLength, start, "a number has %d characters, at most %d are read", len(literal), MaxNumber)
	}
	if f, err := strconv.ParseFloat(literal, 64); err != nil || math.IsInf(f, 0) {
		return p.fail(CodeNumberRange, start, "the number %s is out of the range of IEEE 754 doubles", literal)
	}
	return nil
}

func (p *parser) digits() *Error {
	start := p.pos
	for c := p.peek(); c >= '0' && c <= '9'; c = p.peek() {
		p.pos++
	}
	if p.pos == start {
		return p.unexpected("a digit")
	}
	return nil
}

// quote shows input in a message: escaped and short.
func quote(s string) string {
	if len(s) > maxQuoted {
		s = s[:maxQuoted]
	}
	return strconv.QuoteToASCII(s)
}
