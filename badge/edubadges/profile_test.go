package edubadges_test

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/edubadges"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/badge/rules"
	"github.com/stretchr/testify/require"
)

// renewed returns a new id for an old one.
func renewed(old string) string {
	return strings.Replace(old, "https://api.edubadges.nl/", "https://school.example/new/", 1) + "#3"
}

// lostOf lists losses: document, code, path.
func lostOf(lost []edubadges.Remark) (list []string) {
	for _, f := range lost {
		list = append(list, string(rune('0'+f.Document))+" "+f.Code+" "+f.Path)
	}
	return list
}

// Convert makes an eduCredentials badge of a hosted micro-credential and reports
// what it cannot state.
func TestConvert(t *testing.T) {
	d, lost, err := edubadges.Convert(parse(t, lean), edubadges.Conversion{NewID: renewed}, parse(t, badgeClass), parse(t, issuerDoc), parse(t, strings.Replace(expandedClass, "blended,online", "blended,onsite", 1)))
	require.NoError(t, err)
	for path, want := range map[string]string{
		"/id": `"https://school.example/new/public/assertions/a41jSgmsSh6Sa1xcVUku5Q#3"`,
		"/credentialSubject/achievement/related/0/id":           `"https://api.edubadges.nl/public/badges/EqLuTedxSEaQneSmWWlF4g"`,
		"/credentialSubject/achievement/name":                   `"Solderen"`,
		"/credentialSubject/achievement/ECTS":                   `2.50`,
		"/credentialSubject/achievement/participationType":      `"onsite or blended"`,
		"/credentialSubject/achievement/assessmentType":         `"testing"`,
		"/credentialSubject/achievement/supervisionType":        `"supervised with no identity verification"`,
		"/credentialSubject/achievement/identityChecked":        `false`,
		"/credentialSubject/achievement/inLanguage":             `"nl-NL"`,
		"/credentialSubject/achievement/alignment/0/targetCode": `"6"`,
		"/credentialSubject/achievement/alignment/1/targetName": `"Kader"`,
		"/issuer/name":      `"Hogeschool"`,
		"/credentialSchema": `[{"id":"https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json","type":"1EdTechJsonSchemaValidator2019"}]`,
		"/credentialSubject/achievement/creditsAvailable":  `2.50`,
		"/credentialSubject/achievement/creator/name":      `"Stadslab"`,
		"/credentialSubject/achievement/creator/parentOrg": `{"id":"https://school.example/new/public/issuers/lQ67BQQQS-eBx5syJGpazg?expand=institution#3","type":["Profile"]}`,
	} {
		got, found := d.At(path)
		require.True(t, found, path)
		require.Equal(t, want, string(got), path)
	}
	e := edubadges.Read(d)
	require.Equal(t, edubadges.DialectProfile, e.Dialect)
	require.Equal(t, "00XX", e.Value(edubadges.FieldInstitutionIdentifier).Text)
	require.ElementsMatch(t, []string{
		"0 convert.value /recipient/type",

		"0 convert.lost /updatedAt",
		"0 convert.lost /verification",
		"1 edubadges.choice /extensions:LearningOutcomeExtension/LearningOutcome",
		"1 edubadges.choice ",
		"1 edubadges.lost /alignment/0",
		"2 convert.lost /faculty",
		"2 edubadges.lost /extensions:InstitutionCountryExtension/InstitutionCountry",
		"2 edubadges.lost /faculty/on_behalf_of_display_name",
		"3 edubadges.lost /stackable",
		"3 edubadges.profile /typeBadgeClass",
	}, lostOf(lost))
}

// complete is a micro-credential in one document.
var complete = `{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"https://api.edubadges.nl/public/assertions/a41jSgmsSh6Sa1xcVUku5Q","issuedOn":"2026-05-01T10:20:30+00:00",` + recipient + `,
	"badge":{"type":"BadgeClass","id":"https://api.edubadges.nl/public/badges/EqLuTedxSEaQneSmWWlF4g","name":"n","description":"d","criteria":{"narrative":"c"},"image":"https://api.edubadges.nl/i","x":"unknown",
	"typeBadgeClass":"micro_credential","participation":"online","assessmentType":"oram_exam","assessmentSupervised":true,"assessmentIdVerified":true,"grade_achieved":"8.5",
	"qualityAssuranceName":"q","qualityAssuranceUrl":"https://npuls.nl/k","qualityAssuranceDescription":"d",
	` + ext("LanguageExtension", "Language", `"en_EN"`) + `,` + credits(`3`) + `,` + ext("EQFExtension", "EQF", `6`) + `,"issuer":{"type":"Issuer","id":"https://api.edubadges.nl/public/issuers/lQ67BQQQS-eBx5syJGpazg","name":"i","url":"https://x.example"}}}`

