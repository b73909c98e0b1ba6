package schema

import "slices"

// shape says how often a property occurs and under which reading.
type shape uint16

const (
	required shape = 1 << iota
	array          // an array, even of one value (OB 3.0 §A.1)
	compact        // an array that the json-ld set also takes as a lone value (OB 3.0 §A.2.1)
	vcdm1          // only in the VC Data Model 1.1 variant
	vcdm2          // only in the VC Data Model 2.0 model
	loose          // required by the published schema, optional when reading
	listed         // a lone value that may be an array when reading
	nullable       // null stands for an absent value

	optional shape = 0
)

// property is a row of a class: a name, what its value is (a primitive, an
// enumeration, a union or a class) and how often it occurs.
type property struct {
	name  string
	is    string
	shape shape
}

// class is a row set of Open Badges 3.0 §B, CLR 2.0 §B or Open Badges 2.0.
type class struct {
	name     string
	contexts []string   // what the items of @context are, in order; further ones are free
	types    [][]string // the type array holds one of each group
	kind     string     // or: type is exactly this string
	closed   bool       // takes no further properties
	rows     []property
}

// classes returns all class tables.
func classes() []class {
	return slices.Concat(credentialClasses, plainClasses, badgeClasses2, partClasses2)
}

// credential is what every credential class shares (OB 3.0 §B.1, the class
// VerifiableCredential); classes list it after their own rows.
func credential(own ...property) []property {
	return append(own,
		property{"issuer", "ProfileRef", required | vcdm2},
		property{"issuer", "Profile", required | vcdm1},
		property{"validFrom", "DateTimeZ", required | vcdm2},
		property{"validUntil", "DateTimeZ", optional | vcdm2},
		property{"issuanceDate", "DateTime", required | vcdm1},
		property{"expirationDate", "DateTime", optional | vcdm1},
		property{"proof", "Proof", array | compact},
		property{"credentialSchema", "CredentialSchema", array | compact},
		property{"credentialStatus", "CredentialStatus", optional | listed},
		property{"refreshService", "RefreshService", optional},
		property{"termsOfUse", "TermsOfUse", array | compact},
	)
}

// What every credential, and every credential of Open Badges, starts with.
var (
	vcType        = []string{"VerifiableCredential"}
	vcContexts    = []string{"ContextVC"}
	badgeContexts = []string{"ContextVC", "ContextOB"}
)

// credentialClasses are the classes with a @context of their own.
var credentialClasses = []class{
	{name: "VerifiableCredential", contexts: vcContexts, types: [][]string{vcType}, rows: credential(
		property{"id", "URI", optional},
		property{"credentialSubject", "CredentialSubject", required},
	)},
	{name: "AchievementCredential", contexts: badgeContexts, types: [][]string{vcType, {"AchievementCredential", "OpenBadgeCredential"}}, rows: credential(
		property{"id", "URI", required},
		property{"name", "String", optional | vcdm2},
		property{"name", "String", required | vcdm1},
		property{"description", "String", optional},
		property{"image", "Image", optional},
		property{"awardedDate", "DateTimeZ", optional},
		property{"credentialSubject", "AchievementSubject", required},
		property{"endorsement", "EndorsementCredential", array},
		property{"endorsementJwt", "CompactJws", array},
		property{"evidence", "Evidence", array},
	)},
	{name: "EndorsementCredential", contexts: badgeContexts, types: [][]string{vcType, {"EndorsementCredential"}}, rows: credential(
		property{"id", "URI", required},
		property{"name", "String", required},
		property{"description", "String", optional},
		property{"awardedDate", "DateTimeZ", optional},
		property{"credentialSubject", "EndorsementSubject", required},
	)},
	{name: "ClrCredential", contexts: []string{"ContextVC", "ContextCLR", "ContextOB"}, types: [][]string{vcType, {"ClrCredential"}}, rows: credential(
		property{"id", "URI", required},
		property{"name", "String", required},
		property{"description", "String", optional},
		property{"image", "Image", optional},
		property{"awardedDate", "DateTimeZ", optional},
		property{"partial", "Boolean", optional},
		property{"credentialSubject", "ClrSubject", required},
		property{"endorsement", "EndorsementCredential", array},
		property{"endorsementJwt", "CompactJws", array},
		property{"evidence", "Evidence", array},
	)},
	{name: "StatusListCredential", contexts: vcContexts, types: [][]string{vcType, {"BitstringStatusListCredential", "StatusList2021Credential"}}, rows: []property{
		{"id", "URI", optional},
		{"issuer", "IssuerRef", required},
		{"validFrom", "DateTimeZ", optional | vcdm2},
		{"validUntil", "DateTimeZ", optional | vcdm2},
		{"issuanceDate", "DateTime", required | vcdm1},
		{"expirationDate", "DateTime", optional | vcdm1},
		{"credentialSubject", "StatusList", required},
		{"proof", "Proof", array | compact},
	}},
}

