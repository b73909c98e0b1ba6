package display_test

import (
	"fmt"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/display"
)

// The extensions of an edubadge, as a page in Dutch shows them.
func ExampleEdubadge() {
	doc, err := badge.Parse([]byte(`{"@context": "https://w3id.org/openbadges/v2", "type": "BadgeClass", "name": "Solderen", "typeBadgeClass": "micro_credential",
		"extensions:StudyLoadExtension": {"type": ["Extension", "extensions:StudyLoadExtension"], "StudyLoad": 240}}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, fact := range display.Edubadge(display.Dutch, doc) {
		fmt.Println(display.Label(fact.ID).In(display.Dutch)+":", fact.Text)
	}
	// Output:
	// Type edubadge: Microcredential
	// Studiebelasting: 240 uur
}
