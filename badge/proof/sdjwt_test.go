package proof

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/reftest"
	"github.com/openbadges-go/openbadges/badge/key"
)

// The inputs of the W3C test suite for VC-JOSE-COSE with the keys that the suite
// gives for them.
func TestPublishedSDJWTs(t *testing.T) {
	var methods map[string]struct{ PublicKeyJwk json.RawMessage }
	require.NoError(t, json.Unmarshal(reftest.Read(t, "next/sd-jwt/w3c-vc-jose-cose/public-keys.json"), &methods))
	for _, row := range []struct{ file, method, code string }{
		{"credential-sdjwt-selective", "vm-p384", ""}, // SD-1
		{"credential-sdjwt-nested", "vm-p521", ""},    // SD-2
		{"credential-jose-minimal", "vm-p256", ""},    // SD-14
		{"credential-issuer-match-signed", "vm-ed25519", ""},
		{"credential-jose-unknown-extensions", "vm-p521", ""},
		{"credential-jose-unknown-extensions", "vm-ed25519", codeKeyType},
		{"credential-sdjwt-bad-signature", "vm-p384", codeSignature}, // SD-3, as the rows below
		{"credential-jose-bad-signature", "vm-ed25519", codeSignature},
		{"credential-sdjwt-bad-media-type", "vm-ed25519", codeJWSTypeUnsupported},
		{"credential-jose-bad-media-type", "vm-ed25519", codeJWSTypeUnsupported},
		{"credential-jose-vc-vp-claims", "vm-ed25519", codeVCAmbiguous},
	} {
		t.Run(row.file+" "+row.method, func(t *testing.T) {
			text := strings.TrimSpace(string(reftest.Read(t, "next/sd-jwt/w3c-vc-jose-cose/"+row.file+".txt")))
			k, err := key.ParseJWK(methods[row.method].PublicKeyJwk)
			require.NoError(t, err)
			err = checkFirst(text, k.WithID(""), CheckOptions{})
			if row.code == codeVCAmbiguous { // the signature is good, and the claims are not
				require.NoError(t, err)
				require.Contains(t, found(ValidateToken(parse(t, text), CheckOptions{})), codeVCAmbiguous+" /vc!")
				return
			}
			require.Equal(t, row.code, code(err), "%v", err)
		})
	}
	read := func(file string) *badge.Document {
		return parse(t, strings.TrimSpace(string(reftest.Read(t, "next/sd-jwt/w3c-vc-jose-cose/"+file+".txt"))))
	}
	t.Run("SD-1 both are in the subject", func(t *testing.T) {
		d := read("credential-sdjwt-selective")
		require.Equal(t, "Jane", d.Root().At("/credentialSubject/firstName").String())
		require.Equal(t, "Doe", d.Root().At("/credentialSubject/lastName").String())
		require.Equal(t, &Disclosed{
			Mandatory: []string{"/@context", "/credentialSubject/birthDate", "/credentialSubject/id", "/iat", "/iss", "/issuer", "/type", "/validFrom"},
			Chosen:    []string{"/credentialSubject/firstName", "/credentialSubject/lastName"},
		}, disclosedClaims(d))
	})
	t.Run("SD-2 all are in place", func(t *testing.T) {
		d := read("credential-sdjwt-nested")
		require.Equal(t, "123 Main St", d.Root().At("/credentialSubject/address/street").String())
		require.Equal(t, "work", d.Root().At("/credentialSubject/phoneNumbers/0/type").String())
		require.Equal(t, "mobile", d.Root().At("/credentialSubject/phoneNumbers/1/type").String())
		require.NotContains(t, string(d.JSON()), "_sd")
	})
}

