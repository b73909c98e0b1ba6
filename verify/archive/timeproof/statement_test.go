package timeproof

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
)

const libraryKey = "did:web:library.example#2026"

func TestStatement(t *testing.T) {
	other, err := key.FromPublic(ecKey().Public())
	require.NoError(t, err)
	for _, secret := range []crypto.Signer{ecKey(), edKey()} {
		by := key.Signer{Key: secret, Method: libraryKey}
		public, err := key.FromPublic(by.Key.Public())
		require.NoError(t, err)
		made, err := Attest(t.Context(), manifest, by, now.Add(time.Millisecond))
		require.NoError(t, err)
		p := Policy{Witnesses: []key.Key{{}, other, public.WithID("library")}}
		seen, code := check(t, manifest, p, made)
		require.Empty(t, code)
		require.Equal(t, Seen{now, Statement, "library"}, seen)
		p.Witnesses = []key.Key{public}
		seen, code = checkAt(t, now.AddDate(50, 0, 0), manifest, p, made)
		require.Empty(t, code, "a statement does not end")
		require.Equal(t, public.Thumbprint(), seen.By)

		_, code = check(t, append(manifest[:len(manifest):len(manifest)], ' '), p, made)
		require.Equal(t, codeImprint, code)
		_, code = checkAt(t, now.Add(-2*time.Minute), manifest, p, made)
		require.Equal(t, codeFuture, code)
		_, code = checkAt(t, now.Add(-time.Minute), manifest, p, made)
		require.Empty(t, code)
		for _, witnesses := range [][]key.Key{nil, {other}, {other.WithID(libraryKey)}, {{}}} {
			_, code = check(t, manifest, Policy{Witnesses: witnesses}, made)
			require.Equal(t, codeUntrusted, code, "the kid names a key and does not make it one of the policy")
		}
		_, code = check(t, manifest, Policy{Witnesses: make([]key.Key, 65)}, made)
		require.Equal(t, codePolicy, code)
		changed := Proof{Kind: Statement, Data: []byte(strings.Replace(string(made.Data), ".", "A.", 1))}
		_, code = check(t, manifest, p, changed)
		require.NotEmpty(t, code)
	}
}

// Only the exact form is read.
func TestStatementForm(t *testing.T) {
	by := key.Signer{Key: edKey(), Method: libraryKey}
	public, err := key.FromPublic(by.Key.Public())
	require.NoError(t, err)
	p := Policy{Witnesses: []key.Key{public}}
	digest := digestOf(manifest)
	claims := func(format string, args ...any) string { return fmt.Sprintf(format, args...) }
	for name, row := range map[string]struct{ claims, typ, code string }{
		"exact":              {claims(`{"iat":1,"sha256":%q}`, digest), statementType, ""},
		"the other order":    {claims(`{ "sha256":%q,"iat":1}`, digest), statementType, ""},
		"another type":       {claims(`{"iat":1,"sha256":%q}`, digest), "statuslist+jwt", codeStatement},
		"a member more":      {claims(`{"iat":1,"sha256":%q,"sha512":""}`, digest), statementType, codeStatement},
		"no time":            {claims(`{"nbf":1,"sha256":%q}`, digest), statementType, codeStatement},
		"time as a text":     {claims(`{"iat":"1","sha256":%q}`, digest), statementType, codeStatement},
		"half a second":      {claims(`{"iat":1.5,"sha256":%q}`, digest), statementType, codeStatement},
		"time 0":             {claims(`{"iat":0,"sha256":%q}`, digest), statementType, codeStatement},
		"time before 1970":   {claims(`{"iat":-1,"sha256":%q}`, digest), statementType, codeStatement},
		"time in ages":       {claims(`{"iat":1099511627777,"sha256":%q}`, digest), statementType, codeStatement},
		"no digest":          {`{"iat":1,"sha512":""}`, statementType, codeImprint},
		"digest in capitals": {claims(`{"iat":1,"sha256":%q}`, strings.ToUpper(digest)), statementType, codeImprint},
	} {
		t.Run(name, func(t *testing.T) {
			doc, err := proof.SignClaims(t.Context(), []byte(row.claims), row.typ, by)
			require.NoError(t, err)
			_, code := check(t, manifest, p, Proof{Kind: Statement, Data: doc.Bytes()})
			require.Equal(t, row.code, code)
		})
	}
	doc, err := proof.SignClaims(t.Context(), []byte(claims(`{"iat":1,"sha256":%q}`, digest)), statementType, by)
	require.NoError(t, err)
	token := string(doc.Bytes())
	for _, text := range []string{"", "x", "{}", token + "~", token + ".", token + "\n", " " + token, token + "\n.", token[:len(token)-4], "." + token, strings.ReplaceAll(token, ".", "..")} {
		_, code := check(t, manifest, p, Proof{Kind: Statement, Data: []byte(text)})
		require.NotEmpty(t, code, text)
	}
}

func TestAttestRefuses(t *testing.T) {
	by := key.Signer{Key: ed25519.NewKeyFromSeed(make([]byte, 32)), Method: libraryKey}
	_, err := Attest(t.Context(), manifest, by, time.Time{})
	require.Equal(t, codeStatement, badge.CodeOf(err))
	_, err = Attest(t.Context(), manifest, by, time.Unix(0, 0))
	require.Equal(t, codeStatement, badge.CodeOf(err))
	_, err = Attest(t.Context(), manifest, by, time.Unix(1, 0))
	require.NoError(t, err)
	_, err = Attest(t.Context(), manifest, key.Signer{Method: libraryKey}, now)
	require.NotEmpty(t, badge.CodeOf(err))
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = Attest(ended, manifest, by, now)
	require.ErrorIs(t, err, context.Canceled)
	made, err := Attest(t.Context(), manifest, by, now)
	require.NoError(t, err)
	_, err = Check(ended, manifest, []Proof{made}, Policy{}, now)
	require.ErrorIs(t, err, context.Canceled)
	_, err = Stamp(ended, manifest, nil)
	require.ErrorIs(t, err, context.Canceled)
}

// AR-9: a statement can renew a time stamp as well as the other way round.
func TestMixedRenewal(t *testing.T) {
	root := newAuthority(t, "Root")
	by := key.Signer{Key: edKey(), Method: libraryKey}
	public, err := key.FromPublic(by.Key.Public())
	require.NoError(t, err)
	p := trusts(t, root)
	p.Witnesses = []key.Key{public.WithID("library")}
	one := newTSA(t, root).stamp(t, manifest)
	two, err := Attest(t.Context(), Renewal(manifest, []Proof{one}), by, now.Add(time.Hour))
	require.NoError(t, err)
	seen, code := checkAt(t, now.AddDate(90, 0, 0), manifest, p, one, two)
	require.Empty(t, code)
	require.Equal(t, Seen{now, TimeStamp, "CN=Time of Root"}, seen)
}
