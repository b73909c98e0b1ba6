package vocabulary

import (
	"slices"
	"sync"
)

// Reasons why Open Badges 3.0 has no property for a value.
const (
	lostVerification = "it selects how the badge is verified; a badge of Open Badges 3.0 contains its proof"
	lostRevocation   = "it is the status on the issuer's page; Open Badges 3.0 has status lists"
	lostKeys         = "keys are published in a controller document, not in the profile"
	lostUID          = "Open Badges 3.0 has no other identifier than the id"
	LostTerm         = "Open Badges 3.0 has no such property"
)

// w is a row that Open Badges 3.0 has under the same name.
func w(name, value string, occurs Occurs) Property { return p(name, value, occurs).as(name) }

// as returns a row with its path in Open Badges 3.0.
func (p Property) as(path string) Property {
	p.OB3 = path
	return p
}

// lost returns a row that Open Badges 3.0 has no property for.
func (p Property) lost(why string) Property {
	p.Lost = why
	return p
}

// The documents of Open Badges 2.0. Each object can have its own @context, and
// null means a missing property, as in JSON-LD.
var badgeClasses2 = []Class{
	{Name: "OB2.Assertion", Types: [][]string{{"Assertion"}}, OB3: []string{"VerifiableCredential", "AchievementCredential", "OpenBadgeCredential", "AchievementSubject"}, Properties: []Property{
		w("@context", "Context", Array|Compact),
		w("id", "OB2.ID", Required),
		p("issuedOn", "DateTimeZ", Required).as("validFrom"),
		p("expires", "DateTimeZ", Nullable).as("validUntil"),
		p("recipient", "OB2.IdentityObject", Required).as("credentialSubject/identifier"),
		p("badge", "OB2.BadgeRef", Required).as("credentialSubject/achievement"),
		p("narrative", "Markdown", Nullable).as("credentialSubject/narrative"),
		p("image", "OB2.ImageRef", Nullable).as("credentialSubject/image"),
		w("evidence", "OB2.EvidenceRef", Array|Compact|Nullable),
		w("endorsement", "OB2.EndorsementRef", Array|Compact|Nullable),
		p("verification", "OB2.VerificationObject", Nullable).lost(lostVerification), // required, under this name or its alias
		p("verify", "OB2.VerificationObject", Nullable).lost(lostVerification),
		p("revoked", "Boolean", Nullable).lost(lostRevocation),
		p("revocationReason", "String", Nullable).lost(lostRevocation),
		p("uid", "String", Nullable).lost(lostUID),
		p("version", "OB2.Version", Nullable).lost(LostTerm),
		p("related", "OB2.RelatedRef", Array|Compact|Nullable).lost(LostTerm),
	}},
	{Name: "OB2.RevokedAssertion", Properties: []Property{
		p("id", "OB2.ID", Required),
		p("revoked", "Boolean", Required),
		p("revocationReason", "String", Nullable),
	}},
	{Name: "OB2.Endorsement", Types: [][]string{{"Endorsement"}}, OB3: []string{"VerifiableCredential", "EndorsementCredential", "EndorsementSubject"}, Properties: []Property{
		w("@context", "Context", Array|Compact),
		w("id", "OB2.ID", Required),
		w("issuer", "OB2.ProfileRef", Required),
		p("issuedOn", "DateTimeMinutes", Required).as("validFrom"),
		p("claim", "OB2.claim", Required).as("credentialSubject"),
		p("verification", "OB2.VerificationObject", Nullable).lost(lostVerification),
		p("verify", "OB2.VerificationObject", Nullable).lost(lostVerification),
		p("revoked", "Boolean", Nullable).lost(lostRevocation),
		p("revocationReason", "String", Nullable).lost(lostRevocation),
		p("endorsement", "OB2.EndorsementRef", Array|Compact|Nullable),
		p("related", "OB2.RelatedRef", Array|Compact|Nullable),
		p("version", "OB2.Version", Nullable),
	}},
	{Name: "OB2.claim", OB3: []string{"EndorsementSubject"}, Properties: []Property{
		w("id", "OB2.IRI", Required),
		w("type", "IRI", Array|Compact|Nullable),
		w("endorsementComment", "Markdown", Nullable),
	}},
	{Name: "OB2.BadgeClass", Types: [][]string{{"BadgeClass"}}, OB3: []string{"Achievement"}, Properties: []Property{
		p("@context", "Context", Array|Compact),
		w("id", "OB2.ID", Required),
		w("name", "String", Required),
		w("description", "String", Required),
		w("image", "OB2.ImageRef", Required|Loose|Nullable),
		w("criteria", "OB2.CriteriaRef", Required),
		p("issuer", "OB2.ProfileRef", Required).as("creator"),
		w("alignment", "OB2.AlignmentObject", Array|Compact|Nullable),
		p("tags", "String", Array|Compact|Nullable).as("tag"),
		w("version", "OB2.Version", Nullable),
		w("related", "OB2.RelatedRef", Array|Compact|Nullable),
		w("endorsement", "OB2.EndorsementRef", Array|Compact|Nullable),
	}},
	{Name: "OB2.Profile", Types: [][]string{{"Profile", "Issuer"}}, OB3: []string{"Profile"}, Properties: []Property{
		p("@context", "Context", Array|Compact),
		w("id", "OB2.ID", Required),
		w("name", "String", Nullable), // with url and email required of an issuer
		w("url", "URL", Nullable),
		w("email", "OB2.EmailAddress", Nullable),
		p("telephone", "OB2.PhoneNumber", Nullable).as("phone"),
		w("description", "String", Nullable),
		w("image", "OB2.ImageRef", Nullable),
		w("endorsement", "OB2.EndorsementRef", Array|Compact|Nullable),
		p("publicKey", "OB2.KeyRef", Array|Compact|Nullable).lost(lostKeys),
		p("verification", "OB2.VerificationObject", Nullable).lost(lostVerification),
		p("verify", "OB2.VerificationObject", Nullable).lost(lostVerification),
		p("revocationList", "OB2.IRI", Nullable).lost(lostRevocation),
		p("version", "OB2.Version", Nullable).lost(LostTerm),
		p("related", "OB2.RelatedRef", Array|Compact|Nullable).lost(LostTerm),
	}},
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

// partClasses2 are the classes that only occur inside documents.
var partClasses2 = []Class{
	{Name: "OB2.IdentityObject", OB3: []string{"IdentityObject"}, Properties: []Property{
		p("type", "String", Required).as("identityType"),
		p("identity", "String", Required).as("identityHash"),
		w("hashed", "Boolean", Required),
		w("salt", "String", Nullable),
	}},
	{Name: "OB2.VerificationObject", Properties: []Property{
		p("type", "IRI", Array|Compact|Nullable),
		p("verificationProperty", "String", Nullable),
		p("startsWith", "String", Array|Compact|Nullable),
		p("allowedOrigins", "String", Array|Compact|Nullable),
		p("creator", "OB2.KeyRef", Nullable),
	}},
	{Name: "OB2.Evidence", Names: []string{"Evidence"}, OB3: []string{"Evidence"}, Properties: []Property{
		w("id", "OB2.IRI", Nullable),
		w("type", "IRI", Array|Compact|Nullable),
		w("name", "String", Nullable),
		w("narrative", "Markdown", Nullable),
		w("description", "String", Nullable),
		w("genre", "String", Nullable),
		w("audience", "String", Nullable),
	}},
	{Name: "OB2.Criteria", Properties: []Property{
		w("id", "OB2.IRI", Nullable),
		w("narrative", "Markdown", Nullable),
		p("type", "IRI", Array|Compact|Nullable).lost(LostTerm),
	}},
	{Name: "OB2.Image", Names: []string{"Image", "schema:ImageObject"}, OB3: []string{"Image"}, Properties: []Property{
		w("id", "URI", Required),
		w("type", "IRI", Array|Compact|Nullable),
		w("caption", "String", Nullable),
		p("author", "OB2.IRI", Nullable).lost(LostTerm),
	}},
	{Name: "OB2.AlignmentObject", Names: []string{"AlignmentObject"}, OB3: []string{"Alignment"}, Properties: []Property{
		w("type", "IRI", Array|Compact|Nullable),
		w("targetName", "String", Required),
		w("targetUrl", "URL", Required|Loose|Nullable),
		w("targetDescription", "String", Nullable),
		w("targetFramework", "String", Nullable),
		w("targetCode", "String", Nullable),
	}},
	{Name: "OB2.related", OB3: []string{"Related"}, Properties: []Property{
		w("id", "OB2.IRI", Required),
		w("type", "IRI", Array|Compact|Nullable),
		p("@language", "String", Nullable).as("inLanguage"),
		w("version", "OB2.Version", Nullable),
	}},
	{Name: "OB2.RevokedEntry", Properties: []Property{
		p("id", "OB2.IRI", Optional),
		p("uid", "String", Optional),
		p("revoked", "Boolean", Optional),
		p("revocationReason", "String", Nullable),
	}},
}

// Knows2 reports whether Open Badges 2.0 has a property with this name.
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
