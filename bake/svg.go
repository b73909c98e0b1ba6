package bake

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// svgSpace is the namespace of SVG elements (SVG 2 §2.2).
const svgSpace = "http://www.w3.org/2000/svg"

// svg is a well-formed SVG and the offsets of its credentials.
type svg struct {
	src       string
	ascii     bool   // its declared encoding has only ASCII in common with UTF-8
	plain     bool   // it declares UTF-8 by its name, or nothing
	rootName  string // as written, prefix and all
	afterName int    // offset behind the root's name in its start tag
	afterTag  int    // offset behind the root's start tag
	emptyRoot bool
	elements  int
	rootScope map[string]string // prefix to namespace, as the root declares
	uses      map[string]int    // prefix to how often it is used outside credentials
	found     []*svgCredential  // in document order
}

// svgCredential is one credential element.
type svgCredential struct {
	slot       Slot
	name       xmlName
	start, end int
	depth      int  // 1 is the root, 2 its children
	nested     bool // inside another credential element
	declares   bool // its prefix is declared on the element itself
	children   bool

	verify    string // the verify attribute, decoded
	hasVerify bool
	entity    bool   // verify refers to an entity of the file
	body      []byte // the character data, decoded
}

// readSVG reads the whole text and returns it if it is a well-formed SVG.
func readSVG(src string) (*svg, error) { return readPart(src, false) }

// readPart is readSVG for a text that may be the front of an SVG: one that ends
// where another child of the root could begin.
func readPart(src string, front bool) (*svg, error) {
	s, err := newScanner(src)
	if err != nil {
		return nil, err
	}
	d := &svg{src: src, ascii: s.ascii, plain: s.encoding == "" || strings.EqualFold(s.encoding, "utf-8"), rootScope: map[string]string{}, uses: map[string]int{}}
	var inside *svgCredential // the outermost credential element that is open
	var t token
	for {
		if d.elements = s.elements; front && s.pos == len(src) && len(s.open) == 1 {
			return d, d.checkEncoding()
		}
		if err := s.next(&t); err != nil {
			return nil, err
		}
		switch {
		case t.kind == tokenEOF:
			return d, d.checkEncoding()
		case t.kind == tokenStart:
			if t.depth == 1 {
				if err := checkRoot(&t); err != nil {
					return nil, err
				}
				d.root(s, &t)
			}
			inside = d.element(s, &t, inside)
		case inside == nil:
		case t.kind == tokenText:
			inside.body = append(inside.body, s.unescape(t.text, false)...)
		case t.kind == tokenCDATA:
			inside.body = append(inside.body, lineEnds.Replace(t.text)...)
		case t.kind == tokenEnd && t.depth == inside.depth:
			inside.end = t.end
			inside = nil
		}
	}
}

// checkEncoding refuses a credential with bytes that readers of the declared
// encoding and readers of UTF-8 take for different characters.
func (d *svg) checkEncoding() error {
	if !d.ascii {
		return nil
	}
	for _, c := range d.found {
		for i := c.start; i < c.end; i++ {
			if d.src[i] >= utf8.RuneSelf {
				return pictureError(codeSVGEncoding, int64(i), "the credential has bytes that are not ASCII, and the file does not declare UTF-8; save it as UTF-8")
			}
		}
	}
	return nil
}

// element notes an element that begins inside a credential element, if inside
// is not nil. It returns the credential element that is open after it.
func (d *svg) element(s *xmlScanner, t *token, inside *svgCredential) *svgCredential {
	slot := slotOfElement(t.name.space, t.name.local)
	if slot == "" && inside == nil {
		d.count(t.name, s.attrs)
		return nil
	}
	if inside != nil {
		inside.children = true
	}
	if slot == "" {
		return inside
	}
	c := &svgCredential{slot: slot, name: t.name, start: t.start, end: t.end, depth: t.depth, nested: inside != nil}
	for _, a := range s.attrs {
		switch {
		case a.space == "" && a.local == "verify":
			c.verify, c.hasVerify = s.unescape(a.value, true), true
			c.entity = s.hasEntity(a.value)
		case a.prefix == "xmlns" && a.local == t.name.prefix:
			c.declares = true
		}
	}
	d.found = append(d.found, c)
	if inside == nil && !t.empty {
		return c
	}
	return inside
}

// checkRoot refuses a root element other than svg.
func checkRoot(t *token) error {
	if strings.EqualFold(t.name.local, "html") {
		return pictureError(codeUnsupportedFormat, noOffset, webPage)
	}
	if t.name.local != "svg" || t.name.space != svgSpace {
		return pictureError(codeSVGRoot, int64(t.start), "the root element is %s in the namespace %s, wanted svg in %s", quote(t.name.local), quote(t.name.space), svgSpace)
	}
	return nil
}

// root notes the root element.
func (d *svg) root(s *xmlScanner, t *token) {
	d.afterName = t.start + 1 + s.nameLength(d.src[t.start+1:])
	d.rootName = d.src[t.start+1 : d.afterName]
	d.afterTag, d.emptyRoot = s.pos, t.empty
	for _, a := range s.attrs {
		if a.prefix == "xmlns" {
			d.rootScope[a.local] = s.unescape(a.value, true)
		}
	}
}

