package key

import (
	"bytes"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"maps"
	"math/big"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/multiformat"
)

// edJWK is the key of RFC 8037 Appendix A.2.
const edJWK = `{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}`

func with(jwk, members string) string { return strings.TrimSuffix(jwk, "}") + "," + members + "}" }

func rsaJWK(n *big.Int, e string) string {
	return fmt.Sprintf(`{"kty":"RSA","n":"%s","e":"%s"}`, multiformat.EncodeBase64URL(n.Bytes()), e)
}

func ecJWK(crv string, x, y []byte) string {
	return fmt.Sprintf(`{"kty":"EC","crv":"%s","x":"%s","y":"%s"}`, crv, multiformat.EncodeBase64URL(x), multiformat.EncodeBase64URL(y))
}

func modulus(bits uint) *big.Int {
	n := new(big.Int).Lsh(big.NewInt(1), bits-1)
	return n.Add(n, big.NewInt(11)) // not a fingerprint
}

func pemBlock(typ string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: typ, Bytes: der}))
}

func pkix(t testing.TB, public any) string {
	der, err := x509.MarshalPKIXPublicKey(public)
	require.NoError(t, err)
	return pemBlock("PUBLIC KEY", der)
}

func multikey(t testing.TB, prefix string, key []byte) string {
	p, err := hex.DecodeString(prefix)
	require.NoError(t, err)
	return multiformat.EncodeBase58(append(p, key...))
}

// lowOrderEncodings are the fourteen encodings of small order: seven values
// of y, each with either sign of x.
var lowOrderEncodings = []string{
	"0000000000000000000000000000000000000000000000000000000000000000",
	"0000000000000000000000000000000000000000000000000000000000000080",
	"0100000000000000000000000000000000000000000000000000000000000000",
	"0100000000000000000000000000000000000000000000000000000000000080",
	"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
	"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
	"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
	"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
	"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
	"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
	"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
}

