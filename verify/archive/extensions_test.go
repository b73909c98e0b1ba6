package archive_test

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/archive"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// dictionary is a context of a school, by its meaning of machine.
func dictionary(term string) badge.Extension {
	return badge.Extension{URL: "https://school.example/machines", Context: []byte(`{"@context":{"` + term + `":"https://school.example/vocab#machine"}}`)}
}

// extended is a badge that uses the context of the school.
func extended(t testing.TB, w *verifytest.World) (verify.Config, verify.Item) {
	w.Issuer("school.example", proof.EdDSARDFC2022)
	c := verifytest.Badge()
	c.ID, c.ValidFrom = "urn:uuid:aaaaaaaa-2222-4333-8444-555555555555", "2026-09-01T00:00:00Z"
	c.Issuer = badge.Profile{ID: school, Type: []string{"Profile"}, Name: "The School"}
	plain, err := badge.Build(badge.OB3, c)
	require.NoError(t, err)
	var o object
	require.NoError(t, json.Unmarshal(plain.Bytes(), &o))
	o["@context"], o["machine"] = append(o["@context"].([]any), dictionary("").URL), "laser"
	doc, err := badge.Parse(text(t, o))
	require.NoError(t, err)
	signed, err := proof.Sign(t.Context(), doc, proof.EdDSARDFC2022, key.Signer{Key: w.Key("school.example", proof.EdDSARDFC2022), Method: school + "#key-1"},
		proof.Options{Extensions: []badge.Extension{dictionary("machine")}, Created: w.Now()})
	require.NoError(t, err)
	cfg := w.Config(verify.Issuers(school))
	cfg.Extensions = []badge.Extension{dictionary("machine")}
	return cfg, verify.Item{Data: signed.Bytes()}
}

// The contexts in an archive count if a keeper confirms them. Otherwise anybody
// could give a member of a signed badge another name.
func TestExtensions(t *testing.T) {
	w := verifytest.New(t)
	cfg, item := extended(t, w)
	public, err := key.FromPublic(w.Key("school.example", proof.EdDSARDFC2022).Public())
	require.NoError(t, err)
	pinned := map[string][]key.Key{school: {public}}
	kept := attested(t, record(t, cfg, item), w.Now())
	context := digestOf(string(dictionary("machine").Context))
	without, err := kept.Redact(context)
	require.NoError(t, err)
	renaming := cfg // the signature is good: the other name has the same meaning
	renaming.Extensions = []badge.Extension{dictionary("diploma")}
	forged, err := record(t, renaming, verify.Item{Data: bytes.Replace(item.Data, []byte(`"machine":`), []byte(`"diploma":`), 1)}).WithProofs(kept.Proofs()...)
	require.NoError(t, err)
	for name, row := range map[string]struct {
		kept    *archive.Archive
		keepers []key.Key
		given   []badge.Extension
		want    archive.Verdict
		code    string // of the report for today
	}{
		"a keeper confirms it":                {kept, keepers(t), nil, archive.IsValid, ""},
		"nobody confirms it":                  {kept, nil, nil, archive.Inconclusive, "ld.context_unknown"},
		"nobody confirms it, and it is given": {kept, nil, []badge.Extension{dictionary("machine")}, archive.IsValid, verify.CodeSignatureValid},
		"another one is given":                {kept, keepers(t), []badge.Extension{dictionary("diploma")}, archive.Rejected, "ld.undefined_term"},
		"it was removed":                      {without, keepers(t), nil, archive.Inconclusive, "ld.context_unknown"},
		"the term was renamed":                {forged, keepers(t), nil, archive.Inconclusive, "ld.context_unknown"},
	} {
		t.Run("AR-5 "+name, func(t *testing.T) {
			cfg := cfg
			cfg.Fetcher, cfg.Keys, cfg.Extensions, cfg.Now = nil, pinned, row.given, func() time.Time { return w.Now().AddDate(1, 0, 0) }
			got := checked(t, row.kept, archive.Policy{Config: cfg, Keepers: row.keepers})
			require.Equal(t, row.want, got.Verdict(), got.String())
			if row.code != "" {
				require.Equal(t, row.code, got.Now.Decisive().Code, got.String())
			}
		})
	}
}
