package verify_test

import (
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

const (
	openBadges = "https://purl.imsglobal.org/spec/ob/v3p0/"
	revokedIDs = "https://victim.example/revoked"
)

// modelContexts are the lists of contexts of both data models.
func modelContexts() (lists [][]any) {
	for _, base := range []string{badge.ContextVC2, badge.ContextVC1} {
		for _, words := range []string{"context-3.0.3.json", "context-3.0.2.json", "context-3.0.1.json", "context.json"} {
			list := []any{base, openBadges + words, openBadges + "extensions.json"}
			if base == badge.ContextVC1 {
				list = append(list, "https://w3id.org/security/data-integrity/v2")
			} else if words != "context-3.0.3.json" && words != "context-3.0.2.json" {
				continue // it redefines protected terms
			}
			lists = append(lists, list)
		}
	}
	return lists
}

// TestModelSwap has S-12: the contexts are not signed, so a holder can replace
// them by those of another data model. The badge then counts no longer than
// before.
func TestModelSwap(t *testing.T) {
	world := verifytest.New(t)
	for name, row := range map[string]struct{ until, list, want string }{
		"live":    {"2030-01-01T00:00:00Z", `[]`, ""},
		"expired": {"2026-09-02T00:00:00Z", `[]`, "time.expired"},
		"revoked": {"2030-01-01T00:00:00Z", `[{"id":"` + badgeID + `"}]`, "status.revoked"},
	} {
		genuine, good := 0, 0
		for _, own := range modelContexts() {
			for _, dates := range [][2]string{{"validFrom", "validUntil"}, {"issuanceDate", "expirationDate"}} {
				if own[0] == badge.ContextVC2 && dates[0] != "validFrom" {
					continue // not defined
				}
				s := newScene(t, world)
				s.publish(revokedIDs, `{"id":"`+revokedIDs+`","issuer":"`+victim+`","revokedCredential":`+row.list+`}`)
				doc := credential()
				doc["@context"], doc["credentialStatus"] = own, tree{"id": revokedIDs, "type": "1EdTechRevocationList"}
				delete(doc, "validFrom")
				doc[dates[0]], doc[dates[1]] = "2026-09-01T00:00:00Z", row.until
				doc = parseTree(marshal(s.prove(doc, newProof(), s.key(victimHost, proof.EdDSARDFC2022))))
				genuine++
				for _, other := range modelContexts() {
					doc["@context"] = other
					v, err := verify.New(s.config)
					require.NoError(t, err)
					r, err := v.Verify(t.Context(), marshal(doc))
					if slices.Equal(own, other) {
						require.Equal(t, row.want, badge.CodeOf(err), "%s: %s", name, outline(r))
					}
					if _, passed := found(r, verify.StageSignature, "signature.valid"); passed {
						good++
						require.Equal(t, row.want, badge.CodeOf(err), "%s: %s", name, outline(r))
					} else {
						require.Equal(t, verify.Rejected, r.Verdict(), "%s: %s", name, outline(r))
						require.Contains(t, []string{"proof.signature", "ld.undefined_term"}, r.Decisive().Code, outline(r))
					}
				}
			}
		}
		require.Greater(t, good, genuine, "%s: swaps of some models keep the signature", name)
	}
}

// sharingClr is a record that has expired, with a badge inside whose evidence has
// the id of the record.
func (s *scene) sharingClr(edit func(inner tree)) tree {
	inner := credential()
	inner["id"], inner["evidence"] = "urn:uuid:inner", []any{tree{"id": badgeID, "type": []any{"Evidence"}}}
	at(inner, "/issuer")["id"] = endorser
	s.publish("https://endorser.example/.well-known/did.json", s.document(endorser))
	inner = parseTree(marshal(s.endorse(inner)))
	edit(inner)
	doc := credential()
	doc["@context"] = []any{badge.ContextVC2, "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json", badge.ContextOB3}
	doc["type"], doc["validUntil"] = []any{"VerifiableCredential", "ClrCredential"}, "2026-09-02T00:00:00Z"
	doc["credentialSubject"] = tree{"id": "did:example:learner", "type": []any{"ClrSubject"}, "verifiableCredential": []any{inner}}
	return s.prove(doc, newProof(), s.key(victimHost, proof.EdDSARDFC2022))
}

// TestMovedIntoRecord: the outcome of a moved end does not depend on what is
// known about the badge inside.
func TestMovedIntoRecord(t *testing.T) {
	world := verifytest.New(t)
	const place = "/credentialSubject/verifiableCredential/0/evidence/0"
	for name, edit := range map[string]func(s *scene, inner tree){
		"reachable":     func(*scene, tree) {},
		"down":          func(s *scene, _ tree) { delete(s.pages, "https://endorser.example/.well-known/did.json") },
		"offline":       func(s *scene, _ tree) { s.config.Fetcher = nil },
		"unknown suite": func(_ *scene, inner tree) { at(inner, "/proof")["cryptosuite"] = "unknown-2030" },
		"another key": func(s *scene, _ tree) {
			s.config.Keys = map[string][]key.Key{endorser: {publicKey(s.key("attacker.example", proof.EdDSARDFC2022))}}
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t, world)
			genuine := s.sharingClr(func(inner tree) { edit(s, inner) })
			form := signedForm(t, genuine)
			for _, names := range [][]string{nil, {"validUntil"}, {"validUntil", "validFrom"}, {"issuer"}} {
				doc := parseTree(marshal(genuine))
				if names != nil {
					carried(doc, place, names...)
					require.Equal(t, form, signedForm(t, doc))
				}
				v, err := verify.New(s.config)
				require.NoError(t, err)
				r, _ := v.Verify(t.Context(), marshal(doc))
				switch {
				case names == nil:
					require.True(t, failedWith(r, "time.expired") && !failedWith(r, "ld.elsewhere"), outline(r))
				default:
					require.Equal(t, verify.Rejected, r.Verdict(), outline(r))
					require.True(t, failedWith(r, "ld.elsewhere") || strings.Join(names, "") == "issuer" && failedWith(r, "schema.required"), outline(r))
				}
			}
		})
	}
}
