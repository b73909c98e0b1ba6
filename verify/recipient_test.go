package verify_test

import (
	"crypto/md5"
	"encoding/hex"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// identifiedBy is a badge without a subject id, for these identifiers.
func identifiedBy(identifiers ...object) func(object) {
	return func(o object) {
		list := []any{}
		for _, identifier := range identifiers {
			identifier["type"] = "IdentityObject"
			list = append(list, identifier)
		}
		delete(subjectOf(o), "id")
		subjectOf(o)["identifier"] = list
	}
}

func plainIdentifier(kind, value string) object {
	return object{"hashed": false, "identityType": kind, "identityHash": value}
}

func hashedIdentifier(value string) object {
	o := badge.HashIdentity(badge.IdentifierEmailAddress, value, [16]byte{1})
	return object{"hashed": true, "identityType": "emailAddress", "identityHash": o.IdentityHash, "salt": o.Salt}
}

// The badge and the one who presents it (OB 3.0 §9.1 step 5).
func TestRecipient(t *testing.T) {
	const mail = "a@example.com"
	weak := md5.Sum([]byte(mail + "Kosher"))
	md5d := object{"hashed": true, "identityType": "emailAddress", "identityHash": "md5$" + hex.EncodeToString(weak[:]), "salt": "Kosher"}
	sha := object{"hashed": true, "identityType": "emailAddress", "salt": "Kosher",
		"identityHash": "sha256$1a2ead71bebd4d4b47ee72f0459a44ebd0ffb1cd9b6e9ac5a2d4ec7d8a49af3a"}
	email := badge.Recipient{Type: badge.IdentifierEmailAddress, Value: mail}
	for name, c := range map[string]struct {
		badge  func(object)
		who    badge.Recipient
		status verify.Outcome
		code   string
		path   string
	}{
		"id":                           {nil, badge.Recipient{ID: "did:example:learner"}, verify.Passed, "recipient.match", "/credentialSubject"},
		"another id":                   {nil, badge.Recipient{ID: "did:example:other"}, verify.Failed, "recipient.mismatch", "/credentialSubject/id"},
		"part of the id":               {nil, badge.Recipient{ID: "did:example:learne"}, verify.Failed, "recipient.mismatch", "/credentialSubject/id"},
		"nobody":                       {nil, badge.Recipient{}, verify.Unknown, "recipient.invalid", "/credentialSubject"},
		"id and value":                 {nil, badge.Recipient{ID: "did:example:learner", Type: email.Type, Value: mail}, verify.Unknown, "recipient.invalid", "/credentialSubject"},
		"no identifiers":               {nil, email, verify.Failed, "recipient.mismatch", "/credentialSubject/identifier"},
		"C-110 plain":                  {identifiedBy(plainIdentifier("emailAddress", mail)), email, verify.Passed, "recipient.match", "/credentialSubject/identifier/0"},
		"C-110 salted sha256":          {identifiedBy(hashedIdentifier(mail)), email, verify.Passed, "recipient.match", "/credentialSubject/identifier/0"},
		"C-110 another address":        {identifiedBy(hashedIdentifier("b@example.com")), email, verify.Failed, "recipient.mismatch", "/credentialSubject/identifier"},
		"C-110 second identifier":      {identifiedBy(plainIdentifier("name", mail), hashedIdentifier(mail)), email, verify.Passed, "recipient.match", "/credentialSubject/identifier/1"},
		"C-110 another type":           {identifiedBy(plainIdentifier("name", mail)), email, verify.Failed, "recipient.mismatch", "/credentialSubject/identifier"},
		"C-110 md5":                    {identifiedBy(md5d), email, verify.Warned, "recipient.weak_hash", "/credentialSubject/identifier/0"},
		"C-110 by another name":        {identifiedBy(plainIdentifier("email", mail)), email, verify.Warned, "recipient.alias", "/credentialSubject/identifier/0"},
		"C-111 wrong salt":             {identifiedBy(sha), email, verify.Failed, "recipient.mismatch", "/credentialSubject/identifier"},
		"C-112 case of a plain one":    {identifiedBy(plainIdentifier("emailAddress", mail)), badge.Recipient{Type: email.Type, Value: "A@example.com"}, verify.Warned, "recipient.folded", "/credentialSubject/identifier/0"},
		"C-112 case of a hashed one":   {identifiedBy(hashedIdentifier(mail)), badge.Recipient{Type: email.Type, Value: "A@Example.com"}, verify.Warned, "recipient.folded", "/credentialSubject/identifier/0"},
		"C-112 id against identifiers": {identifiedBy(plainIdentifier("emailAddress", "did:example:learner")), badge.Recipient{ID: "did:example:learner"}, verify.Failed, "recipient.mismatch", "/credentialSubject/id"},
	} {
		t.Run(name, func(t *testing.T) {
			world := schoolWorld(t)
			doc := signed(t, world, edited(t, verifytest.Badge(), c.badge))
			r, err := verifierWith(t, world, nil).VerifyFor(t.Context(), doc.Bytes(), c.who)
			requireCheck(t, r, verify.StageRecipient, c.status, c.code)
			check, _ := found(r, verify.StageRecipient, c.code)
			require.Equal(t, c.path, check.Path)
			require.Equal(t, c.status == verify.Failed || c.status == verify.Unknown, err != nil, outline(r))
			if err != nil {
				require.Equal(t, c.status == verify.Failed, errors.Is(err, verify.ErrRejected))
				requireSilent(t, err.Error(), c.who)
			} else {
				requireCheck(t, r, verify.StageRecipient, verify.Passed, "recipient.match")
			}
			for _, check := range r.Checks() {
				if check.Stage == verify.StageRecipient {
					requireSilent(t, check.Message, c.who)
				}
			}
		})
	}
}

// requireSilent asks that a text does not tell who was looked for (X13).
func requireSilent(t *testing.T, text string, who badge.Recipient) {
	for _, secret := range []string{who.ID, who.Value} {
		require.False(t, secret != "" && strings.Contains(strings.ToLower(text), strings.ToLower(secret)), text)
	}
}

// A recipient is compared in the token's claims too, and a badge for which
// nobody asked says so.
func TestRecipientOfToken(t *testing.T) {
	world := verifytest.New(t)
	school := world.Issuer("school.example", proof.EdDSA)
	text := world.Issue(school, verifytest.Badge()).Bytes()
	v := verifierWith(t, world, nil)
	r, err := v.VerifyFor(t.Context(), text, badge.Recipient{ID: "did:example:learner"})
	require.NoError(t, err, outline(r))
	_, err = v.VerifyFor(t.Context(), text, badge.Recipient{ID: "did:example:other"})
	require.ErrorIs(t, err, verify.ErrRejected)
	r, err = v.Verify(t.Context(), text)
	require.NoError(t, err)
	requireCheck(t, r, verify.StageRecipient, verify.Skipped, "recipient.not_asked")
}
