package ld

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

// A document does not need the terms that it does not mention: expansion gives
// the same result, or the same refusal, with whole contexts and with only the
// terms that its words need.
func TestWordsAreEnough(t *testing.T) {
	extra := []Context{
		{"https://school.example/context.json", []byte(`{"@context":{"rank":{"@id":"terms:rank","@type":"xsd:integer"},
			"terms":"https://school.example/terms#","Master":{"@id":"terms:Master","@context":{"level":"terms:level"}}}}`)},
		{"https://school.example/clash.json", []byte(`{"@context":{"Achievement":"https://school.example/terms#Achievement"}}`)},
	}
	s, failed := newSources(New(), Options{Extra: extra})
	require.Nil(t, failed)
	m, accepted, rejected := newMutator(7), 0, 0
	for i := range 1_500 {
		var document map[string]any
		require.NoError(t, json.Unmarshal([]byte(fixture), &document))
		if i%2 == 1 {
			document["@context"] = append(document["@context"].([]any), extra[0].URL)
			document["rank"], document["level"], document["type"] = 3.0, "L", append(document["type"].([]any), "Master")
		}
		if i%10 == 1 {
			document["@context"] = append(document["@context"].([]any), extra[1].URL)
		}
		for range i % 4 {
			m.change(document)
		}
		text, err := json.Marshal(document)
		require.NoError(t, err)
		v := parse(t, string(text))
		whole, refused := expand(plain(v, s.options), newLoader(s, nil))
		part, refusedToo := expand(plain(v, s.options), newLoader(s, wordsOf(v, s)))
		require.Equal(t, refused == nil, refusedToo == nil, "%v, %v: %s", refused, refusedToo, text)
		require.Equal(t, whole, part, "%s", text)
		if refused == nil {
			accepted++
		} else {
			rejected++
		}
	}
	require.Greater(t, accepted, 500)
	require.Greater(t, rejected, 300)
}
