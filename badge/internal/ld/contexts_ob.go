package ld

// The contexts of Open Badges 3.0. obVocabulary is the vocabulary of
// context-3.0.1.json; every other revision is written as changes to it. Terms
// marked text had the datatype xsd:string before 3.0.2.

const (
	obText   = xsds + "string"
	obFloat  = xsds + "float"
	obDate   = xsds + "date"
	obURI    = xsds + "anyURI"
	obImage  = ob + "Image" // 3.0.1 and 3.0.2 give the property the IRI of the class
	obOpen   = ob + "OpenBadgeCredential"
	obJTI    = jwt + "jti"
	obLegacy = "xsd:dateTime" // 3.0.3 does not define the prefix: the datatype is this literal text
)

func text(name string) term    { return word(ob, name).as(obText) }
func sdoText(name string) term { return word(sdo, name).as(obText) }
func obSet(name string) term   { return word(ob, name).set() }
func imageTerm(iri string) term {
	return named("image", iri).ref()
}

// obClass is a class with scoped terms.
func obClass(name string, rows ...term) term { return word(ob, name).in(newContext(rows...)) }

func obVocabulary() *table {
	rows := append(ids(), obCredentialTerms()...)
	rows = append(rows, obPersonTerms()...)
	rows = append(rows, obResultTerms()...)
	return newContext(append(rows,
		prefix("xsd", xsds),
		obSet("alignment"),
		word(ob, "awardedDate").as(xsds+"dateTime"),
		sdoText("description"),
		obSet("endorsement"),
		imageTerm(ob+"image"),
		sdoText("name"),
		text("narrative"),
		word(sdo, "url").as(obURI),
	)...)
}

func obCredentialTerms() []term {
	return []term{
		word(ob, "OpenBadgeCredential"),
		named("AchievementCredential", obOpen),
		word(ob, "EndorsementCredential"),
		word(ob, "Criteria"),
		obClass("Achievement",
			text("achievementType"),
			obSet("alignment"),
			word(ob, "creator"),
			word(ob, "creditsAvailable").as(obFloat),
			named("criteria", ob+"Criteria").ref(),
			text("fieldOfStudy"),
			text("humanCode"),
			imageTerm(obImage),
			obSet("otherIdentifier"),
			obSet("related"),
			obSet("resultDescription"),
			text("specialization"),
			named("tag", sdo+"keywords").as(obText).set(),
			text("version"),
		),
		obClass("AchievementSubject",
			named("achievement", ob+"achievement-0"),
			word(ob, "activityEndDate").as(obDate),
			word(ob, "activityStartDate").as(obDate),
			word(ob, "creditsEarned").as(obFloat),
			obSet("identifier"),
			imageTerm(obImage),
			text("licenseNumber"),
			obSet("result"),
			text("role"),
			word(ob, "source").ref(),
			text("term"),
		),
		named("Alignment", sdo+"AlignmentObject").in(newContext(
			text("targetCode"),
			sdoText("targetDescription"),
			sdoText("targetFramework"),
			sdoText("targetName"),
			text("targetType"),
			word(sdo, "targetUrl").as(obURI),
		)),
		obClass("EndorsementSubject", text("endorsementComment")),
		obClass("Evidence", sdoText("audience"), sdoText("genre")),
		obClass("Image", sdoText("caption")),
		obClass("Related", text("version")),
	}
}

func obPersonTerms() []term {
	return []term{
		obClass("Address",
			sdoText("addressCountry"),
			named("addressCountryCode", ob+"CountryCode").as(obText),
			sdoText("addressLocality"),
			sdoText("addressRegion"),
			named("geo", ob+"GeoCoordinates"),
			sdoText("postOfficeBoxNumber"),
			sdoText("postalCode"),
			sdoText("streetAddress"),
		),
		obClass("GeoCoordinates", sdoText("latitude"), sdoText("longitude")),
		obClass("IdentifierEntry", text("identifier"), text("identifierType")),
		obClass("IdentityObject",
			word(ob, "hashed").as(xsds+"boolean"),
			text("identityHash"),
			text("identityType"),
			text("salt"),
		),
		obClass("Profile",
			sdoText("additionalName"),
			word(ob, "address").ref(),
			word(ob, "dateOfBirth").as(obDate),
			sdoText("email"),
			sdoText("familyName"),
			text("familyNamePrefix"),
			sdoText("givenName"),
			sdoText("honorificPrefix"),
			sdoText("honorificSuffix"),
			imageTerm(obImage),
			obSet("otherIdentifier"),
			word(ob, "parentOrg").ref(),
			text("patronymicName"),
			text("phone"),
			text("official"),
		),
	}
}

func obResultTerms() []term {
	return []term{
		obClass("Result",
			word(ob, "achievedLevel").as(obURI),
			word(ob, "resultDescription").as(obURI),
			text("status"),
			sdoText("value"),
		),
		obClass("ResultDescription",
			text("allowedValue").set(),
			word(ob, "requiredLevel").as(obURI),
			text("requiredValue"),
			text("resultType"),
			obSet("rubricCriterionLevel"),
			text("valueMax"),
			text("valueMin"),
		),
		obClass("RubricCriterionLevel", text("level"), text("points")),
	}
}
