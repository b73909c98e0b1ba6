package bake

import (
	"io"
	"strings"
)

// ActiveContent is one piece of active content in an SVG: something that makes a
// viewer run code or open another address.
type ActiveContent struct {
	Code    string // "active.script", "active.external_reference", …
	Message string
	Offset  int64
}

// InspectSVG lists the active content of an SVG, at most 1,000 findings. It
// runs and fetches nothing. It is no sanitizer, and an empty list is no
// promise: show an SVG of others through an img element or with a sandboxing
// Content-Security-Policy in any case.
func InspectSVG(picture io.Reader, o Options) ([]ActiveContent, error) {
	var list findings
	err := overStream(picture, func(t *stream) error {
		f, err := formatOf(t)
		if err != nil {
			return err
		}
		if f != formatSVG {
			return pictureError(codeUnsupportedFormat, 0, "the picture is PNG, want SVG")
		}
		src, err := readAll(t, o.limit(maxSVG))
		if err != nil {
			return err
		}
		return list.scan(src)
	})
	if err != nil {
		return nil, err
	}
	return list, nil
}

type findings []ActiveContent

func (l *findings) add(code string, at int, what, name string) {
	if len(*l) < maxActiveContents {
		*l = append(*l, ActiveContent{Code: code, Message: what + " " + quote(name), Offset: int64(at)})
	}
}

// scan looks at everything in an SVG.
func (l *findings) scan(src string) error {
	s, err := newScanner(src)
	if err != nil {
		return err
	}
	style := 0 // depth of the open style element
	var sheet strings.Builder
	for {
		t, err := s.next()
		if err != nil {
			return err
		}
		switch {
		case t.kind == tokenEOF:
			return nil
		case t.kind == tokenInstruction:
			l.add(codeActiveInstruction, t.start, "processing instruction", t.text)
		case t.kind == tokenDoctype && t.text != "":
			l.add(codeActiveReference, t.start, "external identifier of the", "DOCTYPE")
		case t.kind == tokenStart:
			if err := checkRoot(t); err != nil {
				return err
			}
			l.element(t)
			for _, a := range s.attrs {
				l.attribute(t.name, a)
			}
			if strings.EqualFold(t.name.local, "style") && !t.empty && style == 0 {
				style = t.depth
				sheet.Reset()
			}
		case style > 0 && t.kind == tokenText:
			sheet.WriteString(unescape(t.text, false))
		case style > 0 && t.kind == tokenCDATA:
			sheet.WriteString(t.text)
		case t.kind == tokenEnd && t.depth == style:
			l.style(sheet.String(), t.start)
			style = 0
		}
	}
}

// activeElements are elements, by lower-case local name in any namespace,
// that run code or hold content of another language.
var activeElements = map[string]string{
	"script": codeActiveScript, "handler": codeActiveScript, "listener": codeActiveScript,
	"foreignobject": codeActiveEmbedded, "iframe": codeActiveEmbedded, "embed": codeActiveEmbedded,
	"object": codeActiveEmbedded, "audio": codeActiveEmbedded, "video": codeActiveEmbedded,
}

const htmlSpace = "http://www.w3.org/1999/xhtml"

func (l *findings) element(t token) {
	code, active := activeElements[strings.ToLower(t.name.local)]
	if !active && t.name.space == htmlSpace {
		code, active = codeActiveEmbedded, true
	}
	if active {
		l.add(code, t.start, "element", t.name.local)
	}
}

// referenceAttributes hold an address, by lower-case local name.
var referenceAttributes = map[string]bool{"href": true, "src": true, "data": true, "action": true, "formaction": true, "poster": true, "base": true}

// animationElements set attributes of others.
var animationElements = map[string]bool{"animate": true, "set": true, "animatetransform": true, "animatemotion": true}

func (l *findings) attribute(element xmlName, a xmlAttr) {
	if a.space == xmlnsSpace || slotOfElement(element.space, element.local) != "" {
		return
	}
	name := strings.ToLower(a.local)
	value := unescape(a.value, true)
	switch {
	case len(name) > 2 && strings.HasPrefix(name, "on"):
		l.add(codeActiveEvent, a.offset, "event handler", a.local)
	case referenceAttributes[name]:
		l.reference(value, a.offset)
	case animationElements[strings.ToLower(element.local)]:
		l.animation(name, value, a.offset)
	}
	if name != "href" {
		l.style(value, a.offset)
	}
}

// animation looks at an attribute of an animation element.
func (l *findings) animation(name, value string, at int) {
	target := strings.ToLower(value)
	if name == "attributename" && (strings.HasSuffix(target, "href") || strings.HasPrefix(target, "on")) {
		l.add(codeActiveAnimation, at, "animation of", value)
	}
	if name == "to" || name == "from" || name == "by" || name == "values" {
		if scheme := schemeOf(value); scheme == "javascript" || scheme == "data" || scheme == "vbscript" {
			l.add(codeActiveAnimation, at, "animation with", value)
		}
	}
}

// reference looks at an address. One within the document, and a bitmap that
// is part of it, are no findings.
func (l *findings) reference(value string, at int) {
	compact := compactURL(value)
	switch scheme := schemeOf(value); {
	case scheme == "javascript" || scheme == "vbscript":
		l.add(codeActiveScript, at, "script address", value)
	case compact == "" || compact[0] == '#':
	case scheme == "data" && isBitmap(compact):
	default:
		l.add(codeActiveReference, at, "address", value)
	}
}

// isBitmap reports whether a data URL holds an image that cannot be active.
func isBitmap(compact string) bool {
	media, _, _ := strings.Cut(strings.TrimPrefix(strings.ToLower(compact), "data:"), ",")
	media, _, _ = strings.Cut(media, ";")
	switch media {
	case "image/png", "image/jpeg", "image/jpg", "image/gif", "image/webp":
		return true
	}
	return false
}

// compactURL removes what browsers ignore in an address: control characters
// and whitespace, by which scripts are disguised.
func compactURL(value string) string {
	return strings.Map(func(r rune) rune {
		if r <= ' ' || r == 0x7f {
			return -1
		}
		return r
	}, value)
}

// schemeOf returns the lower-case scheme of an address, "" if it has none.
func schemeOf(value string) string {
	scheme, _, found := strings.Cut(compactURL(value), ":")
	if !found || strings.ContainsAny(scheme, "/?#") {
		return ""
	}
	return strings.ToLower(scheme)
}

// style looks for addresses in CSS: a style sheet or a presentation
// attribute. A backslash may hide anything, so it counts as a finding.
func (l *findings) style(css string, at int) {
	lower := strings.ToLower(css)
	imports := strings.Contains(lower, "@import")
	hidden := strings.Contains(lower, `\`) && strings.ContainsAny(lower, "@(")
	if imports || hidden {
		l.add(codeActiveReference, at, "style", css)
		return
	}
	for {
		_, after, found := strings.Cut(lower, "url(")
		if !found {
			return
		}
		address, rest, _ := strings.Cut(after, ")")
		l.reference(strings.Trim(address, space+`"'`), at)
		lower = rest
	}
}
