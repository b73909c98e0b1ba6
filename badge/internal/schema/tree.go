package schema

import "github.com/openbadges-go/openbadges/badge/internal/jsontext"

// tree returns v as an instance of the class. Of each array it leaves out the
// elements that fail after maxViolations others: each would cost a failure that
// is not shown.
func (m *model) tree(c *linked, v jsontext.Value) any {
	if c == nil || v.Kind() != jsontext.Object {
		return v.Any()
	}
	members := make(object, v.Len())
	for name, value := range v.Members() {
		r, known := c.member[name]
		switch {
		case !known:
			members[name] = value.Any()
		case value.Kind() == jsontext.Array && r.list:
			members[name] = m.elements(r, value)
		default:
			members[name] = m.tree(m.judgedBy(r.class, value), value)
		}
	}
	return members
}

// unseen does nothing.
var unseen = Visitor{Value: func(string, jsontext.Value) {}, Undefined: func(string, string, jsontext.Value) {}}

func (m *model) elements(r *row, v jsontext.Value) []any {
	list := make([]any, 0, v.Len())
	failed := 0
	for _, element := range v.Elements() {
		if !m.walkValue(r, element, unseen) {
			if failed++; failed > maxViolations {
				continue
			}
		}
		list = append(list, m.tree(m.judgedBy(r.class, element), element))
	}
	return list
}
