package proof

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

// maxNumericDate is the last second of the year 9999, up to which dates can
// be written (RFC 7519 §2).
const maxNumericDate = 253402300799

// credentialMembers tell a credential in the payload itself from one in the
// vc claim.
var credentialMembers = []string{"@context", "id", "type", "issuer", "credentialSubject", "validFrom", "issuanceDate", "proof"}

// claimsCheck collects what is wrong with the claims of one token.
type claimsCheck struct {
	claims   jsontext.Value
	loose    bool
	list     bool // a status list: VC-JOSE-COSE §3.2.1 asks for no claim, and Open Badges says nothing of lists
	problems []badge.Problem
}

func (c *claimsCheck) add(severity badge.Severity, code, name, format string, args ...any) {
	c.problems = append(c.problems, badge.Problem{
		Code: code, Path: jsontext.Join("", name), Severity: severity, Message: fmt.Sprintf(format, args...),
	})
}

// ValidateClaims compares the registered claims of a JWT with the members of the
// credential that they repeat (OB 3.0 §8.2.4, §8.2.6). A document that is
// not a JWS has no claims and no problems. It does not compare dates
// with the clock.
func ValidateClaims(d *badge.Document, o CheckOptions) []badge.Problem {
	if e := (*jsontext.Error)(nil); errors.As(exists(d), &e) {
		return []badge.Problem{{Code: e.Code(), Severity: badge.Error, Message: e.Message()}}
	}
	if _, ok := d.JWS(); !ok || d.Version().Before3() {
		return nil // before Open Badges 3.0 a token adds no claims to the badge
	}
	c := &claimsCheck{claims: jsontext.Value(d.Root()), loose: o.allows(AllowLooseClaims), list: d.Kind() == badge.KindStatusList}
	c.carriage(d)
	c.text("iss", "issuer", d.IssuerID(), badge.Error)
	c.text("jti", "id", d.ID(), badge.Error)
	missing := badge.Error
	if o.allows(AllowLooseClaims) || d.SubjectID() == "" { // without an id there is nothing to repeat: the claim is asked for all the same
		missing = badge.Warning
	}
	c.text("sub", "id of the credentialSubject", d.SubjectID(), missing)
	c.dates(d)
	return c.problems
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
			c.add(badge.Error, codeVCAmbiguous, "vc", "the payload has the claim vc beside its own member %q", name)
			return
		}
	}
	if d.Version() == badge.OB3VCDM1 {
		return
	}
	severity := badge.Error
	if c.loose || c.list {
		severity = badge.Warning
	}
	c.add(severity, codeVCVersion, "vc", "the credential in the claim vc is not of VC Data Model 1.1")
}

// carriedAlone demands that a token shows nothing but registered claims beside
// a credential in its claim vc: a proof embedded in that credential covers
// nothing else, and a reader would take the rest for part of the badge.
func carriedAlone(d *badge.Document) error {
	if d.Body().Pointer() == "" {
		return nil
	}
	for name := range jsontext.Value(d.Root()).Members() {
		if name != "vc" && !slices.Contains(registered, name) {
			return fail(codeVCAmbiguous, jsontext.Join("", name), "the payload has the member %s beside the claim vc, outside the proof in it", quoted(name))
		}
	}
	return nil
}

// text demands that a claim is the string its member holds.
func (c *claimsCheck) text(name, member, want string, missing badge.Severity) {
	v := c.claims.Member(name)
	got, ok := v.Text()
	switch {
	case !v.Exists() && c.list:
	case !v.Exists():
		c.add(missing, codeClaimMissing, name, "the claim %s, which repeats the %s, is missing", name, member)
	case !ok:
		c.add(badge.Error, codeClaimMismatch, name, "the claim %s is a JSON %s, wanted a string", name, v.Kind())
	case got != want || want == "":
		c.add(badge.Error, codeClaimMismatch, name, "the claim %s is %s, the %s is %s", name, quoted(got), member, quoted(want))
	}
}

// dates compares nbf and exp with the period of the credential, in whole
// seconds.
func (c *claimsCheck) dates(d *badge.Document) {
	from, until := d.Period()
	missing := badge.Error
	if c.loose {
		missing = badge.Warning
	}
	nbf, hasNbf := c.numericDate("nbf")
	exp, hasExp := c.numericDate("exp")
	c.numericDate("iat")
	switch {
	case hasNbf:
		c.second("nbf", nbf, jsontext.Value(from))
	case !c.claims.Member("nbf").Exists() && !c.loose && !c.list:
		c.add(badge.Error, codeClaimMissing, "nbf", "the claim nbf, which repeats the start of validity, is missing")
	}
	switch {
	case hasExp && until.Exists():
		c.second("exp", exp, jsontext.Value(until))
	case until.Exists() && !c.claims.Member("exp").Exists() && !c.list:
		c.add(missing, codeClaimMissing, "exp", "the claim exp, which repeats the end of validity, is missing")
	}
	if hasNbf && hasExp && exp <= nbf {
		c.add(badge.Error, codeClaimOrder, "exp", "the claim exp is %d, wanted a time after nbf %d", exp, nbf)
	}
}

// numericDate reads a claim that must be a whole number of seconds since 1970
// and no later than the year 9999, written as digits only.
func (c *claimsCheck) numericDate(name string) (int64, bool) {
	v := c.claims.Member(name)
	if !v.Exists() {
		return 0, false
	}
	literal, ok := v.Number()
	n, err := strconv.ParseInt(literal.String(), 10, 64)
	if !ok || err != nil || n < 0 || n > maxNumericDate || literal == "-0" {
		c.add(badge.Error, codeClaimDate, name, "the claim %s is %s, wanted a whole number of seconds", name, shown(v))
		return 0, false
	}
	return n, true
}

// second demands that a date claim is the second in which its member lies.
func (c *claimsCheck) second(name string, got int64, member jsontext.Value) {
	t, err := instant(member)
	switch {
	case err != nil:
		c.add(badge.Error, codeClaimDate, name, "the member that the claim %s repeats is not a date and time: %s", name, shown(member))
	case t.Unix() != got:
		c.add(badge.Error, codeClaimMismatch, name, "the claim %s is %d, its member is %d (%s)", name, got, t.Unix(), shown(member))
	}
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
