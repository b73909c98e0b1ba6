package proof

import (
	"cmp"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/key"
)

// splice replaces n bytes of text at a position.
func splice(text string, at, n uint16, by string) string {
	start := min(int(at), len(text))
	end := min(start+int(n), len(text))
	return text[:start] + by + text[end:]
}

// FuzzJWSVerify: only the genuine token verifies. RS256 and EdDSA have one
// signature for each message.
func FuzzJWSVerify(f *testing.F) {
	tokens, keys := []string{}, []key.Key{}
	for _, s := range []Scheme{RS256, EdDSA} {
		tokens = append(tokens, string(signed(f, sample, s, Options{EmbedKey: true, Type: "JWT"}).Bytes()))
		keys = append(keys, publicKey(f, signers(f)[s].Key))
	}
	f.Add(uint16(0), uint16(0), "", false)
	f.Add(uint16(3), uint16(1), "A", true)
	f.Add(uint16(0), uint16(20), b64(`{"alg":"none"}`), false)
	f.Add(uint16(65535), uint16(0), "=", true)
	f.Fuzz(func(t *testing.T, at, n uint16, by string, second bool) {
		i := 0
		if second {
			i = 1
		}
		text := splice(tokens[i], at, n, by)
		genuine := strings.Trim(text, " \t\r\n") == tokens[i]
		for _, o := range []CheckOptions{{}, {Compat: interop}} {
			if err := checkFirst(text, keys[i], o); (err == nil) != genuine {
				t.Fatalf("genuine %v, but %v", genuine, err)
			}
		}
	})
}

// FuzzDataIntegrityVerify: a text that verifies has the same meaning as the
// genuine document.
func FuzzDataIntegrityVerify(f *testing.F) {
	var genuine []string
	var keys []key.Key
	for _, row := range schemes {
		if by, ok := signers(f)[row.name]; ok && row.transform != jose && row.key == publicKey(f, by.Key).Type() {
			genuine = append(genuine, string(signed(f, sample, row.name, Options{}).Bytes()))
			keys = append(keys, publicKey(f, by.Key))
		}
	}
	want := make([]any, len(genuine))
	for i := range genuine {
		want[i] = meaning(f, genuine[i])
		suite := uint8(i)
		f.Add(suite, uint16(0), uint16(0), "")
		f.Add(suite, uint16(1), uint16(0), `"rank":"gold",`)
		f.Add(suite, uint16(1), uint16(0), `"image":null,`)
		f.Add(suite, uint16(1), uint16(0), `"awardedDate":[],`)
		f.Add(suite, uint16(strings.Index(genuine[i], "ada")), uint16(3), "bob")
		f.Add(suite, uint16(strings.Index(genuine[i], `"VerifiableCredential"`)), uint16(22), `"OpenBadgeCredential"`)
	}
	f.Fuzz(func(t *testing.T, suite uint8, at, n uint16, by string) {
		i := int(suite) % len(genuine)
		text := splice(genuine[i], at, n, by)
		if checkFirst(text, keys[i], CheckOptions{}) == nil && !reflect.DeepEqual(meaning(t, text), want[i]) {
			t.Fatalf("verifies with another meaning: %s", text)
		}
	})
}

// meaning reads a document as JSON-LD does: arrays are sets, and a set of one
// equals its element. The first proof does not cover later ones.
func meaning(t testing.TB, text string) any {
	d, err := badge.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	root := jsontext.Value(d.Root()).Any().(map[string]any)
	if list, ok := root["proof"].([]any); ok {
		root["proof"] = list[0]
	}
	return sets(root)
}

func sets(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for name, m := range v {
			if v[name] = sets(m); m == nil {
				delete(v, name) // every reader treats null as missing
			}
		}
	case []any:
		for i, e := range v {
			v[i] = sets(e)
		}
		slices.SortFunc(v, func(a, b any) int { return cmp.Compare(text(a), text(b)) })
		if len(v) == 1 {
			return v[0]
		}
	}
	return v
}

func text(v any) string {
	raw, _ := json.Marshal(v)
	return string(raw)
}

// FuzzDiscloseSDJWT: whatever a holder chooses, an SD-JWT that is shown still
// verifies, and has nothing that the one of the issuer does not have.
func FuzzDiscloseSDJWT(f *testing.F) {
	issued := disclosing(f, `{"iss":"https://issuer.example","vct":"urn:example:a","title":"A","level":{"a":[1,{"b":2}],"c":null}}`, typeDCSDJWT,
		Options{Disclosable: []string{"/title", "/level", "/level/a", "/level/a/0", "/level/a/1", "/level/a/1/b"}, Decoys: 1})
	public := publicKey(f, signers(f)[ES256].Key)
	whole, _ := issued.SDJWT()
	known := map[string]bool{}
	for _, d := range whole.Disclosures {
		known[d.Text] = true
	}
	f.Add("/title", "/level/a/1", uint8(0))
	f.Add("/level", "/level/a", uint8(1))
	f.Add("", "/title", uint8(2))
	f.Add("/level/a/1/b", "/iss", uint8(3))
	f.Fuzz(func(t *testing.T, one, two string, how uint8) {
		s := Selection{Reveal: []string{one, two}}
		if how&1 == 1 {
			s = Selection{Reveal: []string{one}, Withhold: []string{two}}
		}
		shown, err := Disclose(t.Context(), issued, s)
		if err != nil {
			if badge.CodeOf(err) == "" {
				t.Fatalf("error without a code: %v", err)
			}
			return
		}
		if err := checkFirst(string(shown.Bytes()), public, CheckOptions{}); err != nil {
			t.Fatalf("what is shown does not verify: %v", err)
		}
		token, _ := shown.SDJWT()
		for _, d := range token.Disclosures {
			if !known[d.Text] {
				t.Fatalf("a disclosure of nobody: %s", d.Path)
			}
		}
		if how&1 == 1 && two != "" && shown.Root().At(two).Exists() && two[strings.LastIndexByte(two, '/')+1:] != "0" { // a later element may take the place of one
			t.Fatalf("%s is shown", two)
		}
	})
}
