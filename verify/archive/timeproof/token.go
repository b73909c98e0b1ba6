package timeproof

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"encoding/asn1"
	"fmt"
	"math/big"
	"strings"
	"time"

	"github.com/openbadges-go/openbadges/badge"
)

// The object identifiers of a time stamp.
const (
	oidSignedData    = "1.2.840.113549.1.7.2"       // RFC 5652 §5.1
	oidTSTInfo       = "1.2.840.113549.1.9.16.1.4"  // RFC 3161 §2.4.2
	oidContentType   = "1.2.840.113549.1.9.3"       // RFC 5652 §11.1
	oidMessageDigest = "1.2.840.113549.1.9.4"       // RFC 5652 §11.2
	oidCertificate   = "1.2.840.113549.1.9.16.2.12" // RFC 5035 §4
	oidCertificateV2 = "1.2.840.113549.1.9.16.2.47" // RFC 5035 §3
)

// hashes are the hash algorithms that count (RFC 5754 §2).
var hashes = map[string]crypto.Hash{
	"2.16.840.1.101.3.4.2.1": crypto.SHA256,
	"2.16.840.1.101.3.4.2.2": crypto.SHA384,
	"2.16.840.1.101.3.4.2.3": crypto.SHA512,
}

// token is a TimeStampToken: a SignedData with one SignerInfo (RFC 5652 §5).
type token struct {
	content      []byte // the TSTInfo in DER
	info         info
	certificates [][]byte
	lists        [][]byte

	issuer     []byte   // of the certificate of the signer, nil if keyID identifies it
	serial     *big.Int // the same
	keyID      []byte
	hash       crypto.Hash
	signed     []byte            // the signed attributes, as a SET
	attributes map[string][]byte // their single values by type
	algorithm  string
	signature  []byte
}

// info is what a time stamp says (RFC 3161 §2.4.2).
type info struct {
	policy   string
	hash     crypto.Hash
	imprint  []byte
	time     time.Time
	accuracy time.Duration
	nonce    *big.Int // nil if there is none
}

// readToken reads a TimeStampToken, or a TimeStampResp with one, whose status
// must be granted.
func readToken(data []byte) (token, error) {
	r := newReader(data)
	outer := r.into(tagSequence, "the time stamp")
	r.end("the time stamp")
	if outer.has(tagSequence) {
		outer.status()
		response := outer
		outer = response.into(tagSequence, "the token")
		response.end("the response")
	}
	t := outer.signedData()
	if err := r.err(); err != nil {
		return token{}, err
	}
	return t, nil
}

// statuses are the values of PKIStatus (RFC 3161 §2.4.2), failures the bits of
// PKIFailureInfo.
var (
	statuses = []string{"granted", "grantedWithMods", "rejection", "waiting", "revocationWarning", "revocationNotification"}
	failures = map[int]string{0: "badAlg", 2: "badRequest", 5: "badDataFormat", 14: "timeNotAvailable", 15: "unacceptedPolicy",
		16: "unacceptedExtension", 17: "addInfoNotAvailable", 25: "systemFailure"}
)

// status takes a PKIStatusInfo, which must grant the time stamp.
func (r *reader) status() {
	in := r.into(tagSequence, "the status")
	status := in.integer("the status")
	var said []string
	if in.has(tagSequence) {
		for texts := in.into(tagSequence, "the text of the status"); texts.more(); {
			said = append(said, badge.Quote(string(texts.octets(tagUTF8String, "the text of the status"))))
		}
	}
	if in.has(tagBitString) {
		raw, _ := in.element(tagBitString, "the failure")
		var bits asn1.BitString
		if _, err := asn1.Unmarshal(raw, &bits); err != nil || bits.BitLength > 64 {
			in.bad(codeDER, "the failure: the bits are malformed")
			return
		}
		for i := range bits.BitLength {
			if bits.At(i) == 1 {
				name, known := failures[i]
				if !known {
					name = fmt.Sprintf("bit %d", i)
				}
				said = append(said, name)
			}
		}
	}
	in.end("the status")
	if in.err() != nil || status.IsInt64() && (status.Int64() == 0 || status.Int64() == 1) {
		return
	}
	name := status.String()
	if status.IsInt64() && status.Int64() > 0 && status.Int64() < int64(len(statuses)) {
		name = statuses[status.Int64()]
	}
	reasons := ""
	if len(said) > 0 {
		reasons = ": " + strings.Join(said[:min(len(said), 8)], ", ")
	}
	in.bad(codeStatus, "the authority answered %s, wanted granted%s", name, reasons)
}

