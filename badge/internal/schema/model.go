package schema

import (
	"errors"
	"regexp"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

// model holds the classes of one reading, linked for a walk over parsed text.
type model struct {
	reading reading
	scalar  map[string]func(jsontext.Value) bool
	union   map[string]string
	class   map[bool]map[string]*linked // by data model: true is 1.1
}

// linked is a class in one reading and one data model.
type linked struct {
	vocabulary.Class
	member   map[string]*row
	contexts []string
	needed   uint64 // the bits of the required members
}

// row is a property of a linked class.
type row struct {
	is         string
	check      func(jsontext.Value) bool // of a primitive or enumeration, nil for classes
	class      *linked                   // of an object, in the data model of the reading
	union      bool                      // a string in place of the object is a URI
	bit        uint64                    // zero for an optional member
	lone, list bool
	filled     bool // an array has at least one element
	null       bool // null means a missing value
}

func newModel(as reading) *model {
	m := &model{reading: as, scalar: as.scalars(), union: vocabulary.Unions(), class: map[bool]map[string]*linked{false: {}, true: {}}}
	for vcdm1, byName := range m.class {
		at := as
		at.vcdm1 = vcdm1
		for _, c := range vocabulary.Classes() {
			byName[c.Name] = at.link(c)
		}
	}
	for _, byName := range m.class {
		for _, c := range byName {
			for _, r := range c.member {
				r.check, r.class = m.scalar[r.is], m.named(r.is)
				if class, ok := m.union[r.is]; ok {
					r.union, r.class = true, m.named(class)
				}
			}
		}
	}
	return m
}

// named returns the class of that name in the data model of the reading.
func (m *model) named(class string) *linked { return m.class[m.reading.vcdm1][class] }

func (as reading) link(c vocabulary.Class) *linked {
	l := &linked{Class: c, member: map[string]*row{}}
	need := func() uint64 {
		bit := l.needed + 1 // needed is a run of low bits
		l.needed |= bit
		return bit
	}
	if len(c.Contexts) > 0 {
		l.member["@context"] = &row{is: "@context", bit: need(), list: true}
		for i := range c.Contexts {
			l.contexts = append(l.contexts, as.context(c, i))
		}
	}
	if len(c.Types) > 0 || c.Kind != "" {
		l.member["type"] = &row{is: "type", bit: need(), list: true}
	}
	for _, p := range c.Properties {
		if !as.has(p) {
			continue
		}
		r := &row{is: p.Value, filled: p.Occurs.Has(vocabulary.Required), null: p.Occurs.Has(vocabulary.Nullable)}
		r.lone, r.list = as.multiplicity(p)
		if as.required(p) {
			r.bit = need()
		}
		l.member[p.Name] = r
	}
	return l
}

// scalars returns a check for every primitive and enumeration.
func (as reading) scalars() map[string]func(jsontext.Value) bool {
	checks := map[string]func(jsontext.Value) bool{
		"@context": func(v jsontext.Value) bool { return v.Kind() == jsontext.String || v.Kind() == jsontext.Object },
		"type":     func(v jsontext.Value) bool { return v.Kind() == jsontext.String },
	}
	checks["Context"] = checks["@context"]
	for _, p := range vocabulary.Primitives() {
		checks[p.Name] = as.primitiveCheck(p)
	}
	for _, e := range vocabulary.Enumerations() {
		known := map[string]bool{}
		for _, value := range as.values(e) {
			known[value] = true
		}
		extended := func(string) bool { return false }
		if e.Open {
			extended = regexp.MustCompile(vocabulary.ExtensionTerm).MatchString
		}
		checks[e.Name] = ifText(func(s string) bool { return known[s] || extended(s) })
	}
	return checks
}

func (as reading) primitiveCheck(p vocabulary.Primitive) func(jsontext.Value) bool {
	switch {
	case p.JSON == "boolean":
		return func(v jsontext.Value) bool { return v.Kind() == jsontext.Bool }
	case p.JSON == "string or number":
		return func(v jsontext.Value) bool { return v.Kind() == jsontext.String || v.Kind() == jsontext.Number }
	case p.JSON == "number":
		return func(v jsontext.Value) bool { return v.Kind() == jsontext.Number }
	case p.Exact != "":
		return ifText(func(s string) bool { return s == p.Exact })
	case p.Pattern != "":
		return ifText(regexp.MustCompile(p.Pattern).MatchString)
	case p.Format != "":
		return ifText(formats()[as.format(p)])
	}
	return func(v jsontext.Value) bool { return v.Kind() == jsontext.String }
}

// formats returns the formats that schemas assert.
func formats() map[string]func(string) bool {
	return map[string]func(string) bool{
		vocabulary.FormatDate:     func(s string) bool { _, err := vocabulary.ParseDate(s); return err == nil },
		vocabulary.FormatDateTime: func(s string) bool { _, err := vocabulary.ParseDateTime(s); return err == nil },
		vocabulary.FormatMinutes:  func(s string) bool { _, err := vocabulary.ParseDateTime(vocabulary.WithSeconds(s)); return err == nil },
		vocabulary.FormatLocal: func(s string) bool {
			_, err := vocabulary.ParseDateTime(s)
			return err == nil || errors.Is(err, vocabulary.ErrNoZone)
		},
	}
}

func ifText(check func(string) bool) func(jsontext.Value) bool {
	return func(v jsontext.Value) bool {
		s, ok := v.Text()
		return ok && check(s)
	}
}

// judgedBy returns the class that an embedded object is judged by: if the
// reading allows it, a credential can be of the other data model.
func (m *model) judgedBy(c *linked, v jsontext.Value) *linked {
	if c == nil || len(c.Contexts) == 0 || !m.reading.eitherModel() {
		return c
	}
	return m.class[v.Member("@context").At("/0").String() == vocabulary.ContextVC1][c.Name]
}

// walk calls visit for v and every value in it, in document order, and reports
// whether v is an object of the class.
func (m *model) walk(c *linked, v jsontext.Value, visit Visitor) bool {
	if v.Kind() != jsontext.Object {
		visit.Value("", v)
		return false
	}
	visit.Value(c.Name, v)
	fits, seen := true, uint64(0)
	for name, value := range v.Members() {
		r, known := c.member[name]
		if !known {
			visit.Undefined(c.Name, name, value)
			fits = fits && !c.Closed
			continue
		}
		seen |= r.bit
		fits = m.walkMember(c, r, value, visit) && fits
	}
	return fits && seen == c.needed
}

func (m *model) walkMember(c *linked, r *row, v jsontext.Value, visit Visitor) bool {
	switch {
	case r.null && v.Kind() == jsontext.Null:
		return true
	case r.is == "@context":
		visit.Value("", v)
		return m.contextConforms(c, v)
	case r.is == "type":
		return m.typeConforms(c, v)
	case v.Kind() != jsontext.Array:
		return m.walkValue(r, v, visit) && r.lone
	case !r.list:
		visit.Value("", v)
		return false
	}
	fits := !r.filled || v.Len() > 0
	for _, element := range v.Elements() {
		fits = m.walkValue(r, element, visit) && fits
	}
	return fits
}

func (m *model) walkValue(r *row, v jsontext.Value, visit Visitor) bool {
	switch {
	case r.check == nil && !(r.union && v.Kind() == jsontext.String):
		return m.walk(m.judgedBy(r.class, v), v, visit)
	case r.check == nil:
		visit.Value("URI", v)
	case r.check(v):
		visit.Value(r.is, v)
	default:
		visit.Value("", v)
		return false
	}
	return true
}

func (m *model) contextConforms(c *linked, v jsontext.Value) bool {
	if v.Kind() != jsontext.Array || v.Len() < len(c.contexts) {
		return false
	}
	for i, item := range v.Elements() {
		is := "@context"
		if i < len(c.contexts) {
			is = c.contexts[i]
		}
		if !m.scalar[is](item) {
			return false
		}
	}
	return true
}

func (m *model) typeConforms(c *linked, v jsontext.Value) bool {
	if c.Kind != "" {
		return v.Kind() == jsontext.String && v.String() == c.Kind
	}
	if v.Kind() != jsontext.Array && (m.reading.arrays || v.Kind() != jsontext.String) {
		return false
	}
	for e := range v.Each() {
		if e.Kind() != jsontext.String {
			return false
		}
	}
	for _, group := range c.Types {
		if !holdsOne(v, group) {
			return false
		}
	}
	return true
}

func holdsOne(v jsontext.Value, types []string) bool {
	for _, t := range types {
		if v.Holds(t) {
			return true
		}
	}
	return false
}
