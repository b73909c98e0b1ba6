package verify_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// sharedAchievement is a record with an achievement that a badge inside, by
// another issuer, describes in more words.
func (s *scene) sharedAchievement() tree {
	inner := credential()
	at(inner, "/issuer")["id"], inner["id"] = endorser, "urn:uuid:77777777-2222-4333-8444-555555555555"
	full := at(inner, achievement)
	full["achievementType"], full["creditsAvailable"] = "Diploma", 300
	full["creator"] = tree{"id": "https://ministry.example", "type": []any{"Profile"}, "name": "Ministry"}
	inner = s.endorse(inner)
	doc := credential()
	doc["@context"] = []any{badge.ContextVC2, "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json", badge.ContextOB3}
	doc["type"] = []any{"VerifiableCredential", "ClrCredential"}
	doc["credentialSubject"] = tree{"id": "did:example:learner", "type": []any{"ClrSubject"}, "verifiableCredential": []any{inner},
		"achievement": []any{tree{"id": full["id"], "type": []any{"Achievement"}, "name": full["name"], "description": full["description"], "criteria": full["criteria"]}}}
	return s.prove(doc, newProof(), s.key(victimHost, proof.EdDSARDFC2022))
}

// S-16: a record and a badge inside share an achievement, and the statements about
// it. A word that is moved from the badge to the record breaks the proof of the
// badge, and is reported also if that proof cannot be checked.
func TestMovedToSharedAchievement(t *testing.T) {
	world := verifytest.New(t)
	for _, reachable := range []bool{true, false} {
		s := newScene(t, world)
		if reachable {
			s.publish("https://endorser.example/.well-known/did.json", s.document(endorser))
		}
		genuine := s.sharedAchievement()
		form := signedForm(t, genuine)
		for _, name := range []string{"", "creditsAvailable", "achievementType", "creator", "tag"} {
			doc := parseTree(marshal(genuine))
			if from := at(doc, "/credentialSubject/verifiableCredential/0"+achievement); name != "" {
				at(doc, "/credentialSubject/achievement/0")[name] = from[name]
				delete(from, name)
			}
			require.Equal(t, form, signedForm(t, doc))
			v, err := verify.New(s.config)
			require.NoError(t, err)
			r, err := v.Verify(t.Context(), marshal(doc))
			c, split := found(r, verify.StageConformance, "id.split")
			require.Equal(t, name != "", split, outline(r))
			require.True(t, strings.HasSuffix(c.Message, name), c.Message)
			require.Equal(t, name == "" || !reachable, err == nil, outline(r))
			require.Equal(t, name != "" && reachable, failedWith(r, "endorsement.not_genuine"), outline(r))
		}
	}
}
