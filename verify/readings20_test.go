package verify_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/verify"
)

// A hosted badge has the meaning of the page, so null is as good as absent, and
// what cannot be read never widens what is accepted.
func TestReadingsHosted(t *testing.T) {
	hosted := map[string]any{"type": "HostedBadge"}
	for _, c := range []struct {
		name, at, member string
		value            any
		want             string
	}{
		{"RE-8/issuer null", class1, "issuer", nil, "rejected origin.address"},
		{"RE-8/issuer []", class1, "issuer", []any{}, "rejected origin.address"},
		{"RE-8/issuer empty", class1, "issuer", "", "rejected origin.address"},
		{"RE-8/badge null", assertion1, "badge", nil, "rejected origin.address"},
		{"RE-8/badge []", assertion1, "badge", []any{}, "rejected origin.address"},
		{"RE-8/badge empty", assertion1, "badge", "", "rejected origin.address"},
		{"RE-8/id null", assertion1, "id", nil, "inconclusive origin.address"},
		{"RE-8/id []", assertion1, "id", []any{}, "inconclusive origin.address"},
		{"RE-8/id empty", assertion1, "id", "", "inconclusive origin.address"},
		{"RE-8/recipient null", assertion1, "recipient", nil, "accepted member.null"},
		{"RE-8/recipient []", assertion1, "recipient", []any{}, "accepted schema.type"},
		{"RE-8/recipient empty", assertion1, "recipient", "", "accepted schema.type"},
		{"RE-8/issuedOn null", assertion1, "issuedOn", nil, "accepted member.null"},
		{"RE-8/issuedOn []", assertion1, "issuedOn", []any{}, "rejected schema.type"},
		{"RE-8/issuedOn empty", assertion1, "issuedOn", "", "rejected schema.format"},
		{"RE-8/expires null", assertion1, "expires", nil, "accepted member.null"},
		{"RE-8/expires []", assertion1, "expires", []any{}, "rejected schema.type"},
		{"RE-8/expires empty", assertion1, "expires", "", "rejected schema.format"},
		{"RE-8/revoked null", assertion1, "revoked", nil, "accepted member.null"},
		{"RE-8/revoked []", assertion1, "revoked", []any{}, "rejected schema.type"},
		{"RE-8/revoked empty", assertion1, "revoked", "", "rejected schema.type"},
		{"RE-8/verification null", assertion1, "verification", nil, "accepted member.null"},
		{"RE-8/verification []", assertion1, "verification", []any{}, "accepted schema.type"},
		{"RE-8/verification empty", assertion1, "verification", "", "accepted schema.type"},
		{"RE-8/evidence null", assertion1, "evidence", nil, "accepted member.null"},
		{"RE-8/evidence []", assertion1, "evidence", []any{}, "accepted conformance.good"},
		{"RE-8/name of the class empty", class1, "name", "", "accepted schema.required"},

		{"RE-9/@id equal", assertion1, "@id", assertion1, "accepted member.keyword"},
		{"RE-9/@id differs", assertion1, "@id", old20 + "/assertions/2", "rejected member.twice"},
		{"RE-9/@id of the issuer differs", issuer1, "@id", evil20 + "/issuer", "rejected member.twice"},
		{"RE-9/@type equal", assertion1, "@type", "Assertion", "accepted member.keyword"},
		{"RE-9/@type differs", assertion1, "@type", "BadgeClass", "rejected member.twice"},
		{"RE-9/verify equal", assertion1, "verify", hosted, "accepted verification.twice"},
		{"RE-9/verify differs", assertion1, "verify", map[string]any{"type": "SignedBadge"}, "rejected verification.twice"},
		{"RE-9/badges one", assertion1, "badge", []any{class1}, "rejected origin.address"},
		{"RE-9/badges two", assertion1, "badge", []any{class1, evil20 + "/classes/1"}, "rejected origin.address"},
		{"RE-9/issuers two", class1, "issuer", []any{issuer1, evil20 + "/issuer"}, "rejected origin.address"},
		{"RE-9/ends two", assertion1, "expires", []any{"2030-01-01T00:00:00Z", "2020-01-01T00:00:00Z"}, "rejected schema.type"},

		{"RE-10/revoked a text", assertion1, "revoked", "true", "rejected schema.type"},
		{"RE-10/revoked a number", assertion1, "revoked", 1, "rejected schema.type"},
		{"RE-10/startsWith a number", issuer1, "verification", map[string]any{"startsWith": 7}, "rejected origin.scope"},
		{"RE-10/startsWith null in a list", issuer1, "verification", map[string]any{"startsWith": []any{nil}}, "rejected origin.scope"},
		{"RE-10/startsWith an object", issuer1, "verification", map[string]any{"startsWith": map[string]any{"id": old20}}, "rejected origin.scope"},
		{"RE-10/startsWith one of two", issuer1, "verification", map[string]any{"startsWith": []any{old20, 7}}, "rejected origin.scope"},
		{"RE-10/allowedOrigins a number", issuer1, "verification", map[string]any{"allowedOrigins": 7}, "rejected origin.scope"},
		{"RE-10/allowedOrigins true", issuer1, "verification", map[string]any{"allowedOrigins": true}, "rejected origin.scope"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSite(t).set(c.at, c.member, c.value)
			for _, conformance := range []verify.Conformance{verify.ConformanceReported, verify.ConformanceRequired} {
				r := judge20(t, s.text(t, assertion1), s.pages(t), verify.Config{Conformance: conformance})
				verdict, code, _ := strings.Cut(c.want, " ")
				if conformance == verify.ConformanceRequired && verdict == "accepted" {
					require.NotEqual(t, len(r.Departures()) > 0, r.Verdict() == verify.Accepted, outline(r))
					continue
				}
				require.Equal(t, verdict, string(r.Verdict()), outline(r))
				switch {
				case verdict == "rejected" && conformance == verify.ConformanceReported:
					require.Equal(t, code, r.Decisive().Code, outline(r))
				case code != "":
					require.True(t, slices.Contains(codesOf(r), code), outline(r))
				}
			}
		})
	}
}
