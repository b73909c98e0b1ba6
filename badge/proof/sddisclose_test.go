package proof

import (
	"bytes"
	"context"
	"crypto"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/multiformat"
	"github.com/openbadges-go/openbadges/badge/key"
)

// graded is a badge of which the holder may want to show a part.
const graded = `{
  "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
  "id": "https://issuer.example/badges/1",
  "type": ["VerifiableCredential", "OpenBadgeCredential"],
  "name": "Algebra",
  "issuer": {"id": "https://issuer.example", "type": ["Profile"], "name": "Example"},
  "validFrom": "2024-05-01T10:20:30Z",
  "validUntil": "2034-05-01T10:20:30Z",
  "credentialStatus": {"id": "https://issuer.example/status#7", "type": "BitstringStatusListEntry", "statusPurpose": "revocation", "statusListIndex": "7", "statusListCredential": "https://issuer.example/status"},
  "credentialSubject": {
    "id": "did:example:ada",
    "type": ["AchievementSubject"],
    "creditsEarned": 1.50,
    "identifier": [{"type": "IdentityObject", "identityType": "emailAddress", "identityHash": "ada@example.org", "hashed": false}],
    "result": [
      {"type": ["Result"], "resultDescription": "urn:uuid:1", "value": "B"},
      {"type": ["Result"], "resultDescription": "urn:uuid:2", "value":  "17"}
    ],
    "achievement": {
      "id": "https://issuer.example/achievements/1",
      "type": ["Achievement"],
      "name": "Algebra",
      "description": "Solves equations",
      "criteria": {"narrative": "Passed the test"}
    }
  },
  "evidence": [{"type": ["Evidence"], "name": "Paper"}]
}`

var everything = []string{""}

func sdSigner() key.Signer {
	return key.Signer{Key: ecSecret(p256Key, 1), Method: "https://issuer.example/keys#1"}
}

// signedSD signs with fixed secrets, so that statements always have the same
// order.
func signedSD(t testing.TB, text string, o Options) *badge.Document {
	t.Helper()
	pointers, err := mandatory(jsontext.Value(parse(t, text).Root()), o.Mandatory)
	require.NoError(t, err)
	return signedAs(t, text, pointers)
}

// signedAs makes only the named parts mandatory.
func signedAs(t testing.TB, text string, pointers []string) *badge.Document {
	t.Helper()
	secrets, err := baseProofWith(ecSecret(p256Key, 3), bytes.Repeat([]byte{3}, hmacSize), pointers)
	require.NoError(t, err)
	row, _ := schemeNamed(ECDSASD2023)
	d := parse(t, text)
	signed, err := signObject(context.Background(), making{doc: d, row: row, by: sdSigner(), public: publicKey(t, sdSigner().Key), base: secrets})
	require.NoError(t, err)
	return parse(t, string(signed.text))
}

// anotherSD signs with new secrets, as programs do.
func anotherSD(t testing.TB, text string) *badge.Document {
	t.Helper()
	d, err := Sign(context.Background(), parse(t, text), ECDSASD2023, sdSigner(), Options{})
	require.NoError(t, err)
	return d
}

func disclosed(t testing.TB, d *badge.Document, s Selection) *badge.Document {
	t.Helper()
	shown, err := Disclose(context.Background(), d, s)
	require.NoError(t, err)
	return shown
}

func checkSD(t testing.TB, d *badge.Document) (Verified, error) {
	t.Helper()
	proofs, err := Find(d)
	require.NoError(t, err)
	return proofs[0].Verify(context.Background(), publicKey(t, sdSigner().Key), CheckOptions{})
}

