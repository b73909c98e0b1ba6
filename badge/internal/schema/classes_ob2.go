package schema

import (
	"slices"
	"sync"
)

// The classes of Open Badges 2.0. Each object may hold its own @context, and
// null stands for an absent member, as it does in JSON-LD.
var badgeClasses2 = []class{
	{name: "OB2.Assertion", types: [][]string{{"Assertion"}}, rows: document2(
		property{"recipient", "OB2.IdentityObject", required},
		property{"badge", "OB2.BadgeRef", required},
		property{"issuedOn", "DateTimeZ", required},
		property{"expires", "DateTimeZ", nullable},
		property{"verification", "OB2.VerificationObject", nullable}, // required, under this name or its alias
		property{"verify", "OB2.VerificationObject", nullable},
		property{"image", "OB2.ImageRef", nullable},
		property{"evidence", "OB2.EvidenceRef", array | compact | nullable},
		property{"narrative", "Markdown", nullable},
		property{"revoked", "Boolean", nullable},
		property{"revocationReason", "String", nullable},
		property{"uid", "String", nullable},
	)},
	{name: "OB2.RevokedAssertion", rows: []property{
		{"id", "OB2.ID", required},
		{"revoked", "Boolean", required},
		{"revocationReason", "String", nullable},
	}},
	{name: "OB2.BadgeClass", types: [][]string{{"BadgeClass"}}, rows: document2(
		property{"name", "String", required},
		property{"description", "String", required},
		property{"image", "OB2.ImageRef", required | loose | nullable},
		property{"criteria", "OB2.CriteriaRef", required},
		property{"issuer", "OB2.ProfileRef", required},
		property{"alignment", "OB2.AlignmentObject", array | compact | nullable},
		property{"tags", "String", array | compact | nullable},
	)},
	{name: "OB2.Profile", types: [][]string{{"Issuer", "Profile"}}, rows: document2(
		property{"name", "String", nullable}, // these three are required of an issuer
		property{"url", "URL", nullable},
		property{"email", "OB2.EmailAddress", nullable},
		property{"telephone", "OB2.PhoneNumber", nullable},
		property{"description", "String", nullable},
		property{"image", "OB2.ImageRef", nullable},
		property{"publicKey", "OB2.KeyRef", array | compact | nullable},
		property{"verification", "OB2.VerificationObject", nullable},
		property{"verify", "OB2.VerificationObject", nullable},
		property{"revocationList", "OB2.IRI", nullable},
	)},
	{name: "OB2.Endorsement", types: [][]string{{"Endorsement"}}, rows: document2(
		property{"claim", "OB2.Claim", required},
		property{"issuer", "OB2.ProfileRef", required},
		property{"issuedOn", "DateTimeMinutes", required},
		property{"verification", "OB2.VerificationObject", nullable},
		property{"verify", "OB2.VerificationObject", nullable},
		property{"revoked", "Boolean", nullable},
		property{"revocationReason", "String", nullable},
	)},
	{name: "OB2.RevocationList", types: [][]string{{"RevocationList"}}, rows: []property{
		{"@context", "Context", array | compact},
		{"id", "OB2.ID", optional},
		{"issuer", "OB2.ProfileRef", nullable},
		{"revokedAssertions", "OB2.RevokedRef", array}, // required, and may be empty
	}},
	{name: "OB2.CryptographicKey", types: [][]string{{"CryptographicKey"}}, rows: []property{
		{"@context", "Context", array | compact},
		{"id", "OB2.ID", nullable},
		{"owner", "OB2.IRI", nullable},
		{"publicKeyPem", "String", nullable},
	}},
}

// document2 is what documents of Open Badges 2.0 share.
func document2(own ...property) []property {
	return append([]property{
		{"@context", "Context", array | compact},
		{"id", "OB2.ID", required},
		{"endorsement", "OB2.EndorsementRef", array | compact | nullable},
		{"related", "OB2.RelatedRef", array | compact | nullable},
		{"version", "OB2.Version", nullable},
	}, own...)
}

