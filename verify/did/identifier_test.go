package did

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
)

func TestIdentifiers(t *testing.T) {
	key := keyOf(t, 1)
	mb := key.Multikey()
	jwk := jwkOf(key.JWK())
	jwkText := strings.TrimPrefix(jwk, "did:jwk:")
	with := func(member string) string {
		return jwkOf([]byte(strings.TrimSuffix(string(key.JWK()), "}") + "," + member + "}"))
	}
	cases := map[string]struct{ id, code string }{
		"I01 localhost":                {"did:web:localhost", codeBadHost},
		"I01 loopback":                 {"did:web:127.0.0.1", codeBadHost},
		"I01 link-local":               {"did:web:169.254.169.254", codeBadHost},
		"I01 IPv6 in brackets":         {"did:web:[::1]", codeBadHost},
		"I01 IPv6, escaped":            {"did:web:%5B%3A%3A1%5D", codeBadHost},
		"I01 https loopback":           {"https://127.0.0.1/issuer", codeBadHost},
		"I01 https IPv6":               {"https://[::1]/issuer", codeBadHost},
		"I01 https IPv6 with port":     {"https://[::1]:443/issuer", codeBadHost},
		"I03 octal":                    {"did:web:0177.0.0.1", codeBadHost},
		"I03 decimal":                  {"did:web:2130706433", codeBadHost},
		"I03 hexadecimal":              {"did:web:0x7f.1", codeBadHost},
		"I03 hexadecimal last label":   {"did:web:a.0x7f", codeBadHost},
		"I03 short":                    {"did:web:127.1", codeBadHost},
		"I03 mapped":                   {"https://[::ffff:127.0.0.1]/", codeBadHost},
		"I03 translated":               {"https://[64:ff9b::7f00:1]/", codeBadHost},
		"I03 https decimal":            {"https://2130706433/", codeBadHost},
		"I05 dot dot":                  {"did:web:a.example:..:..:x", codeSyntax},
		"I05 dot":                      {"did:web:a.example:.", codeSyntax},
		"I05 escaped dots":             {"did:web:a.example:%2e%2e", codeSyntax},
		"I05 escaped slash":            {"did:web:a.example:a%2fb", codeSyntax},
		"I05 slash":                    {"did:web:a.example:a/b", codeSyntax},
		"I05 slash after the host":     {"did:web:a.example/b", codeBadHost},
		"I05 empty segment":            {"did:web:a.example::b", codeSyntax},
		"I05 empty last segment":       {"did:web:a.example:", codeSyntax},
		"I05 https dot dot":            {"https://a.example/x/../y", codeSyntax},
		"I05 https escaped dots":       {"https://a.example/x/%2e%2e/y", codeSyntax},
		"I06 lower-case escape":        {"did:web:a.example%3a8443", codeBadHost},
		"I06 escaped twice":            {"did:web:a.example%253A8443", codeBadHost},
		"I06 port 0":                   {"did:web:a.example%3A0", codeSyntax},
		"I06 port 65536":               {"did:web:a.example%3A65536", codeSyntax},
		"I06 leading zeros":            {"did:web:a.example%3A000443", codeSyntax},
		"I06 empty port":               {"did:web:a.example%3A", codeSyntax},
		"I06 signed port":              {"did:web:a.example%3A+443", codeSyntax},
		"I06 two ports":                {"did:web:a.example%3A443%3A443", codeSyntax},
		"I06 https port 0":             {"https://a.example:0/", codeSyntax},
		"I06 https empty port":         {"https://a.example:/", codeSyntax},
		"I07 user":                     {"did:web:user%40evil.example", codeBadHost},
		"I07 fragment":                 {"did:web:a.example%23b.example", codeBadHost},
		"I07 query":                    {"did:web:a.example%3Fb.example", codeBadHost},
		"I07 backslash":                {"did:web:a.example%5Cb.example", codeBadHost},
		"I07 zero byte":                {"did:web:a.example%00b.example", codeBadHost},
		"I07 https user":               {"https://user@a.example/", codeSyntax},
		"I07 https user and password":  {"https://a.example:443@b.example/", codeSyntax},
		"I07 https backslash":          {`https://a.example\@b.example/`, codeSyntax},
		"I07 https fragment":           {"https://a.example/#b", codeSyntax},
		"I07 line break":               {"https://a.example/\nb", codeSyntax},
		"I08 upper case":               {"did:web:A.example", codeBadHost},
		"I08 https upper case":         {"https://A.example/", codeBadHost},
		"I08 final dot":                {"did:web:a.example.", codeBadHost},
		"I08 leading dot":              {"did:web:.a.example", codeBadHost},
		"I08 full-width":               {"did:web:ａ.example", codeSyntax},
		"I08 ideographic stop":         {"did:web:a。example", codeSyntax},
		"I08 umlaut":                   {"did:web:bücher.example", codeSyntax},
		"I08 A-label of plain ASCII":   {"did:web:xn--abc-.example", codeBadHost},
		"I08 A-label of full-width":    {"did:web:xn--fq8h.example", codeBadHost},
		"I08 A-label of nothing":       {"did:web:xn--.example", codeBadHost},
		"I08 A-label cut off":          {"did:web:xn--bcher-kv.example", codeBadHost},
		"I08 A-label too large":        {"did:web:xn--99999999.example", codeBadHost},
		"I08 other double hyphen":      {"did:web:ab--cd.example", codeBadHost},
		"I08 hyphen first":             {"did:web:-a.example", codeBadHost},
		"I08 hyphen last":              {"did:web:a-.example", codeBadHost},
		"I08 underscore":               {"did:web:a_b.example", codeBadHost},
		"I08 label of 64":              {"did:web:" + strings.Repeat("a", 64) + ".example", codeBadHost},
		"I08 host of 254":              {"did:web:" + strings.Repeat("a.", 123) + "examples", codeBadHost},
		"I15 space":                    {"did:key:" + mb[:9] + " " + mb[9:], codeSyntax},
		"I15 two keys":                 {"did:key:" + mb + "#" + mb, "multibase.alphabet"},
		"I15 leading one":              {"did:key:z1" + mb[1:], ""},
		"I15 empty":                    {"did:key:", ""},
		"I15 no prefix":                {"did:key:" + mb[1:], ""},
		"I15 other base":               {"did:key:m" + mb[1:], ""},
		"I15 letter O":                 {"did:key:z0OIl", ""},
		"I15 cut off":                  {"did:key:" + mb[:len(mb)-2], ""},
		"I15 version":                  {"did:key:1.1:" + mb, ""},
		"I15 long":                     {"did:key:" + mb + strings.Repeat("1", 600), codeSyntax},
		"I17 padded":                   {jwk + "=", codeSyntax},
		"I17 line break":               {jwk[:30] + "\n" + jwk[30:], codeSyntax},
		"I17 standard alphabet":        {"did:jwk:" + jwkText + "+/", codeSyntax},
		"I17 private":                  {with(`"d":"AAAA"`), "key.private_exposed"},
		"I17 member twice":             {with(`"kty":"OKP"`), "json.duplicate_member"},
		"I17 megabyte":                 {with(`"x5c":"` + strings.Repeat("A", 1<<20) + `"`), codeSyntax},
		"I17 key set":                  {jwkOf([]byte(`{"kty":"OKP","keys":[]}`)), codeSyntax},
		"I17 verification method":      {jwkOf([]byte(methodOf("did:x:y", "did:x:y", key))), codeSyntax},
		"I17 not JSON":                 {jwkOf([]byte(mb)), codeSyntax},
		"I17 empty":                    {"did:jwk:", codeSyntax},
		"I17 null":                     {jwkOf([]byte("null")), codeSyntax},
		"I17 something follows":        {jwkOf(append(key.JWK(), "{}"...)), codeSyntax},
		"I18 version time":             {"did:web:a.example?versionTime=2020-01-01T00:00:00Z", codeBadHost},
		"I18 version time, path":       {"did:web:a.example:b?versionTime=2020", codeSyntax},
		"I18 service":                  {"did:web:a.example:b;service=files", codeSyntax},
		"I18 relative reference":       {"did:web:a.example:b?service=files&relativeRef=x", codeSyntax},
		"I18 of a did:key":             {"did:key:" + mb + "?versionId=1", ""},
		"I22 upper-case scheme":        {"DID:web:a.example", codeUnsupported},
		"I22 upper-case method":        {"did:Web:a.example", codeUnsupported},
		"I22 unknown method":           {"did:example:123", codeUnsupported},
		"I22 method without a subject": {"did:web", codeUnsupported},
		"I22 http":                     {"http://a.example/", codeUnsupported},
		"I22 upper-case https":         {"HTTPS://a.example/", codeUnsupported},
		"I22 urn":                      {"urn:uuid:6f2e33e5-7a29-4155-840a-59483ba10164", codeUnsupported},
		"I22 file":                     {"file:///etc/passwd", codeUnsupported},
		"I22 data":                     {"data:application/json,{}", codeUnsupported},
		"I22 no scheme":                {"a.example", codeSyntax},
		"I22 nothing":                  {"", codeSyntax},
		"I22 empty scheme":             {":a", codeSyntax},
		"I22 scheme alone":             {"a:", codeSyntax},
		"C-076 IP host with port":      {"did:web:10.0.0.1%3A8443", codeBadHost},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w := &web{}
			_, err := w.resolver().Find(t.Context(), c.id, c.id+"#key-1")
			require.Error(t, err)
			if c.code != "" {
				requireCode(t, c.code, err)
			} else {
				require.NotEmpty(t, badge.CodeOf(err))
			}
			require.Equal(t, c.code != codeUnsupported, definite(err))
			require.Empty(t, w.asked)
		})
	}
}

