package badge_test

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

// parsed reads text, which must succeed.
func parsed(t testing.TB, text string) *badge.Document {
	t.Helper()
	d, err := badge.Parse([]byte(text))
	require.NoError(t, err)
	return d
}

// refusedText reads text, which must fail, and returns the error.
func refusedText(t testing.TB, text string) *jsontext.Error {
	t.Helper()
	d, err := badge.Parse([]byte(text))
	require.Nil(t, d)
	var e *jsontext.Error
	require.True(t, errors.As(err, &e))
	require.NotEmpty(t, e.Message())
	require.LessOrEqual(t, len(e.Message()), 500)
	return e
}

func b64(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }

// jwsOf writes a compact JWS with a made-up signature.
func jwsOf(header, payload string) string { return b64(header) + "." + b64(payload) + ".c2ln" }

const (
	es256 = `{"alg":"ES256"}`
	award = ` { "@context" : ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
	"id": "urn:x:1", "type": ["VerifiableCredential", "OpenBadgeCredential"], "issuer": {"id": "https://a.example/i"},
	"validFrom": "2026-01-01T00:00:00Z", "credentialSubject": {"id": "did:example:s", "achievement": {"a/b": [1.50, "\u00e9"]}} }
`
)

func TestDocumentKeepsBytes(t *testing.T) {
	token := jwsOf(es256, award)
	for name, row := range map[string]struct{ text, json string }{
		"JSON":                         {award, award},
		"JSON in white space (Q-23)":   {"\r\n\t " + award + " \n", "\r\n\t " + award + " \n"},
		"token":                        {token, award},
		"token in white space (Q-23)":  {"\n    " + token + "\n  ", award},
		"token and line break (J17)":   {token + "\n", award},
		"token and CR LF behind (J17)": {token + "\r\n", award},
		"token without a signature":    {b64(`{"alg":"none"}`) + "." + b64(award) + ".", award},
		"smallest":                     {"{}", "{}"},
	} {
		t.Run(name, func(t *testing.T) {
			src := []byte(row.text)
			d, err := badge.Parse(src)
			require.NoError(t, err)
			require.Equal(t, row.text, string(src), "the argument stays")
			clear(src)
			require.Equal(t, row.text, string(d.Bytes()))
			require.Equal(t, row.json, string(d.JSON()))
			clear(d.Bytes())
			clear(d.JSON())
			if raw, ok := d.At(""); ok {
				clear(raw)
			}
			require.Equal(t, row.text, string(d.Bytes()))
			require.Equal(t, row.json, string(d.JSON()))
		})
	}
}

func TestDocumentAt(t *testing.T) {
	for name, d := range map[string]*badge.Document{"JSON": parsed(t, award), "token": parsed(t, jwsOf(es256, award))} {
		t.Run(name, func(t *testing.T) {
			raw, ok := d.At("/credentialSubject/achievement/a~1b")
			require.True(t, ok)
			require.Equal(t, `[1.50, "\u00e9"]`, string(raw))
			raw, ok = d.At("")
			require.True(t, ok)
			require.Equal(t, strings.TrimSpace(award), string(raw))
			for _, pointer := range []string{"/nothing", "id", "/type/2", "/id/0", "/~"} {
				raw, ok = d.At(pointer)
				require.False(t, ok, pointer)
				require.Empty(t, raw)
			}
		})
	}
}

func TestDocumentJWS(t *testing.T) {
	d := parsed(t, " "+jwsOf(`{"alg":"ES256","kid":"k"}`, award)+"\n")
	jws, ok := d.JWS()
	require.True(t, ok)
	require.Equal(t, "k", jws.Header.Member("kid").String())
	require.Equal(t, b64(`{"alg":"ES256","kid":"k"}`)+"."+b64(award), jws.SigningInput)
	require.Equal(t, "sig", jws.Signature)

	jws, ok = parsed(t, award).JWS()
	require.False(t, ok)
	require.Equal(t, badge.JWS{}, jws)
}

