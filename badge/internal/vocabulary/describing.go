package vocabulary

// Describing returns the names of the properties that describe a credential, its
// issuer, an achievement or criteria, and that decide nothing (see [Decisive]).
// If two objects have one id, linked data does not say which of them has such a
// property. The lists include the names of Open Badges 2.0.
func Describing(p Part) []string { return describing[p] }

var describing = map[Part][]string{
	PartCredential:  {"name", "description", "image", "alignment", "inLanguage", "endorsement", "endorsementJwt"},
	PartIssuer:      {"name", "url", "email", "phone", "telephone", "image", "description", "address", "official", "parentOrg", "otherIdentifier"},
	PartAchievement: {"name", "description", "image", "alignment", "otherIdentifier", "version", "inLanguage"},
	PartCriteria:    {"narrative"},
}
