package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/bake"
)

// writePicture bakes a badge into a picture and writes it to a file.
func writePicture(path string, picture []byte, p bake.Payload) error {
	var baked bytes.Buffer
	if err := bake.Embed(&baked, bytes.NewReader(picture), p, bake.Options{}); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, baked.Bytes(), 0o644)
}

// readPicture extracts the badge from a picture.
func readPicture(path string) (bake.Payload, error) {
	picture, err := os.Open(path)
	if err != nil {
		return bake.Payload{}, err
	}
	defer picture.Close()
	return bake.Extract(picture, bake.Options{})
}

// idOf returns the id of the badge in a picture.
func idOf(p bake.Payload) (string, error) {
	doc, err := badge.Parse(p.Data)
	if err != nil {
		return "", err
	}
	return doc.ID(), nil
}

// folder is the name of the student's folder, unique even if names are not.
func (s student) folder() string {
	letters := strings.FieldsFunc(strings.ToLower(s.name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return strings.Join(append(letters, s.eduID[:8]), "-")
}
