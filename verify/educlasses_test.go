package verify_test

import (
	"crypto/ed25519"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/edubadges"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/badge/rules"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// eduClassRow is a badge class in the shape of edubadges 9.1.0.
type eduClassRow struct {
	name       string
	of         edubadges.Institution
	extensions []edubadges.Extension
	plain      map[string]any // of the full view
	choose     map[edubadges.Field]string
	words      [3]string // participation, assessment and supervision in the profile
	schemas    string    // names of the profile that the converted badge has, "" if it cannot follow it
	why        string    // in that case
}

// eduClasses are nine classes of today, each awarded without a grade.
func eduClasses() []eduClassRow {
	language := edubadges.TextExtension(edubadges.Language, "nl_NL")
	outcomes := edubadges.TextExtension(edubadges.LearningOutcome, "De student kan:\n- solderen")
	level := edubadges.NumberExtension(edubadges.EQF, "6")
	number := edubadges.NumberExtension
	extra := map[string]any{"typeBadgeClass": "extra_curricular", "participation": nil, "assessmentType": nil, "eqfNlqfLevelVerified": false, "stackable": false}
	regular := func(verified bool) map[string]any {
		return map[string]any{"typeBadgeClass": "regular", "participation": nil, "assessmentType": nil, "eqfNlqfLevelVerified": verified, "stackable": false}
	}
	micro := func(participation, assessment string) map[string]any {
		return map[string]any{"typeBadgeClass": "micro_credential", "participation": participation, "assessmentType": assessment,
			"assessmentSupervised": true, "assessmentIdVerified": true, "eqfNlqfLevelVerified": true, "stackable": true, "gradeAchievedRequired": false,
			"qualityAssuranceName": "Kwaliteitskader", "qualityAssuranceUrl": "https://npuls.nl/doorbouwen-aan-microcredentials", "qualityAssuranceDescription": "Tekst."}
	}
	return []eduClassRow{
		{name: "workshop with hours", of: edubadges.HBO, extensions: []edubadges.Extension{language, outcomes, number(edubadges.TimeInvestment, "8")}, plain: extra, schemas: "extracurricular"},
		{name: "workshop without load", of: edubadges.WO, extensions: []edubadges.Extension{language, outcomes}, plain: extra, schemas: "extracurricular"},
		{name: "regular WO", of: edubadges.WO, extensions: []edubadges.Extension{language, outcomes, level, number(edubadges.ECTS, "5"), number(edubadges.EducationProgramIdentifier, "34401", "50255")},
			plain: regular(true), choose: map[edubadges.Field]string{edubadges.FieldProgramIdentifier: "50255"}, schemas: "regular regular_ects"},
		{name: "regular HBO", of: edubadges.HBO, extensions: []edubadges.Extension{language, outcomes, level, number(edubadges.ECTS, "5"), number(edubadges.EducationProgramIdentifier, "34401")},
			plain: regular(false), why: "it needs alignment"},
		{name: "regular HBO with outcomes", of: edubadges.HBO, extensions: []edubadges.Extension{language, outcomes, level, number(edubadges.ECTS, "5"), number(edubadges.EducationProgramIdentifier, "34401")},
			plain: regular(false), choose: map[edubadges.Field]string{edubadges.FieldLearningOutcome: "alignment"}, schemas: "regular regular_ects"},
		{name: "regular MBO", of: edubadges.MBO, extensions: []edubadges.Extension{language, outcomes, level, number(edubadges.StudyLoad, "240"), number(edubadges.EducationProgramIdentifier, "25187")},
			plain: regular(true), schemas: "regular regular_sbu"},
		{name: "micro WO", of: edubadges.WO, extensions: []edubadges.Extension{language, outcomes, level, number(edubadges.ECTS, "1.5")},
			plain: micro("online", "written_exam"), words: [3]string{"online", "testing", "supervised online"}, why: "it needs ECTS of at least 3, and the badge has 1.5"},
		{name: "micro HBO", of: edubadges.HBO, extensions: []edubadges.Extension{language, outcomes, level, number(edubadges.ECTS, "3")},
			plain: micro("blended,online", "portfolio_assessment,professional_product"), schemas: "microcredential microcredential_ects",
			choose: map[edubadges.Field]string{edubadges.FieldAssessment: "application of a skill", edubadges.FieldParticipation: "onsite or blended"},
			words:  [3]string{"onsite or blended", "application of a skill", "onsite with identity verification"}},
		{name: "micro MBO", of: edubadges.MBO, extensions: []edubadges.Extension{language, outcomes, level, number(edubadges.StudyLoad, "100")},
			plain: micro("onsite", "professional_product"), words: [3]string{"onsite or blended", "application of a skill", "onsite with identity verification"}, why: "it needs SBU of at least 240, and the badge has 100"},
		{name: "micro with hours alone", of: edubadges.WO, extensions: []edubadges.Extension{language, outcomes, level, number(edubadges.TimeInvestment, "30")},
			plain: micro("online", "report_paper"), words: [3]string{"online", "portfolio", "supervised online"}, why: "it needs the study load in either ECTS or SBU"},
	}
}

// publish publishes a class with its award, bare and in full.
func (row eduClassRow) publish(t *testing.T) site {
	t.Helper()
	s := newEdubadge(t)
	for _, at := range []string{eduClass, eduIssuer} {
		maps.DeleteFunc(s[at], func(name string, _ any) bool { return strings.HasPrefix(name, "extensions:") })
	}
	s.extend(t, eduClass, row.extensions...)
	s.extend(t, eduIssuer, edubadges.TextExtension(edubadges.InstitutionName, "Hogeschool"), edubadges.TextExtension(edubadges.InstitutionCountry, "NL"), edubadges.TextExtension(edubadges.InstitutionIdentifier, "99ZZ"))
	s.set(eduClass, "alignment", []any{object{"targetName": "ESCO", "targetUrl": nil, "targetDescription": nil}})
	fullIssuer, fullClass, fullAward := maps.Clone(s[eduIssuer]), maps.Clone(s[eduClass]), maps.Clone(s[eduAssertion])
	fullIssuer["faculty"] = object{"name": "De Werkplaats", "on_behalf_of": false, "institution": object{"name": "Hogeschool"}}
	maps.Copy(fullClass, row.plain)
	fullClass["issuer"] = fullIssuer
	inside := maps.Clone(fullClass) // without the quality assurance
	maps.DeleteFunc(inside, func(name string, _ any) bool { return strings.HasPrefix(name, "qualityAssurance") })
	fullAward["badge"] = inside
	views := slices.Concat(edubadges.Views(eduAssertion), edubadges.Views(eduClass))
	require.Len(t, views, 2)
	s[views[0]], s[views[1]] = fullAward, fullClass
	return s
}

// Each class is read, confirmed in full view over loopback, checked by the rules of
// its type, converted with all choices made, signed, verified and read back, and
// its facts are the same.
func TestEduClasses(t *testing.T) {
	for _, row := range eduClasses() {
		t.Run("ED-15: "+row.name, func(t *testing.T) {
			s := row.publish(t)
			d := deploy(t, s)
			full := d.confirmed(t, s.text(t, eduAssertion))
			was := edubadges.Read(full)
			require.Equal(t, edubadges.DialectExpanded, was.Dialect)
			require.Equal(t, row.plain["typeBadgeClass"], was.Value(edubadges.FieldType).Text)
			require.Empty(t, edubadges.Check(was, row.of))
			require.Equal(t, row.words[0] != "", edubadges.Complete(edubadges.AnnexI(was, true)), "only micro-credentials have all elements")

			ids := map[string]string{d.at(eduAssertion): eduNew + "a", d.at(eduClass): eduNew + "c", d.at(eduIssuer): school}
			convert := func(choose map[edubadges.Field]string) (*badge.Document, []edubadges.Remark) {
				made, remarks, err := edubadges.Convert(full, edubadges.Conversion{NewID: func(old string) string { return ids[old] }, Choose: choose})
				require.NoError(t, err)
				return made, remarks
			}
			_, open := convert(nil)
			choices := map[edubadges.Field]string{edubadges.FieldLearningOutcome: ""}
			for _, r := range open {
				if r.Code == "edubadges.choice" {
					choices[r.Field] = r.Options[0]
				}
			}
			maps.Copy(choices, row.choose)
			made, remarks := convert(choices)
			require.NotContains(t, codesIn(remarks), "edubadges.choice", "every choice is made")
			require.Equal(t, row.schemas, strings.Join(profileSchemas(made), " "))
			requireReason(t, remarks, row.why)
			for _, p := range rules.ForIssue(made, edubadges.Educredentials()...) {
				require.Equal(t, badge.SeverityWarning, p.Severity, "%s at %s: %s", p.Code, p.Path, p.Message)
			}
			for _, scheme := range []proof.Scheme{proof.EdDSARDFC2022, proof.EdDSA} {
				issued := issuedEdu(t, made, scheme)
				_, err := edubadges.Match(issued.Credential().Subject, eduID)
				require.NoError(t, err, "the badge is that of the same holder")
				requireSameFacts(t, was, edubadges.Read(issued), row)
			}
		})
	}
}

const eduNew = "https://school.example/new/"

// The converter of SURF reads learning outcomes in a form that no context defines,
// so only tokens can have it.
func TestLearningOutcomeForSURF(t *testing.T) {
	t.Run("ED-15: learning outcome", func(t *testing.T) {
		s := eduClasses()[5].publish(t)
		skill := object{"targetName": "solderen", "targetUrl": "http://data.europa.eu/esco/skill/1", "targetFramework": "ESCO"}
		for _, at := range []string{eduClass, edubadges.Views(eduClass)[0]} {
			s[at]["alignment"] = []any{skill}
		}
		s[edubadges.Views(eduAssertion)[0]]["badge"].(object)["alignment"] = []any{skill}
		d := deploy(t, s)
		was := edubadges.Read(d.confirmed(t, s.text(t, eduAssertion)))
		ids := map[string]string{d.at(eduAssertion): eduNew + "a", d.at(eduClass): eduNew + "c", d.at(eduIssuer): school}
		made, _, err := edubadges.Convert(d.confirmed(t, s.text(t, eduAssertion)), edubadges.Conversion{NewID: func(old string) string { return ids[old] },
			Choose: map[edubadges.Field]string{edubadges.FieldLearningOutcome: "LearningOutcome"}})
		require.NoError(t, err)
		list := made.Credential().Subject.Achievement.Alignment
		x := list[len(list)-1]
		require.Equal(t, []string{"Alignment", "LearningOutcome"}, x.Type)
		require.JSONEq(t, `[{"targetName":"Solderen","targetUrl":"https://school.example/new/c"},{"targetName":"solderen","targetUrl":"http://data.europa.eu/esco/skill/1","targetFramework":"ESCO"}]`, string(x.Extra["relations"]))
		require.Equal(t, was.Value(edubadges.FieldLearningOutcome).Text, edubadges.Read(made).Value(edubadges.FieldLearningOutcome).Text)
		secret := key.Signer{Key: verifytest.New(t).Key("school.example", proof.EdDSARDFC2022), Method: school + "#key-1"}
		_, err = proof.Sign(t.Context(), made, proof.EdDSARDFC2022, secret, proof.Options{Extensions: edubadges.Educredentials()})
		require.Equal(t, "ld.undefined_type", badge.CodeOf(err), "a linked-data proof would leave it unsigned")
		by, err := issuer.New(issuer.Config{Profile: made.Credential().Issuer, Now: day20, Extensions: edubadges.Educredentials(), Proofs: []issuer.Securing{{Scheme: proof.EdDSA, Signer: secret}}})
		require.NoError(t, err)
		c := made.Credential()
		c.Subject.ID = "did:example:learner"
		_, err = by.Issue(t.Context(), c)
		require.Equal(t, "ld.undefined_type", badge.CodeOf(err), "it has no meaning in Open Badges")
		token, err := badge.Build(badge.OB3, c)
		require.NoError(t, err)
		token, err = proof.Sign(t.Context(), token, proof.EdDSA, secret, proof.Options{})
		require.NoError(t, err)
		r := judgeProfile(t, token, secret.Key.Public().(ed25519.PublicKey), edubadges.Educredentials())
		require.Equal(t, "accepted signature.valid", outcome20(r), r)
		require.Equal(t, was.Value(edubadges.FieldLearningOutcome).Text, edubadges.Read(r.Document()).Value(edubadges.FieldLearningOutcome).Text)
	})
}

// profileSchemas returns the names of the schemas of the profile.
func profileSchemas(d *badge.Document) (names []string) {
	for _, s := range d.Credential().CredentialSchema {
		if _, name, found := strings.Cut(s.ID, "/obv3-examples/refs/heads/main/schemas/"); found {
			names = append(names, strings.TrimSuffix(name, ".json"))
		}
	}
	return names
}

// requireReason requires that exactly one remark says why, or none.
func requireReason(t *testing.T, remarks []edubadges.Remark, why string) {
	t.Helper()
	var reasons []string
	for _, r := range remarks {
		if r.Code == "edubadges.profile" {
			reasons = append(reasons, r.Message)
		}
	}
	if why == "" {
		require.Empty(t, reasons)
		return
	}
	require.Equal(t, []string{"the badge cannot follow the profile: " + why}, reasons)
}

// issuedEdu signs a converted badge, verifies it and returns it.
func issuedEdu(t *testing.T, made *badge.Document, scheme proof.Scheme) *badge.Document {
	t.Helper()
	secret, ext := verifytest.New(t).Key("school.example", proof.EdDSARDFC2022), edubadges.Educredentials()
	c := made.Credential()
	c.Subject.ID = "did:example:learner" // which tokens need
	by, err := issuer.New(issuer.Config{Profile: c.Issuer, Now: day20, Extensions: ext,
		Proofs: []issuer.Securing{{Scheme: scheme, Signer: key.Signer{Key: secret, Method: school + "#key-1"}}}})
	require.NoError(t, err)
	doc, err := by.Issue(t.Context(), c)
	require.NoError(t, err)
	r := judgeProfile(t, doc, secret.Public().(ed25519.PublicKey), ext)
	require.Equal(t, "accepted signature.valid", outcome20(r), r)
	return doc
}

// requireSameFacts compares what a badge stated with what its conversion states.
func requireSameFacts(t *testing.T, was, is edubadges.Edubadge, row eduClassRow) {
	t.Helper()
	require.Equal(t, edubadges.DialectProfile, is.Dialect)
	for _, f := range []edubadges.Field{edubadges.FieldIssuedOn, edubadges.FieldExpires, edubadges.FieldRecipient, edubadges.FieldName, edubadges.FieldDescription, edubadges.FieldImage,
		edubadges.FieldCriteria, edubadges.FieldLanguage, edubadges.FieldECTS, edubadges.FieldStudyLoad, edubadges.FieldTimeInvestment, edubadges.FieldIdentityVerified,
		edubadges.FieldQualityName, edubadges.FieldQualityURL, edubadges.FieldQualityText, edubadges.FieldIssuer, edubadges.FieldInstitutionName,
		edubadges.FieldInstitutionIdentifier, edubadges.FieldInstitutionCountry, edubadges.FieldAwardedBy, edubadges.FieldGrade} {
		require.Equal(t, was.Value(f).Meaning(), is.Value(f).Meaning(), f)
	}
	if row.schemas != "" {
		require.Equal(t, was.Value(edubadges.FieldType).Meaning(), is.Value(edubadges.FieldType).Meaning())
	}
	level := "" // only a verified one counts
	if verified, _ := was.Value(edubadges.FieldEQFVerified).Bool(); verified {
		level = was.Value(edubadges.FieldEQF).Meaning()
	}
	require.Equal(t, level, is.Value(edubadges.FieldEQF).Meaning())
	outcome := "" // it has no other place in the profile
	if row.choose[edubadges.FieldLearningOutcome] != "" {
		outcome = was.Value(edubadges.FieldLearningOutcome).Text
	}
	require.Equal(t, outcome, is.Value(edubadges.FieldLearningOutcome).Text)
	program := was.Value(edubadges.FieldProgramIdentifier).Text
	if chosen := row.choose[edubadges.FieldProgramIdentifier]; chosen != "" {
		program = chosen
	}
	require.Equal(t, program, is.Value(edubadges.FieldProgramIdentifier).Text)
	require.Equal(t, row.words, [3]string{is.Value(edubadges.FieldParticipation).Text, is.Value(edubadges.FieldAssessment).Text, is.Value(edubadges.FieldSupervision).Text})
	require.NotContains(t, codesIn(is.Remarks), "edubadges.credits")
}

func codesIn(remarks []edubadges.Remark) (codes []string) {
	for _, r := range remarks {
		codes = append(codes, r.Code)
	}
	return codes
}

// A full view confirms what the bare page lacks, and never what decides.
func TestFullView(t *testing.T) {
	row := eduClasses()[7]
	view := func(i int) string { return slices.Concat(edubadges.Views(eduAssertion), edubadges.Views(eduClass))[i] }
	judge := func(s site, presented []byte) *verify.Report {
		return judge20(t, presented, s.pages(t), verify.Config{Trust: verify.Issuers(eduIssuer), Views: edubadges.Views, Extensions: edubadges.Extensions()})
	}
	t.Run("ED-13: a full copy", func(t *testing.T) {
		s := row.publish(t)
		s[view(0)]["badge"].(object)["grade_achieved"] = "8,5"
		full := s.text(t, view(0))
		r := judge(s, full)
		require.Equal(t, "accepted origin.hosted", outcome20(r), r)
		require.NotContains(t, codesOf(r), "origin.differs")
		e := edubadges.Read(r.Document())
		require.Equal(t, "8,5", e.Value(edubadges.FieldGrade).Text)
		require.Equal(t, "Kwaliteitskader", e.Value(edubadges.FieldQualityName).Text)
		require.Equal(t, "De Werkplaats", e.Value(edubadges.FieldIssuerGroup).Text)

		bare := judge20(t, full, s.pages(t), verify.Config{Trust: verify.Issuers(eduIssuer)})
		require.Equal(t, "accepted origin.hosted", outcome20(bare), bare)
		require.Contains(t, codesOf(bare), "origin.differs", "without the views they stand only in the copy")
		require.False(t, edubadges.Read(bare.Document()).Value(edubadges.FieldStackable).Given())
	})
	for _, c := range []struct {
		name string
		edit func(s site)
		code string
	}{
		{"missing", func(s site) { delete(s, view(1)) }, "fetch.failed"},
		{"another name", func(s site) { s[view(1)]["name"] = "Lassen" }, "origin.view"},
		{"an issuer of another name", func(s site) { s[view(1)]["issuer"].(object)["name"] = "Lab" }, "origin.view"},
		{"another issuer", func(s site) { s[view(1)]["issuer"].(object)["id"] = eduIssuer + "x" }, "origin.view"},
		{"an end that the badge lacks", func(s site) { s[view(0)]["expires"] = "2026-01-01T00:00:00Z" }, "origin.view"},
		{"revoked only in the view", func(s site) { s[view(0)]["revoked"] = true }, "origin.view"},
		{"another id", func(s site) { s[view(1)]["id"] = eduClass + "x" }, "origin.view"},
		{"no badge", func(s site) { s[view(1)] = object{"x": 1} }, "origin.unreadable"},
	} {
		t.Run("ED-13: "+c.name, func(t *testing.T) {
			s := row.publish(t)
			c.edit(s)
			r := judge(s, s.text(t, eduAssertion))
			require.Equal(t, "accepted origin.hosted", outcome20(r), r)
			require.Contains(t, codesOf(r), c.code, r)
			require.False(t, edubadges.Read(r.Document()).Value(edubadges.FieldExpires).Given())
			require.Equal(t, "Solderen", edubadges.Read(r.Document()).Value(edubadges.FieldName).Text)
			require.False(t, edubadges.Read(r.Document()).Value(edubadges.FieldQualityName).Given() && strings.HasPrefix(c.code, "origin.view") && c.name != "an end that the badge lacks" && c.name != "revoked only in the view")
		})
	}
	t.Run("ED-13: another host", func(t *testing.T) {
		s := row.publish(t)
		r := judge20(t, s.text(t, eduAssertion), s.pages(t), verify.Config{Trust: verify.Issuers(eduIssuer), Views: func(string) []string { return []string{"https://evil.example/view"} }})
		require.Equal(t, "accepted origin.hosted", outcome20(r), r)
		require.Contains(t, codesOf(r), "origin.view")
	})
	t.Run("ED-13: two views of each document", func(t *testing.T) {
		s := row.publish(t)
		views := func(id string) []string { return []string{id + "?1", id + "?2", id + "?3"} }
		r := judge20(t, s.text(t, eduAssertion), s.pages(t), verify.Config{Trust: verify.Issuers(eduIssuer), Views: views})
		require.Equal(t, "accepted origin.hosted", outcome20(r), r)
		unused := slices.DeleteFunc(codesOf(r), func(code string) bool { return code != "fetch.failed" })
		require.Len(t, unused, 3*2, r)
	})
}
