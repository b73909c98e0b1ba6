package rules

import (
	"encoding/json"
	"testing"

	"github.com/openbadges-go/openbadges/badge/internal/reftest"
	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
)

// BenchmarkValidate compares Validate with the fastest way to read the same
// text. Invalid documents take the slow path, which describes the violations.
func BenchmarkValidate(b *testing.B) {
	for _, sample := range []struct{ name, file string }{
		{"simple", "samples/1edtech/ob30/simple.json"},
		{"typical", "samples/educredentials/theed_extracurricular_full_ho.json"},
		{"complete", "samples/1edtech/ob30/complete.json"},
		{"invalid", "samples/1edtech/ob30/simple-err-issuer-type.json"},
	} {
		text := reftest.Read(b, sample.file)
		d, err := badge.Parse(text)
		require.NoError(b, err)
		Validate(d)
		b.Run(sample.name+"/Validate", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Validate(d)
			}
		})
		b.Run(sample.name+"/Unmarshal", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				var v any
				_ = json.Unmarshal(text, &v)
			}
		})
	}
}
