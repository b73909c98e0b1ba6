package badge_test

import (
	"crypto/md5"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"strings"
	"testing"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/stretchr/testify/require"
)

func sha(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "sha256$" + hex.EncodeToString(sum[:])
}

func email(value string) badge.Recipient {
	return badge.Recipient{Type: badge.IdentifierEmailAddress, Value: value}
}

// subject reads a subject with the given identifiers. An identifier without a
// type is an e-mail address.
func subject(t *testing.T, identifiers ...string) badge.Subject {
	t.Helper()
	for i, text := range identifiers {
		if !strings.Contains(text, `"identityType"`) {
			identifiers[i] = `{"identityType":"emailAddress",` + text[1:]
		}
	}
	return credential(t, `{"credentialSubject":{"id":"did:example:holder","identifier":[`+strings.Join(identifiers, ",")+`]}}`).Subject
}

func hashed(hash, salt string) string {
	return fmt.Sprintf(`{"hashed":true,"identityHash":%q,"salt":%q}`, hash, salt)
}

func plain(value string) string { return fmt.Sprintf(`{"hashed":false,"identityHash":%q}`, value) }

func TestRecipientMatches(t *testing.T) {
	weak := md5.Sum([]byte("a@example.comsalt"))
	for _, row := range []struct {
		name        string
		who         badge.Recipient
		identifiers []string
		want        badge.Match
	}{
		{"C-110 plain", email("a@example.com"), []string{plain("a@example.com")}, badge.Match{}},
		{"C-110 unsalted", email("a@example.com"), []string{`{"hashed":true,"identityHash":"` + sha("a@example.com") + `"}`}, badge.Match{Algorithm: "sha256"}},
		{"C-110 md5", email("a@example.com"), []string{hashed("md5$"+hex.EncodeToString(weak[:]), "salt")}, badge.Match{Algorithm: "md5"}},
		{"C-110 second identifier", email("a@example.com"), []string{hashed(sha("b"), ""), hashed(sha("a@example.coms"), "s")}, badge.Match{Index: 1, Algorithm: "sha256"}},
		{"C-110 other type first", email("a@example.com"), []string{`{"identityType":"userName","hashed":false,"identityHash":"a@example.com"}`, plain("a@example.com")}, badge.Match{Index: 1}},
		{"C-111 published vector", email("a@example.com"), []string{hashed("sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399", "Kosher")}, badge.Match{Algorithm: "sha256"}},
		{"C-111 edubadges vector", badge.Recipient{Type: badge.IdentifierSystemID, Value: "1234abc123abc"}, []string{`{"identityType":"systemId","hashed":true,"identityHash":"sha256$a2441d313d3d31514464ed6732d255df3391cbc85dd374d8a94b683248dcb7b8","salt":"s@lt"}`}, badge.Match{Algorithm: "sha256"}},
		{"R01 lower case of a hashed address", email("User@Example.COM"), []string{hashed(sha("user@example.com"), "")}, badge.Match{Algorithm: "sha256", Folded: true}},
		{"R01 exact comes first", email("User@example.com"), []string{hashed(sha("user@example.com"), ""), hashed(sha("User@example.com"), "")}, badge.Match{Index: 1, Algorithm: "sha256"}},
		{"C-112 plain address in another case", email("User@example.com"), []string{plain("user@EXAMPLE.com")}, badge.Match{Folded: true}},
		{"RE-43 capitals in the badge", email("user@example.com"), []string{plain("User@Example.com")}, badge.Match{Folded: true}},
		{"RE-43 capitals of an eduID", badge.Recipient{Type: "id", Value: "ABC"}, []string{`{"identityType":"id","hashed":false,"identityHash":"abc"}`}, badge.Match{Folded: true}},
		{"R01 plain exact comes first", email("User@example.com"), []string{plain("user@example.com"), plain("User@example.com")}, badge.Match{Index: 1}},
		{"R04 empty salt", email("a@example.com"), []string{hashed(sha("a@example.com"), "")}, badge.Match{Algorithm: "sha256"}},
		{"R04 long salt", email("a"), []string{hashed(sha("a"+strings.Repeat("s", 1024)), strings.Repeat("s", 1024))}, badge.Match{Algorithm: "sha256"}},
		{"R06 upper-case digits", email("a"), []string{hashed("sha256$"+strings.ToUpper(sha("a")[7:]), "")}, badge.Match{Algorithm: "sha256"}},
		{"R09 unreadable entry first", email("a"), []string{hashed("sha1$00", ""), plain("a")}, badge.Match{Index: 1}},
		{"Q-22 type email", email("a"), []string{`{"identityType":"email","hashed":false,"identityHash":"a"}`}, badge.Match{Alias: true}},
		{"id", badge.Recipient{ID: "did:example:holder"}, nil, badge.Match{Index: -1}},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, err := row.who.Match(subject(t, row.identifiers...))
			require.NoError(t, err)
			require.Equal(t, row.want, got)
		})
	}
}

