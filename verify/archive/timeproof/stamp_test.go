package timeproof

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestStamp(t *testing.T) {
	root := newAuthority(t, "Root")
	p := trusts(t, root)
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	for name, edit := range map[string]func(*tsa){
		"as it should be": func(*tsa) {},
		"SHA-384 imprint": func(a *tsa) { a.imprintID = sha384ID },
		"SHA-512 imprint": func(a *tsa) { a.imprintID = sha512ID },
		"named by key":    func(a *tsa) { a.byKeyID = true },
		"P-384": func(a *tsa) {
			a.key = must(ecdsa.GenerateKey(elliptic.P384(), rand.Reader))
			a.hashID, a.algorithm, a.cert = sha384ID, seq(oid("1.2.840.10045.4.3.3")), root.issue(t, a.key, nil)
		},
		"Ed25519": func(a *tsa) {
			a.key = edKey()
			a.hashID, a.algorithm, a.cert = sha512ID, seq(oid("1.3.101.112")), root.issue(t, a.key, nil)
		},
		"RSA named by its key": func(a *tsa) {
			a.key, a.algorithm, a.cert = rsaKey, seq(oid("1.2.840.113549.1.1.1"), null()), root.issue(t, rsaKey, nil)
		},
		"RSA named by its signature": func(a *tsa) {
			a.key, a.algorithm, a.cert = rsaKey, seq(oid("1.2.840.113549.1.1.11"), null()), root.issue(t, rsaKey, nil)
		},
		"RSA-PSS": func(a *tsa) {
			a.key, a.algorithm, a.cert = rsaKey, seq(oid("1.2.840.113549.1.1.10"), seq()), root.issue(t, rsaKey, nil)
			a.opts = &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash, Hash: crypto.SHA256}
		},
		"RSA with SHA-384": func(a *tsa) {
			a.key, a.hashID, a.algorithm, a.cert = rsaKey, sha384ID, seq(oid("1.2.840.113549.1.1.12"), null()), root.issue(t, rsaKey, nil)
		},
		"RSA with SHA-512": func(a *tsa) {
			a.key, a.hashID, a.algorithm, a.cert = rsaKey, sha512ID, seq(oid("1.2.840.113549.1.1.13"), null()), root.issue(t, rsaKey, nil)
		},
		"P-256 with SHA-512": func(a *tsa) { a.hashID, a.algorithm = sha512ID, seq(oid("1.2.840.10045.4.3.4")) },
		"accuracy, ordering and a hint": func(a *tsa) {
			a.extra = joined(seq(number(1), tlv(tagContext, []byte{0x01, 0xf4}), tlv(tagContext+1, []byte{7})), tlv(tagBoolean, []byte{0xff}))
		},
		"an extension": func(a *tsa) {
			a.extra = nil
			a.edit = func(info []byte) []byte {
				r := newReader(info)
				return seq(r.octets(tagSequence, ""), tlv(tagExplicit, seq()), tlv(tagExplicit+1, seq(oid("1.2.3"), octets(nil))))
			}
		},
		"identifier version 1": func(a *tsa) {
			a.attribute = func(list [][]byte) [][]byte {
				list[2] = attribute(oidCertificate, seq(seq(seq(octets(hashed(crypto.SHA1, a.cert.Raw))))))
				return list
			}
		},
		"identifiers with issuer, policies and path": func(a *tsa) {
			a.attribute = func(list [][]byte) [][]byte {
				names := seq(seq(tlv(tagExplicit+4, a.cert.RawIssuer)), integer(a.cert.SerialNumber))
				list[2] = attribute(oidCertificateV2, seq(seq(seq(seq(oid(sha512ID)), octets(hashed(crypto.SHA512, a.cert.Raw)), names),
					seq(octets(hashed(crypto.SHA256, root.cert.Raw)))), seq()))
				return append(list, attribute("1.2.3.4", null(), null()))
			}
		},
		"32 attributes": func(a *tsa) {
			a.attribute = func(list [][]byte) [][]byte {
				for i := range 29 {
					list = append(list, attribute("1.2.3."+big.NewInt(int64(i)).String(), null()))
				}
				return list
			}
		},
		"unsigned attributes": func(a *tsa) { a.unsigned = tlv(tagExplicit+1, attribute("1.2.840.113549.1.9.6", seq())) },
		"other certificates": func(a *tsa) {
			a.others = [][]byte{root.cert.Raw, seq(), tlv(tagExplicit+2, seq())}
		},
		"both key usages": func(a *tsa) {
			a.cert = root.issue(t, a.key, func(c *x509.Certificate) { c.KeyUsage |= x509.KeyUsageContentCommitment })
		},
		"no key usage":              func(a *tsa) { a.cert = root.issue(t, a.key, func(c *x509.Certificate) { c.KeyUsage = 0 }) },
		"a fraction of nine digits": func(a *tsa) { a.time = "20261130115959.123456789Z" },
		"a fraction of a second":    func(a *tsa) { a.time = "20261130115959.25Z" },
	} {
		t.Run(name, func(t *testing.T) {
			a := newTSA(t, root)
			edit(a)
			for _, form := range []func([]byte) []byte{func(token []byte) []byte { return token }, granted} {
				proof := Proof{Kind: TimeStamp, Data: form(a.token(t, manifest, nil))}
				seen, code := check(t, manifest, p, proof)
				require.Empty(t, code)
				require.Equal(t, TimeStamp, seen.Kind)
				require.Equal(t, "CN=Time of Root", seen.By)
				require.InDelta(t, now.Unix(), seen.Time.Unix(), 2)
				_, code = check(t, append(manifest[:len(manifest):len(manifest)], ' '), p, proof)
				require.Equal(t, codeImprint, code)
			}
		})
	}
}

