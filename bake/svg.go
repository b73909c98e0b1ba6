package bake

import (
	"bytes"
	"strings"
)

// svgSpace is the namespace of SVG elements (SVG 2 §2.2).
const svgSpace = "http://www.w3.org/2000/svg"

// svg is a well-formed SVG with the places that matter here.
type svg struct {
	src       string
	rootName  string // as written, prefix and all
	afterName int    // offset behind the root's name in its start tag
	afterTag  int    // offset behind the root's start tag
	emptyRoot bool
	rootScope map[string]string // prefix to namespace, as the root declares
	uses      map[string]int    // prefix to how often it stands outside credentials
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
	body      []byte // the character data, decoded
}

// readSVG reads the whole text: what it returns is well-formed and an SVG.
func readSVG(src string) (*svg, error) {
	s, err := newScanner(src)
	if err != nil {
		return nil, err
	}
	d := &svg{src: src, rootScope: map[string]string{}, uses: map[string]int{}}
	var inside *svgCredential // the outermost credential element that is open
	for {
		t, err := s.next()
		if err != nil {
			return nil, err
		}
		switch {
		case t.kind == tokenEOF:
			return d, nil
		case t.kind == tokenStart:
			if err := checkRoot(t); err != nil {
				return nil, err
			}
			if t.depth == 1 {
				d.root(s, t)
			}
			inside = d.element(t, s.attrs, inside)
		case inside == nil:
		case t.kind == tokenText:
			inside.body = append(inside.body, unescape(t.text, false)...)
		case t.kind == tokenCDATA:
			inside.body = append(inside.body, lineEnds.Replace(t.text)...)
		case t.kind == tokenEnd && t.depth == inside.depth:
			inside.end = t.end
			inside = nil
		}
	}
}

// element takes note of an element that begins within the credential element
// inside, if that is not nil. It returns the one that is open afterwards.
func (d *svg) element(t token, attrs []xmlAttr, inside *svgCredential) *svgCredential {
	slot := slotOfElement(t.name.space, t.name.local)
	if slot == "" && inside == nil {
		d.count(t.name, attrs)
		return nil
	}
	if inside != nil {
		inside.children = true
	}
	if slot == "" {
		return inside
	}
	c := &svgCredential{slot: slot, name: t.name, start: t.start, end: t.end, depth: t.depth, nested: inside != nil}
	for _, a := range attrs {
		switch {
		case a.space == "" && a.local == "verify":
			c.verify, c.hasVerify = unescape(a.value, true), true
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

// checkRoot refuses a root element other than svg. Elements below pass.
func checkRoot(t token) error {
	if t.depth == 1 && (t.name.local != "svg" || t.name.space != svgSpace) {
		return pictureError(codeSVGRoot, int64(t.start), "the root element is %s in the namespace %s, wanted svg in %s", quote(t.name.local), quote(t.name.space), svgSpace)
	}
	return nil
}

// root takes note of the root element.
func (d *svg) root(s *xmlScanner, t token) {
	d.afterName = t.start + 1 + nameLength(d.src[t.start+1:])
	d.rootName = d.src[t.start+1 : d.afterName]
	d.afterTag, d.emptyRoot = s.pos, t.empty
	for _, a := range s.attrs {
		if a.prefix == "xmlns" {
			d.rootScope[a.local] = unescape(a.value, true)
		}
	}
}

// count notes the prefixes an element uses and declares.
func (d *svg) count(name xmlName, attrs []xmlAttr) {
	d.uses[name.prefix]++
	for _, a := range attrs {
		if a.prefix == "xmlns" {
			d.uses[a.local]++
		} else {
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
		return nil, ambiguous("the picture carries %d credentials, wanted one", matches)
	}
	return all, faulty
}

func (c *svgCredential) fail(code, format string, args ...any) error {
	return pictureError(code, int64(c.start), format, args...)
}

// payload reads a credential element: a JWS stands in its verify attribute,
// JSON in its body, and OB 2.0 puts the assertion's URL into verify beside
// the JSON (OB 2.0 Baking, OB 3.0 §5.3.2).
func (c *svgCredential) payload() (Payload, error) {
	filled := len(bytes.Trim(c.body, space)) > 0
	p := Payload{Slot: c.slot, Data: c.body}
	want := encodingJSON
	switch {
	case c.depth != 2:
		return Payload{}, c.fail(codeSVGMisplaced, "the credential element is not a direct child of the root element")
	case c.children:
		return Payload{}, c.fail(codeSVGChild, "the credential element has child elements, wanted text alone")
	case filled && c.hasVerify && (c.slot != OB2 || isCompactJWS([]byte(strings.Trim(c.verify, space)))):
		return Payload{}, c.fail(codeSVGAmbiguous, "the credential element has both a verify attribute and a body")
	case filled && c.slot == OB2:
		if !isURL(c.verify) {
			return Payload{}, c.fail(codeSVGVerify, "the verify attribute is %s, wanted the http or https URL of the assertion", quote(c.verify))
		}
		p.URL = c.verify
	case !filled:
		if !c.hasVerify {
			return Payload{}, c.fail(codePayloadForm, "the credential element has neither a verify attribute nor a body")
		}
		p.Data, want = []byte(c.verify), encodingJWS
	}
	if len(p.Data) > maxText {
		return Payload{}, c.fail(codePayloadSize, "the credential has %d bytes, wanted at most %d", len(p.Data), maxText)
	}
	if encodingOf(p.Data) != want {
		wanted := map[encoding]string{encodingJSON: "a JSON object in the body", encodingJWS: "a compact JWS in the verify attribute"}[want]
		return Payload{}, c.fail(codePayloadForm, "the credential element holds %s, wanted %s", quote(p.Data), wanted)
	}
	return p, nil
}
