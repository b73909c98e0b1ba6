package verify_test

import (
	"fmt"
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

// badgeUUID is the id of the badges that edited makes.
const badgeUUID = "urn:uuid:11111111-2222-4333-8444-555555555555"

// nestedUUID is the id of endorsements.
const nestedUUID = "urn:uuid:99999999-2222-4333-8444-555555555555"

// nestedEndorsement is an endorsement by the school of what has that id, after
// an edit.
func nestedEndorsement(t testing.TB, about string, edit func(object)) *badge.Document {
	return edited(t, verifytest.Badge(), func(o object) {
		o["type"] = []any{"VerifiableCredential", "EndorsementCredential"}
		o["id"], o["name"] = nestedUUID, "Well made"
		o["credentialSubject"] = object{"id": about, "type": []any{"EndorsementSubject"}, "endorsementComment": "We know this badge."}
		if edit != nil {
			edit(o)
		}
	})
}

// nestedWorld has a school, and two that endorse: one with linked-data
// proofs and one with tokens.
func nestedWorld(t testing.TB) *verifytest.World {
	world := schoolWorld(t)
	world.Issuer("endorser.example", proof.EdDSARDFC2022)
	world.Issuer("tokens.example", proof.EdDSA)
	return world
}

// nestedIn is a badge of the school with that in its member.
func nestedIn(t testing.TB, world *verifytest.World, member string, inner ...any) *badge.Document {
	return signed(t, world, edited(t, verifytest.Badge(), func(o object) { o[member] = inner }))
}

// nestedBy is an endorsement of the badge, after an edit, by whoever holds a
// domain.
func nestedBy(t testing.TB, world *verifytest.World, domain string, scheme proof.Scheme, edit func(object)) *badge.Document {
	return signedBy(t, world, domain, scheme, nestedEndorsement(t, badgeUUID, func(o object) {
		at(o, "/issuer")["id"] = "did:web:" + domain
		if edit != nil {
			edit(o)
		}
	}))
}

// nestedProof is an endorsement with an embedded proof.
func nestedProof(t testing.TB, world *verifytest.World, domain string, edit func(object)) object {
	return fromJSON(t, nestedBy(t, world, domain, proof.EdDSARDFC2022, edit).JSON())
}

// nestedToken is an endorsement that is a token.
func nestedToken(t testing.TB, world *verifytest.World, domain string, edit func(object)) string {
	return string(nestedBy(t, world, domain, proof.EdDSA, edit).Bytes())
}

// 500 credentials that were not judged, since the budget was spent, have a check
// each, and the others a number.
func TestUnjudgedAreListed(t *testing.T) {
	world := nestedWorld(t)
	for _, row := range []struct {
		inner, listed int
		code          string
	}{{501, 501, ""}, {502, 501, "endorsement.too_many"}} {
		var tokens []any
		for i := range row.inner {
			tokens = append(tokens, "e30.e30."+b64(fmt.Sprint(i)))
		}
		data := nestedIn(t, world, "endorsementJwt", tokens...).Bytes()
		for work := 90; ; work += 90 { // a credential costs 100: one budget ends before the first
			v := verifierWith(t, world, func(c *verify.Config) { c.Budget.Work = work })
			r, _ := v.Verify(t.Context(), data)
			if _, reached := found(r, verify.StageEndorsement, "verify.budget"); !reached {
				require.Less(t, work, 10_000, outline(r))
				continue
			}
			listed := 0
			for _, c := range r.Checks() {
				if c.Stage == verify.StageEndorsement && c.Code == "verify.budget" {
					listed++
				}
			}
			require.Equal(t, row.listed, listed)
			_, more := found(r, verify.StageEndorsement, "endorsement.too_many")
			require.Equal(t, row.code != "", more)
			break
		}
	}
}

// nestedRow is an edit of an endorsement before it is signed, what is done to
// it afterwards, and what comes of it.
type nestedRow struct {
	before func(object)
	object func(object)        // done to the object with the embedded proof
	token  func(string) string // done to the token
	gone   bool                // the endorser publishes nothing
	code   string              // of the badge's own check
	inside string              // what decided about the endorsement
}

func nestedRows() map[string]nestedRow {
	const good, forged, lapsed, unknown = "endorsement.good", "endorsement.not_genuine", "endorsement.lapsed", "endorsement.unknown"
	status := func(o object) {
		o["@context"] = append(o["@context"].([]any), "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json")
		id := strings.TrimPrefix(at(o, "/issuer")["id"].(string), "did:web:")
		o["credentialStatus"] = object{"id": "https://" + id + "/revoked", "type": "1EdTechRevocationList"}
	}
	bare := func(token string) string { return token[:strings.LastIndex(token, ".")+1] + "AAAA" }
	flipped := func(token string) string {
		i := strings.Index(token, ".") + 40
		return token[:i] + map[bool]string{true: "A", false: "B"}[token[i] != 'A'] + token[i+1:]
	}
	unknownSuite := func(o object) { o["proof"].([]any)[0].(object)["cryptosuite"] = "bbs-2023" }
	unknownAlgorithm := func(token string) string {
		return b64(`{"alg":"ES999","typ":"JWT","kid":"did:web:tokens.example#key-1"}`) + token[strings.Index(token, "."):]
	}
	return map[string]nestedRow{
		"RE-14 unsupported":                    {object: unknownSuite, token: unknownAlgorithm, code: unknown},
		"genuine":                              {code: good, inside: "signature.valid"},
		"C-114 altered":                        {object: entryMember("name", "Badly made"), token: flipped, code: forged},
		"C-114 no proof":                       {object: func(o object) { delete(o, "proof") }, token: bare, code: forged},
		"C-116 expired":                        {before: entryMember("validUntil", "2026-09-30T00:00:00Z"), code: lapsed, inside: "time.expired"},
		"C-116 to come":                        {before: entryMember("validFrom", "2026-10-02T00:00:00Z"), code: lapsed, inside: "time.not_yet_valid"},
		"C-116 revoked":                        {before: status, code: lapsed, inside: "status.revoked"},
		"C-117 about another":                  {before: func(o object) { subjectOf(o)["id"] = "urn:uuid:another" }, code: "endorsement.subject", inside: "endorsement.subject"},
		"C-117 about the issuer, on the badge": {before: func(o object) { subjectOf(o)["id"] = school }, code: good, inside: "signature.valid"},
		"D31 in the name of another":           {before: func(o object) { at(o, "/issuer")["id"] = school }, code: forged},
		"unreachable":                          {gone: true, code: unknown, inside: "fetch.failed"},
		"status unreachable": {before: func(o object) {
			status(o)
			at(o, "/credentialStatus")["id"] = "https://gone.example/revoked"
		}, code: unknown, inside: "fetch.failed"},
	}
}

// An endorsement that is not genuine fails the badge; one that does not hold today
// is a warning.
func TestNested(t *testing.T) {
	for name, row := range nestedRows() {
		t.Run(name+" (proof)", func(t *testing.T) {
			world, domain := row.world(t, "endorser.example")
			inner := nestedProof(t, world, domain, row.before)
			if row.object != nil {
				row.object(inner)
			}
			requireNested(t, world, row, nestedIn(t, world, "endorsement", inner), "/endorsement/0")
		})
		t.Run(name+" (token)", func(t *testing.T) {
			world, domain := row.world(t, "tokens.example")
			inner := nestedToken(t, world, domain, row.before)
			if row.token != nil {
				inner = row.token(inner)
			}
			requireNested(t, world, row, nestedIn(t, world, "endorsementJwt", inner), "/endorsementJwt/0")
		})
	}
}

// world is one in which an endorser has revoked the endorsement, for whoever
// asks, and the domain under which it signs.
func (row nestedRow) world(t *testing.T, domain string) (*verifytest.World, string) {
	world := nestedWorld(t)
	if row.gone {
		return world, "gone.example"
	}
	world.Publish("https://"+domain+"/revoked", toJSON(t, object{"id": "https://" + domain + "/revoked", "issuer": "did:web:" + domain,
		"revokedCredential": []any{object{"id": nestedUUID, "revoked": true}}}))
	return world, domain
}

func requireNested(t *testing.T, world *verifytest.World, row nestedRow, doc *badge.Document, path string) {
	v := verifierWith(t, world, func(c *verify.Config) {
		c.Trust = verify.Issuers(school, "did:web:endorser.example", "did:web:tokens.example", "did:web:gone.example")
	})
	r, _ := v.Verify(t.Context(), doc.Bytes())
	wants := map[string]struct {
		verdict verify.Verdict
		status  verify.Outcome
		inside  verify.Verdict
	}{
		"endorsement.good":        {verify.Accepted, verify.Passed, verify.Accepted},
		"endorsement.not_genuine": {verify.Rejected, verify.Failed, verify.Rejected},
		"endorsement.lapsed":      {verify.Accepted, verify.Warned, verify.Rejected},
		"endorsement.unknown":     {verify.Accepted, verify.Warned, verify.Inconclusive},
		"endorsement.subject":     {verify.Accepted, verify.Warned, verify.Inconclusive},
	}
	want := wants[row.code]
	require.Equal(t, want.verdict, r.Verdict(), outline(r))
	requireCheck(t, r, verify.StageEndorsement, want.status, row.code)
	c, _ := found(r, verify.StageEndorsement, row.code)
	require.Equal(t, path, c.Path)
	require.Len(t, r.Embedded(), 1)
	nested := r.Embedded()[0]
	require.Equal(t, path, nested.Path)
	require.Equal(t, want.inside, nested.Report.Verdict(), outline(nested.Report))
	if row.inside != "" {
		require.Equal(t, row.inside, nested.Report.Decisive().Code, outline(nested.Report))
	}
}

// nestedAchievement makes an award out of an endorsement.
func nestedAchievement(o object) {
	o["type"] = []any{"VerifiableCredential", "AchievementCredential"}
	o["credentialSubject"] = object{"id": "did:example:learner", "type": []any{"AchievementSubject"}, "achievement": object{
		"id": "https://school.example/a", "type": []any{"Achievement"}, "name": "A", "description": "A.", "criteria": object{"narrative": "A."}}}
}

// In the place of an endorsement stands an endorsement: what stands openly is
// judged with the badge, what a token hides when it is opened (C-115).
func TestNestedKind(t *testing.T) {
	world := nestedWorld(t)
	r := judged(t, world, nestedIn(t, world, "endorsement", nestedProof(t, world, "endorser.example", nestedAchievement)))
	require.Equal(t, verify.Rejected, r.Verdict(), outline(r))
	require.Equal(t, "endorsement.not_genuine", r.Decisive().Code)
	require.Equal(t, "/endorsement/0", r.Decisive().Path)

	r = judged(t, world, nestedIn(t, world, "endorsementJwt", nestedToken(t, world, "tokens.example", nestedAchievement)))
	require.Equal(t, verify.Rejected, r.Verdict(), outline(r))
	require.Equal(t, "endorsement.not_genuine", r.Decisive().Code)
	require.Equal(t, "structure.kind", r.Embedded()[0].Report.Decisive().Code)
}

// An endorsement may be about the badge and what decides it, wherever it
// stands, and the report says about what (C-117).
func TestNestedPlaces(t *testing.T) {
	world := nestedWorld(t)
	world.Issuer("stranger.example", proof.EdDSA)
	const achievement, creator, learner = "https://school.example/achievements/laser-cutting", "https://school.example/workshop", "did:example:learner"
	v := verifierWith(t, world, func(c *verify.Config) { c.Trust = verify.Issuers(school, "did:web:tokens.example") })
	for _, place := range []string{"", "/issuer", "/credentialSubject/achievement"} {
		for about, pointer := range map[string]string{
			badgeUUID: "", school: "/issuer", achievement: "/credentialSubject/achievement", learner: "/credentialSubject",
			creator: "/credentialSubject/achievement/creator", "https://school.example/evidence": "-", "urn:uuid:stranger": "-", school + "/": "-",
		} {
			t.Run("about "+about+" at "+place, func(t *testing.T) {
				token := nestedToken(t, world, "tokens.example", func(o object) { subjectOf(o)["id"] = about })
				doc := signed(t, world, edited(t, verifytest.Badge(), func(o object) {
					subjectOf(o)["id"] = learner
					at(o, "/credentialSubject/achievement")["creator"] = object{"id": creator, "type": []any{"Profile"}, "name": "Workshop"}
					o["evidence"] = []any{object{"id": "https://school.example/evidence", "type": []any{"Evidence"}}}
					at(o, place)["endorsementJwt"] = []any{token}
				}))
				r, err := v.Verify(t.Context(), doc.Bytes())
				require.NoError(t, err, outline(r))
				inner := r.Embedded()[0]
				require.Equal(t, place+"/endorsementJwt/0", inner.Path)
				_, verified := inner.Report.Verified()
				require.Equal(t, pointer != "-", verified)
				if pointer == "-" {
					requireCheck(t, r, verify.StageEndorsement, verify.Warned, "endorsement.subject")
					pointer = ""
				}
				require.Equal(t, pointer, inner.About)
			})
		}
	}
}

// An endorsement without the id of a subject is about nothing in a badge, also
// in one that lacks ids itself.
func TestNestedAboutNothing(t *testing.T) { // RE-14
	world := nestedWorld(t)
	v := verifierWith(t, world, func(c *verify.Config) { c.Trust = verify.Issuers(school, "did:web:tokens.example") })
	for name, edit := range map[string]func(object){
		"empty":  func(o object) { subjectOf(o)["id"] = "" },
		"absent": func(o object) { delete(subjectOf(o), "id") },
	} {
		t.Run(name, func(t *testing.T) {
			claims := nestedEndorsement(t, badgeUUID, func(o object) {
				at(o, "/issuer")["id"] = "did:web:tokens.example"
				edit(o)
			})
			input := b64(`{"alg":"EdDSA","typ":"vc+jwt","kid":"did:web:tokens.example#key-1"}`) + "." + b64(string(claims.Bytes()))
			inner := input + "." + b64(string(signJWS(world.Key("tokens.example", proof.EdDSA), proof.EdDSA, []byte(input))))
			doc := edited(t, verifytest.Badge(), func(o object) {
				delete(subjectOf(o), "id")
				at(o, "/credentialSubject/achievement")["id"] = ""
				o["endorsementJwt"] = []any{inner}
			})
			outer, err := proof.Sign(t.Context(), doc, proof.EdDSA, key.Signer{Key: world.Key("school.example", proof.EdDSARDFC2022), Method: school + "#key-1"},
				proof.Options{AllowNoSubject: true})
			require.NoError(t, err)
			r, _ := v.Verify(t.Context(), outer.Bytes())
			_, good := found(r, verify.StageEndorsement, "endorsement.good")
			require.False(t, good, outline(r))
			requireCheck(t, r, verify.StageEndorsement, verify.Warned, "endorsement.subject")
			_, verified := r.Embedded()[0].Report.Verified()
			require.False(t, verified)
		})
	}
}

// An object that only another embedded credential names is not in the badge.
func TestNestedSubjectInAnother(t *testing.T) {
	world := nestedWorld(t)
	first := nestedToken(t, world, "tokens.example", nil)
	second := nestedToken(t, world, "tokens.example", func(o object) { o["id"], subjectOf(o)["id"] = "urn:uuid:second", nestedUUID })
	v := verifierWith(t, world, func(c *verify.Config) { c.Trust = verify.Issuers(school, "did:web:tokens.example") })
	r, err := v.Verify(t.Context(), nestedIn(t, world, "endorsementJwt", first, second).Bytes())
	require.NoError(t, err, outline(r))
	require.Equal(t, verify.Accepted, r.Embedded()[0].Report.Verdict())
	require.Equal(t, verify.Inconclusive, r.Embedded()[1].Report.Verdict())
	requireCheck(t, r, verify.StageEndorsement, verify.Warned, "endorsement.subject")
	check, _ := found(r.Embedded()[1].Report, verify.StageRecipient, "endorsement.subject")
	require.Equal(t, "/credentialSubject", check.Path)
}

// Any number of credentials inside are judged, as far as the budget goes. Those
// beyond are listed, and leave the verdict open (D44).
func TestNestedCount(t *testing.T) {
	world := nestedWorld(t)
	var tokens []any
	for i := range 40 {
		tokens = append(tokens, nestedToken(t, world, "tokens.example", entryMember("id", fmt.Sprintf("urn:uuid:%d", i))))
	}
	r := judged(t, world, nestedIn(t, world, "endorsementJwt", tokens...))
	require.Equal(t, verify.Accepted, r.Verdict(), outline(r))
	require.Len(t, r.Embedded(), 40)
	require.Equal(t, 1, world.Hits("https://tokens.example/.well-known/did.json"))

	v := verifierWith(t, world, func(c *verify.Config) { c.Budget.Work = 4_000 })
	r, err := v.Verify(t.Context(), nestedIn(t, world, "endorsementJwt", tokens...).Bytes())
	require.ErrorIs(t, err, verify.ErrInconclusive)
	reports, named := len(r.Embedded()), 0
	require.Greater(t, reports, 1)
	require.Less(t, reports, 40)
	for _, c := range r.Checks() {
		if c.Stage == verify.StageEndorsement && c.Code == "verify.budget" {
			require.Equal(t, verify.Unknown, c.Outcome)
			named++
		}
	}
	require.GreaterOrEqual(t, named, 40-reports, "each that was not judged is named: %s", outline(r))
}

// A badge that one of the credentials inside rejects has not all of them
// judged.
func TestNestedCountOfBad(t *testing.T) {
	world := nestedWorld(t)
	doc := tokenBy(t, world, "school.example", edited(t, verifytest.Badge(), func(o object) {
		o["endorsementJwt"] = slices.Repeat([]any{"e30.e30.e30"}, 4_900)
	}))
	r := judged(t, world, doc)
	requireCheck(t, r, verify.StageEndorsement, verify.Failed, "endorsement.not_genuine")
	requireCheck(t, r, verify.StageEndorsement, verify.Unknown, "verify.budget")
	requireCheck(t, r, verify.StageEndorsement, verify.Unknown, "endorsement.too_many")
	require.Less(t, len(r.Embedded()), 400)
	require.Less(t, len(r.Checks()), 1_000)

	for n := len(r.Embedded()) + 495; n < len(r.Embedded())+505; n++ {
		doc := tokenBy(t, world, "school.example", edited(t, verifytest.Badge(), func(o object) {
			o["endorsementJwt"] = slices.Repeat([]any{"e30.e30.e30"}, n)
		}))
		some := judged(t, world, doc)
		named, counted := 0, false
		for _, c := range some.Checks() {
			switch {
			case c.Stage != verify.StageEndorsement:
			case c.Code == "verify.budget":
				named++
			case c.Code == "endorsement.too_many":
				counted = true
			}
		}
		left := n - len(some.Embedded())
		require.Equal(t, min(left, 500)+1, named, "%d: one more is the one during which the budget was spent", n)
		require.Equal(t, left > 500, counted, n)
	}
}

// A string that is not a token is reported with the badge: its form is a
// departure.
func TestNestedFormDeparts(t *testing.T) {
	world := nestedWorld(t)
	r := judged(t, world, tokenBy(t, world, "school.example", edited(t, verifytest.Badge(), func(o object) { o["endorsementJwt"] = []any{"x"} })))
	requireCheck(t, r, verify.StageConformance, verify.Warned, "schema.pattern")
	require.Equal(t, verify.Rejected, r.Verdict())
}

// An endorsement by somebody who is not trusted counts for nothing, and does
// not reject the badge (S-41).
func TestNestedEndorserIsTrusted(t *testing.T) {
	world := nestedWorld(t)
	doc := nestedIn(t, world, "endorsement", nestedProof(t, world, "endorser.example", nil))
	r := judged(t, world, doc)
	require.NoError(t, r.Err(), outline(r))
	requireCheck(t, r, verify.StageEndorsement, verify.Warned, "endorsement.untrusted")
	inner := r.Embedded()[0].Report
	requireCheck(t, inner, verify.StageTrust, verify.Unknown, "endorsement.untrusted")
	require.Equal(t, verify.Inconclusive, inner.Verdict())
	_, verified := inner.Verified()
	require.False(t, verified)

	v := verifierWith(t, world, func(c *verify.Config) { c.Trust = verify.Issuers(school, "did:web:endorser.example") })
	r, err := v.Verify(t.Context(), doc.Bytes())
	require.NoError(t, err)
	requireCheck(t, r, verify.StageEndorsement, verify.Passed, "endorsement.good")
	requireCheck(t, r.Embedded()[0].Report, verify.StageTrust, verify.Passed, "trust.listed")

	v = verifierWith(t, world, func(c *verify.Config) { c.Trust = verify.AnyIssuer() })
	r, err = v.Verify(t.Context(), doc.Bytes())
	require.NoError(t, err)
	requireCheck(t, r.Embedded()[0].Report, verify.StageTrust, verify.Warned, "trust.anyone")
	require.Equal(t, verify.Accepted, r.Embedded()[0].Report.Verdict())
}

// Credentials inside an embedded credential are not verified, and the report states
// that; a comprehensive record is verified with its badges (D44).
func TestNestedRecord(t *testing.T) {
	world := nestedWorld(t)
	award := fromJSON(t, nestedIn(t, world, "endorsement", nestedProof(t, world, "endorser.example", nil)).JSON())
	record := func(inner ...any) *badge.Document {
		return signed(t, world, edited(t, verifytest.Badge(), func(o object) {
			o["@context"] = []any{"https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json", o["@context"].([]any)[1]}
			o["type"] = []any{"VerifiableCredential", "ClrCredential"}
			o["id"] = "urn:uuid:33333333-2222-4333-8444-555555555555"
			o["credentialSubject"] = object{"id": "did:example:learner", "type": []any{"ClrSubject"}, "verifiableCredential": inner}
		}))
	}
	r := judged(t, world, record(award))
	require.Equal(t, verify.Accepted, r.Verdict(), outline(r))
	requireCheck(t, r, verify.StageEndorsement, verify.Passed, "endorsement.good")
	inner := r.Embedded()[0]
	require.Equal(t, "/credentialSubject/verifiableCredential/0", inner.Path)
	require.Empty(t, inner.Report.Embedded())
	requireCheck(t, inner.Report, verify.StageEndorsement, verify.Skipped, "endorsement.depth")
	c, _ := found(inner.Report, verify.StageEndorsement, "endorsement.depth")
	require.Equal(t, "/endorsement/0", c.Path)

	award["name"] = "Altered"
	r = judged(t, world, record(award))
	require.Equal(t, verify.Rejected, r.Verdict(), outline(r))
	require.Equal(t, "endorsement.not_genuine", r.Decisive().Code)
}

// A badge that failed already has nobody asked about what is inside it.
func TestNestedWaits(t *testing.T) {
	world := nestedWorld(t)
	doc := fromJSON(t, nestedIn(t, world, "endorsement", nestedProof(t, world, "endorser.example", nil)).JSON())
	doc["name"] = "Altered"
	r, err := verifierWith(t, world, nil).Verify(t.Context(), toJSON(t, doc))
	require.ErrorIs(t, err, verify.ErrRejected)
	requireCheck(t, r, verify.StageEndorsement, verify.Skipped, "verify.blocked")
	require.Zero(t, world.Hits("https://endorser.example/.well-known/did.json"))
}
