package edubadges

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
)

// Value is what a badge states for one field, with its place. The zero Value
// means that the badge states nothing: the property is missing, null or empty.
type Value struct {
	Text  string          // a string decoded; any other value as JSON text
	Alias string          // the standard form of Text, if a deployment deviates from it: "en" for "en_EN"
	Raw   json.RawMessage // the JSON text

	Document int    // index of the document given to Read, from 0
	Path     string // JSON Pointer into that document
}

// Given reports whether the badge states anything.
func (f Value) Given() bool { return f.Raw != nil }

// Meaning returns Alias, or Text if there is no alias.
func (f Value) Meaning() string {
	if f.Alias != "" {
		return f.Alias
	}
	return f.Text
}

// Number returns the number, whether it is written as a number or as a string.
func (f Value) Number() (float64, bool) {
	n, err := strconv.ParseFloat(f.Meaning(), 64)
	return n, err == nil && strings.Trim(f.Meaning(), "-.0123456789") == ""
}

// Bool returns the boolean and whether the value is one.
func (f Value) Bool() (value, ok bool) {
	return string(f.Raw) == "true", string(f.Raw) == "true" || string(f.Raw) == "false"
}

// List returns the parts of an array, or of a text with commas.
func (f Value) List() []string {
	var parts []string
	var elements []json.RawMessage
	if json.Unmarshal([]byte(f.Meaning()), &elements) == nil {
		for _, e := range elements {
			parts = append(parts, decoded(e))
		}
		return parts
	}
	for part := range strings.SplitSeq(f.Meaning(), ",") {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

// decoded returns the text of a JSON string, and other JSON unchanged.
func decoded(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	return string(raw)
}

// valueOf returns the value of a JSON text.
func valueOf(raw string) Value {
	if raw == "" {
		return Value{}
	}
	return Value{Text: decoded(json.RawMessage(raw)), Raw: json.RawMessage(raw)}
}

// Remark is a problem in one of the documents given to Read.
type Remark struct {
	badge.Problem
	Document int // index of the document, from 0

	Field Field  // of Check, Build and Convert; "" if the remark is not about a field
	Dutch string // Message in Dutch, of Check and Build
	// Options are what Convert can write for the field, of which Conversion.Choose
	// takes one: the first is the one that it takes without a choice, and "" leaves
	// the field out.
	Options []string
}
