package badge

import "github.com/openbadges-go/openbadges/badge/internal/jsontext"

// Version is the standard a document is written in.
type Version string

// The versions.
const (
	VersionUnknown Version = ""
	OB3            Version = "3.0"            // Open Badges 3.0 on VC Data Model 2.0
	OB3Legacy      Version = "3.0 (VCDM 1.1)" // Open Badges 3.0 on VC Data Model 1.1; read, never written
)

// Kind is what a document describes.
type Kind string

// The kinds.
const (
	KindOther       Kind = "other"
	KindCredential  Kind = "credential"  // AchievementCredential, OpenBadgeCredential
	KindEndorsement Kind = "endorsement" // EndorsementCredential
	KindCLR         Kind = "clr"         // ClrCredential
	KindStatusList  Kind = "status list" // BitstringStatusListCredential, StatusList2021Credential
	KindAchievement Kind = "achievement" // Achievement
	KindProfile     Kind = "profile"     // Profile
)

// The base contexts of the two data models. The first context of a
// credential is one of them.
const (
	ContextVC2 = "https://www.w3.org/ns/credentials/v2"
	ContextVC1 = "https://www.w3.org/2018/credentials/v1"
	ContextOB3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
)

// kinds says which type makes a document which kind; the first match counts.
var kinds = []struct {
	typ  string
	kind Kind
}{
	{"AchievementCredential", KindCredential},
	{"OpenBadgeCredential", KindCredential},
	{"EndorsementCredential", KindEndorsement},
	{"ClrCredential", KindCLR},
	{"BitstringStatusListCredential", KindStatusList},
	{"StatusList2021Credential", KindStatusList},
	{"Achievement", KindAchievement},
	{"Profile", KindProfile},
}

func kindOf(body jsontext.Value) Kind {
	for _, k := range kinds {
		if body.Member("type").Holds(k.typ) {
			return k.kind
		}
	}
	return KindOther
}

// versionOf goes by the base context; an achievement or a profile by itself
// needs none and is Open Badges 3.0.
func versionOf(body jsontext.Value, kind Kind) Version {
	context := body.Member("@context")
	if context.Kind() == jsontext.Array {
		context = context.At("/0")
	}
	switch context.String() {
	case ContextVC2:
		return OB3
	case ContextVC1:
		return OB3Legacy
	}
	if kind == KindAchievement || kind == KindProfile {
		return OB3
	}
	return VersionUnknown
}

// periods names the members that bound validity, by version. A document of
// unknown version is read like the current one.
var periods = map[Version]struct{ from, until string }{
	VersionUnknown: {"validFrom", "validUntil"},
	OB3:            {"validFrom", "validUntil"},
	OB3Legacy:      {"issuanceDate", "expirationDate"},
}
