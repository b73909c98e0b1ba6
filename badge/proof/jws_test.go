package proof

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/key"
)

const kid = `"kid":"https://issuer.example/keys#1"`

// joseSchemes are the schemes that make a token.
var joseSchemes = []Scheme{RS256, PS256, ES256, ES384, EdDSA}

// TestJWSRoundTrip covers C-078, C-084 and C-095: every algorithm, with the key
// named and embedded.
func TestJWSRoundTrip(t *testing.T) {
	for _, s := range joseSchemes {
		for _, o := range []Options{{}, {EmbedKey: true}, {Type: "JWT"}, {Type: "vc+jwt", EmbedKey: true}} {
			d := signed(t, sample, s, o)
			key := publicKey(t, signers(t)[s].Key)
			require.NoError(t, checkFirst(string(d.Bytes()), key, CheckOptions{}), "%s %+v", s, o)
			require.Empty(t, ValidateToken(d, CheckOptions{}))
			proofs, err := Find(d)
			require.NoError(t, err)
			require.Len(t, proofs, 1)
			require.Equal(t, s, proofs[0].Scheme())
			require.Equal(t, "https://issuer.example/keys#1", proofs[0].Method())
			require.Empty(t, proofs[0].Path()+proofs[0].Purpose())
			embedded, ok, err := proofs[0].EmbeddedKey()
			require.NoError(t, err)
			require.Equal(t, o.EmbedKey, ok)
			require.Equal(t, o.EmbedKey, embedded.Equal(key))
		}
	}
}

// TestJWSText checks the written text: the source text unchanged, the claims
// after its members.
func TestJWSText(t *testing.T) {
	d := signed(t, sample, EdDSA, Options{Type: "JWT"})
	token, _ := d.JWS()
	require.Equal(t, `{"alg":"EdDSA","kid":"https://issuer.example/keys#1","typ":"JWT"}`, token.Header.Raw())
	tail := `,"iss":"https://issuer.example","jti":"https://issuer.example/badges/1","nbf":1714551630,"sub":"did:example:ada","exp":2030091630`
	body := strings.TrimSuffix(sample, "\n}\n")
	require.Equal(t, body+tail+"\n}\n", string(d.JSON()))

	anonymous, err := Sign(context.Background(), parse(t, sample), EdDSA, key.Signer{Key: ed25519Secret(1)}, Options{})
	require.NoError(t, err)
	token, _ = anonymous.JWS()
	require.Equal(t, fmt.Sprintf(`{"alg":"EdDSA","jwk":%s}`, publicKey(t, ed25519Secret(1)).JWK()), token.Header.Raw())
}

func hmacToken(header, payload string, secret []byte) string {
	input := b64(header) + "." + b64(payload)
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(input))
	return input + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// TestHostileHeaders signs every header with a genuine key, so that only the
