package verify_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/edubadges"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
)

// eduToken is a token as the agent of eduCredentials makes it in 2026: flat claims,
// the bare id of the award as that of the badge and of the achievement, and the
// name of the badge as that of the issuer.
func eduToken(edit func(j *draft)) func(*scene) []byte {
	const bare = "kDq2s1v3T0-Ynq5wZf8c7A"
	return jwt(func(j *draft) {
		j.by(victimHost, proof.ES256)
		j.header["typ"] = "JWT"
		j.claims = tree{"@context": []any{badge.ContextVC2, "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"},
			"id": bare, "jti": bare, "iss": victim, "sub": "did:example:learner", "iat": 1788220800, "nbf": 1788220800,
			"type": []any{"VerifiableCredential", "AchievementCredential"}, "name": "Solderen", "issuer": tree{"id": victim, "type": []any{"Profile"}, "name": "Solderen"},
			"validFrom": "2026-09-01T02:00:00.517352+02:00", "credentialSubject": tree{"id": "did:example:learner", "type": []any{"AchievementSubject"},
				"achievement": tree{"id": bare, "type": []any{"Achievement"}, "criteria": tree{"narrative": "c"}, "description": "d", "name": "Solderen"}}}
		edit(j)
	})
}

// Genuine tokens of eduCredentials depart from the standard and are accepted; what
// a forger would change in them is rejected as ever.
func TestEduToken(t *testing.T) {
	plain := func(*verify.Config) {}
	t.Run("ED-18: genuine", func(t *testing.T) {
		for _, typ := range []string{"AchievementCredential", "OpenBadgeCredential"} {
			r := judgeToken(t, eduToken(func(j *draft) { j.claims["type"] = []any{"VerifiableCredential", typ} }), plain)
			require.Equal(t, "accepted signature.valid", outcome20(r), r)
			require.NotEmpty(t, r.Departures())
			e := edubadges.Read(r.Document())
			require.Equal(t, edubadges.DialectAgent, e.Dialect)
			var codes []string
			for _, remark := range e.Remarks {
				codes = append(codes, remark.Code)
			}
			require.Subset(t, codes, []string{"edubadges.achievement_id", "edubadges.agent_name"})
			require.False(t, e.Value(edubadges.FieldInstitutionName).Given(), "the institution is not named")
		}
	})
	strict := func(c *verify.Config) { c.Conformance = verify.ConformanceRequired }
	for _, row := range []struct {
		name   string
		edit   func(j *draft)
		config func(*verify.Config)
		want   string
	}{
		{"strict", func(*draft) {}, strict, "rejected uri.syntax"},
		{"a false signature", func(j *draft) { j.afterwards = flipLast }, plain, "rejected proof.signature"},
		{"another name, signature as before", func(j *draft) { j.afterwards = renamed }, plain, "rejected proof.signature"},
		{"another iss", func(j *draft) { j.claims["iss"] = "did:web:evil.example" }, plain, "rejected claims.mismatch"},
		{"another jti", func(j *draft) { j.claims["jti"] = "aDq2s1v3T0-Ynq5wZf8c7A" }, plain, "rejected claims.mismatch"},
		{"an expired exp", func(j *draft) { j.claims["exp"] = 1788220900 }, plain, "rejected time.lapsed"},
		{"another agent", func(j *draft) {
			j.claims["issuer"].(tree)["id"], j.claims["iss"] = "did:web:evil.example", "did:web:evil.example"
		}, plain, "rejected did.key_not_bound"},
	} {
		t.Run("ED-18: "+row.name, func(t *testing.T) {
			r := judgeToken(t, eduToken(row.edit), row.config)
			require.Equal(t, row.want, outcome20(r), r)
		})
	}
}

// flipLast changes the signature of a token.
func flipLast(text string) string {
	return text[:len(text)-8] + "AAAAAAAA"
}

// renamed changes the claims of a token and keeps its signature.
func renamed(text string) string {
	parts := strings.Split(text, ".")
	claims, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return ""
	}
	parts[1] = base64.RawURLEncoding.EncodeToString([]byte(strings.Replace(string(claims), `"Solderen"`, `"Master"`, 1)))
	return strings.Join(parts, ".")
}
