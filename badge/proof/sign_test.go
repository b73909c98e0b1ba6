package proof

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"encoding/asn1"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
)

// remote stands for a key in a key management service: only the two methods of
// crypto.Signer, with behaviour that the test sets.
type remote struct {
	public crypto.PublicKey
	sign   func(digest []byte, opts crypto.SignerOpts) ([]byte, error)
}

func (r remote) Public() crypto.PublicKey { return r.public }
func (r remote) Sign(_ io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	return r.sign(digest, opts)
}

func TestSignRemote(t *testing.T) {
	for s, by := range signers(t) {
		key := by.Key
		by.Key = remote{key.Public(), func(digest []byte, opts crypto.SignerOpts) ([]byte, error) { return key.Sign(nil, digest, opts) }}
		if s == ES256 || s == ES384 || s == PS256 {
			by.Key = remote{key.Public(), func(digest []byte, opts crypto.SignerOpts) ([]byte, error) {
				return key.Sign(randomness{}, digest, opts)
			}}
		}
		d, err := Sign(context.Background(), parse(t, sample), s, by, Options{})
		require.NoError(t, err, s)
		require.NoError(t, checkFirst(string(d.Bytes()), publicKey(t, key), CheckOptions{}), s)
	}
}

// randomness is a constant stream; these tests need no secrecy.
type randomness struct{}

func (randomness) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(i*7 + 1)
	}
	return len(p), nil
}

// TestLyingSigner has signers that return something other than a signature of
// their input.
func TestLyingSigner(t *testing.T) {
	broken := errors.New("out of paper")
	huge, err := asn1.Marshal(struct{ R, S *big.Int }{new(big.Int).Lsh(big.NewInt(1), 4000), big.NewInt(1)})
	require.NoError(t, err)
	for _, row := range []struct {
		name   string
		scheme Scheme
		sign   func(crypto.Signer) func([]byte, crypto.SignerOpts) ([]byte, error)
		code   string
	}{
		{"constant", EdDSA, constant(make([]byte, 64)), codeSelfCheck},
		{"constant", EdDSARDFC2022, constant(make([]byte, 64)), codeSelfCheck},
		{"short", EdDSA, constant([]byte{1}), codeSelfCheck},
		{"short", EdDSARDFC2022, constant([]byte{1}), codeSelfCheck},
		{"nothing", EdDSARDFC2022, constant(nil), codeSelfCheck},
		{"constant", RS256, constant(make([]byte, 256)), codeSelfCheck},
		{"not DER", ES256, constant(make([]byte, 64)), codeSigner},
		{"numbers beyond the curve", ES256, constant(huge), codeSigner},
		{"other key", EdDSA, other, codeSelfCheck},
		{"other key", EdDSARDFC2022, other, codeSelfCheck},
		{"error", EdDSA, failing(broken), codeSigner},
		{"error", EdDSARDFC2022, failing(broken), codeSigner},
	} {
		t.Run(row.name+" "+string(row.scheme), func(t *testing.T) {
			by := signers(t)[row.scheme]
			by.Key = remote{by.Key.Public(), row.sign(by.Key)}
			d, err := Sign(context.Background(), parse(t, sample), row.scheme, by, Options{})
			require.Equal(t, row.code, code(err), "%v", err)
			require.Nil(t, d)
			require.Equal(t, row.name == "error", errors.Is(err, broken))
			if row.name == "numbers beyond the curve" {
				require.Equal(t, codeInternal, code(errors.Unwrap(err)), "W15 a panic inside jwx")
			}
		})
	}
}

func constant(b []byte) func(crypto.Signer) func([]byte, crypto.SignerOpts) ([]byte, error) {
	return func(crypto.Signer) func([]byte, crypto.SignerOpts) ([]byte, error) {
		return func([]byte, crypto.SignerOpts) ([]byte, error) { return b, nil }
	}
}

func failing(err error) func(crypto.Signer) func([]byte, crypto.SignerOpts) ([]byte, error) {
	return func(crypto.Signer) func([]byte, crypto.SignerOpts) ([]byte, error) {
		return func([]byte, crypto.SignerOpts) ([]byte, error) { return nil, err }
	}
}

func other(crypto.Signer) func([]byte, crypto.SignerOpts) ([]byte, error) {
	return func(digest []byte, opts crypto.SignerOpts) ([]byte, error) {
		return ed25519Secret(66).Sign(nil, digest, opts)
	}
}

