package display

import "github.com/openbadges-go/openbadges/badge/edubadges"

// Label returns the label of a fact, "" for an ID without one.
func Label(id string) Text { return labels[id] }

var labels = map[string]Text{
	"type":          {"Kind", "Soort"},
	"issued-by":     {"Issued by", "Uitgereikt door"},
	"issued-to":     {"Issued to", "Uitgereikt aan"},
	"issued-on":     {"Issued on", "Uitgereikt op"},
	"valid-from":    {"Valid from", "Geldig vanaf"},
	"expires-on":    {"Expires on", "Verloopt op"},
	"expired-on":    {"Expired on", "Verlopen op"},
	"never":         {"Never expires", "Geen einddatum"}, // in place of a date
	"description":   {"Description", "Beschrijving"},
	"criteria":      {"Criteria", "Criteria"},
	"criteria-page": {"Page with the criteria", "Pagina met de criteria"},
	"credits":       {"Credits", "Studiepunten"},
	"result":        {"Result", "Resultaat"},
	"alignment":     {"Aligned with", "Sluit aan bij"},
	"evidence":      {"Evidence", "Bewijsstuk"},
	"evidence-page": {"Page with evidence", "Pagina met bewijsstuk"},

	"institution":       {"Institution", "Van instelling"},
	"institution-id":    {"Identifier of the institution", "Code van de instelling"},
	"on-behalf":         {"On behalf of", "Namens"},
	"badge-type":        {"Type of edubadge", "Type edubadge"},
	"language":          {"Language", "Taal"},
	"learning-outcome":  {"Learning outcome", "Leeruitkomst"},
	"ects":              {"ECTS", "ECTS"},
	"study-load":        {"Study load", "Studiebelasting"},
	"time-investment":   {"Time investment", "Tijdsinvestering"},
	"eqf":               {"EQF level", "EQF-niveau"},
	"program":           {"Education program", "Opleidingscode"},
	"participation":     {"Form of participation", "Deelnamevorm"},
	"assessment":        {"Assessment", "Toetsvorm"},
	"supervised":        {"Supervised assessment", "Toets onder toezicht"},
	"identity-verified": {"Identity verified at the assessment", "Identiteit gecontroleerd bij de toets"},
	"supervision":       {"Supervision", "Toezicht"},
	"grade":             {"Grade", "Cijfer"},
	"grading-table":     {"Grading table", "Cijfertabel"},
	"quality":           {"Quality assurance", "Kwaliteitsborging"},
	"quality-text":      {"About the quality assurance", "Over de kwaliteitsborging"},
	"stackable":         {"Stackable", "Stapelbaar"},
}

var months = [12]Text{{"January", "januari"}, {"February", "februari"}, {"March", "maart"}, {"April", "april"}, {"May", "mei"}, {"June", "juni"},
	{"July", "juli"}, {"August", "augustus"}, {"September", "september"}, {"October", "oktober"}, {"November", "november"}, {"December", "december"}}

var (
	unitHours     = Text{"hours", "uur"}
	answers       = map[bool]Text{true: {"Yes", "Ja"}, false: {"No", "Nee"}}
	levelVerified = map[bool]Text{true: {"verified", "geverifieerd"}, false: {"not verified", "niet geverifieerd"}}
)

var languages = map[string]Text{
	"nl": {"Dutch", "Nederlands"}, "en": {"English", "Engels"}, "de": {"German", "Duits"}, "fr": {"French", "Frans"}, "es": {"Spanish", "Spaans"},
}

var types = map[string]Text{
	string(edubadges.MicroCredential): {"Micro-credential", "Microcredential"},
	string(edubadges.Regular):         {"Regular", "Regulier"},
	string(edubadges.ExtraCurricular): {"Extra-curricular", "Extra-curriculair"},
}

var participations = map[string]Text{
	"online": {"Online", "Online"}, "onsite": {"On site", "Op locatie"}, "blended": {"Blended", "Blended"},
	"onsite or blended": {"On site or blended", "Op locatie of blended"}, "work_experience": {"Work experience", "Werkervaring"}, "work experience": {"Work experience", "Werkervaring"},
	"personalized learning activities": {"Personalised learning activities", "Gepersonaliseerde leeractiviteiten"}, "volunteering": {"Volunteering", "Vrijwilligerswerk"},
}

var assessments = map[string]Text{
	"written_exam":                  {"Written exam", "Schriftelijk tentamen"},
	"oral_exam":                     {"Oral exam", "Mondeling tentamen"},
	"report_paper":                  {"Report or paper", "Verslag of paper"},
	"behavioural_assessment":        {"Behavioural assessment", "Gedragsbeoordeling"},
	"professional_product":          {"Professional product", "Beroepsproduct"},
	"development_report":            {"Development report", "Ontwikkelingsverslag"},
	"portfolio_assessment":          {"Portfolio assessment", "Portfoliobeoordeling"},
	"portfolio":                     {"Portfolio", "Portfolio"},
	"personalized_assessment":       {"Personalised assessment", "Gepersonaliseerde toets"},
	"testing":                       {"Test", "Toets"},
	"application of a skill":        {"Application of a skill", "Toepassing van een vaardigheid"},
	"recognition of prior learning": {"Recognition of prior learning", "Erkenning van eerder verworven competenties"},
}

// supervisions are the values of eduCredentials. edubadges has two booleans.
var supervisions = map[string]Text{
	"unsupervised with no identity verification": {"Not supervised, identity not verified", "Zonder toezicht, identiteit niet gecontroleerd"},
	"supervised with no identity verification":   {"Supervised, identity not verified", "Onder toezicht, identiteit niet gecontroleerd"},
	"supervised online":                          {"Supervised online", "Online toezicht"},
	"onsite with identity verification":          {"On site, identity verified", "Op locatie, identiteit gecontroleerd"},
}
