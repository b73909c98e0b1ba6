package badge

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/internal/schema"
)

// TestVocabularies: the constants and the schemas know the same terms.
func TestVocabularies(t *testing.T) {
	for name, terms := range map[string][]string{
		"AchievementType":     strs(achievementTypes),
		"AlignmentTargetType": strs(alignmentTargetTypes),
		"IdentifierTypeEnum":  strs(identifierTypes),
		"ResultType":          strs(resultTypes),
		"ResultStatusType":    strs(resultStatusTypes),
		"AssociationType":     strs(associationTypes),
	} {
		require.ElementsMatch(t, schema.Terms(name), terms, name)
	}
}

func strs[T ~string](terms []T) (list []string) {
	for _, term := range terms {
		list = append(list, string(term))
	}
	return list
}
