package verify_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// The creator of an achievement is often its issuer. A holder can
// move its description from one object to the other, and the report warns.
func TestDescriptionMoved(t *testing.T) {
	const creator = "/credentialSubject/achievement/creator"
	for name, c := range map[string]struct {
		issuer, creator object // as signed
		move            func(o object)
		want            string
	}{
		"S-20/nothing moved": {object{"name": "School"}, object{"name": "School"}, func(object) {}, ""},
		"S-18/issuer repeated as an id": {object{"name": "School"}, object{"name": "School"},
			func(o object) { o["issuer"] = school }, "issuer.elsewhere"},
		"S-19/creator says less": {object{"name": "School"}, object{"name": "School"}, func(o object) { delete(at(o, creator), "name") }, ""},
		"S-19/name moved": {object{"name": "School", "url": "https://school.example"}, object{"name": "School"},
			func(o object) { delete(at(o, "/issuer"), "name") }, "id.split"},
		"S-19/address moved": {object{"name": "School", "url": "https://school.example"}, object{"name": "School"},
			func(o object) { delete(at(o, "/issuer"), "url"); at(o, creator)["url"] = "https://school.example" }, "id.split"},
	} {
		t.Run(name, func(t *testing.T) {
			world := schoolWorld(t)
			doc := edited(t, verifytest.Badge(), func(o object) {
				c.issuer["id"], c.issuer["type"] = school, []any{"Profile"}
				c.creator["id"], c.creator["type"] = school, []any{"Profile"}
				o["issuer"], at(o, "/credentialSubject/achievement")["creator"] = c.issuer, c.creator
			})
			o := fromJSON(t, signedBy(t, world, "school.example", proof.EdDSARDFC2022, doc).JSON())
			c.move(o)
			r, err := verifierWith(t, world, required).Verify(t.Context(), toJSON(t, o))
			require.NoError(t, err, outline(r))
			if c.want != "" {
				requireCheck(t, r, verify.StageConformance, verify.Warned, c.want)
				require.True(t, slices.ContainsFunc(r.Checks(), func(k verify.Check) bool { return k.Code == c.want && k.Path == creator }), outline(r))
				return
			}
			require.NotContains(t, codesOf(r), "id.split")
			require.NotContains(t, codesOf(r), "issuer.elsewhere")
		})
	}
}
