package schema

import "github.com/openbadges-go/openbadges/badge/internal/jsontext"

// tree returns v as an instance for the class, without those elements of an
// array that fail after maxFindings others did. An array of thousands of them
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
			members[name] = m.tree(m.classOf(r.is, value), value)
		}
	}
	return members
}

func (m *model) elements(r row, v jsontext.Value) []any {
	list := make([]any, 0, v.Len())
	failed := 0
	for _, element := range v.Elements() {
		if !m.valueConforms(r, element) {
			if failed++; failed > maxFindings {
				continue
			}
		}
		list = append(list, m.tree(m.classOf(r.is, element), element))
	}
	return list
}

// classOf returns the class that a value is judged by, nil if by none.
func (m *model) classOf(is string, v jsontext.Value) *linked {
	if class, ok := m.union[is]; ok {
		is = class
	}
	return m.of(is, v, true)
}
