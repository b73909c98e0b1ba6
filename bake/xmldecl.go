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
	s := &xmlScanner{src: src, spaces: map[string]string{"xml": xmlSpace}, seen: map[xmlName]bool{}}
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

// narrow prepares a text whose declared encoding has only ASCII in common with
// UTF-8. Other bytes can be in text, attribute values and comments, and mean
// nothing to the scanner, which sees a DEL in their place.
func (s *xmlScanner) narrow() error {
	s.ascii = true
	at := strings.IndexFunc(s.src, func(r rune) bool { return r >= utf8.RuneSelf })
	if at < 0 {
		return checkCharacters(s.src)
	}
	latin1 := isOneOf(s.encoding, "iso-8859-1", "iso8859-1", "latin1")
	windows := isOneOf(s.encoding, "windows-1252", "cp1252")
	if !latin1 && !windows {
		return s.fail(codeSVGEncoding, at, "the byte %#02x is not ASCII and the text declares %s; save it as UTF-8", s.src[at], quote(s.encoding))
	}
	const undefined = "\x81\x8d\x8f\x90\x9d" // in windows-1252
	scanned := []byte(s.src)
	for i, c := range scanned {
		if windows && strings.IndexByte(undefined, c) >= 0 {
			return s.fail(codeSVGCharacter, i, "the byte %#02x is not a character of %s", c, quote(s.encoding))
		}
		if c >= utf8.RuneSelf {
			scanned[i] = 0x7f
		}
	}
	s.src = string(scanned)
	return checkCharacters(s.src)
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
