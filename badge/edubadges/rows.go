package edubadges

// row says where one fact stands, in the order in which the places count.
type row struct {
	field func(*Edubadge) *Value
	spots []spot
}

// spot is a kind of place.
type spot struct {
	places func(*reader) []source
}

// at is a member of the objects in one role.
func at(of func(*reader) []source, pointer string) spot {
	return spot{func(r *reader) (found []source) {
		for _, p := range of(r) {
			found = append(found, p.down(pointer))
		}
		return found
	}}
}

func assertion(r *reader) []source { return r.assertion }
func class(r *reader) []source     { return r.class }
func issuer(r *reader) []source    { return r.issuer }

// ext is the value of an extension. Those of a class or an issuer may have
// been copied onto the assertion.
func ext(of func(*reader) []source, name Name) spot {
	return spot{func(r *reader) (found []source) {
		for _, list := range [][]source{of(r), r.assertion} {
			for _, p := range list {
				if value, ok := extensionIn(p, name); ok {
					found = append(found, value)
				}
			}
		}
		return found
	}}
}

// aligned is a member of the alignment with a target type.
func aligned(targetType, pointer string) spot {
	return spot{func(r *reader) (found []source) {
		for _, p := range r.class {
			if a, ok := p.member("alignment").element("targetType", targetType); ok {
				found = append(found, a.down(pointer))
			}
		}
		return found
	}}
}

// identified is the identifier of an issuer with a type.
func identified(identifierType string) spot {
	return spot{func(r *reader) (found []source) {
		for _, p := range r.issuer {
			if entry, ok := p.member("otherIdentifier").element("identifierType", identifierType); ok {
				found = append(found, entry.member("identifier"))
			}
		}
		return found
	}}
}

const (
	targetEQF     = "ext:EQF"
	targetQuality = "ext:QualityAssurance"
	typeBRIN      = "ext:BRIN"
)

