package issuer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/badge/tree"
)

// typeClaims is the typ of an SD-JWT VC.
const typeClaims = "dc+sd-jwt"

// IssueClaims makes an SD-JWT VC of claims: a JSON object with its type in vct, a
// URL or URN, and what the issuer says. It needs one Securing, of the type
// dc+sd-jwt. It adds iss, nbf and, from Config.Status, the claim status unless
// they are there. The holder can never withhold iss, nbf, exp, cnf, vct and status;
// Securing.Disclosable names the claims that it can, nil means all that are not
// registered. The claim cnf is taken from sub if that is a did:jwk or did:key.
//
// Claims that name another issuer, or that verifiers would refuse or call a
// departure, are an *InvalidError.
func (i *Issuer) IssueClaims(ctx context.Context, claims []byte) (*badge.Document, error) {
	if err := i.ready(); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("issuer: %w", err)
	}
	if !i.ofClaims {
		return nil, fmt.Errorf("issuer: an SD-JWT VC needs one Securing in Config.Proofs, of the type %s", typeClaims)
	}
	root, err := tree.Parse(claims)
	if err != nil {
		return nil, fmt.Errorf("issuer: %w", err)
	}
	if root.Kind() != tree.Object {
		return nil, fmt.Errorf("issuer: the claims are a JSON %s, wanted an object", root.Kind())
	}
	members := map[string]json.RawMessage{}
	for name, v := range root.Members() {
		members[name] = json.RawMessage(v.Raw())
	}
	now := i.now().Truncate(time.Second)
	if _, has := members["nbf"]; !has {
		members["nbf"] = strconv.AppendInt(nil, now.Unix(), 10)
	}
	if iss := root.Member("iss"); !iss.Exists() {
		members["iss"], _ = json.Marshal(i.profile.ID) // texts always marshal
	} else if iss.String() != i.profile.ID {
		return nil, i.foreign(iss.String())
	}
	if _, has := members["status"]; !has && i.status != nil {
		if members["status"], err = i.placed(ctx); err != nil {
			return nil, err
		}
	}
	text, err := encode(members, "")
	if err != nil {
		return nil, fmt.Errorf("issuer: %w", err)
	}
	doc, err := badge.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("issuer: %w", err)
	}
	if u, err := url.Parse(root.Member("vct").String()); doc.Version() != badge.SDJWTVC || err != nil || !u.IsAbs() {
		return nil, &InvalidError{[]badge.Problem{{Code: codeClaimsType, Path: "/vct",
			Message: fmt.Sprintf("the type is %s, wanted a URL or URN, and no context of a badge beside it", badge.Quote(root.Member("vct").Raw()))}}}
	}
	if doc, err = i.steps[0](ctx, doc, making{created: now}); err != nil {
		return nil, fmt.Errorf("issuer: %w", err)
	}
	if problems := proof.ValidateToken(doc, proof.CheckOptions{}); len(problems) > 0 {
		return nil, &InvalidError{problems}
	}
	return doc, nil
}

// placed returns the claim status with a new place in a Token Status List.
func (i *Issuer) placed(ctx context.Context) (json.RawMessage, error) {
	entries, err := i.allocate(ctx, 1)
	if err != nil {
		return nil, err
	}
	c := badge.Credential{CredentialStatus: entries}
	claim, err := i.claimStatus(&c)
	if err == nil && claim == nil {
		err = errors.New("issuer: Config.Status returned no place in a Token Status List, wanted one for claims")
	}
	return claim, err
}
