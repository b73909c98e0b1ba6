package verifytest_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/archive"
	"github.com/openbadges-go/openbadges/verify/archive/timeproof"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// authority is a time stamping authority (RFC 3161): a root, and a certificate
// for time stamps.
type authority struct {
	root, cert       *x509.Certificate
	rootKey, certKey *ecdsa.PrivateKey
}

// newAuthority makes an authority whose certificate is valid for some years from
// the award on. Its root is valid for longer.
func newAuthority(t *testing.T, name string, years int) *authority {
	a := &authority{}
	var err error
	a.rootKey, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	a.certKey, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	made := func(template, parent *x509.Certificate, public crypto.PublicKey) *x509.Certificate {
		der, err := x509.CreateCertificate(rand.Reader, template, parent, public, a.rootKey)
		require.NoError(t, err)
		c, err := x509.ParseCertificate(der)
		require.NoError(t, err)
		return c
	}
	root := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, NotBefore: awardedAt.AddDate(-1, 0, 0), NotAfter: awardedAt.AddDate(40, 0, 0),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign}
	a.root = made(root, root, a.rootKey.Public())
	usage := must(asn1.Marshal([]asn1.ObjectIdentifier{{1, 3, 6, 1, 5, 5, 7, 3, 8}}))
	a.cert = made(&x509.Certificate{SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "Time of " + name}, NotBefore: awardedAt.AddDate(0, 0, -1), NotAfter: awardedAt.AddDate(years, 0, 0),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtraExtensions: []pkix.Extension{{Id: asn1.ObjectIdentifier{2, 5, 29, 37}, Critical: true, Value: usage}}}, a.root, a.certKey.Public())
	return a
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// list is a revocation list that is in force for a month from a time.
func (a *authority) list(t *testing.T, from time.Time, revoked ...x509.RevocationListEntry) []byte {
	der, err := x509.CreateRevocationList(rand.Reader, &x509.RevocationList{Number: big.NewInt(1), ThisUpdate: from, NextUpdate: from.AddDate(0, 1, 0), RevokedCertificateEntries: revoked}, a.root, a.rootKey)
	require.NoError(t, err)
	return der
}

// der writes an element in DER, of less than 64 KiB.
func der(tag byte, parts ...[]byte) []byte {
	body := bytes.Join(parts, nil)
	switch n := len(body); {
	case n < 0x80:
		return append([]byte{tag, byte(n)}, body...)
	case n < 0x100:
		return append([]byte{tag, 0x81, byte(n)}, body...)
	default:
		return append([]byte{tag, 0x82, byte(n >> 8), byte(n)}, body...)
	}
}

func oid(id ...int) []byte { return must(asn1.Marshal(asn1.ObjectIdentifier(id))) }

// The tags of DER that time stamps have.
const (
	sequence, set, octets, explicit, generalized = 0x30, 0x31, 0x04, 0xA0, 0x18

	integer = 0x02
)

// stamp is a time stamp about data (RFC 3161 §2.4.2, RFC 5652 §5).
func (a *authority) stamp(t *testing.T, data []byte, at time.Time) timeproof.Proof {
	hashed := func(data []byte) []byte { sum := sha256.Sum256(data); return der(octets, sum[:]) }
	sha, one := der(sequence, oid(2, 16, 840, 1, 101, 3, 4, 2, 1)), der(integer, []byte{1})
	info := der(sequence, one, oid(1, 2, 3, 4), der(sequence, sha, hashed(data)), one, der(generalized, []byte(at.UTC().Format("20060102150405Z"))))
	tst := oid(1, 2, 840, 113549, 1, 9, 16, 1, 4)
	attributes := [][]byte{
		der(sequence, oid(1, 2, 840, 113549, 1, 9, 3), der(set, tst)),
		der(sequence, oid(1, 2, 840, 113549, 1, 9, 4), der(set, hashed(info))),
		der(sequence, oid(1, 2, 840, 113549, 1, 9, 16, 2, 47), der(set, der(sequence, der(sequence, der(sequence, hashed(a.cert.Raw)))))),
	}
	slices.SortFunc(attributes, bytes.Compare)
	sum := sha256.Sum256(der(set, attributes...))
	signature, err := a.certKey.Sign(rand.Reader, sum[:], crypto.SHA256)
	require.NoError(t, err)
	signer := der(sequence, one, der(sequence, a.cert.RawIssuer, must(asn1.Marshal(a.cert.SerialNumber))), sha, der(explicit, attributes...),
		der(sequence, oid(1, 2, 840, 10045, 4, 3, 2)), der(octets, signature))
	token := der(sequence, oid(1, 2, 840, 113549, 1, 7, 2), der(explicit, der(sequence, der(integer, []byte{3}), der(set, sha),
		der(sequence, tst, der(explicit, der(octets, info))), der(explicit, a.cert.Raw), der(set, signer))))
	return timeproof.Proof{Kind: timeproof.TimeStamp, Data: token}
}

