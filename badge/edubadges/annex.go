package edubadges

import (
	"slices"
	"strings"
)

// Element is one of the elements of Annex I of the Council Recommendation of
// 16 June 2022 on micro-credentials (2022/C 243/02).
type Element struct {
	ID        string // "M1" to "M11" for the mandatory elements, "O1" to "O5" for the optional ones
	Name      string
	Mandatory bool
	Values    []Value // what the badge states; empty if it states nothing
	// Unseen reports that Read did not get the document or the view that can state
	// the element.
	Unseen bool
	// NotApplicable reports that the badge does not need the element.
	NotApplicable bool
}

// String returns the element with its values, or why there are none: not looked
// at, not applicable, or not stated.
func (x Element) String() string {
	var texts []string
	for _, v := range x.Values {
		texts = append(texts, v.Text)
	}
	state := strings.Join(texts, "; ")
	switch {
	case state != "":
		state = quoted(state)
	case x.NotApplicable:
		state = "not applicable"
	case x.Unseen:
		state = "not looked at, because the view that has it was not read"
	default:
		state = "not stated"
	}
	return strings.TrimSpace(x.ID+" "+x.Name) + ": " + state
}

// element is one row of the table of Annex I.
type element struct {
	id, name string
	of       role // the object that states it
	fields   []Field
	members  []string // members of full views, of which one shows that such a view was read
}

var annexI = []element{
	{"M1", "identification of the learner", assertion, []Field{FieldRecipient, FieldHolder}, nil},
	{"M2", "title", class, []Field{FieldName}, nil},
	{"M3", "country or region of the issuer", issuer, []Field{FieldInstitutionCountry}, nil},
	{"M4", "awarding body", issuer, []Field{FieldOnBehalfOf, FieldInstitutionName, FieldInstitutionIdentifier, FieldIssuer}, nil},
	{"M5", "date of issuing", assertion, []Field{FieldIssuedOn}, nil},
	{"M6", "learning outcomes", class, []Field{FieldLearningOutcome}, nil},
	{"M7", "notional workload", class, []Field{FieldECTS, FieldStudyLoad, FieldTimeInvestment}, nil},
	{"M8", "level", class, []Field{FieldEQF}, []string{"eqfNlqfLevelVerified"}},
	{"M9", "type of assessment", class, []Field{FieldAssessment}, []string{"assessmentType"}},
	{"M10", "form of participation", class, []Field{FieldParticipation}, []string{"participation"}},
	{"M11", "type of quality assurance", class, []Field{FieldQualityName, FieldQualityURL, FieldQualityText}, []string{"qualityAssuranceName"}},
	{"O1", "prerequisites", class, []Field{FieldCriteria}, nil},
	{"O2", "supervision and identity verification", class, []Field{FieldSupervision, FieldSupervised, FieldIdentityVerified}, []string{"assessmentSupervised", "assessmentIdVerified"}},
	{"O3", "grade", assertion, []Field{FieldGrade}, microMembers},
	{"O4", "integration and stackability", class, []Field{FieldStackable}, []string{"stackable"}},
	{"O5", "further information", class, []Field{FieldDescription, FieldTags, FieldEvidence}, nil},
}

// AnnexI returns the 11 mandatory and the 5 optional elements with the values
// that the badge states for each. A level is mandatory only for learning that
// has one, which a badge does not tell; pass it as levelApplies. A level counts
// only if the issuer marks it as verified, for which the full view of the class
// is needed. AnnexI does not judge whether a text suffices, such as the criteria
// as prerequisites.
func AnnexI(e Edubadge, levelApplies bool) []Element {
	all := make([]Element, len(annexI))
	for i, row := range annexI {
		x := Element{ID: row.id, Name: row.name, Mandatory: row.id[0] == 'M'}
		seen := e.objects.saw(row)
		for _, f := range row.fields {
			if v := e.Value(f); v.Given() && (f != FieldEQF || seen && e.levelCounts()) {
				x.Values = append(x.Values, v)
			}
		}
		if len(x.Values) == 0 {
			x.Unseen, x.NotApplicable = !seen, row.id == "M8" && !levelApplies
		}
		all[i] = x
	}
	return all
}

// levelCounts reports whether the level is not marked as unverified.
func (e Edubadge) levelCounts() bool {
	verified, stated := e.Value(FieldEQFVerified).Bool()
	return verified || !stated
}

// saw reports whether an object was read that states an element if the badge has
// it. Only documents of today's host lack members that another view has.
func (o objects) saw(row element) bool {
	list := [][]source{o.assertion, o.class, o.issuer}[row.of]
	if row.members == nil || o.ob3 || o.award || o.anywhere(hasPilotExtension) {
		return len(list) > 0
	}
	return o.anyClass(func(p source) bool { // the view of an assertion has the grade in its class
		return hasMember(row.members)(p) && (row.of == class || p.Pointer() != "")
	})
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
