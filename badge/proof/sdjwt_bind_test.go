package proof

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
)

// boundClaims are claims that say who holds them.
const boundClaims = `{"iss":"https://issuer.example","vct":"urn:example:a","a":1,"b":2}`

var asked = Options{Challenge: "n-1", Domain: "https://verifier.example", Created: time.Unix(1_790_000_000, 0)}

// TestBind covers SD-6: a key binding counts for its nonce, its audience and its
// selection alone.
func TestBind(t *testing.T) {
	by, holder := holderSigner(t, 7)
	d := disclosing(t, boundClaims, typeDCSDJWT, Options{Holder: holder})
	all, err := Disclose(t.Context(), d, Selection{Reveal: []string{""}})
	require.NoError(t, err)
	some, err := Disclose(t.Context(), d, Selection{Reveal: []string{"/a"}})
	require.NoError(t, err)
	bind := func(d *badge.Document, o Options) *badge.Document {
		bound, err := Bind(t.Context(), d, ES256, by, o)
		require.NoError(t, err)
		return bound
	}
	bound, whole := bind(some, asked), bind(all, asked)
	swapped := strings.Split(string(whole.Bytes()), "~")
	swapped[1], swapped[2] = swapped[2], swapped[1]
	text := string(bound.Bytes())
	require.NoError(t, checkFirst(text, publicKey(t, signers(t)[ES256].Key), CheckOptions{}))
	binding := func(d *badge.Document) string { token, _ := d.SDJWT(); return token.KeyBinding }
	made := func(header, claims string) string {
		return string(some.Bytes()) + token(t, ES256, by.Key, header, claims)
	}
	hash := badge.SDJWT{}.Digest(string(some.Bytes()))
	const header = `{"alg":"ES256","typ":"kb+jwt"}`
	claims := `{"aud":"https://verifier.example","nonce":"n-1","sd_hash":"` + hash + `","iat":1790000000}`
	for name, row := range map[string]struct {
		text string
		o    CheckOptions
		code string
	}{
		"good":                       {text, CheckOptions{Challenge: "n-1", Domain: "https://verifier.example"}, ""},
		"nothing is asked":           {text, CheckOptions{}, ""},
		"by hand":                    {made(header, claims), CheckOptions{Challenge: "n-1"}, ""},
		"another nonce":              {text, CheckOptions{Challenge: "n-2"}, codeProofChallenge},
		"another audience":           {text, CheckOptions{Domain: "https://verifier.example/"}, codeProofDomain},
		"of another selection":       {string(all.Bytes()) + binding(bound), CheckOptions{}, codeKeyBindingHash},
		"of the selection in part":   {strings.Replace(text, some.Root().Raw(), "", 1)[:strings.IndexByte(text, '~')+1] + binding(bound), CheckOptions{}, codeKeyBindingHash},
		"of another order":           {strings.Join(swapped, "~"), CheckOptions{}, codeKeyBindingHash},
		"of another token":           {string(disclosing(t, boundClaims, typeDCSDJWT, Options{Holder: holder}).Bytes()) + binding(bound), CheckOptions{}, codeKeyBindingHash},
		"none":                       {string(some.Bytes()), CheckOptions{}, codeKeyBinding},
		"of another type":            {made(strings.Replace(header, "kb+", "", 1), claims), CheckOptions{}, codeKeyBinding},
		"without a type":             {made(`{"alg":"ES256"}`, claims), CheckOptions{}, codeKeyBinding},
		"without a signature":        {string(some.Bytes()) + b64(`{"alg":"none","typ":"kb+jwt"}`) + "." + b64(claims) + ".", CheckOptions{}, codeAlgNotAllowed},
		"tampered":                   {text[:len(text)-8] + "AAAAAAAA", CheckOptions{}, codeSignature},
		"a text":                     {string(some.Bytes()) + "x", CheckOptions{}, "badge.format"},
		"without a hash":             {made(header, strings.Replace(claims, "sd_hash", "hash", 1)), CheckOptions{}, codeKeyBindingHash},
		"without a time":             {made(header, strings.Replace(claims, "iat", "at", 1)), CheckOptions{}, codeKeyBinding},
		"with a text as time":        {made(header, strings.Replace(claims, "1790000000", `"2026-09-21T00:00:00Z"`, 1)), CheckOptions{}, codeKeyBinding},
		"without a nonce":            {made(header, strings.Replace(claims, "nonce", "n", 1)), CheckOptions{}, codeProofChallenge},
		"with several audiences":     {made(header, strings.Replace(claims, `"https://verifier.example"`, `["https://verifier.example","https://other.example"]`, 1)), CheckOptions{Domain: "https://verifier.example"}, codeProofDomain},
		"with another header member": {made(strings.Replace(header, `{`, `{"crit":["x"],`, 1), claims), CheckOptions{}, codeCritUnsupported},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := badge.Parse([]byte(row.text))
			require.NoError(t, err)
			at, err := CheckBinding(t.Context(), d, holder, row.o)
			require.Equal(t, row.code, code(err), "%v", err)
			if row.code == "" {
				require.Equal(t, asked.Created.Unix(), at.Unix())
			}
		})
	}
	_, stranger := holderSigner(t, 8)
	_, err = CheckBinding(t.Context(), bound, stranger, CheckOptions{})
	require.Equal(t, codeSignature, code(err))
}

func TestBindRefuses(t *testing.T) {
	by, holder := holderSigner(t, 7)
	d := disclosing(t, boundClaims, typeDCSDJWT, Options{Holder: holder})
	bound, err := Bind(t.Context(), d, ES256, by, asked)
	require.NoError(t, err)
	_, err = Bind(t.Context(), bound, ES256, by, asked)
	require.Equal(t, codeDisclosureBound, code(err))
	_, err = Disclose(t.Context(), bound, Selection{})
	require.Equal(t, codeDisclosureBound, code(err))
	_, err = Bind(t.Context(), parse(t, sample), ES256, by, asked)
	require.Equal(t, codeDisclosureMissing, code(err))
	for name, change := range map[string]func(*Options){
		"no challenge": func(o *Options) { o.Challenge = "" },
		"no domain":    func(o *Options) { o.Domain = "" },
		"no time":      func(o *Options) { o.Created = time.Time{} },
	} {
		o := asked
		change(&o)
		_, err = Bind(t.Context(), d, ES256, by, o)
		require.Equal(t, codeKeyBinding, code(err), name)
	}
	_, err = Bind(t.Context(), d, EdDSARDFC2022, by, asked)
	require.Equal(t, codeSchemeUnknown, code(err))
	_, err = Bind(t.Context(), d, ES384, by, asked)
	require.Equal(t, codeKeyType, code(err))
	_, err = Bind(t.Context(), nil, ES256, by, asked)
	require.Equal(t, codeZero, code(err))
	_, err = CheckBinding(t.Context(), nil, holder, CheckOptions{})
	require.Equal(t, codeZero, code(err))
}