var rows = []row{
	{func(e *Edubadge) *Value { return &e.IssuedOn }, []spot{at(assertion, "/issuedOn"), at(assertion, "/awardedDate"), at(assertion, "/validFrom"), at(assertion, "/issuanceDate")}},
	{func(e *Edubadge) *Value { return &e.Expires }, []spot{at(assertion, "/expires"), at(assertion, "/validUntil"), at(assertion, "/expirationDate")}},
	{func(e *Edubadge) *Value { return &e.Recipient }, []spot{at(assertion, "/recipient/identity"), at(assertion, "/credentialSubject/identifier/0/identityHash"), at(assertion, "/credentialSubject/id")}},
	{func(e *Edubadge) *Value { return &e.Holder }, []spot{ext(assertion, RecipientProfile), at(assertion, "/user"), at(class, "/user")}},
	{func(e *Edubadge) *Value { return &e.Grade }, []spot{at(assertion, "/grade_achieved"), at(class, "/grade_achieved"), at(assertion, "/credentialSubject/result/0/value")}},
	{func(e *Edubadge) *Value { return &e.Evidence }, []spot{at(assertion, "/evidence")}},
	{func(e *Edubadge) *Value { return &e.Narrative }, []spot{at(assertion, "/narrative"), at(assertion, "/credentialSubject/narrative")}},

	{func(e *Edubadge) *Value { return &e.Type }, []spot{at(class, "/typeBadgeClass"), at(class, "/badge_class_type")}},
	{func(e *Edubadge) *Value { return &e.Name }, []spot{at(class, "/name")}},
	{func(e *Edubadge) *Value { return &e.Description }, []spot{at(class, "/description")}},
	{func(e *Edubadge) *Value { return &e.Image }, []spot{at(class, "/image/id"), at(class, "/image")}},
	{func(e *Edubadge) *Value { return &e.Criteria }, []spot{at(class, "/criteria/narrative"), at(class, "/criteria/id"), at(class, "/criteria")}},
	{func(e *Edubadge) *Value { return &e.Tags }, []spot{at(class, "/tags"), at(class, "/tag")}},
	{func(e *Edubadge) *Value { return &e.Language }, []spot{ext(class, Language), at(class, "/inLanguage")}},
	{func(e *Edubadge) *Value { return &e.LearningOutcome }, []spot{ext(class, LearningOutcome)}},
	{func(e *Edubadge) *Value { return &e.ECTS }, []spot{ext(class, ECTS), at(class, "/ECTS")}},
	{func(e *Edubadge) *Value { return &e.StudyLoad }, []spot{ext(class, StudyLoad), at(class, "/SBU")}},
	{func(e *Edubadge) *Value { return &e.TimeInvestment }, []spot{ext(class, TimeInvestment), at(class, "/timeInvestment")}},
	{func(e *Edubadge) *Value { return &e.EQF }, []spot{ext(class, EQF), aligned(targetEQF, "/targetCode")}},
	{func(e *Edubadge) *Value { return &e.EQFVerified }, []spot{at(class, "/eqfNlqfLevelVerified")}},
	{func(e *Edubadge) *Value { return &e.ProgramIdentifier }, []spot{ext(class, EducationProgramIdentifier), at(class, "/educationProgramIdentifier")}},
	{func(e *Edubadge) *Value { return &e.Participation }, []spot{at(class, "/participation"), at(class, "/participationType")}},
	{func(e *Edubadge) *Value { return &e.Assessment }, []spot{at(class, "/assessmentType")}},
	{func(e *Edubadge) *Value { return &e.Supervised }, []spot{at(class, "/assessmentSupervised")}},
	{func(e *Edubadge) *Value { return &e.IdentityVerified }, []spot{at(class, "/assessmentIdVerified"), at(class, "/identityChecked")}},
	{func(e *Edubadge) *Value { return &e.Supervision }, []spot{at(class, "/supervisionType")}},
	{func(e *Edubadge) *Value { return &e.QualityName }, []spot{at(class, "/qualityAssuranceName"), aligned(targetQuality, "/targetName")}},
	{func(e *Edubadge) *Value { return &e.QualityURL }, []spot{at(class, "/qualityAssuranceUrl"), aligned(targetQuality, "/targetUrl")}},
	{func(e *Edubadge) *Value { return &e.QualityText }, []spot{at(class, "/qualityAssuranceDescription"), aligned(targetQuality, "/targetDescription")}},
	{func(e *Edubadge) *Value { return &e.Stackable }, []spot{at(class, "/stackable")}},
	{func(e *Edubadge) *Value { return &e.Formal }, []spot{at(class, "/formal")}},

	{func(e *Edubadge) *Value { return &e.Issuer }, []spot{at(issuer, "/name")}},
	{func(e *Edubadge) *Value { return &e.InstitutionName }, []spot{ext(issuer, InstitutionName), at(issuer, "/faculty/institution/name"), at(issuer, "/parentOrg/name")}},
	{func(e *Edubadge) *Value { return &e.InstitutionIdentifier }, []spot{ext(issuer, InstitutionIdentifier), identified(typeBRIN)}},
	{func(e *Edubadge) *Value { return &e.InstitutionCountry }, []spot{ext(issuer, InstitutionCountry), at(issuer, "/address/addressCountryCode")}},
	{func(e *Edubadge) *Value { return &e.GradingTable }, []spot{ext(issuer, GradingTable)}},
	{func(e *Edubadge) *Value { return &e.OnBehalfOf }, []spot{at(issuer, "/faculty/on_behalf_of_display_name"), at(issuer, "/faculty/on_behalf_of_url")}},
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
		if object = p.member(name); object.is("object") {
			return object, true
		}
	}
	for _, m := range p.doc.Root().At(p.path).Members() {
		if m.Member("type").Holds(def.typeName()) {
			return source{p.doc, p.n, m.Pointer()}, true
		}
	}
	return source{}, false
}
