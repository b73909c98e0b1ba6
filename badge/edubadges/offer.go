package edubadges

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/openbadges-go/openbadges/badge"
)

// offered are the extensions that an offer can state.
var offered = []Name{Language, ECTS, EducationProgramIdentifier}

// Agent is a request to a wallet agent. An agent has one of two APIs.
type Agent struct {
	OfferID  string // a UUID
	Template string // the id of a template, for the API of 2026; "" for the one before, which edubadges uses
}

// Body returns the body of the second request, which makes the offer.
func (a Agent) Body() []byte {
	if a.Template == "" {
		return encoded(object{"offerId": a.OfferID})
	}
	return encoded(object{"offerId": a.OfferID, "templateIds": []string{a.Template}})
}

// Offer converts an edubadge of Open Badges 2.0 to DialectAgent: the first
// request to a wallet agent, to sign a badge of Open Badges 3.0 for its holder.
// Agent.Body is the second request. The other arguments and the errors are those
// of Convert.
//
// An offer holds less than a badge. A Remark with the code edubadges.lost reports
// each member that it cannot state, besides the changes of badge.Convert. Offer
// avoids three faults of the platform: the achievement has the id of the class
// and not of the award, the identity type of a hashed eduID is not emailAddress,
// and the language is a tag of BCP 47.
func Offer(d *badge.Document, to Agent, how Conversion, further ...*badge.Document) (*badge.Document, []Remark, error) {
	w, err := newConversion(d, how, further)
	if err != nil {
		return nil, nil, err
	}
	w.say(w.e.Value(FieldLanguage))
	w.number("ECTS", w.e.Value(FieldECTS))
	w.text("educationProgramIdentifier", w.e.Value(FieldProgramIdentifier))
	w.text("participationType", w.e.Value(FieldParticipation))
	s := w.e.objects
	w.without(s.assertion, "id", "recipient", "badge", "issuedOn", "expires")
	w.without(s.class, "id", "name", "description", "image", "criteria", "alignment", "issuer", "participation")
	w.without(s.issuer, "id", "name")

	a := w.c.Subject.Achievement
	made, err := badge.Build(badge.OB3, badge.Credential{
		ID: w.c.ID, ValidFrom: w.c.ValidFrom, ValidUntil: w.c.ValidUntil,
		Issuer: badge.Profile{ID: w.c.Issuer.ID, Name: w.c.Issuer.Name},
		Subject: badge.Subject{Identifier: w.c.Subject.Identifier, Achievement: badge.Achievement{
			ID: a.ID, Name: a.Name, Description: a.Description, Criteria: a.Criteria, Image: a.Image,
			InLanguage: w.e.Value(FieldLanguage).Meaning(), Alignment: a.Alignment, Extra: w.terms,
		}},
	})
	if err != nil {
		return nil, nil, err
	}
	posted, err := badge.Parse(to.request(made))
	if err != nil {
		return nil, nil, err
	}
	return posted, w.remarks(), nil
}

// request returns the body of the request. The agent adds contexts and types.
func (a Agent) request(made *badge.Document) []byte {
	credential := object{}
	for name, m := range made.Root().Members() {
		if name != "@context" && name != "type" {
			credential[name] = json.RawMessage(m.Raw())
		}
	}
	body := object{"offerId": a.OfferID, "expiresAt": "never", "credential": credential}
	if until, err := made.Credential().ValidUntil.Time(); err == nil {
		body["expiresAt"] = until.Truncate(time.Second).Format(time.RFC3339)
	}
	if a.Template != "" {
		body["templateId"] = a.Template
	} else {
		body["credentialConfigurationId"] = "openbadge_credential"
	}
	return encoded(body)
}

// text adds a term with the text of a value, lists as the platform writes them.
func (w *conversion) text(term string, f Value) {
	if f.Given() {
		written := f.Text
		if list := f.List(); f.Raw[0] == '[' {
			written = "[" + strings.Join(list, ", ") + "]"
		}
		w.terms[term] = encoded(written)
		w.say(f)
	}
}

// without records the members that an offer cannot state: all except has.
func (w *conversion) without(objects []source, has ...string) {
	for _, p := range objects {
		for name, member := range p.Members() {
			m := source{member, p.doc}
			def, extension := definitionFor(name, m)
			known := slices.Contains(has, name) || name == "@context" || name == "type" || extension && slices.Contains(offered, def.name)
			if f := m.value(); !known && f.Given() {
				w.lose(f, "an offer cannot state %s", quoted(name))
			}
		}
	}
}