// A converted badge follows the rules of its type and of the profile, and can be
// signed with a linked-data proof.
func TestConvertIsSigned(t *testing.T) {
	d := parse(t, complete)
	built, lost, err := edubadges.Convert(d, edubadges.Conversion{NewID: renewed})
	require.NoError(t, err)
	require.Equal(t, complete, string(d.Bytes()))
	require.Equal(t, []string{"0 convert.lost /badge/x", "0 convert.value /recipient/type"}, lostOf(lost))
	ext := edubadges.Educredentials()
	for _, p := range rules.Validate(built, ext...) {
		require.Equal(t, badge.SeverityWarning, p.Severity, "%s at %s: %s", p.Code, p.Path, p.Message)
	}
	secret := ed25519.NewKeyFromSeed([]byte("a seed of thirty-two bytes......"))
	_, err = proof.Sign(context.Background(), built, proof.EdDSARDFC2022, key.Signer{Key: secret, Method: "https://school.example/keys#1"}, proof.Options{Extensions: ext})
	require.NoError(t, err)
	e := edubadges.Read(built)
	require.Equal(t, "8.5", e.Value(edubadges.FieldGrade).Text)
	require.Equal(t, "6", e.Value(edubadges.FieldEQF).Text)
	require.Equal(t, "supervised online", e.Value(edubadges.FieldSupervision).Text)
	require.Empty(t, edubadges.Check(e, edubadges.HBO))
	_, err = edubadges.Match(built.Credential().Subject, "1234abc123abc")
	require.NoError(t, err)
}

// Convert reports a value without counterpart as lost and invents nothing.
func TestConvertLosses(t *testing.T) {
	for _, row := range []struct{ name, members, lost string }{
		{"personalised assessment", `"assessmentType":"personalized_assessment"`, "choice /badge/assessmentType"},
		{"two assessments", `"assessmentType":"written_exam,portfolio_assessment"`, "choice /badge/assessmentType"},
		{"two ways to take part", `"participation":"online,work_experience"`, "choice /badge/participation"},
		{"identity without supervision", `"assessmentSupervised":false,"assessmentIdVerified":true`, "choice /badge/assessmentSupervised"},
		{"supervision alone", `"assessmentSupervised":true`, "/badge/assessmentSupervised"},
		{"several programmes", ext("EducationProgramIdentifierExtension", "EducationProgramIdentifier", `[1,2]`), "choice /badge/extensions:EducationProgramIdentifierExtension/EducationProgramIdentifier"},
		{"credits in words", credits(`"a few"`), "/badge/extensions:ECTSExtension/ECTS"},
		{"level in words", ext("EQFExtension", "EQF", `"high"`), "/badge/extensions:EQFExtension/EQF"},
		{"level not verified", ext("EQFExtension", "EQF", `6`) + `,"eqfNlqfLevelVerified":false`, "/badge/extensions:EQFExtension/EQF"},
		{"quality without address", `"qualityAssuranceName":"q"`, "/badge/qualityAssuranceName"},
		{"another type", `"typeBadgeClass":"other"`, "/badge/typeBadgeClass"},
	} {
		t.Run(row.name, func(t *testing.T) {
			_, lost, err := edubadges.Convert(parse(t, `{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","badge":{"type":"BadgeClass","name":"n","description":"d","criteria":{"narrative":"c"},"id":"https://x.example/b",`+row.members+`}}`), edubadges.Conversion{NewID: renewed})
			require.NoError(t, err)
			want := "0 edubadges.lost " + row.lost
			if path, open := strings.CutPrefix(row.lost, "choice "); open {
				want = "0 edubadges.choice " + path
			}
			require.Equal(t, []string{want}, lostOf(lost))
		})
	}
}

