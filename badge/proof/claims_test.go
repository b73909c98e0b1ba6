package proof

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
)

// legacy is a credential of VC Data Model 1.1 for the claim vc.
const legacy = `{"@context":["https://www.w3.org/2018/credentials/v1","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],` +
	`"id":"urn:uuid:1","type":["VerifiableCredential","OpenBadgeCredential"],"name":"N","issuer":{"id":"https://issuer.example","type":["Profile"]},` +
	`"issuanceDate":"2024-05-01T08:20:30Z","expirationDate":"2034-05-01T10:20:30Z","credentialSubject":{"id":"did:example:ada","type":["AchievementSubject"]}}`

const legacyClaims = `"iss":"https://issuer.example","jti":"urn:uuid:1","sub":"did:example:ada","nbf":1714551630,"exp":2030091630`

// found formats problems as "code path", with a question mark for a warning and
// an exclamation mark for an error.
func found(problems []badge.Problem) string {
	var list []string
	for _, p := range problems {
		text := p.Code + " " + p.Path
		if p.Severity == badge.SeverityWarning {
			text += "?"
		}
		if p.Decides {
			text += "!"
		}
		list = append(list, text)
	}
	return strings.Join(list, ", ")
}

func TestClaims(t *testing.T) {
	good := string(signed(t, sample, ES256, Options{}).JSON())
	replace := func(old, now string) string {
		require.Contains(t, good, old)
		return strings.Replace(good, old, now, 1)
	}
	const iss, jti, sub, nbf, exp = `"iss":"https://issuer.example"`, `,"jti":"https://issuer.example/badges/1"`, `,"sub":"did:example:ada"`, `"nbf":1714551630`, `,"exp":2030091630`
	for _, row := range []struct {
		name, payload, want string
		interop             string // if it differs; "-" for no problem
	}{
		{"control", good, "", ""},
		{"J31 iss", replace(iss, `"iss":"https://victim.example"`), codeClaimMismatch + " /iss!", ""},
		{"J31 iss with slash", replace(iss, `"iss":"https://issuer.example/"`), codeClaimMismatch + " /iss!", ""},
		{"J31 issuer as text", replace(`{"id": "https://issuer.example", "type": ["Profile"], "name": "Example"}`, `"https://issuer.example"`), "", ""},
		{"J31 jti", replace(jti, `,"jti":"https://issuer.example/badges/2"`), codeClaimMismatch + " /jti!", ""},
		{"J31 sub", replace(sub, `,"sub":"did:example:bob"`), codeClaimMismatch + " /sub!", ""},
		{"J31 nbf C-087", replace(nbf, `"nbf":1714551631`), codeClaimMismatch + " /nbf!", ""},
		{"J31 exp C-088", replace(exp, `,"exp":2030091631`), codeClaimMismatch + " /exp!", ""},
		{"C-086 no iss", replace(iss+",", ""), codeClaimMissing + " /iss", codeClaimMissing + " /iss?"},
		{"C-086 no jti", replace(jti, ""), codeClaimMissing + " /jti", codeClaimMissing + " /jti?"},
		{"C-086 Q-1 no sub", replace(sub, ""), codeClaimMissing + " /sub", codeClaimMissing + " /sub?"},
		{"C-097 aud and no sub", replace(sub, `,"aud":"https://reader.example"`), codeClaimMissing + " /sub", codeClaimMissing + " /sub?"},
		{"C-087 no nbf", replace(nbf+",", ""), codeClaimMissing + " /nbf", codeClaimMissing + " /nbf?"},
		{"J34 no exp", replace(exp, ""), codeClaimMissing + " /exp", codeClaimMissing + " /exp?"},
		{"J34 exp alone Q-3", strings.Replace(replace(`  "validUntil": "2034-05-01T10:20:30Z",`+"\n", ""), exp, `,"exp":1714551631`, 1), "", ""},
		{"J34 exp before nbf", strings.Replace(replace(`  "validUntil": "2034-05-01T10:20:30Z",`+"\n", ""), exp, `,"exp":1714551630`, 1), codeClaimOrder + " /exp!", ""},
		{"J33 nbf text", replace(nbf, `"nbf":"1714551630"`), codeClaimDate + " /nbf!", ""},
		{"RE-26 nbf with a point", replace(nbf, `"nbf":1714551630.0`), "", ""},
		{"RE-26 nbf with the fraction of its member", replace(nbf, `"nbf":1714551630.75`), "", ""},
		{"RE-26 nbf with another fraction", replace(nbf, `"nbf":1714551630.5`), codeClaimMismatch + " /nbf!", ""},
		{"RE-26 nbf with ten digits", replace(nbf, `"nbf":1714551630.0000000000`), codeClaimDate + " /nbf!", ""},
		{"RE-24 all absent", replace(iss+jti+","+nbf+sub+exp, `"iat":1`), codeClaimMissing + " /iss", codeClaimMissing + " /iss?"},
		{"RE-24 jti alone", replace(`"id": "https://issuer.example/badges/1",`, ""), codeClaimMissing + " /jti", codeClaimMissing + " /jti?"},
		{"RE-24 nbf alone", replace(`"validFrom": "2024-05-01T10:20:30.75+02:00",`, ""), codeClaimMissing + " /nbf", codeClaimMissing + " /nbf?"},
		{"RE-24 nbf array of one", replace(nbf, `"nbf":[1714551630]`), codeClaimDate + " /nbf!", ""},
		{"RE-49 aud null", replace(sub, sub+`,"aud":null`), codeClaimMismatch + " /aud!", ""},
		{"J33 nbf exponent", replace(nbf, `"nbf":1e9`), codeClaimDate + " /nbf!", ""},
		{"J33 nbf negative", replace(nbf, `"nbf":-1`), codeClaimDate + " /nbf!", ""},
		{"J33 nbf minus zero", replace(nbf, `"nbf":-0`), codeClaimDate + " /nbf!", ""},
		{"J33 nbf null", replace(nbf, `"nbf":null`), codeClaimDate + " /nbf!", ""},
		{"J33 nbf array", replace(nbf, `"nbf":[]`), codeClaimDate + " /nbf!", ""},
		{"J33 exp 2^53+1", replace(exp, `,"exp":9007199254740993`), codeClaimDate + " /exp!", ""},
		{"J33 exp 2^63", replace(exp, `,"exp":9223372036854775808`), codeClaimDate + " /exp!", ""},
		{"J33 exp after year 9999", replace(exp, `,"exp":253402300800`), codeClaimDate + " /exp!", ""},
		{"J33 iat text", replace(sub, sub+`,"iat":"1"`), codeClaimDate + " /iat!", ""},
		{"J33 iat", replace(sub, sub+`,"iat":1`), "", ""},
		{"J33 iss null", replace(iss, `"iss":null`), codeClaimMismatch + " /iss!", ""},
		{"J31 sub without subject id", replace(`    "id": "did:example:ada",`+"\n", ""), codeClaimMismatch + " /sub!", ""},
		{"validFrom is not a date", replace("2024-05-01T10:20:30.75+02:00", "May"), codeClaimDate + " /nbf!", ""},
		{"C-089 VCDM 1.1", `{` + legacyClaims + `,"vc":` + legacy + `}`, "", ""},
		{"C-089 no zone", `{` + legacyClaims + `,"vc":` + strings.Replace(legacy, "08:20:30Z", "08:20:30", 1) + `}`, "", ""},
		{"RE-47 VC", replace(sub, sub+`,"VC":null`), codeShadow + " /VC!", ""},
		{"C-089 other nbf", `{` + strings.Replace(legacyClaims, "1714551630", "1714551631", 1) + `,"vc":` + legacy + `}`, codeClaimMismatch + " /nbf!", ""},
		{"J31 vc with other issuer", `{` + strings.Replace(legacyClaims, "issuer.example", "victim.example", 1) + `,"vc":` + legacy + `}`, codeClaimMismatch + " /iss!", ""},
		{"C-090 vc beside a credential", `{` + legacyClaims + `,"issuer":"https://victim.example","vc":` + legacy + `}`, codeVCAmbiguous + " /vc!", ""},
		{"C-090 vc that is not an object", replace(sub, sub+`,"vc":null`), codeVCAmbiguous + " /vc!", ""},
		{"C-084 vc of VCDM 2.0", `{` + legacyClaims + `,"vc":` + strings.NewReplacer("2018/credentials/v1", "ns/credentials/v2", "issuanceDate", "validFrom", "expirationDate", "validUntil").Replace(legacy) + `}`, codeVCVersion + " /vc", codeVCVersion + " /vc?"},
	} {
		t.Run(row.name, func(t *testing.T) {
			for _, typ := range []string{"", `"typ":"JWT",`, `"typ":"vc+jwt",`} {
				d := parse(t, token(t, ES256, ecSecret(p256Key, 1), `{"alg":"ES256",`+typ+kid+`}`, row.payload))
				require.Equal(t, row.want, found(ValidateToken(d, CheckOptions{})), typ)
				want := row.want
				if row.interop != "" {
					want = strings.TrimPrefix(row.interop, "-")
				}
				require.Equal(t, want, found(ValidateToken(d, CheckOptions{Compat: interop})), "interop %s", typ)
			}
		})
	}
	t.Run("no token", func(t *testing.T) {
		require.Empty(t, ValidateToken(parse(t, sample), CheckOptions{}))
	})
}

