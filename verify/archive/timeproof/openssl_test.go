package timeproof

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/key"
)

// openssl runs the program in a folder and reports its exit.
func openssl(t *testing.T, dir string, args ...string) (string, error) {
	t.Helper()
	cmd := exec.Command("openssl", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "OPENSSL_CONF=/dev/null")
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func needsOpenSSL(t *testing.T) string {
	t.Helper()
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("not compared with openssl, which is not installed")
	}
	return t.TempDir()
}

func write(t *testing.T, dir, name string, data []byte) {
	t.Helper()
	require.NoError(t, os.WriteFile(filepath.Join(dir, name), data, 0o600))
}

func inPEM(kind string, der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}

// The tokens of the tests are good and bad for openssl too, except where it does
// not look.
func TestOpenSSLVerifies(t *testing.T) {
	dir := needsOpenSSL(t)
	root, other := newAuthority(t, "Root"), newAuthority(t, "Other")
	write(t, dir, "root.pem", inPEM("CERTIFICATE", root.cert.Raw))
	write(t, dir, "data", manifest)
	certificate := func(edit func(*x509.Certificate)) func(*tsa) {
		return func(a *tsa) { a.cert = root.issue(t, a.key, edit) }
	}
	attributes := func(edit func(a *tsa, list [][]byte) [][]byte) func(*tsa) {
		return func(a *tsa) { a.attribute = func(list [][]byte) [][]byte { return edit(a, list) } }
	}
	for name, row := range map[string]struct {
		edit         func(*tsa)
		ours, theirs bool // whether it is accepted
	}{
		"good":            {func(*tsa) {}, true, true},
		"SHA-512 imprint": {func(a *tsa) { a.imprintID = sha512ID }, true, true},
		"named by key":    {func(a *tsa) { a.byKeyID = true }, true, false}, // its reader of tokens knows only names by issuer
		"accuracy and ordering": {func(a *tsa) {
			a.extra = joined(seq(number(1), tlv(tagContext, []byte{0x01, 0xf4})), tlv(tagBoolean, []byte{0xff}))
		}, true, true},
		"identifier version 1": {attributes(func(a *tsa, l [][]byte) [][]byte {
			l[2] = attribute(oidCertificate, seq(seq(seq(octets(hashed(crypto.SHA1, a.cert.Raw))))))
			return l
		}), true, true},
		"unsigned attributes":                   {func(a *tsa) { a.unsigned = tlv(tagExplicit+1, attribute("1.2.840.113549.1.9.6", null())) }, true, true},
		"AR-7 two signers":                      {func(a *tsa) { a.signers = func(one []byte) []byte { return joined(one, one) } }, false, false},
		"AR-7 extra key usage":                  {certificate(func(c *x509.Certificate) { c.ExtraExtensions[0] = stampUsage(true, timeStamping, "1.3.6.1.5.5.7.3.3") }), false, false},
		"AR-7 non-critical usage":               {certificate(func(c *x509.Certificate) { c.ExtraExtensions[0] = stampUsage(false, timeStamping) }), false, false},
		"key usage of an authority":             {certificate(func(c *x509.Certificate) { c.KeyUsage |= x509.KeyUsageCertSign }), false, false},
		"AR-7 certificate not valid at genTime": {certificate(func(c *x509.Certificate) { c.NotBefore = now.AddDate(0, 0, 1) }), false, false},
		"another root":                          {func(a *tsa) { a.root, a.cert = other, other.issue(t, a.key, nil) }, false, false},
		"another signed content type": {attributes(func(_ *tsa, l [][]byte) [][]byte {
			l[0] = attribute(oidContentType, oid("1.2.840.113549.1.7.1"))
			return l
		}), false, true},
		"another signed digest": {attributes(func(_ *tsa, l [][]byte) [][]byte {
			l[1] = attribute(oidMessageDigest, octets(make([]byte, 32)))
			return l
		}), false, false},
		"no identifier of the certificate":  {attributes(func(_ *tsa, l [][]byte) [][]byte { return l[:2] }), false, false},
		"identifier of another certificate": {attributes(func(_ *tsa, l [][]byte) [][]byte { l[2] = essV2(root.cert); return l }), false, false},
		"signed by another key":             {func(a *tsa) { a.key = ecKey() }, false, false},
		"another content type":              {func(a *tsa) { a.content = "1.2.840.113549.1.7.1" }, false, false},
		"other data": {func(a *tsa) {
			a.edit = func(info []byte) []byte {
				return bytes.Replace(info, hashed(crypto.SHA256, manifest), make([]byte, 32), 1)
			}
		}, false, false},
		"no certificate":          {func(a *tsa) { a.without = true }, false, false},
		"AR-7 SHA-1 imprint":      {func(a *tsa) { a.imprintID = sha1ID }, false, true},
		"attributes out of order": {func(a *tsa) { a.unordered = true }, false, true},
		"critical extension": {func(a *tsa) {
			a.extra = tlv(tagExplicit+1, seq(oid("1.2.3"), tlv(tagBoolean, []byte{0xff}), octets(nil)))
		}, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			a := newTSA(t, root)
			row.edit(a)
			proof := a.stamp(t, manifest)
			write(t, dir, "token", proof.Data)
			out, err := openssl(t, dir, "ts", "-verify", "-data", "data", "-in", "token", "-token_in", "-CAfile", "root.pem", "-attime", fmt.Sprint(now.Unix()))
			_, code := check(t, manifest, trusts(t, root), proof)
			require.Equal(t, row.ours, code == "", code)
			require.Equal(t, row.theirs, err == nil, out)
		})
	}
}