func TestHostileKeys(t *testing.T) {
	type row struct{ name, text, code string }
	p256 := ecSecret(p256Key, 7)
	point, err := p256.PublicKey.Bytes()
	require.NoError(t, err)
	x, y := point[1:33], point[33:]
	x25519, err := ecdh.X25519().GenerateKey(rand.Reader)
	require.NoError(t, err)
	p224, err := ecdsa.GenerateKey(elliptic.P224(), rand.Reader)
	require.NoError(t, err)
	p521 := ecSecret(p521Key, 1)
	long, err := p521.PublicKey.Bytes()
	require.NoError(t, err)
	certificate := pemBlock("CERTIFICATE", []byte{0x30, 0})
	good := rsaSecret(t, "rsa2048.pem").Public().(*rsa.PublicKey).N
	weak := rsaSecret(t, "rsa1024.pem").Public().(*rsa.PublicKey).N
	var many strings.Builder
	for i := range maxKeys + 1 {
		fmt.Fprintf(&many, `,{"kty":"OKP","kid":"%d"}`, i)
	}
	rows := []row{
		{"J20 512 bits", rsaJWK(modulus(512), "AQAB"), codeTooSmall},
		{"J20 C-098 1024 bits", rsaJWK(weak, "AQAB"), codeTooSmall},
		{"J20 2047 bits", rsaJWK(modulus(2047), "AQAB"), codeTooSmall},
		{"J20 PEM", pkix(t, &rsa.PublicKey{N: weak, E: 65537}), codeTooSmall},
		{"J21 exponent 1", rsaJWK(good, "AQ"), codeExponent},
		{"J21 exponent 2", rsaJWK(good, "Ag"), codeExponent},
		{"J21 exponent 3", rsaJWK(good, "Aw"), codeExponent},
		{"J21 exponent of 5 bytes", rsaJWK(good, "AQAAAAE"), codeExponent},
		{"J21 exponent of 9 bytes that ends like 65537", rsaJWK(good, "AQAAAAAAAQAB"), codeExponent},
		{"J21 exponent 3 in PEM", pkix(t, rsaSecret(t, "rsa2048-e3.pem").Public()), codeExponent},
		{"J22 16k", rsaJWK(modulus(16<<10), "AQAB"), codeTooLarge},
		{"J22 64k", rsaJWK(modulus(64<<10), "AQAB"), codeTooLarge},
		{"J22 256k", rsaJWK(modulus(256<<10), "AQAB"), codeTooLarge},
		{"J20 even modulus", rsaJWK(new(big.Int).Lsh(big.NewInt(1), 2047), "AQAB"), codeWeak},
		{"J23 ROCA", rsaJWK(rocaModulus(), "AQAB"), codeWeak},
		{"RSA n with leading zero", fmt.Sprintf(`{"kty":"RSA","e":"AQAB","n":"%s"}`, multiformat.EncodeBase64URL(append([]byte{0}, good.Bytes()...))), codeMember},
		{"RSA e missing", strings.Replace(rsaJWK(good, "AQAB"), `"e"`, `"x"`, 1), codeMember},
		{"Ed25519 x missing", `{"kty":"OKP","crv":"Ed25519"}`, codeMember},
		{"Ed25519 x of 31 bytes", `{"kty":"OKP","crv":"Ed25519","x":"` + multiformat.EncodeBase64URL(make([]byte, 31)) + `"}`, codeMember},
		{"RSA n missing", `{"kty":"RSA","e":"AQAB"}`, codeMember},
		{"RSA n padded", `{"kty":"RSA","e":"AQAB","n":"AQ=="}`, codeMember},
		{"J25 off the curve", ecJWK("P-256", make([]byte, 32), append(make([]byte, 31), 1)), codeCurve},
		{"J25 infinity", ecJWK("P-256", make([]byte, 32), make([]byte, 32)), codeCurve},
		{"J25 short x", ecJWK("P-256", x[:31], y), codeMember},
		{"J25 long x", ecJWK("P-256", append([]byte{0}, x...), y), codeMember},
		{"J25 x of 4000 bytes", ecJWK("P-256", make([]byte, 4000), y), codeMember},
		{"J25 y missing", `{"kty":"EC","crv":"P-256","x":"AA"}`, codeMember},
		{"J25 P-521 x of 65 bytes", ecJWK("P-521", long[2:67], long[67:]), codeMember},
		{"J25 P-521 point under P-384", ecJWK("P-384", long[1:67], long[67:]), codeMember},
		{"J25 P-521 off the curve", ecJWK("P-521", long[67:], long[1:67]), codeCurve},
		{"D41 P-521 prefix on 66 bytes", multikey(t, "8224", long[1:67]), multiformat.CodeLength},
		{"J26 P-224", pkix(t, p224.Public()), codeUnsupported},
		{"J26 Ed448", strings.Replace(edJWK, "Ed25519", "Ed448", 1), codeUnsupported},
		{"J26 X25519 JWK", strings.Replace(edJWK, "Ed25519", "X25519", 1), codeUnsupported},
		{"J26 X25519 PEM", pkix(t, x25519.Public()), codeUnsupported},
		{"J26 kty in lower case", strings.Replace(edJWK, "OKP", "okp", 1), codeUnsupported},
		{"J26 kty of another curve", strings.Replace(edJWK, "OKP", "EC", 1), codeUnsupported},
		{"J02 symmetric", `{"kty":"oct","k":"AA"}`, codePrivateExposed},
		{"J10 duplicate member", with(edJWK, `"kty":"RSA"`), "json.duplicate_member"},
		{"J36 duplicate kid", `{"keys":[` + with(edJWK, `"kid":"a"`) + `,` + with(edJWK, `"kid":"a"`) + `]}`, codeAmbiguousSet},
		{"J36 symmetric among public", `{"keys":[` + edJWK + `,{"kty":"oct","k":"AA"}]}`, codeAmbiguousSet},
		{"J37 use enc", with(edJWK, `"use":"enc"`), codeUse},
		{"J37 use of another type", with(edJWK, `"use":["sig"]`), codeUse},
		{"J37 key_ops encrypt", with(edJWK, `"key_ops":["encrypt"]`), codeUse},
		{"J37 key_ops text", with(edJWK, `"key_ops":"verify"`), codeUse},
		{"J37 alg of another key", with(edJWK, `"alg":"RS256"`), codeAlg},
		{"J37 alg for encryption", with(edJWK, `"alg":"ECDH-ES"`), codeAlg},
		{"J37 alg of Data Integrity", with(edJWK, `"alg":"eddsa-rdfc-2022"`), codeAlg},
		{"J38 C-081 Ed25519 d", with(edJWK, `"d":"AA"`), codePrivateExposed},
		{"J38 RSA p", with(rsaJWK(good, "AQAB"), `"p":"AA"`), codePrivateExposed},
		{"J38 in a set", `{"keys":[` + with(edJWK, `"d":"AA"`) + `]}`, codePrivateExposed},
		{"J38 PEM", pemBlock("PRIVATE KEY", []byte{0x30, 0}), codePrivateExposed},
		{"J38 PEM EC", pemBlock("EC PRIVATE KEY", []byte{0x30, 0}), codePrivateExposed},
		{"J38 Multikey", multikey(t, "8026", make([]byte, 32)), codePrivateExposed},
		{"J38 Multikey document", `{"id":"https://a.example/k","type":"Multikey","publicKeyMultibase":"z6","secretKeyMultibase":"z3"}`, codePrivateExposed},
		{"J39 too many", `{"keys":[` + many.String()[1:] + `]}`, codeTooMany},
		{"J39 too long", `{"keys":["` + strings.Repeat("a", maxText) + `"]}`, codeTooLarge},
		{"J39 deep", strings.Repeat("[", 100000), codeFormat},
		{"J39 deep object", `{"keys":` + strings.Repeat("[", 100000) + "}", "json.depth"},
		{"J07 kid of another type", with(edJWK, `"kid":{"$ne":1}`), codeID},
		{"J07 kid with line break", with(edJWK, `"kid":"a\r\nGET /"`), codeID},
		{"J07 long kid", with(edJWK, `"kid":"`+strings.Repeat("k", 513)+`"`), codeID},
		{"J06 certificate", certificate, codeCertificate},
		{"PEM of something else", pemBlock("X509 CRL", nil), codeFormat},
		{"PEM with rubbish between", pkix(t, p256.Public()) + "x\n" + pkix(t, p256.Public()), codeFormat},
		{"PEM with rubbish behind", pkix(t, p256.Public()) + "x", codeFormat},
		{"PEM damaged", pemBlock("PUBLIC KEY", []byte{1}), codeFormat},
		{"not a key", "hello", codeFormat},
		{"JSON of something else", `{"a":1}`, codeUnsupported},
		{"JSON array", `[]`, codeFormat},
		{"empty set", `{"keys":[]}`, codeFormat},
		{"empty", "", codeFormat},
		{"D41 X25519", multikey(t, "ec01", make([]byte, 32)), codeUnsupported},
		{"D41 varint not minimal", multikey(t, "ed8100", make([]byte, 32)), multiformat.CodeVarint},
		{"D41 C-066 one byte more", multikey(t, "ed01", make([]byte, 33)), multiformat.CodeLength},
		{"D41 C-066 P-256 prefix on 32 bytes", multikey(t, "8024", make([]byte, 32)), multiformat.CodeLength},
		{"I16 compressed x with no y", multikey(t, "8024", append([]byte{2}, append(make([]byte, 31), 1)...)), codeCurve},
		{"I16 compressed with another tag", multikey(t, "8024", append([]byte{5}, x...)), codeCurve},
		{"I15 alphabet", "z0OIl", multiformat.CodeAlphabet},
		{"I15 leading ones", "z1116MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi", multiformat.CodeCodec},
	}
	for i, encoding := range lowOrderEncodings {
		data, err := hex.DecodeString(encoding)
		require.NoError(t, err)
		rows = append(rows,
			row{fmt.Sprintf("J18 small order %d", i), fmt.Sprintf(`{"kty":"OKP","crv":"Ed25519","x":"%s"}`, multiformat.EncodeBase64URL(data)), codeWeak},
			row{fmt.Sprintf("I16 small order %d", i), multikey(t, "ed01", data), codeWeak})
	}
	data, err := hex.DecodeString("f0" + strings.Repeat("ff", 30) + "7f")
	require.NoError(t, err)
	rows = append(rows, row{"J18 y not canonical", multikey(t, "ed01", data), codeWeak})
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			keys, err := Parse([]byte(r.text))
			require.Equal(t, r.code, code(err), "%v", err)
			require.Empty(t, keys)
			require.Less(t, len(err.Error()), 400)
		})
	}
}

