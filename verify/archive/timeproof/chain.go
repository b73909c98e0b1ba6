package timeproof

import (
	"bytes"
	"crypto/x509"
	"errors"
	"slices"
	"time"

	"github.com/openbadges-go/openbadges/badge"
)

// trusted requires a path of certificates from the signer to a root of the
// policy that was valid at the time of the stamp and at the time at (RFC 3161
// §2.3), with no certificate revoked. The first path that is good counts.
func (s *stamp) trusted(at time.Time, covered bool) error {
	if len(s.policy.Roots) == 0 {
		return fail(codeUntrusted, "the policy has no root for time stamps")
	}
	options := x509.VerifyOptions{Roots: x509.NewCertPool(), Intermediates: x509.NewCertPool(), CurrentTime: s.token.info.time,
		KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageTimeStamping}}
	for _, root := range s.policy.Roots {
		if root == nil || root.Raw == nil {
			return fail(codePolicy, "a root in the policy is not a parsed certificate")
		}
		options.Roots.AddCert(root)
	}
	for _, c := range s.others {
		if strong(c) == nil { // huge keys would take long
			options.Intermediates.AddCert(c)
		}
	}
	paths, err := s.signer.Verify(options)
	if err != nil {
		return pathFailure(err, s.token.info.time)
	}
	lists, err := readLists(s.lists)
	if err != nil {
		return err
	}
	for _, path := range paths {
		if err = s.judge(path, lists, at, covered); err == nil {
			return nil
		}
	}
	return err
}

// pathFailure explains why there is no path.
func pathFailure(err error, gen time.Time) error {
	var invalid x509.CertificateInvalidError
	var unknown x509.UnknownAuthorityError
	switch {
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return fail(codeNotValid, "a certificate of the authority was not valid at %s, the time in the stamp", shown(gen))
	case errors.As(err, &unknown):
		return fail(codeUntrusted, "the certificates of the authority do not lead to a root of the policy")
	}
	return fail(codeChain, "the certificates of the authority do not form a valid path to a root of the policy")
}

// judge checks the keys, the end and the revocation of the certificates of a
// path.
func (s *stamp) judge(path []*x509.Certificate, lists []*x509.RevocationList, at time.Time, covered bool) error {
	for _, c := range path {
		if err := strong(c); err != nil {
			return err
		}
		if at.After(c.NotAfter) {
			return fail(codeExpired, "the certificate of %s ended at %s, before %s", badge.Quote(c.Subject.String()), shown(c.NotAfter), shown(at))
		}
	}
	for _, id := range s.path {
		if !slices.ContainsFunc(path, id.fits) {
			return fail(codeCertificateID, "the signed attributes identify a certificate that is not on the path")
		}
	}
	for i, c := range path[:len(path)-1] {
		if err := s.revoked(c, path[i+1], lists, at, covered); err != nil {
			return err
		}
	}
	return nil
}

// readLists parses revocation lists.
func readLists(ders [][]byte) (lists []*x509.RevocationList, err error) {
	if len(ders) > maxRevocationLists {
		return nil, fail(codeTooLarge, "found %d revocation lists, wanted at most %d", len(ders), maxRevocationLists)
	}
	for i, der := range ders {
		if len(der) > maxRevocationList {
			return nil, fail(codeTooLarge, "revocation list %d has %d bytes, wanted at most %d", i+1, len(der), maxRevocationList)
		}
		list, err := x509.ParseRevocationList(der)
		if err != nil {
			return nil, fail(codeRevocationList, "revocation list %d cannot be read", i+1)
		}
		lists = append(lists, list)
	}
	return lists, nil
}

// revoked judges a certificate by the lists of its issuer (RFC 5280 §6.3). A
// list shows that it was not revoked at the time at if it was in force then, or
// was made later and before the certificate ended. An entry against a
// certificate counts however old the list is.
func (s *stamp) revoked(c, issuer *x509.Certificate, lists []*x509.RevocationList, at time.Time, covered bool) error {
	known := false
	for _, list := range lists {
		if !bytes.Equal(list.RawIssuer, issuer.RawSubject) || list.CheckSignatureFrom(issuer) != nil {
			continue
		}
		for _, entry := range list.RevokedCertificateEntries {
			if entry.SerialNumber.Cmp(c.SerialNumber) == 0 && s.ends(entry, at) {
				return fail(codeRevoked, "the certificate of %s was revoked at %s", badge.Quote(c.Subject.String()), shown(entry.RevocationTime))
			}
		}
		known = known || list.NextUpdate.After(at) && !list.ThisUpdate.After(c.NotAfter) && complete(list)
	}
	if !known && (covered || !s.policy.AcceptUnknownRevocation) {
		return fail(codeRevocation, "no revocation list in force at %s covers the certificate of %s", shown(at), badge.Quote(c.Subject.String()))
	}
	return nil
}

// complete reports whether the silence of a list counts. A list for a part of
// the certificates of its issuer has a critical extension (RFC 5280 §5.2), and
// one that is signed with SHA-1 can be forged.
func complete(list *x509.RevocationList) bool {
	if list.SignatureAlgorithm == x509.SHA1WithRSA || list.SignatureAlgorithm == x509.ECDSAWithSHA1 {
		return false
	}
	for _, extension := range list.Extensions {
		if extension.Critical {
			return false
		}
	}
	return true
}

// lasting are the reasons of a revocation that leave earlier time stamps valid
// (RFC 3161 §4): unspecified, affiliationChanged, superseded and
// cessationOfOperation.
var lasting = []int{0, 3, 4, 5}

// oidReason and oidInvalidity are identifiers of extensions of an entry (RFC
// 5280 §5.3.1, §5.3.2).
const (
	oidReason     = "2.5.29.21"
	oidInvalidity = "2.5.29.24"
)

// ends reports whether a revocation makes a time stamp worthless that existed at
// the time at: one before the stamp always does, and a later one if the key may
// have been stolen. After the time at it changes nothing.
func (s *stamp) ends(entry x509.RevocationListEntry, at time.Time) bool {
	since, stated := entry.RevocationTime, false
	for _, extension := range entry.Extensions {
		switch extension.Id.String() {
		case oidReason:
			stated = true
		case oidInvalidity: // one that cannot be read is before every stamp
			if t := newReader(extension.Value).generalizedTime("the invalidity date"); t.Before(since) {
				since = t
			}
		}
	}
	if !since.After(s.token.info.time) {
		return true
	}
	return !since.After(at) && !(stated && slices.Contains(lasting, entry.ReasonCode))
}
