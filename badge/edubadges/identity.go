package edubadges

import (
	"regexp"
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
)

// guessableTypes are the recipient types whose values can be guessed.
var guessableTypes = []string{"email", string(badge.IdentifierEmailAddress), "telephone", "url"}

// eduID is a pseudonym that edubadges hashes: a random UUID, in badges of the
// pilot behind a URN.
var eduID = regexp.MustCompile(`(?i)^(urn:mace:eduid\.nl:1\.0:[0-9a-f-]{36}:)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// Guessable reports whether an identifier is none that a hash hides: everything
// but a UUID, of which there are too many to try.
func Guessable(identifier string) bool { return !eduID.MatchString(identifier) }

// identityTypes are those that badges give an eduID.
var identityTypes = []badge.IdentifierType{identityEduID, badge.IdentifierEmailAddress, badge.IdentifierIdentifier}

// Match compares an identifier with the subject of a badge, as badge.Recipient
// does. Today's badges give an eduID the type "id"; agents say "emailAddress"
// although it is one, and imported badges because it is none. The identifier is
// compared as it is, then with its letters in lower case, as edubadges hashes
// it; Folded says which was right.
//
// Badges that Educredential made say "identifier", which is the third type.
//
// The error is a *badge.MatchError.
func Match(s badge.Subject, identifier string) (badge.Match, error) {
	who := badge.Recipient{Type: identityEduID, Value: identifier}
	for _, o := range s.Identifier {
		if slices.Contains(identityTypes, o.IdentityType) {
			who.Type = o.IdentityType
			break
		}
	}
	m, err := who.Match(s)
	if lower := strings.ToLower(identifier); err != nil && who.Type == badge.IdentifierIdentifier && !Guessable(identifier) && lower != identifier {
		who.Value = lower
		if m, err := who.Match(s); err == nil {
			m.Folded = true
			return m, nil
		}
	}
	return m, err
}
