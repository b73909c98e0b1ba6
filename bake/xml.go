package bake

import (
	"strings"
	"unicode/utf8"
)

// Namespaces that XML itself fixes (Namespaces in XML 1.0 §3).
const (
	xmlSpace   = "http://www.w3.org/XML/1998/namespace"
	xmlnsSpace = "http://www.w3.org/2000/xmlns/"
)

// tokenKind is one kind of markup.
type tokenKind int

const (
	tokenEOF tokenKind = iota
	tokenStart
	tokenEnd
	tokenText
	tokenCDATA
	tokenComment
	tokenInstruction
	tokenDoctype
)

// xmlName is a name with its namespace.
type xmlName struct{ prefix, local, space string }

// xmlAttr is one attribute; value is as written, references and all.
type xmlAttr struct {
	xmlName
	value  string
	offset int
}

// token is one piece of markup or text.
type token struct {
	kind       tokenKind
	start, end int     // its bytes
	name       xmlName // of tokenStart and tokenEnd
	depth      int     // of tokenStart and tokenEnd: 1 is the root element
	empty      bool    // tokenStart: <name/>, no tokenEnd follows
	text       string  // tokenText: as written; tokenCDATA, tokenInstruction: what is inside
}

// element is an open element.
type element struct {
	name  string // as written
	xml   xmlName
	scope int // how many declarations were in scope outside
}

// declaration is a namespace declaration and the one that it hides.
type declaration struct {
	prefix, before string
	had            bool
}

// xmlScanner reads XML 1.0 with namespaces, strictly: a text that it reads to
// tokenEOF is well-formed. Its work is proportional to the text, and what
// entities add to it is bounded.
type xmlScanner struct {
	src string
	pos int

	// The offsets of the next &, < and ] that were looked for.
	ampersand, less, bracket int

	open     []element
	spaces   map[string]string // prefix to namespace, as in scope
	space    string            // spaces[""]
	hidden   []declaration
	elements int
	rooted   bool // the root element has begun
	doctype  bool

	encoding string            // as declared
	ascii    bool              // the declared encoding has only ASCII in common with UTF-8
	windows  bool              // the declared encoding is windows-1252
	entities map[string]string // name to text, as declared in the file
	expanded int               // bytes that references to them stand for

	attrs []xmlAttr // of the last tokenStart
	seen  map[xmlName]bool
}

// checkCharacters requires XML Chars (XML §2.2) in UTF-8.
func checkCharacters(src string) error {
	if !utf8.ValidString(src) {
		for i, r := range src {
			if _, size := utf8.DecodeRuneInString(src[i:]); r == utf8.RuneError && size == 1 {
				return pictureError(codeSVGEncoding, int64(i), "the byte %#02x is not UTF-8", src[i])
			}
		}
	}
	for i := 0; i < len(src); {
		i += plainLength(src[i:])
		for end := min(len(src), i+8); i < end; i++ {
			c := src[i]
			control := c < 0x20 && c != '\t' && c != '\n' && c != '\r'
			if control || c == 0xef && (strings.HasPrefix(src[i:], "\uffff") || strings.HasPrefix(src[i:], "\ufffe")) {
				return pictureError(codeSVGCharacter, int64(i), "XML does not allow the character %s", quote(firstRune(src[i:])))
			}
		}
	}
	return nil
}

// plainLength returns how many bytes at the front of text, in steps of eight, are
// neither control characters nor 0xef, which begins the characters beyond ASCII that
// XML does not allow. It looks at eight at once.
func plainLength(text string) int {
	const ones, high = 0x0101010101010101, 0x8080808080808080
	i := 0
	for ; i+8 <= len(text); i += 8 {
		s := text[i : i+8]
		x := uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 | uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
		y := x ^ ones*0xef
		if ((x-ones*0x20)&^x|(y-ones)&^y)&high != 0 {
			break
		}
	}
	return i
}

func firstRune(s string) string {
	_, size := utf8.DecodeRuneInString(s)
	return s[:size]
}

// isXMLChar reports whether XML allows the character (XML §2.2).
func isXMLChar(r rune) bool {
	switch {
	case r < 0x20:
		return r == '\t' || r == '\n' || r == '\r'
	case r >= 0xd800 && r < 0xe000, r == 0xfffe, r == 0xffff:
		return false
	}
	return r <= utf8.MaxRune
}

func (s *xmlScanner) fail(code string, at int, format string, args ...any) error {
	return pictureError(code, int64(at), format, args...)
}

// truncated is the error for a text that ends too early.
func (s *xmlScanner) truncated(within string) error {
	return s.fail(codeSVGTruncated, len(s.src), "the text ends within %s", within)
}

// syntax is the error for what comes next.
func (s *xmlScanner) syntax(want string) error {
	if s.pos >= len(s.src) {
		return s.fail(codeSVGTruncated, len(s.src), "the text ends, wanted %s", want)
	}
	return s.fail(codeSVGSyntax, s.pos, "found %s, wanted %s", quote(s.src[s.pos:min(len(s.src), s.pos+16)]), want)
}

