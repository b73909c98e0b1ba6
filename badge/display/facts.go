package display

import (
	"cmp"

	"github.com/openbadges-go/openbadges/badge"
)

// Fact is something that a badge states. Its label is that of its ID. Text or Link
// may be empty; Link is a URL from the badge, of any kind.
type Fact struct{ ID, Text, Link string }

// Details returns what a badge states about the work of its recipient: credits,
// results, alignments of its class, evidence.
func Details(c badge.Credential) (facts []Fact) {
	a := c.Subject.Achievement
	if credits := string(c.Subject.CreditsEarned); credits != "" {
		facts = append(facts, Fact{ID: "credits", Text: credits})
	}
	for _, r := range c.Subject.Result {
		if text := resultOf(r, a.ResultDescription); text != "" {
			facts = append(facts, Fact{ID: "result", Text: text})
		}
	}
	facts = append(facts, Alignments(a)...)
	for _, e := range c.Evidence {
		facts = append(facts, Fact{"evidence", cmp.Or(e.Name, e.Narrative, e.Description), e.ID})
	}
	return facts
}

// Alignments returns what the class of a badge is aligned with, such as skills.
func Alignments(a badge.Achievement) (facts []Fact) {
	for _, to := range a.Alignment {
		facts = append(facts, Fact{"alignment", to.TargetName, to.TargetURL})
	}
	return facts
}

// resultOf returns a result with what it is a result of.
func resultOf(r badge.Result, described []badge.ResultDescription) string {
	value := cmp.Or(r.Value, r.AchievedLevel, string(r.Status))
	for _, d := range described {
		if value != "" && d.Name != "" && d.ID == r.ResultDescription {
			return d.Name + ": " + value
		}
	}
	return value
}
