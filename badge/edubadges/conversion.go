package edubadges

import (
	"encoding/json"
	"fmt"
	"path"
	"slices"

	"github.com/openbadges-go/openbadges/badge"
)

// conversion is an edubadge of Open Badges 2.0 on its way into other words.
type conversion struct {
	e       Edubadge
	newID   func(string) string
	c       badge.Credential           // as badge.Convert makes it, with its class and its issuer
	terms   map[string]json.RawMessage // of the achievement
	changed []Remark                   // what badge.Convert says
	lost    []Remark
	judged  []Value // what the result says, or is known not to say
}

// newConversion converts a badge as any Open Badge, and puts its class and its
// issuer in.
func newConversion(d *badge.Document, newID func(old string) string, further []*badge.Document) (*conversion, error) {
	w := &conversion{e: Read(d, further...), newID: newID, terms: map[string]json.RawMessage{}}
	converted, err := w.generic(source{doc: d})
	if err != nil {
		return nil, err
	}
	if d.Kind() != badge.KindCredential {
		return nil, &badge.ParseError{Code: codeKind, Path: "/type", Message: fmt.Sprintf("found a document of kind %s, wanted the award", quoted(string(d.Kind())))}
	}
	w.c = converted.Credential()
	return w, w.gather()
}

// generic converts a document as any Open Badge.
func (w *conversion) generic(p source) (*badge.Document, error) {
	converted, changes, err := badge.Convert(p.doc, badge.OB3, w.newID)
	for _, c := range changes {
		w.changed = append(w.changed, Remark{badge.Problem{Code: c.Code, Path: c.Path, Message: c.Message, Severity: badge.Warning}, p.n})
	}
	return converted, err
}

// gather takes the class and the issuer from documents of their own, where the
// badge only links to them.
func (w *conversion) gather() error {
	a, issuer := &w.c.Subject.Achievement, &w.c.Issuer
	for _, p := range slices.Concat(w.e.objects.class, w.e.objects.issuer) {
		class := p.doc.Kind() == badge.KindAchievement && a.Name == ""
		profile := p.doc.Kind() == badge.KindProfile && issuer.Name == ""
		if p.n == 0 || !class && !profile {
			continue
		}
		converted, err := w.generic(p)
		if err != nil {
			return err
		}
		if profile {
			*issuer = converted.Profile()
			continue
		}
		*a = converted.Achievement()
		w.say(Value{Path: "/badge"})
		if a.Creator != nil {
			*issuer, a.Creator = *a.Creator, nil
		}
	}
	return nil
}

// findings returns what was lost. A change that badge.Convert tells of a member
// is none where the result says what the member says, and is told once where
// it does not.
func (w *conversion) findings() []Remark {
	kept := slices.DeleteFunc(w.changed, func(c Remark) bool {
		return slices.ContainsFunc(w.judged, func(f Value) bool {
			object := path.Dir(f.Path)
			_, extension := definitionNamed(path.Base(object))
			return c.Document == f.Document && (c.Path == f.Path || c.Path == object && extension)
		})
	})
	all := append(kept, w.lost...)
	slices.SortStableFunc(all, func(a, b Remark) int { return a.Document - b.Document })
	return all
}

// lose records a fact that the result cannot say.
func (w *conversion) lose(f Value, format string, args ...any) {
	w.judged = append(w.judged, f)
	if f.Given() {
		w.lost = append(w.lost, Remark{badge.Problem{Code: codeLost, Path: f.Path, Message: fmt.Sprintf(format, args...), Severity: badge.Warning}, f.Document})
	}
}

// say records facts that the result says.
func (w *conversion) say(facts ...Value) { w.judged = append(w.judged, facts...) }

// number writes one number.
func (w *conversion) number(term string, f Value) {
	values := f.List()
	if len(values) != 1 {
		w.lose(f, "found %s, wanted one number as %s", quoted(f.Text), term)
		return
	}
	if _, ok := (Value{Text: values[0]}).Number(); ok && json.Valid([]byte(values[0])) {
		w.terms[term] = json.RawMessage(values[0])
		w.say(f)
		return
	}
	w.lose(f, "found %s, wanted a number as %s", quoted(f.Text), term)
}