// TestDisclose shows parts of a badge and lists which are mandatory and which
// the holder chose.
func TestDisclose(t *testing.T) {
	base := signedSD(t, graded, Options{})
	demanded := []string{"/issuer", "/validFrom", "/validUntil", "/credentialStatus"}
	for _, row := range []struct {
		name   string
		s      Selection
		want   Disclosed
		gone   []string
		stands []string
	}{
		{"nothing more", Selection{}, Disclosed{Mandatory: everything, Chosen: []string{}},
			[]string{"17", "1.50", "evidence", "ada@"}, []string{`"id":"did:example:ada"`, "Solves equations"}},
		{"without the results", Selection{Reveal: everything, Withhold: []string{"/credentialSubject/result"}},
			Disclosed{Mandatory: append(slices.Clone(demanded), "/credentialSubject/achievement"),
				Chosen: []string{"/name", "/credentialSubject/creditsEarned", "/credentialSubject/identifier", "/evidence"}},
			[]string{"17", `"B"`}, []string{"1.50", "Paper"}},
		{"one of two results", Selection{Reveal: []string{"/credentialSubject/result/1"}},
			Disclosed{Mandatory: append(slices.Clone(demanded), "/credentialSubject/achievement"), Chosen: []string{"/credentialSubject/result"}},
			[]string{`"B"`, "Paper"}, []string{`"value":  "17"`}},
		{"one of two results withheld", Selection{Reveal: everything, Withhold: []string{"/credentialSubject/result/1"}},
			Disclosed{Mandatory: append(slices.Clone(demanded), "/credentialSubject/achievement"),
				Chosen: []string{"/name", "/credentialSubject/creditsEarned", "/credentialSubject/identifier", "/credentialSubject/result", "/evidence"}},
			[]string{"17"}, []string{`"B"`}},
	} {
		t.Run(row.name, func(t *testing.T) {
			shown := disclosed(t, base, row.s)
			for _, text := range row.gone {
				require.NotContains(t, without(t, shown, "proof"), text)
			}
			for _, text := range row.stands {
				require.Contains(t, string(shown.Bytes()), text)
			}
			checked, err := checkSD(t, shown)
			require.NoError(t, err)
			require.Equal(t, &row.want, checked.Disclosed)
			_, err = Disclose(context.Background(), shown, row.s)
			require.Equal(t, codeDisclosureMissing, code(err), "a disclosure cannot be disclosed again")
		})
	}
	all := disclosed(t, base, Selection{Reveal: everything})
	require.JSONEq(t, graded, without(t, all, "proof"))
}

// A base proof holds the secret that prevents guessing withheld statements, so
// it is not a proof to show.
func TestBaseProofIsNotShown(t *testing.T) {
	base := anotherSD(t, graded)
	_, err := checkSD(t, base)
	require.Equal(t, codeDisclosureBase, code(err))
	require.NoError(t, checkFirst(string(base.Bytes()), publicKey(t, sdSigner().Key), CheckOptions{base: true}))
	a, b := sdValue(t, base), sdValue(t, anotherSD(t, graded))
	require.NotEqual(t, a.hmacKey, b.hmacKey)
	require.NotEqual(t, a.publicKey, b.publicKey)
}

func sdValue(t testing.TB, d *badge.Document) disclosure {
	t.Helper()
	value, err := readDisclosure(jsontext.Value(d.Root().At("/proof/0/proofValue")))
	require.NoError(t, err)
	return value
}

// Decisive members are mandatory whatever the issuer's options say.
func TestMandatory(t *testing.T) {
	require.Equal(t, []string{"/issuer", "/validFrom", "/validUntil", "/credentialStatus", "/credentialSubject/type", "/credentialSubject/achievement", "/evidence/0/name"},
		sdValue(t, signedSD(t, graded, Options{Mandatory: []string{"/evidence/0/name", "/issuer"}})).pointers)
	nameless := strings.Replace(graded, `"id": "did:example:ada",`, "", 1)
	require.Contains(t, sdValue(t, signedSD(t, nameless, Options{})).pointers, "/credentialSubject/identifier", "without it the badge would have no recipient")
	for _, pointer := range []string{"", "/none", "name", "/@context", "/@context/0", "/evidence/1", "/evidence/00", "/" + strings.Repeat("a", maxPointer)} {
		_, err := Sign(context.Background(), parse(t, graded), ECDSASD2023, sdSigner(), Options{Mandatory: []string{pointer}})
		require.Equal(t, codeDisclosurePointer, code(err), pointer)
	}
	base := signedSD(t, graded, Options{Mandatory: []string{"/evidence/0/name"}})
	for pointer, want := range map[string]string{
		"/issuer": codeDisclosureMandatory, "/issuer/name": codeDisclosureMandatory, "/credentialStatus": codeDisclosureMandatory, "/validUntil": codeDisclosureMandatory,
		"/credentialSubject": codeDisclosureMandatory, "/credentialSubject/achievement/criteria": codeDisclosureMandatory, "/evidence": codeDisclosureMandatory,
		"/id": codeDisclosurePointer, "/credentialSubject/id": codeDisclosurePointer, "/credentialSubject/result/0/type": codeDisclosurePointer,
		"": codeDisclosurePointer, "/none": codeDisclosurePointer, "/proof": codeDisclosurePointer, "/proof/0/created": codeDisclosurePointer,
	} {
		_, err := Disclose(context.Background(), base, Selection{Reveal: everything, Withhold: []string{pointer}})
		require.Equal(t, want, code(err), pointer)
	}
	_, err := Disclose(context.Background(), base, Selection{Reveal: []string{"/none"}})
	require.Equal(t, codeDisclosurePointer, code(err))
}

