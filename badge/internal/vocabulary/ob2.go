package vocabulary

import (
	"slices"
	"sync"
)

// The classes of Open Badges 2.0. Each object may hold its own @context, and
// null stands for an absent member, as it does in JSON-LD.
var badgeClasses2 = []Class{
	{Name: "OB2.Assertion", Types: [][]string{{"Assertion"}}, Properties: document2(
		p("recipient", "OB2.IdentityObject", Required),
		p("badge", "OB2.BadgeRef", Required),
		p("issuedOn", "DateTimeZ", Required),
		p("expires", "DateTimeZ", Nullable),
		p("verification", "OB2.VerificationObject", Nullable), // required, under this name or its alias
		p("verify", "OB2.VerificationObject", Nullable),
		p("image", "OB2.ImageRef", Nullable),
		p("evidence", "OB2.EvidenceRef", Array|Compact|Nullable),
		p("narrative", "Markdown", Nullable),
		p("revoked", "Boolean", Nullable),
		p("revocationReason", "String", Nullable),
		p("uid", "String", Nullable),
	)},
	{Name: "OB2.RevokedAssertion", Properties: []Property{
		p("id", "OB2.ID", Required),
		p("revoked", "Boolean", Required),
		p("revocationReason", "String", Nullable),
	}},
	{Name: "OB2.BadgeClass", Types: [][]string{{"BadgeClass"}}, Properties: document2(
		p("name", "String", Required),
		p("description", "String", Required),
		p("image", "OB2.ImageRef", Required|Loose|Nullable),
		p("criteria", "OB2.CriteriaRef", Required),
		p("issuer", "OB2.ProfileRef", Required),
		p("alignment", "OB2.AlignmentObject", Array|Compact|Nullable),
		p("tags", "String", Array|Compact|Nullable),
	)},
	{Name: "OB2.Profile", Types: [][]string{{"Issuer", "Profile"}}, Properties: document2(
		p("name", "String", Nullable), // these three are required of an issuer
		p("url", "URL", Nullable),
		p("email", "OB2.EmailAddress", Nullable),
		p("telephone", "OB2.PhoneNumber", Nullable),
		p("description", "String", Nullable),
		p("image", "OB2.ImageRef", Nullable),
		p("publicKey", "OB2.KeyRef", Array|Compact|Nullable),
		p("verification", "OB2.VerificationObject", Nullable),
		p("verify", "OB2.VerificationObject", Nullable),
		p("revocationList", "OB2.IRI", Nullable),
	)},
	{Name: "OB2.Endorsement", Types: [][]string{{"Endorsement"}}, Properties: document2(
		p("claim", "OB2.Claim", Required),
		p("issuer", "OB2.ProfileRef", Required),
		p("issuedOn", "DateTimeMinutes", Required),
		p("verification", "OB2.VerificationObject", Nullable),
		p("verify", "OB2.VerificationObject", Nullable),
		p("revoked", "Boolean", Nullable),
		p("revocationReason", "String", Nullable),
	)},
	{Name: "OB2.RevocationList", Types: [][]string{{"RevocationList"}}, Properties: []Property{
		p("@context", "Context", Array|Compact),
		p("id", "OB2.ID", Optional),
		p("issuer", "OB2.ProfileRef", Nullable),
		p("revokedAssertions", "OB2.RevokedRef", Array), // required, and may be empty
	}},
	{Name: "OB2.CryptographicKey", Types: [][]string{{"CryptographicKey"}}, Properties: []Property{
		p("@context", "Context", Array|Compact),
		p("id", "OB2.ID", Nullable),
		p("owner", "OB2.IRI", Nullable),
		p("publicKeyPem", "String", Nullable),
	}},
}

// document2 is what documents of Open Badges 2.0 share.
func document2(own ...Property) []Property {
	return append([]Property{
		p("@context", "Context", Array|Compact),
		p("id", "OB2.ID", Required),
		p("endorsement", "OB2.EndorsementRef", Array|Compact|Nullable),
		p("related", "OB2.RelatedRef", Array|Compact|Nullable),
		p("version", "OB2.Version", Nullable),
	}, own...)
}

// partClasses2 are the classes that only stand inside documents.
var partClasses2 = []Class{
	{Name: "OB2.IdentityObject", Properties: []Property{
		p("type", "String", Required),
		p("identity", "String", Required),
		p("hashed", "Boolean", Required),
		p("salt", "String", Nullable),
	}},
	{Name: "OB2.VerificationObject", Properties: []Property{
		p("type", "IRI", Array|Compact|Nullable),
		p("verificationProperty", "String", Nullable),
		p("startsWith", "String", Array|Compact|Nullable),
		p("allowedOrigins", "String", Array|Compact|Nullable),
		p("creator", "OB2.KeyRef", Nullable),
	}},
	{Name: "OB2.Evidence", Properties: []Property{
		p("id", "OB2.IRI", Nullable),
		p("type", "IRI", Array|Compact|Nullable),
		p("name", "String", Nullable),
		p("narrative", "Markdown", Nullable),
		p("description", "String", Nullable),
		p("genre", "String", Nullable),
		p("audience", "String", Nullable),
	}},
	{Name: "OB2.Criteria", Properties: []Property{
		p("id", "OB2.IRI", Nullable),
		p("type", "IRI", Array|Compact|Nullable),
		p("narrative", "Markdown", Nullable),
	}},
	{Name: "OB2.Image", Properties: []Property{
		p("id", "URI", Required),
		p("type", "IRI", Array|Compact|Nullable),
		p("caption", "String", Nullable),
		p("author", "OB2.IRI", Nullable),
	}},
	{Name: "OB2.AlignmentObject", Properties: []Property{
		p("type", "IRI", Array|Compact|Nullable),
		p("targetName", "String", Required),
		p("targetUrl", "URL", Required|Loose|Nullable),
		p("targetDescription", "String", Nullable),
		p("targetFramework", "String", Nullable),
		p("targetCode", "String", Nullable),
	}},
	{Name: "OB2.Related", Properties: []Property{
		p("id", "OB2.IRI", Required),
		p("@language", "String", Nullable),
		p("version", "OB2.Version", Nullable),
	}},
	{Name: "OB2.Claim", Properties: []Property{
		p("id", "OB2.IRI", Required),
		p("endorsementComment", "Markdown", Nullable),
	}},
	{Name: "OB2.RevokedEntry", Properties: []Property{
		p("id", "OB2.IRI", Optional),
		p("uid", "String", Optional),
		p("revoked", "Boolean", Optional),
		p("revocationReason", "String", Nullable),
	}},
}

// Knows2 reports whether Open Badges 2.0 has a term of that name.
func Knows2(name string) bool { return terms2()[name] }

var terms2 = sync.OnceValue(func() map[string]bool {
	known := map[string]bool{"type": true}
	for _, c := range slices.Concat(badgeClasses2, partClasses2) {
		for _, row := range c.Properties {
			known[row.Name] = true
		}
	}
	return known
})
