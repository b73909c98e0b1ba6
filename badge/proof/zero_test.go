package proof

import (
	"context"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
)

// callAll calls every exported method of a zero value with zero arguments and
// returns the errors.
func callAll(t *testing.T, v any) (errs []error) {
	value := reflect.ValueOf(v)
	for i := range value.NumMethod() {
		method := value.Method(i)
		if value.Type().Method(i).Name == "Format" {
			continue // fmt calls it
		}
		args := make([]reflect.Value, method.Type().NumIn())
		for n := range args {
			args[n] = reflect.Zero(method.Type().In(n))
			if method.Type().In(n) == reflect.TypeFor[context.Context]() {
				args[n] = reflect.ValueOf(t.Context())
			}
		}
		for _, result := range method.Call(args) {
			if err, ok := result.Interface().(error); ok && err != nil {
				errs = append(errs, err)
			}
		}
	}
	return errs
}

func TestZeroValues(t *testing.T) {
	for _, v := range []any{Proof{}, WellFormed{}, Transformed{}} {
		errs := callAll(t, v)
		require.NotEmpty(t, errs)
		for _, err := range errs {
			require.Equal(t, codeZero, code(err), "%T", v)
		}
	}
	for _, v := range []any{Scheme(""), CheckOptions{}, Options{}, Verified{}, Disclosed{}, Selection{}, SignedData{}, Context{}, Explanation{}, Difference{}} {
		for _, err := range callAll(t, v) {
			require.NotEmpty(t, code(err), "%T", v)
		}
	}
	_, differ := Diff(Explanation{}, Explanation{})
	require.False(t, differ)
}

// A document that no function returned is refused without reading it.
func TestZeroDocuments(t *testing.T) {
	for _, d := range []*badge.Document{nil, new(badge.Document)} {
		_, err := Find(d)
		require.Equal(t, codeZero, code(err))
		_, err = Explain(t.Context(), d, CheckOptions{})
		require.Equal(t, codeZero, code(err))
		_, err = Sign(t.Context(), d, EdDSA, signers(t)[EdDSA], Options{})
		require.Equal(t, codeZero, code(err))
		_, err = Disclose(t.Context(), d, Selection{})
		require.Equal(t, codeZero, code(err))
		_, _, err = Unwrap(d)
		require.Equal(t, codeZero, code(err))
		require.Equal(t, codeZero, code(ValidateContexts(t.Context(), d, CheckOptions{})))
		problems := ValidateToken(d, CheckOptions{})
		require.Len(t, problems, 1)
		require.Equal(t, codeZero, problems[0].Code)
	}
	_, err := Sign(t.Context(), parse(t, sample), EdDSA, key.Signer{}, Options{})
	require.Equal(t, codeSigner, code(err))
}
