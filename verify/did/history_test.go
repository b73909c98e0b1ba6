package did

import (
	"context"
	"crypto/ed25519"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/badge/webvh"
)

var day = time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)

// checkProof checks a proof with package proof, as package verify does.
func checkProof(document []byte, by key.Key) error {
	return proof.VerifyObject(context.Background(), document, by, proof.CheckOptions{})
}

// historyOf makes a log with one version a day, from the members of each document;
// %s is the DID. A host and a space before them move the DID there. The last version
// may deactivate it. The DID that is returned is that of the last version.
func historyOf(t testing.TB, host string, deactivated bool, documents ...string) (did, log string) {
	seed := make([]byte, ed25519.SeedSize)
	secret := ed25519.NewKeyFromSeed(seed)
	public, err := key.FromPublic(secret.Public())
	require.NoError(t, err)
	name := public.Multikey()
	sign := func(document []byte) ([]byte, error) {
		doc, err := badge.Parse(document)
		require.NoError(t, err)
		made, err := proof.Sign(t.Context(), doc, proof.EdDSAJCS2022, key.Signer{Key: secret, Method: "did:key:" + name + "#" + name}, proof.Options{Created: day})
		require.NoError(t, err)
		return made.Bytes(), nil
	}
	s := webvh.Source{DID: "did:webvh:{SCID}:" + host, Check: checkProof}
	for i, members := range documents {
		if to, rest, moves := strings.Cut(members, " "); moves {
			id := strings.Replace(s.DID, host, to, 1)
			members = strings.ReplaceAll(rest, "%s", id) + `,"id":"` + id + `","alsoKnownAs":["` + s.DID + `"]`
		} else {
			members = strings.ReplaceAll(members, "%s", s.DID) + `,"id":"` + s.DID + `"`
		}
		c := webvh.Change{Document: []byte(`{` + members + `}`), Portable: i == 0}
		if i == 0 {
			c.UpdateKeys = []key.Key{public}
		}
		c.Deactivated = deactivated && i == len(documents)-1
		s.Now = day.AddDate(0, 0, i)
		s.Log, s.DID, err = webvh.Append(s, c, sign)
		require.NoError(t, err)
	}
	return s.DID, string(s.Log)
}

// listing is a document that lists a key under a name, with further members.
func listing(name string, k key.Key, members ...string) string {
	return `"assertionMethod":[` + methodOf("%s#"+name, "%s", k, members...) + `]`
}

