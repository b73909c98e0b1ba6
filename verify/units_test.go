package verify_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// BenchmarkUnits verifies badges that each consist mostly of one kind of work,
// and reports how many units that takes. Time and units must agree.
func BenchmarkUnits(b *testing.B) {
	const alignment = `{"type":["Alignment"],"targetName":"T","targetUrl":"https://school.example/t"}`
	world := verifytest.New(b)
	extended := bytes.Replace(budgetBadge("", `,"alignment":[`+budgetNumbered(100, strings.Replace(alignment, `"T"`, `"T%d"`, 1))+`]`, ""),
		[]byte(`context-3.0.3.json"]`), []byte(`context-3.0.3.json","`+unitsContext+`"]`), 1)
	b.Run("floor", func(b *testing.B) { // a signature with P-256 has 80 units
		k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		require.NoError(b, err)
		signature, err := ecdsa.SignASN1(rand.Reader, k, make([]byte, 32))
		require.NoError(b, err)
		for b.Loop() {
			ecdsa.VerifyASN1(&k.PublicKey, make([]byte, 32), signature)
		}
		b.ReportMetric(80, "units")
	})
	for _, row := range []struct {
		name string
		data func() []byte
	}{
		{"text", func() []byte { return budgetBadge("", `,"humanCode":"`+strings.Repeat("x", 1_000_000)+`"`, "") }},
		{"statements", func() []byte {
			return budgetBadge("", `,"alignment":[`+budgetNumbered(1_300, strings.Replace(alignment, `{`, `{"id":"urn:a:%d",`, 1))+`]`, "")
		}},
		{"alike", func() []byte { return budgetBadge("", `,"alignment":[`+budgetList(240, alignment)+`]`, "") }},
		{"expansion", func() []byte { return extended }},
		{"problems", func() []byte {
			return budgetBadge("", `,"alignment":[`+budgetList(400, `{"type":[],"targetUrl":"x"}`)+`]`, "")
		}},
		{"statement signatures", func() []byte { return unitsDisclosure(b, 300) }},
		{"embedded", func() []byte { return transcript(b, proof.EdDSA, 50).Bytes() }},
	} {
		b.Run(row.name, func(b *testing.B) {
			data := row.data()
			config := world.Config(verify.AnyIssuer())
			config.Extensions = []badge.Extension{{URL: unitsContext, Context: []byte(`{"@context":{"machine":"https://school.example/vocab#machine"}}`)}}
			v, err := verify.New(config)
			require.NoError(b, err)
			spent, _ := verify.Spent(context.Background(), v, data)
			b.ReportAllocs()
			for b.Loop() {
				_, _ = v.Verify(context.Background(), data)
			}
			b.ReportMetric(float64(spent.Work), "units")
		})
	}
}

const unitsContext = "https://school.example/context.json"

// unitsDisclosure shows a badge by a did:key, with n statements that have a
// signature each.
func unitsDisclosure(t testing.TB, n int) []byte {
	secret, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	id, method := didKey(secret)
	doc := edited(t, verifytest.Badge(), func(o object) {
		at(o, "/issuer")["id"] = id
		var evidence []any
		for i := range n / 3 {
			evidence = append(evidence, object{"id": fmt.Sprintf("https://school.example/e/%d", i), "type": []any{"Evidence"}, "name": fmt.Sprintf("Work %d", i)})
		}
		o["evidence"] = evidence
	})
	base, err := proof.Sign(context.Background(), doc, proof.ECDSASD2023, key.Signer{Key: secret, Method: method}, proof.Options{})
	require.NoError(t, err)
	shown, err := proof.Disclose(context.Background(), base, proof.Selection{Reveal: []string{""}})
	require.NoError(t, err)
	return shown.Bytes()
}
