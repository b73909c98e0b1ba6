package verify_test

import (
	"bytes"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// The contexts of a badge with services, and the place that the rows move
// members to: an object with the badge's id.
var extendedContexts = []any{badge.ContextVC2, badge.ContextOB3, "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"}

// sharing is a badge that has expired, with a refresh service, an evidence and a
// subject of an endorsement that have the badge's id.
func (s *scene) sharing() tree {
	doc := credential()
	doc["@context"], doc["validUntil"] = extendedContexts, "2026-09-02T00:00:00Z"
	doc["refreshService"] = tree{"id": badgeID, "type": "1EdTechCredentialRefresh"}
	doc["evidence"] = []any{tree{"id": badgeID, "type": []any{"Evidence"}}}
	e := s.endorsement()
	at(e, "/credentialSubject")["id"] = badgeID
	doc["endorsement"] = []any{s.endorse(e)}
	return doc
}

// carried takes members from the root of a badge to another object, which gets the
// type that defines them, and leaves the signature as it is.
func carried(doc tree, pointer string, names ...string) tree {
	to := at(doc, pointer)
	for _, name := range names {
		to[name] = doc[name]
		delete(doc, name)
	}
	to["@context"], to["type"] = doc["@context"], []any{to["type"], "VerifiableCredential"}
	if types, ok := to["type"].([]any)[0].([]any); ok {
		to["type"] = append(slices.Clone(types), "VerifiableCredential")
	}
	return doc
}

// moved is a badge whose signature is good and whose end is in another place.
func moved(pointer string, edit func(s *scene, doc tree)) func(*scene) []byte {
	return func(s *scene) []byte {
		doc := s.sharing()
		if edit != nil {
			edit(s, doc)
		}
		doc = s.prove(doc, newProof(), s.key(victimHost, proof.EdDSARDFC2022))
		whole := signedForm(s.t, doc)
		doc = carried(parseTree(marshal(doc)), pointer, "validUntil")
		require.Equal(s.t, whole, signedForm(s.t, doc), "the signed form is the same")
		return marshal(doc)
	}
}

// inProof moves the end of a signed badge into the proof of its endorsement. The
// signed form changes, since a proof inside is a graph apart.
func inProof(more tree) func(*scene) []byte {
	return func(s *scene) []byte {
		doc := credential()
		doc["validUntil"], doc["endorsement"] = "2026-09-02T00:00:00Z", []any{s.endorse(s.endorsement())}
		doc = parseTree(marshal(s.prove(doc, newProof(), s.key(victimHost, proof.EdDSARDFC2022))))
		secured := at(doc, "/endorsement/0/proof")
		maps.Copy(secured, more)
		secured["@context"], secured["validUntil"] = doc["@context"], doc["validUntil"]
		delete(doc, "validUntil")
		return marshal(doc)
	}
}

// signedForm is the canonical form of a badge without its proof, whatever its
// places.
func signedForm(t *testing.T, doc tree) string {
	t.Helper()
	bare := parseTree(marshal(doc))
	delete(bare, "proof")
	d, err := badge.Parse(marshal(bare))
	require.NoError(t, err)
	all, err := proof.Explain(t.Context(), d, proof.CheckOptions{})
	require.NoError(t, err)
	return string(all[0].Data.Document)
}

// movedRows do not say what ends the verification first: the structure of such a
// badge is odd as well.
var movedRows = []hostile{
	{"S-1/genuine", func(s *scene) []byte {
		return marshal(s.prove(s.sharing(), newProof(), s.key(victimHost, proof.EdDSARDFC2022)))
	}, no, "time.expired", "endorser.example victim.example"},
	{"S-1/end in the refresh service", moved("/refreshService", nil), no, "ld.elsewhere", ""},
	{"S-2/end in the evidence", moved("/evidence/0", nil), no, "ld.elsewhere", ""},
	{"S-3/end in the subject of an endorsement", moved("/endorsement/0/credentialSubject", nil), no, "ld.elsewhere", ""},
	{"S-3/the endorser is down", moved("/endorsement/0/credentialSubject", func(s *scene, _ tree) {
		delete(s.pages, "https://endorser.example/.well-known/did.json")
	}), no, "ld.elsewhere", ""},
	{"S-3/the endorsement is of an unknown suite", moved("/endorsement/0/credentialSubject", func(_ *scene, doc tree) {
		at(doc, "/endorsement/0/proof")["cryptosuite"] = "unknown-2030"
	}), no, "ld.elsewhere", ""},
	{"S-3/offline", moved("/endorsement/0/credentialSubject", func(s *scene, _ tree) { s.config.Fetcher = nil }), no, "ld.elsewhere", ""},
	{"S-10/an endorsement of the badge's id", signs(func(s *scene, doc, _ tree) {
		e := s.endorsement()
		e["id"] = badgeID
		doc["endorsement"] = []any{s.endorse(e)}
	}), no, "ld.same_id", ""},
	{"S-11/turned round", func(s *scene) []byte {
		doc := parseTree(marshal(s.prove(s.sharing(), newProof(), s.key(victimHost, proof.EdDSARDFC2022))))
		root := at(doc, "/endorsement/0")
		inner := parseTree(marshal(root))
		clear(root)
		root["id"] = inner["id"] // a reference is left
		secured := doc["proof"]
		delete(doc, "proof")
		inner["@context"] = doc["@context"]
		subject := at(inner, "/credentialSubject")
		types := append(slices.Clone(doc["type"].([]any)), subject["type"].([]any)...)
		maps.Copy(subject, doc)
		subject["type"] = types
		inner["proof"] = secured
		return marshal(inner)
	}, no, "ld.same_id", ""},
	{"S-12/contexts of 1.1", func(s *scene) []byte {
		doc := credential()
		doc["validUntil"] = "2026-09-02T00:00:00Z"
		at(doc, "/issuer")["id"] = victim
		doc = parseTree(marshal(s.prove(doc, newProof(), s.key(victimHost, proof.EdDSARDFC2022))))
		doc["@context"] = []any{"https://www.w3.org/2018/credentials/v1", badge.ContextOB3, "https://w3id.org/security/data-integrity/v2"}
		return marshal(doc)
	}, no, "time.expired", victimHost},
	{"S-14/two ends", signs(func(_ *scene, doc, _ tree) {
		doc["validUntil"] = []any{"2030-01-01T00:00:00Z", "2026-09-02T00:00:00Z"}
	}), no, "time.format", ""},
	{"S-14/two beginnings", signs(func(_ *scene, doc, _ tree) {
		doc["validFrom"] = []any{"2026-09-01T00:00:00Z", "2031-09-01T00:00:00Z"}
	}), no, "time.format", ""},
	{"S-14/two issuers", signs(func(_ *scene, doc, _ tree) { doc["issuer"] = []any{doc["issuer"], attacker} }), no, "ld.unread", ""},
	{"S-24/end in the proof of an endorsement", inProof(tree{"id": badgeID, "type": []any{"DataIntegrityProof", "VerifiableCredential"}}), no, "ld.elsewhere", ""},
	{"S-24/end in the proof of an endorsement, without the badge's id", inProof(tree{"type": []any{"DataIntegrityProof", "VerifiableCredential"}}), no, "proof.signature", victimHost},
	{"S-8/the type of a credential on another object", func(s *scene) []byte {
		doc := s.prove(s.sharing(), newProof(), s.key(victimHost, proof.EdDSARDFC2022))
		return marshal(carried(parseTree(marshal(doc)), "/refreshService"))
	}, no, "ld.credential_place", ""},
}

func TestMoved(t *testing.T) {
	world := verifytest.New(t)
	for _, row := range movedRows {
		t.Run(row.name, func(t *testing.T) {
			s := newScene(t, world)
			input := row.make(s)
			verifier, err := verify.New(s.config)
			require.NoError(t, err)
			report, _ := verifier.Verify(t.Context(), input)
			require.Equal(t, row.want, report.Verdict(), outline(report))
			require.True(t, failedWith(report, row.code), outline(report))
			for _, host := range strings.Fields(s.hosts()) {
				require.Contains(t, strings.Fields(row.asks), host, "was asked")
			}
		})
	}
}

func failedWith(r *verify.Report, code string) bool {
	return slices.ContainsFunc(r.Checks(), func(c verify.Check) bool { return c.Outcome == verify.Failed && c.Code == code })
}

// TestSharedCases reads the forged files of the reference cases.
func TestSharedCases(t *testing.T) {
	dir := os.Getenv("OPENBADGES_CASES")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared", "cases")
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		t.Skip("no cases: set OPENBADGES_CASES to the folder that holds them")
	}
	for name, code := range map[string]string{
		"split-refresh.genuine.json": "time.expired", "split-refresh.forged.json": "ld.elsewhere",
		"split-evidence.genuine.json": "time.expired", "split-evidence.forged.json": "ld.elsewhere",
	} {
		text, err := os.ReadFile(filepath.Join(dir, "attacks", name))
		require.NoError(t, err)
		v, err := verify.New(verify.Config{Trust: verify.AnyIssuer()})
		require.NoError(t, err)
		r, err := v.Verify(t.Context(), bytes.TrimSpace(text))
		require.Error(t, err)
		require.Equal(t, verify.Rejected, r.Verdict(), name)
		require.True(t, failedWith(r, code), "%s: %s", name, outline(r))
	}
}

// TestAliasesAreRefused has S-33: a context that renames the end of a badge.
func TestAliasesAreRefused(t *testing.T) {
	alias := badge.Extension{URL: "https://extra.example/c", Context: []byte(`{"@context":{"until":"https://www.w3.org/2018/credentials#validUntil"}}`)}
	_, err := verify.New(verify.Config{Trust: verify.AnyIssuer(), Extensions: []badge.Extension{alias}})
	require.Equal(t, "ld.context_alias", badge.CodeOf(err))
	_, err = proof.Sign(t.Context(), edited(t, verifytest.Badge(), nil), proof.EdDSARDFC2022,
		key.Signer{Key: verifytest.New(t).Key(victimHost, proof.EdDSARDFC2022), Method: objectKey}, proof.Options{Extensions: []badge.Extension{alias}})
	require.Equal(t, "ld.context_alias", badge.CodeOf(err))
}