// multikeyOf writes any bytes as a Multikey of the given kind.
func multikeyOf(codec []byte, hexKey string) string {
	const alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
	data, err := hex.DecodeString(hexKey)
	if err != nil {
		return err.Error()
	}
	n, digit, base := new(big.Int).SetBytes(append(bytes.Clone(codec), data...)), new(big.Int), big.NewInt(58)
	var out []byte
	for n.Sign() > 0 {
		n.DivMod(n, base, digit)
		out = append(out, alphabet[digit.Int64()])
	}
	slices.Reverse(out)
	return "z" + string(out)
}

var ed25519Codec, p256Codec = []byte{0xed, 0x01}, []byte{0x80, 0x24}

// weakPoints are encodings of Ed25519 points for which anybody can sign.
var weakPoints = []string{
	"0100000000000000000000000000000000000000000000000000000000000000",
	"0100000000000000000000000000000000000000000000000000000000000080",
	"0000000000000000000000000000000000000000000000000000000000000000",
	"0000000000000000000000000000000000000000000000000000000000000080",
	"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
	"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
	"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
	"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
	"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
	"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
	"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
}

func TestWeakKeys(t *testing.T) {
	for _, point := range weakPoints {
		t.Run("I16 "+point, func(t *testing.T) {
			mb := multikeyOf(ed25519Codec, point)
			raw, err := hex.DecodeString(point)
			require.NoError(t, err)
			jwk := fmt.Sprintf(`{"kty":"OKP","crv":"Ed25519","x":%q}`, base64.RawURLEncoding.EncodeToString(raw))
			for _, id := range []string{"did:key:" + mb, jwkOf([]byte(jwk))} {
				_, err = Resolver{}.Match(t.Context(), id, keyOf(t, 1))
				requireCode(t, "key.weak", err)
			}
			_, err = FragmentKey("https://a.example/#" + mb)
			requireCode(t, "key.weak", err)
		})
	}
	t.Run("I16 no point on the curve", func(t *testing.T) {
		x := strings.Repeat("00", 31) + "01" // no y on P-256 has this x
		_, err := Resolver{}.Match(t.Context(), "did:key:"+multikeyOf(p256Codec, "02"+x), keyOf(t, 1))
		requireCode(t, "key.not_on_curve", err)
	})
}

