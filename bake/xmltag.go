package bake

import "strings"

// startTag reads a start tag or an empty-element tag (XML §3.1), declares its
// namespaces and resolves its names.
func (s *xmlScanner) startTag(t *token) error {
	at := s.pos
	s.pos++
	name := s.src[s.pos : s.pos+s.nameLength(s.src[s.pos:])]
	if name == "" {
		return s.syntax("a tag")
	}
	if len(s.open) == 0 && s.rooted {
		return s.fail(codeSVGOutsideRoot, at, "the element %s follows the root element", quote(name))
	}
	s.pos += len(name)
	s.rooted = true
	if s.elements++; s.elements > maxElements {
		return s.fail(codeSVGElements, at, "there are more than %d elements, the limit", maxElements)
	}
	if len(s.open) == maxDepth {
		return s.fail(codeSVGDepth, at, "elements are nested deeper than %d, the limit", maxDepth)
	}
	if err := s.attributes(); err != nil {
		return err
	}
	empty := s.accept("/")
	if !s.accept(">") {
		return s.syntax("an attribute or the end of the tag")
	}
	scope := len(s.hidden)
	if err := s.declare(); err != nil {
		return err
	}
	t.kind, t.name, t.depth, t.empty = tokenStart, xmlName{local: name, space: s.space}, len(s.open)+1, empty
	if err := s.resolve(&t.name, at+1, true); err != nil {
		return err
	}
	if err := s.resolveAttributes(); err != nil {
		return err
	}
	if empty {
		s.undeclare(scope)
	} else {
		s.open = append(s.open, element{name: name, xml: t.name, scope: scope})
	}
	return nil
}

// endTag reads the end tag of the innermost open element.
func (s *xmlScanner) endTag(t *token) error {
	at := s.pos
	s.pos += len("</")
	name := s.src[s.pos : s.pos+s.nameLength(s.src[s.pos:])]
	if len(s.open) == 0 {
		return s.fail(codeSVGOutsideRoot, at, "found an end tag outside the root element")
	}
	last := &s.open[len(s.open)-1]
	if name != last.name && s.pos+len(name) < len(s.src) {
		return s.fail(codeSVGSyntax, at, "found the end of %s, wanted the end of %s", quote(name), quote(last.name))
	}
	s.pos += len(name)
	s.skipSpace()
	if !s.accept(">") {
		return s.syntax("the end of the tag")
	}
	t.kind, t.name, t.depth = tokenEnd, last.xml, len(s.open)
	s.open = s.open[:len(s.open)-1]
	s.undeclare(last.scope)
	return nil
}

// attributes reads the attributes of a start tag as written.
func (s *xmlScanner) attributes() error {
	s.attrs = s.attrs[:0]
	for {
		spaced := s.skipSpace()
		rest := s.src[s.pos:]
		if rest == "" || rest[0] == '/' || rest[0] == '>' {
			return nil
		}
		name := rest[:s.nameLength(rest)]
		if name == "" || !spaced {
			return s.syntax("a space, an attribute or the end of the tag")
		}
		if len(s.attrs) == maxAttributes {
			return s.fail(codeSVGAttributes, s.pos, "an element has more than %d attributes, the limit", maxAttributes)
		}
		start := s.pos
		s.pos += len(name)
		s.skipSpace()
		if !s.accept("=") {
			return s.syntax("= after the name of an attribute")
		}
		s.skipSpace()
		at := s.pos + 1
		value, err := s.quoted("the value of an attribute")
		if err != nil {
			return err
		}
		if len(value) > maxValue {
			return s.fail(codeSVGValue, at, "the value of the attribute %s has %d bytes, wanted at most %d", quote(name), len(value), maxValue)
		}
		if s.holds(&s.less, '<', at, at+len(value)) {
			return s.fail(codeSVGSyntax, s.less, "the value of the attribute %s holds <", quote(name))
		}
		if err := s.checkReferences(value, at, true); err != nil {
			return err
		}
		s.attrs = append(s.attrs, xmlAttr{xmlName: xmlName{local: name}, value: value, offset: start})
	}
}

// declare brings the namespaces of the last start tag into scope.
func (s *xmlScanner) declare() error {
	declared := 0
	for i := range s.attrs {
		a := &s.attrs[i]
		prefix, ok := strings.CutPrefix(a.local, "xmlns")
		if !ok || prefix != "" && prefix[0] != ':' {
			continue
		}
		if declared++; declared > maxNamespaces {
			return s.fail(codeSVGNamespaces, a.offset, "an element declares more than %d namespaces, the limit", maxNamespaces)
		}
		named := prefix != ""
		prefix = strings.TrimPrefix(prefix, ":")
		uri := s.unescape(a.value, true)
		bad := named && prefix == "" || named && uri == "" || prefix == "xmlns" ||
			uri == xmlnsSpace || (prefix == "xml") != (uri == xmlSpace)
		if bad {
			return s.fail(codeSVGNamespace, a.offset, "the namespace declaration %s=%s is not allowed", quote(a.local), quote(uri))
		}
		before, had := s.spaces[prefix]
		s.hidden = append(s.hidden, declaration{prefix, before, had})
		s.spaces[prefix] = uri
		s.space = s.spaces[""]
	}
	return nil
}

// undeclare ends the scope of all declarations after the first n.
func (s *xmlScanner) undeclare(n int) {
	for i := len(s.hidden) - 1; i >= n; i-- {
		if d := s.hidden[i]; d.had {
			s.spaces[d.prefix] = d.before
		} else {
			delete(s.spaces, d.prefix)
		}
		s.space = s.spaces[""]
	}
	s.hidden = s.hidden[:n]
}

// resolve splits a name that has a prefix and finds its namespace. Without one, an
// element is in the default namespace and an attribute in none (Namespaces in XML
// §6.2), which its caller knows.
func (s *xmlScanner) resolve(n *xmlName, at int, isElement bool) error {
	name := n.local
	colon := strings.IndexByte(name, ':')
	if colon < 0 {
		return nil
	}
	prefix, local := name[:colon], name[colon+1:]
	if prefix == "" || s.nameLength(local) == 0 || strings.Contains(local, ":") || isElement && prefix == "xmlns" {
		return s.fail(codeSVGSyntax, at, "%s is not a name with one prefix", quote(name))
	}
	*n = xmlName{prefix, local, xmlnsSpace}
	if prefix == "xmlns" {
		return nil
	}
	uri, ok := s.spaces[prefix]
	if !ok {
		return s.fail(codeSVGPrefix, at, "the prefix %s is not declared", quote(prefix))
	}
	n.space = uri
	return nil
}

// resolveAttributes resolves the names of the last start tag's attributes and
// refuses repeated ones, also under two prefixes of one namespace.
func (s *xmlScanner) resolveAttributes() error {
	const few = 16 // up to here comparing each with each is the fastest
	if len(s.attrs) > few {
		clear(s.seen)
	}
	for i := range s.attrs {
		a := &s.attrs[i]
		if a.local == "xmlns" {
			a.space = xmlnsSpace
		} else if err := s.resolve(&a.xmlName, a.offset, false); err != nil {
			return err
		}
		repeated := false
		if len(s.attrs) <= few {
			for k := range s.attrs[:i] {
				b := &s.attrs[k]
				repeated = repeated || b.local == a.local && b.space == a.space
			}
		} else {
			key := xmlName{local: a.local, space: a.space}
			repeated, s.seen[key] = s.seen[key], true
		}
		if repeated {
			return s.fail(codeSVGDuplicate, a.offset, "the attribute %s is there twice", quote(a.local))
		}
	}
	return nil
}
