package vocabulary

import "strings"

// A Type is a type that identifies the kind of a document.
type Type struct {
	Name  string
	Kind  string // the kind of document, as package badge names it
	Class string // the class whose rules apply; the standard follows from it

	// Of a credential that is written in Open Badges 3.0.
	Subject  string   // the type of its subject
	Contexts []string // of a new one, in their order
}

// Before3 reports whether the type is one of Open Badges 2.0 and before.
func (t Type) Before3() bool { return strings.HasPrefix(t.Class, "OB2.") }

// Types returns the types of documents. If a document has several, the first
// applies. They must not be changed.
func Types() []Type { return types }

var types = []Type{
	{"AchievementCredential", "credential", "AchievementCredential", "AchievementSubject", []string{ContextVC2, NewestOB3}},
	{"OpenBadgeCredential", "credential", "AchievementCredential", "AchievementSubject", []string{ContextVC2, NewestOB3}},
	{"EndorsementCredential", "endorsement", "EndorsementCredential", "EndorsementSubject", []string{ContextVC2, NewestOB3}},
	{"ClrCredential", "clr", "ClrCredential", "ClrSubject", []string{ContextVC2, NewestCLR, NewestOB3}}, // CLR 2.0 App. A
	{"BitstringStatusListCredential", "status list", "StatusListCredential", "BitstringStatusList", []string{ContextVC2}},
	{"StatusList2021Credential", "status list", "StatusListCredential", "", nil},
	{"Achievement", "achievement", "Achievement", "", nil},
	{"Profile", "profile", "Profile", "", nil},

	{"Assertion", "credential", "OB2.Assertion", "", nil},
	{"Endorsement", "endorsement", "OB2.Endorsement", "", nil},
	{"BadgeClass", "achievement", "OB2.BadgeClass", "", nil},
	{"Issuer", "profile", "OB2.Profile", "", nil},
	{"Profile", "profile", "OB2.Profile", "", nil},
	{"RevocationList", "revocation list", "OB2.RevocationList", "", nil},
	{"CryptographicKey", "key", "OB2.CryptographicKey", "", nil},
}

// TypeOf returns the first type of documents of a kind, in Open Badges 2.0 and
// before or in 3.0.
func TypeOf(kind string, before3 bool) (Type, bool) {
	for _, t := range types {
		if t.Kind == kind && t.Before3() == before3 {
			return t, true
		}
	}
	return Type{}, false
}
