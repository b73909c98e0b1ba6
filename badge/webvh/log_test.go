package webvh

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
)

func TestVersions(t *testing.T) {
	l, err := Read(three(t).source())
	require.NoError(t, err)
	for query, want := range map[string]int{
		"": 3, "versionNumber=1": 1, "versionNumber=2": 2, "versionTime=2026-09-01T00:00:00Z": 1, "versionTime=2026-09-01T23:59:59Z": 1,
		"versionTime=2026-09-02T00:00:00Z": 2, "versionTime=2027-01-01T00:00:00Z": 3,
	} {
		v, err := l.Query(query)
		require.NoError(t, err, query)
		require.Equal(t, want, v.Number, query)
	}
	for query, code := range map[string]string{
		"versionNumber=4": codeNotFound, "versionNumber=0": codeNotFound, "versionId=1-x": codeNotFound, "versionTime=2026-08-31T23:59:59Z": codeNotFound,
		"versionNumber=one": codeInvalid, "versionTime=yesterday": codeInvalid, "service=x": codeInvalid, "versionNumber=1&versionTime=x": codeInvalid,
		"versionNumber=1&versionNumber=2": codeInvalid, "%zz": codeInvalid,
	} {
		_, err := l.Query(query)
		require.Equal(t, code, badge.CodeOf(err), query)
	}
	list := l.Versions()
	require.Equal(t, begun.AddDate(0, 0, 1), list[0].Until)
	require.True(t, list[2].Until.IsZero())
	require.Equal(t, time.Minute, list[2].TTL)
	require.Equal(t, time.Hour, list[0].TTL)
	list[0].Number = 9
	require.Equal(t, 1, l.Versions()[0].Number, "a copy")
}

// KH-3: no change of a log is accepted, wherever it is.
func TestChangedLogs(t *testing.T) {
	m := three(t)
	good, err := read(m.source())
	require.NoError(t, err)
	latest, err := good.Latest()
	require.NoError(t, err)
	refused := func(name string, log []byte) {
		s := m.source()
		s.Log = log
		l, err := read(s)
		require.Error(t, err, name)
		require.NotEmpty(t, resolutionErrors[badge.CodeOf(err)], "%s: %v", name, err)
		for _, v := range l.Versions() { // what is before the change still counts
			require.Equal(t, good.Versions()[v.Number-1].Document, v.Document, name)
		}
	}
	for i := range m.log {
		if m.log[i] == '\n' {
			continue
		}
		log := bytes.Clone(m.log)
		log[i] ^= 1
		refused(fmt.Sprintf("KH-3 byte %d", i), log)
	}
	lines := bytes.SplitAfter(m.log, []byte("\n"))[:3]
	join := func(order ...int) (log []byte) {
		for _, i := range order {
			log = append(log, lines[i]...)
		}
		return log
	}
	for _, order := range [][]int{{1, 0, 2}, {0, 2, 1}, {2, 1, 0}, {1, 2}, {0, 2}, {0, 0, 1, 2}, {0, 1, 1, 2}, {0, 1, 2, 2}, {}} {
		refused(fmt.Sprintf("KH-3 entries %v", order), join(order...))
	}
	refused("KH-3 an empty line", slices.Concat(lines[0], []byte("\n"), lines[1], lines[2]))
	s := m.source()
	s.Log = join(0, 1)
	shorter, err := read(s)
	require.NoError(t, err, "nothing in a log says that it is the whole log")
	require.Len(t, shorter.Versions(), 2)
	s.Log = bytes.TrimSuffix(m.log, []byte("\n"))
	same, err := read(s)
	require.NoError(t, err)
	v, err := same.Latest()
	require.NoError(t, err)
	require.Equal(t, latest, v)
}

