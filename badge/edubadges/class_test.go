package edubadges_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/edubadges"
)

// micro is the class of a micro-credential with all that it needs.
func micro() edubadges.Class {
	return edubadges.Class{
		ID: "https://api-demo.edubadges.nl/public/badges/Yw1h0uQeQ5mC2t9sLr4xVg", Issuer: "https://api-demo.edubadges.nl/public/issuers/p0Zb6m1XSw2vJ8kYd3nQ4A",
		Type: edubadges.MicroCredential, Of: edubadges.HBO, Language: "nl_NL", Name: "Gegevens ethisch gebruiken", Description: "Korte cursus.", Criteria: "Maak een casus.",
		LearningOutcome: "De student kan wegen.", Image: "https://api-demo.edubadges.nl/public/badges/Yw1h0uQeQ5mC2t9sLr4xVg/image", Level: 6, LevelVerified: true, ECTS: "3",
		Participation: []string{"online", "blended"}, Assessment: []string{"written_exam"}, Supervised: true, IdentityVerified: true, Stackable: true,
		QualityName: "Kader", QualityURL: "https://npuls.nl/doorbouwen-aan-microcredentials", QualityText: "Tekst.",
	}
}

// A class is read back as it was made, and findings are about one field each, in
// both languages.
func TestClassBuild(t *testing.T) {
	bare, full, found := micro().Build()
	require.Empty(t, found)
	t.Run("ED-20: read back", func(t *testing.T) {
		e := edubadges.Read(bare, full)
		for field, want := range map[edubadges.Field]string{
			edubadges.FieldType: "micro_credential", edubadges.FieldName: "Gegevens ethisch gebruiken", edubadges.FieldLanguage: "nl_NL", edubadges.FieldECTS: "3", edubadges.FieldEQF: "6",
			edubadges.FieldEQFVerified: "true", edubadges.FieldParticipation: "blended,online", edubadges.FieldAssessment: "written_exam", edubadges.FieldStackable: "true",
			edubadges.FieldSupervised: "true", edubadges.FieldIdentityVerified: "true", edubadges.FieldQualityName: "Kader", edubadges.FieldLearningOutcome: "De student kan wegen.",
		} {
			require.Equal(t, want, e.Value(field).Text, field)
		}
		for name, want := range map[string]string{"alignment": "[]", "tags": "[]"} {
			raw, _ := bare.At("/" + name)
			require.Equal(t, want, string(raw))
		}
		_, leaks := bare.At("/typeBadgeClass")
		require.False(t, leaks, "only the full view has it")
	})
	for _, row := range []struct {
		name  string
		edit  func(c *edubadges.Class)
		codes []string
	}{
		{"WO from 1 EC", func(c *edubadges.Class) { c.Of, c.ECTS = edubadges.WO, "1" }, nil},
		{"WO below 1 EC", func(c *edubadges.Class) { c.Of, c.ECTS = edubadges.WO, "0.5" }, []string{"edubadges.range ects"}},
		{"HBO below 3 EC", func(c *edubadges.Class) { c.ECTS = "2.5" }, []string{"edubadges.range ects"}},
		{"HBO above 30 EC", func(c *edubadges.Class) { c.ECTS = "30.5" }, []string{"edubadges.range ects"}},
		{"WO from 28 hours", func(c *edubadges.Class) { c.Of, c.ECTS, c.TimeInvestment = edubadges.WO, "", "28" }, nil},
		{"HBO below 84 hours", func(c *edubadges.Class) { c.ECTS, c.TimeInvestment = "", "83" }, []string{"edubadges.range timeInvestment"}},
		{"MBO from 80 hours", func(c *edubadges.Class) { c.Of, c.ECTS, c.StudyLoad = edubadges.MBO, "", "81" }, nil},
		{"MBO below 80 hours", func(c *edubadges.Class) { c.Of, c.ECTS, c.StudyLoad = edubadges.MBO, "", "79" }, []string{"edubadges.range studyLoad"}},
		{"MBO with credits", func(c *edubadges.Class) { c.Of = edubadges.MBO }, []string{"edubadges.missing studyLoad"}},
		{"no load", func(c *edubadges.Class) { c.ECTS = "" }, []string{"edubadges.missing ects"}},
		{"no quality, no level", func(c *edubadges.Class) { c.QualityName, c.Level = "", 0 }, []string{"edubadges.missing eqf", "edubadges.missing qualityName"}},
		{"level 9", func(c *edubadges.Class) { c.Level = 9 }, []string{"edubadges.range eqf"}},
		{"no type", func(c *edubadges.Class) { c.Type = "" }, []string{"edubadges.type type"}},
		{"an unknown assessment", func(c *edubadges.Class) { c.Assessment = []string{"guess"} }, []string{"edubadges.value assessment"}},
		{"no kind of institution", func(c *edubadges.Class) { c.Of = "" }, []string{"edubadges.institution "}},
		{"regular", func(c *edubadges.Class) { c.Type, c.Programs = edubadges.Regular, []json.Number{"34401", "50255"} }, nil},
		{"regular without program", func(c *edubadges.Class) { c.Type = edubadges.Regular }, []string{"edubadges.missing programIdentifier"}},
		{"regular MBO", func(c *edubadges.Class) {
			c.Type, c.Of, c.ECTS, c.StudyLoad, c.Programs = edubadges.Regular, edubadges.MBO, "", "1", []json.Number{"25187"}
		}, nil},
		{"workshop", func(c *edubadges.Class) { c.Type, c.ECTS = edubadges.ExtraCurricular, "" }, nil},
		{"workshop without name and picture", func(c *edubadges.Class) { c.Type, c.Name, c.Image = edubadges.ExtraCurricular, "", "" }, []string{"edubadges.missing name", "edubadges.missing image"}},
		{"credits that are not a number", func(c *edubadges.Class) { c.ECTS = `3,"x":1` }, []string{"edubadges.extension "}},
	} {
		t.Run("ED-20: "+row.name, func(t *testing.T) {
			c := micro()
			row.edit(&c)
			bare, full, found := c.Build()
			var codes []string
			wrong := false
			for _, r := range found {
				codes = append(codes, r.Code+" "+string(r.Field))
				require.NotEmpty(t, r.Message)
				require.NotEmpty(t, r.Dutch)
				require.NotEqual(t, r.Message, r.Dutch)
				wrong = wrong || r.Severity == badge.SeverityError
			}
			require.Equal(t, row.codes, codes)
			require.Equal(t, wrong, bare == nil && full == nil)
		})
	}
}

