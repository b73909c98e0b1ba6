package timeproof

import (
	"bytes"
	"crypto"
	_ "crypto/sha1" // identifies certificates in older time stamps
	_ "crypto/sha256"
	_ "crypto/sha512"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"slices"
	"time"

	"github.com/openbadges-go/openbadges/badge/key"
)

// algorithms are the signature algorithms that count, by object identifier and
// hash algorithm (RFC 5754 §3, RFC 4056, RFC 8419). The first names only the type
// of the key (RFC 3370 §3.2).
var algorithms = map[string]map[crypto.Hash]x509.SignatureAlgorithm{
	"1.2.840.113549.1.1.1":  {crypto.SHA256: x509.SHA256WithRSA, crypto.SHA384: x509.SHA384WithRSA, crypto.SHA512: x509.SHA512WithRSA},
	"1.2.840.113549.1.1.10": {crypto.SHA256: x509.SHA256WithRSAPSS, crypto.SHA384: x509.SHA384WithRSAPSS, crypto.SHA512: x509.SHA512WithRSAPSS},
	"1.2.840.113549.1.1.11": {crypto.SHA256: x509.SHA256WithRSA},
	"1.2.840.113549.1.1.12": {crypto.SHA384: x509.SHA384WithRSA},
	"1.2.840.113549.1.1.13": {crypto.SHA512: x509.SHA512WithRSA},
	"1.2.840.10045.4.3.2":   {crypto.SHA256: x509.ECDSAWithSHA256},
	"1.2.840.10045.4.3.3":   {crypto.SHA384: x509.ECDSAWithSHA384},
	"1.2.840.10045.4.3.4":   {crypto.SHA512: x509.ECDSAWithSHA512},
	"1.3.101.112":           {crypto.SHA512: x509.PureEd25519},
}

// stamp is a time stamp whose signature is good. Its certificates are not
// judged yet.
type stamp struct {
	token  token
	signer *x509.Certificate
	others []*x509.Certificate
	path   []certificateID // of certificates that the path must have
	lists  [][]byte
	policy Policy
}

// openStamp reads a time stamp about data and checks all that needs no trust.
func openStamp(data []byte, proof Proof, p Policy) (opened, error) {
	t, err := readToken(proof.Data)
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(hashed(t.info.hash, data), t.info.imprint) {
		return nil, fail(codeImprint, "the time stamp is about other data")
	}
	if proof.Query != nil {
		if err := t.answers(proof.Query); err != nil {
			return nil, err
		}
	}
	s := stamp{token: t, policy: p}
	if err := s.collect(proof); err != nil {
		return nil, err
	}
	if err := s.identify(); err != nil {
		return nil, err
	}
	return s, s.verify()
}

func hashed(hash crypto.Hash, data []byte) []byte {
	h := hash.New()
	h.Write(data)
	return h.Sum(nil)
}

// collect parses the certificates, those in the token and those passed with it.
func (s *stamp) collect(proof Proof) error {
	s.lists = slices.Concat(s.policy.RevocationLists, proof.RevocationLists, s.token.lists)
	if n := len(s.token.certificates) + len(proof.Certificates); n > maxCertificates {
		return fail(codeTooLarge, "found %d certificates, wanted at most %d", n, maxCertificates)
	}
	for _, der := range s.token.certificates {
		if c := certificate(der); c != nil { // what is not read proves nothing
			s.others = append(s.others, c)
		}
	}
	for i, der := range proof.Certificates {
		if len(der) > maxCertificate {
			return fail(codeTooLarge, "certificate %d of the proof has %d bytes, wanted at most %d", i+1, len(der), maxCertificate)
		}
		c := certificate(der)
		if c == nil {
			return fail(codeRevocationList, "certificate %d of the proof cannot be read", i+1)
		}
		s.others = append(s.others, c)
	}
	return nil
}

// identify finds the certificate of the signer: the SignerInfo names it (RFC
// 5652 §5.3), and the signed attributes hold its digest (RFC 3161 §2.4.2, RFC
// 5816 §2.2.1).
func (s *stamp) identify() error {
	ids, path, err := s.token.certificateIDs()
	s.path = path
	if err != nil {
		return err
	}
	named := false
	for _, c := range s.others {
		if !s.token.names(c) {
			continue
		}
		named = true
		if !slices.ContainsFunc(ids, func(id certificateID) bool { return !id.fits(c) }) {
			s.signer = c
			return nil
		}
	}
	if named {
		return fail(codeCertificateID, "the signed attributes identify another certificate than the one of the signer")
	}
	return fail(codeNoCertificate, "the certificate of the signer is neither in the time stamp nor passed with it")
}

// names reports whether the SignerInfo names the certificate.
func (t *token) names(c *x509.Certificate) bool {
	if t.issuer == nil {
		return len(t.keyID) > 0 && bytes.Equal(t.keyID, c.SubjectKeyId)
	}
	return bytes.Equal(t.issuer, c.RawIssuer) && t.serial.Cmp(c.SerialNumber) == 0
}

// certificateID is an ESSCertID or ESSCertIDv2 (RFC 5035 §5).
type certificateID struct {
	hash   crypto.Hash
	digest []byte
	names  []byte // GeneralNames of the issuer, nil if they are left out
	serial []byte // an INTEGER, whole element
}

