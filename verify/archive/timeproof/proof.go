package timeproof

import (
	"context"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
)

// Kind is the form of a proof.
type Kind string

// The kinds of proofs.
const (
	TimeStamp Kind = "rfc3161"    // a TimeStampToken or TimeStampResp in DER (RFC 3161)
	Statement Kind = "statement"  // the statement of a witness, a compact JWS
	Inclusion Kind = "tlog-proof" // a transparency log proof (C2SP tlog-proof@v1)
)

// Proof is one proof with everything that is needed to check it. Nothing in it
// is trusted: it may come from the archive that it proves. Proofs are not
// modified and safe for concurrent use.
type Proof struct {
	Kind Kind
	// Data is the proof as it was received: a time stamp with or without the
	// status of the response, a statement or a log proof.
	Data []byte
	// Query is the TimeStampReq in DER that Data answers. If it is there, the
	// time stamp must have its imprint and nonce, and the policy that it asks for.
	Query []byte
	// Certificates are certificates in DER that a time stamp needs and does not
	// contain. RevocationLists are certificate revocation lists in DER.
	Certificates, RevocationLists [][]byte
}

// Policy names the parties whose word about time counts. The zero Policy
// accepts no proof. It is not modified and safe for concurrent use.
type Policy struct {
	// Roots are the certificates to which those of time stamping authorities must
	// lead.
	Roots []*x509.Certificate
	// RevocationLists are revocation lists in DER that count beside those of a
	// proof. Pass current ones: a forger leaves out what revokes his certificate.
	RevocationLists [][]byte
	// AcceptUnknownRevocation accepts a time stamp although no revocation list in
	// force says whether the certificates of the authority were revoked. A later
	// proof does not extend such a time stamp beyond its certificates.
	AcceptUnknownRevocation bool
	// Witnesses are the keys whose statements count. The ID of a key, for example
	// a DID URL, is the name of the witness.
	Witnesses []key.Key
	// Logs are the transparency logs whose proofs count.
	Logs []Log
}

// Log is a transparency log with the witnesses that watch it.
type Log struct {
	// Key is the verifier key of the log (C2SP signed-note, Ed25519):
	// "NAME+HASH+KEY". Its name must be the origin of the checkpoints.
	Key string
	// Witnesses are the verifier keys of the witnesses for Ed25519 cosignatures
	// (C2SP tlog-cosignature). All keys must differ.
	Witnesses []string
	// Quorum is how many of the witnesses must have cosigned, at least one.
	Quorum int
}

// Seen is the result of a check: the data existed at Time, if the party is
// honest.
type Seen struct {
	// Time is the latest time at which the data was seen, in UTC. For a time
	// stamp it is the time in the stamp plus its accuracy; for a log, the time at
	// which the last witness of the quorum cosigned.
	Time time.Time
	Kind Kind
	// By names the party: the subject of a certificate, the name of a witness, or
	// the origin of a log with its witnesses.
	By string
}

// Check checks proofs that data existed, as of the time at, normally the current
// one. The first proof is about the data, and each further one about what
// Renewal returns for the data and the proofs before it. The last proof must
// count at the time at; an earlier one must count then or, with revocation lists
// that were in force, at the time that the proof after it proves. Check returns
// what the first proof proves. Every proof must be good, so check proofs that do
// not build on each other one by one. The error has a code "timeproof.…" or
// "key.…", or is that of ctx.
//
// A time stamp is checked by RFC 3161 §2.4 and RFC 5652 §5: imprint, nonce,
// exactly one signature, signed attributes with the identifier of the
// certificate (RFC 5035, RFC 5816), its extended key usage, path and revocation
// at the time of the stamp.
func Check(ctx context.Context, data []byte, proofs []Proof, p Policy, at time.Time) (Seen, error) {
	switch err := ctx.Err(); {
	case err != nil:
		return Seen{}, err
	case len(proofs) == 0:
		return Seen{}, fail(codeMissing, "there is no proof of time")
	case len(proofs) > maxProofs:
		return Seen{}, fail(codeTooLarge, "found %d proofs, wanted at most %d", len(proofs), maxProofs)
	}
	var seen Seen
	for i := len(proofs) - 1; i >= 0; i-- {
		about, covered := data, seen.Time
		if i > 0 {
			about = Renewal(data, proofs[:i])
		}
		o, err := open(ctx, about, proofs[i], p)
		if err == nil {
			seen, err = o.seen(at, false)
			if err != nil && i < len(proofs)-1 {
				seen, err = o.seen(covered, true)
			}
		}
		if err != nil {
			return Seen{}, numbered(err, i, len(proofs))
		}
	}
	return seen, nil
}

// opened is a proof that is good apart from the time of the check.
type opened interface {
	// seen judges the proof as of a time. If it is covered, a later proof shows
	// that it existed then.
	seen(at time.Time, covered bool) (Seen, error)
}

// open reads a proof about data and checks its signatures.
func open(ctx context.Context, data []byte, proof Proof, p Policy) (opened, error) {
	if len(proof.Data) > maxProof {
		return nil, fail(codeTooLarge, "the proof has %d bytes, wanted at most %d", len(proof.Data), maxProof)
	}
	switch proof.Kind {
	case TimeStamp:
		return openStamp(data, proof, p)
	case Statement:
		return openStatement(ctx, data, proof.Data, p)
	case Inclusion:
		return openInclusion(data, proof.Data, p)
	}
	return nil, fail(codeKind, "the kind of the proof is %s, wanted %s, %s or %s", badge.Quote(string(proof.Kind)), TimeStamp, Statement, Inclusion)
}

// numbered says in an error which of several proofs it is about.
func numbered(err error, i, n int) error {
	if f := (*failure)(nil); n > 1 && errors.As(err, &f) {
		return fail(f.code, "proof %d of %d: %s", i+1, n, f.message)
	}
	return err
}

// Renewal returns the text that the next proof must be about. It names the data
// and all proofs so far, with their certificates and revocation lists, by their
// SHA-256 digests: one line each.
func Renewal(data []byte, proofs []Proof) []byte {
	var b strings.Builder
	line := func(name string, data []byte) { fmt.Fprintf(&b, "%s sha256:%s\n", name, digestOf(data)) }
	b.WriteString("openbadges-archive-renewal/v1\n")
	line("data", data)
	for _, proof := range proofs {
		line(string(proof.Kind), proof.Data)
		for _, c := range proof.Certificates {
			line("certificate", c)
		}
		for _, l := range proof.RevocationLists {
			line("revocation-list", l)
		}
	}
	return []byte(b.String())
}

// digestOf returns the SHA-256 digest in hexadecimal.
func digestOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hexOf(sum[:])
}

func hexOf(data []byte) string { return hex.EncodeToString(data) }

// ahead refuses a time after that of the check.
func ahead(t, at time.Time) error {
	if t.After(at.Add(clockSkew)) {
		return fail(codeFuture, "the proof says %s, which is after %s", shown(t), shown(at))
	}
	return nil
}

func shown(t time.Time) string { return t.UTC().Format(time.RFC3339) }
