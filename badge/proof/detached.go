package proof

import (
	"strings"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/multiformat"
)

// detachedJWS is the member jws of a proof of the suites of 2018 and 2020: a
// compact JWS without its payload (RFC 7797).
type detachedJWS struct {
	header    string // encoded, as it is signed
	alg       Scheme // "" if the header has another form
	signature []byte
	err       error
}

// The header of a detached JWS has exactly this text around its algorithm. It is
// the only place where crit is accepted.
const (
	detachedStart = `{"alg":"`
	detachedEnd   = `","b64":false,"crit":["b64"]}`
)

// suits reports whether a row of a suite fits the proof value: its length or, for
// a detached JWS, its algorithm decides which key a suite with several uses.
func (p Proof) suits(s scheme) bool {
	if s.detached != "" {
		return p.detached.alg == s.detached
	}
	return p.value.err == nil && len(p.value.signature) == s.size
}

// readDetached reads the member jws of a proof.
func readDetached(v jsontext.Value) (d detachedJWS) {
	encoded, signature, found := strings.Cut(v.String(), "..")
	text, err := multiformat.DecodeBase64URL(encoded)
	if !found || err != nil {
		d.err = fail(codeProofValue, v.Pointer(), "the jws is %s, wanted a header and a signature in base64url, with two dots between them", shown(v))
		return d
	}
	rest, ok1 := strings.CutPrefix(string(text), detachedStart)
	alg, ok2 := strings.CutSuffix(rest, detachedEnd)
	if !ok1 || !ok2 || strings.ContainsAny(alg, `"\`) {
		d.err = fail(codeProofValue, v.Pointer(), "the header of the jws is %s, wanted %s", quoted(string(text)), detachedStart+string(EdDSA)+detachedEnd)
		return d
	}
	d.header, d.alg = encoded, Scheme(alg)
	if d.signature, err = multiformat.DecodeBase64URL(signature); err != nil {
		d.err = fail(codeProofValue, v.Pointer(), "the signature of the jws is not canonical base64url")
	}
	return d
}

// validateDetached requires a signature of the algorithm and length of the row.
func (p Proof) validateDetached(row scheme) error {
	v := p.object.Member("jws")
	switch d := p.detached; {
	case p.object.Member("proofValue").Exists():
		return fail(codeProofValue, p.Path()+"/proofValue", "the proof has the member proofValue beside jws")
	case v.Kind() != jsontext.String:
		return fail(codeProofValue, p.Path()+"/jws", "the jws is a JSON %s, wanted a string", v.Kind())
	case d.err != nil:
		return d.err
	case d.alg != row.detached:
		if row, known := schemeNamed(d.alg); known && row.transform == jose {
			return fail(codeProofValue, v.Pointer(), "the algorithm of the jws is %s, which is not one of %s", row.name, p.Scheme())
		}
		return jsontext.Inside(v.Pointer(), unknownAlgorithm(string(d.alg), quoted(string(d.alg))))
	case row.size > 0 && len(d.signature) != row.size:
		return fail(codeProofValue, v.Pointer(), "the signature of the jws has %d bytes; %s needs %d", len(d.signature), row.detached, row.size)
	}
	return nil
}