func TestDocumentKindAndVersion(t *testing.T) {
	const (
		v2, v1 = `"https://www.w3.org/ns/credentials/v2"`, `"https://www.w3.org/2018/credentials/v1"`
		ob     = `"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"`
		vc     = `"VerifiableCredential"`
	)
	for _, row := range []struct {
		name, context, typ string
		kind               badge.Kind
		version            badge.Version
	}{
		{"achievement credential", `[` + v2 + `,` + ob + `]`, `[` + vc + `,"AchievementCredential"]`, badge.KindCredential, badge.OB3},
		{"open badge", `[` + v2 + `,` + ob + `]`, `[` + vc + `,"OpenBadgeCredential"]`, badge.KindCredential, badge.OB3},
		{"one type", `[` + v2 + `]`, `"OpenBadgeCredential"`, badge.KindCredential, badge.OB3},
		{"one context", v2, `["EndorsementCredential"]`, badge.KindEndorsement, badge.OB3},
		{"CLR", `[` + v2 + `]`, `[` + vc + `,"ClrCredential"]`, badge.KindCLR, badge.OB3},
		{"status list", `[` + v2 + `]`, `[` + vc + `,"BitstringStatusListCredential"]`, badge.KindStatusList, badge.OB3},
		{"older status list", `[` + v1 + `]`, `[` + vc + `,"StatusList2021Credential"]`, badge.KindStatusList, badge.OB3VCDM1},
		{"legacy", `[` + v1 + `,` + ob + `]`, `["AchievementCredential"]`, badge.KindCredential, badge.OB3VCDM1},
		{"profile", `[` + v2 + `]`, `["Profile"]`, badge.KindProfile, badge.OB3},
		{"bare profile", `null`, `"Profile"`, badge.KindProfile, badge.OB3},
		{"bare achievement", `[]`, `["Achievement"]`, badge.KindAchievement, badge.OB3},
		{"any credential", `[` + v2 + `]`, `[` + vc + `]`, badge.KindOther, badge.OB3},
		{"no type", `[` + v2 + `]`, `null`, badge.KindOther, badge.OB3},
		{"base context is second", `[` + ob + `,` + v2 + `]`, `["AchievementCredential"]`, badge.KindCredential, badge.VersionUnknown},
		{"inline context first", `[{"@vocab":"x"},` + v2 + `]`, `["AchievementCredential"]`, badge.KindCredential, badge.VersionUnknown},
		{"context by another spelling", `["http://www.w3.org/ns/credentials/v2"]`, `["AchievementCredential"]`, badge.KindCredential, badge.VersionUnknown},
		{"context with a slash", `["https://www.w3.org/ns/credentials/v2/"]`, `["AchievementCredential"]`, badge.KindCredential, badge.VersionUnknown},
		{"nested context", `[[` + v2 + `]]`, `["AchievementCredential"]`, badge.KindCredential, badge.VersionUnknown},
		{"type of another case", `[` + v2 + `]`, `["achievementcredential"]`, badge.KindOther, badge.OB3},
		{"type in a nested list", `[` + v2 + `]`, `[["AchievementCredential"]]`, badge.KindOther, badge.OB3},
		{"type flipped", `[` + v2 + `]`, `{"AchievementCredential":1}`, badge.KindOther, badge.OB3},
		{"Open Badges 2.0", `"https://w3id.org/openbadges/v2"`, `"Assertion"`, badge.KindCredential, badge.OB2},
	} {
		t.Run(row.name, func(t *testing.T) {
			text := fmt.Sprintf(`{"@context":%s,"type":%s}`, row.context, row.typ)
			for _, d := range []*badge.Document{parsed(t, text), parsed(t, jwsOf(es256, text)), parsed(t, jwsOf(es256, `{"vc":`+text+`}`))} {
				require.Equal(t, row.kind, d.Kind())
				require.Equal(t, row.version, d.Version())
			}
		})
	}
	t.Run("shadowed names", func(t *testing.T) {
		d := parsed(t, `{"@Context":`+v2+`,"Type":"Profile","TYPE":"ClrCredential"}`)
		require.Equal(t, badge.KindOther, d.Kind())
		require.Equal(t, badge.VersionUnknown, d.Version())
	})
}