// header can be wrong.
func TestHostileHeaders(t *testing.T) {
	by := ecSecret(p256Key, 1)
	key := publicKey(t, by)
	payload := string(signed(t, sample, ES256, Options{}).JSON())
	own := string(key.JWK())
	for _, row := range []struct {
		name, header, code string
		interop            string // the code with every deviation accepted, if it differs
	}{
		{"control", `{"alg":"ES256",` + kid + `}`, "", ""},
		{"C-083 typ JWT", `{"alg":"ES256","typ":"JWT",` + kid + `}`, "", ""},
		{"C-083 typ vc+jwt", `{"alg":"ES256","typ":"vc+jwt",` + kid + `}`, "", ""},
		{"C-083 typ vc+ld+json+jwt", `{"alg":"ES256","typ":"vc+ld+json+jwt",` + kid + `}`, "", ""},
		{"C-083 typ JWS", `{"alg":"ES256","typ":"JWS",` + kid + `}`, codeJWSTypeUnsupported, ""},
		{"J30 typ at+jwt", `{"alg":"ES256","typ":"at+jwt",` + kid + `}`, codeJWSType, ""},
		{"J30 typ dpop+jwt", `{"alg":"ES256","typ":"dpop+jwt",` + kid + `}`, codeJWSType, ""},
		{"J44 typ vp+jwt", `{"alg":"ES256","typ":"vp+jwt",` + kid + `}`, codeJWSTypeUnsupported, ""},
		{"J30 typ null", `{"alg":"ES256","typ":null,` + kid + `}`, codeJWSType, ""},
		{"J30 cty JWT", `{"alg":"ES256","cty":"JWT",` + kid + `}`, codeHeaderNotAllowed, ""},
		{"C-082 cty vc", `{"alg":"ES256","cty":"vc",` + kid + `}`, "", ""},
		{"C-082 unknown", `{"alg":"ES256","iat":1,` + kid + `}`, "", ""},
		{"J01 none", `{"alg":"none",` + kid + `}`, codeAlgNotAllowed, ""},
		{"J01 None", `{"alg":"None",` + kid + `}`, codeAlgNotAllowed, ""},
		{"J01 NONE", `{"alg":"NONE",` + kid + `}`, codeAlgNotAllowed, ""},
		{"J01 nOnE", `{"alg":"nOnE",` + kid + `}`, codeAlgNotAllowed, ""},
		{"J01 with space", `{"alg":"none ",` + kid + `}`, codeAlgNotAllowed, ""},
		{"J01 with NUL", `{"alg":"none\u0000",` + kid + `}`, codeAlgNotAllowed, ""},
		{"J04 kid of another host", `{"alg":"ES256","kid":"https://canary.example/keys#1"}`, "", ""},
		{"J05 jku", `{"alg":"ES256","jku":"http://127.0.0.1/x",` + kid + `}`, codeHeaderNotAllowed, ""},
		{"J05 x5u", `{"alg":"ES256","x5u":"file:///etc/passwd",` + kid + `}`, codeHeaderNotAllowed, ""},
		{"J06 x5c", `{"alg":"ES256","x5c":["AA"],` + kid + `}`, codeHeaderNotAllowed, ""},
		{"J06 x5t", `{"alg":"ES256","x5t":"AA",` + kid + `}`, codeHeaderNotAllowed, ""},
		{"J07 path", `{"alg":"ES256","kid":"../../../../dev/null"}`, "", ""},
		{"J07 line break", `{"alg":"ES256","kid":"a\r\nGET /"}`, codeKeyID, ""},
		{"J07 NUL", `{"alg":"ES256","kid":"\u0000"}`, codeKeyID, ""},
		{"J07 long", `{"alg":"ES256","kid":"` + strings.Repeat("k", 513) + `"}`, codeKeyID, ""},
		{"J07 1 MB", `{"alg":"ES256","kid":"` + strings.Repeat("k", 1<<20) + `"}`, "jws.header_too_large", ""},
		{"J07 object", `{"alg":"ES256","kid":{"$ne":1}}`, codeKeyID, ""},
		{"J07 empty", `{"alg":"ES256","kid":""}`, codeKeyID, ""},
		{"J08 crit unknown", `{"alg":"ES256","crit":["http://x/y"],"http://x/y":1,` + kid + `}`, codeCritUnsupported, ""},
		{"J08 crit empty", `{"alg":"ES256","crit":[],` + kid + `}`, codeCritUnsupported, ""},
		{"J08 crit registered", `{"alg":"ES256","crit":["alg"],` + kid + `}`, codeCritUnsupported, ""},
		{"J08 crit absent name", `{"alg":"ES256","crit":["zz"],` + kid + `}`, codeCritUnsupported, ""},
		{"J08 crit text", `{"alg":"ES256","crit":"b64",` + kid + `}`, codeCritUnsupported, ""},
		{"J08 crit null", `{"alg":"ES256","crit":null,` + kid + `}`, codeCritUnsupported, ""},
		{"J09 b64", `{"alg":"ES256","b64":false,` + kid + `}`, codeHeaderNotAllowed, ""},
		{"J09 b64 with crit", `{"alg":"ES256","b64":false,"crit":["b64"],` + kid + `}`, codeCritUnsupported, ""},
		{"J10 alg twice", `{"alg":"none","alg":"ES256",` + kid + `}`, "json.duplicate_member", ""},
		{"J10 alg twice reversed", `{"alg":"ES256","alg":"none",` + kid + `}`, "json.duplicate_member", ""},
		{"J10 kid twice", `{"alg":"ES256","kid":"a",` + kid + `}`, "json.duplicate_member", ""},
		{"J11 no alg", `{` + kid + `}`, codeAlgNotAllowed, ""},
		{"J11 Alg", `{"Alg":"ES256",` + kid + `}`, codeHeaderNotAllowed, ""},
		{"J11 ALG and alg", `{"ALG":"none","alg":"ES256",` + kid + `}`, codeHeaderNotAllowed, ""},
		{"J11 alg array", `{"alg":["ES256"],` + kid + `}`, codeAlgNotAllowed, ""},
		{"J11 alg null", `{"alg":null,` + kid + `}`, codeAlgNotAllowed, ""},
		{"J12 es256", `{"alg":"es256",` + kid + `}`, codeAlgNotAllowed, ""},
		{"J12 Es256", `{"alg":"Es256",` + kid + `}`, codeAlgNotAllowed, ""},
		{"J12 EDDSA", `{"alg":"EDDSA",` + kid + `}`, codeAlgNotAllowed, ""},
		{"C-079 unknown", `{"alg":"ES999",` + kid + `}`, codeAlgUnsupported, ""},
		{"RE-19 Ed448", `{"alg":"Ed448",` + kid + `}`, codeAlgUnsupported, ""},
		{"RE-19 typ mc+sd-jwt", `{"alg":"ES256","typ":"mc+sd-jwt",` + kid + `}`, codeJWSTypeUnsupported, ""},
		{"SD-11 typ dc+sd-jwt without a tilde", `{"alg":"ES256","typ":"dc+sd-jwt",` + kid + `}`, "", ""},
		{"SD-10 certificate of an SD-JWT VC", `{"alg":"ES256","typ":"dc+sd-jwt","x5c":["AA"],` + kid + `}`, "", ""},
		{"SD-10 certificate of a badge", `{"alg":"ES256","typ":"vc+sd-jwt","x5c":["AA"],` + kid + `}`, codeHeaderNotAllowed, ""},
		{"SD-11 typ dc+sd-jwt without a key", `{"alg":"ES256","typ":"dc+sd-jwt"}`, "", ""},
		{"SD-3 cty of another type", `{"alg":"ES256","typ":"vc+jwt","cty":"vp",` + kid + `}`, codeContentType, ""},
		{"SD-3 cty of a credential", `{"alg":"ES256","typ":"vc+jwt","cty":"vc",` + kid + `}`, "", ""},
		{"J05 JKU", `{"alg":"ES256","JKU":"https://x.example",` + kid + `}`, codeHeaderNotAllowed, ""},
		{"J08 Crit", `{"alg":"ES256","Crit":["x"],` + kid + `}`, codeHeaderNotAllowed, ""},
		{"C-079 hs256", `{"alg":"hs256",` + kid + `}`, codeAlgNotAllowed, ""},
		{"C-079 HS256", `{"alg":"HS256",` + kid + `}`, codeAlgNotAllowed, ""},
		{"C-079 a cryptosuite", `{"alg":"eddsa-rdfc-2022",` + kid + `}`, codeAlgNotAllowed, ""},
		{"C-079 alg of another key", `{"alg":"RS256",` + kid + `}`, codeKeyType, ""},
		{"J13 alg of another curve", `{"alg":"ES384",` + kid + `}`, codeKeyType, ""},
		{"C-080 neither kid nor jwk", `{"alg":"ES256"}`, codeJWSKeyMissing, ""},
		{"C-078 jwk", `{"alg":"ES256","jwk":` + own + `}`, "", ""},
		{"J38 C-081 jwk with d", `{"alg":"ES256","jwk":` + with(own, `"d":"AA"`) + `}`, "key.private_exposed", ""},
		{"J37 jwk for encryption", `{"alg":"ES256","jwk":` + with(own, `"use":"enc"`) + `}`, "key.use", ""},
		{"J18 jwk of small order", `{"alg":"ES256","jwk":{"kty":"OKP","crv":"Ed25519","x":"AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}}`, "key.weak", ""},
		{"J02 jwk symmetric", `{"alg":"ES256","jwk":{"kty":"oct","k":"AA"}}`, "key.private_exposed", ""},
		{"header of another type", `["alg"]`, "jws.header", ""},
		{"C-082 too long", `{"alg":"ES256",` + kid + `,"x":"` + strings.Repeat("x", 9<<10) + `"}`, "jws.header_too_large", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			text := token(t, ES256, by, row.header, payload)
			require.Equal(t, row.code, code(checkFirst(text, key, CheckOptions{})))
			want := row.code
			if row.interop != "" {
				want = strings.TrimPrefix(row.interop, "-")
			}
			require.Equal(t, want, code(checkFirst(text, key, CheckOptions{Compat: interop})), "interop")
		})
	}
}