// Converted and offered times have a zone. A time without one is local time in a
// known deployment, and unknown elsewhere.
func TestConvertZones(t *testing.T) {
	for _, row := range []struct{ name, host, local, want string }{
		{"summer", "https://api.edubadges.nl", "2027-05-12T00:00:00", "2027-05-12T00:00:00+02:00"},
		{"winter", "https://api-demo.edubadges.nl", "2027-01-12T00:00:00.5", "2027-01-12T00:00:00.5+01:00"},
		{"last minute of winter", "https://api.edubadges.nl", "2027-03-28T01:59:59", "2027-03-28T01:59:59+01:00"},
		{"first minute of summer", "https://api.edubadges.nl", "2027-03-28T03:00:00", "2027-03-28T03:00:00+02:00"},
		{"repeated hour", "https://api.edubadges.nl", "2026-10-25T02:30:00", "2026-10-25T02:30:00+02:00"},
		{"after the repeated hour", "https://api.edubadges.nl", "2026-10-25T03:00:00", "2026-10-25T03:00:00+01:00"},
		{"with a zone", "https://api.edubadges.nl", "2027-05-12T00:00:00Z", "2027-05-12T00:00:00Z"},
		{"another host", "https://school.example", "2027-05-12T00:00:00", ""},
	} {
		t.Run("ED-1: "+row.name, func(t *testing.T) {
			text := strings.Replace(complete, `"issuedOn"`, `"expires":"`+row.local+`","issuedOn"`, 1)
			text = strings.Replace(text, "https://api.edubadges.nl/public/assertions", row.host+"/public/assertions", 1)
			made, lost, err := edubadges.Convert(parse(t, text), edubadges.Conversion{NewID: renewed})
			require.NoError(t, err)
			require.Equal(t, badge.DateTime(row.want), made.Credential().ValidUntil)
			require.Equal(t, row.want == "", slices.Contains(lostOf(lost), "0 edubadges.lost /expires"))
			offer, lost, err := edubadges.Offer(parse(t, text), edubadges.Agent{OfferID: offerID}, edubadges.Conversion{NewID: renewed})
			require.NoError(t, err)
			require.Equal(t, row.want, edubadges.Read(offer).Value(edubadges.FieldExpires).Text)
			require.Equal(t, row.want == "", slices.Contains(lostOf(lost), "0 edubadges.lost /expires"))
		})
	}
	text := strings.Replace(complete, "2026-05-01T10:20:30+00:00", "2026-05-01T10:20:30", 1)
	made, _, err := edubadges.Convert(parse(t, text), edubadges.Conversion{NewID: renewed})
	require.NoError(t, err)
	c := made.Credential()
	require.Equal(t, []badge.DateTime{"2026-05-01T10:20:30+02:00", "2026-05-01T10:20:30+02:00"}, []badge.DateTime{c.ValidFrom, c.AwardedDate})
	repeated := strings.Replace(complete, "2026-05-01T10:20:30+00:00", "2026-10-25T02:30:00", 1)
	made, _, err = edubadges.Convert(parse(t, repeated), edubadges.Conversion{NewID: renewed})
	require.NoError(t, err)
	require.Equal(t, badge.DateTime("2026-10-25T02:30:00+01:00"), made.Credential().ValidFrom, "a start is the later of two moments, an end the earlier one")
}

func TestConvertErrors(t *testing.T) {
	for name, row := range map[string]struct{ text, code string }{
		"revoked":       {`{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"https://api.edubadges.nl/public/assertions/a41jSgmsSh6Sa1xcVUku5Q","revoked":true}`, "convert.revoked"},
		"another model": {agent, "convert.version"},
		"a class":       {badgeClass, "edubadges.kind"},
		"an issuer":     {issuerDoc, "edubadges.kind"},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := edubadges.Convert(parse(t, row.text), edubadges.Conversion{NewID: renewed})
			wrong := badge.Failure(nil)
			require.ErrorAs(t, err, &wrong)
			require.Equal(t, row.code, wrong.Code())
			d, lost, err := edubadges.Offer(parse(t, row.text), edubadges.Agent{OfferID: offerID}, edubadges.Conversion{NewID: renewed})
			require.ErrorAs(t, err, &wrong)
			require.Equal(t, row.code, wrong.Code())
			require.True(t, d == nil && lost == nil)
		})
	}
}

