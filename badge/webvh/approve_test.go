package webvh

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
)

// approvedBy approves with the keys of those numbers, one after the other.
func approvedBy(t *testing.T, by ...byte) func(Source) ([]byte, error) {
	return func(s Source) ([]byte, error) {
		file, err := s.Witnesses()
		for _, n := range by {
			if file, err = Approve(s, signer(t, n)); err != nil {
				return nil, err
			}
			s.Witnesses = func() ([]byte, error) { return file, nil }
		}
		return file, err
	}
}

// approvers returns how many approvals a file has of each entry, by its number.
func approvers(t *testing.T, file []byte) map[int]int {
	var list []struct {
		VersionID string
		Proof     []json.RawMessage
	}
	require.NoError(t, json.Unmarshal(file, &list))
	n := map[int]int{}
	for _, e := range list {
		n[number(e.VersionID)] += len(e.Proof)
	}
	return n
}

// KH-2: Append makes a log whose witnesses approve each entry: a first list at once,
// a change of it by those before, and the end of it by them too.
func TestAppendWithWitnesses(t *testing.T) {
	var file []byte
	s := Source{Now: begun, Check: signature(), Witnesses: func() ([]byte, error) { return file, nil }}
	add := func(c Change, by ...byte) error {
		c.Document = school(t, prefix+placeholder+":"+host, 11)
		if s.DID != "" {
			c.Document = school(t, s.DID, 11)
		}
		c.Approvals = func(made Source) ([]byte, error) {
			next, err := approvedBy(t, by...)(made)
			if err == nil && len(by) > 0 {
				file = next
			}
			return next, err
		}
		kept := file
		log, did, err := Append(s, c, signer(t, 1))
		if err != nil {
			file = kept
			return err
		}
		s.Log, s.DID, s.Now = log, did, s.Now.AddDate(0, 0, 1)
		_, err = read(s)
		return err
	}
	code := func(want string, err error) {
		t.Helper()
		require.Equal(t, want, badge.CodeOf(err), "%v", err)
	}
	first := Change{UpdateKeys: publics(t, 1), Witnesses: publics(t, 3, 4), Threshold: 2}
	code(codeInvalid, add(first, 3))
	code(codeProof, add(first, 3, 5))
	code(codeParameters, add(Change{UpdateKeys: publics(t, 1), Witnesses: publics(t, 3, 4), Threshold: 3}, 3, 4))
	code(codeParameters, add(Change{UpdateKeys: publics(t, 1), Witnesses: publics(t, 3, 4)}, 3, 4))
	code(codeParameters, add(Change{UpdateKeys: publics(t, 1), Witnesses: publics(t, 3, 3), Threshold: 1}, 3))
	require.NoError(t, add(first, 3, 4))
	require.Equal(t, map[int]int{1: 2}, approvers(t, file))
	code(codeInvalid, add(Change{Witnesses: publics(t, 5), Threshold: 1}, 5))
	require.NoError(t, add(Change{Witnesses: publics(t, 5), Threshold: 1}, 4, 3))
	require.Equal(t, map[int]int{1: 2, 2: 2}, approvers(t, file), "those of the entry before count until the log is published")
	require.NoError(t, add(Change{}, 5))
	code(codeInvalid, add(Change{Witnesses: []key.Key{}}, 3, 4))
	require.NoError(t, add(Change{Witnesses: []key.Key{}}, 5))
	require.NoError(t, add(Change{}))
	require.Equal(t, map[int]int{1: 2, 2: 2, 3: 1, 4: 1}, approvers(t, file))
	l, err := Read(s)
	require.NoError(t, err)
	require.Len(t, l.Versions(), 5)
}

// Approve adds one approval, and leaves out those that no log needs any more.
func TestApprove(t *testing.T) {
	m := &making{t: t}
	m.raw(1, fmt.Sprintf(`{"method":"did:webvh:1.0","scid":"{SCID}","updateKeys":[%q],%s}`, public(t, 1).Multikey(), witnesses(t, 1, 3, 4)), school(t, prefix+placeholder+":"+host, 11))
	for range 2 {
		m.raw(1, `{}`, school(t, m.did, 11))
	}
	s := m.source()
	before := "[" + approval(t, m.ids[1], 3) + "," + approval(t, m.ids[0], 3, 4) + "," + approval(t, m.ids[2], 3) + "," + approval(t, "3-Qm", 3) + "," + approval(t, "9-Qm", 4) + "]"
	s.Witnesses = func() ([]byte, error) { return []byte(before), nil }
	file, err := Approve(s, signer(t, 3))
	require.NoError(t, err)
	require.Equal(t, map[int]int{1: 1, 2: 1, 3: 2}, approvers(t, file), "the last one before, the new one, that of the other witness, and that of another entry")
	s.Witnesses = func() ([]byte, error) { return file, nil }
	_, err = read(s)
	require.NoError(t, err)
	again, err := Approve(s, signer(t, 3))
	require.NoError(t, err)
	require.Equal(t, approvers(t, file), approvers(t, again))

	lost := errors.New("the key is lost")
	for name, row := range map[string]struct {
		edit func(*Source)
		sign Sign
		code string
	}{
		"a stranger":               {nil, signer(t, 9), codeProof},
		"no key":                   {nil, nil, codeProof},
		"no proof":                 {nil, func(document []byte) ([]byte, error) { return document, nil }, codeProof},
		"a log that is not good":   {func(s *Source) { s.Log = append(s.Log[:len(s.Log):len(s.Log)], "{}\n"...) }, signer(t, 3), codeInvalid},
		"no log":                   {func(s *Source) { s.Log = nil }, signer(t, 3), codeInvalid},
		"the log of another":       {func(s *Source) { s.DID = begunElsewhere(t) }, signer(t, 3), codeInvalid},
		"a file that is an object": {func(s *Source) { s.Witnesses = func() ([]byte, error) { return []byte("{}"), nil } }, signer(t, 3), codeInvalid},
		"a file that is too large": {func(s *Source) { s.Witnesses = func() ([]byte, error) { return make([]byte, maxLog+1), nil } }, signer(t, 3), codeTooLarge},
	} {
		s := m.source()
		if row.edit != nil {
			row.edit(&s)
		}
		_, err := Approve(s, row.sign)
		require.Equal(t, row.code, badge.CodeOf(err), "%s: %v", name, err)
	}
	_, err = Approve(s, func([]byte) ([]byte, error) { return nil, lost })
	require.ErrorIs(t, err, lost)
	s.Witnesses = func() ([]byte, error) { return nil, lost }
	_, err = Approve(s, signer(t, 3))
	require.ErrorIs(t, err, lost)
}

// begunElsewhere returns the id of another log.
func begunElsewhere(t *testing.T) string {
	return (&making{t: t}).raw(2, fmt.Sprintf(`{"method":"did:webvh:1.0","scid":"{SCID}","updateKeys":[%q]}`, public(t, 2).Multikey()), school(t, prefix+placeholder+":"+host, 11)).did
}
