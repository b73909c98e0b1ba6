package verify_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// sdBadge is a badge of the school as an SD-JWT, whose holder can withhold one
// result.
func sdBadge(t *testing.T, world *verifytest.World, to, result string) *badge.Document {
	t.Helper()
	doc := edited(t, verifytest.Badge(), func(o object) {
		s := at(o, "/credentialSubject")
		s["id"], s["result"] = to, []any{object{"type": []any{"Result"}, "value": result}}
	})
	made, err := proof.Sign(t.Context(), doc, proof.EdDSA, key.Signer{Key: world.Key("school.example", proof.EdDSARDFC2022), Method: school + "#key-1"},
		proof.Options{Type: "vc+sd-jwt", Disclosable: []string{"/credentialSubject/result"}})
	require.NoError(t, err)
	return made
}

// PR-6: an SD-JWT in an envelope, and what a thief makes of one.
func TestNestedSDJWTs(t *testing.T) {
	world := schoolWorld(t)
	w := newWallet(t, world, "key", proof.EdDSARDFC2022)
	mine, other := string(sdBadge(t, world, w.id, "6").Bytes()), string(sdBadge(t, world, "did:example:somebody", "10").Bytes())
	jws, shown, _ := strings.Cut(strings.TrimSuffix(mine, "~"), "~")
	_, foreign, _ := strings.Cut(strings.TrimSuffix(other, "~"), "~")
	bind := func(by, challenge, domain string) string {
		doc, err := badge.Parse([]byte(mine))
		require.NoError(t, err)
		bound, err := proof.Bind(t.Context(), doc, proof.EdDSA, key.Signer{Key: world.Key(by, proof.EdDSARDFC2022)}, proof.Options{Challenge: challenge, Domain: domain, Created: world.Now()})
		require.NoError(t, err)
		return string(bound.Bytes())
	}
	for name, row := range map[string]struct {
		token, media string
		want         verify.Verdict
		code         string // of the badge
	}{
		"whole":                            {mine, "vc+sd-jwt", yes, "signature.valid"},
		"the result withheld":              {jws + "~", "vc+sd-jwt", yes, "signature.valid"},
		"the result of somebody else":      {jws + "~" + foreign + "~", "vc+sd-jwt", no, "sdjwt.disclosure_unreferenced"},
		"both results":                     {jws + "~" + shown + "~" + foreign + "~", "vc+sd-jwt", no, "sdjwt.disclosure_unreferenced"},
		"the result twice":                 {jws + "~" + shown + "~" + shown + "~", "vc+sd-jwt", no, "sdjwt.digest_repeated"},
		"the badge of somebody else":       {other, "vc+sd-jwt", no, verify.CodeRecipientNotHolder},
		"bound for this verifier as well":  {bind("learner", asked.Value, asked.Domain), "vc+sd-jwt", yes, "signature.valid"},
		"bound for another verifier":       {bind("learner", "1", "https://other.example"), "vc+sd-jwt", yes, "signature.valid"},
		"bound by a stranger":              {bind("thief", asked.Value, asked.Domain), "vc+sd-jwt", no, "proof.signature"},
		"as another kind of token":         {mine, "vc+jwt", no, "envelope.format"},
		"without a tilde, as another kind": {jws, "vc+jwt", no, "envelope.format"},
	} {
		t.Run(name, func(t *testing.T) {
			e := parseTree(envelope("", nil))
			e["id"] = "data:application/" + row.media + "," + row.token
			r := verifyShown(t, world, w, e)
			require.Equal(t, row.want, r.Verdict(), r)
			require.Len(t, r.Embedded(), 1)
			require.Equal(t, row.code, r.Embedded()[0].Report.Decisive().Code, r.Embedded()[0].Report)
		})
	}
}

// verifyShown verifies a presentation of the holder.
func verifyShown(t *testing.T, world *verifytest.World, w wallet, badges ...any) *verify.Report {
	t.Helper()
	return shown(t, world, w.signs(w.presents(badges...), w.answer()), asked)
}
