package main

import "github.com/openbadges-go/openbadges/verify"

// words are the texts of the page by their id.
var words = map[string]phrase{
	"title":     {"Is this badge genuine?", "Is deze badge echt?"},
	"lead":      {"Drop a badge here and read who awarded it, to whom, and whether it counts today.", "Geef hier een badge en lees wie hem heeft uitgereikt, aan wie, en of hij vandaag geldt."},
	"other":     {"Nederlands", "English"},
	"languages": {"Language", "Taal"},
	"skip":      {"To the report", "Naar het verslag"},
	"file":      {"Pictures or files", "Afbeeldingen of bestanden"},
	"file-hint": {"A PNG or SVG picture with a badge in it, JSON or a token. Several at once are fine.", "Een PNG- of SVG-afbeelding met een badge erin, JSON of een token. Meer tegelijk mag."},
	"drop":      {"Drop files here", "Sleep bestanden hierheen"},
	"address":   {"Address of a badge", "Adres van een badge"},
	"text":      {"Text of a badge", "Tekst van een badge"},
	"text-hint": {"JSON or a token, as it was sent to you.", "JSON of een token, zoals u die kreeg."},
	"email":     {"E-mail address of the person who shows the badge", "E-mailadres van wie de badge laat zien"},
	"email-hint": {"Then the report also says whether the badge was awarded to this person.",
		"Dan staat in het verslag ook of de badge aan deze persoon is uitgereikt."},
	"more":     {"More ways to check", "Meer manieren om te controleren"},
	"submit":   {"Verify", "Verifiëren"},
	"kept":     {"Files are checked here, on this server, and not kept.", "Bestanden worden hier gecontroleerd, op deze server, en niet bewaard."},
	"online":   {"The server asks the sites of issuers for what the verification needs: their keys, the badge itself, and whether it was revoked.", "De server vraagt de sites van uitgevers wat voor de controle nodig is: hun sleutels, de badge zelf, en of die is ingetrokken."},
	"offline":  {"The server asks nothing on the web. A badge that needs its issuer's site stays undecided.", "De server vraagt niets op het web. Een badge waarvoor de site van de uitgever nodig is, blijft onbeslist."},
	"anyone":   {"Badges of any issuer are accepted. Check in the report that it is the organisation you expect.", "Badges van elke uitgever worden geaccepteerd. Kijk in het verslag of het de organisatie is die u verwacht."},
	"listed":   {"Only badges of the issuers that this server trusts are accepted.", "Alleen badges van uitgevers die deze server vertrouwt worden geaccepteerd."},
	"again":    {"Check another badge", "Nog een badge controleren"},
	"refused":  {"The badge was not checked", "De badge is niet gecontroleerd"},
	"results":  {"Result", "Resultaat"},
	"name":     {"File", "Bestand"},
	"badge":    {"Badge", "Badge"},
	"issuer":   {"Issuer", "Uitgever"},
	"verdict":  {"Verdict", "Oordeel"},
	"reason":   {"Reason", "Reden"},
	"csv":      {"Download the table (CSV)", "Tabel downloaden (CSV)"},
	"json":     {"Download the report (JSON)", "Verslag downloaden (JSON)"},
	"pasted":   {"(pasted)", "(geplakt)"},
	"checks":   {"Checks", "Controles"},
	"experts":  {"For experts", "Voor deskundigen"},
	"api":      {"For programs: an API", "Voor programma's: een API"},
	"no-badge": {"No badge could be read", "Er kon geen badge worden gelezen"},
}

// verdictWords are the verdicts as words.
var verdictWords = map[verify.Verdict]phrase{
	verify.Accepted: {"Genuine", "Echt"}, verify.Rejected: {"Not valid", "Niet geldig"},
	verify.Inconclusive: {"Could not be established", "Kon niet worden vastgesteld"}, noBadge: {"Not a badge", "Geen badge"},
}

// unreadWords say why a file holds no badge, by code; "" for any other code.
var unreadWords = map[string]phrase{
	"bake.unsupported_format": {"This is not a PNG or SVG picture, and badges are only in these. Ask for the original file: a photo or a screenshot has no badge in it.",
		"Dit is geen PNG- of SVG-afbeelding, en alleen daarin zitten badges. Vraag om het oorspronkelijke bestand: in een foto of schermafdruk zit geen badge."},
	"bake.not_baked": {"This picture holds no badge. Ask for the original file: a screenshot has no badge in it.",
		"In deze afbeelding zit geen badge. Vraag om het oorspronkelijke bestand: in een schermafdruk zit geen badge."},
	"": {"This file holds no badge that can be read.", "In dit bestand zit geen leesbare badge."},
}
