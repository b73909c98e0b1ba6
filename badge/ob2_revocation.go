package badge

import (
	"encoding/json"
	"maps"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

// Revocation is the revocation that a document states itself.
type Revocation struct {
	Revoked bool
	Reason  string
}

// Revocation returns the revocation that the document states itself, as a host
// does with status 410. In Open Badges 2.0, a revoked assertion needs no other
// property.
func (d *Document) Revocation() Revocation {
	d = d.orEmpty()
	revoked, _ := d.body.Member("revoked").Bool()
	return Revocation{Revoked: revoked, Reason: d.body.Member("revocationReason").String()}
}

// RevocationList lists the revoked assertions of an issuer of Open Badges 2.0
// or before.
type RevocationList struct {
	Context []Context                  `json:"@context" list:"compact"`
	ID      string                     `json:"id"`
	Type    []string                   `json:"type" list:"compact"`
	Issuer  string                     `json:"issuer"` // the id of the issuer's profile
	Revoked []RevokedAssertion         `json:"revokedAssertions"`
	Extra   map[string]json.RawMessage `json:"-"`
}

// MarshalJSON returns l as a JSON object with all its values. The array of
// entries is written even if it is empty.
func (l RevocationList) MarshalJSON() ([]byte, error) {
	if len(l.Revoked) == 0 {
		extra := map[string]json.RawMessage{"revokedAssertions": json.RawMessage("[]")}
		maps.Copy(extra, l.Extra)
		l.Extra = extra
	}
	return views().Encode(l)
}

// UnmarshalJSON sets l to what MarshalJSON wrote.
func (l *RevocationList) UnmarshalJSON(text []byte) error {
	if err := unmarshalView(text, l); err != nil {
		return err
	}
	if string(l.Extra["revokedAssertions"]) == "[]" {
		delete(l.Extra, "revokedAssertions")
	}
	if len(l.Extra) == 0 {
		l.Extra = nil
	}
	return nil
}

// RevokedAssertion is one entry of a RevocationList: an assertion by its id or
// its uid.
type RevokedAssertion struct {
	ID      string                     `json:"id"`
	UID     string                     `json:"uid"`
	Revoked *bool                      `json:"revoked"` // nil is true
	Reason  string                     `json:"revocationReason"`
	Extra   map[string]json.RawMessage `json:"-"`
}

// Find returns the entry that revokes the assertion with this id or uid; an
// empty uid matches nothing. Entries with revoked false are ignored.
func (l RevocationList) Find(id, uid string) (RevokedAssertion, bool) {
	for _, e := range l.Revoked {
		if e.Revoked != nil && !*e.Revoked {
			continue
		}
		if id != "" && e.ID == id || uid != "" && e.UID == uid {
			return e, true
		}
	}
	return RevokedAssertion{}, false
}

// RevocationList returns the typed view of a revocation list of Open Badges 2.0
// or of 1.x, which maps uids to reasons. An unreadable entry is an error,
// because it could be the one that revokes the assertion.
func (d *Document) RevocationList() (RevocationList, error) {
	d = d.orEmpty()
	var l RevocationList
	entries := d.body.Member("revokedAssertions")
	if d.kind == KindOther && !d.body.Member("@context").Exists() && !entries.Exists() {
		return revocationMap(d.body)
	}
	if d.kind != KindRevocationList || entries.Kind() != jsontext.Array {
		return l, fail(codeRevocationList, entries.Pointer(), "found a document of kind %s, wanted a revocation list with an array of revokedAssertions", Quote(string(d.kind)))
	}
	views().Decode(d.body, &l)
	delete(l.Extra, "revokedAssertions")
	l.Revoked = nil
	if issuer := d.body.Member("issuer"); issuer.Kind() == jsontext.Object {
		l.Issuer = idOf(issuer)
	}
	for _, said := range entries.Elements() {
		e := RevokedAssertion{ID: said.String()}
		if said.Kind() == jsontext.Object {
			views().Decode(said, &e)
		}
		_, misfit := e.Extra["revoked"]
		if e.ID == "" && e.UID == "" || misfit {
			return RevocationList{}, fail(codeRevocationList, said.Pointer(), "the entry identifies no assertion, wanted an id or an object with an id or a uid")
		}
		l.Revoked = append(l.Revoked, e)
	}
	return l, nil
}

// revocationMap reads the list of Open Badges 1.x.
func revocationMap(body jsontext.Value) (RevocationList, error) {
	var l RevocationList
	for uid, said := range body.Members() {
		reason, ok := said.Text()
		if !ok {
			return RevocationList{}, fail(codeRevocationList, said.Pointer(), "found a JSON %s, wanted the reason why the assertion was revoked", said.Kind())
		}
		l.Revoked = append(l.Revoked, RevokedAssertion{UID: uid, Reason: reason})
	}
	return l, nil
}
