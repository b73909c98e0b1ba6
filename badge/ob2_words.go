package badge

import (
	"sync"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

// term is one row of the table of words: what Open Badges 2.0 calls a member
// of a class, and where the view has it.
type term struct {
	theirs string
	ours   string // the member of Open Badges 3.0, with slashes where it stands deeper; "" if the view keeps it in Extra
	class  string // of the objects that it holds
	form   form
	lost   string // why Open Badges 3.0 cannot say it, where ours is ""
}

type form uint8

const (
	compact form = 1 << iota // a list with one element is written without its array
	one                      // a list of ours, a single value of theirs
	ref                      // an object that has but an id is written as that id
)

// words20 is a class of Open Badges 2.0 and its members.
type words20 struct {
	name  string
	view  any
	types []string // what it calls itself; the first is written
	ours  []string // what Open Badges 3.0 calls it
	typed bool     // the type is required
	terms []term
}

// Reasons why a member cannot be carried over to Open Badges 3.0.
const (
	lostVerification = "it says how the badge is verified; a badge of Open Badges 3.0 carries its proof"
	lostRevocation   = "it is the status on the issuer's page; Open Badges 3.0 has status lists"
	lostKeys         = "keys are published in a controller document, not in the profile"
	lostUID          = "Open Badges 3.0 has no identifier beside the id"
	lostTerm         = "Open Badges 3.0 has no such member"
)

// classes20 is the one place that knows the words of Open Badges 2.0. Reading,
// writing, the report of losses and the table in the package documentation
// are made from it.
var classes20 = []words20{
	{"Assertion", Credential{}, []string{"Assertion"}, []string{classCredential, "AchievementCredential", "OpenBadgeCredential", "AchievementSubject"}, true, []term{
		{"@context", "@context", "", compact, ""},
		{"id", "id", "", 0, ""},
		{"type", "type", "", compact, ""},
		{"issuedOn", "validFrom", "", 0, ""},
		{"expires", "validUntil", "", 0, ""},
		{"recipient", "credentialSubject/identifier", "IdentityObject", one, ""},
		{"badge", "credentialSubject/achievement", "BadgeClass", ref, ""},
		{"narrative", "credentialSubject/narrative", "", 0, ""},
		{"image", "credentialSubject/image", "Image", ref, ""},
		{"evidence", "evidence", "Evidence", ref, ""},
		{"endorsement", "endorsement", "", 0, ""},
		{"verification", "", "", 0, lostVerification},
		{"verify", "", "", 0, lostVerification},
		{"revoked", "", "", 0, lostRevocation},
		{"revocationReason", "", "", 0, lostRevocation},
		{"uid", "", "", 0, lostUID},
		{"version", "", "", 0, lostTerm},
		{"related", "", "", 0, lostTerm},
	}},
	{"Endorsement", Credential{}, []string{"Endorsement"}, []string{classCredential, "EndorsementCredential", "EndorsementSubject"}, true, []term{
		{"@context", "@context", "", compact, ""},
		{"id", "id", "", 0, ""},
		{"type", "type", "", compact, ""},
		{"issuer", "issuer", "Profile", ref, ""},
		{"issuedOn", "validFrom", "", 0, ""},
		{"claim", "credentialSubject", "claim", 0, ""},
		{"verification", "", "", 0, lostVerification},
		{"verify", "", "", 0, lostVerification},
		{"revoked", "", "", 0, lostRevocation},
		{"revocationReason", "", "", 0, lostRevocation},
	}},
	{"claim", Subject{}, nil, []string{"EndorsementSubject"}, false, []term{
		{"id", "id", "", 0, ""},
		{"type", "type", "", compact, ""},
		{"endorsementComment", "endorsementComment", "", 0, ""},
	}},
	{"BadgeClass", Achievement{}, []string{"BadgeClass"}, []string{"Achievement"}, true, []term{
		{"id", "id", "", 0, ""},
		{"type", "type", "", compact, ""},
		{"name", "name", "", 0, ""},
		{"description", "description", "", 0, ""},
		{"image", "image", "Image", ref, ""},
		{"criteria", "criteria", "Criteria", ref, ""},
		{"issuer", "creator", "Profile", ref, ""},
		{"alignment", "alignment", "AlignmentObject", 0, ""},
		{"tags", "tag", "", 0, ""},
		{"version", "version", "", 0, ""},
		{"related", "related", "related", ref, ""},
		{"endorsement", "endorsement", "", 0, ""},
	}},
	{"Profile", Profile{}, []string{"Profile", "Issuer"}, []string{"Profile"}, true, []term{
		{"id", "id", "", 0, ""},
		{"type", "type", "", compact, ""},
		{"name", "name", "", 0, ""},
		{"url", "url", "", 0, ""},
		{"email", "email", "", 0, ""},
		{"telephone", "phone", "", 0, ""},
		{"description", "description", "", 0, ""},
		{"image", "image", "Image", ref, ""},
		{"endorsement", "endorsement", "", 0, ""},
		{"publicKey", "", "", 0, lostKeys},
		{"verification", "", "", 0, lostVerification},
		{"verify", "", "", 0, lostVerification},
		{"revocationList", "", "", 0, lostRevocation},
		{"version", "", "", 0, lostTerm},
		{"related", "", "", 0, lostTerm},
	}},
	{"IdentityObject", IdentityObject{}, nil, []string{"IdentityObject"}, false, []term{
		{"type", "identityType", "", 0, ""},
		{"identity", "identityHash", "", 0, ""},
		{"hashed", "hashed", "", 0, ""},
		{"salt", "salt", "", 0, ""},
	}},
	{"Evidence", Evidence{}, []string{"Evidence"}, []string{"Evidence"}, false, []term{
		{"id", "id", "", 0, ""},
		{"type", "type", "", compact, ""},
		{"name", "name", "", 0, ""},
		{"narrative", "narrative", "", 0, ""},
		{"description", "description", "", 0, ""},
		{"genre", "genre", "", 0, ""},
		{"audience", "audience", "", 0, ""},
	}},
	{"Criteria", Criteria{}, nil, nil, false, []term{
		{"id", "id", "", 0, ""},
		{"narrative", "narrative", "", 0, ""},
		{"type", "", "", 0, lostTerm},
	}},
	{"Image", Image{}, []string{"Image", "schema:ImageObject"}, []string{"Image"}, false, []term{
		{"id", "id", "", 0, ""},
		{"type", "type", "", 0, ""},
		{"caption", "caption", "", 0, ""},
		{"author", "", "", 0, lostTerm},
	}},
	{"AlignmentObject", Alignment{}, []string{"AlignmentObject"}, []string{"Alignment"}, false, []term{
		{"type", "type", "", compact, ""},
		{"targetName", "targetName", "", 0, ""},
		{"targetUrl", "targetUrl", "", 0, ""},
		{"targetDescription", "targetDescription", "", 0, ""},
		{"targetFramework", "targetFramework", "", 0, ""},
		{"targetCode", "targetCode", "", 0, ""},
	}},
	{"related", Related{}, nil, []string{"Related"}, false, []term{
		{"id", "id", "", 0, ""},
		{"type", "type", "", compact, ""},
		{"@language", "inLanguage", "", 0, ""},
		{"version", "version", "", 0, ""},
	}},
}

// identityTypes are the kinds of identifier that have another name in Open
// Badges 3.0.
var identityTypes = map[string]string{string(aliasEmail): string(IdentifierEmailAddress)}

// views20 reads and writes the view structs in the words of Open Badges 2.0.
var views20 = sync.OnceValue(func() *jsontext.Dialect {
	var classes []jsontext.Class
	for _, c := range classes20 {
		class := jsontext.Class{Name: c.name, View: c.view, Types: c.types, Ours: c.ours, Typed: c.typed}
		for _, t := range c.terms {
			w := jsontext.Word{Name: t.theirs, Field: t.ours, Class: t.class, Ref: t.form&ref != 0}
			switch {
			case t.form&compact != 0:
				w.Form = jsontext.Compact
			case t.form&one != 0:
				w.Form = jsontext.One
			}
			if t.ours == "identityType" {
				w.Values = identityTypes
			}
			class.Words = append(class.Words, w)
		}
		classes = append(classes, class)
	}
	return jsontext.NewDialect([]jsontext.Leaf{
		jsontext.LeafOf(readContext, writeContext),
		jsontext.LeafOf(read20Embedded, write20Embedded),
	}, classes...)
})
