package main

import (
	"encoding/json"
	"fmt"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/edubadges"
)

// converted is a new document with the changes made.
type converted struct {
	doc     *badge.Document
	changes []change
}

// change is one change with the file that it concerns.
type change struct {
	badge.Change
	file string
}

// targets are the conversions by the value of -to. The first input is the badge,
// the others are its class and issuer.
var targets = map[string]func(inputs []input, newID func() string) (converted, error){
	"3.0":            func(inputs []input, newID func() string) (converted, error) { return to(badge.OB3, inputs, newID) },
	"2.0":            func(inputs []input, newID func() string) (converted, error) { return to(badge.OB2, inputs, newID) },
	"educredentials": educredential,
}

// to converts to a version. It upgrades a badge before Open Badges 2.0 first.
func to(version badge.Version, inputs []input, newID func() string) (converted, error) {
	doc, err := whole(inputs)
	if err != nil {
		return converted{}, err
	}
	var made converted
	note := func(changes []badge.Change) {
		for _, c := range changes {
			made.changes = append(made.changes, change{c, inputs[0].name})
		}
	}
	upgraded, changes, err := badge.Upgrade(doc, "")
	if err != nil {
		return converted{}, err
	}
	note(changes)
	if doc.Version() != version && upgraded.Version() == version {
		made.doc = upgraded
		return made, nil
	}
	made.doc, changes, err = badge.Convert(upgraded, version, renewed(newID))
	note(changes)
	return made, err
}

// renewed returns a function that maps each id to a new one.
func renewed(newID func() string) func(old string) string {
	ids := map[string]string{}
	return func(old string) string {
		if ids[old] == "" {
			ids[old] = newID()
		}
		return ids[old]
	}
}

// whole embeds the class and the issuer into the badge.
func whole(inputs []input) (*badge.Document, error) {
	doc, named := inputs[0].doc, map[string]bool{}
	for _, place := range []string{"/badge", "/badge/issuer", "/issuer"} {
		for _, in := range inputs[1:] {
			var address string
			if raw, _ := doc.At(place); json.Unmarshal(raw, &address) != nil || address == "" || address != in.doc.ID() {
				continue
			}
			var err error
			if doc, err = doc.Inline(place, in.doc); err != nil {
				return nil, err
			}
			named[in.name] = true
		}
	}
	for _, in := range inputs[1:] {
		if !named[in.name] {
			return nil, fmt.Errorf("%q with the id %q is neither the class nor the issuer of the badge", in.name, in.doc.ID())
		}
	}
	return doc, nil
}

// educredential converts an edubadge to the eduCredentials profile.
func educredential(inputs []input, newID func() string) (converted, error) {
	var further []*badge.Document
	for _, in := range inputs[1:] {
		further = append(further, in.doc)
	}
	doc := inputs[0].doc
	e := edubadges.Read(doc, further...)
	if doc.Version() != badge.OB2 || doc.Kind() != badge.KindCredential || e.Dialect == edubadges.DialectUnrecognised {
		return converted{}, fmt.Errorf("%q is not an edubadge of Open Badges 2.0; only these convert to educredentials", inputs[0].name)
	}
	made := converted{}
	converted, lost, err := edubadges.Convert(doc, edubadges.Conversion{NewID: renewed(newID)}, further...)
	for _, f := range append(e.Remarks, lost...) {
		made.changes = append(made.changes, change{badge.Change{Code: f.Code, Path: f.Path, Message: f.Message}, inputs[f.Document].name})
	}
	made.doc = converted
	return made, err
}
