package proof

import (
	"slices"
	"strconv"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/sdtext"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

// Types of SD-JWTs.
const (
	typeVCSDJWT = "vc+sd-jwt" // a credential of VC Data Model 2.0 (VC-JOSE-COSE §3.2)
	typeDCSDJWT = "dc+sd-jwt" // claims of an SD-JWT VC

	typeKeyBinding = "kb+jwt" // of the JWT by which a holder binds an SD-JWT to a verifier
)

// sdTypes are the accepted types of an SD-JWT.
var sdTypes = []string{typeVCSDJWT, typeDCSDJWT}

// contentTypes are the content types that a header may state beside a type.
var contentTypes = map[string]string{"vc+jwt": "vc", typeVCSDJWT: "vc", "vp+jwt": "vp", "vp+sd-jwt": "vp"}

// newer reports whether the token is of a type that Open Badges 3.0 §8.2 does
// not know: then registered claims are optional, and unknown header members are
// ignored.
func (c *claimsCheck) newer() bool {
	token, _ := c.doc.JWS()
	return slices.Contains(sdTypes, token.Header.Member("typ").String())
}

// Claims and members that the holder of an SD-JWT must not be able to withhold:
// those of SD-JWT VC §2.2.2.3, which decide in any token, and those that
// VC-JOSE-COSE §3.2.2 advises against.
var (
	neverDisclosed = []string{"iss", "nbf", "exp", "cnf", "vct", "vct#integrity", "aka_vcts", "status"}
	notDisclosed   = []string{"@context", "type", "credentialStatus", "credentialSchema", "relatedResource"}
)

// disclosable reports claims that the issuer should not let the holder withhold,
// and a token that only calls itself an SD-JWT.
func (c *claimsCheck) disclosable() {
	token, ok := c.doc.SDJWT()
	if !ok {
		return
	}
	if token.Presented == "" {
		c.depart(badge.SeverityError, codeNoTilde, "", "the token has the type of an SD-JWT and no tilde at its end")
	}
	for _, name := range neverDisclosed {
		if withholds(token, jsontext.Join("", name)) {
			c.decide(codeNotDisclosable, name, "the holder can withhold the claim %s, or a part of it", name)
		}
	}
	for _, name := range notDisclosed {
		if path := jsontext.Join("", name); withholds(token, path) {
			c.depart(badge.SeverityError, codeNotDisclosable, path, "the holder can withhold the member %s, or a part of it", name)
		}
	}
}

// beside compares the claims of an SD-JWT VC with the members of the badge that
// it may be as well: both must say the same.
func (c *claimsCheck) beside() {
	start, started := c.numericDate("nbf")
	end, ended := c.numericDate("exp")
	c.numericDate("iat")
	if started && ended && !end.After(start) {
		c.decide(codeClaimOrder, "exp", "the claim exp is %s, wanted a time after nbf, %s", c.claims.Member("exp").Raw(), c.claims.Member("nbf").Raw())
	}
	for _, name := range []string{"sub", "jti"} {
		if v := c.claims.Member(name); v.Exists() && v.Kind() != jsontext.String {
			c.decide(codeClaimMismatch, name, "the claim %s is a JSON %s, wanted a string", name, v.Kind())
		}
	}
	if !c.claims.Member("@context").Exists() {
		return
	}
	for _, pair := range []struct {
		claim  string
		member jsontext.Value
	}{{"iss", idValue(c.claims.Member("issuer"))}, {"sub", idValue(c.claims.Member("credentialSubject"))}, {"jti", c.claims.Member("id")}} {
		got := c.claims.Member(pair.claim)
		if got.Exists() && pair.member.Exists() && got.String() != pair.member.String() {
			c.decide(codeClaimMismatch, pair.claim, "the claim %s is %s, the credential has %s", pair.claim, shown(got), shown(pair.member))
		}
	}
	for _, model := range []vocabulary.Period{vocabulary.PeriodVC2, vocabulary.PeriodVC1} {
		if from := c.claims.Member(model.From); started && from.Exists() {
			c.date("nbf", from)
		}
		if until := c.claims.Member(model.Until); ended && until.Exists() {
			c.date("exp", until)
		}
	}
}

// withholds reports whether a member, or a part of it, is or could have been
// left out by the holder.
func withholds(token badge.SDJWT, path string) bool {
	return slices.ContainsFunc(token.Withheld, func(at string) bool { return within(at, path) }) ||
		slices.ContainsFunc(token.Disclosures, func(d badge.Disclosure) bool { return within(d.Path, path) || within(path, d.Path) })
}

// within reports whether a pointer is path or leads below it.
func within(at, path string) bool {
	rest, ok := strings.CutPrefix(at, path)
	return ok && (rest == "" || rest[0] == '/')
}

// hideable are the members of a credential that, if the holder withholds them,
// make it look valid for longer than it is.
var hideable = []string{"validFrom", "validUntil", "credentialStatus"}

// says reports whether a credential has a member, or a token the claim status in
// its place.
func says(root jsontext.Value, name string) bool {
	return root.Member(name).Exists() || name == "credentialStatus" && root.Member(vocabulary.StatusClaim).Kind() == jsontext.Object
}

// disclosedClaims says what an SD-JWT shows; nil for another token, and for one
// from which nothing can be withheld.
func disclosedClaims(doc *badge.Document) *Disclosed {
	token, ok := doc.SDJWT()
	if !ok || len(token.Disclosures)+token.Undisclosed == 0 {
		return nil
	}
	root := jsontext.Value(doc.Root())
	d := &Disclosed{Chosen: []string{}, Undisclosed: token.Undisclosed, Withheld: token.Withheld}
	chosen, above := map[string]bool{}, map[string]bool{}
	for _, shown := range token.Disclosures {
		d.Chosen = append(d.Chosen, shown.Path)
		chosen[shown.Path] = true
		for at := shown.Path; at != ""; {
			at = sdtext.Parent(at)
			above[at] = true
		}
	}
	d.Mandatory = mandatoryClaims([]string{}, root, "", chosen, above)
	for _, name := range decisive {
		path := jsontext.Join("", name)
		hidden := func(at string) bool { return within(at, path) }
		if name != "issuer" && slices.ContainsFunc(token.Withheld, hidden) { // an issuer's id is shown, or there is none
			d.Withholdable = append(d.Withholdable, path)
		}
	}
	if slices.Contains(token.Withheld, "") && root.Member("@context").Exists() {
		for _, name := range hideable {
			if !says(root, name) {
				d.Withholdable = append(d.Withholdable, jsontext.Join("", name))
			}
		}
	}
	return d
}

// mandatoryClaims appends the pointers of what the issuer shows whatever the
// holder chooses: whole values, or the parts of values with chosen ones inside.
func mandatoryClaims(list []string, v jsontext.Value, at string, chosen, above map[string]bool) []string {
	switch {
	case chosen[at]:
		return list
	case !above[at]:
		return append(list, at)
	}
	for name, m := range v.Members() {
		list = mandatoryClaims(list, m, jsontext.Join(at, name), chosen, above)
	}
	for i, e := range v.Elements() {
		list = mandatoryClaims(list, e, jsontext.Join(at, strconv.Itoa(i)), chosen, above)
	}
	return list
}
