package did

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
)

// web holds all pages and notes the requests.
type web struct {
	pages map[string]string
	kept  map[string]string // logs of an earlier request
	age   time.Duration     // of what is kept
	asked []string
}

var errNoPage = errors.New("no such page")

// absent is a page that the host says it does not have.
const absent = "404"

type absentError struct{}

func (absentError) Error() string  { return "not found" }
func (absentError) NotFound() bool { return true }

// resolver asks the web and records each request with its kind.
func (w *web) resolver() Resolver {
	fetch := func(kind string) Fetch {
		return func(_ context.Context, address string) ([]byte, error) {
			w.asked = append(w.asked, kind+" "+address)
			page, ok := w.pages[address]
			if !ok {
				return nil, errNoPage
			}
			if page == absent {
				return nil, absentError{}
			}
			return []byte(page), nil
		}
	}
	log := fetch("log")
	return Resolver{Document: fetch("document"), KeySet: fetch("key set"), Proof: checkProof, Now: day.AddDate(0, 1, 0),
		Log: func(ctx context.Context, address string, most time.Duration) ([]byte, time.Duration, error) {
			if text, ok := w.kept[address]; ok && w.age <= most {
				return []byte(text), w.age, nil
			}
			text, err := log(ctx, address)
			return text, 0, err
		}}
}

// keyOf returns a key that is always the same for the same number.
func keyOf(t testing.TB, n byte) key.Key {
	t.Helper()
	seed := make([]byte, ed25519.SeedSize)
	seed[0] = n
	k, err := key.FromPublic(ed25519.NewKeyFromSeed(seed).Public())
	require.NoError(t, err)
	return k
}

// methodOf writes a verification method.
func methodOf(id, controller string, k key.Key, members ...string) string {
	text := fmt.Sprintf(`{"id":%q,"type":"Multikey","controller":%q,"publicKeyMultibase":%q`, id, controller, k.Multikey())
	for i := 0; i+1 < len(members); i += 2 {
		text += fmt.Sprintf(`,%q:%s`, members[i], members[i+1])
	}
	return text + "}"
}

// controllerOf writes a document that lists the methods under assertionMethod.
func controllerOf(id string, methods ...string) string {
	return documentOf(id, "assertionMethod", methods...)
}

func documentOf(id, relationship string, methods ...string) string {
	list := "["
	for i, m := range methods {
		if i > 0 {
			list += ","
		}
		list += m
	}
	return fmt.Sprintf(`{"id":%q,%q:%s]}`, id, relationship, list)
}

func keySetOf(keys ...key.Key) string {
	set := struct {
		Keys []json.RawMessage `json:"keys"`
	}{[]json.RawMessage{}}
	for _, k := range keys {
		set.Keys = append(set.Keys, k.JWK())
	}
	text, err := json.Marshal(set)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

func jwkOf(text []byte) string { return "did:jwk:" + base64.RawURLEncoding.EncodeToString(text) }

// requireCode asserts an error of this package or of package key by its
// code; "" asserts success, and "fetch" that the web had no answer.
func requireCode(t *testing.T, code string, err error) {
	t.Helper()
	switch code {
	case "":
		require.NoError(t, err)
	case "fetch":
		require.ErrorIs(t, err, errNoPage)
		require.False(t, definite(err))
	case "absent":
		require.True(t, notFound(err), "%v", err)
	default:
		want, open := strings.CutSuffix(code, "?")
		require.Equal(t, want, badge.CodeOf(err), "%v", err)
		require.False(t, open && definite(err))
		require.Less(t, len(err.Error()), 600)
	}
}
