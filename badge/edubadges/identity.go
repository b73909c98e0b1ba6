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

// identityTypes are those that badges give an eduID: today's, those of agents,
// and those that badge.Convert makes. Imported badges give an e-mail address
// the second.
var identityTypes = []badge.IdentifierType{identityEduID, badge.IdentifierEmailAddress, "ext:id"}

// Match compares an identifier with the subject of a badge, as badge.Recipient
// does, under each type that badges give an eduID. The identifier is compared
// as it is, then with its letters in lower case, as edubadges hashes it; Folded
// says which was right. The error is a *badge.MatchError.
func Match(s badge.Subject, identifier string) (badge.Match, error) {
	values := []string{identifier}
	if lower := strings.ToLower(identifier); lower != identifier && !Guessable(identifier) {
		values = append(values, lower)
	}
	types := slices.DeleteFunc(slices.Clone(identityTypes), func(t badge.IdentifierType) bool {
		return !slices.ContainsFunc(s.Identifier, func(o badge.IdentityObject) bool { return o.IdentityType == t })
	})
	if len(types) == 0 {
		types = identityTypes[:1]
	}
	var first error
	for _, t := range types {
		for _, value := range values {
			m, err := badge.Recipient{Type: t, Value: value}.Match(s)
			if err == nil && (value == identifier || m.Algorithm != "") { // what is not hashed was not put in lower case either
				m.Folded = m.Folded || value != identifier
				return m, nil
			}
			if first == nil {
				first = err // not nil: the value as it is comes first
			}
		}
	}
	return badge.Match{}, first
}
