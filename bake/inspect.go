package bake

import (
	"io"
	"strings"
)

// ActiveContent is a part of an SVG that can make a viewer run code or open
// another URL.
type ActiveContent struct {
	Code    string // "active.script", "active.external_reference", …
	Message string
	Offset  int64
}

// InspectSVG lists the active content of an SVG, at most 1,000 entries. It
// runs and fetches nothing. It is not a sanitizer, and an empty list is not a
// guarantee: always show an SVG from somebody else in an img element or with a
// sandboxing Content-Security-Policy.
func InspectSVG(picture io.Reader, o Options) ([]ActiveContent, error) {
	var list contents
	err := overStream(picture, func(t *stream) error {
		f, err := formatOf(t)
		if err != nil {
			return err
		}
		if f != formatSVG {
			return pictureError(codeUnsupportedFormat, noOffset, "the picture is a PNG, wanted an SVG")
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

type contents []ActiveContent

func (l *contents) add(code string, at int, what, name string) {
	if len(*l) < maxActiveContents {
		*l = append(*l, ActiveContent{Code: code, Message: what + " " + quote(name), Offset: int64(at)})
	}
}

// scan inspects the whole SVG.
func (l *contents) scan(src string) error {
	s, err := newScanner(src)
	if err != nil {
		return err
	}
	style := 0 // depth of the open style element
	var sheet strings.Builder
	var t token
	for {
		if err := s.next(&t); err != nil {
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
			if t.depth == 1 {
				if err := checkRoot(&t); err != nil {
					return err
				}
			}
			l.element(&t)
			if slotOfElement(t.name.space, t.name.local) == "" {
				animated := animates(strings.ToLower(t.name.local))
				for i := range s.attrs {
					l.attribute(s, animated, &s.attrs[i])
				}
			}
			if strings.EqualFold(t.name.local, "style") && !t.empty && style == 0 {
				style = t.depth
				sheet.Reset()
			}
		case style > 0 && t.kind == tokenText:
			sheet.WriteString(s.unescape(t.text, false))
		case style > 0 && t.kind == tokenCDATA:
			sheet.WriteString(t.text)
		case t.kind == tokenEnd && t.depth == style:
			l.style(sheet.String(), t.start)
			style = 0
		}
	}
}

// activeElements run code or hold content of another language. Keys are local
// names in lower case, of any namespace.
var activeElements = map[string]string{
	"script": codeActiveScript, "handler": codeActiveScript, "listener": codeActiveScript,
	"foreignobject": codeActiveEmbedded, "iframe": codeActiveEmbedded, "embed": codeActiveEmbedded,
	"object": codeActiveEmbedded, "audio": codeActiveEmbedded, "video": codeActiveEmbedded,
}

const htmlSpace = "http://www.w3.org/1999/xhtml"

func (l *contents) element(t *token) {
	code, active := activeElements[strings.ToLower(t.name.local)]
	if !active && t.name.space == htmlSpace {
		code, active = codeActiveEmbedded, true
	}
	if active {
		l.add(code, t.start, "element", t.name.local)
	}
}

// holdsURL reports whether attributes of a local name in lower case hold a URL.
func holdsURL(name string) bool {
	switch name {
	case "href", "src", "data", "action", "formaction", "poster", "base":
		return true
	}
	return false
}

// animates reports whether elements of a local name in lower case set attributes of
// other elements.
func animates(name string) bool {
	switch name {
	case "animate", "set", "animatetransform", "animatemotion":
		return true
	}
	return false
}

func (l *contents) attribute(s *xmlScanner, animated bool, a *xmlAttr) {
	if a.space == xmlnsSpace {
		return
	}
	name := strings.ToLower(a.local)
	value := s.unescape(a.value, true)
	switch {
	case len(name) > 2 && strings.HasPrefix(name, "on"):
		l.add(codeActiveEvent, a.offset, "event handler", a.local)
	case holdsURL(name):
		l.reference(value, a.offset)
	case animated:
		l.animation(name, value, a.offset)
	}
	if name != "href" {
		l.style(value, a.offset)
	}
}

// animation inspects an attribute of an animation element.
func (l *contents) animation(name, value string, at int) {
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

// reference inspects a URL. A fragment and an embedded bitmap are not active.
func (l *contents) reference(value string, at int) {
	compact := compactURL(value)
	switch scheme := schemeOf(value); {
	case scheme == "javascript" || scheme == "vbscript":
		l.add(codeActiveScript, at, "script URL", value)
	case compact == "" || compact[0] == '#':
	case scheme == "data" && isBitmap(compact):
	default:
		l.add(codeActiveReference, at, "URL", value)
	}
}

// isBitmap reports whether a data URL holds a bitmap.
func isBitmap(compact string) bool {
	media, _, _ := strings.Cut(strings.TrimPrefix(strings.ToLower(compact), "data:"), ",")
	media, _, _ = strings.Cut(media, ";")
	switch media {
	case "image/png", "image/jpeg", "image/jpg", "image/gif", "image/webp":
		return true
	}
	return false
}

// compactURL removes the control characters and the white space that browsers
// ignore in a URL and that disguise script URLs.
func compactURL(value string) string {
	return strings.Map(func(r rune) rune {
		if r <= ' ' || r == 0x7f {
			return -1
		}
		return r
	}, value)
}

// schemeOf returns the scheme of a URL in lower case, "" if it has none.
func schemeOf(value string) string {
	scheme, _, found := strings.Cut(compactURL(value), ":")
	if !found || strings.ContainsAny(scheme, "/?#") {
		return ""
	}
	return strings.ToLower(scheme)
}

// style inspects CSS: a style sheet or a presentation attribute. CSS with a
// backslash counts as active, because an escape can hide a URL.
func (l *contents) style(css string, at int) {
	if strings.IndexByte(css, '(') < 0 && strings.IndexByte(css, '@') < 0 {
		return
	}
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
