package status

import (
	"encoding/json"
	"strconv"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/tree"
)

// Token has the claims of a status list token (§5.1).
type Token struct {
	// Subject is the URL of the list, byte for byte as badges name it.
	Subject string
	// Issuer is the claim iss, which is optional.
	Issuer string
	// Issued and Expires are the claims iat and exp. Without exp Expires is the
	// zero time.
	Issued, Expires time.Time
	// TTL is how long a copy may be used after it was fetched, in whole seconds.
	// Zero means that the token does not say.
	TTL time.Duration
	// Aggregation is the URL of a document that names all lists of the issuer
	// (§9); "" for none.
	Aggregation string
	// List is the list itself.
	List *TokenList
}

// ParseToken reads the claims of a status list token, whose list may inflate to
// most bytes, as for [ParseTokenList]. The second result holds warnings, as for
// [ParseEntry].
func ParseToken(claims tree.Value, most int) (Token, []badge.Problem, error) {
	if err := isObject(claims); err != nil {
		return Token{}, nil, err
	}
	obj := object{claims}
	var t Token
	var err error
	if t.Subject, err = obj.text("sub"); err != nil {
		return Token{}, nil, err
	}
	if t.Issuer, err = obj.optionalText("iss"); err != nil {
		return Token{}, nil, err
	}
	if !obj.has("iat") {
		return Token{}, nil, obj.missing("iat")
	}
	if t.Issued, err = obj.seconds("iat"); err != nil {
		return Token{}, nil, err
	}
	if obj.has("exp") {
		if t.Expires, err = obj.seconds("exp"); err != nil {
			return Token{}, nil, err
		}
	}
	var remarks []badge.Problem
	if v := obj.Member("ttl"); v.Exists() {
		var regular bool
		if t.TTL, regular = tokenTTL(v); !regular {
			remarks = append(remarks, remark(codeTTL, v.Pointer(), "%s is not a number of seconds above zero", quote(v.Raw())))
		}
	}
	list := obj.Member("status_list")
	if !list.Exists() {
		return Token{}, nil, obj.missing("status_list")
	}
	if t.List, err = ParseTokenList(list, most); err != nil {
		return Token{}, nil, err
	}
	if t.Aggregation, err = (object{list}).optionalText("aggregation_uri"); err != nil {
		return Token{}, nil, err
	}
	return t, remarks, nil
}

// seconds returns a claim that is a number of seconds since 1970.
func (o object) seconds(name string) (time.Time, error) {
	v := o.Member(name)
	t, err := badge.InstantOf(v)
	if err != nil || v.Kind() != tree.Number {
		return time.Time{}, fail(CodeMember, v.Pointer(), "found %s, wanted a number of seconds from 0 to the year 9999", quote(v.Raw()))
	}
	return t, nil
}

// tokenTTL converts seconds to a duration of at most a day. Any other value than a
// number above zero becomes the shortest time, to be safe.
func tokenTTL(v tree.Value) (ttl time.Duration, regular bool) {
	literal, number := v.Number()
	s, err := strconv.ParseFloat(literal.String(), 64)
	if !number || err != nil || !(s > 0) {
		return minTTL, false
	}
	return time.Duration(min(s, maxTTL.Seconds()) * float64(time.Second)), true
}

// JSON writes the claims of a status list token. It fails without a Subject, an
// Issued time or a List.
func (t Token) JSON() ([]byte, error) {
	if t.Subject == "" || t.Issued.Unix() < 0 {
		return nil, fail(CodeMember, "", "a status list token needs its URL as subject, and the time when it is issued")
	}
	list, err := t.List.JSON()
	if err != nil {
		return nil, err
	}
	if t.Aggregation != "" {
		list = append(append(list[:len(list)-1], `,"aggregation_uri":`...), append(encode(t.Aggregation), '}')...)
	}
	out := struct {
		Subject string          `json:"sub"`
		Issuer  string          `json:"iss,omitempty"`
		Issued  int64           `json:"iat"`
		Expires int64           `json:"exp,omitempty"`
		TTL     int64           `json:"ttl,omitempty"`
		List    json.RawMessage `json:"status_list"`
	}{Subject: t.Subject, Issuer: t.Issuer, Issued: t.Issued.Unix(), TTL: int64(t.TTL / time.Second), List: list}
	if !t.Expires.IsZero() {
		out.Expires = t.Expires.Unix()
	}
	return encode(out), nil
}