// trusting is a policy that trusts the authorities, with a list of each that is
// current at a time.
func trusting(t *testing.T, at time.Time, all ...*authority) (p timeproof.Policy) {
	for _, a := range all {
		p.Roots, p.RevocationLists = append(p.Roots, a.root), append(p.RevocationLists, a.list(t, at.AddDate(0, 0, -1)))
	}
	return p
}

// stamped returns an archive with the time stamps of authorities, each about the
// ones before.
func stamped(t *testing.T, a *archive.Archive, series ...timeproof.Proof) *archive.Archive {
	out, err := a.WithProofs(series)
	require.NoError(t, err)
	return out
}

// plainly awards a badge without status, signed with the first key, and archives
// it.
func plainly(t *testing.T, at time.Time) *archive.Archive {
	w := verifytest.New(t)
	w.SetNow(at)
	w.Publish(address, methodsOf(t, w, object{"name": "first"}))
	c := verifytest.Badge()
	c.ID, c.ValidFrom = badgeID, badge.DateTimeOf(awardedAt.AddDate(0, -1, 0))
	c.Issuer = badge.Profile{ID: did, Type: []string{"Profile"}, Name: "The School"}
	doc, err := badge.Build(badge.OB3, c)
	require.NoError(t, err)
	by := key.Signer{Key: w.Key("first", proof.EdDSARDFC2022), Method: did + "#key-1"}
	doc, err = proof.Sign(t.Context(), doc, proof.EdDSARDFC2022, by, proof.Options{Created: awardedAt.AddDate(0, -1, 0)})
	require.NoError(t, err)
	recorder, err := archive.NewRecorder(w.Config(verify.Issuers(did)))
	require.NoError(t, err)
	_, err = recorder.Verify(t.Context(), verify.Item{Data: doc.Bytes()})
	require.NoError(t, err)
	kept, err := recorder.Seal(nil)
	require.NoError(t, err)
	return kept
}

// checkedAs checks an archive of one badge: its verdict, code and level.
func checkedAs(t *testing.T, kept *archive.Archive, p archive.Policy) (string, archive.Result) {
	reopened, err := archive.Open(kept.Bytes())
	require.NoError(t, err)
	results, err := reopened.Check(t.Context(), p)
	require.NoError(t, err)
	require.Len(t, results, 1)
	r := results[0]
	text := string(r.Verdict())
	if err := r.Err(); err != nil {
		text += " " + badge.CodeOf(err)
	}
	return text + " " + string(r.Level), r
}