// TestHostileTokens changes the token as a whole.
func TestHostileTokens(t *testing.T) {
	d := signed(t, sample, ES256, Options{})
	good, payload := string(d.Bytes()), string(d.JSON())
	parts := strings.Split(good, ".")
	by := ecSecret(p256Key, 1)
	public := publicKey(t, by)
	spki, err := x509.MarshalPKIXPublicKey(by.Public())
	require.NoError(t, err)
	published := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: spki})
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	require.NoError(t, err)
	n := by.Curve.Params().N
	der := func() []byte {
		out, err := asn1.Marshal(struct{ R, S *big.Int }{new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])})
		require.NoError(t, err)
		return out
	}()
	sig := func(b []byte) string {
		return parts[0] + "." + parts[1] + "." + base64.RawURLEncoding.EncodeToString(b)
	}
	number := func(r, s *big.Int) string {
		b := make([]byte, 64)
		r.FillBytes(b[:32])
		s.FillBytes(b[32:])
		return sig(b)
	}
	zero, one := new(big.Int), big.NewInt(1)
	header := `{"alg":"ES256",` + kid + `}`
	for _, row := range []struct{ name, text, code string }{
		{"J01 no signature", b64(`{"alg":"none",`+kid+`}`) + "." + parts[1] + ".", codeAlgNotAllowed},
		{"J01 empty signature", parts[0] + "." + parts[1] + ".", codeSignature},
		{"J14 zero", number(zero, zero), codeSignature},
		{"J14 r zero", number(zero, one), codeSignature},
		{"J14 s zero", number(one, zero), codeSignature},
		{"J14 r order", number(n, one), codeSignature},
		{"J14 s order", number(one, n), codeSignature},
		{"J15 DER", sig(der), codeSignature},
		{"J15 63 bytes", sig(signature[:63]), codeSignature},
		{"J15 65 bytes", sig(append([]byte{0}, signature...)), codeSignature},
		{"J15 128 bytes", sig(make([]byte, 128)), codeSignature},
		{"J17 padded header", parts[0] + "=." + parts[1] + "." + parts[2], "jws.base64"},
		{"J17 padded signature", good + "==", "jws.base64"},
		{"J17 line break inside", parts[0] + "." + parts[1][:4] + "\n" + parts[1][4:] + "." + parts[2], "jws.base64"},
		{"J17 standard alphabet", parts[0] + "." + parts[1] + ".+/" + parts[2][2:], "jws.base64"},
		{"C-091 two parts", parts[0] + "." + parts[1], "jws.parts"},
		{"C-091 four parts", good + ".x", "jws.parts"},
		{"J27 five parts", "a.b.c.d.e", "jws.parts"},
		{"J29 dots", strings.Repeat(".", 100000), "jws.parts"},
		{"J29 leading dot", ".aa.bb", "jws.base64"},
		{"J40 SD-JWT", good + "~WyJ", codeJWSType},
		{"J40 SD-JWT with a disclosure", good + "~WyJ~", "sdjwt.disclosure"},
		{"J28 flattened", `{"payload":"` + parts[1] + `","protected":"` + parts[0] + `","signature":"` + parts[2] + `"}`, "none"},
		{"J28 general", `{"payload":"` + parts[1] + `","signatures":[{"protected":"` + parts[0] + `","signature":"` + parts[2] + `"}]}`, "none"},
		{"J41 enveloped", `{"type":"EnvelopedVerifiableCredential","id":"data:application/vc+jwt,` + good + `"}`, "none"},
		{"J30 nested token", token(t, ES256, by, header, `"`+good+`"`), "jws.payload"},
		{"J35 trailing data", token(t, ES256, by, header, payload+` {"iss":"x"}`), "json.trailing_data"},
		{"J35 array", token(t, ES256, by, header, `[]`), "jws.payload"},
		{"J35 null", token(t, ES256, by, header, `null`), "jws.payload"},
		{"J35 BOM", token(t, ES256, by, header, "\xef\xbb\xbf"+payload), "json.bom"},
		{"J35 empty", token(t, ES256, by, header, ``), "json.truncated"},
		{"J32 claim twice", token(t, ES256, by, header, `{"iss":"a","iss":"b"}`), "json.duplicate_member"},
		{"J32 nested twice", token(t, ES256, by, header, `{"issuer":{"id":"a","id":"b"}}`), "json.duplicate_member"},
		{"C-091 other payload", parts[0] + "." + b64(strings.Replace(payload, "ada", "bob", 1)) + "." + parts[2], codeSignature},
		{"C-091 other header", b64(`{"alg":"ES256","kid":"https://issuer.example/keys#2"}`) + "." + parts[1] + "." + parts[2], codeSignature},
		{"C-091 J03 other signer", token(t, ES256, ecSecret(p256Key, 2), `{"alg":"ES256","jwk":`+string(publicKey(t, ecSecret(p256Key, 2)).JWK())+`}`, payload), codeSignature},
		{"J02 secret is the JWK", hmacToken(`{"alg":"HS256",`+kid+`}`, payload, public.JWK()), codeAlgNotAllowed},
		{"J02 secret is the PEM", hmacToken(`{"alg":"HS256",`+kid+`}`, payload, published), codeAlgNotAllowed},
	} {
		t.Run(row.name, func(t *testing.T) {
			err := checkFirst(row.text, public, CheckOptions{})
			if row.code == "none" {
				require.EqualError(t, err, "no proof")
				return
			}
			require.Equal(t, row.code, code(err), "%v", err)
			require.NotEmpty(t, code(checkFirst(row.text, public, CheckOptions{Compat: interop})))
		})
	}
	t.Run("J16 s negated", func(t *testing.T) {
		s := new(big.Int).Sub(n, new(big.Int).SetBytes(signature[32:]))
		text := number(new(big.Int).SetBytes(signature[:32]), s)
		require.NoError(t, checkFirst(text, public, CheckOptions{}))
		require.Equal(t, d.ID(), parse(t, text).ID())
		require.Equal(t, d.JSON(), parse(t, text).JSON())
	})
	t.Run("C-095 J13 P-384 key", func(t *testing.T) {
		require.Equal(t, codeKeyType, code(checkFirst(good, publicKey(t, ecSecret(p384Key, 1)), CheckOptions{})))
	})
	t.Run("no key", func(t *testing.T) {
		require.Equal(t, codeKeyType, code(checkFirst(good, key.Key{}, CheckOptions{})))
	})
}

