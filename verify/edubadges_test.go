package verify_test

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/edubadges"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// The addresses of a badge of an edubadges deployment, and its holder.
const (
	eduAPI       = "https://api.edubadges.nl/public"
	eduAssertion = eduAPI + "/assertions/a41jSgmsSh6Sa1xcVUku5Q"
	eduClass     = eduAPI + "/badges/EqLuTedxSEaQneSmWWlF4g"
	eduIssuer    = eduAPI + "/issuers/lQ67BQQQS-eBx5syJGpazg"
	eduID        = "5ec9ae88-c4d1-4d67-a5a6-4b1d1a4b2c3d"
	eduSalt      = "48c3a3f41ca34c0ea34d77f800554714"
)

// newEdubadge publishes one badge as a deployment of edubadges does.
func newEdubadge(t *testing.T) site {
	sum := sha256.Sum256([]byte(eduID + eduSalt))
	s := site{
		eduAssertion: object20(t, `{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"`+eduAssertion+`","badge":"`+eduClass+`",
			"image":"`+eduAssertion+`/image","verification":{"type":"HostedBadge"},"evidence":[],
			"issuedOn":"2026-05-01T10:20:30.123456+00:00","updatedAt":"2026-05-01T12:20:30.123456",
			"recipient":{"hashed":true,"type":"id","identity":"sha256$`+hex.EncodeToString(sum[:])+`","salt":"`+eduSalt+`"}}`),
		eduClass: object20(t, `{"@context":"https://w3id.org/openbadges/v2","type":"BadgeClass","id":"`+eduClass+`","name":"Solderen","description":"Soldeert","image":"`+eduClass+`/image",
			"criteria":{"narrative":"*Soldeer*"},"issuer":"`+eduIssuer+`","alignment":[],"tags":[]}`),
		eduIssuer: object20(t, `{"@context":"https://w3id.org/openbadges/v2","type":"Issuer","id":"`+eduIssuer+`","name":"Stadslab","name_dutch":"Stadslab","name_english":null,
			"url":"https://school.example","url_english":null,"email":"badges@school.example","description":"d","image":"`+eduIssuer+`/image","image_english":"`+eduIssuer+`/image?lang=en"}`),
	}
	s.extend(t, eduClass, edubadges.TextExtension(edubadges.Language, "en_EN"), edubadges.NumberExtension(edubadges.TimeInvestment, "4"), edubadges.TextExtension(edubadges.LearningOutcome, "* Kan *solderen*"))
	s.extend(t, eduIssuer, edubadges.TextExtension(edubadges.InstitutionName, "Hogeschool"), edubadges.TextExtension(edubadges.InstitutionCountry, "EN"))
	return s
}

// extend adds extensions to the document at a URL.
func (s site) extend(t *testing.T, at string, all ...edubadges.Extension) {
	members, err := edubadges.Members(all...)
	require.NoError(t, err)
	for name, raw := range members {
		s.set(at, name, raw)
	}
}

// judgeEdubadge verifies a badge for a caller who trusts the issuer.
func judgeEdubadge(t *testing.T, presented []byte, web verify.Fetcher) *verify.Report {
	return judge20(t, presented, web, verify.Config{Trust: verify.Issuers(eduIssuer), Extensions: edubadges.Extensions()})
}

// said lists the checks of some stages that are not plainly good.
func said(r *verify.Report, stages ...verify.Stage) (list []string) {
	for _, c := range r.Checks() {
		if slices.Contains(stages, c.Stage) && c.Outcome != verify.Passed && c.Outcome != verify.Skipped {
			list = append(list, fmt.Sprintf("%s %s %s", c.Outcome, c.Code, c.Path))
		}
	}
	return list
}

