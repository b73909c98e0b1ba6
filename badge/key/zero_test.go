package key

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"fmt"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestZeroValues(t *testing.T) {
	for _, v := range []any{Key{}, &ControllerDocument{}, (*ControllerDocument)(nil), VerificationMethod{}, Signer{}} {
		value := reflect.ValueOf(v)
		for i := range value.NumMethod() {
			method, name := value.Method(i), fmt.Sprintf("%T.%s", v, value.Type().Method(i).Name)
			if value.Type().Method(i).Name == "Format" {
				continue // fmt calls it below
			}
			args := make([]reflect.Value, method.Type().NumIn())
			for n := range args {
				args[n] = reflect.Zero(method.Type().In(n))
			}
			require.NotPanics(t, func() { method.Call(args) }, name)
		}
		require.NotPanics(t, func() { _ = fmt.Sprintf("%v %+v %#v %s", v, v, v, v) })
	}
	_, err := (*ControllerDocument)(nil).Method("did:web:a.example#1")
	require.Equal(t, codeControllerUnknown, code(err))
}

func TestEmptyInput(t *testing.T) {
	for name, parse := range map[string]func([]byte) error{
		"Parse":                   func(b []byte) error { _, err := Parse(b); return err },
		"ParseJWK":                func(b []byte) error { _, err := ParseJWK(b); return err },
		"ParseJWKS":               func(b []byte) error { _, err := ParseJWKS(b); return err },
		"ParseHistory":            func(b []byte) error { _, err := ParseHistory(b); return err },
		"ParseMultikey":           func(b []byte) error { _, err := ParseMultikey(string(b)); return err },
		"ParsePrivate":            func(b []byte) error { _, err := ParsePrivate(b); return err },
		"ParseControllerDocument": func(b []byte) error { _, err := ParseControllerDocument(b); return err },
		"ParseVerificationMethod": func(b []byte) error { _, err := ParseVerificationMethod(b); return err },
		"ValidateID":              func(b []byte) error { return ValidateID(string(b)) },
	} {
		require.NotEmpty(t, code(parse(nil)), name)
		require.NotEmpty(t, code(parse([]byte{})), name)
	}
	for _, public := range []crypto.PublicKey{nil, ed25519.PublicKey(nil), (*ecdsa.PublicKey)(nil), new(ecdsa.PublicKey), (*rsa.PublicKey)(nil), new(rsa.PublicKey)} {
		_, err := FromPublic(public)
		require.NotEmpty(t, code(err), "%T", public)
	}
}
