package bake

import (
	"fmt"
	"strings"
)

// embedSVG returns the SVG with the credential as the first child of its
// root. Nothing else changes, but for a namespace declaration in the root's
// start tag.
func embedSVG(src string, p Payload, enc encoding, o Options) (string, error) {
	if p.Slot == OB2 && enc == encodingJSON && p.URL == "" {
		return "", payloadError(codePayloadURL, "an OB2 assertion in JSON needs its URL to go into an SVG")
	}
	if err := checkCharacters(string(p.Data)); err != nil {
		return "", payloadError(codePayloadEncoding, "the credential holds a character that XML does not allow")
	}
	d, err := readSVG(src)
	if err != nil {
		return "", err
	}
	if len(d.found) > 0 {
		if !o.Replace {
			return "", alreadyBaked(int64(d.found[0].start))
		}
		if d, err = readSVG(d.without()); err != nil {
			return "", err
		}
	}
	out := d.with(p, enc)
	if limit := o.limit(maxSVG); int64(len(out)) > limit {
		return "", sizeError(limit)
	}
	return out, verifySVG(out, p)
}

// verifySVG reads back what is about to be written.
func verifySVG(src string, p Payload) error {
	got, err := only(extractSVG(src, ""))
	if err != nil {
		return fmt.Errorf("bake: reading back the SVG: %w", err)
	}
	return sameCredential(got, p)
}

// declarationOf is how a namespace is declared in the root's start tag,
// directly behind the name. Remove knows it by this form and place.
func declarationOf(prefix, space string) string {
	return " xmlns:" + prefix + `="` + space + `"`
}

// with returns the SVG with one more credential.
func (d *svg) with(p Payload, enc encoding) string {
	name := svgNameOf(p.Slot)
	prefix := name.prefix
	rootDecl, ownDecl := "", ""
	switch {
	case d.rootScope[prefix] == name.space:
		// If the drawing has the declaration just where Embed would put it,
		// the element repeats it: a sign for Remove to leave the root's alone.
		if decl := declarationOf(prefix, name.space); strings.HasPrefix(d.src[d.afterName:], decl) {
			ownDecl = decl
		}
	default:
		for n := 2; d.uses[prefix] > 0; n++ {
			prefix = fmt.Sprintf("%s%d", name.prefix, n)
		}
		rootDecl = declarationOf(prefix, name.space)
	}

	var out strings.Builder
	out.Grow(len(d.src) + len(p.Data) + 512)
	out.WriteString(d.src[:d.afterName])
	out.WriteString(rootDecl)
	tag := d.src[d.afterName:d.afterTag]
	if d.emptyRoot {
		tag = strings.TrimSuffix(tag, "/>") + ">"
	}
	out.WriteString(tag)
	writeCredential(&out, prefix+":"+name.element, ownDecl, p, enc)
	if d.emptyRoot {
		out.WriteString("</" + d.rootName + ">")
	}
	out.WriteString(d.src[d.afterTag:])
	return out.String()
}

// writeCredential writes the credential element.
func writeCredential(out *strings.Builder, tag, declaration string, p Payload, enc encoding) {
	verify := p.URL
	if enc == encodingJWS {
		verify = string(p.Data)
	}
	out.WriteString("<" + tag + declaration)
	if verify != "" {
		out.WriteString(` verify="` + attributeEscaper.Replace(verify) + `"`)
	}
	if enc == encodingJWS {
		out.WriteString("/>")
		return
	}
	out.WriteString("><![CDATA[" + cdataEscaper.Replace(string(p.Data)) + "]]></" + tag + ">")
}

// attributeEscaper escapes a URL or a JWS, which hold no whitespace.
var attributeEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", `"`, "&quot;")

// cdataEscaper splits a CDATA section where the text would end it, and where
// a carriage return would not survive: only a reference keeps it (XML §2.11).
var cdataEscaper = strings.NewReplacer("]]>", "]]]]><![CDATA[>", "\r", "]]>&#13;<![CDATA[")

// without returns the SVG without its credentials, wherever they stand, and
// without a declaration that Embed made for one.
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

// spans returns where the outermost credential elements begin and end.
func (d *svg) spans() [][2]int {
	var spans [][2]int
	for _, c := range d.found {
		if !c.nested {
			spans = append(spans, [2]int{c.start, c.end})
		}
	}
	return spans
}