// count notes the prefixes that an element uses and declares.
func (d *svg) count(name xmlName, attrs []xmlAttr) {
	if name.prefix != "" {
		d.uses[name.prefix]++
	}
	for i := range attrs {
		a := &attrs[i]
		if a.prefix == "xmlns" {
			d.uses[a.local]++
		} else if a.prefix != "" {
			d.uses[a.prefix]++
		}
	}
}

// extractSVG returns the credentials of an SVG, or of one slot in it.
func extractSVG(src string, only Slot) ([]Payload, error) {
	d, err := readSVG(src)
	if err != nil {
		return nil, err
	}
	return d.payloads(only)
}

// payloads returns the credentials, or those of one slot.
func (d *svg) payloads(only Slot) ([]Payload, error) {
	var all []Payload
	var faulty error
	matches := 0
	for _, c := range d.found {
		if only != "" && only != c.slot {
			continue
		}
		matches++
		p, err := c.payload()
		if err != nil && faulty == nil {
			faulty = err
		}
		all = append(all, p)
	}
	if matches > maxCredentials || matches > 1 && faulty != nil {
		return nil, ambiguous("the picture carries %d credential elements, wanted one", matches)
	}
	return all, faulty
}

func (c *svgCredential) fail(code, format string, args ...any) error {
	return pictureError(code, int64(c.start), format, args...)
}

// payload reads a credential element. OB 3.0 §5.3.2 puts a JWS into the verify
// attribute and JSON into the text; OB 2.0 Baking puts the URL of the assertion
// into verify beside its JSON.
func (c *svgCredential) payload() (Payload, error) {
	verify, body := strings.Trim(c.verify, space), bytes.Trim(c.body, space)
	switch {
	case c.depth != 2:
		return Payload{}, c.fail(codeSVGMisplaced, "the credential element is not a direct child of the root element")
	case c.children:
		return Payload{}, c.fail(codeSVGChild, "the credential element has child elements, wanted only text")
	case c.entity:
		return Payload{}, c.fail(codeSVGEntity, "the verify attribute refers to an entity that the file declares, wanted the text itself")
	case len(c.body) > maxText: // verify is no longer than maxValue
		return Payload{}, c.fail(codePayloadSize, "the credential has %d bytes, wanted at most %d", len(c.body), maxText)
	case len(body) == 0 && !c.hasVerify:
		return Payload{}, c.fail(codePayloadForm, "the credential element has neither a verify attribute nor text")
	case len(body) == 0:
		return c.attribute(verify)
	case !c.hasVerify || c.slot == OB2 && verify == "":
		return c.text(Payload{Slot: c.slot, Data: c.body})
	case verify == string(body) && isCompactJWS(body):
		return Payload{Slot: c.slot, Data: body}, nil // as the Python bakery writes signed badges
	case c.slot != OB2 || encodingOf([]byte(verify)) != encodingNone:
		return Payload{}, c.ambiguous()
	case isURL(string(body)):
		if !sameURL(verify, string(body)) {
			return Payload{}, c.ambiguous()
		}
		return Payload{Slot: c.slot, URL: verify}, nil
	}
	return c.both(verify)
}

// attribute reads a credential element without text.
func (c *svgCredential) attribute(verify string) (Payload, error) {
	switch {
	case encodingOf([]byte(c.verify)) == encodingJWS:
		return Payload{Slot: c.slot, Data: []byte(c.verify)}, nil
	case c.slot == OB2 && isURL(verify):
		return Payload{Slot: c.slot, URL: verify}, nil
	}
	return Payload{}, c.fail(codePayloadForm, "the verify attribute holds %s, wanted a compact JWS or, for OB 2.0, a URL", quote(c.verify))
}

// text reads JSON in the text of a credential element.
func (c *svgCredential) text(p Payload) (Payload, error) {
	if encodingOf(p.Data) != encodingJSON {
		return Payload{}, c.fail(codePayloadForm, "the credential element holds %s, wanted a JSON object", quote(p.Data))
	}
	if c.slot == OB2 && p.URL == "" {
		p.Remarks = append(p.Remarks, Remark{codeSVGVerify, "the verify attribute is missing or not a URL, wanted the URL of the assertion", int64(c.start)})
	}
	return p, nil
}

// both reads the text of an OB2 element beside a verify attribute that is not a
// credential. A URL there must be that of the assertion, or readers that follow
// it see another badge.
func (c *svgCredential) both(verify string) (Payload, error) {
	p := Payload{Slot: c.slot, Data: c.body}
	switch {
	case isURL(verify):
		p.URL = verify
	case schemeOf(verify) != "":
		return Payload{}, c.fail(codeSVGVerify, "the verify attribute is %s, wanted the http or https URL of the assertion", quote(c.verify))
	}
	p, err := c.text(p)
	if err != nil {
		return p, err
	}
	if p.URL != "" && namesBadge(p.Data) && !sameURL(p.URL, addressOf(p.Data)) {
		return Payload{}, c.ambiguous()
	}
	return p, nil
}

// ambiguous is the error for an element that holds two badges.
func (c *svgCredential) ambiguous() error {
	return &Error{
		code: codeSVGAmbiguous, message: "the verify attribute and the text of the credential element name different badges",
		Offset: int64(c.start), kind: ErrAmbiguous,
	}
}
