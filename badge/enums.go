package badge

import "slices"

// AchievementType is the kind of an achievement. The list is open: other terms
// start with "ext:".
type AchievementType string

// The achievement types of OB 3.0.
const (
	AchievementTypeAchievement                 AchievementType = "Achievement"
	AchievementTypeApprenticeshipCertificate   AchievementType = "ApprenticeshipCertificate"
	AchievementTypeAssessment                  AchievementType = "Assessment"
	AchievementTypeAssignment                  AchievementType = "Assignment"
	AchievementTypeAssociateDegree             AchievementType = "AssociateDegree"
	AchievementTypeAward                       AchievementType = "Award"
	AchievementTypeBadge                       AchievementType = "Badge"
	AchievementTypeBachelorDegree              AchievementType = "BachelorDegree"
	AchievementTypeCertificate                 AchievementType = "Certificate"
	AchievementTypeCertificateOfCompletion     AchievementType = "CertificateOfCompletion"
	AchievementTypeCertification               AchievementType = "Certification"
	AchievementTypeCommunityService            AchievementType = "CommunityService"
	AchievementTypeCompetency                  AchievementType = "Competency"
	AchievementTypeCourse                      AchievementType = "Course"
	AchievementTypeCoCurricular                AchievementType = "CoCurricular"
	AchievementTypeDegree                      AchievementType = "Degree"
	AchievementTypeDiploma                     AchievementType = "Diploma"
	AchievementTypeDoctoralDegree              AchievementType = "DoctoralDegree"
	AchievementTypeFieldwork                   AchievementType = "Fieldwork"
	AchievementTypeGeneralEducationDevelopment AchievementType = "GeneralEducationDevelopment"
	AchievementTypeJourneymanCertificate       AchievementType = "JourneymanCertificate"
	AchievementTypeLearningProgram             AchievementType = "LearningProgram"
	AchievementTypeLicense                     AchievementType = "License"
	AchievementTypeMembership                  AchievementType = "Membership"
	AchievementTypeProfessionalDoctorate       AchievementType = "ProfessionalDoctorate"
	AchievementTypeQualityAssuranceCredential  AchievementType = "QualityAssuranceCredential"
	AchievementTypeMasterCertificate           AchievementType = "MasterCertificate"
	AchievementTypeMasterDegree                AchievementType = "MasterDegree"
	AchievementTypeMicroCredential             AchievementType = "MicroCredential"
	AchievementTypeResearchDoctorate           AchievementType = "ResearchDoctorate"
	AchievementTypeSecondarySchoolDiploma      AchievementType = "SecondarySchoolDiploma"
)

var achievementTypes = []AchievementType{
	AchievementTypeAchievement, AchievementTypeApprenticeshipCertificate, AchievementTypeAssessment,
	AchievementTypeAssignment, AchievementTypeAssociateDegree, AchievementTypeAward,
	AchievementTypeBadge, AchievementTypeBachelorDegree, AchievementTypeCertificate,
	AchievementTypeCertificateOfCompletion, AchievementTypeCertification, AchievementTypeCommunityService,
	AchievementTypeCompetency, AchievementTypeCourse, AchievementTypeCoCurricular,
	AchievementTypeDegree, AchievementTypeDiploma, AchievementTypeDoctoralDegree,
	AchievementTypeFieldwork, AchievementTypeGeneralEducationDevelopment, AchievementTypeJourneymanCertificate,
	AchievementTypeLearningProgram, AchievementTypeLicense, AchievementTypeMembership,
	AchievementTypeProfessionalDoctorate, AchievementTypeQualityAssuranceCredential, AchievementTypeMasterCertificate,
	AchievementTypeMasterDegree, AchievementTypeMicroCredential, AchievementTypeResearchDoctorate,
	AchievementTypeSecondarySchoolDiploma,
}

// Known reports whether the standard lists t.
func (t AchievementType) Known() bool { return slices.Contains(achievementTypes, t) }

// AlignmentTargetType is the kind of node that an alignment points to. The list
// is open: other terms start with "ext:".
type AlignmentTargetType string

// The alignment target types of OB 3.0.
const (
	AlignmentTargetCEASNCompetency        AlignmentTargetType = "ceasn:Competency"
	AlignmentTargetCETermsCredential      AlignmentTargetType = "ceterms:Credential"
	AlignmentTargetCFItem                 AlignmentTargetType = "CFItem"
	AlignmentTargetCFRubric               AlignmentTargetType = "CFRubric"
	AlignmentTargetCFRubricCriterion      AlignmentTargetType = "CFRubricCriterion"
	AlignmentTargetCFRubricCriterionLevel AlignmentTargetType = "CFRubricCriterionLevel"
	AlignmentTargetCTDL                   AlignmentTargetType = "CTDL"
)

var alignmentTargetTypes = []AlignmentTargetType{
	AlignmentTargetCEASNCompetency, AlignmentTargetCETermsCredential, AlignmentTargetCFItem,
	AlignmentTargetCFRubric, AlignmentTargetCFRubricCriterion, AlignmentTargetCFRubricCriterionLevel,
	AlignmentTargetCTDL,
}

// Known reports whether the standard lists t.
func (t AlignmentTargetType) Known() bool { return slices.Contains(alignmentTargetTypes, t) }

// IdentifierType is the kind of an identifier, of IdentityObject and of
// IdentifierEntry. The list is open: other terms start with "ext:".
type IdentifierType string