func TestDocumentParties(t *testing.T) {
	for _, row := range []struct{ text, id, issuer, subject string }{
		{`{"id":"i","issuer":"u","credentialSubject":{"id":"s"}}`, "i", "u", "s"},
		{`{"issuer":{"id":"u","name":"x"},"credentialSubject":"s"}`, "", "u", "s"},
		{`{"issuer":{"name":"x"},"credentialSubject":{}}`, "", "", ""},
		{`{"issuer":["u"],"credentialSubject":[{"id":"s"}]}`, "", "", ""},
		{`{"id":1,"issuer":{"id":{"id":"u"}},"credentialSubject":null}`, "", "", ""},
		{`{"ID":"i","Issuer":"u","CredentialSubject":{"id":"s"}}`, "", "", ""},
		{`{}`, "", "", ""},
	} {
		t.Run(row.text, func(t *testing.T) {
			for _, d := range []*badge.Document{parsed(t, row.text), parsed(t, jwsOf(es256, row.text)), parsed(t, jwsOf(es256, `{"id":"x","vc":`+row.text+`}`))} {
				require.Equal(t, row.id, d.ID())
				require.Equal(t, row.issuer, d.IssuerID())
				require.Equal(t, row.subject, d.SubjectID())
			}
		})
	}
}

func TestDocumentPeriod(t *testing.T) {
	const times = `"validFrom":"1","validUntil":"2","issuanceDate":"3","expirationDate":"4"`
	for context, want := range map[string]string{
		"https://www.w3.org/ns/credentials/v2":   "12",
		"https://www.w3.org/2018/credentials/v1": "34",
		"https://elsewhere.example/":             "12",
	} {
		from, until := parsed(t, `{"@context":"`+context+`",`+times+`}`).Period()
		require.Equal(t, want, from.String()+until.String())
	}
	from, until := parsed(t, `{}`).Period()
	require.False(t, from.Exists() || until.Exists())
}

func TestDocumentBody(t *testing.T) {
	inner := `{"id":"inner","type":"Profile"}`
	for _, row := range []struct{ name, text, id, pointer string }{
		{"vc claim of a token", jwsOf(es256, `{"iss":"x","id":"outer","vc":`+inner+`}`), "inner", "/vc"},
		{"vc member of JSON", `{"id":"outer","vc":` + inner + `}`, "outer", ""},
		{"vc claim that is text", jwsOf(es256, `{"id":"outer","vc":"x"}`), "outer", ""},
		{"vc claim that is a list", jwsOf(es256, `{"id":"outer","vc":[`+inner+`]}`), "outer", ""},
		{"VC claim", jwsOf(es256, `{"id":"outer","VC":`+inner+`}`), "outer", ""},
		{"vc inside vc", jwsOf(es256, `{"vc":{"id":"inner","vc":{"id":"x"}}}`), "inner", "/vc"},
	} {
		t.Run(row.name, func(t *testing.T) {
			d := parsed(t, row.text)
			require.Equal(t, row.id, d.ID())
			require.Equal(t, row.pointer, d.Body().Pointer())
			require.Equal(t, "", d.Root().Pointer())
		})
	}
}

// N05: a byte order mark before JSON is read, and is not part of the text that is
// validated or signed.
func TestByteOrderMark(t *testing.T) {
	const mark = "\xef\xbb\xbf"
	for _, text := range []string{award, `{"recipient":"a@b.example","badge":{}}`, `{"@context":"https://w3id.org/openbadges/v2","type":"BadgeClass","id":"https://a.example/b"}`} {
		plain, err := badge.Parse([]byte(text))
		require.NoError(t, err)
		marked, err := badge.Parse([]byte(mark + text))
		require.NoError(t, err)
		require.Equal(t, mark+text, string(marked.Bytes()))
		require.Equal(t, text, string(marked.JSON()))
		require.Equal(t, plain.Kind(), marked.Kind())
		if !plain.Version().Before3() {
			continue
		}
		upgraded, changes, err := badge.Upgrade(marked, "https://a.example/1")
		require.NoError(t, err)
		require.Equal(t, "json.bom", changes[0].Code)
		require.NotContains(t, string(upgraded.Bytes()), mark)
	}
	_, err := badge.Parse([]byte(mark + `{"a":01}`))
	var e interface{ Offset() int }
	require.ErrorAs(t, err, &e)
	require.Equal(t, 9, e.Offset(), "counted from the start of the bytes")
}