func TestAddresses(t *testing.T) {
	cases := map[string]struct{ id, address string }{
		"C-076 host":                {"did:web:a.example", "https://a.example/.well-known/did.json"},
		"C-076 path":                {"did:web:a.example:b:C_~-.1", "https://a.example/b/C_~-.1/did.json"},
		"C-076 port":                {"did:web:a.example%3A8443", "https://a.example:8443/.well-known/did.json"},
		"C-076 port and path":       {"did:web:a.example%3A65535:b", "https://a.example:65535/b/did.json"},
		"I06 a colon is not a port": {"did:web:a.example:8443", "https://a.example/8443/did.json"},
		"I08 international":         {"did:web:xn--bcher-kva.example", "https://xn--bcher-kva.example/.well-known/did.json"},
		"I08 international only":    {"did:web:xn--fiqs8s.example", "https://xn--fiqs8s.example/.well-known/did.json"},
		"I08 international TLD":     {"did:web:a.xn--p1ai", "https://a.xn--p1ai/.well-known/did.json"},
		"I08 label of 63":           {"did:web:" + strings.Repeat("a", 63) + ".example", "https://" + strings.Repeat("a", 63) + ".example/.well-known/did.json"},
		"https":                     {"https://a.example/issuers/1?v=3", "https://a.example/issuers/1?v=3"},
		"https without path":        {"https://a.example", "https://a.example"},
		"https with port":           {"https://a.example:8443/", "https://a.example:8443/"},
		"https with escapes":        {"https://a.example/a%2Fb", "https://a.example/a%2Fb"},
		"https with upper escape":   {"https://a.example/B%C3%BCcher", "https://a.example/B%C3%BCcher"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			id, err := parse(c.id)
			require.NoError(t, err)
			require.Equal(t, c.address, id.address.String())
		})
	}
}