func TestKeyForAnotherAlgorithm(t *testing.T) { // J37
	rs := signed(t, sample, RS256, Options{})
	jwk := with(string(publicKey(t, signers(t)[RS256].Key).JWK()), `"alg":"PS256"`)
	keys, err := key.Parse([]byte(jwk))
	require.NoError(t, err)
	require.Equal(t, codeKeyAlg, code(checkFirst(string(rs.Bytes()), keys[0], CheckOptions{})))
}

// TestTypes: the caller may narrow the accepted typ; a missing one stays
// allowed.
func TestTypes(t *testing.T) {
	key := publicKey(t, ed25519Secret(1))
	for _, row := range []struct {
		typ   string
		types []string
		code  string
	}{
		{"", nil, ""},
		{"JWT", nil, ""},
		{"vc+jwt", nil, ""},
		{"", []string{}, ""},
		{"JWT", []string{}, codeJWSType},
		{"JWT", []string{"vc+jwt"}, codeJWSType},
		{"vc+jwt", []string{"vc+jwt"}, ""},
	} {
		text := string(signed(t, sample, EdDSA, Options{Type: row.typ}).Bytes())
		require.Equal(t, row.code, code(checkFirst(text, key, CheckOptions{Types: row.types})), "%+v", row)
	}
}

