package timeproof

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"math/big"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
)

// now is the clock of the tests.
var now = time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)

var manifest = []byte(`{"format":"example","objects":[]}`)

// tlv writes a DER element.
func tlv(tag byte, parts ...[]byte) []byte {
	body := bytes.Join(parts, nil)
	switch n := len(body); {
	case n < 0x80:
		return append([]byte{tag, byte(n)}, body...)
	case n < 0x100:
		return append([]byte{tag, 0x81, byte(n)}, body...)
	case n < 0x10000:
		return append([]byte{tag, 0x82, byte(n >> 8), byte(n)}, body...)
	default:
		return append([]byte{tag, 0x83, byte(n >> 16), byte(n >> 8), byte(n)}, body...)
	}
}

func seq(parts ...[]byte) []byte    { return tlv(tagSequence, parts...) }
func set(parts ...[]byte) []byte    { return tlv(tagSet, parts...) }
func octets(data []byte) []byte     { return tlv(tagOctetString, data) }
func number(n int64) []byte         { return must(asn1.Marshal(big.NewInt(n))) }
func integer(n *big.Int) []byte     { return must(asn1.Marshal(n)) }
func null() []byte                  { return tlv(tagNull) }
func joined(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func oid(text string) []byte {
	var id asn1.ObjectIdentifier
	for n, rest := 0, text+"."; len(rest) > 0; {
		i := bytes.IndexByte([]byte(rest), '.')
		must(fmt.Sscan(rest[:i], &n))
		id, rest = append(id, n), rest[i+1:]
	}
	return must(asn1.Marshal(id))
}

// The hash algorithms of the tests.
const (
	sha1ID   = "1.3.14.3.2.26"
	sha256ID = "2.16.840.1.101.3.4.2.1"
	sha384ID = "2.16.840.1.101.3.4.2.2"
	sha512ID = "2.16.840.1.101.3.4.2.3"
)

var testHashes = map[string]crypto.Hash{sha1ID: crypto.SHA1, sha256ID: crypto.SHA256, sha384ID: crypto.SHA384, sha512ID: crypto.SHA512}

// authority issues certificates and revocation lists.
type authority struct {
	key  crypto.Signer
	cert *x509.Certificate
	next int64
}

func ecKey() crypto.Signer { return must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader)) }

func edKey() ed25519.PrivateKey {
	_, private := must2(ed25519.GenerateKey(rand.Reader))
	return private
}

func must2[A, B any](a A, b B, err error) (A, B) {
	if err != nil {
		panic(err)
	}
	return a, b
}

// newAuthority makes a root that is valid for forty years.
func newAuthority(t testing.TB, name string) *authority {
	return newRoot(t, name, ecKey(), now.AddDate(-20, 0, 0), now.AddDate(20, 0, 0))
}

func newRoot(t testing.TB, name string, key crypto.Signer, from, to time.Time) *authority {
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, NotBefore: from, NotAfter: to,
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	require.NoError(t, err)
	cert, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	return &authority{key, cert, 100}
}

// stampUsage is the extension of a certificate for time stamps alone.
func stampUsage(critical bool, usages ...string) pkix.Extension {
	var ids []byte
	for _, usage := range usages {
		ids = append(ids, oid(usage)...)
	}
	return pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, 37}, Critical: critical, Value: seq(ids)}
}

const timeStamping = "1.3.6.1.5.5.7.3.8"

// issue makes a certificate for time stamps, valid for two years around now.
func (a *authority) issue(t testing.TB, key crypto.Signer, edit func(*x509.Certificate)) *x509.Certificate {
	a.next++
	template := &x509.Certificate{SerialNumber: big.NewInt(a.next), Subject: pkix.Name{CommonName: "Time of " + a.cert.Subject.CommonName},
		NotBefore: now.AddDate(-1, 0, 0), NotAfter: now.AddDate(1, 0, 0), KeyUsage: x509.KeyUsageDigitalSignature,
		SubjectKeyId: []byte{byte(a.next), 2, 3}, ExtraExtensions: []pkix.Extension{stampUsage(true, timeStamping)}}
	if edit != nil {
		edit(template)
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.cert, key.Public(), a.key)
	require.NoError(t, err)
	cert, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	return cert
}

// list makes a revocation list that is in force for a month from a time.
func (a *authority) list(t testing.TB, from time.Time, entries ...x509.RevocationListEntry) []byte {
	return a.listAs(t, &x509.RevocationList{Number: big.NewInt(1), ThisUpdate: from, NextUpdate: from.AddDate(0, 1, 0), RevokedCertificateEntries: entries})
}

func (a *authority) listAs(t testing.TB, template *x509.RevocationList) []byte {
	der, err := x509.CreateRevocationList(rand.Reader, template, a.cert, a.key)
	require.NoError(t, err)
	return der
}

