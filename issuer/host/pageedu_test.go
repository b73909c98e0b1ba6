package host_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/edubadges"
	"github.com/openbadges-go/openbadges/issuer/host"
)

// publishText publishes a document as it is written.
func publishText(t *testing.T, h *host.Host, text string) *badge.Document {
	t.Helper()
	d, err := badge.Parse([]byte(text))
	require.NoError(t, err)
	require.NoError(t, h.Publish(t.Context(), d))
	return d
}

// edubadge publishes an edubadge of 2.0 with its class and its issuer, and returns
// the address of the award and that of the class.
func edubadge(t *testing.T, h *host.Host) (award, class string) {
	text := func(s string) edubadges.Text { return edubadges.Text{Dutch: s, English: s} }
	_, profile, remarks := edubadges.Issuer{ID: h.URL("issuer"), Name: text("The Workshop"), Description: text("d"), URL: text("https://school.example"), Email: "a@school.example", Image: h.URL("p"),
		Institution: text("University"), BRIN: "00XX", Country: "NL"}.Build()
	require.NotNil(t, profile, remarks)
	_, full, remarks := edubadges.Class{ID: h.URL("classes/1"), Issuer: h.URL("issuer"), Type: edubadges.MicroCredential, Of: edubadges.HBO, Language: "nl_NL", Name: "Solderen", Description: "d", Criteria: "c",
		LearningOutcome: "De student kan:\n- <b>solderen</b>", Image: h.URL("p"), ECTS: "3", Level: 6, LevelVerified: true, Participation: []string{"online"}, Assessment: []string{"written_exam"},
		Supervised: true, IdentityVerified: true, QualityName: "Kader", QualityURL: "https://quality.example/k", QualityText: "t"}.Build()
	require.NotNil(t, full, remarks)
	require.NoError(t, h.Publish(t.Context(), profile))
	require.NoError(t, h.Publish(t.Context(), full))
	d := publishText(t, h, `{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"`+h.URL("assertions/1")+`","badge":"`+h.URL("classes/1")+`","verification":{"type":"HostedBadge"},
		"evidence":[],"issuedOn":"2026-05-01T10:20:30+00:00","recipient":{"hashed":true,"type":"id","identity":"sha256$a2441d313d3d31514464ed6732d255df3391cbc85dd374d8a94b683248dcb7b8","salt":"s"}}`)
	return d.ID(), full.ID()
}

// The page of an edubadge shows the extensions of its class and its issuer, which
// other documents have, and the page of the class shows them, too.
func TestPageOfEdubadge(t *testing.T) {
	h := hostAt(t, noon)
	award, class := edubadge(t, h)
	for _, address := range []string{award, class} {
		for lang, want := range map[string][]string{
			"en": {"Institution</dt><dd dir=\"auto\">University", "Type of edubadge</dt><dd dir=\"auto\">Micro-credential", "Language</dt><dd dir=\"auto\">Dutch", "ECTS</dt><dd dir=\"auto\">3",
				"EQF level</dt><dd dir=\"auto\">6 (verified)", "Assessment</dt><dd dir=\"auto\">Written exam", "Supervised assessment</dt><dd dir=\"auto\">Yes"},
			"nl": {"Van instelling</dt><dd dir=\"auto\">University", "Type edubadge</dt><dd dir=\"auto\">Microcredential", "Taal</dt><dd dir=\"auto\">Nederlands", "EQF-niveau</dt><dd dir=\"auto\">6 (geverifieerd)",
				"Leeruitkomst</dt><dd dir=\"auto\">De student kan:\n- &lt;b&gt;solderen&lt;/b&gt;</dd>", "Toetsvorm</dt><dd dir=\"auto\">Schriftelijk tentamen", `<a href="https://quality.example/k" target="_top" rel="nofollow noopener ugc">Kader</a>`},
		} {
			page := show(t, h, address+"?lang="+lang)
			for _, text := range want {
				require.Contains(t, page, text)
			}
		}
	}
	require.NoError(t, h.SetPublic(t.Context(), h.URL("issuer"), false))
	require.NotContains(t, show(t, h, award), "University", "the page of the issuer is private")
	require.NoError(t, h.SetPublic(t.Context(), class, false))
	require.NotContains(t, show(t, h, award), "ECTS", "the page of the class is private")
}

// The page of a badge of 3.0 shows the terms of eduCredentials.
func TestPageOfEduCredential(t *testing.T) {
	h := hostAt(t, noon)
	d := publishText(t, h, `{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],"type":["VerifiableCredential","OpenBadgeCredential"],"id":"`+h.URL("badges/1")+`",
		"issuer":{"id":"`+school+`","type":["Profile"],"name":"University"},"validFrom":"2026-05-01T10:20:30Z","credentialSubject":{"type":["AchievementSubject"],
		"achievement":{"type":["Achievement","EducredentialAchievement"],"id":"urn:uuid:2","name":"Solderen","description":"d","criteria":{"narrative":"c"},"inLanguage":"nl","ECTS":3,"SBU":84,
		"participationType":"onsite or blended","assessmentType":"portfolio","supervisionType":"supervised online"}}}`)
	page := show(t, h, d.ID()+"?lang=nl")
	for _, text := range []string{"Taal</dt><dd dir=\"auto\">Nederlands", "ECTS</dt><dd dir=\"auto\">3", "Studiebelasting</dt><dd dir=\"auto\">84 uur", "Deelnamevorm</dt><dd dir=\"auto\">Op locatie of blended", "Toezicht</dt><dd dir=\"auto\">Online toezicht"} {
		require.Contains(t, page, "<dt>"+text)
	}
}
