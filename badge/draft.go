package badge

import (
	"errors"
	"slices"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

// draft is an object that is being rewritten, member by member. What is not
// touched keeps its place and its text.
type draft struct {
	path    string // JSON Pointer of the object
	members []draftMember
	err     error
}

type draftMember struct {
	name string
	raw  string
}

func draftOf(v jsontext.Value, path string) *draft {
	o := &draft{path: path}
	for name, m := range v.Members() {
		o.members = append(o.members, draftMember{name, m.Raw()})
	}
	return o
}

func (o *draft) index(name string) int {
	return slices.IndexFunc(o.members, func(m draftMember) bool { return m.name == name })
}

// get returns the member as it is now.
func (o *draft) get(name string) jsontext.Value {
	if i := o.index(name); i >= 0 {
		v, err := jsontext.Parse([]byte(o.members[i].raw))
		o.err = errors.Join(o.err, err)
		return v
	}
	return jsontext.Value{}
}

func (o *draft) setRaw(name, raw string) {
	if i := o.index(name); i >= 0 {
		o.members[i].raw = raw
		return
	}
	o.members = append(o.members, draftMember{name, raw})
}

func (o *draft) setText(name, text string) {
	raw, err := jsontext.Quote(text)
	o.err = errors.Join(o.err, err)
	o.setRaw(name, string(raw))
}

func (o *draft) setDraft(name string, inner *draft) {
	raw, err := inner.text()
	o.err = errors.Join(o.err, err)
	o.setRaw(name, string(raw))
}

// rename gives a member another name, unless that is taken.
func (o *draft) rename(from, to string) bool {
	i := o.index(from)
	if i < 0 || o.index(to) >= 0 {
		return false
	}
	o.members[i].name = to
	return true
}

func (o *draft) drop(name string) {
	o.members = slices.DeleteFunc(o.members, func(m draftMember) bool { return m.name == name })
}

// text returns the object as compact JSON.
func (o *draft) text() ([]byte, error) {
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