// tsa is a time stamping authority. Its fields say how it departs from the
// standard; the zero values do not.
type tsa struct {
	root      *authority
	key       crypto.Signer
	cert      *x509.Certificate
	imprintID string // the hash algorithm of the imprint
	hashID    string // that of the signature
	algorithm []byte // AlgorithmIdentifier of the signature
	time      string // GeneralizedTime; "" for now
	policy    string
	version   int64
	extra     []byte // of the TSTInfo, after the time
	nonce     func(*big.Int) *big.Int
	content   string // the type of the content
	edit      func(info []byte) []byte
	others    [][]byte // certificates beside that of the signer
	without   bool     // leaves its certificate out
	lists     []byte   // the field crls
	attribute func([][]byte) [][]byte
	unordered bool
	opts      crypto.SignerOpts // of the signature; nil for the hash alone
	byKeyID   bool
	signed    func([]byte) []byte // the text that is signed
	unsigned  []byte
	signers   func(one []byte) []byte
}

func newTSA(t testing.TB, root *authority) *tsa {
	key := ecKey()
	return &tsa{root: root, key: key, cert: root.issue(t, key, nil), imprintID: sha256ID, hashID: sha256ID,
		algorithm: seq(oid("1.2.840.10045.4.3.2")), policy: "1.2.3.4", version: 1, content: oidTSTInfo}
}

// info writes a TSTInfo.
func (a *tsa) info(data []byte, nonce *big.Int) []byte {
	when := a.time
	if when == "" {
		when = now.Format("20060102150405Z")
	}
	var tail []byte
	if nonce != nil && a.nonce != nil {
		nonce = a.nonce(nonce)
	}
	if nonce != nil {
		tail = integer(nonce)
	}
	info := seq(number(a.version), oid(a.policy), seq(seq(oid(a.imprintID), null()), octets(hashed(testHashes[a.imprintID], data))), number(7),
		tlv(tagGeneralizedTime, []byte(when)), a.extra, tail)
	if a.edit != nil {
		info = a.edit(info)
	}
	return info
}

func attribute(id string, values ...[]byte) []byte { return seq(oid(id), set(values...)) }

// essV2 is the attribute signingCertificateV2 with SHA-256.
func essV2(cert *x509.Certificate, more ...[]byte) []byte {
	return attribute(oidCertificateV2, seq(seq(append([][]byte{seq(octets(hashed(crypto.SHA256, cert.Raw)))}, more...)...)))
}

// token makes a TimeStampToken.
func (a *tsa) token(t testing.TB, data []byte, nonce *big.Int) []byte {
	info := a.info(data, nonce)
	attributes := [][]byte{attribute(oidContentType, oid(oidTSTInfo)), attribute(oidMessageDigest, octets(hashed(testHashes[a.hashID], info))), essV2(a.cert)}
	if a.attribute != nil {
		attributes = a.attribute(attributes)
	}
	if slices.SortFunc(attributes, bytes.Compare); a.unordered {
		slices.Reverse(attributes)
	}
	text := set(attributes...)
	if a.signed != nil {
		text = a.signed(text)
	}
	sid, version := seq(a.cert.RawIssuer, integer(a.cert.SerialNumber)), int64(1)
	if a.byKeyID {
		sid, version = tlv(tagContext, a.cert.SubjectKeyId), 3
	}
	signer := seq(number(version), sid, seq(oid(a.hashID)), tlv(tagExplicit, attributes...), a.algorithm, octets(a.sign(t, text)), a.unsigned)
	if a.signers != nil {
		signer = a.signers(signer)
	}
	certificates := joined(a.others...)
	if !a.without {
		certificates = append(certificates, a.cert.Raw...)
	}
	if len(certificates) > 0 {
		certificates = tlv(tagExplicit, certificates)
	}
	return seq(oid(oidSignedData), tlv(tagExplicit, seq(number(3), set(seq(oid(a.hashID))), seq(oid(a.content), tlv(tagExplicit, octets(info))),
		certificates, a.lists, set(signer))))
}

func (a *tsa) sign(t testing.TB, text []byte) []byte {
	hash := testHashes[a.hashID]
	signed := hashed(hash, text)
	if _, ed := a.key.(ed25519.PrivateKey); ed {
		hash, signed = 0, text
	}
	opts := a.opts
	if opts == nil {
		opts = hash
	}
	signature, err := a.key.Sign(rand.Reader, signed, opts)
	require.NoError(t, err)
	return signature
}

// stamp makes a proof without status.
func (a *tsa) stamp(t testing.TB, data []byte) Proof {
	return Proof{Kind: TimeStamp, Data: a.token(t, data, nil)}
}

// granted wraps a token in a response.
func granted(token []byte) []byte { return seq(seq(number(0)), token) }

// trusts is a policy that trusts roots and has a current list of each.
func trusts(t testing.TB, roots ...*authority) (p Policy) {
	for _, root := range roots {
		p.Roots = append(p.Roots, root.cert)
		p.RevocationLists = append(p.RevocationLists, root.list(t, now.AddDate(0, 0, -1)))
	}
	return p
}

// check returns the result and the code of a check as of now.
func check(t testing.TB, data []byte, p Policy, proofs ...Proof) (Seen, string) {
	return checkAt(t, now, data, p, proofs...)
}

func checkAt(t testing.TB, at time.Time, data []byte, p Policy, proofs ...Proof) (Seen, string) {
	t.Helper()
	seen, err := Check(t.Context(), data, proofs, p, at)
	if err == nil {
		return seen, ""
	}
	require.Zero(t, seen)
	require.NotEmpty(t, badge.CodeOf(err), err)
	return seen, badge.CodeOf(err)
}

// rsa1024 makes a key that is too short to count.
func rsa1024() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 1024) }
