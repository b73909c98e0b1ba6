// Package display has what pages and reports about badges share: the facts that a
// badge states, each with its label in English and Dutch, dates in words, and a
// style sheet.
//
//	for _, fact := range display.Edubadge(display.Dutch, doc, class, profile) {
//		fmt.Println(display.Label(fact.ID).In(display.Dutch)+":", fact.Text)
//	}
//
// All texts of facts come from the badge, which may be forged: escape them where
// you show them. Nothing is verified here.
package display

import (
	_ "embed" // for the style sheet
	"strconv"
	"time"
)

// Language is a language of people. An unknown one means English.
type Language string

// The languages.
const (
	English Language = "en"
	Dutch   Language = "nl"
)

// Text is a text in English and, second, in Dutch.
type Text [2]string

// In returns the text in a language, in English if it has no Dutch.
func (t Text) In(lang Language) string {
	if lang == Dutch && t[1] != "" {
		return t[1]
	}
	return t[0]
}

// Date returns a date in words, in UTC: 5 October 2026, 5 oktober 2026.
func Date(t time.Time, lang Language) string {
	t = t.UTC()
	return strconv.Itoa(t.Day()) + " " + months[t.Month()-1].In(lang) + " " + strconv.Itoa(t.Year())
}

// Style returns the part of a style sheet that pages about badges share: colours
// for light, dark and print, the text, and lists of facts (class "facts").
func Style() string { return style }

//go:embed style.css
var style string
