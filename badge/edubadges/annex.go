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
	members  []string // members of expanded views of a class, of which one shows that such a view was read
}

var annexI = []element{
	{"M1", "identification of the learner", []Field{FieldRecipient, FieldHolder}, nil},
	{"M2", "title", []Field{FieldName}, nil},
	{"M3", "country or region of the issuer", []Field{FieldInstitutionCountry}, nil},
	{"M4", "awarding body", []Field{FieldOnBehalfOf, FieldInstitutionName, FieldInstitutionIdentifier, FieldIssuer}, nil},
	{"M5", "date of issuing", []Field{FieldIssuedOn}, nil},
	{"M6", "learning outcomes", []Field{FieldLearningOutcome}, nil},
	{"M7", "notional workload", []Field{FieldECTS, FieldStudyLoad, FieldTimeInvestment}, nil},
	{"M8", "level", []Field{FieldEQF}, nil},
	{"M9", "type of assessment", []Field{FieldAssessment}, []string{"assessmentType"}},
	{"M10", "form of participation", []Field{FieldParticipation}, []string{"participation"}},
	{"M11", "type of quality assurance", []Field{FieldQualityName, FieldQualityURL, FieldQualityText}, []string{"qualityAssuranceName"}},
	{"O1", "prerequisites", []Field{FieldCriteria}, nil},
	{"O2", "supervision and identity verification", []Field{FieldSupervision, FieldSupervised, FieldIdentityVerified}, []string{"assessmentSupervised", "assessmentIdVerified"}},
	{"O3", "grade", []Field{FieldGrade}, microMembers},
	{"O4", "integration and stackability", []Field{FieldStackable}, []string{"stackable"}},
	{"O5", "further information", []Field{FieldDescription, FieldTags, FieldEvidence}, nil},
}

// AnnexI returns the 11 mandatory and the 5 optional elements with the values
// that the badge states for each. A level is mandatory only for learning that
// has one, which a badge does not tell; pass it as levelApplies. A level that
// the issuer marks as not verified does not count. AnnexI does not judge
// whether a text suffices, such as the criteria as prerequisites.
func AnnexI(e Edubadge, levelApplies bool) []Element {
	verified, stated := e.Value(FieldEQFVerified).Bool()
	views := !e.objects.ob3 && !e.objects.award && e.Dialect != DialectPilot
	all := make([]Element, len(annexI))
	for i, row := range annexI {
		x := Element{ID: row.id, Name: row.name, Mandatory: row.id[0] == 'M'}
		for _, f := range row.fields {
			if v := e.Value(f); v.Given() && (f != FieldEQF || verified || !stated) {
				x.Values = append(x.Values, v)
			}
		}
		if len(x.Values) == 0 {
			x.Unseen = views && row.members != nil && !e.objects.anyClass(hasMember(row.members)) || !e.Value(FieldName).Given() && row.id != "M1" && row.id != "M5"
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

// hasMember returns a function that reports whether an object has one of the
// members, also as null.
func hasMember(names []string) func(source) bool {
	return func(p source) bool {
		return slices.ContainsFunc(names, func(name string) bool { return p.member(name).Exists() })
	}
}