func TestParseRefusesForms(t *testing.T) {
	good := jwsOf(es256, award)
	for _, row := range []struct{ id, text, code string }{
		{"empty", "", "badge.format"},
		{"white space", " \n\t\r", "badge.format"},
		{"array", "[" + award + "]", "badge.format"},
		{"string", `"` + good + `"`, "badge.format"},
		{"word", `null`, "badge.format"},
		{"number", `1`, "badge.format"},
		{"number with a point", `1.5`, "jws.parts"},
		{"header alone", b64(es256), "badge.format"},
		{"N05 two marks", "\xef\xbb\xbf\xef\xbb\xbf" + award, "json.bom"},
		{"N05 mark alone", "\xef\xbb\xbf", "json.bom"},
		{"N05 mark before a string", "\xef\xbb\xbf\"" + good + `"`, "json.bom"},
		{"N05 mark before bad JSON", "\xef\xbb\xbf{\"a\":1,\"a\":2}", "json.duplicate_member"},
		{"N05 behind white space", "\n\xef\xbb\xbf{}", "json.syntax"},
		{"N05 UTF-16LE", "\xff\xfe{\x00}\x00", "badge.format"},
		{"N05 UTF-16BE", "\x00{\x00}", "badge.format"},
		{"N05 token", "\xef\xbb\xbf" + good, "json.bom"},
		{"N06", "{}{}", "json.trailing_data"},
		{"N06 NUL", "{}\x00", "json.trailing_data"},
		{"N06 token", "{} " + good, "json.trailing_data"},
		{"N15 HTML", "<!doctype html>\n<title>{}</title>", "badge.format"},
		{"N15 YAML", "type: [Profile]\n", "badge.format"},
		{"N15 PNG", "\x89PNG\r\n\x1a\n{}", "badge.format"},
		{"N15 SVG", `<svg xmlns="http://www.w3.org/2000/svg"/>`, "badge.format"},
		{"N15 URL", "https://badges.example/1", "badge.format"},
		{"N15 PEM", "-----BEGIN CERTIFICATE-----\nMII=\n", "badge.format"},
		{"N15 form feed", "\f{}", "badge.format"},
		{"N15 no-break space", "\u00a0{}", "badge.format"},
		{"N16", "\r\n\x1b[31m" + strings.Repeat("\u202e", 99), "badge.format"},
		{"too large", award + strings.Repeat(" ", 2<<20), "json.too_large"},
		{"N08 10 MB of digits", strings.Repeat("9", 10_000_000), "json.too_large"},
		{"J29 10 MB of dots", strings.Repeat(".", 10_000_000), "json.too_large"},
		{"J29 2 MiB of dots", strings.Repeat(".", 2<<20), "jws.parts"},
		{"J29 dot behind", good + ".", "jws.parts"},
		{"J29 dot before", "." + good, "jws.parts"},
		{"J29 a.b.c.", "a.b.c.", "jws.parts"},
		{"J29 .a.b", ".a.b", "jws.base64"},
		{"J29 two dots", "..", "json.truncated"},
		{"J29 one dot", ".", "jws.parts"},
		{"J29 two parts", b64(es256) + "." + b64(award), "jws.parts"},
		{"J27 five parts", b64(`{"alg":"RSA-OAEP","enc":"A256GCM"}`) + ".AA.AA.AA.AA", "jws.parts"},
		{"J30 payload is a token", jwsOf(es256, good), "json.syntax"},
		{"J30 payload is a token in quotes", jwsOf(es256, `"`+good+`"`), "jws.payload"},
		{"J32 root", jwsOf(es256, `{"iss":"a","iss":"b"}`), "json.duplicate_member"},
		{"J32 nested", jwsOf(es256, `{"vc":{"issuer":{"id":"a","i\u0064":"b"}}}`), "json.duplicate_member"},
		{"J32 header", jwsOf(`{"alg":"ES256","alg":"none"}`, award), "json.duplicate_member"},
		{"J35 second object", jwsOf(es256, `{} {"iss":"x"}`), "json.trailing_data"},
		{"J35 array", jwsOf(es256, `[]`), "jws.payload"},
		{"J35 null", jwsOf(es256, `null`), "jws.payload"},
		{"J35 BOM", jwsOf(es256, "\xef\xbb\xbf{}"), "json.bom"},
		{"J35 empty", jwsOf(es256, ``), "json.truncated"},
		{"J35 not UTF-8", jwsOf(es256, "{\"a\":\"\xff\"}"), "json.utf8"},
		{"header array", jwsOf(`[]`, award), "jws.header"},
		{"header text", jwsOf(`"alg"`, award), "jws.header"},
		{"header empty", jwsOf(``, award), "json.truncated"},
		{"header with trailing data", jwsOf(es256+`{}`, award), "json.trailing_data"},
		{"J40", good + "~WyJzYWx0IiwibmFtZSIsIngiXQ~", "sdjwt.disclosure_unreferenced"},
		{"J40 two tildes", good + "~~", "json.truncated"},
		{"J40 with key binding", good + "~WyJ~" + good, "sdjwt.disclosure"},
		{"word before", "Bearer " + good, "badge.format"},
		{"two tokens", good + " " + good, "jws.parts"},
		{"comma behind", good + ",", "jws.base64"},
		{"not ASCII", good + "é", "jws.base64"},
		{"NUL behind", good + "\x00", "jws.base64"},
	} {
		t.Run(row.id, func(t *testing.T) {
			e := refusedText(t, row.text)
			require.Equal(t, row.code, e.Code(), e.Message())
			for _, r := range e.Error() {
				require.True(t, unicode.IsPrint(r), "%q", e.Error())
			}
		})
	}
}