func TestRecipientErrors(t *testing.T) {
	a := email("a")
	longList := strings.Split(strings.TrimSuffix(strings.Repeat(plain("a")+"\n", 33), "\n"), "\n")
	for _, row := range []struct {
		name, code, path string
		who              badge.Recipient
		identifiers      []string
	}{
		{"RE-43 hash of capitals", "recipient.mismatch", "/identifier", email("user@example.com"), []string{hashed(sha("User@example.com"), "")}},
		{"RE-43 plain Kelvin sign", "recipient.mismatch", "/identifier", email("\u212a@example.com"), []string{plain("k@example.com")}},
		{"RE-43 plain Kelvin sign in the badge", "recipient.mismatch", "/identifier", email("k@example.com"), []string{plain("\u212a@example.com")}},
		{"RE-43 plain long s", "recipient.mismatch", "/identifier", email("s@example.com"), []string{plain("\u017f@example.com")}},
		{"RE-43 plain user name", "recipient.mismatch", "/identifier", badge.Recipient{Type: badge.IdentifierUserName, Value: "User"}, []string{`{"identityType":"userName","hashed":false,"identityHash":"user"}`}},
		{"RE-43 id is never folded", "recipient.mismatch", "/id", badge.Recipient{ID: "DID:example:holder"}, nil},
		{"R01 user name in another case", "recipient.mismatch", "/identifier", badge.Recipient{Type: badge.IdentifierUserName, Value: "User"}, []string{`{"identityType":"userName","hashed":true,"identityHash":"` + sha("user") + `"}`}},
		{"R01 space around", "recipient.mismatch", "/identifier", email("a "), []string{plain("a")}},
		{"R02 tag", "recipient.mismatch", "/identifier", email("a@example.com"), []string{plain("a+b@example.com")}},
		{"R02 dots", "recipient.mismatch", "/identifier", email("ab@example.com"), []string{plain("a.b@example.com")}},
		{"R03 composed and decomposed", "recipient.mismatch", "/identifier", email("\u00e9"), []string{hashed(sha("e\u0301"), "")}},
		{"R03 full width", "recipient.mismatch", "/identifier", email("a"), []string{hashed(sha("\uff41"), "")}},
		{"R03 Kelvin sign", "recipient.mismatch", "/identifier", email("\u212a@example.com"), []string{hashed(sha("k@example.com"), "")}},
		{"R03 dotted I", "recipient.mismatch", "/identifier", email("\u0130"), []string{hashed(sha("i"), "")}},
		{"R03 sharp s", "recipient.mismatch", "/identifier", email("\u00df"), []string{hashed(sha("ss"), "")}},
		{"R04 salt before the value", "recipient.mismatch", "/identifier", a, []string{hashed(sha("salta"), "salt")}},
		{"R04 wrong salt", "recipient.mismatch", "/identifier", a, []string{hashed(sha("asalt"), "Salt")}},
		{"R04 salt null", "recipient.malformed", "/identifier/0/salt", a, []string{`{"hashed":true,"salt":null,"identityHash":"` + sha("a") + `"}`}},
		{"R04 salt a number", "recipient.malformed", "/identifier/0/salt", a, []string{`{"hashed":true,"salt":1,"identityHash":"` + sha("a") + `"}`}},
		{"R04 salt too long", "recipient.malformed", "/identifier/0/salt", a, []string{hashed(sha("a"), strings.Repeat("s", 1025))}},
		{"R05 prefix in upper case", "recipient.unsupported_hash", "/identifier/0/identityHash", a, []string{hashed("SHA256$"+sha("a")[7:], "")}},
		{"R05 sha1", "recipient.unsupported_hash", "/identifier/0/identityHash", a, []string{hashed("sha1$86f7e437faa5a7fce15d1ddcb9eaeaea377667b8", "")}},
		{"R05 no prefix (C-113)", "recipient.malformed", "/identifier/0/identityHash", a, []string{hashed(sha("a")[7:], "")}},
		{"R05 two dollar signs", "recipient.malformed", "/identifier/0/identityHash", a, []string{hashed("sha256$"+sha("a")[6:], "")}},
		{"R05 truncated", "recipient.malformed", "/identifier/0/identityHash", a, []string{hashed(sha("a")[:69], "")}},
		{"R05 no digits", "recipient.malformed", "/identifier/0/identityHash", a, []string{hashed("sha256$", "")}},
		{"R07 other type", "recipient.mismatch", "/identifier", a, []string{`{"identityType":"userName","hashed":false,"identityHash":"a"}`}},
		{"R08 hashed a string", "recipient.malformed", "/identifier/0/hashed", a, []string{`{"hashed":"false","identityHash":"a"}`}},
		{"R08 hashed a number", "recipient.malformed", "/identifier/0/hashed", a, []string{`{"hashed":0,"identityHash":"a"}`}},
		{"R08 hashed missing", "recipient.malformed", "/identifier/0/hashed", a, []string{`{"identityHash":"a"}`}},
		{"R09 empty identity", "recipient.malformed", "/identifier/1/identityHash", a, []string{plain("b"), plain("")}},
		{"R09 too many", "recipient.too_many", "/identifier", a, longList},
		{"R09 no identifier", "recipient.mismatch", "/identifier", a, nil},
		{"R10 empty value", "recipient.invalid", "", email(""), []string{hashed(sha("salt"), "salt")}},
		{"R10 nothing", "recipient.invalid", "", badge.Recipient{}, []string{plain("a")}},
		{"R10 both", "recipient.invalid", "", badge.Recipient{ID: "did:example:holder", Type: "emailAddress", Value: "a"}, nil},
		{"R10 no type", "recipient.invalid", "", badge.Recipient{Value: "a"}, []string{`{"identityType":"","hashed":false,"identityHash":"a"}`}},
		{"other id", "recipient.mismatch", "/id", badge.Recipient{ID: "did:example:Holder"}, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			_, err := row.who.Match(subject(t, row.identifiers...))
			var problem badge.Failure
			require.ErrorAs(t, err, &problem)
			require.Equal(t, row.code, problem.Code())
			require.Equal(t, row.path, problem.Path())
		})
	}
}