// A key of a did:webvh is found in its latest version, and in the one of proved
// time, whose key ends when a later version does not list it.
func TestHistory(t *testing.T) {
	first, second := keyOf(t, 1), keyOf(t, 2)
	const host = "school.example:badges"
	const address = "https://school.example/badges/did.jsonl"
	noon := func(days int) time.Time { return day.AddDate(0, 0, days).Add(12 * time.Hour) }
	replaced := []string{listing("k1", first), listing("k2", second), listing("k2", second)}
	for name, row := range map[string]struct {
		documents   []string
		deactivated bool
		seen        time.Time
		key         string
		code        string // or the date of revocation
		expires     string
	}{
		"in the latest version":                 {replaced, false, time.Time{}, "k2", "", ""},
		"replaced, not proved":                  {replaced, false, time.Time{}, "k1", codeNotBound, ""},
		"replaced, proved while in force":       {replaced, false, noon(0), "k1", "2026-09-02T00:00:00Z", ""},
		"replaced, proved a second before":      {replaced, false, day.AddDate(0, 0, 1).Add(-time.Second), "k1", "2026-09-02T00:00:00Z", ""},
		"replaced, proved when it was":          {replaced, false, day.AddDate(0, 0, 1), "k1", codeNotBound, ""},
		"replaced, proved after":                {replaced, false, noon(1), "k1", codeNotBound, ""},
		"proved before the key was there":       {replaced, false, noon(0), "k2", "", ""},
		"proved before the log began":           {replaced, false, day.AddDate(0, 0, -1), "k2", "", ""},
		"another key of the same name":          {[]string{listing("k1", first), listing("k1", second)}, false, noon(0), "k1", "2026-09-02T00:00:00Z", ""},
		"gone and there again":                  {[]string{listing("k1", first), listing("k2", second), listing("k1", first)}, false, noon(0), "k1", "2026-09-02T00:00:00Z", ""},
		"expires said later":                    {[]string{listing("k1", first), listing("k1", first, "expires", `"2026-09-05T00:00:00Z"`)}, false, noon(0), "k1", "", "2026-09-05T00:00:00Z"},
		"expires moved back":                    {[]string{listing("k1", first, "expires", `"2026-09-04T00:00:00Z"`), listing("k1", first, "expires", `"2026-09-05T00:00:00Z"`)}, false, noon(0), "k1", "", "2026-09-04T00:00:00Z"},
		"revoked later, for the time before":    {[]string{listing("k1", first), listing("k1", first, "revoked", `"2026-08-01T00:00:00Z"`), listing("k2", second)}, false, noon(0), "k1", "2026-08-01T00:00:00Z", ""},
		"no longer for assertions":              {[]string{listing("k1", first), strings.Replace(listing("k1", first), "assertionMethod", "verificationMethod", 1)}, false, noon(0), "k1", "2026-09-02T00:00:00Z", ""},
		"deactivated":                           {replaced, true, time.Time{}, "k2", codeDeactivated, ""},
		"deactivated, proved before":            {replaced, true, noon(1), "k2", "2026-09-03T00:00:00Z", ""},
		"deactivated, proved after":             {replaced, true, noon(2), "k2", codeDeactivated, ""},
		"a document that is none later":         {[]string{listing("k1", first), `"assertionMethod":7`}, false, noon(0), "k1", "2026-09-02T00:00:00Z", ""},
		"a document that is none in the latest": {[]string{listing("k1", first), `"assertionMethod":7`}, false, time.Time{}, "k1", "controller.format", ""},
	} {
		t.Run(name, func(t *testing.T) {
			id, log := historyOf(t, host, row.deactivated, row.documents...)
			w := &web{pages: map[string]string{address: log}}
			r := w.resolver()
			r.SeenAt = row.seen
			found, err := r.Find(t.Context(), id, id+"#"+row.key)
			if len(row.code) == len("2026-09-02T00:00:00Z") && row.code[:2] == "20" {
				require.NoError(t, err)
				require.EqualValues(t, row.code, found.Method.Revoked)
			} else if requireCode(t, row.code, err); row.code != "" {
				return
			} else {
				require.Empty(t, found.Method.Revoked)
			}
			require.EqualValues(t, row.expires, found.Method.Expires)
			require.Equal(t, DIDWeb, found.Binding)
			require.Equal(t, []string{address}, found.Fetched)
			require.Equal(t, []string{"log " + address}, w.asked)
			byKey, err := r.Match(t.Context(), id, found.Method.Key)
			require.NoError(t, err)
			require.Equal(t, found.Method, byKey.Method)
		})
	}
}

// A log that is not there, not good, moved, or cannot be checked.
func TestHistoryRefused(t *testing.T) {
	id, log := historyOf(t, "school.example", false, listing("k1", keyOf(t, 1)), listing("k1", keyOf(t, 1)))
	moved := strings.Replace(id, "school", "other", 1)
	const address = "https://school.example/.well-known/did.jsonl"
	for name, row := range map[string]struct {
		pages map[string]string
		edit  func(*Resolver)
		code  string
	}{
		"good":           {map[string]string{address: log}, nil, ""},
		"unreachable":    {nil, nil, "fetch"},
		"absent":         {map[string]string{address: absent}, nil, "absent"},
		"tampered":       {map[string]string{address: strings.Replace(log, "#k1", "#k2", 1)}, nil, "webvh.invalid_did"},
		"tampered later": {map[string]string{address: strings.Replace(log, `{"versionId":"2-`, `{"versionId":"3-`, 1)}, nil, "webvh.invalid_did"},
		"empty":          {map[string]string{address: ""}, nil, "webvh.invalid_did"},
		"no check":       {map[string]string{address: log}, func(r *Resolver) { r.Proof = nil }, codeUnsupported + "?"},
		"offline":        {map[string]string{address: log}, func(r *Resolver) { r.Log = nil }, codeOffline + "?"},
		"signatures not good": {map[string]string{address: log}, func(r *Resolver) {
			r.Proof = func([]byte, key.Key) error { return errors.New("no") }
		}, "webvh.invalid_proof"},
	} {
		t.Run(name, func(t *testing.T) {
			r := (&web{pages: row.pages}).resolver()
			if row.edit != nil {
				row.edit(&r)
			}
			_, err := r.Find(t.Context(), id, id+"#k1")
			requireCode(t, row.code, err)
			_, err = r.Candidates(t.Context(), id, "")
			requireCode(t, row.code, err)
		})
	}
	for seen, code := range map[time.Time]string{{}: "did.moved?", day: ""} {
		to, log := historyOf(t, "school.example", false, listing("k1", keyOf(t, 1)), "other.example "+listing("k1", keyOf(t, 1)))
		from := strings.Replace(to, "other", "school", 1)
		r := (&web{pages: map[string]string{address: log}}).resolver()
		r.SeenAt = seen
		_, err := r.Find(t.Context(), from, from+"#k1")
		requireCode(t, code, err)
	}
	r := (&web{pages: map[string]string{"https://other.example/.well-known/did.jsonl": log}}).resolver()
	_, err := r.Find(t.Context(), moved, moved+"#k1")
	requireCode(t, "webvh.invalid_did", err)
	to, log := historyOf(t, "school.example", false, listing("k1", keyOf(t, 1)), "other.example "+listing("k2", keyOf(t, 2)))
	r = (&web{pages: map[string]string{"https://other.example/.well-known/did.jsonl": log}}).resolver()
	for key, code := range map[string]string{"k2": "", "k1": codeNotBound} {
		_, err = r.Find(t.Context(), to, to+"#"+key)
		requireCode(t, code, err)
		_, err = r.Find(t.Context(), to, strings.Replace(to, "other", "school", 1)+"#"+key)
		requireCode(t, codeNotBound, err)
	}
	_, err = r.Find(t.Context(), id, "did:webvh:"+strings.Repeat("1", 46)+":school.example#k1")
	requireCode(t, codeNotBound, err)
}

