package verify

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/tree"
)

// claims is the content of a badge, for people. It is only as good as the
// verdict beside it.
type claims struct {
	ID          string
	Name        string
	Issuer      party
	Recipient   string
	Achievement string
	Awarded     badge.DateTime
	ValidFrom   badge.DateTime
	ValidUntil  badge.DateTime
}

type party struct{ ID, Name string }

// claimsOf reads the content of the badge. The day of award is awardedDate if
// present, because validFrom changes when a badge is issued again.
func claimsOf(d *badge.Document) claims {
	out, usual := usualClaims(d)
	if !usual {
		c := d.Credential()
		out = claims{
			Name: c.Name, Issuer: party{Name: c.Issuer.Name}, Recipient: recipientName(c.Subject), Achievement: c.Subject.Achievement.Name,
			Awarded: c.AwardedDate, ValidFrom: c.ValidFrom, ValidUntil: c.ValidUntil,
		}
	}
	out.ID, out.Issuer.ID = key.Redact(d.ID()), key.Redact(d.IssuerID())
	if out.Awarded == "" {
		out.Awarded = out.ValidFrom
	}
	return out
}

// usualClaims reads the few members from a badge of the usual form, without the
// whole view; usual is false for another one.
func usualClaims(d *badge.Document) (out claims, usual bool) {
	if _, token := d.JWS(); token || d.Version() != badge.OB3 {
		return out, false
	}
	usual = true
	text := func(v tree.Value) string {
		usual = usual && (!v.Exists() || v.Kind() == tree.String)
		return v.String()
	}
	object := func(v tree.Value) tree.Value {
		usual = usual && v.Kind() == tree.Object
		return v
	}
	body := d.Body()
	from, until := d.Period()
	subject := object(body.Member("credentialSubject"))
	out = claims{
		Name: text(body.Member("name")), Issuer: party{Name: text(object(body.Member("issuer")).Member("name"))},
		Recipient: key.Redact(text(subject.Member("id"))), Achievement: text(object(subject.Member("achievement")).Member("name")),
		Awarded:   badge.DateTime(text(body.Member("awardedDate"))),
		ValidFrom: badge.DateTime(text(from)), ValidUntil: badge.DateTime(text(until)),
	}
	return out, usual && out.Recipient != ""
}

// recipientName returns the id of the subject, else its first identifier that
// is not hashed.
func recipientName(s badge.Subject) string {
	if s.ID != "" {
		return key.Redact(s.ID)
	}
	for _, o := range s.Identifier {
		if o.Hashed != nil && !*o.Hashed {
			return o.IdentityHash
		}
	}
	return ""
}

// MarshalJSON returns the report with stable member names and order. It escapes
// characters that can control a terminal or the direction of text.
func (r *Report) MarshalJSON() ([]byte, error) {
	const usual = 4 << 10
	w := reportWriter{make([]byte, 0, usual)}
	w.report(r.orZero())
	return w.buf, nil
}

// reportWriter writes the stable JSON form of a Report.
type reportWriter struct{ buf []byte }

func (w *reportWriter) report(r *Report) {
	w.open('{')
	w.text("verdict", string(r.Verdict()))
	w.text("code", r.Decisive().Code)
	if !r.at.IsZero() {
		w.text("judgedAt", r.at.UTC().Format(time.RFC3339Nano))
	}
	if r.doc != nil {
		w.document(r)
	}
	binding := r.binding
	if binding == "" {
		binding = BindingNone
	}
	w.text("binding", string(binding))
	w.begin("checks")
	w.checks(r.checks)
	if len(r.proofs) > 0 {
		w.begin("proofs")
		w.open('[')
		for _, p := range r.proofs {
			w.next()
			w.proof(p)
		}
		w.close(']')
	}
	if len(r.nested) > 0 {
		w.begin("endorsements")
		w.open('[')
		for _, e := range r.nested {
			w.next()
			w.embedded(e)
		}
		w.close(']')
	}
	w.close('}')
}

func (w *reportWriter) document(r *Report) {
	w.begin("document")
	w.open('{')
	w.text("kind", string(r.doc.Kind()))
	w.text("version", string(r.doc.Version()))
	w.text("sha256", digest(r.given.Bytes()))
	w.close('}')
	if !r.presentation {
		w.claims(claimsOf(r.doc))
	}
	w.optional("holder", r.holder) // who proved to hold the key of a DID
}

