package fetch_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/badge/webvh"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/fetch"
)

// loggedBadge returns a badge of an issuer with a did:webvh at school.example, and
// the log.
func loggedBadge(t *testing.T, ttl time.Duration) (signed, log []byte) {
	secret := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))
	public, err := key.FromPublic(secret.Public())
	require.NoError(t, err)
	name := public.Multikey()
	s := webvh.Source{Now: now.AddDate(0, -1, 0), Check: func(document []byte, by key.Key) error {
		return proof.VerifyObject(t.Context(), document, by, proof.CheckOptions{})
	}}
	const id = "did:webvh:{SCID}:school.example"
	document := fmt.Appendf(nil, `{"@context":["https://www.w3.org/ns/did/v1"],"id":"%s","assertionMethod":[{"id":"%[1]s#k","type":"Multikey","controller":"%[1]s","publicKeyMultibase":"%s"}]}`, id, name)
	log, did, err := webvh.Append(s, webvh.Change{Document: document, UpdateKeys: []key.Key{public}, TTL: ttl}, func(document []byte) ([]byte, error) {
		d, err := badge.Parse(document)
		require.NoError(t, err)
		made, err := proof.Sign(t.Context(), d, proof.EdDSAJCS2022, key.Signer{Key: secret, Method: "did:key:" + name + "#" + name}, proof.Options{Created: s.Now})
		require.NoError(t, err)
		return made.Bytes(), nil
	})
	require.NoError(t, err)
	i, err := issuer.New(issuer.Config{Profile: badge.Profile{ID: did, Type: []string{"Profile"}, Name: "The School"}, Now: func() time.Time { return now.AddDate(0, -1, 0) },
		Proofs: []issuer.Securing{{Scheme: proof.EdDSARDFC2022, Signer: key.Signer{Key: secret, Method: did + "#k"}}}})
	require.NoError(t, err)
	d, err := i.Issue(context.WithoutCancel(t.Context()), badge.Credential{Name: "Welding", Subject: badge.Subject{ID: "did:example:ada",
		Achievement: badge.Achievement{ID: "https://school.example/welding", Type: []string{"Achievement"}, Name: "Welding", Description: "Welds.", Criteria: badge.Criteria{Narrative: "Weld."}}}})
	require.NoError(t, err)
	return d.Bytes(), log
}

// KH-7: a log is kept for as long as its ttl says, which is an hour if it does not
// say, and not longer than the host lets answers be kept.
func TestKeptLog(t *testing.T) {
	for _, row := range []struct {
		name, control, age string
		ttl, life          time.Duration // 0: it is not kept
	}{
		{"KH-7 a day, and no ttl", "max-age=86400", "", 0, time.Hour},
		{"KH-7 a day, and a ttl of two minutes", "max-age=86400", "", 2 * time.Minute, 2 * time.Minute},
		{"KH-7 a day, and a ttl of a week", "max-age=86400", "", 7 * 24 * time.Hour, 24 * time.Hour},
		{"KH-7 ten minutes, and no ttl", "max-age=600", "", 0, 10 * time.Minute},
		{"KH-7 a day, of which half an hour is over", "max-age=86400", "1800", 0, 30 * time.Minute},
		{"KH-7 nothing said", "", "", 0, time.Minute},
		{"KH-7 not to be kept", "no-store", "", 0, 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			signed, log := loggedBadge(t, row.ttl)
			w := newWeb(t)
			w.pages["/.well-known/did.jsonl"] = page{string(log), http.Header{"Cache-Control": {row.control}, "Age": {row.age}}}
			client := w.client(func(c *fetch.Config) { c.Timeout = 30 * time.Second })
			verified := func(requests int) {
				t.Helper()
				// A new Verifier each time: the client alone keeps logs.
				v, err := verify.New(verify.Config{Trust: verify.AnyIssuer(), Fetcher: client, Now: w.Now})
				require.NoError(t, err)
				_, err = v.Verify(t.Context(), signed)
				require.NoError(t, err)
				require.Len(t, w.requests(), requests)
			}
			verified(1)
			if row.life > 0 {
				w.pass(row.life - time.Second)
				verified(1)
				w.pass(2 * time.Second)
			}
			verified(2)
		})
	}
}

// An answer comes with the headers that tell about its age, also from the cache,
// where nobody can change them.
func TestDatingHeaders(t *testing.T) {
	w := newWeb(t)
	w.pages["/assertions/1"] = page{"{}", http.Header{"Cache-Control": {"max-age=60", "public"}, "Age": {"5"}, "Etag": {`"1"`}, "Date": {"Thu, 01 Oct 2026 12:00:00 GMT"},
		"Last-Modified": {strings.Repeat("x", 257)}, "Set-Cookie": {"a=b"}}}
	client := w.client(nil)
	for range 2 {
		got, err := client.Fetch(t.Context(), assertion(assertionURL))
		require.NoError(t, err)
		require.Equal(t, map[string]string{"cache-control": "max-age=60, public", "age": "5", "etag": `"1"`, "date": "Thu, 01 Oct 2026 12:00:00 GMT"}, got.Header)
		got.Header["etag"] = "changed"
		if got.Keep != nil {
			got.Keep()
		}
	}
	require.Len(t, w.requests(), 1)
}
