package main

import "github.com/openbadges-go/openbadges/verify"

// words are the texts of the page by their id.
var words = map[string]phrase{
	"title":     {"Is this badge genuine?", "Is deze badge echt?"},
	"lead":      {"Give a badge here and read who awarded it to whom, and whether it counts today.", "Geef hier een badge en lees wie die aan wie heeft uitgereikt, en of die vandaag geldt."},
	"other":     {"Nederlands", "English"},
	"languages": {"Language", "Taal"},
	"file":      {"Pictures or files", "Afbeeldingen of bestanden"},
	"file-hint": {"A PNG or SVG picture with a badge in it, JSON or a token. Several at once are fine.", "Een PNG- of SVG-afbeelding met een badge erin, JSON of een token. Meer tegelijk mag."},
	"drop":      {"Drop them here, or choose them:", "Sleep ze hierheen, of kies ze:"},
	"address":   {"Or the address of a badge", "Of het adres van een badge"},
	"more":      {"More: paste a text, or ask whose badge it is", "Meer: plak een tekst, of vraag van wie de badge is"},
	"text":      {"Text of a badge", "Tekst van een badge"},
	"text-hint": {"JSON or a token, as it was sent to you.", "JSON of een token, zoals u die kreeg."},
	"email":     {"E-mail address of the person who shows the badge", "E-mailadres van wie de badge laat zien"},
	"email-hint": {"The report then also says whether the badge was awarded to this person.",
		"In het verslag staat dan ook of de badge aan deze persoon is uitgereikt."},
	"submit": {"Verify", "Verifiëren"},
	"busy":   {"Verifying", "Bezig met verifiëren"},
	"empty":  {"Choose a file, or paste a badge.", "Kies een bestand of plak een badge."},
	"failed": {"The server did not answer. Try again.", "De server gaf geen antwoord. Probeer het opnieuw."},
	"kept":   {"Files are checked on this server and not kept.", "Bestanden worden op deze server gecontroleerd en niet bewaard."},
	"online": {"The server asks the sites of issuers for what the check needs: their keys, the badge itself, and whether it was revoked.",
		"De server vraagt aan de sites van uitgevers wat voor de controle nodig is: hun sleutels, de badge zelf, en of die is ingetrokken."},
	"offline": {"This server asks nothing on the web. A badge for which the site of its issuer must be asked stays undecided.",
		"Deze server vraagt niets op het web. Een badge waarvoor de site van de uitgever nodig is, blijft onbeslist."},
	"anyone": {"Badges of any issuer are accepted. Check in the report that it is the organisation you expect.", "Badges van elke uitgever worden geaccepteerd. Kijk in het verslag of het de organisatie is die u verwacht."},
	"listed": {"Only badges of the issuers that this server trusts are accepted.", "Alleen badges van uitgevers die deze server vertrouwt, worden geaccepteerd."},

	"samples":        {"See how a report looks:", "Bekijk hoe een verslag eruitziet:"},
	"sample-good":    {"a genuine badge", "een echte badge"},
	"sample-forged":  {"a forged badge", "een vervalste badge"},
	"sample-expired": {"an expired badge", "een verlopen badge"},
	"sample":         {"This is a sample. The school in it does not exist.", "Dit is een voorbeeld. De school erin bestaat niet."},

	"again":    {"Check another badge", "Nog een badge controleren"},
	"refused":  {"No badge was checked", "Er is geen badge gecontroleerd"},
	"results":  {"Result", "Resultaat"},
	"overview": {"Overview", "Overzicht"},
	"name":     {"File", "Bestand"},
	"badge":    {"Badge", "Badge"},
	"issuer":   {"Issuer", "Uitgever"},
	"verdict":  {"Verdict", "Oordeel"},
	"reason":   {"Reason", "Reden"},
	"known":    {"This server knows the issuer as:", "Deze server kent de uitgever als:"},
	"pasted":   {"(pasted)", "(geplakt)"},
	"csv":      {"Download the table (CSV)", "Tabel downloaden (CSV)"},
	"json":     {"Download the report (JSON)", "Verslag downloaden (JSON)"},
	"copy":     {"Copy the report (JSON)", "Verslag kopiëren (JSON)"},
	"copied":   {"Copied", "Gekopieerd"},
	"api":      {"For programs: the API", "Voor programma's: de API"},
}

// verdictWords are the verdicts as words.
var verdictWords = map[verify.Verdict]phrase{
	verify.Accepted: {"Genuine", "Echt"}, verify.Rejected: {"Not valid", "Niet geldig"},
	verify.Inconclusive: {"Could not be established", "Kon niet worden vastgesteld"}, noBadge: {"Not a badge", "Geen badge"},
}
