package host

import (
	"fmt"
	"time"

	"github.com/openbadges-go/openbadges/badge/display"
)

// words gives the phrases of one language to the template.
type words struct{ Lang display.Language }

// T returns a phrase by its id.
func (w words) T(id string) (string, error) {
	text := w.phrase(id)
	if text == "" {
		return "", fmt.Errorf("host: there is no phrase %q", id)
	}
	return text, nil
}

// phrase returns a text of the pages, or the label of a fact.
func (w words) phrase(id string) string {
	if text := phrases[id].In(w.Lang); text != "" {
		return text
	}
	return display.Label(id).In(w.Lang)
}

// Other is the other language.
func (w words) Other() display.Language {
	if w.Lang == display.Dutch {
		return display.English
	}
	return display.Dutch
}

// Locale is the language as OpenGraph writes it.
func (w words) Locale() string { return display.Text{"en_GB", "nl_NL"}.In(w.Lang) }

// day writes a date in words, in UTC, with the time of day where it decides.
func (w words) day(t time.Time, exact bool) string {
	text := display.Date(t, w.Lang)
	if exact {
		text += t.UTC().Format(", 15:04 UTC")
	}
	return text
}

// phrases are the fixed texts of the pages. Most labels of facts are those of
// package display.
var phrases = map[string]display.Text{
	kindBadge:        {"Badge", "Badge"},
	kindClass:        {"Badge that can be earned", "Badge die te behalen is"},
	kindIssuer:       {"Issuer of badges", "Uitgever van badges"},
	"untitled":       {"Badge without a name", "Badge zonder naam"},
	"gone":           {"This badge was revoked", "Deze badge is ingetrokken"},
	"unnamed":        {"Issuer without a name", "Uitgever zonder naam"},
	"other-language": {"Nederlands", "English"}, // the name of the other one

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

	"reason":  {"Reason", "Reden"},
	"picture": {"Picture of the badge", "Afbeelding van de badge"},
	"logo":    {"Logo of the issuer", "Logo van de uitgever"},
	"facts":   {"Details", "Gegevens"},
	"more":    {"The data of the badge has more.", "De gegevens van de badge bevatten meer."},

	"class":   {"About this badge", "Over deze badge"},
	"website": {"Website", "Website"},
	"email":   {"E-mail", "E-mail"},
	"place":   {"Place", "Plaats"},

	"check":    {"Is it genuine?", "Is de badge echt?"},
	"how":      {"This page shows what the badge says. To be certain, give its address to a verifier that you trust:", "Deze pagina toont wat er in de badge staat. Wilt u het zeker weten? Geef dan het adres aan een controleprogramma dat u vertrouwt:"},
	"data":     {"The badge as data", "De badge als gegevens"},
	"document": {"This page as data", "Deze pagina als gegevens"},
	"linkedin": {"Add to LinkedIn", "Toevoegen aan LinkedIn"},
	"digest":   {"SHA-256 of the badge starts with", "SHA-256 van de badge begint met"},
	"paper":    {"A print proves nothing. Check at", "Een afdruk bewijst niets. Controleer op"},
	"qr":       {"QR code with the address of this badge", "QR-code met het adres van deze badge"},
}