// rocaModulus builds a number with the fingerprint: a power of 65537 modulo
// every small prime.
func rocaModulus() *big.Int {
	product := big.NewInt(1)
	for p := range rocaSubgroups {
		product.Mul(product, new(big.Int).SetUint64(p))
	}
	n := new(big.Int).Exp(big.NewInt(65537), big.NewInt(123456789), product)
	step := product.Lsh(product, 1)
	if n.Bit(0) == 0 {
		n.Add(n, new(big.Int).Rsh(step, 1))
	}
	top := new(big.Int).Lsh(big.NewInt(1), 2047)
	top.Div(top, step).Add(top, big.NewInt(1))
	return n.Add(n, top.Mul(top, step))
}

// The published test of CVE-2017-15361 has these primes.
func TestROCAPrimes(t *testing.T) {
	require.Equal(t, []uint64{11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157}, slices.Sorted(maps.Keys(rocaSubgroups)))
}

// The use of a key may be given, and a large y is canonical as long as it is
// below 2^255-19.
func TestUsualKeys(t *testing.T) {
	large, err := hex.DecodeString("ff" + strings.Repeat("ff", 30) + "7e")
	require.NoError(t, err)
	inner, err := hex.DecodeString("ff7f" + strings.Repeat("ff", 29) + "7f")
	require.NoError(t, err)
	largest, err := hex.DecodeString("eb" + strings.Repeat("ff", 30) + "7f") // one more is a point of small order
	require.NoError(t, err)
	for _, text := range []string{
		with(edJWK, `"use":"sig"`), with(edJWK, `"key_ops":["verify"]`), with(edJWK, `"key_ops":["sign","verify"],"alg":"EdDSA"`),
		`{"kty":"OKP","crv":"Ed25519","x":"` + multiformat.EncodeBase64URL(large) + `"}`, multikey(t, "ed01", inner), multikey(t, "ed01", largest),
	} {
		keys, err := Parse([]byte(text))
		require.NoError(t, err, text)
		require.Len(t, keys, 1)
	}
}

