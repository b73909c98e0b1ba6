package verify_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/proof"
	jsontree "github.com/openbadges-go/openbadges/badge/tree"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/issuer/host"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// badTexts are inputs that nothing reads, or only in part.
var badTexts = []string{
	"x", "{", "[]", "null", `"text"`, "{}", "\xff\xfe", "\x00", "a.b.c", "https://", "https://issuer.example", "http://issuer.example/a b",
	"did:web:", "did:key:z", "did:unknown:x", "zzzz", "2026-13-01", "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n",
	"\x89PNG\r\n\x1a\n", "<svg", "<svg xmlns='http://www.w3.org/2000/svg'/>", `{"type":"Assertion"}`, `{"kty":"OKP","crv":"Ed25519","x":"!"}`,
	`{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":5}`,
	`{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
		"type":["VerifiableCredential","OpenBadgeCredential"],"proof":{"type":"DataIntegrityProof"}}`,
	strings.Repeat("[", 100), strings.Repeat("a", 5<<20),
}

// aboutProgram matches the errors about the program that calls, not about its
// input: they say what to use.
var aboutProgram = regexp.MustCompile(`use New|: use |Config\.|is nil|an issuer of 3\.0 publishes`)

// TestBadInput calls every exported function, and every method of values that
// are empty or ready for use, with arguments that cannot be read: nothing
// panics, and each error has a code (HO-18).
func TestBadInput(t *testing.T) {
	t.Chdir(t.TempDir()) // texts are also names of files
	world := verifytest.New(t)
	school := world.Issuer("school.example", proof.EdDSARDFC2022)
	site, err := host.New(host.Config{Base: "https://school.example", Store: host.NewMemory()})
	require.NoError(t, err)
	values := append(zeroValues(), school, site, world.Verifier(verify.AnyIssuer()))
	for _, text := range badTexts {
		for name, function := range zeroFunctions() {
			callBad(t, name, reflect.ValueOf(function), text, school)
		}
		for _, v := range values {
			value := reflect.ValueOf(v)
			for i := range value.NumMethod() {
				if method := value.Type().Method(i).Name; method != "Format" {
					callBad(t, fmt.Sprintf("%v.%s", value.Type(), method), value.Method(i), text, school)
				}
			}
		}
	}
}

// callBad calls a function with the text as every argument that can hold it.
func callBad(t *testing.T, name string, function reflect.Value, text string, school *issuer.Issuer) {
	typ := function.Type()
	doc, err := badge.Parse([]byte(text))
	if err != nil {
		doc, err = badge.Parse([]byte("{}"))
		require.NoError(t, err)
	}
	made := map[reflect.Type]any{
		reflect.TypeFor[context.Context]():     t.Context(),
		reflect.TypeFor[http.ResponseWriter](): httptest.NewRecorder(),
		reflect.TypeFor[*http.Request]():       httptest.NewRequest("GET", "/", strings.NewReader(text)),
		reflect.TypeFor[io.Reader]():           strings.NewReader(text),
		reflect.TypeFor[io.ReaderAt]():         strings.NewReader(text),
		reflect.TypeFor[io.Writer]():           io.Discard,
		reflect.TypeFor[*badge.Document]():     doc,
		reflect.TypeFor[jsontree.Value]():      doc.Root(),
		reflect.TypeFor[[]byte]():              []byte(text),
		reflect.TypeFor[*issuer.Issuer]():      school,
		reflect.TypeFor[badge.Credential]():    badge.Credential{ID: text, Name: text, ValidFrom: badge.DateTime(text)},
	}
	var args []reflect.Value
	for i := range typ.NumIn() {
		in := typ.In(i)
		switch v, found := made[in]; {
		case typ.IsVariadic() && i == typ.NumIn()-1:
		case found:
			args = append(args, reflect.ValueOf(v))
		case in.Kind() == reflect.String:
			args = append(args, reflect.ValueOf(text).Convert(in))
		default:
			args = append(args, reflect.Zero(in))
		}
	}
	assert.NotPanicsf(t, func() {
		for _, result := range function.Call(args) {
			takeAll(result)
			err, ok := result.Interface().(error)
			if !ok || typ.Out(typ.NumOut()-1) != reflect.TypeFor[error]() || reflect.ValueOf(err).IsZero() {
				continue
			}
			var file *fs.PathError
			assert.True(t, badge.CodeOf(err) != "" || errors.As(err, &file) || aboutProgram.MatchString(err.Error()), "%s(%.40q): %.300q", name, text, err)
		}
	}, "%s(%.40q)", name, text)
}