func (w *reportWriter) claims(c claims) {
	w.begin("claims")
	w.open('{')
	w.optional("id", c.ID)
	w.optional("name", c.Name)
	w.begin("issuer")
	w.open('{')
	w.optional("id", c.Issuer.ID)
	w.optional("name", c.Issuer.Name)
	w.close('}')
	w.optional("recipient", c.Recipient)
	w.optional("achievement", c.Achievement)
	w.optional("awarded", string(c.Awarded))
	w.optional("validFrom", string(c.ValidFrom))
	w.optional("validUntil", string(c.ValidUntil))
	w.close('}')
}

func (w *reportWriter) checks(list []Check) {
	w.open('[')
	for _, c := range list {
		w.next()
		w.open('{')
		w.text("stage", string(c.Stage))
		w.text("outcome", c.Outcome.String())
		w.text("code", c.Code)
		w.optional("pointer", c.Path)
		w.text("message", c.Message)
		if c.Departure {
			w.flag("departure", true)
		}
		w.close('}')
	}
	w.close(']')
}

func (w *reportWriter) proof(p ProofResult) {
	w.open('{')
	w.text("pointer", p.Path)
	w.text("scheme", string(p.Scheme))
	w.optional("method", p.Method)
	w.text("binding", string(p.Binding))
	w.optional("key", p.Key)
	w.optional("signed", p.Signed)
	w.flag("decided", p.Decided)
	w.begin("checks")
	w.checks(p.Checks)
	if p.Disclosed != nil {
		text, _ := json.Marshal(p.Disclosed) // strings and numbers always marshal
		w.begin("disclosed")
		w.buf = append(w.buf, escaped(text)...)
	}
	w.close('}')
}

func (w *reportWriter) embedded(e EmbeddedReport) {
	w.open('{')
	w.text("pointer", e.Path)
	w.optional("about", e.About)
	w.begin("report")
	if e.Report == nil {
		w.buf = append(w.buf, "null"...)
	} else {
		w.report(e.Report)
	}
	w.close('}')
}

func (w *reportWriter) open(bracket byte)  { w.buf = append(w.buf, bracket) }
func (w *reportWriter) close(bracket byte) { w.buf = append(w.buf, bracket) }

// next starts a member or an element.
func (w *reportWriter) next() {
	if last := w.buf[len(w.buf)-1]; last != '{' && last != '[' {
		w.buf = append(w.buf, ',')
	}
}

// begin begins a member whose name needs no escapes.
func (w *reportWriter) begin(name string) {
	w.next()
	w.buf = append(append(append(w.buf, '"'), name...), `":`...)
}

func (w *reportWriter) flag(name string, value bool) {
	w.begin(name)
	w.buf = strconv.AppendBool(w.buf, value)
}

// optional writes a text unless it is empty.
func (w *reportWriter) optional(name, value string) {
	if value != "" {
		w.text(name, value)
	}
}

func (w *reportWriter) text(name, value string) {
	w.begin(name)
	for i := range len(value) {
		if !unescaped[value[i]] {
			text, _ := json.Marshal(value) // strings always marshal
			w.buf = append(w.buf, escaped(text)...)
			return
		}
	}
	w.buf = append(append(append(w.buf, '"'), value...), '"')
}

// unescaped has the characters that json.Marshal and escaped leave as they are.
var unescaped = func() (table [256]bool) {
	for c := ' '; c < 0x7F; c++ {
		table[c] = true
	}
	for _, c := range `"\<>&` {
		table[c] = false
	}
	return table
}()

// escaped returns JSON text with every non-graphic character escaped. Such
// characters occur only inside strings.
func escaped(text []byte) []byte {
	out := make([]byte, 0, len(text))
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		switch high, low := utf16.EncodeRune(r); {
		case r < utf8.RuneSelf && r != 0x7F || unicode.IsGraphic(r):
			out = append(out, text[:size]...)
		case low != unicode.ReplacementChar:
			out = fmt.Appendf(out, `\u%04x\u%04x`, high, low)
		default:
			out = fmt.Appendf(out, `\u%04x`, r)
		}
		text = text[size:]
	}
	return out
}