// The first option is taken without a choice; one that is not offered is refused.
func TestConvertChoices(t *testing.T) {
	text := strings.Replace(complete, `"participation":"online","assessmentType":"oram_exam"`, `"participation":"blended,online","assessmentType":"portfolio_assessment,professional_product"`, 1)
	text = strings.Replace(text, `"grade_achieved":"8.5",`, ``, 1)
	convert := func(choose map[edubadges.Field]string) (*badge.Document, []edubadges.Remark, error) {
		return edubadges.Convert(parse(t, text), edubadges.Conversion{NewID: renewed, Choose: choose})
	}
	at := func(d *badge.Document, name string) string {
		raw, _ := d.At("/credentialSubject/achievement/" + name)
		return string(raw)
	}
	d, lost, err := convert(nil)
	require.NoError(t, err)
	require.Equal(t, `"onsite or blended"`, at(d, "participationType"))
	require.Equal(t, `"portfolio"`, at(d, "assessmentType"))
	require.Equal(t, badge.ResultStatusType("Completed"), d.Credential().Subject.Result[0].Status)
	options := map[edubadges.Field][]string{}
	for _, r := range lost {
		if r.Code == "edubadges.choice" {
			options[r.Field] = r.Options
		}
	}
	require.Equal(t, map[edubadges.Field][]string{
		edubadges.FieldParticipation: {"onsite or blended", "online", ""}, edubadges.FieldAssessment: {"portfolio", "application of a skill", ""}, edubadges.FieldGrade: {"Completed", ""},
	}, options)

	d, lost, err = convert(map[edubadges.Field]string{edubadges.FieldParticipation: "online", edubadges.FieldAssessment: "", edubadges.FieldGrade: ""})
	require.NoError(t, err)
	require.Equal(t, `"online"`, at(d, "participationType"))
	require.Empty(t, at(d, "assessmentType"))
	require.Empty(t, d.Credential().Subject.Result)
	t.Run("ED-16", func(t *testing.T) {
		require.Contains(t, lostOf(lost), "0 edubadges.profile /badge/typeBadgeClass")
		require.Len(t, d.Credential().CredentialSchema, 1)
	})
	_, _, err = convert(map[edubadges.Field]string{edubadges.FieldAssessment: "testing"})
	require.Equal(t, "edubadges.choice", badge.CodeOf(err))
}

// The profile has no place for hours alone. The credits for them are offered if the
// profile allows as many, and never taken without a choice.
func TestConvertHours(t *testing.T) {
	for _, row := range []struct{ hours, of, offered string }{
		{`84`, "micro_credential", "3"}, {`98`, "micro_credential", "3.5"}, {`840`, "micro_credential", "30"},
		{`70`, "micro_credential", ""}, {`85`, "micro_credential", ""}, {`868`, "micro_credential", ""}, {`84`, "regular", ""}, {`"many"`, "micro_credential", ""},
	} {
		t.Run("ED-16: "+row.hours+" "+row.of, func(t *testing.T) {
			text := strings.Replace(strings.Replace(complete, credits(`3`), hours(row.hours), 1), "micro_credential", row.of, 1)
			convert := func(choose map[edubadges.Field]string) (*badge.Document, []edubadges.Remark, error) {
				return edubadges.Convert(parse(t, text), edubadges.Conversion{NewID: renewed, Choose: choose})
			}
			made, lost, err := convert(nil)
			require.NoError(t, err)
			require.Empty(t, made.Credential().Subject.Achievement.CreditsAvailable)
			require.Contains(t, namesOf(lost), "edubadges.profile")
			at := slices.IndexFunc(lost, func(r edubadges.Remark) bool { return r.Field == edubadges.FieldECTS })
			require.Equal(t, row.offered != "", at >= 0)
			if at < 0 {
				return
			}
			require.Equal(t, []string{"", row.offered}, lost[at].Options)
			made, lost, err = convert(map[edubadges.Field]string{edubadges.FieldECTS: row.offered})
			require.NoError(t, err)
			require.Equal(t, json.Number(row.offered), made.Credential().Subject.Achievement.CreditsAvailable)
			require.NotContains(t, namesOf(lost), "edubadges.profile")
			require.Len(t, made.Credential().CredentialSchema, 3)
			e := edubadges.Read(made)
			require.Equal(t, row.offered, e.Value(edubadges.FieldECTS).Text)
			require.Equal(t, row.hours, e.Value(edubadges.FieldTimeInvestment).Text)
			_, lost, err = convert(map[edubadges.Field]string{edubadges.FieldECTS: ""})
			require.NoError(t, err)
			require.NotContains(t, namesOf(lost), "edubadges.choice")
		})
	}
}

// Two properties have the credits, for readers of the profile and of Open Badges 3.0.
func TestCredits(t *testing.T) {
	t.Run("ED-17", func(t *testing.T) {
		made, _, err := edubadges.Convert(parse(t, complete), edubadges.Conversion{NewID: renewed})
		require.NoError(t, err)
		require.NotContains(t, remarks(edubadges.Read(made)), "0 edubadges.credits /credentialSubject/achievement/creditsAvailable")
		other := parse(t, strings.Replace(string(made.Bytes()), `"creditsAvailable":3`, `"creditsAvailable":4`, 1))
		require.Contains(t, remarks(edubadges.Read(other)), "0 edubadges.credits /credentialSubject/achievement/creditsAvailable")
	})
}

