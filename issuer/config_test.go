package issuer_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// W10: what is not said is not assumed.
func TestNewRefuses(t *testing.T) {
	w := verifytest.New(t)
	for name, edit := range map[string]func(*issuer.Config){
		"W10/nothing":        func(c *issuer.Config) { *c = issuer.Config{} },
		"W10/no profile":     func(c *issuer.Config) { c.Profile.ID = "" },
		"W10/no proofs":      func(c *issuer.Config) { c.Proofs = nil },
		"W10/no key":         func(c *issuer.Config) { c.Proofs[0].Signer.Key = nil },
		"W10/no workers":     func(c *issuer.Config) { c.Workers = -1 },
		"two tokens":         func(c *issuer.Config) { c.Proofs = config(w, proof.RS256, proof.EdDSA).Proofs },
		"a proof on a token": func(c *issuer.Config) { c.Proofs = config(w, proof.RS256, proof.EdDSARDFC2022).Proofs },
		"another's method":   func(c *issuer.Config) { c.Proofs[0].Signer.Method = "did:web:other.example#key" },
		"a longer DID":       func(c *issuer.Config) { c.Proofs[0].Signer.Method = school + ":more#key" },
		"a relative method":  func(c *issuer.Config) { c.Proofs[0].Signer.Method = "#key" },
		"no fragment":        func(c *issuer.Config) { c.Proofs[0].Signer.Method = school },
		"an empty fragment":  func(c *issuer.Config) { c.Proofs[0].Signer.Method = school + "#" },
		"a URL for a DID":    func(c *issuer.Config) { c.Proofs[0].Signer.Method = "https://school.example/keys/1" },
		"another host": func(c *issuer.Config) {
			c.Profile.ID, c.Proofs[0].Signer.Method = "https://school.example/issuer", "https://keys.school.example/1"
		},
		"a DID for a URL":       func(c *issuer.Config) { c.Profile.ID = "https://school.example/issuer" },
		"a relative profile":    func(c *issuer.Config) { c.Profile.ID, c.Proofs[0].Signer.Method = "issuer", "issuer#key" },
		"a name":                func(c *issuer.Config) { c.Profile.ID, c.Proofs[0].Signer.Method = "The School", "The School#key" },
		"a DID URL":             func(c *issuer.Config) { c.Profile.ID, c.Proofs[0].Signer.Method = school+"#a", school+"#a#key" },
		"no DID":                func(c *issuer.Config) { c.Profile.ID, c.Proofs[0].Signer.Method = "did:web", "did:web#key" },
		"a key of another type": func(c *issuer.Config) { c.Proofs[0].Signer.Key = w.Key(school, proof.ES256) },
		"a former suite":        func(c *issuer.Config) { c.Proofs[0].Scheme = proof.EdDSA2022 },
		"two keys, one name": func(c *issuer.Config) {
			c.Keys = []key.Key{keyOf(t, w.Key("old", proof.ES256)).WithID(c.Proofs[0].Signer.Method)}
		},
		"a key without name": func(c *issuer.Config) { c.Keys = []key.Key{keyOf(t, w.Key("old", proof.ES256))} },
		"no key to publish":  func(c *issuer.Config) { c.Keys = []key.Key{{}} },
		"another's published": func(c *issuer.Config) {
			c.Keys = []key.Key{keyOf(t, w.Key("old", proof.ES256)).WithID("did:web:x.example#1")}
		},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := config(w, proof.EdDSARDFC2022)
			edit(&cfg)
			i, err := issuer.New(cfg)
			require.Error(t, err)
			require.Nil(t, i)
		})
	}
}

func keyOf(t *testing.T, signer crypto.Signer) key.Key {
	public, err := key.FromPublic(signer.Public())
	require.NoError(t, err)
	return public
}

// public is a signer that has no more than a public key.
type public struct{ key crypto.PublicKey }

