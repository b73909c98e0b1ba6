package jsontext_test

import (
	"fmt"
	"log"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

// A value knows its place, and a member is inserted without a change of any
// other byte.
func Example() {
	root, err := jsontext.Parse([]byte(`{ "name": "Chess",  "credits": [2.50] }`))
	if err != nil {
		log.Fatal(err)
	}
	credits := root.At("/credits/0")
	fmt.Println(credits.Pointer(), string(credits.Raw()))
	fmt.Println(string(jsontext.InsertMember(root, "level", []byte(`"club"`))))

	_, err = jsontext.Parse([]byte(`{"name":"Chess","na\u006de":"Doctorate"}`))
	fmt.Println(err.(*jsontext.Error).Code())
	// Output:
	// /credits/0 2.50
	// { "name": "Chess",  "credits": [2.50],"level":"club" }
	// json.duplicate_member
}
