package rules

import (
	"encoding/json"
	"slices"
	"sort"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

// splitRules judge properties that describe a thing. A linked-data signature
// does not say which of two objects with one id has a property, so whoever has a
// badge can move it from the object that readers take it from. Nobody can tell
// such a move from the choice of an issuer.
var splitRules = []rule{
	{codeIDSplit, []string{document, document2}, warning, failure, "JSON-LD 1.1 §3.3", thingsDescribedElsewhere},
	{codeIDSplit, []string{document, document2}, warning, warning, "JSON-LD 1.1 §3.3", partsDescribedElsewhere},
	{codeIssuerElsewhere, []string{document, document2}, warning, warning, "JSON-LD 1.1 §3.3", issuerDescribedElsewhere},
}

// A home is the object from which readers take the description of a thing.
type home struct {
	part     vocabulary.Part
	value    jsontext.Value // an object, or an issuer that is only an id
	embedded bool           // of a credential that another issuer may have written
}

// bare reports whether an issuer is only an id.
func (h home) bare() bool { return h.part == vocabulary.PartIssuer && !describes(h.value) }

// id returns the id of the thing, "" if it has none.
func (h home) id() string {
	if h.part == vocabulary.PartIssuer && h.value.Kind() == jsontext.String {
		return h.value.String()
	}
	return h.value.Member("id").String()
}

// How many homes and descriptions a badge without embedded credentials has.
const usualHomes, usualDescriptions = 4, 16

// findHomes returns the homes of a document and of the credentials inside it,
// and notes their subjects.
func (f *finder) findHomes() []home {
	list := make([]home, 0, usualHomes)
	add := func(part vocabulary.Part, v jsontext.Value, embedded bool) {
		if v.Exists() {
			list = append(list, home{part, v, embedded})
		}
	}
	achievement := func(v jsontext.Value, embedded bool) {
		add(vocabulary.PartAchievement, v, embedded)
		add(vocabulary.PartCriteria, v.Member("criteria"), embedded)
		if f.doc.Version() == badge.OB2 {
			add(vocabulary.PartIssuer, v.Member("issuer"), embedded)
		}
	}
	credential := func(v jsontext.Value, embedded bool) {
		add(vocabulary.PartCredential, v, embedded)
		add(vocabulary.PartIssuer, v.Member("issuer"), embedded)
		for subject := range v.Member("credentialSubject").Each() {
			f.subjects[subject] = true
			for a := range subject.Member("achievement").Each() {
				achievement(a, embedded)
			}
		}
		achievement(v.Member("badge"), embedded)
	}
	switch f.doc.Kind() {
	case badge.KindAchievement:
		achievement(f.body, false)
	case badge.KindProfile:
		add(vocabulary.PartIssuer, f.body, false)
	default:
		credential(f.body, false)
	}
	for _, v := range f.embedded {
		credential(v, true)
	}
	return list
}

func thingsDescribedElsewhere(f *finder, _ jsontext.Value) {
	f.describedElsewhere(func(h home) bool { return h.isThing() })
}

func partsDescribedElsewhere(f *finder, _ jsontext.Value) {
	f.describedElsewhere(func(h home) bool { return !h.isThing() && !h.bare() })
}

func issuerDescribedElsewhere(f *finder, _ jsontext.Value) {
	f.describedElsewhere(home.bare)
}

// isThing reports whether the issuer of the document can keep the description
// of a thing in one place: the creator of an achievement is often its issuer, and
// criteria can have the id of their achievement.
func (h home) isThing() bool {
	return !h.embedded && (h.part == vocabulary.PartCredential || h.part == vocabulary.PartAchievement)
}

// describedElsewhere reports the objects with the id of one of these homes that
// have a describing property which the home lacks or has with another value.
func (f *finder) describedElsewhere(of func(home) bool) {
	type thing struct {
		id   string
		part vocabulary.Part
	}
	known := map[thing]map[string]statements{}
	if f.homes == nil {
		f.homes = f.findHomes()
	}
	for _, h := range f.homes {
		id := h.id()
		if !of(h) || !f.describedBeside(h, id) {
			continue
		}
		said, ok := known[thing{id, h.part}]
		if !ok {
			said = f.said(id, h.part)
			known[thing{id, h.part}] = said
		}
		f.compare(h, said)
	}
}

// describedBeside reports whether another object than the home has its id.
func (f *finder) describedBeside(h home, id string) bool {
	return slices.ContainsFunc(f.described.of(id), func(d description) bool { return d.value != h.value })
}

// compare reports where other objects describe a home in another way, once for
// each object.
func (f *finder) compare(h home, said map[string]statements) {
	names := map[jsontext.Value][]string{}
	var others []jsontext.Value
	for _, name := range vocabulary.Describing(h.part) {
		other, found := said[name].unlike(textOf(h.value.Member(name)))
		if !found {
			continue
		}
		if names[other] == nil {
			others = append(others, other)
		}
		names[other] = append(names[other], name)
	}
	for _, other := range others {
		f.report(other, "the object has the id of the one at %s, where these properties are missing or different: %s",
			jsontext.Excerpt(h.value.Pointer()), strings.Join(names[other], ", "))
	}
}

// statements are the first two different values of a property among the objects
// with one id. Of two, at least one differs from any other value.
type statements []statement

type statement struct {
	text string
	by   jsontext.Value
}

// unlike returns the first object whose value is not text.
func (s statements) unlike(text string) (by jsontext.Value, found bool) {
	for _, one := range s {
		if one.text != text {
			return one.by, true
		}
	}
	return jsontext.Value{}, false
}

// said returns what the objects with an id say in the properties that describe
// a part. The subject of a credential can be its issuer. The image of a subject
// counts as one of the issuer only if the subject has the type of a profile.
func (f *finder) said(id string, part vocabulary.Part) map[string]statements {
	all := map[string]statements{}
	for _, d := range f.described.of(id) {
		v := d.value
		subject := part == vocabulary.PartIssuer && f.subjects[v] && !v.Member("type").Holds("Profile")
		for _, name := range vocabulary.Describing(part) {
			if subject && name == "image" {
				continue
			}
			text := textOf(v.Member(name))
			if _, other := all[name].unlike(text); text != "" && (other || len(all[name]) == 0) && len(all[name]) < 2 {
				all[name] = append(all[name], statement{text, v})
			}
		}
	}
	return all
}

// textOf returns the values of a property in one form, whatever their order and
// that of their members. Null and empty texts say nothing.
func textOf(v jsontext.Value) string {
	var said []jsontext.Value
	for e := range v.Each() {
		if e.Kind() != jsontext.Null && e.Raw() != `""` {
			said = append(said, e)
		}
	}
	if len(said) == 1 && said[0].Kind() == jsontext.String {
		return "=" + said[0].String() // most texts; no list begins so
	}
	list := make([]string, 0, len(said))
	for _, e := range said {
		raw, _ := json.Marshal(e.Any()) // a tree of JSON values cannot fail
		list = append(list, string(raw))
	}
	slices.Sort(list)
	return strings.Join(slices.Compact(list), ",")
}

// A description is an object with more than an id and a type.
type description struct {
	id    string
	value jsontext.Value
}

// descriptions are the descriptions of a document.
type descriptions struct {
	list   []description
	sorted bool // by id, and in document order among those of one id
}

// keep keeps an object that describes something.
func (d *descriptions) keep(v jsontext.Value) {
	if id, ok := v.Member("id").Text(); ok && describes(v) {
		if d.list == nil {
			d.list = make([]description, 0, usualDescriptions)
		}
		d.list, d.sorted = append(d.list, description{id, v}), false
	}
}

// of returns the descriptions of an id.
func (d *descriptions) of(id string) []description {
	if !d.sorted {
		slices.SortStableFunc(d.list, func(a, b description) int { return strings.Compare(a.id, b.id) })
		d.sorted = true
	}
	start, _ := slices.BinarySearchFunc(d.list, id, func(one description, id string) int { return strings.Compare(one.id, id) })
	count := sort.Search(len(d.list)-start, func(i int) bool { return d.list[start+i].id != id }) // many credentials can have one issuer
	return d.list[start : start+count]
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
