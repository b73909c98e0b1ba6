// Package art has the pictures of the Stadslab badges, before anything is
// baked into them.
package art

import _ "embed"

// Picture is a badge in both formats that badges are baked into.
type Picture struct{ PNG, SVG []byte }

var (
	//go:embed stadslab.png
	prototypingPNG []byte
	//go:embed stadslab.svg
	prototypingSVG []byte
	//go:embed stadslab-backpack.png
	backpackPNG []byte
	//go:embed stadslab-backpack.svg
	backpackSVG []byte
)

// Prototyping returns the picture of the workshop Rapid Prototyping.
func Prototyping() Picture { return Picture{prototypingPNG, prototypingSVG} }

// Backpack returns the picture of the backpack session.
func Backpack() Picture { return Picture{backpackPNG, backpackSVG} }
