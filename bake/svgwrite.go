package bake

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"
)

// embedSVG returns the SVG with the credential as the first child of its root.
// Nothing else changes, except that the root's start tag can gain a namespace
// declaration.
func embedSVG(src string, p Payload, enc encoding, o Options) ([]byte, error) {
	if p.Slot == OB2 && enc == encodingJSON && p.URL == "" {
		return nil, payloadError(codePayloadURL, "an OB2 assertion in JSON needs its URL in an SVG")
	}
	if err := checkCharacters(string(p.Data)); err != nil {
		return nil, payloadError(codePayloadEncoding, "the credential holds a character that XML does not allow")
	}
	d, err := readSVG(src)
	if err != nil {
		return nil, err
	}
	if len(d.found) > 0 {
		if !o.Replace {
			return nil, alreadyBaked(int64(d.found[0].start))
		}
		if d, err = readSVG(d.without()); err != nil {
			return nil, err
		}
	}
	out, end := d.with(p, enc)
	if limit := o.limit(maxSVG); int64(len(out)) > limit {
		return nil, sizeError(limit)
	}
	return out, d.verify(out, end, p)
}

// verify reads the new SVG before it is written: up to the end of the
// credential. The rest is that of the old SVG, which was read, in the same
// element and with the same namespaces, apart from a prefix that it does not use.
func (d *svg) verify(src []byte, end int, p Payload) error {
	front := end < len(src)
	if front && (string(src[end:]) != d.src[d.afterTag:] || d.elements+1 > maxElements) {
		front, end = false, len(src)
	}
	read, err := readPart(string(src[:end]), front)
	var got Payload
	if err == nil {
		got, err = only(read.payloads(""))
	}
	if err != nil {
		return fmt.Errorf("bake: reading back the SVG: %w", err)
	}
	return sameCredential(got, p)
}

// declarationOf is the namespace declaration that Embed puts into the root's
// start tag, directly after the name. Remove finds it by this form and place.
func declarationOf(prefix, space string) string {
	return " xmlns:" + prefix + `="` + space + `"`
}

// with returns the SVG with one more credential, and where that ends.
func (d *svg) with(p Payload, enc encoding) ([]byte, int) {
	name := svgNameOf(p.Slot)
	prefix := name.prefix
	rootDecl, ownDecl := "", ""
	switch {
	case d.rootScope[prefix] == name.space:
		// If the drawing has the declaration where Embed would put it, the
		// element repeats it, so that Remove keeps the root's.
		if decl := declarationOf(prefix, name.space); strings.HasPrefix(d.src[d.afterName:], decl) {
			ownDecl = decl
		}
	default:
		for n := 2; d.uses[prefix] > 0; n++ {
			prefix = fmt.Sprintf("%s%d", name.prefix, n)
		}
		rootDecl = declarationOf(prefix, name.space)
	}

	var out bytes.Buffer
	out.Grow(len(d.src) + len(p.Data) + 512)
	out.WriteString(d.src[:d.afterName])
	out.WriteString(rootDecl)
	tag := d.src[d.afterName:d.afterTag]
	if d.emptyRoot {
		tag = strings.TrimSuffix(tag, "/>") + ">"
	}
	out.WriteString(tag)
	writeCredential(&out, prefix+":"+name.element+ownDecl, p, enc, !d.plain)
	end := out.Len()
	if d.emptyRoot {
		out.WriteString("</" + d.rootName + ">")
	}
	out.WriteString(d.src[d.afterTag:])
	return out.Bytes(), end
}

// writeCredential writes the credential element. tag is its name, with its
// namespace declaration if it needs one. If ascii is set, characters outside
// ASCII become references, which readers of every encoding understand.
func writeCredential(out *bytes.Buffer, tag string, p Payload, enc encoding, ascii bool) {
	verify := p.URL
	if enc == encodingJWS {
		verify = string(p.Data)
	}
	out.WriteString("<" + tag)
	if verify != "" {
		out.WriteString(` verify="` + attributeEscaper.Replace(verify) + `"`)
	}
	name, _, _ := strings.Cut(tag, " ")
	switch {
	case enc == encodingJWS:
		out.WriteString("/>")
		return
	case ascii && !isASCII(p.Data):
		out.WriteString(">")
		writeReferences(out, string(p.Data))
	default:
		out.WriteString("><![CDATA[" + cdataEscaper.Replace(string(p.Data)) + "]]>")
	}
	out.WriteString("</" + name + ">")
}

func isASCII(data []byte) bool {
	for _, c := range data {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// writeReferences writes text in ASCII.
func writeReferences(out *bytes.Buffer, text string) {
	for _, r := range text {
		switch {
		case r >= utf8.RuneSelf || strings.ContainsRune("&<>\r", r):
			fmt.Fprintf(out, "&#%d;", r)
		default:
			out.WriteRune(r)
		}
	}
}

// attributeEscaper escapes a URL or a JWS, which hold no whitespace.
var attributeEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", `"`, "&quot;")

// cdataEscaper splits a CDATA section where the text would end it, and where
// a carriage return would be lost: only a reference keeps it (XML §2.11).
var cdataEscaper = strings.NewReplacer("]]>", "]]]]><![CDATA[>", "\r", "]]>&#13;<![CDATA[")

// without returns the SVG without its credentials and without a declaration
// that Embed added for one.
func (d *svg) without() string {
	rest := d.afterName
	for _, c := range d.found {
		decl := declarationOf(c.name.prefix, c.name.space)
		if !c.declares && d.uses[c.name.prefix] == 1 && strings.HasPrefix(d.src[d.afterName:], decl) {
			rest += len(decl)
			break
		}
	}
	var out strings.Builder
	out.Grow(len(d.src))
	out.WriteString(d.src[:d.afterName])
	for _, c := range d.spans() {
		out.WriteString(d.src[rest:c[0]])
		rest = c[1]
	}
	out.WriteString(d.src[rest:])
	return out.String()
}

// spans returns the start and the end of each outermost credential element.
func (d *svg) spans() [][2]int {
	var spans [][2]int
	for _, c := range d.found {
		if !c.nested {
			spans = append(spans, [2]int{c.start, c.end})
		}
	}
	return spans
}
