package bake

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// nameStart are the characters beyond ASCII that begin a name, nameMore those
// that can also continue it (XML §2.3).
var (
	nameStart = &unicode.RangeTable{
		R16: []unicode.Range16{
			{0xc0, 0xd6, 1}, {0xd8, 0xf6, 1},
			{0xf8, 0x2ff, 1}, {0x370, 0x37d, 1}, {0x37f, 0x1fff, 1}, {0x200c, 0x200d, 1}, {0x2070, 0x218f, 1},
			{0x2c00, 0x2fef, 1}, {0x3001, 0xd7ff, 1}, {0xf900, 0xfdcf, 1}, {0xfdf0, 0xfffd, 1},
		},
		R32:         []unicode.Range32{{0x10000, 0xeffff, 1}},
		LatinOffset: 2,
	}
	nameMore = &unicode.RangeTable{
		R16:         []unicode.Range16{{0xb7, 0xb7, 1}, {0x300, 0x36f, 1}, {0x203f, 0x2040, 1}},
		LatinOffset: 1,
	}
)

// The classes of ASCII characters, one bit each.
const (
	classSpace     = 1 << iota // white space (XML §2.3)
	classNameStart             // begins a name
	className                  // continues a name
)

// classes has the classes of every byte; those beyond ASCII have none.
var classes = func() (table [256]uint8) {
	for _, c := range []byte(space) {
		table[c] = classSpace
	}
	for c := byte('!'); c < utf8.RuneSelf; c++ {
		switch {
		case isASCIILetterOrDigit(c) && c > '9', c == '_', c == ':':
			table[c] = classNameStart | className
		case isASCIILetterOrDigit(c), c == '-', c == '.':
			table[c] = className
		}
	}
	return table
}()

// nameLength returns how many bytes at the front of text are an XML name.
func (s *xmlScanner) nameLength(text string) int {
	for i := 0; i < len(text); {
		c := text[i]
		if classes[c]&classNameStart != 0 || i > 0 && classes[c]&className != 0 {
			i++
			continue
		}
		if c < utf8.RuneSelf {
			return i
		}
		r, size := s.character(c), 1
		if !s.ascii {
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		if !unicode.Is(nameStart, r) && (i == 0 || !unicode.Is(nameMore, r)) {
			return i
		}
		i += size
	}
	return len(text)
}

// predefined are the entities that need no declaration (XML §4.6).
var predefined = map[string]rune{"amp": '&', "lt": '<', "gt": '>', "apos": '\'', "quot": '"'}

// reference decodes the text between & and ; and returns the code of its fault,
// "" if it is valid.
func reference(name string) (char rune, code string) {
	digits, numeric := strings.CutPrefix(name, "#")
	if !numeric {
		char, known := predefined[name]
		if !known {
			return 0, codeSVGEntity
		}
		return char, ""
	}
	base := 10
	if hex, ok := strings.CutPrefix(digits, "x"); ok {
		digits, base = hex, 16
	}
	if digits == "" || strings.ContainsFunc(digits, func(r rune) bool { return !isDigit(r, base) }) {
		return 0, codeSVGSyntax
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || n > unicode.MaxRune || !isXMLChar(rune(n)) {
		return 0, codeSVGCharacter
	}
	return rune(n), ""
}

func isDigit(r rune, base int) bool {
	return r >= '0' && r <= '9' || base == 16 && (r >= 'a' && r <= 'f' || r >= 'A' && r <= 'F')
}

// checkReferences checks every reference in text, which begins at offset at. An
// attribute may refer to entities that the file declares.
func (s *xmlScanner) checkReferences(text string, at int, attribute bool) error {
	if !s.holds(&s.ampersand, '&', at, at+len(text)) {
		return nil
	}
	for i := 0; ; {
		n := strings.IndexByte(text[i:], '&')
		if n < 0 {
			return nil
		}
		i += n + 1
		end := strings.IndexByte(text[i:min(len(text), i+maxQuote)], ';')
		if end < 0 {
			if at+len(text) == len(s.src) && len(text)-i < maxQuote {
				return s.truncated("a reference")
			}
			return s.fail(codeSVGSyntax, at+i-1, "an & begins no reference")
		}
		switch _, code := reference(text[i : i+end]); {
		case code == codeSVGEntity && attribute:
			if err := s.expand(text[i:i+end], at+i-1); err != nil {
				return err
			}
		case code != "":
			return s.fail(code, at+i-1, "the reference &%s; is not allowed", strings.Trim(quote(text[i:i+end]), `"`))
		}
		i += end + 1
	}
}

// lineEnds turns every line end into a line feed (XML §2.11).
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// attributeSpace turns whitespace in a value into spaces (XML §3.3.3).
var attributeSpace = strings.NewReplacer("\r\n", " ", "\r", " ", "\n", " ", "\t", " ")

// unescape returns the characters of a text or an attribute value, whose
// references were checked.
func (s *xmlScanner) unescape(text string, attribute bool) string {
	switch {
	case !attribute && strings.IndexByte(text, '\r') < 0:
	case !attribute:
		text = lineEnds.Replace(text)
	case strings.IndexByte(text, '\n') >= 0 || strings.IndexByte(text, '\t') >= 0 || strings.IndexByte(text, '\r') >= 0:
		text = attributeSpace.Replace(text)
	}
	if strings.IndexByte(text, '&') < 0 {
		return text
	}
	var out strings.Builder
	for {
		before, after, found := strings.Cut(text, "&")
		out.WriteString(before)
		if !found {
			return out.String()
		}
		name, rest, _ := strings.Cut(after, ";")
		if char, code := reference(name); code == "" {
			out.WriteRune(char)
		} else {
			out.WriteString(s.entities[name])
		}
		text = rest
	}
}
