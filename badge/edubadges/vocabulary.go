package edubadges

// Name is the name of an extension of Open Badges 2.0 that edubadges uses.
type Name string

// The extensions. A badge holds one as the member "extensions:" with the name.
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

// Roots under which the contexts and schemas of the extensions have been
// published. The files of all of them say the same, and badges in the wild
// name any of them.
const (
	RootProduction = "https://api.edubadges.nl"
	RootTest       = "https://api-test.edubadges.nl/static"
	rootW3ID       = "https://w3id.org/openbadges"
	rootSpec       = "https://openbadgespec.org"
	rootLoopback   = "http://127.0.0.1:8000/static"
	rootLocalhost  = "http://localhost:8000/static"
)

// The namespaces of the extensions.
const (
	namespaceOB2        = "https://w3id.org/openbadges#"
	namespaceExtensions = "https://w3id.org/openbadges/extensions#"
	prefix              = "extensions:"
)

// form is what the term of an extension holds.
type form uint8

const (
	text    form = iota
	number       // or the same as a string, as written during the pilot
	numbers      // one or an array, each a number or a string
	address      // an absolute URI
)

// definition is one row of the table of extensions.
type definition struct {
	name  Name
	typ   string   // without prefix, where it differs from the name
	term  string   // the member that has the value
	older []string // what the term has been called before, or by mistake
	iri   string   // local name of the term, where it differs from the name
	form  form
	root  string // where its files are, if not under every root
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

// contextURL is where a root has the context of the extension.
func (def definition) contextURL(root string) string {
	if def.root != "" {
		root = def.root
	}
	return root + "/extensions/" + string(def.name) + "/context.json"
}

// row returns the row of the table, and whether there is one.
func (n Name) row() (definition, bool) {
	for _, e := range definitions {
		if e.name == n {
			return e, true
		}
	}
	return definition{}, false
}