// plainClasses are all others.
var plainClasses = []class{
	{name: "CredentialSubject", rows: []property{{"id", "URI", optional}}},
	{name: "AchievementSubject", types: [][]string{{"AchievementSubject"}}, rows: []property{
		{"id", "URI", optional},
		{"achievement", "Achievement", required},
		{"activityStartDate", "DateTime", optional},
		{"activityEndDate", "DateTime", optional},
		{"creditsEarned", "Float", optional},
		{"identifier", "IdentityObject", array},
		{"image", "Image", optional},
		{"licenseNumber", "String", optional},
		{"narrative", "Markdown", optional},
		{"result", "Result", array},
		{"role", "String", optional},
		{"source", "Profile", optional},
		{"term", "String", optional},
	}},
	{name: "EndorsementSubject", types: [][]string{{"EndorsementSubject"}}, rows: []property{
		{"id", "URI", required},
		{"endorsementComment", "Markdown", optional},
	}},
	{name: "ClrSubject", types: [][]string{{"ClrSubject"}}, rows: []property{
		{"id", "URI", optional},
		{"identifier", "IdentityObject", array},
		{"achievement", "Achievement", array},
		{"verifiableCredential", "VerifiableCredential", required | array},
		{"association", "Association", array},
	}},
	{name: "Association", kind: "Association", rows: []property{
		{"associationType", "AssociationType", required},
		{"sourceId", "URI", required},
		{"targetId", "URI", required},
	}},
	{name: "Achievement", types: [][]string{{"Achievement"}}, rows: []property{
		{"id", "URI", required},
		{"name", "String", required},
		{"description", "String", required},
		{"criteria", "Criteria", required},
		{"achievementType", "AchievementType", optional},
		{"alignment", "Alignment", array},
		{"creator", "Profile", optional},
		{"creditsAvailable", "Float", optional},
		{"endorsement", "EndorsementCredential", array},
		{"endorsementJwt", "CompactJws", array},
		{"fieldOfStudy", "String", optional},
		{"humanCode", "String", optional},
		{"image", "Image", optional},
		{"inLanguage", "LanguageCode", optional},
		{"otherIdentifier", "IdentifierEntry", array},
		{"related", "Related", array},
		{"resultDescription", "ResultDescription", array},
		{"specialization", "String", optional},
		{"tag", "String", array},
		{"version", "String", optional},
	}},
	{name: "Profile", types: [][]string{{"Profile"}}, rows: []property{
		{"id", "URI", required},
		{"name", "String", optional},
		{"url", "URI", optional},
		{"phone", "PhoneNumber", optional},
		{"description", "String", optional},
		{"endorsement", "EndorsementCredential", array},
		{"endorsementJwt", "CompactJws", array},
		{"image", "Image", optional},
		{"email", "EmailAddress", optional},
		{"address", "Address", optional},
		{"otherIdentifier", "IdentifierEntry", array},
		{"official", "String", optional},
		{"parentOrg", "Profile", optional},
		{"familyName", "String", optional},
		{"givenName", "String", optional},
		{"additionalName", "String", optional},
		{"patronymicName", "String", optional},
		{"honorificPrefix", "String", optional},
		{"honorificSuffix", "String", optional},
		{"familyNamePrefix", "String", optional},
		{"dateOfBirth", "Date", optional},
	}},
	{name: "Issuer", rows: []property{{"id", "URI", required}}},
	{name: "Criteria", rows: []property{
		{"id", "URI", optional},
		{"narrative", "Markdown", optional},
	}},
	{name: "Alignment", types: [][]string{{"Alignment"}}, rows: []property{
		{"targetName", "String", required},
		{"targetUrl", "URL", required},
		{"targetCode", "String", optional},
		{"targetDescription", "String", optional},
		{"targetFramework", "String", optional},
		{"targetType", "AlignmentTargetType", optional},
	}},
	{name: "Evidence", types: [][]string{{"Evidence"}}, rows: []property{
		{"id", "URI", optional},
		{"narrative", "Markdown", optional},
		{"name", "String", optional},
		{"description", "String", optional},
		{"genre", "String", optional},
		{"audience", "String", optional},
	}},
	{name: "IdentityObject", kind: "IdentityObject", closed: true, rows: []property{
		{"hashed", "Boolean", required},
		{"identityHash", "IdentityHash", required},
		{"identityType", "IdentifierTypeEnum", required},
		{"salt", "String", optional},
	}},
	{name: "IdentifierEntry", kind: "IdentifierEntry", closed: true, rows: []property{
		{"identifier", "Identifier", required},
		{"identifierType", "IdentifierTypeEnum", required},
	}},
	{name: "Image", kind: "Image", closed: true, rows: []property{
		{"id", "URI", required},
		{"caption", "String", optional},
	}},
	{name: "Related", types: [][]string{{"Related"}}, rows: []property{
		{"id", "URI", required},
		{"inLanguage", "LanguageCode", optional},
		{"version", "String", optional},
	}},
	{name: "Address", types: [][]string{{"Address"}}, rows: []property{
		{"addressCountry", "String", optional},
		{"addressCountryCode", "CountryCode", optional},
		{"addressRegion", "String", optional},
		{"addressLocality", "String", optional},
		{"streetAddress", "String", optional},
		{"postOfficeBoxNumber", "String", optional},
		{"postalCode", "String", optional},
		{"geo", "GeoCoordinates", optional},
	}},
	{name: "GeoCoordinates", kind: "GeoCoordinates", rows: []property{
		{"latitude", "Float", required},
		{"longitude", "Float", required},
	}},
	{name: "ResultDescription", types: [][]string{{"ResultDescription"}}, rows: []property{
		{"id", "URI", required},
		{"name", "String", required},
		{"resultType", "ResultType", required},
		{"alignment", "Alignment", array},
		{"allowedValue", "String", array},
		{"requiredLevel", "URI", optional},
		{"requiredValue", "String", optional},
		{"rubricCriterionLevel", "RubricCriterionLevel", array},
		{"valueMin", "String", optional},
		{"valueMax", "String", optional},
	}},
	{name: "Result", types: [][]string{{"Result"}}, rows: []property{
		{"achievedLevel", "URI", optional},
		{"alignment", "Alignment", array},
		{"resultDescription", "URI", optional},
		{"status", "ResultStatusType", optional},
		{"value", "String", optional},
	}},
	{name: "RubricCriterionLevel", types: [][]string{{"RubricCriterionLevel"}}, rows: []property{
		{"id", "URI", required},
		{"name", "String", required},
		{"alignment", "Alignment", array},
		{"description", "String", optional},
		{"level", "String", optional},
		{"points", "String", optional},
	}},
	{name: "CredentialSchema", rows: []property{{"id", "URI", required}, {"type", "IRI", required}}},
	{name: "CredentialStatus", rows: []property{{"id", "URL", required | loose}, {"type", "IRI", required}}},
	{name: "RefreshService", rows: []property{{"id", "URL", required}, {"type", "IRI", required}}},
	{name: "TermsOfUse", rows: []property{{"id", "URI", optional}, {"type", "IRI", required}}},
	{name: "StatusList", types: [][]string{{"BitstringStatusList", "StatusList2021"}}, rows: []property{
		{"encodedList", "String", required},
		{"statusPurpose", "String", required | array | compact},
		{"ttl", "Float", optional},
	}},
	{name: "Proof", rows: []property{
		{"type", "IRI", required},
		{"created", "DateTimeZ", optional},
		{"cryptosuite", "String", optional},
		{"challenge", "String", optional},
		{"domain", "String", optional},
		{"nonce", "String", optional},
		{"proofPurpose", "String", optional},
		{"proofValue", "String", optional},
		{"verificationMethod", "URI", optional},
	}},
}
