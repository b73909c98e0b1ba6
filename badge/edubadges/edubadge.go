package edubadges

import (
	"fmt"
	"slices"

	"github.com/openbadges-go/openbadges/badge"
)

// Edubadge is what an edubadge says, whichever dialect it is written in.
// Every text in it is the issuer's: description, criteria and learning outcome
// hold Markdown, which is to be sanitised before it becomes HTML.
type Edubadge struct {
	Dialect Dialect // of the first document that has one

	// The award.
	IssuedOn  Value
	Expires   Value
	Recipient Value // the hash, or the id of the subject
	Holder    Value // the name of the holder, in old badges
	Grade     Value // in the expanded view alone, and if its owner agreed
	Evidence  Value
	Narrative Value

	// The class.
	Type              Value // a BadgeType
	Name              Value
	Description       Value
	Image             Value
	Criteria          Value
	Tags              Value
	Language          Value // Alias is a tag of BCP 47
	LearningOutcome   Value
	ECTS              Value // credits
	StudyLoad         Value // hours, in vocational education (SBU)
	TimeInvestment    Value // hours
	EQF               Value // level 1 to 8
	EQFVerified       Value
	ProgramIdentifier Value // one or several numbers
	Participation     Value
	Assessment        Value
	Supervised        Value
	IdentityVerified  Value
	Supervision       Value // in the words of eduCredentials
	QualityName       Value
	QualityURL        Value
	QualityText       Value
	Stackable         Value
	Formal            Value

	// The issuer, which is a department, and who stands behind it.
	Issuer                Value
	InstitutionName       Value
	InstitutionIdentifier Value // BRIN
	InstitutionCountry    Value
	GradingTable          Value
	OnBehalfOf            Value // a third body that the badge is given for

	// Remarks are warnings about what deviates from what the words mean, by
	// document. The values stand as they are.
	Remarks []Remark

	objects objects
	at      Value // the class, or the assertion: where a field that is missing would stand
}

// BadgeType is what kind of learning a badge class is for.
type BadgeType string

// The types of badge classes.
const (
	MicroCredential BadgeType = "micro_credential"
	Regular         BadgeType = "regular"
	ExtraCurricular BadgeType = "extra_curricular"
)

// Read returns what a badge says. Hosted badges are spread over several
// documents: the assertion comes first, its class and its issuer follow, as do
// expanded views of any of them. Where two say something about the same, that
// of the class counts before that of the assertion, and that of an earlier
// document before that of a later one; a difference is a finding. A document
// that those before it do not name is left out, with a finding.
//
// Nothing is fetched, and nothing is verified: package verify does that.
func Read(d *badge.Document, further ...*badge.Document) Edubadge {
	r := reader{objects: objectsOf(d)}
	r.e.Dialect = DialectOf(d)
	r.remarks(d, 0)
	for i, doc := range further {
		p := source{doc, i + 1, doc.Body().Pointer()}
		if !r.belongs(p) {
			r.warn(codeOther, p, "the document %s is none that those before it name", quoted(p.member("id").text()))
			continue
		}
		r.add(p)
		if dialect := DialectOf(doc); r.e.Dialect == DialectUnrecognised || dialect == DialectExpanded && r.e.Dialect == DialectHosted {
			r.e.Dialect = dialect
		}
		r.remarks(doc, i+1)
	}
	for _, row := range rows {
		*row.field(&r.e) = r.first(row)
	}
	for _, p := range slices.Concat(r.assertion[:min(1, len(r.assertion))], r.class[:min(1, len(r.class))]) {
		r.e.at = Value{Document: p.n, Path: p.path}
	}
	r.e.objects = r.objects
	r.derive()
	slices.SortStableFunc(r.e.Remarks, func(a, b Remark) int { return a.Document - b.Document })
	return r.e
}

// reader is one call of Read.
type reader struct {
	objects
	e Edubadge
}

// warn adds a finding.
func (r *reader) warn(code string, p source, format string, args ...any) {
	if len(r.e.Remarks) == maxRemarks {
		return
	}
	r.e.Remarks = append(r.e.Remarks, Remark{badge.Problem{Code: code, Path: p.path, Message: fmt.Sprintf(format, args...), Severity: badge.Warning}, p.n})
}

// warnValue adds a finding about a fact.
func (r *reader) warnValue(code string, f Value, format string, args ...any) {
	r.warn(code, source{n: f.Document, path: f.Path}, format, args...)
}

// first returns the first fact that a row finds. What other places say of the
// same is compared with it, but a spot further down the row is another thing,
// which only stands in.
func (r *reader) first(row row) Value {
	for _, s := range row.spots {
		var found Value
		for _, p := range s.places(r) {
			f := p.value()
			switch {
			case !f.Given():
			case !found.Given():
				found = f
			case f.Text != found.Text:
				r.warnValue(codeConflict, f, "found %s, but %s says %s, which counts", quoted(f.Text), quoted(found.Path), quoted(found.Text))
			}
		}
		if found.Given() {
			return found
		}
	}
	return Value{}
}

func quoted(s string) string { return fmt.Sprintf("%q", s[:min(len(s), maxQuoted)]) }