// certificateIDs reads the identifiers of certificates from the signed
// attributes: version 1, version 2 or both. The first of each is that of the
// signer, others are of certificates on its path (RFC 5035 §5.4).
func (t *token) certificateIDs() (signer, path []certificateID, err error) {
	for _, row := range []struct {
		id   string
		name string
	}{{oidCertificate, "the attribute signingCertificate"}, {oidCertificateV2, "the attribute signingCertificateV2"}} {
		value, err := t.value(row.id, row.name)
		if err != nil {
			continue
		}
		in := value.into(tagSequence, row.name)
		value.end(row.name)
		list := in.into(tagSequence, row.name)
		in.skip(tagSequence, "the policies of "+row.name)
		in.end(row.name)
		signer = append(signer, list.certificateID(row.id == oidCertificateV2, row.name))
		for list.more() {
			if len(path) == maxCertificates {
				return nil, nil, fail(codeTooLarge, "%s identifies more than %d certificates", row.name, maxCertificates)
			}
			path = append(path, list.certificateID(row.id == oidCertificateV2, row.name))
		}
		if value.err() != nil {
			return nil, nil, malformed(row.name, value.err())
		}
	}
	if len(signer) == 0 {
		return nil, nil, fail(codeAttribute, "the signed attributes do not identify the certificate of the signer")
	}
	return signer, path, nil
}

// malformed turns the fault of a value into one of its attribute. A hash that
// does not count stays one.
func malformed(name string, err error) error {
	if f := (*failure)(nil); errors.As(err, &f) && f.code == codeDER {
		return fail(codeAttribute, "%s is malformed: %s", name, f.message)
	}
	return err
}

// certificateID takes an identifier from a list.
func (r *reader) certificateID(v2 bool, name string) (id certificateID) {
	in := r.into(tagSequence, name)
	id.hash = crypto.SHA1
	if v2 {
		id.hash = crypto.SHA256
		if in.has(tagSequence) {
			id.hash = in.hash("the hash algorithm of " + name)
		}
	}
	id.digest = in.octets(tagOctetString, name)
	if in.has(tagSequence) {
		serial := in.into(tagSequence, name)
		id.names = serial.octets(tagSequence, name)
		id.serial, _ = serial.element(tagInteger, name)
		serial.end(name)
	}
	in.end(name)
	return id
}

// fits reports whether the identifier is that of the certificate.
func (id certificateID) fits(c *x509.Certificate) bool {
	if !bytes.Equal(id.digest, hashed(id.hash, c.Raw)) {
		return false
	}
	if id.serial == nil {
		return true
	}
	serial, err := asn1.Marshal(c.SerialNumber)
	r := newReader(id.names)
	issuer := r.octets(tagExplicit+4, "the issuer") // directoryName (RFC 5280 §4.2.1.6)
	r.end("the issuer")
	return err == nil && r.err() == nil && bytes.Equal(serial, id.serial) && bytes.Equal(issuer, c.RawIssuer)
}

// verify checks the signed attributes, the signature over them and what the
// certificate is for.
func (s *stamp) verify() error {
	t := &s.token
	value, err := t.value(oidContentType, "the content type")
	if err != nil {
		return err
	}
	kind := value.oid("the content type")
	value.end("the content type")
	if value.err() != nil || kind != oidTSTInfo {
		return fail(codeAttribute, "the signed content type is not that of a time stamp")
	}
	if value, err = t.value(oidMessageDigest, "the digest of the content"); err != nil {
		return err
	}
	digest := value.octets(tagOctetString, "the digest of the content")
	value.end("the digest of the content")
	if value.err() != nil || !bytes.Equal(digest, hashed(t.hash, t.content)) {
		return fail(codeAttribute, "the signed digest is not that of the content")
	}
	algorithm, known := algorithms[t.algorithm][t.hash]
	if !known {
		return fail(codeAlgorithm, "the signature algorithm %s with %s is not supported", t.algorithm, t.hash)
	}
	if err := strong(s.signer); err != nil {
		return err
	}
	if err := s.signer.CheckSignature(algorithm, t.signed, t.signature); err != nil {
		return fail(codeSignature, "the signature of the time stamp does not verify with the certificate of the signer")
	}
	return usage(s.signer)
}

// strong applies the import policy of package key to the key of a certificate.
func strong(c *x509.Certificate) error {
	_, err := key.FromPublic(c.PublicKey)
	return err
}

// oidExtendedKeyUsage is the identifier of an extension (RFC 5280 §4.2.1.12).
const oidExtendedKeyUsage = "2.5.29.37"

// usage requires that a certificate is for time stamps alone and says so in a
// critical extension (RFC 3161 §2.3). Its key usage, if it has one, must be for
// signatures.
func usage(c *x509.Certificate) error {
	critical := false
	for _, extension := range c.Extensions {
		critical = critical || extension.Critical && extension.Id.String() == oidExtendedKeyUsage
	}
	signs := x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment
	switch {
	case !slices.Equal(c.ExtKeyUsage, []x509.ExtKeyUsage{x509.ExtKeyUsageTimeStamping}), len(c.UnknownExtKeyUsage) > 0:
		return fail(codeUsage, "the extended key usage of the certificate is not time stamping alone")
	case !critical:
		return fail(codeUsage, "the extended key usage of the certificate is not critical")
	case c.KeyUsage&^signs != 0:
		return fail(codeUsage, "the key usage of the certificate allows more than signatures")
	}
	return nil
}

// seen judges the path of certificates of a good time stamp.
func (s stamp) seen(at time.Time, covered bool) (Seen, error) {
	gen := s.token.info.time
	if err := ahead(gen, at); err != nil {
		return Seen{}, err
	}
	if err := s.trusted(at, covered); err != nil {
		return Seen{}, err
	}
	return Seen{Time: gen.Add(s.token.info.accuracy), Kind: TimeStamp, By: s.signer.Subject.String()}, nil
}
