package edubadges

import (
	"maps"
	"net/url"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
)

// Text is a text in Dutch, in English or in both.
type Text struct{ Dutch, English string }

// first returns the text in Dutch, or else in English; the reverse if english.
func (t Text) first(english bool) string {
	if english {
		t.Dutch, t.English = t.English, t.Dutch
	}
	if t.Dutch != "" {
		return t.Dutch
	}
	return t.English
}

// Issuer is the issuer of badges to be made: a department of an institution.
type Issuer struct {
	ID           string // URL
	Name         Text
	Description  Text
	URL          Text
	Email, Image string
	English      bool // the texts without a language are the English ones

	Institution  Text
	BRIN         string // identifier of the institution
	Country      string // of the institution, two letters
	GradingTable string // URL, "" for none

	Group      Text // the group of issuers
	OnBehalfOf bool // badges are awarded on behalf of the group, not of the institution
}

// Build makes the documents of an issuer as edubadges publishes them: the bare
// one, and the one that a class with ?expand=issuer has. If a remark is an error,
// there are no documents.
func (i Issuer) Build() (bare, full *badge.Document, found []Remark) {
	c := checker{}
	i.check(&c)
	members := object{"@context": badge.ContextOB2, "type": "Issuer", "id": i.ID, "email": optional(i.Email), "image": optional(i.Image)}
	i.texts(members, "name", i.Name)
	i.texts(members, "description", i.Description)
	i.texts(members, "url", i.URL)
	switch {
	case i.Image == "":
	case i.English:
		members["image_english"] = i.Image + "?lang=en"
	default:
		members["image_dutch"] = i.Image + "?lang=nl"
	}
	var extensions []Extension
	for _, x := range []struct {
		name Name
		text string
	}{{InstitutionIdentifier, i.BRIN}, {GradingTable, i.GradingTable}, {InstitutionName, i.Institution.first(i.English)}, {InstitutionCountry, i.Country}} {
		if x.text != "" {
			extensions = append(extensions, TextExtension(x.name, x.text))
		}
	}
	bare, err := built(members, i.ID, extensions)
	if err != nil {
		return nil, nil, unbuilt(err)
	}
	members = maps.Clone(members)
	institution := object{"type": "Institution"}
	i.texts(institution, "name", i.Institution)
	faculty := object{"on_behalf_of": i.OnBehalfOf, "on_behalf_of_url": nil, "on_behalf_of_display_name": nil, "institution": institution}
	i.texts(faculty, "name", i.Group)
	members["faculty"] = faculty
	if full, err = built(members, i.ID, extensions); err != nil {
		return nil, nil, unbuilt(err)
	}
	return refused(bare, full, c.found)
}

// texts adds a text and its variants in Dutch and English, null where there is
// none.
func (i Issuer) texts(members object, name string, t Text) {
	members[name] = optional(t.first(i.English))
	members[name+"_dutch"], members[name+"_english"] = optional(t.Dutch), optional(t.English)
}

// check reports each field that is missing or wrong.
func (i Issuer) check(c *checker) {
	for _, row := range []struct {
		field Field
		text  string
	}{{FieldIssuer, i.Name.first(false)}, {FieldInstitutionName, i.Institution.first(false)}, {FieldInstitutionCountry, i.Country}} {
		if row.text == "" {
			c.add(codeMissing, badge.SeverityError, row.field, Value{}, "the "+labels[row.field]+" is missing", dutchLabels[row.field]+" ontbreekt")
		}
	}
	if i.Country != "" && (len(i.Country) != 2 || i.Country == "EN" || strings.ToUpper(i.Country) != i.Country) {
		c.add(codeCountry, badge.SeverityError, FieldInstitutionCountry, Value{}, quoted(i.Country)+" is not a country code of ISO 3166, such as NL", quoted(i.Country)+" is geen landcode van ISO 3166, zoals NL")
	}
	if i.OnBehalfOf && i.Group.first(false) == "" {
		c.add(codeMissing, badge.SeverityError, FieldOnBehalfOf, Value{}, "the group on whose behalf badges are awarded has no name", "de groep namens wie badges worden uitgereikt heeft geen naam")
	}
	for _, address := range []string{i.ID, i.URL.first(i.English), i.GradingTable} {
		if u, err := url.Parse(address); address != "" && (err != nil || u.Scheme != "https" || u.Host == "") || address == "" && address == i.ID {
			c.add(codeAddress, badge.SeverityError, FieldIssuer, Value{}, quoted(address)+" is not an https URL", quoted(address)+" is geen https-adres")
			break // one per field
		}
	}
}
