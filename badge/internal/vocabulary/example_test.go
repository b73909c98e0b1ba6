package vocabulary_test

import (
	"fmt"
	"time"

	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

func ExampleParseDateTime() {
	t, err := vocabulary.ParseDateTime("2024-09-01T10:00:00+02:00")
	fmt.Println(t.Format(time.RFC3339), err)
	// Output: 2024-09-01T08:00:00Z <nil>
}
