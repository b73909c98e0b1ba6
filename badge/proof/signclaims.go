package proof

import (
	"context"
	"slices"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/multiformat"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
	"github.com/openbadges-go/openbadges/badge/key"
)

// SignClaims returns a compact JWS of claims, a JSON object that is not a badge,
// with typ in its header: "statuslist+jwt" for a status list token. The key
// decides the algorithm (RS256 for RSA), and the Method of the signer is the kid.
// The types of badges are refused: Sign makes those. The signature is verified
// before it is returned. The error may be that of ctx.
func SignClaims(ctx context.Context, claims []byte, typ string, by key.Signer) (*badge.Document, error) {
	public, err := publicOf(by)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(schemes, func(row scheme) bool { return row.transform == jose && !row.former && row.fits(public) == nil })
	switch {
	case at < 0:
		return nil, fail(codeKeyType, "", "no algorithm for tokens signs with a key of type %s", quoted(public.Type()))
	case typ == "" || slices.Contains(tokenTypes, typ):
		return nil, fail(codeJWSType, "", "the type is %s, wanted one that no badge has", quoted(typ))
	case !vocabulary.IsIdentifier(by.Method):
		return nil, fail(codeProofMethod, "", "the verification method %s is not an absolute IRI", quoted(by.Method))
	}
	if err := key.ValidateID(by.Method); err != nil {
		return nil, err
	}
	if v, err := jsontext.Parse(claims); err != nil || v.Kind() != jsontext.Object {
		return nil, fail(codeCannotSign, "", "the claims are not a JSON object")
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	m := making{row: schemes[at], by: by, public: public}
	header := object([]member{{"alg", string(m.row.name)}, {"kid", by.Method}, {"typ", typ}})
	token := multiformat.EncodeBase64URL(header) + "." + multiformat.EncodeBase64URL(claims)
	signature, err := m.signature([]byte(token))
	if err != nil {
		return nil, err
	}
	return selfChecked(ctx, []byte(token+"."+multiformat.EncodeBase64URL(signature)), public, CheckOptions{Types: []string{typ}})
}
