package webvh

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
)

// KH-2: a portable DID moves to another host with its whole log. Its SCID stays, and
// the document at the new host lists the id before.
func TestMoves(t *testing.T) {
	begin := func(more string) *making {
		return (&making{t: t}).raw(1, fmt.Sprintf(`{"method":"did:webvh:1.0","scid":"{SCID}","updateKeys":[%q]%s}`, public(t, 1).Multikey(), more),
			school(t, prefix+placeholder+":"+host, 11))
	}
	const portable = `,"portable":true`
	to := func(m *making, other string) string { return strings.Replace(m.did, host, other, 1) }
	other := "1" + begin("").did[len(prefix)+1:] // another SCID, and its host
	for name, row := range map[string]struct {
		portable string
		next     func(m *making)
		asked    func(m *making) string // "" for the first id
		code     string
		latest   string
	}{
		"resolved at the new host": {portable, func(m *making) {
			m.raw(1, `{}`, known(school(t, to(m, "new.example"), 11), m.did))
		}, func(m *making) string { return to(m, "new.example") }, "", "new.example"},
		"resolved at the old host": {portable, func(m *making) {
			m.raw(1, `{}`, known(school(t, to(m, "new.example"), 11), "did:web:"+host, m.did))
		}, nil, "", "new.example"},
		"to another path, and on": {portable, func(m *making) {
			m.raw(1, `{}`, known(school(t, m.did+":a", 11), m.did))
			m.raw(1, `{}`, known(school(t, to(m, "new.example"), 11), m.did+":a"))
		}, func(m *making) string { return m.did + ":a" }, "", "new.example"},
		"and back": {portable, func(m *making) {
			m.raw(1, `{}`, known(school(t, to(m, "new.example"), 11), m.did))
			m.raw(1, `{}`, known(school(t, m.did, 11), to(m, "new.example")))
		}, nil, "", host},
		"not portable": {"", func(m *making) {
			m.raw(1, `{}`, known(school(t, to(m, "new.example"), 11), m.did))
		}, nil, codeInvalid, ""},
		"no longer portable": {portable, func(m *making) {
			m.raw(1, `{"portable":false}`, school(t, m.did, 11))
			m.raw(1, `{}`, known(school(t, to(m, "new.example"), 11), m.did))
		}, nil, codeInvalid, ""},
		"no longer portable, and again": {portable, func(m *making) {
			m.raw(1, `{"portable":false}`, school(t, m.did, 11))
			m.raw(1, `{"portable":true}`, known(school(t, to(m, "new.example"), 11), m.did))
		}, nil, codeParameters, ""},
		"portable with the move": {"", func(m *making) {
			m.raw(1, `{"portable":true}`, known(school(t, to(m, "new.example"), 11), m.did))
		}, nil, codeParameters, ""},
		"without alsoKnownAs": {portable, func(m *making) { m.raw(1, `{}`, school(t, to(m, "new.example"), 11)) }, nil, codeInvalid, ""},
		"with another alsoKnownAs": {portable, func(m *making) {
			m.raw(1, `{}`, known(school(t, to(m, "new.example"), 11), m.did+":a"))
		}, nil, codeInvalid, ""},
		"another SCID": {portable, func(m *making) {
			m.raw(1, `{}`, known(school(t, prefix+other, 11), m.did))
		}, nil, codeInvalid, ""},
		"another method": {portable, func(m *making) {
			m.raw(1, `{}`, known(school(t, "did:web:new.example", 11), m.did))
		}, nil, codeInvalid, ""},
		"asked for by an id that it never had": {portable, func(m *making) {
			m.raw(1, `{}`, known(school(t, to(m, "new.example"), 11), m.did))
		}, func(m *making) string { return to(m, "thief.example") }, codeInvalid, ""},
	} {
		t.Run("KH-2 "+name, func(t *testing.T) {
			m := begin(row.portable)
			row.next(m)
			s := m.source()
			if row.asked != nil {
				s.DID = row.asked(m)
			}
			l, err := read(s)
			require.Equal(t, row.code, badge.CodeOf(err), "%v", err)
			if row.code != "" {
				return
			}
			require.NoError(t, err)
			v, err := l.Latest()
			require.NoError(t, err)
			require.Equal(t, to(m, row.latest), v.DID)
			require.Equal(t, m.did, l.Versions()[0].DID)
		})
	}
}
