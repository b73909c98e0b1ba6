package edubadges

import "slices"

// Element is one of the elements of Annex I of the Council Recommendation of
// 16 June 2022 on micro-credentials (2022/C 243/02).
type Element struct {
	ID        string // "M1" to "M11" for the mandatory elements, "O1" to "O5" for the optional ones
	Name      string
	Mandatory bool
	Values    []Value // what the badge states; empty if it states nothing
	// Unseen reports that the badge states nothing, but that a view of the
	// class that could state it was not given to Read.
	Unseen bool
	// NotApplicable reports that the badge does not need the element.
	NotApplicable bool
}

// element is one row of the table of Annex I.
type element struct {
	id, name string
	fields   []Field
	expanded bool // only the expanded view of a class states it
}

var annexI = []element{
	{"M1", "identification of the learner", []Field{FieldRecipient, FieldHolder}, false},
	{"M2", "title", []Field{FieldName}, false},
	{"M3", "country or region of the issuer", []Field{FieldInstitutionCountry}, false},
	{"M4", "awarding body", []Field{FieldOnBehalfOf, FieldInstitutionName, FieldInstitutionIdentifier, FieldIssuer}, false},
	{"M5", "date of issuing", []Field{FieldIssuedOn}, false},
	{"M6", "learning outcomes", []Field{FieldLearningOutcome}, false},
	{"M7", "notional workload", []Field{FieldECTS, FieldStudyLoad, FieldTimeInvestment}, false},
	{"M8", "level", []Field{FieldEQF}, false},
	{"M9", "type of assessment", []Field{FieldAssessment}, true},
	{"M10", "form of participation", []Field{FieldParticipation}, true},
	{"M11", "type of quality assurance", []Field{FieldQualityName, FieldQualityURL, FieldQualityText}, true},
	{"O1", "prerequisites", []Field{FieldCriteria}, false},
	{"O2", "supervision and identity verification", []Field{FieldSupervision, FieldSupervised, FieldIdentityVerified}, true},
	{"O3", "grade", []Field{FieldGrade}, true},
	{"O4", "integration and stackability", []Field{FieldStackable}, true},
	{"O5", "further information", []Field{FieldDescription, FieldTags, FieldEvidence}, false},
}

// AnnexI returns the 11 mandatory and the 5 optional elements with the values
// that the badge states for each. A level is mandatory only for learning that
// has one, which a badge does not tell; pass it as levelApplies. A level that
// the issuer marks as not verified does not count. Whether a text suffices,
// such as the criteria as prerequisites, is for people to judge.
func AnnexI(e Edubadge, levelApplies bool) []Element {
	verified, stated := e.Value(FieldEQFVerified).Bool()
	hosted := e.Dialect == DialectHosted || e.Dialect == DialectCopied || e.Dialect == DialectUnrecognised
	all := make([]Element, len(annexI))
	for i, row := range annexI {
		x := Element{ID: row.id, Name: row.name, Mandatory: row.id[0] == 'M'}
		for _, f := range row.fields {
			if v := e.Value(f); v.Given() && (f != FieldEQF || verified || !stated) {
				x.Values = append(x.Values, v)
			}
		}
		if len(x.Values) == 0 {
			x.Unseen = row.expanded && hosted || !e.Value(FieldName).Given() && row.id != "M1" && row.id != "M5"
			x.NotApplicable = row.id == "M8" && !levelApplies
		}
		all[i] = x
	}
	return all
}

// Complete reports whether every mandatory element that applies has a value.
func Complete(elements []Element) bool {
	return len(elements) > 0 && !slices.ContainsFunc(elements, func(e Element) bool {
		return e.Mandatory && len(e.Values) == 0 && !e.NotApplicable
	})
}
