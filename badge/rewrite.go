package badge

import (
	"errors"
	"slices"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

// rewrite is an object that is rewritten member by member. Other members keep
// their place and text.
type rewrite struct {
	path    string // JSON Pointer of the object
	members []rewrittenMember
	err     error
}

type rewrittenMember struct {
	name string
	raw  string
}

func rewriteOf(v jsontext.Value, path string) *rewrite {
	o := &rewrite{path: path}
	for name, m := range v.Members() {
		o.members = append(o.members, rewrittenMember{name, m.Raw()})
	}
	return o
}

func (o *rewrite) index(name string) int {
	return slices.IndexFunc(o.members, func(m rewrittenMember) bool { return m.name == name })
}

// get returns the current value of a member.
func (o *rewrite) get(name string) jsontext.Value {
	if i := o.index(name); i >= 0 {
		v, err := jsontext.Parse([]byte(o.members[i].raw))
		o.err = errors.Join(o.err, err)
		return v
	}
	return jsontext.Value{}
}

func (o *rewrite) setRaw(name, raw string) {
	if i := o.index(name); i >= 0 {
		o.members[i].raw = raw
		return
	}
	o.members = append(o.members, rewrittenMember{name, raw})
}

func (o *rewrite) setText(name, text string) {
	raw, err := jsontext.Quote(text)
	o.err = errors.Join(o.err, err)
	o.setRaw(name, string(raw))
}

func (o *rewrite) setObject(name string, inner *rewrite) {
	raw, err := inner.text()
	o.err = errors.Join(o.err, err)
	o.setRaw(name, string(raw))
}

// rename gives a member another name, unless the object has that name already.
func (o *rewrite) rename(from, to string) bool {
	i := o.index(from)
	if i < 0 || o.index(to) >= 0 {
		return false
	}
	o.members[i].name = to
	return true
}

func (o *rewrite) drop(name string) {
	o.members = slices.DeleteFunc(o.members, func(m rewrittenMember) bool { return m.name == name })
}

// text returns the object as compact JSON.
func (o *rewrite) text() ([]byte, error) {
	text := []byte{'{'}
	for i, m := range o.members {
		if i > 0 {
			text = append(text, ',')
		}
		name, err := jsontext.Quote(m.name)
		o.err = errors.Join(o.err, err)
		text = append(append(append(text, name...), ':'), m.raw...)
	}
	return append(text, '}'), o.err
}