func TestHashIdentity(t *testing.T) {
	salt := [16]byte{0: 0xab, 15: 0x01}
	o := badge.HashIdentity(badge.IdentifierEmailAddress, "a@example.com", salt)
	require.Equal(t, "ab000000000000000000000000000001", o.Salt) // R11: 128 bits
	require.NotContains(t, o.IdentityHash, "a@example.com")

	s := badge.Subject{Identifier: []badge.IdentityObject{o}}
	match, err := email("a@example.com").Match(s)
	require.NoError(t, err)
	require.Equal(t, badge.Match{Algorithm: "sha256"}, match)

	_, err = email("b@example.com").Match(s)
	require.Error(t, err)
}

// TestCompareR12: the time of a comparison does not depend on the identifier.
// The only function that compares returns either false or the result of a
// comparison in constant time.
func TestCompareR12(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "recipient.go", nil, 0)
	require.NoError(t, err)
	var answers []string
	for _, decl := range file.Decls {
		f, ok := decl.(*ast.FuncDecl)
		if !ok || f.Name.Name != "compare" {
			continue
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if r, ok := n.(*ast.ReturnStmt); ok {
				answers = append(answers, types.ExprString(r.Results[1]))
			}
			return true
		})
	}
	constant := 0
	for _, answer := range answers {
		if answer != "false" {
			require.Regexp(t, `^subtle\.ConstantTimeCompare\(.*\) == 1$`, answer)
			constant++
		}
	}
	require.Equal(t, 2, constant, "plain and hashed")
}

func TestRecipientTypes(t *testing.T) {
	hashed := badge.HashIdentity("email", "Ada@School.example", [16]byte{1})
	require.Equal(t, badge.HashIdentity(badge.IdentifierEmailAddress, "ada@school.example", [16]byte{1}).IdentityHash, hashed.IdentityHash)
	require.NotEqual(t, badge.HashIdentity("name", "Ada", [16]byte{1}), badge.HashIdentity("name", "ada", [16]byte{1}), "only e-mail addresses are lower-cased")
	subject := badge.Subject{Identifier: []badge.IdentityObject{hashed}}
	for _, typ := range []badge.IdentifierType{"email", badge.IdentifierEmailAddress} {
		match, err := badge.Recipient{Type: typ, Value: "Ada@School.example"}.Match(subject)
		require.NoError(t, err)
		require.True(t, match.Folded && match.Alias)
	}
	for typ, code := range map[badge.IdentifierType]string{
		"e-mail": "recipient.invalid", "EmailAddress": "recipient.invalid", "ext:club": "recipient.mismatch", "id": "recipient.mismatch", "url": "recipient.mismatch",
	} {
		_, err := badge.Recipient{Type: typ, Value: "x"}.Match(subject)
		require.Equal(t, code, badge.CodeOf(err), typ)
	}
}

// The error names the types of identifier that the badge has.
func TestMismatchNamesTypes(t *testing.T) {
	t.Run("ED-3", func(t *testing.T) {
		list := []badge.IdentityObject{{IdentityType: "id", IdentityHash: "x"}, {IdentityType: "id", IdentityHash: "y"}, {IdentityType: "ext:card", IdentityHash: "z"}}
		_, err := badge.Recipient{Type: badge.IdentifierEmailAddress, Value: "noor@student.example"}.Match(badge.Subject{Identifier: list})
		require.Equal(t, "recipient.mismatch", badge.CodeOf(err))
		require.ErrorContains(t, err, `by "id", "ext:card", not by "emailAddress"`)
	})
}
