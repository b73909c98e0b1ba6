package badge

import (
	"crypto/md5"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"strconv"
	"strings"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

// Recipient is who a badge is expected to be about, as known from elsewhere: a
// subject id, or a value of an identifier type. One of the two is set.
type Recipient struct {
	ID    string         // exactly the id of the credential subject
	Type  IdentifierType // what Value is, for example IdentifierEmailAddress
	Value string         // never hashed
}

// Match says how a recipient was recognised.
type Match struct {
	Index     int    // which identifier of the subject; -1 for its id
	Algorithm string // "sha256", "md5" (weak) or, for a plain identifier, ""
	Folded    bool   // the hash is that of the value in lower case
	Alias     bool   // the identifier has the type "email", which stands for emailAddress
}

// aliasEmail is in use where the vocabulary says emailAddress.
const aliasEmail IdentifierType = "email"

// foldedTypes are those whose values issuers put in lower case before hashing.
// The type id is that of an eduID in Open Badges 2.0.
var foldedTypes = map[IdentifierType]bool{IdentifierEmailAddress: true, "id": true}

// digests are the algorithms of an identity hash (OB 3.0 §B.8, IdentityHash).
var digests = map[string]func(string) []byte{
	"sha256": func(s string) []byte { sum := sha256.Sum256([]byte(s)); return sum[:] },
	"md5":    func(s string) []byte { sum := md5.Sum([]byte(s)); return sum[:] }, // in old badges; Match tells
}

// HashIdentity returns an identifier that names a recipient without showing
// the value: its SHA-256, salted. Value is hashed as it is; an e-mail address
// is best given in lower case. The salt must be random and new each time.
//
// A hash with its salt hides no value that can be guessed: whoever has the
// badge can try all likely e-mail addresses.
func HashIdentity(t IdentifierType, value string, salt [16]byte) IdentityObject {
	text := hex.EncodeToString(salt[:])
	return IdentityObject{
		Type:         "IdentityObject",
		IdentityType: t,
		Hashed:       new(true),
		IdentityHash: "sha256$" + hex.EncodeToString(digests["sha256"](value+text)),
		Salt:         text,
	}
}

// Match compares who with a subject (OB 3.0 §9.1 step 5, §9.3). Values are
// compared byte by byte, with no normalisation of Unicode, e-mail tags or
// domains; a domain name is best given in its ASCII form. An e-mail address or
// an eduID that no identifier has as it is written is compared once more with
// its ASCII letters in lower case, with hashed identifiers only.
//
// The first identifier that matches counts. Those of another type are passed
// over, and so are those that cannot be compared; if then nothing matches, the
// error tells the first of these.
func (who Recipient) Match(s Subject) (Match, error) {
	switch {
	case who.ID != "" && who.Type == "" && who.Value == "":
		if s.ID == who.ID {
			return Match{Index: -1}, nil
		}
		return Match{}, fail(codeRecipientMismatch, "/id", "the subject has another id")
	case who.ID != "" || who.Type == "" || who.Value == "":
		return Match{}, fail(codeRecipientInvalid, "", "a recipient is either an id or a type with a value, neither empty")
	case len(s.Identifier) > maxIdentifiers:
		return Match{}, fail(codeRecipientIdentifiers, "/identifier", "the subject has %d identifiers, at most %d are compared", len(s.Identifier), maxIdentifiers)
	}
	return who.matchIdentifiers(s.Identifier)
}

func (who Recipient) matchIdentifiers(list []IdentityObject) (Match, error) {
	failure := fail(codeRecipientMismatch, "/identifier", "no identifier names the recipient")
	lower := asciiLower(who.Value)
	for _, folded := range []bool{false, true} {
		if folded && (!foldedTypes[who.Type] || lower == who.Value) {
			break
		}
		for i, o := range list {
			alias := o.IdentityType == aliasEmail && who.Type == IdentifierEmailAddress
			if o.IdentityType != who.Type && !alias {
				continue
			}
			value := who.Value
			if folded {
				value = lower
			}
			algorithm, same, err := o.compare(value)
			if err != nil && failure.Code() == codeRecipientMismatch {
				failure = err.At("/identifier/" + strconv.Itoa(i) + err.Path())
			}
			if same && (algorithm != "" || !folded) {
				return Match{Index: i, Algorithm: algorithm, Folded: folded, Alias: alias}, nil
			}
		}
	}
	return Match{}, failure
}

// compare reports whether o is the value, and by which hash.
func (o IdentityObject) compare(value string) (algorithm string, same bool, err *jsontext.Error) {
	switch {
	case o.Hashed == nil:
		return "", false, fail(codeRecipientMalformed, "/hashed", "the member hashed is no boolean, it has to say whether the identifier is hashed")
	case o.IdentityHash == "":
		return "", false, fail(codeRecipientMalformed, "/identityHash", "the identifier is empty or no string")
	case !*o.Hashed:
		return "", subtle.ConstantTimeCompare([]byte(value), []byte(o.IdentityHash)) == 1, nil
	case !o.saltFits():
		return "", false, fail(codeRecipientMalformed, "/salt", "the salt is no string of at most %d bytes", maxSalt)
	}
	algorithm, digits, found := strings.Cut(o.IdentityHash, "$")
	if !found {
		return "", false, fail(codeRecipientMalformed, "/identityHash", `the hash does not start with "sha256$" or "md5$"`)
	}
	digest, known := digests[algorithm]
	if !known {
		return "", false, fail(codeRecipientHash, "/identityHash", `the hash algorithm is %s, wanted "sha256" or "md5"`, quoted(algorithm))
	}
	sum := digest(value + o.Salt)
	claimed, problem := hex.DecodeString(digits)
	if problem != nil || len(claimed) != len(sum) {
		return "", false, fail(codeRecipientMalformed, "/identityHash", "the hash is not made of %d hexadecimal digits", 2*len(sum))
	}
	return algorithm, subtle.ConstantTimeCompare(sum, claimed) == 1, nil
}

// saltFits reports whether the salt is a string of tolerable length. A salt of
// another JSON type stands in Extra, as does an empty one.
func (o IdentityObject) saltFits() bool {
	misfit, found := o.Extra["salt"]
	return len(o.Salt) <= maxSalt && (!found || string(misfit) == `""`)
}

// asciiLower leaves letters beyond ASCII alone: Unicode has characters whose
// lower case is an ASCII letter of another address.
func asciiLower(s string) string {
	lower := []byte(s)
	for i, c := range lower {
		if c >= 'A' && c <= 'Z' {
			lower[i] = c + 'a' - 'A'
		}
	}
	return string(lower)
}