// TestHostileES512 covers J15 for the longest signatures.
func TestHostileES512(t *testing.T) {
	d := signed(t, sample, ES512, Options{})
	key := publicKey(t, ecSecret(p521Key, 1))
	jws, ok := d.JWS()
	require.True(t, ok)
	signature := []byte(jws.Signature)
	require.Len(t, signature, 132)
	der, err := asn1.Marshal(struct{ R, S *big.Int }{new(big.Int).SetBytes(signature[:66]), new(big.Int).SetBytes(signature[66:])})
	require.NoError(t, err)
	for name, value := range map[string][]byte{
		"DER": der, "131 bytes": signature[1:], "133 bytes": append([]byte{0}, signature...), "64 bytes": signature[:64],
		"zero": make([]byte, 132), "halves swapped": append(append([]byte{}, signature[66:]...), signature[:66]...),
	} {
		require.Equal(t, codeSignature, code(checkFirst(jws.SigningInput+"."+base64.RawURLEncoding.EncodeToString(value), key, CheckOptions{})), "J15 %s", name)
	}
	require.NoError(t, checkFirst(string(d.Bytes()), key, CheckOptions{}))
	require.Equal(t, codeKeyType, code(checkFirst(string(d.Bytes()), publicKey(t, ecSecret(p256Key, 1)), CheckOptions{})), "J13")
}

