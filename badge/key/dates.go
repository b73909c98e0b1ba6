package key

import (
	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/tree"
)

// superseded is the reason of a revocation that says nothing against what the key
// signed before (OpenID Federation 1.0 §8.7).
const superseded = "superseded"

// jwkDates reads when a JWK is in force, from the members that OpenID Federation
// 1.0 defines: iat, nbf, exp, and revoked with revoked_at and reason. A key that was
// superseded ended and nothing more; after any other reason, an unknown one included,
// others may have had it. Of iat it only checks that it is before the end: it is the
// date of the entry, which hosts renew.
func jwkDates(v jsontext.Value) (dates VerificationMethod, err error) {
	var issued, revoked badge.DateTime
	for _, d := range []struct {
		name string
		to   *badge.DateTime
	}{{"iat", &issued}, {"nbf", &dates.NotBefore}, {"exp", &dates.Expires}} {
		if *d.to, err = numericDate(v.Member(d.name), "/"+d.name); err != nil {
			return dates, err
		}
	}
	if r := v.Member("revoked"); r.Exists() {
		if revoked, err = numericDate(r.Member("revoked_at"), "/revoked/revoked_at"); err != nil {
			return dates, err
		}
		reason, ok := r.Member("reason").Text()
		switch {
		case revoked == "" || !ok && r.Member("reason").Exists():
			return dates, fail(codeDates, "/revoked", "the member revoked is not an object with revoked_at and, as text, a reason")
		case reason == superseded:
			dates.Expires = earlier(dates.Expires, revoked)
		default:
			dates.Revoked = revoked
		}
	}
	for _, begin := range []badge.DateTime{issued, dates.NotBefore} {
		if end := earlier(dates.Expires, dates.Revoked); begin != "" && end != "" && earlier(begin, end) == end {
			return dates, fail(codeDates, "", "the JWK ends at %s, and begins only at %s", end, begin)
		}
	}
	return dates, nil
}

// numericDate reads an optional number of seconds.
func numericDate(v jsontext.Value, path string) (badge.DateTime, error) {
	if !v.Exists() {
		return "", nil
	}
	at, err := badge.InstantOf(tree.Value(v))
	if err != nil || v.Kind() != jsontext.Number {
		return "", fail(codeDates, path, "%s is not a number of seconds since 1970", quoted(v.Raw()))
	}
	return badge.DateTimeOf(at), nil
}

// Within returns the method with the stricter of its dates and those of another
// statement about the same key: the later beginning and the earlier ends. A date
// that cannot be read is stricter than any other.
func (m VerificationMethod) Within(other VerificationMethod) VerificationMethod {
	m.NotBefore = stricter(m.NotBefore, other.NotBefore, 1)
	m.Expires, m.Revoked = earlier(m.Expires, other.Expires), earlier(m.Revoked, other.Revoked)
	return m
}

func earlier(a, b badge.DateTime) badge.DateTime { return stricter(a, b, -1) }

// stricter returns the earlier (order -1) or later (order 1) of two dates, of which
// "" means no date.
func stricter(a, b badge.DateTime, order int) badge.DateTime {
	switch {
	case a == "":
		return b
	case b == "":
		return a
	}
	first, err1 := a.Time()
	second, err2 := b.Time()
	if err1 != nil || err2 == nil && first.Compare(second) == order {
		return a
	}
	return b
}
