package timeproof

import (
	"bytes"
	"context"
	"encoding/json"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
)

// statementType is the typ of the JWS of a statement.
const statementType = "openbadges-seen+jwt"

// The members of a statement.
const (
	memberTime   = "iat"
	memberDigest = "sha256"
)

// Attest makes the statement of a witness that data existed at a time, which is
// written in whole seconds. The method of the signer, a DID URL for example,
// names its key in the statement. The error may be that of ctx.
func Attest(ctx context.Context, data []byte, by key.Signer, at time.Time) (Proof, error) {
	if err := ctx.Err(); err != nil {
		return Proof{}, err
	}
	if at.Unix() <= 0 {
		return Proof{}, fail(codeStatement, "the time of the statement is %s, wanted one after 1970", shown(at))
	}
	claims, err := json.Marshal(struct {
		Time   int64  `json:"iat"`
		Digest string `json:"sha256"`
	}{at.Unix(), digestOf(data)})
	if err != nil {
		return Proof{}, err
	}
	doc, err := proof.SignClaims(ctx, claims, statementType, by)
	if err != nil {
		return Proof{}, err
	}
	return Proof{Kind: Statement, Data: doc.Bytes()}, nil
}

// statement is a statement whose signature is good.
type statement struct {
	time time.Time
	by   string
}

// openStatement reads the statement of a witness of the policy about data.
func openStatement(ctx context.Context, data, text []byte, p Policy) (opened, error) {
	if len(p.Witnesses) > maxWitnesses {
		return nil, fail(codePolicy, "the policy has %d witnesses, wanted at most %d", len(p.Witnesses), maxWitnesses)
	}
	doc, err := badge.Parse(text)
	if err != nil || bytes.ContainsAny(text, "~ \t\r\n") { // an SD-JWT has a tilde
		return nil, fail(codeStatement, "the statement is not a token")
	}
	token, ok := doc.JWS()
	if !ok || token.Header.Member("typ").String() != statementType {
		return nil, fail(codeStatement, "the statement is not a token with typ %s", statementType)
	}
	when, ok := doc.Root().Member(memberTime).Number()
	seconds, err := when.Int64()
	if !ok || err != nil || seconds <= 0 || seconds > 1<<40 || doc.Root().Len() != 2 {
		return nil, fail(codeStatement, "the statement does not have exactly %s, a whole number of seconds, and %s", memberTime, memberDigest)
	}
	if doc.Root().Member(memberDigest).String() != digestOf(data) {
		return nil, fail(codeImprint, "the statement is about other data")
	}
	by, err := witness(ctx, doc, p.Witnesses)
	if err != nil {
		return nil, err
	}
	return statement{time.Unix(seconds, 0).UTC(), by}, nil
}

// witness verifies the signature of a statement with the keys of the policy and
// returns the name of the one that made it. A key is matched by its value: the
// kid of the token is only a name.
func witness(ctx context.Context, doc *badge.Document, keys []key.Key) (string, error) {
	found, err := proof.Find(doc)
	if err != nil {
		return "", fail(codeStatement, "the statement has no signature that can be read")
	}
	o := proof.CheckOptions{Types: []string{statementType}}
	for _, k := range keys {
		_, err := found[0].Verify(ctx, k, o)
		switch {
		case err == nil && k.ID() != "":
			return k.ID(), nil
		case err == nil:
			return k.Thumbprint(), nil
		case ctx.Err() != nil:
			return "", ctx.Err()
		}
	}
	return "", fail(codeUntrusted, "no witness of the policy signed the statement")
}

func (s statement) seen(at time.Time, _ bool) (Seen, error) {
	if err := ahead(s.time, at); err != nil {
		return Seen{}, err
	}
	return Seen{Time: s.time, Kind: Statement, By: s.by}, nil
}
