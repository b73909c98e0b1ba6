package timeproof

import (
	"bytes"
	"context"
	"crypto"
	"crypto/rand"
	"crypto/sha256"
	"encoding/asn1"
	"math/big"
)

// NewQuery returns a request for a time stamp of data, a TimeStampReq in DER
// (RFC 3161 §2.4.1) with the SHA-256 digest of the data, a random nonce and
// certReq. Its media type is application/timestamp-query. Stamp makes one
// itself; with NewQuery another program can ask.
func NewQuery(data []byte) []byte {
	nonce := make([]byte, 16)
	_, _ = rand.Read(nonce) // never fails
	nonce[0] = nonce[0]&0x7f | 0x40
	type algorithm struct {
		ID         asn1.ObjectIdentifier
		Parameters asn1.RawValue
	}
	type imprint struct {
		Algorithm algorithm
		Digest    []byte
	}
	digest := sha256.Sum256(data)
	query, _ := asn1.Marshal(struct { // of these types nothing can fail
		Version int
		Imprint imprint
		Nonce   *big.Int
		CertReq bool
	}{1, imprint{algorithm{asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}, asn1.NullRawValue}, digest[:]}, new(big.Int).SetBytes(nonce), true})
	return query
}

// query is what a request for a time stamp asks for.
type query struct {
	hash    crypto.Hash
	imprint []byte
	policy  string // "" for any
	nonce   *big.Int
}

// readQuery reads a TimeStampReq.
func readQuery(data []byte) (q query, err error) {
	r := newReader(data)
	in := r.into(tagSequence, "the request")
	r.end("the request")
	if version := in.small(1, "the version of the request"); r.err() == nil && version != 1 {
		in.bad(codeDER, "the version of the request is %d, wanted 1", version)
	}
	q.hash, q.imprint = in.messageImprint()
	if in.has(tagOID) {
		q.policy = in.oid("the policy of the request")
	}
	if in.has(tagInteger) {
		q.nonce = in.integer("the nonce of the request")
		if r.err() == nil && q.nonce.BitLen() > 8*maxNonce {
			in.bad(codeTooLarge, "the nonce has %d bits, wanted at most %d", q.nonce.BitLen(), 8*maxNonce)
		}
	}
	in.truth("certReq")
	in.skip(tagContext|0x20, "the extensions of the request")
	in.end("the request")
	return q, r.err()
}

// answers requires that a time stamp answers the request (RFC 3161 §2.4.2).
func (t *token) answers(data []byte) error {
	q, err := readQuery(data)
	switch {
	case err != nil:
		return err
	case q.hash != t.info.hash || !bytes.Equal(q.imprint, t.info.imprint):
		return fail(codeImprint, "the time stamp is about other data than the request")
	case q.policy != "" && q.policy != t.info.policy:
		return fail(codePolicyID, "the policy of the time stamp is %s, wanted %s", t.info.policy, q.policy)
	case q.nonce != nil && (t.info.nonce == nil || q.nonce.Cmp(t.info.nonce) != 0):
		return fail(codeNonce, "the time stamp does not return the nonce of the request")
	case q.nonce == nil && t.info.nonce != nil:
		return fail(codeNonce, "the time stamp has a nonce and the request has none")
	}
	return nil
}

// Stamp asks a time stamping authority for a time stamp of data. The function
// ask sends the request, application/timestamp-query, and returns the body of
// the answer, application/timestamp-reply, as Client.TimeStamp of package
// verify/fetch does. Stamp returns a time stamp that is about the data, answers
// the request and has a good signature by a certificate for time stamps. Check
// decides whether the authority is trusted, after you have added the revocation
// lists that it needs. An error of ask stays reachable with errors.As.
func Stamp(ctx context.Context, data []byte, ask func(ctx context.Context, query []byte) (reply []byte, err error)) (Proof, error) {
	switch err := ctx.Err(); {
	case err != nil:
		return Proof{}, err
	case ask == nil:
		return Proof{}, fail(codeAsk, "the function that asks the authority is nil")
	}
	query := NewQuery(data)
	reply, err := ask(ctx, query)
	if err != nil {
		return Proof{}, &failure{codeAsk, "the time stamping authority could not be asked: " + err.Error(), err}
	}
	proof := Proof{Kind: TimeStamp, Data: reply, Query: query}
	if _, err := open(ctx, data, proof, Policy{}); err != nil {
		return Proof{}, err
	}
	return proof, nil
}
