package status

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
)

// An aggregation names each list once, in its order (Token Status List §9.2).
func TestAggregation(t *testing.T) {
	text, err := WriteAggregation([]string{"https://a.example/2", "https://a.example/1", "https://a.example/2"})
	require.NoError(t, err)
	lists, err := ParseAggregation(text)
	require.NoError(t, err)
	require.Equal(t, []string{"https://a.example/2", "https://a.example/1"}, lists)

	text, err = WriteAggregation(nil)
	require.NoError(t, err)
	require.JSONEq(t, `{"status_lists":[]}`, string(text))

	var many []string
	for i := range maxAggregated + 1 {
		many = append(many, "https://a.example/"+strconv.Itoa(i))
	}
	_, err = WriteAggregation(many[1:])
	require.NoError(t, err)
	_, err = WriteAggregation(many)
	requireCode(t, codeAggregation, err)
	_, err = WriteAggregation([]string{"https://a.example/1", "lists/2"})
	requireCode(t, codeAggregation, err)
}

func TestHostileAggregations(t *testing.T) {
	for text, path := range map[string]string{
		`[]`:                   "",
		`{}`:                   "",
		`{"status_lists":"x"}`: "",
		`{"status_lists":["https://a.example/1",7]}`:                                   "/status_lists/1",
		`{"status_lists":[""]}`:                                                        "/status_lists/0",
		`{"status_lists":["/lists/1"]}`:                                                "/status_lists/0",
		`{"status_lists":["https://a.example/%zz"]}`:                                   "/status_lists/0",
		`{"status_lists":[` + strings.Repeat(`"https://a.example/1",`, 1000) + `"a"]}`: "",
	} {
		_, err := ParseAggregation([]byte(text))
		requireCode(t, codeAggregation, err)
		require.Equal(t, path, badge.PathOf(err), text[:min(len(text), 60)])
	}
}
