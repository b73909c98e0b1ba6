package edubadges

import "slices"

// Element is one of the elements of Annex I of the Council Recommendation of
// 16 June 2022 on micro-credentials (2022/C 243/02), and where a badge has it.
type Element struct {
	ID        string // "M1" to "M11" for the mandatory ones, "O1" to "O5" for the optional ones
	Name      string
	Mandatory bool
	Values    []Value // what says it; none if nothing does
	// Unseen reports that nothing says it, and that the view of the class
	// which would was not read.
	Unseen bool
	// NotApplicable reports that nothing has to say it.
	NotApplicable bool
}

// element is one row of the table of Annex I.
type element struct {
	id, name string
	facts    func(Edubadge) []Value
	expanded bool // stands in the expanded view of a class alone
}

var annexI = []element{
	{"M1", "identification of the learner", func(e Edubadge) []Value { return []Value{e.Recipient, e.Holder} }, false},
	{"M2", "title", func(e Edubadge) []Value { return []Value{e.Name} }, false},
	{"M3", "country or region of the issuer", func(e Edubadge) []Value { return []Value{e.InstitutionCountry} }, false},
	{"M4", "awarding body", func(e Edubadge) []Value {
		return []Value{e.OnBehalfOf, e.InstitutionName, e.InstitutionIdentifier, e.Issuer}
	}, false},
	{"M5", "date of issuing", func(e Edubadge) []Value { return []Value{e.IssuedOn} }, false},
	{"M6", "learning outcomes", func(e Edubadge) []Value { return []Value{e.LearningOutcome} }, false},
	{"M7", "notional workload", func(e Edubadge) []Value { return []Value{e.ECTS, e.StudyLoad, e.TimeInvestment} }, false},
	{"M8", "level", levelValues, false},
	{"M9", "type of assessment", func(e Edubadge) []Value { return []Value{e.Assessment} }, true},
	{"M10", "form of participation", func(e Edubadge) []Value { return []Value{e.Participation} }, true},
	{"M11", "type of quality assurance", func(e Edubadge) []Value { return []Value{e.QualityName, e.QualityURL, e.QualityText} }, true},
	{"O1", "prerequisites", func(e Edubadge) []Value { return []Value{e.Criteria} }, false},
	{"O2", "supervision and identity verification", func(e Edubadge) []Value {
		return []Value{e.Supervision, e.Supervised, e.IdentityVerified}
	}, true},
	{"O3", "grade", func(e Edubadge) []Value { return []Value{e.Grade} }, true},
	{"O4", "integration and stackability", func(e Edubadge) []Value { return []Value{e.Stackable} }, true},
	{"O5", "further information", func(e Edubadge) []Value { return []Value{e.Description, e.Tags, e.Evidence} }, false},
}

// levelValues leaves out a level that its issuer marks as not verified.
func levelValues(e Edubadge) []Value {
	if verified, stated := e.EQFVerified.Bool(); stated && !verified {
		return nil
	}
	return []Value{e.EQF}
}

// AnnexI returns the 11 mandatory and the 5 optional elements, and where the
// badge has each. The level is mandatory only where there is one to state,
// which no badge tells: levelApplies says so. Whether what is said suffices,
// a criteria text for the prerequisites say, is for people to judge.
func AnnexI(e Edubadge, levelApplies bool) []Element {
	hosted := e.Dialect == DialectHosted || e.Dialect == DialectCopied || e.Dialect == DialectUnrecognised
	all := make([]Element, len(annexI))
	for i, row := range annexI {
		facts := slices.DeleteFunc(row.facts(e), func(f Value) bool { return !f.Given() })
		all[i] = Element{ID: row.id, Name: row.name, Mandatory: row.id[0] == 'M', Values: facts}
		if len(facts) == 0 {
			all[i].Unseen = row.expanded && hosted || !e.Name.Given() && row.id != "M1" && row.id != "M5"
			all[i].NotApplicable = row.id == "M8" && !levelApplies
		}
	}
	return all
}

// Complete reports whether no mandatory element is missing.
func Complete(elements []Element) bool {
	return len(elements) > 0 && !slices.ContainsFunc(elements, func(e Element) bool {
		return e.Mandatory && len(e.Values) == 0 && !e.NotApplicable
	})
}
