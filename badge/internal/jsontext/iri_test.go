package jsontext

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestIRI(t *testing.T) {
	for text, want := range map[string]string{
		`"https://school.example/1"`: "https://school.example/1", `"did:web:school.example"`: "did:web:school.example",
		`"school"`: "", `""`: "", `7`: "", `["https://school.example"]`: "", `null`: "",
	} {
		v, err := Parse([]byte(`{"id":` + text + `}`))
		require.NoError(t, err)
		got, err := IRI(v.Member("id"), "/id", "a.code")
		require.Equal(t, want, got)
		if want != "" {
			require.NoError(t, err)
			continue
		}
		var coded interface {
			Code() string
			Path() string
		}
		require.True(t, errors.As(err, &coded), text)
		require.Equal(t, []string{"a.code", "/id"}, []string{coded.Code(), coded.Path()})
	}
}