// department is an issuer with a Dutch name alone.
func department() edubadges.Issuer {
	return edubadges.Issuer{
		ID: "https://api-demo.edubadges.nl/public/issuers/p0Zb6m1XSw2vJ8kYd3nQ4A", Name: edubadges.Text{Dutch: "Faculteit", English: "Faculty"}, Description: edubadges.Text{Dutch: "De faculteit."},
		URL: edubadges.Text{Dutch: "https://hogeschool.example"}, Email: "badges@hogeschool.example", Institution: edubadges.Text{Dutch: "Hogeschool", English: "University"}, BRIN: "99ZZ", Country: "NL",
		Group: edubadges.Text{Dutch: "Stadslab"},
	}
}

// An issuer has names in Dutch and English, and the full view says who awards.
func TestIssuerBuild(t *testing.T) {
	bare, full, found := department().Build()
	require.Empty(t, found)
	t.Run("ED-20: issuer", func(t *testing.T) {
		raw, _ := bare.At("/description_english")
		require.Equal(t, "null", string(raw))
		e := edubadges.Read(bare, full)
		require.Equal(t, "Faculteit", e.Value(edubadges.FieldIssuer).Text)
		require.Equal(t, "Hogeschool", e.Value(edubadges.FieldAwardedBy).Text)
	})
	t.Run("ED-4", func(t *testing.T) {
		i := department()
		i.OnBehalfOf = true
		bare, full, _ := i.Build()
		e := edubadges.Read(bare, full)
		require.Equal(t, "Stadslab", e.Value(edubadges.FieldAwardedBy).Text)
		require.Equal(t, "Stadslab", e.Value(edubadges.FieldIssuerGroup).Text)
	})
	for name, edit := range map[string]func(i *edubadges.Issuer){
		"edubadges.missing issuer":             func(i *edubadges.Issuer) { i.Name = edubadges.Text{} },
		"edubadges.missing institutionName":    func(i *edubadges.Issuer) { i.Institution = edubadges.Text{} },
		"edubadges.missing institutionCountry": func(i *edubadges.Issuer) { i.Country = "" },
		"edubadges.country institutionCountry": func(i *edubadges.Issuer) { i.Country = "EN" },
		"edubadges.missing onBehalfOf":         func(i *edubadges.Issuer) { i.OnBehalfOf, i.Group = true, edubadges.Text{} },
		"edubadges.address issuer":             func(i *edubadges.Issuer) { i.ID, i.GradingTable = "http://x.example", "x" },
	} {
		t.Run("ED-20: "+name, func(t *testing.T) {
			i := department()
			edit(&i)
			bare, _, found := i.Build()
			require.Nil(t, bare)
			require.Len(t, found, 1)
			require.Equal(t, name, found[0].Code+" "+string(found[0].Field))
			require.NotEmpty(t, found[0].Dutch)
		})
	}
}