// signedData takes the members of a ContentInfo with SignedData (RFC 5652 §3,
// §5.1).
func (r *reader) signedData() (t token) {
	if id := r.oid("the content type"); r.err() == nil && id != oidSignedData {
		r.bad(codeContent, "found the content type %s, wanted signed data", id)
	}
	wrapped := r.into(tagExplicit, "the signed data")
	r.end("the token")
	in := wrapped.into(tagSequence, "the signed data")
	wrapped.end("the signed data")
	if version := in.small(5, "the version of the signed data"); r.err() == nil && version < 3 {
		in.bad(codeDER, "the version of the signed data is %d, wanted 3 to 5", version)
	}
	in.octets(tagSet, "the hash algorithms")
	enclosed := in.into(tagSequence, "the content")
	if id := enclosed.oid("the type of the content"); r.err() == nil && id != oidTSTInfo {
		in.bad(codeContent, "the content of the token is of type %s, wanted the information of a time stamp", id)
	}
	octets := enclosed.into(tagExplicit, "the content")
	enclosed.end("the content")
	t.content = octets.octets(tagOctetString, "the content")
	octets.end("the content")
	t.certificates = in.choices(tagExplicit, "the certificates", maxCertificates)
	t.lists = in.choices(tagExplicit+1, "the revocation lists", maxRevocationLists)
	signers := in.into(tagSet, "the signatures")
	in.end("the signed data")
	if r.err() == nil && !signers.more() {
		in.bad(codeSigners, "the token has no signature, wanted one")
	}
	t.signerInfo(signers)
	if signers.more() {
		in.bad(codeSigners, "the token has several signatures, wanted one")
	}
	t.info = tstInfo(&reader{t.content, r.fault})
	return t
}

// choices takes the optional set of certificates or revocation lists and returns
// those that are X.509 (RFC 5652 §10.2).
func (r *reader) choices(tag byte, name string, limit int) (found [][]byte) {
	if !r.has(tag) {
		return nil
	}
	for in := r.into(tag, name); in.more(); {
		kind := in.rest[0]
		raw, _ := in.element(kind, name)
		if kind != tagSequence {
			continue
		}
		if found = append(found, raw); len(found) > limit {
			in.bad(codeTooLarge, "%s: found more than %d in the token", name, limit)
		}
	}
	return found
}

// signerInfo takes one SignerInfo (RFC 5652 §5.3).
func (t *token) signerInfo(r *reader) {
	in := r.into(tagSequence, "the signature")
	version, want := in.small(3, "the version of the signature"), 1
	if in.has(tagContext) {
		want = 3
		t.keyID = in.octets(tagContext, "the identifier of the signer")
	} else {
		sid := in.into(tagSequence, "the identifier of the signer")
		t.issuer, _ = sid.element(tagSequence, "the issuer of the signer")
		t.serial = sid.integer("the serial number of the signer")
		sid.end("the identifier of the signer")
	}
	if in.err() == nil && version != want {
		in.bad(codeDER, "the version of the signature is %d, wanted %d", version, want)
	}
	t.hash = in.hash("the hash algorithm of the signature")
	t.signed, t.attributes = in.signedAttributes()
	t.algorithm, _ = in.algorithm("the signature algorithm")
	t.signature = in.octets(tagOctetString, "the signature")
	in.skip(tagExplicit+1, "the unsigned attributes")
	in.end("the signature")
}

// hash takes the AlgorithmIdentifier of a hash algorithm that counts.
func (r *reader) hash(name string) crypto.Hash {
	id, plain := r.algorithm(name)
	hash, known := hashes[id]
	switch {
	case r.err() != nil:
	case !known:
		r.bad(codeHash, "%s is %s, wanted SHA-256, SHA-384 or SHA-512", name, id)
	case !plain:
		r.bad(codeDER, "%s has parameters, wanted none", name)
	}
	return hash
}