func TestParseRefusesBase64(t *testing.T) {
	// Parts of 2 bytes modulo 3 have unused bits; all three variants exist here.
	header, payload := `{"alg":"ES256","k":"?>"}`, `{"a":"?>~"}`
	for len(header)%3 != 1 {
		header += " "
	}
	for len(payload)%3 != 2 {
		payload += " "
	}
	parts := []string{b64(header), b64(payload), base64.RawURLEncoding.EncodeToString([]byte("\xfb\xef\xbe\xff"))}
	good := strings.Join(parts, ".")
	parsed(t, good)
	for i, name := range []string{"header", "payload", "signature"} {
		part := parts[i]
		last := part[len(part)-1]
		unusedBits := part[:len(part)-1] + string(rune(last+1))
		standard := strings.NewReplacer("-", "+", "_", "/").Replace(part)
		if standard == part {
			standard = "+/" + part[2:]
		}
		for variant, changed := range map[string]struct {
			part string
			at   int // in the part; negative: not asserted
		}{
			"padding":       {part + strings.Repeat("=", 4-len(part)%4), len(part)},
			"alphabet":      {standard, strings.IndexAny(standard, "+/")},
			"unused bits":   {unusedBits, -1},
			"LF inside":     {part[:3] + "\n" + part[3:], 3},
			"CR LF inside":  {part[:4] + "\r\n" + part[4:], 4},
			"space inside":  {part[:2] + " " + part[2:], 2},
			"one character": {part + strings.Repeat("A", (5-len(part)%4)%4), -1},
			"NUL inside":    {part[:1] + "\x00" + part[1:], 1},
		} {
			t.Run("J17/"+name+"/"+variant, func(t *testing.T) {
				all := append([]string{}, parts...)
				all[i] = changed.part
				e := refusedText(t, " \n"+strings.Join(all, "."))
				want := "jws.base64"
				if variant == "NUL inside" && i == 0 || variant == "alphabet" && i == 0 && standard[0] == '+' {
					want = "badge.format" // no longer looks like a token
				}
				require.Equal(t, want, e.Code())
				if changed.at >= 0 && want == "jws.base64" {
					require.Equal(t, 2+len(strings.Join(all[:i], "."))+min(i, 1)+changed.at, e.Offset())
				}
			})
		}
	}
}