func TestSignRefuses(t *testing.T) {
	all := signers(t)
	all["nil"] = key.Signer{}
	weak := key.Signer{Key: rsaSecret(t, "rsa1024.pem"), Method: "https://issuer.example/#k"}
	replace := func(old, now string) string {
		require.Contains(t, sample, old)
		return strings.Replace(sample, old, now, 1)
	}
	for _, row := range []struct {
		name, text string
		scheme     Scheme
		by         key.Signer
		options    Options
		code, path string
	}{
		{"unknown scheme", sample, "ES999", all[ES256], Options{}, codeSchemeUnknown, ""},
		{"C-079 none", sample, "none", all[ES256], Options{}, codeSchemeUnknown, ""},
		{"D33 a type that no context of the document defines", sample, Ed25519Signature2020, all[EdDSARDFC2022], Options{}, "ld.undefined_type", "/type"},
		{"number that does not survive", replace(`"name"`, `"rank": 12345678901234567890, "name"`), EdDSAJCS2022, all[EdDSAJCS2022], Options{}, "json.number_range", "/rank"},
		{"W02 D33 Ed25519 under ecdsa", sample, ECDSARDFC2019, all[EdDSA], Options{}, codeKeyType, ""},
		{"W02 D33 RSA under ecdsa", sample, ECDSAJCS2019, all[RS256], Options{}, codeKeyType, ""},
		{"scheme that is only verified", sample, EdDSA2022, all[EdDSARDFC2022], Options{}, codeSchemeUnknown, ""},
		{"no key", sample, ES256, key.Signer{}, Options{}, codeSigner, ""},
		{"W02 RSA 1024", sample, RS256, weak, Options{}, "key.too_small", ""},
		{"W02 other kind", sample, RS256, all[ES256], Options{}, codeKeyType, ""},
		{"W02 J13 other curve", sample, ES256, all[ES384], Options{}, codeKeyType, ""},
		{"W02 D33 P-256 under eddsa", sample, EdDSARDFC2022, all[ES256], Options{}, codeKeyType, ""},
		{"relative method", sample, EdDSARDFC2022, key.Signer{Key: all[EdDSA].Key, Method: "#k"}, Options{}, codeProofMethod, ""},
		{"relative method", sample, EdDSA, key.Signer{Key: all[EdDSA].Key, Method: "k1"}, Options{}, codeProofMethod, ""},
		{"no method", sample, EdDSARDFC2022, key.Signer{Key: all[EdDSA].Key, Method: ""}, Options{}, codeProofMethod, ""},
		{"long method", sample, EdDSA, key.Signer{Key: all[EdDSA].Key, Method: "https://issuer.example/" + strings.Repeat("k", 600)}, Options{}, codeKeyID, ""},
		{"type", sample, EdDSA, all[EdDSA], Options{Type: "JWS"}, codeJWSType, ""},
		{"C-085 no subject id", replace(`    "id": "did:example:ada",`+"\n", ""), EdDSA, all[EdDSA], Options{}, codeClaimMissing, "/credentialSubject/id"},
		{"no id", replace(`  "id": "https://issuer.example/badges/1",`+"\n", ""), EdDSA, all[EdDSA], Options{}, codeClaimMissing, "/id"},
		{"no issuer", replace(`"id": "https://issuer.example", `, ""), EdDSA, all[EdDSA], Options{}, codeClaimMissing, "/issuer/id"},
		{"no validFrom", replace(`  "validFrom": "2024-05-01T10:20:30.75+02:00",`+"\n", ""), EdDSA, all[EdDSA], Options{}, codeClaimMissing, "/validFrom"},
		{"validFrom before 1970", replace("2024-05-01T10", "1969-05-01T10"), EdDSA, all[EdDSA], Options{}, codeClaimDate, "/validFrom"},
		{"validUntil without zone", replace("2034-05-01T10:20:30Z", "2034-05-01T10:20:30"), EdDSA, all[EdDSA], Options{}, codeClaimDate, "/validUntil"},
		{"claim present", replace(`"name"`, `"iss": "x", "name"`), EdDSA, all[EdDSA], Options{}, codeClaimPresent, "/iss"},
		{"C-084 vc present", replace(`"name"`, `"vc": {}, "name"`), EdDSA, all[EdDSA], Options{}, codeClaimPresent, "/vc"},
		{"J-12 VC Data Model 1.1", legacy, EdDSA, all[EdDSA], Options{}, codeCannotSign, ""},
		{"J-12 VC Data Model 1.1", legacy, EdDSARDFC2022, all[EdDSA], Options{}, codeCannotSign, ""},
		{"J30 a token again", string(signed(t, sample, EdDSA, Options{}).Bytes()), EdDSA, all[EdDSA], Options{}, codeCannotSign, ""},
		{"long challenge", sample, EdDSARDFC2022, all[EdDSA], Options{Challenge: strings.Repeat("c", 2<<20)}, codeCannotSign, ""},
		{"proof of another type", replace(`"name"`, `"proof": "x", "name"`), EdDSARDFC2022, all[EdDSA], Options{}, codeProofFormat, "/proof"},
		{"W01 D01 undefined term", replace(`"name"`, `"rank": "gold", "name"`), EdDSARDFC2022, all[EdDSA], Options{}, "ld.undefined_term", "/rank"},
		{"W01 D02 case shadow", replace(`"name"`, `"Name": "gold", "name"`), EdDSARDFC2022, all[EdDSA], Options{}, "ld.undefined_term", "/Name"},
		{"W01 D05 relative id", replace(`"id": "did:example:ada"`, `"id": "ada"`), EdDSARDFC2022, all[EdDSA], Options{}, "ld.relative_iri", "/credentialSubject/id"},
		{"W01 D03 inline context", replace(`context-3.0.3.json"]`, `context-3.0.3.json", {"Name": null}]`), EdDSARDFC2022, all[EdDSA], Options{}, "ld.context_inline", "/@context/2"},
		{"W04 member that breaks out", replace(`"name"`, `"x\":0,\"admin": 1, "name"`), EdDSARDFC2022, all[EdDSA], Options{}, "ld.compact_iri", `/x":0,"admin`},
	} {
		t.Run(row.name+" "+string(row.scheme), func(t *testing.T) {
			d, err := Sign(context.Background(), parse(t, row.text), row.scheme, row.by, row.options)
			require.Equal(t, row.code, code(err), "%v", err)
			require.Nil(t, d)
			require.Equal(t, row.path, badge.PathOf(err))
		})
	}
}

