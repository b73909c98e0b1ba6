package proof

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/key"
)

// selfCheckRow signs a document, which has proofs already, and changes the text
// before it is read back.
type selfCheckRow struct {
	name   string
	change func(made *made)
}

func replacing(old, with string) func(*made) {
	return func(m *made) {
		text := bytes.Replace(m.text, []byte(old), []byte(with), 1)
		if bytes.Equal(text, m.text) {
			panic("nothing to replace: " + old)
		}
		m.text = text
	}
}

// SC-6: what is signed is not computed twice; still nothing is returned that is
// not the document to sign with one more good proof.
func TestSelfCheck(t *testing.T) {
	by := key.Signer{Key: ed25519Secret(1), Method: "https://issuer.example/keys#1"}
	before := signed(t, sample, EdDSARDFC2022, Options{ID: "urn:uuid:00000000-1111-4222-8333-444444444444"})
	m := making{doc: before, row: must(schemeNamed(EdDSARDFC2022)), by: by, public: publicKey(t, by.Key)}
	sign := func() made {
		signed, err := signObject(t.Context(), m)
		require.NoError(t, err)
		return signed
	}
	d, err := m.selfChecked(t.Context(), sign())
	require.NoError(t, err)
	proofs, err := Find(d)
	require.NoError(t, err)
	require.Len(t, proofs, 2)

	last := func(m made) string {
		list := jsontext.Value(parse(t, string(m.text)).Root()).Member("proof").Elements()
		raw := ""
		for _, v := range list {
			raw = v.Raw()
		}
		return raw
	}
	for _, row := range []selfCheckRow{
		{"cut", func(m *made) { m.text = m.text[:len(m.text)-2] }},
		{"name changed", replacing("Teamwork", "Leadership")},
		{"member added", replacing(`"name":`, `"description":"x","name":`)},
		{"member left out", replacing(`"validFrom": "2024-05-01T10:20:30.75+02:00",`, "")},
		{"members in another order", func(m *made) {
			const id, typ = `"id": "https://issuer.example/badges/1",`, `"type": ["VerifiableCredential", "OpenBadgeCredential"],`
			replacing(typ, "")(m)
			replacing(id, typ+id)(m)
		}},
		{"proof left out", func(m *made) { replacing(","+last(*m), "")(m) }},
		{"all proofs left out", func(m *made) { m.text = []byte(sample) }},
		{"earlier proof changed", replacing("urn:uuid:00000000-1111", "urn:uuid:00000000-2111")},
		{"earlier proof left out", func(m *made) { m.text = fmt.Appendf(nil, "%s", withProofs(t, sample, last(*m))) }},
		{"proof twice", func(m *made) { replacing(last(*m), last(*m)+","+last(*m))(m) }},
		{"other purpose", func(m *made) {
			proof := last(*m)
			replacing(proof, strings.Replace(proof, "assertionMethod", "authentication", 1))(m)
		}},
		{"other method", func(m *made) {
			proof := last(*m)
			replacing(proof, strings.Replace(proof, "keys#1", "keys#2", 1))(m)
		}},
		{"value of another document", func(m *made) {
			other := made{text: signed(t, strings.Replace(sample, "Teamwork", "Leadership", 1), EdDSARDFC2022, Options{}).Bytes()}
			was, is := parse(t, last(*m)), parse(t, last(other))
			replacing(was.Root().Member("proofValue").String(), is.Root().Member("proofValue").String())(m)
		}},
		{"value in another place", func(m *made) {
			value := `,"proofValue":"` + parse(t, last(*m)).Root().Member("proofValue").String() + `"`
			proof := last(*m)
			replacing(proof, strings.Replace(strings.Replace(proof, value, "", 1), `{"type"`, "{"+value[1:]+`,"type"`, 1))(m)
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			signed := sign()
			row.change(&signed)
			_, err := m.selfChecked(t.Context(), signed)
			require.Equal(t, "proof.self_check", badge.CodeOf(err), "%v", err)
		})
	}
	t.Run("wrong key", func(t *testing.T) {
		m := m
		m.public = publicKey(t, ed25519Secret(2))
		_, err := m.selfChecked(t.Context(), sign())
		require.Equal(t, "proof.self_check", badge.CodeOf(err), "%v", err)
	})
	t.Run("signed something else", func(t *testing.T) {
		signed := sign()
		signed.signed.documentHash = bytes.Repeat([]byte{1}, 32)
		_, err := m.selfChecked(t.Context(), signed)
		require.Equal(t, "proof.self_check", badge.CodeOf(err), "%v", err)
	})
}

func withProofs(t *testing.T, text string, proofs ...string) []byte {
	return jsontext.InsertMember(jsontext.Value(parse(t, text).Root()), "proof", []byte("["+strings.Join(proofs, ",")+"]"))
}

// SC-6: a base proof that reads back with other secrets divides the badge
// otherwise, so that it could not be disclosed.
func TestSelfCheckOfBaseProof(t *testing.T) {
	m := making{doc: parse(t, sample), row: must(schemeNamed(ECDSASD2023)), by: sdSigner(), public: publicKey(t, sdSigner().Key)}
	for name, row := range map[string]struct {
		change func(b *baseProof)
		code   string
	}{
		"same":           {func(*baseProof) {}, ""},
		"other HMAC key": {func(b *baseProof) { b.hmacKey = bytes.Repeat([]byte{4}, hmacSize) }, "proof.self_check"},
		"other pointers": {func(b *baseProof) { b.pointers = b.pointers[1:] }, "proof.self_check"},
		"other key":      {func(b *baseProof) { b.publicKey = bytes.Repeat([]byte{4}, publicKeySize) }, "proof.self_check"},
	} {
		t.Run(name, func(t *testing.T) {
			pointers, err := mandatory(jsontext.Value(m.doc.Root()), nil)
			require.NoError(t, err)
			m.base, err = baseProofWith(ecSecret(p256Key, 3), bytes.Repeat([]byte{3}, hmacSize), pointers)
			require.NoError(t, err)
			signed, err := signObject(t.Context(), m)
			require.NoError(t, err)
			row.change(m.base)
			_, err = m.selfChecked(t.Context(), signed)
			require.Equal(t, row.code, badge.CodeOf(err), "%v", err)
		})
	}
}

// SC-6: whoever verifies what Sign returns from the beginning comes to the same
// result, under every scheme, alone and after another proof.
func TestSelfCheckEqualsVerify(t *testing.T) {
	for scheme, by := range signers(t) {
		for _, first := range []Scheme{"", EdDSARDFC2022, EdDSAJCS2022} {
			if first != "" && scheme.Token() {
				continue
			}
			t.Run(string(scheme)+" after "+string(first), func(t *testing.T) {
				d := parse(t, sample)
				if first != "" {
					d = signed(t, sample, first, Options{})
				}
				d, err := Sign(t.Context(), d, scheme, by, Options{})
				require.NoError(t, err)
				proofs, err := Find(d)
				require.NoError(t, err)
				_, err = proofs[len(proofs)-1].Verify(t.Context(), publicKey(t, by.Key), CheckOptions{base: true})
				require.NoError(t, err)
			})
		}
	}
}
