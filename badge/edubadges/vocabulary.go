package edubadges

import "github.com/openbadges-go/openbadges/badge/internal/vocabulary"

// Name is the name of an extension of Open Badges 2.0 that edubadges uses. The
// member of the badge has the prefix "extensions:".
type Name string

// The extensions.
const (
	Language                   Name = "LanguageExtension"
	ECTS                       Name = "ECTSExtension"
	EQF                        Name = "EQFExtension"
	LearningOutcome            Name = "LearningOutcomeExtension"
	EducationProgramIdentifier Name = "EducationProgramIdentifierExtension"
	StudyLoad                  Name = "StudyLoadExtension"      // hours, in vocational education
	TimeInvestment             Name = "TimeInvestmentExtension" // hours
	GradingTable               Name = "GradingTableExtension"
	InstitutionIdentifier      Name = "InstitutionIdentifierExtension"
	InstitutionName            Name = "InstitutionNameExtension"
	InstitutionCountry         Name = "InstitutionCountryExtension"
	RecipientProfile           Name = "recipientProfile" // the name of the holder, in badges of 2020 and before
)

// The roots of the URLs of contexts and schemas. All have the same files, and
// published badges use any of them.
const (
	rootProduction = "https://api.edubadges.nl"
	rootTest       = "https://api-test.edubadges.nl/static"
	rootW3ID       = "https://w3id.org/openbadges"
	rootSpec       = "https://openbadgespec.org"
	rootLoopback   = "http://127.0.0.1:8000/static"
	rootLocalhost  = "http://localhost:8000/static"
)

// The namespaces of the extensions.
const (
	namespaceOB2        = vocabulary.NamespaceOB2
	namespaceExtensions = vocabulary.NamespaceExtensions
	prefix              = "extensions:"
)

// form is the type of the value of an extension.
type form uint8

const (
	text    form = iota
	number       // a number, or a string that holds one, as in the pilot
	numbers      // one number or an array
	address      // an absolute URI
)

// definition is one row of the table of extensions.
type definition struct {
	name  Name
	typ   string   // without prefix, if it differs from the name
	term  string   // the member with the value
	older []string // former and mistaken names of the term
	iri   string   // local name of the term, if it differs from the name
	form  form
	root  string // the only root of its files; "" for all roots
}

var definitions = []definition{
	{name: Language, term: "Language", older: []string{"language"}},
	{name: ECTS, term: "ECTS", form: number},
	{name: EQF, term: "EQF", form: number},
	{name: LearningOutcome, term: "LearningOutcome", older: []string{"learningOutcome"}},
	{name: EducationProgramIdentifier, term: "EducationProgramIdentifier", older: []string{"identifierValue"}, form: numbers},
	{name: StudyLoad, term: "StudyLoad", older: []string{"StudyLoadHours"}, iri: "StudyLoad", form: number},
	{name: TimeInvestment, term: "TimeInvestment", iri: "TimeInvestment", form: number},
	{name: GradingTable, term: "GradingTableURL", older: []string{"GradingTable", "gradingTable"}, form: address},
	{name: InstitutionIdentifier, term: "InstitutionIdentifier", older: []string{"institutionIdentifier"}},
	{name: InstitutionName, term: "InstitutionName"},
	{name: InstitutionCountry, term: "InstitutionCountry"},
	{name: RecipientProfile, typ: "RecipientProfile", term: "name", iri: "recipientProfile", root: rootSpec},
}

// typeName is the type of the objects of the extension.
func (def definition) typeName() string {
	if def.typ != "" {
		return prefix + def.typ
	}
	return prefix + string(def.name)
}

// contextURL returns the URL of the context of the extension under a root.
func (def definition) contextURL(root string) string {
	if def.root != "" {
		root = def.root
	}
	return root + "/extensions/" + string(def.name) + "/context.json"
}

// row returns the row for a name.
func (n Name) row() (definition, bool) {
	for _, e := range definitions {
		if e.name == n {
			return e, true
		}
	}
	return definition{}, false
}

// aliases are misspelt values in live data, with the values they stand for.
var aliases = map[string]string{
	"oram_exam":         "oral_exam",
	"extracurricular":   string(ExtraCurricular),
	"extracurruricular": string(ExtraCurricular),
	"microcredential":   string(MicroCredential),
}

// misspellings are misspelt parts of URLs in live data.
var misspellings = []struct{ wrong, right string }{
	{"//eduabages.nl/", "//edubadges.nl/"},
	{"//edubaadges.nl/", "//edubadges.nl/"},
	{"/extracurruricular.json", "/extracurricular.json"},
}
