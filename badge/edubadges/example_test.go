package edubadges_test

import (
	"fmt"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/edubadges"
)

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
