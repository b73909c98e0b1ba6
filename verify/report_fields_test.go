package verify

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
)

// reportFields has the members of the JSON of a report, as encoding/json writes
// them. The report writes the same bytes without reflection.
type reportFields struct {
	Verdict      Verdict          `json:"verdict"`
	Code         string           `json:"code"`
	JudgedAt     string           `json:"judgedAt,omitempty"`
	Document     *documentFields  `json:"document,omitempty"`
	Claims       *claimFields     `json:"claims,omitempty"` // not of a presentation
	Holder       string           `json:"holder,omitempty"`
	Binding      Binding          `json:"binding"`
	Checks       []Check          `json:"checks"`
	Proofs       []ProofResult    `json:"proofs,omitempty"`
	Endorsements []EmbeddedReport `json:"endorsements,omitempty"`
}

type documentFields struct {
	Kind    badge.Kind    `json:"kind"`
	Version badge.Version `json:"version"`
	SHA256  string        `json:"sha256"`
}

type claimFields struct {
	ID          string         `json:"id,omitempty"`
	Name        string         `json:"name,omitempty"`
	Issuer      partyFields    `json:"issuer"`
	Recipient   string         `json:"recipient,omitempty"`
	Achievement string         `json:"achievement,omitempty"`
	Awarded     badge.DateTime `json:"awarded,omitempty"`
	ValidFrom   badge.DateTime `json:"validFrom,omitempty"`
	ValidUntil  badge.DateTime `json:"validUntil,omitempty"`
}

type partyFields struct {
	ID   string `json:"id,omitempty"`
	Name string `json:"name,omitempty"`
}

// ReportByReflection writes the JSON of a report with encoding/json, and its
// claims from the whole view of the badge.
func ReportByReflection(r *Report) ([]byte, error) {
	out := reportFields{Verdict: r.Verdict(), Code: r.Decisive().Code, Binding: r.binding, Checks: r.checks, Proofs: r.proofs, Endorsements: r.nested}
	if out.Checks == nil {
		out.Checks = []Check{}
	}
	if out.Binding == "" {
		out.Binding = BindingNone
	}
	if !r.at.IsZero() {
		out.JudgedAt = r.at.UTC().Format(time.RFC3339Nano)
	}
	if d := r.doc; d != nil {
		out.Document = &documentFields{d.Kind(), d.Version(), digest(r.given.Bytes())}
		if out.Holder = r.holder; !r.presentation {
			c := d.Credential()
			out.Claims = &claimFields{key.Redact(d.ID()), c.Name, partyFields{key.Redact(d.IssuerID()), c.Issuer.Name},
				recipientName(c.Subject), c.Subject.Achievement.Name, c.AwardedDate, c.ValidFrom, c.ValidUntil}
			if out.Claims.Awarded == "" {
				out.Claims.Awarded = c.ValidFrom
			}
		}
	}
	text, err := json.Marshal(out)
	return escaped(text), err
}

// A report whose texts need every kind of escape, with every optional member.
func TestReportFields(t *testing.T) {
	odd := "\x00\t\n\"\\<>&\x7f\u0085\u2028\u202e\u00e9\U0001f600\U000e0001\xff"
	check := Check{Stage: StageProof, Outcome: Warned, Code: odd, Path: odd, Message: odd, Departure: true}
	nested := &Report{checks: []Check{check, {}}, proofs: []ProofResult{
		{Path: odd, Scheme: proof.Scheme(odd), Method: odd, Binding: Binding(odd), Key: odd, Signed: odd, Decided: true, Checks: []Check{check},
			Disclosed: &proof.Disclosed{Mandatory: []string{odd}, Withholdable: []string{odd}, Undisclosed: 2}},
		{Checks: []Check{}}}}
	for name, r := range map[string]*Report{"zero": {}, "nested": nested,
		"outer": {binding: BindingPinned, at: time.Unix(1, 5), nested: []EmbeddedReport{{odd, odd, nested}, {Path: "/a"}}}} {
		t.Run(name, func(t *testing.T) {
			want, err := ReportByReflection(r)
			require.NoError(t, err)
			got, err := r.MarshalJSON()
			require.NoError(t, err)
			require.Equal(t, string(want), string(got))
			require.True(t, json.Valid(got))
		})
	}
}

// The claims of a badge are those of its view, whatever form its members have.
func TestClaimsOfView(t *testing.T) {
	const usual = `{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
		"type":["VerifiableCredential","OpenBadgeCredential"],"id":"urn:uuid:1","name":"Lassen","issuer":{"id":"did:web:a.example","name":"A"},
		"validFrom":"2026-01-01T00:00:00Z","validUntil":"2027-01-01T00:00:00Z","awardedDate":"2025-12-31T00:00:00Z",
		"credentialSubject":{"id":"did:example:1","achievement":{"id":"urn:uuid:2","name":"Solderen"}}}`
	values := []string{`"text"`, `""`, `null`, `7`, `true`, `{}`, `[]`, `["text"]`, `{"name":"inner","id":"urn:uuid:3"}`, `[{"name":"inner"}]`, `"2024-01-01T00:00:00Z"`}
	compared := 0
	compare := func(text []byte) {
		d, err := badge.Parse(text)
		require.NoError(t, err)
		r := &Report{doc: d, given: d}
		want, err := ReportByReflection(r)
		require.NoError(t, err)
		got, err := r.MarshalJSON()
		require.NoError(t, err)
		require.Equal(t, string(want), string(got), string(text))
		compared++
	}
	compare([]byte(usual))
	d, err := badge.Parse([]byte(usual))
	require.NoError(t, err)
	_, plain := usualClaims(d)
	require.True(t, plain)
	for _, at := range [][]string{{"name"}, {"issuer"}, {"issuer", "name"}, {"issuer", "id"}, {"validFrom"}, {"validUntil"}, {"awardedDate"}, {"issuanceDate"}, {"expirationDate"},
		{"credentialSubject"}, {"credentialSubject", "id"}, {"credentialSubject", "identifier"}, {"credentialSubject", "achievement"}, {"credentialSubject", "achievement", "name"}} {
		for _, value := range append(values, "") {
			var root map[string]any
			require.NoError(t, json.Unmarshal([]byte(usual), &root))
			place := root
			for _, name := range at[:len(at)-1] {
				place = place[name].(map[string]any)
			}
			delete(place, at[len(at)-1])
			if value != "" {
				place[at[len(at)-1]] = json.RawMessage(value)
			}
			text, err := json.Marshal(root)
			require.NoError(t, err)
			compare(text)
		}
	}
	require.Equal(t, 1+14*12, compared)
}
