package multiformat_test

import (
	"fmt"
	"log"

	"github.com/openbadges-go/openbadges/badge/internal/multiformat"
)

// A Multikey holds the type and the bytes of a key.
func Example() {
	base, data, err := multiformat.Decode("z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi")
	if err != nil {
		log.Fatal(err)
	}
	kind, key, err := multiformat.Split(data)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%c %s %d bytes\n", base, kind, len(key))
	fmt.Println(multiformat.EncodeBase58(multiformat.Prefix(kind, key)))
	// Output:
	// z ed25519-pub 32 bytes
	// z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi
}
