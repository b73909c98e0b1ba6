package vocabulary

// Describing returns the names of the properties that describe a credential, its
// issuer, an achievement or criteria. If two objects have one id, linked data
// does not say which of them has such a property. Most decide nothing; of an
// achievement those that [Decisive] keeps at an achievement are here as well,
// since a record and a badge inside may both have the achievement. The lists
// include the names of Open Badges 2.0.
func Describing(p Part) []string { return describing[p] }

var describing = map[Part][]string{
	PartCredential: {"name", "description", "image", "alignment", "inLanguage", "endorsement", "endorsementJwt"},
	PartIssuer:     {"name", "url", "email", "phone", "telephone", "image", "description", "address", "official", "parentOrg", "otherIdentifier"},
	PartAchievement: {"name", "description", "image", "alignment", "otherIdentifier", "version", "inLanguage",
		"achievementType", "creator", "criteria", "creditsAvailable", "fieldOfStudy", "humanCode", "related", "resultDescription", "specialization", "tag"},
	PartCriteria: {"narrative"},
}