func TestSelfAssertedIdentifiers(t *testing.T) {
	key := keyOf(t, 1)
	didKey, didJWK := key.DIDKey(), jwkOf(key.JWK())
	other := keyOf(t, 2)
	cases := map[string]struct{ id, name, code string }{
		"C-075 did:key":                         {didKey, didKey + "#" + key.Multikey(), ""},
		"C-075 did:jwk":                         {didJWK, didJWK + "#0", ""},
		"C-075 fragment of another key":         {didKey, didKey + "#" + other.Multikey(), codeFragment},
		"I15 fragment of another key":           {didKey, didKey + "#" + other.Multikey(), codeFragment},
		"I15 no fragment":                       {didKey, didKey, ""},
		"I15 empty fragment":                    {didKey, didKey + "#", codeFragment},
		"I15 two fragments":                     {didKey, didKey + "#" + key.Multikey() + "#" + key.Multikey(), codeFragment},
		"I17 fragment 1":                        {didJWK, didJWK + "#1", codeFragment},
		"I17 fragment 00":                       {didJWK, didJWK + "#00", codeFragment},
		"I17 no fragment":                       {didJWK, didJWK, ""},
		"I18 query":                             {didKey, didKey + "?versionId=1#" + key.Multikey(), codeNotBound},
		"J04 another did:key":                   {didKey, other.DIDKey() + "#" + other.Multikey(), codeNotBound},
		"J04 same key in other words":           {didKey, didJWK + "#0", codeNotBound},
		"Q-31 issuer that is not an identifier": {"urn:uuid:6f2e33e5-7a29-4155-840a-59483ba10164", didKey, codeUnsupported},
		"J07 bare name":                         {didKey, "key-1", codeFragment},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			found, err := Resolver{}.Find(t.Context(), c.id, c.name)
			requireCode(t, c.code, err)
			if c.code == "" {
				require.True(t, found.Method.Key.Equal(key))
				require.Equal(t, found.Hint, c.name != found.Method.ID)
				require.Equal(t, found.Method.ID, found.Method.Key.ID())

				require.Equal(t, SelfAsserted, found.Binding)
				require.Empty(t, found.Fetched)
			}
		})
	}
	t.Run("C-094 the key itself", func(t *testing.T) {
		for _, id := range []string{didKey, didJWK} {
			found, err := Resolver{}.Match(t.Context(), id, key)
			require.NoError(t, err)
			require.Equal(t, SelfAsserted, found.Binding)
			_, err = Resolver{}.Match(t.Context(), id, other)
			requireCode(t, codeNotBound, err)
		}
	})
}

