package rules

import (
	"iter"
	"slices"
	"sync"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

// A rule is one row of the table of rules.
type rule struct {
	code             string
	of               []string // the classes, primitives and enumerations that it applies to
	reading, issuing weight
	section          string // of the standard that states it
	find             func(*finder, jsontext.Value)
}

// Values that a rule can apply to, other than those of a class or a type.
const (
	anyObject    = "*"            // an object of any class of Open Badges 3.0 or CLR 2.0
	anyUndefined = "?"            // a member that such a class does not define
	anyUnknown   = ""             // a value of a property that the standard does not define
	document     = "document"     // the document as a whole
	document2    = "OB2.document" // the same in Open Badges 2.0
	extension2   = "OB2.Extension"
	ofSchema     = "schema:"  // followed by a keyword: the violations of the schemas
	jsonSet      = "json set" // a lone value that one set of schemas alone refuses
	otherSchema  = ofSchema + "other"
)

// table is the rules by the name that they apply to.
type table map[string][]*rule

func tableOf(rows []rule) table {
	t := table{}
	for i := range rows {
		for _, is := range rows[i].of {
			t[is] = append(t[is], &rows[i])
		}
	}
	return t
}

// rows returns the rules of all versions.
func rows() []rule {
	return slices.Concat(structureRules, decisiveRules, credentialRules, statusRules, resultRules, valueRules, splitRules, wordRules, issueRules, documentRules, rules2)
}

// allRules is built once per process, when it is first needed.
var allRules = sync.OnceValue(func() table { return tableOf(rows()) })

// Rule describes a rule for documentation.
type Rule struct {
	Code    string
	Section string         // of the standard that states it
	Reading badge.Severity // in Validate
	Issuing badge.Severity // in ForIssue
	Decides bool           // a problem of Validate has the mark Decides
}

// All yields the rules. A code can have several rules: if it is more severe in
// one place than in another, or if two standards state it.
func All() iter.Seq[Rule] {
	return func(yield func(Rule) bool) {
		for _, r := range rows() {
			if !yield(Rule{Code: r.code, Section: r.section, Reading: r.reading.severity(), Issuing: r.issuing.severity(), Decides: r.reading == decides}) {
				return
			}
		}
	}
}

// A weight is the consequence of a violated rule.
type weight uint8

const (
	failure weight = iota // the document does not conform
	warning               // it conforms, with a warning
	none                  // the rule does not apply on that side
	decides               // a decisive property cannot be read with one meaning
)

func (w weight) severity() badge.Severity {
	switch w {
	case warning:
		return badge.SeverityWarning
	case none:
		return badge.SeverityNone
	}
	return badge.SeverityError
}

// structureRules are the rules of the schemas, which the schemas apply.
var structureRules = []rule{
	{codeSchemaRequired, []string{ofSchema + "required"}, failure, failure, "OB 3.0 §E", nil},
	{codeSchemaType, []string{ofSchema + "type"}, failure, failure, "OB 3.0 §E", nil},
	{codeSchemaEnum, []string{ofSchema + "enum"}, failure, failure, "OB 3.0 §E", nil},
	{codeSchemaContains, []string{ofSchema + "contains"}, failure, failure, "OB 3.0 §E", nil},
	{codeSchemaPattern, []string{ofSchema + "pattern"}, failure, failure, "OB 3.0 §E", nil},
	{codeSchemaFormat, []string{ofSchema + "format"}, failure, failure, "OB 3.0 §E", nil},
	{codeSchemaMinItems, []string{ofSchema + "minItems"}, failure, failure, "OB 3.0 §E", nil},
	{codeSchemaAdditional, []string{ofSchema + "additionalProperties"}, failure, failure, "OB 3.0 §E", nil},
	{codeSchemaJSONSet, []string{ofSchema + jsonSet}, warning, failure, "OB 3.0 §A.2.1", nil},
	{codeSchemaOther, []string{otherSchema}, failure, failure, "OB 3.0 §C", nil},
}
