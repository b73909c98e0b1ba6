package main

import (
	"bytes"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/bake"
	"github.com/openbadges-go/openbadges/verify"
)

// The written badges verify again, and the pictures look as before.
func TestRun(t *testing.T) {
	out := t.TempDir()
	require.NoError(t, run(t.Context(), out))
	read := func(name string) []byte {
		data, err := os.ReadFile(filepath.Join(out, name))
		require.NoError(t, err)
		return data
	}
	verifier, err := verify.New(verify.Config{Trust: verify.Issuers(school), Fetcher: verify.Pages{schoolWeb: {Body: read("did.json")}}})
	require.NoError(t, err)
	for picture, file := range map[string]string{"badge.png": "badge.json", "badge.svg": "badge.jwt"} {
		payload, err := bake.Extract(bytes.NewReader(read(picture)), bake.Options{})
		require.NoError(t, err)
		require.Equal(t, string(read(file)), string(payload.Data))
		_, err = verifier.Verify(t.Context(), payload.Data)
		require.NoError(t, err)
	}

	before, err := png.Decode(bytes.NewReader(picturePNG))
	require.NoError(t, err)
	after, err := png.Decode(bytes.NewReader(read("badge.png")))
	require.NoError(t, err)
	require.Equal(t, before, after)
	var svg bytes.Buffer
	require.NoError(t, bake.Remove(&svg, bytes.NewReader(read("badge.svg")), bake.Options{}))
	require.Equal(t, string(pictureSVG), svg.String())
}
