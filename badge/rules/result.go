package rules

import (
	"math/big"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

// resultRules judge results and their descriptions.
var resultRules = []rule{
	{CodeResultDescription, []string{"AchievementSubject"}, failure, failure, "OB 3.0 §B.1", resultDescribed},
	{codeResultStatus, []string{"AchievementSubject"}, failure, failure, "OB 3.0 §B.1", resultStatus},
	{codeResultLevel, []string{"AchievementSubject"}, failure, failure, "OB 3.0 §B.1", levelUndescribed},
	{codeResultLevel, []string{"AchievementSubject"}, warning, failure, "OB 3.0 §B.1", levelElsewhere},
	{codeResultLevel, []string{"ResultDescription"}, warning, failure, "OB 3.0 §B.1", requiredLevel},
	{codeResultRequired, []string{"ResultDescription"}, failure, failure, "OB 3.0 §B.1", valueAllowed},
	{codeResultRequired, []string{"ResultDescription"}, failure, failure, "OB 3.0 §B.1", valueInBounds},
	{codeResultIncomparable, []string{"ResultDescription"}, warning, failure, "OB 3.0 §B.1", valueComparable},
}

// links holds the descriptions and levels that the results of a subject can refer to.
type links struct {
	subject      jsontext.Value
	descriptions map[string]jsontext.Value
	levels       map[string]map[string]jsontext.Value // by description; nil until findLevels
	anyLevel     map[string]bool
}

// linksOf returns the descriptions in the achievement of a subject.
func (f *finder) linksOf(subject jsontext.Value) *links {
	if f.links != nil && f.links.subject == subject {
		return f.links
	}
	f.links = &links{
		subject:      subject,
		descriptions: byID(subject.Member("achievement").Member("resultDescription")),
	}
	return f.links
}

// findLevels finds the levels of the descriptions, once.
func (l *links) findLevels() {
	if l.levels != nil {
		return
	}
	l.levels, l.anyLevel = map[string]map[string]jsontext.Value{}, map[string]bool{}
	for id, d := range l.descriptions {
		l.levels[id] = byID(d.Member("rubricCriterionLevel"))
		for level := range l.levels[id] {
			l.anyLevel[level] = true
		}
	}
}

// eachLinked calls judge for each result of a subject that refers to a
// description: description does not exist if the achievement does not have it.
func (f *finder) eachLinked(subject jsontext.Value, judge func(l *links, id string, result, description jsontext.Value)) {
	results := subject.Member("result")
	if results.Len() == 0 {
		return
	}
	l := f.linksOf(subject)
	for _, result := range results.Elements() {
		if id, linked := result.Member("resultDescription").Text(); linked {
			judge(l, id, result, l.descriptions[id])
		}
	}
}

func resultDescribed(f *finder, v jsontext.Value) {
	f.eachLinked(v, func(_ *links, id string, result, description jsontext.Value) {
		if !description.Exists() {
			f.report(result.Member("resultDescription"), "found %s, which is not the id of a resultDescription in the achievement", jsontext.Excerpt(id))
		}
	})
}

func resultStatus(f *finder, v jsontext.Value) {
	f.eachLinked(v, func(_ *links, _ string, result, description jsontext.Value) {
		if description.Member("resultType").String() == "Status" && !result.Member("status").Exists() {
			f.report(result, "the result has no status, though its description has the type Status")
		}
	})
}

// levelUndescribed reports an achieved level that no description lists.
func levelUndescribed(f *finder, v jsontext.Value) { f.achievedLevels(v, false) }

// levelElsewhere reports an achieved level that only the description of another
// result lists.
func levelElsewhere(f *finder, v jsontext.Value) { f.achievedLevels(v, true) }

func (f *finder) achievedLevels(v jsontext.Value, elsewhere bool) {
	f.eachLinked(v, func(l *links, id string, result, description jsontext.Value) {
		level := result.Member("achievedLevel")
		if !level.Exists() {
			return
		}
		if l.findLevels(); description.Exists() && l.anyLevel[level.String()] == elsewhere {
			f.level(level, l.levels[id])
		}
	})
}

// level reports a level that a description does not list.
func (f *finder) level(level jsontext.Value, levels map[string]jsontext.Value) {
	id, given := level.Text()
	if !given {
		return
	}
	if _, known := levels[id]; !known {
		f.report(level, "found %s, which is not the id of a rubricCriterionLevel in the description", jsontext.Excerpt(id))
	}
}

func requiredLevel(f *finder, v jsontext.Value) {
	f.level(v.Member("requiredLevel"), byID(v.Member("rubricCriterionLevel")))
}

// valueAllowed reports a required value that is not among the allowed ones.
func valueAllowed(f *finder, v jsontext.Value) {
	wanted, allowed := v.Member("requiredValue"), v.Member("allowedValue")
	if text, given := wanted.Text(); given && allowed.Len() > 0 && !allowed.Holds(text) {
		f.report(wanted, "found %s, which is not one of the allowed values", jsontext.Excerpt(text))
	}
}

// bound is one end of the range of a required value.
type bound struct {
	name, text string
	order      int // of the required value and the bound
	outside    int // the order that is out of the range
	comparable bool
}

// eachBound compares a required value with the bounds, which apply only without
// allowed values.
func eachBound(v jsontext.Value, judge func(required string, b bound)) {
	text, given := v.Member("requiredValue").Text()
	if !given || v.Member("allowedValue").Len() > 0 {
		return
	}
	for _, b := range []bound{{name: "valueMin", outside: -1}, {name: "valueMax", outside: 1}} {
		limit, bounded := v.Member(b.name).Text()
		if !bounded {
			continue
		}
		value, ok1 := decimal(text)
		edge, ok2 := decimal(limit)
		if b.text, b.comparable = limit, ok1 && ok2; b.comparable {
			b.order = value.Cmp(edge)
		}
		judge(text, b)
	}
}

func valueInBounds(f *finder, v jsontext.Value) {
	eachBound(v, func(required string, b bound) {
		if b.comparable && b.order == b.outside {
			f.report(v.Member("requiredValue"), "found %s, which is beyond the %s %s", jsontext.Excerpt(required), b.name, jsontext.Excerpt(b.text))
		}
	})
}

func valueComparable(f *finder, v jsontext.Value) {
	eachBound(v, func(required string, b bound) {
		if !b.comparable {
			f.report(v.Member("requiredValue"), "found %s, which cannot be compared with the %s %s", jsontext.Excerpt(required), b.name, jsontext.Excerpt(b.text))
		}
	})
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

// byID returns the elements of an array that have an id, by id.
func byID(list jsontext.Value) map[string]jsontext.Value {
	if list.Len() == 0 {
		return nil
	}
	found := make(map[string]jsontext.Value, list.Len())
	for _, element := range list.Elements() {
		if id, ok := element.Member("id").Text(); ok {
			found[id] = element
		}
	}
	return found
}
