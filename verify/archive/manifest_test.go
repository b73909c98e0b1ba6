package archive_test

import (
	"bytes"
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/archive"
)

// odd is a Fetcher whose answers have a type with characters that JSON escapes or
// may escape.
type odd struct{ verify.Fetcher }

func (o odd) Fetch(ctx context.Context, req verify.Request) (verify.Response, error) {
	r, err := o.Fetcher.Fetch(ctx, req)
	r.ContentType = "application/json; a=\"\\\u2028\n<é"
	return r, err
}

// A manifest is read in the form that it is written in, with every member that a
// configuration can give it, and in no other form.
func TestManifestForms(t *testing.T) {
	w, _, doc := signedBadge(t)
	cfg := w.Config(verify.Issuers(school))
	cfg.Fetcher = odd{cfg.Fetcher}
	cfg.Keys = map[string][]key.Key{"did:web:b.example": keepers(t), "did:web:c.example": keepers(t)}
	cfg.StatusIssuers = map[string][]string{school: {"did:web:b.example", "did:web:c.example"}, "did:web:nobody.example": nil}
	cfg.Schemes = []proof.Scheme{proof.EdDSARDFC2022, proof.EdDSA}
	cfg.Refresh, cfg.EveryProof = true, true
	data := record(t, cfg, verify.Item{Data: doc.Bytes()}).Bytes()
	require.Contains(t, string(data), `a=\"\\`+"\u2028"+`\n<é"`)
	kept, err := archive.Open(data)
	require.NoError(t, err)
	require.Equal(t, data, kept.Bytes())
	for name, change := range map[string][2]string{
		"white space":            {`{"answers":`, `{ "answers":`},
		"white space at the end": {`"}`, "\"}\n"},
		"another order":          {`"keys":{"did:web:b.example"`, `"keys":{"did:web:d.example":[],"did:web:b.example"`},
		"a member twice":         {`,"page":"`, `,"page":"","page":"`},
		"no member":              {`"claimedTime":false,`, ``},
		"an unknown member":      {`,"trust":`, `,"trust2":"","trust":`},
		"another version":        {`openbadges-archive/v1`, `openbadges-archive/v2`},
		"no text":                {`"tool":"`, `"tool":1,"`},
		"a text without an end":  {`"}`, ``},
		"no number":              {`"compat":0`, `"compat":-0`},
		"no list":                {`"schemes":[`, `"schemes":[,`},
		"null":                   {`"extensions":[]`, `"extensions":nul`},
		"an escaped letter":      {`"EdDSA"`, `"\u0045dDSA"`},
	} {
		t.Run(name, func(t *testing.T) {
			files := entries(t, data)
			for i, f := range files {
				if f.name != "manifest.json" {
					continue
				}
				at := bytes.LastIndex(f.body, []byte(change[0]))
				require.GreaterOrEqual(t, at, 0)
				files[i].body = append(append(bytes.Clone(f.body[:at]), change[1]...), f.body[at+len(change[0]):]...)
			}
			_, err := archive.Open(zipped(files))
			require.Equal(t, archive.CodeManifest, badge.CodeOf(err))
		})
	}
}
