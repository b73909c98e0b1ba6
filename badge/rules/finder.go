package rules

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/schema"
)

// A finder walks one document and collects the problems that the rules find.
type finder struct {
	doc        *badge.Document
	body       jsontext.Value // of doc
	context    jsontext.Value // of body
	table      table
	extensions []badge.Extension
	issuing    bool

	// The current rule.
	is     string // the class or type of the value, or the class of the object of an undefined member
	name   string // of an undefined member
	code   string
	weight weight

	problems  []badge.Problem
	count     [decides + 1]int
	inner     int              // the end of the current embedded credential
	embedded  []jsontext.Value // the credentials inside the document
	public    map[string]bool  // DIDs in these that hold no private key
	described descriptions
	homes     []home                  // of what these objects describe
	subjects  map[jsontext.Value]bool // of these credentials and of the document
	links     *links
	// proofForms has the paths of members of received proofs in unusual forms.
	proofForms map[string]bool
	entry      *entry
	typed      []jsontext.Value // the objects that the schema of an extension is applied to
}

// visit is called for each value of the document, in document order. For an
// embedded credential the rules of reading apply, since another issuer wrote
// it.
func (f *finder) visit(is string, v jsontext.Value) {
	if is == anyUnknown {
		f.unknown(v)
		return
	}
	if isEmbedded(is, v, f.body) {
		_, f.inner = v.Span()
		f.embedded = append(f.embedded, v)
	}
	f.ask(is, v)
	if v.Kind() != jsontext.Object {
		return
	}
	if !isClass2(is) {
		f.askAs(is, anyObject, v)
	}
	f.keepTyped(v)
	f.described.keep(v)
}

// undefined visits a member that the class of its object does not define.
func (f *finder) undefined(class, name string, v jsontext.Value) {
	if !isClass2(class) {
		f.name = name
		f.askAs(class, anyUndefined, v)
	}
	f.unknown(v)
}

// isClass2 reports whether a class is of Open Badges 2.0.
func isClass2(name string) bool { return strings.HasPrefix(name, "OB2.") }

// isEmbedded reports whether a value is a credential inside another.
func isEmbedded(is string, v, body jsontext.Value) bool {
	return (strings.HasSuffix(is, "Credential") || is == "OB2.Endorsement") && v != body
}

// unknown visits the value of a property that the standard does not define.
func (f *finder) unknown(v jsontext.Value) {
	f.ask(anyUnknown, v)
	f.keepTyped(v)
	f.described.keep(v)
	for _, member := range v.Members() {
		f.unknown(member)
	}
	for _, element := range v.Elements() {
		f.unknown(element)
	}
}

// ask applies the rules for values of that class or type.
func (f *finder) ask(is string, v jsontext.Value) { f.askAs(is, is, v) }

// askAs applies the rules listed under one name to a value of another class or type.
func (f *finder) askAs(is, listed string, v jsontext.Value) {
	start, _ := v.Span()
	for _, r := range f.table[listed] {
		weight := r.reading
		if f.issuing && start >= f.inner {
			weight = r.issuing
		}
		if weight != none {
			f.is, f.code, f.weight = is, r.code, weight
			r.find(f, v)
		}
	}
}

// report records that v violates the current rule.
func (f *finder) report(v jsontext.Value, format string, args ...any) {
	if f.count[f.weight] < maxProblems { // a pointer takes longer than the count
		f.reportAt(v.Pointer(), fmt.Sprintf(format, args...))
	}
}

func (f *finder) reportAt(path, message string) {
	if f.count[f.weight]++; f.count[f.weight] <= maxProblems {
		f.problems = append(f.problems, f.problem(f.code, path, message, f.weight))
	}
}

func (f *finder) problem(code, path, message string, w weight) badge.Problem {
	return badge.Problem{Code: code, Path: path, Message: message, Severity: w.severity(), Decides: w == decides}
}

// conform records the violations of a schema in v.
func (f *finder) conform(v jsontext.Value, found []schema.Violation) {
	at := v.Pointer()
	for _, violation := range found {
		listed := f.table[ofSchema+violation.Keyword]
		if listed == nil {
			listed = f.table[otherSchema]
		}
		for _, r := range listed {
			weight := r.reading
			if f.issuing {
				weight = r.issuing
			}
			f.problems = append(f.problems, f.problem(r.code, at+violation.Path, violation.Message, weight))
		}
	}
}

// applySchema applies the schema of an extension to the instance, which is v.
func (f *finder) applySchema(v jsontext.Value, instance any, e badge.Extension) {
	found, err := schemas().ValidateWith(e.Schema, instance)
	if unusable, ok := errors.AsType[*schema.Error](err); ok {
		message := fmt.Sprintf("the schema of the extension %s cannot be applied: %s", jsontext.Excerpt(e.Type), unusable.Message)
		f.problems = append(f.problems, badge.Problem{Code: unusable.Code, Path: v.Pointer(), Message: message})
		return
	}
	f.conform(v, found)
}

// sortProblems puts problems in document order and drops repeats: of two with
// the same code at the same place, the more severe one stays.
func sortProblems(root jsontext.Value, problems []badge.Problem) []badge.Problem {
	if len(problems) < 2 {
		return problems
	}
	problems = withoutRepeats(problems)
	position := map[string]int{}
	for _, p := range problems {
		if _, known := position[p.Path]; !known {
			position[p.Path], _ = root.At(p.Path).Span()
		}
	}
	slices.SortStableFunc(problems, func(a, b badge.Problem) int {
		return cmp.Or(
			cmp.Compare(position[a.Path], position[b.Path]),
			cmp.Compare(a.Path, b.Path),
			cmp.Compare(a.Code, b.Code),
			cmp.Compare(a.Severity, b.Severity),
			cmp.Compare(a.Message, b.Message),
		)
	})
	return slices.CompactFunc(problems, func(a, b badge.Problem) bool {
		return a.Path == b.Path && a.Code == b.Code && (a.Message == b.Message || a.Severity != b.Severity)
	})
}

// withoutRepeats drops the violations of a schema that a rule about a decisive
// property or about a zone also reports. An object can lack several properties.
func withoutRepeats(problems []badge.Problem) []badge.Problem {
	key := func(p badge.Problem) [3]string {
		if p.Code == codeSchemaRequired {
			return [3]string{p.Code, p.Path, p.Message}
		}
		return [3]string{p.Code, p.Path}
	}
	deciding := map[[3]string]bool{}
	for _, p := range problems {
		switch {
		case p.Decides:
			deciding[key(p)] = true
		case p.Code == codeDateZone:
			deciding[[3]string{codeSchemaFormat, p.Path}] = true
		}
	}
	if len(deciding) == 0 {
		return problems
	}
	return slices.DeleteFunc(problems, func(p badge.Problem) bool { return !p.Decides && deciding[key(p)] })
}