// An award of the API converts like a hosted badge, without a recipient.
func TestConvertAward(t *testing.T) {
	t.Run("ED-14", func(t *testing.T) {
		named := strings.Replace(award, `"award_type"`, `"linkedin_url":"https://www.linkedin.com/profile/add?certUrl=https%3A%2F%2Fdemo.edubadges.nl%2Fpublic%2Fassertions%2Fa41jSgmsSh6Sa1xcVUku5Q","award_type"`, 1)
		var old []string
		made, lost, err := edubadges.Convert(parse(t, named), edubadges.Conversion{NewID: func(id string) string {
			old = append(old, id)
			return "https://school.example/new/" + strings.TrimPrefix(id, "https://api-demo.edubadges.nl/")
		}})
		require.NoError(t, err)
		require.Equal(t, []string{"https://api-demo.edubadges.nl/public/assertions/a41jSgmsSh6Sa1xcVUku5Q", "hogeschool.example", "https://api-demo.edubadges.nl/public/badges/EqLuTedxSEaQneSmWWlF4g"}, old)
		c := made.Credential()
		require.Equal(t, "https://api-demo.edubadges.nl/media/1.png", c.Subject.Achievement.Image.ID)
		require.Equal(t, badge.DateTime("2026-05-11T09:14:22.517352+02:00"), c.ValidFrom)
		require.Equal(t, "University", c.Issuer.Name)
		require.Equal(t, "8,5", c.Subject.Result[0].Value)
		require.Len(t, c.Evidence, 2)
		require.Subset(t, lostOf(lost), []string{"0 edubadges.lost /badgeclass/alignments/0", "0 edubadges.lost /badgeclass/issuer/name_english", "0 edubadges.lost /badgeclass/stackable", "0 edubadges.lost /badgeclass/issuer/faculty/name_dutch"})

		kept, _, err := edubadges.Convert(parse(t, strings.NewReplacer(`"include_grade_achieved":true`, `"include_grade_achieved":false`, `"include_evidence":true`, `"include_evidence":false`).Replace(award)), edubadges.Conversion{NewID: renewed})
		require.NoError(t, err)
		require.Empty(t, kept.Credential().Evidence)
		require.Equal(t, badge.ResultStatusType("Completed"), kept.Credential().Subject.Result[0].Status)
		_, _, err = edubadges.Convert(parse(t, strings.Replace(award, `"revoked":false`, `"revoked":true`, 1)), edubadges.Conversion{})
		require.Equal(t, "convert.revoked", badge.CodeOf(err))
	})
}

// Agents of both ages get their own requests, the same for each spelling of a badge.
func TestOfferForBothAgents(t *testing.T) {
	with := strings.Replace(complete, credits(`3`), credits(`3`)+`,`+ext("EducationProgramIdentifierExtension", "EducationProgramIdentifier", `[ 34401,50255 ]`), 1)
	with = strings.Replace(with, `"issuedOn"`, `"expires":"2027-05-12T00:00:00.5+02:00","issuedOn"`, 1)
	offer := func(text string, to edubadges.Agent) string {
		d, _, err := edubadges.Offer(parse(t, text), to, edubadges.Conversion{NewID: renewed})
		require.NoError(t, err)
		return string(d.Bytes())
	}
	t.Run("ED-11", func(t *testing.T) {
		one := offer(with, edubadges.Agent{OfferID: offerID})
		require.Contains(t, one, `"educationProgramIdentifier":"[34401, 50255]"`)
		require.Equal(t, one, offer(strings.Replace(with, `[ 34401,50255 ]`, "[34401,\n50255]", 1), edubadges.Agent{OfferID: offerID}))
	})
	t.Run("ED-19", func(t *testing.T) {
		to := edubadges.Agent{OfferID: offerID, Template: "b7d0"}
		first := offer(with, to)
		require.Contains(t, first, `"templateId":"b7d0"`)
		require.NotContains(t, first, "credentialConfigurationId")
		require.Contains(t, first, `"expiresAt":"2027-05-11T22:00:00Z"`)
		require.Contains(t, offer(complete, to), `"expiresAt":"never"`)
		require.JSONEq(t, `{"offerId":"`+offerID+`","templateIds":["b7d0"]}`, string(to.Body()))
		require.JSONEq(t, `{"offerId":"`+offerID+`"}`, string(edubadges.Agent{OfferID: offerID}.Body()))
	})
}
