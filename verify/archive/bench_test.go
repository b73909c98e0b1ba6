package archive_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/archive"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// BenchmarkArchive compares making and checking an archive of one badge with
// verifying it.
func BenchmarkArchive(b *testing.B) {
	for _, c := range []struct {
		name string
		set  func(testing.TB, *verifytest.World) (verify.Config, verify.Item)
	}{{"signed", signedBench}, {"listed", listedBench}} {
		w := verifytest.New(b)
		cfg, item := c.set(b, w)
		kept := attested(b, record(b, cfg, item), w.Now())
		file := kept.Bytes()
		online := cfg.Fetcher
		cached := verify.Pages{}
		for _, badge := range kept.Badges() {
			for _, a := range badge.Answers {
				body, _ := kept.Object(a.Digest)
				cached[a.URL] = verify.Response{Body: body, ContentType: a.ContentType}
			}
		}
		require.NotNil(b, online)
		cfg.Fetcher = cached
		b.Run(c.name+"/verify", func(b *testing.B) {
			for b.Loop() {
				v, err := verify.New(cfg)
				require.NoError(b, err)
				_, err = v.Verify(b.Context(), item.Data)
				require.NoError(b, err)
			}
		})
		b.Run(c.name+"/make", func(b *testing.B) {
			for b.Loop() {
				recorder, err := archive.NewRecorder(cfg)
				require.NoError(b, err)
				_, err = recorder.Verify(b.Context(), item)
				require.NoError(b, err)
				_, err = recorder.Seal(nil)
				require.NoError(b, err)
			}
		})
		p := archive.Policy{Config: cfg, Keepers: keepers(b)}
		p.Config.Fetcher = nil
		b.Run(c.name+"/check", func(b *testing.B) {
			for b.Loop() {
				a, err := archive.Open(file)
				require.NoError(b, err)
				results, err := a.Check(b.Context(), p)
				require.NoError(b, err)
				require.NoError(b, results[0].Err())
			}
		})
		b.Run(c.name+"/size", func(b *testing.B) {
			for b.Loop() {
			}
			b.ReportMetric(float64(len(file)), "bytes")
		})
	}
}

// typical is the typical badge of all benchmarks, without issuer and status.
func typical(t testing.TB) badge.Credential {
	text, err := os.ReadFile("../../badge/testdata/bench/typical.json")
	require.NoError(t, err)
	doc, err := badge.Parse(text)
	require.NoError(t, err)
	c := doc.Credential()
	c.Issuer, c.CredentialStatus = badge.Profile{}, nil
	return c
}

// signedBench is a typical badge, its key on the web.
func signedBench(t testing.TB, w *verifytest.World) (verify.Config, verify.Item) {
	doc := w.Issue(w.Issuer("school.example", proof.EdDSARDFC2022), typical(t))
	return w.Config(verify.Issuers(school)), verify.Item{Data: doc.Bytes()}
}

// listedBench is one with a status list.
func listedBench(t testing.TB, w *verifytest.World) (verify.Config, verify.Item) {
	office := w.Office(badge.OB3)
	c := typical(t)
	c.ID = ""
	doc := office.Award(c)
	return verify.Config{Trust: verify.Issuers(office.Issuer.ID()), Fetcher: office.Client, Now: w.Now}, verify.Item{Data: doc.Bytes()}
}
