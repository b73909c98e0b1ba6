package badge

import "encoding/json"

// Achievement is the achievement that a credential asserts: in Open Badges 2.0,
// a BadgeClass.
type Achievement struct {
	ID                string                     `json:"id"`
	Type              []string                   `json:"type" list:"many" class:"Achievement"`
	Name              string                     `json:"name"`
	Description       string                     `json:"description"`
	Criteria          Criteria                   `json:"criteria"`
	AchievementType   AchievementType            `json:"achievementType"`
	Image             *Image                     `json:"image" as:"id"`
	Creator           *Profile                   `json:"creator"` // may differ from the issuer
	CreditsAvailable  json.Number                `json:"creditsAvailable"`
	FieldOfStudy      string                     `json:"fieldOfStudy"`
	HumanCode         string                     `json:"humanCode"`
	Specialization    string                     `json:"specialization"`
	Version           string                     `json:"version"`
	InLanguage        string                     `json:"inLanguage"`
	Tag               []string                   `json:"tag"`
	Alignment         []Alignment                `json:"alignment"`
	OtherIdentifier   []IdentifierEntry          `json:"otherIdentifier"`
	Related           []Related                  `json:"related"`
	ResultDescription []ResultDescription        `json:"resultDescription"`
	Endorsement       []*Document                `json:"endorsement"`
	EndorsementJWT    []string                   `json:"endorsementJwt"`
	Extra             map[string]json.RawMessage `json:"-"`
}

// Criteria describes how to earn an achievement: in a web page, in a text, or both.
type Criteria struct {
	ID        string                     `json:"id"`
	Narrative string                     `json:"narrative"` // Markdown
	Extra     map[string]json.RawMessage `json:"-"`
}

// Alignment relates an achievement, a result or a level to a node of a framework.
type Alignment struct {
	Type              []string                   `json:"type" list:"many" class:"Alignment"`
	TargetName        string                     `json:"targetName"`
	TargetURL         string                     `json:"targetUrl"`
	TargetCode        string                     `json:"targetCode"`
	TargetDescription string                     `json:"targetDescription"`
	TargetFramework   string                     `json:"targetFramework"`
	TargetType        AlignmentTargetType        `json:"targetType"`
	Extra             map[string]json.RawMessage `json:"-"`
}

// Related is another achievement, such as a translation or an older version.
type Related struct {
	ID         string                     `json:"id"`
	Type       []string                   `json:"type" list:"many" class:"Related"`
	InLanguage string                     `json:"inLanguage"`
	Version    string                     `json:"version"`
	Extra      map[string]json.RawMessage `json:"-"`
}