func (p public) Public() crypto.PublicKey { return p.key }
func (p public) Sign(io.Reader, []byte, crypto.SignerOpts) ([]byte, error) {
	return nil, errors.New("the hardware module is on fire")
}

func TestKeys(t *testing.T) {
	w := verifytest.New(t)
	modulus := func(bits uint) *big.Int {
		n := new(big.Int).Lsh(big.NewInt(1), bits-1)
		return n.Add(n, big.NewInt(1))
	}
	good := w.Key(school, proof.EdDSA).Public()
	onP521, err := ecdsa.GenerateKey(elliptic.P521(), rand.Reader)
	require.NoError(t, err)
	for _, c := range []struct {
		name   string
		scheme proof.Scheme
		key    crypto.Signer
		code   string
	}{
		{"W02/RSA 1024", proof.RS256, public{&rsa.PublicKey{N: modulus(1024), E: 65537}}, "key.too_small"},
		{"W02/RSA exponent 3", proof.RS256, public{&rsa.PublicKey{N: modulus(2048), E: 3}}, "key.exponent"},
		{"W02/Ed25519 of low order", proof.EdDSA, public{ed25519.PublicKey(append([]byte{1}, make([]byte, 31)...))}, "key.weak"},
		{"W02/P-521", proof.ES256, onP521, "proof.key_type"},
		{"W02/no public key", proof.EdDSA, public{nil}, "key.unsupported"},
		{"W02/RSA key for EdDSA", proof.EdDSA, w.Key(school, proof.RS256), "proof.key_type"},
		{"W02/P-256 key for ES384", proof.ES384, w.Key(school, proof.ES256), "proof.key_type"},
		{"W02/P-256 key in a proof", proof.EdDSARDFC2022, w.Key(school, proof.ES256), "proof.key_type"},
		{"no such scheme", "none", w.Key(school, proof.ES256), "proof.scheme_unknown"},
		{"a scheme of the past", proof.EdDSA2022, w.Key(school, proof.EdDSA), "proof.scheme_unknown"},
		{"a failing signer", proof.EdDSA, public{good}, "proof.signer"},
		{"a lying signer, in a token", proof.EdDSA, twoFaced{w.Key("other", proof.EdDSA), good}, "proof.self_check"},
		{"a lying signer, embedded", proof.EdDSARDFC2022, twoFaced{w.Key("other", proof.EdDSA), good}, "proof.self_check"},
		{"a lying signer, RSA", proof.RS256, twoFaced{w.Key("other", proof.RS256), w.Key(school, proof.RS256).Public()}, "proof.self_check"},
	} {
		t.Run(c.name, func(t *testing.T) {
			cfg := config(w, proof.EdDSA)
			cfg.Proofs = []issuer.Securing{{Scheme: c.scheme, Signer: key.Signer{Key: c.key, Method: school + "#key"}}}
			i, err := issuer.New(cfg)
			if err == nil {
				_, err = issue(t.Context(), i, nil)
			}
			require.Equal(t, []string{c.code}, codes(err), "%v", err)
		})
	}
}

