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

// credentialMembers are members that show where the credential is: in the
// payload itself or in the claim vc.
var credentialMembers = []string{"@context", "id", "type", "issuer", "credentialSubject", "validFrom", "issuanceDate", "proof"}

// claimsCheck collects what is wrong with one token.
type claimsCheck struct {
	doc      *badge.Document
	claims   jsontext.Value
	loose    badge.Severity // errors that AllowLooseClaims turns into warnings
	list     bool           // set for a status list: VC-JOSE-COSE requires no claims there
	absent   []string       // missing claims, each of which could repeat a member
	problems []badge.Problem
}

// decide records a problem that makes the meaning of the token ambiguous.
func (c *claimsCheck) decide(code, name, format string, args ...any) {
	c.problems = append(c.problems, badge.Problem{Code: code, Path: jsontext.Join("", name), Message: fmt.Sprintf(format, args...), Decides: true})
}

// depart records a departure of a token whose meaning is clear.
func (c *claimsCheck) depart(severity badge.Severity, code, path, format string, args ...any) {
	c.problems = append(c.problems, badge.Problem{Code: code, Path: path, Message: fmt.Sprintf(format, args...), Severity: severity})
}

// ValidateToken compares the registered claims of a JWT with the members of the
// credential that they repeat. It also lists the header members that Open
// Badges does not allow (OB 3.0 §8.2). A claim that differs is an error; a
// missing one is a departure. A document that is not a JWS has no problems.
// Dates are not compared with the clock, and Proof.Validate checks the rest of
// the header.
func ValidateToken(d *badge.Document, o CheckOptions) []badge.Problem {
	if e, ok := errors.AsType[*jsontext.Error](exists(d)); ok {
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
	c.disclosable()
	if d.Version() == badge.SDJWTVC {
		c.beside()
		return c.problems
	}
	c.carriage(d)
	c.text("iss", "issuer", d.IssuerID(), true)
	c.text("jti", "id", d.ID(), false)
	c.text("sub", "id of the credentialSubject", d.SubjectID(), true)
	if aud := c.claims.Member("aud"); aud.Kind() == jsontext.Null {
		c.decide(codeClaimMismatch, "aud", "the claim aud is null, wanted a string")
	}
	c.dates(d)
	if len(c.absent) > 0 && !c.list && !c.newer() {
		c.depart(c.loose, codeClaimMissing, jsontext.Join("", c.absent[0]), "the token leaves out %s, which Open Badges 3.0 §8.2 requires and VC-JOSE-COSE does not",
			strings.Join(c.absent, ", "))
	}
	return c.problems
}

// shadows refuses claims that some readers treat as registered claims.
func (c *claimsCheck) shadows() {
	for name := range c.claims.Members() {
		if taken := vocabulary.Folded(name); taken != name && (taken == "vc" || slices.Contains(vocabulary.RegisteredClaims(), taken)) {
			c.decide(codeShadow, name, "the claim %s is not registered, but some readers treat it as the registered one", quoted(name))
		}
	}
}

// header lists the header members that change nothing in the verification.
func (c *claimsCheck) header(o CheckOptions) {
	token, _ := c.doc.JWS()
	severity := badge.SeverityError
	if o.allows(AllowOtherHeaders) {
		severity = badge.SeverityWarning
	}
	for name := range jsontext.Value(token.Header).Members() {
		if !slices.Contains(headerMembers, name) && !c.list && !c.newer() {
			c.depart(severity, codeHeaderMember, "", "JOSE header: found %s, wanted only alg, kid, jwk and typ", quoted(name))
		}
	}
}

// carriage requires exactly one place for the credential: the payload under VC
// Data Model 2.0, the claim vc under 1.1.
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

// carriedAlone requires that a token has only registered claims beside the
// credential in its claim vc. A proof embedded in that credential does not
// cover other members, and a reader would take them for part of the badge.
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

// text requires that a claim, if present, is the string in its member. The
// claim alone is an error if it names the issuer or the recipient and the badge
// does not.
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
			c.depart(c.loose, codeClaimMissing, v.Pointer(), "the claim %s is %s; the badge has no %s", name, quoted(got), member)
		}
	case got != want:
		c.decide(codeClaimMismatch, name, "the claim %s is %s, the %s is %s", name, quoted(got), member, quoted(want))
	}
}

// dates compares nbf and exp with the validity period of the credential. The
// claim exp may be its only end (OB 3.0 §8.2.4).
func (c *claimsCheck) dates(d *badge.Document) {
	from, until := d.Period()
	start, started := c.date("nbf", jsontext.Value(from))
	end, ended := c.date("exp", jsontext.Value(until))
	c.numericDate("iat")
	if started && ended && !end.After(start) {
		c.decide(codeClaimOrder, "exp", "the claim exp is %s, wanted a time after nbf, %s", c.claims.Member("exp").Raw(), c.claims.Member("nbf").Raw())
	}
	if c.claims.Member("nbf").Exists() && from.Pointer() == "/nbf" && !c.list {
		c.depart(c.loose, codeClaimMissing, "/nbf", "the claim nbf is a start of validity; the badge has none")
	}
}

// date compares a claim with its member: both must be the same instant, or the
// claim must be the second that contains it.
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
		c.decide(codeClaimDate, name, "the member repeated by the claim %s is not a date and time: %s", name, shown(member))
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

// instant reads a date and time. One without a time zone, which only VC Data
// Model 1.1 allows and package badge reports, is read as UTC.
func instant(v jsontext.Value) (time.Time, error) {
	t, err := badge.DateTime(v.String()).Time()
	if err != nil && !t.IsZero() {
		return t, nil
	}
	return t, err
}