// AR-7: each departure from the standard is refused with its own code.
func TestStampRefused(t *testing.T) {
	root := newAuthority(t, "Root")
	weak, err := rsa.GenerateKey(rand.Reader, 1024)
	require.NoError(t, err)
	certificate := func(edit func(*x509.Certificate)) func(*tsa) {
		return func(a *tsa) { a.cert = root.issue(t, a.key, edit) }
	}
	usages := func(critical bool, usages ...string) func(*tsa) {
		return certificate(func(c *x509.Certificate) { c.ExtraExtensions = []pkix.Extension{stampUsage(critical, usages...)} })
	}
	attributes := func(edit func(a *tsa, list [][]byte) [][]byte) func(*tsa) {
		return func(a *tsa) { a.attribute = func(list [][]byte) [][]byte { return edit(a, list) } }
	}
	for name, row := range map[string]struct {
		edit func(*tsa)
		code string
	}{
		"AR-7 SHA-1 imprint":   {func(a *tsa) { a.imprintID = sha1ID }, codeHash},
		"AR-7 SHA-1 signature": {func(a *tsa) { a.hashID = sha1ID }, codeHash},
		"AR-7 imprint changed": {func(a *tsa) {
			a.edit = func(info []byte) []byte {
				return bytes.Replace(info, hashed(crypto.SHA256, manifest), hashed(crypto.SHA256, []byte("other")), 1)
			}
		}, codeImprint},
		"AR-7 two signers":          {func(a *tsa) { a.signers = func(one []byte) []byte { return joined(one, one) } }, codeSigners},
		"no signer":                 {func(a *tsa) { a.signers = func([]byte) []byte { return nil } }, codeSigners},
		"AR-7 extra key usage":      {usages(true, timeStamping, "1.3.6.1.5.5.7.3.3"), codeUsage},
		"an unknown key usage":      {usages(true, timeStamping, "1.2.3.4"), codeUsage},
		"any key usage":             {usages(true, "2.5.29.37.0"), codeUsage},
		"no key usage":              {certificate(func(c *x509.Certificate) { c.ExtraExtensions = nil }), codeUsage},
		"AR-7 non-critical usage":   {usages(false, timeStamping), codeUsage},
		"key usage of an authority": {certificate(func(c *x509.Certificate) { c.KeyUsage |= x509.KeyUsageCertSign }), codeUsage},
		"AR-7 certificate not valid yet at the time of the stamp": {certificate(func(c *x509.Certificate) { c.NotBefore = now.AddDate(0, 0, 1) }), codeNotValid},
		"AR-7 certificate ended before the stamp":                 {certificate(func(c *x509.Certificate) { c.NotAfter = now.AddDate(0, 0, -1) }), codeNotValid},
		"weak RSA key": {func(a *tsa) {
			a.key, a.algorithm, a.cert = weak, seq(oid("1.2.840.113549.1.1.11"), null()), root.issue(t, weak, nil)
		}, "key.too_small"},
		"another content type": {func(a *tsa) { a.content = "1.2.840.113549.1.7.1" }, codeContent},
		"another signed content type": {attributes(func(_ *tsa, l [][]byte) [][]byte {
			l[0] = attribute(oidContentType, oid("1.2.840.113549.1.7.1"))
			return l
		}), codeAttribute},
		"no signed content type": {attributes(func(_ *tsa, l [][]byte) [][]byte { return l[1:] }), codeAttribute},
		"two values of the content type": {attributes(func(_ *tsa, l [][]byte) [][]byte {
			l[0] = attribute(oidContentType, oid(oidTSTInfo), oid(oidTSTInfo))
			return l
		}), codeAttribute},
		"no values of the content type": {attributes(func(_ *tsa, l [][]byte) [][]byte { l[0] = attribute(oidContentType); return l }), codeAttribute},
		"no signed digest":              {attributes(func(_ *tsa, l [][]byte) [][]byte { return append(l[:1], l[2]) }), codeAttribute},
		"another signed digest": {attributes(func(_ *tsa, l [][]byte) [][]byte {
			l[1] = attribute(oidMessageDigest, octets(make([]byte, 32)))
			return l
		}), codeAttribute},
		"two values of the signed digest": {attributes(func(_ *tsa, l [][]byte) [][]byte { l[1] = attribute(oidMessageDigest, l[1][17:], l[1][17:]); return l }), codeAttribute},
		"an attribute twice":              {attributes(func(_ *tsa, l [][]byte) [][]byte { return append(l, l[0]) }), codeAttribute},
		"too many attributes": {attributes(func(_ *tsa, l [][]byte) [][]byte {
			for i := range 30 { // and three that are needed
				l = append(l, attribute("1.2.3."+big.NewInt(int64(i)).String(), null()))
			}
			return l
		}), codeTooLarge},
		"no identifier of the certificate":  {attributes(func(_ *tsa, l [][]byte) [][]byte { return l[:2] }), codeAttribute},
		"identifier of another certificate": {attributes(func(_ *tsa, l [][]byte) [][]byte { l[2] = essV2(root.cert); return l }), codeCertificateID},
		"identifier version 1 of another certificate beside a good one": {attributes(func(_ *tsa, l [][]byte) [][]byte {
			return append(l, attribute(oidCertificate, seq(seq(seq(octets(hashed(crypto.SHA1, root.cert.Raw)))))))
		}), codeCertificateID},
		"identifier with SHA-1 in version 2": {attributes(func(a *tsa, l [][]byte) [][]byte {
			l[2] = attribute(oidCertificateV2, seq(seq(seq(seq(oid(sha1ID)), octets(hashed(crypto.SHA1, a.cert.Raw))))))
			return l
		}), codeHash},
		"identifier with another serial number": {attributes(func(a *tsa, l [][]byte) [][]byte {
			l[2] = attribute(oidCertificateV2, seq(seq(seq(octets(hashed(crypto.SHA256, a.cert.Raw)), seq(seq(tlv(tagExplicit+4, a.cert.RawIssuer)), number(3))))))
			return l
		}), codeCertificateID},
		"identifier with another issuer": {attributes(func(a *tsa, l [][]byte) [][]byte {
			l[2] = attribute(oidCertificateV2, seq(seq(seq(octets(hashed(crypto.SHA256, a.cert.Raw)), seq(seq(tlv(tagExplicit+4, seq())), integer(a.cert.SerialNumber))))))
			return l
		}), codeCertificateID},
		"identifier of a certificate off the path": {attributes(func(a *tsa, l [][]byte) [][]byte {
			l[2] = essV2(a.cert, seq(octets(make([]byte, 32))))
			return l
		}), codeCertificateID},
		"identifiers of too many certificates": {attributes(func(a *tsa, l [][]byte) [][]byte {
			var more [][]byte
			for range 33 {
				more = append(more, seq(octets(make([]byte, 32))))
			}
			l[2] = essV2(a.cert, more...)
			return l
		}), codeTooLarge},
		"malformed identifier":         {attributes(func(_ *tsa, l [][]byte) [][]byte { l[2] = attribute(oidCertificateV2, seq(seq())); return l }), codeAttribute},
		"attributes out of order":      {func(a *tsa) { a.unordered = true }, codeDER},
		"another text signed":          {func(a *tsa) { a.signed = func(text []byte) []byte { return text[1:] } }, codeSignature},
		"signed with the other tag":    {func(a *tsa) { a.signed = func(text []byte) []byte { return append([]byte{tagExplicit}, text[1:]...) } }, codeSignature},
		"signed by another key":        {func(a *tsa) { a.key = ecKey() }, codeSignature},
		"an algorithm of another hash": {func(a *tsa) { a.algorithm = seq(oid("1.2.840.10045.4.3.3")) }, codeAlgorithm},
		"an algorithm of another key":  {func(a *tsa) { a.algorithm = seq(oid("1.2.840.113549.1.1.11"), null()) }, codeSignature},
		"an unknown algorithm":         {func(a *tsa) { a.algorithm = seq(oid("1.2.3.4")) }, codeAlgorithm},
		"no certificate":               {func(a *tsa) { a.without = true }, codeNoCertificate},
		"only other certificates":      {func(a *tsa) { a.without, a.others = true, [][]byte{root.cert.Raw} }, codeNoCertificate},
		"too many certificates": {func(a *tsa) {
			for range 32 {
				a.others = append(a.others, root.cert.Raw)
			}
		}, codeTooLarge},
		"another version": {func(a *tsa) { a.version = 2 }, codeContent},
		"a critical extension": {func(a *tsa) {
			a.extra = tlv(tagExplicit+1, seq(oid("1.2.3"), tlv(tagBoolean, []byte{0xff}), octets(nil)))
		}, codeContent},
		"a malformed extension": {func(a *tsa) {
			a.extra = tlv(tagExplicit+1, seq(oid("1.2.3")), seq(oid("1.2.3"), octets(nil)))
		}, codeDER},
		"a fraction of ten digits": {func(a *tsa) { a.time = "20261130115959.1234567891Z" }, codeDER},
		"in the future":            {func(a *tsa) { a.time = now.Add(2 * time.Minute).Format("20060102150405Z") }, codeFuture},
		"an accuracy of a day":     {func(a *tsa) { a.extra = seq(number(86_401)) }, codeDER},
		"a negative accuracy":      {func(a *tsa) { a.extra = seq(number(-1)) }, codeDER},
		"1000 milliseconds":        {func(a *tsa) { a.extra = seq(tlv(tagContext, []byte{0x03, 0xe8})) }, codeDER},
		"0 microseconds":           {func(a *tsa) { a.extra = seq(tlv(tagContext+1, []byte{0})) }, codeDER},
		"ordering that is false":   {func(a *tsa) { a.extra = tlv(tagBoolean, []byte{0}) }, codeDER},
		"ordering that is 1":       {func(a *tsa) { a.extra = tlv(tagBoolean, []byte{1}) }, codeDER},
		"time with a zone":         {func(a *tsa) { a.time = "20261130120000+0000" }, codeDER},
		"time without seconds":     {func(a *tsa) { a.time = "202611301200Z" }, codeDER},
		"time with a comma":        {func(a *tsa) { a.time = "20261130120000,5Z" }, codeDER},
		"time with a zero":         {func(a *tsa) { a.time = "20261130115959.50Z" }, codeDER},
		"time with a dot":          {func(a *tsa) { a.time = "20261130115959.Z" }, codeDER},
		"time of another month":    {func(a *tsa) { a.time = "20261330120000Z" }, codeDER},
		"content after its end":    {func(a *tsa) { a.edit = func(info []byte) []byte { return append(info, 0) } }, codeDER},
		"an unknown field":         {func(a *tsa) { a.extra = tlv(tagExplicit+2, null()) }, codeDER},
		"a field out of order":     {func(a *tsa) { a.extra = joined(tlv(tagExplicit), tlv(tagBoolean, []byte{0xff})) }, codeDER},
	} {
		t.Run(name, func(t *testing.T) {
			a := newTSA(t, root)
			row.edit(a)
			_, code := check(t, manifest, trusts(t, root), a.stamp(t, manifest))
			require.Equal(t, row.code, code)
		})
	}
}
