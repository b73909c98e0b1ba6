package badge

import (
	"encoding/json"
	"fmt"
	"iter"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
	"github.com/openbadges-go/openbadges/badge/tree"
)

// Claimed yields the members of a VC Data Model 1.1 credential that only the
// claims of its token have (VC Data Model 1.1 §6.3.1): the pointer that the
// member would have, and that of the claim.
func (d *Document) Claimed() iter.Seq2[string, string] {
	d = d.orEmpty()
	return func(yield func(member, claim string) bool) {
		for _, c := range d.claimed {
			if !yield(c.member, c.claim) {
				return
			}
		}
	}
}

type claimed struct{ member, claim string }

// credentialMembers show that a payload is a credential itself.
var credentialMembers = []string{"@context", "id", "type", "issuer", "credentialSubject", "validFrom", "issuanceDate", "proof"}

// decode completes the credential in the vc claim of a VC Data Model 1.1 token
// with the members that only the registered claims have. A credential with an
// embedded proof stays unchanged, since that proof does not cover the claims.
func (d *Document) decode() {
	if d.version != OB3VCDM1 || d.body.Pointer() == "" || d.body.Member("proof").Exists() {
		return
	}
	for _, name := range credentialMembers {
		if d.root.Member(name).Exists() {
			return
		}
	}
	d.claim("jti", "id")
	if d.body.Member("issuer").Kind() == jsontext.Object {
		d.claim("iss", "issuer", "id")
	} else {
		d.claim("iss", "issuer")
	}
	d.claim("nbf", vocabulary.PeriodVC1.From)
	d.claim("exp", vocabulary.PeriodVC1.Until)
	if d.body.Member("credentialSubject").Kind() == jsontext.Object {
		d.claim("sub", "credentialSubject", "id")
	}
}

// claim inserts the value of a claim into the credential as the member at the
// end of the path, unless the member exists or the claim is malformed.
func (d *Document) claim(name string, path ...string) {
	claim, parent := d.root.Member(name), d.body
	for _, step := range path[:len(path)-1] {
		parent = parent.Member(step)
	}
	member := path[len(path)-1]
	value, ok := claim.Text()
	if isDate := name == "nbf" || name == "exp"; isDate {
		t, err := InstantOf(tree.Value(claim))
		value, ok = string(DateTimeOf(t)), err == nil && claim.Kind() == jsontext.Number
	}
	if !ok || value == "" || parent.Member(member).Exists() {
		return
	}
	text, _ := json.Marshal(value) // strings always marshal
	if member == "issuer" {        // Open Badges on VC Data Model 1.1 has a Profile there
		text = fmt.Appendf(nil, `{"id":%s,"type":["Profile"]}`, text)
	}
	if root, err := jsontext.Parse(jsontext.InsertMember(parent, member, text)); err == nil {
		d.body = root.Member("vc")
		d.claimed = append(d.claimed, claimed{jsontext.Join(parent.Pointer(), member), claim.Pointer()})
	}
}
