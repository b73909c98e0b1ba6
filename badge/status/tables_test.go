package status_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
	"github.com/openbadges-go/openbadges/badge/status"
	"github.com/openbadges-go/openbadges/badge/tree"
)

// parseEntry reads an entry of a type in which only one member is changed: set
// to a value, or left out.
func parseEntry(t *testing.T, typ, name string, value any) error {
	entry := map[string]any{
		"type": typ,
		"id":   "https://x.example/1#7", "statusPurpose": "revocation", "statusListIndex": "7", "statusListCredential": "https://x.example/1", "statusSize": 1,
		"statusMessage":   []any{map[string]any{"status": "0x0", "message": "a"}, map[string]any{"status": "0x1", "message": "b"}},
		"statusReference": []any{"https://x.example/why"},
	}
	if entry[name] = value; value == nil {
		delete(entry, name)
	}
	text, err := json.Marshal(entry)
	require.NoError(t, err)
	v, err := tree.Parse(text)
	require.NoError(t, err)
	_, _, err = status.ParseEntry(v, status.Options{})
	return err
}

// TestEntriesFollowTables: ParseEntry requires exactly the properties that the
// rows of a status entry require.
func TestEntriesFollowTables(t *testing.T) {
	parse := func(typ, name string, value any) error { return parseEntry(t, typ, name, value) }
	judged := 0
	for _, class := range vocabulary.StatusEntries() {
		if class.Name == "StatusMessage" {
			continue
		}
		require.NoError(t, parse(class.Name, "", 0), class.Name)
		for _, p := range class.Properties {
			at := class.Name + "." + p.Name
			if p.Name != "type" {
				require.Equal(t, p.Occurs.Has(vocabulary.Required), parse(class.Name, p.Name, nil) != nil, at)
			}
			require.Error(t, parse(class.Name, p.Name, true), at)
			judged++
		}
	}
	require.Equal(t, 18, judged)

	for _, p := range vocabulary.Primitives() {
		name, values := "", []any{}
		switch p.Name {
		case "StatusIndex":
			name, values = "statusListIndex", []any{"0", "7", "131071", "-1", "01", "1.0", "x", ""}
		case "StatusSize":
			name, values = "statusSize", []any{json.Number("1"), json.Number("0"), json.Number("9"), json.Number("-1"), json.Number("1.0")}
		}
		for _, value := range values {
			fits := regexp.MustCompile(p.Pattern).MatchString(fmt.Sprint(value))
			require.Equal(t, fits, parse(status.BitstringEntry, name, value) == nil, "%s %v", name, value)
			judged++
		}
	}
	require.Equal(t, 18+13, judged)
}

// A message is refused if a member is missing or has another type.
func TestMessagesFollowTables(t *testing.T) {
	message := vocabulary.StatusEntries()[3]
	for _, p := range message.Properties {
		for _, value := range []any{nil, true} {
			first := map[string]any{"status": "0x0", "message": "a", p.Name: value}
			if value == nil {
				delete(first, p.Name)
			}
			require.Error(t, parseEntry(t, status.BitstringEntry, "statusMessage", []any{first, map[string]any{"status": "0x1", "message": "b"}}), p.Name)
		}
	}
}
