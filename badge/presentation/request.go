package presentation

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/badge/tree"
)

// Request is what a verifier asks a holder for: a VerifiablePresentationRequest
// of the VC API. Queries of one group must all be met; the groups are
// alternatives.
type Request struct {
	Queries   []Query `json:"query"`
	Challenge string  `json:"challenge"`
	Domain    string  `json:"domain"`
}

// Query is one question of a Request. An unknown type is never met.
type Query struct {
	Type         string   `json:"type"`                      // TypeDIDAuthentication, TypeQueryByExample or another
	Group        string   `json:"group,omitempty"`           // "" is a group too
	Optional     bool     `json:"-"`                         // required is false: the group is met without it
	Methods      []string `json:"-"`                         // accepted methods of the holder's DID, such as key; none: any
	Cryptosuites []string `json:"-"`                         // accepted suites of the presentation; none: any
	Wanted       []Wanted `json:"credentialQuery,omitempty"` // each must be met by a badge
}

// Wanted is a badge that a Query asks for.
type Wanted struct {
	Reason       string          `json:"reason,omitempty"`  // for the holder
	Example      json.RawMessage `json:"example,omitempty"` // what the badge must contain, a JSON object; nil: anything
	Issuers      []string        `json:"-"`                 // accepted issuers; none: any
	Cryptosuites []string        `json:"-"`                 // accepted suites of a badge with Data Integrity
	Envelopes    []string        `json:"-"`                 // accepted media types of a badge that is a token; where both are empty: any
}

// The types of queries.
const (
	TypeDIDAuthentication = "DIDAuthentication"
	TypeQueryByExample    = "QueryByExample"
)

// maxQueries is the limit of the queries in a request, and of the badges that
// one of them asks for: each is compared with every badge.
const maxQueries = 32

// ParseRequest reads a request, also inside of a message of an exchange as its
// verifiablePresentationRequest. Names and lists may be written as texts or as
// objects, one or several.
func ParseRequest(data []byte) (Request, error) {
	v, err := tree.Parse(data)
	if err != nil {
		return Request{}, err
	}
	if inner := v.Member("verifiablePresentationRequest"); inner.Exists() {
		v = inner
	}
	r := Request{Challenge: v.Member("challenge").String(), Domain: v.Member("domain").String()}
	if v.Kind() != tree.Object {
		return Request{}, fail(codeRequest, "found a JSON %s, wanted a request", v.Kind())
	}
	for q := range v.Member("query").Each() {
		if q.Kind() != tree.Object || len(r.Queries) == maxQueries {
			return Request{}, fail(codeRequest, "found a JSON %s as query %d, wanted an object, and at most %d", q.Kind(), len(r.Queries), maxQueries)
		}
		required, said := q.Member("required").Bool()
		query := Query{Type: q.Member("type").String(), Group: q.Member("group").String(), Optional: said && !required,
			Methods: named(q.Member("acceptedMethods"), "method"), Cryptosuites: named(q.Member("acceptedCryptosuites"), "cryptosuite")}
		for c := range q.Member("credentialQuery").Each() {
			if len(query.Wanted) == maxQueries {
				return Request{}, fail(codeRequest, "the query asks for more than %d badges", maxQueries)
			}
			one := Wanted{Reason: c.Member("reason").String(), Issuers: named(c.Member("acceptedIssuers"), "id"),
				Cryptosuites: named(c.Member("acceptedCryptosuites"), "cryptosuite"), Envelopes: named(c.Member("acceptedEnvelopes"), "mediaType")}
			if example := c.Member("example"); example.Exists() {
				one.Example = json.RawMessage(example.Raw())
			}
			query.Wanted = append(query.Wanted, one)
		}
		r.Queries = append(r.Queries, query)
	}
	return r, nil
}

// named reads a list of names, each a text or an object with it as a member. An
// entry without a name stays, and matches nothing.
func named(list tree.Value, member string) (names []string) {
	for e := range list.Each() {
		if e.Kind() == tree.Object {
			e = e.Member(member)
		}
		names = append(names, e.String())
	}
	return names
}

// MarshalJSON writes the query in the words of the VC API.
func (q Query) MarshalJSON() ([]byte, error) {
	type plain Query // without this method
	return json.Marshal(struct {
		plain
		Required     *bool               `json:"required,omitempty"`
		Methods      []map[string]string `json:"acceptedMethods,omitempty"`
		Cryptosuites []map[string]string `json:"acceptedCryptosuites,omitempty"`
	}{plain(q), map[bool]*bool{true: new(bool)}[q.Optional], objects(q.Methods, "method"), objects(q.Cryptosuites, "cryptosuite")})
}