// Edubadges are hosted and unsigned, and name their holders by pseudonyms.
func TestHostedEdubadge(t *testing.T) {
	s := newEdubadge(t)
	presented, web := s.text(t, eduAssertion), s.pages(t)
	t.Run("gotcha 1", func(t *testing.T) { // a recipient of the type "id" is a keyword to linked-data readers, and a word here
		r := judgeEdubadge(t, presented, web)
		require.Equal(t, "accepted origin.hosted", outcome20(r), r)
		require.Equal(t, verify.BindingHosted, r.Binding())
		c, ok := r.Verified()
		require.True(t, ok)
		require.Equal(t, badge.IdentifierType("id"), c.Subject.Identifier[0].IdentityType)
		e := edubadges.Read(r.Document())
		require.Equal(t, "4", e.Value(edubadges.FieldTimeInvestment).Text)
		require.Equal(t, "Hogeschool", e.Value(edubadges.FieldInstitutionName).Text)
	})
	v, err := verify.New(verify.Config{Trust: verify.Issuers(eduIssuer), Fetcher: web, Now: day20})
	require.NoError(t, err)
	t.Run("gotcha 2", func(t *testing.T) { // an eduID is not an IRI
		r, err := v.VerifyFor(t.Context(), presented, badge.Recipient{Type: "id", Value: eduID})
		require.NoError(t, err, r)
		r, err = v.VerifyFor(t.Context(), presented, badge.Recipient{Type: "id", Value: strings.Replace(eduID, "5", "6", 1)})
		require.ErrorIs(t, err, verify.ErrRejected)
		require.Equal(t, "recipient.mismatch", r.Decisive().Code)
		require.NotContains(t, r.String(), eduID)
	})
	t.Run("gotcha 3", func(t *testing.T) { // the host hashes in lower case; only package edubadges knows
		r, err := v.Verify(t.Context(), presented)
		require.NoError(t, err)
		c, _ := r.Verified()
		m, err := edubadges.Match(c.Subject, strings.ToUpper(eduID))
		require.NoError(t, err)
		require.True(t, m.Folded)
	})
	t.Run("gotcha 13", func(t *testing.T) { // an issuer may have no e-mail address, which the standard wants
		s := newEdubadge(t).set(eduIssuer, "email", nil)
		r := judgeEdubadge(t, s.text(t, eduAssertion), s.pages(t))
		require.Equal(t, "accepted origin.hosted", outcome20(r), r)
		require.Equal(t, "issuer.incomplete", r.Departures()[0].Code)
	})
}

// Answers of a deployment instead of a badge.
func TestEdubadgeAnswers(t *testing.T) {
	s := newEdubadge(t)
	answer := func(r verify.Response) *verify.Report {
		pages := s.pages(t)
		pages[eduAssertion] = r
		return judgeEdubadge(t, s.text(t, eduAssertion), pages)
	}
	t.Run("gotcha 4", func(t *testing.T) { // private badges answer like those that never were, revoked ones say so
		r := answer(verify.Response{Status: 404})
		require.Equal(t, "inconclusive fetch.not_found", outcome20(r))
		for _, reason := range []string{"", "by mistake"} {
			r = answer(verify.Response{Status: 200, Body: toJSON(t, object{"@context": badge.ContextOB2, "type": "Assertion", "id": eduAssertion, "revoked": true, "revocationReason": reason})})
			require.Equal(t, "rejected status.revoked", outcome20(r))
			require.Contains(t, r.Decisive().Message, reason)
		}
	})
	t.Run("gotcha 5", func(t *testing.T) { // a page for people says nothing; package fetch asks once more before
		r := answer(verify.Response{Status: 200, ContentType: "text/html", Body: []byte("<!doctype html>")})
		require.Equal(t, "inconclusive origin.unreadable", outcome20(r))
		r = answer(verify.Response{Status: 200, URL: "https://www.edubadges.nl/public/assertions/a41jSgmsSh6Sa1xcVUku5Q", Body: s.text(t, eduAssertion)})
		require.Equal(t, "inconclusive fetch.redirect", outcome20(r))
	})
	t.Run("gotcha 6", func(t *testing.T) { // a signed assertion comes as a JSON string
		signed := newSignedSite(t)
		pages := signed.pages(t)
		pages[assertion1] = verify.Response{Body: toJSON(t, string(sign20(t, rsaKey20(), `{"alg":"RS256","typ":"JWT"}`, signed.text(t, "badge"))))}
		require.Equal(t, "accepted signature.valid", outcome20(judge20(t, []byte(assertion1), pages, verify.Config{})))
		r := judge20(t, pages[assertion1].Body, pages, verify.Config{})
		require.Equal(t, "accepted signature.valid", outcome20(r))
		requireCheck(t, r, verify.StageConformance, verify.Warned, "badge.format")
	})
	t.Run("gotcha 26", func(t *testing.T) { // a view in the terms of 1.1 has other ids
		older := "?v=1_1"
		v11 := site{
			eduAssertion + older: maps.Clone(s[eduAssertion]), eduClass + older: maps.Clone(s[eduClass]), eduIssuer + older: maps.Clone(s[eduIssuer]),
		}
		for at := range v11 {
			v11.set(at, "id", at).set(at, "@context", "https://w3id.org/openbadges/v1")
		}
		delete(v11[eduAssertion+older], "verification")
		v11.set(eduAssertion+older, "verify", map[string]any{"type": "hosted", "url": eduAssertion + older}).set(eduAssertion+older, "uid", "a41jSgmsSh6Sa1xcVUku5Q")
		v11.set(eduAssertion+older, "badge", eduClass+older).set(eduClass+older, "issuer", eduIssuer+older).set(eduClass+older, "criteria", eduClass+"/criteria")
		r := judgeEdubadge(t, []byte(eduAssertion+older), v11.pages(t))
		require.Equal(t, "rejected trust.unlisted", outcome20(r), r)
		r = judge20(t, []byte(eduAssertion+older), v11.pages(t), verify.Config{Trust: verify.Issuers(eduIssuer + older)})
		require.Equal(t, "accepted origin.hosted", outcome20(r), r)
	})
	t.Run("a suffix", func(t *testing.T) { // the same badge is also at another URL
		pages := s.pages(t)
		pages[eduAssertion+".json"] = pages[eduAssertion]
		r := judgeEdubadge(t, []byte(eduAssertion+".json"), pages)
		require.Equal(t, "accepted origin.hosted", outcome20(r), r)
		require.Contains(t, said(r, verify.StageOrigin), "warned origin.id /id")
	})
}

