package edubadges

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
)

// Value is one thing that a badge says, and where it says it. The zero Value
// stands for nothing said: absent, null, an empty text, an empty list.
type Value struct {
	Text  string          // a string decoded, a number or boolean as written; of a list or an object the JSON text
	Alias string          // what Text stands for, where a deployment writes it in a way of its own: "en" for "en_EN"
	Raw   json.RawMessage // the JSON text

	Document int    // which document given to Read says it, from 0
	Path     string // JSON Pointer into that document
}

// Given reports whether the badge says anything.
func (f Value) Given() bool { return f.Raw != nil }

// Meaning is the alias, or the text where there is none.
func (f Value) Meaning() string {
	if f.Alias != "" {
		return f.Alias
	}
	return f.Text
}

// Number returns the number that the fact states, also as a string.
func (f Value) Number() (float64, bool) {
	n, err := strconv.ParseFloat(f.Meaning(), 64)
	return n, err == nil && strings.Trim(f.Meaning(), "-.0123456789") == ""
}

// Bool returns the boolean that the fact states, and whether it states one.
func (f Value) Bool() (value, ok bool) {
	return string(f.Raw) == "true", string(f.Raw) == "true" || string(f.Raw) == "false"
}

// List returns the parts of a list, be it an array or a text with commas.
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

// decoded is a string without its quotes, and anything else as it is.
func decoded(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	return string(raw)
}

// fact returns what stands at a place.
func (p source) value() Value {
	raw := p.raw()
	if raw == "" || raw == `""` || p.isEmpty() {
		return Value{}
	}
	return Value{Text: decoded(json.RawMessage(raw)), Raw: json.RawMessage(raw), Document: p.n, Path: p.path}
}

// Remark is a remark about one of the documents given to Read.
type Remark struct {
	badge.Problem
	Document int // which one, from 0; Path points into it
}
