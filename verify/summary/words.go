package summary

import (
	"github.com/openbadges-go/openbadges/badge/display"
	"github.com/openbadges-go/openbadges/verify"
)

// message is a text in both languages.
type message = display.Text

var headlines = map[verify.Verdict]message{
	verify.Accepted:     {"This badge is genuine", "Deze badge is echt"},
	verify.Rejected:     {"This badge is not valid", "Deze badge is niet geldig"},
	verify.Inconclusive: {"We could not establish whether this badge is genuine", "We konden niet vaststellen of deze badge echt is"},
}

var (
	awarded = message{"%s awarded %s to %s.", "%s heeft %s uitgereikt aan %s."}
	claimed = message{"The badge claims that %s awarded %s to %s. This is not confirmed.",
		"Volgens de badge heeft %s %s uitgereikt aan %s. Dat is niet bevestigd."}
	noContent = message{"No badge could be read.", "Er kon geen badge worden gelezen."}
	unnamed   = message{"(not named)", "(niet genoemd)"}
	hashed    = message{"a recipient who is named only by a hash", "een ontvanger van wie alleen een hash vermeld is"}
	nobody    = message{"an unnamed recipient", "een niet genoemde ontvanger"}

	checksTitle     = message{"Checks", "Controles"}
	departuresTitle = message{"Deviations from the standard", "Afwijkingen van de standaard"}
	stagesTitle     = message{"For experts", "Voor deskundigen"}
	inputsTitle     = message{"Inputs", "Invoer"}
	otherQuestion   = message{"Did this check succeed?", "Is deze controle gelukt?"}
)

// labels are the labels of facts that only a report has. It says what the name of
// an issuer is worth.
var labels = map[string]message{
	"name":      {"Name", "Naam"},
	"issued-by": {"Issued by (name in the badge)", "Uitgereikt door (naam in de badge)"},
	"issuer-id": {"Id of the issuer", "Id van de uitgever"},
}

func labelOf(fact string) message {
	if label, ok := labels[fact]; ok {
		return label
	}
	return display.Label(fact)
}

var states = map[verify.Outcome]message{
	verify.Passed:  {"yes", "ja"},
	verify.Warned:  {"yes, with a warning", "ja, met een waarschuwing"},
	verify.Skipped: {"not checked", "niet gecontroleerd"},
	verify.Unknown: {"could not be established", "kon niet worden vastgesteld"},
	verify.Failed:  {"no", "nee"},
}

// question is one of the checks that people understand. Each stage belongs to
// one question.
type question struct {
	id       string
	label    message
	stages   []verify.Stage
	confirms bool // whether the origin or the signature must confirm the badge
}

// confirming are the stages of which one must pass.
var confirming = []verify.Stage{verify.StageOrigin, verify.StageSignature}

var questions = []question{
	{"recognised", message{"Recognised as a badge", "Herkend als badge"}, []verify.Stage{verify.StageDocument, verify.StageStructure, verify.StageConformance}, false},
	{"signature", message{"Confirmed by its signature or host", "Bevestigd door handtekening of website"},
		[]verify.Stage{verify.StageSignature, verify.StageOrigin, verify.StageContext, verify.StageProof, verify.StageEndorsement}, true},
	{"issuer", message{"Issuer known", "Uitgever bekend"}, []verify.Stage{verify.StageKey, verify.StageBinding, verify.StageTrust}, false},
	{"not-revoked", message{"Not revoked", "Niet ingetrokken"}, []verify.Stage{verify.StageStatus}, false},
	{"in-date", message{"In date", "Geldig op deze datum"}, []verify.Stage{verify.StageTime}, false},
	{"recipient", message{"Belongs to the holder", "Hoort bij de houder"}, []verify.Stage{verify.StageRecipient}, false},
}

