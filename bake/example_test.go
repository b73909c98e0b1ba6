package bake_test

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"

	"github.com/openbadges-go/openbadges/bake"
)

// A credential goes into a PNG and comes out again.
func Example() {
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		fmt.Println(err)
		return
	}

	var badge bytes.Buffer
	credential := []byte(`{"type": ["VerifiableCredential", "OpenBadgeCredential"]}`)
	err := bake.Embed(&badge, &picture, bake.Payload{Slot: bake.OB3, Data: credential}, bake.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}

	p, err := bake.Extract(&badge, bake.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(p.Slot)
	fmt.Println(string(p.Data))
	// Output:
	// openbadgecredential
	// {"type": ["VerifiableCredential", "OpenBadgeCredential"]}
}

// In an SVG the credential is the first child of the root. Nothing else of
// the drawing changes.
func ExampleEmbed_svg() {
	picture := `<svg xmlns="http://www.w3.org/2000/svg"><circle r="5"/></svg>`
	p := bake.Payload{
		Slot: bake.OB2,
		Data: []byte(`{"type": "Assertion"}`),
		URL:  "https://badges.example/1",
	}
	var badge strings.Builder
	if err := bake.Embed(&badge, strings.NewReader(picture), p, bake.Options{}); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(strings.ReplaceAll(badge.String(), "><", ">\n<"))

	_, err := bake.Extract(strings.NewReader(picture), bake.Options{})
	fmt.Println(errors.Is(err, bake.ErrNotBaked))
	// Output:
	// <svg xmlns:openbadges="http://openbadges.org" xmlns="http://www.w3.org/2000/svg">
	// <openbadges:assertion verify="https://badges.example/1">
	// <![CDATA[{"type": "Assertion"}]]>
	// </openbadges:assertion>
	// <circle r="5"/>
	// </svg>
	// true
}

// A picture from a stranger may hold more than a drawing.
func ExampleInspectSVG() {
	picture := `<svg xmlns="http://www.w3.org/2000/svg" onload="steal()"><image href="https://tracker.example/x"/></svg>`
	list, err := bake.InspectSVG(strings.NewReader(picture), bake.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range list {
		fmt.Println(f.Code, f.Message)
	}
	// Output:
	// active.event_handler event handler "onload"
	// active.external_reference URL "https://tracker.example/x"
}

// EmbedFile replaces a file safely.
func ExampleEmbedFile() {
	dir, err := os.MkdirTemp("", "badges")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "badge.svg")
	if err := os.WriteFile(file, []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), 0o644); err != nil {
		fmt.Println(err)
		return
	}

	credential := bake.Payload{Slot: bake.OB3, Data: []byte("eyJhbGciOiJFZERTQSJ9.e30.c2ln")}
	fmt.Println(bake.EmbedFile(file, file, credential, bake.Options{}))

	err = bake.EmbedFile(file, file, credential, bake.Options{})
	fmt.Println(errors.Is(err, bake.ErrBaked))
	fmt.Println(bake.EmbedFile(file, file, credential, bake.Options{Replace: true}))
	// Output:
	// <nil>
	// true
	// <nil>
}

// ExtractAt reads a large file without reading its pixels.
func ExampleExtractAt() {
	var picture, badge bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		fmt.Println(err)
		return
	}
	credential := bake.Payload{Slot: bake.OB3, Data: []byte("eyJhbGciOiJFZERTQSJ9.e30.c2ln")}
	if err := bake.Embed(&badge, &picture, credential, bake.Options{}); err != nil {
		fmt.Println(err)
		return
	}

	file := bytes.NewReader(badge.Bytes()) // an *os.File works as well
	p, err := bake.ExtractAt(file, file.Size(), bake.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(string(p.Data))
	// Output:
	// eyJhbGciOiJFZERTQSJ9.e30.c2ln
}

// Remove gives the picture back as it was.
func ExampleRemove() {
	picture := `<svg xmlns="http://www.w3.org/2000/svg"><circle r="5"/></svg>`
	credential := bake.Payload{Slot: bake.OB3, Data: []byte("eyJhbGciOiJFZERTQSJ9.e30.c2ln")}
	var badge, clean strings.Builder
	if err := bake.Embed(&badge, strings.NewReader(picture), credential, bake.Options{}); err != nil {
		fmt.Println(err)
		return
	}
	if err := bake.Remove(&clean, strings.NewReader(badge.String()), bake.Options{}); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(clean.String() == picture)
	// Output:
	// true
}
