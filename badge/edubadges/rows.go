package edubadges

import (
	"slices"
	"strings"
)

// row is a field and where badges state it. Earlier spots take precedence.
type row struct {
	field Field
	spots []spot
}

// role is what an object of a badge describes.
type role uint8

const (
	assertion role = iota
	class
	issuer
)

// spot is where objects in a role state a field: at a pointer, in an extension,
// in the alignment with a target type, or in the identifier of a type.
type spot struct {
	role       role
	pointer    string // from the object, or from its alignment
	extension  Name
	alignment  string // a targetType
	identifier string // an identifierType
	flag       string // pointer of a boolean of the object that must be true, "" for none
	named      bool   // the property may have its name with _dutch or _english
}

func at(of role, pointer string) spot { return spot{role: of, pointer: pointer} }
func ext(of role, name Name) spot     { return spot{role: of, extension: name} }
func identified(typ string) spot      { return spot{role: issuer, identifier: typ} }
func aligned(target, pointer string) spot {
	return spot{role: class, alignment: target, pointer: pointer}
}

// flagged is a property that counts only if a flag of the object is true.
func flagged(flag string, s spot) spot {
	s.flag = flag
	return s
}

// named is a name with variants in Dutch and English.
func named(of role, pointer string) spot { return spot{role: of, pointer: pointer, named: true} }

// find returns the sources at a spot, in order of precedence. Extensions of a
// class or an issuer may have been copied onto the assertion.
func (o objects) find(s spot) (found []source) {
	list := [][]source{o.assertion, o.class, o.issuer}[s.role]
	if s.extension != "" && s.role != assertion {
		list = slices.Concat(list, o.assertion)
	}
	for _, object := range list {
		if s.flag != "" && object.at(s.flag).raw() != "true" {
			continue
		}
		p, ok := s.in(object)
		if s.named && !p.value().Given() {
			p = o.variant(object, s.pointer)
		}
		if ok {
			found = append(found, p)
		}
	}
	return found
}

// variant returns a name in the language of the class, or else in the other one.
func (o objects) variant(object source, pointer string) source {
	first, second := object.at(pointer+"_dutch"), object.at(pointer+"_english")
	if languages := o.find(ext(class, Language)); len(languages) > 0 && strings.HasPrefix(languages[0].String(), "en") {
		first, second = second, first
	}
	if first.value().Given() {
		return first
	}
	return second
}

// in returns the source at a spot of one object.
func (s spot) in(object source) (source, bool) {
	switch {
	case s.extension != "":
		if entry, found := object.member("badgeclassextension_set").element("name", prefix+string(s.extension)); found {
			return entry.member("value"), true
		}
		return extensionIn(object, s.extension)
	case s.alignment != "":
		a, found := object.member("alignment").element("targetType", s.alignment)
		return a.at(s.pointer), found
	case s.identifier != "":
		entry, found := object.member("otherIdentifier").element("identifierType", s.identifier)
		return entry.member("identifier"), found
	}
	return object.at(s.pointer), true
}

const (
	targetEQF     = "ext:EQF"
	targetQuality = "ext:QualityAssurance"
	targetOutcome = "ext:LearningOutcome"
	typeBRIN      = "ext:BRIN"
)

