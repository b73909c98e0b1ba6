package edubadges_test

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/edubadges"
	"github.com/openbadges-go/openbadges/badge/rules"
)

// Read returns what a class states and reports errors in its data. Check compares
// it with the rules for its type.
func Example() {
	class, err := badge.Parse([]byte(`{
  "@context": "https://w3id.org/openbadges/v2", "type": "BadgeClass",
  "id": "https://api.edubadges.nl/public/badges/EqLuTedxSEaQneSmWWlF4g",
  "name": "Rapid Prototyping", "description": "Makes things", "image": "https://api.edubadges.nl/1.png",
  "criteria": {"narrative": "Make three things"}, "typeBadgeClass": "extra_curricular",
  "extensions:LanguageExtension": {"type": ["Extension", "extensions:LanguageExtension"], "Language": "en_EN"},
  "extensions:TimeInvestmentExtension": {"type": ["Extension", "extensions:TimeInvestmentExtension"], "TimeInvestment": 4}
}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	e := edubadges.Read(class)
	fmt.Println(e.Value(edubadges.FieldName).Text, "in", e.Value(edubadges.FieldLanguage).Meaning(), "takes", e.Value(edubadges.FieldTimeInvestment).Text, "hours")
	for _, f := range e.Remarks {
		fmt.Println(f.Severity, f.Code, f.Message)
	}
	for _, f := range edubadges.Check(e, edubadges.HBO) {
		fmt.Println(f.Severity, f.Code, f.Message)
	}
	// Output:
	// Rapid Prototyping in en takes 4 hours
	// warning edubadges.language the language is "en_EN", wanted "en"
	// error edubadges.missing the learning outcome is missing; a badge of type extra_curricular needs it
}

// A current badge is an assertion, a class with extensions and an issuer with
// extensions: three documents, each published at its own URL.
func ExampleMembers() {
	const api = "https://api.edubadges.nl/public/"
	const assertionID, classID, issuerID = api + "assertions/a41jSgmsSh6Sa1xcVUku5Q", api + "badges/EqLuTedxSEaQneSmWWlF4g", api + "issuers/lQ67BQQQS-eBx5syJGpazg"
	salt := [16]byte{1} // random, and new for each award

	assertion, err1 := badge.Build(badge.OB2, badge.Credential{
		ID: assertionID, ValidFrom: "2026-05-01T10:20:30Z",
		Subject: badge.Subject{
			Identifier:  []badge.IdentityObject{badge.HashIdentity("id", "5ec9ae88-c4d1-4d67-a5a6-4b1d1a4b2c3d", salt)},
			Achievement: badge.Achievement{ID: classID},
		},
		Extra: map[string]json.RawMessage{"verification": json.RawMessage(`{"type":"HostedBadge"}`)},
	})
	aboutClass, err2 := edubadges.Members(
		edubadges.TextExtension(edubadges.Language, "nl_NL"),
		edubadges.NumberExtension(edubadges.TimeInvestment, "4"),
	)
	class, err3 := badge.BuildAchievement(badge.OB2, badge.Achievement{
		ID: classID, Name: "Rapid Prototyping", Description: "Makes things", Criteria: badge.Criteria{Narrative: "Make three things"},
		Image: &badge.Image{ID: classID + "/image"}, Creator: &badge.Profile{ID: issuerID}, Extra: aboutClass,
	})
	aboutIssuer, err4 := edubadges.Members(edubadges.TextExtension(edubadges.InstitutionName, "Hogeschool"))
	issuer, err5 := badge.BuildProfile(badge.OB2, badge.Profile{
		ID: issuerID, Type: []string{"Issuer"}, Name: "Stadslab", URL: "https://school.example", Email: "badges@school.example", Extra: aboutIssuer,
	})
	if err := errors.Join(err1, err2, err3, err4, err5); err != nil {
		fmt.Println(err)
		return
	}
	for _, d := range []*badge.Document{assertion, class, issuer} {
		fmt.Println(d.Kind(), "with", len(rules.Validate(d, edubadges.Extensions()...)), "problems")
	}
	e := edubadges.Read(assertion, class, issuer)
	fmt.Printf("%s: %s, %s hours, by %s of %s\n", e.Dialect, e.Value(edubadges.FieldName).Text, e.Value(edubadges.FieldTimeInvestment).Text, e.Value(edubadges.FieldIssuer).Text, e.Value(edubadges.FieldInstitutionName).Text)
	// Output:
	// credential with 0 problems
	// achievement with 0 problems
	// profile with 0 problems
	// hosted: Rapid Prototyping, 4 hours, by Stadslab of Hogeschool
}

// An offer uses share URLs as ids. The remarks report what it leaves out.
func ExampleOffer() {
	award, err := badge.Parse([]byte(`{"@context": "https://w3id.org/openbadges/v2", "type": "Assertion",
  "id": "https://api.edubadges.nl/public/assertions/a41jSgmsSh6Sa1xcVUku5Q", "issuedOn": "2026-05-01T10:20:30Z", "narrative": "At once",
  "badge": {"type": "BadgeClass", "id": "https://api.edubadges.nl/public/badges/EqLuTedxSEaQneSmWWlF4g", "name": "Rapid Prototyping",
    "description": "Makes prototypes", "criteria": {"narrative": "Make three things"},
    "issuer": {"type": "Issuer", "id": "https://api.edubadges.nl/public/issuers/lQ67BQQQS-eBx5syJGpazg", "name": "Stadslab"}}}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	shared := func(id string) string {
		o, err := edubadges.Locate(id, edubadges.Deployments())
		if err != nil {
			return "" // Offer fails
		}
		return o.ShareURL()
	}
	offer, lost, err := edubadges.Offer(award, edubadges.Agent{OfferID: "5ec9ae88-c4d1-4d67-a5a6-4b1d1a4b2c3d"}, edubadges.Conversion{NewID: shared})
	if err != nil {
		fmt.Println(err)
		return
	}
	id, _ := offer.At("/credential/id")
	fmt.Println(string(id))
	for _, f := range lost {
		fmt.Println(f.Code, f.Path)
	}
	// Output:
	// "https://www.edubadges.nl/public/assertions/a41jSgmsSh6Sa1xcVUku5Q"
	// edubadges.lost /narrative
}

// Extensions provides the schemas of the extensions, whatever the URLs of their
// contexts.
func ExampleExtensions() {
	d, err := badge.Parse([]byte(`{"type": "BadgeClass",
  "extensions:ECTSExtension": {
    "@context": "http://127.0.0.1:8000/static/extensions/ECTSExtension/context.json",
    "type": ["Extension", "extensions:ECTSExtension"],
    "ECTS": "a few"
  }}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range rules.Validate(d, edubadges.Extensions()...) {
		if p.Path == "/extensions:ECTSExtension/ECTS" {
			fmt.Println(p.Code, p.Message)
		}
	}
	// Output:
	// schema.pattern found "a few", wanted a string that matches "^-?[0-9]+(\\.[0-9]+)?$"
}