func TestFragmentKey(t *testing.T) {
	key := keyOf(t, 1)
	mb := key.Multikey()
	didJWK := jwkOf(key.JWK())
	cases := map[string]struct{ method, code string }{
		"Q-11 https":                  {"https://a.example/issuers/1#" + mb, ""},
		"Q-31 bare did:key":           {"did:key:" + mb, ""},
		"Q-31 did:key":                {"did:key:" + mb + "#" + mb, ""},
		"did:jwk":                     {didJWK + "#0", ""},
		"bare did:jwk":                {didJWK, ""},
		"Q-11 https without fragment": {"https://a.example/issuers/1", codeNoKey},
		"Q-11 http":                   {"http://a.example/issuers/1#" + mb, codeUnsupported},
		"C-058 fragment is not a key": {"https://a.example/issuers/1#z6Mk", "x"},
		"C-058 fragment is a name":    {"https://a.example/issuers/1#key-1", "x"},
		"C-058 no scheme":             {mb, codeSyntax},
		"C-058 unknown scheme":        {"xxx:" + mb, codeUnsupported},
		"C-058 unknown DID method":    {"did:xxx:" + mb, codeUnsupported},
		"I15 fragment of another key": {"did:key:" + mb + "#" + keyOf(t, 2).Multikey(), codeFragment},
		"did:web":                     {"did:web:a.example#" + mb, codeNoKey},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got, err := FragmentKey(c.method)
			switch c.code {
			case "":
				require.NoError(t, err)
				require.True(t, got.Equal(key))
				require.Equal(t, c.method, got.ID())
			case "x":
				require.NotEmpty(t, badge.CodeOf(err))
			default:
				requireCode(t, c.code, err)
			}
		})
	}
}

// The published examples of RFC 3492 §7.1, as far as they are lower case.
func TestPunycode(t *testing.T) {
	for encoded, want := range map[string]string{
		"ihqwcrb4cv8a8dqg056pqjye": "他们为什么不说中文",
		"bcher-kva":                "bücher",
		"egbpdaj6bu4bxfgehfvwxn":   "ليهمابتكلموشعربي؟",
		"fiqs8s":                   "中国",
		"p1ai":                     "рф",
		"hb9b":                     "\ud7ff",
		"0y0c":                     "\ue000",
		"dn32g":                    "\U0010ffff",
		"ec8ccd":                   "𐌰𐌱𐌲",
		"tdaaa":                    "üüü",
		"aaaaaaaaaaaaaaaaaaaa-8ec": "aaaaaaaaaaaaaaaaaaaaü",
		"zckzah9945czlbtz6h":       "日本語テスト",
		"hxajbheg2az3al":           "παράδειγμα",
		"80akhbyknj4f":             "испытание",
		"abcde-c9dijkl":            "αaβbγcδdεe",
		"3e0bp5hoc75bk4sw9aw37adyfjleeb0k846ji4derl": "한국어도메인이름테스트입니다",
		"tda": "ü",
	} {
		got, ok := decodePunycode(encoded)
		require.True(t, ok, encoded)
		require.Equal(t, want, string(got))
	}
	for _, bad := range []string{"-", "a-b-!", strings.Repeat("9", 59), "kv", "ib9b", "zy0c", "en32g"} {
		got, ok := decodePunycode(bad)
		require.False(t, ok, fmt.Sprint(bad, string(got)))
	}
}

// Decoded labels are words, of any script but not of full-width letters.
func TestWords(t *testing.T) {
	for label, want := range map[string]bool{"ü": true, "a-ü": true, "ü1": true, "𐌰": true, "\ufeff": false, "Ü": false, "a": false, "ü.": false, "ａ": false, "\uffda": false} {
		require.Equal(t, want, isWord([]rune(label)), label)
	}
}

// A segment of a did:web has unreserved characters only.
func TestSegments(t *testing.T) {
	_, err := parse("did:web:a.example:09azAZ-._~")
	require.NoError(t, err)
	for _, r := range "/:@[`{!*" {
		require.True(t, notSegment(r), string(r))
	}
}
