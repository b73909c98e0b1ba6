package did_test

import (
	"context"
	"fmt"

	"github.com/openbadges-go/openbadges/verify/did"
)

// A did:key is its own key: nothing is fetched, and nothing says whose it is.
func Example() {
	const (
		issuer = "did:key:z6MktwupdmLXVVqTzCw4i46r4uGyosGXRnR3XjN4Zq7oMMsw"
		method = issuer + "#z6MktwupdmLXVVqTzCw4i46r4uGyosGXRnR3XjN4Zq7oMMsw"
	)
	found, err := did.Resolver{}.Find(context.Background(), issuer, method)
	fmt.Println(err)
	fmt.Println(found.Binding, found.Method.Key.Thumbprint())

	_, err = did.Resolver{}.Find(context.Background(), issuer, "did:web:school.example#key-1")
	fmt.Println(err)
	// Output:
	// <nil>
	// self-asserted kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k
	// did.key_not_bound: key "did:web:school.example#key-1" does not belong to issuer "did:key:z6MktwupdmLXVVqTzCw4i46r4uGyosGXRnR3XjN4Zq7oMMsw"
}
