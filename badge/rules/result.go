package rules

import (
	"math/big"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

// results asks that the results of a subject fit the descriptions in its
// achievement (OB 3.0 §B.1, the classes Result and ResultDescription).
func results(f *findings, v jsontext.Value) {
	if v.Member("result").Len() == 0 {
		return
	}
	descriptions := byID(v.Member("achievement").Member("resultDescription"))
	levels := map[string]map[string]jsontext.Value{} // by description
	anyLevel := map[string]bool{}
	for id, d := range descriptions {
		levels[id] = byID(d.Member("rubricCriterionLevel"))
		for level := range levels[id] {
			anyLevel[level] = true
		}
	}
	for _, result := range v.Member("result").Elements() {
		link := result.Member("resultDescription")
		id, linked := link.Text()
		if !linked {
			continue
		}
		description, known := descriptions[id]
		if !known {
			f.add(badge.Error, CodeResultDescription, link, "found %s, which is the id of no resultDescription in the achievement", jsontext.Excerpt(id))
			continue
		}
		if description.Member("resultType").String() == "Status" && !result.Member("status").Exists() {
			f.add(badge.Error, codeResultStatus, result, "the result has no status, which its description asks for")
		}
		severity := badge.Error
		if anyLevel[result.Member("achievedLevel").String()] {
			severity = badge.Warning // described, though for another result
		}
		f.level(severity, result.Member("achievedLevel"), levels[id])
	}
}

// level asks that a level is one of those that a description lists.
func (f *findings) level(severity badge.Severity, level jsontext.Value, levels map[string]jsontext.Value) {
	id, given := level.Text()
	if !given {
		return
	}
	if _, known := levels[id]; !known {
		f.add(severity, codeResultLevel, level, "found %s, which is the id of no rubricCriterionLevel in the description", jsontext.Excerpt(id))
	}
}

// requiredLevel asks that a required level is among those described.
func requiredLevel(f *findings, v jsontext.Value) {
	f.level(badge.Warning, v.Member("requiredLevel"), byID(v.Member("rubricCriterionLevel")))
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
			f.add(badge.Error, codeResultRequired, wanted, "found %s, which is none of the allowed values", jsontext.Excerpt(text))
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
			f.add(badge.Warning, codeResultIncomparable, wanted, "found %s, which cannot be compared with the %s %s", jsontext.Excerpt(text), bound.name, jsontext.Excerpt(limit))
		case value.Cmp(edge) == bound.sign:
			f.add(badge.Error, codeResultRequired, wanted, "found %s, which is beyond the %s %s", jsontext.Excerpt(text), bound.name, jsontext.Excerpt(limit))
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

// byID returns the elements of an array that have an id, by it.
func byID(list jsontext.Value) map[string]jsontext.Value {
	found := make(map[string]jsontext.Value, list.Len())
	for _, element := range list.Elements() {
		if id, ok := element.Member("id").Text(); ok {
			found[id] = element
		}
	}
	return found
}
