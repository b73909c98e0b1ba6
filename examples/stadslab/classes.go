package main

import (
	"encoding/json"
	"errors"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/edubadges"
	"github.com/openbadges-go/openbadges/examples/quickstart/art"
)

// class is a badge class of the Stadslab: a workshop beside the curriculum.
type class struct {
	slug        string // for URLs and file names
	list        string // file with its recipients
	picture     art.Picture
	name        string
	description string
	criteria    string
	outcome     string
	tags        []string
	hours       json.Number // time investment
}

// classes returns the badge classes of the Stadslab.
func classes() (workshop, backpack class) {
	workshop = class{slug: "prototyping", list: "workshop.csv", picture: art.Prototyping(), hours: "8",
		name:        "Rapid Prototyping",
		description: "Took an idea to a working prototype in one workshop at the Stadslab, with a laser cutter and a 3D printer.",
		criteria:    "Sketch a product, model it, make it with at least two machines of the lab, and show what you changed after the first test.",
		outcome:     "Makes a working prototype with digital tools and improves it after a test.",
		tags:        []string{"prototyping", "laser cutting", "3D printing"},
	}
	backpack = class{slug: "backpack", list: "backpack.csv", picture: art.Backpack(), hours: "4",
		name:        "Backpack Session",
		description: "Presented a work in progress at the Stadslab, explained it to people from other fields, and improved it with them.",
		criteria:    "Show a work in progress, ask a question about it, and publish the result after the session.",
		outcome:     "Explains unfinished work and uses the advice of people from other fields.",
		tags:        []string{"reflection", "portfolio"},
	}
	return workshop, backpack
}

// build makes the documents of the class as edubadges publishes them: the bare
// one, and the full view with the type of the badge.
func (c class) build(id, image, issuer string) (bare, full *badge.Document, err error) {
	bare, full, found := edubadges.Class{
		ID: id, Image: image, Issuer: issuer, Type: edubadges.ExtraCurricular, Of: edubadges.HBO, Language: "en_EN",
		Name: c.name, Description: c.description, Criteria: c.criteria, LearningOutcome: c.outcome, Tags: c.tags, TimeInvestment: c.hours,
	}.Build()
	return bare, full, errorOf(bare, found)
}

// buildIssuer makes the documents of the department that awards, in Dutch and in
// English.
func buildIssuer(id string) (bare, full *badge.Document, err error) {
	bare, full, found := edubadges.Issuer{
		ID: id, English: true, Name: edubadges.Text{Dutch: "Stadslab Rotterdam", English: "City Lab Rotterdam"},
		Description: edubadges.Text{Dutch: "Werkplaats voor alle studenten.", English: "A workshop for all students."},
		URL:         edubadges.Text{English: "https://hogeschool.example/stadslab"}, Email: "stadslab@hogeschool.example",
		Institution: edubadges.Text{Dutch: institution, English: institution}, BRIN: "99ZZ", Country: "NL",
		Group: edubadges.Text{Dutch: "Communicatie, Media en ICT"},
	}.Build()
	return bare, full, errorOf(bare, found)
}

// errorOf returns the first finding if there is no document.
func errorOf(bare *badge.Document, found []edubadges.Remark) error {
	if bare == nil {
		return errors.New(found[0].Message)
	}
	return nil
}

// tooSmall is a micro-credential that a teacher asks for and that an HBO may not
// award: 2 of at least 3 credits, and nothing about how it is assessed.
func tooSmall() []edubadges.Remark {
	workshop, _ := classes()
	_, _, found := edubadges.Class{
		ID: "https://hogeschool.example/classes/micro", Image: "https://hogeschool.example/micro.png", Type: edubadges.MicroCredential, Of: edubadges.HBO,
		Language: "nl_NL", Name: workshop.name, Description: workshop.description, Criteria: workshop.criteria, LearningOutcome: workshop.outcome,
		ECTS: "2", Level: 6, LevelVerified: true, Participation: []string{"onsite"},
		QualityName: "Kwaliteitskader Microcredentials", QualityURL: "https://npuls.nl/doorbouwen-aan-microcredentials", QualityText: "Kader van hbo en wo.",
	}.Build()
	return found
}
