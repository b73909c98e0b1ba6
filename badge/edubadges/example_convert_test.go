package edubadges_test

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"strings"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/edubadges"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/issuer"
)

// Convert makes an unsigned eduCredentials badge. The institution adds what the
// old badge does not state, and signs the result.
func ExampleConvert() {
	old, err := badge.Parse([]byte(`{"@context": "https://w3id.org/openbadges/v2", "type": "Assertion",
  "id": "https://api.edubadges.nl/public/assertions/a41jSgmsSh6Sa1xcVUku5Q", "issuedOn": "2026-05-01T10:20:30Z",
  "recipient": {"type": "id", "hashed": false, "identity": "5ec9ae88-c4d1-4d67-a5a6-4b1d1a4b2c3d"},
  "badge": {"type": "BadgeClass", "id": "https://api.edubadges.nl/public/badges/EqLuTedxSEaQneSmWWlF4g",
    "name": "Soldering", "description": "Solders", "criteria": {"narrative": "Solder."}, "image": "https://api.edubadges.nl/1.png",
    "typeBadgeClass": "extra_curricular", "stackable": false, "grade_achieved": "8",
    "extensions:LanguageExtension": {"type": ["Extension", "extensions:LanguageExtension"], "Language": "en_EN"},
    "issuer": {"type": "Issuer", "id": "https://api.edubadges.nl/public/issuers/lQ67BQQQS-eBx5syJGpazg", "name": "Stadslab", "url": "https://school.example"}}}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	const school = "https://school.example"
	newID := func(id string) string {
		if strings.Contains(id, "/issuers/") {
			return school
		}
		return strings.Replace(id, "https://api.edubadges.nl/public", school, 1)
	}
	made, lost, err := edubadges.Convert(old, edubadges.Conversion{NewID: newID})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range lost {
		fmt.Println("lost:", r.Path, r.Message)
	}

	private := ed25519.NewKeyFromSeed([]byte("a seed of thirty-two bytes......")) // from your key store
	signing, err := issuer.New(issuer.Config{
		Profile:    badge.Profile{ID: school, Type: []string{"Profile"}, Name: "Hogeschool"},
		Proofs:     []issuer.Securing{{Scheme: proof.EdDSARDFC2022, Signer: key.Signer{Key: private, Method: school + "/keys#1"}}},
		Extensions: edubadges.Educredentials(),
		Now:        func() time.Time { return time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC) },
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	c := made.Credential()
	c.Issuer = badge.Profile{} // the issuer adds its own profile
	signed, err := signing.Issue(context.Background(), c)
	if err != nil {
		fmt.Println(err)
		return
	}
	e := edubadges.Read(signed)
	fmt.Println(e.Dialect, e.Value(edubadges.FieldName).Text, e.Value(edubadges.FieldGrade).Text, signed.Credential().Issuer.Name)
	// Output:
	// lost: /recipient/type the identifier type "id" becomes ext:id
	// lost: /badge/stackable the profile cannot state whether a badge is stackable
	// eduCredentials Soldering 8 Hogeschool
}