func TestSignSDRefuses(t *testing.T) {
	ctx := context.Background()
	for _, by := range []crypto.Signer{ed25519Secret(1), ecSecret(p384Key, 1)} {
		_, err := Sign(ctx, parse(t, graded), ECDSASD2023, key.Signer{Key: by, Method: "https://issuer.example/keys#1"}, Options{})
		require.Equal(t, codeKeyType, code(err))
	}
	first, err := Sign(ctx, parse(t, graded), ECDSARDFC2019, sdSigner(), Options{ID: "urn:uuid:1"})
	require.NoError(t, err)
	_, err = Sign(ctx, first, ECDSASD2023, sdSigner(), Options{PreviousProof: []string{"urn:uuid:1"}})
	require.Equal(t, codeCannotSign, code(err))
	_, err = Disclose(ctx, first, Selection{})
	require.Equal(t, codeDisclosureMissing, code(err))
	both, err := Sign(ctx, first, ECDSASD2023, sdSigner(), Options{})
	require.NoError(t, err)
	shown := disclosed(t, both, Selection{})
	require.Equal(t, 1, shown.Root().Member("proof").Len(), "other proofs cover withheld parts")
	wrapped, err := Sign(ctx, both, ES256, sdSigner(), Options{})
	require.NoError(t, err)
	_, err = Disclose(ctx, wrapped, Selection{})
	require.Equal(t, codeDisclosureMissing, code(err))
	ended, cancel := context.WithCancel(ctx)
	cancel()
	_, err = Disclose(ended, both, Selection{})
	require.Error(t, err)
}

// An ordered list cannot be shown in part: each cell names the next one.
func TestDiscloseList(t *testing.T) {
	text := strings.Replace(graded, `"description"`,
		`"resultDescription": [{"id": "urn:uuid:1", "type": ["ResultDescription"], "name": "Grade", "resultType": "LetterGrade", "allowedValue": ["A", "B", "C"]}], "description"`, 1)
	base := signedAs(t, text, []string{"/issuer"})
	values := "/credentialSubject/achievement/resultDescription/0/allowedValue"
	checked, err := checkSD(t, disclosed(t, base, Selection{Reveal: []string{values, "/validFrom"}}))
	require.NoError(t, err)
	require.Equal(t, []string{"/validFrom", "/credentialSubject/achievement"}, checked.Disclosed.Withholdable)
	_, err = Disclose(context.Background(), base, Selection{Reveal: []string{values + "/1"}})
	require.Equal(t, codeDisclosurePointer, code(err))
	_, err = Sign(context.Background(), parse(t, text), ECDSASD2023, sdSigner(), Options{Mandatory: []string{values + "/1"}})
	require.NoError(t, err, "the whole achievement is already mandatory")
	bare, err := checkSD(t, disclosed(t, signedAs(t, text, nil), Selection{Reveal: everything}))
	require.NoError(t, err, "an issuer may make nothing mandatory")
	require.Equal(t, everything, bare.Disclosed.Chosen)
	require.Contains(t, bare.Disclosed.Withholdable, "/credentialStatus")
}