// The versions of a did:webvh by the query of a DID URL.
func TestResolve(t *testing.T) {
	id, log := historyOf(t, "school.example", false, listing("k1", keyOf(t, 1)), listing("k2", keyOf(t, 2)))
	w := &web{pages: map[string]string{"https://school.example/.well-known/did.jsonl": log}}
	for query, want := range map[string]struct {
		number int
		code   string
	}{
		"": {2, ""}, "?versionNumber=1": {1, ""}, "?versionTime=2026-09-01T10:00:00Z": {1, ""},
		"?versionNumber=3": {0, "webvh.not_found"}, "?": {0, codeSyntax}, "?service=files": {0, "webvh.invalid_did"}, "#k1": {0, codeBadHost},
	} {
		v, err := w.resolver().Resolve(t.Context(), id+query)
		requireCode(t, want.code, err)
		require.Equal(t, want.number, v.Number, query)
	}
	_, err := w.resolver().Resolve(t.Context(), school)
	requireCode(t, codeUnsupported+"?", err)
	_, err = Resolver{}.Resolve(t.Context(), id)
	requireCode(t, codeUnsupported+"?", err)
}

// KH-2: identifiers that must be refused before anything is fetched: those of the
// published test suite, and the same with a SCID in good form.
func TestRefusedHistories(t *testing.T) {
	for _, rest := range []string{
		"127.0.0.1#x", "127.0.0.1%3a8080", "example.com:..:..:admin", "127%2E0%2E0%2E1", "127%2e0%2e0%2e1", "169%2E254%2E169%2E254",
		"example.com:%2E%2E:admin", "example.com:%2e%2e:admin", "example.com:a%2Fb",
		"example.com%3a8443", "example.com%3A8443%3A1", "example.com%253A8443", "example.com%3A0443", "example.com:", "", "EXAMPLE.com", "localhost",
	} {
		for _, scid := range []string{"Qm" + strings.Repeat("0", 44), "Qm" + strings.Repeat("1", 44)} {
			t.Run("KH-2 "+rest, func(t *testing.T) {
				w, id := &web{}, "did:webvh:"+scid+":"+rest
				_, err := w.resolver().Resolve(t.Context(), id)
				require.Contains(t, []string{codeSyntax, codeBadHost}, badge.CodeOf(err))
				_, err = w.resolver().Find(t.Context(), id, id+"#k")
				require.Contains(t, []string{codeSyntax, codeBadHost}, badge.CodeOf(err))
				require.Empty(t, w.asked)
			})
		}
	}
	for _, id := range []string{"did:webvh:", "did:webvh:Qm:a.example", "did:webvh:" + strings.Repeat("1", 46), "did:webvh:" + strings.Repeat("1", 47) + ":a.example"} {
		_, err := parse(id)
		require.Contains(t, []string{codeSyntax, codeBadHost}, badge.CodeOf(err), id)
	}
	id, err := parse("did:webvh:" + strings.Repeat("1", 46) + ":a.example%3A8443:b:c")
	require.NoError(t, err)
	require.Equal(t, "https://a.example:8443/b/c/did.jsonl", id.address.String())
}
