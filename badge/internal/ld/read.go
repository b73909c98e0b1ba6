package ld

import (
	"strings"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

// readContext reads a supplied JSON-LD context document. It supports the
// features that contexts of credentials use: terms with @id, @type, @container
// (@set, @list, @graph), @prefix, scoped contexts and @vocab. Anything else is
// an error, since a context that is only partly understood would give members
// another meaning than the signer's.
func readContext(text []byte) (*table, *Error) {
	root, err := jsontext.Parse(text)
	if err != nil {
		return nil, &Error{Code: codeContextUnread, Message: "a supplied context is not strict JSON", Err: err}
	}
	r := reader{}
	return r.context(root.Member(kwContext))
}

type reader struct{ terms int }

func unread(v jsontext.Value, format string, args ...any) *Error {
	return fail(codeContextUnread, v, format, args...)
}

func (r *reader) context(v jsontext.Value) (*table, *Error) {
	if v.Kind() != jsontext.Object {
		return nil, unread(v, "a supplied context is %s, wanted an object", v.Kind())
	}
	c := &table{}
	for name, m := range v.Members() {
		if r.terms++; r.terms > maxTerms {
			return nil, unread(v, "a supplied context has more than %d terms", maxTerms)
		}
		if err := r.member(c, name, m); err != nil {
			return nil, err
		}
	}
	c.sort()
	return c, nil
}

func (r *reader) member(c *table, name string, v jsontext.Value) *Error {
	switch name {
	case kwVersion:
		if v.Raw() != "1.1" {
			return unread(v, "@version must be 1.1")
		}
		return nil
	case kwProtected:
		b, ok := v.Bool()
		if !ok {
			return unread(v, "@protected must be true or false")
		}
		c.protected = b
		return nil
	case kwVocab:
		vocab, ok := v.Text()
		if !ok || !strings.Contains(vocab, ":") {
			return unread(v, "@vocab must be an absolute IRI")
		}
		c.vocab = vocab
		return nil
	}
	if name == "" || strings.HasPrefix(name, "@") || strings.ContainsAny(name, ":/") {
		return unread(v, "%s cannot be a term here", quote(name))
	}
	t, err := r.term(name, v)
	if err == nil {
		c.terms = append(c.terms, t)
	}
	return err
}

func (r *reader) term(name string, v jsontext.Value) (term, *Error) {
	t := term{name: name}
	if iri, ok := v.Text(); ok {
		t.iri = iri
		t.prefix = iri != "" && strings.ContainsRune(":/?#[]@", rune(iri[len(iri)-1]))
		return r.checked(t, v)
	}
	if v.Kind() != jsontext.Object {
		return t, unread(v, "a term is %s, wanted a string or an object", v.Kind())
	}
	for key, m := range v.Members() {
		text, isText := m.Text()
		flag, isFlag := m.Bool()
		switch {
		case key == kwID && isText:
			t.iri = text
		case key == kwType && isText:
			t.typ = text
		case key == kwContainer && isText && (text == kwSet || text == kwList || text == kwGraph):
			t.container = text
		case key == kwPrefix && isFlag:
			t.prefix = flag
		case key == kwContext && m.Kind() == jsontext.Null:
			t.scoped = true
		case key == kwContext:
			scope, err := r.context(m)
			if err != nil {
				return t, err
			}
			t = t.in(scope)
		default:
			return t, unread(m, "%s is not supported in a term", quote(key))
		}
	}
	return r.checked(t, v)
}

// checked refuses combinations that this package does not read, or reads
// differently from JSON-LD.
func (r *reader) checked(t term, v jsontext.Value) (term, *Error) {
	if keyword(t.iri) && t.iri != kwID && t.iri != kwType || keyword(t.typ) && t.typ != kwID && t.typ != kwVocab && t.typ != kwJSON {
		return t, unread(v, "%s is not supported as @id with @type %s", quote(t.iri), quote(t.typ))
	}
	if t.prefix && (t.typ != "" || t.container != "" || t.scoped) {
		return t, unread(v, "the term has a combination of keywords that is not supported")
	}
	return t, nil
}
