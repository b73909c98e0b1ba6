package host

import (
	"fmt"
	"strconv"
	"time"
)

// language is a language of the pages for people.
type language string

const (
	english language = "en"
	dutch   language = "nl"
)

// message is a text in both languages.
type message struct{ en, nl string }

func (m message) in(lang language) string {
	if lang == dutch {
		return m.nl
	}
	return m.en
}

// words gives the phrases of one language to the template.
type words struct{ Lang language }

// T returns a phrase by its id.
func (w words) T(id string) (string, error) {
	m, ok := phrases[id]
	if !ok {
		return "", fmt.Errorf("host: there is no phrase %q", id)
	}
	return m.in(w.Lang), nil
}

// Other is the other language.
func (w words) Other() language {
	if w.Lang == dutch {
		return english
	}
	return dutch
}

// Locale is the language as OpenGraph writes it.
func (w words) Locale() string { return message{"en_GB", "nl_NL"}.in(w.Lang) }

// day writes a date in words, in UTC, as reports of package verify/summary do.
func (w words) day(t time.Time, exact bool) string {
	t = t.UTC()
	text := strconv.Itoa(t.Day()) + " " + months[t.Month()-1].in(w.Lang) + " " + strconv.Itoa(t.Year())
	if exact {
		text += t.Format(", 15:04 UTC")
	}
	return text
}

// phrases are the fixed texts of the pages. The label of a fact is that of package
// verify/summary, which this package must not import; a test compares them.
var phrases = map[string]message{
	kindBadge:  {"Badge", "Badge"},
	kindClass:  {"Badge that can be earned", "Badge die te behalen is"},
	kindIssuer: {"Issuer of badges", "Uitgever van badges"},
	"untitled": {"Badge without a name", "Badge zonder naam"},
	"gone":     {"This badge was revoked", "Deze badge is ingetrokken"},
	"unnamed":  {"Issuer without a name", "Uitgever zonder naam"},
	"language": {"Nederlands", "English"}, // the name of the other one

	"state." + string(current):   {"Not revoked", "Niet ingetrokken"},
	"state." + string(open):      {"Status not known here", "Status hier niet bekend"},
	"state." + string(revoked):   {"Revoked", "Ingetrokken"},
	"state." + string(suspended): {"Suspended", "Tijdelijk opgeschort"},
	"state." + string(expired):   {"Expired", "Verlopen"},
	"state." + string(early):     {"Not valid yet", "Nog niet geldig"},

	"why." + string(current):   {"The badge is published at this address, and its issuer has not withdrawn it.", "De badge is op dit adres gepubliceerd en de uitgever heeft die niet ingetrokken."},
	"why." + string(open):      {"This page cannot see whether the issuer has withdrawn this badge. A verifier can.", "Deze pagina kan niet zien of de uitgever deze badge heeft ingetrokken. Een controleprogramma kan dat wel."},
	"why." + string(revoked):   {"The issuer has withdrawn this badge. It no longer counts.", "De uitgever heeft deze badge ingetrokken. De badge telt niet meer."},
	"why." + string(suspended): {"The issuer has put this badge on hold. It does not count until the issuer ends that.", "De uitgever heeft deze badge tijdelijk opgeschort. De badge telt niet totdat de uitgever dat opheft."},
	"why." + string(expired):   {"The badge was valid, and its time is over.", "De badge was geldig, maar de termijn is voorbij."},
	"why." + string(early):     {"The badge counts from a later date.", "De badge telt pas vanaf een latere datum."},

	"reason":    {"Reason", "Reden"},
	"picture":   {"Picture of the badge", "Afbeelding van de badge"},
	"logo":      {"Logo of the issuer", "Logo van de uitgever"},
	"issued-by": {"Issued by", "Uitgereikt door"},
	"facts":     {"Details", "Gegevens"},
	"more":      {"The data of the badge has more.", "De gegevens van de badge bevatten meer."},

	"issued-to":     {"Issued to", "Uitgereikt aan"},
	"issued-on":     {"Issued on", "Uitgereikt op"},
	"valid-from":    {"Valid from", "Geldig vanaf"},
	"expires-on":    {"Expires on", "Verloopt op"},
	"expired-on":    {"Expired on", "Verlopen op"},
	"never":         {"Never expires", "Geen einddatum"},
	"class":         {"About this badge", "Over deze badge"},
	"criteria":      {"Criteria", "Criteria"},
	"criteria-page": {"Page with the criteria", "Pagina met de criteria"},
	"credits":       {"Credits", "Studiepunten"},
	"result":        {"Result", "Resultaat"},
	"alignment":     {"Aligned with", "Sluit aan bij"},
	"evidence":      {"Evidence", "Bewijsstuk"},
	"evidence-page": {"Page with evidence", "Pagina met bewijsstuk"},
	"website":       {"Website", "Website"},
	"email":         {"E-mail", "E-mail"},
	"place":         {"Place", "Plaats"},

	"check":    {"Is it genuine?", "Is de badge echt?"},
	"how":      {"This page shows what the badge says. To be certain, give its address to a verifier that you trust:", "Deze pagina toont wat er in de badge staat. Wilt u het zeker weten? Geef dan het adres aan een controleprogramma dat u vertrouwt:"},
	"data":     {"The badge as data", "De badge als gegevens"},
	"document": {"This page as data", "Deze pagina als gegevens"},
	"linkedin": {"Add to LinkedIn", "Toevoegen aan LinkedIn"},
	"digest":   {"SHA-256 of the badge starts with", "SHA-256 van de badge begint met"},
	"paper":    {"A print proves nothing. Check at", "Een afdruk bewijst niets. Controleer op"},
	"qr":       {"QR code with the address of this badge", "QR-code met het adres van deze badge"},
}

var months = [12]message{{"January", "januari"}, {"February", "februari"}, {"March", "maart"}, {"April", "april"}, {"May", "mei"}, {"June", "juni"},
	{"July", "juli"}, {"August", "augustus"}, {"September", "september"}, {"October", "oktober"}, {"November", "november"}, {"December", "december"}}
