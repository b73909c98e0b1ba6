package edubadges_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/edubadges"
)

// A name that somebody typed is never taken for a validated one.
func TestParseHolderName(t *testing.T) {
	for _, row := range []struct {
		name, answer string
		want         edubadges.HolderName
	}{
		{"validated", `{"name":"Noor de Vries","validated_name":"Noor de Vries","recipient_name":"Noor de Vries"}`, edubadges.HolderName{Name: "Noor de Vries", Validated: true, Account: "Noor de Vries"}},
		{"typed, and another validated", `{"name":"N. de Vries","validated_name":"Noor de Vries","recipient_name":"N. de Vries"}`, edubadges.HolderName{Name: "N. de Vries", Account: "Noor de Vries"}},
		{"typed alone", `{"name":"Noor","validated_name":null,"recipient_name":"Noor"}`, edubadges.HolderName{Name: "Noor"}},
		{"an older host", `{"name":"Noor"}`, edubadges.HolderName{Name: "Noor"}},
		{"the older name is another", `{"name":"Sem","validated_name":"Sem","recipient_name":"Noor"}`, edubadges.HolderName{Name: "Noor", Account: "Sem"}},
		{"another case", `{"validated_name":"noor","recipient_name":"Noor"}`, edubadges.HolderName{Name: "Noor", Account: "noor"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, err := edubadges.ParseHolderName([]byte(row.answer))
			require.NoError(t, err)
			require.Equal(t, row.want, got)
		})
	}
	for answer, code := range map[string]string{
		`{}`: "edubadges.holder", `{"validated_name":"Noor"}`: "edubadges.holder", `{"name":["Noor"]}`: "edubadges.holder",
		`{"name":"Noor","name":"Sem"}`: "json.duplicate_member", ``: "badge.format",
	} {
		t.Run(answer, func(t *testing.T) {
			_, err := edubadges.ParseHolderName([]byte(answer))
			require.Equal(t, code, badge.CodeOf(err))
		})
	}
}