// SD-4: the selective credential of the suite with some of its disclosures, and
// with one more.
func TestPublishedSelections(t *testing.T) {
	var methods map[string]struct{ PublicKeyJwk json.RawMessage }
	require.NoError(t, json.Unmarshal(reftest.Read(t, "next/sd-jwt/w3c-vc-jose-cose/public-keys.json"), &methods))
	k, err := key.ParseJWK(methods["vm-p384"].PublicKeyJwk)
	require.NoError(t, err)
	parts := strings.Split(strings.TrimSpace(string(reftest.Read(t, "next/sd-jwt/w3c-vc-jose-cose/credential-sdjwt-selective.txt"))), "~")
	require.Len(t, parts, 4)
	jws, first, second := parts[0], parts[1], parts[2]
	for name, row := range map[string]struct {
		disclosures []string
		withheld    int
		code        string
	}{
		"SD-4 both":             {[]string{first, second}, 0, ""},
		"SD-4 in another order": {[]string{second, first}, 0, ""},
		"SD-4 the first":        {[]string{first}, 1, ""},
		"SD-4 the second":       {[]string{second}, 1, ""},
		"SD-4 none":             {nil, 2, ""},
		"SD-4 a foreign one":    {[]string{first, second, b64(`["s","degree","PhD"]`)}, 0, "sdjwt.disclosure_unreferenced"},
		"SD-4 one in its place": {[]string{first, b64(`["s","lastName","Roe"]`)}, 0, "sdjwt.disclosure_unreferenced"},
		"SD-4 the first twice":  {[]string{first, first}, 0, "sdjwt.digest_repeated"},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Join(append([]string{jws}, row.disclosures...), "~") + "~"
			d, err := badge.Parse([]byte(text))
			if require.Equal(t, row.code, badge.CodeOf(err), "%v", err); row.code != "" {
				return
			}
			require.NoError(t, checkFirst(text, k.WithID(""), CheckOptions{}))
			token, _ := d.SDJWT()
			require.Len(t, token.Disclosures, 2-row.withheld)
			require.Equal(t, row.withheld, token.Undisclosed)
		})
	}
}

// disclosing signs a document as an SD-JWT.
func disclosing(t testing.TB, text, typ string, o Options) *badge.Document {
	t.Helper()
	o.Type = typ
	return signed(t, text, ES256, o)
}

func holderSigner(t testing.TB, b byte) (key.Signer, key.Key) {
	secret := ecSecret(p256Key, b)
	return key.Signer{Key: secret}, publicKey(t, secret)
}

func TestSignSDJWT(t *testing.T) {
	_, holder := holderSigner(t, 7)
	for name, row := range map[string]struct {
		typ, text string
		options   Options
		shown     []string
		absent    string // from what is signed
	}{
		"a badge, as usual":  {typeVCSDJWT, strings.Replace(sample, `"achievement"`, `"result":[{"type":["Result"],"value":"8"}],"achievement"`, 1), Options{}, []string{"/credentialSubject/result"}, `"Result"`},
		"nothing":            {typeVCSDJWT, sample, Options{Disclosable: []string{}}, nil, "_sd\":"},
		"when it was issued": {typeDCSDJWT, `{"iss":"https://issuer.example","vct":"urn:example:a","iat":1790000000,"sub":"did:example:ada"}`, Options{Disclosable: []string{"/iat", "/sub"}}, []string{"/iat", "/sub"}, "1790000000"},
		"a description":      {typeVCSDJWT, sample, Options{Disclosable: []string{"/credentialSubject/achievement/description"}, Decoys: 3}, []string{"/credentialSubject/achievement/description"}, "description"},
		"claims":             {typeDCSDJWT, `{"iss":"https://issuer.example","vct":"urn:example:a","nbf":1,"title":"A","level":{"a":[1,2]}}`, Options{}, []string{"/title", "/level"}, "title"},
		"parts of parts": {typeDCSDJWT, `{"iss":"https://issuer.example","vct":"urn:example:a","level":{"a":[1,2]}}`,
			Options{Disclosable: []string{"/level", "/level/a", "/level/a/1"}, Decoys: 2, Holder: holder}, []string{"/level/a/1", "/level/a", "/level"}, "level"},
	} {
		t.Run(name, func(t *testing.T) {
			d := disclosing(t, row.text, row.typ, row.options)
			token, ok := d.SDJWT()
			require.True(t, ok)
			var shown []string
			for _, s := range token.Disclosures {
				shown = append(shown, s.Path)
			}
			require.Equal(t, row.shown, shown)
			require.NotContains(t, token.Payload.Raw(), row.absent)
			original := parse(t, row.text)
			for name, m := range original.Root().Members() {
				require.JSONEq(t, m.Raw(), d.Root().Member(name).Raw(), "nothing is lost")
			}
			require.NoError(t, checkFirst(string(d.Bytes()), publicKey(t, signers(t)[ES256].Key), CheckOptions{}))
			for _, p := range ValidateToken(d, CheckOptions{}) {
				require.Fail(t, "what is issued has no problems", p.Code)
			}
			if row.options.Decoys > 0 {
				require.NotZero(t, token.Undisclosed)
			}
			require.Equal(t, row.options.Holder.Type() != "", d.Root().Member("cnf").Exists())
			again := disclosing(t, row.text, row.typ, row.options)
			if len(row.shown) > 0 {
				other, _ := again.SDJWT()
				require.NotEqual(t, token.Disclosures[0].Text, other.Disclosures[0].Text, "salts are fresh")
			}
		})
	}
	subject := keyIn("did:jwk:" + b64(string(holder.JWK())))
	require.Equal(t, "did:jwk:"+b64(string(holder.JWK()))+"#0", subject.ID())
	d := disclosing(t, strings.Replace(sample, "did:example:ada", strings.TrimSuffix(subject.ID(), "#0"), 1), typeVCSDJWT, Options{})
	require.Equal(t, subject.ID(), d.Root().At("/cnf/kid").String())
	require.Equal(t, holder.DIDKey()+"#"+holder.Multikey(), keyIn(holder.DIDKey()).ID())
}