// The bare documents have the members of those of the platform, and the same
// values.
func TestBuildLikePlatform(t *testing.T) {
	same := func(t *testing.T, sample string, built *badge.Document) {
		text, err := os.ReadFile(filepath.Join(os.Getenv("OPENBADGES_CASES"), "edubadges", sample))
		if os.IsNotExist(err) {
			t.Skip("OPENBADGES_CASES names no folder with cases")
		}
		require.NoError(t, err)
		var want, got map[string]json.RawMessage
		require.NoError(t, json.Unmarshal(text, &want))
		require.NoError(t, json.Unmarshal(built.Bytes(), &got))
		require.ElementsMatch(t, slices.Collect(maps.Keys(want)), slices.Collect(maps.Keys(got)))
		for name, raw := range want {
			require.JSONEq(t, string(raw), string(got[name]), name)
		}
	}
	c := micro()
	c.Name, c.Description, c.Criteria = "Gegevens ethisch gebruiken", "Korte cursus over **ethiek** van gegevens.", "Je maakt een casus en verdedigt die."
	c.LearningOutcome, c.Tags = "De student kan:\n- een afweging maken\n- die verdedigen", []string{"data", "ethiek"}
	bare, _, found := c.Build()
	require.Empty(t, found)
	t.Run("ED-20: class", func(t *testing.T) { same(t, "class.json", bare) })

	i := department()
	i.Name = edubadges.Text{Dutch: "Faculteit Digitale Media", English: "Faculty of Digital Media"}
	i.Institution, i.GradingTable, i.Image = edubadges.Text{Dutch: "Hogeschool Voorbeeld"}, "https://hogeschool.example/cijfers", i.ID+"/image"
	bare, _, found = i.Build()
	require.Empty(t, found)
	t.Run("ED-20: issuer", func(t *testing.T) { same(t, "issuer.json", bare) })
}

// Both lists of the platform are read, whatever the separator; a bad line affects
// no other one.
func TestRecipients(t *testing.T) {
	const account = "Recipient mailadres;Recipient EPPN;Narrative (optional);Evidence URL (optional);Evidence NAME (optional);Evidence Description (optional);Grade (optional)\n"
	t.Run("ED-21: by account", func(t *testing.T) {
		lines, found, err := edubadges.Recipients([]byte("\xef\xbb\xbf" + account + "a@x.example;a@school.example\n\n;b@school.example;Goed;https://x.example/1;Werk;Stuk;8,5\n"))
		require.NoError(t, err)
		require.Empty(t, found)
		require.Equal(t, []edubadges.Line{
			{Number: 2, Email: "a@x.example", EPPN: "a@school.example"},
			{Number: 4, EPPN: "b@school.example", Grade: "8,5", Evidence: &badge.Evidence{Type: []string{"Evidence"}, ID: "https://x.example/1", Narrative: "Goed", Name: "Werk", Description: "Stuk"}},
		}, lines)
	})
	for _, separator := range []string{";", ",", "\t"} {
		t.Run("ED-21: by e-mail "+separator, func(t *testing.T) {
			row := func(cells ...string) string {
				text := cells[0]
				for _, c := range cells[1:] {
					text += separator + c
				}
				return text + "\r\n"
			}
			text := row("Recipient mailadres", "Recipient First name", "Recipient Surname", "Narrative (optional)")
			text += row("noor@x.example", "Noor", `"de ""Vries"""`) + row("geen adres", "X") + row(`"x`, "Z") + row("NOOR@x.example", "Noor") + row("sem@x.example", "Sem")
			lines, found, err := edubadges.Recipients([]byte(text))
			require.NoError(t, err)
			require.Len(t, lines, 2)
			require.Equal(t, `de "Vries"`, lines[0].Surname)
			require.Equal(t, edubadges.Line{Number: 6, Email: "sem@x.example", FirstName: "Sem"}, lines[1])
			var reported []string
			for _, r := range found {
				reported = append(reported, r.Code+" "+r.Message[:6])
				require.NotEmpty(t, r.Dutch)
			}
			require.Equal(t, []string{"edubadges.line line 3", "edubadges.line line 4", "edubadges.line line 5"}, reported)
		})
	}
	for name, text := range map[string]string{"empty": "", "another list": "name,mail\na,b\n", "a quote": "\"x\n", "too few columns": "Recipient mailadres\n"} {
		t.Run("ED-21: "+name, func(t *testing.T) {
			_, _, err := edubadges.Recipients([]byte(text))
			require.Equal(t, "edubadges.list", badge.CodeOf(err))
		})
	}
}
