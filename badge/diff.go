package badge

import (
	"encoding/json"
	"iter"
	"reflect"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

// Difference is a value that two documents do not have in common.
type Difference struct {
	Path     string          // JSON Pointer, the same in both
	One, Two json.RawMessage // nil if the document does not have the value
}

// Diff compares two documents member by member and yields the differences in the
// order of the first one. An object equals its id alone, since a document may
// link to another or embed it. Numbers are compared as written.
func Diff(one, two *Document) iter.Seq[Difference] {
	return func(yield func(Difference) bool) { eachDifference(one.orEmpty().body, two.orEmpty().body, yield) }
}

// eachDifference returns false once yield does.
func eachDifference(one, two jsontext.Value, yield func(Difference) bool) bool {
	switch {
	case one.Kind() == jsontext.Object && two.Kind() == jsontext.Object:
		for name, v := range one.Members() {
			if !eachDifference(v, two.Member(name), yield) {
				return false
			}
		}
		for name, v := range two.Members() {
			if !one.Member(name).Exists() && !eachDifference(jsontext.Value{}, v, yield) {
				return false
			}
		}
	case names(one, two) || names(two, one):
	case !reflect.DeepEqual(one.Any(), two.Any()):
		at := one
		if !one.Exists() {
			at = two
		}
		return yield(Difference{Path: at.Pointer(), One: rawOf(one), Two: rawOf(two)})
	}
	return true
}

// names reports whether a is the id of the object b.
func names(a, b jsontext.Value) bool {
	id, ok := a.Text()
	return ok && b.Kind() == jsontext.Object && id == b.Member("id").String()
}

func rawOf(v jsontext.Value) json.RawMessage {
	if !v.Exists() {
		return nil
	}
	return json.RawMessage(v.Raw())
}
