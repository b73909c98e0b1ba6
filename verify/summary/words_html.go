package summary

import (
	"fmt"
	"strings"

	"github.com/openbadges-go/openbadges/verify"
)

// noBadge is the word of a table for an input that is not a badge.
const noBadge = "unreadable"

// verdicts are the verdicts of a table, in the order of its totals.
var verdicts = []string{string(verify.Accepted), string(verify.Rejected), string(verify.Inconclusive), noBadge}

// words gives the phrases of one language to a template.
type words struct{ Lang Language }

func wordsIn(lang Language) words {
	if lang != Dutch {
		lang = English
	}
	return words{lang}
}

// T returns a phrase by its id.
func (w words) T(id string) (string, error) {
	m, ok := phrases[id]
	if !ok {
		return "", fmt.Errorf("summary: there is no phrase %q", id)
	}
	return m.In(w.Lang), nil
}

// verdict returns the verdict as a word.
func (w words) verdict(of string) string { return verdictWords[of].In(w.Lang) }

// departing says how many departures there are.
func (w words) departing(n int) string {
	if n == 1 {
		return phrases["departs-once"].In(w.Lang)
	}
	return fmt.Sprintf(phrases["departs"].In(w.Lang), n)
}

// unreadable says why an input is not a badge, and whether that is in English
// although the reader asked for another language.
func (w words) unreadable(in Input) (why string, english bool) {
	if m, ok := unread[in.Code]; ok {
		return m.In(w.Lang), false
	}
	family, _, _ := strings.Cut(in.Code, ".")
	if m, ok := unreadFamilies[family]; ok {
		return m.In(w.Lang), false
	}
	if in.Message != "" {
		return in.Message, w.Lang != English
	}
	return phrases["not-a-badge"].In(w.Lang), false
}

var verdictWords = map[string]message{
	string(verify.Accepted):     {"Genuine", "Echt"},
	string(verify.Rejected):     {"Not valid", "Niet geldig"},
	string(verify.Inconclusive): {"Could not be established", "Kon niet worden vastgesteld"},
	noBadge:                     {"Not a badge", "Geen badge"},
}

// phrases are the fixed texts of the HTML report.
var phrases = map[string]message{
	"report":       {"Report of a badge", "Verslag van een badge"},
	"reports":      {"Report of badges", "Verslag van badges"},
	"totals":       {"Totals", "Totalen"},
	"overview":     {"Overview", "Overzicht"},
	"file":         {"File", "Bestand"},
	"badge":        {"Badge", "Badge"},
	"issuer":       {"Issuer", "Uitgever"},
	"verdict":      {"Verdict", "Oordeel"},
	"reason":       {"Reason", "Reden"},
	"back":         {"Back to the overview", "Terug naar het overzicht"},
	"picture":      {"Picture of the badge", "Afbeelding van de badge"},
	"says":         {"Contents of the badge", "Inhoud van de badge"},
	"issued-by":    {"Issued by", "Uitgereikt door"},
	"name-inside":  {"name in the badge", "naam in de badge"},
	"checks":       {"Checks", "Controles"},
	"departs-once": {"The badge deviates from its standard in 1 place", "De badge wijkt op 1 plaats af van de standaard"},
	"departs":      {"The badge deviates from its standard in %d places", "De badge wijkt op %d plaatsen af van de standaard"},
	"experts":      {"For experts", "Voor deskundigen"},
	"stages":       {"All checks", "Alle controles"},
	"proofs":       {"Proofs", "Bewijzen van echtheid"},
	"inside":       {"Badges and endorsements inside", "Badges en aanbevelingen in de badge"},
	"json":         {"The report as JSON", "Het verslag als JSON"},
	"digest":       {"SHA-256 of the badge", "SHA-256 van de badge"},
	"judged":       {"Checked for", "Gecontroleerd voor"},
	"whole":        {"the whole badge", "de hele badge"},
	"paper":        {"A print proves nothing: verify the badge itself.", "Een afdruk bewijst niets: controleer de badge zelf."},
	"not-a-badge":  {"No badge could be read.", "Er kon geen badge worden gelezen."},
}

// bindings say how the key belongs to the issuer.
var bindings = map[verify.Binding]message{
	verify.BindingPinned:       {"The key was given for this check.", "De sleutel is voor deze controle opgegeven."},
	verify.BindingDIDWeb:       {"The issuer's domain publishes the key.", "Het domein van de uitgever publiceert de sleutel."},
	verify.BindingHosted:       {"The issuer's website publishes the key.", "De website van de uitgever publiceert de sleutel."},
	verify.BindingOrigin:       {"The host of the issuer publishes the key without naming the issuer.", "De host van de uitgever publiceert de sleutel, zonder de uitgever te noemen."},
	verify.BindingSelfAsserted: {"The id of the issuer is the key. Anyone can make such an id.", "De id van de uitgever is de sleutel. Iedereen kan zo'n id maken."},
}

