package vocabulary

import "slices"

// An Enumeration is a list of terms (OB 3.0 §B.5, §B.6). An open one also
// accepts terms that start with ext:.
type Enumeration struct {
	Name    string
	Open    bool
	Values  []string
	Aliases []string // not in the standard, but in use and accepted when reading
}

// enumerations are those of Open Badges 3.0 and CLR 2.0.
var enumerations = []Enumeration{
	{Name: "AchievementType", Open: true, Values: []string{
		"Achievement", "ApprenticeshipCertificate", "Assessment", "Assignment", "AssociateDegree", "Award", "Badge",
		"BachelorDegree", "Certificate", "CertificateOfCompletion", "Certification", "CommunityService", "Competency",
		"Course", "CoCurricular", "Degree", "Diploma", "DoctoralDegree", "Fieldwork", "GeneralEducationDevelopment",
		"JourneymanCertificate", "LearningProgram", "License", "Membership", "ProfessionalDoctorate",
		"QualityAssuranceCredential", "MasterCertificate", "MasterDegree", "MicroCredential", "ResearchDoctorate",
		"SecondarySchoolDiploma",
	}},
	{Name: "AlignmentTargetType", Open: true, Values: []string{
		"ceasn:Competency", "ceterms:Credential", "CFItem", "CFRubric", "CFRubricCriterion", "CFRubricCriterionLevel", "CTDL",
	}},
	{Name: "IdentifierTypeEnum", Open: true, Values: []string{
		"name", "sourcedId", "systemId", "productId", "userName", "accountId", "emailAddress", "nationalIdentityNumber",
		"isbn", "issn", "lisSourcedId", "oneRosterSourcedId", "sisSourcedId", "ltiContextId", "ltiDeploymentId",
		"ltiToolId", "ltiPlatformId", "ltiUserId", "identifier",
	}, Aliases: []string{"email"}},
	{Name: "ResultType", Open: true, Values: []string{
		"GradePointAverage", "LetterGrade", "Percent", "PerformanceLevel", "PredictedScore", "RawScore", "Result",
		"RubricCriterion", "RubricCriterionLevel", "RubricScore", "ScaledScore", "Status",
	}},
	{Name: "ResultStatusType", Values: []string{
		"Completed", "Enrolled", "Failed", "InProgress", "OnHold", "Provisional", "Withdrew",
	}},
	{Name: "AssociationType", Values: []string{
		"exactMatchOf", "isChildOf", "isParentOf", "isPartOf", "isPeerOf", "isRelatedTo", "precedes", "replacedBy",
	}},
}

// Enumerations returns all enumerations. They must not be changed.
func Enumerations() []Enumeration { return enumerations }

// Lists reports whether the standard lists a term for an enumeration.
func Lists(enumeration, term string) bool {
	for _, e := range enumerations {
		if e.Name == enumeration {
			return slices.Contains(e.Values, term)
		}
	}
	return false
}
