package verify

import (
	"fmt"
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/tree"
)

// claimsOf checks the claims of an SD-JWT VC (SD-JWT VC §3.2.2), and the badge
// beside them if it has one.
func (q *inquiry) claimsOf(doc *badge.Document) []Check {
	vct, iss := doc.Root().Member("vct"), doc.Root().Member("iss")
	var checks []Check
	switch token, _ := doc.JWS(); {
	case vct.String() == "":
		return []Check{{Stage: StageStructure, Outcome: Failed, Code: codeClaimsType, Path: vct.Pointer(), Message: fmt.Sprintf("the claim vct is %s, wanted a text", badge.Quote(vct.Raw()))}}
	case !q.as.outer || !slices.Contains(q.as.kinds, badge.KindCredential):
		return []Check{{Stage: StageStructure, Outcome: Failed, Code: codeKind, Path: vct.Pointer(), Message: fmt.Sprintf("this is an SD-JWT VC, wanted a %s", q.as.kinds[0])}}
	case !iss.Exists():
		return []Check{{Stage: StageStructure, Outcome: Unknown, Code: codeClaimsIssuer, Message: "the token has no claim iss: an issuer that only a certificate names is not supported"}}
	case !isIdentifier(iss.String()):
		return []Check{{Stage: StageStructure, Outcome: Failed, Code: codeClaimsIssuer, Path: iss.Pointer(), Message: fmt.Sprintf("the claim iss is %s, wanted a DID or a URL", badge.Quote(iss.Raw()))}}
	case token.Header.Member("typ").String() != "dc+sd-jwt":
		checks = append(checks, q.departure(codeClaimsTyp, "", "the typ of the token is not dc+sd-jwt, as that of an SD-JWT VC has been since 2024"))
	}
	if !isIdentifier(vct.String()) && !strings.Contains(vct.String(), ":") {
		checks = append(checks, q.departure(codeClaimsWord, vct.Pointer(), fmt.Sprintf("the type is %s, wanted a URI, which no other issuer uses for something else", badge.Quote(vct.String()))))
	}
	if doc.Root().Member("@context").Exists() {
		checks = append(checks, q.besideClaims(doc)...)
	}
	if !answered(checks, StageStructure) {
		checks = append(checks, Check{Stage: StageStructure, Outcome: Passed, Code: codeStructure, Message: "the document is a well-formed SD-JWT VC"})
	}
	return append(checks, q.tokenDepartures(doc)...)
}

// besideClaims checks the credential in an SD-JWT VC that is a badge as well. The
// proof compares what both say.
func (q *inquiry) besideClaims(doc *badge.Document) (checks []Check) {
	beside, err := badge.Parse(doc.JSON())
	if err != nil {
		return []Check{failure(StageStructure, err)}
	}
	if checks = q.kindOf(beside); checks != nil {
		return checks
	}
	for _, p := range q.validate(beside) {
		switch {
		case slices.Contains(ownClaims, strings.TrimPrefix(p.Path, "/")): // the data model of badges does not know them
		case p.Decides:
			checks = append(checks, Check{Stage: StageStructure, Outcome: Failed, Code: p.Code, Path: p.Path, Message: p.Message})
		default:
			checks = append(checks, q.conformance(p))
		}
	}
	return checks
}

// ownClaims are the claims of an SD-JWT VC.
var ownClaims = []string{"iss", "sub", "nbf", "exp", "iat", "jti", "cnf", "status", "vct", "vct#integrity", "aka_vcts"}

// hasClaims reports whether a document is an SD-JWT VC without a badge beside its
// claims, to which no context gives a meaning.
func hasClaims(doc *badge.Document) bool {
	return doc.Version() == badge.SDJWTVC && doc.Root().Member("@context").Kind() == tree.Absent
}
