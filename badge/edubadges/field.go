package edubadges

// Field is one property of an edubadge, whatever a dialect calls it.
type Field string

// The fields of the award.
const (
	FieldIssuedOn  Field = "issuedOn"
	FieldExpires   Field = "expires"
	FieldRecipient Field = "recipient" // the hash, or the id of the subject
	FieldHolder    Field = "holder"    // the name of the holder, in old badges
	FieldGrade     Field = "grade"     // only in the expanded view, and if the holder agreed
	FieldEvidence  Field = "evidence"
	FieldNarrative Field = "narrative"
)

// The fields of the class.
const (
	FieldType              Field = "type" // a BadgeType
	FieldName              Field = "name"
	FieldDescription       Field = "description"
	FieldImage             Field = "image"
	FieldCriteria          Field = "criteria"
	FieldTags              Field = "tags"
	FieldLanguage          Field = "language" // Alias is a tag of BCP 47
	FieldLearningOutcome   Field = "learningOutcome"
	FieldECTS              Field = "ects"           // credits
	FieldStudyLoad         Field = "studyLoad"      // hours, in vocational education (SBU)
	FieldTimeInvestment    Field = "timeInvestment" // hours
	FieldEQF               Field = "eqf"            // level 1 to 8
	FieldEQFVerified       Field = "eqfVerified"
	FieldProgramIdentifier Field = "programIdentifier" // one or several numbers
	FieldParticipation     Field = "participation"
	FieldAssessment        Field = "assessment"
	FieldSupervised        Field = "supervised"
	FieldIdentityVerified  Field = "identityVerified"
	FieldSupervision       Field = "supervision" // a term of eduCredentials
	FieldQualityName       Field = "qualityName"
	FieldQualityURL        Field = "qualityURL"
	FieldQualityText       Field = "qualityText"
	FieldStackable         Field = "stackable"
	FieldFormal            Field = "formal"
)

// The fields of the issuer, which is a department, and of its institution.
const (
	FieldIssuer                Field = "issuer"
	FieldIssuerGroup           Field = "issuerGroup" // the group of departments
	FieldInstitutionName       Field = "institutionName"
	FieldInstitutionIdentifier Field = "institutionIdentifier" // BRIN
	FieldInstitutionDomain     Field = "institutionDomain"     // only in the award of the API
	FieldInstitutionCountry    Field = "institutionCountry"
	FieldGradingTable          Field = "gradingTable"
	FieldOnBehalfOf            Field = "onBehalfOf" // a third party in whose name the badge is awarded
	FieldAwardedBy             Field = "awardedBy"  // who awards: that third party, else the institution, else the issuer
)

// labels are the names of fields in messages.
var labels = map[Field]string{
	FieldName:               "name",
	FieldDescription:        "description",
	FieldImage:              "image",
	FieldCriteria:           "criteria",
	FieldLanguage:           "language",
	FieldLearningOutcome:    "learning outcome",
	FieldECTS:               "ECTS",
	FieldStudyLoad:          "study load",
	FieldTimeInvestment:     "time investment",
	FieldEQF:                "EQF level",
	FieldProgramIdentifier:  "identifier of the education program",
	FieldParticipation:      "form of participation",
	FieldAssessment:         "type of assessment",
	FieldSupervision:        "type of supervision",
	FieldQualityName:        "name of the quality assurance",
	FieldQualityURL:         "address of the quality assurance",
	FieldQualityText:        "description of the quality assurance",
	FieldStackable:          "mark whether it is stackable",
	FieldIssuer:             "name of the issuer",
	FieldInstitutionName:    "name of the institution",
	FieldInstitutionCountry: "country of the institution",
}

// dutchLabels are labels in Dutch, with their articles.
var dutchLabels = map[Field]string{
	FieldName:               "de naam",
	FieldDescription:        "de beschrijving",
	FieldImage:              "de afbeelding",
	FieldCriteria:           "de criteria",
	FieldLanguage:           "de taal",
	FieldLearningOutcome:    "de leeruitkomst",
	FieldECTS:               "het aantal ECTS",
	FieldStudyLoad:          "het aantal studiebelastingsuren",
	FieldTimeInvestment:     "de tijdsinvestering",
	FieldEQF:                "het EQF-niveau",
	FieldProgramIdentifier:  "de opleidingscode",
	FieldParticipation:      "de deelnamevorm",
	FieldAssessment:         "de toetsvorm",
	FieldSupervision:        "het toezicht",
	FieldQualityName:        "de naam van de kwaliteitsborging",
	FieldQualityURL:         "het adres van de kwaliteitsborging",
	FieldQualityText:        "de beschrijving van de kwaliteitsborging",
	FieldStackable:          "de stapelbaarheid",
	FieldIssuer:             "de naam van de uitgever",
	FieldInstitutionName:    "de naam van de instelling",
	FieldInstitutionCountry: "het land van de instelling",
}