// TestStampedTenYearsOn verifies archives of which only time stamps prove when
// they existed. The host is gone.
func TestStampedTenYearsOn(t *testing.T) {
	w := takenOver(t)
	short, long := newAuthority(t, "Short", 3), newAuthority(t, "Long", 20)
	kept := plainly(t, awardedAt)
	hour, second := awardedAt.Add(time.Hour), awardedAt.AddDate(2, 0, 0)
	pinned, err := key.FromPublic(w.Key("first", proof.EdDSARDFC2022).Public())
	require.NoError(t, err)
	keys := map[string][]key.Key{did: {pinned}}
	first := short.stamp(t, kept.Manifest(), hour)
	first.RevocationLists = [][]byte{short.list(t, second.AddDate(0, 0, -1))}
	renewal := long.stamp(t, timeproof.Renewal(kept.Manifest(), []timeproof.Proof{first}), second)
	stolen := func(at time.Time) timeproof.Policy {
		p := trusting(t, tenYears, short, long)
		p.RevocationLists = append(p.RevocationLists, short.list(t, at, x509.RevocationListEntry{SerialNumber: short.cert.SerialNumber, RevocationTime: at, ReasonCode: 1}))
		return p
	}
	statement, err := timeproof.Attest(t.Context(), kept.Manifest(), historian, hour)
	require.NoError(t, err)
	both, err := kept.WithProofs([]timeproof.Proof{statement}, []timeproof.Proof{first, renewal})
	require.NoError(t, err)
	for name, row := range map[string]struct {
		kept    *archive.Archive
		keys    map[string][]key.Key
		keepers []key.Key
		time    timeproof.Policy
		want    string
		seen    time.Time
	}{
		"AR-13 AR-9 stamped, renewed in time, key pinned": {stamped(t, kept, first, renewal), keys, nil, trusting(t, tenYears, short, long), "is_valid A", hour},
		"AR-13 AR-9 stamped and renewed, key of the host": {stamped(t, kept, first, renewal), nil, nil, trusting(t, tenYears, short, long), "inconclusive archive.uncertain D", hour},
		"AR-13 AR-9 and a keeper saw what the host said":  {both, nil, keepers(t), trusting(t, tenYears, short, long), "was_valid A", hour},
		"AR-9 not renewed, key of the host":               {stamped(t, kept, first), nil, nil, trusting(t, tenYears, short, long), "inconclusive archive.undated D", time.Time{}},
		"AR-9 not renewed, and a keeper saw it":           {both, nil, keepers(t), timeproof.Policy{}, "was_valid A", hour},
		"AR-9 renewed by an authority of somebody else":   {stamped(t, kept, first, renewal), nil, nil, trusting(t, tenYears, short), "inconclusive archive.undated D", time.Time{}},
		"AR-9 the renewal is about the manifest alone":    {stamped(t, kept, first, long.stamp(t, kept.Manifest(), second)), nil, nil, trusting(t, tenYears, short, long), "inconclusive archive.undated D", time.Time{}},
		"AR-9 its key was stolen before it was renewed":   {stamped(t, kept, first, renewal), nil, nil, stolen(second.AddDate(0, 0, -1)), "inconclusive archive.undated D", time.Time{}},
		"AR-9 its key was stolen after it was renewed":    {stamped(t, kept, first, renewal), nil, nil, stolen(second.AddDate(0, 0, 1)), "inconclusive archive.uncertain D", hour},
		"AR-9 a stamp about another archive, key pinned":  {stamped(t, kept, long.stamp(t, []byte("{}"), hour)), keys, nil, trusting(t, tenYears, short, long), "is_valid A", time.Time{}},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := w.Config(verify.Issuers(did))
			cfg.Fetcher, cfg.Keys = nil, row.keys
			got, r := checkedAs(t, row.kept, archive.Policy{Config: cfg, Time: row.time, Keepers: row.keepers})
			require.Equal(t, row.want, got, r.String())
			require.Equal(t, row.seen, r.Seen.Time)
		})
	}
}

// TestStampedSixYearsOn verifies stamped archives while the issuer is there. It
// lists its first key as revoked, because it was stolen.
func TestStampedSixYearsOn(t *testing.T) {
	w := rotated(t)
	tsa := newAuthority(t, "Authority", 20)
	before, after := stolenAt.Add(-time.Second), stolenAt
	kept := plainly(t, awardedAt)
	for name, row := range map[string]struct {
		kept *archive.Archive
		at   time.Time // of the stamp; zero for none
		want string
	}{
		"AR-13 stamped when it was made":                            {kept, awardedAt, "is_valid B"},
		"AR-13 stamped a second before the key was stolen":          {kept, before, "is_valid B"},
		"AR-13 stamped when the key was stolen":                     {kept, after, "rejected archive.lapsed D"},
		"AR-13 not stamped":                                         {kept, time.Time{}, "rejected archive.lapsed D"},
		"AR-13 by the thief, whose clock was back in the past":      {kept, stolenAt.AddDate(0, 1, 0), "rejected archive.lapsed D"},
		"AR-13 stamped after the present: no proof, and no verdict": {kept, sixYears.AddDate(0, 1, 0), "rejected archive.lapsed D"},
	} {
		t.Run(name, func(t *testing.T) {
			with := row.kept
			if !row.at.IsZero() {
				with = stamped(t, with, tsa.stamp(t, with.Manifest(), row.at))
			}
			got, r := checkedAs(t, with, archive.Policy{Config: w.Config(verify.Issuers(did)), Time: trusting(t, sixYears, tsa)})
			require.Equal(t, row.want, got, r.String())
		})
	}
}
