package verify_test

import (
	"context"
	"encoding/json"
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/verify/did"
)

// KH-2: the published identifiers without a log, which are refused before anything is
// fetched, with the name of the error that their files want.
func TestPublishedIdentifiers(t *testing.T) {
	names := map[string]string{"did.syntax": "invalidDid", "did.bad_host": "invalidDid"} // of DID resolution
	asked := regexp.MustCompile(`(?m)^ *did: "(did:webvh:[^"]+)"$`)
	found := 0
	for _, folder := range []string{"fragment-leaks-into-domain", "lowercase-pct-port-ip", "path-traversal-did", "pct-encoded-ip-host", "pct-encoded-traversal"} {
		read := func(name ...string) []byte {
			return reference(t, append([]string{"next", "didwebvh", "vectors", "negative-" + folder}, name...)...)
		}
		var want struct{ DIDResolutionMetadata struct{ Error string } }
		require.NoError(t, json.Unmarshal(read("ts", "resolutionResult.json"), &want))
		require.Empty(t, read("ts", "did.jsonl"))
		for _, id := range asked.FindAllSubmatch(read("script.yaml"), -1) {
			found++
			t.Run("KH-2 "+string(id[1]), func(t *testing.T) {
				r := did.Resolver{Now: time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC), Proof: func([]byte, key.Key) error { return nil },
					Log: func(context.Context, string, time.Duration) ([]byte, time.Duration, error) {
						t.Error("the log is fetched")
						return nil, 0, nil
					}}
				_, err := r.Resolve(t.Context(), string(id[1]))
				require.Equal(t, want.DIDResolutionMetadata.Error, names[badge.CodeOf(err)], "%v", err)
			})
		}
	}
	require.Equal(t, 9, found)
}
