package proof

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
	"github.com/openbadges-go/openbadges/badge/tree"
)

// credentialMembers tell a credential in the payload itself from one in the
// vc claim.
var credentialMembers = []string{"@context", "id", "type", "issuer", "credentialSubject", "validFrom", "issuanceDate", "proof"}

// claimsCheck collects what is wrong with one token.
type claimsCheck struct {
	doc      *badge.Document
	claims   jsontext.Value
	loose    badge.Severity // of what AllowLooseClaims accepts
	list     bool           // a status list, of which VC-JOSE-COSE asks for no claims
	absent   []string       // claims that would repeat a member
	problems []badge.Problem
}

// decide records what leaves the meaning of the token open.
func (c *claimsCheck) decide(code, name, format string, args ...any) {
	c.problems = append(c.problems, badge.Problem{Code: code, Path: jsontext.Join("", name), Message: fmt.Sprintf(format, args...), Decides: true})
}

// depart records a departure of a token that has one meaning.
func (c *claimsCheck) depart(severity badge.Severity, code, path, format string, args ...any) {
	c.problems = append(c.problems, badge.Problem{Code: code, Path: path, Message: fmt.Sprintf(format, args...), Severity: severity})
}

// ValidateToken compares the registered claims of a JWT with the members of the
// credential that they repeat, and lists the members of its header that Open
// Badges does not allow (OB 3.0 §8.2). A claim that differs decides; one that is
// absent is a departure. A document that is not a JWS has no problems. Dates are
// not compared with the clock, and Proof.Validate judges the rest of the header.
func ValidateToken(d *badge.Document, o CheckOptions) []badge.Problem {
	if e := (*jsontext.Error)(nil); errors.As(exists(d), &e) {
		return []badge.Problem{{Code: e.Code(), Message: e.Message(), Decides: true}}
	}
	if _, ok := d.JWS(); !ok || d.Version().Before3() {
		return nil // before Open Badges 3.0 a token adds no claims to the badge
	}
	c := &claimsCheck{doc: d, claims: jsontext.Value(d.Root()), list: d.Kind() == badge.KindStatusList}
	if o.allows(AllowLooseClaims) {
		c.loose = badge.SeverityWarning
	}
	c.header(o)
	c.shadows()
	c.carriage(d)
	c.text("iss", "issuer", d.IssuerID(), true)
	c.text("jti", "id", d.ID(), false)
	c.text("sub", "id of the credentialSubject", d.SubjectID(), true)
	if aud := c.claims.Member("aud"); aud.Kind() == jsontext.Null {
		c.decide(codeClaimMismatch, "aud", "the claim aud is null, wanted a string")
	}
	c.dates(d)
	if len(c.absent) > 0 && !c.list {
		c.depart(c.loose, codeClaimMissing, jsontext.Join("", c.absent[0]), "the token leaves out %s, which Open Badges 3.0 §8.2 asks for and VC-JOSE-COSE does not",
			strings.Join(c.absent, ", "))
	}
	return c.problems
}

// shadows refuses claims that some readers take for registered ones.
func (c *claimsCheck) shadows() {
	for name := range c.claims.Members() {
		like := func(known string) bool { return name != known && strings.EqualFold(strings.TrimSpace(name), known) }
		if name != "vc" && !slices.Contains(vocabulary.RegisteredClaims(), name) && (like("vc") || slices.ContainsFunc(vocabulary.RegisteredClaims(), like)) {
			c.decide(codeShadow, name, "the claim %s is not a registered one, and some readers take it for that", quoted(name))
		}
	}
}

// header lists the header members that change nothing.
func (c *claimsCheck) header(o CheckOptions) {
	token, _ := c.doc.JWS()
	severity := badge.SeverityError
	if o.allows(AllowOtherHeaders) {
		severity = badge.SeverityWarning
	}
	for name := range jsontext.Value(token.Header).Members() {
		if !slices.Contains(headerMembers, name) && !c.list {
			c.depart(severity, codeHeaderMember, "", "JOSE header: found %s, wanted only alg, kid, jwk and typ", quoted(name))
		}
	}
}

