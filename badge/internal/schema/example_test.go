package schema_test

import (
	"fmt"
	"log"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/schema"
)

// A profile with another type and a date that cannot be read.
func Example() {
	root, err := jsontext.Parse([]byte(`{"id":"https://school.example","type":["Issuer"],"dateOfBirth":"12 May","birthday":"12 May"}`))
	if err != nil {
		log.Fatal(err)
	}
	set := schema.New()
	fits := set.Walk("Profile", root, schema.Visitor{
		Value:     func(is string, v jsontext.Value) { fmt.Printf("%s is %q\n", v.Pointer(), is) },
		Undefined: func(class, name string, _ jsontext.Value) { fmt.Printf("%s has no property %q\n", class, name) },
	})
	fmt.Println(fits)
	for _, violation := range set.Validate("Profile", root) {
		fmt.Println(violation.Keyword, violation.Path, violation.Message)
	}
	// Output:
	//  is "Profile"
	// /id is "URI"
	// /dateOfBirth is ""
	// Profile has no property "birthday"
	// false
	// format /dateOfBirth found "12 May", wanted a date such as 2006-01-02
	// contains /type found an array of 1, wanted the type "Profile" in it
}
