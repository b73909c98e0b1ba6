package edubadges

import (
	"strings"

	"github.com/openbadges-go/openbadges/badge"
)

// Dialect is a way in which edubadges are or were written.
type Dialect string

// The dialects.
const (
	DialectUnrecognised Dialect = ""
	DialectPilot        Dialect = "pilot of 2019"    // Open Badges 2.0, extensions without prefix
	DialectCopied       Dialect = "2020 to 2021"     // Open Badges 2.0, extensions of the class copied onto the assertion
	DialectHosted       Dialect = "hosted"           // Open Badges 2.0: a short assertion, extensions on class and issuer
	DialectExpanded     Dialect = "hosted, expanded" // the same with plain properties about the micro-credential
	DialectAgent        Dialect = "agent"            // Open Badges 3.0 as edubadges sends it to wallet agents
	DialectProfile      Dialect = "eduCredentials"   // Open Badges 3.0 with the eduCredentials profile
)

// microMembers are members that only the expanded view of a class has.
var microMembers = []string{"participation", "assessmentType", "assessmentSupervised", "assessmentIdVerified",
	"qualityAssuranceName", "qualityAssuranceUrl", "qualityAssuranceDescription", "stackable",
	"gradeAchievedRequired", "eqfNlqfLevelVerified", "typeBadgeClass"}

// agentMembers are members that edubadges adds to an achievement for agents.
var agentMembers = []string{"ECTS", "educationProgramIdentifier", "participationType"}

// DialectOf returns the dialect of a document, by its form alone. It returns
// DialectUnrecognised for a document that has no mark of edubadges, such as a
// revoked assertion.
func DialectOf(d *badge.Document) Dialect {
	s := objectsOf(d)
	for _, row := range []struct {
		dialect Dialect
		is      bool
	}{
		{DialectProfile, s.anyClass(func(p source) bool { return p.member("type").holds(classEducredential) })},
		{DialectAgent, s.agent()},
		{DialectPilot, s.anywhere(hasPilotExtension)},
		{DialectExpanded, s.anyClass(hasAny(microMembers))},
		{DialectCopied, s.any(s.assertion, hasExtension)},
		{DialectHosted, s.hosted()},
	} {
		if row.is {
			return row.dialect
		}
	}
	return DialectUnrecognised
}

// agent reports whether the badge was made for or by an agent: it has a vc
// claim, or members that only edubadges adds.
func (s objects) agent() bool {
	if !s.ob3 || len(s.assertion) == 0 {
		return false
	}
	body := s.assertion[0]
	return strings.HasSuffix(body.path, "/vc") || body.path == "/credential" || s.anyClass(hasAny(agentMembers)) ||
		strings.Contains(body.member("issuer").reference(), "/ob3/issuers/")
}

// hosted reports whether an object has a member that only edubadges writes.
func (s objects) hosted() bool {
	if s.ob3 {
		return false
	}
	lean := func(p source) bool {
		return p.member("updatedAt").raw() != "" || p.down("/recipient/type").text() == identityEduID
	}
	return s.any(s.assertion, lean) || s.any(s.class, hasExtension) || s.any(s.issuer, hasExtension) ||
		s.any(s.issuer, hasAny([]string{"name_english", "name_dutch", "faculty"}))
}

func (s objects) any(places []source, is func(source) bool) bool {
	for _, p := range places {
		if is(p) {
			return true
		}
	}
	return false
}

func (s objects) anyClass(is func(source) bool) bool { return s.any(s.class, is) }

func (s objects) anywhere(is func(source) bool) bool {
	return s.any(s.assertion, is) || s.any(s.class, is) || s.any(s.issuer, is)
}

func hasAny(names []string) func(source) bool {
	return func(p source) bool {
		for _, name := range names {
			if p.member(name).raw() != "" {
				return true
			}
		}
		return false
	}
}

// hasExtension reports whether an object has an extension of edubadges.
func hasExtension(p source) bool {
	for _, e := range definitions {
		if p.member(prefix + string(e.name)).is("object") {
			return true
		}
	}
	return false
}

// hasPilotExtension reports whether an object has an extension without prefix.
func hasPilotExtension(p source) bool {
	for _, e := range definitions {
		if e.name != RecipientProfile && p.member(e.pilotName()).is("object") {
			return true
		}
	}
	return false
}

// pilotName is the name of the extension in the pilot.
func (def definition) pilotName() string {
	if def.name == EQF {
		return "NiveauExtension"
	}
	return string(def.name)
}
