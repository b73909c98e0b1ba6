package verify_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// madeElsewhere is what reference data says about the SD-JWTs by another library.
type madeElsewhere struct {
	Issuer, Holder, Nonce, Audience string
	Clock                           time.Time
}

func publishedSDJWT(t *testing.T, file string) (data []byte, about madeElsewhere) {
	t.Helper()
	require.NoError(t, json.Unmarshal(reference(t, "next", "sd-jwt", "badges", "expect.json"), &about))
	return reference(t, "next", "sd-jwt", "badges", file), about
}

// SD-13: badges that another library signed and disclosed.
func TestPublishedSDJWTs(t *testing.T) {
	for file, shown := range map[string][]string{
		"badge.vc+sd-jwt.txt":        {"/credentialSubject/identifier", "/credentialSubject/result"},
		"badge.presentation.txt":     {"/credentialSubject/result"},
		"badge.presentation-all.txt": {"/credentialSubject/result", "/credentialSubject/identifier"},
	} {
		t.Run(file, func(t *testing.T) {
			data, about := publishedSDJWT(t, file)
			v, err := verify.New(verify.Config{Trust: verify.Issuers(about.Issuer), Now: func() time.Time { return about.Clock }})
			require.NoError(t, err)
			r, err := v.Verify(t.Context(), data)
			require.NoError(t, err, outline(r))
			requireCheck(t, r, verify.StageSignature, verify.Passed, verify.CodeSignatureDisclosed)
			require.Equal(t, shown, r.Proofs()[0].Disclosed.Chosen)
			require.Equal(t, 2-len(shown), r.Proofs()[0].Disclosed.Undisclosed)
			require.Equal(t, strings.TrimSpace(string(data)), strings.TrimSpace(string(r.Document().Bytes())))
			c, ok := r.Verified()
			require.True(t, ok)
			require.Equal(t, "Workshop 3D-printen", c.Subject.Achievement.Name)
			require.Equal(t, about.Holder, c.Subject.ID)
			require.Equal(t, "8", c.Subject.Result[0].Value)
		})
	}
}

// An SD-JWT VC is not a badge, and is left open.
func TestSDJWTVC(t *testing.T) {
	s := newScene(t, verifytest.New(t))
	v, err := verify.New(s.config)
	require.NoError(t, err)
	r, err := v.Verify(t.Context(), jwt(func(j *draft) { j.header["typ"], j.claims["vct"] = "dc+sd-jwt", "urn:example:badge" })(s))
	require.ErrorIs(t, err, verify.ErrInconclusive)
	requireCheck(t, r, verify.StageStructure, verify.Unknown, "document.form")
}
