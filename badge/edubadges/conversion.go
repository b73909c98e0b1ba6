package edubadges

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/url"
	"path"
	"slices"

	"github.com/openbadges-go/openbadges/badge"
)

// conversion converts one edubadge of Open Badges 2.0.
type conversion struct {
	e       Edubadge
	newID   func(string) string
	choose  map[Field]string
	c       badge.Credential           // the result of badge.Convert, with class and issuer
	terms   map[string]json.RawMessage // of the achievement
	changed []Remark                   // what badge.Convert reports
	lost    []Remark
	err     error
	judged  []Value // what the result states, or is known not to state
}

// newConversion converts a badge like any Open Badge and adds its class and its
// issuer.
func newConversion(d *badge.Document, how Conversion, further []*badge.Document) (*conversion, error) {
	if d == nil {
		return nil, fail(codeKind, "", "the document is nil, wanted a credential")
	}
	if how.NewID == nil {
		how.NewID = randomIDs()
	}
	w := &conversion{e: Read(d, further...), newID: how.NewID, choose: how.Choose, terms: map[string]json.RawMessage{}}
	if w.e.objects.award {
		return w, w.award()
	}
	converted, err := w.generic(0)
	if err != nil {
		return nil, err
	}
	if d.Kind() != badge.KindCredential {
		return nil, fail(codeKind, "/type", "the document is of kind %s, wanted a credential", quoted(string(d.Kind())))
	}
	w.c = converted.Credential()
	w.c.Image = nil // edubadges keeps nothing in it, and its name leads to the picture of the class
	w.say(valueAt(w.e.objects.assertion, "/image"))
	w.zones()
	if err := w.gather(); err != nil {
		return nil, err
	}
	w.targets()
	w.texts()
	return w, nil
}

// valueAt returns the value at a pointer of the first object.
func valueAt(list []source, pointer string) Value {
	if len(list) == 0 {
		return Value{}
	}
	return list[0].at(pointer).value()
}

// targets leaves out alignments without the URL that Open Badges 3.0 requires.
func (w *conversion) targets() {
	a := &w.c.Subject.Achievement
	a.Alignment = slices.DeleteFunc(a.Alignment, func(x badge.Alignment) bool { return x.TargetURL == "" })
	for _, p := range w.e.objects.class[:min(1, len(w.e.objects.class))] {
		for e := range p.member("alignment").Each() {
			if target := (source{e, p.doc}); !target.member("targetUrl").value().Given() {
				w.lose(target.value(), "the alignment %s has no targetUrl, which Open Badges 3.0 requires", quoted(e.Member("targetName").String()))
				w.say(Value{Document: p.doc, Path: e.Pointer() + "/targetUrl"})
			}
		}
	}
}

// texts fills the two texts that Open Badges 3.0 requires and a class may lack:
// the criteria are then those that its host shows at its URL, and the name stands
// for the description.
func (w *conversion) texts() {
	a := &w.c.Subject.Achievement
	at := w.e.at
	missing := func(f Field, instead string) {
		w.lost = append(w.lost, Remark{Problem: badge.Problem{Code: codeMissing, Path: at.Path, Severity: badge.SeverityWarning,
			Message: "the class has no " + labels[f] + ", which Open Badges 3.0 requires; " + instead}, Document: at.Document, Field: f})
	}
	if a.Description == "" && a.Name != "" {
		a.Description = a.Name
		missing(FieldDescription, "its name is taken")
	}
	if a.Criteria.ID != "" || a.Criteria.Narrative != "" {
		return
	}
	for _, id := range ids(w.e.objects.class) {
		if u, err := url.Parse(id); err == nil && u.Scheme != "" {
			a.Criteria.ID = identifier(id)
			missing(FieldCriteria, "a link to the class is taken")
			return
		}
	}
}

// randomIDs returns a function that gives each id another UUID (RFC 9562 §5.4).
func randomIDs() func(old string) string {
	ids := map[string]string{}
	return func(old string) string {
		if ids[old] == "" {
			var u [16]byte
			rand.Read(u[:])
			u[6], u[8] = u[6]&0x0F|0x40, u[8]&0x3F|0x80
			ids[old] = fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:])
		}
		return ids[old]
	}
}

// generic converts a document like any Open Badge.
func (w *conversion) generic(doc int) (*badge.Document, error) {
	converted, changes, err := badge.Convert(w.e.objects.docs[doc], badge.OB3, w.newID)
	for _, c := range changes {
		w.changed = append(w.changed, Remark{Problem: badge.Problem{Code: c.Code, Path: c.Path, Message: c.Message, Severity: badge.SeverityWarning}, Document: doc})
	}
	return converted, err
}

// gather takes the class and the issuer from further documents if the badge only
// links to them.
func (w *conversion) gather() error {
	a, issuer := &w.c.Subject.Achievement, &w.c.Issuer
	for _, p := range slices.Concat(w.e.objects.class, w.e.objects.issuer) {
		kind := w.e.objects.docs[p.doc].Kind()
		class := kind == badge.KindAchievement && a.Name == ""
		profile := kind == badge.KindProfile && issuer.Name == ""
		if p.doc == 0 || !class && !profile {
			continue
		}
		converted, err := w.generic(p.doc)
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

// remarks returns what was lost. It leaves out a change that badge.Convert
// reports if the result states the member in another way, or if it is already
// reported as lost.
func (w *conversion) remarks() []Remark {
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

// lose records a value that the result cannot state.
func (w *conversion) lose(f Value, format string, args ...any) {
	w.judged = append(w.judged, f)
	if f.Given() {
		w.lost = append(w.lost, Remark{Problem: badge.Problem{Code: codeLost, Path: f.Path, Message: fmt.Sprintf(format, args...), Severity: badge.SeverityWarning}, Document: f.Document})
	}
}

// say records values that the result states.
func (w *conversion) say(facts ...Value) { w.judged = append(w.judged, facts...) }

// number adds a term with one number.
func (w *conversion) number(term string, f Value) {
	values := f.List()
	if len(values) != 1 {
		w.lose(f, "%s is %s, wanted one number", term, quoted(f.Text))
		return
	}
	if _, ok := (Value{Text: values[0]}).Number(); ok && json.Valid([]byte(values[0])) {
		w.terms[term] = json.RawMessage(values[0])
		w.say(f)
		return
	}
	w.lose(f, "%s is %s, wanted a number", term, quoted(f.Text))
}
