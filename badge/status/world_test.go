package status

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/tree"
)

// requireCode asserts that err has the code; "" asserts success.
func requireCode(t *testing.T, code string, err error) {
	t.Helper()
	if code == "" {
		require.NoError(t, err)
		return
	}
	require.Equal(t, code, badge.CodeOf(err), "%v", err)
	require.Less(t, len(err.Error()), 400)
}

// parsed reads JSON text; an empty text is the zero Value.
func parsed(t testing.TB, text []byte) tree.Value {
	t.Helper()
	if text == nil {
		return tree.Value{}
	}
	v, err := tree.Parse(text)
	require.NoError(t, err)
	return v
}

func codesOf(remarks []badge.Problem) (codes []string) {
	for _, r := range remarks {
		codes = append(codes, r.Code)
	}
	return codes
}

// compressed returns data as one gzip member.
func compressed(t testing.TB, data []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	zw := gzip.NewWriter(&out)
	_, err := zw.Write(data)
	require.NoError(t, err)
	require.NoError(t, zw.Close())
	return out.Bytes()
}

// bare is the text encoding of StatusList2021.
func bare(data []byte) string { return base64.RawURLEncoding.EncodeToString(data) }

// subject writes a list subject with further or overriding members.
func subject(t testing.TB, encodedList string, members ...string) []byte {
	t.Helper()
	all := map[string]json.RawMessage{
		"id":            json.RawMessage(`"https://lists.example/1#list"`),
		"type":          json.RawMessage(`"BitstringStatusList"`),
		"statusPurpose": json.RawMessage(`"revocation"`),
		"encodedList":   json.RawMessage(fmt.Sprintf("%q", encodedList)),
	}
	return withMembers(t, all, members)
}

// entry writes a credentialStatus with further or overriding members.
func entry(t testing.TB, members ...string) []byte {
	t.Helper()
	return withMembers(t, map[string]json.RawMessage{
		"type":                 json.RawMessage(`"BitstringStatusListEntry"`),
		"statusPurpose":        json.RawMessage(`"revocation"`),
		"statusListIndex":      json.RawMessage(`"5"`),
		"statusListCredential": json.RawMessage(`"https://lists.example/1"`),
	}, members)
}

// withMembers overrides members: name, value, name, value, … where an empty value removes.
func withMembers(t testing.TB, all map[string]json.RawMessage, members []string) []byte {
	t.Helper()
	for i := 0; i+1 < len(members); i += 2 {
		all[members[i]] = json.RawMessage(members[i+1])
		if members[i+1] == "" {
			delete(all, members[i])
		}
	}
	out, err := json.Marshal(all)
	require.NoError(t, err)
	return out
}

// listOf parses a list with the given bits, filled up with zeros to 16 KiB.
func listOf(t testing.TB, bits ...byte) *List {
	t.Helper()
	full := make([]byte, max(len(bits), MinEntries/8))
	copy(full, bits)
	l, remarks, err := ParseList(parsed(t, subject(t, "u"+bare(compressed(t, full)))), Options{})
	require.NoError(t, err)
	require.Empty(t, remarks)
	return l
}

// at is an entry at an index, of the given width.
func at(index uint64, size int) Entry {
	return Entry{Type: BitstringEntry, List: "https://lists.example/1", Purpose: Revocation, Index: index, Size: size}
}

// messages writes a statusMessage for a number of values.
func messages(n int) string {
	parts := make([]string, n)
	for i := range parts {
		parts[i] = fmt.Sprintf(`{"status":"0x%x","message":"state %d"}`, i, i)
	}
	return "[" + strings.Join(parts, ",") + "]"
}