func TestParseJSONSerialization(t *testing.T) {
	flattened := fmt.Sprintf(`{"protected":%q,"payload":%q,"signature":"c2ln"}`, b64(es256), b64(award))
	general := fmt.Sprintf(`{"payload":%q,"signatures":[{"protected":"x","signature":"bad"},{"protected":%q,"signature":"c2ln"}]}`, b64(award), b64(es256))
	for name, text := range map[string]string{"flattened": flattened, "general": general} {
		t.Run("J28/"+name, func(t *testing.T) {
			d := parsed(t, text)
			require.Equal(t, badge.KindOther, d.Kind())
			require.Equal(t, badge.VersionUnknown, d.Version())
			_, isToken := d.JWS()
			require.False(t, isToken)
			require.Empty(t, d.ID()+d.IssuerID())
		})
	}
	t.Run("J28/duplicate payload", func(t *testing.T) {
		require.Equal(t, "json.duplicate_member", refusedText(t, `{"payload":"a","payload":"b"}`).Code())
	})
}

func TestParseHeaderLimit(t *testing.T) {
	header := func(n int) string { return `{"kid":"` + strings.Repeat("k", n-10) + `"}` }
	const limit = 8 << 10
	parsed(t, jwsOf(header(limit), "{}"))
	require.Equal(t, "jws.header_too_large", refusedText(t, jwsOf(header(limit+1), "{}")).Code())
	require.Equal(t, "jws.header_too_large", refusedText(t, strings.Repeat("A", 1<<20)+".e30.").Code())
}

func TestParseErrorPlace(t *testing.T) {
	for _, row := range []struct {
		name, text, path string
		offset           int
	}{
		{"JSON", "\n {\"a\":[1,x]}", "/a/1", 10},
		{"payload", "  " + jwsOf(es256, `{"a":[1,x]}`), "/a/1", 8},
		{"header", jwsOf(`{"alg":1e999}`, `{}`), "/alg", 7},
	} {
		t.Run(row.name, func(t *testing.T) {
			e := refusedText(t, row.text)
			require.Equal(t, row.path, e.Path())
			require.Equal(t, row.offset, e.Offset())
		})
	}
}

func TestParseCutTokens(t *testing.T) {
	good := jwsOf(es256, award)
	codes := map[string]bool{}
	for i := range good {
		if d, err := badge.Parse([]byte(good[:i])); err == nil {
			// Only the signature may be cut, at a whole number of its bytes.
			require.Greater(t, i, strings.LastIndex(good, "."))
			require.Equal(t, good[:i], string(d.Bytes()))
			continue
		}
		codes[refusedText(t, good[:i]).Code()] = true
	}
	for code := range codes {
		require.Contains(t, []string{"badge.format", "jws.parts", "jws.base64", "json.truncated"}, code)
	}
}

func TestDocumentIsSafeForConcurrentUse(t *testing.T) {
	endorsed := strings.Replace(award, `"id": "urn:x:1"`, `"id": "urn:x:1", "endorsement": [{"type":"EndorsementCredential"}]`, 1)
	for _, text := range []string{endorsed, jwsOf(es256, endorsed)} {
		d := parsed(t, text)
		var readers sync.WaitGroup
		for range 16 {
			readers.Go(func() {
				for range 20 {
					raw, _ := d.At("/credentialSubject/achievement")
					clear(raw)
					clear(d.Bytes())
					c := d.Credential()
					c.Issuer.ID = "changed"
					clear(c.Type)
					if len(slices.Collect(d.Embedded())) != 1 || d.IssuerID() != "https://a.example/i" || d.Kind() != badge.KindCredential || string(d.Bytes()) != text {
						t.Error("a reader saw another document")
					}
				}
			})
		}
		readers.Wait()
	}
}

func TestDocumentRawIsValidJSON(t *testing.T) {
	raw, ok := parsed(t, award).At("/type")
	require.True(t, ok)
	text, err := json.Marshal(map[string]json.RawMessage{"type": raw})
	require.NoError(t, err)
	require.JSONEq(t, `{"type":["VerifiableCredential","OpenBadgeCredential"]}`, string(text))
}