// unread say what there is to say about an input without a report, by code.
var unread = map[string]message{
	"archive.is_valid": {"The archive shows that the badge is valid today.", "Het archief laat zien dat de badge vandaag geldig is."},
	"archive.was_valid": {"The badge was valid at a proved time. Whether it is valid today is not known.",
		"De badge was geldig op een bewezen tijdstip. Of de badge vandaag geldig is, is niet bekend."},
	"archive.not_valid": {"The badge was not valid at the proved time.", "De badge was niet geldig op het bewezen tijdstip."},
	"archive.uncertain": {"The archive does not show whether the badge was valid.", "Het archief laat niet zien of de badge geldig was."},
	"archive.undated":   {"Nobody whom you trust proves when the badge existed.", "Niemand die u vertrouwt bewijst wanneer de badge bestond."},
	"archive.since":     {"The archive does not show whether the badge is valid today.", "Het archief laat niet zien of de badge vandaag geldig is."},
	"archive.lapsed":    {"The badge is not valid today.", "De badge is vandaag niet geldig."},
	"archive.revoked":   {"The issuer has revoked or suspended the badge.", "De uitgever heeft de badge ingetrokken of opgeschort."},
	"archive.changed": {"The badge is valid today, and its host publishes it with another text than the archive has.",
		"De badge is vandaag geldig, en de host publiceert hem met een andere tekst dan het archief heeft."},
	"archive.replaced": {"Today its host publishes another badge at the address of this one.", "Vandaag publiceert de host een andere badge op het adres van deze badge."},
	"archive.unread":   {"The badge was removed from the archive.", "De badge is uit het archief verwijderd."},
	"bake.unsupported_format": {"This is not a PNG or SVG picture. Badges are in PNG and SVG only: ask for the original file. A photo or a screenshot has no badge in it.",
		"Dit is geen PNG- of SVG-afbeelding. Badges zitten alleen in PNG en SVG: vraag om het oorspronkelijke bestand. In een foto of schermafdruk zit geen badge."},
	"bake.not_baked": {"This picture holds no badge. Ask for the original file: a screenshot has no badge in it.",
		"In deze afbeelding zit geen badge. Vraag om het oorspronkelijke bestand: in een schermafdruk zit geen badge."},
	"bake.multiple_credentials": {"This picture holds more than one badge.", "In deze afbeelding zit meer dan één badge."},
	"bake.picture_size":         {"This picture is too large.", "Deze afbeelding is te groot."},
	"badge.format":              {"This is not a badge: neither a picture, nor JSON, nor a token.", "Dit is geen badge: geen afbeelding, geen JSON en geen token."},
	"input.missing":             {"There is no such file.", "Dit bestand bestaat niet."},
	"input.unreadable":          {"The file cannot be read.", "Het bestand kan niet worden gelezen."},
	"input.too_large":           {"The file is too large.", "Het bestand is te groot."},
	"input.hosted_only":         {"The picture holds only the address of a badge, and that is not an https address.", "In de afbeelding staat alleen het adres van een badge, en dat is geen https-adres."},
	"input.whose_keys":          {"The badge does not name its issuer, so the given keys belong to nobody.", "De badge noemt geen uitgever, dus de opgegeven sleutels horen bij niemand."},
}

// unreadFamilies say it by the first part of the code.
var unreadFamilies = map[string]message{
	"archive": {"This is not an archive of badges, or somebody changed it.", "Dit is geen archief van badges, of iemand heeft het gewijzigd."},
	"png":     {"The PNG picture is damaged. Ask for the original file.", "De PNG-afbeelding is beschadigd. Vraag om het oorspronkelijke bestand."},
	"svg":     {"The SVG picture is damaged. Ask for the original file.", "De SVG-afbeelding is beschadigd. Vraag om het oorspronkelijke bestand."},
	"payload": {"The badge in the picture is damaged. Ask for the original file.", "De badge in de afbeelding is beschadigd. Vraag om het oorspronkelijke bestand."},
	"json":    {"The text is not valid JSON.", "De tekst is geen geldige JSON."},
	"jws":     {"The text is not a valid token.", "De tekst is geen geldig token."},
}
