package proof

import (
	"context"
	"crypto"
	"encoding/json"
	"maps"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/multiformat"
	"github.com/openbadges-go/openbadges/badge/key"
)

// sharedID is a badge whose refresh service and evidence have its id, which
// Sign refuses.
const sharedID = `{
  "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json", "https://w3id.org/security/suites/ed25519-2020/v1"],
  "id": "https://issuer.example/badges/1",
  "type": ["VerifiableCredential", "OpenBadgeCredential"],
  "name": "Teamwork",
  "issuer": {"id": "https://issuer.example", "type": ["Profile"], "name": "Example"},
  "validFrom": "2024-05-01T10:20:30Z",
  "validUntil": "2025-05-01T10:20:30Z",
  "credentialStatus": {"id": "https://issuer.example/revoked", "type": "1EdTechRevocationList"},
  "refreshService": {"id": "https://issuer.example/badges/1", "type": "1EdTechCredentialRefresh"},
  "evidence": [{"id": "https://issuer.example/badges/1", "type": ["Evidence"], "name": "Seen"}],
  "credentialSubject": {"id": "did:example:ada", "type": ["AchievementSubject"], "achievement": {
    "id": "https://issuer.example/achievements/1", "type": ["Achievement"], "name": "Teamwork", "description": "Works in a team",
    "criteria": {"narrative": "Was seen working in a team"}}}
}`

// signedAnyway signs as an issuer with other software could.
func signedAnyway(t *testing.T, text string, row scheme) (*badge.Document, key.Key) {
	t.Helper()
	by := key.Signer{Key: ed25519Secret(1), Method: "https://issuer.example/keys#1"}
	public := publicKey(t, by.Key)
	switch row.key {
	case ed25519Key:
	case rsaKey:
		by.Key = rsaSecret(t, "rsa2048.pem")
		public = publicKey(t, by.Key)
	case secp256k1Key:
		row.sign = func(_ crypto.Signer, input []byte) ([]byte, error) {
			return signES256K(secp256k1Secret(1), string(input)), nil
		}
		public = secp256k1Public(t, 1)
	default:
		by.Key = ecSecret(string(row.key), 1)
		public = publicKey(t, by.Key)
	}
	if row.detached != "" {
		text = strings.Replace(text, detachedContexts[0], strings.Join(detachedContexts, `","`), 1)
	}
	d := parse(t, text)
	m := making{doc: d, row: row, by: by, public: public}
	w := opened{row: row}
	if row.transform == sd {
		var err error
		m.base, err = newBaseProof(jsontext.Value(d.Root()), Options{})
		require.NoError(t, err)
		w.disclosure = m.base.disclosure
	}
	config, err := jsontext.Parse(m.config())
	require.NoError(t, err)
	w.proof = Proof{doc: d, object: config, detached: detachedJWS{header: multiformat.EncodeBase64URL([]byte(detachedHeader(string(row.detached))))}}
	signed, err := w.transform(context.Background())
	require.NoError(t, err)
	signature, err := m.signature(signed.input())
	require.NoError(t, err)
	value := multiformat.EncodeBase58(signature)
	if m.base != nil {
		value, err = m.base.value(context.Background(), row, signature, signed.division)
		require.NoError(t, err)
	}
	member := "proofValue"
	if row.detached != "" {
		member, value = "jws", w.proof.detached.header+".."+multiformat.EncodeBase64URL(signature)
	}
	out, err := spliceProof(jsontext.Value(d.Root()), jsontext.InsertMember(config, member, quote(value)))
	require.NoError(t, err)
	return parse(t, string(out)), m.public
}

// move takes members of the root to an object with the same id. Their type is
// added to the type of that object, or replaces it.
func move(t *testing.T, text []byte, place string, instead bool, names ...string) string {
	t.Helper()
	var root map[string]any
	require.NoError(t, json.Unmarshal(text, &root))
	to, ok := root[place].(map[string]any)
	if !ok {
		to = root[place].([]any)[0].(map[string]any)
	}
	for _, name := range names {
		to[name] = root[name]
		delete(root, name)
	}
	own, _ := to["type"].([]any)
	if own == nil {
		own = []any{to["type"]}
	}
	to["@context"], to["type"] = root["@context"], append([]any{"VerifiableCredential"}, own...)
	if instead {
		to["type"] = "VerifiableCredential"
		root["type"] = append(root["type"].([]any), own...)
	}
	out, err := json.Marshal(root)
	require.NoError(t, err)
	return string(out)
}

// statements returns the canonical form of a document without its proofs.
func statements(t *testing.T, text string) string {
	t.Helper()
	var root map[string]any
	require.NoError(t, json.Unmarshal([]byte(text), &root))
	maps.DeleteFunc(root, func(name string, _ any) bool { return name == "proof" })
	bare, err := json.Marshal(root)
	require.NoError(t, err)
	all, err := Explain(context.Background(), parse(t, string(bare)), CheckOptions{})
	require.NoError(t, err)
	return string(all[0].Data.Document)
}

// TestMovedMembersFail: under each suite that signs statements, members of the
// badge move to another object with its id, and no signed statement changes
// (S-1, S-2, S-5 and S-7; for selective disclosure S-6, base and derived).
func TestMovedMembersFail(t *testing.T) {
	for _, row := range schemes {
		if row.transform != rdfc && row.transform != sd {
			continue
		}
		t.Run(string(row.name)+" "+string(row.key), func(t *testing.T) {
			d, public := signedAnyway(t, sharedID, row)
			genuine := []*badge.Document{d}
			if row.transform == sd {
				genuine = append(genuine, disclosed(t, d, Selection{Reveal: []string{""}}))
			}
			for i, d := range genuine {
				o := CheckOptions{base: row.transform == sd && i == 0}
				require.NoError(t, checkFirst(string(d.Bytes()), public, o))
				want := statements(t, string(d.Bytes()))
				for _, names := range [][]string{{"validUntil"}, {"credentialStatus"}, {"validUntil", "credentialStatus"}, {"issuer"}, {"validFrom"}, {"credentialSubject"}} {
					for _, place := range []string{"refreshService", "evidence"} {
						for _, instead := range []bool{false, true} {
							text := move(t, d.Bytes(), place, instead, names...)
							require.Equal(t, want, statements(t, text))
							require.Equal(t, "ld.elsewhere", code(checkFirst(text, public, o)), text)
						}
					}
				}
			}
			if row.transform == sd {
				_, err := Disclose(context.Background(), parse(t, move(t, d.Bytes(), "refreshService", false, "validUntil")), Selection{Reveal: []string{""}})
				require.Equal(t, "ld.elsewhere", code(err))
			}
		})
	}
}

// TestSignRefusesSharedID covers S-26 for every scheme that Sign makes.
func TestSignRefusesSharedID(t *testing.T) {
	for _, suite := range []Scheme{EdDSARDFC2022, ECDSARDFC2019, ECDSASD2023} {
		by := signers(t)[ECDSARDFC2019]
		if suite == EdDSARDFC2022 {
			by = signers(t)[suite]
		}
		_, err := Sign(context.Background(), parse(t, sharedID), suite, by, Options{})
		require.Equal(t, "issue.shared_id", code(err))
	}
	_, err := Sign(context.Background(), parse(t, sharedID), EdDSAJCS2022, signers(t)[EdDSAJCS2022], Options{})
	require.NoError(t, err, "text has places")
}
