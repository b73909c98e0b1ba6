package ld

import (
	"slices"

	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

// The revisions of the Open Badges 3.0 context, each as its changes to the one
// before; 3.0 itself as the reverse of the corrections of 3.0.1.

// ob30 is context.json: it uses classes as datatypes, gives several terms the
// IRI of a class, and defines image only outside the classes.
func ob30() *table {
	c := obVocabulary()
	c.drop("", "awardedDate")
	typed := func(name string) term { return obSet(name).as(ob + capital(name)) }
	c.put("",
		typed("alignment"),
		obSet("endorsement").as(ob+"EndorsementCredential"),
		word(ob, "image").as(obImage),
	)
	for _, class := range []string{"Achievement", "AchievementSubject", "Profile"} {
		c.drop(class, "image")
	}
	c.put("Achievement",
		typed("alignment"),
		named("creator", ob+"Profile"),
		obSet("otherIdentifier").as(ob+"IdentifierEntry"),
		typed("related"),
		typed("resultDescription"),
	)
	c.put("AchievementSubject",
		named("achievement", ob+"Achievement"),
		obSet("identifier").as(ob+"IdentityObject"),
		typed("result"),
		word(ob, "source").as(ob+"Profile"),
	)
	alignment := c.terms[c.find("Alignment")]
	c.put("", named("Alignment", sdo+"Alignment").in(alignment.scope))
	c.put("Profile",
		named("address", ob+"Address"),
		obSet("otherIdentifier").as(ob+"IdentifierEntry"),
		text("parentOrg"),
		named("phone", ob+"PhoneNumber").as(obText),
	)
	c.put("ResultDescription", typed("rubricCriterionLevel"))
	return c
}

// ob302 is context-3.0.2.json: all terms are protected, every class defines id
// and type, texts are plain strings, and allowed values are ordered.
func ob302() *table {
	c := obVocabulary()
	c.drop("", "awardedDate", "xsd")
	c.put("", imageTerm(obImage))
	c.put("ResultDescription", word(ob, "allowedValue").list())
	c.settle()
	return c
}

// settle protects every term, defines id and type in every class and removes
// the datatype of texts.
func (c *table) settle() {
	c.protected = true
	c.put("", ids()...)
	for i := range c.terms {
		if c.terms[i].typ == obText {
			c.terms[i].typ = ""
		}
		if c.terms[i].scope != nil {
			c.terms[i].scope.settle()
		}
	}
}

// ob303 is context-3.0.3.json as of April 2025: achievement and image have
// their own IRIs; language and date of award are defined.
func ob303() *table {
	c := ob302()
	image, language := imageTerm(ob+"image"), word(sdo, "inLanguage")
	c.put("", image, language, word(ob, "awardedDate").as(obLegacy))
	c.put("Achievement", image, language)
	c.put("AchievementSubject", image, word(ob, "achievement"))
	c.put("Profile", image)
	c.put("Related", language)
	return c
}

// ob303July is context-3.0.3.json as of July 2026: signed endorsements and the
// token identifier are defined.
func ob303July() *table {
	c := ob303()
	c.put("", obSet("endorsementJwt"), named("jti", obJTI).ref())
	return c
}

// obExtensions defines the 1EdTech types of schema, status and refresh service.
func obExtensions() *table {
	return newContext(slices.Concat(ids(), []term{
		word(vocabulary.NamespaceSchemas, vocabulary.SchemaValidator),
		word(vocabulary.NamespaceLists, "1EdTechRevocationList"),
		word(vocabulary.NamespaceRefresh, "1EdTechCredentialRefresh"),
	})...)
}

func capital(s string) string { return string(s[0]-'a'+'A') + s[1:] }