// carriage demands exactly one place for the credential: the payload under
// VC Data Model 2.0, the claim vc under 1.1.
func (c *claimsCheck) carriage(d *badge.Document) {
	vc := c.claims.Member("vc")
	if !vc.Exists() {
		return
	}
	for _, name := range credentialMembers {
		if c.claims.Member(name).Exists() {
			c.decide(codeVCAmbiguous, "vc", "the payload has the claim vc beside its own member %q", name)
			return
		}
	}
	if d.Version() == badge.OB3VCDM1 {
		return
	}
	severity := c.loose
	if c.list {
		severity = badge.SeverityWarning
	}
	c.depart(severity, codeVCVersion, vc.Pointer(), "the credential in the claim vc is not of VC Data Model 1.1")
}

// carriedAlone demands that a token shows nothing but registered claims beside
// a credential in its claim vc: a proof embedded in that credential covers
// nothing else, and a reader would take the rest for part of the badge.
func carriedAlone(d *badge.Document) error {
	if d.Body().Pointer() == "" {
		return nil
	}
	for name := range jsontext.Value(d.Root()).Members() {
		if name != "vc" && !slices.Contains(vocabulary.RegisteredClaims(), name) {
			return fail(codeVCAmbiguous, jsontext.Join("", name), "the payload has the member %s beside the claim vc, outside the proof in it", quoted(name))
		}
	}
	return nil
}

// text demands that a claim, if it is there, is the string its member holds.
// A claim alone decides where it says who issued the badge or received it.
func (c *claimsCheck) text(name, member, want string, decides bool) {
	v := c.claims.Member(name)
	got, ok := v.Text()
	switch {
	case !v.Exists():
		if want != "" {
			c.absent = append(c.absent, name)
		}
	case !ok:
		c.decide(codeClaimMismatch, name, "the claim %s is a JSON %s, wanted a string", name, v.Kind())
	case want == "" && !decides:
		if !c.list {
			c.depart(c.loose, codeClaimMissing, v.Pointer(), "the claim %s is %s, and the badge has no %s", name, quoted(got), member)
		}
	case got != want:
		c.decide(codeClaimMismatch, name, "the claim %s is %s, the %s is %s", name, quoted(got), member, quoted(want))
	}
}

// dates compares nbf and exp with the period of the credential. The claim exp
// alone is its end (OB 3.0 §8.2.4).
func (c *claimsCheck) dates(d *badge.Document) {
	from, until := d.Period()
	start, started := c.date("nbf", jsontext.Value(from))
	end, ended := c.date("exp", jsontext.Value(until))
	c.numericDate("iat")
	if started && ended && !end.After(start) {
		c.decide(codeClaimOrder, "exp", "the claim exp is %s, wanted a time after nbf, %s", c.claims.Member("exp").Raw(), c.claims.Member("nbf").Raw())
	}
	if c.claims.Member("nbf").Exists() && from.Pointer() == "/nbf" && !c.list {
		c.depart(c.loose, codeClaimMissing, "/nbf", "the claim nbf says since when the badge is valid, and the badge has no such member")
	}
}

// date compares a claim with its member: the same instant, or the second in
// which it lies.
func (c *claimsCheck) date(name string, member jsontext.Value) (time.Time, bool) {
	if !c.claims.Member(name).Exists() {
		if member.Exists() {
			c.absent = append(c.absent, name)
		}
		return time.Time{}, false
	}
	got, ok := c.numericDate(name)
	if !ok || member.Pointer() == jsontext.Join("", name) {
		return got, ok
	}
	want, err := instant(member)
	switch {
	case err != nil:
		c.decide(codeClaimDate, name, "the member that the claim %s repeats is not a date and time: %s", name, shown(member))
	case !got.Equal(want) && !got.Equal(want.Truncate(time.Second)):
		c.decide(codeClaimMismatch, name, "the claim %s is %s, its member is %d (%s)", name, c.claims.Member(name).Raw(), want.Unix(), shown(member))
	}
	return got, true
}

// numericDate reads a claim that must be a number of seconds.
func (c *claimsCheck) numericDate(name string) (time.Time, bool) {
	v := c.claims.Member(name)
	if !v.Exists() {
		return time.Time{}, false
	}
	t, err := badge.InstantOf(tree.Value(v))
	if err != nil || v.Kind() != jsontext.Number {
		c.decide(codeClaimDate, name, "the claim %s is %s, wanted a number of seconds from 0 to the year 9999", name, shown(v))
		return time.Time{}, false
	}
	return t, true
}

// instant reads a date and time. One without zone, which only VC Data Model
// 1.1 allows and package badge reports, is taken as UTC.
func instant(v jsontext.Value) (time.Time, error) {
	t, err := badge.DateTime(v.String()).Time()
	if err != nil && !t.IsZero() {
		return t, nil
	}
	return t, err
}