// KH-2: rules of did:webvh that the published logs do not try.
func TestRefusedLogs(t *testing.T) {
	first := func(more string) string {
		return fmt.Sprintf(`{"method":"did:webvh:1.0","scid":"{SCID}","updateKeys":[%q]%s}`, public(t, 1).Multikey(), more)
	}
	begin := func(more string) *making {
		m := &making{t: t}
		return m.raw(1, first(more), school(t, prefix+placeholder+":"+host, 11))
	}
	next := func(more, parameters string) *making {
		m := begin(more)
		return m.raw(1, parameters, school(t, m.did, 11))
	}
	two := fmt.Sprintf(`{"id":"did:key:%s"},{"id":"did:key:%s"}`, public(t, 3).Multikey(), public(t, 4).Multikey())
	announced := fmt.Sprintf(`,"nextKeyHashes":[%q]`, digest([]byte(public(t, 2).Multikey())))
	for name, row := range map[string]struct {
		log  *making
		code string
	}{
		"an unknown parameter":                {begin(`,"color":"red"`), codeParameters},
		"a key twice":                         {begin(`,"watchers":["https://a.example","https://a.example"]`), codeParameters},
		"too many watchers":                   {begin(`,"watchers":[` + strings.Repeat(`"x",`, maxKeys) + `"x"]`), codeParameters},
		"portable as text":                    {begin(`,"portable":"yes"`), codeParameters},
		"ttl below zero":                      {begin(`,"ttl":-1`), codeParameters},
		"ttl as text":                         {begin(`,"ttl":"60"`), codeParameters},
		"more witnesses than there are":       {begin(`,"witness":{"threshold":3,"witnesses":[` + two + `]}`), codeParameters},
		"a threshold with a fraction":         {begin(`,"witness":{"threshold":1.5,"witnesses":[` + two + `]}`), codeParameters},
		"a witness that is not a did:key":     {begin(`,"witness":{"threshold":1,"witnesses":[{"id":"did:web:w.example"}]}`), codeParameters},
		"witnesses that are not there":        {begin(`,"witness":{"threshold":1,"witnesses":[` + two + `]}`), codeInvalid},
		"a second scid":                       {next("", `{"scid":"Qm"}`), codeParameters},
		"portable later":                      {next("", `{"portable":true}`), codeParameters},
		"an update of a deactivated DID":      {next(`,"deactivated":true`, `{}`), codeInvalid},
		"keys that were not announced":        {next(announced, fmt.Sprintf(`{"updateKeys":[%q],"nextKeyHashes":[]}`, public(t, 1).Multikey())), codeParameters},
		"announced keys and no new ones":      {next(announced, fmt.Sprintf(`{"updateKeys":[%q]}`, public(t, 2).Multikey())), codeParameters},
		"announced keys and the old one":      {next(announced, fmt.Sprintf(`{"updateKeys":[%q],"nextKeyHashes":[]}`, public(t, 2).Multikey())), codeProof},
		"updateKeys that are no Multikeys":    {next("", `{"updateKeys":["z6Mk"]}`), codeParameters},
		"a key that its own entry introduces": {begin("").raw(2, fmt.Sprintf(`{"updateKeys":[%q]}`, public(t, 2).Multikey()), school(t, begin("").did, 11)), codeProof},
		"the key of another":                  {begin("").raw(9, `{}`, school(t, begin("").did, 11)), codeProof},
		"another host":                        {begin("").raw(1, `{}`, school(t, strings.Replace(begin("").did, host, "thief.example", 1), 11)), codeInvalid},
	} {
		t.Run("KH-2 "+name, func(t *testing.T) {
			_, err := read(row.log.source())
			require.Equal(t, row.code, badge.CodeOf(err), "%v", err)
		})
	}
	null := next(`,"witness":null,"watchers":null,"nextKeyHashes":null,"ttl":null,"portable":null`, `{"updateKeys":null}`)
	_, err := read(null.source())
	require.NoError(t, err, "null is read as the default")
	wrong := three(t).source()
	wrong.DID = strings.Replace(wrong.DID, host, "thief.example", 1)
	_, err = read(wrong)
	require.Equal(t, codeInvalid, badge.CodeOf(err), "a log of another host")
	unchecked := three(t).source()
	unchecked.Check = nil
	_, err = read(unchecked)
	require.Equal(t, codeProof, badge.CodeOf(err))
}
