package schema

import (
	"maps"
	"slices"
)

// primitive is a value without properties. A number or boolean has no
// further constraint; a string may have a format or a pattern.
type primitive struct {
	name    string
	json    string // its JSON type
	format  string // a key of formats
	pattern string
	exact   string // or: the only value
	want    string // how a message names it
}

// Base contexts of the two data models.
const (
	contextVC1 = "https://www.w3.org/2018/credentials/v1"
	contextVC2 = "https://www.w3.org/ns/credentials/v2"
)

// Formats of our own. All are stricter than RFC 3339; see ParseDateTime.
const (
	formatDate     = "date"
	formatDateTime = "date-time"
	formatLocal    = "date-time-or-local" // the zone may be missing
	formatMinutes  = "date-time-minutes"  // the seconds may be missing
)

// The terms that extend an enumeration (OB 3.0 §C.2). The published pattern is
// not anchored: it asks for the prefix anywhere.
const extensionTerm = `(ext:)[a-z|A-Z|0-9|.|-|_]+`

// text is a string without further constraint.
func text(name string) primitive { return primitive{name: name, json: "string", want: "a string"} }

// primitives are the primitive and derived types of OB 3.0 §B.7 and §B.8.
var primitives = []primitive{
	text("String"), text("Markdown"), text("URI"), text("URL"), text("IRI"), text("Identifier"),
	text("IdentityHash"), text("EmailAddress"), text("PhoneNumber"), text("CountryCode"),
	{name: "Boolean", json: "boolean", want: "true or false"},
	{name: "Float", json: "number", want: "a number"},
	{name: "OB2.Version", json: "string or number", want: "a text or a number"},
	{name: "Date", json: "string", format: formatDate, want: "a date such as 2006-01-02"},
	{name: "DateTimeZ", json: "string", format: formatDateTime, want: "a date and time with its zone, such as 2006-01-02T15:04:05Z"},
	{name: "DateTime", json: "string", format: formatDateTime, want: "a date and time such as 2006-01-02T15:04:05Z"},
	{name: "LanguageCode", json: "string", pattern: `^[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$`, want: "a language code such as nl or nl-NL"},
	{name: "CompactJws", json: "string", pattern: `^[a-zA-Z0-9_-]+\.[a-zA-Z0-9_-]*\.[a-zA-Z0-9_-]+$`, want: "a compact JWS"},
	{name: "ContextVC", json: "string", exact: contextVC2, want: "the base context " + contextVC2},
	{name: "ContextVCv1p1", json: "string", exact: contextVC1, want: "the base context " + contextVC1},
	{name: "ContextOB", json: "string", pattern: `^https://purl\.imsglobal\.org/spec/ob/v3p0/context(-3\.\d\.\d)*\.json$`,
		want: "an Open Badges 3.0 context such as https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"},
	{name: "ContextCLR", json: "string", pattern: `^https://purl\.imsglobal\.org/spec/clr/v2p0/context(-2\.\d\.\d)*\.json$`,
		want: "a CLR 2.0 context such as https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"},
}

// unions3 says which properties hold a URI or an object, and of which class.
var unions3 = map[string]string{"ProfileRef": "Profile", "IssuerRef": "Issuer"}

func unions() map[string]string {
	all := maps.Clone(unions3)
	maps.Copy(all, unions2)
	return all
}

// enumeration is a vocabulary (OB 3.0 §B.5, §B.6). An open one also takes
// terms that start with ext:.
type enumeration struct {
	name    string
	open    bool
	values  []string
	aliases []string // not in the vocabulary, in use, accepted when reading
}

// enumerations are the vocabularies of Open Badges 3.0 and CLR 2.0.
var enumerations = []enumeration{
	{name: "AchievementType", open: true, values: []string{
		"Achievement", "ApprenticeshipCertificate", "Assessment", "Assignment", "AssociateDegree", "Award", "Badge",
		"BachelorDegree", "Certificate", "CertificateOfCompletion", "Certification", "CommunityService", "Competency",
		"Course", "CoCurricular", "Degree", "Diploma", "DoctoralDegree", "Fieldwork", "GeneralEducationDevelopment",
		"JourneymanCertificate", "LearningProgram", "License", "Membership", "ProfessionalDoctorate",
		"QualityAssuranceCredential", "MasterCertificate", "MasterDegree", "MicroCredential", "ResearchDoctorate",
		"SecondarySchoolDiploma",
	}},
	{name: "AlignmentTargetType", open: true, values: []string{
		"ceasn:Competency", "ceterms:Credential", "CFItem", "CFRubric", "CFRubricCriterion", "CFRubricCriterionLevel", "CTDL",
	}},
	{name: "IdentifierTypeEnum", open: true, values: []string{
		"name", "sourcedId", "systemId", "productId", "userName", "accountId", "emailAddress", "nationalIdentityNumber",
		"isbn", "issn", "lisSourcedId", "oneRosterSourcedId", "sisSourcedId", "ltiContextId", "ltiDeploymentId",
		"ltiToolId", "ltiPlatformId", "ltiUserId", "identifier",
	}, aliases: []string{"email"}},
	{name: "ResultType", open: true, values: []string{
		"GradePointAverage", "LetterGrade", "Percent", "PerformanceLevel", "PredictedScore", "RawScore", "Result",
		"RubricCriterion", "RubricCriterionLevel", "RubricScore", "ScaledScore", "Status",
	}},
	{name: "ResultStatusType", values: []string{
		"Completed", "Enrolled", "Failed", "InProgress", "OnHold", "Provisional", "Withdrew",
	}},
	{name: "AssociationType", values: []string{
		"exactMatchOf", "isChildOf", "isParentOf", "isPartOf", "isPeerOf", "isRelatedTo", "precedes", "replacedBy",
	}},
}

// Terms returns the terms that the standard lists for an enumeration.
func Terms(name string) []string {
	for _, e := range enumerations {
		if e.name == name {
			return slices.Clone(e.values)
		}
	}
	return nil
}
