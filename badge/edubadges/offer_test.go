package edubadges_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/edubadges"
)

const offerID = "5ec9ae88-c4d1-4d67-a5a6-4b1d1a4b2c3d"

// Read finds the same values in an offer, in its own dialect, and Offer reports
// each member that it cannot state.
func TestOffer(t *testing.T) {
	class := strings.Replace(badgeClass, `"targetUrl":null`, `"targetUrl":"https://x.example/t","targetCode":"T1"`, 1)
	class = strings.Replace(class, `"name"`, ext("EducationProgramIdentifierExtension", "EducationProgramIdentifier", `[56823, 1]`)+`,"tags":["x"],"name"`, 1)
	objects := []*badge.Document{parse(t, lean), parse(t, class), parse(t, issuerDoc), parse(t, expandedClass)}
	was := edubadges.Read(objects[0], objects[1:]...)
	d, lost, err := edubadges.Offer(objects[0], edubadges.Agent{OfferID: offerID}, edubadges.Conversion{NewID: renewed}, objects[1:]...)
	require.NoError(t, err)
	require.Equal(t, edubadges.DialectAgent, edubadges.DialectOf(d))
	for path, want := range map[string]string{
		"/offerId":                           `"` + offerID + `"`,
		"/credentialConfigurationId":         `"openbadge_credential"`,
		"/expiresAt":                         `"never"`,
		"/credential/id":                     `"https://school.example/new/public/assertions/a41jSgmsSh6Sa1xcVUku5Q#3"`,
		"/credential/issuer":                 `{"id":"https://school.example/new/public/issuers/lQ67BQQQS-eBx5syJGpazg?expand=institution#3","type":["Profile"],"name":"Stadslab"}`,
		"/credential/credentialSubject/type": `["AchievementSubject"]`,
		"/credential/credentialSubject/identifier/0/type":                      `"IdentityObject"`,
		"/credential/credentialSubject/achievement/id":                         `"https://school.example/new/public/badges/EqLuTedxSEaQneSmWWlF4g#3"`,
		"/credential/credentialSubject/achievement/ECTS":                       `2.50`,
		"/credential/credentialSubject/achievement/educationProgramIdentifier": `"[56823, 1]"`,
		"/credential/credentialSubject/achievement/inLanguage":                 `"nl-NL"`,
		"/credential/credentialSubject/achievement/alignment":                  `[{"type":["Alignment"],"targetName":"n","targetUrl":"https://x.example/t","targetCode":"T1"}]`,
	} {
		got, found := d.At(path)
		require.True(t, found, path)
		require.Equal(t, want, string(got), path)
	}
	for _, absent := range []string{"/credential/@context", "/credential/type", "/credential/evidence", "/credential/validUntil"} {
		_, found := d.At(absent)
		require.False(t, found, absent)
	}

	is := edubadges.Read(d)
	require.Equal(t, []string{"0 edubadges.number /credential/credentialSubject/achievement/educationProgramIdentifier"}, remarks(is), "gotcha 8: agents get a string")
	require.Equal(t, was.Value(edubadges.FieldLanguage).Meaning(), is.Value(edubadges.FieldLanguage).Text)
	require.Equal(t, was.Value(edubadges.FieldProgramIdentifier).List(), is.Value(edubadges.FieldProgramIdentifier).List())
	for _, pair := range [][2]edubadges.Value{{was.Value(edubadges.FieldIssuedOn), is.Value(edubadges.FieldIssuedOn)}, {was.Value(edubadges.FieldRecipient), is.Value(edubadges.FieldRecipient)}, {was.Value(edubadges.FieldName), is.Value(edubadges.FieldName)}, {was.Value(edubadges.FieldDescription), is.Value(edubadges.FieldDescription)},
		{was.Value(edubadges.FieldImage), is.Value(edubadges.FieldImage)}, {was.Value(edubadges.FieldCriteria), is.Value(edubadges.FieldCriteria)}, {was.Value(edubadges.FieldECTS), is.Value(edubadges.FieldECTS)}, {was.Value(edubadges.FieldParticipation), is.Value(edubadges.FieldParticipation)}, {was.Value(edubadges.FieldIssuer), is.Value(edubadges.FieldIssuer)}} {
		require.True(t, pair[0].Given())
		require.Equal(t, pair[0].Text, pair[1].Text)
	}
	require.Equal(t, []string{

		"0 convert.value /recipient/type",
		"0 edubadges.lost /verification",
		"0 edubadges.lost /updatedAt",
		"1 edubadges.lost /tags",
		"1 edubadges.lost /extensions:EQFExtension",
		"1 edubadges.lost /extensions:LearningOutcomeExtension",
		"2 edubadges.lost /faculty",
		"2 edubadges.lost /extensions:InstitutionNameExtension",
		"2 edubadges.lost /extensions:InstitutionIdentifierExtension",
		"2 edubadges.lost /extensions:InstitutionCountryExtension",
		"3 edubadges.lost /typeBadgeClass",
		"3 edubadges.lost /assessmentType",
		"3 edubadges.lost /assessmentSupervised",
		"3 edubadges.lost /assessmentIdVerified",
		"3 edubadges.lost /stackable",
		"3 edubadges.lost /eqfNlqfLevelVerified",
		"3 edubadges.lost /qualityAssuranceName",
		"3 edubadges.lost /qualityAssuranceUrl",
		"3 edubadges.lost /qualityAssuranceDescription",
	}, lostOf(lost))
}

// An offer of a badge in one document has its expiry, and no credits if they are
// not a number.
func TestOfferOfOneDocument(t *testing.T) {
	text := strings.Replace(complete, `"issuedOn"`, `"expires":"2027-05-01T00:00:00Z","narrative":"w","issuedOn"`, 1)
	text = strings.Replace(text, credits(`3`), credits(`"a few"`), 1)
	source := parse(t, text)
	d, lost, err := edubadges.Offer(source, edubadges.Agent{OfferID: offerID}, edubadges.Conversion{NewID: renewed})
	require.NoError(t, err)
	require.Equal(t, text, string(source.Bytes()))
	for _, path := range []string{"/expiresAt", "/credential/validUntil"} {
		got, _ := d.At(path)
		require.Equal(t, `"2027-05-01T00:00:00Z"`, string(got), path)
	}
	_, found := d.At("/credential/credentialSubject/achievement/ECTS")
	require.False(t, found)
	require.Contains(t, lostOf(lost), "0 edubadges.lost /badge/extensions:ECTSExtension/ECTS")
	require.Contains(t, lostOf(lost), "0 edubadges.lost /narrative")
	require.Contains(t, lostOf(lost), "0 edubadges.lost /badge/grade_achieved")
	require.Contains(t, lostOf(lost), "0 edubadges.lost /badge/issuer/url")
	kind, _ := d.At("/credential/credentialSubject/identifier/0/identityType")
	require.Equal(t, `"ext:id"`, string(kind), "gotcha 16 is avoided")
}
