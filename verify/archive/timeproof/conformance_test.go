package timeproof

import (
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// reference reads a file of the folder of official data: the one named by
// OPENBADGES_REFERENCE, else shared/reference beside the checkout. Without that
// folder the test is skipped; under OPENBADGES_REQUIRE_REFERENCE=1 it fails.
func reference(t *testing.T, name ...string) []byte {
	t.Helper()
	dir := os.Getenv("OPENBADGES_REFERENCE")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "..", "shared", "reference")
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		if os.Getenv("OPENBADGES_REQUIRE_REFERENCE") == "1" {
			t.Fatalf("OPENBADGES_REQUIRE_REFERENCE is set; the folder is missing: %s", dir)
		}
		t.Skip("no conformance data: set OPENBADGES_REFERENCE to the folder that holds it")
	}
	data, err := os.ReadFile(filepath.Join(append([]string{dir}, name...)...))
	require.NoError(t, err)
	return data
}

// AR-7: time stamps by other programs give what the README beside them says.
func TestReference(t *testing.T) {
	read := func(name string) []byte { return reference(t, "next", "timestamps", name) }
	root := func(der []byte) Policy {
		if block, _ := pem.Decode(der); block != nil {
			der = block.Bytes
		}
		cert, err := x509.ParseCertificate(der)
		require.NoError(t, err)
		return Policy{Roots: []*x509.Certificate{cert}}
	}
	unknown := root(read("ca.pem"))
	unknown.AcceptUnknownRevocation = true
	official, officialUnknown := root(read("edc-root.der")), root(read("edc-root.der"))
	officialUnknown.AcceptUnknownRevocation = true
	block, _ := pem.Decode(read("tsa.pem"))
	require.NotNil(t, block)
	own := time.Date(2026, 11, 29, 19, 43, 1, 0, time.UTC)
	seal := time.Date(2023, 9, 27, 11, 54, 20, 0, time.UTC)
	october := time.Date(2023, 10, 1, 0, 0, 0, 0, time.UTC)
	for name, row := range map[string]struct {
		proof  Proof
		data   string
		policy Policy
		at     time.Time
		seen   time.Time
		code   string
	}{
		"good":                                  {Proof{Data: read("good.tsr")}, "data.txt", unknown, now, own, ""},
		"good, with its request":                {Proof{Data: read("good.tsr"), Query: read("good.tsq")}, "data.txt", unknown, now, own, ""},
		"SHA-512":                               {Proof{Data: read("good-sha512.tsr")}, "data.txt", unknown, now, own, ""},
		"another policy":                        {Proof{Data: read("policy2.tsr")}, "data.txt", unknown, now, own, ""},
		"no nonce":                              {Proof{Data: read("nononce.tsr")}, "data.txt", unknown, now, own, ""},
		"certificate passed":                    {Proof{Data: read("nocert.tsr"), Certificates: [][]byte{block.Bytes}}, "data.txt", unknown, now, own, ""},
		"certificate missing":                   {Proof{Data: read("nocert.tsr")}, "data.txt", unknown, now, own, codeNoCertificate},
		"SHA-1":                                 {Proof{Data: read("sha1.tsr")}, "data.txt", unknown, now, own, codeHash},
		"request of another hash":               {Proof{Data: read("good-sha512.tsr"), Query: read("good.tsq")}, "data.txt", unknown, now, own, codeImprint},
		"request with another nonce":            {Proof{Data: read("policy2.tsr"), Query: read("good.tsq")}, "data.txt", unknown, now, own, codeNonce},
		"nonce not returned":                    {Proof{Data: read("nononce.tsr"), Query: read("good.tsq")}, "data.txt", unknown, now, own, codeNonce},
		"other data":                            {Proof{Data: read("good.tsr")}, "edc-signature.txt", unknown, now, own, codeImprint},
		"another root":                          {Proof{Data: read("good.tsr")}, "data.txt", official, now, own, codeUntrusted},
		"revocation unknown":                    {Proof{Data: read("good.tsr")}, "data.txt", root(read("ca.pem")), now, own, codeRevocation},
		"official, in its time":                 {Proof{Data: read("edc-signature.tst"), RevocationLists: [][]byte{read("edc-root.crl")}}, "edc-signature.txt", official, october, seal, ""},
		"official, without its list":            {Proof{Data: read("edc-signature.tst")}, "edc-signature.txt", official, october, seal, codeRevocation},
		"official, today":                       {Proof{Data: read("edc-signature.tst"), RevocationLists: [][]byte{read("edc-root.crl")}}, "edc-signature.txt", official, now, seal, codeExpired},
		"official, today, whatever was revoked": {Proof{Data: read("edc-signature.tst")}, "edc-signature.txt", officialUnknown, now, seal, codeExpired},
		"official, before it was made": {Proof{Data: read("edc-signature.tst"), RevocationLists: [][]byte{read("edc-root.crl")}}, "edc-signature.txt", official,
			seal.Add(-time.Hour), seal, codeFuture},
		"official, its own list as the token": {Proof{Data: read("edc-root.crl")}, "edc-signature.txt", official, october, seal, codeDER},
	} {
		t.Run("AR-7 "+name, func(t *testing.T) {
			row.proof.Kind = TimeStamp
			seen, code := checkAt(t, row.at, read(row.data), row.policy, row.proof)
			require.Equal(t, row.code, code)
			if code == "" {
				require.Equal(t, row.seen, seen.Time)
			}
		})
	}

	// AR-9: what today refuses counts again if it was covered in its time.
	next := newRoot(t, "Next", ecKey(), seal, now.AddDate(20, 0, 0))
	a := newTSA(t, next)
	a.cert = next.issue(t, a.key, func(c *x509.Certificate) { c.NotBefore, c.NotAfter = seal, now.AddDate(10, 0, 0) })
	a.time = "20231101000000Z"
	one := Proof{Kind: TimeStamp, Data: read("edc-signature.tst"), RevocationLists: [][]byte{read("edc-root.crl")}}
	two := a.stamp(t, Renewal(read("edc-signature.txt"), []Proof{one}))
	p := trusts(t, next)
	p.Roots = append(p.Roots, official.Roots...)
	seen, code := check(t, read("edc-signature.txt"), p, one, two)
	require.Empty(t, code)
	require.Equal(t, Seen{seal, TimeStamp, "CN=good-tsa,OU=PKI-TEST,O=Nowina Solutions,C=LU"}, seen)
}
