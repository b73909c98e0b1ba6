package main

import (
	"encoding/json"
	"errors"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/edubadges"
	"github.com/openbadges-go/openbadges/examples/quickstart/art"
)

// class is a badge class.
type class struct {
	slug        string // for URLs and file names
	picture     art.Picture
	achievement badge.Achievement // properties that both versions of the standard have
	hours       json.Number       // time investment
}

// classes returns the badge classes of the Stadslab.
func classes() (workshop, backpack class) {
	workshop = class{slug: "prototyping", picture: art.Prototyping(), hours: "8", achievement: badge.Achievement{
		Name:        "Rapid Prototyping",
		Description: "Took an idea to a working prototype in one workshop at the Stadslab, with a laser cutter and a 3D printer.",
		Criteria:    badge.Criteria{Narrative: "Sketch a product, model it, make it with at least two machines of the lab, and show what you changed after the first test."},
		Tag:         []string{"prototyping", "laser cutting", "3D printing"},
	}}
	backpack = class{slug: "backpack", picture: art.Backpack(), hours: "4", achievement: badge.Achievement{
		Name:        "Backpack Session",
		Description: "Presented a work in progress at the Stadslab, explained it to people from other fields, and improved it with them.",
		Criteria:    badge.Criteria{Narrative: "Show a work in progress, ask a question about it, and publish the result after the session."},
		Tag:         []string{"reflection", "portfolio"},
	}}
	return workshop, backpack
}

// hosted returns the class for Open Badges 2.0: a workshop beside the curriculum,
// as edubadges publishes it.
func (c class) hosted(id, image string) (badge.Achievement, error) {
	bare, _, found := edubadges.Class{
		ID: id, Image: image, Type: edubadges.ExtraCurricular, Of: edubadges.HBO, Language: "en_EN",
		Name: c.achievement.Name, Description: c.achievement.Description, Criteria: c.achievement.Criteria.Narrative,
		LearningOutcome: c.achievement.Criteria.Narrative, Tags: c.achievement.Tag, TimeInvestment: c.hours,
	}.Build()
	if bare == nil {
		return badge.Achievement{}, errors.New(found[0].Message)
	}
	return bare.Achievement(), nil
}

// signed returns the class for Open Badges 3.0.
func (c class) signed(id, image string) badge.Achievement {
	a := c.achievement
	a.ID, a.Image = id, &badge.Image{ID: image}
	a.AchievementType, a.InLanguage = badge.AchievementTypeBadge, "en"
	return a
}