// signedAttributes takes the signed attributes and returns the text that is
// signed, their DER encoding with the tag of a SET (RFC 5652 §5.4), and the value
// of each. A SET OF is in ascending order (X.690 §11.6). A type occurs once, and
// those that matter here have one value (RFC 5652 §11).
func (r *reader) signedAttributes() (signed []byte, values map[string][]byte) {
	const name = "the signed attributes"
	raw, content := r.element(tagExplicit, name)
	if r.err() != nil {
		return nil, nil
	}
	values = map[string][]byte{}
	var before []byte
	for in := (&reader{content, r.fault}); in.more(); {
		whole, inner := in.element(tagSequence, name)
		attribute := &reader{inner, r.fault}
		id := attribute.oid("the type of a signed attribute")
		set := attribute.into(tagSet, "the values of a signed attribute")
		attribute.end("a signed attribute")
		_, twice := values[id]
		switch {
		case r.err() != nil:
			return nil, nil
		case twice:
			r.bad(codeAttribute, "the signed attribute %s occurs twice", id)
		case bytes.Compare(before, whole) > 0:
			r.bad(codeDER, "%s are not in the order of DER", name)
		case len(values) == maxAttributes:
			r.bad(codeTooLarge, "%s are more than %d", name, maxAttributes)
		}
		values[id], before = set.rest, whole
	}
	return append([]byte{tagSet}, raw[1:]...), values
}

// value returns a reader of the values of a signed attribute, of which there
// should be one.
func (t *token) value(id, name string) (*reader, error) {
	value, found := t.attributes[id]
	if !found {
		return nil, fail(codeAttribute, "%s is missing in the signed attributes", name)
	}
	return newReader(value), nil
}

// tstInfo reads a TSTInfo (RFC 3161 §2.4.2).
func tstInfo(r *reader) (i info) {
	in := r.into(tagSequence, "the information of the time stamp")
	r.end("the information of the time stamp")
	if version := in.integer("the version of the time stamp"); r.err() == nil && version.Cmp(big.NewInt(1)) != 0 {
		in.bad(codeContent, "the version of the time stamp is %s, wanted 1", version)
	}
	i.policy = in.oid("the policy of the time stamp")
	i.hash, i.imprint = in.messageImprint()
	in.integer("the serial number of the time stamp")
	i.time = in.generalizedTime("the time in the stamp")
	i.accuracy = in.accuracy()
	in.truth("the ordering of the time stamp")
	if in.has(tagInteger) {
		i.nonce = in.integer("the nonce")
	}
	in.skip(tagExplicit, "the name of the authority") // a hint; the signature identifies the certificate
	if in.has(tagExplicit + 1) {
		in.extensions("the extensions of the time stamp")
	}
	in.end("the information of the time stamp")
	return i
}

// messageImprint takes a MessageImprint (RFC 3161 §2.4.1).
func (r *reader) messageImprint() (crypto.Hash, []byte) {
	in := r.into(tagSequence, "the imprint")
	hash := in.hash("the hash algorithm of the imprint")
	imprint := in.octets(tagOctetString, "the imprint")
	in.end("the imprint")
	if r.err() == nil && len(imprint) != hash.Size() {
		r.bad(codeDER, "the imprint has %d bytes, wanted %d", len(imprint), hash.Size())
	}
	return hash, imprint
}

// accuracy takes an optional Accuracy (RFC 3161 §2.4.2). An authority that is off
// by more than a day keeps no time.
func (r *reader) accuracy() time.Duration {
	if !r.has(tagSequence) {
		return 0
	}
	const name = "the accuracy"
	in := r.into(tagSequence, name)
	var total time.Duration
	if in.has(tagInteger) {
		total = time.Duration(in.small(86_400, name)) * time.Second
	}
	for i, unit := range []time.Duration{time.Millisecond, time.Microsecond} {
		if tag := byte(tagContext + i); in.has(tag) {
			raw, _ := in.element(tag, name)
			n := in.number(append([]byte{tagInteger}, raw[min(1, len(raw)):]...), name)
			if in.err() == nil && (n.Sign() <= 0 || n.Cmp(big.NewInt(999)) > 0) {
				in.bad(codeDER, "%s: found %s, wanted 1 to 999", name, n)
			}
			if in.err() == nil {
				total += time.Duration(n.Int64()) * unit
			}
		}
	}
	in.end(name)
	return total
}

// extensions takes Extensions with an implicit tag. No critical one is known.
func (r *reader) extensions(name string) {
	for in := r.into(tagExplicit+1, name); in.more(); {
		extension := in.into(tagSequence, name)
		id := extension.oid(name)
		critical := extension.truth(name)
		extension.octets(tagOctetString, name)
		extension.end(name)
		if r.err() == nil && critical {
			r.bad(codeContent, "%s: the critical extension %s is not supported", name, id)
		}
	}
}

// certificate parses a certificate that may be unreadable.
func certificate(der []byte) *x509.Certificate {
	c, err := x509.ParseCertificate(der)
	if err != nil {
		return nil
	}
	return c
}
