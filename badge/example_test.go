package badge_test

import (
	"fmt"

	"github.com/openbadges-go/openbadges/badge"
)

func Example() {
	text := []byte(`{
	  "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
	  "type": ["VerifiableCredential", "AchievementCredential"],
	  "id": "urn:uuid:0c9d1a52-6f0e-4a0c-9b1c-3f4f6c1a0001",
	  "issuer": {"id": "https://school.example/", "type": ["Profile"], "name": "School of Crafts"},
	  "validFrom": "2026-06-30T12:00:00Z",
	  "credentialSubject": {
	    "type": ["AchievementSubject"],
	    "id": "did:example:ada",
	    "achievement": {
	      "type": ["Achievement"], "id": "https://school.example/welding", "name": "Welding",
	      "description": "Joins metal safely", "criteria": {"narrative": "Weld a steel frame"},
	      "workshop": {"hall": 3}
	    }
	  }
	}`)
	d, err := badge.Parse(text)
	if err != nil {
		fmt.Println(err)
		return
	}
	c := d.Credential()
	fmt.Println(d.Kind(), d.Version())
	fmt.Printf("%s awards %s to %s\n", c.Issuer.Name, c.Subject.Achievement.Name, c.Subject.ID)
	fmt.Printf("workshop: %s\n", c.Subject.Achievement.Extra["workshop"])
	// Output:
	// credential 3.0
	// School of Crafts awards Welding to did:example:ada
	// workshop: {"hall": 3}
}

func ExampleBuild() {
	d, err := badge.Build(badge.OB3, badge.Credential{
		ID:        "urn:uuid:0c9d1a52-6f0e-4a0c-9b1c-3f4f6c1a0002",
		Issuer:    badge.Profile{ID: "https://school.example/", Name: "School of Crafts"},
		ValidFrom: "2026-06-30T12:00:00Z",
		Subject: badge.Subject{
			ID:            "did:example:ada",
			CreditsEarned: "2.50",
			Achievement: badge.Achievement{
				ID:          "https://school.example/welding",
				Name:        "Welding",
				Description: "Joins metal safely",
				Criteria:    badge.Criteria{Narrative: "Weld a steel frame"},
			},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	issuer, _ := d.At("/issuer")
	credits, _ := d.At("/credentialSubject/creditsEarned")
	fmt.Printf("%s\n%s\n", issuer, credits)
	// Output:
	// {"id":"https://school.example/","type":["Profile"],"name":"School of Crafts"}
	// 2.50
}

func ExampleRecipient_Match() {
	salt := [16]byte{0x5a, 0x17} // the sixteen bytes come from crypto/rand
	s := badge.Subject{Identifier: []badge.IdentityObject{
		badge.HashIdentity(badge.IdentifierEmailAddress, "ada@example.org", salt),
	}}

	ada := badge.Recipient{Type: badge.IdentifierEmailAddress, Value: "Ada@example.org"}
	match, err := ada.Match(s)
	fmt.Println(match.Algorithm, match.Folded, err)

	bob := badge.Recipient{Type: badge.IdentifierEmailAddress, Value: "bob@example.org"}
	_, err = bob.Match(s)
	fmt.Println(err)
	// Output:
	// sha256 true <nil>
	// recipient.mismatch: the badge names another recipient: its hash is not that of the given value (at "/identifier")
}

func ExampleConvert() {
	d, err := badge.Parse([]byte(`{
	  "@context": "https://w3id.org/openbadges/v2", "type": "BadgeClass", "id": "https://school.example/welding",
	  "name": "Welding", "description": "Joins metal safely", "image": "https://school.example/welding.png",
	  "criteria": "https://school.example/criteria", "issuer": "https://school.example/issuer",
	  "extensions:ECTSExtension": {"type": ["Extension", "extensions:ECTSExtension"], "ECTS": 2.5}
	}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	converted, changes, err := badge.Convert(d, badge.OB3, func(old string) string { return old + "?v=3" })
	if err != nil {
		fmt.Println(err)
		return
	}
	a := converted.Achievement()
	fmt.Println(a.Name, a.ID, "was", a.Related[0].ID)
	for _, c := range changes {
		fmt.Println(c.Code, c.Path)
	}
	// Output:
	// Welding https://school.example/welding?v=3 was https://school.example/welding
	// convert.lost /extensions:ECTSExtension
}

func ExampleUpgrade() {
	d, err := badge.Parse([]byte(`{
	  "uid": "1", "recipient": {"type": "email", "hashed": false, "identity": "ada@example.org"},
	  "badge": "https://school.example/welding", "issuedOn": 1403120715,
	  "verify": {"type": "hosted", "url": "https://school.example/1"}
	}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	upgraded, changes, err := badge.Upgrade(d, "")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(d.Version(), upgraded.Version(), upgraded.ID())
	for _, c := range changes {
		fmt.Println(c.Code, c.Path)
	}
	// Output:
	// 1.0 2.0 https://school.example/1
	// upgrade.id /id
	// upgrade.date /issuedOn
	// upgrade.type /type
	// upgrade.context /@context
}
