package issuer_test

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"errors"
	"io"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// signing is a signer that does as a test says.
type signing struct {
	crypto.Signer
	sign func(digest []byte) ([]byte, error)
}

func (s signing) Sign(_ io.Reader, digest []byte, _ crypto.SignerOpts) ([]byte, error) {
	return s.sign(digest)
}

// remote is a signer that waits for its context.
type remote struct{ crypto.Signer }

func (remote) SignContext(ctx context.Context, _ io.Reader, _ []byte, _ crypto.SignerOpts) ([]byte, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

// S-61: whatever a signer does, there is no badge without a good signature.
func TestSigners(t *testing.T) {
	w := verifytest.New(t)
	own, other := w.Key(school, proof.EdDSA), w.Key("other", proof.EdDSA)
	denied := errors.New("permission denied for badges-1")
	for name, c := range map[string]struct {
		signer crypto.Signer
		code   string
		cause  error
	}{
		"S-59 error":       {signing{own, func([]byte) ([]byte, error) { return nil, denied }}, "proof.signer", denied},
		"panic":            {signing{own, func([]byte) ([]byte, error) { panic("out of order") }}, "issuer.internal", nil},
		"nothing":          {signing{own, func([]byte) ([]byte, error) { return nil, nil }}, "proof.self_check", nil},
		"another key":      {signing{own, func(d []byte) ([]byte, error) { return other.Sign(nil, d, crypto.Hash(0)) }}, "proof.self_check", nil},
		"of another badge": {signing{own, func(d []byte) ([]byte, error) { return own.Sign(nil, append(d, 'x'), crypto.Hash(0)) }}, "proof.self_check", nil},
		"another algorithm": {signing{own, func(d []byte) ([]byte, error) {
			return w.Key(school, proof.RS256).Sign(nil, make([]byte, 32), crypto.SHA256)
		}}, "proof.self_check", nil},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := config(w, proof.EdDSA)
			cfg.Proofs[0].Signer.Key = c.signer
			i, err := issuer.New(cfg)
			require.NoError(t, err)
			d, err := issue(t.Context(), i, nil)
			require.Nil(t, d)
			require.Equal(t, []string{c.code}, codes(err), "%v", err)
			if c.cause != nil {
				require.ErrorIs(t, err, c.cause)
			}
		})
	}
}

// S-61: the same holds for a key of the standard library, which needs no
// goroutine.
func TestOwnKeyLies(t *testing.T) {
	w := verifytest.New(t)
	secret := bytes.Clone(w.Key(school, proof.EdDSA).(ed25519.PrivateKey))
	secret[0] ^= 1 // no longer that of the public key
	cfg := config(w, proof.EdDSA)
	cfg.Proofs[0].Signer.Key = ed25519.PrivateKey(secret)
	i, err := issuer.New(cfg)
	require.NoError(t, err)
	d, err := issue(t.Context(), i, nil)
	require.Nil(t, d)
	require.Equal(t, []string{"proof.self_check"}, codes(err), "%v", err)
}

// S-59: a signer with a context ends with it, and one without is left behind.
func TestSignersEnd(t *testing.T) {
	w := verifytest.New(t)
	own := w.Key(school, proof.EdDSA)
	for name, signer := range map[string]crypto.Signer{
		"remote": remote{own},
		"hangs":  signing{own, func([]byte) ([]byte, error) { time.Sleep(time.Hour); return nil, nil }},
	} {
		synctest.Test(t, func(t *testing.T) {
			cfg := config(w, proof.EdDSA)
			cfg.Proofs[0].Signer.Key = signer
			i, err := issuer.New(cfg)
			require.NoError(t, err)
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			start := time.Now()
			d, err := issue(ctx, i, nil)
			require.Nil(t, d)
			require.ErrorIs(t, err, context.DeadlineExceeded, name)
			require.LessOrEqual(t, time.Since(start), time.Minute+time.Second, name)
			time.Sleep(time.Hour) // in which the signer that was left behind returns
		})
	}
	slow := signing{own, func(d []byte) ([]byte, error) { time.Sleep(time.Minute); return own.Sign(nil, d, crypto.Hash(0)) }}
	synctest.Test(t, func(t *testing.T) {
		cfg := config(w, proof.EdDSA)
		cfg.Proofs[0].Signer.Key = slow
		i, err := issuer.New(cfg)
		require.NoError(t, err)
		_, err = issue(t.Context(), i, nil)
		require.NoError(t, err, "a slow signer is waited for")
	})
}

// A signer without a key is refused when the Issuer is made.
func TestSignerWithoutKey(t *testing.T) {
	w := verifytest.New(t)
	for _, none := range []crypto.Signer{ed25519.PrivateKey(nil), (*rsa.PrivateKey)(nil), (*ecdsa.PrivateKey)(nil)} {
		cfg := config(w, proof.EdDSA)
		cfg.Proofs[0].Signer = key.Signer{Key: none, Method: school + "#key"}
		_, err := issuer.New(cfg)
		require.Error(t, err)
	}
}
