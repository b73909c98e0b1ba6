package badge_test

import (
	"fmt"

	"github.com/openbadges-go/openbadges/badge"
)

// Inline puts a linked class into the badge that links to it.
func ExampleDocument_Inline() {
	assertion, err := badge.Parse([]byte(`{
	  "@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "id": "https://school.example/badges/7",
	  "recipient": {"type": "email", "hashed": false, "identity": "ada@example.org"},
	  "badge": "https://school.example/welding", "issuedOn": "2026-06-30T12:00:00Z", "verification": {"type": "HostedBadge"}
	}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	class, err := badge.Parse([]byte(`{
	  "@context": "https://w3id.org/openbadges/v2", "type": "BadgeClass", "id": "https://school.example/welding",
	  "name": "Welding", "description": "Joins metal safely", "image": "https://school.example/welding.png",
	  "criteria": "https://school.example/criteria", "issuer": "https://school.example/issuer"
	}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	whole, err := assertion.Inline("/badge", class)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%q becomes %q\n", assertion.Credential().Subject.Achievement.Name, whole.Credential().Subject.Achievement.Name)
	// Output:
	// "" becomes "Welding"
}

// A comprehensive learner record holds several credentials of one learner, each
// with its own proof.
func ExampleBuild_clr() {
	welding := []byte(`{
	  "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
	  "id": "urn:uuid:0c9d1a52-6f0e-4a0c-9b1c-3f4f6c1a0001", "type": ["VerifiableCredential", "AchievementCredential"],
	  "issuer": {"id": "https://school.example/", "type": ["Profile"]}, "validFrom": "2026-06-30T12:00:00Z",
	  "credentialSubject": {"type": ["AchievementSubject"], "id": "did:example:ada", "achievement": {
	    "type": ["Achievement"], "id": "https://school.example/welding", "name": "Welding",
	    "description": "Joins metal safely", "criteria": {"narrative": "Weld a steel frame"}}}
	}`)
	inner, err := badge.Parse(welding)
	if err != nil {
		fmt.Println(err)
		return
	}
	record, err := badge.Build(badge.OB3, badge.Credential{
		ID:        "urn:uuid:0c9d1a52-6f0e-4a0c-9b1c-3f4f6c1a0002",
		Type:      []string{"ClrCredential"},
		Name:      "Everything Ada learned",
		Issuer:    badge.Profile{ID: "https://school.example/", Name: "School of Crafts"},
		ValidFrom: "2026-07-01T12:00:00Z",
		Subject:   badge.Subject{ID: "did:example:ada", VerifiableCredential: []*badge.Document{inner}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(record.Kind(), record.Version())
	for e := range record.Embedded() {
		fmt.Println(e.Path, e.Document.Credential().Subject.Achievement.Name)
	}
	// Output:
	// clr 3.0
	// /credentialSubject/verifiableCredential/0 Welding
}

// Every error about an input has a code for programs and a path into the
// document.
func ExampleCodeOf() {
	for _, text := range []string{`{"badge": {"id": "urn:a", "id": "urn:b"}}`, `{"id": "urn:a"`, `eyJhbGciOiJFZERTQSJ9.e30`} {
		_, err := badge.Parse([]byte(text))
		fmt.Printf("%s at %q\n", badge.CodeOf(err), badge.PathOf(err))
	}
	// Output:
	// json.duplicate_member at "/badge"
	// json.truncated at ""
	// jws.parts at ""
}
