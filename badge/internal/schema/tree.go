package schema

import "github.com/openbadges-go/openbadges/badge/internal/jsontext"

// tree returns v as an instance for the class, without those elements of an
// array that fail after maxViolations others did. An array of thousands of them
// would cost a failure each, and none of these be shown.
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

// unseen is a visit that nobody asked for.
func unseen(string, jsontext.Value) {}

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
