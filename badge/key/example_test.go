package key_test

import (
	"fmt"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
)

func ExampleParse() {
	keys, err := key.Parse([]byte(`{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(keys[0].Thumbprint())
	fmt.Println(keys[0].DIDKey())
	// Output:
	// kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k
	// did:key:z6MktwupdmLXVVqTzCw4i46r4uGyosGXRnR3XjN4Zq7oMMsw
}

// An issuer publishes its keys in a document under its own id. Method looks up
// the key that a proof names.
func ExampleParseControllerDocument() {
	doc, err := key.ParseControllerDocument([]byte(`{
	  "id": "did:web:school.example",
	  "verificationMethod": [{
	    "id": "did:web:school.example#2026", "type": "JsonWebKey", "controller": "did:web:school.example",
	    "publicKeyJwk": {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
	  }],
	  "assertionMethod": ["did:web:school.example#2026"]
	}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(doc.ID(), doc.Assertions())
	method, err := doc.Method("did:web:school.example#2026")
	fmt.Println(method.Key.Thumbprint(), err)
	_, err = doc.Method("did:web:school.example#2025")
	fmt.Println(badge.CodeOf(err))
	// Output:
	// did:web:school.example [did:web:school.example#2026]
	// kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k <nil>
	// controller.unknown
}
