package edubadges_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/edubadges"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/ld"
	"github.com/openbadges-go/openbadges/badge/internal/rdf"
)

// canonicalHashes are the SHA-256 of the canonical N-Quads (RDFC-1.0) that
// jsonld.js computed for the official samples in safe mode, with our context.
var canonicalHashes = map[string]string{
	"full_ex.json":                          "92ee02bd83460967fa37c06b72a18d7ef8cd987a36b8bd657e5a7ad471129280",
	"mbob_eo_eov_extracurricular_full.json": "9578f197c76b56c9830e2aebe0b4b9fc231216a7505ad55645c8d2fc2eee8feb",
	"mbob_eo_eov_microcredential_full.json": "289fd1610e94cc6682006a03a0a1947ae08a97621e480ccd603bbf07c1595175",
	"mbob_eo_eov_regular_full.json":         "6edb33331b102864bd569bcf8b7040f8ecbabb3c83c53fb73553bb7b1d27de19",
	"mbob_zw_td_extracurricular_full.json":  "3a3f72fadf16aebef9ca2d911d071adcc3eb0b09123dd3b8d2b83eff6e1a07ab",
	"mbob_zw_td_microcredential_full.json":  "a5d3fb5d05b82127d41ef8f416a217e8606c7816bd613f44698d5144b1008f3d",
	"mbob_zw_td_regular_full.json":          "5b70f4453e90ac696df2317f76476180a235f76afa48c521d496aeae5c0a404c",
	"minimal_valid_obv3.json":               "72fd059374dee90a65b7200a6ed2a9615900aaa4e3d405d1fdf2babd2e39985b",
	"theed_extracurricular_full_ho.json":    "98565598277803e59308abea68b6b27b4b164e1f25c96739736ba8939849f0cd",
	"theed_microcredential_full_ho.json":    "ebc585c5e99c3b0e35577d318862a5a1794b4abdb48625ef832fe5a4b32e5fbf",
	"theed_microcredential_full_mbo.json":   "b34c9f1ed8f9cccf8d250029a2c4c992fb2a89aa92e6e6955f413209192b6014",
	"theed_microcredential_minimal_ho.json": "289e552ac5e8069edf99e6a1e5f0c8cf154f4341b844353a4d6ad7db0bf74fde",
	"theed_regular_full_ho.json":            "abebcd39aa3967082246f35521c7956e27233ddcf4b6429c3f2781baddbfd8fb",
	"theed_regular_full_mbo.json":           "2685a55c018c5c4c62f20757f1e336ca2d2ed846c3926de2b2778add2a766deb",
	"uvh_fvhz_extracurricular_full.json":    "50292749c922a131ca13cb7b02b2a83dde443bc43ee54e4297bd05f7e4d5927e",
	"uvh_fvhz_microcredential_full.json":    "940c92065d1cd3ab12cf652b5d3e471d110156d444a98a8ab2ece77ecbdb7980",
	"uvh_fvhz_regular_full.json":            "9c4c9d45d405bafbabb1f5aee255b71a3b9fde1bf4cc5d0f780318f6dea6c47a",
}

// Two JSON-LD processors agree on every sample (gotcha 21).
func TestCanonicalForms(t *testing.T) {
	var extra []ld.Context
	for _, e := range edubadges.Educredentials() {
		if e.Context != nil {
			extra = append(extra, ld.Context{URL: e.URL, JSON: e.Context})
		}
	}
	for name, d := range educredentials(t) {
		t.Run("gotcha 21: "+name, func(t *testing.T) {
			var hash string
			_, err := ld.New().Canonicalize(context.Background(), jsontext.Value(d.Body()), ld.Options{Omit: []string{"proof"}, Extra: extra}, rdf.Options{}, func(text []byte) {
				sum := sha256.Sum256(text)
				hash = hex.EncodeToString(sum[:])
			})
			require.NoError(t, err)
			require.Equal(t, canonicalHashes[name], hash)
		})
	}
}
