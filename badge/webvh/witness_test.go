package webvh

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
)

// approval is an entry of a file of witnesses, by the keys of those numbers.
func approval(t testing.TB, id string, by ...byte) string {
	var proofs []string
	for _, n := range by {
		made, err := signer(t, n)([]byte(fmt.Sprintf(`{"versionId":%q}`, id)))
		require.NoError(t, err)
		var parts struct{ Proof []json.RawMessage }
		require.NoError(t, json.Unmarshal(made, &parts))
		proofs = append(proofs, string(parts.Proof[0]))
	}
	return fmt.Sprintf(`{"versionId":%q,"proof":[%s]}`, id, strings.Join(proofs, ","))
}

// witnesses is the parameter for those keys.
func witnesses(t testing.TB, threshold int, numbers ...byte) string {
	var list []string
	for _, n := range numbers {
		list = append(list, fmt.Sprintf(`{"id":"did:key:%s"}`, public(t, n).Multikey()))
	}
	return fmt.Sprintf(`"witness":{"threshold":%d,"witnesses":[%s]}`, threshold, strings.Join(list, ","))
}

// KH-2: who must approve which entry.
func TestWitnesses(t *testing.T) {
	m := &making{t: t}
	m.raw(1, fmt.Sprintf(`{"method":"did:webvh:1.0","scid":"{SCID}","updateKeys":[%q]}`, public(t, 1).Multikey()), school(t, prefix+placeholder+":"+host, 11))
	m.raw(1, `{`+witnesses(t, 2, 3, 4, 5)+`}`, school(t, m.did, 11)) // at once: there was no witness before
	m.raw(1, `{`+witnesses(t, 1, 6)+`}`, school(t, m.did, 12))       // approved by those before
	m.raw(1, `{"witness":{}}`, school(t, m.did, 13))                 // approved by the one before
	m.raw(1, `{}`, school(t, m.did, 14))                             // by nobody
	other := &making{t: t}
	other.raw(2, fmt.Sprintf(`{"method":"did:webvh:1.0","scid":"{SCID}","updateKeys":[%q]}`, public(t, 2).Multikey()), school(t, prefix+placeholder+":"+host, 11))
	id := m.ids
	good := []string{approval(t, id[1], 3, 4), approval(t, id[2], 4, 5), approval(t, id[3], 6)}
	tampered := strings.Replace(approval(t, id[2], 5), `"created":"2026`, `"created":"2025`, 1)
	for name, row := range map[string]struct {
		file   string
		counts int // versions
	}{
		"all":                                   {"[" + strings.Join(good, ",") + "]", 5},
		"later ones stand for earlier ones":     {"[" + approval(t, id[2], 3, 4) + "," + approval(t, id[3], 6) + "]", 5},
		"one proof a witness, each in an entry": {"[" + approval(t, id[1], 3) + "," + approval(t, id[1], 4) + "," + good[1] + "," + good[2] + "]", 5},
		"no file":                               {"", 1},
		"an empty file":                         {"[]", 1},
		"one witness too few":                   {"[" + approval(t, id[1], 3) + "," + good[2] + "]", 1},
		"one witness twice":                     {"[" + approval(t, id[1], 3, 3) + "]", 1},
		"replaced by those who come":            {"[" + good[0] + "," + approval(t, id[2], 6) + "]", 2},
		"removed by nobody":                     {"[" + good[0] + "," + good[1] + "]", 3},
		"removed by those who are gone":         {"[" + good[0] + "," + good[1] + "," + approval(t, id[3], 4, 5) + "]", 3},
		"a stranger":                            {"[" + approval(t, id[1], 3, 9) + "]", 1},
		"a proof that was changed":              {"[" + good[0] + "," + approval(t, id[2], 4) + "," + tampered + "]", 2},
		"an approval of another log":            {"[" + approval(t, other.ids[0], 3, 4) + "]", 1},
		"an approval of no version":             {"[" + approval(t, "2-Qm", 3, 4) + "," + approval(t, "9-Qm", 3, 4) + "," + approval(t, "x", 3, 4) + "]", 1},
		"one proof as an object":                {"[" + strings.NewReplacer("[", "", "]", "").Replace(approval(t, id[3], 6)) + "," + good[0] + "," + good[1] + "]", 5},
	} {
		t.Run("KH-2 "+name, func(t *testing.T) {
			s := m.source()
			s.Witnesses = func() ([]byte, error) { return []byte(row.file), nil }
			l, err := Read(s)
			require.NoError(t, err)
			require.Equal(t, row.counts, len(l.Versions()))
			_, err = l.Latest()
			if row.counts == len(id) {
				require.NoError(t, err)
				return
			}
			require.Equal(t, codeInvalid, badge.CodeOf(err))
			last := l.Versions()[row.counts-1]
			_, err = l.At(last.Time)
			require.Equal(t, codeInvalid, badge.CodeOf(err), "when the last good version ended cannot be known")
			_, err = l.Query("versionId=" + last.ID)
			require.NoError(t, err)
		})
	}
	s := m.source()
	for text, code := range map[string]string{"{}": codeInvalid, "[": codeInvalid, strings.Repeat(" ", maxLog+1): codeTooLarge,
		"[" + strings.TrimSuffix(strings.Repeat(fmt.Sprintf(`{"versionId":%q,"proof":[%s]},`, id[1], strings.TrimSuffix(strings.Repeat("0,", 2001), ",")), 2), ",") + "]": codeTooLarge} {
		s.Witnesses = func() ([]byte, error) { return []byte(text), nil }
		_, err := Read(s)
		require.Equal(t, code, badge.CodeOf(err))
	}
	unreachable := errors.New("unreachable")
	s.Witnesses = func() ([]byte, error) { return nil, unreachable }
	_, err := Read(s)
	require.ErrorIs(t, err, unreachable)
	s = three(t).source()
	s.Witnesses = func() ([]byte, error) { t.Error("a log without witnesses asks for none"); return nil, nil }
	_, err = Read(s)
	require.NoError(t, err)
}
