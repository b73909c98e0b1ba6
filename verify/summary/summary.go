// Package summary says a verification report in words that people understand, in
// English and Dutch.
//
//	s := summary.Of(report, summary.Dutch)
//	err := s.Text(os.Stdout)
//
// Page writes an HTML document about one or many badges, and Input.Article the
// part about one of them, for a page of yours.
package summary

import (
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/display"
	"github.com/openbadges-go/openbadges/verify"
)

// Language is a language of summaries. An unknown one means English.
type Language = display.Language

// The languages.
const (
	English = display.English
	Dutch   = display.Dutch
)

// Summary is a report in words. Its texts contain text of the badge, also if the
// badge is not accepted: escape them where you show them.
type Summary struct {
	Language   Language       `json:"language"`
	Verdict    verify.Verdict `json:"verdict"`
	Headline   string         `json:"headline"`
	Sentence   string         `json:"sentence"`         // who awarded what to whom, with text of the badge quoted
	Reason     string         `json:"reason,omitempty"` // why the badge is not accepted
	Facts      []Fact         `json:"facts"`
	Checks     []Answer       `json:"checks"` // six questions of people
	Departures []Answer       `json:"departures"`
	Stages     []Answer       `json:"stages"` // every check of the report, for experts

	said statement // the sentence in parts
}

// Fact is a labelled value from the badge.
type Fact struct {
	ID    string `json:"id"` // stable, in English
	Label string `json:"label"`
	Value string `json:"value"`
}

// Answer is a question and what came of it. Skipped means that it was not
// checked; it never counts for the badge.
type Answer struct {
	ID      string         `json:"id"` // stable: the name of the check or the stage
	Label   string         `json:"label"`
	Outcome verify.Outcome `json:"outcome"`
	State   string         `json:"state"` // the outcome in words
	Why     string         `json:"why"`
	Code    string         `json:"code,omitempty"`
	Path    string         `json:"pointer,omitempty"`
}

// Of summarizes a report. A nil report was not checked at all.
func Of(r *verify.Report, lang Language) Summary {
	if lang != Dutch {
		lang = English
	}
	return of(r, r.Document().Credential(), r.Checks(), lang)
}

// Both summarizes a report in both languages, as Of does, and reads the badge
// once.
func Both(r *verify.Report) (english, dutch Summary) {
	c, checks := r.Document().Credential(), r.Checks()
	return of(r, c, checks, English), of(r, c, checks, Dutch)
}

func of(r *verify.Report, c badge.Credential, checks []verify.Check, lang Language) Summary {
	s := Summary{Language: lang, Verdict: r.Verdict(), Headline: headlines[r.Verdict()].In(lang)}
	s.said, s.Facts = content(r, c, lang)
	s.Sentence = s.said.String()
	if s.Verdict != verify.Accepted {
		s.Reason = answer(r.Decisive(), lang).Why
	}
	s.Checks, s.Stages = answers(checks, lang), make([]Answer, 0, len(checks))
	s.Departures = []Answer{}
	for _, c := range checks {
		a := answer(c, lang)
		s.Stages = append(s.Stages, a)
		if c.Departure {
			s.Departures = append(s.Departures, a)
		}
	}
	return s
}

// answers returns the six checks. A stage that the report lacks was not checked.
func answers(checks []verify.Check, lang Language) (all []Answer) {
	for _, q := range questions {
		c := q.decisive(checks)
		a := answer(c, lang)
		a.ID, a.Label = q.id, q.label.In(lang)
		all = append(all, a)
	}
	return all
}

// answer says one check in words.
func answer(c verify.Check, lang Language) Answer {
	state := states[verify.Unknown]
	if known, ok := states[c.Outcome]; ok {
		state = known
	}
	label, ok := stageQuestions[c.Stage]
	if !ok {
		label = otherQuestion
	}
	a := Answer{ID: string(c.Stage), Label: label.In(lang), Outcome: c.Outcome, State: state.In(lang), Code: c.Code, Path: c.Path}
	if why, ok := reasons[reason{c.Code, c.Outcome}]; ok {
		a.Why = why.In(lang)
	} else if c.Outcome == verify.Unknown && strings.HasPrefix(c.Code, "fetch.") {
		a.Why = unreached.In(lang)
	} else {
		a.Why = a.Label + " " + strings.ToUpper(a.State[:1]) + a.State[1:] + "."
	}
	return a
}

// decisive returns the check that answers a question: a failure, an unknown
// outcome, a stage that was not checked, a warning, a confirmation. Departures
// are listed separately.
func (q question) decisive(checks []verify.Check) verify.Check {
	var found [rankCount]*verify.Check
	keep := func(rank int, c verify.Check) {
		if found[rank] == nil {
			found[rank] = &c
		}
	}
	confirmed := false
	for _, stage := range q.stages {
		if !slices.ContainsFunc(checks, func(c verify.Check) bool { return c.Stage == stage }) {
			keep(rankOpen, verify.Check{Stage: stage, Outcome: verify.Skipped})
		}
		for _, c := range checks {
			if c.Stage == stage {
				confirmed = confirmed || c.Outcome == verify.Passed && slices.Contains(confirming, stage)
				keep(rank(c), c)
			}
		}
	}
	if q.confirms && !confirmed {
		keep(rankOpen, verify.Check{Stage: verify.StageSignature, Outcome: verify.Skipped, Code: verify.CodeSignatureUnconfirmed})
	}
	for _, c := range found {
		if c != nil {
			return *c
		}
	}
	return verify.Check{Outcome: verify.Skipped}
}

// The ranks of checks, the one that decides first.
const (
	rankFailed = iota
	rankUnknown
	rankOpen
	rankWarned
	rankPassed
	rankDeparture
	rankSkipped
	rankCount
)

func rank(c verify.Check) int {
	switch c.Outcome {
	case verify.Failed:
		return rankFailed
	case verify.Passed:
		return rankPassed
	case verify.Warned:
		if c.Departure {
			return rankDeparture
		}
		return rankWarned
	case verify.Skipped:
		if c.Code == verify.CodeVerifyBlocked {
			return rankOpen
		}
		return rankSkipped
	}
	return rankUnknown
}