// rewritten returns a disclosure with other members and another proof value.
func rewritten(t testing.TB, d *badge.Document, edit func(members map[string]any, value *disclosure)) string {
	t.Helper()
	var members map[string]any
	require.NoError(t, json.Unmarshal(d.Bytes(), &members))
	value := sdValue(t, d)
	edit(members, &value)
	members["proof"].([]any)[0].(map[string]any)["proofValue"] = value.text()
	text, err := json.Marshal(members)
	require.NoError(t, err)
	return string(text)
}

func subject(members map[string]any) map[string]any {
	return members["credentialSubject"].(map[string]any)
}

// unsigned matches both codes of an unsigned statement: a change can move a
// mandatory statement, and the labels of another proof are random.
const unsigned = codeSignature + " " + codeDisclosureStatement

// TestForgedDisclosures covers C-055 and C-067 to C-070.
func TestForgedDisclosures(t *testing.T) {
	base := signedSD(t, graded, Options{})
	shown := disclosed(t, base, Selection{Reveal: everything})
	other := disclosed(t, anotherSD(t, strings.Replace(graded, `"B"`, `"A"`, 1)), Selection{Reveal: everything})
	stranger := sdValue(t, other)
	own := ecSecret(p256Key, 2)
	for _, row := range []struct {
		name string
		edit func(m map[string]any, v *disclosure)
		want string
	}{
		{"untouched", func(map[string]any, *disclosure) {}, ""},
		{"C-070 mandatory member dropped", func(m map[string]any, _ *disclosure) { delete(m, "validUntil") }, codeSignature},
		{"C-070 mandatory member dropped, indexes moved up", func(m map[string]any, v *disclosure) {
			delete(m, "validUntil")
			v.mandatory = v.mandatory[:len(v.mandatory)-1]
		}, codeSignature},
		{"C-070 status dropped with its node", func(m map[string]any, v *disclosure) {
			delete(m, "credentialStatus")
			v.mandatory = v.mandatory[:len(v.mandatory)-2]
		}, codeSignature},
		{"C-070 mandatory member changed", func(m map[string]any, _ *disclosure) { m["validUntil"] = "2099-01-01T00:00:00Z" }, codeSignature},
		{"chosen member changed", func(m map[string]any, _ *disclosure) { m["name"] = "Calculus" }, codeDisclosureStatement},
		{"grade changed", func(m map[string]any, _ *disclosure) {
			subject(m)["result"].([]any)[0].(map[string]any)["value"] = "A"
		}, unsigned},
		{"member added", func(m map[string]any, _ *disclosure) { m["description"] = "The best" }, codeSignature},
		{"C-069 member added with a signature of another", func(m map[string]any, v *disclosure) {
			m["inLanguage"] = "en"
			v.signatures = append(v.signatures, v.signatures[0])
		}, codeSignature},
		{"C-069 a signature too many", func(_ map[string]any, v *disclosure) { v.signatures = append(v.signatures, v.signatures[0]) }, codeDisclosureCount},
		{"C-069 a signature too few", func(_ map[string]any, v *disclosure) { v.signatures = v.signatures[1:] }, codeDisclosureCount},
		{"C-069 no signatures", func(_ map[string]any, v *disclosure) { v.signatures = nil }, codeDisclosureCount},
		{"signatures swapped", func(_ map[string]any, v *disclosure) {
			v.signatures[0], v.signatures[1] = v.signatures[1], v.signatures[0]
		}, codeDisclosureStatement},
		{"signature of zeros", func(_ map[string]any, v *disclosure) { v.signatures[0] = make([]byte, signatureSize) }, codeDisclosureStatement},
		{"C-067 base signature of zeros", func(_ map[string]any, v *disclosure) { v.signature = make([]byte, signatureSize) }, codeSignature},
		{"grade of another badge of the issuer", func(m map[string]any, v *disclosure) {
			subject(m)["result"].([]any)[0].(map[string]any)["value"] = "A"
			v.signatures = stranger.signatures
		}, unsigned},
		{"key and grades of another badge", func(m map[string]any, v *disclosure) {
			subject(m)["result"].([]any)[0].(map[string]any)["value"] = "A"
			v.signatures, v.publicKey, v.labels = stranger.signatures, stranger.publicKey, stranger.labels
		}, unsigned},
		{"proof of another badge", func(_ map[string]any, v *disclosure) { *v = stranger }, unsigned},
		{"C-068 base signature by the key of the proof", func(_ map[string]any, v *disclosure) {
			_, v.publicKey, _ = multiformat.Decode(publicKey(t, own).Multikey())
			g := transformedOf(t, shown, CheckOptions{})
			g.disclosure.publicKey = v.publicKey
			v.signature, _ = g.row.sign(own, g.input())
			for i, s := range g.division.optional() {
				v.signatures[i], _ = g.row.sign(own, []byte(s.line))
			}
		}, codeSignature},
		{"key of the proof is not a point", func(_ map[string]any, v *disclosure) {
			v.publicKey = slices.Concat(v.publicKey[:3], bytes.Repeat([]byte{0xff}, 32))
		}, codeDisclosureValue},
		{"key of the proof of another kind", func(_ map[string]any, v *disclosure) { v.publicKey = append([]byte{0xed, 1}, v.publicKey[2:]...) }, codeDisclosureValue},
		{"label changed", func(_ map[string]any, v *disclosure) { v.labels[0] = make([]byte, hmacSize) }, unsigned},
		{"labels swapped", func(_ map[string]any, v *disclosure) { slices.Reverse(v.labels) }, unsigned},
		{"labels repeated", func(_ map[string]any, v *disclosure) { v.labels[1] = v.labels[0] }, codeDisclosureValue},
		{"a label too many", func(_ map[string]any, v *disclosure) { v.labels = append(v.labels, make([]byte, hmacSize)) }, codeDisclosureLabels},
		{"a label too few", func(_ map[string]any, v *disclosure) { v.labels = v.labels[1:] }, codeDisclosureLabels},
		{"index behind the last statement", func(_ map[string]any, v *disclosure) { v.mandatory = append(v.mandatory, maxSigned) }, codeDisclosureIndex},
		{"index repeated", func(_ map[string]any, v *disclosure) {
			v.mandatory = append(v.mandatory, v.mandatory[len(v.mandatory)-1])
		}, codeDisclosureValue},
		{"indexes reordered", func(_ map[string]any, v *disclosure) { slices.Reverse(v.mandatory) }, codeDisclosureValue},
		{"mandatory statement declared optional", func(_ map[string]any, v *disclosure) { v.mandatory = v.mandatory[1:] }, codeSignature},
		{"no mandatory statements", func(_ map[string]any, v *disclosure) { v.mandatory = nil }, codeSignature},
		{"created changed", func(m map[string]any, _ *disclosure) {
			m["proof"].([]any)[0].(map[string]any)["created"] = "2024-05-01T10:20:30Z"
		}, codeSignature},
		{"proof names a previous one", func(m map[string]any, _ *disclosure) {
			m["proof"].([]any)[0].(map[string]any)["previousProof"] = "urn:uuid:1"
		}, codePreviousUnknown},
	} {
		t.Run(row.name, func(t *testing.T) {
			err := checkFirst(rewritten(t, shown, row.edit), publicKey(t, sdSigner().Key), CheckOptions{})
			require.Contains(t, strings.Split(row.want, " "), code(err), "%v", err)
		})
	}
	_, err := checkSD(t, shown)
	require.NoError(t, err, "the arguments were not changed")
	require.Equal(t, codeSignature, code(checkFirst(string(shown.Bytes()), publicKey(t, own), CheckOptions{})))
}

