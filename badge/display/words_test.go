package display

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/edubadges"
)

// PG-4: every text is in both languages.
func TestBothLanguages(t *testing.T) {
	all := map[string]Text{"hours": unitHours}
	add := func(table map[string]Text) {
		require.NotEmpty(t, table)
		for id, text := range table {
			all[id+" "+text[0]] = text
		}
	}
	for _, table := range []map[string]Text{labels, languages, types, participations, assessments, supervisions} {
		add(table)
	}
	for yes := range answers {
		add(map[string]Text{"answer": answers[yes], "level": levelVerified[yes]})
	}
	for _, month := range months {
		all[month[0]] = month
	}
	same := []string{"ECTS", "Criteria", "Online", "Blended", "Portfolio", "April", "September", "November", "December"}
	for id, text := range all {
		require.NotEmpty(t, text[0], id)
		require.NotEmpty(t, text[1], id)
		if text[0] == text[1] {
			require.Contains(t, same, text[0])
		}
	}
}

func TestTextInLanguage(t *testing.T) {
	require.Equal(t, "Grade", Label("grade").In(English))
	require.Equal(t, "Cijfer", Label("grade").In(Dutch))
	require.Equal(t, "Grade", Label("grade").In("fr"))
	require.Equal(t, "only English", Text{"only English"}.In(Dutch))
	require.Empty(t, Label("unheard of").In(English))
}

// A date is that of UTC, whatever its zone.
func TestDate(t *testing.T) {
	late := time.Date(2026, 1, 31, 23, 30, 0, 0, time.FixedZone("", -5*60*60))
	require.Equal(t, "1 February 2026", Date(late, English))
	require.Equal(t, "1 februari 2026", Date(late, Dutch))
}

// Every fact has a label, and every field of an edubadge is a fact, except those
// that have another place on a page and those about a person.
func TestEveryFieldIsShown(t *testing.T) {
	elsewhere := []edubadges.Field{
		edubadges.FieldIssuedOn, edubadges.FieldExpires, edubadges.FieldRecipient, edubadges.FieldHolder, edubadges.FieldEvidence, edubadges.FieldNarrative,
		edubadges.FieldName, edubadges.FieldDescription, edubadges.FieldImage, edubadges.FieldCriteria, edubadges.FieldTags,
		edubadges.FieldEQFVerified, edubadges.FieldQualityURL, edubadges.FieldFormal,
		edubadges.FieldIssuer, edubadges.FieldIssuerGroup, edubadges.FieldInstitutionDomain, edubadges.FieldInstitutionCountry, edubadges.FieldAwardedBy,
	}
	shown := map[edubadges.Field]bool{}
	for _, row := range edubadgeFacts {
		require.NotEmpty(t, Label(row.id)[0], row.id)
		require.False(t, shown[row.field], row.field)
		require.NotContains(t, elsewhere, row.field)
		shown[row.field] = true
	}
	require.Len(t, shown, 21)
}
