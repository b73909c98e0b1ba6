package edubadges

import (
	"fmt"
	"math"
	"slices"

	"github.com/openbadges-go/openbadges/badge"
)

// Institution is the kind of an institution, which decides in what its badges
// measure load, and within which bounds.
type Institution string

// The kinds of institutions.
const (
	WO  Institution = "WO"  // research university
	HBO Institution = "HBO" // university of applied sciences
	MBO Institution = "MBO" // vocational school
)

// Check returns how a badge departs from the rules for its type: what is
// missing, and what has a value that is out of bounds, one finding per field.
// Fields that only the expanded view of a class has are missing where it was
// not read. A badge of eduCredentials is asked only for what its profile has a
// place for; the schemas of Educredentials ask for the rest.
func Check(e Edubadge, of Institution) []Remark {
	c := checker{e: e, of: of, typ: BadgeType(e.Type.Meaning())}
	if rules, known := required[c.typ]; known {
		for _, field := range slices.Concat(requiredAlways, rules) {
			c.require(field)
		}
		c.load()
	} else if e.Type.Given() {
		c.add(codeType, badge.Error, e.Type, "found the type %s, wanted one of %s, %s and %s", quoted(e.Type.Text), MicroCredential, Regular, ExtraCurricular)
	} else {
		c.add(codeType, badge.Error, e.at, "the type of the badge is not there, which the expanded view of the class has")
	}
	c.lists()
	c.level()
	return c.found
}

// field is a field that rules ask for.
type field struct {
	name      string
	of        func(Edubadge) Value
	noProfile bool // eduCredentials has no place for it
}

var (
	learningOutcome = field{"learning outcome", func(e Edubadge) Value { return e.LearningOutcome }, true}
	level           = field{"EQF level", func(e Edubadge) Value { return e.EQF }, false}
)

var requiredAlways = []field{
	{"name", func(e Edubadge) Value { return e.Name }, false},
	{"description", func(e Edubadge) Value { return e.Description }, false},
	{"image", func(e Edubadge) Value { return e.Image }, false},
	{"criteria", func(e Edubadge) Value { return e.Criteria }, false},
	{"language", func(e Edubadge) Value { return e.Language }, false},
}

var required = map[BadgeType][]field{
	MicroCredential: {
		learningOutcome, level,
		{"form of participation", func(e Edubadge) Value { return e.Participation }, false},
		{"type of assessment", func(e Edubadge) Value { return e.Assessment }, false},
		{"name of the quality assurance", func(e Edubadge) Value { return e.QualityName }, false},
		{"address of the quality assurance", func(e Edubadge) Value { return e.QualityURL }, false},
		{"description of the quality assurance", func(e Edubadge) Value { return e.QualityText }, false},
		{"mark whether it is stackable", func(e Edubadge) Value { return e.Stackable }, true},
	},
	Regular: {
		learningOutcome, level,
		{"identifier of the education program", func(e Edubadge) Value { return e.ProgramIdentifier }, false},
	},
	ExtraCurricular: {learningOutcome},
}

// checker is one call of Check.
type checker struct {
	e     Edubadge
	of    Institution
	typ   BadgeType
	found []Remark
}

func (c *checker) add(code string, severity badge.Severity, f Value, format string, args ...any) {
	c.found = append(c.found, Remark{badge.Problem{Code: code, Path: f.Path, Message: fmt.Sprintf(format, args...), Severity: severity}, f.Document})
}

func (c *checker) require(f field) {
	if !f.of(c.e).Given() && !(f.noProfile && c.e.Dialect == DialectProfile) {
		c.add(codeMissing, badge.Error, c.e.at, "the %s is missing, which a badge of the type %s has", f.name, c.typ)
	}
}

// bounds are those of a number: at least, at most, in steps.
type bounds struct{ least, most, step float64 }

// load asks for the measure of load that the institution uses.
func (c *checker) load() {
	micro := c.typ == MicroCredential
	credits, hours, study := bounds{0.5, 240, 0.5}, bounds{1, math.MaxInt32, 1}, bounds{1, math.MaxInt32, 1}
	switch {
	case micro && c.of == WO:
		credits, hours = bounds{1, 30, 0.5}, bounds{28, 840, 1}
	case micro:
		credits, hours, study = bounds{3, 30, 0.5}, bounds{84, 840, 1}, bounds{80, math.MaxInt32, 80}
	}
	c.within("ECTS", c.e.ECTS, credits)
	c.within("time investment", c.e.TimeInvestment, hours)
	c.within("study load", c.e.StudyLoad, study)

	wanted, given := "ECTS", c.e.ECTS.Given()
	switch {
	case c.typ == ExtraCurricular:
		return
	case c.of == MBO:
		wanted, given = "study load", c.e.StudyLoad.Given()
	case micro:
		wanted, given = "ECTS or time investment", given || c.e.TimeInvestment.Given()
	}
	if !given {
		c.add(codeMissing, badge.Error, c.e.at, "the %s is missing, which a badge of the type %s of an institution of the kind %s has", wanted, c.typ, c.of)
	}
}

func (c *checker) within(name string, f Value, b bounds) {
	if !f.Given() {
		return
	}
	n, ok := f.Number()
	if !ok || n < b.least || n > b.most || math.Mod(n, b.step) != 0 {
		c.add(codeRange, badge.Error, f, "found %s as %s, wanted a number from %v to %v in steps of %v", quoted(f.Text), name, b.least, b.most, b.step)
	}
}

// level asks for one of the eight levels.
func (c *checker) level() { c.within("EQF level", c.e.EQF, bounds{1, 8, 1}) }

// The values of lists, those of today's badges and those of eduCredentials.
var (
	participations = append([]string{"online", "onsite", "blended", "work_experience"}, texts("participationType")...)
	assessments    = append([]string{"written_exam", "report_paper", "behavioural_assessment", "professional_product",
		"development_report", "portfolio_assessment", "oral_exam", "personalized_assessment"}, texts("assessmentType")...)
)

// texts returns the values that eduCredentials has for a term.
func texts(term string) (all []string) {
	for _, c := range choices {
		for _, v := range c.words {
			if c.term == term {
				all = append(all, v.text)
			}
		}
	}
	return all
}

// lists asks that values are of their lists.
func (c *checker) lists() {
	for _, row := range []struct {
		name   string
		fact   Value
		values []string
	}{
		{"form of participation", c.e.Participation, participations},
		{"type of assessment", c.e.Assessment, assessments},
		{"type of supervision", c.e.Supervision, texts("supervisionType")},
	} {
		for _, part := range row.fact.List() {
			if !slices.Contains(row.values, part) {
				c.add(codeValue, badge.Warning, row.fact, "found the %s %s, which is none of the list", row.name, quoted(part))
				break
			}
		}
	}
}