// A class may change after it was awarded: one check names the members in
// which a copy differs, and the host counts.
func TestEdubadgeOfChangedClass(t *testing.T) {
	t.Run("gotcha 23", func(t *testing.T) {
		copied := newEdubadge(t)
		copied.set(eduClass, "alignment", []any{object{"targetName": "Solderen op niveau", "targetUrl": "https://x.example/4"}})
		copied.set(eduClass, "stackable", true).extend(t, eduClass, edubadges.NumberExtension(edubadges.TimeInvestment, "40"))
		copied.set(eduAssertion, "badge", copied[eduClass])
		s := newEdubadge(t).set(eduClass, "alignment", []any{object{"targetName": "Solderen", "targetUrl": "https://x.example/1"}})
		r := judgeEdubadge(t, copied.text(t, eduAssertion), s.pages(t))
		require.Equal(t, "accepted origin.hosted", outcome20(r), r)
		reported := differing(t, r)
		require.Len(t, reported, 1)
		for _, member := range []string{"3 places", "badge.alignment", "badge.stackable", "badge.extensions:TimeInvestmentExtension.TimeInvestment"} {
			require.Contains(t, reported[0], member)
		}
		require.Equal(t, "4", edubadges.Read(r.Document()).Value(edubadges.FieldTimeInvestment).Text)
	})
	t.Run("gotcha 24", func(t *testing.T) { // a class for tries is served like any other, and nothing known says so
		s := newEdubadge(t).set(eduClass, "visibility", "TEST")
		r := judgeEdubadge(t, s.text(t, eduAssertion), s.pages(t))
		require.Equal(t, "accepted origin.hosted", outcome20(r), r)
		visibility, found := r.Document().At("/badge/visibility")
		require.True(t, found)
		require.Equal(t, `"TEST"`, string(visibility))
	})
}

// agentToken is a token as agents of wallets make it of what edubadges posts:
// the credential in a claim, in the data model of today, with names of both.
func agentToken(edit func(j *draft, vc tree)) func(*scene) []byte {
	return jwt(func(j *draft) {
		vc := credential()
		vc["type"] = []any{"VerifiableCredential", "OpenBadgeCredential"}
		vc["issuer"] = tree{"id": victim, "type": "Profile", "name": "EduBadges"}
		vc["issuanceDate"] = vc["validFrom"]
		vc["credentialStatus"] = tree{"id": agentList + "#17", "type": "statuslist+jwt", "uri": agentList, "idx": 17}
		maps.Copy(at(vc, "/credentialSubject/achievement"), tree{"inLanguage": "nl_NL", "ECTS": 2.5, "educationProgramIdentifier": "1234", "participationType": "blended"})
		j.by(victimHost, proof.ES256)
		j.header["typ"] = "JWT"
		j.claims = tree{"iss": victim, "sub": "did:example:learner", "jti": badgeID, "iat": 1788220800, "nbf": 1788220800,
			"status": tree{"status_list": tree{"uri": agentList, "idx": 17}}, "vc": vc}
		edit(j, vc)
	})
}

const agentList = "https://agent.example/status/1"

