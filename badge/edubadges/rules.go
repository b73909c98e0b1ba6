package edubadges

import (
	"fmt"
	"math"
	"slices"

	"github.com/openbadges-go/openbadges/badge"
)

// Institution is the kind of an institution. It decides the unit and the bounds
// of study load.
type Institution string

// The kinds of institutions.
const (
	WO     Institution = "WO"      // research university
	HBO    Institution = "HBO"     // university of applied sciences
	MBO    Institution = "MBO"     // vocational school
	HBOMBO Institution = "HBO/MBO" // both: a badge may state load in either unit
	SURF   Institution = "SURF"    // SURF itself, with the rules of HBO
)

// Check compares a badge with the rules for its type. It returns one Remark per
// field that is missing or has a value out of bounds. Fields of the expanded
// view are missing if Read was not given that view. An eduCredentials badge
// needs only the fields that its profile can state; validation with
// Educredentials checks the rest.
func Check(e Edubadge, of Institution) []Remark {
	c := checker{e: e, of: of, typ: BadgeType(e.Value(FieldType).Meaning())}
	if rules, known := required[c.typ]; known {
		for _, f := range slices.Concat(requiredAlways, rules) {
			c.require(f)
		}
		c.load()
	} else if e.Value(FieldType).Given() {
		given, list := quoted(e.Value(FieldType).Text), fmt.Sprintf("%s, %s or %s", MicroCredential, Regular, ExtraCurricular)
		c.add(codeType, badge.SeverityError, FieldType, e.Value(FieldType), "the badge type is "+given+", wanted "+list, "het badgetype is "+given+", verwacht "+list)
	} else {
		c.add(codeType, badge.SeverityError, FieldType, e.at, "the badge type is missing; the expanded view of the class has it", "het badgetype ontbreekt; de volledige weergave van de badgeklasse heeft het")
	}
	c.lists()
	c.level()
	return c.found
}

// requiredAlways are the fields that a badge of each type needs.
var requiredAlways = []Field{FieldName, FieldDescription, FieldImage, FieldCriteria, FieldLanguage}

// required are the further fields that a type needs.
var required = map[BadgeType][]Field{
	MicroCredential: {FieldLearningOutcome, FieldEQF, FieldParticipation, FieldAssessment,
		FieldQualityName, FieldQualityURL, FieldQualityText, FieldStackable},
	Regular:         {FieldLearningOutcome, FieldEQF, FieldProgramIdentifier},
	ExtraCurricular: {FieldLearningOutcome},
}

// checker is one call of Check.
type checker struct {
	e     Edubadge
	of    Institution
	typ   BadgeType
	found []Remark
}

// add records one finding about a field in both languages.
func (c *checker) add(code string, severity badge.Severity, field Field, v Value, english, dutch string) {
	c.found = append(c.found, Remark{Problem: badge.Problem{Code: code, Path: v.Path, Message: english, Severity: severity}, Document: v.Document, Field: field, Dutch: dutch})
}

func (c *checker) require(f Field) {
	if !c.e.Value(f).Given() && !(c.e.Dialect == DialectProfile && notInProfile(f)) {
		c.add(codeMissing, badge.SeverityError, f, c.e.at, fmt.Sprintf("the %s is missing; a badge of type %s needs it", labels[f], c.typ),
			fmt.Sprintf("%s ontbreekt; een badge van het type %s heeft dit nodig", dutchLabels[f], c.typ))
	}
}

// bounds are the least and the greatest number, and the step.
type bounds struct{ least, most, step float64 }

// load checks the study load in the unit of the institution.
func (c *checker) load() {
	if !slices.Contains([]Institution{WO, HBO, MBO, HBOMBO, SURF}, c.of) {
		given := quoted(string(c.of))
		c.add(codeInstitution, badge.SeverityError, "", c.e.at, "the kind of institution is "+given+", wanted WO, HBO, MBO, HBO/MBO or SURF", "het soort instelling is "+given+", verwacht WO, HBO, MBO, HBO/MBO of SURF")
		return
	}
	micro := c.typ == MicroCredential
	credits, hours, study := bounds{0.5, 240, 0.5}, bounds{1, math.MaxInt32, 1}, bounds{1, math.MaxInt32, 1}
	switch {
	case micro && c.of == WO:
		credits, hours = bounds{1, 30, 0.5}, bounds{28, 840, 1}
	case micro:
		credits, hours, study = bounds{3, 30, 0.5}, bounds{84, 840, 1}, bounds{80, math.MaxInt32, 1}
	}
	c.within(FieldECTS, credits)
	c.within(FieldTimeInvestment, hours)
	c.within(FieldStudyLoad, study)

	field, given := FieldECTS, c.e.Value(FieldECTS).Given()
	wanted, needed := labels[field], dutchLabels[field]
	switch {
	case c.typ == ExtraCurricular:
		return
	case c.of == MBO:
		field, given = FieldStudyLoad, c.e.Value(FieldStudyLoad).Given()
		wanted, needed = labels[field], dutchLabels[field]
	case micro:
		wanted, needed = "ECTS or time investment", "het aantal ECTS of de tijdsinvestering"
		given = given || c.e.Value(FieldTimeInvestment).Given()
	}
	if c.of == HBOMBO && c.e.Value(FieldStudyLoad).Given() {
		return
	}
	if !given {
		c.add(codeMissing, badge.SeverityError, field, c.e.at, fmt.Sprintf("the %s is missing; a badge of type %s of an institution of kind %s needs it", wanted, c.typ, c.of),
			fmt.Sprintf("%s ontbreekt; een badge van het type %s van een instelling van het soort %s heeft dit nodig", needed, c.typ, c.of))
	}
}

func (c *checker) within(field Field, b bounds) {
	f := c.e.Value(field)
	if !f.Given() {
		return
	}
	n, ok := f.Number()
	if !ok || n < b.least || n > b.most || math.Mod(n, b.step) != 0 {
		c.add(codeRange, badge.SeverityError, field, f, fmt.Sprintf("%s is %s, wanted a number from %v to %v in steps of %v", labels[field], quoted(f.Text), b.least, b.most, b.step),
			fmt.Sprintf("%s is %s, verwacht een getal van %v tot en met %v in stappen van %v", dutchLabels[field], quoted(f.Text), b.least, b.most, b.step))
	}
}

// level checks that the level is 1 to 8.
func (c *checker) level() { c.within(FieldEQF, bounds{1, 8, 1}) }

// The allowed values, those of edubadges first, then those of eduCredentials.
var (
	participations = append([]string{"online", "onsite", "blended", "work_experience"}, texts("participationType")...)
	assessments    = append([]string{"written_exam", "report_paper", "behavioural_assessment", "professional_product",
		"development_report", "portfolio_assessment", "oral_exam", "personalized_assessment"}, texts("assessmentType")...)
)

// texts returns the values that eduCredentials allows for a term.
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

// lists checks values against their lists.
func (c *checker) lists() {
	for _, row := range []struct {
		field  Field
		values []string
	}{
		{FieldParticipation, participations},
		{FieldAssessment, assessments},
		{FieldSupervision, texts("supervisionType")},
	} {
		v := c.e.Value(row.field)
		for _, part := range v.List() {
			if !slices.Contains(row.values, part) {
				c.add(codeValue, badge.SeverityWarning, row.field, v, fmt.Sprintf("the %s is %s, wanted a value of the list", labels[row.field], quoted(part)),
					fmt.Sprintf("%s is %s, verwacht een waarde uit de lijst", dutchLabels[row.field], quoted(part)))
				break
			}
		}
	}
}
