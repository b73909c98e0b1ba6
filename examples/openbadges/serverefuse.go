package main

import (
	"net/http"

	"github.com/openbadges-go/openbadges/badge/display"
)

// Codes of requests that are refused.
const (
	codeNoPage    = "request.no_page"
	codeMethod    = "request.method"
	codeHost      = "request.host"
	codeOrigin    = "request.origin"
	codeMediaType = "request.media_type"
	codeEncoding  = "request.encoding"
	codeSize      = "request.size"
	codeFiles     = "request.files"
	codeEmpty     = "request.empty"
	codeForm      = "request.form"
	codeBody      = "request.body"
	codeObject    = "request.object"
	codeOptions   = "request.options"
	codeMessage   = "request.message"
	codeChallenge = "request.challenge"
	codeUnmet     = "request.unmet"
	codeAddress   = "request.address"
	codeRecipient = "request.recipient"
	codeSlow      = "request.slow"
	codeBusy      = "request.busy"
	codeInternal  = "request.internal"
)

// refusals are the requests that are refused, with the status of HTTP and a
// sentence that says what to do.
var refusals = []refusalRow{
	{codeNoPage, http.StatusNotFound, phrase{"There is no page at this address.", "Op dit adres is geen pagina."}},
	{codeMethod, http.StatusMethodNotAllowed, phrase{"This method is not allowed here; the header Allow lists those that are.", "Deze methode is hier niet toegestaan; de header Allow noemt welke wel."}},
	{codeHost, http.StatusMisdirectedRequest, phrase{"The server is not known by the host of this request. Its operator can add the name with -host.", "De server is niet bekend onder deze naam. De beheerder kan de naam toevoegen met -host."}},
	{codeOrigin, http.StatusForbidden, phrase{"The request comes from a page of another web site.", "Het verzoek komt van een pagina van een andere website."}},
	{codeMediaType, http.StatusUnsupportedMediaType, phrase{"The Content-Type of the request is not one that is read here.", "Het Content-Type van het verzoek wordt hier niet gelezen."}},
	{codeEncoding, http.StatusUnsupportedMediaType, phrase{"The body of the request is compressed. Send it without Content-Encoding.", "De inhoud van het verzoek is gecomprimeerd. Stuur die zonder Content-Encoding."}},
	{codeSize, http.StatusRequestEntityTooLarge, phrase{"The request is larger than this server reads. Send fewer or smaller files.", "Het verzoek is groter dan deze server leest. Stuur minder of kleinere bestanden."}},
	{codeFiles, http.StatusRequestEntityTooLarge, phrase{"The request has more files than this server reads at a time. Send fewer.", "Het verzoek heeft meer bestanden dan deze server tegelijk leest. Stuur er minder."}},
	{codeEmpty, http.StatusBadRequest, phrase{"Nothing was sent. Choose a file, or paste a badge.", "Er is niets gestuurd. Kies een bestand of plak een badge."}},
	{codeForm, http.StatusBadRequest, phrase{"The form cannot be read: it has an unknown or a repeated field, or is damaged.", "Het formulier kan niet worden gelezen: een veld is onbekend, dubbel of beschadigd."}},
	{codeBody, http.StatusBadRequest, phrase{"The request ended before its whole body arrived. Send it again.", "Het verzoek eindigde voordat de inhoud er helemaal was. Stuur het opnieuw."}},
	{codeObject, http.StatusBadRequest, phrase{"The body is not a JSON object with the credential in verifiableCredential.", "De inhoud is geen JSON-object met de badge in verifiableCredential."}},
	{codeOptions, http.StatusBadRequest, phrase{"The options have a member that is unknown, or not of its type.", "De opties hebben een onderdeel dat onbekend is of niet van het juiste type."}},
	{codeMessage, http.StatusBadRequest, phrase{"The message is not {}, and not an object with a presentation in verifiablePresentation.", "Het bericht is niet {} en geen object met een presentatie in verifiablePresentation."}},
	{codeChallenge, http.StatusBadRequest, phrase{"The presentation answers no challenge of this server. Ask for one by sending {} to this address.", "De presentatie beantwoordt geen uitdaging van deze server. Vraag er een door {} naar dit adres te sturen."}},
	{codeUnmet, http.StatusBadRequest, phrase{"The presentation is good and has no badge that the request asks for. Ask for another by sending {} to this address.", "De presentatie is goed en bevat geen badge waar het verzoek om vraagt. Vraag er nog een door {} naar dit adres te sturen."}},
	{codeAddress, http.StatusBadRequest, phrase{"The address is not one of a badge. It starts with https://.", "Dit is niet het adres van een badge. Dat begint met https://."}},
	{codeRecipient, http.StatusBadRequest, phrase{"The recipient has no type and value, such as email=me@example.org.", "De ontvanger heeft geen type en waarde, zoals email=ik@example.org."}},
	{codeSlow, http.StatusRequestTimeout, phrase{"The request took too long to arrive. Send it again.", "Het duurde te lang voordat het verzoek er was. Stuur het opnieuw."}},
	{codeBusy, http.StatusServiceUnavailable, phrase{"Many badges are verified at the moment. Try again in a few seconds.", "Er worden nu veel badges gecontroleerd. Probeer het over enkele seconden opnieuw."}},
	{codeInternal, http.StatusInternalServerError, phrase{"The program made an error. Nothing is known about the badge.", "Het programma maakte een fout. Over de badge is niets bekend."}},
}

// phrase is a text of the page in both languages.
type phrase = display.Text

// refusalRow is a row of the table of refusals.
type refusalRow struct {
	code   string
	status int
	phrase
}

// refusal is why a request is not answered.
type refusal struct{ code string }

func refuse(code string) error { return refusal{code} }

func (r refusal) Error() string { return r.code }

// row returns the row of the code; that of an internal error for an unknown one.
func (r refusal) row() refusalRow {
	for _, row := range refusals {
		if row.code == r.code || row.code == codeInternal {
			return row
		}
	}
	return refusalRow{}
}

// problem is a refusal as Problem Details (RFC 9457).
type problem struct {
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
	Code   string `json:"code"`
}

func (r refusal) problem() problem {
	row := r.row()
	return problem{http.StatusText(row.status), row.status, row.phrase[0], r.code}
}
