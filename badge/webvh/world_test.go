package webvh

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
)

// begun is when the logs of these tests begin; an entry follows each day.
var begun = time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)

// secret is the private key of a number.
func secret(n byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{n}, ed25519.SeedSize))
}

func public(t testing.TB, n byte) key.Key {
	k, err := key.FromPublic(secret(n).Public())
	require.NoError(t, err)
	return k
}

func publics(t testing.TB, numbers ...byte) []key.Key {
	list := []key.Key{}
	for _, n := range numbers {
		list = append(list, public(t, n))
	}
	return list
}

// signer signs with the key of a number, as package issuer does.
func signer(t testing.TB, n byte) Sign {
	return func(document []byte) ([]byte, error) {
		doc, err := badge.Parse(document)
		if err != nil {
			return nil, err
		}
		name := public(t, n).Multikey()
		made, err := proof.Sign(t.Context(), doc, proof.EdDSAJCS2022, key.Signer{Key: secret(n), Method: "did:key:" + name + "#" + name}, proof.Options{Created: begun})
		if err != nil {
			return nil, err
		}
		return made.Bytes(), nil
	}
}

// school is a document with one key for badges, by the number of the key.
func school(t testing.TB, did string, n byte) []byte {
	return fmt.Appendf(nil, `{"@context":["https://www.w3.org/ns/did/v1"],"id":%q,"verificationMethod":[{"id":"%[1]s#key-%[2]d","type":"Multikey","controller":%[1]q,"publicKeyMultibase":%[3]q}],"assertionMethod":["%[1]s#key-%[2]d"]}`,
		did, n, public(t, n).Multikey())
}

const host = "school.example"

// making is a log that is being made.
type making struct {
	t   testing.TB
	log []byte
	did string
	ids []string
}

// raw adds an entry with any parameters, whether it is good or not.
func (m *making) raw(by byte, parameters string, document []byte) *making {
	m.t.Helper()
	before := placeholder
	if len(m.ids) > 0 {
		before = m.ids[len(m.ids)-1]
	}
	line, err := makeEntry(before, begun.AddDate(0, 0, len(m.ids)), []byte(parameters), document, signer(m.t, by))
	require.NoError(m.t, err)
	m.log = append(append(m.log, line...), '\n')
	var made struct {
		VersionID string
		State     struct{ ID string }
	}
	require.NoError(m.t, json.Unmarshal(line, &made))
	if m.ids = append(m.ids, made.VersionID); m.did == "" {
		m.did = made.State.ID
	}
	return m
}

// source is what Read reads of it.
func (m *making) source() Source {
	return Source{DID: m.did, Log: m.log, Now: present, Check: signature()}
}

// read returns the error of the log or of its latest version.
func read(s Source) (*Log, error) {
	l, err := Read(s)
	if err == nil {
		_, err = l.Latest()
	}
	return l, err
}

// three is a log of three versions, whose second replaces the key of badges and
// whose third replaces the key of updates.
func three(t testing.TB) *making {
	m := &making{t: t}
	m.raw(1, fmt.Sprintf(`{"method":"did:webvh:1.0","scid":"{SCID}","updateKeys":[%q]}`, public(t, 1).Multikey()), school(t, prefix+placeholder+":"+host, 11))
	m.raw(1, `{}`, school(t, m.did, 12))
	m.raw(1, fmt.Sprintf(`{"updateKeys":[%q],"ttl":60}`, public(t, 2).Multikey()), school(t, m.did, 12))
	return m
}

// known adds the ids before to a document.
func known(document []byte, before ...string) []byte {
	list, _ := json.Marshal(before) // texts always marshal
	return fmt.Appendf(nil, `{"alsoKnownAs":%s,%s`, list, document[1:])
}