// Any change to the text of a disclosure makes it fail (C-055).
func TestEveryTextOfADisclosureCounts(t *testing.T) {
	shown := disclosed(t, signedSD(t, graded, Options{}), Selection{Reveal: everything})
	count := 0
	var visit func(v jsontext.Value)
	visit = func(v jsontext.Value) {
		if text, ok := v.Text(); ok && !strings.HasSuffix(v.Pointer(), "/proofValue") {
			changed := string(jsontext.ReplaceValue(v, quote(text+"1")))
			require.Error(t, checkFirst(changed, publicKey(t, sdSigner().Key), CheckOptions{}), v.Pointer())
			count++
		}
		for _, m := range v.Members() {
			visit(m)
		}
		for _, e := range v.Elements() {
			visit(e)
		}
	}
	visit(jsontext.Value(shown.Root()))
	require.Greater(t, count, 30)
}

// Disclose refuses a base proof that does not fit the badge.
func TestDiscloseDamagedBase(t *testing.T) {
	base := signedSD(t, graded, Options{})
	for name, row := range map[string]struct {
		edit func(m map[string]any, v *disclosure)
		want string
	}{
		"statement changed":    {func(m map[string]any, _ *disclosure) { m["name"] = "Calculus" }, codeDisclosureStatement},
		"statement added":      {func(m map[string]any, _ *disclosure) { m["inLanguage"] = "en" }, codeDisclosureCount},
		"HMAC key changed":     {func(_ map[string]any, v *disclosure) { v.hmacKey = make([]byte, hmacSize) }, codeDisclosureStatement},
		"pointer dropped":      {func(_ map[string]any, v *disclosure) { v.pointers = v.pointers[1:] }, codeDisclosureCount},
		"pointer into nothing": {func(_ map[string]any, v *disclosure) { v.pointers[0] = "/none" }, "ld.selection"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Disclose(context.Background(), parse(t, rewritten(t, base, row.edit)), Selection{})
			require.Equal(t, row.want, code(err), "%v", err)
		})
	}
}