// The identifier types of OB 3.0.
const (
	IdentifierName                   IdentifierType = "name"
	IdentifierSourcedID              IdentifierType = "sourcedId"
	IdentifierSystemID               IdentifierType = "systemId"
	IdentifierProductID              IdentifierType = "productId"
	IdentifierUserName               IdentifierType = "userName"
	IdentifierAccountID              IdentifierType = "accountId"
	IdentifierEmailAddress           IdentifierType = "emailAddress"
	IdentifierNationalIdentityNumber IdentifierType = "nationalIdentityNumber"
	IdentifierISBN                   IdentifierType = "isbn"
	IdentifierISSN                   IdentifierType = "issn"
	IdentifierLISSourcedID           IdentifierType = "lisSourcedId"
	IdentifierOneRosterSourcedID     IdentifierType = "oneRosterSourcedId"
	IdentifierSISSourcedID           IdentifierType = "sisSourcedId"
	IdentifierLTIContextID           IdentifierType = "ltiContextId"
	IdentifierLTIDeploymentID        IdentifierType = "ltiDeploymentId"
	IdentifierLTIToolID              IdentifierType = "ltiToolId"
	IdentifierLTIPlatformID          IdentifierType = "ltiPlatformId"
	IdentifierLTIUserID              IdentifierType = "ltiUserId"
	IdentifierIdentifier             IdentifierType = "identifier"
)

var identifierTypes = []IdentifierType{
	IdentifierName, IdentifierSourcedID, IdentifierSystemID,
	IdentifierProductID, IdentifierUserName, IdentifierAccountID,
	IdentifierEmailAddress, IdentifierNationalIdentityNumber, IdentifierISBN,
	IdentifierISSN, IdentifierLISSourcedID, IdentifierOneRosterSourcedID,
	IdentifierSISSourcedID, IdentifierLTIContextID, IdentifierLTIDeploymentID,
	IdentifierLTIToolID, IdentifierLTIPlatformID, IdentifierLTIUserID,
	IdentifierIdentifier,
}

// Known reports whether the standard lists t.
func (t IdentifierType) Known() bool { return slices.Contains(identifierTypes, t) }

// ResultType is the kind of a result. The list is open: other terms start with
// "ext:".
type ResultType string

// The result types of OB 3.0.
const (
	ResultTypeGradePointAverage    ResultType = "GradePointAverage"
	ResultTypeLetterGrade          ResultType = "LetterGrade"
	ResultTypePercent              ResultType = "Percent"
	ResultTypePerformanceLevel     ResultType = "PerformanceLevel"
	ResultTypePredictedScore       ResultType = "PredictedScore"
	ResultTypeRawScore             ResultType = "RawScore"
	ResultTypeResult               ResultType = "Result"
	ResultTypeRubricCriterion      ResultType = "RubricCriterion"
	ResultTypeRubricCriterionLevel ResultType = "RubricCriterionLevel"
	ResultTypeRubricScore          ResultType = "RubricScore"
	ResultTypeScaledScore          ResultType = "ScaledScore"
	ResultTypeStatus               ResultType = "Status"
)

var resultTypes = []ResultType{
	ResultTypeGradePointAverage, ResultTypeLetterGrade, ResultTypePercent,
	ResultTypePerformanceLevel, ResultTypePredictedScore, ResultTypeRawScore,
	ResultTypeResult, ResultTypeRubricCriterion, ResultTypeRubricCriterionLevel,
	ResultTypeRubricScore, ResultTypeScaledScore, ResultTypeStatus,
}

// Known reports whether the standard lists t.
func (t ResultType) Known() bool { return slices.Contains(resultTypes, t) }

// ResultStatusType is how far a recipient got. The list is closed.
type ResultStatusType string

// The result statuses of OB 3.0. An absent status means Completed.
const (
	ResultStatusCompleted   ResultStatusType = "Completed"
	ResultStatusEnrolled    ResultStatusType = "Enrolled"
	ResultStatusFailed      ResultStatusType = "Failed"
	ResultStatusInProgress  ResultStatusType = "InProgress"
	ResultStatusOnHold      ResultStatusType = "OnHold"
	ResultStatusProvisional ResultStatusType = "Provisional"
	ResultStatusWithdrew    ResultStatusType = "Withdrew"
)

var resultStatusTypes = []ResultStatusType{
	ResultStatusCompleted, ResultStatusEnrolled, ResultStatusFailed,
	ResultStatusInProgress, ResultStatusOnHold, ResultStatusProvisional,
	ResultStatusWithdrew,
}

// Known reports whether the standard lists t.
func (t ResultStatusType) Known() bool { return slices.Contains(resultStatusTypes, t) }

// AssociationType is how two achievements of a ClrSubject are related. The list
// is closed.
type AssociationType string

// The association types of CLR 2.0.
const (
	AssociationExactMatchOf AssociationType = "exactMatchOf"
	AssociationIsChildOf    AssociationType = "isChildOf"
	AssociationIsParentOf   AssociationType = "isParentOf"
	AssociationIsPartOf     AssociationType = "isPartOf"
	AssociationIsPeerOf     AssociationType = "isPeerOf"
	AssociationIsRelatedTo  AssociationType = "isRelatedTo"
	AssociationPrecedes     AssociationType = "precedes"
	AssociationReplacedBy   AssociationType = "replacedBy"
)

var associationTypes = []AssociationType{
	AssociationExactMatchOf, AssociationIsChildOf, AssociationIsParentOf,
	AssociationIsPartOf, AssociationIsPeerOf, AssociationIsRelatedTo,
	AssociationPrecedes, AssociationReplacedBy,
}

// Known reports whether the standard lists t.
func (t AssociationType) Known() bool { return slices.Contains(associationTypes, t) }
