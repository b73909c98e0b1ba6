package verify_test

import (
	cryptorand "crypto/rand"
	"crypto/rsa"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/verify"
)

// forger20 makes up documents of Open Badges 2.0 that mix its own addresses
// with those of the school, and with what programs read as those.
type forger20 struct {
	*rand.Rand
	pem string // of the forger's key
}

func (f forger20) pick(list ...any) any { return list[f.IntN(len(list))] }

func (f forger20) id(path string) string {
	return f.pick(
		old20+path, evil20+path, evil20+path, evil20+path, urn20, "", "_:b0", "did:web:badges.school.example", "did:web:badges.school.example"+path,
		"http://badges.school.example"+path, "https://Badges.School.example"+path, "HTTPS://badges.school.example"+path, old20+":443"+path,
		"https://badges.school.example."+path, old20+"@evil.example"+path, "https://u@badges.school.example"+path, old20+path+"#x", old20+path+"?x",
		old20+"/."+path, old20+"/%2e"+path, old20+"/"+path, evil20+"/"+old20+path, " "+old20+path, "https:badges.school.example"+path, "https:///badges.school.example"+path,
		old20+`\@evil.example`+path, evil20+`#@badges.school.example`+path, evil20+"?@badges.school.example"+path,
	).(string)
}

func (f forger20) profile() map[string]any {
	p := map[string]any{"@context": badge.ContextOB2, "type": f.pick("Issuer", "Profile", []any{"Profile", "Issuer"}), "id": f.id("/issuer"),
		"name": "Forged", "url": evil20, "email": "forger@evil.example"}
	if f.IntN(2) == 0 {
		p["verification"] = map[string]any{f.pick("startsWith", "allowedOrigins").(string): f.pick(evil20, evil20+"/", "evil.example", []any{"evil.example", "badges.school.example"}, []any{old20, evil20}, "")}
	}
	if f.IntN(2) == 0 {
		p["publicKey"] = f.pick(evil20+"/key", key1, f.key())
	}
	return p
}

func (f forger20) key() map[string]any {
	return map[string]any{"@context": badge.ContextOB2, "type": "CryptographicKey", "id": f.id("/keys/1"), "owner": f.id("/issuer"), "publicKeyPem": f.pem}
}

func (f forger20) class() map[string]any {
	return map[string]any{"@context": badge.ContextOB2, "type": f.pick("BadgeClass", []any{"BadgeClass", "Achievement"}), "id": f.id("/classes/1"), "name": "Forged", "description": "Forged",
		"image": evil20 + "/image", "criteria": map[string]any{"narrative": "None."}, "issuer": f.pick(f.id("/issuer"), f.profile())}
}

func (f forger20) assertion() map[string]any {
	return map[string]any{"@context": f.pick(badge.ContextOB2, badge.ContextOB2, []any{badge.ContextVC2, badge.ContextOB2}, []any{badge.ContextOB2, badge.ContextVC2}, "https://w3id.org/openbadges/v1"),
		"type": f.pick("Assertion", []any{"Assertion", "VerifiableCredential", "OpenBadgeCredential"}), "id": f.id("/assertions/1"), "badge": f.pick(f.id("/classes/1"), f.class()),
		"recipient": map[string]any{"type": "email", "hashed": false, "identity": "forger@evil.example"}, "issuedOn": "2026-09-01T10:00:00Z", "issuer": f.id("/issuer"),
		"verification": f.pick(map[string]any{"type": "HostedBadge"}, map[string]any{"type": "HostedBadge", "url": old20 + "/assertions/1"}, map[string]any{"type": f.pick("SignedBadge", []any{"SignedBadge", "HostedBadge"}), "creator": f.id("/keys/1")})}
}

// H01 to H08, J42, J43: whatever the forger writes and publishes, nothing of
// that is accepted as a badge of the school; what is accepted is what the
// school published. Ids taken lightly change nothing of that.
func TestNothingForgedIsAccepted20(t *testing.T) {
	own, err := rsa.GenerateKey(cryptorand.Reader, 2048)
	require.NoError(t, err)
	f := forger20{rand.New(rand.NewPCG(20, 26)), pem20(t, own)}
	genuine := 0
	for range 4000 {
		s := newSite(t)
		for path, page := range map[string]map[string]any{"/assertions/1": f.assertion(), "/classes/1": f.class(), "/issuer": f.profile(), "/keys/1": f.key()} {
			s[evil20+path] = page
		}
		presented := s.text(t, evil20+"/assertions/1")
		switch f.IntN(8) {
		case 0:
			s[evil1]["id"] = evil1
		case 1:
			presented = []byte(evil1)
		case 2:
			presented = sign20(t, own, `{"alg":"RS256"}`, presented)
		}
		cfg := verify.Config{Compat: []verify.CompatFlags{verify.Strict, verify.Compat1EdTech}[f.IntN(2)], Trust: verify.Issuers(issuer1, "did:web:badges.school.example", "http://badges.school.example/issuer",
			"https://Badges.School.example/issuer", old20+":443/issuer", "https://badges.school.example./issuer", issuer1+"#x", "HTTPS://badges.school.example/issuer", "https://u@badges.school.example/issuer")}
		r := judge20(t, presented, s.pages(t), cfg)
		if view, ok := r.Verified(); ok {
			genuine++
			require.Equal(t, []string{assertion1, "Soldering", "The School", issuer1}, []string{view.ID, view.Subject.Achievement.Name, view.Issuer.Name, view.Issuer.ID}, "%s\n%s", presented, r)
			require.Equal(t, "noor@student.example", view.Subject.Identifier[0].IdentityHash)
		}
	}
	require.Positive(t, genuine, "the forger also passes on copies of what the school published")
}
