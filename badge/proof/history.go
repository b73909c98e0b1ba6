package proof

import (
	"context"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
)

// historyType is the typ of a signed set of historical keys.
const historyType = "jwk-set+jwt"

// VerifyHistory reads a signed set of historical keys, a compact JWS of the type
// jwk-set+jwt (OpenID Federation 1.0 §8.7), and verifies its signature. One of the
// passed keys must have made it, in force by the set itself when it was issued. Take
// these keys from the issuer that the result names, or from a federation that you trust:
// VerifyHistory cannot tell whose they are. The error may be that of ctx.
func VerifyHistory(ctx context.Context, token []byte, by ...key.Key) (key.History, error) {
	if err := ctx.Err(); err != nil {
		return key.History{}, err
	}
	doc, err := badge.Parse(token)
	if err != nil {
		return key.History{}, err
	}
	jws, signed := doc.JWS()
	if typ := jws.Header.Member("typ").String(); !signed || typ != historyType {
		return key.History{}, fail(codeHistoryToken, "/typ", "the typ of the text is %s, wanted a signed token with %s", quoted(typ), historyType)
	}
	found, err := Find(doc)
	if err != nil {
		return key.History{}, err
	}
	formed, err := found[0].Validate(CheckOptions{Types: []string{historyType}})
	if err != nil {
		return key.History{}, err
	}
	transformed, err := formed.Transform(ctx)
	if err != nil {
		return key.History{}, err
	}
	err = fail(codeHistorySigner, "", "no key was passed that could have signed the set of historical keys")
	for _, k := range by {
		if _, err = transformed.Verify(ctx, k); err == nil {
			return historyBy(k, doc)
		}
	}
	return key.History{}, err
}

// historyBy reads the set that a key signed.
func historyBy(by key.Key, doc *badge.Document) (key.History, error) {
	h, err := key.ParseHistory([]byte(doc.Root().Raw()))
	if err != nil {
		return key.History{}, err
	}
	for _, m := range h.Methods {
		if !m.Key.Equal(by) {
			continue
		}
		for _, end := range []badge.DateTime{m.Expires, m.Revoked} {
			if at, err := end.Time(); end != "" && (err != nil || !at.After(h.Issued)) {
				return key.History{}, fail(codeHistorySigner, "", "the set of historical keys says that the key that signed it ended at %s, before it was issued", end)
			}
		}
		if from, err := m.NotBefore.Time(); m.NotBefore != "" && (err != nil || from.After(h.Issued)) {
			return key.History{}, fail(codeHistorySigner, "", "the set of historical keys says that the key that signed it began at %s, after it was issued", m.NotBefore)
		}
	}
	return h, nil
}
