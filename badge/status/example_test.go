package status_test

import (
	"fmt"

	"github.com/openbadges-go/openbadges/badge/status"
	"github.com/openbadges-go/openbadges/badge/tree"
)

// An issuer revokes one badge, and a verifier reads the list it publishes.
func Example() {
	list, err := status.NewList(status.Revocation, 131072, 1)
	if err != nil {
		panic(err)
	}
	entry := status.Entry{
		Type:    status.BitstringEntry,
		List:    "https://issuer.example/status/1",
		Purpose: status.Revocation,
		Index:   23,
	}
	if err := list.Set(entry, 1); err != nil {
		panic(err)
	}
	credentialStatus, err := entry.JSON() // goes into the badge
	if err != nil {
		panic(err)
	}
	subject, err := list.Subject("https://issuer.example/status/1#list") // goes into the list credential
	if err != nil {
		panic(err)
	}

	value, err := tree.Parse(credentialStatus) // in a badge: Document.Body().Member("credentialStatus")
	if err != nil {
		panic(err)
	}
	read, _, err := status.ParseEntry(value, status.Options{})
	if err != nil {
		panic(err)
	}
	if value, err = tree.Parse(subject); err != nil {
		panic(err)
	}
	published, _, err := status.ParseList(value, status.Options{})
	if err != nil {
		panic(err)
	}
	result, err := published.Lookup(read)
	if err != nil {
		panic(err)
	}
	fmt.Println(string(credentialStatus))
	fmt.Println(result.Purpose, result.Value)
	// Output:
	// {"id":"https://issuer.example/status/1#23","type":"BitstringStatusListEntry","statusPurpose":"revocation","statusListIndex":"23","statusListCredential":"https://issuer.example/status/1"}
	// revocation 1
}