// W03: nothing that an issuer prints, publishes or refuses shows a private
// key, in any of the forms in which one is written.
func TestPrivateKeysStayPrivate(t *testing.T) {
	w := verifytest.New(t)
	seed := sha256.Sum256([]byte("a secret"))
	edKey := ed25519.NewKeyFromSeed(seed[:])
	ecKey, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), seed[:])
	require.NoError(t, err)
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	secrets := [][]byte{seed[:], rsaKey.D.Bytes(), rsaKey.Primes[0].Bytes(), rsaKey.Primes[1].Bytes()}
	for _, c := range []struct {
		scheme proof.Scheme
		key    crypto.Signer
	}{{proof.EdDSARDFC2022, edKey}, {proof.EdDSA, edKey}, {proof.ES256, ecKey}, {proof.RS256, rsaKey}, {proof.RS256, twoFaced{edKey, rsaKey.Public()}}} {
		cfg := config(w, proof.EdDSA)
		cfg.Proofs = []issuer.Securing{{Scheme: c.scheme, Signer: key.Signer{Key: c.key, Method: school + "#key"}, EmbedKey: true}}
		i := open(t, w, cfg)
		inside := struct {
			hidden issuer.Issuer
			shown  *issuer.Issuer
			config issuer.Config
		}{*i, i, issuer.Config{}}
		var printed strings.Builder
		for _, v := range []any{cfg, &cfg, cfg.Proofs, cfg.Proofs[0], &cfg.Proofs[0], i, *i, inside, &inside} {
			fmt.Fprintf(&printed, "%v %+v %#v %s %d %x\n", v, v, v, v, v, v)
		}
		for _, v := range []any{cfg.Proofs, i, *i} {
			text, err := json.Marshal(v)
			fmt.Fprintf(&printed, "%s %v\n", text, err)
		}
		document, err := i.ControllerDocument()
		require.NoError(t, err)
		printed.Write(document)
		d, err := issue(t.Context(), i, nil)
		fmt.Fprintf(&printed, "%v %#v\n", err, err)
		if err == nil {
			fmt.Fprintf(&printed, "%s %s", d.Bytes(), d.JSON())
			jws, _ := d.JWS()
			printed.WriteString(jws.Header.Raw())
		}
		for n, secret := range secrets {
			half := secret[:len(secret)/2]
			for form, text := range map[string]string{
				"decimal bytes": strings.Trim(fmt.Sprint(half), "[]"),
				"a number":      new(big.Int).SetBytes(secret).String(),
				"hexadecimal":   hex.EncodeToString(half),
				"Go source":     strings.TrimSuffix(strings.TrimPrefix(fmt.Sprintf("%#v", half), "[]byte{"), "}"),
				"base64":        base64.RawStdEncoding.EncodeToString(half[:15]),
				"base64url":     base64.RawURLEncoding.EncodeToString(half[:15]),
				"raw bytes":     string(half),
			} {
				require.False(t, strings.Contains(printed.String(), text), "W03: %s shows secret %d as %s", c.scheme, n, form)
			}
		}
	}
}

// W13: what the caller does with its Config after New changes nothing.
func TestConfigIsCopied(t *testing.T) {
	w := verifytest.New(t)
	cfg := config(w, proof.EdDSARDFC2022, proof.EdDSA)
	const lab = "https://school.example/contexts/lab.json"
	context := []byte(`{"@context":{"machine":"https://school.example/vocab#machine"}}`)
	cfg.Extensions = []badge.Extension{{URL: lab, Context: context}}
	i := open(t, w, cfg)
	cfg.Extensions[0].URL = "https://changed.example"
	clear(context)
	cfg.Proofs[0].Signer.Method = school + "#changed"
	cfg.Proofs[1].Scheme = proof.RS256
	cfg.Profile.ID = "did:web:changed.example"
	cfg.Profile.Type[0] = "Changed"
	_, err := issue(t.Context(), i, func(c *badge.Credential) {
		withContext(lab)(c)
		atRoot("machine", `"laser"`)(c)
	})
	require.NoError(t, err)
	d, err := issue(t.Context(), i, nil)
	require.NoError(t, err)
	require.Equal(t, []proof.Scheme{proof.EdDSA, proof.EdDSARDFC2022}, schemesOf(t, d))
	accepted(t, w, d.Bytes())
}

// TestNewRefusesAliases has S-33 for the issuer.
func TestNewRefusesAliases(t *testing.T) {
	cfg := config(verifytest.New(t), proof.EdDSARDFC2022)
	cfg.Extensions = []badge.Extension{{URL: "https://extra.example/c", Context: []byte(`{"@context":{"until":"https://www.w3.org/2018/credentials#validUntil"}}`)}}
	_, err := issuer.New(cfg)
	require.Equal(t, "ld.context_alias", badge.CodeOf(err))
}
