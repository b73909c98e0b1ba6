package badge

import "github.com/openbadges-go/openbadges/badge/internal/vocabulary"

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

// Known reports whether the standard lists t.
func (t AchievementType) Known() bool { return vocabulary.Lists("AchievementType", string(t)) }

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

// Known reports whether the standard lists t.
func (t AlignmentTargetType) Known() bool { return vocabulary.Lists("AlignmentTargetType", string(t)) }

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

// Known reports whether the standard lists t.
func (t IdentifierType) Known() bool { return vocabulary.Lists("IdentifierTypeEnum", string(t)) }

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

// Known reports whether the standard lists t.
func (t ResultType) Known() bool { return vocabulary.Lists("ResultType", string(t)) }

// ResultStatusType is the progress of a recipient. The list is closed.
type ResultStatusType string

// The result statuses of OB 3.0. A missing status means Completed.
const (
	ResultStatusCompleted   ResultStatusType = "Completed"
	ResultStatusEnrolled    ResultStatusType = "Enrolled"
	ResultStatusFailed      ResultStatusType = "Failed"
	ResultStatusInProgress  ResultStatusType = "InProgress"
	ResultStatusOnHold      ResultStatusType = "OnHold"
	ResultStatusProvisional ResultStatusType = "Provisional"
	ResultStatusWithdrew    ResultStatusType = "Withdrew"
)

// Known reports whether the standard lists t.
func (t ResultStatusType) Known() bool { return vocabulary.Lists("ResultStatusType", string(t)) }

// AssociationType is the relation of two achievements of a ClrSubject. The list
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

// Known reports whether the standard lists t.
func (t AssociationType) Known() bool { return vocabulary.Lists("AssociationType", string(t)) }
