package badge

import (
	"errors"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

// issuer2 returns the issuer of a document of Open Badges 2.0. That of an
// Assertion is the issuer of its BadgeClass, whatever else it says.
func issuer2(d *Document) jsontext.Value {
	if d.kind == KindCredential {
		return d.body.Member("badge").Member("issuer")
	}
	return d.body.Member("issuer")
}

// subject2 returns what an Endorsement is about. The recipient of an
// Assertion has no id.
func subject2(d *Document) jsontext.Value { return d.body.Member("claim") }

// class2 returns the class of the table that a credential is.
func class2(k Kind) string {
	if k == KindEndorsement {
		return "Endorsement"
	}
	return "Assertion"
}

// credential2 shows the issuer where Open Badges 3.0 has it: beside the
// achievement, not in it.
func credential2(d *Document) Credential {
	var c Credential
	views2().Decode(class2(d.kind), d.body, &c)
	if issuer := c.Subject.Achievement.Creator; issuer != nil {
		c.Issuer, c.Subject.Achievement.Creator = *issuer, nil
	}
	return c
}

func achievement2(d *Document) Achievement {
	var a Achievement
	views2().Decode("BadgeClass", d.body, &a)
	return a
}

func profile2(d *Document) Profile {
	var p Profile
	views2().Decode("Profile", d.body, &p)
	return p
}

func credential1(d *Document) Credential   { return credential2(d) }
func achievement1(d *Document) Achievement { return achievement2(d) }
func profile1(d *Document) Profile         { return profile2(d) }

// writeEmbedded2 writes an endorsement, which has to be in the same words.
func writeEmbedded2(d *Document) ([]byte, error) {
	if d != nil && d.version != OB2 {
		return nil, errors.New("an endorsement in the words of another version")
	}
	return writeEmbedded(d)
}
