package edubadges

import (
	"encoding/json"
	"slices"

	"github.com/openbadges-go/openbadges/badge"
)

// offered are the extensions that an offer can state.
var offered = []Name{Language, ECTS, EducationProgramIdentifier}

// Offer converts an edubadge of Open Badges 2.0 to DialectAgent: a request that
// a wallet agent sign a badge of Open Badges 3.0 and offer it to its holder
// under offerID, a UUID. The other arguments and the errors are those of
// Convert.
//
// An offer holds less than a badge. A Remark with the code edubadges.lost reports
// each member that it cannot state, besides the changes of badge.Convert. Offer
// avoids three faults of the platform: the achievement has the id of the class
// and not of the award, the identity type of a hashed eduID is not emailAddress,
// and the language is a tag of BCP 47.
func Offer(d *badge.Document, offerID string, newID func(old string) string, further ...*badge.Document) (*badge.Document, []Remark, error) {
	w, err := newConversion(d, newID, further)
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
	posted, err := badge.Parse(request(offerID, made))
	if err != nil {
		return nil, nil, err
	}
	return posted, w.remarks(), nil
}

// request returns the body of the request. The agent adds contexts and types.
func request(offerID string, made *badge.Document) []byte {
	credential := object{}
	for name, m := range made.Root().Members() {
		if name != "@context" && name != "type" {
			credential[name] = json.RawMessage(m.Raw())
		}
	}
	var expires any = "never"
	if until := credential["validUntil"]; until != nil {
		expires = until
	}
	return encoded(object{"offerId": offerID, "credentialConfigurationId": "openbadge_credential", "expiresAt": expires, "credential": credential})
}

// text adds a term with the text of a value, lists as written.
func (w *conversion) text(term string, f Value) {
	if f.Given() {
		w.terms[term] = encoded(f.Text)
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
