package edubadges_test

import (
	"fmt"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/edubadges"
)

// A class is read, whoever asks for it, with the errors of live data named.
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
	fmt.Println(e.Name.Text, "in", e.Language.Meaning(), "takes", e.TimeInvestment.Text, "hours")
	for _, f := range e.Findings {
		fmt.Println(f.Severity, f.Code, f.Message)
	}
	for _, f := range edubadges.Check(e, edubadges.HBO) {
		fmt.Println(f.Severity, f.Code, f.Message)
	}
	// Output:
	// Rapid Prototyping in en takes 4 hours
	// warning edubadges.language found "en_EN", which stands for "en"
	// error edubadges.missing the learning outcome is missing, which a badge of the type extra_curricular has
}

// A class is held to the schemas of its extensions, wherever these say that
// their files are.
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
	for _, p := range badge.Validate(d, edubadges.Extensions()...) {
		if p.Path == "/extensions:ECTSExtension/ECTS" {
			fmt.Println(p.Code, p.Message)
		}
	}
	// Output:
	// schema.pattern found "a few", want a string that matches "^-?[0-9]+(\\.[0-9]+)?$"
}
