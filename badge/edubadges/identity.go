package edubadges

import (
	"regexp"
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
)

// guessableTypes are the identity types with values that can be guessed.
var guessableTypes = []string{"email", string(badge.IdentifierEmailAddress), "telephone", "url"}

// eduID is the pseudonym that edubadges hashes: a random UUID, with a URN prefix
// in badges of the pilot.
var eduID = regexp.MustCompile(`(?i)^(urn:mace:eduid\.nl:1\.0:[0-9a-f-]{36}:)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// Guessable reports whether an identifier can be recovered from its hash by
// guessing. Only UUIDs cannot.
func Guessable(identifier string) bool { return !eduID.MatchString(identifier) }

// identityTypes are the identity types of an eduID in badges: that of edubadges,
// that of badge.Convert, those that issuers of Open Badges 3.0 choose for it, and
// that of agents, which imported badges use for e-mail addresses.
var identityTypes = []badge.IdentifierType{identityEduID, "ext:id", badge.IdentifierIdentifier, badge.IdentifierAccountID, badge.IdentifierEmailAddress}

// Match compares an identifier with the subject of a badge, as the Match method
// of badge.Recipient does, under each identity type that badges use for an
// eduID. It compares the identifier as given, then an eduID in lower case, as
// edubadges hashes it. Folded reports that only lower case matches.
func Match(s badge.Subject, identifier string) (badge.Match, error) {
	values := []string{identifier}
	if lower := strings.ToLower(identifier); lower != identifier && !Guessable(identifier) {
		values = append(values, lower)
	}
	types := slices.DeleteFunc(slices.Clone(identityTypes), func(t badge.IdentifierType) bool {
		return !slices.ContainsFunc(s.Identifier, func(o badge.IdentityObject) bool {
			return o.IdentityType == t || o.IdentityType == "email" && t == badge.IdentifierEmailAddress
		})
	})
	if len(types) == 0 {
		types = identityTypes[:1]
	}
	var first error
	for _, t := range types {
		for _, value := range values {
			m, err := badge.Recipient{Type: t, Value: value}.Match(s)
			if err == nil && (value == identifier || m.Algorithm != "") { // edubadges folds only what it hashes
				m.Folded = m.Folded || value != identifier
				return m, nil
			}
			if first == nil {
				first = err // never nil here, because the value as given comes first
			}
		}
	}
	return badge.Match{}, first
}