func TestSignSDJWTRefuses(t *testing.T) {
	const claims = `{"iss":"https://issuer.example","vct":"urn:example:a","exp":1,"title":"A"}`
	for _, row := range []struct {
		typ, text, pointer, code string
	}{
		{typeVCSDJWT, sample, "/validUntil", codeDisclosureMandatory},
		{typeVCSDJWT, sample, "/issuer/name", codeDisclosureMandatory},
		{typeVCSDJWT, sample, "/credentialSubject", codeDisclosureMandatory},
		{typeVCSDJWT, sample, "/credentialSubject/id", codeDisclosureMandatory},
		{typeVCSDJWT, sample, "/credentialSubject/achievement/name", codeDisclosureMandatory},
		{typeVCSDJWT, sample, "/credentialSubject/achievement", codeDisclosureMandatory},
		{typeVCSDJWT, sample, "/type/1", codeDisclosureMandatory},
		{typeVCSDJWT, sample, "/exp", codeDisclosureMandatory},
		{typeVCSDJWT, sample, "/name", codeDisclosureMandatory}, // no status: a reader could not tell
		{typeVCSDJWT, sample, "", codeDisclosurePointer},
		{typeVCSDJWT, sample, "/nothing", codeDisclosurePointer},
		{typeDCSDJWT, claims, "/exp", codeDisclosureMandatory}, // SD-8
		{typeDCSDJWT, claims, "/vct", codeDisclosureMandatory},
		{typeDCSDJWT, claims, "/iss", codeDisclosureMandatory},
		{typeDCSDJWT, `{"iss":"https://issuer.example"}`, "", codeClaimMissing},
		{typeDCSDJWT, `{"vct":"urn:example:a"}`, "", codeClaimMissing},
	} {
		o := Options{Type: row.typ, Disclosable: []string{row.pointer}}
		_, err := Sign(t.Context(), parse(t, row.text), ES256, signers(t)[ES256], o)
		require.Equal(t, row.code, code(err), "%s %v", row.pointer, err)
	}
}