// TestPSSSalt covers J24: only a salt as long as the hash is accepted.
func TestPSSSalt(t *testing.T) {
	key := rsaSecret(t, "rsa2048.pem").(*rsa.PrivateKey)
	payload := string(signed(t, sample, PS256, Options{}).JSON())
	input := b64(`{"alg":"PS256",`+kid+`}`) + "." + b64(payload)
	digest := sha256.Sum256([]byte(input))
	for salt, want := range map[int]string{rsa.PSSSaltLengthEqualsHash: "", 0 + 1: codeSignature, 20: codeSignature, 33: codeSignature, 64: codeSignature} {
		signature, err := rsa.SignPSS(rand.Reader, key, crypto.SHA256, digest[:], &rsa.PSSOptions{SaltLength: salt})
		require.NoError(t, err)
		text := input + "." + base64.RawURLEncoding.EncodeToString(signature)
		require.Equal(t, want, code(checkFirst(text, publicKey(t, key), CheckOptions{})), "J24 salt %d", salt)
	}
}

// TestEd25519S covers J19: S must be below the order of the group.
func TestEd25519S(t *testing.T) {
	d := signed(t, sample, EdDSA, Options{})
	token, _ := d.JWS()
	order, _ := new(big.Int).SetString("7237005577332262213973186563042994240857116359379907606001950938285454250989", 10)
	signature := []byte(token.Signature)
	s := new(big.Int)
	for i := 63; i >= 32; i-- {
		s.Lsh(s, 8).Or(s, big.NewInt(int64(signature[i])))
	}
	s.Add(s, order)
	for i := 32; i < 64; i++ {
		signature[i] = byte(s.Uint64())
		s.Rsh(s, 8)
	}
	text := token.SigningInput + "." + base64.RawURLEncoding.EncodeToString(signature)
	require.Equal(t, codeSignature, code(checkFirst(text, publicKey(t, ed25519Secret(1)), CheckOptions{})))
	require.Len(t, signature, ed25519.SignatureSize)
}

// TestTooManyProofs covers D34 for a token: the JWS counts as a proof.
func TestTooManyProofs(t *testing.T) {
	proofs := strings.TrimSuffix(strings.Repeat(`{},`, maxProofs), ",")
	payload := `{"id":"urn:a","proof":[` + proofs + `]}`
	err := checkFirst(token(t, ES256, ecSecret(p256Key, 1), `{"alg":"ES256",`+kid+`}`, payload), key.Key{}, CheckOptions{})
	require.Equal(t, codeProofTooMany, code(err))
}

// TestNoncesW05: the same text signed twice with one ECDSA key has two
// signatures with no common part. Callers cannot supply random numbers.
func TestNoncesW05(t *testing.T) {
	for _, scheme := range []Scheme{ES256, ES384} {
		seen := map[string]bool{}
		for range 8 {
			token := string(signed(t, sample, scheme, Options{}).Bytes())
			signature, err := base64.RawURLEncoding.DecodeString(token[strings.LastIndex(token, ".")+1:])
			require.NoError(t, err)
			r := string(signature[:len(signature)/2])
			require.False(t, seen[r], "a nonce was used twice")
			seen[r] = true
		}
	}
}
