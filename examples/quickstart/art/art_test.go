package art_test

import (
	"bytes"
	"fmt"
	"image/png"

	"github.com/openbadges-go/openbadges/examples/quickstart/art"
)

func Example() {
	for _, picture := range []art.Picture{art.Prototyping(), art.Backpack()} {
		shown, err := png.Decode(bytes.NewReader(picture.PNG))
		if err != nil {
			panic(err)
		}
		fmt.Println(shown.Bounds().Size(), bytes.Contains(picture.SVG, []byte("<svg")))
	}
	// Output:
	// (600,600) true
	// (600,600) true
}
