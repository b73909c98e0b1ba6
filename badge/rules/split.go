package rules

import (
	"reflect"
	"strings"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

// describedOnce reports two objects with one id that differ. For a linked-data
// reader they are one object with the properties of both. Embedded credentials
// are compared separately. Criteria are not compared, because their id is often
// the page of the achievement.
func describedOnce(f *finder, v jsontext.Value) {
	id, ok := v.Member("id").Text()
	start, _ := v.Span()
	if !ok || start < f.inner || strings.HasSuffix(f.is, "Criteria") || !describes(v) {
		return
	}
	first, known := f.described[id]
	switch {
	case !known:
		first.value = v
	case first.differs(v):
		f.report(v, "the object with the id %s differs from the one at %s", jsontext.Excerpt(id), jsontext.Excerpt(first.value.Pointer()))
	}
	f.described[id] = first
}

// description is the first object that describes an id.
type description struct {
	value    jsontext.Value
	members  any // value as a tree, made when needed
	disputed bool
}

// differs reports, only once, that another object differs.
func (d *description) differs(v jsontext.Value) bool {
	if d.disputed {
		return false
	}
	if d.members == nil {
		d.members = d.value.Any()
	}
	d.disputed = !reflect.DeepEqual(d.members, v.Any())
	return d.disputed
}

// describes reports whether an object has more than an id and a type.
func describes(v jsontext.Value) bool {
	for name := range v.Members() {
		if name != "id" && name != "type" {
			return true
		}
	}
	return false
}
