package sdtext_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/sdtext"
)

// FuzzRestore restores what it is given, and never shows a value without a
// disclosure of the token.
func FuzzRestore(f *testing.F) {
	const ada = `["s","name","Ada"]`
	f.Add(filled(`{"id":1,"_sd":["<0>","x"]}`, ada), ada)
	f.Add(filled(`{"l":[{"...":"<0>"},{"...":"x"}]}`, `["s",2]`), `["s",2]`)
	f.Add(`{"a":{"_sd":[]}}`, `["s",{}]`)
	f.Fuzz(func(t *testing.T, payload, disclosure string) {
		v, err := jsontext.Parse([]byte(payload))
		if err != nil {
			return
		}
		claims, err := sdtext.Restore(v, []string{shown(disclosure)})
		if err != nil {
			require.NotEmpty(t, code(err))
			return
		}
		require.True(t, claims.Root.At(claims.Disclosures[0].Path).Exists())
	})
}

// FuzzConceal conceals members of a text and restores them: nothing is lost, and
// what is concealed is not in the payload.
func FuzzConceal(f *testing.F) {
	f.Add(`{"a":{"b":[1,{"c":"d"}]},"e":null}`, uint64(1))
	f.Add(`{"a/b":{"c~d":"\u00e9"},"l":[[],{},[1.50]]}`, uint64(2))
	f.Fuzz(func(t *testing.T, text string, seed uint64) {
		v, err := jsontext.Parse([]byte(text))
		if err != nil || v.Kind() != jsontext.Object {
			return
		}
		random := rand.New(rand.NewPCG(seed, 0))
		var pointers []string
		pick(v, "", random, &pointers)
		payload, disclosures, err := sdtext.Conceal(v, pointers, 1, rand.NewChaCha8([32]byte{1}))
		require.NoError(t, err)
		require.Len(t, disclosures, len(pointers))
		signed, err := jsontext.Parse(payload)
		if err != nil {
			return // longer than the limits
		}
		claims, err := sdtext.Restore(signed, disclosures)
		if err != nil {
			return // names that are reserved
		}
		want, err1 := jsontext.AppendCanonical(nil, v)
		got, err2 := jsontext.AppendCanonical(nil, claims.Root)
		require.Equal(t, codeOf(err1), codeOf(err2)) // the places in the texts differ
		require.Equal(t, string(want), string(got))
	})
}

func codeOf(err error) string {
	if known, ok := errors.AsType[*jsontext.Error](err); ok {
		return known.Code()
	}
	return fmt.Sprint(err)
}

// pick chooses values of v.
func pick(v jsontext.Value, at string, random *rand.Rand, pointers *[]string) {
	choose := func(path string, m jsontext.Value) {
		if random.IntN(3) == 0 {
			*pointers = append(*pointers, path)
		}
		pick(m, path, random, pointers)
	}
	for name, m := range v.Members() {
		choose(jsontext.Join(at, name), m)
	}
	for i, e := range v.Elements() {
		choose(jsontext.Join(at, strconv.Itoa(i)), e)
	}
}