// TestAllowNoSubject covers C-085 with the option set.
func TestAllowNoSubject(t *testing.T) {
	text := strings.Replace(sample, `    "id": "did:example:ada",`+"\n", "", 1)
	d := signed(t, text, EdDSA, Options{AllowNoSubject: true})
	require.False(t, d.Root().Member("sub").Exists())
	require.Empty(t, ValidateToken(d, CheckOptions{}))
}

// TestClaimInjection covers W04 for a token: names and values of the document
// cannot leave their strings.
func TestClaimInjection(t *testing.T) {
	text := strings.Replace(sample, `"name": "Teamwork <&> \u00e9t\u00e9"`, `"x\":0,\"admin": 1`, 1)
	text = strings.Replace(text, `did:example:ada`, `did:example:a\",\"admin\":\"1`, 1)
	d := signed(t, text, EdDSA, Options{})
	require.False(t, d.Root().Member("admin").Exists())
	require.Equal(t, `did:example:a","admin":"1`, d.Root().Member("sub").String())
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, s := range []Scheme{EdDSA, EdDSARDFC2022} {
		_, err := Sign(ctx, parse(t, sample), s, signers(t)[s], Options{})
		require.ErrorIs(t, err, context.Canceled, "W14 %s", s)
		proofs, err := Find(signed(t, sample, s, Options{}))
		require.NoError(t, err)
		_, err = proofs[0].Verify(ctx, publicKey(t, signers(t)[s].Key), CheckOptions{})
		require.ErrorIs(t, err, context.Canceled, "W14 %s", s)
	}
}

// TestSplice checks that signing changes no other byte: removing the proof
// gives the original text.
func TestSplice(t *testing.T) {
	o := Options{Created: time.Date(2024, 5, 2, 1, 2, 3, 999, time.FixedZone("", 7200))}
	for name, text := range map[string]string{
		"none":   sample,
		"empty":  strings.Replace(sample, `"name"`, `"proof": [ ], "name"`, 1),
		"one":    string(signed(t, sample, EdDSARDFC2022, Options{}).Bytes()),
		"object": strings.Replace(sample, `"name"`, `"proof": {"type":"DataIntegrityProof","cryptosuite":"x"}, "name"`, 1),
	} {
		d := signed(t, text, EdDSARDFC2022, o)
		list := d.Root().Member("proof")
		require.Equal(t, "array", list.Kind().String())
		var newest string
		for _, e := range list.Elements() {
			newest = e.Raw()
		}
		rest := string(d.Bytes())
		require.Equal(t, 1, strings.Count(rest, newest), name)
		rest = strings.Replace(rest, newest, "", 1)
		switch name {
		case "none":
			rest = strings.Replace(rest, `,"proof":[]`, "", 1)
		case "one":
			rest = strings.Replace(rest, ",]", "]", 1)
		case "object":
			rest = strings.Replace(strings.Replace(rest, `"proof": [{`, `"proof": {`, 1), `},]`, `}`, 1)
		}
		require.Equal(t, text, rest, name)
		require.Contains(t, newest, `"created":"2024-05-01T23:02:03Z"`)
	}
}

