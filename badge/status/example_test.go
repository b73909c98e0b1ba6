package status_test

import (
	"fmt"
	"time"

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

// A token names its entry in a Token Status List in its claim status.
func ExampleTokenList() {
	list, err := status.NewTokenList(131072, 2)
	if err != nil {
		panic(err)
	}
	entry := status.Entry{Type: status.TokenType, List: "https://issuer.example/tokens/1", Index: 23}
	if err := list.Set(entry.Index, status.TokenSuspended); err != nil {
		panic(err)
	}
	claim, err := entry.Claim() // goes into the token of the badge: issuer.Issue does that
	if err != nil {
		panic(err)
	}
	claims, err := status.Token{Subject: entry.List, Issued: time.Unix(1790856000, 0), List: list}.JSON() // issuer.StatusToken signs them
	if err != nil {
		panic(err)
	}

	value, err := tree.Parse(claim) // in a badge: Document.Root().Member("status")
	if err != nil {
		panic(err)
	}
	read, err := status.ParseClaim(value)
	if err != nil {
		panic(err)
	}
	if value, err = tree.Parse(claims); err != nil {
		panic(err)
	}
	published, _, err := status.ParseToken(value, 0)
	if err != nil {
		panic(err)
	}
	found, err := published.List.Lookup(read.Index)
	if err != nil {
		panic(err)
	}
	fmt.Println(string(claim))
	fmt.Println(found == status.TokenSuspended)
	// Output:
	// {"status_list":{"idx":23,"uri":"https://issuer.example/tokens/1"}}
	// true
}
