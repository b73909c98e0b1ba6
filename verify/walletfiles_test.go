package verify_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/badge/status"
	"github.com/openbadges-go/openbadges/verify"
)

// suite is the controller of the keys of the W3C test suite for VC-JOSE-COSE.
const suite = "https://example.issuer/vc-jose-cose"

// suiteTokens are the credentials of that suite, which are not badges: the key
// that its description names, and the code of why the token is refused.
var suiteTokens = map[string]struct{ key, code string }{
	"credential-jose-minimal.txt":            {"vm-p256", ""},
	"credential-issuer-match-signed.txt":     {"vm-ed25519", ""},
	"credential-sdjwt-selective.txt":         {"vm-p384", ""},
	"credential-sdjwt-nested.txt":            {"vm-p521", ""},
	"credential-jose-unknown-extensions.txt": {"vm-p521", ""},
	"credential-jose-bad-signature.txt":      {"vm-ed25519", "proof.signature"},
	"credential-sdjwt-bad-signature.txt":     {"vm-p384", "proof.signature"},
	"credential-jose-bad-media-type.txt":     {"vm-ed25519", "jws.typ_unsupported"},
	"credential-sdjwt-bad-media-type.txt":    {"vm-ed25519", "jws.typ_unsupported"},
	"credential-jose-vc-vp-claims.txt":       {"vm-ed25519", "jws.vc_ambiguous"},
}

// suiteInputs are the texts that the suite has signed: the tokens of each.
var suiteInputs = map[string][]string{
	"credential-minimal.json":            {"credential-jose-minimal.txt"},
	"credential-full.json":               nil,
	"credential-selective.json":          {"credential-sdjwt-selective.txt", "credential-sdjwt-bad-signature.txt"},
	"credential-nested-selective.json":   {"credential-sdjwt-nested.txt"},
	"credential-unknown-extensions.json": {"credential-jose-unknown-extensions.txt"},
	"presentation-multiple.json":         {"presentation-jose-multiple.txt"},
	"presentation-selective.json":        {"presentation-sdjwt-selective.txt"},
	"presentation-single.json":           nil,
}

// walletFiles are the files of the reference folders with SD-JWTs, status lists
// and presentations, each with its test. Those of tables of other tests are named
// with that test.
func walletFiles() map[string]func(t *testing.T, text []byte) {
	elsewhere := func(*testing.T, []byte) {}
	files := map[string]func(*testing.T, []byte){
		"sd-jwt/README.md": elsewhere, "sd-jwt/badges/README.md": elsewhere, "token-status-list/README.md": elsewhere, "presentations/README.md": elsewhere, // for people
		"sd-jwt/badges/expect.json": elsewhere, "presentations/expect.json": elsewhere, // what was asked
		"sd-jwt/badges/microcredential.dc+sd-jwt.txt": wholeMicrocredential,
		"sd-jwt/w3c-vc-jose-cose/public-keys.json":    suiteKeys,
		"token-status-list/vectors.json":              elsewhere, // TestTokenVectors of package status
		"token-status-list/status_list.jwt":           listToken,
		"token-status-list/key.json":                  func(t *testing.T, text []byte) { _, err := key.Parse(text); require.NoError(t, err) },
		"sd-jwt/webuild/microcredential.claims.json":  rulebookClaims("Duurzaam ontwerpen in de stad", "Voorbeeldhogeschool"),
		"sd-jwt/webuild/verified-skill.claims.json":   rulebookClaims("Workshop 3D-printen", "Voorbeeldschool Stadslab"),
	}
	for name := range suiteTokens {
		files["sd-jwt/w3c-vc-jose-cose/"+name] = func(t *testing.T, text []byte) { suiteToken(t, name, text) }
	}
	for name := range suitePresentations {
		files["sd-jwt/w3c-vc-jose-cose/"+name] = elsewhere // TestPresentationsOfSuite
	}
	for name, tokens := range suiteInputs {
		files["sd-jwt/w3c-vc-jose-cose/"+name] = func(t *testing.T, text []byte) { suiteInput(t, tokens, text) }
	}
	for name := range publishedKeyBindings {
		files["sd-jwt/badges/"+strings.Fields(name)[0]] = elsewhere // TestPublishedKeyBindings
	}
	for _, name := range selectionCases {
		files["sd-jwt/sd-jwt-python/"+name+".yml"] = selects
	}
	for name := range presentationsOfOthers(presentedTo{}) {
		files["presentations/"+name] = elsewhere // TestPresentationsOfOthers
	}
	return files
}

