package edubadges

import (
	"slices"
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
	DialectAward        Dialect = "award of the API" // JSON of the API of edubadges: all properties of an award, and no recipient
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
		{DialectProfile, s.anyClass(func(p source) bool { return p.member("type").Holds(classEducredential) })},
		{DialectAward, s.award},
		{DialectAgent, s.agent()},
		{DialectPilot, !s.ob3 && s.anywhere(hasPilotExtension)},
		{DialectExpanded, !s.ob3 && s.anyClass(hasAny(microMembers))},
		{DialectCopied, !s.ob3 && s.any(s.assertion, hasCopies)},
		{DialectHosted, !s.ob3 && s.hosted()},
	} {
		if row.is {
			return row.dialect
		}
	}
	return DialectUnrecognised
}

// agent reports whether the badge was made for an agent or by one: it is a
// request, has members that only edubadges adds, or ids that only edubadges
// gives. A vc claim is not enough, because other issuers use it too.
func (s objects) agent() bool {
	if !s.ob3 || len(s.assertion) == 0 {
		return false
	}
	body := s.assertion[0]
	id := body.member("id").String()
	return s.request || s.anyClass(hasAny(agentMembers)) ||
		isAgentIssuer(body.member("issuer").reference()) || isPublished(id) ||
		isEntityID(id) && id == body.at("/credentialSubject/achievement/id").String()
}

// isAgentIssuer reports whether an id is one that edubadges gives to an issuer
// for an agent. It has the key of a database row, and nothing is published there.
func isAgentIssuer(id string) bool {
	return slices.ContainsFunc(Deployments(), func(d Deployment) bool {
		return slices.ContainsFunc(append(d.UI, d.API), func(origin string) bool { return strings.HasPrefix(id, origin+"/ob3/issuers/") })
	})
}

// isPublished reports whether an id is the URL of an object of a deployment.
func isPublished(id string) bool {
	_, err := Locate(id, Deployments())
	return err == nil
}

// isEntityID reports whether an id is an entity id alone, as eduCredentials
// writes it.
func isEntityID(id string) bool {
	_, err := UUIDOf(id)
	return err == nil
}

// hosted reports whether an object has a member that only edubadges writes.
func (s objects) hosted() bool {
	lean := func(p source) bool {
		return p.member("updatedAt").raw() != "" || p.at("/recipient/type").String() == identityEduID
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

// hasExtension reports whether an object has an extension that only edubadges
// uses. Other platforms write the profile of a recipient too.
func hasExtension(p source) bool {
	for _, e := range definitions {
		if e.name != RecipientProfile && p.member(prefix+string(e.name)).isObject() {
			return true
		}
	}
	return false
}

// hasCopies reports whether an assertion has extensions of its class. A single
// one on an assertion with updatedAt may be its own.
func hasCopies(p source) bool {
	n := 0
	for _, e := range definitions {
		if e.name != RecipientProfile && p.member(prefix+string(e.name)).isObject() {
			n++
		}
	}
	return n > 1 || n == 1 && p.member("updatedAt").raw() == ""
}

// hasPilotExtension reports whether an object has an extension without prefix.
func hasPilotExtension(p source) bool {
	for _, e := range definitions {
		if e.name != RecipientProfile && p.member(e.pilotName()).isObject() {
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