func TestParseKeys(t *testing.T) {
	rsaText, err := os.ReadFile("testdata/rsa2048.pem")
	require.NoError(t, err)
	rsa, err := ParsePrivate(rsaText)
	require.NoError(t, err)
	for name, public := range map[string]any{
		"RSA": rsa.Public(), "P-256": ecSecret(p256Key, 3).Public(), "P-384": ecSecret(p384Key, 3).Public(), "Ed25519": ed25519Secret(3).Public(),
	} {
		t.Run(name, func(t *testing.T) {
			want, err := FromPublic(public)
			require.NoError(t, err)
			want = want.WithID("https://a.example/#1")
			forms := []string{string(want.JWK()), `{"iss":"https://a.example","keys":[` + string(want.JWK()) + `]}`, pkix(t, public), "\n" + pkix(t, public) + "\n"}
			if m := want.Multikey(); m != "" {
				forms = append(forms, m, fmt.Sprintf(`{"id":"https://a.example/#1","type":"Multikey","controller":"https://a.example","publicKeyMultibase":"%s"}`, m),
					fmt.Sprintf(`{"id":"https://a.example/#1","type":"JsonWebKey","publicKeyJwk":%s}`, want.WithID("").JWK()))
				require.Equal(t, "did:key:"+m, want.DIDKey())
			}
			for _, form := range forms {
				keys, err := Parse([]byte(form))
				require.NoError(t, err, form)
				require.Len(t, keys, 1)
				require.True(t, keys[0].Equal(want))
				require.Equal(t, want.Thumbprint(), keys[0].Thumbprint())
				require.NotContains(t, string(keys[0].JWK()), `"d"`)
				if strings.HasPrefix(form, "{") {
					require.Equal(t, want.ID(), keys[0].ID())
				}
			}
		})
	}
}

// TestThumbprint uses the values of RFC 8037 Appendix A.3 and RFC 7638 §3.1.
func TestThumbprint(t *testing.T) {
	keys, err := Parse([]byte(edJWK))
	require.NoError(t, err)
	require.Equal(t, "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k", keys[0].Thumbprint())
	n := "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"
	keys, err = Parse([]byte(`{"kty":"RSA","e":"AQAB","alg":"RS256","kid":"2011-04-29","n":"` + n + `"}`))
	require.NoError(t, err)
	require.Equal(t, "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs", keys[0].Thumbprint())
}

// TestKeySet ignores keys for another use and keeps the rest.
func TestKeySet(t *testing.T) {
	set, err := ParseJWKS([]byte(`{"iss":"https://a.example","keys":[` + with(edJWK, `"kid":"a","use":"enc"`) + `,{"kty":"new"},` + with(edJWK, `"kid":"b"`) + `]}`))
	require.NoError(t, err)
	require.Len(t, set, 3)
	require.Equal(t, codeUse, code(set[0].Err))
	require.Equal(t, "/keys/0/use", badge.PathOf(set[0].Err))
	require.Equal(t, codeUnsupported, code(set[1].Err))
	require.NoError(t, set[2].Err)
	require.Equal(t, "b", set[2].ID)
	require.Equal(t, "b", set[2].Key.ID())
	for _, entry := range set {
		require.Equal(t, "https://a.example", entry.Controller)
	}
	own := `{"iss":"https://a.example","keys":[` + with(edJWK, `"iss":"https://b.example"`) + `]}`
	set, err = ParseJWKS([]byte(own))
	require.NoError(t, err)
	require.Equal(t, "https://b.example", set[0].Controller)
	set, err = ParseJWKS([]byte(`{"keys":[` + with(edJWK, `"iss":1`) + `]}`))
	require.NoError(t, err)
	require.Equal(t, codeFormat, code(set[0].Err))
	single, err := ParseVerificationMethod([]byte(with(edJWK, `"iss":"https://b.example","kid":"1"`)))
	require.NoError(t, err)
	require.Equal(t, "https://b.example", single.Controller)
	require.Equal(t, "1", single.ID)
}

