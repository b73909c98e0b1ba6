package did

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// KH-2: the name of a key can ask for a version, which whoever signs chooses. So it
// finds old keys, and never makes one count that was removed or revoked since: that
// is its date of revocation, before which the badge must be proved to exist.
func TestVersionOfKey(t *testing.T) {
	first, second := keyOf(t, 1), keyOf(t, 2)
	const host, address = "school.example", "https://school.example/.well-known/did.jsonl"
	noon := func(days int) time.Time { return day.AddDate(0, 0, days).Add(12 * time.Hour) }
	replaced := []string{listing("k1", first), listing("k2", second), listing("k2", second)}
	kept := []string{listing("k1", first), listing("k1", first), listing("k1", first)}
	const gone = "2026-09-02T00:00:00Z"
	for name, row := range map[string]struct {
		documents   []string
		deactivated bool
		seen        time.Time
		query, key  string
		code        string // or the date of revocation
	}{
		"the latest version":                              {replaced, false, time.Time{}, "versionNumber=3", "k2", ""},
		"an older one that has the same key":              {replaced, false, time.Time{}, "versionNumber=2", "k2", ""},
		"by its time":                                     {replaced, false, time.Time{}, "versionTime=2026-09-02T10:00:00Z", "k2", ""},
		"by its id":                                       {replaced, false, time.Time{}, "versionId=ID1", "k1", gone},
		"a key that was removed":                          {replaced, false, time.Time{}, "versionNumber=1", "k1", gone},
		"a key that was removed, by a time":               {replaced, false, time.Time{}, "versionTime=2026-09-01T10:00:00Z", "k1", gone},
		"a key that was removed, proved while in force":   {replaced, false, noon(0), "versionNumber=1", "k1", gone},
		"a key that was removed, proved afterwards":       {replaced, false, noon(1), "versionNumber=1", "k1", gone},
		"a key that came later":                           {replaced, false, time.Time{}, "versionNumber=1", "k2", codeNotBound},
		"a key that came later, proved before":            {replaced, false, noon(0), "versionNumber=1", "k2", codeNotBound},
		"a key that was gone before":                      {replaced, false, time.Time{}, "versionNumber=2", "k1", codeNotBound},
		"gone and there again":                            {[]string{listing("k1", first), listing("k2", second), listing("k1", first)}, false, time.Time{}, "versionNumber=1", "k1", gone},
		"another key of the same name":                    {[]string{listing("k1", first), listing("k1", second)}, false, time.Time{}, "versionNumber=1", "k1", gone},
		"revoked later":                                   {[]string{listing("k1", first), listing("k1", first, "revoked", `"2026-08-01T00:00:00Z"`)}, false, time.Time{}, "versionNumber=1", "k1", "2026-08-01T00:00:00Z"},
		"revoked later, proved before":                    {[]string{listing("k1", first), listing("k1", first, "revoked", `"2026-08-01T00:00:00Z"`)}, false, noon(0), "versionNumber=1", "k1", "2026-08-01T00:00:00Z"},
		"no longer for assertions":                        {[]string{listing("k1", first), strings.Replace(listing("k1", first), "assertionMethod", "authentication", 1)}, false, time.Time{}, "versionNumber=1", "k1", gone},
		"deactivated since":                               {kept, true, time.Time{}, "versionNumber=1", "k1", codeDeactivated},
		"deactivated since, proved before":                {kept, true, noon(0), "versionNumber=1", "k1", "2026-09-03T00:00:00Z"},
		"the version that deactivates":                    {kept, true, time.Time{}, "versionNumber=3", "k1", codeDeactivated},
		"moved since":                                     {[]string{listing("k1", first), "other.example " + listing("k1", first)}, false, time.Time{}, "versionNumber=1", "k1", codeMoved + "?"},
		"moved since, proved before":                      {[]string{listing("k1", first), "other.example " + listing("k1", first)}, false, noon(0), "versionNumber=1", "k1", gone},
		"no such version":                                 {replaced, false, time.Time{}, "versionNumber=4", "k1", "webvh.not_found"},
		"a time before the log":                           {replaced, false, time.Time{}, "versionTime=2026-08-01T00:00:00Z", "k1", "webvh.not_found"},
		"two versions":                                    {replaced, false, time.Time{}, "versionNumber=1&versionTime=2026-09-02T10:00:00Z", "k1", "webvh.invalid_did"},
		"another query":                                   {replaced, false, time.Time{}, "service=files", "k1", "webvh.invalid_did"},
		"an empty query":                                  {replaced, false, time.Time{}, "", "k1", codeSyntax},
		"a long query":                                    {replaced, false, time.Time{}, "versionId=" + strings.Repeat("1", maxFragment), "k1", codeSyntax},
		"a bad entry after the version":                   {append(kept, "bad"), false, time.Time{}, "versionNumber=1", "k1", "webvh.invalid_did"},
		"a bad entry after the version, proved in one":    {append(kept, "bad"), false, noon(0), "versionNumber=1", "k1", ""},
		"a bad entry after the version of proved time":    {append(kept, "bad"), false, noon(2), "versionNumber=1", "k1", "webvh.invalid_did"},
		"a later version than that of proved time":        {append(kept, "bad"), false, noon(0), "versionNumber=2", "k1", "webvh.invalid_did"},
		"the DID without a key, which names its only one": {kept, false, time.Time{}, "versionNumber=1", "", ""},
	} {
		t.Run("KH-2 "+name, func(t *testing.T) {
			documents := row.documents
			bad := documents[len(documents)-1] == "bad"
			if bad {
				documents = documents[:len(documents)-1]
			}
			id, log := historyOf(t, host, row.deactivated, documents...)
			id = strings.Replace(id, "other.example", host, 1)
			if bad {
				log += "{}\n"
			}
			query := strings.Replace(row.query, "ID1", "1-"+strings.SplitN(strings.SplitN(log, `"versionId":"1-`, 2)[1], `"`, 2)[0], 1)
			w := &web{pages: map[string]string{address: log}}
			r := w.resolver()
			r.SeenAt = row.seen
			key := id + "?" + query
			if row.key != "" {
				key += "#" + row.key
			}
			found, err := r.Find(t.Context(), id, key)
			if strings.HasPrefix(row.code, "20") {
				require.NoError(t, err)
				require.EqualValues(t, row.code, found.Method.Revoked)
				return
			}
			requireCode(t, row.code, err)
			require.Empty(t, found.Method.Revoked)
			if row.code == "" && row.key != "" {
				require.Equal(t, id+"#"+row.key, found.Method.ID)
			}
		})
	}
	w := &web{}
	for issuer, name := range map[string]string{
		school: school + "?versionTime=2026-09-01T00:00:00Z#key",
		"did:webvh:" + strings.Repeat("1", 46) + ":a.example": "did:webvh:" + strings.Repeat("1", 46) + ":b.example?versionNumber=1#k",
	} {
		_, err := w.resolver().Find(t.Context(), issuer, name)
		requireCode(t, codeNotBound, err)
	}
	require.Empty(t, w.asked)
}
