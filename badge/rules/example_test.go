package rules_test

import (
	"fmt"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/rules"
)

func ExampleValidate() {
	d, err := badge.Parse([]byte(`{
		"@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
		"id": "urn:uuid:91537dba-56cb-11ec-bf63-0242ac130002",
		"type": ["VerifiableCredential", "AchievementCredential"],
		"issuer": {"id": "https://school.example/issuer", "type": ["Profile"]},
		"validFrom": "2024-09-01",
		"credentialSubject": {
			"type": ["AchievementSubject"],
			"achievement": {
				"id": "https://school.example/achievement", "type": ["Achievement"], "name": "Chess", "description": "Plays chess",
				"criteria": {}
			}
		}
	}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range rules.Validate(d) {
		fmt.Println(p.Severity, p.Code, p.Path)
	}
	// Output:
	// error schema.format /validFrom
	// error subject.unidentified /credentialSubject
	// warning criteria.empty /credentialSubject/achievement/criteria
}

func ExampleAll() {
	for r := range rules.All() {
		if r.Code == "criteria.empty" {
			fmt.Printf("%s: %s in Validate, %s in ForIssue\n", r.Section, r.Reading, r.Issuing)
		}
	}
	// Output: OB 3.0 §B.1: warning in Validate, error in ForIssue
}