var stageQuestions = map[verify.Stage]message{
	verify.StageDocument:    {"Can the file be read with one meaning?", "Kan het bestand eenduidig worden gelezen?"},
	verify.StageOrigin:      {"Does the host of the badge confirm it?", "Bevestigt de website van de badge de badge?"},
	verify.StageStructure:   {"Can the parts that decide be read?", "Kunnen de beslissende onderdelen worden gelezen?"},
	verify.StageContext:     {"Does the signature cover the meaning of every part?", "Dekt de handtekening de betekenis van elk onderdeel?"},
	verify.StageProof:       {"Is the proof one that counts?", "Is het bewijs er een dat telt?"},
	verify.StageKey:         {"Was a usable key of the issuer found?", "Is een bruikbare sleutel van de uitgever gevonden?"},
	verify.StageBinding:     {"Does the key belong to the issuer?", "Hoort de sleutel bij de uitgever?"},
	verify.StageSignature:   {"Is the signature right?", "Klopt de handtekening?"},
	verify.StageTime:        {"Do the dates allow the badge now?", "Is de badge volgens de datums nu geldig?"},
	verify.StageStatus:      {"Does the status of the badge allow it?", "Laat de status van de badge de badge toe?"},
	verify.StageTrust:       {"Is the issuer accepted here?", "Wordt de uitgever hier geaccepteerd?"},
	verify.StageRecipient:   {"Is the badge for the given recipient?", "Is de badge voor de opgegeven ontvanger?"},
	verify.StageEndorsement: {"Are the endorsements and credentials in the badge right?", "Kloppen de aanbevelingen en bewijzen in de badge?"},
	verify.StageConformance: {"Does the badge follow its standard?", "Volgt de badge de standaard?"},
}

// reason is a check with a more exact sentence than its stage has. The outcome
// is part of it: one code may stand for several outcomes.
type reason struct {
	code    string
	outcome verify.Outcome
}