// authorityConf is the configuration of an authority of openssl.
const authorityConf = `[tsa]
default_tsa = here
[here]
serial = serial
signer_cert = cert.pem
signer_key = key.pem
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha256, sha512
accuracy = secs:1, millisecs:500
ordering = yes
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
clock_precision_digits = 3
`

// A response that openssl makes to our request verifies here, and a changed one
// is refused by both.
func TestOpenSSLAnswers(t *testing.T) {
	dir := needsOpenSSL(t)
	from, to := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2120, 1, 1, 0, 0, 0, 0, time.UTC) // openssl has its own clock
	root := newRoot(t, "Root", ecKey(), from, to)
	k := ecKey()
	cert := root.issue(t, k, func(c *x509.Certificate) { c.NotBefore, c.NotAfter = from, to })
	der, err := x509.MarshalPKCS8PrivateKey(k)
	require.NoError(t, err)
	write(t, dir, "root.pem", inPEM("CERTIFICATE", root.cert.Raw))
	write(t, dir, "cert.pem", inPEM("CERTIFICATE", cert.Raw))
	write(t, dir, "key.pem", inPEM("PRIVATE KEY", der))
	write(t, dir, "serial", []byte("01\n"))
	write(t, dir, "data", manifest)
	write(t, dir, "conf", []byte(authorityConf))
	write(t, dir, "query", NewQuery(manifest))
	out, err := openssl(t, dir, "ts", "-query", "-in", "query", "-text")
	require.NoError(t, err, out)
	require.Contains(t, out, "Certificate required: yes")
	out, err = openssl(t, dir, "ts", "-query", "-data", "data", "-sha512", "-out", "theirs")
	require.NoError(t, err, out)
	p := Policy{Roots: []*x509.Certificate{root.cert}, RevocationLists: [][]byte{root.list(t, to.AddDate(0, 0, -20))}}
	at := to.AddDate(0, 0, -10)
	for _, name := range []string{"query", "theirs"} {
		out, err := openssl(t, dir, "ts", "-reply", "-config", "conf", "-queryfile", name, "-out", "reply")
		require.NoError(t, err, out)
		reply, err := os.ReadFile(filepath.Join(dir, "reply"))
		require.NoError(t, err)
		asked, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		proof := Proof{Kind: TimeStamp, Data: reply, Query: asked}
		if name == "theirs" {
			proof.Certificates = [][]byte{cert.Raw} // it was not asked for
		}
		seen, code := checkAt(t, at, manifest, p, proof)
		require.Empty(t, code, name)
		require.True(t, seen.Time.After(from) && seen.Time.Before(at))
		changed := bytes.Clone(reply)
		changed[len(changed)-1] ^= 1
		write(t, dir, "changed", changed)
		_, err = openssl(t, dir, "ts", "-verify", "-queryfile", name, "-in", "changed", "-CAfile", "root.pem", "-untrusted", "cert.pem")
		require.Error(t, err)
		proof.Data = changed
		_, code = checkAt(t, at, manifest, p, proof)
		require.Contains(t, []string{codeSignature, codeDER}, code)
	}
}

// The signature of a statement can be checked with openssl alone.
func TestOpenSSLStatement(t *testing.T) {
	dir := needsOpenSSL(t)
	for _, secret := range []crypto.Signer{ecKey(), edKey()} {
		made, err := Attest(t.Context(), manifest, key.Signer{Key: secret, Method: libraryKey}, now)
		require.NoError(t, err)
		der, err := x509.MarshalPKIXPublicKey(secret.Public())
		require.NoError(t, err)
		text := string(made.Data)
		signed, last := text[:strings.LastIndex(text, ".")], text[strings.LastIndex(text, ".")+1:]
		signature, err := base64.RawURLEncoding.DecodeString(last)
		require.NoError(t, err)
		write(t, dir, "key.pem", inPEM("PUBLIC KEY", der))
		write(t, dir, "signed", []byte(signed))
		command := []string{"pkeyutl", "-verify", "-pubin", "-inkey", "key.pem", "-rawin", "-in", "signed", "-sigfile", "signature"}
		if _, ed := secret.(interface{ Seed() []byte }); !ed { // openssl has the two numbers in DER (RFC 7518 §3.4)
			signature = seq(unsigned(signature[:32]), unsigned(signature[32:]))
			command = append(command, "-digest", "sha256")
		}
		write(t, dir, "signature", signature)
		out, err := openssl(t, dir, command...)
		require.NoError(t, err, out)
		write(t, dir, "signed", []byte(signed+"A"))
		_, err = openssl(t, dir, command...)
		require.Error(t, err)
	}
}

func unsigned(data []byte) []byte {
	return integer(new(big.Int).SetBytes(data))
}