func TestKeyIsImmutable(t *testing.T) {
	for name, secret := range secrets(t) {
		k := publicKey(t, secret)
		before := k.Thumbprint()
		switch p := k.Public().(type) {
		case *rsa.PublicKey:
			p.N.SetInt64(1)
		case ed25519.PublicKey:
			clear(p)
		}
		require.Equal(t, before, k.Thumbprint(), name)
	}
	public := ed25519Secret(9).Public().(ed25519.PublicKey)
	k, err := FromPublic(public)
	require.NoError(t, err)
	before := k.Thumbprint()
	clear(public)
	require.Equal(t, before, k.Thumbprint())
}

func TestZeroKey(t *testing.T) {
	var k Key
	require.Nil(t, k.Public())
	require.Nil(t, k.JWK())
	require.Empty(t, k.Multikey()+k.DIDKey()+k.Thumbprint()+k.ID())
	require.False(t, k.Equal(k))
	require.Equal(t, "no key", k.String())
	_, err := FromPublic(nil)
	require.Equal(t, codeUnsupported, code(err))
	_, err = FromPublic((*rsa.PublicKey)(nil))
	require.Equal(t, codeUnsupported, code(err))
	_, err = FromPublic(&ecdsa.PublicKey{Curve: elliptic.P256()})
	require.Equal(t, codeCurve, code(err))
	_, err = FromPublic(&ecdsa.PublicKey{Curve: &elliptic.CurveParams{Name: "P-257"}})
	require.Equal(t, codeUnsupported, code(err))
	require.True(t, bytes.Equal(nil, k.JWK()))
}

// A key that is refused has the code and the place of its fault.
func TestFaultsHaveTheirPlace(t *testing.T) {
	point := publicKey(t, ed25519Secret(1))
	data := ed25519Secret(1).Public().(ed25519.PublicKey)
	for name, row := range map[string]struct {
		read       func() error
		code, path string
	}{
		"base64url Multikey": {func() error {
			_, err := ParseMultikey("u" + base64.RawURLEncoding.EncodeToString(append([]byte{0xed, 1}, data...)))
			return err
		}, multiformat.CodePrefix, ""},
		"x of another type": {func() error {
			_, err := Parse([]byte(`{"kty":"OKP","crv":"Ed25519","x":7}`))
			return err
		}, codeMember, "/x"},
		"issuer of a set of another type": {func() error {
			_, err := ParseJWKS([]byte(`{"iss":7,"keys":[]}`))
			return err
		}, codeFormat, "/iss"},
		"a list among verification methods": {func() error {
			_, err := ParseControllerDocument([]byte(`{"id":"did:web:a.example","verificationMethod":[["a method"]]}`))
			return err
		}, codeControllerMethod, "/verificationMethod/0"},
		"private key too short for use": {func() error {
			small, err := rsa.GenerateKey(rand.Reader, 1024)
			if err != nil {
				return err
			}
			_, err = matching(small, point)
			return err
		}, codeTooSmall, ""},
	} {
		t.Run(name, func(t *testing.T) {
			err := row.read()
			require.Equal(t, row.code, code(err), "%v", err)
			require.Equal(t, row.path, badge.PathOf(err))
		})
	}
}

// A key with several names is found by the one that asserts.
func TestMethodOf(t *testing.T) {
	k, other := publicKey(t, ed25519Secret(1)), publicKey(t, ed25519Secret(2))
	old, used, last := multikeyMethod("#old", did, k.Multikey(), ""), multikeyMethod("#used", did, k.Multikey(), ""), multikeyMethod("#last", did, k.Multikey(), "")
	d, err := ParseControllerDocument([]byte(`{"id":"` + did + `","verificationMethod":[` + old + "," + used + "," + last + `],"assertionMethod":["#used"]}`))
	require.NoError(t, err)
	m, err := d.MethodOf(k)
	require.NoError(t, err)
	require.Equal(t, did+"#used", m.ID)
	_, err = d.MethodOf(other)
	require.Equal(t, codeControllerUnknown, code(err))
	require.False(t, k.Equal(Key{}))
	require.False(t, Key{}.Equal(Key{}))
}
