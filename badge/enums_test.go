package badge_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
)

func TestKnown(t *testing.T) {
	for _, row := range []struct {
		name           string
		known, unknown interface{ Known() bool }
	}{
		{"AchievementType", badge.AchievementTypeBadge, badge.AchievementType("badge")},
		{"AlignmentTargetType", badge.AlignmentTargetCEASNCompetency, badge.AlignmentTargetType("Competency")},
		{"IdentifierType", badge.IdentifierEmailAddress, badge.IdentifierType("email")},
		{"ResultType", badge.ResultTypeStatus, badge.ResultType("ext:Status")},
		{"ResultStatusType", badge.ResultStatusCompleted, badge.ResultStatusType("")},
		{"AssociationType", badge.AssociationIsParentOf, badge.AssociationType("ext:isParentOf")},
	} {
		t.Run(row.name, func(t *testing.T) {
			require.True(t, row.known.Known())
			require.False(t, row.unknown.Known())
		})
	}
}
