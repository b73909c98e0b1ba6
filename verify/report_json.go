package verify

import (
	"encoding/json"
	"fmt"
	"time"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
)

// reportJSON is the stable JSON form of a Report.
type reportJSON struct {
	Verdict      Verdict          `json:"verdict"`
	Code         string           `json:"code"`
	JudgedAt     string           `json:"judgedAt,omitempty"`
	Document     *documentJSON    `json:"document,omitempty"`
	Claims       *claims          `json:"claims,omitempty"` // not of a presentation
	Holder       string           `json:"holder,omitempty"` // who proved to hold the key of a DID
	Binding      Binding          `json:"binding"`
	Checks       []Check          `json:"checks"`
	Proofs       []ProofResult    `json:"proofs,omitempty"`
	Endorsements []EmbeddedReport `json:"endorsements,omitempty"`
}

type documentJSON struct {
	Kind    badge.Kind    `json:"kind"`
	Version badge.Version `json:"version"`
	SHA256  string        `json:"sha256"`
}

// claims is the content of a badge, for people. It is only as good as the
// verdict beside it.
type claims struct {
	ID          string         `json:"id,omitempty"`
	Name        string         `json:"name,omitempty"`
	Issuer      party          `json:"issuer"`
	Recipient   string         `json:"recipient,omitempty"`
	Achievement string         `json:"achievement,omitempty"`
	Awarded     badge.DateTime `json:"awarded,omitempty"`
	ValidFrom   badge.DateTime `json:"validFrom,omitempty"`
	ValidUntil  badge.DateTime `json:"validUntil,omitempty"`
}

type party struct {
	ID   string `json:"id,omitempty"`
	Name string `json:"name,omitempty"`
}

// claimsOf reads the content of the badge. The day of award is awardedDate if
// present, because validFrom changes when a badge is issued again.
func claimsOf(d *badge.Document) *claims {
	c := d.Credential()
	out := &claims{
		ID: key.Redact(d.ID()), Name: c.Name,
		Issuer:      party{ID: key.Redact(d.IssuerID()), Name: c.Issuer.Name},
		Recipient:   recipientName(c.Subject),
		Achievement: c.Subject.Achievement.Name,
		Awarded:     c.AwardedDate, ValidFrom: c.ValidFrom, ValidUntil: c.ValidUntil,
	}
	if out.Awarded == "" {
		out.Awarded = c.ValidFrom
	}
	return out
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
	r = r.orZero()
	out := reportJSON{Verdict: r.Verdict(), Code: r.Decisive().Code, Binding: r.binding,
		Checks: r.checks, Proofs: r.proofs, Endorsements: r.nested}
	if out.Checks == nil {
		out.Checks = []Check{}
	}
	if out.Binding == "" {
		out.Binding = BindingNone
	}
	if !r.at.IsZero() {
		out.JudgedAt = r.at.UTC().Format(time.RFC3339Nano)
	}
	if r.doc != nil {
		out.Document = &documentJSON{Kind: r.doc.Kind(), Version: r.doc.Version(), SHA256: digest(r.given.Bytes())}
		if out.Holder = r.holder; !r.presentation {
			out.Claims = claimsOf(r.doc)
		}
	}
	text, err := json.Marshal(out)
	return escaped(text), err
}

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