var reasons = map[reason]message{
	{verify.CodeVerifyBlocked, verify.Skipped}: {"Not checked, because an earlier check did not succeed.", "Niet gecontroleerd, omdat een eerdere controle niet slaagde."},
	{verify.CodeSignatureValid, verify.Passed}: {"The signature is right.", "De handtekening klopt."},
	{"origin.hosted", verify.Passed}:           {"Published by the issuer's own site, checked just now.", "Gepubliceerd op de eigen site van de uitgever, zojuist gecontroleerd."},
	{verify.CodeProofSignature, verify.Failed}: {"The badge was changed or is not signed by this issuer.", "De badge is gewijzigd of niet door deze uitgever ondertekend."},
	{verify.CodeSignatureUnconfirmed, verify.Skipped}: {"Neither a signature nor the host of the badge confirms it.",
		"Geen handtekening en geen website bevestigt de badge."},
	{verify.CodeStatusRevoked, verify.Failed}:   {"Revoked: the issuer has withdrawn the badge.", "Ingetrokken door de uitgever."},
	{verify.CodeStatusSuspended, verify.Failed}: {"Suspended: the issuer has put the badge on hold.", "Tijdelijk opgeschort door de uitgever."},
	{verify.CodeStatusClear, verify.Passed}:     {"The issuer's status list has nothing against the badge.", "Volgens de statuslijst van de uitgever is er niets tegen de badge."},
	{"status.token_expired", verify.Unknown}: {"The issuer's status list has expired, so whether the badge still counts is open.",
		"De statuslijst van de uitgever is verlopen, dus of de badge nog telt is onbekend."},
	{"status.issuer_unbound", verify.Failed}: {"The status list is not by the issuer, nor by anyone whose lists count for its badges.",
		"De statuslijst is niet van de uitgever, en niet van iemand wiens lijsten voor zijn badges tellen."},
	{"status.value_open", verify.Unknown}: {"The issuer gave the badge a status whose meaning is not known here.",
		"De uitgever gaf de badge een status waarvan de betekenis hier niet bekend is."},
	{"status.none", verify.Skipped}:            {"The badge names no status list, so there was nothing to ask.", "De badge noemt geen statuslijst, dus er viel niets na te vragen."},
	{verify.CodeStatusIgnored, verify.Skipped}: {"The status was not asked, as configured.", "De status is niet nagevraagd, zoals ingesteld."},
	{verify.CodeTimeExpired, verify.Failed}:    {"The badge has expired.", "De badge is verlopen."},
	{verify.CodeTimeLapsed, verify.Failed}: {"The token has lapsed, not the achievement. Ask the holder for a newer token.",
		"Het token is verlopen, niet de prestatie. Vraag de houder om een nieuwer token."},
	{verify.CodeTimeLapsed, verify.Unknown}: {"The token has lapsed, not the achievement. The issuer's refresh service can give a newer one.",
		"Het token is verlopen, niet de prestatie. De vernieuwingsdienst van de uitgever kan een nieuwer geven."},
	{verify.CodeRefreshChanged, verify.Warned}: {"The issuer has renewed the badge, and the renewed one says something else than yours. The renewed one counts.",
		"De uitgever heeft de badge vernieuwd, en de nieuwe zegt iets anders dan de uwe. De nieuwe telt."},
	{"refresh.older", verify.Warned}: {"The issuer's refresh service gave an older badge, which does not count.",
		"De vernieuwingsdienst van de uitgever gaf een oudere badge. Die telt niet."},
	{"refresh.other", verify.Warned}: {"The issuer's refresh service gave another badge, which does not count.",
		"De vernieuwingsdienst van de uitgever gaf een andere badge. Die telt niet."},
	{verify.CodeTimeNotYetValid, verify.Failed}:    {"The badge is not valid yet.", "De badge is nog niet geldig."},
	{"time.valid", verify.Passed}:                  {"The badge is in date.", "De badge is nu geldig."},
	{verify.CodeTrustAnyone, verify.Warned}:        {"Any issuer is accepted here. Check that this is the organisation you expect.", "Hier wordt elke uitgever geaccepteerd. Kijk of dit de organisatie is die u verwacht."},
	{"trust.listed", verify.Passed}:                {"The issuer is on the list of accepted issuers.", "De uitgever staat op de lijst van geaccepteerde uitgevers."},
	{verify.CodeTrustUnlisted, verify.Failed}:      {"The issuer is not on the list of accepted issuers.", "De uitgever staat niet op de lijst van geaccepteerde uitgevers."},
	{verify.CodeRecipientNotAsked, verify.Skipped}: {"Nobody asked whose badge this is. Anyone may have copied this badge.", "Er is niet gevraagd van wie deze badge is. Iedereen kan deze badge gekopieerd hebben."},
	{verify.CodeRecipientUnnamed, verify.Warned}:   {"The badge names no recipient. Anyone may have copied this badge.", "De badge noemt geen ontvanger. Iedereen kan deze badge gekopieerd hebben."},
	{verify.CodeRecipientMatch, verify.Passed}:     {"The badge was awarded to the given recipient.", "De badge is uitgereikt aan de opgegeven ontvanger."},
	{verify.CodeRecipientHolder, verify.Passed}:    {"The holder proved to be the recipient.", "De houder heeft bewezen de ontvanger te zijn."},
	{verify.CodeRecipientNotHolder, verify.Failed}: {"The badge was awarded to somebody else than the holder.", "De badge is aan iemand anders uitgereikt dan aan de houder."},
	{verify.CodeRecipientUnproven, verify.Unknown}: {"Nobody proved to be the recipient. Anyone may have copied this badge.", "Niemand heeft bewezen de ontvanger te zijn. Iedereen kan deze badge gekopieerd hebben."},
	{verify.CodeRecipientReplayed, verify.Failed}:  {"This answer was used before, or was not asked for.", "Dit antwoord is al eens gebruikt, of er is niet om gevraagd."},
	{"recipient.no_did", verify.Unknown}:           {"The badge names its recipient in a way that no signature can prove.", "De badge noemt de ontvanger op een manier die geen handtekening kan bewijzen."},
	{verify.CodeTimeWindow, verify.Failed}:         {"The answer came too late, or was made too early.", "Het antwoord kwam te laat, of is te vroeg gemaakt."},
	{verify.CodeRecipientMismatch, verify.Failed}:  {"The badge was awarded to somebody else.", "De badge is aan iemand anders uitgereikt."},
	{"structure.kind", verify.Failed}:              {"This is not a badge but another kind of document.", "Dit is geen badge maar een ander soort document."},
	{verify.CodeProofMissing, verify.Failed}:       {"The badge is not signed, so anybody could have written it.", "De badge is niet ondertekend, dus iedereen kan die geschreven hebben."},
	{verify.CodeKeyNotPinned, verify.Failed}:       {"The badge was not signed with a key that was given for its issuer.", "De badge is niet ondertekend met een sleutel die voor deze uitgever is opgegeven."},
	{verify.CodeKeyUnnamed, verify.Failed}:         {"The issuer does not publish the key that signed the badge.", "De uitgever publiceert de sleutel waarmee de badge is ondertekend niet."},
	{verify.CodeDIDKeyNotBound, verify.Failed}:     {"The issuer does not publish the key that signed the badge.", "De uitgever publiceert de sleutel waarmee de badge is ondertekend niet."},
	{verify.CodeKeyRevoked, verify.Failed}:         {"The issuer has revoked the key that signed the badge.", "De uitgever heeft de sleutel waarmee de badge is ondertekend ingetrokken."},
	{verify.CodeKeyExpired, verify.Failed}:         {"The key that signed the badge has expired.", "De sleutel waarmee de badge is ondertekend is verlopen."},
	{"key.dates", verify.Unknown}: {"The issuer gives the key that signed the badge dates that cannot be understood.",
		"De uitgever geeft de sleutel waarmee de badge is ondertekend datums die niet te begrijpen zijn."},
	{"key.history_claims", verify.Failed}: {"The issuer's history of keys does not say when the key that signed the badge ended.",
		"De sleutelgeschiedenis van de uitgever zegt niet wanneer de sleutel waarmee de badge is ondertekend is geëindigd."},
	{"key.not_yet_valid", verify.Failed}: {"The key that signed the badge is for later signatures.", "De sleutel waarmee de badge is ondertekend is voor latere handtekeningen."},
	{verify.CodeKeyPast, verify.Passed}: {"The key that signed the badge has ended since, and was good when the badge was proved to exist.",
		"De sleutel waarmee de badge is ondertekend geldt niet meer, maar gold toen bewezen is dat de badge bestond."},
	{verify.CodeKeyClaimedTime, verify.Unknown}: {"The key has expired. That the badge was signed before is only its own claim.",
		"De sleutel is verlopen. Dat de badge daarvoor is ondertekend, is alleen een bewering van de badge."},
	{verify.CodeKeyClaimedTime, verify.Warned}: {"The key has expired. That the badge was signed before is only its own claim.",
		"De sleutel is verlopen. Dat de badge daarvoor is ondertekend, is alleen een bewering van de badge."},
	{verify.CodeFetchOffline, verify.Unknown}: {"The issuer's website was not asked: this check does not use the web.", "De website van de uitgever is niet gevraagd: deze controle gebruikt het web niet."},
	{"archive.absent", verify.Unknown}: {"The archive does not have what the issuer's website publishes about this.",
		"In het archief zit niet wat de website van de uitgever hierover publiceert."},
	{"archive.no_answer", verify.Unknown}: {"The issuer's website did not answer when the archive was made.",
		"De website van de uitgever antwoordde niet toen het archief werd gemaakt."},
	{"archive.redacted", verify.Unknown}: {"Something that this check needs was removed from the archive.",
		"Wat deze controle nodig heeft, is uit het archief verwijderd."},
	{"archive.unvouched", verify.Unknown}: {"The archive has a copy of the issuer's website, and nobody whom you trust confirms it.",
		"In het archief zit een kopie van de website van de uitgever, en niemand die u vertrouwt bevestigt die."},
	{"did.offline", verify.Unknown}: {"The issuer's website was not asked: this check does not use the web.", "De website van de uitgever is niet gevraagd: deze controle gebruikt het web niet."},
}

// unreached is the reason of an unknown outcome with another code of fetch.
var unreached = message{"The issuer's website did not give what this check needs. Try again later.",
	"De website van de uitgever gaf niet wat deze controle nodig heeft. Probeer het later opnieuw."}