// MarshalJSON writes what is wanted in the words of the VC API.
func (c Wanted) MarshalJSON() ([]byte, error) {
	type plain Wanted // without this method
	return json.Marshal(struct {
		plain
		Issuers      []string            `json:"acceptedIssuers,omitempty"`
		Cryptosuites []map[string]string `json:"acceptedCryptosuites,omitempty"`
		Envelopes    []map[string]string `json:"acceptedEnvelopes,omitempty"`
	}{plain(c), c.Issuers, objects(c.Cryptosuites, "cryptosuite"), objects(c.Envelopes, "mediaType")})
}

// objects writes names as objects with one member.
func objects(names []string, member string) (list []map[string]string) {
	for _, name := range names {
		list = append(list, map[string]string{member: name})
	}
	return list
}

// Match returns the badges to show to meet a request, in the order of its
// questions: of the first group that can be met, one badge for each that is
// asked for. They are badges for the DID of the holder, or for no DID. scheme is
// how the presentation will be secured. Nothing is returned where nothing was
// asked for. If no group can be met, the error has the code presentation.unmet.
func (r Request) Match(holder string, scheme proof.Scheme, badges []*badge.Document) ([]*badge.Document, error) {
	var groups []string
	for _, q := range r.Queries {
		if !slices.Contains(groups, q.Group) {
			groups = append(groups, q.Group)
		}
	}
	for _, group := range groups {
		if shown, met := r.meet(group, holder, scheme, badges); met {
			return shown, nil
		}
	}
	if len(groups) == 0 {
		return nil, nil
	}
	return nil, fail(codeUnmet, "no group of the %d queries can be met with these %d badges", len(r.Queries), len(badges))
}

// meet returns the badges that meet one group.
func (r Request) meet(group, holder string, scheme proof.Scheme, badges []*badge.Document) (shown []*badge.Document, met bool) {
	for _, q := range r.Queries {
		if q.Group != group {
			continue
		}
		found, ok := q.meet(holder, scheme, badges)
		if !ok && !q.Optional {
			return nil, false
		}
		for _, d := range found {
			if ok && !slices.Contains(shown, d) {
				shown = append(shown, d)
			}
		}
	}
	return shown, true
}

func (q Query) meet(holder string, scheme proof.Scheme, badges []*badge.Document) (found []*badge.Document, met bool) {
	switch q.Type {
	case TypeDIDAuthentication:
		_, method, _ := strings.Cut(holder, ":")
		method, _, _ = strings.Cut(method, ":")
		return nil, accepts(q.Methods, method) && accepts(q.Cryptosuites, string(scheme))
	case TypeQueryByExample:
		for _, c := range q.Wanted {
			i := slices.IndexFunc(badges, func(d *badge.Document) bool { return c.meets(holder, d) })
			if i < 0 {
				return nil, false
			}
			found = append(found, badges[i])
		}
		return found, len(q.Wanted) > 0
	}
	return nil, false
}

func accepts(list []string, one string) bool { return len(list) == 0 || slices.Contains(list, one) }

// meets reports whether a badge is what is asked for.
func (c Wanted) meets(holder string, d *badge.Document) bool {
	if _, err := presentable(d, holder, false); err != nil || !accepts(c.Issuers, d.IssuerID()) || !c.secured(d) {
		return false
	}
	if len(c.Example) == 0 {
		return true
	}
	example, err := tree.Parse(c.Example)
	return err == nil && example.Kind() == tree.Object && holds(d.Body(), example)
}

// secured reports whether the badge is secured in an accepted way.
func (c Wanted) secured(d *badge.Document) bool {
	if len(c.Cryptosuites) == 0 && len(c.Envelopes) == 0 {
		return true
	}
	if _, token := d.JWS(); token {
		return slices.ContainsFunc([]string{"application/jwt", envelopeType(d)}, func(media string) bool { return slices.Contains(c.Envelopes, media) })
	}
	found, _ := proof.Find(d)
	return slices.ContainsFunc(found, func(p proof.Proof) bool { return slices.Contains(c.Cryptosuites, string(p.Scheme())) })
}

// holds reports whether a value has everything that an example has: the members
// of objects, the elements of lists in any order, and equal texts, numbers and
// booleans. A value alone is like a list of it.
func holds(v, example tree.Value) bool {
	if example.Kind() == tree.Array {
		for e := range example.Each() {
			if !holds(v, e) {
				return false
			}
		}
		return true
	}
	for one := range v.Each() {
		if one.Kind() == example.Kind() && same(one, example) {
			return true
		}
	}
	return false
}

// oneName returns one of the two names that Open Badges 3.0 gives to the class of
// badges.
func oneName(text string) string {
	if text == "AchievementCredential" {
		return "OpenBadgeCredential"
	}
	return text
}

func same(v, example tree.Value) bool {
	if example.Kind() == tree.String {
		return oneName(v.String()) == oneName(example.String())
	}
	if example.Kind() != tree.Object {
		return v.Raw() == example.Raw()
	}
	for name, member := range example.Members() {
		if !holds(v.Member(name), member) {
			return false
		}
	}
	return true
}
