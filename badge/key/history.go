package key

import (
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/tree"
)

// History has the keys of an issuer with the dates of their ends, also keys that the
// issuer no longer publishes (OpenID Federation 1.0 §8.7, historical keys). It says
// nothing about the time after Issued.
type History struct {
	Issuer  string    // DID or URL
	Issued  time.Time // when the issuer signed it
	Methods []VerificationMethod
}

// ParseHistory reads the claims of a signed set of historical keys: iss, iat, and
// keys, of which each has a kid and an end. A key that lacks one, or that ParseJWKS
// would not use, has an Err. ParseHistory verifies no signature; proof.VerifyHistory
// does. The error has a code, "key.history_claims" for claims that are missing.
func ParseHistory(claims []byte) (History, error) {
	v, err := parseJSON(claims)
	if err != nil {
		return History{}, err
	}
	h := History{}
	if h.Issuer, err = jsontext.IRI(v.Member("iss"), "/iss", codeHistory); err != nil {
		return History{}, err
	}
	issued := v.Member("iat")
	if h.Issued, err = badge.InstantOf(tree.Value(issued)); err != nil || issued.Kind() != jsontext.Number {
		return History{}, fail(codeHistory, "/iat", "the claim iat is %s, wanted a number of seconds since 1970", quoted(issued.Raw()))
	}
	if h.Methods, err = parseKeySet(v); err != nil {
		return History{}, err
	}
	for i, jwk := range v.Member("keys").Elements() {
		m, path := h.Methods[i], jwk.Pointer()
		switch {
		case m.Err != nil:
		case m.ID == "":
			h.Methods[i].Err = fail(codeHistory, path+"/kid", "a historical key has no kid")
		case m.Expires == "" && m.Revoked == "":
			h.Methods[i].Err = fail(codeHistory, path+"/exp", "the historical key %s has no end", quoted(m.ID))
		case m.Controller != h.Issuer:
			h.Methods[i].Err = fail(codeHistory, path+"/iss", "the historical key %s is one of %s, wanted %s", quoted(m.ID), quoted(m.Controller), quoted(h.Issuer))
		}
	}
	return h, nil
}
