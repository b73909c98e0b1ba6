package edubadges

import (
	"fmt"
	"slices"

	"github.com/openbadges-go/openbadges/badge"
)

// Conversion decides what Convert and Offer cannot find in a badge. The zero
// Conversion takes new ids and the first option of each choice.
type Conversion struct {
	// NewID gets each old id and returns a new one. Nil means random UUIDs.
	NewID func(old string) string
	// Choose has one of the Options of a Remark for a field.
	Choose map[Field]string
}

// The options of fields whose values the profile does not have.
const (
	completed         = "Completed"       // the result of a badge without a grade: it was awarded
	asAlignment       = "alignment"       // learning outcomes as an alignment
	asLearningOutcome = "LearningOutcome" // the same in the form that the converter of SURF reads
)

// option returns what was chosen for a field: one of the options, by default the
// first. It records that a choice is open, or what the chosen option loses.
func (w *conversion) option(f Field, v Value, options []string, format string, args ...any) string {
	chosen, made := w.choose[f]
	if made && !slices.Contains(options, chosen) {
		w.err = fail(codeChoice, "", "%s is chosen for the field %s, wanted one of %q", quoted(chosen), f, options)
		return ""
	}
	if !made {
		chosen = options[0]
	}
	w.judged = append(w.judged, v)
	r := Remark{Problem: badge.Problem{Code: codeChoice, Path: v.Path, Message: fmt.Sprintf(format, args...), Severity: badge.SeverityWarning}, Document: v.Document, Field: f, Options: options}
	switch { // without a grade or credits the badge states no less than before
	case !made && chosen == "":
		r.Message += "; it is left out"
	case !made:
		r.Message += "; " + quoted(chosen) + " is taken"
	case chosen == "" && v.Given() && f != FieldGrade && f != FieldECTS:
		r.Code, r.Options = codeLost, nil
	default:
		return chosen
	}
	w.lost = append(w.lost, r)
	return chosen
}
