package cost_test

import (
	"errors"
	"fmt"

	"github.com/openbadges-go/openbadges/badge/internal/cost"
)

// A meter refuses what is beyond the allowance of its caller.
func Example() {
	left := 1_000
	var meter cost.Meter = func(units int, doing string) error {
		if left -= units; left < 0 {
			return errors.New("nothing is left for " + doing)
		}
		return nil
	}
	fmt.Println(meter.Spend(cost.P256, 12))
	err := meter.Spend(cost.P256, 1)
	fmt.Println(err, cost.HasEnded(err))
	// Output:
	// <nil>
	// nothing is left for checking a signature true
}