// interop is every deviation that this package can accept.
const interop = AllowContextAliases | AllowLooseClaims | AllowOtherHeaders

// A header member that changes nothing is a departure.
func TestHeaderDepartures(t *testing.T) {
	payload := string(signed(t, sample, ES256, Options{}).JSON())
	for header, want := range map[string]string{
		`"cty":"vc"`:         codeHeaderMember + " ",
		`"iat":1,"cty":"vc"`: codeHeaderMember + " , " + codeHeaderMember + " ",
		`"typ":"vc+ld+jwt"`:  "",
		`"typ":"vc-ld+jwt"`:  "",

		`"typ":"vc+jwt","cty":"vc","iat":1`: codeHeaderMember + " , " + codeHeaderMember + " ", // no departure from VC-JOSE-COSE
		`"jwk":{"kty":"OKP"}`:               "",
	} {
		d := parse(t, token(t, ES256, ecSecret(p256Key, 1), `{"alg":"ES256",`+header+`,`+kid+`}`, payload))
		require.Equal(t, want, found(ValidateToken(d, CheckOptions{})), header)
		for _, p := range ValidateToken(d, CheckOptions{Compat: AllowOtherHeaders}) {
			require.Equal(t, badge.SeverityWarning, p.Severity, header)
		}
	}
}
