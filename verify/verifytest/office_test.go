package verifytest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// A badge is awarded, verified over HTTPS, revoked, and seen as revoked.
func TestOffice(t *testing.T) {
	for _, version := range []badge.Version{badge.OB3, badge.OB2} {
		t.Run(string(version), func(t *testing.T) {
			office := verifytest.New(t).Office(version)
			c := verifytest.Badge()
			if version == badge.OB2 {
				c.Name, c.Subject.ID, c.Subject.Identifier = "", "", []badge.IdentityObject{office.Issuer.HashedIdentity("email", "ada@school.example")}
				c.Subject.Achievement.ID, c.Subject.Achievement.Image = office.Host.URL("classes/1"), &badge.Image{ID: office.Host.URL("classes/1.png")}
			}
			if version == badge.OB2 {
				class, err := office.Issuer.BadgeClass(c.Subject.Achievement)
				require.NoError(t, err)
				require.NoError(t, office.Host.Publish(t.Context(), class))
			}
			doc := office.Award(c)
			_, err := office.Verifier().Verify(t.Context(), doc.Bytes())
			require.NoError(t, err)
			_, err = office.Verifier().VerifyAt(t.Context(), doc.ID())
			require.NoError(t, err)

			require.NoError(t, office.Host.Revoke(t.Context(), office.Issuer, doc.ID(), "a mistake"))
			r, err := office.Verifier().Verify(t.Context(), doc.Bytes())
			require.ErrorIs(t, err, verify.ErrRejected)
			require.Equal(t, verify.CodeStatusRevoked, r.Decisive().Code)
		})
	}
}