// partClasses2 are the classes that only stand inside documents.
var partClasses2 = []class{
	{name: "OB2.IdentityObject", rows: []property{
		{"type", "String", required},
		{"identity", "String", required},
		{"hashed", "Boolean", required},
		{"salt", "String", nullable},
	}},
	{name: "OB2.VerificationObject", rows: []property{
		{"type", "IRI", array | compact | nullable},
		{"verificationProperty", "String", nullable},
		{"startsWith", "String", array | compact | nullable},
		{"allowedOrigins", "String", array | compact | nullable},
		{"creator", "OB2.KeyRef", nullable},
	}},
	{name: "OB2.Evidence", rows: []property{
		{"id", "OB2.IRI", nullable},
		{"type", "IRI", array | compact | nullable},
		{"name", "String", nullable},
		{"narrative", "Markdown", nullable},
		{"description", "String", nullable},
		{"genre", "String", nullable},
		{"audience", "String", nullable},
	}},
	{name: "OB2.Criteria", rows: []property{
		{"id", "OB2.IRI", nullable},
		{"type", "IRI", array | compact | nullable},
		{"narrative", "Markdown", nullable},
	}},
	{name: "OB2.Image", rows: []property{
		{"id", "URI", required},
		{"type", "IRI", array | compact | nullable},
		{"caption", "String", nullable},
		{"author", "OB2.IRI", nullable},
	}},
	{name: "OB2.AlignmentObject", rows: []property{
		{"type", "IRI", array | compact | nullable},
		{"targetName", "String", required},
		{"targetUrl", "URL", required | loose | nullable},
		{"targetDescription", "String", nullable},
		{"targetFramework", "String", nullable},
		{"targetCode", "String", nullable},
	}},
	{name: "OB2.Related", rows: []property{
		{"id", "OB2.IRI", required},
		{"@language", "String", nullable},
		{"version", "OB2.Version", nullable},
	}},
	{name: "OB2.Claim", rows: []property{
		{"id", "OB2.IRI", required},
		{"endorsementComment", "Markdown", nullable},
	}},
	{name: "OB2.RevokedEntry", rows: []property{
		{"id", "OB2.IRI", optional},
		{"uid", "String", optional},
		{"revoked", "Boolean", optional},
		{"revocationReason", "String", nullable},
	}},
}

// primitives2 are the types of values that Open Badges 3.0 does not have.
var primitives2 = []primitive{
	text("OB2.ID"), text("OB2.IRI"), text("OB2.EmailAddress"), text("OB2.PhoneNumber"),
	{name: "DateTimeMinutes", json: "string", format: formatMinutes, want: "a date and time with its zone, such as 2006-01-02T15:04:05Z or 2006-01-02T15:04Z"},
}

// unions2 are the members that hold a URL or an object.
var unions2 = map[string]string{
	"OB2.BadgeRef": "OB2.BadgeClass", "OB2.ProfileRef": "OB2.Profile", "OB2.EndorsementRef": "OB2.Endorsement",
	"OB2.ImageRef": "OB2.Image", "OB2.EvidenceRef": "OB2.Evidence", "OB2.CriteriaRef": "OB2.Criteria",
	"OB2.KeyRef": "OB2.CryptographicKey", "OB2.RelatedRef": "OB2.Related", "OB2.RevokedRef": "OB2.RevokedEntry",
}

// Knows2 reports whether Open Badges 2.0 has a term of that name.
func Knows2(name string) bool { return terms2()[name] }

var terms2 = sync.OnceValue(func() map[string]bool {
	known := map[string]bool{"type": true}
	for _, c := range slices.Concat(badgeClasses2, partClasses2) {
		for _, p := range c.rows {
			known[p.name] = true
		}
	}
	return known
})
