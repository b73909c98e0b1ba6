package edubadges

import "github.com/openbadges-go/openbadges/badge/internal/vocabulary"

import "github.com/openbadges-go/openbadges/badge"

// ContextEducredential is the URL of the third context of an eduCredentials badge.
const ContextEducredential = baseEducredentials + "contexts/educredential.json"

const (
	baseEducredentials = "https://raw.githubusercontent.com/educredentials/obv3-examples/refs/heads/main/"
	glossary           = "https://edubadges.nl/static/obv3-glossary.html#"
	xsd                = vocabulary.NamespaceXSD

	// Two hosts are misspelt in the published context. The misspelt IRIs identify
	// the values, so they must not be corrected.
	glossaryMisspelt1 = "https://eduabages.nl/static/obv3-glossary.html#"
	glossaryMisspelt2 = "https://edubaadges.nl/static/obv3-glossary.html#"
)

// classEducredential is the achievement type with the terms of the profile.
const classEducredential = "EducredentialAchievement"

// The type of the credentialSchema entries of the profile. No context that the
// badges list defines it.
const (
	schemaValidator    = vocabulary.SchemaValidator
	schemaValidatorIRI = vocabulary.NamespaceSchemas + schemaValidator
)

// How our copies differ from what their URLs serve.
const (
	repairContext = "the published context is not valid JSON-LD (supervisionType has context for @context), its datatypes have an undefined prefix or the wrong type, and it lacks the type of the credentialSchema entries"
	repairName    = "the name is misspelt and its URL serves nothing"
	repairID      = "the published schemas share one $id, which is removed"
)

// choice is a term with a fixed list of values.
type choice struct {
	term  string
	words []word
}

// word is a value and its IRI.
type word struct{ text, iri string }

// The terms of the profile with a fixed list of values.
var choices = []choice{
	{"assessmentType", []word{
		{"testing", glossary + "assessment-type-testing"},
		{"application of a skill", glossaryMisspelt1 + "assessment-type-application-of-a-skill"},
		{"portfolio", glossaryMisspelt1 + "assessment-type-portfolio"},
		{"recognition of prior learning", glossary + "assessment-type-recognition-of-prior-learning"},
	}},
	{"participationType", []word{
		{"online", glossary + "participation-type-online"},
		{"onsite or blended", glossary + "participation-type-onsite-or-blended"},
		{"volunteering", glossary + "participation-type-volunteering"},
		{"work experience", glossary + "participation-type-work-experience"},
		{"personalized learning activities", glossary + "participation-type-personalized-learning-activities"},
	}},
	{"supervisionType", []word{
		{"unsupervised with no identity verification", glossary + "supervision-type-unsupervised-with-no-identity-verification"},
		{"supervised with no identity verification", glossary + "supervision-type-supervised-with-no-identity-verification"},
		{"supervised online", glossaryMisspelt2 + "supervision-type-supervised-online"},
		{"onsite with identity verification", glossary + "supervision-type-onsite-with-identity-verification"},
	}},
}

// The terms of the profile with literal values. ECTS is a double, because
// JSON-LD processors write a number with a fraction as one.
var literals = []struct{ term, local, datatype string }{
	{"identityChecked", "identityChecked", "boolean"},
	{"ECTS", "ects", "double"},
	{"SBU", "sbu", "integer"},
	{"timeInvestment", "timeInvestment", "integer"},
	{"educationProgramIdentifier", "educationProgramIdentifier", "integer"},
}

// Educredentials returns the context and the schemas of the eduCredentials
// profile of Open Badges 3.0, under the URLs that badges use. They are our own
// copies, repaired where the published ones are invalid. Validation warns if a
// document relies on a repair.
func Educredentials() []badge.Extension { return copied(profiles()) }

func educredentials() []badge.Extension {
	all := []badge.Extension{{Type: classEducredential, URL: ContextEducredential, Context: educredentialContext(), Repaired: repairContext}}
	for _, s := range profileSchemas {
		all = append(all, badge.Extension{URL: s.url(), Schema: s.text(), Repaired: s.repaired})
	}
	return all
}

func educredentialContext() []byte {
	scope := object{"@protected": true}
	for _, c := range choices {
		values := object{}
		for _, v := range c.words {
			values[v.text] = v.iri
		}
		scope[c.term] = object{"@id": glossary + c.term, "@type": "@vocab", "@context": values}
	}
	for _, l := range literals {
		scope[l.term] = object{"@id": glossary + l.local, "@type": xsd + l.datatype}
	}
	return encoded(object{"@context": object{
		"@protected":       true,
		schemaValidator:    schemaValidatorIRI,
		classEducredential: object{"@id": glossary + classEducredential, "@context": scope},
	}})
}
