package badge

import (
	"crypto/md5"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

// Recipient is the person or organisation that a badge should name: a subject
// id, or a value of an identifier type. One of the two is set.
type Recipient struct {
	ID    string         // exactly the id of the credential subject
	Type  IdentifierType // the type of Value, such as IdentifierEmailAddress; "email" is the same
	Value string         // never hashed
}

// Match is the way in which a subject names a recipient.
type Match struct {
	Index     int    // index of the identifier of the subject; -1 for its id
	Algorithm string // "sha256", "md5" (weak) or, for a plain identifier, ""
	Folded    bool   // the value matches only in lower case
	Alias     bool   // the identifier has the type "email", which means emailAddress
}

// aliasEmail is a common spelling of emailAddress.
const aliasEmail IdentifierType = "email"

// typesOB2 are the other types of Open Badges 2.0. The type id is that of an
// eduID.
var typesOB2 = []IdentifierType{"id", "did", "url", "telephone"}

// foldedTypes are the types whose values name the same person if they differ
// only in the case of ASCII letters.
var foldedTypes = map[IdentifierType]bool{IdentifierEmailAddress: true, "id": true}

// digests are the algorithms of an identity hash (OB 3.0 §B.8, IdentityHash).
var digests = map[string]func(string) []byte{
	"sha256": func(s string) []byte { sum := sha256.Sum256([]byte(s)); return sum[:] },
	"md5":    func(s string) []byte { sum := md5.Sum([]byte(s)); return sum[:] }, // in old badges; Match reports it
}

// HashIdentity returns an identifier with the salted SHA-256 of a value. It
// lower-cases the ASCII letters of an e-mail address; other values are hashed
// as they are. The salt must be random and new each time.
//
// A hash does not hide a value that can be guessed: the salt is in the badge, so
// anyone can try all likely e-mail addresses.
func HashIdentity(t IdentifierType, value string, salt [16]byte) IdentityObject {
	text := hex.EncodeToString(salt[:])
	if t == IdentifierEmailAddress || t == aliasEmail {
		value = asciiLower(value)
	}
	return IdentityObject{
		Type:         "IdentityObject",
		IdentityType: t,
		Hashed:       new(true),
		IdentityHash: "sha256$" + hex.EncodeToString(digests["sha256"](value+text)),
		Salt:         text,
	}
}

// Match looks for a recipient in a subject (OB 3.0 §9.1 step 5, §9.3). It
// compares values byte by byte, without normalising Unicode, e-mail tags or
// domains; write a domain name in its ASCII form. If an e-mail address or eduID
// does not match, Match compares it once more with its ASCII letters in lower
// case, and those of a plain identifier too.
//
// The first identifier that matches counts. Match ignores identifiers of another
// type and malformed ones; if nothing matches, the error is about the first
// malformed one. It never shows an identifier.
func (who Recipient) Match(s Subject) (Match, error) {
	if who.Type == aliasEmail {
		who.Type = IdentifierEmailAddress
	}
	switch {
	case who.ID != "" && who.Type == "" && who.Value == "":
		if s.ID == who.ID {
			return Match{Index: -1}, nil
		}
		return Match{}, fail(codeRecipientMismatch, "/id", "the subject has another id")
	case who.ID != "" || who.Type == "" || who.Value == "":
		return Match{}, fail(codeRecipientInvalid, "", "the Recipient must have either an ID, or a Type and a Value")
	case !who.Type.known():
		return Match{}, fail(codeRecipientInvalid, "", "the identifier type is %s, wanted one of the standard or one that starts with ext:", Quote(string(who.Type)))
	case len(s.Identifier) > maxIdentifiers:
		return Match{}, fail(codeRecipientIdentifiers, "/identifier", "the subject has %d identifiers, wanted at most %d", len(s.Identifier), maxIdentifiers)
	}
	return who.matchIdentifiers(s.Identifier)
}

// known reports whether the standards have the type, or allow it.
func (t IdentifierType) known() bool {
	return vocabulary.Lists("IdentifierTypeEnum", string(t)) || slices.Contains(typesOB2, t) || strings.HasPrefix(string(t), "ext:")
}

func (who Recipient) matchIdentifiers(list []IdentityObject) (Match, error) {
	failure := fail(codeRecipientMismatch, "/identifier", "%s", who.mismatch(list))
	lower := asciiLower(who.Value)
	for _, folded := range []bool{false, true} {
		if folded && !foldedTypes[who.Type] {
			break
		}
		for i, o := range list {
			if !who.comparable(o) {
				continue
			}
			value := who.Value
			if folded {
				value, o = lower, o.folded()
			}
			algorithm, same, err := o.compare(value)
			if err != nil && failure.Code() == codeRecipientMismatch {
				failure = err.At("/identifier/" + strconv.Itoa(i) + err.Path())
			}
			if same {
				return Match{Index: i, Algorithm: algorithm, Folded: folded, Alias: o.IdentityType == aliasEmail}, nil
			}
		}
	}
	return Match{}, failure
}

// comparable reports whether an identifier has the type of the recipient.
func (who Recipient) comparable(o IdentityObject) bool {
	return o.IdentityType == who.Type || o.IdentityType == aliasEmail && who.Type == IdentifierEmailAddress
}

// mismatch returns the reason why no identifier of a list matches.
func (who Recipient) mismatch(list []IdentityObject) string {
	for _, o := range list {
		switch {
		case !who.comparable(o):
		case o.Hashed != nil && *o.Hashed:
			return "the badge names another recipient: its hash is not that of the given value"
		default:
			return "the badge names another recipient: its value is not the given one"
		}
	}
	var types []string
	for _, o := range list {
		if name := Quote(string(o.IdentityType)); len(types) < maxListedTypes && !slices.Contains(types, name) {
			types = append(types, name)
		}
	}
	if types == nil {
		return "the badge names its recipient by no identifier, wanted one of the type " + Quote(string(who.Type))
	}
	return "the badge names its recipient by " + strings.Join(types, ", ") + ", not by " + Quote(string(who.Type))
}

// folded returns o with the ASCII letters of a plain identifier in lower case.
func (o IdentityObject) folded() IdentityObject {
	if o.Hashed != nil && !*o.Hashed {
		o.IdentityHash = asciiLower(o.IdentityHash)
	}
	return o
}

// compare reports whether o has the value, and the hash algorithm.
func (o IdentityObject) compare(value string) (algorithm string, same bool, err *jsontext.Error) {
	switch {
	case o.Hashed == nil:
		return "", false, fail(codeRecipientMalformed, "/hashed", "the property hashed is missing or not a boolean")
	case o.IdentityHash == "":
		return "", false, fail(codeRecipientMalformed, "/identityHash", "identityHash is empty or not a string")
	case !*o.Hashed:
		return "", subtle.ConstantTimeCompare([]byte(value), []byte(o.IdentityHash)) == 1, nil
	case !o.saltFits():
		return "", false, fail(codeRecipientMalformed, "/salt", "the salt is not a string of at most %d bytes", maxSalt)
	}
	algorithm, digits, found := strings.Cut(o.IdentityHash, "$")
	if !found {
		return "", false, fail(codeRecipientMalformed, "/identityHash", `the hash does not start with "sha256$" or "md5$"`)
	}
	digest, known := digests[algorithm]
	if !known {
		return "", false, fail(codeRecipientHash, "/identityHash", `the hash algorithm is %s, wanted "sha256" or "md5"`, Quote(algorithm))
	}
	sum := digest(value + o.Salt)
	claimed, problem := hex.DecodeString(digits)
	if problem != nil || len(claimed) != len(sum) {
		return "", false, fail(codeRecipientMalformed, "/identityHash", "identityHash does not have %d hexadecimal digits", 2*len(sum))
	}
	return algorithm, subtle.ConstantTimeCompare(sum, claimed) == 1, nil
}

// saltFits reports whether the salt is a string within the limit. A salt of
// another JSON type is in Extra, and so is an empty one.
func (o IdentityObject) saltFits() bool {
	misfit, found := o.Extra["salt"]
	return len(o.Salt) <= maxSalt && (!found || string(misfit) == `""`)
}

// asciiLower does not change letters beyond ASCII: the lower case of some
// Unicode characters is an ASCII letter, which another address could have.
func asciiLower(s string) string {
	lower := []byte(s)
	for i, c := range lower {
		if c >= 'A' && c <= 'Z' {
			lower[i] = c + 'a' - 'A'
		}
	}
	return string(lower)
}
