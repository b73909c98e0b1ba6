package bake

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// newScanner reads the XML declaration and checks the encoding and the
// characters of the whole text.
func newScanner(src string) (*xmlScanner, error) {
	s := &xmlScanner{src: src, ampersand: -1, less: -1, bracket: -1, spaces: map[string]string{"xml": xmlSpace}, seen: map[xmlName]bool{}}
	s.pos = len(src) - len(strings.TrimPrefix(src, byteOrderMark))
	marked := s.pos > 0
	if isXMLDeclaration(src[s.pos:]) {
		if err := s.xmlDeclaration(); err != nil {
			return nil, err
		}
	}
	if s.encoding == "" || isUTF8Name(s.encoding) {
		return s, checkCharacters(src)
	}
	if marked {
		return nil, s.fail(codeSVGEncoding, 0, "the text has the mark of UTF-8 and declares the encoding %s", quote(s.encoding))
	}
	return s, s.narrow()
}

// windows1252 are the characters of the bytes 0x80 to 0x9f in windows-1252. All
// others are those of ISO-8859-1, whose bytes are the numbers of its characters.
var windows1252 = [...]rune{
	'€', 0, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0, 'Ž', 0,
	0, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0, 'ž', 'Ÿ',
}

// character returns what a byte beyond ASCII means in the declared encoding,
// ISO-8859-1 or windows-1252, and 0 if it means nothing.
func (s *xmlScanner) character(c byte) rune {
	if i := int(c) - utf8.RuneSelf; s.windows && i < len(windows1252) {
		return windows1252[i]
	}
	return rune(c)
}

// narrow checks a text whose declared encoding has only ASCII in common with
// UTF-8. Where such an encoding is known, the scanner reads each byte as one
// character, in names as well.
func (s *xmlScanner) narrow() error {
	s.ascii = true
	at := strings.IndexFunc(s.src, func(r rune) bool { return r >= utf8.RuneSelf })
	if at < 0 {
		return checkCharacters(s.src)
	}
	s.windows = isOneOf(s.encoding, "windows-1252", "cp1252")
	if !s.windows && !isOneOf(s.encoding, "iso-8859-1", "iso8859-1", "latin1") {
		return s.fail(codeSVGEncoding, at, "the byte %#02x is not ASCII and the text declares %s; save it as UTF-8", s.src[at], quote(s.encoding))
	}
	ascii := []byte(s.src)
	for i, c := range ascii {
		switch {
		case c < utf8.RuneSelf:
		case s.character(c) == 0:
			return s.fail(codeSVGCharacter, i, "the byte %#02x is not a character of %s", c, quote(s.encoding))
		default:
			ascii[i] = ' '
		}
	}
	return checkCharacters(string(ascii))
}

// isUTF8Name reports whether name is UTF-8, in any spelling that programs write.
func isUTF8Name(name string) bool { return isOneOf(name, "utf-8", "utf8", "utf_8") }

// isASCIIBased reports whether name is an encoding in which each ASCII byte is
// its ASCII character, wherever it stands.
func isASCIIBased(name string) bool {
	lower := strings.ToLower(name)
	for _, family := range []string{"iso-8859-", "iso8859-", "windows-125", "cp125"} {
		number, ok := strings.CutPrefix(lower, family)
		n, err := strconv.ParseUint(number, 10, 8)
		if !ok || err != nil {
			continue
		}
		if strings.HasPrefix(family, "iso") {
			return n >= 1 && n <= 16 && n != 12
		}
		return n <= 8
	}
	return isOneOf(name, "us-ascii", "ascii", "latin1")
}

// isOneOf compares names without regard to case.
func isOneOf(name string, names ...string) bool {
	return slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, name) })
}

func isXMLDeclaration(text string) bool {
	return len(text) > 5 && text[:5] == "<?xml" && strings.IndexByte(space+"?", text[5]) >= 0
}

// xmlDeclaration reads <?xml version="1.0" encoding="UTF-8" standalone="no"?>
// (XML §2.8). The version must be 1.0.
func (s *xmlScanner) xmlDeclaration() error {
	s.pos += len("<?xml")
	rules := [...]struct {
		name, code string
		required   bool
		fits       func(value string) bool
	}{
		{"version", codeSVGEncoding, true, func(v string) bool { return v == "1.0" }},
		{"encoding", codeSVGEncoding, false, func(v string) bool { return isUTF8Name(v) || isASCIIBased(v) }},
		{"standalone", codeSVGSyntax, false, func(v string) bool { return v == "yes" || v == "no" }},
	}
	spaced := s.skipSpace()
	for _, rule := range rules {
		if !spaced || !s.accept(rule.name) {
			if rule.required {
				return s.syntax("the XML version")
			}
			continue
		}
		s.skipSpace()
		if !s.accept("=") {
			return s.syntax("=")
		}
		s.skipSpace()
		at := s.pos
		value, err := s.quoted("the XML declaration")
		if err != nil {
			return err
		}
		if !rule.fits(value) {
			return s.fail(rule.code, at, "the XML declaration has the %s %s, wanted XML 1.0 in UTF-8; save the drawing as UTF-8", rule.name, quote(value))
		}
		if rule.name == "encoding" {
			s.encoding = value
		}
		spaced = s.skipSpace()
	}
	if !s.accept("?>") {
		return s.syntax("the end of the XML declaration")
	}
	return nil
}