// judgeToken judges a token as one who trusts the agent.
func judgeToken(t *testing.T, forge func(*scene) []byte, config func(*verify.Config)) *verify.Report {
	s := newScene(t, verifytest.New(t))
	text := forge(s)
	config(&s.config)
	v, err := verify.New(s.config)
	require.NoError(t, err)
	r, err := v.Verify(t.Context(), text)
	require.Equal(t, r.Verdict() == verify.Accepted, err == nil)
	return r
}

// The tokens of agents do not follow any standard. The report names each error, and
// their content can still be read.
func TestAgentToken(t *testing.T) {
	plain := func(*verify.Config) {}
	r := judgeToken(t, agentToken(func(*draft, tree) {}), plain)
	require.Equal(t, verify.Inconclusive, r.Verdict())
	require.Empty(t, said(r, verify.StageStructure, verify.StageProof))
	require.Contains(t, said(r, verify.StageConformance), "warned jws.vc_version /vc")
	require.Equal(t, edubadges.DialectAgent, edubadges.DialectOf(r.Document()))
	require.Equal(t, "2.5", edubadges.Read(r.Document()).Value(edubadges.FieldECTS).Text)

	t.Run("gotcha 18", func(t *testing.T) { // the data model of today has no place in the claim, whatever else is right
		r := judgeToken(t, agentToken(func(_ *draft, vc tree) {
			delete(vc, "issuanceDate")
			delete(at(vc, "/credentialSubject/achievement"), "inLanguage")
		}), plain)
		require.Equal(t, "inconclusive fetch.failed", outcome20(r), r)
	})
	t.Run("gotcha 19", func(t *testing.T) { // the tokens of 2024: the older model, and an end in 2286
		r := judgeToken(t, agentToken(func(j *draft, vc tree) {
			vc["@context"] = []any{"https://www.w3.org/2018/credentials/v1", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"}
			delete(vc, "validFrom")
			delete(vc, "credentialStatus")
			delete(at(vc, "/credentialSubject/achievement"), "inLanguage")
			delete(j.claims, "status")
			j.claims["exp"] = 9999999999
		}), plain)
		require.Equal(t, "accepted signature.valid", outcome20(r), r)
		requireCheck(t, r, verify.StageContext, verify.Warned, "ld.undefined_term")
	})
}

// The status of an agent's badge is in a Token Status List, named in the
// credential, beside it, or in both. A list that cannot be fetched must not
// become clear.
func TestTokenStatusList(t *testing.T) {
	entry := tree{"id": agentList + "#17", "type": "statuslist+jwt", "uri": agentList, "idx": 17}
	claimed := tree{"status_list": tree{"uri": agentList, "idx": 17}}
	const unknown, unsupported = "inconclusive fetch.failed", "inconclusive status.unsupported_type"
	for _, row := range []struct {
		name   string
		edit   func(j *draft, vc tree)
		policy verify.StatusPolicy
		want   string
		paths  []string
	}{
		{"in the credential", func(_ *draft, vc tree) { vc["credentialStatus"] = entry }, 0, unknown, []string{"/vc/credentialStatus"}},
		{"as a claim", func(j *draft, _ tree) { j.claims["status"] = claimed }, 0, unknown, []string{"/status"}},
		{"as another claim", func(j *draft, _ tree) { j.claims["status"] = tree{"identifier_list": tree{}} }, 0, unsupported, []string{"/status/identifier_list"}},
		{"both", func(j *draft, vc tree) { j.claims["status"], vc["credentialStatus"] = claimed, entry }, 0, unknown, []string{"/status"}},
		{"if reachable", func(j *draft, vc tree) { j.claims["status"], vc["credentialStatus"] = claimed, entry }, verify.StatusIfReachable, "accepted signature.valid", []string{"/status"}},
		{"ignored", func(j *draft, _ tree) { j.claims["status"] = claimed }, verify.StatusIgnored, "accepted signature.valid", nil},
		{"empty list beside a claim", func(j *draft, vc tree) { j.claims["status"], vc["credentialStatus"] = claimed, []any{} }, 0, "rejected status.empty", []string{"/status", "/vc/credentialStatus"}},
		{"a text of another meaning", func(j *draft, _ tree) { j.claims["status"] = "graduated" }, 0, "accepted signature.valid", nil},
	} {
		t.Run("gotcha 20: "+row.name, func(t *testing.T) {
			r := judgeToken(t, legacy(row.edit), func(c *verify.Config) { c.StatusPolicy = row.policy })
			require.Equal(t, row.want, outcome20(r), r)
			var paths []string
			for _, c := range r.Checks() {
				if c.Stage == verify.StageStatus && c.Outcome != verify.Skipped {
					paths = append(paths, c.Path)
				}
			}
			require.Equal(t, row.paths, paths)
		})
	}
	t.Run("gotcha 20: a token that is the credential", func(t *testing.T) {
		require.Equal(t, unknown, outcome20(judgeToken(t, claim("status", claimed), func(*verify.Config) {})))
	})
	t.Run("gotcha 20: no token", func(t *testing.T) { // there is no such claim, and the member means nothing
		world := schoolWorld(t)
		doc := edited(t, verifytest.Badge(), func(o object) { o["status"] = claimed })
		_, err := proof.Sign(t.Context(), doc, proof.EdDSARDFC2022, key.Signer{Key: world.Key("school.example", proof.EdDSARDFC2022), Method: school + "#key-1"}, proof.Options{})
		require.Error(t, err)
	})
}

// A linked-data proof does not sign members that no context defines, such as those of
// agents, so that anybody could add one later.
func TestMemberOutsideProof(t *testing.T) {
	t.Run("gotcha 29", func(t *testing.T) {
		world := schoolWorld(t)
		o := fromJSON(t, signed(t, world, edited(t, verifytest.Badge(), nil)).Bytes())
		subjectOf(o)["achievement"].(object)["ECTS"] = 30
		doc, err := badge.Parse(toJSON(t, o))
		require.NoError(t, err)
		r := judged(t, world, doc)
		require.Equal(t, "rejected ld.undefined_term", outcome20(r), r)
		require.Equal(t, "/credentialSubject/achievement/ECTS", r.Decisive().Path)
	})
}

// Badges of eduCredentials are issued and verified with a linked-data proof,
// by those who use the repaired context, and the report says that they do.
func TestIssuedEduCredentials(t *testing.T) {
	refused := map[string]string{ // by the issuer, which does not sign a result that points nowhere
		"full_ex.json": "result.level", "theed_regular_full_ho.json": "result.description", "theed_regular_full_mbo.json": "result.description", "uvh_fvhz_regular_full.json": "result.description",
	}
	world, ext := verifytest.New(t), edubadges.Educredentials()
	secret := world.Key("school.example", proof.EdDSARDFC2022)
	for name := range eduSamples {
		t.Run("gotcha 21: "+name, func(t *testing.T) {
			sample, err := badge.Parse(reference(t, "samples", "educredentials", name))
			require.NoError(t, err)
			c := sample.Credential()
			c.Issuer.ID, c.Proof = school, nil
			by, err := issuer.New(issuer.Config{Profile: c.Issuer, Now: func() time.Time { return samplesDay }, Extensions: ext,
				Proofs: []issuer.Securing{{Scheme: proof.EdDSARDFC2022, Signer: key.Signer{Key: secret, Method: school + "#key-1"}}}})
			require.NoError(t, err)
			doc, err := by.Issue(t.Context(), c)
			if code := refused[name]; code != "" {
				require.ErrorContains(t, err, code)
				return
			}
			require.NoError(t, err)
			r := judgeProfile(t, doc, secret.Public().(ed25519.PublicKey), ext)
			require.Equal(t, "accepted signature.valid", outcome20(r), r)
			if edubadges.DialectOf(doc) == edubadges.DialectProfile {
				requireCheck(t, r, verify.StageConformance, verify.Warned, "extension.repaired")
				r = judgeProfile(t, doc, secret.Public().(ed25519.PublicKey), nil)
				require.Equal(t, verify.Inconclusive, r.Verdict(), "without the repaired context nothing vouches for its terms")
				requireCheck(t, r, verify.StageContext, verify.Unknown, "ld.context_unknown")
			}
		})
	}
}

// judgeProfile judges a badge of the school, whose key is known.
func judgeProfile(t *testing.T, doc *badge.Document, publicKey ed25519.PublicKey, ext []badge.Extension) *verify.Report {
	public, err := key.FromPublic(publicKey)
	require.NoError(t, err)
	v, err := verify.New(verify.Config{Trust: verify.Issuers(school), StatusPolicy: verify.StatusIgnored, Extensions: ext,
		Keys: map[string][]key.Key{school: {public.WithID(school + "#key-1")}}, Now: func() time.Time { return samplesDay }})
	require.NoError(t, err)
	r, _ := v.Verify(t.Context(), doc.Bytes())
	return r
}
