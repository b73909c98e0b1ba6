package webvh

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
)

// Append makes what Read reads, with and without keys announced beforehand.
func TestAppend(t *testing.T) {
	s := Source{Now: begun, Check: signature()}
	first := Change{Document: school(t, prefix+placeholder+":"+host+":a", 11), UpdateKeys: publics(t, 1), NextKeys: publics(t, 2, 3), Portable: true, TTL: time.Minute}
	log, did, err := Append(s, first, signer(t, 1))
	require.NoError(t, err)
	require.True(t, strings.HasSuffix(did, ":"+host+":a"))
	s.Log, s.DID, s.Now = log, did, begun.AddDate(0, 0, 1)
	kept := bytes.Clone(log)
	_, _, err = Append(s, Change{Document: school(t, did, 12), UpdateKeys: publics(t, 1), NextKeys: publics(t, 4)}, signer(t, 1))
	require.Equal(t, codeParameters, badge.CodeOf(err), "not announced")
	log, _, err = Append(s, Change{Document: school(t, did, 12), UpdateKeys: publics(t, 2), NextKeys: []key.Key{}}, signer(t, 2))
	require.NoError(t, err)
	require.Equal(t, kept, s.Log, "the log that was passed in")
	require.True(t, bytes.HasPrefix(log, kept))
	s.Log = log
	_, _, err = Append(s, Change{Document: school(t, did, 12)}, signer(t, 2))
	require.Equal(t, codeInvalid, badge.CodeOf(err), "at the same time")
	s.Now = begun.AddDate(0, 0, 2)
	moved := strings.Replace(did, host, "new.example", 1)
	_, _, err = Append(s, Change{Document: school(t, moved, 12)}, signer(t, 2))
	require.Equal(t, codeInvalid, badge.CodeOf(err), "the id before is not in alsoKnownAs")
	s.Log, s.DID, err = Append(s, Change{Document: known(school(t, moved, 12), did)}, signer(t, 2))
	require.NoError(t, err)
	require.Equal(t, moved, s.DID)
	s.Now = begun.AddDate(0, 0, 3)
	s.Log, _, err = Append(s, Change{Document: school(t, moved, 12), UpdateKeys: []key.Key{}, Deactivated: true}, signer(t, 2))
	require.NoError(t, err)
	l, err := Read(s)
	require.NoError(t, err)
	v, err := l.Latest()
	require.NoError(t, err)
	require.True(t, v.Deactivated)
	require.Equal(t, 4, v.Number)
	require.Equal(t, time.Minute, v.TTL)
	require.Contains(t, string(v.Document), `"https://new.example/a/whois.vp"`)
}

func TestAppendRefuses(t *testing.T) {
	lost := errors.New("the key is lost")
	good := school(t, prefix+placeholder+":"+host, 11)
	for name, row := range map[string]struct {
		change Change
		sign   Sign
		code   string
	}{
		"no keys":          {Change{Document: good}, signer(t, 1), codeParameters},
		"another key":      {Change{Document: good, UpdateKeys: publics(t, 1)}, signer(t, 2), codeProof},
		"a document of no": {Change{Document: []byte(`{`), UpdateKeys: publics(t, 1)}, signer(t, 1), codeInvalid},
		"a fixed SCID":     {Change{Document: school(t, "did:webvh:Qm:"+host, 11), UpdateKeys: publics(t, 1)}, signer(t, 1), codeInvalid},
		"a did:web":        {Change{Document: school(t, "did:web:"+host, 11), UpdateKeys: publics(t, 1)}, signer(t, 1), codeInvalid},
		"no proof":         {Change{Document: good, UpdateKeys: publics(t, 1)}, func(document []byte) ([]byte, error) { return document, nil }, codeProof},
	} {
		_, _, err := Append(Source{Now: begun, Check: signature()}, row.change, row.sign)
		require.Equal(t, row.code, badge.CodeOf(err), "%s: %v", name, err)
	}
	_, _, err := Append(Source{Now: begun, Check: signature()}, Change{Document: good, UpdateKeys: publics(t, 1)}, nil)
	require.Equal(t, codeProof, badge.CodeOf(err))
	_, _, err = Append(Source{Now: begun, Check: signature()}, Change{Document: good, UpdateKeys: publics(t, 1)}, func([]byte) ([]byte, error) { return nil, lost })
	require.ErrorIs(t, err, lost)
}

// KH-7: limits of a log, by name.
func TestLimits(t *testing.T) {
	cheap := func(document []byte, by key.Key) error { return nil }
	m := three(t)
	for name, log := range map[string][]byte{
		"a line of 1 MB":      append(bytes.Clone(m.log), strings.Repeat("x", 1<<20)...),
		"a log of 100 MB":     bytes.Repeat([]byte("x"), 100<<20),
		"100,000 empty lines": bytes.Repeat([]byte("\n"), 100_000),
	} {
		s := m.source()
		s.Log = log
		start := time.Now()
		_, err := read(s)
		require.NotEmpty(t, badge.CodeOf(err), name)
		if name != "100,000 empty lines" {
			require.Equal(t, codeTooLarge, badge.CodeOf(err), name)
		}
		require.Less(t, time.Since(start), 5*time.Second, name)
	}
	s := m.source()
	s.Check = cheap
	e := `{"versionId":%q,"versionTime":%q,"parameters":{},"state":{"id":%q},"proof":{"type":"DataIntegrityProof","cryptosuite":"eddsa-jcs-2022","proofPurpose":"assertionMethod","verificationMethod":"did:key:%[4]s#%[4]s"}}`
	id := m.ids[2]
	for n := 4; n <= maxEntries+1; n++ {
		at := begun.AddDate(0, 0, 3).Add(time.Duration(n) * time.Second).Format(time.RFC3339)
		text := fmt.Sprintf(e, id, at, m.did, public(t, 2).Multikey())
		line, err := parseEntry([]byte(text))
		require.NoError(t, err)
		hash, err := entryHash(line.text, id)
		require.NoError(t, err)
		id = fmt.Sprintf("%d-%s", n, hash)
		s.Log = append(append(bytes.Clone(s.Log), fmt.Sprintf(e, id, at, m.did, public(t, 2).Multikey())...), '\n')
		if n == maxEntries {
			_, err := read(s)
			require.NoError(t, err)
		}
	}
	l, err := read(s)
	require.Equal(t, codeTooLarge, badge.CodeOf(err))
	require.Equal(t, maxEntries, len(l.Versions()))
	many := strings.Replace(string(m.log), `"proof":`, `"proof":[`+strings.Repeat("{},", maxProofs)+`{}],"x":`, 1)
	s.Log = []byte(many)
	_, err = read(s)
	require.Error(t, err)
}

// FuzzRead reads any text as a log: without a panic, and without accepting a log
// that differs from the good one in its lines.
func FuzzRead(f *testing.F) {
	m := three(f)
	f.Add(m.log)
	f.Add([]byte("\n"))
	f.Add(bytes.ReplaceAll(m.log, []byte("z6Mk"), []byte("z6Ml")))
	f.Fuzz(func(t *testing.T, text []byte) {
		s := m.source()
		s.Log = text
		s.Witnesses = func() ([]byte, error) { return text, nil }
		l, err := Read(s)
		if err != nil {
			if l != nil || badge.CodeOf(err) == "" {
				t.Fatalf("%v and %v", l, err)
			}
			return
		}
		for i, v := range l.Versions() {
			if v.ID != m.ids[i] {
				t.Fatalf("version %d is %s", i+1, v.ID)
			}
		}
	})
}
