package edubadges_test

import (
	"testing"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/edubadges"
	"github.com/stretchr/testify/require"
)

// The published examples of the identity hash.
func TestIdentityHashVectors(t *testing.T) {
	for _, v := range []struct{ identifier, salt, hash string }{
		{"1234abc123abc", "s@lt", "sha256$a2441d313d3d31514464ed6732d255df3391cbc85dd374d8a94b683248dcb7b8"},
		{"oharsta@zilverline.com", "48c3a3f41ca34c0ea34d77f800554714", "sha256$e8a8c82364802571d5997159c468010e03f264521a11830507d48a469d54651d"},
		{"oharsta@zilverline.com", "NC2B33PNgKrxBWsk", "sha256$a472131bd624e0bb0a77b233dacdfea35c65d1e31c9aa51e037966d1e690789b"},
	} {
		d := parse(t, `{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","recipient":{"type":"id","hashed":true,"identity":"`+v.hash+`","salt":"`+v.salt+`"}}`)
		subject := d.Credential().Subject
		t.Run(v.salt, func(t *testing.T) {
			m, err := edubadges.Match(subject, v.identifier)
			require.NoError(t, err)
			require.Equal(t, badge.Match{Algorithm: "sha256"}, m)
		})
		t.Run("gotcha 3: "+v.salt, func(t *testing.T) {
			m, err := edubadges.Match(subject, upper(v.identifier))
			require.NoError(t, err)
			require.Equal(t, badge.Match{Algorithm: "sha256", Folded: true}, m)
			_, err = edubadges.Match(subject, v.identifier+" ")
			wrong := badge.Failure(nil)
			require.ErrorAs(t, err, &wrong)
			require.Equal(t, "recipient.mismatch", wrong.Code())
		})
	}
}

func upper(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'a' && c <= 'z' {
			b[i] = c - 'a' + 'A'
		}
	}
	return string(b)
}

// An identifier that was hashed with capitals matches with the same capitals.
func TestMatchAsGiven(t *testing.T) {
	o := badge.HashIdentity("id", "5EC9AE88-C4D1-4D67-A5A6-4B1D1A4B2C3D", [16]byte{1})
	m, err := edubadges.Match(badge.Subject{Identifier: []badge.IdentityObject{o}}, "5EC9AE88-C4D1-4D67-A5A6-4B1D1A4B2C3D")
	require.NoError(t, err)
	require.False(t, m.Folded)
	_, err = edubadges.Match(badge.Subject{Identifier: []badge.IdentityObject{o}}, "5ec9ae88-c4d1-4d67-a5a6-4b1d1a4b2c3d")
	require.Error(t, err)
}

// Agents give the hash of an eduID the identity type of an e-mail address.
func TestMatchOfAgent(t *testing.T) {
	t.Run("gotcha 16", func(t *testing.T) {
		o := badge.HashIdentity(badge.IdentifierEmailAddress, "5ec9ae88-c4d1-4d67-a5a6-4b1d1a4b2c3d", [16]byte{1})
		_, err := edubadges.Match(badge.Subject{Identifier: []badge.IdentityObject{o}}, "5ec9ae88-c4d1-4d67-a5a6-4b1d1a4b2c3d")
		require.NoError(t, err)
	})
}

// An eduID matches under each identity type that badges use for it, whatever
// other identifiers the subject has.
func TestMatchTypes(t *testing.T) {
	const id = "5ec9ae88-c4d1-4d67-a5a6-4b1d1a4b2c3d"
	for _, typ := range []badge.IdentifierType{"id", "ext:id", "identifier", "accountId", "emailAddress", "email"} {
		t.Run(string(typ), func(t *testing.T) {
			other := badge.HashIdentity("id", "0b9d7c1e-44f2-4a0c-9e35-d2a81f6c7b03", [16]byte{2})
			subject := badge.Subject{Identifier: []badge.IdentityObject{other, badge.HashIdentity(typ, id, [16]byte{1})}}
			m, err := edubadges.Match(subject, upper(id))
			require.NoError(t, err)
			require.Equal(t, badge.Match{Index: 1, Algorithm: "sha256", Folded: true, Alias: typ == "email"}, m)
			_, err = edubadges.Match(subject, "1ec9ae88-c4d1-4d67-a5a6-4b1d1a4b2c3d")
			require.Error(t, err)
		})
	}
	subject := badge.Subject{Identifier: []badge.IdentityObject{badge.HashIdentity(badge.IdentifierUserName, id, [16]byte{1})}}
	_, err := edubadges.Match(subject, id)
	require.Error(t, err, "a name is not an eduID")
}

func TestGuessable(t *testing.T) {
	t.Run("gotcha 28", func(t *testing.T) {
		for identifier, want := range map[string]bool{
			"5ec9ae88-c4d1-4d67-a5a6-4b1d1a4b2c3d": false,
			"5EC9AE88-C4D1-4D67-A5A6-4B1D1A4B2C3D": false,
			"urn:mace:eduid.nl:1.0:5ec9ae88-c4d1-4d67-a5a6-4b1d1a4b2c3d:5ec9ae88-c4d1-4d67-a5a6-4b1d1a4b2c3d": false,
			"ada@school.example": true, "s1234@school.example": true, "": true, "5ec9ae88": true,
			"mailto:5ec9ae88-c4d1-4d67-a5a6-4b1d1a4b2c3d": true,
		} {
			require.Equal(t, want, edubadges.Guessable(identifier), identifier)
		}
		e := edubadges.Read(parse(t, `{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","recipient":{"type":"email","hashed":true,"identity":"sha256$00"}}`))
		require.Equal(t, []string{"0 edubadges.guessable /recipient/type"}, remarks(e))
		e = edubadges.Read(parse(t, `{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","recipient":{"type":"email","hashed":false,"identity":"ada@school.example"}}`))
		require.Empty(t, remarks(e))
	})
}

// A subject may have several identifiers, and only the right one matches.
func TestMatchAmongOthers(t *testing.T) {
	const id = "5ec9ae88-c4d1-4d67-a5a6-4b1d1a4b2c3d"
	hashed := badge.HashIdentity("ext:id", id, [16]byte{1})
	plain := badge.IdentityObject{IdentityType: "ext:id", Hashed: new(false), IdentityHash: id}
	other := badge.HashIdentity("id", "another", [16]byte{2})
	for _, row := range []struct {
		name       string
		list       []badge.IdentityObject
		identifier string
		want       badge.Match
		found      bool
	}{
		{"behind another", []badge.IdentityObject{other, hashed}, id, badge.Match{Index: 1, Algorithm: "sha256"}, true},
		{"in capitals", []badge.IdentityObject{other, hashed}, upper(id), badge.Match{Index: 1, Algorithm: "sha256", Folded: true}, true},
		{"plain", []badge.IdentityObject{plain}, id, badge.Match{}, true},
		{"plain in capitals", []badge.IdentityObject{plain}, upper(id), badge.Match{}, false},
		{"none", nil, id, badge.Match{}, false},
		{"empty", []badge.IdentityObject{hashed}, "", badge.Match{}, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			m, err := edubadges.Match(badge.Subject{Identifier: row.list}, row.identifier)
			require.Equal(t, row.want, m)
			require.Equal(t, row.found, err == nil)
		})
	}
}
