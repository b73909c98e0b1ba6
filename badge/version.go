package badge

import (
	"strings"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

// Version is the version of the standard that a document follows.
type Version string

// The versions.
const (
	VersionUnknown Version = ""
	OB3            Version = "3.0"            // Open Badges 3.0 on VC Data Model 2.0
	OB3VCDM1       Version = "3.0 (VCDM 1.1)" // Open Badges 3.0 on VC Data Model 1.1; read and never written
	OB2            Version = "2.0"            // Open Badges 2.0 and 2.1, which have the same documents
	OB11           Version = "1.1"            // Open Badges 1.1; read after Upgrade and never written
	OB10           Version = "1.0"            // Open Badges 1.0; as 1.1
	OB05           Version = "0.5"            // the Open Badges of 2012; as 1.1

	// SDJWTVC is an SD-JWT VC: claims under a type (vct) instead of a credential
	// of Open Badges, such as a European micro-credential. A document that has a
	// type and is a badge as well is one only in an SD-JWT.
	SDJWTVC Version = "SD-JWT VC"
)

// Kind is the kind of a document.
type Kind string

// The kinds.
const (
	KindOther          Kind = "other"
	KindCredential     Kind = "credential"      // AchievementCredential, OpenBadgeCredential; Assertion
	KindEndorsement    Kind = "endorsement"     // EndorsementCredential; Endorsement
	KindCLR            Kind = "clr"             // ClrCredential
	KindStatusList     Kind = "status list"     // BitstringStatusListCredential, StatusList2021Credential
	KindAchievement    Kind = "achievement"     // Achievement; BadgeClass
	KindProfile        Kind = "profile"         // Profile; Issuer
	KindRevocationList Kind = "revocation list" // RevocationList
	KindKey            Kind = "key"             // CryptographicKey
	KindClaims         Kind = "claims"          // of an SD-JWT VC
)

// The contexts of the versions. The first context of a credential of Open
// Badges 3.0 is a base context, that of one of the two data models.
const (
	ContextVC2 = vocabulary.ContextVC2
	ContextVC1 = vocabulary.ContextVC1
	ContextOB3 = vocabulary.NewestOB3
	ContextOB2 = vocabulary.ContextOB2
)

// The contexts that identify a version: a base context if it is the first, the
// others in any place.
var (
	baseContexts  = map[string]Version{ContextVC2: OB3, ContextVC1: OB3VCDM1}
	badgeContexts = map[string]Version{
		ContextOB2: OB2, vocabulary.ContextOB1: OB11, vocabulary.ContextOB1Home: OB11, vocabulary.ContextOB1Draft: OB11,
	}
)

// plainContext returns a context URL before Open Badges 3.0 without the
// spellings that lead to the same context: a slash or context.json behind it.
func plainContext(url string) string {
	url = strings.TrimSuffix(url, "/")
	if strings.HasSuffix(url, "/context.json") {
		url = strings.TrimSuffix(url, ".json")
	}
	if base, ok := strings.CutSuffix(url, "/context"); ok && badgeContexts[base] != VersionUnknown {
		return base
	}
	return url
}

// classify returns the version and kind of a document. The contexts determine
// the version; without contexts the type does or, in documents older than
// types, the properties.
func classify(body jsontext.Value) (Version, Kind) {
	context, types := body.Member("@context"), body.Member("type")
	version := versionOf(context)
	if !types.Exists() && version.Before3() {
		types = body.Member("@type")
	}
	for _, t := range vocabulary.Types() {
		if !types.Holds(t.Name) && !(version == OB11 && t.Before3() && holdsFolded(types, t.Name)) || version != VersionUnknown && t.Before3() != version.Before3() {
			continue
		}
		kind := Kind(t.Kind)
		switch {
		case version == VersionUnknown && t.Before3() && !context.Exists():
			version = OB2
		case version == VersionUnknown && (kind == KindAchievement || kind == KindProfile) && !t.Before3():
			version = OB3
		}
		return version, kind
	}
	if !context.Exists() && !types.Exists() {
		return shapeOf(body)
	}
	return version, KindOther
}

// holdsFolded reports whether a type is among types in any capitals. Drafts of
// Open Badges 1.1 wrote types in lower case.
func holdsFolded(types jsontext.Value, name string) bool {
	for t := range types.Each() {
		if strings.EqualFold(t.String(), name) {
			return true
		}
	}
	return false
}

// versionOf returns the version of these contexts. An embedded context is
// recognised by the vocabulary that it names.
func versionOf(context jsontext.Value) Version {
	first := context
	if context.Kind() == jsontext.Array {
		first = context.At("/0")
	}
	if v, known := baseContexts[first.String()]; known {
		return v
	}
	for c := range context.Each() {
		if v, known := badgeContexts[plainContext(c.String())]; known {
			return v
		}
		if c.Member("obi").String() == vocabulary.NamespaceOB2 {
			return OB2
		}
	}
	return VersionUnknown
}

// shapes recognise documents without context and type, as in Open Badges 0.5
// and 1.0. The first row applies of which a document has all properties, each
// with the JSON type.
var shapes = []struct {
	version Version
	kind    Kind
	members map[string]jsontext.Kind
}{
	{OB05, KindCredential, map[string]jsontext.Kind{"recipient": jsontext.String, "badge": jsontext.Object}},
	{OB10, KindCredential, map[string]jsontext.Kind{"recipient": jsontext.Object, "badge": jsontext.String, "verify": jsontext.Object}},
	{OB10, KindAchievement, map[string]jsontext.Kind{"name": jsontext.String, "criteria": jsontext.String, "issuer": jsontext.String}},
	{OB10, KindProfile, map[string]jsontext.Kind{"name": jsontext.String, "url": jsontext.String}},
}

func shapeOf(body jsontext.Value) (Version, Kind) {
	for _, s := range shapes {
		fits := true
		for name, kind := range s.members {
			fits = fits && body.Member(name).Kind() == kind
		}
		if fits {
			return s.version, s.kind
		}
	}
	return VersionUnknown, KindOther
}

// Before3 reports whether v is Open Badges 2.0 or older.
func (v Version) Before3() bool { return v == OB2 || v == OB11 || v == OB10 || v == OB05 }

// standard holds the functions that read and write documents of a version.
type standard struct {
	period           vocabulary.Period
	otherPeriod      vocabulary.Period // of the other VC Data Model
	issuer, subject  func(*Document) jsontext.Value
	credential       func(*Document) Credential
	achievement      func(*Document) Achievement
	profile          func(*Document) Profile
	build            func(Credential) (*Document, error) // nil: never written
	buildAchievement func(Achievement) (*Document, error)
	buildProfile     func(Profile) (*Document, error)
}

// standards has a row for each version. A document of unknown version is read
// as the current one.
var standards = map[Version]standard{
	VersionUnknown: reader30(vocabulary.PeriodVC2, vocabulary.Period{}),
	OB3:            writer30(reader30(vocabulary.PeriodVC2, vocabulary.PeriodVC1)),
	OB3VCDM1:       reader30(vocabulary.PeriodVC1, vocabulary.PeriodVC2),
	OB2: {
		period: vocabulary.PeriodOB2, issuer: read20Issuer, subject: read20Subject,
		credential: read10Credential, achievement: read10Achievement, profile: read10Profile,
		build: build20, buildAchievement: build20Achievement, buildProfile: build20Profile,
	},
	SDJWTVC: {
		period: periodClaims, otherPeriod: vocabulary.PeriodVC2, issuer: claim("iss"), subject: claim("sub"),
		credential: readClaims, achievement: read30Achievement, profile: read30Profile,
	},
	OB11: reader10(vocabulary.PeriodOB2),
	OB10: reader10(vocabulary.PeriodOB2),
	OB05: reader10(vocabulary.PeriodOB05),
}

func reader30(period, other vocabulary.Period) standard {
	return standard{
		period: period, otherPeriod: other, issuer: read30Issuer, subject: read30Subject,
		credential:  func(d *Document) Credential { return read30Credential(d, period, other) },
		achievement: read30Achievement, profile: read30Profile,
	}
}

func writer30(s standard) standard {
	s.build, s.buildAchievement, s.buildProfile = build30, build30Achievement, build30Profile
	return s
}

func reader10(period vocabulary.Period) standard {
	return standard{
		period: period, issuer: read20Issuer, subject: read20Subject,
		credential: read10Credential, achievement: read10Achievement, profile: read10Profile,
	}
}
