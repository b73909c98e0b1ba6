package proof

import (
	"context"
	"crypto"
	"crypto/rsa"
	"io"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/internal/cost"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/multiformat"
	"github.com/openbadges-go/openbadges/badge/key"
)

// The work of a signature grows with its key (see the table of package cost).
func TestSignatureWork(t *testing.T) {
	mersenne := func(n uint) *big.Int { return new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), n), big.NewInt(1)) }
	for n, p := range map[int]uint{3: 1279, 4: 1893} { // the modulus has 3482 and 4096 bits
		public, err := key.FromPublic(&rsa.PublicKey{N: new(big.Int).Mul(mersenne(2203), mersenne(p)), E: 65537})
		require.NoError(t, err)
		work, times := signatureWork(public)
		require.Equal(t, cost.LongRSA, work)
		require.Equal(t, n, times)
	}
	for _, row := range []struct {
		by   crypto.Signer
		work cost.Work
		n    int
	}{
		{rsaSecret(t, "rsa2048.pem"), cost.RSA, 1}, {ecSecret(p256Key, 1), cost.P256, 1},
		{ecSecret(p384Key, 1), cost.P384, 1}, {ecSecret(p521Key, 1), cost.P521, 1}, {ed25519Secret(1), cost.Ed25519, 1},
	} {
		work, n := signatureWork(publicKey(t, row.by))
		require.Equal(t, row.work, work)
		require.Equal(t, row.n, n)
		if scheme, _ := schemeNamed(EdDSA); row.work != cost.Ed25519 {
			require.Equal(t, codeKeyType, code(scheme.verify(publicKey(t, row.by), []byte("x"), make([]byte, 64))))
		}
	}
}

// A detached JWS has its header and its signature, and the header no other form.
func TestHeaderOfDetached(t *testing.T) {
	encode := func(text string) string { return multiformat.EncodeBase64URL([]byte(text)) }
	for _, value := range []string{encode(detachedHeader("EdDSA")), "..c2ln", encode(`{"alg":"EdDSA`) + "..c2ln", encode(`EdDSA`) + "..c2ln", encode(`EdDSA","b64":false,"crit":["b64"]}`) + "..c2ln", "!..c2ln"} {
		d := readDetached(parseValue(t, string(quote(value))))
		require.Equal(t, codeProofValue, code(d.err), value)
	}
	d := readDetached(parseValue(t, string(quote(encode(detachedHeader("EdDSA"))+"..c2ln"))))
	require.NoError(t, d.err)
	require.Equal(t, EdDSA, d.alg)
}

func parseValue(t *testing.T, text string) jsontext.Value {
	t.Helper()
	v, err := jsontext.Parse([]byte(text))
	require.NoError(t, err)
	return v
}

// Only a selective disclosure says what it discloses.
func TestDisclosedOfOtherSchemes(t *testing.T) {
	for _, s := range []Scheme{EdDSARDFC2022, EdDSAJCS2022} {
		proofs, err := Find(signed(t, sample, s, Options{}))
		require.NoError(t, err)
		w, err := proofs[0].Validate(CheckOptions{})
		require.NoError(t, err)
		transformed, err := w.Transform(t.Context())
		require.NoError(t, err)
		verified, err := transformed.Verify(t.Context(), publicKey(t, signers(t)[s].Key))
		require.NoError(t, err)
		require.Nil(t, verified.Disclosed)

		ended, cancel := context.WithCancel(t.Context())
		cancel()
		_, err = w.Transform(ended)
		require.ErrorIs(t, err, context.Canceled)
	}
}

// endsItself is a key that cancels the call that uses it.
type endsItself struct {
	crypto.Signer
	cancel func()
}

func (e endsItself) Sign(random io.Reader, digest []byte, o crypto.SignerOpts) ([]byte, error) {
	e.cancel()
	return e.Signer.Sign(random, digest, o)
}

// A call that is cancelled between the signatures of a base proof ends.
func TestCancelledBaseProof(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	by := key.Signer{Key: endsItself{ecSecret(p256Key, 1), cancel}, Method: "https://issuer.example/keys#1"}
	_, err := Sign(ctx, parse(t, sample), ECDSASD2023, by, Options{})
	require.ErrorIs(t, err, context.Canceled)
}

// The claim vc has the badge alone, where a proof inside covers it.
func TestCarriedAlone(t *testing.T) {
	for members, want := range map[string]string{"": "", `"sub":"did:example:ada",`: "", `"note":"x",`: codeVCAmbiguous, `"VC":1,`: codeVCAmbiguous} {
		d := parse(t, b64(`{"alg":"EdDSA"}`)+"."+b64(`{`+members+`"vc":`+sample+`}`)+"."+b64("s"))
		require.Equal(t, want, code(carriedAlone(d)), members)
	}
	require.NoError(t, carriedAlone(parse(t, sample)))
}