// SD-8: claims that decide, in a disclosure or below a digest.
func TestClaimsNotDisclosable(t *testing.T) {
	for _, name := range neverDisclosed {
		text := b64(`["s","` + name + `",{}]`)
		payload := func(name, digest string) string { return `{"` + name + `":"x","_sd":["` + digest + `"]}` }
		header := b64(`{"alg":"ES256","typ":"dc+sd-jwt"}`)
		d := parse(t, header+"."+b64(payload("id", badge.SDJWT{}.Digest(text)))+".c2ln~"+text+"~")
		require.Contains(t, found(ValidateToken(d, CheckOptions{})), codeNotDisclosable+" /"+name+"!", name)
		d = parse(t, header+"."+b64(`{"`+name+`":{"a":{"_sd":["x"]}}}`)+".c2ln~")
		require.Contains(t, found(ValidateToken(d, CheckOptions{})), codeNotDisclosable+" /"+name+"!", name)
	}
}

func TestDiscloseSDJWT(t *testing.T) {
	const text = `{"iss":"https://issuer.example","vct":"urn:example:a","a":{"b":1,"c":[{"d":2},3]},"e":4}`
	d := disclosing(t, text, typeDCSDJWT, Options{Disclosable: []string{"/a", "/a/b", "/a/c/0", "/a/c/1", "/e"}})
	for name, row := range map[string]struct {
		selection Selection
		want      string // of a and e
		code      string
	}{
		"nothing":                     {Selection{}, `{}`, ""},
		"everything":                  {Selection{Reveal: []string{""}}, `{"a":{"b":1,"c":[{"d":2},3]},"e":4}`, ""},
		"a value":                     {Selection{Reveal: []string{"/e"}}, `{"e":4}`, ""},
		"a part and what is around":   {Selection{Reveal: []string{"/a/b"}}, `{"a":{"b":1,"c":[]}}`, ""},
		"a part without a disclosure": {Selection{Reveal: []string{"/a/c/0/d"}}, `{"a":{"c":[{"d":2}]}}`, ""},
		"an element":                  {Selection{Reveal: []string{"/a/c/1"}}, `{"a":{"c":[3]}}`, ""},
		"without a part":              {Selection{Reveal: []string{""}, Withhold: []string{"/a/b"}}, `{"a":{"c":[{"d":2},3]},"e":4}`, ""},
		"without the inside of one":   {Selection{Reveal: []string{""}, Withhold: []string{"/a/c/0/d"}}, `{"a":{"b":1,"c":[3]},"e":4}`, ""},
		"without several":             {Selection{Reveal: []string{""}, Withhold: []string{"/a/c"}}, `{"a":{"b":1,"c":[]},"e":4}`, ""},
		"without one that has parts":  {Selection{Reveal: []string{""}, Withhold: []string{"/a"}}, `{"e":4}`, ""},
		"withheld wins":               {Selection{Reveal: []string{"/e"}, Withhold: []string{"/e"}}, `{}`, ""},
		"what is shown anyway":        {Selection{Reveal: []string{"/vct"}}, `{}`, ""},
		"what cannot be withheld":     {Selection{Withhold: []string{"/vct"}}, "", codeDisclosureMandatory},
		"what is not there":           {Selection{Reveal: []string{"/x"}}, "", codeDisclosurePointer},
	} {
		t.Run(name, func(t *testing.T) {
			shown, err := Disclose(t.Context(), d, row.selection)
			require.Equal(t, row.code, code(err))
			if row.code != "" {
				return
			}
			require.NoError(t, checkFirst(string(shown.Bytes()), publicKey(t, signers(t)[ES256].Key), CheckOptions{})) // SD-4
			got := map[string]json.RawMessage{}
			for _, name := range []string{"a", "e"} {
				if m := shown.Root().Member(name); m.Exists() {
					got[name] = json.RawMessage(m.Raw())
				}
			}
			text, err := json.Marshal(got)
			require.NoError(t, err)
			require.JSONEq(t, row.want, string(text))
			again, err := Disclose(t.Context(), shown, Selection{Reveal: []string{""}})
			require.NoError(t, err)
			require.Equal(t, shown.Bytes(), again.Bytes())
		})
	}
}