// C-141: a badge of Open Badges 2.0 is the payload, unchanged, and names its
// key in its text.
func TestSign20(t *testing.T) {
	const text = `{"@context":"https://w3id.org/openbadges/v2", "type":"Assertion", "id":"urn:uuid:1", "verification":%s}`
	by := signers(t)[RS256]
	named := fmt.Sprintf(`{"type":"SignedBadge","creator":%q}`, by.Method)
	for _, row := range []struct {
		name, verification, code string
		scheme                   Scheme
		method                   string
	}{
		{"named", named, "", RS256, by.Method},
		{"unnamed", `{"type":"signed"}`, "", RS256, ""},
		{"key of another", named, codeCannotSign, RS256, by.Method + "2"},
		{"no key named", `{"type":"signed"}`, codeCannotSign, RS256, by.Method},
		{"hosted", `{"type":"HostedBadge"}`, codeCannotSign, RS256, ""},
		{"both", `{"type":["SignedBadge","HostedBadge"]}`, codeCannotSign, RS256, ""},
		{"embedded proof", named, codeCannotSign, EdDSARDFC2022, by.Method},
	} {
		t.Run("C-141/"+row.name, func(t *testing.T) {
			by := by
			by.Method = row.method
			doc := parse(t, fmt.Sprintf(text, row.verification))
			d, err := Sign(t.Context(), doc, row.scheme, by, Options{})
			require.Equal(t, row.code, badge.CodeOf(err), err)
			if row.code != "" {
				require.Nil(t, d)
				return
			}
			require.Equal(t, string(doc.Bytes()), string(d.JSON()))
			header, _, _ := strings.Cut(string(d.Bytes()), ".")
			require.Equal(t, base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"RS256"}`)), header)
		})
	}
	_, err := Sign(t.Context(), parse(t, `{"@context":"https://w3id.org/openbadges/v1","type":"Assertion","verify":{"type":"signed"}}`), RS256, key.Signer{Key: by.Key}, Options{})
	require.Equal(t, codeCannotSign, badge.CodeOf(err), "an older badge")
}

// W03: a token that embeds the key of its signer has only the public key.
func TestEmbeddedKeyIsPublic(t *testing.T) {
	for _, s := range []Scheme{EdDSA, ES256, RS256} {
		d, err := Sign(context.Background(), parse(t, sample), s, signers(t)[s], Options{EmbedKey: true})
		require.NoError(t, err)
		token, _ := d.JWS()
		require.True(t, token.Header.At("/jwk/kty").Exists())
		require.False(t, token.Header.At("/jwk/d").Exists())
	}
}

// The error of a signer is in the text, on one line, and in the chain.
func TestSignerErrorHasItsCause(t *testing.T) {
	denied := errors.New("permission denied\nfor key 7" + strings.Repeat(" again", 100))
	for s, by := range signers(t) {
		refusing := key.Signer{Method: by.Method, Key: remote{by.Key.Public(), func([]byte, crypto.SignerOpts) ([]byte, error) { return nil, denied }}}
		_, err := Sign(context.Background(), parse(t, sample), s, refusing, Options{})
		require.Equal(t, codeSigner, code(err), s)
		require.ErrorIs(t, err, denied, s)
		require.Contains(t, err.Error(), "permission denied for key 7")
		require.NotContains(t, err.Error(), "\n")
		require.Less(t, len(err.Error()), 350)
	}
}

// A nil key of the standard library is refused like a nil signer.
func TestNilKeys(t *testing.T) {
	for _, secret := range []crypto.Signer{ed25519.PrivateKey(nil), (*ecdsa.PrivateKey)(nil), (*rsa.PrivateKey)(nil), new(ecdsa.PrivateKey), new(rsa.PrivateKey)} {
		_, err := Sign(context.Background(), parse(t, sample), EdDSA, key.Signer{Key: secret, Method: "https://issuer.example/keys#1"}, Options{})
		require.NotEmpty(t, code(err), "%T", secret)
	}
}

// A ninth proof is not added: nobody would read it.
func TestNinthProof(t *testing.T) {
	by := key.Signer{Key: ed25519Secret(1), Method: "https://issuer.example/keys#1"}
	d := parse(t, sample)
	for range 8 {
		var err error
		d, err = Sign(t.Context(), d, EdDSAJCS2022, by, Options{})
		require.NoError(t, err)
	}
	_, err := Sign(t.Context(), d, EdDSAJCS2022, by, Options{})
	require.Equal(t, codeProofTooMany, code(err))
}