// next reads the next token into t, which is not copied: there is one for every
// few bytes of a drawing.
func (s *xmlScanner) next(t *token) (err error) {
	*t = token{start: s.pos}
	rest := s.src[s.pos:]
	switch {
	case rest == "":
		if !s.rooted || len(s.open) > 0 {
			err = s.truncated("the document, before its root element does")
		}
	case rest[0] != '<':
		err = s.text(t)
	case strings.HasPrefix(rest, "</"):
		err = s.endTag(t)
	case strings.HasPrefix(rest, "<?"):
		err = s.instruction(t)
	case !strings.HasPrefix(rest, "<!"):
		err = s.startTag(t)
	case strings.HasPrefix(rest, "<!--"):
		err = s.comment(t)
	case strings.HasPrefix(rest, "<![CDATA["):
		err = s.cdata(t)
	case strings.HasPrefix(rest, "<!DOCTYPE"):
		err = s.doctypeDecl(t)
	default:
		err = s.syntax("a comment, a CDATA section or a DOCTYPE")
	}
	t.end = s.pos
	return err
}

// text reads character data up to the next markup.
func (s *xmlScanner) text(t *token) error {
	start := s.pos
	end := len(s.src)
	if i := strings.IndexByte(s.src[start:], '<'); i >= 0 {
		end = start + i
	}
	text := s.src[start:end]
	if len(s.open) == 0 {
		if trimmed := strings.TrimLeft(text, space); trimmed != "" {
			return s.fail(codeSVGOutsideRoot, end-len(trimmed), "found text outside the root element")
		}
	}
	if s.holds(&s.bracket, ']', start, end) {
		if i := strings.Index(text, "]]>"); i >= 0 {
			return s.fail(codeSVGSyntax, start+i, "text holds ]]> outside a CDATA section")
		}
	}
	if err := s.checkReferences(text, start, false); err != nil {
		return err
	}
	s.pos = end
	t.kind, t.text = tokenText, text
	return nil
}

// holds reports whether c is in a part of the text. Parts are asked for from the
// front to the back, so that next, where c was found last, answers for many.
func (s *xmlScanner) holds(next *int, c byte, start, end int) bool {
	if *next < start {
		*next = len(s.src)
		if i := strings.IndexByte(s.src[start:], c); i >= 0 {
			*next = start + i
		}
	}
	return *next < end
}

// until moves past the next mark and returns the text before it.
func (s *xmlScanner) until(opening, mark, within string) (string, error) {
	inside := s.src[s.pos+len(opening):]
	i := strings.Index(inside, mark)
	if i < 0 {
		return "", s.truncated(within)
	}
	s.pos += len(opening) + i + len(mark)
	return inside[:i], nil
}

func (s *xmlScanner) comment(t *token) error {
	start := s.pos
	text, err := s.until("<!--", "--", "a comment")
	if err != nil {
		return err
	}
	if s.pos >= len(s.src) {
		return s.truncated("a comment")
	}
	if s.src[s.pos] != '>' {
		return s.fail(codeSVGSyntax, start+len("<!--")+len(text), "a comment holds --")
	}
	s.pos++
	t.kind = tokenComment
	return nil
}

func (s *xmlScanner) cdata(t *token) error {
	if len(s.open) == 0 {
		return s.fail(codeSVGOutsideRoot, s.pos, "found a CDATA section outside the root element")
	}
	text, err := s.until("<![CDATA[", "]]>", "a CDATA section")
	t.kind, t.text = tokenCDATA, text
	return err
}

func (s *xmlScanner) instruction(t *token) error {
	start := s.pos
	text, err := s.until("<?", "?>", "a processing instruction")
	if err != nil {
		return err
	}
	target := text[:s.nameLength(text)]
	if target == "" || strings.Contains(target, ":") || strings.EqualFold(target, "xml") ||
		len(target) < len(text) && strings.IndexByte(space, text[len(target)]) < 0 {
		return s.fail(codeSVGSyntax, start, "the processing instruction %s has no proper target", quote(text))
	}
	t.kind, t.text = tokenInstruction, text
	return nil
}

// quoted reads a literal in either kind of quotes.
func (s *xmlScanner) quoted(what string) (string, error) {
	if s.pos >= len(s.src) || s.src[s.pos] != '"' && s.src[s.pos] != '\'' {
		return "", s.syntax("a quote")
	}
	inside := s.src[s.pos+1:]
	end := strings.IndexByte(inside, s.src[s.pos])
	if end < 0 {
		return "", s.truncated(what)
	}
	s.pos += end + len(`""`)
	return inside[:end], nil
}

// skipSpace moves over whitespace and reports whether there was some.
func (s *xmlScanner) skipSpace() bool {
	start := s.pos
	for s.pos < len(s.src) && classes[s.src[s.pos]]&classSpace != 0 {
		s.pos++
	}
	return s.pos > start
}

// accept moves over literal if it comes next.
func (s *xmlScanner) accept(literal string) bool {
	if !strings.HasPrefix(s.src[s.pos:], literal) {
		return false
	}
	s.pos += len(literal)
	return true
}
