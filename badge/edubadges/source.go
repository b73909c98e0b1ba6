package edubadges

import (
	"iter"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
)

// place is where a value stands, or would stand.
type source struct {
	doc  *badge.Document
	n    int    // which argument of Read the document is
	path string // JSON Pointer into Document.JSON
}

// down returns the place that a relative JSON Pointer leads to.
func (p source) down(pointer string) source {
	p.path += pointer
	return p
}

var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")

// member returns the place of a member.
func (p source) member(name string) source { return p.down("/" + pointerEscapes.Replace(name)) }

// raw returns the JSON text at the place, or "" where nothing or null stands.
func (p source) raw() string {
	raw, _ := p.doc.At(p.path)
	if string(raw) == "null" {
		return ""
	}
	return string(raw)
}

// text returns the string at the place, or "".
func (p source) text() string { return p.doc.Root().At(p.path).String() }

// is reports whether a JSON value of a kind stands at the place: "object",
// "array", "string", "number" or "boolean".
func (p source) is(kind string) bool { return p.doc.Root().At(p.path).Kind().String() == kind }

// holds reports whether the string, or an array with it, stands at the place.
func (p source) holds(text string) bool { return p.doc.Root().At(p.path).Holds(text) }

// isEmpty reports whether an array or object has nothing in it.
func (p source) isEmpty() bool {
	v := p.doc.Root().At(p.path)
	return (p.is("array") || p.is("object")) && v.Len() == 0
}

// element returns the first element of an array, or the lone object in its
// place, whose member is or holds a text.
func (p source) element(member, text string) (element source, found bool) {
	for e := range p.doc.Root().At(p.path).Each() {
		if e.Member(member).Holds(text) {
			return source{p.doc, p.n, e.Pointer()}, true
		}
	}
	return source{}, false
}

// reference returns the id of an object that may stand as its id alone.
func (p source) reference() string {
	if p.is("object") {
		p = p.member("id")
	}
	return p.text()
}

// tree is what eachString walks: the values of a document.
type tree[V any] interface {
	Members() iter.Seq2[string, V]
	Elements() iter.Seq2[int, V]
	Text() (string, bool)
	Pointer() string
}

// eachString calls visit for every string below a value, with what finds its
// JSON Pointer.
func eachString[V tree[V]](v V, visit func(text string, path func() string)) {
	if text, ok := v.Text(); ok {
		visit(text, v.Pointer)
	}
	for _, m := range v.Members() {
		eachString(m, visit)
	}
	for _, e := range v.Elements() {
		eachString(e, visit)
	}
}
