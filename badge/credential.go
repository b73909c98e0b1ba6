package badge

import "encoding/json"

// Credential is the typed view of an AchievementCredential (also named
// OpenBadgeCredential), an EndorsementCredential or a ClrCredential, as Type
// names it (OB 3.0 App. B, CLR 2.0 App. B).
//
// In every view struct, an empty field means a missing property. Extra holds
// verbatim the properties that have no field or whose JSON type does not fit
// their field. Required objects are values, optional ones pointers. Numbers and
// times keep their spelling.
type Credential struct {
	Context          []Context                  `json:"@context" list:"many"`
	ID               string                     `json:"id"`
	Type             []string                   `json:"type" list:"many"`
	Name             string                     `json:"name"`
	Description      string                     `json:"description"`
	Image            *Image                     `json:"image" as:"id"`
	Issuer           Profile                    `json:"issuer" as:"ref"` // has only an ID if the document has a URI
	ValidFrom        DateTime                   `json:"validFrom"`
	ValidUntil       DateTime                   `json:"validUntil"`
	AwardedDate      DateTime                   `json:"awardedDate"`
	Subject          Subject                    `json:"credentialSubject"`
	Partial          *bool                      `json:"partial"` // ClrCredential only
	Evidence         []Evidence                 `json:"evidence"`
	Endorsement      []*Document                `json:"endorsement"`
	EndorsementJWT   []string                   `json:"endorsementJwt"`
	CredentialSchema []CredentialSchema         `json:"credentialSchema" list:"many"`
	CredentialStatus []CredentialStatus         `json:"credentialStatus" list:"compact"`
	RefreshService   *RefreshService            `json:"refreshService"`
	TermsOfUse       []TermsOfUse               `json:"termsOfUse" list:"many"`
	Proof            []ProofView                `json:"proof" list:"many"`
	Extra            map[string]json.RawMessage `json:"-"`
}

// Context is one entry of @context: a URL, or an object with term definitions.
type Context struct {
	URL string
	Map json.RawMessage
}

// Subject is the typed view of an AchievementSubject, an EndorsementSubject or
// a ClrSubject, as Type names it.
type Subject struct {
	ID         string           `json:"id"`
	Type       []string         `json:"type" list:"many"`
	Identifier []IdentityObject `json:"identifier"`

	// An AchievementSubject asserts one achievement.
	Achievement       Achievement `json:"achievement"`
	ActivityStartDate DateTime    `json:"activityStartDate"`
	ActivityEndDate   DateTime    `json:"activityEndDate"`
	CreditsEarned     json.Number `json:"creditsEarned"`
	Image             *Image      `json:"image" as:"id"`
	LicenseNumber     string      `json:"licenseNumber"`
	Narrative         string      `json:"narrative"` // Markdown
	Result            []Result    `json:"result"`
	Role              string      `json:"role"`
	Source            *Profile    `json:"source"`
	Term              string      `json:"term"`

	// An EndorsementSubject is the endorsed entity: its ID is required.
	EndorsementComment string `json:"endorsementComment"` // Markdown

	// A ClrSubject collects achievements and credentials.
	Achievements         []Achievement `json:"-" alt:"achievement"`
	VerifiableCredential []*Document   `json:"verifiableCredential"`
	Association          []Association `json:"association"`

	Extra map[string]json.RawMessage `json:"-"`
}

// Association relates two achievements of a ClrSubject.
type Association struct {
	Type            string                     `json:"type" class:"Association"`
	AssociationType AssociationType            `json:"associationType"`
	SourceID        string                     `json:"sourceId"`
	TargetID        string                     `json:"targetId"`
	Extra           map[string]json.RawMessage `json:"-"`
}

// Evidence is work that supports an achievement.
type Evidence struct {
	ID          string                     `json:"id"` // may be a data URI
	Type        []string                   `json:"type" list:"many" class:"Evidence"`
	Name        string                     `json:"name"`
	Narrative   string                     `json:"narrative"` // Markdown
	Description string                     `json:"description"`
	Genre       string                     `json:"genre"`
	Audience    string                     `json:"audience"`
	Extra       map[string]json.RawMessage `json:"-"`
}

// Image is a picture. ID is its URL, or a data URI with its content. A document
// that has the URL in place of the object gives an Image with only an ID.
type Image struct {
	ID      string                     `json:"id"`
	Type    string                     `json:"type" class:"Image"`
	Caption string                     `json:"caption"`
	Extra   map[string]json.RawMessage `json:"-"`
}