// TestDiscloseOlderRevision has a member that two revisions of the badge
// context define differently. The proof was made under the older one.
func TestDiscloseOlderRevision(t *testing.T) {
	o := CheckOptions{Extensions: []badge.Extension{{URL: "https://issuer.example/context.json", Context: []byte(`{"@context":{"@vocab":"https://issuer.example/terms#"}}`)}}}
	text := strings.Replace(graded, `context-3.0.3.json"`, `context-3.0.3.json", "https://issuer.example/context.json"`, 1)
	text = strings.Replace(text, `"name": "Algebra",`, `"endorsementJwt": ["a.b.c"], "name": "Algebra",`, 1)
	d := parse(t, text)
	pointers, err := mandatory(jsontext.Value(d.Root()), nil)
	require.NoError(t, err)
	secrets, err := baseProofWith(ecSecret(p256Key, 3), bytes.Repeat([]byte{3}, hmacSize), pointers)
	require.NoError(t, err)
	row, _ := schemeNamed(ECDSASD2023)
	m := making{doc: d, row: row, by: sdSigner(), base: secrets}
	config, err := jsontext.Parse(m.config())
	require.NoError(t, err)
	g := Transformed{opened: opened{proof: Proof{doc: d, object: config}, row: row, options: o, disclosure: secrets.disclosure}}
	require.NoError(t, g.read(context.Background()))
	newest := linesOf(g.division.statements)
	require.NoError(t, g.advance(context.Background()))
	require.NotEqual(t, newest, linesOf(g.division.statements))
	signature, err := m.signature(g.input())
	require.NoError(t, err)
	value, err := secrets.value(context.Background(), row, signature, g.division)
	require.NoError(t, err)
	signed, err := spliceProof(jsontext.Value(d.Root()), jsontext.InsertMember(config, "proofValue", quote(value)))
	require.NoError(t, err)

	shown := disclosed(t, parse(t, string(signed)), Selection{Reveal: everything, Extensions: o.Extensions})
	proofs, err := Find(shown)
	require.NoError(t, err)
	checked, err := proofs[0].Verify(context.Background(), publicKey(t, sdSigner().Key), o)
	require.NoError(t, err)
	require.True(t, slices.ContainsFunc(checked.Contexts, func(c Context) bool { return c.Revision == "2025-04" }))
}

// The date of the award is mandatory beside the decisive members.
func TestAwardedDateIsMandatory(t *testing.T) {
	text := strings.Replace(graded, `"validFrom"`, `"awardedDate": "2020-05-01T10:20:30Z", "validFrom"`, 1)
	require.Contains(t, sdValue(t, anotherSD(t, text)).pointers, "/awardedDate")
}