// Every file of the reference folders gives what its description says, and none is
// without an expectation.
func TestWalletFiles(t *testing.T) {
	reference(t, "next", "README.md")
	files, seen := walletFiles(), []string{}
	root := filepath.Join(referenceFolder(), "next")
	for _, folder := range []string{"sd-jwt", "token-status-list", "presentations"} {
		require.NoError(t, filepath.WalkDir(filepath.Join(root, folder), func(path string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			name, err := filepath.Rel(root, path)
			require.NoError(t, err)
			name = filepath.ToSlash(name)
			seen = append(seen, name)
			expectation := files[name]
			require.NotNil(t, expectation, "%s has no expectation", name)
			text, err := os.ReadFile(path)
			require.NoError(t, err)
			t.Run(name, func(t *testing.T) { expectation(t, text) })
			return nil
		}))
	}
	require.ElementsMatch(t, slices.Collect(maps.Keys(files)), seen)
}

// suiteToken checks a token with the key that is given for it, and its claims.
func suiteToken(t *testing.T, name string, text []byte) {
	row := suiteTokens[name]
	var published map[string]struct{ PublicKeyJwk json.RawMessage }
	require.NoError(t, json.Unmarshal(reference(t, "next", "sd-jwt", "w3c-vc-jose-cose", "public-keys.json"), &published))
	public, err := key.ParseJWK(published[row.key].PublicKeyJwk)
	require.NoError(t, err)
	doc, err := badge.Parse(bytes.TrimSpace(text))
	require.NoError(t, err)
	proofs, err := proof.Find(doc)
	require.NoError(t, err)
	_, err = proofs[0].Verify(t.Context(), public.WithID(""), proof.CheckOptions{})
	if row.code == "jws.vc_ambiguous" {
		require.NoError(t, err, "the signature is good")
		problems := proof.ValidateToken(doc, proof.CheckOptions{})
		require.True(t, slices.ContainsFunc(problems, func(p badge.Problem) bool { return p.Code == row.code }))
	} else {
		require.Equal(t, row.code, badge.CodeOf(err), err)
	}
	v, err := verify.New(verify.Config{Trust: verify.AnyIssuer(), Keys: map[string][]key.Key{suite: {public}}})
	require.NoError(t, err)
	_, err = v.Verify(t.Context(), text)
	require.Error(t, err, "it is not a badge")
}

// suiteInput checks that the tokens name the holder and the subject of their input.
func suiteInput(t *testing.T, tokens []string, text []byte) {
	input, err := badge.Parse(text)
	require.NoError(t, err)
	r, err := new(verify.Verifier).Verify(t.Context(), text)
	require.Error(t, err, "nobody signed it: %s", r)
	for _, name := range tokens {
		token, err := badge.Parse(reference(t, "next", "sd-jwt", "w3c-vc-jose-cose", name))
		require.NoError(t, err)
		for _, member := range []string{"@context", "holder", "credentialSubject"} {
			require.Equal(t, parseTree([]byte(`{"v":`+cmp.Or(input.Root().Member(member).Raw(), "null")+`}`)), parseTree([]byte(`{"v":`+cmp.Or(token.Root().Member(member).Raw(), "null")+`}`)), "%s: %s", name, member)
		}
	}
}

func suiteKeys(t *testing.T, text []byte) {
	var published map[string]struct{ PublicKeyJwk json.RawMessage }
	require.NoError(t, json.Unmarshal(text, &published))
	require.NotEmpty(t, published)
	for name, m := range published {
		_, err := key.ParseJWK(m.PublicKeyJwk)
		require.NoError(t, err, name)
	}
}

// wholeMicrocredential has 16 disclosures and no key binding.
func wholeMicrocredential(t *testing.T, text []byte) {
	doc, err := badge.Parse(text)
	require.NoError(t, err)
	token, ok := doc.SDJWT()
	require.True(t, ok)
	require.Len(t, token.Disclosures, 16)
	require.Empty(t, token.KeyBinding)
	require.Zero(t, token.Undisclosed)
}

// rulebookClaims checks that the claims of a rulebook are read, and count only
// once they are signed.
func rulebookClaims(title, by string) func(*testing.T, []byte) {
	return func(t *testing.T, text []byte) {
		doc, err := badge.Parse(text)
		require.NoError(t, err)
		require.Equal(t, badge.SDJWTVC, doc.Version())
		require.Equal(t, badge.KindClaims, doc.Kind())
		c := doc.Credential()
		require.Equal(t, title, c.Subject.Achievement.Name)
		require.Equal(t, by, c.Issuer.Name)
		require.Equal(t, badge.DateTime("2031-10-05T00:00:00Z"), c.ValidUntil)
		require.Contains(t, c.Extra, "givenName")
	}
}

// listToken is checked for a badge in TestOfficialToken.
func listToken(t *testing.T, text []byte) {
	doc, err := badge.Parse(text)
	require.NoError(t, err)
	token, _, err := status.ParseToken(doc.Root(), 0)
	require.NoError(t, err)
	require.Equal(t, "https://example.com/statuslists/1", token.Subject)
	require.Equal(t, int64(1686920170), token.Issued.Unix())
	require.Equal(t, int64(2291720170), token.Expires.Unix())
	require.Equal(t, 43200*time.Second, token.TTL)
}
