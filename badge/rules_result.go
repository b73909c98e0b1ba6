package badge

import (
	"math/big"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

// results asks that the results of a subject fit the descriptions in its
// achievement (OB 3.0 §B.1, the classes Result and ResultDescription).
func results(f *findings, v jsontext.Value) {
	descriptions := v.Member("achievement").Member("resultDescription")
	for _, result := range v.Member("result").Elements() {
		link := result.Member("resultDescription")
		id, linked := link.Text()
		if !linked {
			continue
		}
		description := withID(descriptions, id)
		if !description.Exists() {
			f.add(Error, codeResultDescription, link, "found %s, which is the id of no resultDescription in the achievement", quoted(id))
			continue
		}
		if description.Member("resultType").String() == "Status" && !result.Member("status").Exists() {
			f.add(Error, codeResultStatus, result, "the result has no status, which its description asks for")
		}
		severity := Error
		if level := result.Member("achievedLevel").String(); hasLevel(descriptions, level) {
			severity = Warning // described, though for another result
		}
		f.level(severity, result.Member("achievedLevel"), description)
	}
}

// level asks that a level is one of those that a description lists.
func (f *findings) level(severity Severity, level, description jsontext.Value) {
	id, given := level.Text()
	if given && !withID(description.Member("rubricCriterionLevel"), id).Exists() {
		f.add(severity, codeResultLevel, level, "found %s, which is the id of no rubricCriterionLevel in the description", quoted(id))
	}
}

// hasLevel reports whether any of the descriptions lists the level.
func hasLevel(descriptions jsontext.Value, id string) bool {
	for _, d := range descriptions.Elements() {
		if withID(d.Member("rubricCriterionLevel"), id).Exists() {
			return true
		}
	}
	return false
}

// requiredLevel asks that a required level is among those described.
func requiredLevel(f *findings, v jsontext.Value) {
	f.level(Warning, v.Member("requiredLevel"), v)
}

// requiredValue asks that a required value can be reached: that it is one of
// the allowed values or, where there are none, lies within the bounds.
func requiredValue(f *findings, v jsontext.Value) {
	wanted := v.Member("requiredValue")
	text, given := wanted.Text()
	if !given {
		return
	}
	if allowed := v.Member("allowedValue"); allowed.Len() > 0 {
		if !allowed.Holds(text) {
			f.add(Error, codeResultRequired, wanted, "found %s, which is none of the allowed values", quoted(text))
		}
		return
	}
	for _, bound := range []struct {
		name string
		sign int // of the value compared with the bound, when it is out of it
	}{{"valueMin", -1}, {"valueMax", 1}} {
		limit, bounded := v.Member(bound.name).Text()
		if !bounded {
			continue
		}
		value, ok1 := decimal(text)
		edge, ok2 := decimal(limit)
		switch {
		case !ok1 || !ok2:
			f.add(Warning, codeResultIncomparable, wanted, "found %s, which cannot be compared with the %s %s", quoted(text), bound.name, quoted(limit))
		case value.Cmp(edge) == bound.sign:
			f.add(Error, codeResultRequired, wanted, "found %s, which is beyond the %s %s", quoted(text), bound.name, quoted(limit))
		}
	}
}

// decimal reads a short decimal number, such as 3.5.
func decimal(s string) (*big.Rat, bool) {
	for _, c := range s {
		if (c < '0' || c > '9') && c != '.' && c != '-' && c != '+' {
			return nil, false
		}
	}
	if s == "" || len(s) > jsontext.MaxNumber {
		return nil, false
	}
	return new(big.Rat).SetString(s)
}

// withID returns the element with the id.
func withID(list jsontext.Value, id string) jsontext.Value {
	for _, element := range list.Elements() {
		if s, ok := element.Member("id").Text(); ok && s == id {
			return element
		}
	}
	return jsontext.Value{}
}