var rows = []row{
	{FieldIssuedOn, []spot{at(assertion, "/issuedOn"), at(assertion, "/awardedDate"), at(assertion, "/validFrom"), at(assertion, "/issuanceDate"), at(assertion, "/issued_on")}},
	{FieldExpires, []spot{at(assertion, "/expires"), at(assertion, "/validUntil"), at(assertion, "/expirationDate"), at(assertion, "/expires_at")}},
	{FieldRecipient, []spot{at(assertion, "/recipient/identity"), at(assertion, "/credentialSubject/identifier/0/identityHash"), at(assertion, "/credentialSubject/id")}},
	{FieldHolder, []spot{ext(assertion, RecipientProfile), at(assertion, "/user"), at(class, "/user")}},
	{FieldGrade, []spot{flagged("/include_grade_achieved", at(assertion, "/grade_achieved")), at(class, "/grade_achieved"), at(assertion, "/credentialSubject/result/0/value")}},
	{FieldEvidence, []spot{at(assertion, "/evidence"), flagged("/include_evidence", at(assertion, "/evidences"))}},
	{FieldNarrative, []spot{at(assertion, "/narrative"), at(assertion, "/credentialSubject/narrative")}},

	{FieldType, []spot{at(class, "/typeBadgeClass"), at(class, "/badge_class_type")}},
	{FieldName, []spot{at(class, "/name")}},
	{FieldDescription, []spot{at(class, "/description")}},
	{FieldImage, []spot{at(class, "/image/id"), at(class, "/image")}},
	{FieldCriteria, []spot{at(class, "/criteria/narrative"), at(class, "/criteria/id"), at(class, "/criteria"), at(class, "/criteria_text")}},
	{FieldTags, []spot{at(class, "/tags"), at(class, "/tag")}},
	{FieldLanguage, []spot{ext(class, Language), at(class, "/inLanguage")}},
	{FieldLearningOutcome, []spot{ext(class, LearningOutcome), aligned(targetOutcome, "/targetDescription")}},
	{FieldECTS, []spot{ext(class, ECTS), at(class, "/ECTS")}},
	{FieldStudyLoad, []spot{ext(class, StudyLoad), at(class, "/SBU")}},
	{FieldTimeInvestment, []spot{ext(class, TimeInvestment), at(class, "/timeInvestment")}},
	{FieldEQF, []spot{ext(class, EQF), aligned(targetEQF, "/targetCode")}},
	{FieldEQFVerified, []spot{at(class, "/eqfNlqfLevelVerified"), at(class, "/eqf_nlqf_level_verified")}},
	{FieldProgramIdentifier, []spot{ext(class, EducationProgramIdentifier), at(class, "/educationProgramIdentifier")}},
	{FieldParticipation, []spot{at(class, "/participation"), at(class, "/participationType")}},
	{FieldAssessment, []spot{at(class, "/assessmentType"), at(class, "/assessment_type")}},
	{FieldSupervised, []spot{at(class, "/assessmentSupervised"), at(class, "/assessment_supervised")}},
	{FieldIdentityVerified, []spot{at(class, "/assessmentIdVerified"), at(class, "/identityChecked"), at(class, "/assessment_id_verified")}},
	{FieldSupervision, []spot{at(class, "/supervisionType")}},
	{FieldQualityName, []spot{at(class, "/qualityAssuranceName"), at(class, "/quality_assurance_name"), aligned(targetQuality, "/targetName")}},
	{FieldQualityURL, []spot{at(class, "/qualityAssuranceUrl"), at(class, "/quality_assurance_url"), aligned(targetQuality, "/targetUrl")}},
	{FieldQualityText, []spot{at(class, "/qualityAssuranceDescription"), at(class, "/quality_assurance_description"), aligned(targetQuality, "/targetDescription")}},
	{FieldStackable, []spot{at(class, "/stackable")}},
	{FieldFormal, []spot{at(class, "/formal")}},

	{FieldIssuer, []spot{at(class, "/creator/name"), named(issuer, "/name")}},
	{FieldIssuerGroup, []spot{named(issuer, "/faculty/name")}},
	{FieldInstitutionName, []spot{ext(issuer, InstitutionName), named(issuer, "/faculty/institution/name"), at(issuer, "/parentOrg/name")}},
	{FieldInstitutionIdentifier, []spot{ext(issuer, InstitutionIdentifier), identified(typeBRIN)}},
	{FieldInstitutionDomain, []spot{at(issuer, "/faculty/institution/identifier")}},
	{FieldInstitutionCountry, []spot{ext(issuer, InstitutionCountry), at(issuer, "/address/addressCountryCode")}},
	{FieldGradingTable, []spot{ext(issuer, GradingTable)}},
	{FieldOnBehalfOf, []spot{
		flagged("/faculty/on_behalf_of", named(issuer, "/faculty/name")),
		flagged("/faculty/on_behalf_of", at(issuer, "/faculty/on_behalf_of_display_name")),
		flagged("/faculty/on_behalf_of", at(issuer, "/faculty/on_behalf_of_url")),
	}},
	{FieldAwardedBy, nil}, // derived
}

// extensionIn returns the value of an extension that an object has: by its
// name, by the name it had in the pilot, or under any name by its type.
func extensionIn(p source, name Name) (value source, found bool) {
	def, _ := name.row()
	object, found := def.object(p)
	if !found {
		return source{}, false
	}
	return def.value(object), true
}

// value is where an object of the extension has its value.
func (def definition) value(object source) source {
	for _, term := range append([]string{def.term}, def.older...) {
		if value := object.member(term); value.raw() != "" {
			return value
		}
	}
	return object.member(def.term)
}

// object returns the object of the extension.
func (def definition) object(p source) (object source, found bool) {
	for _, name := range []string{prefix + string(def.name), def.pilotName()} {
		if object = p.member(name); object.isObject() {
			return object, true
		}
	}
	for _, m := range p.Members() {
		if m.Member("type").Holds(def.typeName()) {
			return source{m, p.doc}, true
		}
	}
	return source{}, false
}
