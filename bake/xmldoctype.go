package bake

import (
	"strings"
	"unicode/utf8"
)

// doctypeDecl reads a document type declaration (XML §2.8). An external
// identifier is never followed.
func (s *xmlScanner) doctypeDecl(t *token) error {
	if s.doctype || s.rooted {
		return s.syntax("at most one DOCTYPE, before the root element")
	}
	s.doctype = true
	s.pos += len("<!DOCTYPE")
	if !s.skipSpace() {
		return s.syntax("a space")
	}
	n := s.nameLength(s.src[s.pos:])
	if n == 0 {
		return s.syntax("the name of the root element")
	}
	s.pos += n
	external := false
	if s.skipSpace() {
		var err error
		if external, err = s.externalID(); err != nil {
			return err
		}
	}
	s.skipSpace()
	if s.accept("[") {
		if err := s.internalSubset(); err != nil {
			return err
		}
		s.skipSpace()
	}
	if !s.accept(">") {
		return s.syntax("the end of the DOCTYPE")
	}
	t.kind = tokenDoctype
	if external {
		t.text = "external"
	}
	return nil
}

// externalID reads SYSTEM or PUBLIC and its literals, if present (XML §4.2.2).
func (s *xmlScanner) externalID() (bool, error) {
	public := s.accept("PUBLIC")
	if !public && !s.accept("SYSTEM") {
		return false, nil
	}
	literals := 1
	if public {
		literals = 2
	}
	for i := range literals {
		if !s.skipSpace() {
			return false, s.syntax("a space")
		}
		at := s.pos
		literal, err := s.quoted("an identifier of the DOCTYPE")
		if err != nil {
			return false, err
		}
		if public && i == 0 && strings.ContainsFunc(literal, notPublicID) {
			return false, s.fail(codeSVGSyntax, at, "the public identifier %s holds a character it must not", quote(literal))
		}
	}
	return true, nil
}

// notPublicID reports whether a public identifier may not hold r (XML §2.3).
func notPublicID(r rune) bool {
	return r >= utf8.RuneSelf || r != '\n' && r != '\r' && r != ' ' &&
		!isASCIILetterOrDigit(byte(r)) && strings.IndexByte("-'()+,./:=?;!*#@$_%", byte(r)) < 0
}

func isASCIILetterOrDigit(c byte) bool { return base64URL[c] && c != '-' && c != '_' }

// internalSubset reads the part of a DOCTYPE in brackets. It may hold white
// space, comments and entities of plain text, which drawing programs write for
// namespaces (XML §2.8, §4.2). All else is refused: it could load files, change
// attributes or grow without bound.
func (s *xmlScanner) internalSubset() error {
	for {
		s.skipSpace()
		switch rest := s.src[s.pos:]; {
		case s.accept("]"):
			return nil
		case strings.HasPrefix(rest, "<!--"):
			if err := s.comment(new(token)); err != nil {
				return err
			}
		case strings.HasPrefix(rest, "<!ENTITY"):
			if err := s.entity(); err != nil {
				return err
			}
		case rest == "":
			return s.truncated("the DOCTYPE")
		default:
			return s.fail(codeSVGDTD, s.pos, "the DOCTYPE holds %s, wanted only entities of plain text; save the drawing as plain SVG", quote(rest[:min(len(rest), 16)]))
		}
	}
}

// entity reads <!ENTITY name "text"> (XML §4.2.1).
func (s *xmlScanner) entity() error {
	at := s.pos
	refuse := func(why string) error {
		return s.fail(codeSVGDTD, at, "an entity declaration %s; save the drawing as plain SVG", why)
	}
	s.pos += len("<!ENTITY")
	spaced := s.skipSpace()
	name := s.src[s.pos : s.pos+s.nameLength(s.src[s.pos:])]
	s.pos += len(name)
	if !spaced || name == "" || strings.Contains(name, ":") || !s.skipSpace() {
		return refuse("is not of the form <!ENTITY name \"text\">")
	}
	if strings.HasPrefix(s.src[s.pos:], "SYSTEM") || strings.HasPrefix(s.src[s.pos:], "PUBLIC") {
		return refuse("loads another file")
	}
	text, err := s.quoted("an entity declaration")
	if err != nil {
		return err
	}
	s.skipSpace()
	_, standard := predefined[name]
	_, repeated := s.entities[name]
	switch {
	case !s.accept(">"):
		return refuse("is not of the form <!ENTITY name \"text\">")
	case standard || repeated:
		return refuse("declares " + quote(name) + " again")
	case strings.ContainsAny(text, "&%<"):
		return refuse("holds a reference or markup")
	case len(text) > maxEntity || len(s.entities) == maxEntities:
		return refuse("is too long, or one of too many")
	}
	if s.entities == nil {
		s.entities = map[string]string{}
	}
	s.entities[name] = attributeSpace.Replace(text)
	return nil
}

// expand returns the text of an entity that the file declares. It counts what
// is expanded, so that the whole text costs no more than its limit.
func (s *xmlScanner) expand(name string, at int) error {
	text, declared := s.entities[name]
	if !declared {
		return s.fail(codeSVGEntity, at, "the entity %s is not declared", quote(name))
	}
	if s.expanded += len(text); s.expanded > maxExpansion {
		return s.fail(codeSVGEntity, at, "entities expand to more than %d bytes, the limit", maxExpansion)
	}
	return nil
}

// hasEntity reports whether an attribute value refers to an entity that the
// file declares.
func (s *xmlScanner) hasEntity(value string) bool {
	for name := range s.entities {
		if strings.Contains(value, "&"+name+";") {
			return true
		}
	}
	return false
}
